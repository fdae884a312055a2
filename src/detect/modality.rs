//! Certainty and obligation: may, will, must.

use std::sync::LazyLock;

use crate::detect::cues::{self, Cue};
use crate::detect::view::{self, Words};
use crate::detect::{BeadView, Detector, Draft, Rule};
use crate::lexicon::{Class, Phrases, stem_key};
use crate::report::{Kind, Severity};

/// Other certainty or obligation.
///
/// # What it finds
/// A modal verb or hedge that was put for one of another strength, and a hedge that is gone or
/// was put in while its clause is still there.
///
/// # Why it matters
/// What may happen is not what will; a suspicion is not a fact.
///
/// # Example
/// `could raise prices` → `will raise prices`
///
/// # Limits
/// `can` of ability and `could` of the past look like possibility; `would` for `will` is the
/// change of tense that reported speech asks for, and is never reported.
pub struct Certainty;

static RULES: [Rule; 3] = [
    Rule {
        code: "WD401",
        name: "other certainty or obligation",
        kind: Kind::Modality,
    },
    Rule {
        code: "WD402",
        name: "hedge lost",
        kind: Kind::Modality,
    },
    Rule {
        code: "WD403",
        name: "hedge put in",
        kind: Kind::Modality,
    },
];

static CUES: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::read(include_str!("../lexicon/data/modality.txt")));

impl Detector for Certainty {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn bead(&self, view: BeadView<'_>, out: &mut Vec<Draft>) {
        if view.alignment.is_identical() {
            return;
        }
        let (a, b) = (view.original(), view.copy());
        let (mut left, mut right) = (cues::find(a, &CUES), cues::find(b, &CUES));
        left.retain(|c| !is_month(a, c));
        right.retain(|c| !is_month(b, c));
        let pairs = cues::pair(a, &mut left, &mut right);
        for (x, y) in cues::paired(&left, &right, &pairs) {
            // `May not`, `must not` forbid alike.
            let forbids = |w: Words<'_>, c: &Cue| {
                (c.run.end..c.run.end + 2).any(|k| w.class(k).shares(Class::NEGATOR))
            };
            // But `will not come` is more than `may not come`.
            let says_not = |w: Words<'_>, c: &Cue| matches!(w.norm(c.run.end), "not" | "n't");
            let foretold = (x.tag == "will" || y.tag == "will") && says_not(a, x) && says_not(b, y);
            if !foretold && forbids(a, x) && forbids(b, y) {
                continue;
            }
            // `Is expected to sign`, `most think he will sign`.
            if matches!((x.tag, y.tag), ("likely" | "possible", "will" | "certain"))
                && right.iter().any(|c| {
                    c.tag == "opinion"
                        && c.run.start < y.run.start
                        && !b.is_kept(c.run.start)
                        && c.run.start + 6 > y.run.start
                })
            {
                continue;
            }
            if restricted(a, x, b, y) || restricted(b, y, a, x) {
                continue;
            }
            // `Will be free to` and `will be obliged to` part behind the same word.
            let same = a.norm(x.run.start) == b.norm(y.run.start);
            let (from, to) = if same {
                (x.tag, y.tag)
            } else {
                (level(a, x), level(b, y))
            };
            if let Some((severity, confidence)) = judge(from, to) {
                out.push(view.draft(&RULES[0], severity, confidence, &x.run, &y.run));
            }
        }
        cancel(&mut left, &mut right);
        for (words, list, rule) in [(a, &left, &RULES[1]), (b, &right, &RULES[2])] {
            for cue in list.iter().filter(|c| !c.matched) {
                // `may possibly`: one of the two is enough.
                let doubled = list.iter().any(|c| {
                    c.matched
                        && c.run.start.abs_diff(cue.run.start) <= 4
                        && !matches!(c.tag, "will" | "opinion")
                });
                // `Is expected to`, `should`: any other hedge of the sentence that has no counterpart
                // stands for it.
                let elsewhere = || {
                    let others = if rule.code == RULES[1].code {
                        &right
                    } else {
                        &left
                    };
                    others.iter().any(|c| {
                        !c.matched
                            && (matches!(c.tag, "possible" | "likely" | "should")
                                || c.tag == "opinion" && holds(words, cue))
                    })
                };
                // `May fish`, `forbids to catch`; `suspected`, `on suspicion`.
                let other = if rule.code == RULES[1].code { b } else { a };
                let said_else = (0..other.len()).any(|k| {
                    !other.is_kept(k)
                        && (SAID_ELSE.contains(&other.norm(k))
                            || cue.run.len() == 1 && derived(words, cue.run.start, other, k))
                });
                if doubled || said_else || cue.tag != "must" && elsewhere() {
                    continue;
                }
                // Only its loss makes a fact of a charge: `accused of pulling`, `pulled`.
                let charge = matches!(words.norm(cue.run.start), "accused" | "charged");
                if charge && rule.code == RULES[2].code {
                    continue;
                }
                let Some((severity, confidence)) =
                    alone(words, cue).or_else(|| opinion(words, cue))
                else {
                    continue;
                };
                // The word that the hedge governs shows where it is missing.
                let target = (cue.run.end..(cue.run.end + 4).min(words.len()))
                    .find_map(|k| words.link(k).filter(|_| words.is_content(k)));
                let there = target.map_or(0..0, |l| l.other..l.other + 1);
                let lost = rule.code == RULES[1].code;
                let mut draft = if lost {
                    view.draft(rule, severity, confidence, &cue.run, &there)
                } else {
                    view.draft(rule, severity, confidence, &there, &cue.run)
                };
                let other = if lost { b } else { a };
                draft.message = view::alone(words.text(&cue.run), other.text(&there), lost);
                out.push(draft);
            }
        }
    }
}

/// How strong an expression is where it stands: `will be able to ask` and `would have let him keep it`
/// say what can be done.
fn level(words: Words<'_>, cue: &Cue) -> &'static str {
    let permits = |k: usize| {
        matches!(
            words.norm(k),
            "able" | "allowed" | "permitted" | "free" | "entitled" | "allow" | "let" | "permit"
        )
    };
    let near = cue.run.end..cue.run.end + 3;
    let permitted = matches!(cue.tag, "will" | "would")
        && near
            .take_while(|k| *k == cue.run.end || !words.broken_after(k - 1))
            .any(permits);
    if permitted { "possible" } else { cue.tag }
}

/// Whether what may only be, or what none may do, is what must be on the other side: `could only be
/// thrown away`, `had to be dumped`; `may continue`, `need not stop`.
fn restricted(own: Words<'_>, can: &Cue, other: Words<'_>, must: &Cue) -> bool {
    if can.tag != "possible" || !matches!(must.tag, "must" | "will") {
        return false;
    }
    let limits = |words: Words<'_>, k: usize| {
        words.class(k).shares(Class::NEGATOR)
            || matches!(
                words.norm(k),
                "only" | "no" | "none" | "nobody" | "nothing" | "without"
            )
    };
    let limited = |words: Words<'_>, cue: &Cue| {
        (cue.run.start.saturating_sub(3)..cue.run.end + 3)
            .any(|k| limits(words, k) && !words.is_kept(k))
    };
    limited(own, can) && !limited(other, must)
        || own.norm(can.run.start) != "could"
            && other.stem(must.run.start) == stem_key("need")
            && limited(other, must)
}

/// Whether a hedge says what somebody holds to be so: `is thought to`, `is believed to`.
fn holds(words: Words<'_>, cue: &Cue) -> bool {
    cue.tag == "likely"
        && ["believed", "thought", "expected", "said", "suspected"]
            .iter()
            .any(|norm| words.norm(cue.run.start) == *norm)
}

/// Words that give or take a permission, or hedge, without a modal verb or an adverb.
const SAID_ELSE: [&str; 13] = [
    "considered",
    "regarded",
    "able",
    "cannot",
    "forbids",
    "forbidden",
    "forbid",
    "limited",
    "allowed",
    "permitted",
    "banned",
    "bars",
    "entitled",
];

/// Whether a word is made of the same root as a hedge: `suspected`, `suspicion`.
fn derived(words: Words<'_>, at: usize, other: Words<'_>, k: usize) -> bool {
    use crate::lexicon::wordnet::{Relation, WordNet};
    if !words.is_content(at) || !other.is_content(k) {
        return false;
    }
    let found = WordNet::embedded().relate(words.norm(at), other.norm(k));
    matches!(found.relation, Relation::Derived | Relation::Synonym)
}

/// A hedge that turns up in another clause of the same sentence is a hedge kept.
fn cancel(left: &mut [Cue], right: &mut [Cue]) {
    for x in left.iter_mut().filter(|c| !c.matched) {
        if let Some(y) = right.iter_mut().find(|y| !y.matched && y.tag == x.tag) {
            x.matched = true;
            y.matched = true;
        }
    }
}

/// What it means that an expression of one level stands for one of another.
fn judge(from: &str, to: &str) -> Option<(Severity, f64)> {
    Some(match (from, to) {
        ("possible", "will" | "certain" | "must") => (Severity::Critical, 0.75),
        ("likely", "certain" | "will") => (Severity::Major, 0.65),
        ("will" | "certain" | "must", "possible") => (Severity::Major, 0.7),
        ("will" | "certain", "likely" | "should") => (Severity::Major, 0.5),
        ("would", "possible") => (Severity::Major, 0.5),
        ("possible", "would") => (Severity::Minor, 0.5),
        ("possible", "likely" | "should") => (Severity::Major, 0.45),
        ("likely", "possible") => (Severity::Minor, 0.5),
        ("should", "must") | ("must", "should") => (Severity::Major, 0.45),
        ("must", "free") | ("free", "must") => (Severity::Critical, 0.6),
        ("should", "free") | ("free", "should") => (Severity::Major, 0.5),
        ("should", "possible" | "will" | "would") | ("would", "should" | "must") => {
            (Severity::Minor, 0.5)
        }
        ("must", "will" | "would") | ("will", "must") => (Severity::Minor, 0.4),
        _ => return None,
    })
}

/// What it means that a hedge has no counterpart; only where its clause has.
fn alone(words: Words<'_>, cue: &Cue) -> Option<(Severity, f64)> {
    let norm = words.norm(cue.run.start);
    let verb = cue.run.end + 1;
    let unreal = norm == "could" && words.is_kept(cue.run.end) && words.is_kept(verb);
    let close = words.is_kept(cue.run.end) && words.is_content(cue.run.end);
    if !unreal && !close && !words.surroundings_kept(cue.run.start) {
        return None;
    }
    // What the hedge governs must be there for its loss to be more than other wording.
    let governed = (cue.run.end..(cue.run.end + 4).min(words.len()))
        .find(|k| words.is_content(*k))
        .is_some_and(|k| words.is_kept(k));
    match cue.tag {
        "possible" | "likely" if !governed => Some((Severity::Minor, 0.4)),
        "possible" if ["may", "might", "possibly", "perhaps", "maybe"].contains(&norm) => {
            Some((Severity::Major, 0.55))
        }
        // `could have left`: something that did not happen.
        "possible" if norm == "could" && words.norm(cue.run.end) == "have" => {
            Some((Severity::Critical, 0.55))
        }
        "likely" => Some((Severity::Major, 0.45)),
        "certain" => Some((Severity::Minor, 0.5)),
        "possible" | "should" | "must" => Some((Severity::Minor, 0.4)),
        _ => None,
    }
}

/// `Police believe that …`: whose opinion it was is gone together with the verb.
fn opinion(words: Words<'_>, cue: &Cue) -> Option<(Severity, f64)> {
    let verb = [
        "believe", "think", "suspect", "fear", "estimate", "assume", "hope",
    ]
    .iter()
    .any(|v| words.stem(cue.run.start) == stem_key(v));
    if cue.tag != "opinion" || !verb || cue.run.start == 0 || cue.run.start > TAG {
        return None;
    }
    let holder = (0..cue.run.start).filter(|k| words.is_content(*k));
    let gone = holder.clone().count() > 0 && holder.clone().all(|k| !words.is_kept(k));
    let next = cue.run.end + usize::from(words.norm(cue.run.end) == "that");
    let stays = (next..words.len().min(next + 3))
        .filter(|k| words.is_kept(*k))
        .count()
        == 3;
    (gone && stays).then_some((Severity::Major, 0.55))
}

/// How many words may stand before a verb of opinion that opens its sentence.
const TAG: usize = 5;

/// `May`, the month.
fn is_month(words: Words<'_>, cue: &Cue) -> bool {
    cue.run.start > 0
        && words.norm(cue.run.start) == "may"
        && words.token(cue.run.start).is_some_and(|t| t.capital)
}
