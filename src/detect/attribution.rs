//! Who says it, who owns it, and that somebody says it at all.

use std::cell::OnceCell;
use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::detect::attribution_pronoun::{possessors, swapped_gender};
use crate::detect::entity_match::word_run;
use crate::detect::view::{Words, shorten};
use crate::detect::{BeadView, Detector, Draft, Pair, Rule};
use crate::lexicon::Class;
use crate::lexicon::speech::{Stance, pronoun, saying};
use crate::report::{Kind, Severity};
use crate::span::TokenSpan;
use crate::text::Document;
use crate::text::names::{Form, Likeness, Name, NameKind, likeness};
use crate::text::quotes::Attribution;

/// Attributions that the copy changed.
///
/// # What it finds
/// Words given to another speaker; a claim that the paper now makes in its own voice; a verb of
/// saying with another stance; something owned by somebody else.
///
/// # Why it matters
/// What the sky looks like and what an official says about the sky are two things, and only one
/// of them is news.
///
/// # Example
/// `officials denied that it rained` → `officials claimed that it rained`
///
/// # Limits
/// Speakers are compared by name; a pronoun is looked up in the sentence before only where one
/// person is named there. A speech tag may move, and a quotation may become reported speech with
/// the pronouns that go with it. An attribution added to the paper's own words is no finding.
pub struct ChangedAttribution;

static RULES: [Rule; 6] = [
    Rule {
        code: "WD601",
        name: "another speaker",
        kind: Kind::Attribution,
    },
    Rule {
        code: "WD602",
        name: "attribution lost",
        kind: Kind::Attribution,
    },
    Rule {
        code: "WD603",
        name: "another stance",
        kind: Kind::Attribution,
    },
    Rule {
        code: "WD604",
        name: "another owner",
        kind: Kind::Attribution,
    },
    Rule {
        code: "WD605",
        name: "he for she",
        kind: Kind::Attribution,
    },
    Rule {
        code: "WD606",
        name: "dismissed as",
        kind: Kind::Attribution,
    },
];

impl Detector for ChangedAttribution {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn pair(&self, pair: &Pair<'_>, out: &mut Vec<Draft>) {
        let known = Known::new(pair.original);
        let changed = |v: &BeadView<'_>| v.is_paired() && !v.alignment.is_identical();
        for view in pair.views().filter(changed) {
            look_at(view, &known, out);
        }
    }
}

/// The heads of the names of a document, read when first asked for.
struct Known<'d> {
    document: &'d Document<'d>,
    heads: OnceCell<FxHashSet<u64>>,
}

impl<'d> Known<'d> {
    fn new(document: &'d Document<'d>) -> Self {
        Self {
            document,
            heads: OnceCell::new(),
        }
    }

    fn has(&self, form: &Form) -> bool {
        let heads = self.heads.get_or_init(|| {
            let names = self.document.names.iter();
            names
                .filter_map(|n| Form::new(self.document, n).head_key())
                .collect()
        });
        form.head_key().is_some_and(|k| heads.contains(&k))
    }
}

fn look_at(view: BeadView<'_>, known: &Known<'_>, out: &mut Vec<Draft>) {
    let left = in_segments(view.pair.original, &view.bead.original);
    let right = in_segments(view.pair.copy, &view.bead.copy);
    let pairs = matched(view, &left, &right);
    for (a, b) in &pairs {
        out.extend(another_stance(view, a, b));
        out.extend(dismissed_as(view, a, b));
        out.extend(another_speaker(view, known, a, b));
    }
    if left.len() > right.len() {
        let paired = |a: &&Attribution| pairs.iter().any(|(x, _)| x.verb == a.verb);
        let alone = left.iter().filter(|a| !paired(a));
        out.extend(alone.into_iter().find_map(|a| lost(view, a)));
    }
    for change in possessors(view) {
        out.push(Draft {
            message: message(view, change.original, change.copy),
            rule: &RULES[3],
            severity: change.severity,
            confidence: change.confidence,
            original: Some(change.original),
            copy: Some(change.copy),
        });
    }
    for (original, copy) in swapped_gender(view) {
        let to = shorten(view.pair.copy.text_of(copy));
        out.push(Draft {
            rule: &RULES[4],
            severity: Severity::Minor,
            confidence: 0.85,
            original,
            copy: Some(copy),
            message: match original {
                Some(from) => message(view, from, copy),
                None => format!("“{to}” is of another gender than in the original"),
            },
        });
    }
}

fn message(view: BeadView<'_>, from: TokenSpan, to: TokenSpan) -> String {
    format!(
        "“{}” became “{}”",
        shorten(view.pair.original.text_of(from)),
        shorten(view.pair.copy.text_of(to))
    )
}

/// The attributions in the bodies of some segments.
fn in_segments(document: &Document<'_>, segments: &[usize]) -> Vec<Attribution> {
    let mut list = Vec::new();
    for segment in segments.iter().filter_map(|s| document.segments.get(*s)) {
        let all = &document.attributions;
        let from = all.partition_point(|a| a.verb.start() < segment.body.start());
        let rest = all.get(from..).unwrap_or(&[]);
        list.extend(
            rest.iter()
                .take_while(|a| a.verb.start() < segment.body.end()),
        );
    }
    list
}

/// Attributions that stand for one another: their verbs are counterparts, or their quotations
/// are, or each side has just one.
fn matched(
    view: BeadView<'_>,
    left: &[Attribution],
    right: &[Attribution],
) -> Vec<(Attribution, Attribution)> {
    let (a, b) = (view.original(), view.copy());
    let mut taken = vec![false; right.len()];
    let mut pairs = Vec::new();
    let mut alone = Vec::new();
    for x in left {
        let run = word_run(a.indices, x.verb);
        let linked = run.and_then(|run| {
            let other = run.clone().find_map(|k| a.link(k))?.other;
            let token = *b.indices.get(other)? as usize;
            let mut others = right.iter().zip(&mut taken);
            let found = others.find(|(y, _)| y.verb.contains(token));
            found.filter(|(_, taken)| !**taken)
        });
        match linked {
            Some((y, taken)) => {
                *taken = true;
                pairs.push((*x, *y));
            }
            None => alone.push(*x),
        }
    }
    if let [x] = alone[..]
        && taken.iter().filter(|t| !**t).count() == 1
        && let Some((y, _)) = right.iter().zip(&taken).find(|(_, t)| !**t)
        && left.len() == right.len()
    {
        pairs.push((x, *y));
    }
    pairs
}

fn another_stance(view: BeadView<'_>, a: &Attribution, b: &Attribution) -> Option<Draft> {
    let negated = |words: Words<'_>| {
        (0..words.len())
            .filter(|k| words.class(*k).shares(Class::NEGATOR))
            .count()
    };
    let severity = match (a.stance, b.stance) {
        (x, y) if x == y => return None,
        (Stance::Neutral, Stance::Claim) if is_firm(view.pair.copy, b) => Severity::Minor,
        (Stance::Admission, Stance::Claim) if is_firm(view.pair.copy, b) => Severity::Minor,
        (Stance::Neutral, Stance::Admission) => return None,
        (Stance::Denial, _) | (_, Stance::Denial) => {
            // `Denied that`, `rejected claims that`: the denial stands before.
            let rejected = |document: &Document<'_>, span: TokenSpan| {
                span.start().checked_sub(1).is_some_and(|k| {
                    let norm = document.norm_at(k);
                    ["reject", "dismiss", "den", "disput", "refut"]
                        .iter()
                        .any(|verb| norm.starts_with(verb))
                })
            };
            // `denied that` → `said it had not`: the negation went elsewhere.
            if negated(view.original()) != negated(view.copy())
                || rejected(view.pair.original, a.verb)
                || rejected(view.pair.copy, b.verb)
            {
                return None;
            }
            Severity::Critical
        }
        _ => return None,
    };
    // Verbs that are counterparts by place, not only the one attribution of each side.
    let run = word_run(view.original().indices, a.verb)?;
    let linked = run.clone().any(|k| view.original().link(k).is_some());
    let same_speaker = match (a.speaker, b.speaker) {
        (Some(x), Some(y)) => {
            view.pair.original.norm_at(x.end() - 1) == view.pair.copy.norm_at(y.end() - 1)
        }
        _ => false,
    };
    if !linked && !same_speaker {
        return None;
    }
    Some(Draft {
        rule: &RULES[2],
        severity,
        confidence: 0.7,
        original: Some(a.verb),
        copy: Some(b.verb),
        message: message(view, a.verb, b.verb),
    })
}

/// `claimed`, not `argued`: a verb that always keeps its distance.
fn is_firm(document: &Document<'_>, attribution: &Attribution) -> bool {
    document
        .slice(attribution.verb)
        .first()
        .and_then(|t| saying(t.key))
        .is_some_and(|s| !s.doubtful)
}

/// `dismissed as alarmist suggestions` → `rejected alarmist suggestions`: the judgement was the
/// speaker's, and is the paper's now.
fn dismissed_as(view: BeadView<'_>, a: &Attribution, b: &Attribution) -> Option<Draft> {
    if a.stance != Stance::Denial || b.stance != Stance::Denial {
        return None;
    }
    as_lost(view, a.verb, b.verb)
}

fn as_lost(view: BeadView<'_>, from: TokenSpan, to: TokenSpan) -> Option<Draft> {
    let (original, copy) = (view.pair.original, view.pair.copy);
    if original.norm_at(from.end()) != "as" {
        return None;
    }
    let left = view.original();
    let judged = from.end() + 1;
    let run = word_run(left.indices, TokenSpan::new(judged, judged + 1))?;
    let link = left.link(run.start).filter(|l| l.keeps_word())?;
    let there = *view.copy().indices.get(link.other)? as usize;
    let near = there > to.start() && there <= to.end() + 2;
    let kept = (to.end()..there).any(|t| copy.norm_at(t) == "as");
    if !near || kept {
        return None;
    }
    let (x, y) = (
        TokenSpan::new(from.start(), judged + 1),
        TokenSpan::new(to.start(), there + 1),
    );
    Some(Draft {
        rule: &RULES[5],
        severity: Severity::Minor,
        confidence: 0.8,
        original: Some(x),
        copy: Some(y),
        message: message(view, x, y),
    })
}

/// A claim of somebody's that the copy makes in its own voice.
fn lost(view: BeadView<'_>, a: &Attribution) -> Option<Draft> {
    let speaker = a.speaker?;
    let first = view.pair.original.slice(a.verb).first()?;
    let firm = saying(first.key).is_none_or(|s| !s.doubtful);
    if !firm || a.stance == Stance::Denial {
        return None;
    }
    let (left, right) = (view.original(), view.copy());
    let tag = word_run(left.indices, speaker.join(&a.verb))?;
    // The speaker and the verb are gone …
    let verb = word_run(left.indices, a.verb)?;
    let verb_stays = verb.clone().any(|k| left.is_kept(k));
    let who = word_run(left.indices, speaker)?;
    let names_gone = who.clone().all(|k| {
        !left.is_content(k) && left.token(k).is_none_or(|t| pronoun(t.key).is_none())
            || !left.is_kept(k)
    });
    let own = !verb_stays && speaks_of_itself(view, &who, &verb);
    if verb_stays || !(names_gone || own) || tag.len() > 12 {
        return None;
    }
    // … and most of what was said stays.
    let said = |k: &usize| !tag.contains(k) && left.is_content(*k);
    let all = (0..left.len()).filter(said).count();
    let kept = (0..left.len())
        .filter(said)
        .filter(|k| left.is_kept(*k))
        .count();
    if all < 2 || 2 * kept < all {
        return None;
    }
    // A sentence of the copy next to it may still say who.
    if !own && neighbours_speak(view) {
        return None;
    }
    // `Tells the story of`: a book does.
    let after = view.pair.original.norm_at(a.verb.end());
    let next = view.pair.original.norm_at(a.verb.end() + 1);
    if matches!(after, "the" | "a") && matches!(next, "story" | "tale" | "truth" | "time") {
        return None;
    }
    let copy = TokenSpan::new(
        *right.indices.first()? as usize,
        *right.indices.get(3.min(right.len() - 1))? as usize + 1,
    );
    let original = left.tokens(&tag)?;
    // A pronoun's tag is lighter: the sentence before mostly goes on in the same voice.
    let named = view
        .pair
        .original
        .slice(speaker)
        .iter()
        .all(|t| pronoun(t.key).is_none());
    let severity = if named || a.stance != Stance::Neutral {
        Severity::Major
    } else {
        Severity::Minor
    };
    Some(Draft {
        rule: &RULES[1],
        severity,
        confidence: 0.6,
        original: Some(original),
        copy: Some(copy),
        message: format!(
            "“{}” is missing: the copy says in its own voice what somebody said",
            shorten(view.pair.original.text_of(original))
        ),
    })
}

/// `The army claims that it shot down` → `The army shot down`: the speaker is what is spoken of, and
/// stands right before it now.
fn speaks_of_itself(view: BeadView<'_>, who: &Range<usize>, verb: &Range<usize>) -> bool {
    let (left, right) = (view.original(), view.copy());
    let next = verb.end + usize::from(left.norm(verb.end) == "that");
    let itself = left
        .token(next)
        .and_then(|t| pronoun(t.key))
        .is_some_and(|p| p.person == 3 && !p.possessive);
    let other = |k: usize| left.kept(k);
    let speaker = who.end.checked_sub(1).and_then(other);
    let said = (next + 1..next + 3).find_map(other);
    let near = |s: usize| !right.broken_after(s) || right.comma_after(s);
    let follows = |(s, t): (usize, usize)| s < t && t - s <= 2 && near(s);
    itself && speaker.zip(said).is_some_and(follows)
}

/// Whether the sentence of the copy before or after the bead, in its paragraph, has a verb of
/// saying, or the bead's sentences stand in quotation marks.
fn neighbours_speak(view: BeadView<'_>) -> bool {
    let copy = view.pair.copy;
    let (Some(first), Some(last)) = (view.bead.copy.first(), view.bead.copy.last()) else {
        return false;
    };
    let quoted = |segment: usize| {
        copy.segments.get(segment).is_some_and(|s| {
            let after = copy
                .quotations
                .partition_point(|q| q.inner.start() < s.body.end());
            // Quotations open in order, and are at most a paragraph long: the last few will do.
            let near = copy.quotations.get(..after).unwrap_or(&[]).iter().rev();
            near.take(8)
                .any(|q| q.inner.overlaps(&s.body) && q.speaker.is_some())
        })
    };
    if view.bead.copy.iter().any(|s| quoted(*s)) {
        return true;
    }
    let paragraph = |s: usize| copy.segments.get(s).map(|s| s.paragraph);
    [first.checked_sub(1), last.checked_add(1)]
        .into_iter()
        .flatten()
        .filter(|s| paragraph(*s).is_some() && paragraph(*s) == paragraph(*first))
        .any(|s| !in_segments(copy, &[s]).is_empty())
}

/// Words given to somebody else.
fn another_speaker(
    view: BeadView<'_>,
    known: &Known<'_>,
    a: &Attribution,
    b: &Attribution,
) -> Option<Draft> {
    let (x, y) = (a.speaker?, b.speaker?);
    let (original, copy) = (view.pair.original, view.pair.copy);
    let (from, to) = (who(original, x)?, who(copy, y)?);
    if from.looked_up && to.looked_up {
        return None;
    }
    let (f, g) = (Form::new(original, &from.name), Form::new(copy, &to.name));
    // `Officials said`: a capital that the start of the sentence explains.
    if from.name.weak && f.is_dictionary_word() || to.name.weak && g.is_dictionary_word() {
        return None;
    }
    if f.is_country() || g.is_country() || f.is_descriptive() || g.is_descriptive() {
        return None;
    }
    if likeness(&f, &g) != Likeness::Different {
        return None;
    }
    // `Wiik of the group Clean Seas said`, `according to Wiik of Clean Seas`: both name both.
    let both = |document: &Document<'_>, at: TokenSpan, other: &str| {
        let around = at.start().saturating_sub(AROUND)..at.end() + AROUND;
        around.into_iter().any(|k| document.norm_at(k) == other)
    };
    let last = |document: &Document<'_>, n: &Name| -> String {
        document.norm_at(n.span.end().saturating_sub(1)).to_owned()
    };
    if both(original, x, &last(copy, &to.name)) && both(copy, y, &last(original, &from.name)) {
        return None;
    }
    // Somebody whom the original does not know is the matter of the name, not of the speaker.
    if !known.has(&g) {
        return None;
    }
    let (x, y) = (x.join(&a.verb), y.join(&b.verb));
    if x.len() > 12 || y.len() > 12 {
        return None;
    }
    Some(Draft {
        rule: &RULES[0],
        severity: Severity::Critical,
        confidence: if from.looked_up || to.looked_up {
            0.7
        } else {
            0.8
        },
        original: Some(x),
        copy: Some(y),
        message: message(view, x, y),
    })
}

/// How far, in tokens, the body that somebody speaks for stands from the name.
const AROUND: usize = 6;

struct Who {
    name: Name,
    /// Not named here, but in the sentence before.
    looked_up: bool,
}

/// The person that a speaker phrase names, or that its pronoun means.
fn who(document: &Document<'_>, speaker: TokenSpan) -> Option<Who> {
    let inside = |n: &&Name| speaker.covers(&n.span);
    let names = &document.names;
    let from = names.partition_point(|n| n.span.start() < speaker.start());
    let named = names
        .get(from..)?
        .iter()
        .take_while(|n| n.span.start() < speaker.end())
        .filter(inside);
    // `Teodor Wiik of the group Clean Seas`: the first that is no owner (`Norway's minister`).
    let mut named = named.peekable();
    if named.peek().is_some() {
        let name = named.find(|n| document.norm_at(n.span.end()) != "'s")?;
        // `a spokesman for Halden` is not Halden.
        let before = document.norm_at(name.span.start().wrapping_sub(1));
        let belongs = matches!(before, "for" | "of" | "at" | "from" | "in")
            && name.span.start() > speaker.start();
        return (!belongs).then_some(Who {
            name: *name,
            looked_up: false,
        });
    }
    let token = document.slice(speaker).first()?;
    let singular = pronoun(token.key)
        .is_some_and(|p| p.person == 3 && p.gender.is_some() && p.plural == Some(false));
    if speaker.len() != 1 || !singular || document.norm(token) == "it" {
        return None;
    }
    // The speaker of the last attribution before, at most one sentence away, if a name.
    let segment = document.segment_at(speaker.start())?;
    let attributions = &document.attributions;
    let before = attributions.partition_point(|a| a.verb.start() < speaker.start());
    let last = attributions.get(before.checked_sub(1)?)?;
    let phrase = last.speaker?;
    let away = segment.checked_sub(document.segment_at(phrase.start())?)?;
    if away > 1 || phrase.overlaps(&speaker) {
        return None;
    }
    let found = who_named(document, phrase)?;
    (found.kind != NameKind::Place && found.kind != NameKind::Institution).then_some(Who {
        name: found,
        looked_up: true,
    })
}

fn who_named(document: &Document<'_>, phrase: TokenSpan) -> Option<Name> {
    let names = &document.names;
    let from = names.partition_point(|n| n.span.start() < phrase.start());
    let inside = names.get(from..)?.iter();
    inside
        .take_while(|n| n.span.start() < phrase.end())
        .filter(|n| phrase.covers(&n.span))
        .last()
        .copied()
}
