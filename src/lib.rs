//! wiredrift says exactly what a copied news story changed.
//!
//! It takes an original story and a copy of it (translated away and back, spun, paraphrased,
//! shortened), aligns them sentence by sentence, and reports what the copy changed in meaning,
//! worst first, with the exact place on both sides.
//!
//! ```
//! use wiredrift::{Options, compare};
//!
//! let original = "The army reported no mass casualties on Monday.";
//! let copy = "The army reported no casualties on Monday.";
//! let report = compare(original, copy, &Options::default())?;
//! for finding in &report.findings {
//!     println!("{} {}: {}", finding.code, finding.severity, finding.message);
//! }
//! assert_eq!(report.alignment.len(), 1);
//! # Ok::<(), wiredrift::Error>(())
//! ```
//!
//! # Which entry point
//! [`compare`] for a pair of texts; [`compare_many`] and [`Comparer`] for many pairs and for many
//! copies of one original; [`sentences`] to split a text without losing a byte;
//! [`align_sentences`] for sentences of the caller's own. [`render`] shows a finished report.
//!
//! # Offsets
//! A [`Report`] counts Unicode code points of the texts exactly as they were handed in, so that it
//! means the same in Rust, in Python and in JSON. [`report::Excerpt::bytes`] gives the bytes.
//!
//! # Strange text is no error
//! An empty copy is a report full of omissions. [`Error`] is for what cannot be worked with at
//! all: a text beyond [`MAX_BYTES`], a string that is no report.
//!
//! # Long calls
//! [`compare_watched`] and [`align_watched`] tell how far they have come and can be ended.
//!
//! # Determinism
//! Equal texts and equal options give equal bytes, on every machine and in every thread. The
//! report's `signature` names everything that can change a result.
//!
//! # Features
//! None is on by default: the crate is pure Rust and needs no Python. `cli` adds the command line
//! (clap), `python` the extension module (pyo3), which maturin builds.

mod align;
mod assess;
mod compare;
mod corpus;
mod detect;
mod error;
mod explain;
mod facts;
mod inspect;
mod lexicon;
mod options;
mod pipeline;
pub mod render;
pub mod report;
mod rule;
mod score;
pub mod semantic;
mod span;
mod text;
mod threads;
mod watch;
mod work;

#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "python")]
mod python;

pub use align::{
    AlignOptions, Alignment, Bead, Evidence, align_sentences, align_sentences_with, align_watched,
};
#[doc(hidden)]
pub use assess::difference_features;
pub use assess::{Assessment, assess};
#[cfg(feature = "arrow")]
pub use corpus::table;
pub use corpus::{Comparer, compare_many};
pub use detect::{Rule, rules};
pub use error::{Error, Result};
pub use explain::{Explanation, explain, explain_all};
pub use options::Options;
pub use pipeline::{MAX_BYTES, compare, compare_watched, inspect, similarity};
#[doc(hidden)]
pub use pipeline::{judgement_features, story_features};
pub use report::{Inspection, Report};
pub use text::language::Language;
pub use text::sentences::sentences;
pub use watch::{Progress, Stage};

/// The Rust examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
