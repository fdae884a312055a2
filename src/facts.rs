//! What became of the facts of the original: pairs of places, no text.

use crate::report::FactState;
use crate::span::TokenSpan;

/// A number or a name on both sides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FactPair {
    /// Tokens of the original, or none.
    pub original: Option<TokenSpan>,
    /// Tokens of the copy, or none.
    pub copy: Option<TokenSpan>,
    /// What became of it.
    pub state: FactState,
}
