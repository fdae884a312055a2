//! Changes that point the other way in the copy, and comparatives without their comparison.

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::compare::Relation;
use crate::detect::view::Words;
use crate::detect::{BeadView, Detector, Draft, Rule};
use crate::lexicon::{self, Class, list};
use crate::report::{Kind, Severity};
use crate::text::tokens::TokenKind;

/// Reversed changes and lost comparisons.
///
/// # What it finds
/// A verb or noun of rising aligned with one of falling, and a graded comparative that lost its
/// comparison (`much larger` → `large`).
///
/// # Why it matters
/// The direction of a change outlives its figure in a reader's memory.
///
/// # Example
/// `prices rose` → `prices fell`: critical. `a much larger force` → `a large force`: minor.
///
/// # Limits
/// Only words that the token alignment links. Where one side alone has a negation nearby it is
/// silent: `did not rise` may well be `fell`.
pub struct Direction;

static RULES: [Rule; 3] = [
    Rule {
        code: "WD116",
        name: "direction reversed",
        kind: Kind::Number,
    },
    Rule {
        code: "WD117",
        name: "comparison lost",
        kind: Kind::Number,
    },
    Rule {
        code: "WD119",
        name: "change and standstill exchanged",
        kind: Kind::Number,
    },
];

/// Key of a word to its number in the list, negative for `down`.
static WORDS: LazyLock<FxHashMap<u64, i8>> = LazyLock::new(|| {
    let mut map = FxHashMap::default();
    for line in list::lines(lexicon::CHANGES) {
        let sign = match line.class() {
            "up" => 1,
            "down" => -1,
            _ => 0,
        };
        for item in line.items() {
            map.entry(lexicon::key(item))
                .or_insert(sign * line.number(1) as i8);
        }
    }
    map
});

impl Detector for Direction {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn bead(&self, view: BeadView<'_>, out: &mut Vec<Draft>) {
        let (a, b) = (view.original(), view.copy());
        steady(&view, out);
        for word in 0..a.len() {
            let Some(other) = a.link(word).map(|l| l.other) else {
                continue;
            };
            if a.key(word) == b.key(other) {
                continue;
            }
            let pair = (WORDS.get(&a.key(word)), WORDS.get(&b.key(other)));
            let (rule, severity, confidence) = match pair {
                (Some(x), Some(y)) if *x != 0 && *x == -*y && !one_negated(&a, word, &b, other) => {
                    (&RULES[0], Severity::Critical, 0.8)
                }
                // `Leader` is no comparative of `lead`: a degree before it or `than` tells.
                _ if (is_degree(a.norm(word.wrapping_sub(1))) || a.norm(word + 1) == "than")
                    && comparative_of(a.norm(word), b.norm(other))
                    && !matches!(b.norm(other.wrapping_sub(1)), "more" | "less") =>
                {
                    (&RULES[1], Severity::Minor, 0.6)
                }
                _ => continue,
            };
            out.push(view.draft(
                rule,
                severity,
                confidence,
                &(word..word + 1),
                &(other..other + 1),
            ));
        }
    }
}

/// `Stays at 47%` → `goes up to 47%`: a level that was kept and one that was changed, before the same
/// number.
fn steady(view: &BeadView<'_>, out: &mut Vec<Draft>) {
    const SHORT: usize = 5;
    let (a, b) = (view.original(), view.copy());
    let edits = view.alignment.edits.iter();
    for edit in edits.filter(|e| e.relation == Relation::Substituted) {
        if edit.original.len() > SHORT || edit.copy.len() > SHORT {
            continue;
        }
        let signs = |w: Words<'_>, run: &Range<usize>| -> Vec<(usize, i8)> {
            let open = run.clone().filter(|k| !w.is_kept(*k));
            open.filter_map(|k| WORDS.get(&w.key(k)).map(|s| (k, *s)))
                .collect()
        };
        let (x, y) = (signs(a, &edit.original), signs(b, &edit.copy));
        let (Some((i, from)), Some((j, to))) = (x.first(), y.first()) else {
            continue;
        };
        let number = |w: Words<'_>, run: &Range<usize>| {
            (run.end..run.end + 3)
                .any(|k| w.is_kept(k) && w.token(k).is_some_and(|t| t.kind == TokenKind::Number))
                || [
                    "rate", "rates", "price", "prices", "tax", "taxes", "level", "key",
                ]
                .iter()
                .any(|n| (run.end..run.end + 3).any(|k| w.norm(k) == *n))
        };
        let one_is_steady = (*from == 0) != (*to == 0);
        if one_is_steady
            && x.len() == 1
            && y.len() == 1
            && number(a, &edit.original)
            && !one_negated(&a, *i, &b, *j)
        {
            out.push(view.draft(
                &RULES[2],
                Severity::Critical,
                0.6,
                &(*i..i + 1),
                &(*j..j + 1),
            ));
        }
    }
}

/// Whether a word grades a comparative after it.
fn is_degree(norm: &str) -> bool {
    matches!(
        norm,
        "much" | "far" | "even" | "slightly" | "still" | "somewhat"
    )
}

/// Whether a negator stands up to four words before one of the two words, but not the other.
fn one_negated(a: &Words<'_>, i: usize, b: &Words<'_>, j: usize) -> bool {
    let negated = |words: &Words<'_>, at: usize| {
        (at.saturating_sub(4)..at).any(|w| words.class(w).shares(Class::NEGATOR))
    };
    negated(a, i) != negated(b, j)
}

/// Whether the first word is the comparative in -er of the second.
fn comparative_of(comparative: &str, plain: &str) -> bool {
    let Some(base) = comparative.strip_suffix("er") else {
        return false;
    };
    if plain.len() < 3 {
        return false;
    }
    base == plain
        || plain.strip_suffix('e') == Some(base)
        || plain
            .strip_suffix('y')
            .is_some_and(|p| base.strip_suffix('i') == Some(p))
        || base.len() == plain.len() + 1
            && base.starts_with(plain)
            && base.chars().last() == plain.chars().last()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::testing;

    fn codes(original: &str, copy: &str) -> Vec<(String, Severity)> {
        testing::codes(&RULES, original, copy)
    }

    #[test]
    fn a_reversed_direction_is_critical() {
        assert_eq!(
            codes("Prices rose in spring.", "Prices fell in spring."),
            [("WD116".to_owned(), Severity::Critical)],
        );
    }

    #[test]
    fn synonyms_and_negated_opposites_are_silent() {
        for (a, b) in [
            ("Prices rose in spring.", "Prices climbed in spring."),
            ("Prices fell in spring.", "Prices did not rise in spring."),
            (
                "The larger of the two was sold.",
                "The bigger of the two was sold.",
            ),
            ("He saw a teacher.", "He saw a teach."),
        ] {
            assert_eq!(codes(a, b), [], "{a} / {b}");
        }
    }
}
