//! Quotations, their speakers, and reported speech.

use crate::span::{Span, TokenSpan};
use crate::text::Document;

/// Words inside quotation marks.
#[derive(Clone, Debug, PartialEq)]
pub struct Quotation {
    /// The bytes with the marks.
    pub outer: Span,
    /// The tokens between the marks.
    pub inner: TokenSpan,
    /// Who says it, where the text tells in the same or the next sentence.
    pub speaker: Option<TokenSpan>,
    /// The verb of saying that links the two.
    pub verb: Option<TokenSpan>,
    /// Whether a closing mark was found (a following paragraph may continue it).
    pub closed: bool,
}

/// How the verb of saying stands to what is said.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Stance {
    /// `said`, `told`, `added`, `according to`.
    Neutral,
    /// `claimed`, `alleged`, `insisted`: the paper keeps its distance.
    Claim,
    /// `denied`, `rejected`, `dismissed`.
    Denial,
    /// `admitted`, `acknowledged`, `confirmed`: taken as true.
    Admission,
    /// `warned`, `urged`, `demanded`, `promised`: an act done by speaking.
    Act,
}

/// Somebody says something, quoted or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// The verb or phrase: `said`, `according to`.
    pub verb: TokenSpan,
    /// Who says it.
    pub speaker: Option<TokenSpan>,
    /// The stance of the verb.
    pub stance: Stance,
}

/// All quotations of a document, in reading order.
#[must_use]
pub fn quotations(_document: &Document<'_>) -> Vec<Quotation> {
    Vec::new()
}

/// All attributions of a document, in reading order.
#[must_use]
pub fn attributions(_document: &Document<'_>) -> Vec<Attribution> {
    Vec::new()
}
