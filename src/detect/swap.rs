//! One word put for another: what is known of the two and of the place.

use std::cell::OnceCell;

use crate::compare::{Edit, Relation};
use crate::detect::BeadView;
use crate::detect::view::Words;
use crate::lexicon::wordnet::{self, WordNet};
use crate::lexicon::{Class, Parts, is_past};
use crate::text::tokens::TokenKind;

/// The part of speech two words share, as far as the lexicon and the word before tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// Both are nouns here.
    Noun,
    /// Both are verbs here.
    Verb,
    /// Both are adjectives.
    Adjective,
    /// Both are adverbs.
    Adverb,
    /// They have none in common, or the lexicon knows one of them not at all.
    Other,
}

/// A word of the original that another word stands for.
pub struct Swap {
    /// Relation of the two in the lexicon.
    pub relation: wordnet::Relation,
    /// Rank of the first word's sense that the relation holds for, 0 is its most frequent.
    pub first: u8,
    /// Rank of the second word's sense.
    pub second: u8,
    /// Their common part of speech.
    pub part: Part,
    /// Whether a noun that stayed follows both right away, as after the first part of a term.
    pub compound: bool,
    /// Whether one of them is part of a name, a number or a time, which have their own detectors.
    pub named: bool,
    /// Whether one of them has a capital.
    pub capital: bool,
    /// Whether the two stand alone between words that stayed: nothing else can make up for it.
    pub clean: bool,
    /// Content words of the bead's original that other words stand for.
    pub swaps: usize,
    /// Share of the other content words of both sides that stayed.
    pub kept: f64,
}

/// What holds for all exchanged words of a bead, counted once: a bead can have thousands.
pub struct Extent {
    swaps: usize,
    kept: f64,
}

impl Extent {
    /// Count the exchanged and the kept words of a bead.
    #[must_use]
    pub fn of(view: &BeadView<'_>) -> Self {
        let (a, b) = (view.original(), view.copy());
        let swaps = (0..a.len()).filter(|k| {
            a.is_content(*k)
                && a.link(*k)
                    .is_some_and(|l| l.relation == Relation::Substituted)
        });
        Self {
            swaps: swaps.count(),
            kept: kept(&[a, b]),
        }
    }
}

impl Swap {
    /// Look at words `i` and `j` of the two sides, which `edit` puts for one another; `None` where
    /// they are no two content words that stand for one another, or where both are names or
    /// numbers. `extent` is counted where the bead has its first such words.
    #[must_use]
    pub fn new(
        view: &BeadView<'_>,
        edit: &Edit,
        (i, j): (usize, usize),
        extent: &OnceCell<Extent>,
    ) -> Option<Self> {
        let (a, b) = (view.original(), view.copy());
        if !is_swap(a, b, i, j) {
            return None;
        }
        let link = WordNet::embedded().relate(a.norm(i), b.norm(j));
        let extent = extent.get_or_init(|| Extent::of(view));
        Some(Self {
            relation: link.relation,
            first: link.first,
            second: link.second,
            part: part(a, b, i, j),
            compound: precedes_noun(a, i) && precedes_noun(b, j),
            capital: [a.token(i), b.token(j)]
                .into_iter()
                .flatten()
                .any(|t| t.capital),
            named: a.is_time(i)
                || b.is_time(j)
                || a.parts(i).may(Parts::NUMBER)
                || b.parts(j).may(Parts::NUMBER)
                || capital(a, i) && capital(b, j),
            clean: edit.original.len() == 1
                && edit.copy.len() == 1
                && (i == 0 || a.is_kept(i - 1))
                && (i + 1 >= a.len() || a.is_kept(i + 1)),
            swaps: extent.swaps,
            kept: extent.kept,
        })
    }
}

fn capital(words: Words<'_>, k: usize) -> bool {
    k > 0 && words.token(k).is_some_and(|t| t.capital)
}

fn precedes_noun(words: Words<'_>, k: usize) -> bool {
    let common = Parts::NOUN | Parts::PLURAL;
    !words.broken_after(k) && words.is_kept(k + 1) && words.parts(k + 1).may(common)
}

fn kept(sides: &[Words<'_>]) -> f64 {
    let (mut kept, mut all) = (0usize, 0usize);
    for words in sides {
        for k in (0..words.len()).filter(|k| words.is_content(*k)) {
            all += 1;
            kept += usize::from(words.is_kept(k));
        }
    }
    kept as f64 / (all - sides.len().min(all)).max(1) as f64
}

fn part(a: Words<'_>, b: Words<'_>, i: usize, j: usize) -> Part {
    let (x, y) = (a.parts(i), b.parts(j));
    let common = Parts::NOUN | Parts::PLURAL;
    let both = |part: Parts| x.may(part) && y.may(part);
    // A word that may be both stays undecided where its neighbours leave it so.
    let sure = |part: Parts| both(part) && (x.only(part) || y.only(part));
    let attributive = Parts::ADJECTIVE | Parts::PARTICIPLE | Parts::GERUND;
    // `Were missing`, `were dispersed`: what somebody is.
    let be = |w: Words<'_>, k: usize| {
        k.checked_sub(1)
            .is_some_and(|k| w.class(k).shares(Class::BE))
    };
    // Two participles (`was confirmed`, `was found`) are verbs.
    let passive = is_past(a.norm(i)) && is_past(b.norm(j));
    let predicate = be(a, i) && be(b, j) && x.may(attributive) && y.may(attributive) && !passive;
    match () {
        () if predicate => Part::Adjective,
        () if sure(common) => Part::Noun,
        () if both(Parts::VERB) => Part::Verb,
        () if both(common) => Part::Noun,
        () if sure(Parts::ADVERB) => Part::Adverb,
        () if both(Parts::ADJECTIVE) || x.may(attributive) && y.may(attributive) => Part::Adjective,
        () => Part::Other,
    }
}

/// Whether two content words were exchanged that are neither numbers nor names.
fn is_swap(a: Words<'_>, b: Words<'_>, i: usize, j: usize) -> bool {
    let word = |w: Words<'_>, k: usize| {
        w.is_content(k) && w.token(k).is_some_and(|t| t.kind == TokenKind::Word)
    };
    word(a, i)
        && word(b, j)
        && a.link(i)
            .is_some_and(|l| l.relation == Relation::Substituted)
        && !(capital(a, i) && capital(b, j) && !WordNet::embedded().knows(b.norm(j)))
}
