//! How far a long call has come, and a way to end it before its time.

use std::ops::ControlFlow;

use crate::error::{Error, Result};

/// A part of the work of one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// Finding which sentences of the copy stand for which of the original.
    Align,
    /// Comparing and judging the aligned sentences.
    Judge,
}

impl Stage {
    /// `align` or `judge`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Align => "align",
            Self::Judge => "judge",
        }
    }
}

/// How far a call has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The part of the work it is at.
    pub stage: Stage,
    /// Steps of that part done, at most `total`; never falls within a stage.
    pub done: usize,
    /// Steps of that part: sentences of the original times the passes over them, or beads.
    pub total: usize,
}

/// Work after which the watcher is asked: cells of the aligner's grid, or words of beads. Some
/// milliseconds, so that a pair of news stories never asks and no long one keeps a key press
/// waiting.
const INTERVAL: usize = 1 << 14;

/// Asks the caller of a long call, each time some work is done, whether to go on.
///
/// It is asked on the thread that made the call, and cannot change the result: only end it.
pub struct Watch<'w> {
    ask: &'w mut dyn FnMut(Progress) -> ControlFlow<()>,
    since: usize,
}

impl<'w> Watch<'w> {
    /// Ask `ask`.
    pub fn new(ask: &'w mut dyn FnMut(Progress) -> ControlFlow<()>) -> Self {
        Self { ask, since: 0 }
    }

    /// Some `work` is done and the stage stands at `done` of `total`; an error where the caller
    /// wants no more.
    pub fn step(&mut self, work: usize, stage: Stage, done: usize, total: usize) -> Result<()> {
        self.since += work;
        if self.since < INTERVAL {
            return Ok(());
        }
        self.since = 0;
        match (self.ask)(Progress { stage, done, total }) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Error::Interrupted),
        }
    }
}

/// The answer of a caller who only waits.
pub fn go_on(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_work_asks_nobody_and_much_work_asks_again_and_again() {
        let mut asked = Vec::new();
        let mut ask = |p: Progress| {
            asked.push(p.done);
            ControlFlow::Continue(())
        };
        let mut watch = Watch::new(&mut ask);
        for done in 1..=4 {
            watch.step(INTERVAL / 2, Stage::Align, done, 4).unwrap();
        }
        assert_eq!(asked, [2, 4]);
    }

    #[test]
    fn a_caller_who_wants_no_more_ends_the_call() {
        let mut ask = |_| ControlFlow::Break(());
        let mut watch = Watch::new(&mut ask);
        let ended = watch.step(INTERVAL, Stage::Judge, 1, 2);
        assert!(matches!(ended, Err(Error::Interrupted)));
    }
}
