//! What somebody means to do, and what is done.

use std::sync::LazyLock;

use crate::detect::cues;
use crate::detect::view::Words;
use crate::detect::{BeadView, Detector, Draft, Rule};
use crate::lexicon::{Class, Parts, Phrases};
use crate::report::{Kind, Severity};

/// Plans that became deeds, and deeds that became plans.
///
/// # What it finds
/// A verb that one side has only as somebody's offer, threat, plan or hope, and the other as done.
///
/// # Why it matters
/// Nothing has happened yet where the reader learns that it has.
///
/// # Example
/// `has offered to send two experts` → `has sent two experts`
///
/// # Limits
/// Only where the verb itself stays, and only past forms count as done.
pub struct Deed;

static RULES: [Rule; 1] = [Rule {
    code: "WD405",
    name: "plan and deed exchanged",
    kind: Kind::Modality,
}];

static UNREAL: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::read(include_str!("../lexicon/data/unreal.txt")));

/// Words that bring a verb after `to` about.
const DONE: [&str; 6] = ["started", "began", "begun", "managed", "continued", "went"];

impl Detector for Deed {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn bead(&self, view: BeadView<'_>, out: &mut Vec<Draft>) {
        if view.alignment.is_identical() {
            return;
        }
        let (a, b) = (view.original(), view.copy());
        for (own, other, planned) in [(a, b, true), (b, a, false)] {
            for cue in cues::find(own, &UNREAL) {
                let verb = cue.run.end;
                let Some(link) = own.link(verb).filter(|l| l.keeps_word()) else {
                    continue;
                };
                let kept = own.is_kept(cue.run.start);
                if kept || !own.parts(verb).may(Parts::VERB) {
                    continue;
                }
                let Some(start) = done(other, link.other) else {
                    continue;
                };
                let here = cue.run.start..verb + 1;
                let there = start..link.other + 1;
                let (x, y) = if planned {
                    (here, there)
                } else {
                    (there, here)
                };
                out.push(view.draft(&RULES[0], Severity::Critical, 0.65, &x, &y));
            }
        }
    }
}

/// Where the group of a verb begins that says its deed is done; `None` where it does not.
fn done(words: Words<'_>, verb: usize) -> Option<usize> {
    let before = |d: usize| verb.checked_sub(d);
    if before(1).is_some_and(|k| words.norm(k) == "to") {
        let bringing = before(2).filter(|k| DONE.contains(&words.norm(*k)));
        return bringing;
    }
    let auxiliary = Class::MODAL.or(Class::NEGATOR).or(Class::DO);
    let open = (1..=3).filter_map(before).any(|k| {
        words.class(k).shares(auxiliary) || matches!(words.norm(k), "to" | "be" | "if" | "or")
    });
    let done = Parts::PAST | Parts::PARTICIPLE;
    let auxiliary = before(1).is_some_and(|k| words.class(k).shares(Class::HAVE.or(Class::BE)));
    // A participle alone may be an adjective: what stands before must be a subject or an auxiliary.
    // `Recovered` before its object is no adjective.
    let object = !words.broken_after(verb)
        && (words
            .class(verb + 1)
            .shares(Class::ARTICLE.or(Class::POSSESSIVE).or(Class::PREPOSITION))
            || words
                .parts(verb + 1)
                .only(Parts::NUMBER | Parts::ADVERB | Parts::NAME));
    let past = words.parts(verb).only(done)
        || words.parts(verb).may(done) && (auxiliary || object || verb + 1 == words.len());
    let finite = auxiliary
        || before(1).is_some_and(|k| {
            words
                .class(k)
                .shares(Class::PRONOUN.or(Class::RELATIVE).or(Class::POSSESSIVE))
                || words.parts(k).may(Parts::NOMINAL)
        });
    (past && finite && !open).then_some(verb)
}
