//! The report: plain data, the same in Rust, Python and JSON.
//!
//! Offsets are half-open and count Unicode code points of the text exactly as it was handed in,
//! in all three faces, so that one report means one thing; [`Excerpt::bytes`] converts.

mod build;
mod facts;
mod inspection;
mod names;
mod notices;
pub(crate) mod offsets;
mod order;

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
pub use crate::text::segments::SegmentKind;
pub(crate) use build::{Figures, SideBuilder, build, signature};
pub(crate) use inspection::build as build_inspection;
pub use inspection::{Inspection, Mechanism, MechanismName};
pub(crate) use names::names;
pub(crate) use offsets::CodePoints;

/// Number of the data contract that this version reads and writes.
pub const SCHEMA: u32 = 1;

/// How badly a reader is misled (MQM).
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Harmless.
    #[default]
    None,
    /// Wording or precision; the fact survives.
    Minor,
    /// Content lost or materially different.
    Major,
    /// Misinformed on who, how many, whether, when, or what was said.
    Critical,
}

/// What the copy changed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A count, amount, bound, degree, unit or order of magnitude.
    Number,
    /// Tense, aspect, a date or its anchor.
    Time,
    /// A name.
    Entity,
    /// Who did what to whom.
    Role,
    /// Who says it, who owns it, or that somebody says it at all.
    Attribution,
    /// Polarity, scope of a negation, a denial.
    Negation,
    /// Certainty, obligation, permission, hedges.
    Modality,
    /// Attachment, restriction, comparison.
    Scope,
    /// Words inside quotation marks, or where the quotation ends.
    Quotation,
    /// A word, fixed term or idiom for one that means something else.
    Wording,
    /// A clause or sentence lost.
    Omission,
    /// A clause or sentence not supported by the original.
    Addition,
    /// A stray full stop and a displaced remainder.
    Fragment,
    /// Two words mapped to one, or text doubled.
    Duplication,
    /// The copy is not grammatical.
    Grammar,
    /// Same value, mangled form.
    Format,
    /// A sentence or paragraph moved.
    Order,
    /// Harmless rewording; listed only on request.
    Paraphrase,
}

/// How a bead's two sides stand to one another.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BeadRelation {
    /// The same words (spelling apart) and nothing found.
    Same,
    /// As many sentences on both sides, other words. A fragment belongs to the sentence it was
    /// torn from and is not counted.
    Reworded,
    /// More sentences in the copy.
    Split,
    /// Fewer sentences in the copy.
    Merged,
    /// At another place in the copy.
    Moved,
    /// Not in the copy.
    Omitted,
    /// Not in the original.
    Added,
    /// Not part of the story.
    Furniture,
}

/// A segment of one of the texts.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Segment {
    /// Index in the list of segments.
    pub id: usize,
    /// What it is.
    pub kind: SegmentKind,
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// The text itself, so that a report can be shown without its inputs.
    pub text: String,
}

/// One of the two texts.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Side {
    /// Length in code points.
    pub chars: usize,
    /// Its segments in reading order.
    pub segments: Vec<Segment>,
}

/// Sentences that stand for one another, with their scores (to four decimals).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Bead {
    /// Segment ids of the original; empty for an addition.
    pub original: Vec<usize>,
    /// Segment ids of the copy; empty for an omission.
    pub copy: Vec<usize>,
    /// How the two stand to one another.
    pub relation: BeadRelation,
    /// How alike the two are in meaning, 0 to 1.
    pub similarity: f64,
    /// MQM penalty of the bead's findings, mapped to 0..1.
    pub drift: f64,
    /// Probability that the bead misinforms, 0 to 1.
    pub risk: f64,
    /// The worst finding.
    pub severity: Severity,
    /// Strength of the alignment, 0 to 1, and what it rests on.
    pub match_score: f64,
    /// What the alignment rests on.
    pub evidence: Evidence,
    /// What a judge of the caller's says; none where it was not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judged: Option<Judged>,
}

/// The verdict of a caller's judge on a bead (to four decimals), as it joined the bead's risk.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Judged {
    /// Name of the judge.
    pub judge: String,
    /// Probability that the copy follows from the original, 0 to 1; none from a judge of risk alone.
    pub entailment: Option<f64>,
    /// Probability that the copy contradicts the original, 0 to 1; none from a judge of risk alone.
    pub contradiction: Option<f64>,
    /// Probability that the copy misinforms, 0 to 1.
    pub risk: f64,
}

/// What speaks for an alignment, each part from 0 to 1.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Evidence {
    /// Shared character n-grams.
    pub characters: f64,
    /// Shared words.
    pub words: f64,
    /// Shared numbers and names.
    pub facts: f64,
    /// Fit with the neighbours.
    pub context: f64,
}

/// A passage of one text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Excerpt {
    /// The segment it starts in.
    pub segment: usize,
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// The passage.
    pub text: String,
}

impl Excerpt {
    /// The same place in bytes of `text`, the text the report was made from.
    ///
    /// `None` where the offsets do not fit the text.
    #[must_use]
    pub fn bytes(&self, text: &str) -> Option<Range<usize>> {
        let mut offsets = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        let start = offsets.nth(self.start)?;
        let end = match self.end.checked_sub(self.start)? {
            0 => start,
            more => offsets.nth(more - 1)?,
        };
        Some(start..end)
    }
}

/// One change of meaning.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Finding {
    /// Stable code of the rule.
    pub code: String,
    /// What was changed.
    pub kind: Kind,
    /// How badly a reader is misled.
    pub severity: Severity,
    /// Probability that a careful reader would agree, 0 to 1.
    pub confidence: f64,
    /// Whether the change lies inside quotation marks.
    pub quoted: bool,
    /// What happened, in one sentence.
    pub message: String,
    /// Index of the bead in `alignment`, where the finding belongs to one.
    pub bead: Option<usize>,
    /// Passage of the original.
    pub original: Option<Excerpt>,
    /// Passage of the copy.
    pub copy: Option<Excerpt>,
    /// Why it was judged so: the features that weigh most, at most four, the heaviest first. Empty
    /// where a rule alone decides, and not written then; its code tells why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub why: Vec<Reason>,
}

/// A feature of a change and what it weighs in judging whether the change misinforms.
///
/// `docs/features.md` explains the features; the weights are those of `assets/judgement.txt`.
///
/// # Example
/// ```
/// let original = "The barrage stayed shut. Nobody saw it. The board discharged the clerk. It rained.";
/// let copy = "The barrage stayed shut. Nobody saw it. The board promoted the clerk. It rained.";
/// let report = wiredrift::compare(original, copy, &wiredrift::Options::default())?;
/// let heaviest = &report.findings[0].why[0];
/// assert!(!heaviest.feature.is_empty() && heaviest.weight != 0.0);
/// # Ok::<(), wiredrift::Error>(())
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Reason {
    /// What holds of the change: a name, or `name=value`.
    pub feature: String,
    /// What that adds to the logarithm of the odds that the change misinforms: above 0 it speaks for it,
    /// below 0 against it.
    pub weight: f64,
}

impl From<(&str, f64)> for Reason {
    fn from((feature, weight): (&str, f64)) -> Self {
        let feature = feature.to_owned();
        Self { feature, weight }
    }
}

/// What became of a quotation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuotationState {
    /// Word for word (house style apart).
    Verbatim,
    /// Other words inside the marks.
    Altered,
    /// The marks stand at other words.
    BoundaryMoved,
    /// Turned into reported speech.
    Unquoted,
    /// Not in the copy.
    Missing,
    /// Not in the original.
    Added,
}

/// A quotation on both sides: the words between the marks.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Quotation {
    /// In the original.
    pub original: Option<Excerpt>,
    /// In the copy.
    pub copy: Option<Excerpt>,
    /// What became of it.
    pub state: QuotationState,
    /// Who says it, in the original where given, else in the copy.
    pub speaker: Option<Excerpt>,
}

/// What became of a number or name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactState {
    /// The same on both sides (form apart).
    Kept,
    /// Another value or name in its place.
    Changed,
    /// Not in the copy.
    Lost,
    /// Not in the original.
    New,
}

/// A number or a name on both sides.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Fact {
    /// In the original.
    pub original: Option<Excerpt>,
    /// In the copy.
    pub copy: Option<Excerpt>,
    /// What became of it.
    pub state: FactState,
}

/// How many of each.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Findings by kind; kinds without one are left out.
    pub findings: BTreeMap<Kind, usize>,
    /// Findings by severity.
    pub severities: BTreeMap<Severity, usize>,
    /// Segments by what became of them: `same`, `reworded`, `omitted` … A bead counts as many
    /// as the longer of its two sides has.
    pub segments: BTreeMap<String, usize>,
}

/// All that is to say about a pair.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Report {
    /// Number of the data contract.
    pub schema: u32,
    /// Everything that can change a result: equal signatures, equal reports.
    pub signature: String,
    /// Document drift: 0 nothing changed in meaning, 1 nothing of it is left.
    pub drift: f64,
    /// Probability that at least one bead misinforms.
    pub risk: f64,
    /// The worst finding.
    pub severity: Severity,
    /// The original.
    pub original: Side,
    /// The copy.
    pub copy: Side,
    /// Beads in the order of the original, what only the copy has where it stands there.
    pub alignment: Vec<Bead>,
    /// Findings, worst first, then by place in the copy.
    pub findings: Vec<Finding>,
    /// Quotations on both sides.
    pub quotations: Vec<Quotation>,
    /// Numbers on both sides.
    pub numbers: Vec<Fact>,
    /// Names on both sides.
    pub names: Vec<Fact>,
    /// How many of each.
    pub counts: Counts,
    /// What a reader of the figures should know.
    pub notices: Vec<String>,
}

impl Report {
    /// The report as JSON, one line.
    ///
    /// # Errors
    /// None for a report made by this crate; a hand-made one with a non-finite score.
    pub fn to_json(&self) -> Result<String> {
        Ok(serde_json::to_string(self)?)
    }

    /// The same report with only the findings at or above a severity, for showing. Scores and
    /// the severities of beads stay: they tell of the whole comparison.
    #[must_use]
    pub fn filtered(&self, min_severity: Severity) -> Self {
        let mut view = self.clone();
        view.findings.retain(|f| f.severity >= min_severity);
        view
    }

    /// Read a report back.
    ///
    /// # Errors
    /// [`Error::Json`] where the string is not a report, [`Error::Schema`] where it is one of
    /// another version.
    pub fn from_json(json: &str) -> Result<Self> {
        let report: Self = serde_json::from_str(json)?;
        if report.schema != SCHEMA {
            return Err(Error::Schema {
                found: report.schema,
                expected: SCHEMA,
            });
        }
        Ok(report)
    }
}
