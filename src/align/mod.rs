//! Sentence alignment: which sentences of the copy stand for which of the original.

mod across;
mod band;
mod bead;
mod best;
mod core;
mod documents;
mod dp;
mod features;
mod gain;
mod grid;
mod path;
mod postings;
mod settings;
mod similarity;

use std::ops::ControlFlow;

use crate::error::Result;
use crate::watch::{Progress, Watch, go_on};

pub use bead::{Alignment, Bead, Evidence};
pub use documents::align_documents;
pub use settings::AlignOptions;

/// Align two lists of sentences, with the default setting.
///
/// Every sentence is in exactly one bead. Beads come in the order of the source, additions where
/// they stand in the target.
#[must_use]
pub fn align_sentences<S: AsRef<str>, T: AsRef<str>>(source: &[S], target: &[T]) -> Vec<Bead> {
    align_sentences_with(source, target, &AlignOptions::default())
}

/// [`align_sentences`] with other options.
#[must_use]
pub fn align_sentences_with<S: AsRef<str>, T: AsRef<str>>(
    source: &[S],
    target: &[T],
    options: &AlignOptions,
) -> Vec<Bead> {
    // Who only goes on is never interrupted, the one error there is.
    align_watched(source, target, options, &mut go_on).map_or_else(|_| Vec::new(), |a| a.beads)
}

/// [`align_sentences_with`], asking `ask` every few milliseconds of a long call whether to go on;
/// the notices say what was bounded.
///
/// # Errors
/// [`crate::Error::Interrupted`] where the answer is to break.
///
/// # Example
/// ```
/// use std::ops::ControlFlow;
/// use wiredrift::{AlignOptions, align_watched};
///
/// let sentences: Vec<String> = (0..400).map(|k| format!("Street {k} is closed.")).collect();
/// let mut furthest = 0;
/// let mut ask = |progress: wiredrift::Progress| {
///     furthest = progress.done;
///     ControlFlow::Continue(())
/// };
/// let found = align_watched(&sentences, &sentences, &AlignOptions::default(), &mut ask)?;
/// assert_eq!(found.beads.len(), 400);
/// assert!(furthest > 400);
/// # Ok::<(), wiredrift::Error>(())
/// ```
pub fn align_watched<S: AsRef<str>, T: AsRef<str>>(
    source: &[S],
    target: &[T],
    options: &AlignOptions,
    ask: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Alignment> {
    core::align(source, target, None, options, &mut Watch::new(ask))
}
