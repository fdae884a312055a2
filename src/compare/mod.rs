//! Token alignment of one bead: what stayed, what was changed, put in, left out or moved.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::align::Bead;
use crate::span::TokenSpan;
use crate::text::Document;
use crate::text::segments::SegmentKind;

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

/// The words of one bead on both sides and how they correspond.
#[derive(Clone, Debug, Default)]
pub struct TokenAlignment {
    /// Indices into the original's tokens: words and numbers of the bead, in reading order,
    /// datelines left out.
    pub original: Vec<u32>,
    /// The same for the copy; the words of a fragment follow those of the sentence it was torn
    /// from.
    pub copy: Vec<u32>,
    /// The steps, in the order of the copy.
    pub edits: Vec<Edit>,
}

impl TokenAlignment {
    /// Align the words of a bead.
    #[must_use]
    pub fn new(original: &Document<'_>, copy: &Document<'_>, bead: &Bead) -> Self {
        let a = words(original, &bead.original);
        let b = words(copy, &bead.copy);
        let keys = |d: &Document<'_>, list: &[u32]| -> Vec<u64> {
            list.iter().map(|i| d.tokens()[*i as usize].key).collect()
        };
        let ops = capture_diff_slices(Algorithm::Myers, &keys(original, &a), &keys(copy, &b));
        let edits = ops
            .into_iter()
            .map(|op| {
                let relation = match op {
                    DiffOp::Equal { .. } => Relation::Equal,
                    DiffOp::Delete { .. } => Relation::Deleted,
                    DiffOp::Insert { .. } => Relation::Inserted,
                    DiffOp::Replace { .. } => Relation::Substituted,
                };
                Edit {
                    relation,
                    original: op.old_range(),
                    copy: op.new_range(),
                }
            })
            .collect();
        Self {
            original: a,
            copy: b,
            edits,
        }
    }

    /// The tokens of the original from the first to the last word of a run.
    #[must_use]
    pub fn original_tokens(&self, run: &Range<usize>) -> Option<TokenSpan> {
        token_span(&self.original, run)
    }

    /// The tokens of the copy from the first to the last word of a run.
    #[must_use]
    pub fn copy_tokens(&self, run: &Range<usize>) -> Option<TokenSpan> {
        token_span(&self.copy, run)
    }
}

fn token_span(words: &[u32], run: &Range<usize>) -> Option<TokenSpan> {
    let run = words.get(run.clone())?;
    Some(TokenSpan::new(
        *run.first()? as usize,
        *run.last()? as usize + 1,
    ))
}

fn words(document: &Document<'_>, segments: &[usize]) -> Vec<u32> {
    let mut list = Vec::new();
    for segment in segments.iter().filter_map(|i| document.segments.get(*i)) {
        if segment.kind == SegmentKind::Furniture {
            continue;
        }
        for index in segment.body.range() {
            if document.tokens()[index].is_word() {
                list.push(index as u32);
            }
        }
    }
    list
}
