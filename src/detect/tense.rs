//! Tense: whether a thing has happened, happens or is to come.

use std::sync::LazyLock;

use crate::compare::Link;
use crate::detect::cues;
use crate::detect::view::Words;
use crate::detect::{BeadView, Detector, Draft, Rule};
use crate::lexicon::{Class, Parts, Phrases, is_past, key};
use crate::report::{Kind, Severity};

/// Past and future exchanged.
///
/// # What it finds
/// A verb that both sides have, past or perfect on one and future on the other; a tie to then
/// (`at the time`) that became a tie to now (`currently`).
///
/// # Why it matters
/// What is planned reads as done, or what is done as planned.
///
/// # Example
/// `is due to report` → `reported`
///
/// # Limits
/// Past against present is not reported: reported speech and house style shift it freely. A verb
/// that was replaced as well goes unseen.
pub struct Tense;

static RULES: [Rule; 3] = [
    Rule {
        code: "WD241",
        name: "past and future exchanged",
        kind: Kind::Time,
    },
    Rule {
        code: "WD242",
        name: "then became now",
        kind: Kind::Time,
    },
    Rule {
        code: "WD243",
        name: "going on or done",
        kind: Kind::Time,
    },
];

static FUTURE: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::read(include_str!("../lexicon/data/future.txt")));
static ANCHORS: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::read(include_str!("../lexicon/data/anchors.txt")));

/// How far, in words, a duration stands behind its verb.
const LASTS: usize = 6;
/// The longest group of auxiliaries before a verb, in words.
const GROUP: usize = 5;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Time {
    /// `was taken`, `took`.
    Past,
    /// `has taken`.
    Perfect,
    /// `will take`, `is due to take`.
    Future,
    /// `to be taken`: of the future only against a perfect.
    ToBe,
    /// `is taking`.
    Going,
    /// `is being taken`.
    Undergoing,
    /// `would take`: of the future in a report of the past.
    Would,
    /// `is taken`, `are`: of the present only against a future.
    Present,
}

impl Detector for Tense {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn bead(&self, view: BeadView<'_>, out: &mut Vec<Draft>) {
        if view.alignment.is_identical() {
            return;
        }
        let (a, b) = (view.original(), view.copy());
        for k in 0..a.len() {
            let verbs = |l: &Link| {
                l.keeps_word() || a.parts(k).only(Parts::VERB) && b.parts(l.other).only(Parts::VERB)
            };
            let Some(link) = a.link(k).filter(|l| a.is_content(k) && verbs(l)) else {
                continue;
            };
            let (Some((from, start)), Some((to, other))) = (time(a, k), time(b, link.other)) else {
                continue;
            };
            // `ran the town for decades`, `has led the town for decades`: it is over, or goes on.
            let lasts = |w: Words<'_>, at: usize| {
                (at..(at + LASTS).min(w.len())).any(|n| {
                    // `For decades`, not `for the first time`.
                    let next = w.parts(n + 1);
                    w.norm(n) == "since"
                        || w.norm(n) == "for" && next.may(Parts::NUMBER | Parts::PLURAL)
                })
            };
            let over = |x: Time, y: Time| x == Time::Past && y == Time::Perfect;
            if (over(from, to) || over(to, from)) && lasts(a, k) && lasts(b, link.other) {
                let (x, y) = (start..k + 1, other..link.other + 1);
                out.push(view.draft(&RULES[2], Severity::Major, 0.5, &x, &y));
                continue;
            }
            let judged = [(from, to), (to, from)]
                .into_iter()
                .find_map(|(x, y)| exchanged(x, y));
            if let Some((rule, severity, confidence)) = judged {
                out.push(view.draft(
                    rule,
                    severity,
                    confidence,
                    &(start..k + 1),
                    &(other..link.other + 1),
                ));
            }
        }
        let (mut left, mut right) = (cues::find(a, &ANCHORS), cues::find(b, &ANCHORS));
        cues::pair(a, &mut left, &mut right);
        let lost = left.iter().find(|c| c.tag == "then" && unkept(a, c));
        let new = right.iter().find(|c| c.tag == "now" && unkept(b, c));
        if let (Some(lost), Some(new)) = (lost, new) {
            out.push(view.draft(&RULES[1], Severity::Major, 0.7, &lost.run, &new.run));
        }
    }
}

/// What it means that a verb is in one time on one side and in another on the other: rule, severity
/// and confidence.
fn exchanged(one: Time, other: Time) -> Option<(&'static Rule, Severity, f64)> {
    match (one, other) {
        (Time::Future, Time::Past | Time::Perfect) | (Time::ToBe, Time::Perfect) => {
            Some((&RULES[0], Severity::Critical, 0.75))
        }
        // `is being repaired`, `has been repaired`: still going on, or done.
        (Time::Going, Time::Perfect) => Some((&RULES[2], Severity::Minor, 0.5)),
        (Time::Undergoing, Time::Perfect) => Some((&RULES[2], Severity::Major, 0.6)),
        // `said it would hire`, `said that it hired`.
        (Time::Would, Time::Past | Time::Perfect) => Some((&RULES[0], Severity::Major, 0.55)),
        (Time::Going | Time::Undergoing, Time::Future) => Some((&RULES[0], Severity::Major, 0.5)),
        (Time::Present, Time::Future) => Some((&RULES[0], Severity::Minor, 0.5)),
        _ => None,
    }
}

fn unkept(words: Words<'_>, cue: &cues::Cue) -> bool {
    !cue.run.clone().all(|k| words.is_kept(k))
}

/// The time of a verb by its auxiliaries and form, with the first word of its group.
fn time(words: Words<'_>, verb: usize) -> Option<(Time, usize)> {
    let mut start = verb;
    let auxiliary = Class::AUXILIARY.or(Class::NEGATOR).or(Class::DEGREE);
    let to = key("to");
    while start > 0 && verb - start < GROUP && !words.broken_after(start - 1) {
        let class = words.class(start - 1);
        let planned = [
            "due",
            "set",
            "about",
            "scheduled",
            "going",
            "expected",
            "planning",
        ];
        if class.shares(auxiliary)
            || words.key(start - 1) == to
            || words.norm(start) == "to" && planned.contains(&words.norm(start - 1))
        {
            start -= 1;
        } else {
            break;
        }
    }
    for k in start..verb {
        let found = FUTURE.find(|n| {
            (k + n <= verb)
                .then(|| words.token(k + n))
                .flatten()
                .map(|t| (t.key, t.stem))
        });
        if let Some(found) = found {
            let time = if found.tag == "infinitive" {
                Time::ToBe
            } else {
                Time::Future
            };
            return Some((time, start));
        }
    }
    let group = || (start..verb).map(|k| words.norm(k));
    if group().any(|w| w == "would") && !group().any(|w| matches!(w, "have" | "not")) {
        return Some((Time::Would, start));
    }
    let conditional = [
        "would", "could", "should", "might", "may", "can", "must", "to", "not",
    ];
    if group().any(|w| conditional.contains(&w)) {
        return None;
    }
    let past_participle = is_past(words.norm(verb));
    let perfect = group().any(|w| ["has", "have", "had"].contains(&w)) && past_participle;
    let passive = group().any(|w| ["was", "were"].contains(&w)) && past_participle;
    let did = group().any(|w| w == "did");
    // A bare past form after a noun; after `the` or `a` it would be an adjective.
    let bare = start == verb
        && past_participle
        && verb > 0
        && (words.is_content(verb - 1) || words.class(verb - 1).shares(Class::PRONOUN));
    let being = group().any(|w| w == "being");
    let is = group().any(|w| ["is", "are", "am"].contains(&w));
    if is && being && past_participle {
        return Some((Time::Undergoing, start));
    }
    if is && words.norm(verb).ends_with("ing") {
        return Some((Time::Going, start));
    }
    if is && past_participle && !group().any(|w| matches!(w, "been" | "has" | "have")) {
        return Some((Time::Present, start));
    }
    // `had been taken` is as past as `was taken`; only `has been taken` is a perfect of now.
    if perfect && !group().any(|w| w == "had") {
        return Some((Time::Perfect, start));
    }
    (perfect || passive || did || bare).then_some((Time::Past, start))
}
