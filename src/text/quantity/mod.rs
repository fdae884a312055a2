//! Quantities: what is counted or measured, how much, and within which bound.

mod bound;
mod compare;
pub(crate) mod number;
mod read;
mod unit;

use crate::span::TokenSpan;
use crate::text::{Comparison, Document};

pub(crate) use compare::{BoundChange, Difference, UnitChange, ValueChange};
pub use unit::Measure;

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
    /// `well over`, `far more than`: at a distance above it.
    FarAbove,
    /// `well below`, `far fewer than`: at a distance below it.
    FarBelow,
    /// `about`, `roughly`, `some`, `around`.
    About,
    /// A plural magnitude (`dozens`, `thousands`): somewhere between `low` and `high`.
    Vague,
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
    /// Money, by ISO 4217 code (a bare `$` is read as USD).
    Money([u8; 3]),
    /// A place in a row (`third`, `21st`).
    Ordinal,
    /// So many times as much (`twice`, `tripled`, `four times`).
    Times,
    /// Years of life (`9-year-old`, `aged 9`).
    Age,
    /// A unit of measure (`kilometres`, `weeks`).
    Measure(Measure),
    /// A counted thing, by the stem key of the word after the number; not always its head.
    Thing(u64),
}

/// A quantity in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The whole phrase with bound and unit: `more than 40,000 soldiers`.
    pub span: TokenSpan,
    /// The number alone: `40,000`.
    pub number: TokenSpan,
    /// The value, or the low end of a range, in the stated unit.
    pub low: f64,
    /// The value, or the high end of a range.
    pub high: f64,
    /// The bound.
    pub bound: Bound,
    /// The unit.
    pub unit: Unit,
    /// Worth of the last stated digit: 100 for `2,300`, 0.1 for `2.5`.
    pub place: f64,
    /// The word has other uses too (`one`, `first`, `both`), so that its loss or its coming proves
    /// nothing.
    pub weak: bool,
    /// The bound has other uses too (`over five years`: during).
    pub loose: bool,
    /// The figure is broken by mixed digits and words (`2,three hundred`) or carries a wrong unit
    /// form (`10 percentage`).
    pub mangled: bool,
}

impl Quantity {
    /// How `other`, a quantity of the copy, stands to this one of the original.
    ///
    /// Values are the same across forms (`60 per cent`, `60%`; `a quarter`, `25 percent`) and
    /// across units of one dimension where they agree to 1 % (time) or 5 % (all others).
    #[must_use]
    pub fn compare(&self, other: &Self) -> Comparison {
        Difference::between(self, other).comparison()
    }

    /// Whether it is a range of two stated ends.
    #[must_use]
    pub fn is_range(&self) -> bool {
        self.low != self.high && self.bound != Bound::Vague
    }
}

/// All quantities of a document, in reading order. Dates and clock times are not among them.
///
/// One pass over the tokens, O(n); [`Document::times`] must be filled before.
#[must_use]
pub fn quantities(document: &Document<'_>) -> Vec<Quantity> {
    read::Reader::new(document).all()
}
