//! Headline, sentences, fragments and furniture.
//!
//! The text is cut into sentences, glued furniture is cut off them, the pieces are gathered into
//! blocks (paragraphs, or lines that were ended on purpose), and each block is labelled by
//! [`super::furniture`]. A block of furniture is one segment (a caption goes with its credit), a
//! block of the story one segment for each sentence.

use serde::{Deserialize, Serialize};

use crate::span::{Span, TokenSpan};
use crate::text::evidence::{Evidence, dateline_end};
use crate::text::fragments::is_fragment;
use crate::text::furniture::{Block, BlockKind, FurnitureKind, label};
use crate::text::glued::{Piece, cut_glued, cut_headline};
use crate::text::language::Language;
use crate::text::long::cut;
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
    /// It goes on with the sentence of the segment before it, which was too long for one.
    pub continues: bool,
}

/// Cut a clean text into segments, in reading order.
///
/// The segments and the white space between them give the text back.
#[must_use]
pub fn segment(text: &str, tokens: &TokenList) -> Vec<Segment> {
    let labelled = labelled(text, tokens);
    labelled.into_iter().map(|(segment, _)| segment).collect()
}

/// The segments, those of furniture with what kind of furniture they are.
fn labelled(text: &str, tokens: &TokenList) -> Vec<(Segment, Option<FurnitureKind>)> {
    let mut pieces = pieces(text);
    cut_glued(text, tokens, &mut pieces);
    let mut blocks = gather(text, tokens, &pieces);
    let mut kinds = label(&blocks);
    let headline = kinds.iter().position(|k| *k == BlockKind::Headline);
    if let Some(block) = headline.and_then(|h| blocks.get(h))
        && cut_headline(tokens, &mut pieces, block.pieces.1, &block.keys)
    {
        blocks = gather(text, tokens, &pieces);
        kinds = label(&blocks);
    }
    let paragraphs = paragraphs(text, &pieces);
    let mut segments = Vec::with_capacity(pieces.len());
    for (block, kind) in blocks.iter().zip(&kinds) {
        let range = block.pieces.0..block.pieces.1;
        let own = pieces.get(range.clone()).unwrap_or(&[]);
        let paragraph = paragraphs.get(range.start).copied().unwrap_or_default();
        let whole = match own {
            [] => continue,
            [first, .., last] => first.span.join(&last.span),
            [only] => only.span,
        };
        let mut push = |kind, furniture: Option<FurnitureKind>, span: Span, continues| {
            let range = tokens.within(span);
            let after = dateline_end(text, tokens, range);
            let body = match after {
                Some(start) if furniture.is_none() => TokenSpan::new(start, range.end()),
                _ => range,
            };
            let segment = Segment {
                kind,
                span,
                tokens: range,
                body,
                paragraph,
                continues,
            };
            segments.push((segment, furniture));
        };
        match kind {
            BlockKind::Headline => push(SegmentKind::Headline, None, whole, false),
            BlockKind::Furniture(kind) => push(SegmentKind::Furniture, Some(*kind), whole, false),
            BlockKind::Story => {
                for (i, piece) in own.iter().enumerate() {
                    let before = i.checked_sub(1).and_then(|p| own.get(p)).map(|p| p.span);
                    let kind = if is_fragment(text, tokens, piece.span, before) {
                        SegmentKind::Fragment
                    } else {
                        SegmentKind::Sentence
                    };
                    // What follows the first piece of an endless sentence is no fragment.
                    for (part, span) in cut(text, tokens, piece.span).into_iter().enumerate() {
                        let kind = if part == 0 {
                            kind
                        } else {
                            SegmentKind::Sentence
                        };
                        push(kind, None, span, part > 0);
                    }
                }
            }
        }
    }
    segments
}

/// The sentences of a text without the white space around them.
fn pieces(text: &str) -> Vec<Piece> {
    sentence_spans(text, Language::English)
        .into_iter()
        .filter_map(|span| {
            let piece = span.of(text);
            let start = span.start() + (piece.len() - piece.trim_start().len());
            let end = span.start() + piece.trim_end().len();
            (start < end).then(|| Piece {
                span: Span::new(start, end),
                apart: false,
                hint: None,
            })
        })
        .collect()
}

/// White space between two pieces, by its line breaks.
fn breaks_between(text: &str, before: Span, after: Span) -> usize {
    let gap = text.get(before.end()..after.start()).unwrap_or("");
    gap.bytes().filter(|b| *b == b'\n').count()
}

/// Whether the text sets its paragraphs apart by single line breaks: it has no blank line, and
/// nearly every line break is the end of a sentence.
fn breaks_are_paragraphs(text: &str, pieces: &[Piece]) -> bool {
    let mut ends = 0usize;
    for pair in pieces.windows(2) {
        let [before, after] = pair else { continue };
        match breaks_between(text, before.span, after.span) {
            0 => {}
            1 => ends += 1,
            _ => return false,
        }
    }
    let all = text.trim().bytes().filter(|b| *b == b'\n').count();
    ends * 10 >= all * 9
}

fn paragraphs(text: &str, pieces: &[Piece]) -> Vec<u32> {
    let needed = if breaks_are_paragraphs(text, pieces) {
        1
    } else {
        2
    };
    let mut paragraph = 0;
    let mut before: Option<Span> = None;
    pieces
        .iter()
        .map(|piece| {
            let breaks = before.map_or(0, |b| breaks_between(text, b, piece.span));
            paragraph += u32::from(breaks >= needed);
            before = Some(piece.span);
            paragraph
        })
        .collect()
}

/// Gather pieces into blocks.
fn gather(text: &str, tokens: &TokenList, pieces: &[Piece]) -> Vec<Block> {
    let lines = breaks_are_paragraphs(text, pieces);
    let mut starts: Vec<usize> = Vec::new();
    for (i, piece) in pieces.iter().enumerate() {
        let Some(before) = i.checked_sub(1).and_then(|p| pieces.get(p)) else {
            starts.push(i);
            continue;
        };
        let breaks = breaks_between(text, before.span, piece.span);
        // A line that ends without a full stop was ended on purpose.
        let line = breaks == 1 && (lines || !ends_in_stop(before.span.of(text)));
        if breaks > 1 || line || piece.apart {
            starts.push(i);
        }
    }
    let ends = starts.iter().skip(1).copied().chain([pieces.len()]);
    starts
        .iter()
        .zip(ends)
        .filter_map(|(start, end)| {
            let own = pieces.get(*start..end)?;
            let (first, last) = (own.first()?, own.last()?);
            let span = first.span.join(&last.span);
            let range = tokens.within(span);
            let list = tokens.all().get(range.range()).unwrap_or(&[]);
            let glued_after = pieces.get(end).is_some_and(|p| p.apart);
            Some(Block {
                pieces: (*start, end),
                evidence: Evidence::new(text, tokens, span),
                dateline: dateline_end(text, tokens, range).is_some(),
                hint: first.hint,
                keys: list.iter().filter(|t| t.is_word()).map(|t| t.key).collect(),
                alone: !first.apart && !glued_after || first.hint.is_some(),
            })
        })
        .collect()
}

fn ends_in_stop(piece: &str) -> bool {
    piece
        .trim_end_matches(['"', '”', '’', '\'', ')', ']', '»'])
        .ends_with(['.', '!', '?', '…'])
}

#[cfg(test)]
mod tests;
