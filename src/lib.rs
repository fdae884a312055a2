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
//! It prints one line, `WD301 critical: “no mass casualties” became “no casualties”` or the like:
//! the code never changes its meaning ([`explain`] tells it), the severity says how badly a reader is
//! misled.
//!
//! # Which entry point
//!
//! | you have | call |
//! |---|---|
//! | an original and a copy | [`compare`] |
//! | many pairs, or many copies of one original | [`compare_many`], [`Comparer`] |
//! | several copies of one original: who shares whose changes | [`compare_copies`] |
//! | a copy, and many originals it may come from | [`Index`] |
//! | a copy whose original is not at hand | [`inspect`] |
//! | two sentences, and want figures only | [`assess`], [`similarity`] |
//! | a text to be split without losing a byte | [`sentences`] |
//! | sentences of your own to be aligned | [`align_sentences`] |
//!
//! # What comes back
//! A [`Report`]: plain data, the same in Rust, Python and JSON. Its parts, the most asked for first:
//!
//! ```
//! use wiredrift::report::{QuotationState, Severity};
//! use wiredrift::{Options, compare};
//!
//! let original = "“We never opened the gates,” the minister said. Shops stayed shut.";
//! let copy = "“We opened the gates,” the minister said.";
//! let report = compare(original, copy, &Options::default())?;
//!
//! // Findings come worst first; each has its place on either side.
//! let worst = &report.findings[0];
//! assert_eq!((worst.code.as_str(), worst.severity), ("WD301", Severity::Critical));
//! let place = worst.copy.as_ref().and_then(|passage| passage.bytes(copy));
//! assert!(place.is_some_and(|bytes| copy[bytes].starts_with("opened")));
//!
//! // Which sentences stand for which, with drift and risk of each.
//! let bead = &report.alignment[0];
//! assert_eq!((bead.original.as_slice(), bead.copy.as_slice()), (&[0][..], &[0][..]));
//! assert!(bead.risk > 0.5);
//!
//! // What became of quotations, numbers and names.
//! assert_eq!(report.quotations[0].state, QuotationState::Altered);
//!
//! // Keep it, read it back, show it.
//! let again = wiredrift::Report::from_json(&report.to_json()?)?;
//! assert_eq!(again, report);
//! let page = wiredrift::render::html::html(&report);
//! assert!(page.starts_with("<!doctype html>"));
//! # Ok::<(), wiredrift::Error>(())
//! ```
//!
//! # How to read the figures
//! [`Severity`](report::Severity) grades a finding as Multidimensional Quality Metrics do: minor is
//! wording, major is content lost or different, critical is who, how many, whether, when, or what
//! was said. *Drift* (0 to 1) adds up the damage; *risk* (0 to 1) is the probability that the worst
//! of it misinforms; *similarity* (0 to 1) says how alike two passages are, whatever the difference
//! means. No single figure serves, so there is none. It prefers to miss a harmless rewording over
//! flagging it, and never prefers that for the critical matters. How often it is right is measured
//! in `docs/accuracy.md`, what it cannot do in `docs/limits.md`.
//!
//! # Offsets
//! A [`Report`] counts Unicode code points of the texts exactly as they were handed in, so that it
//! means the same in Rust, in Python and in JSON. [`report::Excerpt::bytes`] gives the bytes.
//!
//! # Strange text is no error
//! An empty copy is a report full of omissions. [`Error`] is for what cannot be worked with at
//! all: a text beyond [`MAX_BYTES`], a string that is no report.
//!
//! # Which model of meaning
//! Similarity, and a little of the risk, come from a model that [`Options::with_model`] chooses:
//! the fast one (static vectors, the default), the accurate one (a sentence transformer in 8 bits,
//! with the feature `minilm`), or an encoder of your own. [`Options::with_judge`] adds a judge: a model
//! of your own that reads an original passage with its copy. See [`semantic`].
//!
//! # Long calls
//! [`compare_watched`] and [`align_watched`] tell how far they have come and can be ended. The time
//! of a call grows with the length of its texts, never with its square.
//!
//! # Determinism
//! Equal texts and equal options give equal bytes, on every machine and in every thread. The
//! report's `signature` names everything that can change a result: cite it beside a figure.
//!
//! # Features
//! None is on by default: the crate is pure Rust and needs no Python.
//!
//! | feature | adds | costs |
//! |---|---|---|
//! | `cli` | the command line (`cargo install --path . --features cli`) | clap, parquet |
//! | `arrow` | many reports as columns, `table` | arrow-array |
//! | `minilm` | the accurate model | 8 MB in the binary, 23 MB in memory once used |
//! | `python` | the extension module, which maturin builds | pyo3, `arrow`, `cli` |

mod align;
mod assess;
#[cfg(feature = "cli")]
mod batch;
mod compare;
pub mod copies;
mod corpus;
mod detect;
mod error;
mod explain;
mod facts;
pub mod index;
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
pub use copies::{Comparison, compare_copies, compare_copies_watched};
#[cfg(feature = "arrow")]
pub use corpus::table;
pub use corpus::{Comparer, compare_many};
pub use detect::{Rule, rules};
pub use error::{Error, Result};
pub use explain::{Explanation, explain, explain_all};
pub use index::Index;
#[doc(hidden)]
pub use lexicon::exchanges::{Exchanges, listed_keys};
pub use options::Options;
pub use pipeline::{MAX_BYTES, compare, compare_watched, inspect, similarity};
#[doc(hidden)]
pub use pipeline::{compare_staged, judgement_features, story_features, story_pieces};
pub use report::{Inspection, Report};
pub use text::language::Language;
pub use text::sentences::sentences;
pub use watch::{Progress, Stage};

/// The Rust examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
