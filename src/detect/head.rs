//! The head of a noun group that is gone: what was said of it is said of its owner.

use crate::detect::view::Words;
use crate::detect::{BeadView, Detector, Draft, Rule};
use crate::lexicon::{Class, Parts, WordSet};
use crate::report::{Kind, Severity};
use crate::text::tokens::TokenKind;

use std::ops::Range;
use std::sync::LazyLock;

/// Heads lost or put in.
///
/// # What it finds
/// A noun that belonged to another and is gone, so that its owner takes its place before the same
/// words; and the reverse, a noun put between a word and what was said of it.
///
/// # Why it matters
/// The mayor's brother is not the mayor, and a spokesman for a minister is not the minister.
///
/// # Example
/// `the mayor's brother was arrested` → `the mayor was arrested`
///
/// # Limits
/// Only where everything around stays. A head that names no other thing than what follows it
/// (`the city of`, `a group of`) is no loss.
pub struct LostHead;

static RULES: [Rule; 1] = [Rule {
    code: "WD553",
    name: "head of a noun group lost or put in",
    kind: Kind::Role,
}];

static EMPTY: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::of_stems(include_str!("../lexicon/data/empty_heads.txt")));

impl Detector for LostHead {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn bead(&self, view: BeadView<'_>, out: &mut Vec<Draft>) {
        if view.alignment.is_identical() {
            return;
        }
        let (a, b) = (view.original(), view.copy());
        for (own, other, lost) in [(a, b, true), (b, a, false)] {
            for k in 1..own.len() {
                let Some((here, there)) = behind(own, other, k).or_else(|| before(own, other, k))
                else {
                    continue;
                };
                // Another word may stand for the head: `the qualifier`, `the qualifying match`.
                if other.unmatched_content(0..other.len()) > 0 {
                    continue;
                }
                let (x, y) = if lost { (here, there) } else { (there, here) };
                out.push(view.draft(&RULES[0], Severity::Critical, 0.6, &x, &y));
            }
        }
    }
}

/// Whether a word is a common noun without a counterpart.
fn is_gone(words: Words<'_>, k: usize) -> bool {
    let common = |t: &crate::text::tokens::Token| t.kind == TokenKind::Word && !t.capital;
    words.is_content(k)
        && words.link(k).is_none()
        && words.parts(k).may(Parts::NOUN | Parts::PLURAL)
        && (k == 0 || words.token(k).is_some_and(common))
        && !EMPTY.contains(words.stem(k))
}

/// Where two kept words that stand apart here stand side by side on the other side.
fn closed(own: Words<'_>, other: Words<'_>, left: usize, right: usize) -> Option<usize> {
    let kept = |k: usize| own.kept(k);
    let (i, j) = (kept(left)?, kept(right)?);
    (i + 1 == j && !other.broken_after(i)).then_some(i)
}

/// `the mayor's brother was`: the noun `k` behind its owner.
fn behind(own: Words<'_>, other: Words<'_>, k: usize) -> Option<(Range<usize>, Range<usize>)> {
    if k < 2 || own.norm(k - 1) != "'s" || !is_gone(own, k) || own.broken_after(k) {
        return None;
    }
    let owner = k - 2;
    let i = closed(own, other, owner, k + 1)?;
    Some((owner..k + 1, i..i + 1))
}

/// `a spokesman for the minister said`: the noun `k - 1` before its owner.
fn before(own: Words<'_>, other: Words<'_>, k: usize) -> Option<(Range<usize>, Range<usize>)> {
    let head = k - 1;
    let ties = ["of", "for"];
    if !ties.contains(&own.norm(k)) || own.is_kept(k) || !is_gone(own, head) {
        return None;
    }
    let article = Class::ARTICLE.or(Class::POSSESSIVE);
    let owner = k + 1 + usize::from(own.class(k + 1).shares(article));
    let counted = own
        .token(owner)
        .is_some_and(|t| t.kind == TokenKind::Number);
    if !own.is_content(owner) || counted || own.broken_after(k) {
        return None;
    }
    // What is said of the head is said of the owner, with nothing between.
    let i = closed(own, other, owner, owner + 1)?;
    // And the group begins at the same place: at a start, or after the same word.
    let first = head - usize::from(head > 0 && own.class(head - 1).shares(article));
    let start = i - usize::from(i > 0 && other.class(i - 1).shares(article));
    let same_place = match (first.checked_sub(1), start.checked_sub(1)) {
        (None, None) => true,
        (Some(x), Some(y)) => own.link(x).is_some_and(|l| l.keeps_word() && l.other == y),
        _ => false,
    };
    same_place.then_some((first..owner + 1, start..i + 1))
}
