//! Dates, weekdays, clock times and relative time phrases.

mod clock;
mod date;
mod words;

use crate::span::TokenSpan;
use crate::text::{Comparison, Document};

/// What a time expression says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum When {
    /// A calendar date, as far as it is given.
    Date {
        /// Year, four digits.
        year: Option<i32>,
        /// Month, 1 to 12.
        month: Option<u8>,
        /// Day of the month, 1 to 31.
        day: Option<u8>,
    },
    /// Ten years by their first: 1980 for `the 1980s`, 40 for `her 40s`.
    Decade(i32),
    /// A day of the week, 0 is Monday.
    Weekday(u8),
    /// A time of day in minutes after midnight; `None` for the half of the day where not given.
    Clock {
        /// Minutes after midnight, or after noon where the half of the day is not given.
        minutes: u16,
        /// Whether a.m. / p.m. or a 24-hour form fixed the half of the day.
        fixed: bool,
    },
    /// A phrase that counts from now or then (`yesterday`, `last week`), by its place on a line:
    /// negative is before, positive after, and the unit as a stem key.
    Relative {
        /// Steps before (negative) or after (positive) the anchor.
        steps: i32,
        /// Key of the unit in the singular (`day`, `week`, `year` …).
        unit: u64,
        /// What it counts from.
        from: Anchor,
    },
    /// A part of the day (`morning`, `afternoon`, `evening`, `night`), by key of the singular.
    DayPart(u64),
}

/// What a relative phrase counts from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Anchor {
    /// The day of writing: `yesterday`, `last week`, `two days ago`.
    Now,
    /// A time told before: `a week earlier`, `two days later`.
    Then,
    /// Either: `the previous year`, `the following day`.
    Either,
}

/// A time expression in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeExpression {
    /// Its tokens.
    pub span: TokenSpan,
    /// What it says.
    pub when: When,
    /// The form is broken: `eleven:fifty nine p.M.`
    pub mangled: bool,
}

/// All time expressions of a document, in reading order. One pass over the tokens, O(n).
#[must_use]
pub fn time_expressions(document: &Document<'_>) -> Vec<TimeExpression> {
    date::Reader::new(document).all()
}

impl TimeExpression {
    /// How `other`, a time expression of the copy, stands to this one of the original.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Comparison {
        self.when.compare(&other.when)
    }
}

impl When {
    /// How `other` stands to this one. Forms that may mean the same day (`yesterday`, `Monday`)
    /// are [`Comparison::Incomparable`].
    #[must_use]
    pub fn compare(&self, other: &Self) -> Comparison {
        match (*self, *other) {
            (Self::Date { .. }, Self::Date { .. }) => compare_dates(self, other),
            (Self::Decade(a), Self::Decade(b)) => {
                // `the 80s` are `the 1980s`.
                let short = (a < 100 || b < 100) && (a - b) % 100 == 0;
                same_if(a == b || short)
            }
            (Self::Weekday(a), Self::Weekday(b)) => same_if(a == b),
            (
                Self::Clock {
                    minutes: a,
                    fixed: x,
                },
                Self::Clock {
                    minutes: b,
                    fixed: y,
                },
            ) => {
                if a == b && x == y {
                    Comparison::Same
                } else if a % 720 == b % 720 && !(x && y) {
                    if x {
                        Comparison::Weaker
                    } else {
                        Comparison::Stronger
                    }
                } else {
                    Comparison::Different
                }
            }
            (
                Self::Relative {
                    steps: a,
                    unit: x,
                    from: now,
                },
                Self::Relative {
                    steps: b,
                    unit: y,
                    from: then,
                },
            ) => {
                if now != then
                    && now != Anchor::Either
                    && then != Anchor::Either
                    && (a != b || x != y)
                {
                    return Comparison::Incomparable;
                }
                let days = (words::unit_days(x), words::unit_days(y));
                let equal = match days {
                    (Some(m), Some(n)) if x != y => i64::from(a) * m == i64::from(b) * n && a != 0,
                    _ => x == y && a == b,
                };
                if equal {
                    Comparison::Same
                } else if a.signum() * b.signum() < 0 {
                    Comparison::Reversed
                } else if x == y || days.0.is_some() && days.1.is_some() {
                    Comparison::Different
                } else {
                    Comparison::Incomparable
                }
            }
            (Self::DayPart(a), Self::DayPart(b)) => {
                if a == b {
                    Comparison::Same
                } else if words::parts_overlap(a, b) {
                    Comparison::Weaker
                } else {
                    Comparison::Different
                }
            }
            _ => Comparison::Incomparable,
        }
    }

    /// Whether two expressions are of one sort, so that one can stand in the place of the other.
    #[must_use]
    pub fn same_sort(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

fn same_if(same: bool) -> Comparison {
    if same {
        Comparison::Same
    } else {
        Comparison::Different
    }
}

fn compare_dates(a: &When, b: &When) -> Comparison {
    let (
        When::Date { year, month, day },
        When::Date {
            year: year_b,
            month: month_b,
            day: day_b,
        },
    ) = (*a, *b)
    else {
        return Comparison::Incomparable;
    };
    let parts = [
        (year, year_b),
        (month.map(i32::from), month_b.map(i32::from)),
        (day.map(i32::from), day_b.map(i32::from)),
    ];
    let shared = parts.iter().filter(|(x, y)| x.is_some() && y.is_some());
    if shared.clone().any(|(x, y)| x != y) {
        return Comparison::Different;
    }
    if shared.count() == 0 {
        return Comparison::Incomparable;
    }
    if parts.iter().any(|(x, y)| x.is_some() && y.is_none()) {
        return Comparison::Weaker;
    }
    if parts.iter().any(|(x, y)| x.is_none() && y.is_some()) {
        return Comparison::Stronger;
    }
    Comparison::Same
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(a: &str, b: &str) -> Comparison {
        let (a, b) = (Document::new(a), Document::new(b));
        let (a, b) = (time_expressions(&a), time_expressions(&b));
        assert_eq!((a.len(), b.len()), (1, 1), "{a:?} {b:?}");
        a[0].compare(&b[0])
    }

    #[test]
    fn forms_of_one_time_are_the_same() {
        for (a, b) in [
            ("on June 12, 2022", "on 12 June 2022"),
            ("on Dec. 2, 2021", "on 2021-12-02"),
            ("at 12:40 p.m.", "at 12:40pm"),
            ("at 4:30 p.m.", "at 16:30"),
            ("at half past eight", "at 8:30"),
            ("at noon", "at 12 p.m."),
            ("two weeks ago", "14 days ago"),
            ("in the 1980s", "in the 80s"),
        ] {
            assert_eq!(compare(a, b), Comparison::Same, "{a} / {b}");
        }
    }

    #[test]
    fn other_times_are_different() {
        for (a, b) in [
            ("on June 12", "on June 13"),
            ("in 2016", "in 2018"),
            ("on Monday", "on Tuesday"),
            ("at 8 a.m.", "at 8 p.m."),
            ("at half past eight", "at half past nine"),
            ("last week", "last month"),
        ] {
            assert_eq!(compare(a, b), Comparison::Different, "{a} / {b}");
        }
        assert_eq!(compare("last week", "next week"), Comparison::Reversed);
        assert_eq!(
            compare("on June 12, 2022", "on June 12"),
            Comparison::Weaker
        );
        assert_eq!(compare("on Monday", "yesterday"), Comparison::Incomparable);
    }
}
