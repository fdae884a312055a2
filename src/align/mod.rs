//! Sentence alignment: which sentences of the copy stand for which of the original.

mod core;
mod documents;
mod dp;
mod features;
mod settings;
mod similarity;

pub use documents::align_documents;
pub use settings::AlignOptions;

/// A bead: the sentences on both sides that stand for one another.
///
/// Indices point into `Document::segments` (or into the caller's lists, for
/// [`align_sentences`]). One side is empty for an omission or an addition.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Bead {
    /// Indices on the original's side, ascending.
    pub original: Vec<usize>,
    /// Indices on the copy's side, ascending.
    pub copy: Vec<usize>,
    /// The bead lies off the monotone path: its passage was moved.
    pub moved: bool,
    /// Strength of the match, 0 to 1; 0 for a bead with an empty side.
    pub score: f64,
    /// What the score rests on.
    pub evidence: Evidence,
}

/// What speaks for a bead, each part from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Evidence {
    /// Shared character n-grams, corrected for chance.
    pub characters: f64,
    /// Shared words, rarer ones counting more, corrected for chance.
    pub words: f64,
    /// Shared numbers and names.
    pub facts: f64,
    /// Fit with the neighbouring beads.
    pub context: f64,
}

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
    core::align(source, target, None, options)
}
