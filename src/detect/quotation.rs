//! Quotations: what became of the words between the marks.

use crate::detect::Pair;
use crate::report::QuotationState;

/// A quotation on both sides, by index into `Document::quotations`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QuotationPair {
    /// Index in the original.
    pub original: Option<usize>,
    /// Index in the copy.
    pub copy: Option<usize>,
    /// What became of it.
    pub state: QuotationState,
}

/// What became of every quotation, in the order of the original, then what only the copy has.
/// The speaker is in `Document::quotations`.
#[must_use]
pub fn quotation_facts(_pair: &Pair<'_>) -> Vec<QuotationPair> {
    Vec::new()
}
