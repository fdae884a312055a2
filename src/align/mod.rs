//! Sentence alignment: which sentences of the copy stand for which of the original.

use crate::text::Document;

/// A bead: the sentences on both sides that stand for one another.
///
/// Indices point into `Document::segments` (or into the caller's lists, for
/// [`align_sentences`]). One side is empty for an omission or an addition.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Bead {
    /// Indices on the original's side, ascending.
    pub original: Vec<usize>,
    /// Indices on the copy's side, ascending.
    pub copy: Vec<usize>,
    /// The bead lies off the monotone path: its passage was moved.
    pub moved: bool,
    /// Strength of the match, 0 to 1; 0 for a bead with an empty side.
    pub score: f64,
    /// What the score rests on.
    pub evidence: Evidence,
}

/// What speaks for a bead, each part from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Evidence {
    /// Shared character n-grams, corrected for chance.
    pub characters: f64,
    /// Shared words, rarer ones counting more, corrected for chance.
    pub words: f64,
    /// Shared numbers and names.
    pub facts: f64,
    /// Fit with the neighbouring beads.
    pub context: f64,
}

/// Align the story segments (headline, sentences, fragments; no furniture) of two documents.
///
/// Beads come in the order of the original, additions where they stand in the copy.
#[must_use]
pub fn align_documents(original: &Document<'_>, copy: &Document<'_>) -> Vec<Bead> {
    use crate::text::segments::SegmentKind::Furniture;
    let story = |d: &Document<'_>| -> Vec<usize> {
        (0..d.segments.len())
            .filter(|i| d.segments[*i].kind != Furniture)
            .collect()
    };
    let (a, b) = (story(original), story(copy));
    let mut beads = Vec::new();
    for i in 0..a.len().max(b.len()) {
        beads.push(Bead {
            original: a.get(i).copied().into_iter().collect(),
            copy: b.get(i).copied().into_iter().collect(),
            score: if i < a.len().min(b.len()) { 1.0 } else { 0.0 },
            ..Bead::default()
        });
    }
    beads
}
