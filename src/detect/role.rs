//! Who did what to whom.

use crate::detect::view::Words;
use crate::detect::{BeadView, Detector, Draft, Rule};
use crate::lexicon::{Class, is_past};
use crate::report::{Kind, Severity};
use crate::text::tokens::{Token, TokenKind};

/// Agent and patient exchanged.
///
/// # What it finds
/// A verb that both sides have, whose agent on one side is its patient on the other: by voice
/// (`had replaced` → `was replaced by`) or by place; `of` before an owner that became `for` or
/// `against` before a target.
///
/// # Why it matters
/// The reader blames, thanks or pities the wrong one.
///
/// # Example
/// `the contempt of the left` → `contempt for the left`
///
/// # Limits
/// Light syntax: the nearest content word on each side of the verb stands for its argument.
pub struct Role;

static RULES: [Rule; 2] = [
    Rule {
        code: "WD551",
        name: "agent and patient exchanged",
        kind: Kind::Role,
    },
    Rule {
        code: "WD552",
        name: "owner became target",
        kind: Kind::Role,
    },
];

/// How far, in words, an argument may stand from its verb.
const REACH: usize = 5;

/// A verb with the words beside it.
struct Frame {
    start: usize,
    end: usize,
    agent: Option<usize>,
    patient: Option<usize>,
    passive: bool,
    by: bool,
}

impl Detector for Role {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn bead(&self, view: BeadView<'_>, out: &mut Vec<Draft>) {
        if view.alignment.is_identical() {
            return;
        }
        let a = view.original();
        for k in 0..a.len() {
            let Some(link) = a.link(k).filter(|l| l.keeps_word() && a.is_content(k)) else {
                continue;
            };
            exchanged(&view, k, link.other, out);
            owner(&view, k, link.other, out);
        }
    }
}

fn exchanged(view: &BeadView<'_>, i: usize, j: usize, out: &mut Vec<Draft>) {
    let (a, b) = (view.original(), view.copy());
    if !is_past(a.norm(i)) || !is_past(b.norm(j)) {
        return;
    }
    let (x, y) = (frame(a, i), frame(b, j));
    let same = |word: Option<usize>, other: Option<usize>| matches!((word.and_then(|w| a.link(w)), other), (Some(l), Some(o)) if l.keeps_word() && l.other == o);
    let kept = same(x.agent, y.agent) || same(x.patient, y.patient);
    let (forth, back) = (same(x.agent, y.patient), same(x.patient, y.agent));
    if kept || !(forth || back) {
        return;
    }
    let confidence = match (forth && back, x.passive != y.passive) {
        (true, _) => 0.85,
        (false, true) if x.by || y.by => 0.6,
        // One argument alone, or a passive without an agent, may be another construction.
        (false, _) => return,
    };
    out.push(view.draft(
        &RULES[0],
        Severity::Critical,
        confidence,
        &(x.start..x.end),
        &(y.start..y.end),
    ));
}

/// The verb group around a word and its nearest arguments.
fn frame(words: Words<'_>, verb: usize) -> Frame {
    let auxiliary = Class::BE
        .or(Class::HAVE)
        .or(Class::MODAL)
        .or(Class::NEGATOR)
        .or(Class::DEGREE);
    let mut start = verb;
    while start > 0
        && verb - start < 4
        && words.class(start - 1).shares(auxiliary)
        && !words.broken_after(start - 1)
    {
        start -= 1;
    }
    let be = (start..verb).any(|k| words.class(k).shares(Class::BE));
    let by = words.norm(verb + 1) == "by" && !words.broken_after(verb);
    let passive = by || be && is_past(words.norm(verb));
    let mut end = verb + 1;
    let before = (start.saturating_sub(REACH)..start)
        .rev()
        .take_while(|k| !words.broken_after(*k))
        .find(|k| words.is_content(*k));
    let from = if by { verb + 2 } else { verb + 1 };
    let after = (from..(from + REACH).min(words.len()))
        .take_while(|k| *k == from || !words.broken_after(k - 1))
        // `replaced in May`: what a preposition brings is no argument.
        .take_while(|k| by || !words.class(*k).shares(Class::PREPOSITION))
        .filter(|k| words.is_content(*k))
        // The head of `the old harbour chief` is its last word.
        .take(3)
        .last();
    let (agent, patient) = match (passive, by) {
        (true, true) => {
            end = verb + 2;
            (after, before)
        }
        (true, false) => (None, before),
        _ => (before, after),
    };
    Frame {
        start,
        end,
        agent,
        patient,
        passive,
        by,
    }
}

/// `the contempt of the left`: whose it is; `contempt for the left`: whom it meets.
fn owner(view: &BeadView<'_>, i: usize, j: usize, out: &mut Vec<Draft>) {
    let (a, b) = (view.original(), view.copy());
    let opposed = |x: &str, y: &str| {
        matches!(
            (x, y),
            (
                "of" | "by" | "from",
                "for" | "against" | "towards" | "toward"
            ) | (
                "for" | "against" | "towards" | "toward",
                "of" | "by" | "from"
            ) | ("against", "for" | "with" | "towards" | "toward" | "to")
                | ("for" | "with" | "towards" | "toward", "against")
                | ("from", "to")
                | ("to", "from")
        )
    };
    if a.broken_after(i) || b.broken_after(j) || !opposed(a.norm(i + 1), b.norm(j + 1)) {
        return;
    }
    let head = |words: Words<'_>, from: usize| {
        (from..(from + 3).min(words.len())).find(|k| words.is_content(*k))
    };
    let (Some(p), Some(q)) = (head(a, i + 2), head(b, j + 2)) else {
        return;
    };
    if !a.link(p).is_some_and(|l| l.keeps_word() && l.other == q) {
        return;
    }
    // `from 3 to 5` is a range; `Inspectorate of Mines` a name, translated this way or that.
    let number = |t: &Token| t.kind == TokenKind::Number;
    let name = a.token(i).is_some_and(|t| t.capital) && a.token(p).is_some_and(|t| t.capital);
    if name || a.token(p).is_some_and(number) {
        return;
    }
    out.push(view.draft(
        &RULES[1],
        Severity::Critical,
        0.55,
        &(i..p + 1),
        &(j..q + 1),
    ));
}
