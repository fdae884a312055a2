//! Names: runs of capitalised words with their titles.

use crate::span::TokenSpan;
use crate::text::Document;

/// A name in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// Its tokens without a title: `Farida Nasser`.
    pub span: TokenSpan,
    /// The title before it, if any: `Dr.`, `Foreign Minister`.
    pub title: Option<TokenSpan>,
}

/// All names of a document, in reading order.
#[must_use]
pub fn names(_document: &Document<'_>) -> Vec<Name> {
    Vec::new()
}
