//! Many pairs, in order, on any number of threads.

use std::ops::ControlFlow;

use crate::error::{Error, Result};
use crate::options::Options;
use crate::report::Report;
use crate::threads::Threads;

/// Pairs worked on for each thread before their reports are handed over: enough that no thread
/// waits long for the slowest pair, few enough that little is held in memory.
const PORTION: usize = 8;

/// Compare many copies with their originals and hand each report over as it is ready, in order.
///
/// `take(index, report)` is called on the calling thread, once for each pair, in the order of the
/// pairs; an error of one pair is handed over as its result and stops nothing. What `take` breaks
/// off ends the call. The options' `threads` work on different pairs, never on one. Only a few
/// reports for each thread are in memory at a time. The reports are those of [`crate::compare`],
/// whatever the number of threads.
///
/// # Errors
/// [`Error::Interrupted`] where `take` breaks off; [`Error::Option`] and [`Error::Threads`] for a
/// number of threads that cannot be had.
///
/// # Example
/// ```
/// use std::ops::ControlFlow;
///
/// let pairs = [
///     ("No one was hurt.", "No one was hurt."),
///     ("No one was hurt on Monday.", "Everyone was hurt on Monday."),
/// ];
/// let mut risks = Vec::new();
/// wiredrift::compare_many(&pairs, &wiredrift::Options::default(), |_, report| {
///     risks.push(report.map_or(f64::NAN, |report| report.risk));
///     ControlFlow::Continue(())
/// })?;
/// assert_eq!(risks.len(), 2);
/// assert!(risks[0] < risks[1]);
/// # Ok::<(), wiredrift::Error>(())
/// ```
pub fn compare_many<A, B>(
    pairs: &[(A, B)],
    options: &Options,
    take: impl FnMut(usize, Result<Report>) -> ControlFlow<()>,
) -> Result<()>
where
    A: AsRef<str> + Sync,
    B: AsRef<str> + Sync,
{
    let single = options.clone().with_threads(1);
    each(pairs.len(), options.threads, take, |index| {
        #[expect(
            clippy::indexing_slicing,
            reason = "`each` counts below the number of pairs"
        )]
        let (original, copy) = &pairs[index];
        crate::compare(original.as_ref(), copy.as_ref(), &single)
    })
}

/// `work` of every index below `count` on `threads` threads, handed to `take` in order.
pub fn each<T: Send>(
    count: usize,
    threads: usize,
    mut take: impl FnMut(usize, T) -> ControlFlow<()>,
    work: impl Fn(usize) -> T + Sync + Send,
) -> Result<()> {
    let portion = if threads == 1 { 1 } else { threads * PORTION };
    let threads = Threads::new(threads)?;
    let mut first = 0;
    while first < count {
        let next = count.min(first + portion);
        let done = threads.portion(first..next, &work);
        for (index, one) in (first..next).zip(done) {
            if take(index, one).is_break() {
                return Err(Error::Interrupted);
            }
        }
        first = next;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_at_any_number_of_threads() {
        for threads in [1, 2, 7] {
            let mut seen = Vec::new();
            let take = |index, square| {
                seen.push((index, square));
                ControlFlow::Continue(())
            };
            each(100, threads, take, |i| i * i).unwrap();
            assert_eq!(seen, (0..100).map(|i| (i, i * i)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_break_ends_the_call_and_nothing_more_is_handed_over() {
        let mut seen = 0;
        let take = |index, ()| {
            seen += 1;
            if index == 4 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        let ended = each(1000, 2, take, |_| ());
        assert!(matches!(ended, Err(Error::Interrupted)));
        assert_eq!(seen, 5);
    }
}
