//! Quotations, their speakers, and reported speech.

mod attributions;
mod marks;

pub use attributions::attributions;
pub use marks::quotations;

pub use crate::lexicon::speech::Stance;
use crate::span::{Span, TokenSpan};

/// Words inside quotation marks.
#[derive(Clone, Debug, PartialEq)]
pub struct Quotation {
    /// The bytes with the marks.
    pub outer: Span,
    /// The tokens between the marks.
    pub inner: TokenSpan,
    /// Who says it, where the text tells in the same or a neighbouring sentence.
    pub speaker: Option<TokenSpan>,
    /// The verb of saying that links the two.
    pub verb: Option<TokenSpan>,
    /// Whether a closing mark was found (a following paragraph may continue it).
    pub closed: bool,
    /// How many quotations it stands in: 0 for an outermost one.
    pub depth: u8,
}

/// Somebody says something, quoted or not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attribution {
    /// The verb or phrase: `said`, `according to`.
    pub verb: TokenSpan,
    /// Who says it.
    pub speaker: Option<TokenSpan>,
    /// The stance of the verb.
    pub stance: Stance,
}
