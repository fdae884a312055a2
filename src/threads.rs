//! Work on many beads at once, in a pool that lives no longer than the call.

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::error::{Error, Result};

/// The most threads accepted, more than any machine this is meant for has cores.
const MOST: usize = 256;

/// Threads of one call: none but the caller's own, or a pool.
///
/// Never the global pool of rayon, whose threads outlive the call and are gone in a forked worker.
pub struct Threads(Option<ThreadPool>);

impl Threads {
    /// The caller's own thread for 1, else a pool of `count`.
    pub fn new(count: usize) -> Result<Self> {
        if !(1..=MOST).contains(&count) {
            return Err(Error::Option {
                option: "threads",
                given: count.to_string(),
                accepted: "1 to 256",
            });
        }
        if count == 1 {
            return Ok(Self(None));
        }
        let pool = ThreadPoolBuilder::new().num_threads(count).build();
        pool.map(|pool| Self(Some(pool)))
            .map_err(|error| Error::Threads {
                count,
                reason: error.to_string(),
            })
    }

    /// `work` of every index below `count`, in order, whatever the number of threads.
    pub fn map<T: Send>(&self, count: usize, work: impl Fn(usize) -> T + Sync + Send) -> Vec<T> {
        match &self.0 {
            None => (0..count).map(work).collect(),
            Some(pool) => pool.install(|| (0..count).into_par_iter().map(work).collect()),
        }
    }

    /// Two things at once.
    pub fn join<A: Send, B: Send>(
        &self,
        first: impl FnOnce() -> A + Send,
        second: impl FnOnce() -> B + Send,
    ) -> (A, B) {
        match &self.0 {
            None => (first(), second()),
            Some(pool) => pool.join(first, second),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_kept_at_any_number_of_threads() {
        for count in [1, 2, 5] {
            let squares = Threads::new(count).unwrap().map(1000, |i| i * i);
            assert!(squares.iter().enumerate().all(|(i, s)| *s == i * i));
            assert_eq!(Threads::new(count).unwrap().join(|| 1, || "b"), (1, "b"));
        }
    }

    #[test]
    fn a_count_out_of_range_is_refused_by_name() {
        for count in [0, 257, usize::MAX] {
            let error = Threads::new(count).err().unwrap().to_string();
            assert!(
                error.contains("threads") && error.contains("1 to 256"),
                "{error}"
            );
        }
    }
}
