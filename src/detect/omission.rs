//! What the copy left out, and what it put in.

use std::ops::Range;
use std::sync::LazyLock;

use crate::compare::{Edit, Relation};
use crate::detect::view::{Words, alone};
use crate::detect::{BeadView, Detector, Draft, Pair, Rule};
use crate::lexicon::speech::saying;
use crate::lexicon::{Class, Parts, WordSet};
use crate::report::{Kind, Severity};
use crate::span::TokenSpan;
use crate::text::Document;
use crate::text::segments::SegmentKind;

/// Clauses and sentences lost or put in.
///
/// # What it finds
/// A run of words with at least three content words that the other side does not have anywhere in
/// the same bead; a sentence without a partner; one or two words lost from a phrase that closes over
/// them or put into one (`minor`, but `major` where the word makes another thing of the next:
/// `former minister`, `attempted murder`).
///
/// # Why it matters
/// What is left out cannot inform, and what is put in has no source.
///
/// # Example
/// `the architect, who turned down an honour in protest, died` → `the architect died`
///
/// # Limits
/// A sentence without a partner is `minor`: copies are shortened, and texts may be two updates of
/// one story. A clause said elsewhere in the copy in other words counts as lost.
pub struct LostAndAdded;

static RULES: [Rule; 6] = [
    Rule {
        code: "WD821",
        name: "clause lost",
        kind: Kind::Omission,
    },
    Rule {
        code: "WD822",
        name: "sentence lost",
        kind: Kind::Omission,
    },
    Rule {
        code: "WD841",
        name: "clause put in",
        kind: Kind::Addition,
    },
    Rule {
        code: "WD842",
        name: "sentence put in",
        kind: Kind::Addition,
    },
    Rule {
        code: "WD823",
        name: "detail lost",
        kind: Kind::Omission,
    },
    Rule {
        code: "WD843",
        name: "detail put in",
        kind: Kind::Addition,
    },
];

static PRIVATIVE: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::of_forms(include_str!("../lexicon/data/privative.txt")));

/// The longest detail, in words.
const DETAIL: usize = 4;
/// The fewest content words of a clause.
const CLAUSE: usize = 3;
/// From so many content words on, a lost clause is content, not detail.
const LONG: usize = 6;

impl Detector for LostAndAdded {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn bead(&self, view: BeadView<'_>, out: &mut Vec<Draft>) {
        let (a, b) = (view.original(), view.copy());
        for edit in &view.alignment.edits {
            let (lost, new) = excess(a, b, edit);
            let turns = edit.relation == Relation::Deleted && weighty(a, edit.original.clone());
            if lost >= CLAUSE || turns && lost + 1 >= CLAUSE {
                let (severity, confidence) = if lost >= LONG || turns {
                    (Severity::Major, 0.5)
                } else {
                    (Severity::Minor, 0.5)
                };
                let run = without_matched_ends(a, edit.original.clone());
                out.push(view.draft(&RULES[0], severity, confidence, &run, &(0..0)));
            }
            if new >= CLAUSE {
                let run = without_matched_ends(b, edit.copy.clone());
                out.push(view.draft(&RULES[2], Severity::Minor, 0.4, &(0..0), &run));
            }
        }
        details(&view, out);
    }

    fn pair(&self, pair: &Pair<'_>, out: &mut Vec<Draft>) {
        for bead in pair.beads {
            let (document, segments, rule) = match (&bead.original[..], &bead.copy[..]) {
                (segments, []) => (pair.original, segments, &RULES[1]),
                ([], segments) => (pair.copy, segments, &RULES[3]),
                _ => continue,
            };
            let lost = rule.code == RULES[1].code;
            for span in segments.iter().filter_map(|s| sentence(document, *s)) {
                let text = super::view::shorten(document.text_of(span));
                out.push(Draft {
                    rule,
                    severity: Severity::Minor,
                    confidence: 0.5,
                    original: lost.then_some(span),
                    copy: (!lost).then_some(span),
                    message: if lost {
                        format!("the sentence “{text}” is missing from the copy")
                    } else {
                        format!("the sentence “{text}” is not in the original")
                    },
                });
            }
        }
    }
}

/// Single words lost from a phrase that closes over them, or put into one.
fn details(view: &BeadView<'_>, out: &mut Vec<Draft>) {
    if view.alignment.is_identical() {
        return;
    }
    let (a, b) = (view.original(), view.copy());
    for (own, other, lost) in [(a, b, true), (b, a, false)] {
        let mut k = 0;
        while k < own.len() {
            let start = k;
            while k < own.len() && own.link(k).is_none() {
                k += 1;
            }
            let run = start..k;
            k += 1;
            let content = own.unmatched_content(run.clone());
            let share = run.len() == 1 && SHARES.contains(&own.norm(start));
            if run.is_empty() || run.len() > DETAIL || !share && !(1..CLAUSE).contains(&content) {
                continue;
            }
            if !share && run.clone().all(|k| aside(own, k)) {
                continue;
            }
            let Some(there) = closed(own, other, &run) else {
                continue;
            };
            let last = run.end - 1;
            let turned = run
                .clone()
                .any(|k| own.is_content(k) && PRIVATIVE.contains(own.key(k)));
            let before_noun = !own.broken_after(last) && own.is_content(run.end);
            let turned = turned && before_noun
                || share && own.parts(run.end).may(Parts::PARTICIPLE | Parts::ADJECTIVE);
            let (severity, confidence) = if turned {
                (Severity::Major, 0.6)
            } else {
                (Severity::Minor, 0.35)
            };
            let mut draft = if lost {
                view.draft(&RULES[4], severity, confidence, &run, &there)
            } else {
                view.draft(&RULES[5], severity, confidence, &there, &run)
            };
            draft.message = alone(own.text(&run), other.text(&there), lost);
            out.push(draft);
        }
    }
}

/// Whether a word is no detail of its own: an adverb, a name or a number, which have their
/// detectors, or a function word.
fn aside(words: Words<'_>, k: usize) -> bool {
    let apart = Parts::ADVERB | Parts::NAME | Parts::NUMBER;
    // A speech tag moves and changes freely.
    let tag =
        words.norm(k) == "according" || words.token(k).is_some_and(|t| saying(t.key).is_some());
    !words.is_content(k) || tag || words.parts(k).only(apart)
}

/// `Half owned`: by how much.
const SHARES: [&str; 5] = ["half", "partly", "partially", "almost", "nearly"];

/// The word of the other side after a run that is closed over: the words before and after the run
/// stand side by side there.
fn closed(own: Words<'_>, other: Words<'_>, run: &Range<usize>) -> Option<Range<usize>> {
    let kept = |k: usize| own.kept(k);
    let before = run.start.checked_sub(1);
    match (before, run.end < own.len()) {
        (None, false) => None,
        (None, true) => kept(run.end).filter(|j| *j == 0).map(|j| j..j + 1),
        (Some(k), false) => kept(k).filter(|i| i + 1 == other.len()).map(|i| i..i + 1),
        (Some(k), true) => {
            let (i, j) = (kept(k)?, kept(run.end)?);
            (i + 1 == j).then_some(j..j + 1)
        }
    }
}

/// Whether a run of words without counterparts holds a condition or a negation: `if donors
/// guaranteed orders`, `all of whom were released without charge`.
fn weighty(words: Words<'_>, run: Range<usize>) -> bool {
    run.filter(|k| !words.is_kept(*k)).any(|k| {
        words.class(k).shares(Class::NEGATOR)
            || matches!(
                words.norm(k),
                "if" | "unless" | "provided" | "until" | "although" | "though"
            )
    })
}

/// The words of a segment where it is a sentence of the story that says something.
fn sentence(document: &Document<'_>, segment: usize) -> Option<TokenSpan> {
    let segment = document.segments.get(segment)?;
    let told = matches!(segment.kind, SegmentKind::Sentence);
    let words = document.slice(segment.body).iter().filter(|t| t.is_word());
    (told && words.count() >= CLAUSE).then_some(segment.body)
}

/// How many more content words without a counterpart each side of a step has than the other.
fn excess(a: Words<'_>, b: Words<'_>, edit: &Edit) -> (usize, usize) {
    match edit.relation {
        Relation::Deleted => (a.unmatched_content(edit.original.clone()), 0),
        Relation::Inserted => (0, b.unmatched_content(edit.copy.clone())),
        Relation::Substituted => {
            let left = a.unmatched_content(edit.original.clone());
            let right = b.unmatched_content(edit.copy.clone());
            (
                left.saturating_sub(2 * right),
                right.saturating_sub(2 * left),
            )
        }
        _ => (0, 0),
    }
}

fn without_matched_ends(words: Words<'_>, mut run: Range<usize>) -> Range<usize> {
    while run.start < run.end && words.is_kept(run.start) {
        run.start += 1;
    }
    while run.end > run.start && words.is_kept(run.end - 1) {
        run.end -= 1;
    }
    run
}
