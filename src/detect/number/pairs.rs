//! Which number of the original became which of the copy, bead by bead.

use super::same;
use crate::detect::BeadView;
use crate::detect::fact_match::{Matcher, Pairs, fact, facts_in, without};
use crate::text::Document;
use crate::text::quantity::{BoundChange, Difference, Quantity, Unit, UnitChange};

/// The numbers of one bead.
pub(super) struct NumberBead<'p> {
    pub(super) view: BeadView<'p>,
    pub(super) matcher: Matcher<'p>,
    pub(super) left: Vec<usize>,
    pub(super) right: Vec<usize>,
}

impl<'p> NumberBead<'p> {
    pub(super) fn new(view: BeadView<'p>) -> Self {
        let list = |document: &Document<'_>, segments: &[usize]| {
            let quantities = &document.quantities;
            let start = |i: usize| quantities.get(i).map(|q| q.number.start());
            facts_in(document, segments, start, quantities.len())
        };
        Self {
            left: list(view.pair.original, &view.bead.original),
            right: list(view.pair.copy, &view.bead.copy),
            matcher: Matcher::new(view),
            view,
        }
    }

    pub(super) fn a(&self, i: usize) -> &'p Quantity {
        fact(&self.view.pair.original.quantities, i)
    }

    pub(super) fn b(&self, j: usize) -> &'p Quantity {
        fact(&self.view.pair.copy.quantities, j)
    }

    pub(super) fn pairs(&self) -> Pairs {
        let fit = |i: usize, j: usize| self.matcher.fit(self.a(i).number, self.b(j).number);
        // Equal amounts first; a fit decides between several.
        let mut both = self.matcher.pair(&self.left, &self.right, |i, j| {
            let (a, b) = (self.a(i), self.b(j));
            let difference = Difference::between(a, b);
            let same_bound = difference.bound == BoundChange::Equal;
            let same_unit = sort(a) == sort(b) && same(a.low, b.low);
            if !difference.same_amount() {
                return -1.0;
            }
            fit(i, j).score()
                + f64::from(u8::from(same_bound)) * 0.5
                + f64::from(u8::from(same_unit)) * 4.0
        });
        let left = without(&self.left, both.iter().map(|p| p.0));
        let right = without(&self.right, both.iter().map(|p| p.1));
        let (left, right) = self.without_split_ranges(left, right);
        let alone = left.len() == 1 && right.len() == 1;
        let more = self.matcher.pair(&left, &right, |i, j| {
            let (a, b) = (self.a(i), self.b(j));
            let fit = fit(i, j);
            let unit = Difference::between(a, b).unit;
            if unit == UnitChange::Other {
                return -1.0;
            }
            let sort = f64::from(u8::from(unit == UnitChange::Equal && sort(a) == sort(b)));
            let score = fit.score() + sort;
            let enough = if a.weak || b.weak {
                fit.linked || fit.slot && fit.head
            } else {
                score >= 3.0
                    || alone && sort > 0.0 && sort_is_telling(a)
                    || alone && sort > 0.0 && fit.score() >= 1.0
            };
            if enough { score } else { -1.0 }
        });
        let left = without(&left, more.iter().map(|p| p.0));
        let right = without(&right, more.iter().map(|p| p.1));
        both.extend(more);
        both.sort_unstable();
        Pairs { both, left, right }
    }

    /// Take out ranges whose ends the other side states one by one: `2 to 3`, `from 2 to 3`.
    fn without_split_ranges(
        &self,
        left: Vec<usize>,
        right: Vec<usize>,
    ) -> (Vec<usize>, Vec<usize>) {
        if !Matcher::few(&self.left, &self.right) {
            return (left, right);
        }
        let split = |range: &Quantity, others: &[&Quantity]| -> bool {
            let has = |value: f64| others.iter().any(|q| !q.is_range() && same(q.low, value));
            range.is_range() && has(range.low) && has(range.high)
        };
        let all = |side: &[usize], a: bool| -> Vec<&'p Quantity> {
            side.iter()
                .map(|i| if a { self.a(*i) } else { self.b(*i) })
                .collect()
        };
        let (whole_left, whole_right) = (all(&self.left, true), all(&self.right, false));
        let part = |q: &Quantity, others: &[&Quantity]| {
            others
                .iter()
                .any(|r| r.is_range() && (same(r.low, q.low) || same(r.high, q.low)))
        };
        let ranges_left: Vec<&Quantity> = all(&left, true)
            .into_iter()
            .filter(|q| split(q, &whole_right))
            .collect();
        let ranges_right: Vec<&Quantity> = all(&right, false)
            .into_iter()
            .filter(|q| split(q, &whole_left))
            .collect();
        let keep_left = |i: &usize| {
            let q = self.a(*i);
            !(split(q, &whole_right) || part(q, &ranges_right))
        };
        let keep_right = |j: &usize| {
            let q = self.b(*j);
            !(split(q, &whole_left) || part(q, &ranges_left))
        };
        (
            left.into_iter().filter(keep_left).collect(),
            right.into_iter().filter(keep_right).collect(),
        )
    }
}

/// The sort of a unit: two numbers of one sort can stand in each other's place.
fn sort(quantity: &Quantity) -> u8 {
    match quantity.unit {
        Unit::None | Unit::Thing(_) => 0,
        Unit::Percent | Unit::Points => 1,
        Unit::Money(_) => 2,
        Unit::Ordinal => 3,
        Unit::Times => 4,
        Unit::Age => 5,
        Unit::Measure(_) => 6,
    }
}

/// Whether two lone numbers of this sort in one sentence must be one another.
fn sort_is_telling(quantity: &Quantity) -> bool {
    !matches!(quantity.unit, Unit::Times | Unit::Ordinal)
}
