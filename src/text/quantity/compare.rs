//! How two quantities differ: in value, unit and bound, each for itself.

use crate::text::Comparison;
use crate::text::quantity::{Bound, Quantity, Unit};

/// How two values differ.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ValueChange {
    Equal,
    /// The one is the other, rounded; or a plural magnitude that covers it.
    Rounded,
    /// One end of a range is another, the other end the same.
    RangeEnd,
    /// The same figures a power of ten apart.
    Magnitude,
    Different,
}

/// How two units differ.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum UnitChange {
    Equal,
    /// Stated on one side only.
    Missing,
    /// Another unit that can stand in the same place: feet and metres, dollars and euros.
    Changed,
    /// No common measure: a place in a row and a sum of money.
    Other,
}

/// How two bounds differ.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum BoundChange {
    Equal,
    /// Other words of nearly the same sense: `at least`, `more than`.
    Near,
    /// Only the approximation came or went: `about`.
    Approximation,
    /// A bound on the original's side only.
    Lost,
    /// A bound on the copy's side only.
    Added,
    /// The same direction at another distance: `above`, `well above`.
    Degree,
    /// The same direction, far for close: `well below`, `just below`.
    Distance,
    /// From below to above or back, one of them close to the value: `more than`, `almost`.
    Crossed,
    /// The opposite: `at least`, `at most`.
    Reversed,
}

/// The differences of two quantities.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Difference {
    pub value: ValueChange,
    pub unit: UnitChange,
    pub bound: BoundChange,
}

impl Difference {
    /// How the quantity `b` of the copy differs from `a` of the original.
    pub(crate) fn between(a: &Quantity, b: &Quantity) -> Self {
        let unit = unit_change(a, b);
        Self {
            value: value_change(a, b),
            unit: if converts(a, b) {
                UnitChange::Equal
            } else {
                unit
            },
            bound: match bound_change(a.bound, b.bound) {
                // `Under 200` against `over 200` is a bound on both sides, whatever else the words
                // may mean.
                BoundChange::Reversed => BoundChange::Reversed,
                _ if a.loose || b.loose => BoundChange::Equal,
                change => change,
            },
        }
    }

    /// Whether both state the same amount, bounds apart.
    pub(crate) fn same_amount(&self) -> bool {
        self.value == ValueChange::Equal
            && matches!(self.unit, UnitChange::Equal | UnitChange::Missing)
    }

    pub(crate) fn comparison(&self) -> Comparison {
        match (self.unit, self.value) {
            (UnitChange::Other, _) => return Comparison::Incomparable,
            (UnitChange::Changed, _) => return Comparison::Different,
            (_, ValueChange::Different | ValueChange::Magnitude | ValueChange::RangeEnd) => {
                return Comparison::Different;
            }
            _ => {}
        }
        match self.bound {
            BoundChange::Reversed | BoundChange::Crossed | BoundChange::Distance => {
                Comparison::Reversed
            }
            BoundChange::Lost => Comparison::Stronger,
            BoundChange::Added => Comparison::Weaker,
            _ if self.value == ValueChange::Rounded || self.unit == UnitChange::Missing => {
                Comparison::Weaker
            }
            BoundChange::Degree => Comparison::Stronger,
            _ => Comparison::Same,
        }
    }
}

fn near(a: f64, b: f64, part: f64) -> bool {
    (a - b).abs() <= part * a.abs().max(b.abs())
}

fn equal(a: f64, b: f64) -> bool {
    near(a, b, 1e-9)
}

/// Whether two measures of one dimension state the same amount in different units.
fn converts(a: &Quantity, b: &Quantity) -> bool {
    let (Unit::Measure(m), Unit::Measure(n)) = (a.unit, b.unit) else {
        return false;
    };
    // Exact inside a calendar; 5 % elsewhere, as papers round `60 miles` to `100 kilometres`.
    let part = if m.is_time() { 0.012 } else { 0.05 };
    m != n
        && m.same_dimension(n)
        && near(a.low * m.worth(), b.low * n.worth(), part)
        && near(a.high * m.worth(), b.high * n.worth(), part)
}

fn value_change(a: &Quantity, b: &Quantity) -> ValueChange {
    if equal(a.low, b.low) && equal(a.high, b.high) || converts(a, b) {
        return ValueChange::Equal;
    }
    if a.bound == Bound::Vague || b.bound == Bound::Vague {
        let (inner, outer) = if a.bound == Bound::Vague {
            (b, a)
        } else {
            (a, b)
        };
        // `Hundreds` may well be said of 150: the lowest value is taken with half its worth.
        let inside = inner.low >= outer.low * 0.5 && inner.high <= outer.high;
        return if inside {
            ValueChange::Rounded
        } else {
            ValueChange::Magnitude
        };
    }
    if a.is_range() || b.is_range() {
        if a.is_range() && b.is_range() && (equal(a.low, b.low) || equal(a.high, b.high)) {
            return ValueChange::RangeEnd;
        }
        return ValueChange::Different;
    }
    // A fraction has no last digit: a third is 33 percent, a seventh 14.
    let fraction = |q: &Quantity| (q.low * 10.0).fract() > 1e-6;
    if a.unit == Unit::Percent
        && b.unit == Unit::Percent
        && (fraction(a) || fraction(b))
        && (a.low - b.low).abs() <= 0.5
        && near(a.low, b.low, 0.05)
    {
        return ValueChange::Equal;
    }
    // `272.000` is a thousand times 272 in other countries.
    let thousands =
        |x: &Quantity, y: &Quantity| (x.place - 0.001).abs() < 1e-9 && equal(x.low * 1000.0, y.low);
    if thousands(a, b) || thousands(b, a) {
        return ValueChange::Equal;
    }
    if rounds(a, b) || rounds(b, a) {
        return ValueChange::Rounded;
    }
    let ratio = (a.low / b.low).abs();
    if ratio.is_finite() && ratio > 0.0 {
        let power = ratio.log10();
        if power.abs() > 0.5 && (power - power.round()).abs() < 1e-9 {
            return ValueChange::Magnitude;
        }
    }
    ValueChange::Different
}

/// Whether `b` is `a` rounded to `b`'s last stated digit: two digits that count, or a word that
/// says so; never more than 5 % (10 % where the bound makes it true: `more than 1,100`).
fn rounds(a: &Quantity, b: &Quantity) -> bool {
    if b.place <= a.place || (a.low - b.low).abs() > b.place * 0.5 + 1e-9 {
        // `More than 1,100` is also said of 1,146 and of 1,190.
        let below = matches!(b.bound, Bound::MoreThan | Bound::AtLeast | Bound::JustOver);
        let above = matches!(b.bound, Bound::Nearly | Bound::LessThan | Bound::AtMost);
        let on_side = below && b.low < a.low || above && b.low > a.low;
        let coarse = b.place > a.place && (a.low - b.low).abs() < b.place;
        return on_side && coarse && near(a.low, b.low, 0.1);
    }
    let said = b.bound != Bound::Exact;
    let digits = (b.low / b.place).abs() >= 10.0;
    (said || digits) && near(a.low, b.low, 0.05)
}

fn unit_change(a: &Quantity, b: &Quantity) -> UnitChange {
    use Unit::{Age, Measure, Money, None, Ordinal, Percent, Points, Thing, Times};
    match (a.unit, b.unit) {
        (x, y) if x == y => UnitChange::Equal,
        (None | Thing(_), None | Thing(_)) => UnitChange::Equal,
        (Age, Measure(m)) | (Measure(m), Age) if m.is_year() => UnitChange::Equal,
        (Age, None | Thing(_)) | (None | Thing(_), Age) => UnitChange::Equal,
        (Measure(m), Money(code)) | (Money(code), Measure(m)) if code == *b"GBP" && m.is_mass() => {
            UnitChange::Equal
        }
        (Ordinal, _) | (_, Ordinal) => UnitChange::Other,
        (Times, None | Thing(_)) | (None | Thing(_), Times) => UnitChange::Missing,
        (Times, _) | (_, Times) => UnitChange::Other,
        (None | Thing(_), _) | (_, None | Thing(_)) => UnitChange::Missing,
        (Percent, Points) | (Points, Percent) => UnitChange::Changed,
        (Money(_), Money(_)) => UnitChange::Changed,
        (Measure(_), Measure(_)) => UnitChange::Changed,
        _ => UnitChange::Other,
    }
}

/// Where a bound puts the true value: below (-1) or above (1) the stated one, and whether close.
fn side(bound: Bound) -> (i8, bool) {
    match bound {
        Bound::MoreThan | Bound::AtLeast | Bound::FarAbove => (1, false),
        Bound::LessThan | Bound::AtMost | Bound::FarBelow => (-1, false),
        Bound::Nearly => (-1, true),
        Bound::JustOver => (1, true),
        Bound::Exact | Bound::About | Bound::Vague => (0, true),
    }
}

fn bound_change(a: Bound, b: Bound) -> BoundChange {
    use Bound::{About, Exact, FarAbove, FarBelow, JustOver, Nearly, Vague};
    if a == b || a == Vague || b == Vague {
        return BoundChange::Equal;
    }
    match (a, b) {
        (Exact, About) | (About, Exact) => return BoundChange::Approximation,
        (About, Nearly | JustOver) | (Nearly | JustOver, About) => return BoundChange::Near,
        (About, _) | (Exact, _) => return BoundChange::Added,
        (_, About) | (_, Exact) => return BoundChange::Lost,
        _ => {}
    }
    let ((from, close_a), (to, close_b)) = (side(a), side(b));
    if from != to {
        return if close_a || close_b {
            BoundChange::Crossed
        } else {
            BoundChange::Reversed
        };
    }
    match (a, b) {
        (FarBelow, Nearly) | (Nearly, FarBelow) | (FarAbove, JustOver) | (JustOver, FarAbove) => {
            BoundChange::Distance
        }
        (FarAbove | FarBelow, _) | (_, FarAbove | FarBelow) => BoundChange::Degree,
        _ => BoundChange::Near,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Document;
    use crate::text::quantity::quantities;

    fn compare(a: &str, b: &str) -> Comparison {
        let (a, b) = (Document::new(a), Document::new(b));
        let (a, b) = (quantities(&a), quantities(&b));
        assert_eq!((a.len(), b.len()), (1, 1), "{a:?} {b:?}");
        a[0].compare(&b[0])
    }

    #[test]
    fn forms_of_one_amount_are_the_same() {
        for (a, b) in [
            ("60 per cent", "60%"),
            ("a quarter of it", "25 percent of it"),
            ("$1.2bn", "$1.2 billion"),
            ("1,000", "a thousand"),
            ("a dozen men", "12 men"),
            ("half of them", "50% of them"),
            ("a 52-week study", "a one-year study"),
            ("nearly 40", "just under 40"),
            ("twice", "two times"),
            ("300 feet", "91 metres"),
            ("a 9-year-old", "aged 9"),
            ("a third of them", "33% of them"),
            ("two thirds of them", "2 thirds of them"),
            ("three quarters of them", "3 quarters of them"),
            ("half an hour", "30 minutes"),
            ("two decades", "20 years"),
        ] {
            assert_eq!(compare(a, b), Comparison::Same, "{a} / {b}");
        }
    }

    #[test]
    fn bounds_decide_where_values_are_equal() {
        for (a, b, expected) in [
            ("more than 40", "40", Comparison::Stronger),
            ("40", "at least 40", Comparison::Weaker),
            ("at least 40", "at most 40", Comparison::Reversed),
            ("no more than 40", "up to 40", Comparison::Same),
            ("more than 40", "almost 40", Comparison::Reversed),
            ("more than 40", "at least 40", Comparison::Same),
        ] {
            assert_eq!(compare(a, b), expected, "{a} / {b}");
        }
    }

    #[test]
    fn other_values_and_units_are_different() {
        for (a, b) in [
            ("34%", "24%"),
            ("$5", "5 euros"),
            ("three percent", "three percentage points"),
            ("300 feet", "300 metres"),
            ("2 billion", "2 trillion"),
            ("2.25 to 2.5 percent", "0.25 to 2.5 percent"),
            ("hundreds of men", "thousands of men"),
            ("11 men", "10 men"),
        ] {
            assert_eq!(compare(a, b), Comparison::Different, "{a} / {b}");
        }
        assert_eq!(compare("1,146 men", "about 1,100 men"), Comparison::Weaker);
    }
}
