//! Amounts that are the same in another construction.

use super::pairs::NumberBead;
use super::{MOST_TERMS, same};
use crate::text::Document;
use crate::text::quantity::{Measure, Quantity, Unit};

/// How far, in tokens, the whole of a ratio stands from its part: `three farms in ten`.
const APART: usize = 5;
/// How far, in percentage points, a ratio may be from the per cent that it was turned into.
const ROUNDING: f64 = 0.5;

impl NumberBead<'_> {
    /// Whether two amounts differ in their numbers only: `the 10K`, `the 10-kilometre race`; `three
    /// farms in ten`, `30 per cent of farms`; `62 % was landed`, `38 % is still to be caught`.
    pub(super) fn same_otherwise(&self, i: usize, j: usize) -> bool {
        let (a, b) = (self.a(i), self.b(j));
        let pair = self.view.pair;
        kilometres(pair.original, a, b)
            || kilometres(pair.copy, b, a)
            || self.is_ratio(i)
            || self.is_ratio_of_copy(j)
            || self.is_the_rest(i, j)
            || self.is_share_of_two(i, j)
            || adds_up(pair.copy, j, a)
            || adds_up(pair.original, i, b)
    }

    /// Whether a share on one side is that of two numbers on the other, whatever stands between them:
    /// `six out of 90`, `of 90 riders six`; `four out of five of the 120`, `96 of the 120`.
    fn is_share_of_two(&self, i: usize, j: usize) -> bool {
        let (a, b) = (self.a(i), self.b(j));
        let left = self.left.iter().take(MOST_TERMS).map(|k| self.a(*k));
        let right = self.right.iter().take(MOST_TERMS).map(|k| self.b(*k));
        is_share(a, b, right) || is_share(b, a, left)
    }

    /// Whether one share is what the other leaves of the whole, and is said of something else: neither
    /// the word before nor the one behind is the same.
    fn is_the_rest(&self, i: usize, j: usize) -> bool {
        let (a, b) = (self.a(i), self.b(j));
        let shares = [a, b]
            .iter()
            .all(|q| q.unit == Unit::Percent && !q.is_range());
        let around = |document: &Document<'_>, q: &Quantity| {
            let key = |at: usize| {
                document
                    .tokens()
                    .get(at)
                    .filter(|t| t.is_word())
                    .map(|t| t.stem)
            };
            let before = q.span.start().checked_sub(1).and_then(key);
            [before, key(q.span.end().max(q.number.end()))]
        };
        let pair = self.view.pair;
        let (x, y) = (around(pair.original, a), around(pair.copy, b));
        let same_side = x.iter().zip(&y).any(|(x, y)| x.is_some() && x == y);
        shares && (a.low + b.low - 100.0).abs() <= ROUNDING && !same_side
    }

    /// Whether a number of the original is part or whole of a ratio that the copy has as a share.
    pub(super) fn is_ratio(&self, i: usize) -> bool {
        let own = |k: usize| self.view.pair.original.quantities.get(k);
        let others = self.right.iter().map(|k| self.b(*k));
        ratio_in(self.view.pair.original, own, i, others)
    }

    /// The same of a number of the copy.
    pub(super) fn is_ratio_of_copy(&self, j: usize) -> bool {
        let own = |k: usize| self.view.pair.copy.quantities.get(k);
        let others = self.left.iter().map(|k| self.a(*k));
        ratio_in(self.view.pair.copy, own, j, others)
    }
}

/// Whether a share is that of one of its numbers and another of the same side.
fn is_share<'q>(
    share: &Quantity,
    term: &Quantity,
    mut others: impl Iterator<Item = &'q Quantity>,
) -> bool {
    let plain = |q: &Quantity| matches!(q.unit, Unit::None | Unit::Thing(_)) && !q.is_range();
    let is = |part: f64, whole: f64| {
        part < whole && (100.0 * part / whole - share.low).abs() <= ROUNDING
    };
    share.unit == Unit::Percent
        && !share.is_range()
        && plain(term)
        && others.any(|q| plain(q) && (is(q.low, term.low) || is(term.low, q.low)))
}

/// Whether a time given in two units, the number being part of it, is the whole that the other side
/// gives in one: `a minute and 40 seconds`, `100 seconds`.
fn adds_up(document: &Document<'_>, at: usize, whole: &Quantity) -> bool {
    let Unit::Measure(measure) = whole.unit else {
        return false;
    };
    // Of `nine hours`, rounded, nothing is known to the minute.
    let exact = |sum: f64| (sum - whole.low * measure.worth()).abs() <= 0.01 * sum;
    measure.is_time()
        && !whole.is_range()
        && [at, at + 1]
            .iter()
            .any(|k| in_two_units(document, *k).is_some_and(exact))
}

/// The seconds of a time whose smaller unit is counted by a number: `a year and eight months`.
fn in_two_units(document: &Document<'_>, at: usize) -> Option<f64> {
    let small = document.quantities.get(at)?;
    let Unit::Measure(measure) = small.unit else {
        return None;
    };
    let start = small.number.start();
    let and = document.norm_at(start.checked_sub(1)?) == "and";
    let unit = start.checked_sub(1 + usize::from(and))?;
    let before = at.checked_sub(1).and_then(|k| document.quantities.get(k));
    let counted = before.filter(|q| q.number.end() == unit);
    let large = match (counted, document.norm_at(unit.checked_sub(1)?)) {
        (Some(q), _) => q.low,
        (None, "a" | "an") => 1.0,
        _ => return None,
    };
    let of = Measure::of(document.tokens().get(unit)?.key, true)?;
    let falls = of.is_time() && measure.is_time() && of.worth() > measure.worth();
    falls.then(|| large * of.worth() + small.low * measure.worth())
}

/// `10K` of a race is ten kilometres.
fn kilometres(document: &Document<'_>, short: &Quantity, long: &Quantity) -> bool {
    let Unit::Measure(measure) = long.unit else {
        return false;
    };
    let written = document.text_of(short.number);
    let thousand = written.ends_with(['K', 'k']);
    let plain = matches!(short.unit, Unit::None | Unit::Thing(_));
    thousand && plain && measure.is_kilometre() && same(short.low, 1000.0 * long.low)
}

/// Whether a number, with the one after or before it, is a ratio that one of the others is a per cent
/// of.
fn ratio_in<'q>(
    document: &Document<'_>,
    own: impl Fn(usize) -> Option<&'q Quantity>,
    at: usize,
    others: impl Iterator<Item = &'q Quantity>,
) -> bool {
    let ratio = |k: usize| {
        let (part, whole) = (own(k)?, own(k + 1)?);
        let start = whole.number.start();
        let gap = start.checked_sub(part.number.end())?;
        let between = |word: &str| {
            start
                .checked_sub(1)
                .is_some_and(|t| document.norm_at(t) == word)
        };
        // `One of five` may be one of them.
        let joined = gap <= APART && (between("in") || between("of") && part.low > 1.0);
        let plain = |q: &Quantity| matches!(q.unit, Unit::None | Unit::Thing(_)) && !q.is_range();
        (joined && plain(part) && plain(whole) && part.low < whole.low)
            .then(|| 100.0 * part.low / whole.low)
    };
    let shares = [Some(at), at.checked_sub(1)].map(|k| k.and_then(ratio));
    if shares.iter().all(Option::is_none) {
        return false;
    }
    let mut percents = others.filter(|q| q.unit == Unit::Percent);
    percents.any(|q| {
        let mut known = shares.iter().flatten();
        known.any(|share| (share - q.low).abs() <= ROUNDING)
    })
}
