//! What can be said of one text alone, as plain data, and how it is put together.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::inspect::Mark;
use crate::inspect::mechanism::Hint;
use crate::report::build::{SideBuilder, round, worst};
use crate::report::notices::of_one;
use crate::report::{Excerpt, Finding, Kind, SCHEMA, Segment, Severity};
use crate::text::Document;

/// How a text seems to have been made, where its damage hints at it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MechanismName {
    /// Translated into another language and back.
    RoundTrip,
    /// Words replaced by synonyms, one by one.
    SynonymSpinner,
    /// Words replaced, and digits spelled out.
    NumberSpinner,
}

impl MechanismName {
    /// Its name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::RoundTrip => "round_trip",
            Self::SynonymSpinner => "synonym_spinner",
            Self::NumberSpinner => "number_spinner",
        }
    }
}

/// A hint at how a text was made: never a proof.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Mechanism {
    /// What it looks like.
    pub name: MechanismName,
    /// How strongly the evidence speaks for it, 0 to 1.
    pub confidence: f64,
    /// One sentence for a reader.
    pub message: String,
    /// The passages it rests on, in reading order.
    pub evidence: Vec<Excerpt>,
}

/// All that is to say about one text.
///
/// A [`Finding`] of it has its place in `copy`; `original`, `bead` are empty.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Inspection {
    /// Number of the data contract.
    pub schema: u32,
    /// Everything that can change a result: equal signatures, equal inspections.
    pub signature: String,
    /// The worst finding.
    pub severity: Severity,
    /// Length of the text in code points.
    pub chars: usize,
    /// Its segments in reading order.
    pub segments: Vec<Segment>,
    /// Findings, worst first, then by place.
    pub findings: Vec<Finding>,
    /// How many findings by kind; kinds without one are left out.
    pub counts: BTreeMap<Kind, usize>,
    /// How the text seems to have been made, where its damage hints at it.
    pub mechanism: Option<Mechanism>,
    /// What else a reader should know.
    pub notices: Vec<String>,
}

impl Inspection {
    /// The inspection as JSON, one line.
    ///
    /// # Errors
    /// None for one made by this crate; a hand-made one with a non-finite score.
    pub fn to_json(&self) -> Result<String> {
        Ok(serde_json::to_string(self)?)
    }

    /// Read an inspection back.
    ///
    /// # Errors
    /// [`Error::Json`] where the string is none, [`Error::Schema`] where it is one of another
    /// version.
    pub fn from_json(json: &str) -> Result<Self> {
        let inspection: Self = serde_json::from_str(json)?;
        if inspection.schema != SCHEMA {
            return Err(Error::Schema {
                found: inspection.schema,
                expected: SCHEMA,
            });
        }
        Ok(inspection)
    }

    /// The same inspection with only the findings at or above a severity, for showing.
    #[must_use]
    pub fn filtered(&self, min_severity: Severity) -> Self {
        let mut view = self.clone();
        view.findings.retain(|f| f.severity >= min_severity);
        view
    }
}

/// Put an inspection together.
pub fn build(
    source: &str,
    document: &Document<'_>,
    marks: Vec<Mark>,
    hint: Option<Hint>,
) -> Inspection {
    let builder = SideBuilder::new(source, document);
    let side = builder.side();
    let mut findings: Vec<Finding> = marks
        .into_iter()
        .map(|mark| Finding {
            code: mark.rule.code.to_owned(),
            kind: mark.rule.kind,
            severity: mark.severity,
            confidence: round(mark.confidence),
            quoted: builder.is_quoted(Some(mark.tokens)),
            message: mark.message,
            bead: None,
            original: None,
            copy: builder.excerpt(mark.tokens),
            why: Vec::new(),
        })
        .collect();
    let place = |f: &Finding| f.copy.as_ref().map(|e| (e.start, e.end));
    findings.sort_by(|a, b| {
        b.severity
            .cmp(&a.severity)
            .then_with(|| place(a).cmp(&place(b)))
            .then_with(|| a.code.cmp(&b.code))
    });
    let mut counts = BTreeMap::new();
    for finding in &findings {
        *counts.entry(finding.kind).or_default() += 1;
    }
    Inspection {
        schema: SCHEMA,
        signature: format!("wiredrift:{}|inspect", env!("CARGO_PKG_VERSION")),
        severity: worst(findings.iter().map(|f| f.severity)),
        chars: side.chars,
        findings,
        counts,
        mechanism: hint.map(|hint| Mechanism {
            name: hint.name,
            confidence: round(hint.confidence),
            message: hint.message.to_owned(),
            evidence: hint
                .evidence
                .into_iter()
                .filter_map(|place| builder.excerpt(place))
                .collect(),
        }),
        notices: of_one(&side),
        segments: side.segments,
    }
}
