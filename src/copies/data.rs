//! Several copies of one original: plain data, the same in Rust, Python and JSON.
//!
//! Offsets are those of the report: half-open, in Unicode code points of the texts as handed in.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::report::{Report, Severity, Side};

/// Number of the data contract of a [`Comparison`] that this version reads and writes.
pub const COPIES_SCHEMA: u32 = 1;

/// All that is to say about several copies of one original.
///
/// Copies are sorted by name, so that the order in which they were given changes nothing. Wherever
/// a copy is named by a number, it is its index in `copies`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Comparison {
    /// Number of the data contract.
    pub schema: u32,
    /// Everything that can change a result: equal signatures, equal comparisons.
    pub signature: String,
    /// The original.
    pub original: Side,
    /// The copies, by name.
    pub copies: Vec<Witness>,
    /// The sentences of the original, with what became of each in every copy.
    pub sentences: Vec<Sentence>,
    /// Places at which at least one copy departs from the original, in the order of the original.
    pub locations: Vec<Location>,
    /// Changes that two or more copies share: the worst first, then by the number of copies.
    pub shared: Vec<Shared>,
    /// Distances, 0 to 1, of the original (first) and the copies from each other; `None` for a
    /// copy that cannot be placed.
    pub distances: Vec<Vec<Option<f64>>>,
    /// Who stands next to whom.
    pub tree: Tree,
    /// Hypotheses on who copied whom.
    pub descents: Vec<Descent>,
    /// Copies that seem to draw on more than one branch.
    pub mixtures: Vec<Mixture>,
    /// What a reader of the figures should know.
    pub notices: Vec<String>,
}

/// A copy: a witness of the original, as the study of manuscripts calls it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Witness {
    /// What the caller calls it.
    pub name: String,
    /// Whether it has a sentence of the original and so a place in the tree.
    pub placed: bool,
    /// Its departures from the original: locations at which it has another reading.
    pub changes: usize,
    /// Those among them that no other copy has.
    pub own: usize,
    /// The report, the same as [`crate::compare`] gives.
    pub report: Report,
}

/// A sentence of the original: a row of the matrix.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Sentence {
    /// Segment of the original.
    pub segment: usize,
    /// What became of it, one cell for each copy.
    pub cells: Vec<Cell>,
}

/// What became of a sentence in a copy.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Cell {
    /// What became of it.
    pub state: CellState,
    /// Whether it stands at another place, whatever else became of it.
    pub moved: bool,
    /// The worst finding of its bead.
    pub severity: Severity,
    /// Drift of its bead, 0 to 1.
    pub drift: f64,
    /// Risk of its bead, 0 to 1.
    pub risk: f64,
    /// Segments of the copy that stand for it.
    pub copy: Vec<usize>,
}

/// What became of a sentence.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CellState {
    /// The same words, spelling apart.
    Kept,
    /// Other words, nothing found.
    Reworded,
    /// A finding of some severity.
    Changed,
    /// Not in the copy.
    Dropped,
    /// The same sentence at another place, nothing else found.
    Moved,
    /// The copy has nothing of the original.
    NotJudged,
}

/// What a place of the original is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LocationKind {
    /// Whole sentences that some copy drops.
    Omission,
    /// The place of sentences, which some copy moves.
    Position,
    /// Where a sentence begins or ends, which some copy splits or merges.
    Boundary,
    /// Words, which some copy exchanges, inflects, moves or drops.
    Words,
    /// The gap between two words, into which some copy puts others.
    Insertion,
    /// Marks and form: a quotation that ends elsewhere, a torn sentence.
    Form,
    /// The gap after a sentence, into which some copy puts others.
    Addition,
}

/// How a reading came out of the original, the likeliest to arise twice by chance first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It did not: the copy reads as the original.
    Kept,
    /// The same words written otherwise.
    Spelling,
    /// A sentence split, or two merged.
    Boundary,
    /// Only articles, prepositions and the like.
    Function,
    /// Another form of the same word.
    Inflection,
    /// The same words elsewhere in the sentence.
    Order,
    /// Words left out.
    Loss,
    /// Sentences left out.
    Omission,
    /// Sentences at another place.
    Position,
    /// Marks or form.
    Form,
    /// Other words, with nothing found.
    Rewording,
    /// Words put in, with nothing found.
    Insertion,
    /// A change of meaning: a finding.
    Meaning,
    /// Sentences put in.
    Addition,
}

/// A place of the original at which at least one copy departs from it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Location {
    /// What it is.
    pub kind: LocationKind,
    /// Segment of the original; for an addition the one it follows, none at the top.
    pub segment: Option<usize>,
    /// First code point in the original.
    pub start: usize,
    /// Code point after the last; the same as `start` for a gap.
    pub end: usize,
    /// What the original has there.
    pub text: String,
    /// How much it counts in distances, above 0.
    pub weight: f64,
    /// Whether each of its readings can have arisen once on the tree.
    pub fits: bool,
    /// What the copies have there: first the original's reading, then the others by copy.
    pub readings: Vec<Reading>,
    /// Copies that have nothing there to compare.
    pub lacking: Vec<usize>,
}

/// What one or more copies have at a location.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Reading {
    /// The words, as the first of the copies writes them; empty where they are left out.
    pub text: String,
    /// The copies that have it.
    pub copies: Vec<usize>,
    /// Where each of these copies has it, in code points; none where it has no words.
    pub places: Vec<Option<(usize, usize)>>,
    /// How it came out of the original.
    pub change: Change,
    /// The worst finding on it among its copies.
    pub severity: Severity,
    /// Code of that finding.
    pub code: Option<String>,
    /// That finding in one sentence.
    pub message: Option<String>,
}

/// A reading other than the original's that two or more copies share.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Shared {
    /// Index into `locations`.
    pub location: usize,
    /// Index into the location's `readings`.
    pub reading: usize,
}

/// A tree of the copies, rooted at the original.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Tree {
    /// The original first, parents before their children.
    pub nodes: Vec<Node>,
    /// Weight share of the locations whose readings can each have arisen once on it, 0 to 1; none
    /// where no location speaks for a grouping.
    pub fit: Option<f64>,
    /// Resamplings that `support` rests on.
    pub resamplings: usize,
}

/// The original, a copy, or a point where copies part.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Node {
    /// Index of the parent; none for the original.
    pub parent: Option<usize>,
    /// The copy; none for the original and for inner points.
    pub copy: Option<usize>,
    /// Length of the branch from the parent, as a share of the locations' weight.
    pub length: f64,
    /// Percentage of the resamplings that have the same group; none for leaves.
    pub support: Option<f64>,
    /// Changes that all copies below share and no other copy has.
    pub changes: usize,
    /// The worst of them.
    pub severity: Severity,
}

/// A hypothesis: one copy can be made from another.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Descent {
    /// The copy that can be the source.
    pub from: usize,
    /// The copy that can be made from it.
    pub to: usize,
    /// Neither has a change that the other lacks: the direction cannot be told.
    pub same: bool,
    /// Changes of the source where the other copy can be compared.
    pub changes: usize,
    /// Those that the other copy has too.
    pub shared: usize,
    /// Those that it has changed further.
    pub further: usize,
    /// Those where it reads as the original: they speak against the hypothesis.
    pub undone: usize,
    /// Changes that the other copy adds.
    pub added: usize,
    /// The hypothesis in words.
    pub message: String,
}

/// A copy whose changes fit more than one branch of the tree.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Mixture {
    /// The copy.
    pub copy: usize,
    /// Locations that contradict the tree and would not without this copy.
    pub locations: usize,
    /// The same in words.
    pub message: String,
}

impl Comparison {
    /// The comparison as JSON, one line, as `schema/copies.schema.json` describes it.
    ///
    /// # Errors
    /// None for a comparison made by this crate; a hand-made one with a non-finite score.
    pub fn to_json(&self) -> Result<String> {
        Ok(serde_json::to_string(self)?)
    }

    /// Read a comparison back.
    ///
    /// # Errors
    /// [`Error::Json`] where the string is not a comparison, [`Error::Schema`] where it is one of
    /// another version.
    pub fn from_json(json: &str) -> Result<Self> {
        let read: Self = serde_json::from_str(json)?;
        if read.schema != COPIES_SCHEMA {
            return Err(Error::Schema {
                found: read.schema,
                expected: COPIES_SCHEMA,
            });
        }
        Ok(read)
    }

    /// The name of a copy; empty where there is none.
    #[must_use]
    pub fn name(&self, copy: usize) -> &str {
        self.copies.get(copy).map_or("", |c| &c.name)
    }

    /// The location and the reading of a shared change.
    #[must_use]
    pub fn shared_reading(&self, shared: &Shared) -> Option<(&Location, &Reading)> {
        let location = self.locations.get(shared.location)?;
        Some((location, location.readings.get(shared.reading)?))
    }

    /// The tree in Newick format, the original as the name of its root.
    ///
    /// # Example
    /// ```
    /// let copies = [("b", "The gate is shut."), ("a", "The gate is open.")];
    /// let comparison =
    ///     wiredrift::compare_copies("The gate is shut.", &copies, &wiredrift::Options::default())?;
    /// assert!(comparison.newick().ends_with("original;"));
    /// # Ok::<(), wiredrift::Error>(())
    /// ```
    #[must_use]
    pub fn newick(&self) -> String {
        self.tree.newick(|copy| self.name(copy))
    }
}
