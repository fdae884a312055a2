//! Headline, sentences, fragments and furniture.

use serde::{Deserialize, Serialize};

use crate::span::{Span, TokenSpan};
use crate::text::language::Language;
use crate::text::sentences::sentence_spans;
use crate::text::tokens::TokenList;

/// What a segment is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SegmentKind {
    /// The story's own headline, once.
    Headline,
    /// A sentence of the story.
    Sentence,
    /// The remainder of a sentence torn off by a stray full stop (`crisis.`).
    Fragment,
    /// Anything that is not the story: caption, byline, credits, links, disclaimers.
    Furniture,
}

/// One segment of a document.
#[derive(Clone, Copy, Debug)]
pub struct Segment {
    /// What it is.
    pub kind: SegmentKind,
    /// Its bytes in the clean text, without surrounding white space.
    pub span: Span,
    /// Its tokens.
    pub tokens: TokenSpan,
    /// Its tokens without a dateline (`LINDHOLM, March 3 (Newswire) -`).
    pub body: TokenSpan,
    /// Index of the paragraph it stands in.
    pub paragraph: u32,
}

/// Cut a clean text into segments, in reading order.
#[must_use]
pub fn segment(text: &str, tokens: &TokenList) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    for span in sentence_spans(text, Language::English) {
        let piece = span.of(text);
        let start = span.start() + (piece.len() - piece.trim_start().len());
        let end = span.start() + piece.trim_end().len();
        if start >= end {
            continue;
        }
        let span = Span::new(start, end);
        let range = tokens.within(span);
        let kind = if segments.is_empty() {
            SegmentKind::Headline
        } else {
            SegmentKind::Sentence
        };
        segments.push(Segment {
            kind,
            span,
            tokens: range,
            body: range,
            paragraph: 0,
        });
    }
    segments
}
