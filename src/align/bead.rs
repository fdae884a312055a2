//! What the aligner gives.

/// A bead: the sentences on both sides that stand for one another.
///
/// Indices point into `Document::segments` (or into the caller's lists, for
/// [`crate::align_sentences`]). One side is empty for an omission or an addition.
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

/// An alignment of two texts.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Alignment {
    /// The beads, in the order of the original, additions where they stand in the copy.
    pub beads: Vec<Bead>,
    /// What a reader should know of how they came about; empty as a rule.
    pub notices: Vec<String>,
}
