//! Fixed expressions exchanged for ones of another meaning.

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::detect::view::Words;
use crate::detect::{BeadView, Detector, Draft, Rule};
use crate::lexicon::{Class, entries, key, stem_key};
use crate::report::{Kind, Severity};

/// Fixed expressions exchanged.
///
/// # What it finds
/// An expression of a closed class (how sure, how often, since when, with whose consent, all together
/// or each) that stands where the original has one of a meaning that excludes it; a noun for the
/// other party of a relation (`employer`, `employee`).
///
/// # Why it matters
/// These words are short and fluent, and the whole sentence turns on them.
///
/// # Example
/// `on the advice of her doctors` → `against the advice of her doctors`
///
/// # Limits
/// Only the listed expressions, in one place of the sentence: a word beside the two must be the same
/// or stand for the other. Where one side alone has a negation near by it is silent, since `banned`
/// and `not allowed` are the same.
pub struct Expression;

static RULES: [Rule; 8] = [
    Rule {
        code: "WD122",
        name: "other rate, bound or share",
        kind: Kind::Number,
    },
    Rule {
        code: "WD209",
        name: "expression of another time",
        kind: Kind::Time,
    },
    Rule {
        code: "WD307",
        name: "expression turned into its opposite",
        kind: Kind::Negation,
    },
    Rule {
        code: "WD406",
        name: "expression of another certainty",
        kind: Kind::Modality,
    },
    Rule {
        code: "WD555",
        name: "other party of a relation",
        kind: Kind::Role,
    },
    Rule {
        code: "WD607",
        name: "other stance of the source",
        kind: Kind::Attribution,
    },
    Rule {
        code: "WD708",
        name: "expression of another scope",
        kind: Kind::Scope,
    },
    Rule {
        code: "WD808",
        name: "fixed expression exchanged",
        kind: Kind::Wording,
    },
];

/// How far apart, in words, the two expressions may stand.
const NEAR: usize = 3;
/// How far, in words, an expression of the first meaning may stand on the other side and still be
/// the one that is looked for.
const KEPT_NEAR: usize = 6;
/// How far, in words, the word stands that shows the place.
const BESIDE: usize = 4;

/// Two meanings that exclude each other.
struct Contrast {
    rule: &'static Rule,
    severity: Severity,
}

/// A word of an expression: its key, whether that is of the stem, and whether other words may stand
/// before it (`at the mayor's request`).
#[derive(Clone, Copy)]
struct Wanted {
    key: u64,
    stem: bool,
    gap: bool,
}

/// The most words that may stand in a gap.
const GAP: usize = 3;

/// An expression of the list: its words, its line and its side of the line.
struct Entry {
    words: Vec<Wanted>,
    line: usize,
    right: bool,
}

/// The list by the first word of its expressions.
#[derive(Default)]
struct List {
    contrasts: Vec<Contrast>,
    by_first: FxHashMap<(u64, bool), Vec<Entry>>,
}

static LIST: LazyLock<List> = LazyLock::new(|| {
    let mut list = List::default();
    for line in entries(include_str!("../lexicon/data/exchanged.txt")) {
        let mut parts = line.split('|');
        let head = parts.next().unwrap_or_default();
        let mut head = head.split_whitespace();
        let kind = head.next().unwrap_or_default();
        let Some(rule) = RULES.iter().find(|r| r.kind.name() == kind) else {
            continue;
        };
        let severity = match head.next() {
            Some("critical") => Severity::Critical,
            _ => Severity::Major,
        };
        let index = list.contrasts.len();
        list.contrasts.push(Contrast { rule, severity });
        for (side, expressions) in parts.enumerate() {
            for expression in expressions.split(';') {
                let words = wanted(expression);
                let Some(first) = words.first() else {
                    continue;
                };
                let first = (first.key, first.stem);
                list.by_first.entry(first).or_default().push(Entry {
                    words,
                    line: index,
                    right: side == 1,
                });
            }
        }
    }
    list
});

/// The words of an expression as the list writes it.
fn wanted(expression: &str) -> Vec<Wanted> {
    let mut words = Vec::new();
    let mut gap = false;
    for word in expression.split_whitespace() {
        if word == "_" {
            gap = true;
            continue;
        }
        let (key, stem) = match word.strip_suffix('*') {
            Some(base) => (stem_key(base), true),
            None => (key(word), false),
        };
        words.push(Wanted { key, stem, gap });
        gap = false;
    }
    words
}

/// An expression found in a row of words; ordered by meaning, then by place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    line: usize,
    right: bool,
    start: usize,
    end: usize,
}

impl Found {
    fn run(&self) -> Range<usize> {
        self.start..self.end
    }
}

impl Detector for Expression {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn bead(&self, view: BeadView<'_>, out: &mut Vec<Draft>) {
        if view.alignment.is_identical() {
            return;
        }
        let (a, b) = (view.original(), view.copy());
        let (left, right) = (find(a), find(b));
        for x in left.iter().filter(|x| is_open(a, x)) {
            let Some(place) = a.projected(x.start) else {
                continue;
            };
            // The same meaning stands there in other words: nothing was exchanged.
            if near(&right, x.line, x.right, place, KEPT_NEAR)
                .next()
                .is_some()
            {
                continue;
            }
            let exchanged = near(&right, x.line, !x.right, place, NEAR)
                .filter(|y| is_open(b, y) && in_place(a, b, x, y) && !leads_away(a, x, y))
                .min_by_key(|y| (y.start.abs_diff(place), y.start));
            let Some(y) = exchanged else { continue };
            if is_denied(a, x) != is_denied(b, y) {
                continue;
            }
            let Some(contrast) = LIST.contrasts.get(x.line) else {
                continue;
            };
            out.push(view.draft(contrast.rule, contrast.severity, 0.7, &x.run(), &y.run()));
        }
    }
}

/// All expressions of the list in a row of words, of every meaning the longest at each place, in the
/// order of [`Found`].
fn find(words: Words<'_>) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    for start in 0..words.len() {
        let Some(token) = words.token(start) else {
            continue;
        };
        for first in [(token.key, false), (token.stem, true)] {
            for entry in LIST.by_first.get(&first).into_iter().flatten() {
                if let Some(end) = end_of(words, start, &entry.words) {
                    all.push(Found {
                        line: entry.line,
                        right: entry.right,
                        start,
                        end,
                    });
                }
            }
        }
    }
    all.sort_unstable();
    // Of `at least` and `at least one` in one place the longer stays, and nothing inside it.
    let mut kept: Vec<Found> = Vec::with_capacity(all.len());
    for found in all {
        match kept.last_mut() {
            Some(last)
                if (last.line, last.right) == (found.line, found.right)
                    && found.start < last.end =>
            {
                last.end = last.end.max(found.end);
            }
            _ => kept.push(found),
        }
    }
    kept
}

/// Where an expression that begins at a word ends; nothing where it does not stand there.
fn end_of(words: Words<'_>, start: usize, wanted: &[Wanted]) -> Option<usize> {
    let mut at = start;
    for word in wanted {
        let found = |k: &usize| {
            let key = if word.stem {
                words.stem(*k)
            } else {
                words.key(*k)
            };
            key == word.key
        };
        let reach = if word.gap { GAP } else { 0 };
        let unbroken = |k: &usize| !word.gap || !words.broken_after(k - 1);
        at = 1
            + (at..(at + reach + 1).min(words.len()))
                .take_while(unbroken)
                .find(found)?;
    }
    Some(at)
}

/// The expressions of one meaning within a distance of a place.
fn near(
    found: &[Found],
    line: usize,
    right: bool,
    place: usize,
    reach: usize,
) -> impl Iterator<Item = &Found> {
    let from = (line, right, place.saturating_sub(reach));
    let first = found.partition_point(|f| (f.line, f.right, f.start) < from);
    found
        .iter()
        .skip(first)
        .take_while(move |f| (f.line, f.right) == (line, right) && f.start <= place + reach)
}

/// Whether a word of an expression has no counterpart that is the same word.
fn is_open(words: Words<'_>, found: &Found) -> bool {
    found.run().any(|k| !words.is_kept(k))
}

/// Whether a content word of `x` is on the other side, but in no word of `y`: `hopes to be`, `hopes
/// that he will be`.
fn leads_away(words: Words<'_>, x: &Found, y: &Found) -> bool {
    x.run().any(|k| {
        words.is_content(k)
            && words
                .link(k)
                .is_some_and(|l| l.keeps_word() && !y.run().contains(&l.other))
    })
}

/// Whether two expressions stand in one place: before the same word, or beside content words that
/// stand for one another.
fn in_place(a: Words<'_>, b: Words<'_>, x: &Found, y: &Found) -> bool {
    let meets = |i: Option<usize>, j: Option<usize>| {
        i.zip(j)
            .is_some_and(|(i, j)| a.link(i).is_some_and(|l| l.other == j))
    };
    let next =
        |w: Words<'_>, end: usize| (end..(end + BESIDE).min(w.len())).find(|k| w.is_content(*k));
    let previous = |w: Words<'_>, start: usize| {
        (start.saturating_sub(BESIDE)..start)
            .rev()
            .find(|k| w.is_content(*k))
    };
    let same_next = a
        .link(x.end)
        .is_some_and(|l| l.keeps_word() && l.other == y.end);
    same_next
        || meets(next(a, x.end), next(b, y.end))
        || meets(previous(a, x.start), previous(b, y.start))
}

/// Whether a negation that the other side lacks stands beside an expression.
fn is_denied(words: Words<'_>, found: &Found) -> bool {
    (found.start.saturating_sub(BESIDE)..found.end + BESIDE).any(|k| {
        !found.run().contains(&k) && words.class(k).shares(Class::NEGATOR) && !words.is_kept(k)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::testing;

    fn codes(original: &str, copy: &str) -> Vec<(String, Severity)> {
        testing::codes(&RULES, original, copy)
    }

    #[test]
    fn every_line_has_a_rule_a_severity_and_two_sides() {
        let text = include_str!("../lexicon/data/exchanged.txt");
        assert_eq!(LIST.contrasts.len(), entries(text).count());
        for line in entries(text) {
            assert_eq!(line.split('|').count(), 3, "{line}");
        }
    }

    #[test]
    fn expressions_of_another_meaning_are_found() {
        for (a, b, code) in [
            (
                "The singer will travel on the advice of her doctors.",
                "The singer will travel against the advice of her doctors.",
                "WD607",
            ),
            (
                "He closed the bridge against the mayor's wishes.",
                "He closed the bridge at the mayor's request.",
                "WD607",
            ),
            (
                "The guards may open the gate no sooner than Friday.",
                "The guards may open the gate no later than Friday.",
                "WD209",
            ),
            (
                "The tanker is in danger of sinking, the navy said.",
                "The tanker is out of danger of sinking, the navy said.",
                "WD307",
            ),
            (
                "Detectives suspect the watchman set the fire.",
                "Detectives have established the watchman set the fire.",
                "WD406",
            ),
            (
                "The mine pays 90 marks a month in rent.",
                "The mine pays 90 marks a week in rent.",
                "WD122",
            ),
            (
                "The law protects the employer from strikes.",
                "The law protects the employee from strikes.",
                "WD555",
            ),
            (
                "The loan was repaid in part by the club.",
                "The loan was repaid in full by the club.",
                "WD708",
            ),
            (
                "The envoy answered the questions in person on Monday.",
                "The envoy answered the questions by phone on Monday.",
                "WD808",
            ),
        ] {
            let found = codes(a, b);
            assert_eq!(found.len(), 1, "{a} / {b}: {found:?}");
            assert_eq!(found[0].0, code, "{a} / {b}");
            assert!(found[0].1 >= Severity::Major, "{a} / {b}");
        }
    }

    #[test]
    fn the_same_in_other_words_is_silent() {
        for (a, b) in [
            (
                "The singer will travel on the advice of her doctors.",
                "The singer will travel at the urging of her doctors.",
            ),
            (
                "He closed the bridge at the mayor's request.",
                "He closed the bridge at the urging of the mayor.",
            ),
            (
                "Swimming is banned until the tests are done.",
                "Swimming is not allowed until the tests are done.",
            ),
            (
                "The pupils left with no fear of the dark.",
                "The pupils left without fear of the dark.",
            ),
            (
                "The cook hopes to be home by Monday.",
                "The cook hopes that he will be home by Monday.",
            ),
            (
                "The firm could be fined as much as a tenth of its sales.",
                "The firm could be fined no more than a tenth of its sales.",
            ),
            (
                "The tanker is no longer in danger of sinking.",
                "The tanker is out of danger of sinking.",
            ),
            (
                "He was not denied the post, he said.",
                "He was not refused the post, he said.",
            ),
            (
                "The mine pays 90 marks a month in rent.",
                "The mine pays 90 marks per month in rent.",
            ),
            (
                "The clinic has yet to name a director.",
                "The clinic has not yet named a director.",
            ),
            (
                "The envoy answered the questions in person on Monday.",
                "The envoy answered the questions face to face on Monday.",
            ),
            (
                "Because of the fog, the ferry stayed in port.",
                "The ferry stayed in port owing to the fog.",
            ),
            (
                "The ferry left after the storm, according to its captain.",
                "According to its captain, the ferry left after the storm.",
            ),
        ] {
            assert_eq!(codes(a, b), [], "{a} / {b}");
        }
    }
}
