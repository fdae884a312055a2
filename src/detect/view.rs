//! What detectors ask of a bead.

use std::ops::Range;

use super::{BeadView, Draft, Pair, Rule};
use crate::compare::Link;
use crate::lexicon::{Class, Parts};
use crate::report::Severity;
use crate::span::TokenSpan;
use crate::text::tokens::{Token, TokenKind};
use crate::work::count;

/// How far, in words, [`Words::projected`] looks for a word with a counterpart.
const REACH: usize = 9;
/// How far, in words, a clause is taken to extend around a word.
const AROUND: usize = 6;

/// One side of a bead: its words and their counterparts on the other side.
#[derive(Clone, Copy)]
pub struct Words<'p> {
    document: &'p crate::text::Document<'p>,
    /// Indices into the document's tokens.
    pub indices: &'p [u32],
    /// Counterparts.
    pub links: &'p [Option<Link>],
    /// Classes.
    pub classes: &'p [Class],
}

impl<'p> Words<'p> {
    /// Number of words.
    #[must_use]
    pub fn len(&self) -> usize {
        self.indices.len()
    }

    /// The token of a word.
    #[must_use]
    pub fn token(&self, word: usize) -> Option<&'p Token> {
        count(1);
        self.document
            .tokens()
            .get(*self.indices.get(word)? as usize)
    }

    /// Normal form of a word; empty past the end.
    #[must_use]
    pub fn norm(&self, word: usize) -> &'p str {
        count(1);
        self.indices
            .get(word)
            .map_or("", |i| self.document.norm_at(*i as usize))
    }

    /// Key of a word; 0 past the end.
    #[must_use]
    pub fn key(&self, word: usize) -> u64 {
        self.token(word).map_or(0, |t| t.key)
    }

    /// Stem key of a word; 0 past the end.
    #[must_use]
    pub fn stem(&self, word: usize) -> u64 {
        self.token(word).map_or(0, |t| t.stem)
    }

    /// Class of a word; empty past the end.
    #[must_use]
    pub fn class(&self, word: usize) -> Class {
        count(1);
        self.classes.get(word).copied().unwrap_or_default()
    }

    /// Whether a word belongs to a date, a weekday or a time of the day.
    #[must_use]
    pub fn is_time(&self, word: usize) -> bool {
        let Some(token) = self.indices.get(word).map(|i| *i as usize) else {
            return false;
        };
        let times = &self.document.times;
        let next = times.partition_point(|t| t.span.end() <= token);
        times.get(next).is_some_and(|t| t.span.contains(token))
    }

    /// The parts of speech that a word may have where it stands.
    #[must_use]
    pub fn parts(&self, word: usize) -> Parts {
        self.indices
            .get(word)
            .map_or(Parts::default(), |i| self.document.tags().at(*i as usize))
    }

    /// Whether a word is a content word.
    #[must_use]
    pub fn is_content(&self, word: usize) -> bool {
        word < self.len() && self.class(word).is_content()
    }

    /// Whether the same word stands on the other side, however spelled, inflected or placed.
    #[must_use]
    pub fn is_kept(&self, word: usize) -> bool {
        self.kept(word).is_some()
    }

    /// Where the same word stands on the other side, however spelled, inflected or placed.
    #[must_use]
    pub fn kept(&self, word: usize) -> Option<usize> {
        let link = self.link(word).filter(|l| l.keeps_word());
        link.map(|l| l.other)
    }

    /// Counterpart of a word.
    #[must_use]
    pub fn link(&self, word: usize) -> Option<Link> {
        count(1);
        self.links.get(word).copied().flatten()
    }

    /// Whether a mark (comma, dash, stop, quotation mark) stands between a word and the next.
    #[must_use]
    pub fn broken_after(&self, word: usize) -> bool {
        match (self.indices.get(word), self.indices.get(word + 1)) {
            (Some(a), Some(b)) => b - a > 1,
            _ => true,
        }
    }

    /// Whether a comma alone stands between a word and the next.
    #[must_use]
    pub fn comma_after(&self, word: usize) -> bool {
        let (Some(a), Some(b)) = (self.indices.get(word), self.indices.get(word + 1)) else {
            return false;
        };
        b - a == 2 && self.document.norm_at(*a as usize + 1) == ","
    }

    /// Whether a hyphen ties a word to the next.
    #[must_use]
    pub fn hyphen_after(&self, word: usize) -> bool {
        let (Some(a), Some(b)) = (self.indices.get(word), self.indices.get(word + 1)) else {
            return false;
        };
        let tied = self.whole_words(TokenSpan::new(*a as usize, *a as usize + 1));
        tied.contains(*b as usize)
    }

    /// Content words of a run without a counterpart.
    #[must_use]
    pub fn unmatched_content(&self, run: Range<usize>) -> usize {
        run.filter(|k| self.is_content(*k) && !self.is_kept(*k))
            .count()
    }

    /// Tokens from the first to the last word of a run.
    #[must_use]
    pub fn tokens(&self, run: &Range<usize>) -> Option<TokenSpan> {
        let run = self.indices.get(run.clone())?;
        Some(self.whole_words(TokenSpan::new(
            *run.first()? as usize,
            *run.last()? as usize + 1,
        )))
    }

    /// A range of tokens widened so that it splits no word: `[de]-escalate` is five tokens.
    fn whole_words(&self, span: TokenSpan) -> TokenSpan {
        let tokens = self.document.tokens();
        let hyphen = |k: usize| matches!(self.document.norm_at(k), "-" | "‐" | "‑");
        let part = |k: usize| tokens.get(k).is_some_and(|t| t.kind == TokenKind::Word);
        let glued = |k: usize| tokens.get(k).is_some_and(|t| t.glued);
        let bracket = |k: usize, marks: &[&str]| {
            k < tokens.len() && marks.contains(&self.document.norm_at(k))
        };
        let (mut start, mut end) = (span.start(), span.end());
        // Forwards: over a closing bracket and a hyphen to the next part.
        loop {
            let at = end + usize::from(bracket(end, &["]", ")"]) && glued(end));
            if at + 1 < tokens.len() && hyphen(at) && glued(at) && part(at + 1) && glued(at + 1) {
                end = at + 2;
            } else {
                break;
            }
        }
        // And backwards, to the opening bracket.
        while start >= 2 && glued(start) && hyphen(start - 1) && glued(start - 1) {
            let closed = bracket(start - 2, &["]", ")"]) && start >= 3;
            let at = start - 2 - usize::from(closed);
            if !part(at) {
                break;
            }
            start = at;
            if closed && start > 0 && bracket(start - 1, &["[", "("]) {
                start -= 1;
            }
        }
        TokenSpan::new(start, end)
    }

    /// Text from the first to the last word of a run; empty for an empty run.
    #[must_use]
    pub fn text(&self, run: &Range<usize>) -> &'p str {
        self.tokens(run)
            .map_or("", |span| self.document.text_of(span))
    }
}

impl Words<'_> {
    /// Where a word would stand on the other side: beside the counterpart of its nearest
    /// neighbour that has one.
    #[must_use]
    pub fn projected(&self, at: usize) -> Option<usize> {
        (0..=REACH).find_map(|d| {
            let before = at.checked_sub(d).and_then(|k| self.link(k));
            match (before, self.link(at + d)) {
                (Some(l), _) => Some(l.other + d),
                (None, Some(l)) => Some(l.other.saturating_sub(d)),
                _ => None,
            }
        })
    }

    /// Whether half of the content words around a place have counterparts: the clause is on both
    /// sides, whatever became of the word itself.
    #[must_use]
    pub fn surroundings_kept(&self, at: usize) -> bool {
        let around = at.saturating_sub(AROUND)..(at + AROUND + 1).min(self.len());
        let (mut kept, mut all) = (0, 0);
        for k in around.filter(|k| *k != at && self.is_content(*k)) {
            all += 1;
            kept += usize::from(self.is_kept(k));
        }
        all > 0 && 2 * kept >= all
    }
}

impl<'p> Pair<'p> {
    /// One bead, where there is one with this index.
    #[must_use]
    pub fn view(&'p self, index: usize) -> Option<BeadView<'p>> {
        Some(BeadView {
            pair: self,
            index,
            bead: self.beads.get(index)?,
            alignment: self.alignments.get(index)?,
        })
    }

    /// All beads in their order.
    pub fn views(&'p self) -> impl Iterator<Item = BeadView<'p>> {
        (0..self.beads.len()).filter_map(|index| self.view(index))
    }
}

impl<'p> BeadView<'p> {
    /// Whether it has sentences on both sides.
    #[must_use]
    pub fn is_paired(&self) -> bool {
        !self.bead.original.is_empty() && !self.bead.copy.is_empty()
    }

    /// The original's words.
    #[must_use]
    pub fn original(&self) -> Words<'p> {
        Words {
            document: self.pair.original,
            indices: &self.alignment.original,
            links: &self.alignment.original_links,
            classes: &self.alignment.original_classes,
        }
    }

    /// The copy's words.
    #[must_use]
    pub fn copy(&self) -> Words<'p> {
        Words {
            document: self.pair.copy,
            indices: &self.alignment.copy,
            links: &self.alignment.copy_links,
            classes: &self.alignment.copy_classes,
        }
    }

    /// A finding about two runs of words (one may be empty) that says what became of what.
    #[must_use]
    pub fn draft(
        &self,
        rule: &'static Rule,
        severity: Severity,
        confidence: f64,
        original: &Range<usize>,
        copy: &Range<usize>,
    ) -> Draft {
        let (left, right) = (self.original(), self.copy());
        let message = match (left.text(original), right.text(copy)) {
            (from, "") => format!("“{}” is missing from the copy", shorten(from)),
            ("", to) => format!("“{}” is not in the original", shorten(to)),
            (from, to) => format!("“{}” became “{}”", shorten(from), shorten(to)),
        };
        Draft {
            rule,
            severity,
            confidence,
            original: left.tokens(original),
            copy: right.tokens(copy),
            message,
        }
    }
}

/// What a message says of words that only one side has, where the other side has a `place` to show
/// but nothing that stands for them.
#[must_use]
pub fn alone(words: &str, place: &str, lost: bool) -> String {
    let words = shorten(words);
    match (lost, place) {
        (true, "") => format!("“{words}” is missing from the copy"),
        (true, place) => format!(
            "“{words}” is missing from the copy, at “{}”",
            shorten(place)
        ),
        (false, "") => format!("“{words}” is not in the original"),
        (false, place) => format!("“{words}” is not in the original, at “{}”", shorten(place)),
    }
}

/// A passage as a message shows it: on one line, and not longer than some 20 words.
#[must_use]
pub fn shorten(text: &str) -> String {
    const LONGEST: usize = 120;
    let mut line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((cut, _)) = line.char_indices().nth(LONGEST) {
        let cut = line[..cut].rfind(' ').unwrap_or(cut);
        line.truncate(cut);
        line.push('…');
    }
    line
}
