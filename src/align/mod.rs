//! Sentence alignment: which sentences of the copy stand for which of the original.

mod band;
mod bead;
mod core;
mod documents;
mod dp;
mod features;
mod path;
mod settings;
mod similarity;

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
    core::align(source, target, None, options).beads
}
