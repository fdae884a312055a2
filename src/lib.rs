//! wiredrift says exactly what a copied news story changed.

mod align;
mod compare;
mod detect;
mod error;
mod facts;
mod lexicon;
mod options;
mod pipeline;
pub mod render;
pub mod report;
mod score;
mod span;
mod text;

#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "python")]
mod python;

pub use align::{AlignOptions, Alignment, Bead, Evidence, align_sentences, align_sentences_with};
pub use error::{Error, Result};
pub use options::Options;
pub use pipeline::{MAX_BYTES, compare};
pub use report::Report;
pub use text::language::Language;
pub use text::sentences::sentences;
