//! The original as the axis that all copies are laid against: words, gaps, sentences.

use crate::copies::paint::TokenPlaces;
use crate::report::{CodePoints, SegmentKind};
use crate::text::Document;

/// What about a sentence of the original can differ.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Level {
    /// Whether it is there.
    Presence,
    /// Where it stands.
    Position,
    /// Where it begins and ends.
    Boundary,
    /// A word of it, or the gap beside one.
    Word,
    /// Its marks and its form.
    Form,
    /// What follows it.
    After,
}

/// The smallest thing that can differ. Ordered by level, then as the original is read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Site {
    /// What about a sentence.
    pub level: Level,
    /// The sentence, counted from 1 among those of the story; 0 is the top of the text.
    pub sentence: u32,
    /// [`Level::Word`]: `2 r + 1` for the word of rank `r`, `2 r` for the gap before it;
    /// [`Level::Form`]: the rank of a word; [`Level::After`]: which addition; else 0.
    pub at: u32,
}

/// The original as an axis.
pub struct Axis<'d> {
    document: &'d Document<'d>,
    /// Segments that are sentences of the story.
    pub sentences: Vec<usize>,
    /// For each segment its number among them, from 1; 0 for furniture.
    numbers: Vec<u32>,
    /// For each token how many words stand before it.
    ranks: Vec<u32>,
    /// Tokens that are words, by rank.
    words: Vec<u32>,
    /// Code points of the tokens.
    pub places: TokenPlaces,
    points: CodePoints<'d>,
}

impl<'d> Axis<'d> {
    /// The axis of an original.
    pub fn new(document: &'d Document<'d>) -> Self {
        let mut numbers = vec![0; document.segments.len()];
        let mut sentences = Vec::new();
        let mut is_word = vec![false; document.tokens().len()];
        let segments = document.segments.iter().enumerate();
        for ((id, segment), number) in segments.zip(&mut numbers) {
            if segment.kind == SegmentKind::Furniture {
                continue;
            }
            sentences.push(id);
            *number = sentences.len() as u32;
            for index in segment.body.range() {
                if let (Some(flag), Some(token)) =
                    (is_word.get_mut(index), document.tokens().get(index))
                {
                    *flag = token.is_word() || document.norm(token) == "%";
                }
            }
        }
        let mut ranks = Vec::with_capacity(is_word.len());
        let mut words = Vec::new();
        for (index, word) in is_word.into_iter().enumerate() {
            ranks.push(words.len() as u32);
            if word {
                words.push(index as u32);
            }
        }
        let points = CodePoints::new(document.source());
        Self {
            places: TokenPlaces::new(document, |byte| points.at(byte)),
            document,
            sentences,
            numbers,
            ranks,
            words,
            points,
        }
    }

    /// Number of a segment among the sentences, from 1; 0 for what is none.
    pub fn number(&self, segment: usize) -> u32 {
        self.numbers.get(segment).copied().unwrap_or_default()
    }

    /// The site of a word, or (`gap`) of the gap after it, or before the first word of a sentence.
    fn on_axis(&self, token: usize, at: u32) -> Option<Site> {
        let sentence = self.number(self.document.segment_at(token)?);
        (sentence > 0).then_some(Site {
            sentence,
            level: Level::Word,
            at,
        })
    }

    /// The site of the word at a token.
    pub fn word(&self, token: usize) -> Option<Site> {
        self.on_axis(token, 2 * self.ranks.get(token)? + 1)
    }

    /// The gap after the word at a token.
    pub fn after(&self, token: usize) -> Option<Site> {
        self.on_axis(token, 2 * self.ranks.get(token)? + 2)
    }

    /// The gap before the word at a token.
    pub fn before(&self, token: usize) -> Option<Site> {
        self.on_axis(token, 2 * self.ranks.get(token)?)
    }

    /// A site of [`Level::Form`] at a token.
    pub fn form(&self, token: usize) -> Option<Site> {
        let word = self.word(token)?;
        Some(Site {
            level: Level::Form,
            at: *self.ranks.get(token)?,
            ..word
        })
    }

    /// Whether no word of the original stands between two sites of one sentence and level.
    pub fn touch(left: Site, right: Site) -> bool {
        if left.level != right.level {
            return false;
        }
        let same = left.sentence == right.sentence;
        match left.level {
            Level::Presence | Level::Position => right.sentence == left.sentence + 1,
            Level::Word => {
                let next = right.at == left.at + 1 || (left.at % 2 == 1 && right.at == left.at + 2);
                same && next
            }
            Level::After => same,
            Level::Boundary | Level::Form => false,
        }
    }

    /// Code points and text of the original from one site to another of the same level.
    pub fn passage(&self, first: Site, last: Site) -> (usize, usize, String) {
        let segment = |number: u32| {
            let id = *self.sentences.get(number.checked_sub(1)? as usize)?;
            self.document.segments.get(id)
        };
        let spans = match first.level {
            Level::After => segment(first.sentence).map(|s| (s.span, true)),
            Level::Word => return self.words_between(first.at, last.at),
            Level::Form => self.words.get(first.at as usize).map(|token| {
                let token = crate::span::TokenSpan::new(*token as usize, *token as usize + 1);
                (self.document.span_of(token), false)
            }),
            _ => segment(first.sentence)
                .zip(segment(last.sentence))
                .map(|(a, b)| (a.span.join(&b.span), false)),
        };
        let Some((span, after)) = spans else {
            return (0, 0, String::new());
        };
        let (start, end, text) = self.points.place(self.document.source_span(span));
        match after {
            true => (end, end, String::new()),
            false => (start, end, text.to_owned()),
        }
    }

    /// The words between two places of the axis.
    fn words_between(&self, first: u32, last: u32) -> (usize, usize, String) {
        // Gap `2 r` starts before word `r`; so does the word itself, at `2 r + 1`.
        let (from, to) = (first / 2, last.div_ceil(2));
        let token = |rank: u32| self.words.get(rank as usize).map(|t| *t as usize);
        if from < to
            && let (Some(a), Some(b)) = (token(from), token(to - 1))
        {
            let span = self.document.span_of(crate::span::TokenSpan::new(a, b + 1));
            let (start, end, text) = self.points.place(self.document.source_span(span));
            return (start, end, text.to_owned());
        }
        // A gap: after the word before it, or before the first word.
        let place = match from.checked_sub(1).and_then(token) {
            Some(token) => self.places.span(token, token).map(|(_, end)| end),
            None => token(from)
                .and_then(|t| self.places.span(t, t))
                .map(|s| s.0),
        };
        let place = place.unwrap_or_default();
        (place, place, String::new())
    }
}
