//! Scope: what a statement covers, and which way a comparison goes.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::compare::Relation;
use crate::detect::view::{Words, alone};
use crate::detect::{BeadView, Detector, Draft, Rule};
use crate::detect::{cues, negation};
use crate::lexicon::{Class, Parts, Phrases, WordPairs, entries, key};
use crate::report::{Kind, Severity};
use crate::text::tokens::TokenKind;

/// Restrictions, quantifiers and comparisons changed.
///
/// # What it finds
/// `only` or `solely` lost or put in; a quantifier for one that covers more or less; a comparison
/// turned round; `rather than` broken.
///
/// # Why it matters
/// The statement covers other things than before, or says the reverse of them.
///
/// # Example
/// `rather than` → `slightly than`; `the only bridge` → `the most effective bridge`
///
/// # Limits
/// Bounds of numbers (`more than 40`) are the number detector's. A comparison turned round with
/// its terms exchanged too says the same and is found all the same.
pub struct Scope;

static RULES: [Rule; 6] = [
    Rule {
        code: "WD701",
        name: "restriction lost or put in",
        kind: Kind::Scope,
    },
    Rule {
        code: "WD702",
        name: "other quantifier",
        kind: Kind::Scope,
    },
    Rule {
        code: "WD703",
        name: "comparison turned round",
        kind: Kind::Scope,
    },
    Rule {
        code: "WD704",
        name: "broken alternative",
        kind: Kind::Scope,
    },
    Rule {
        code: "WD705",
        name: "other rank",
        kind: Kind::Scope,
    },
    Rule {
        code: "WD707",
        name: "terms of a comparison exchanged",
        kind: Kind::Scope,
    },
];

static RESTRICTIONS: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::read(include_str!("../lexicon/data/restriction.txt")));
static QUANTIFIERS: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::read(include_str!("../lexicon/data/quantifiers.txt")));
static DIRECTIONS: LazyLock<WordPairs> =
    LazyLock::new(|| WordPairs::of_forms(include_str!("../lexicon/data/directions.txt")));

/// What `only` says little of: `only minutes`, `only days away`.
const SPANS: [&str; 8] = [
    "moments", "seconds", "minutes", "hours", "days", "weeks", "months", "years",
];

/// `nine`, `twenty`.
static NUMBER_WORDS: LazyLock<FxHashSet<u64>> = LazyLock::new(|| {
    let lines = entries(crate::lexicon::NUMBER_WORDS).filter_map(|line| line.split_once('|'));
    lines
        .filter(|(class, _)| class.starts_with("small") || class.starts_with("tens"))
        .flat_map(|(_, words)| words.split(',').map(|word| key(word.trim())))
        .collect()
});

impl Detector for Scope {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn bead(&self, view: BeadView<'_>, out: &mut Vec<Draft>) {
        if view.alignment.is_identical() {
            return;
        }
        restrictions(&view, out);
        quantifiers(&view, out);
        comparisons(&view, out);
        alternatives(&view, out);
        ranks(&view, out);
        terms(&view, out);
    }
}

/// Whether the words after two quantifiers are the same: what is said of all or of none.
fn followed(a: Words<'_>, b: Words<'_>, x: &cues::Cue, y: &cues::Cue) -> bool {
    const AFTER: usize = 5;
    let open = |w: Words<'_>, from: usize| {
        (from..(from + AFTER).min(w.len())).any(|k| w.is_content(k) && !w.is_kept(k))
    };
    !open(a, x.run.end) && !open(b, y.run.end)
}

/// `A was more likely than B` → `B was more likely than A`.
fn terms(view: &BeadView<'_>, out: &mut Vec<Draft>) {
    let (a, b) = (view.original(), view.copy());
    let than = key("than");
    for k in 1..a.len() {
        if a.key(k) != than {
            continue;
        }
        let Some(link) = a.link(k).filter(|l| l.keeps_word()) else {
            continue;
        };
        // What is compared by another word, or the other way, is not the matter of this rule.
        let by = |w: Words<'_>, at: usize| at.checked_sub(1).map_or(0, |n| w.key(n));
        if by(a, k) != by(b, link.other) {
            continue;
        }
        let side = |w: Words<'_>, at: usize, after: bool| -> Vec<usize> {
            let reach = if after {
                at + 1..(at + TERM).min(w.len())
            } else {
                at.saturating_sub(TERM + 3)..at
            };
            reach
                .filter(|n| w.is_content(*n) && w.parts(*n).may(Parts::NOMINAL))
                .collect()
        };
        let (x, y) = (side(a, k, false), side(a, k, true));
        let (p, q) = (side(b, link.other, false), side(b, link.other, true));
        let meets = |from: &[usize], to: &[usize]| {
            let links = from
                .iter()
                .filter_map(|n| a.link(*n))
                .filter(|l| l.keeps_word());
            links.filter(|l| to.contains(&l.other)).count()
        };
        let across = (meets(&x, &q), meets(&y, &p));
        if across.0 == 0 || across.1 == 0 || meets(&x, &p) + meets(&y, &q) > 1 {
            continue;
        }
        let (Some(first), Some(last)) = (x.first(), y.last()) else {
            continue;
        };
        let (Some(start), Some(end)) = (p.first(), q.last()) else {
            continue;
        };
        out.push(view.draft(
            &RULES[5],
            Severity::Critical,
            0.75,
            &(*first..last + 1),
            &(*start..end + 1),
        ));
    }
}

/// How far, in words, the terms of a comparison stand from `than`.
const TERM: usize = 5;

/// `the largest` → `one of the largest`, `the second oldest` → `the oldest`: another rank.
fn ranks(view: &BeadView<'_>, out: &mut Vec<Draft>) {
    let (a, b) = (view.original(), view.copy());
    for k in 1..a.len() {
        if !is_superlative(a, k) {
            continue;
        }
        let Some(link) = a
            .link(k)
            .filter(|l| l.keeps_word() && is_superlative(b, l.other))
        else {
            continue;
        };
        let (x, y) = (rank_before(a, k), rank_before(b, link.other));
        // What stands before is told only where something follows that stayed.
        if x.0 == y.0 || !a.is_kept(k + 1) {
            continue;
        }
        out.push(view.draft(
            &RULES[4],
            Severity::Major,
            0.7,
            &(x.1..k + 1),
            &(y.1..link.other + 1),
        ));
    }
}

/// `largest`, or the `most` before an adjective.
fn is_superlative(words: Words<'_>, k: usize) -> bool {
    let norm = words.norm(k);
    let long = norm.len() > 4 && norm.ends_with("est") && !NO_SUPERLATIVES.contains(&norm);
    let most = matches!(norm, "most" | "least") && words.is_content(k + 1);
    (long || most || norm == "first") && (1..=2).any(|d| k >= d && words.norm(k - d) == "the")
}

const NO_SUPERLATIVES: [&str; 9] = [
    "interest", "protest", "request", "arrest", "forest", "latest", "harvest", "conquest", "honest",
];

/// What ranks a superlative (0 nothing, 1 one among others, else an ordinal), and its first word.
fn rank_before(words: Words<'_>, superlative: usize) -> (u64, usize) {
    let start = superlative - 1;
    let ordinal = words.norm(start);
    if ordinal != "the" {
        return (words.key(start), start.saturating_sub(1));
    }
    let of = start.checked_sub(1).map_or("", |k| words.norm(k));
    let among = matches!(of, "among" | "amongst");
    let one_of = of == "of" && start >= 2 && matches!(words.norm(start - 2), "one" | "some");
    match (one_of, among) {
        (true, _) => (1, start - 2),
        (_, true) => (1, start - 1),
        _ => (0, start),
    }
}

fn restrictions(view: &BeadView<'_>, out: &mut Vec<Draft>) {
    let (a, b) = (view.original(), view.copy());
    let (mut left, mut right) = (cues::find(a, &RESTRICTIONS), cues::find(b, &RESTRICTIONS));
    cues::pair(a, &mut left, &mut right);
    for (words, list, lost) in [(a, &left, true), (b, &right, false)] {
        for cue in list.iter().filter(|c| !c.matched) {
            if cue.tag == "just" {
                continue;
            }
            let next = cue.run.end;
            let counted = words
                .token(next)
                .is_some_and(|t| t.kind == TokenKind::Number || NUMBER_WORDS.contains(&t.key))
                || SPANS.contains(&words.norm(next));
            // `abroad only or here too`: what follows is not what is restricted.
            let before = words.class(next).shares(Class::CONJUNCTION);
            let stays = words.is_content(next) && words.is_kept(next);
            if !(stays || words.surroundings_kept(cue.run.start)) || words.broken_after(next - 1) {
                continue;
            }
            let other = words.link(cue.run.start);
            let other_side = if lost { b } else { a };
            let replaced = other.filter(|l| {
                let stands_in = Class::DEGREE.or(Class::QUANTIFIER);
                l.relation == Relation::Substituted
                    && (other_side.is_content(l.other)
                        || other_side.class(l.other).shares(stands_in))
            });
            // `Only minor`, `nothing worse than minor`; `only last year`, `not until last year`.
            let side = if lost { b } else { a };
            let denied =
                (0..side.len()).any(|k| side.class(k).shares(Class::NEGATOR) && !side.is_kept(k));
            if denied {
                continue;
            }
            let (severity, confidence) = match cue.tag {
                "only" if replaced.is_some() => (Severity::Major, 0.5),
                "only"
                    if !counted && !before && words.link(next).is_some_and(|l| l.keeps_word()) =>
                {
                    (Severity::Major, 0.45)
                }
                _ => (Severity::Minor, 0.4),
            };
            // The word that is restricted shows the place; it became nothing else.
            let there = replaced
                .or(words.link(next))
                .map_or(0..0, |l| l.other..l.other + 1);
            let mut draft = if lost {
                view.draft(&RULES[0], severity, confidence, &cue.run, &there)
            } else {
                view.draft(&RULES[0], severity, confidence, &there, &cue.run)
            };
            if replaced.is_none() {
                draft.message = alone(words.text(&cue.run), other_side.text(&there), lost);
            }
            out.push(draft);
        }
    }
}

fn quantifiers(view: &BeadView<'_>, out: &mut Vec<Draft>) {
    let (a, b) = (view.original(), view.copy());
    let (mut left, mut right) = (cues::find(a, &QUANTIFIERS), cues::find(b, &QUANTIFIERS));
    let pairs = cues::pair(a, &mut left, &mut right);
    for (x, y) in cues::paired(&left, &right, &pairs) {
        // Only where the two stand for one another, or before the same word.
        let same_place = a
            .link(x.run.start)
            .is_some_and(|l| y.run.contains(&l.other));
        let same_head = a.link(x.run.end).is_some_and(|l| l.other == y.run.end);
        if !same_place && !same_head {
            continue;
        }
        // `None was hurt`, `all were unhurt`.
        let made_up_for = |words: Words<'_>| {
            (0..words.len()).any(|k| !words.is_kept(k) && negation::is_negative_word(words.norm(k)))
        };
        let (severity, confidence) = match (x.tag, y.tag) {
            ("none", "all") | ("all", "none") if !followed(a, b, x, y) => continue,
            ("none", "all") if made_up_for(b) => continue,
            ("all", "none") if made_up_for(a) => continue,
            // `Few have one`, `most have none`; `few refused`, `most accepted`.
            ("few", "most" | "all") | ("most" | "all", "few") if negation::is_complement(a, b) => {
                continue;
            }
            ("all", "some" | "many") | ("some" | "many", "all") => (Severity::Major, 0.6),
            ("all", "most") | ("most", "all") => (Severity::Major, 0.55),
            ("most", "some") | ("some", "most") => (Severity::Major, 0.5),
            ("none", other) | (other, "none") if other != "none" => (Severity::Critical, 0.7),
            ("few", "many" | "most" | "all") | ("many" | "most" | "all", "few") => {
                (Severity::Major, 0.65)
            }
            ("many", "some" | "most") | ("some" | "most", "many") => (Severity::Minor, 0.4),
            ("few", "some") | ("some", "few") => (Severity::Minor, 0.4),
            _ => continue,
        };
        out.push(view.draft(&RULES[1], severity, confidence, &x.run, &y.run));
    }
}

fn comparisons(view: &BeadView<'_>, out: &mut Vec<Draft>) {
    let (a, b) = (view.original(), view.copy());
    for k in 0..a.len() {
        let Some(link) = a.link(k).filter(|l| l.relation == Relation::Substituted) else {
            continue;
        };
        if !DIRECTIONS.contains(a.key(k), b.key(link.other)) || !a.surroundings_kept(k) {
            continue;
        }
        // A bound of a number, or an opposite beside it that makes up for the change.
        let numeric = |w: Words<'_>, at: usize| {
            (at + 1..at + 4).any(|n| w.token(n).is_some_and(|t| t.kind == TokenKind::Number))
        };
        let made_up_for = a.link(k + 1).is_some_and(|l| {
            l.relation == Relation::Substituted && l.other == link.other + 1 && a.is_content(k + 1)
        });
        if numeric(a, k) && numeric(b, link.other) || made_up_for {
            continue;
        }
        out.push(view.draft(
            &RULES[2],
            Severity::Major,
            0.7,
            &(k..k + 1),
            &(link.other..link.other + 1),
        ));
    }
}

/// `rather than` of which only `than` is left, after a word that compares nothing.
fn alternatives(view: &BeadView<'_>, out: &mut Vec<Draft>) {
    let (a, b) = (view.original(), view.copy());
    let (rather, than) = (key("rather"), key("than"));
    for k in 1..a.len() {
        if a.key(k) != than || a.key(k - 1) != rather || a.is_kept(k - 1) {
            continue;
        }
        let Some(link) = a.link(k).filter(|l| l.keeps_word() && l.other > 0) else {
            continue;
        };
        let before = b.norm(link.other - 1);
        let stand_in = !b.is_kept(link.other - 1) && !b.broken_after(link.other - 1);
        let start = link.other - usize::from(stand_in);
        if !before.ends_with("er") && !["more", "less"].contains(&before) {
            out.push(view.draft(
                &RULES[3],
                Severity::Major,
                0.75,
                &(k - 1..k + 1),
                &(start..link.other + 1),
            ));
        }
    }
}
