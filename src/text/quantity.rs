//! Quantities: what is counted or measured, how much, and within which bound.

use crate::span::TokenSpan;
use crate::text::Document;

/// How the stated value limits the true one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Bound {
    /// The value itself.
    Exact,
    /// `more than`, `over`, `exceeding`.
    MoreThan,
    /// `at least`, `no fewer than`, `or more`.
    AtLeast,
    /// `less than`, `fewer than`, `under`.
    LessThan,
    /// `at most`, `no more than`, `up to`, `no longer than`.
    AtMost,
    /// `nearly`, `almost`, `just under`, `shy of`: close to it from below.
    Nearly,
    /// `just over`, `a little more than`: close to it from above.
    JustOver,
    /// `about`, `roughly`, `some`, `around`.
    About,
}

/// What is counted or measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Unit {
    /// Nothing stated.
    None,
    /// Per cent, or a fraction read as one.
    Percent,
    /// Percentage points.
    Points,
    /// Money, by ISO 4217 code.
    Money([u8; 3]),
    /// A place in a row (`third`, `21st`).
    Ordinal,
    /// A measure or counted thing, by the stem key of its head word (`kilometres`, `people`).
    Thing(u64),
}

/// A quantity in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The whole phrase with bound and unit: `more than 40,000 soldiers`.
    pub span: TokenSpan,
    /// The number alone: `40,000`.
    pub number: TokenSpan,
    /// The value, or the low end of a range.
    pub low: f64,
    /// The value, or the high end of a range.
    pub high: f64,
    /// The bound.
    pub bound: Bound,
    /// The unit.
    pub unit: Unit,
}

/// All quantities of a document, in reading order. Dates and clock times are not among them.
#[must_use]
pub fn quantities(_document: &Document<'_>) -> Vec<Quantity> {
    Vec::new()
}
