//! Dates, weekdays, clock times and relative time phrases.

use crate::span::TokenSpan;
use crate::text::Document;

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
        /// Stem key of the unit (`day`, `week`, `year` …).
        unit: u64,
    },
    /// A part of the day (`morning`, `afternoon`, `evening`, `night`), by stem key.
    DayPart(u64),
}

/// A time expression in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeExpression {
    /// Its tokens.
    pub span: TokenSpan,
    /// What it says.
    pub when: When,
}

/// All time expressions of a document, in reading order.
#[must_use]
pub fn time_expressions(_document: &Document<'_>) -> Vec<TimeExpression> {
    Vec::new()
}
