//! The tokens of one sentence with their parts of speech, as the checks of grammar read them.

use crate::lexicon::Parts;
use crate::span::TokenSpan;
use crate::text::segments::SegmentKind;
use crate::text::tokens::{Token, TokenKind};
use crate::text::{Document, Tags};

/// One sentence of a document.
#[derive(Clone, Copy)]
pub struct Sentence<'d> {
    document: &'d Document<'d>,
    tags: &'d Tags,
    range: TokenSpan,
}

/// The sentences of the story: no headline, no furniture, nothing torn off.
pub fn sentences<'d>(document: &'d Document<'d>) -> impl Iterator<Item = Sentence<'d>> {
    let tags = document.tags();
    let segments = document.segments.iter();
    segments
        .filter(|s| s.kind == SegmentKind::Sentence)
        .map(move |s| Sentence {
            document,
            tags,
            range: s.body,
        })
}

impl<'d> Sentence<'d> {
    /// Its tokens' indices.
    pub fn indices(&self) -> std::ops::Range<usize> {
        self.range.range()
    }

    /// The token at an index of the document, if it is in the sentence.
    pub fn token(&self, k: usize) -> Option<&'d Token> {
        let inside = self.range.contains(k);
        self.document.tokens().get(k).filter(|_| inside)
    }

    /// Normal form at an index; empty outside the sentence.
    pub fn norm(&self, k: usize) -> &'d str {
        self.token(k).map_or("", |t| self.document.norm(t))
    }

    /// What was written at an index; empty outside the sentence.
    pub fn surface(&self, k: usize) -> &'d str {
        let text = self.document.text();
        self.token(k).map_or("", |t| t.span.of(text))
    }

    /// Parts of speech at an index; none for a mark or outside the sentence.
    pub fn tag(&self, k: usize) -> Parts {
        if self.range.contains(k) {
            self.tags.at(k)
        } else {
            Parts::default()
        }
    }

    /// Whether a word or number stands there.
    pub fn is_word(&self, k: usize) -> bool {
        self.token(k).is_some_and(Token::is_word)
    }

    /// Whether a word in small letters stands there that a space sets apart.
    pub fn is_plain(&self, k: usize) -> bool {
        self.token(k)
            .is_some_and(|t| t.kind == TokenKind::Word && !t.capital && !t.glued)
    }

    /// Whether a hyphen, slash or the like touches the token on its right.
    pub fn is_compound(&self, k: usize) -> bool {
        let touches = |at: usize| {
            let mark = self.token(at).is_some_and(|t| t.glued);
            mark && matches!(self.norm(at), "-" | "/" | "&" | "@" | "_")
        };
        touches(k + 1) || self.token(k).is_some_and(|t| t.glued) && k > 0 && self.norm(k - 1) == "-"
    }

    /// Whether the sentence asks or turns its order for another reason before an index: a modal
    /// or an auxiliary stands up to four words before it.
    pub fn inverted(&self, k: usize) -> bool {
        let from = k.saturating_sub(5);
        (from..k).any(|i| self.tag(i).may(Parts::MODAL | Parts::AUXILIARY))
    }

    /// Number of its words.
    pub fn words(&self) -> usize {
        self.indices().filter(|k| self.is_word(*k)).count()
    }

    /// The document.
    pub fn document(&self) -> &'d Document<'d> {
        self.document
    }
}
