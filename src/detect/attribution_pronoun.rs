//! Pronouns that stand for somebody else: whose it is, he or she.

use super::BeadView;
use super::view::Words;
use crate::lexicon::speech::{Gender, Pronoun, pronoun};
use crate::report::Severity;
use crate::span::TokenSpan;
use crate::text::Document;

/// A thing owned by somebody else.
pub struct Possessor {
    /// Owner and thing in the original.
    pub original: TokenSpan,
    /// Owner and thing in the copy.
    pub copy: TokenSpan,
    /// How badly a reader is misled.
    pub severity: Severity,
    /// Probability that a careful reader would agree.
    pub confidence: f64,
}

/// How far, in words, the thing owned stands from its owner: `our deep and lasting commitment`.
const REACH: usize = 4;

/// Things that the copy gives to another owner.
#[must_use]
pub fn possessors(view: BeadView<'_>) -> Vec<Possessor> {
    let (left, right) = (view.original(), view.copy());
    let mut found = Vec::new();
    for k in 0..left.len() {
        let Some(owner) = possessive(left, k) else {
            continue;
        };
        if let Some(change) = lost_owner(view, left, right, k) {
            found.push(change);
            continue;
        }
        // The thing owned: the first content word that stays, close by and with no mark between.
        let Some(thing) = thing_after(left, k) else {
            continue;
        };
        let Some(link) = left.link(thing).filter(|l| l.keeps_word()) else {
            continue;
        };
        let Some(other) = owner_before(right, link.other) else {
            continue;
        };
        let Some(theirs) = possessive(right, other) else {
            continue;
        };
        if left.norm(k) == right.norm(other) {
            continue;
        }
        let inside = (
            is_quoted(view.pair.original, left, k),
            is_quoted(view.pair.copy, right, other),
        );
        let Some((severity, confidence)) = judge(owner, theirs, inside) else {
            continue;
        };
        let (Some(original), Some(copy)) = (
            left.tokens(&(k..thing + 1)),
            right.tokens(&(other..link.other + 1)),
        ) else {
            continue;
        };
        found.push(Possessor {
            original,
            copy,
            severity,
            confidence,
        });
    }
    found
}

/// What a change of owner is worth; `inside` says on which sides the owner stands in a quotation.
fn judge(from: Pronoun, to: Pronoun, inside: (bool, bool)) -> Option<(Severity, f64)> {
    if from.person != to.person {
        // A quotation turned into reported speech, or back, changes its pronouns rightly.
        if inside.0 != inside.1 {
            return None;
        }
        return Some(match (from.person, to.person) {
            (1, 3) | (3, 1) => (Severity::Critical, 0.8),
            _ => (Severity::Major, 0.7),
        });
    }
    match (from.gender, to.gender) {
        // He and she are told by `swapped_gender`.
        (Some(Gender::Male), Some(Gender::Female)) | (Some(Gender::Female), Some(Gender::Male)) => {
            None
        }
        // A firm or a country is `it` for some and `they` for others.
        _ => None,
    }
}

/// `its customers' fees` → `its fees`: the middle owner is gone.
fn lost_owner(
    view: BeadView<'_>,
    left: Words<'_>,
    right: Words<'_>,
    k: usize,
) -> Option<Possessor> {
    let document = view.pair.original;
    let middle = k + 1;
    let at = *left.indices.get(middle)? as usize;
    let after = document.norm_at(at + 1);
    let apostrophe = after == "'s"
        || after == "'"
            && document
                .tokens()
                .get(at + 1)
                .is_some_and(|t| t.glued && document.norm_at(at).ends_with('s'));
    if !apostrophe || left.link(middle).is_some_and(|l| l.keeps_word()) {
        return None;
    }
    let thing = if after == "'s" {
        middle + 2
    } else {
        middle + 1
    };
    let link = left.link(thing).filter(|l| l.keeps_word())?;
    let other = link.other.checked_sub(1)?;
    if right.norm(other) != left.norm(k) || !left.is_content(thing) {
        return None;
    }
    // The lost owner may stand behind: `the fees of its customers`.
    Some(Possessor {
        original: left.tokens(&(k..thing + 1))?,
        copy: right.tokens(&(other..link.other + 1))?,
        severity: Severity::Major,
        confidence: 0.75,
    })
}

fn possessive(words: Words<'_>, k: usize) -> Option<Pronoun> {
    let token = words.token(k)?;
    pronoun(token.key).filter(|p| p.possessive)
}

fn thing_after(words: Words<'_>, k: usize) -> Option<usize> {
    for at in k + 1..(k + 1 + REACH).min(words.len()) {
        if words.broken_after(at - 1) {
            return None;
        }
        if words.is_content(at) && words.is_kept(at) {
            return Some(at);
        }
        if possessive(words, at).is_some() {
            return None;
        }
    }
    None
}

/// The possessive pronoun that owns a word: the nearest before it, with no mark and no article
/// between.
fn owner_before(words: Words<'_>, thing: usize) -> Option<usize> {
    let mut at = thing;
    for _ in 0..REACH {
        at = at.checked_sub(1)?;
        if words.broken_after(at) {
            return None;
        }
        if possessive(words, at).is_some() {
            return Some(at);
        }
        if matches!(words.norm(at), "the" | "a" | "an" | "of" | "'s" | "and") {
            return None;
        }
    }
    None
}

fn is_quoted(document: &Document<'_>, words: Words<'_>, k: usize) -> bool {
    let Some(token) = words.indices.get(k).map(|t| *t as usize) else {
        return false;
    };
    let quotations = &document.quotations;
    let after = quotations.partition_point(|q| q.inner.start() <= token);
    quotations
        .get(..after)
        .unwrap_or(&[])
        .iter()
        .rev()
        .take(8)
        .any(|q| q.inner.contains(token))
}

/// He for she, or she for he: a gender that the original does not have in this place, where it
/// has the other. Places in the original (where a counterpart is known) and the copy.
#[must_use]
pub fn swapped_gender(view: BeadView<'_>) -> Vec<(Option<TokenSpan>, TokenSpan)> {
    let (left, right) = (view.original(), view.copy());
    let (was, now) = (count(left), count(right));
    let mut found = Vec::new();
    for (gender, other, had, has, other_had, other_has) in [
        (Gender::Male, Gender::Female, was.0, now.0, was.1, now.1),
        (Gender::Female, Gender::Male, was.1, now.1, was.0, now.0),
    ] {
        // More of one and fewer of the other, or one that the original does not have at all.
        let shift = has
            .saturating_sub(had)
            .min(other_had.saturating_sub(other_has));
        let foreign = had == 0 && has > 0 && other_had > 0;
        let mut rest = if foreign { has } else { shift };
        for k in 0..right.len() {
            if rest == 0 {
                break;
            }
            if gender_of(right, k) != Some(gender) {
                continue;
            }
            let link = right.link(k).map(|l| l.other);
            let from = link.filter(|i| gender_of(left, *i) == Some(other));
            let same = link.is_some_and(|i| gender_of(left, i) == Some(gender));
            if same || from.is_none() && (had > 0 || shift == 0) {
                continue;
            }
            let Some(copy) = right.tokens(&(k..k + 1)) else {
                continue;
            };
            // Without a counterpart, point at the first pronoun of the other gender.
            let from =
                from.or_else(|| (0..left.len()).find(|i| gender_of(left, *i) == Some(other)));
            found.push((from.and_then(|i| left.tokens(&(i..i + 1))), copy));
            rest -= 1;
        }
    }
    found
}

fn gender_of(words: Words<'_>, k: usize) -> Option<Gender> {
    pronoun(words.token(k)?.key)?
        .gender
        .filter(|g| *g != Gender::Neuter)
}

fn count(words: Words<'_>) -> (usize, usize) {
    let mut counts = (0, 0);
    for k in 0..words.len() {
        match gender_of(words, k) {
            Some(Gender::Male) => counts.0 += 1,
            Some(Gender::Female) => counts.1 += 1,
            _ => {}
        }
    }
    counts
}
