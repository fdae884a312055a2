//! Numbers that keep their value and measure something else.

use std::ops::Range;

use crate::detect::view::{Words, alone};
use crate::detect::{BeadView, Detector, Draft, Rule};
use crate::lexicon::{Class, Parts};
use crate::report::{Kind, Severity};

/// Shares and levels read as differences, parts read as wholes.
///
/// # What it finds
/// A share of something that became an excess over it (`half as many as`, `half more than`), a
/// former level that became a difference (`up from 72,000`, `72,000 more`), each with the same
/// number; a part of a group (`two of his deputies`) that became the group; an exception that is
/// gone (`all but two`).
///
/// # Why it matters
/// The figure is the right one, so nobody checks it.
///
/// # Example
/// `rainfall at 104 per cent of the average` → `rainfall 104% above the average`
///
/// # Limits
/// The number and what follows it must be counterparts; of a part of a group only where the group
/// itself is named on both sides by the same word and no number or quantifier stands before it in
/// the copy.
pub struct Share;

static RULES: [Rule; 3] = [
    Rule {
        code: "WD120",
        name: "share or level read as a difference",
        kind: Kind::Number,
    },
    Rule {
        code: "WD121",
        name: "part of a group taken for the group",
        kind: Kind::Number,
    },
    Rule {
        code: "WD710",
        name: "exception lost",
        kind: Kind::Scope,
    },
];

/// Words that say by how much something differs.
const EXCESS: [&str; 10] = [
    "more", "above", "higher", "over", "greater", "less", "below", "lower", "under", "fewer",
];

/// How far, in words, the name of a group stands from `of`, and a count before it.
const GROUP: usize = 4;

impl Detector for Share {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn bead(&self, view: BeadView<'_>, out: &mut Vec<Draft>) {
        if view.alignment.is_identical() {
            return;
        }
        let (a, b) = (view.original(), view.copy());
        for i in 0..a.len() {
            let Some(link) = a.link(i).filter(|l| l.keeps_word()) else {
                continue;
            };
            if is_amount(a, i)
                && let Some((x, y)) = measured(a, b, i, link.other)
            {
                // `Four times as much` and `four times higher` are meant alike by most.
                let (severity, confidence) = if matches!(a.norm(i), "times" | "twice") {
                    (Severity::Minor, 0.4)
                } else {
                    (Severity::Critical, 0.75)
                };
                out.push(view.draft(&RULES[0], severity, confidence, &x, &y));
            }
        }
        for but in 1..a.len() {
            if let Some(excepted) = exception(a, b, but) {
                let mut draft = view.draft(&RULES[2], Severity::Major, 0.6, &excepted, &(0..0));
                draft.message = alone(a.text(&excepted), "", true);
                out.push(draft);
            }
        }
        for of in 1..a.len() {
            if let Some((x, y)) = part(a, b, of) {
                out.push(view.draft(&RULES[1], Severity::Critical, 0.65, &x, &y));
            }
        }
    }
}

/// A number, or a word for a fraction or a multiple.
fn is_amount(words: Words<'_>, k: usize) -> bool {
    words.parts(k).may(Parts::NUMBER)
        || matches!(
            words.norm(k),
            "half" | "third" | "quarter" | "twice" | "times"
        )
}

/// The word after a number and its sign or unit of percentage.
fn after(words: Words<'_>, number: usize) -> usize {
    let unit = |k: &usize| {
        !matches!(
            words.norm(*k),
            "%" | "per" | "cent" | "percent" | "percentage" | "points"
        )
    };
    (number + 1..words.len()).find(unit).unwrap_or(words.len())
}

/// What two kept numbers measure, where one measures a level or a share and the other a difference.
fn measured(
    a: Words<'_>,
    b: Words<'_>,
    i: usize,
    j: usize,
) -> Option<(Range<usize>, Range<usize>)> {
    let open = |w: Words<'_>, k: usize, list: &[&str]| list.contains(&w.norm(k)) && !w.is_kept(k);
    let (p, q) = (after(a, i), after(b, j));
    let share = ["of", "as"];
    let (excess_a, excess_b) = (open(a, p, &EXCESS), open(b, q, &EXCESS));
    if open(a, p, &share) && excess_b || excess_a && open(b, q, &share) {
        return Some((i..p + 1, j..q + 1));
    }
    // `Up from 72,000`: where it stood before.
    let level = |w: Words<'_>, k: usize| {
        let at = k.checked_sub(2)?;
        let from = matches!(w.norm(k - 1), "from" | "to") && matches!(w.norm(at), "up" | "down");
        from.then_some(at)
    };
    match (level(a, i), level(b, j)) {
        (Some(at), None) if excess_b => Some((at..i + 1, j..q + 1)),
        (None, Some(at)) if excess_a => Some((i..p + 1, at..j + 1)),
        _ => None,
    }
}

/// `Two of his deputies` → `his deputies`: the words of the original before `of` and the group, and
/// the group in the copy.
fn part(a: Words<'_>, b: Words<'_>, of: usize) -> Option<(Range<usize>, Range<usize>)> {
    let count = of.checked_sub(1)?;
    let fixed = Class::ARTICLE
        .or(Class::POSSESSIVE)
        .or(Class::DEMONSTRATIVE);
    let counts = a.parts(count).may(Parts::NUMBER)
        || matches!(
            a.norm(count),
            "most" | "half" | "parts" | "many" | "several"
        );
    if a.norm(of) != "of" || !counts || a.is_kept(count) || !a.class(of + 1).shares(fixed) {
        return None;
    }
    // `Most of the day` may be a time; `half of the country's farms` is no half of the country.
    let head = (of + 2..(of + 2 + GROUP).min(a.len())).find(|k| a.is_content(*k))?;
    let of_owner = a.norm(head + 1).starts_with('\'') || a.norm(head + 1).starts_with('’');
    let link = a.link(head).filter(|l| l.keeps_word())?;
    if of_owner || a.is_time(head) || !a.parts(head).may(Parts::NOMINAL | Parts::NUMBER) {
        return None;
    }
    let there = link.other;
    // A number that is itself the group's (`five of the nine provinces`, `nine provinces`) counts none.
    let counted = (there.saturating_sub(GROUP + 1)..there).any(|k| {
        let amount = is_amount(b, k) || b.class(k).shares(Class::QUANTIFIER);
        let word = matches!(
            b.norm(k),
            "a" | "an"
                | "percent"
                | "majority"
                | "minority"
                | "part"
                | "parts"
                | "number"
                | "members"
                | "bulk"
        );
        (amount || word) && !b.is_kept(k)
    });
    // `One of the 14` → `of the 14, just one`.
    let elsewhere = (0..b.len()).any(|k| !b.is_kept(k) && b.key(k) == a.key(count));
    let same_end = a.is_kept(head + 1) || b.is_kept(there + 1) || head + 1 == a.len();
    (!counted && !elsewhere && same_end).then(|| (count..head + 1, there..there + 1))
}

/// `All but two players`: the exception, where the copy has its clause and excepts nothing.
fn exception(a: Words<'_>, b: Words<'_>, but: usize) -> Option<Range<usize>> {
    let all = |k: usize| {
        matches!(
            a.norm(k),
            "all" | "every" | "each" | "everyone" | "everything" | "everybody" | "any"
        )
    };
    let excepts = |w: Words<'_>, k: usize| {
        let single = matches!(
            w.norm(k),
            "but" | "except" | "excepting" | "bar" | "save" | "apart" | "exception" | "besides"
        );
        single && !w.is_kept(k)
    };
    let from = but.saturating_sub(GROUP + 1);
    let counted = is_amount(a, but + 1) && but + 1 < a.len();
    if !excepts(a, but) || !counted || !(from..but).any(all) || !a.surroundings_kept(but) {
        return None;
    }
    (!(0..b.len()).any(|k| excepts(b, k))).then(|| but..but + 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::testing;

    fn codes(original: &str, copy: &str) -> Vec<String> {
        let found = testing::codes(&RULES, original, copy).into_iter();
        found.map(|(code, _)| code).collect()
    }

    #[test]
    fn shares_levels_and_parts_are_told_from_differences_and_wholes() {
        for (a, b, code) in [
            (
                "Output was 60 per cent of the yearly average.",
                "Output was 60% above the yearly average.",
                "WD120",
            ),
            (
                "The fair drew 9,000 guests, up from 7,000 last year.",
                "The fair drew 9,000 guests, 7,000 more than last year.",
                "WD120",
            ),
            (
                "Three of the pilots were questioned on Monday.",
                "The pilots were questioned on Monday.",
                "WD121",
            ),
            (
                "The letter was signed by every player but one.",
                "The letter was signed by every player.",
                "WD710",
            ),
        ] {
            assert_eq!(codes(a, b), [code], "{a} / {b}");
        }
    }

    #[test]
    fn the_same_amounts_in_other_words_are_silent() {
        for (a, b) in [
            (
                "Output was 60 per cent of the yearly average.",
                "Output was 40% below the yearly average.",
            ),
            (
                "Output was 60 per cent of the yearly average.",
                "Output stood at 60% of the yearly average.",
            ),
            (
                "The fair drew 9,000 guests, up from 7,000 last year.",
                "The fair drew 9,000 guests, compared with 7,000 last year.",
            ),
            (
                "Three of the pilots were questioned on Monday.",
                "Three pilots were questioned on Monday.",
            ),
            (
                "Only one of the 14 farms still grows it.",
                "Of the 14 farms, just one still grows it.",
            ),
            (
                "Most of the pilots were questioned on Monday.",
                "A majority of the pilots were questioned on Monday.",
            ),
            (
                "Half of the country's mills have shut.",
                "A minority of the country's mills are open.",
            ),
            (
                "The letter was signed by every player but one.",
                "The letter was signed by all players except one.",
            ),
            (
                "The letter was signed by every player, but one left.",
                "The letter was signed by every player, but one of them left.",
            ),
            (
                "One of the pilots was questioned on Monday.",
                "A pilot was questioned on Monday.",
            ),
            (
                "The pilots were questioned on Monday.",
                "All of the pilots were questioned on Monday.",
            ),
        ] {
            assert_eq!(codes(a, b), Vec::<String>::new(), "{a} / {b}");
        }
    }
}
