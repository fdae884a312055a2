//! Dates, weekdays, clock times and relative phrases that the copy changed or lost.

use crate::detect::fact_match::{Matcher, Pairs, fact, facts_in, neighbourhood, without};
use crate::detect::view::shorten;
use crate::detect::{BeadView, Detector, Draft, Rule};
use crate::lexicon::key;
use crate::report::{Kind, Severity};
use crate::span::TokenSpan;
use crate::text::quantity::{Quantity, Unit};
use crate::text::time::{TimeExpression, When};
use crate::text::{Comparison, Document};

/// Changed times.
///
/// # What it finds
/// A date, year, weekday, clock time, part of the day or relative phrase whose counterpart in the
/// copy says another time; one that is gone though its phrase is kept.
///
/// # Why it matters
/// When something happened is a fact like how many were there.
///
/// # Example
/// `at half past eight` → `at half past nine`: critical. `last week` → `last month`: major.
/// `on Monday` dropped: minor. `11:59 p.m.` → `eleven:fifty nine p.m.`: minor, form only.
///
/// # Severity
/// Another date, year, decade, weekday or clock time is critical; another relative phrase is
/// major, critical where past and future change places; another part of the day is minor. A date
/// that lost its year or day is minor.
///
/// # Limits
/// Times of different sorts (`yesterday`, `on Monday`) are never compared: without the day of
/// writing they may be the same.
pub struct DateChange;

enum Index {
    Date,
    Weekday,
    Clock,
    Relative,
    Part,
    Partial,
    Lost,
    Mangled,
}

static RULES: [Rule; 8] = [
    Rule {
        code: "WD201",
        name: "date changed",
        kind: Kind::Time,
    },
    Rule {
        code: "WD202",
        name: "weekday changed",
        kind: Kind::Time,
    },
    Rule {
        code: "WD203",
        name: "clock time changed",
        kind: Kind::Time,
    },
    Rule {
        code: "WD204",
        name: "relative time changed",
        kind: Kind::Time,
    },
    Rule {
        code: "WD205",
        name: "part of the day changed",
        kind: Kind::Time,
    },
    Rule {
        code: "WD206",
        name: "part of a date lost",
        kind: Kind::Time,
    },
    Rule {
        code: "WD207",
        name: "time anchor lost",
        kind: Kind::Time,
    },
    Rule {
        code: "WD922",
        name: "mangled time",
        kind: Kind::Format,
    },
];

impl Detector for DateChange {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn bead(&self, view: BeadView<'_>, out: &mut Vec<Draft>) {
        let bead = TimeBead::new(view);
        if bead.left.is_empty() {
            return;
        }
        let pairs = bead.pairs();
        for (i, j) in &pairs.both {
            bead.changed(*i, *j, out);
        }
        for i in &pairs.left {
            bead.lost(*i, &pairs.right, out);
        }
    }
}

/// The times of one bead.
struct TimeBead<'p> {
    view: BeadView<'p>,
    matcher: Matcher<'p>,
    left: Vec<usize>,
    right: Vec<usize>,
}

impl<'p> TimeBead<'p> {
    fn new(view: BeadView<'p>) -> Self {
        let list = |document: &Document<'_>, segments: &[usize]| {
            let times = &document.times;
            let start = |i: usize| times.get(i).map(|t| t.span.start());
            facts_in(document, segments, start, times.len())
        };
        Self {
            left: list(view.pair.original, &view.bead.original),
            right: list(view.pair.copy, &view.bead.copy),
            matcher: Matcher::new(view),
            view,
        }
    }

    fn a(&self, i: usize) -> &'p TimeExpression {
        fact(&self.view.pair.original.times, i)
    }

    fn b(&self, j: usize) -> &'p TimeExpression {
        fact(&self.view.pair.copy.times, j)
    }

    fn pairs(&self) -> Pairs {
        let score = |i: usize, j: usize| self.matcher.fit(self.a(i).span, self.b(j).span).score();
        let mut both = self.matcher.pair(&self.left, &self.right, |i, j| {
            match self.a(i).compare(self.b(j)) {
                Comparison::Same => score(i, j) + 10.0,
                Comparison::Weaker | Comparison::Stronger => score(i, j),
                _ => -1.0,
            }
        });
        let left = without(&self.left, both.iter().map(|p| p.0));
        let right = without(&self.right, both.iter().map(|p| p.1));
        let alone = |i: usize, j: usize| {
            let sort = self.a(i).when;
            left.len() + right.len() <= 32
                && left
                    .iter()
                    .filter(|x| sort.same_sort(&self.a(**x).when))
                    .count()
                    == 1
                && right
                    .iter()
                    .filter(|y| sort.same_sort(&self.b(**y).when))
                    .count()
                    == 1
                && self.b(j).when.same_sort(&sort)
        };
        let more = self
            .matcher
            .pair(&left, &right, |i, j| match self.a(i).compare(self.b(j)) {
                Comparison::Incomparable => -1.0,
                _ => {
                    let score = score(i, j);
                    if score >= 2.0 || alone(i, j) {
                        score
                    } else {
                        -1.0
                    }
                }
            });
        let left = without(&left, more.iter().map(|p| p.0));
        let right = without(&right, more.iter().map(|p| p.1));
        both.extend(more);
        both.sort_unstable();
        Pairs { both, left, right }
    }

    fn changed(&self, i: usize, j: usize, out: &mut Vec<Draft>) {
        let (a, b) = (self.a(i), self.b(j));
        let comparison = a.compare(b);
        let (index, severity) = match (comparison, a.when) {
            (Comparison::Same | Comparison::Stronger, _) => {
                if a.mangled || !b.mangled {
                    return;
                }
                (Index::Mangled, Severity::Minor)
            }
            // `8` for `8 a.m.`: the sentence mostly tells.
            (Comparison::Weaker, When::Date { .. }) => (Index::Partial, Severity::Minor),
            (Comparison::Weaker | Comparison::Incomparable, _) => return,
            (_, When::Date { .. } | When::Decade(_)) => (Index::Date, Severity::Critical),
            (_, When::Weekday(_)) => (Index::Weekday, Severity::Critical),
            (_, When::Clock { .. }) => (Index::Clock, Severity::Critical),
            (Comparison::Reversed, When::Relative { .. }) => (Index::Relative, Severity::Critical),
            (_, When::Relative { .. }) => (Index::Relative, Severity::Major),
            (_, When::DayPart(_)) => (Index::Part, Severity::Minor),
        };
        if self.same_limit(i, j) || self.apart_by_what_is_told(i, j) || self.same_season(i, j) {
            return;
        }
        if matches!(index, Index::Partial)
            && (self.rest_is_near(i, j) || vague(self.view.pair.copy, b.span))
        {
            return;
        }
        out.push(self.draft(index, severity, 0.85, a.span, Some(b.span)));
    }

    /// `Before June`, `by the end of May`.
    fn same_limit(&self, i: usize, j: usize) -> bool {
        let month = |t: &TimeExpression| match t.when {
            When::Date {
                month, day: None, ..
            } => month,
            _ => None,
        };
        let (a, b) = (self.a(i), self.b(j));
        let (Some(x), Some(y)) = (month(a), month(b)) else {
            return false;
        };
        let before = |document: &Document<'_>, t: &TimeExpression, words: &[&str]| {
            let at = t.span.start();
            (at.saturating_sub(2)..at).any(|k| words.contains(&document.norm_at(k)))
        };
        let limit = ["before", "until", "by"];
        let (source, target) = (self.view.pair.original, self.view.pair.copy);
        let next = |end: u8, start: u8| end % 12 + 1 == start;
        next(y, x) && before(source, a, &limit) && before(target, b, &["end"])
            || next(x, y) && before(source, a, &["end"]) && before(target, b, &limit)
    }

    /// Whether two times of day lie as far apart as both sides say: `at 9:30, half an hour after the
    /// women`, `the women at 9 and the men half an hour later`.
    fn apart_by_what_is_told(&self, i: usize, j: usize) -> bool {
        let minutes = |t: &TimeExpression| match t.when {
            When::Clock { minutes, .. } => Some(f64::from(minutes)),
            _ => None,
        };
        let (Some(x), Some(y)) = (minutes(self.a(i)), minutes(self.b(j))) else {
            return false;
        };
        let apart = (x - y).abs();
        if apart < 1.0 {
            return false;
        }
        let tells = |document: &Document<'_>, segments: &[usize]| {
            let bodies = segments.iter().filter_map(|s| document.segments.get(*s));
            bodies.map(|s| s.body).any(|body| {
                let of = |q: &Quantity| match q.unit {
                    Unit::Measure(m) if m.is_time() => q.low * m.worth() / 60.0,
                    _ => 0.0,
                };
                let all = &document.quantities;
                let first = all.partition_point(|q| q.number.start() < body.start());
                let inside = all.iter().skip(first);
                let mut spans = inside.take_while(|q| q.number.start() < body.end());
                let first = document
                    .times
                    .partition_point(|t| t.span.start() < body.start());
                let inside = document.times.iter().skip(first);
                let mut later = inside.take_while(|t| t.span.start() < body.end());
                spans.any(|q| (of(q) - apart).abs() < 0.5)
                    || later.any(|t| (steps_in_minutes(t.when) - apart).abs() < 0.5)
            })
        };
        let bead = self.view.bead;
        tells(self.view.pair.original, &bead.original) && tells(self.view.pair.copy, &bead.copy)
    }

    /// `This winter`, `the coming winter`.
    fn same_season(&self, i: usize, j: usize) -> bool {
        let (a, b) = (self.a(i), self.b(j));
        let (source, target) = (self.view.pair.original, self.view.pair.copy);
        let begins = |document: &Document<'_>, t: &TimeExpression, words: &[&str]| {
            words.contains(&document.norm_at(t.span.start()))
        };
        let coming = ["coming", "upcoming"];
        begins(source, a, &["this"]) && begins(target, b, &coming)
            || begins(source, a, &coming) && begins(target, b, &["this"])
    }

    /// Whether the part that a date lost stands elsewhere near the copy's date.
    fn rest_is_near(&self, i: usize, j: usize) -> bool {
        let When::Date { year, month, day } = self.a(i).when else {
            return false;
        };
        let times = &self.view.pair.copy.times;
        let near = times.get(j.saturating_sub(3)..(j + 4).min(times.len()));
        let has = |wanted: bool, found: &dyn Fn(&When) -> bool| {
            !wanted || near.unwrap_or(&[]).iter().any(|t| found(&t.when))
        };
        has(
            year.is_some(),
            &|w| matches!(w, When::Date { year: y, .. } if *y == year),
        ) && has(
            month.is_some(),
            &|w| matches!(w, When::Date { month: m, .. } if *m == month),
        ) && has(
            day.is_some(),
            &|w| matches!(w, When::Date { day: d, .. } if *d == day),
        )
    }

    fn lost(&self, i: usize, right: &[usize], out: &mut Vec<Draft>) {
        let (original, copy) = (self.view.pair.original, self.view.pair.copy);
        let span = self.a(i).span;
        // A time of another sort that is left over may say the same.
        let replaced = right
            .iter()
            .any(|j| self.a(i).compare(self.b(*j)) == Comparison::Incomparable);
        let start = match preposition_start(original, span) {
            Some(start) => start,
            None => span.start(),
        };
        let phrase = TokenSpan::new(start, span.end());
        if replaced
            || matches!(self.a(i).when, When::DayPart(_))
            || !self.matcher.closes_over(true, [span, phrase])
            || stands_near(copy, &self.view.bead.copy, self.a(i))
        {
            return;
        }
        // `In May`, `in Could`: another word stands for the month.
        let severity = if matches!(self.a(i).when, When::Date { .. }) && self.overwritten(span) {
            Severity::Major
        } else {
            Severity::Minor
        };
        out.push(self.draft(Index::Lost, severity, 0.7, phrase, None));
    }

    /// Whether one word of the copy, with a capital as a month has, stands for the word of a date,
    /// after the same word as in the original.
    fn overwritten(&self, span: TokenSpan) -> bool {
        let (a, b) = (self.view.original(), self.view.copy());
        let run = crate::detect::fact_match::words_of(&a, span);
        let Some(link) = a.link(run.start).filter(|l| !l.keeps_word()) else {
            return false;
        };
        let before = run.start.checked_sub(1).and_then(|k| a.link(k));
        let capital = b.token(link.other).is_some_and(|t| t.capital);
        let same_place = before.is_some_and(|l| l.keeps_word() && l.other + 1 == link.other);
        run.len() == 1 && capital && same_place && !b.is_time(link.other)
    }

    fn draft(
        &self,
        index: Index,
        severity: Severity,
        confidence: f64,
        original: TokenSpan,
        copy: Option<TokenSpan>,
    ) -> Draft {
        let from = shorten(self.view.pair.original.text_of(original));
        #[expect(
            clippy::indexing_slicing,
            reason = "there is a rule for each index, in their order"
        )]
        let rule = &RULES[index as usize];
        Draft {
            rule,
            severity,
            confidence,
            original: Some(original),
            copy,
            message: match copy {
                Some(copy) => {
                    let to = shorten(self.view.pair.copy.text_of(copy));
                    format!("“{from}” became “{to}”")
                }
                None => format!("“{from}” is missing from the copy"),
            },
        }
    }
}

/// The minutes that `30 minutes later` counts; 0 of other units.
fn steps_in_minutes(when: When) -> f64 {
    let When::Relative { steps, unit, .. } = when else {
        return 0.0;
    };
    let is = |singular: &str, plural: &str| unit == key(singular) || unit == key(plural);
    let worth = match () {
        () if is("minute", "minutes") => 1.0,
        () if is("hour", "hours") => 60.0,
        () => 0.0,
    };
    f64::from(steps.abs()) * worth
}

/// Whether a word before a date says that it is not exact: `early February` for `Feb. 2`.
fn vague(document: &Document<'_>, span: TokenSpan) -> bool {
    let before = |back: usize| {
        span.start()
            .checked_sub(back)
            .map_or("", |at| document.norm_at(at))
    };
    let rough = |word: &str| {
        matches!(
            word,
            "early" | "late" | "mid" | "start" | "end" | "beginning"
        )
    };
    rough(before(1)) || rough(before(2))
}

/// The token of the preposition right before a time.
fn preposition_start(document: &Document<'_>, span: TokenSpan) -> Option<usize> {
    let before = span.start().checked_sub(1)?;
    let plain = |at: usize| {
        matches!(
            document.norm_at(at),
            "on" | "in"
                | "at"
                | "by"
                | "since"
                | "until"
                | "from"
                | "during"
                | "early"
                | "late"
                | "of"
                | "for"
                | "earlier"
                | "later"
        )
    };
    if plain(before) {
        return Some(before);
    }
    let the = document.norm_at(before) == "the";
    before.checked_sub(1).filter(|at| the && plain(*at))
}

/// Whether the same time stands in the given segments or in those beside them.
fn stands_near(document: &Document<'_>, segments: &[usize], time: &TimeExpression) -> bool {
    let Some(range) = neighbourhood(document, segments) else {
        return false;
    };
    let from = document
        .times
        .partition_point(|t| t.span.start() < range.start());
    document
        .times
        .iter()
        .skip(from)
        .take_while(|t| t.span.start() < range.end())
        .any(|t| time.compare(t).compatible())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, compare};

    fn codes(original: &str, copy: &str) -> Vec<(String, Severity)> {
        let report = compare(original, copy, &Options::default()).unwrap();
        report
            .findings
            .into_iter()
            .filter(|f| f.code.starts_with("WD2") || f.code == "WD922")
            .map(|f| (f.code, f.severity))
            .collect()
    }

    #[test]
    fn another_time_is_found() {
        for (a, b, code, severity) in [
            (
                "He left on June 12, 2022.",
                "He left on June 13, 2022.",
                "WD201",
                Severity::Critical,
            ),
            (
                "It opened in 1967 there.",
                "It opened in 1976 there.",
                "WD201",
                Severity::Critical,
            ),
            (
                "They met on Monday.",
                "They met on Tuesday.",
                "WD202",
                Severity::Critical,
            ),
            (
                "Doors open at 8 a.m. daily.",
                "Doors open at 9 a.m. daily.",
                "WD203",
                Severity::Critical,
            ),
            (
                "It starts at half past eight.",
                "It starts at half past nine.",
                "WD203",
                Severity::Critical,
            ),
            (
                "She resigned last week.",
                "She resigned last month.",
                "WD204",
                Severity::Major,
            ),
        ] {
            assert_eq!(codes(a, b), [(code.to_owned(), severity)], "{a} / {b}");
        }
    }

    #[test]
    fn other_forms_of_one_time_are_silent() {
        for (a, b) in [
            ("He left on June 12, 2022.", "He left on 12 June 2022."),
            (
                "They met on Monday at noon.",
                "They met at 12 p.m. on Monday.",
            ),
            ("She resigned yesterday.", "She resigned on Monday."),
            ("It closed two weeks ago.", "It closed 14 days ago."),
            ("Doors open at 4:30 p.m. here.", "Doors open at 16:30 here."),
            ("He spoke on May 8, 2020.", "He spoke on May eight, 2020."),
        ] {
            assert_eq!(codes(a, b), [], "{a} / {b}");
        }
    }
}
