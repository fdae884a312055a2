//! Work on many beads at once, in a pool that lives no longer than the call.

use std::ops::Range;

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::error::{Error, Result};
use crate::watch::{Stage, Watch};

/// The most threads accepted, more than any machine this is meant for has cores.
const MOST: usize = 256;
/// Indices worked on before the caller is asked: enough to keep many threads busy, few enough not
/// to keep it waiting.
const PORTION: usize = 256;
/// What the work on one index counts for with the watcher: a sentence has about that many words.
const WORDS: usize = 24;

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

    /// The caller's own thread.
    pub fn one() -> Self {
        Self(None)
    }

    /// `work` of every index below `count`, in order, whatever the number of threads.
    ///
    /// Between portions `watch` is asked, on the caller's own thread; the whole is `share` of its
    /// stage, as (portions before it, portions in all).
    ///
    /// # Errors
    /// [`Error::Interrupted`] where the caller wants no more.
    pub fn map<T: Send>(
        &self,
        count: usize,
        watch: &mut Watch<'_>,
        share: (usize, usize),
        work: impl Fn(usize) -> T + Sync + Send,
    ) -> Result<Vec<T>> {
        let mut done = Vec::with_capacity(count);
        while done.len() < count {
            let portion = done.len()..count.min(done.len() + PORTION);
            done.extend(self.portion(portion, &work));
            let (before, all) = share;
            let steps = before * count + done.len();
            watch.step(PORTION * WORDS, Stage::Judge, steps, all * count)?;
        }
        Ok(done)
    }

    /// `work` of every index of a range, in order.
    pub fn portion<T: Send>(
        &self,
        range: Range<usize>,
        work: impl Fn(usize) -> T + Sync + Send,
    ) -> Vec<T> {
        match &self.0 {
            None => range.map(work).collect(),
            Some(pool) => pool.install(|| range.into_par_iter().map(work).collect()),
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
            let mut go_on = crate::watch::go_on;
            let mut watch = Watch::new(&mut go_on);
            let threads = Threads::new(count).unwrap();
            let squares = threads.map(1000, &mut watch, (0, 1), |i| i * i).unwrap();
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
