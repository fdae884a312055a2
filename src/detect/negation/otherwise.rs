//! What says without a negation what was said with one.

use std::sync::LazyLock;

use super::cue::Cue;
use super::{NEAR, REACH, about};
use crate::detect::view::Words;
use crate::lexicon::wordnet::{Relation, WordNet};
use crate::lexicon::{Parts, WordSet};

static DOES_AWAY: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::of_stems(include_str!("../../lexicon/data/does_away.txt")));

/// Whether the other side has other words for what a negation says. What it has must be new there: a
/// word of both sides said the same before.
pub fn says_otherwise(own: Words<'_>, other: Words<'_>, cue: &Cue, target: usize) -> bool {
    let place = own.projected(cue.run.start);
    let there = own.link(target).map(|l| l.other);
    let around = |reach, says: &dyn Fn(usize) -> bool| {
        about(place, reach, other.len()).any(|k| !other.is_kept(k) && says(k))
    };
    if !cue.hard {
        return is_exception(own, cue) && around(2 * NEAR, &|k| excepts(other, k))
            || is_alternative(own, cue)
                && around(2 * NEAR, &|k| {
                    exchanges(other.norm(k))
                        || own.parts(target).may(Parts::NUMBER) && was_before(other.norm(k))
                });
    }
    let much = matches!(own.norm(cue.run.end), "much" | "many" | "often");
    around(NEAR, &|k| {
        forbids(other, k)
            || much && is_little(other.norm(k))
            || other.norm(k) == "not"
                && (other.parts(k + 1).may(Parts::WH)
                    || k.checked_sub(1).is_some_and(|k| other.norm(k) == "if"))
    }) || there.is_some_and(|there| {
        is_free(other, there) || not_until(other, there) || lacks(own, other, cue, there)
    }) || has_opposite(own, other, cue, target)
}

/// `Except for`, `apart from`.
fn is_exception(own: Words<'_>, cue: &Cue) -> bool {
    matches!(
        own.norm(cue.run.start),
        "except" | "exclude" | "apart" | "aside" | "with"
    )
}

/// `Except`, `save`, `all but`.
fn excepts(other: Words<'_>, k: usize) -> bool {
    match other.norm(k) {
        "except" | "excepting" | "excepted" | "barring" | "excluding" | "besides" | "exempt" => {
            true
        }
        "but" => {
            let before = k.checked_sub(1).map(|k| other.norm(k));
            matches!(before, Some("all" | "nothing"))
        }
        _ => false,
    }
}

/// `Instead of`, `rather than`.
fn is_alternative(own: Words<'_>, cue: &Cue) -> bool {
    matches!(own.norm(cue.run.start), "instead" | "rather")
}

/// A verb that puts one thing in the place of another: `swaps smoke for sun`, `sun instead of smoke`.
fn exchanges(norm: &str) -> bool {
    let verbs = ["swap", "replac", "exchang", "trad", "switch", "substitut"];
    verbs.iter().any(|verb| norm.starts_with(verb))
}

/// What says of an amount that it was the earlier one: `from 22 to 11`, `11 instead of 22`.
fn was_before(norm: &str) -> bool {
    matches!(
        norm,
        "from" | "down" | "up" | "used" | "previously" | "formerly" | "earlier" | "now" | "once"
    )
}

/// `May not leave`, `is forbidden to leave`, `bars her from leaving`.
fn forbids(other: Words<'_>, k: usize) -> bool {
    let norm = other.norm(k);
    norm.starts_with("forbid")
        || norm.starts_with("prohibit")
        || norm == "off" && other.norm(k + 1) == "limits"
        || matches!(norm, "bars" | "barred" | "bans" | "banned" | "forbade")
}

/// `Not many came`, `few came`; `not much food`, `short of food`.
fn is_little(norm: &str) -> bool {
    matches!(
        norm,
        "few"
            | "little"
            | "short"
            | "scarce"
            | "small"
            | "weak"
            | "low"
            | "slight"
            | "rare"
            | "rarely"
            | "seldom"
    )
}

/// `Without rent`, `rent-free`; `no home`, `homeless`.
fn is_free(other: Words<'_>, there: usize) -> bool {
    let norm = other.norm(there);
    norm.ends_with("-free")
        || norm.ends_with("less")
        || other.norm(there + 1) == "free" && other.hyphen_after(there)
}

/// `As long as it does not rot`, `until it rots`; `without being asked`, `before being asked`.
fn not_until(other: Words<'_>, there: usize) -> bool {
    let before = there.saturating_sub(REACH)..there;
    before.into_iter().any(|k| {
        matches!(other.norm(k), "until" | "till" | "before")
            && !other.is_kept(k)
            && (k..there).all(|k| !other.broken_after(k))
    })
}

/// `Has no voice`, `lost her voice`.
fn lacks(own: Words<'_>, other: Words<'_>, cue: &Cue, there: usize) -> bool {
    let none = matches!(own.norm(cue.run.start), "no" | "without" | "neither")
        || cue.target == Some(cue.run.start);
    none && about(Some(there), REACH, other.len())
        .any(|k| !other.is_kept(k) && DOES_AWAY.contains(other.stem(k)))
}

/// Whether a word that a negation governs is gone for its opposite: `nobody voted against`, `all voted
/// for`; `not off the table`, `still on the table`.
fn has_opposite(own: Words<'_>, other: Words<'_>, cue: &Cue, target: usize) -> bool {
    let last = own.len().min(target + REACH);
    let clause = cue.run.end..last;
    clause
        .take_while(|k| *k <= target || !own.broken_after(*k - 1))
        .filter(|k| !own.is_kept(*k))
        .any(|k| {
            about(own.projected(k), REACH, other.len())
                .any(|n| !other.is_kept(n) && opposite(own.norm(k), other.norm(n)))
        })
}

/// Whether two words are opposites: small words by a list, others by WordNet.
fn opposite(x: &str, y: &str) -> bool {
    const SMALL: [(&str, &str); 4] = [
        ("against", "for"),
        ("off", "on"),
        ("out", "in"),
        ("under", "over"),
    ];
    let small = |a: &str, b: &str| SMALL.contains(&(a, b));
    small(x, y)
        || small(y, x)
        || x.len() > 3
            && y.len() > 3
            && WordNet::embedded().relate(x, y).relation == Relation::Antonym
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::codes;

    fn negations(original: &str, copy: &str) -> Vec<String> {
        let found = codes(&super::super::RULES, original, copy);
        found
            .into_iter()
            .filter(|(_, severity)| *severity >= crate::report::Severity::Major)
            .map(|(code, _)| code)
            .collect()
    }

    #[test]
    fn says_the_same_without_a_negation() {
        for (original, copy) in [
            (
                "The brewery offered its cellar rent-free.",
                "The brewery offered its cellar without rent.",
            ),
            (
                "The town swaps smoke for sun.",
                "The town gets sun instead of smoke.",
            ),
            (
                "Accidents fell to 11 from 22.",
                "There were 11 accidents instead of 22.",
            ),
            (
                "Nobody may eat the oysters of the reef.",
                "It is forbidden to eat the oysters of the reef.",
            ),
            (
                "The hearings are public, except those with minors.",
                "The hearings are public, apart from those with minors.",
            ),
            (
                "The singer lost her voice before the concert.",
                "The singer had no voice before the concert.",
            ),
            (
                "The plan is not off the table.",
                "The plan is still on the table.",
            ),
            (
                "The boat is cheap until it rots.",
                "The boat is cheap as long as it does not rot.",
            ),
            (
                "Customers are refunded with or without a receipt.",
                "Customers are refunded, whether or not they have a receipt.",
            ),
        ] {
            let found = negations(original, copy);
            assert!(found.is_empty(), "{original} / {copy}: {found:?}");
        }
    }

    #[test]
    fn what_is_said_elsewhere_makes_up_for_nothing() {
        for (original, copy, code) in [
            (
                "Accidents fell to 11 in May, and nobody was hurt.",
                "Accidents fell to 11 in May, and somebody was hurt.",
                "WD301",
            ),
            (
                "Nobody may eat the oysters of the reef.",
                "Everybody may eat the oysters of the reef.",
                "WD301",
            ),
            (
                "The singer had no voice before the concert.",
                "The singer had a voice before the concert.",
                "WD301",
            ),
            (
                "The plan is on the table.",
                "The plan is not on the table.",
                "WD302",
            ),
        ] {
            assert_eq!(negations(original, copy), [code], "{original} / {copy}");
        }
    }
}
