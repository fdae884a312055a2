//! Words that put an event on one side of a time: `before`, `since`, `until`.

use crate::detect::{BeadView, Detector, Draft, Rule};
use crate::report::{Kind, Severity};
use crate::text::Document;

/// Exchanged words of temporal order.
///
/// # What it finds
/// `before`, `after`, `since`, `until`, `from` or `by` that stands for another of them in the copy;
/// `until` a time that became `on`, `at` or `in` it; `since` of a time turned into `because`.
///
/// # Why it matters
/// What came first is often what the story is about.
///
/// # Example
/// `left before the vote` → `left after the vote`: critical. `by the end` → `until the end`: minor.
///
/// # Limits
/// Only words that the token alignment links. `By` and `from` are read as limits only before a time,
/// a day or an end. `Since 2021` and `in 2021` are not told apart: the verb decides (`in prison
/// since`, `imprisoned in`).
pub struct TimeOrder;

static RULES: [Rule; 1] = [Rule {
    code: "WD208",
    name: "temporal order changed",
    kind: Kind::Time,
}];

impl Detector for TimeOrder {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn bead(&self, view: BeadView<'_>, out: &mut Vec<Draft>) {
        prepositions(view, out);
    }
}

/// What a word says about the time after it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Side {
    Before,
    After,
    Since,
    Until,
    Deadline,
    /// `From` a time on.
    Start,
    /// `On`, `at` or `in` a time.
    Point,
    Cause,
}

/// Whether a negation stands before a word in its clause.
fn denied(document: &Document<'_>, token: usize) -> bool {
    let clause = token.saturating_sub(CLAUSE)..token;
    clause.into_iter().any(|t| {
        matches!(
            document.norm_at(t),
            "not" | "n't" | "no" | "never" | "nobody"
        )
    })
}

/// How far, in words and marks, a negation is looked for.
const CLAUSE: usize = 7;

/// The side that a word of a document names; `by` and `since` only before a time.
fn side(document: &Document<'_>, token: usize) -> Option<Side> {
    let timed = |reach: usize| {
        let at = document.times.partition_point(|t| t.span.start() <= token);
        let time = document.times.get(at);
        time.is_some_and(|t| t.span.start() <= token + reach)
    };
    let end = || {
        (token + 1..token + 4).any(|t| matches!(document.norm_at(t), "end" | "start" | "beginning"))
    };
    match document.norm_at(token) {
        "before" => Some(Side::Before),
        "after" => Some(Side::After),
        // `Not until Thursday`, `only on Thursday`.
        "until" | "till" if denied(document, token) => None,
        "until" | "till" => Some(Side::Until),
        "by" if timed(2) || end() => Some(Side::Deadline),
        "since" if timed(8) => Some(Side::Since),
        "from" if timed(2) || end() => Some(Side::Start),
        "on" | "at" | "in" if timed(2) => Some(Side::Point),
        "because" => Some(Side::Cause),
        _ => None,
    }
}

fn prepositions(view: BeadView<'_>, out: &mut Vec<Draft>) {
    let (a, b) = (view.original(), view.copy());
    for word in 0..a.len() {
        let Some(link) = a.link(word) else {
            continue;
        };
        let (Some(from), Some(to)) = (a.indices.get(word), b.indices.get(link.other)) else {
            continue;
        };
        if a.key(word) == b.key(link.other) {
            continue;
        }
        let sides = (
            side(view.pair.original, *from as usize),
            side(view.pair.copy, *to as usize),
        );
        let (Some(x), Some(y)) = sides else {
            continue;
        };
        use Side::{After, Before, Cause, Deadline, Point, Since, Start, Until};
        let severity = match (x, y) {
            (Before, After) | (After, Before) | (Since, Before) | (Before, Since) => {
                Severity::Critical
            }
            (Until, After | Since) | (After | Since, Until) => Severity::Critical,
            (Until, Start) | (Start, Until) => Severity::Critical,
            (Since, Cause) => Severity::Major,
            (Until, Point) | (Point, Until) => Severity::Major,
            (Deadline, Start) | (Start, Deadline) => Severity::Major,
            (Deadline, Until) | (Until, Deadline) => Severity::Minor,
            _ => continue,
        };
        out.push(view.draft(
            &RULES[0],
            severity,
            0.8,
            &(word..word + 1),
            &(link.other..link.other + 1),
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::testing;

    fn codes(original: &str, copy: &str) -> Vec<(String, Severity)> {
        testing::codes(&RULES, original, copy)
    }

    #[test]
    fn exchanged_order_is_found() {
        for (a, b, code, severity) in [
            (
                "He left before the vote.",
                "He left after the vote.",
                "WD208",
                Severity::Critical,
            ),
            (
                "It will close by the end of May.",
                "It will close until the end of May.",
                "WD208",
                Severity::Minor,
            ),
            (
                "The tax applies from May 1.",
                "The tax applies until May 1.",
                "WD208",
                Severity::Critical,
            ),
            (
                "The airport was shut until Sunday.",
                "The airport was closed on Sunday.",
                "WD208",
                Severity::Major,
            ),
        ] {
            assert_eq!(codes(a, b), [(code.to_owned(), severity)], "{a} / {b}");
        }
    }

    #[test]
    fn other_uses_are_silent() {
        for (a, b) in [
            (
                "The law was signed by the mayor.",
                "The law was signed until the mayor.",
            ),
            ("He stayed since it rained.", "He stayed because it rained."),
            ("They are now in talks.", "They are currently in talks."),
            ("He left before the vote.", "He left ahead of the vote."),
            (
                "It was not until Thursday that he left.",
                "It was only on Thursday that he left.",
            ),
            ("He got the parts from May.", "He got the parts in May."),
            (
                "In jail since 2021, he writes.",
                "Jailed in 2021, he writes.",
            ),
            ("It runs from May 1 on.", "It runs as from May 1."),
        ] {
            assert_eq!(codes(a, b), [], "{a} / {b}");
        }
    }
}
