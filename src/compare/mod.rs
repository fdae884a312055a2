//! Token alignment of one bead: what stayed, what was changed, put in, left out or moved.
//!
//! Myers' difference algorithm finds the words that stayed (bounded: see [`MAX_WORDS`]). Every gap
//! between them is then paired word by word by a small dynamic programme that knows spelling,
//! inflection and word classes ([`pairing`]); what is left over on both sides is looked for
//! elsewhere in the bead ([`moves`]).

mod judging;
mod likeness;
mod meaning;
mod moves;
mod pairing;

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::align::Bead;
use crate::lexicon::{self, Class};
use crate::text::Document;
use crate::text::segments::SegmentKind;

pub use judging::verdicts;
pub use meaning::{Meanings, similarities};

/// The longest bead side, in words, that goes to the difference algorithm in one piece. A longer
/// one is cut at proportional places first: coarser, but never quadratic. Sentences have 25 words.
pub const MAX_WORDS: usize = 1_000;

/// How a run of words on one side stands to the run on the other.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Relation {
    /// The same words in normal form.
    Equal,
    /// The same words spelled otherwise (`programme`, `program`; `7%`, `seven percent`).
    Variant,
    /// The same words inflected otherwise (`raise`, `raised`).
    Inflected,
    /// Different words.
    Substituted,
    /// Words only in the copy.
    Inserted,
    /// Words only in the original.
    Deleted,
    /// The same words at another place in the bead.
    Moved,
}

/// One step of a token alignment. Ranges index [`TokenAlignment::original`] and
/// [`TokenAlignment::copy`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    /// How the two runs stand to one another.
    pub relation: Relation,
    /// The run in the original; empty for an insertion.
    pub original: Range<usize>,
    /// The run in the copy; empty for a deletion.
    pub copy: Range<usize>,
}

/// The counterpart of a single word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Link {
    /// Index of the word on the other side, into that side's list of words.
    pub other: usize,
    /// How the two words stand to one another: never `Inserted` or `Deleted`.
    pub relation: Relation,
}

impl Link {
    /// Whether the counterpart is the same word, however spelled, inflected or placed.
    #[must_use]
    pub fn keeps_word(&self) -> bool {
        self.relation != Relation::Substituted
    }
}

/// The words of one bead on both sides and how they correspond.
#[derive(Clone, Debug, Default)]
pub struct TokenAlignment {
    /// Indices into the original's tokens: words, numbers and `%` of the bead, in reading order,
    /// datelines left out.
    pub original: Vec<u32>,
    /// The same for the copy; the words of a fragment follow those of the sentence it was torn
    /// from.
    pub copy: Vec<u32>,
    /// The steps, in the order of the copy. Every word is in exactly one step; runs of one
    /// relation that touch on both sides are one step.
    pub edits: Vec<Edit>,
    /// For each word of the original its counterpart in the copy. Finer than the steps: a single
    /// word that turns up elsewhere in the bead is linked (as `Moved`) though its step calls it
    /// deleted.
    pub original_links: Vec<Option<Link>>,
    /// The same for each word of the copy.
    pub copy_links: Vec<Option<Link>>,
    /// Class of each word of the original.
    pub original_classes: Vec<Class>,
    /// Class of each word of the copy.
    pub copy_classes: Vec<Class>,
}

impl TokenAlignment {
    /// Align the words of a bead.
    #[must_use]
    pub fn new(original: &Document<'_>, copy: &Document<'_>, bead: &Bead) -> Self {
        let a = Words::of(original, &bead.original);
        let b = Words::of(copy, &bead.copy);
        let mut links = Links::new(a.len(), b.len());
        if a.keys == b.keys {
            for i in 0..a.len() {
                links.join(i, i, Relation::Equal);
            }
        } else if a.len() > 0 && b.len() > 0 {
            align(&a, &b, &mut links);
        }
        let mut edits = links.edits();
        // Most beads of a long story have one step, and a list begins with room for four.
        edits.shrink_to_fit();
        moves::link_single_words(&a, &b, &mut links);
        Self {
            original: a.indices,
            copy: b.indices,
            edits,
            original_links: links.a,
            copy_links: links.b,
            original_classes: a.classes,
            copy_classes: b.classes,
        }
    }

    /// Whether the two sides have the same words in the same order.
    #[must_use]
    pub fn is_identical(&self) -> bool {
        self.edits.iter().all(|e| e.relation == Relation::Equal)
    }

    /// The same, spelling apart.
    #[must_use]
    pub fn keeps_all_words(&self) -> bool {
        let same = |relation| matches!(relation, Relation::Equal | Relation::Variant);
        self.edits.iter().all(|e| same(e.relation))
    }
}

/// The words of one side with what the pairing asks about them.
struct Words<'d> {
    document: &'d Document<'d>,
    indices: Vec<u32>,
    keys: Vec<u64>,
    classes: Vec<Class>,
}

impl<'d> Words<'d> {
    fn of(document: &'d Document<'d>, segments: &[usize]) -> Self {
        let tokens = document.tokens();
        let bodies = segments.iter().filter_map(|i| document.segments.get(*i));
        let most = bodies.map(|segment| segment.body.range().len()).sum();
        let mut words = Self {
            document,
            indices: Vec::with_capacity(most),
            keys: Vec::with_capacity(most),
            classes: Vec::with_capacity(most),
        };
        for segment in segments.iter().filter_map(|i| document.segments.get(*i)) {
            if segment.kind == SegmentKind::Furniture {
                continue;
            }
            for index in segment.body.range() {
                let Some(token) = tokens.get(index) else {
                    continue;
                };
                if token.is_word() || document.norm(token) == "%" {
                    words.indices.push(index as u32);
                    words.keys.push(token.key);
                    words.classes.push(lexicon::class(token.key));
                }
            }
        }
        words
    }

    fn len(&self) -> usize {
        self.indices.len()
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "words are counted up to `len`, and each has a key"
    )]
    fn key(&self, word: usize) -> u64 {
        self.keys[word]
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "words are counted up to `len`, and each has a key"
    )]
    fn keys(&self, run: &Range<usize>) -> &[u64] {
        &self.keys[run.clone()]
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "words are counted up to `len`, and each has its classes"
    )]
    fn class(&self, word: usize) -> Class {
        self.classes[word]
    }

    fn stem(&self, word: usize) -> u64 {
        self.token(word).map_or(0, |t| t.stem)
    }

    fn token(&self, word: usize) -> Option<&crate::text::tokens::Token> {
        self.document
            .tokens()
            .get(*self.indices.get(word)? as usize)
    }

    fn norm(&self, word: usize) -> &str {
        self.indices
            .get(word)
            .map_or("", |i| self.document.norm_at(*i as usize))
    }

    fn is_content(&self, word: usize) -> bool {
        self.classes.get(word).is_some_and(|c| c.is_content())
    }
}

/// Counterparts of all words while they are worked out.
struct Links {
    a: Vec<Option<Link>>,
    b: Vec<Option<Link>>,
}

impl Links {
    fn new(a: usize, b: usize) -> Self {
        Self {
            a: vec![None; a],
            b: vec![None; b],
        }
    }

    fn join(&mut self, i: usize, j: usize, relation: Relation) {
        if let (Some(left), Some(right)) = (self.a.get_mut(i), self.b.get_mut(j)) {
            *left = Some(Link { other: j, relation });
            *right = Some(Link { other: i, relation });
        }
    }

    /// Steps of the alignment: a walk along the monotone links, with what stands between them.
    fn edits(&self) -> Vec<Edit> {
        let mut edits: Vec<Edit> = Vec::new();
        let (mut i, mut j) = (0, 0);
        let on_path = |link: &Option<Link>| {
            link.is_some_and(|l| !matches!(l.relation, Relation::Substituted | Relation::Moved))
        };
        let next = |links: &[Option<Link>], from: usize| {
            let ahead = links.iter().skip(from).position(on_path);
            ahead.map_or(links.len(), |steps| from + steps)
        };
        while i < self.a.len() || j < self.b.len() {
            let (next_i, next_j) = (next(&self.a, i), next(&self.b, j));
            self.gap(i..next_i, j..next_j, &mut edits);
            (i, j) = (next_i, next_j);
            let Some(link) = self.a.get(i).copied().flatten() else {
                continue;
            };
            // Variants may take two words of one side together (`per cent`, `%`).
            let together = |links: &[Option<Link>], from: usize| {
                let mut run = links.iter().skip(from);
                let first = run.next();
                1 + run.take_while(|link| Some(*link) == first).count()
            };
            let (ends_i, ends_j) = (together(&self.a, i), together(&self.b, j));
            push(&mut edits, link.relation, i..i + ends_i, j..j + ends_j);
            (i, j) = (i + ends_i, j + ends_j);
        }
        edits
    }

    /// Steps of a gap: moved runs by themselves, the rest paired run by run.
    fn gap(&self, a: Range<usize>, b: Range<usize>, edits: &mut Vec<Edit>) {
        let moved = |link: &Option<Link>| link.is_some_and(|l| l.relation == Relation::Moved);
        let runs = |links: &[Option<Link>], range: Range<usize>| {
            let mut runs: Vec<Range<usize>> = Vec::new();
            for (k, link) in links.iter().enumerate().take(range.end).skip(range.start) {
                match runs.last_mut() {
                    _ if moved(link) => {}
                    Some(run) if run.end == k => run.end += 1,
                    _ => runs.push(k..k + 1),
                }
            }
            runs
        };
        let (left, right) = (runs(&self.a, a.clone()), runs(&self.b, b.clone()));
        for k in 0..left.len().max(right.len()) {
            match (left.get(k), right.get(k)) {
                (Some(i), Some(j)) => push(edits, Relation::Substituted, i.clone(), j.clone()),
                (Some(i), None) => push(edits, Relation::Deleted, i.clone(), b.end..b.end),
                (None, Some(j)) => push(edits, Relation::Inserted, a.end..a.end, j.clone()),
                (None, None) => {}
            }
        }
        let moved = |j: usize| {
            self.b
                .get(j)
                .copied()
                .flatten()
                .filter(|l| moved(&Some(*l)))
        };
        let mut j = b.start;
        while j < b.end {
            let Some(link) = moved(j) else {
                j += 1;
                continue;
            };
            let mut end = j + 1;
            while end < b.end && moved(end).is_some_and(|l| l.other == link.other + (end - j)) {
                end += 1;
            }
            edits.push(Edit {
                relation: Relation::Moved,
                original: link.other..link.other + (end - j),
                copy: j..end,
            });
            j = end;
        }
    }
}

/// Append a step, or lengthen the last one where it is of the same relation and touches.
fn push(edits: &mut Vec<Edit>, relation: Relation, original: Range<usize>, copy: Range<usize>) {
    if let Some(last) = edits.last_mut()
        && last.relation == relation
        && last.original.end == original.start
        && last.copy.end == copy.start
    {
        last.original.end = original.end;
        last.copy.end = copy.end;
        return;
    }
    edits.push(Edit {
        relation,
        original,
        copy,
    });
}

fn align(a: &Words<'_>, b: &Words<'_>, links: &mut Links) {
    let mut gaps: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    let mut open: Option<(Range<usize>, Range<usize>)> = None;
    let pieces = a.len().max(b.len()).div_ceil(MAX_WORDS);
    for piece in 0..pieces {
        let cut = |len: usize| (len * piece / pieces)..(len * (piece + 1) / pieces);
        let (left, right) = (cut(a.len()), cut(b.len()));
        let ops = capture_diff_slices(Algorithm::Myers, a.keys(&left), b.keys(&right));
        for (at, op) in ops.iter().enumerate() {
            let shift = |r: Range<usize>, by: usize| r.start + by..r.end + by;
            let (i, j) = (
                shift(op.old_range(), left.start),
                shift(op.new_range(), right.start),
            );
            let changed =
                |n: Option<&DiffOp>| n.is_some_and(|o| !matches!(o, DiffOp::Equal { .. }));
            // A lone `the` or `of` between two changes is chance: the pairing decides about it.
            let weak = i.len() <= 2
                && i.clone().all(|k| !a.is_content(k))
                && changed(at.checked_sub(1).and_then(|p| ops.get(p)))
                && changed(ops.get(at + 1));
            if matches!(op, DiffOp::Equal { .. }) && !weak {
                gaps.extend(open.take());
                for (i, j) in i.zip(j) {
                    links.join(i, j, Relation::Equal);
                }
            } else {
                let gap = open.get_or_insert((i.start..i.start, j.start..j.start));
                gap.0.end = i.end;
                gap.1.end = j.end;
            }
        }
    }
    gaps.extend(open);
    let mut table = pairing::Table::default();
    for (i, j) in gaps {
        table.pair(a, b, i, j, links);
    }
    moves::link_runs(a, b, links);
}

#[cfg(test)]
#[path = "../../tests/oracle/difference.rs"]
mod oracle;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::TokenSpan;

    /// The text from the first to the last word of a run.
    fn text<'d>(document: &'d Document<'_>, words: &[u32], run: &Range<usize>) -> &'d str {
        let run = &words[run.clone()];
        let (Some(first), Some(last)) = (run.first(), run.last()) else {
            return "";
        };
        document.text_of(TokenSpan::new(*first as usize, *last as usize + 1))
    }

    /// Align two sentences; the steps as `relation:original>copy`.
    fn steps(original: &str, copy: &str) -> Vec<String> {
        let (a, b) = (Document::new(original), Document::new(copy));
        let bead = Bead {
            original: (0..a.segments.len()).collect(),
            copy: (0..b.segments.len()).collect(),
            ..Bead::default()
        };
        let t = TokenAlignment::new(&a, &b, &bead);
        t.edits
            .iter()
            .filter(|e| e.relation != Relation::Equal)
            .map(|e| {
                let left = text(&a, &t.original, &e.original);
                let right = text(&b, &t.copy, &e.copy);
                format!("{:?}: {left} > {right}", e.relation)
            })
            .collect()
    }

    #[test]
    fn tells_inflection_spelling_and_other_words_apart() {
        assert_eq!(
            steps(
                "The council raises a new programme",
                "The council raised a new program"
            ),
            ["Inflected: raises > raised", "Variant: programme > program"]
        );
        assert_eq!(
            steps("The quiet harbour town", "The noisy harbour town"),
            ["Substituted: quiet > noisy"]
        );
    }

    #[test]
    fn writes_of_per_cent_and_compounds_are_variants() {
        assert_eq!(
            steps("up 7 per cent today", "up 7% today"),
            ["Variant: per cent > %"]
        );
        assert_eq!(
            steps("a long-standing dispute", "a longstanding dispute"),
            ["Variant: long-standing > longstanding"]
        );
    }

    #[test]
    fn a_stop_word_alone_does_not_break_up_a_substitution() {
        assert_eq!(
            steps(
                "He saw the end of the crisis there",
                "He saw a finish to that problem there"
            ),
            ["Substituted: the end of the crisis > a finish to that problem"]
        );
    }

    #[test]
    fn the_same_words_elsewhere_are_moved() {
        assert_eq!(
            steps(
                "On Tuesday evening the harbour office closed its doors",
                "The harbour office closed its doors on Tuesday evening"
            ),
            ["Moved: On Tuesday evening > on Tuesday evening"]
        );
    }

    #[test]
    fn every_word_is_in_exactly_one_step() {
        for (original, copy) in [
            ("a b c d e f", "f e d c b a"),
            (
                "the old mill by the river burned",
                "by the river burned the old red mill",
            ),
            ("", "nothing was here"),
            ("nothing was here", ""),
            ("seven per cent of it", "7% of that"),
        ] {
            let (a, b) = (Document::new(original), Document::new(copy));
            let bead = Bead {
                original: (0..a.segments.len()).collect(),
                copy: (0..b.segments.len()).collect(),
                ..Bead::default()
            };
            let t = TokenAlignment::new(&a, &b, &bead);
            let (mut left, mut right) = (vec![0; t.original.len()], vec![0; t.copy.len()]);
            for e in &t.edits {
                e.original.clone().for_each(|k| left[k] += 1);
                e.copy.clone().for_each(|k| right[k] += 1);
            }
            assert!(
                left.iter().chain(&right).all(|n| *n == 1),
                "{original} / {copy}"
            );
        }
    }

    #[test]
    fn a_bead_of_a_hundred_thousand_words_is_aligned_in_pieces() {
        let original = "one two three four ".repeat(25_000);
        let copy = "five six seven four ".repeat(25_000);
        assert!(!steps(&original, &copy).is_empty());
    }
}
