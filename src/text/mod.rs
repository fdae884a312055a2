//! From a string to a [`Document`]: segments, tokens and facts, each with its place in the input.
//!
//! All spans inside a document count bytes of [`Document::text`], its *clean form* (NFC, entities
//! and mojibake resolved). [`Document::source_span`] maps them back to the caller's own bytes;
//! nobody else does offset arithmetic.

pub mod clean;
mod comparison;
pub mod furniture;
pub mod language;
pub mod names;
pub mod quantity;
pub mod quotes;
pub mod segments;
pub mod sentences;
pub mod time;
pub mod tokens;

mod document;
mod evidence;
mod fragments;
mod glued;
mod long;
mod sentence_context;
mod tagging;
pub use comparison::Comparison;
pub use document::Document;
pub use long::LONGEST;
pub use tagging::Tags;
