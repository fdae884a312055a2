//! Who did what to whom.

use std::sync::LazyLock;

use crate::compare::Link;
use crate::detect::view::Words;
use crate::detect::{BeadView, Detector, Draft, Rule};
use crate::lexicon::speech::{pronoun, saying};
use crate::lexicon::wordnet::{Synset, WordNet};
use crate::lexicon::{Class, Parts, WordSet, is_past};
use crate::report::{Kind, Severity};
use crate::text::tokens::{Token, TokenKind};

/// Agent and patient exchanged.
///
/// # What it finds
/// A verb that both sides have, whose agent on one side is its patient on the other: by voice
/// (`had replaced` → `was replaced by`) or by place; `of` before an owner that became `for` or
/// `against` before a target, where the owner is somebody, or the word before it a feeling.
///
/// # Why it matters
/// The reader blames, thanks or pities the wrong one.
///
/// # Example
/// `the contempt of the left` → `contempt for the left`
///
/// # Limits
/// Light syntax: the content words of the noun group on each side of a past form stand for its
/// arguments. Of verbs that take them either way (`met`, `married`) nothing is said.
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
const REACH: usize = 6;
/// The longest apposition, in words, between a subject and its verb.
const APPOSITION: usize = 10;

static ERGATIVE: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::of_stems(include_str!("../lexicon/data/ergative.txt")));
static SYMMETRIC: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::of_stems(include_str!("../lexicon/data/symmetric.txt")));

/// Whether a verb says the same of either of its parties: `met`, `married`.
pub(super) fn is_symmetric(stem: u64) -> bool {
    SYMMETRIC.contains(stem)
}

/// Words of the calendar, which prepositions tie to verbs freely.
static UNITS: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::of_stems("minute hour day week weekend month year decade morning evening night time")
});

/// A verb with the content words of the noun groups beside it.
struct Frame {
    start: usize,
    end: usize,
    agents: Vec<usize>,
    patients: Vec<usize>,
    passive: bool,
    /// A form of `be` stands before it.
    be: bool,
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
            relative(&view, k, link.other, out);
            voice(&view, k, link.other, out);
            owner(&view, k, link.other, out);
        }
    }
}

/// `had been warned` → `had warned`: the same subject before the same verb, which was done to it and
/// is done by it now, or the reverse.
fn voice(view: &BeadView<'_>, i: usize, j: usize, out: &mut Vec<Draft>) {
    let (a, b) = (view.original(), view.copy());
    let form = Parts::PARTICIPLE | Parts::PAST;
    if a.stem(i) != b.stem(j) || !a.parts(i).may(form) || !b.parts(j).may(form) {
        return;
    }
    // `The doors opened`, `the doors were opened`: the same.
    if ERGATIVE.contains(a.stem(i)) {
        return;
    }
    let (Some(x), Some(y)) = (frame(a, i), frame(b, j)) else {
        return;
    };
    // A passive with its agent is compared by its arguments.
    if x.passive == y.passive || x.by || y.by {
        return;
    }
    let (Some(p), Some(q)) = (x.start.checked_sub(1), y.start.checked_sub(1)) else {
        return;
    };
    let subject = a.link(p).is_some_and(|l| l.keeps_word() && l.other == q);
    // Before a finite group a subject, no `the wounded guard`.
    let finite = |w: Words<'_>, f: &Frame, verb: usize| {
        f.start < verb || w.parts(verb).only(Parts::PAST | Parts::PARTICIPLE)
    };
    let broken = a.broken_after(p) || b.broken_after(q);
    if subject && !broken && finite(a, &x, i) && finite(b, &y, j) {
        let (from, to) = (p..x.end, q..y.end);
        out.push(view.draft(&RULES[0], Severity::Critical, 0.6, &from, &to));
    }
}

/// `who defeated Garance` → `whom Garance defeated`: before the same verb the relative pronoun was
/// its subject and is its object, or the reverse.
fn relative(view: &BeadView<'_>, i: usize, j: usize, out: &mut Vec<Draft>) {
    let (a, b) = (view.original(), view.copy());
    let subject = |w: Words<'_>, verb: usize| verb.checked_sub(1).filter(|k| w.norm(*k) == "who");
    let object = |w: Words<'_>, verb: usize| {
        (verb.saturating_sub(REACH)..verb)
            .rev()
            .take_while(|k| !w.broken_after(*k))
            .find(|k| w.norm(*k) == "whom")
            .filter(|k| verb - k > 1)
    };
    let ends = |w: Words<'_>, verb: usize| (verb + 3).min(w.len());
    let (x, y) = match (subject(a, i), object(b, j), object(a, i), subject(b, j)) {
        (Some(who), Some(whom), ..) => (who..ends(a, i), whom..j + 1),
        (_, _, Some(whom), Some(who)) => (whom..i + 1, who..ends(b, j)),
        _ => return,
    };
    out.push(view.draft(&RULES[0], Severity::Critical, 0.7, &x, &y));
}

/// `The office warned him` → `He warned the office`: one argument is the same noun on the other side
/// of the verb, the other a pronoun of the same person that changed its case.
fn pronoun_turned(a: Words<'_>, b: Words<'_>, x: &Frame, y: &Frame, verbs: (usize, usize)) -> bool {
    let person = |w: Words<'_>, k: usize, parts: Parts| {
        w.token(k)
            .filter(|_| w.parts(k).may(parts))
            .and_then(|t| pronoun(t.key))
            .map(|p| (p.person, p.gender, p.plural))
    };
    if x.passive || y.passive {
        return false;
    }
    let (i, j) = verbs;
    let was_object = person(a, i + 1, Parts::OBJECT);
    let is_subject = y
        .start
        .checked_sub(1)
        .and_then(|k| person(b, k, Parts::SUBJECT));
    let was_subject = x
        .start
        .checked_sub(1)
        .and_then(|k| person(a, k, Parts::SUBJECT));
    let is_object = person(b, j + 1, Parts::OBJECT);
    let meets = |from: &[usize], to: &[usize]| {
        let links = from.iter().filter_map(|w| a.link(*w));
        links
            .filter(Link::keeps_word)
            .any(|l| to.contains(&l.other))
    };
    was_object.is_some() && was_object == is_subject && meets(&x.agents, &y.patients)
        || was_subject.is_some() && was_subject == is_object && meets(&x.patients, &y.agents)
}

fn exchanged(view: &BeadView<'_>, i: usize, j: usize, out: &mut Vec<Draft>) {
    let (a, b) = (view.original(), view.copy());
    if !is_past(a.norm(i)) || !is_past(b.norm(j)) {
        return;
    }
    if is_symmetric(a.stem(i)) {
        return;
    }
    let (Some(x), Some(y)) = (frame(a, i), frame(b, j)) else {
        return;
    };
    // `Said by telephone`, `said through her lawyer`: no agent follows a verb of saying.
    let said = a.token(i).is_some_and(|t| saying(t.key).is_some());
    if said && (x.by && !x.be || y.by && !y.be) {
        return;
    }
    let same = |words: &[usize], others: &[usize]| {
        let links = words.iter().filter_map(|w| a.link(*w));
        links
            .filter(Link::keeps_word)
            .any(|l| others.contains(&l.other))
    };
    let kept = same(&x.agents, &y.agents) || same(&x.patients, &y.patients);
    let forth = same(&x.agents, &y.patients);
    let back = same(&x.patients, &y.agents);
    if kept || !(forth || back) {
        return;
    }
    if pronoun_turned(a, b, &x, &y, (i, j)) {
        let (from, to) = (x.start..x.end, y.start..y.end);
        out.push(view.draft(&RULES[0], Severity::Critical, 0.7, &from, &to));
        return;
    }
    let confidence = match (forth && back, x.passive != y.passive) {
        (true, _) => 0.85,
        (false, true) if x.by || y.by => 0.6,
        // One argument alone, or a passive without an agent, may be another construction.
        (false, _) => return,
    };
    let (from, to) = (x.start..x.end, y.start..y.end);
    let mut draft = view.draft(&RULES[0], Severity::Critical, confidence, &from, &to);
    let swapped = |words: &[usize], others: &[usize]| {
        let mut words = words.iter().copied();
        words
            .find(|w| same(&[*w], others))
            .map(|w| a.text(&(w..w + 1)))
    };
    if let (Some(agent), Some(patient)) = (
        swapped(&x.agents, &y.patients),
        swapped(&x.patients, &y.agents),
    ) {
        let verb = a.text(&from);
        draft.message = format!("“{agent}” and “{patient}” changed places around “{verb}”");
    }
    out.push(draft);
}

/// The verb group around a word and the noun groups beside it; none where they cannot be told.
fn frame(words: Words<'_>, verb: usize) -> Option<Frame> {
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
    // `organised this year by France`; with an object of its own before `by` it may be active.
    let by = (verb + 1..(verb + 5).min(words.len()))
        .take_while(|k| !words.broken_after(k - 1))
        // `Rose by 2 percent` names no agent.
        .find(|k| {
            words.norm(*k) == "by"
                && words
                    .token(k + 1)
                    .is_none_or(|t| t.kind != TokenKind::Number)
                && !words.class(k + 1).shares(Class::QUANTIFIER)
                && words.norm(k + 2) != "own"
                // `Survived by clinging`, `had died by the time`.
                && !words.parts(k + 1).only(Parts::GERUND)
                && !(k + 1..k + 3).any(|t| words.is_time(t) || UNITS.contains(words.stem(t)))
        });
    if by.is_some_and(|k| k > verb + 1 && !be) {
        return None;
    }
    let before = group_before(words, start);
    let after = group_after(words, by.unwrap_or(verb) + 1);
    let (agents, patients) = match (by.is_some(), be) {
        (true, _) => (after, before),
        (false, true) => (Vec::new(), before),
        (false, false) => (before, after),
    };
    Some(Frame {
        start,
        end: by.filter(|k| *k == verb + 1).unwrap_or(verb) + 1,
        agents,
        patients,
        passive: by.is_some() || be,
        be,
        by: by.is_some(),
    })
}

/// Whether a noun group ends at a word: at another verb, or where a clause begins.
fn ends_group(words: Words<'_>, at: usize) -> bool {
    let verb = Class::AUXILIARY.or(Class::RELATIVE);
    // `the wounded guard`: after an article a participle is an adjective.
    let adjective = at > 0 && words.class(at - 1).shares(Class::ARTICLE);
    let lower = words.token(at).is_some_and(|t| !t.capital);
    words.class(at).shares(verb)
        || words.norm(at) == "that"
        || words.is_content(at) && lower && is_past(words.norm(at)) && !adjective
}

/// Content words of the noun group that ends before a word, over an apposition between commas.
fn group_before(words: Words<'_>, end: usize) -> Vec<usize> {
    let mut end = end;
    if end > 0 && words.comma_after(end - 1) {
        let opening = (end.saturating_sub(APPOSITION)..end - 1)
            .rev()
            .find(|k| words.broken_after(*k));
        match opening {
            Some(k) if words.comma_after(k) => end = k + 1,
            _ => return Vec::new(),
        }
    }
    let mut group = Vec::new();
    for k in (end.saturating_sub(REACH)..end).rev() {
        let broken = k + 1 < end && words.broken_after(k);
        if broken || ends_group(words, k) {
            break;
        }
        if words.is_content(k) {
            group.push(k);
        }
    }
    group
}

/// Content words of the noun group that begins at a word; what a preposition brings is no part of
/// it (`replaced in May`).
fn group_after(words: Words<'_>, start: usize) -> Vec<usize> {
    let stop = Class::PREPOSITION.or(Class::CONJUNCTION);
    let mut group = Vec::new();
    for k in start..(start + REACH).min(words.len()) {
        let broken = words.broken_after(k - 1) && k > start;
        if broken || words.class(k).shares(stop) || ends_group(words, k) {
            break;
        }
        if words.is_content(k) {
            group.push(k);
        }
    }
    group
}

/// Whether a word names somebody who can do something: a name, a noun for people or for a body of
/// them.
fn is_party(words: Words<'_>, k: usize) -> bool {
    static PEOPLE: LazyLock<Vec<Synset>> =
        LazyLock::new(|| first_senses(&["person", "people", "social group"]));
    k > 0 && words.token(k).is_some_and(|t| t.capital) || is_under(words, k, &PEOPLE)
}

/// Whether a word names what somebody feels for somebody.
fn is_feeling(words: Words<'_>, k: usize) -> bool {
    static FEELINGS: LazyLock<Vec<Synset>> =
        LazyLock::new(|| first_senses(&["feeling", "attitude"]));
    is_under(words, k, &FEELINGS)
}

fn first_senses(nouns: &[&str]) -> Vec<Synset> {
    let first = |noun: &&str| WordNet::embedded().senses(noun).first().map(|s| s.synset);
    nouns.iter().filter_map(first).collect()
}

/// Whether a word's first sense is one of these or below it.
fn is_under(words: Words<'_>, k: usize, above: &[Synset]) -> bool {
    let ways = WordNet::embedded().ways_up(words.norm(k));
    let mut first = ways.iter().filter(|way| way.rank == 0);
    first.any(|way| above.contains(&way.synset))
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
            ) | ("by", "on")
                | ("on", "by")
                | ("against", "for" | "with" | "towards" | "toward" | "to")
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
    // `By the weekend`, `on the weekend`, `by a month`; `word for word`.
    let of_time =
        a.is_time(p) || b.is_time(q) || UNITS.contains(a.stem(p)) || a.stem(i) == a.stem(p);
    let verbal = a.norm(i + 1) == "by" && !a.parts(i).may(Parts::NOUN | Parts::PLURAL);
    if of_time || verbal || a.norm(i + 1) == "against" && b.norm(j + 1) == "to" {
        return;
    }
    // `Barred the library from lending`, `allowed the library to lend`; `closed to cars`.
    let deed = matches!(a.norm(i + 1), "from" | "to")
        && (a.parts(p).may(Parts::GERUND)
            || b.parts(q).only(Parts::BASE | Parts::VERB_S)
            || a.parts(i)
                .only(Parts::PARTICIPLE | Parts::PAST | Parts::ADJECTIVE));
    if deed {
        return;
    }
    // `Contempt of the voters`, `contempt for the voters`; but `support of a boycott`, `support for a
    // boycott`: what is no party can be the target only.
    let telling = |at: &str| matches!(at, "from" | "to" | "on" | "against");
    let directed = telling(a.norm(i + 1)) || telling(b.norm(j + 1));
    if !directed && !is_party(a, p) && !is_feeling(a, i) {
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
