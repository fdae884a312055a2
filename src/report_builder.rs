//! Makes the report from what the pipeline found; the only place where offsets change unit.

use crate::compare::Relation;
use crate::detect::{Draft, Pair};
use crate::options::Options;
use crate::report::{
    Bead, BeadRelation, Counts, Evidence, Excerpt, Finding, Report, SCHEMA, Segment, SegmentKind,
    Severity, Side,
};
use crate::score;
use crate::span::{Span, TokenSpan};
use crate::text::Document;

/// Byte offsets of a text to code points, by a table of every 64th.
struct CodePoints<'t> {
    text: &'t str,
    ascii: bool,
}

impl<'t> CodePoints<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            ascii: text.is_ascii(),
        }
    }

    fn at(&self, byte: usize) -> usize {
        if self.ascii {
            return byte;
        }
        self.text
            .get(..byte)
            .map_or(0, |before| before.chars().count())
    }
}

struct SideBuilder<'t> {
    source: &'t str,
    points: CodePoints<'t>,
    document: &'t Document<'t>,
}

impl<'t> SideBuilder<'t> {
    fn new(source: &'t str, document: &'t Document<'t>) -> Self {
        Self {
            source,
            points: CodePoints::new(source),
            document,
        }
    }

    fn place(&self, span: Span) -> (usize, usize, String) {
        let span = self.document.source_span(span);
        let text = span.of(self.source).to_owned();
        (
            self.points.at(span.start()),
            self.points.at(span.end()),
            text,
        )
    }

    fn side(&self) -> Side {
        let segments = self.document.segments.iter().enumerate();
        Side {
            chars: self.points.at(self.source.len()),
            segments: segments
                .map(|(id, s)| {
                    let (start, end, text) = self.place(s.span);
                    Segment {
                        id,
                        kind: s.kind,
                        start,
                        end,
                        text,
                    }
                })
                .collect(),
        }
    }

    fn excerpt(&self, tokens: TokenSpan) -> Option<Excerpt> {
        let segment = self.document.segment_at(tokens.start())?;
        let (start, end, text) = self.place(self.document.span_of(tokens));
        Some(Excerpt {
            segment,
            start,
            end,
            text,
        })
    }
}

/// Make the report.
pub fn build(
    original: &str,
    copy: &str,
    pair: &Pair<'_>,
    drafts: Vec<Draft>,
    _options: &Options,
) -> Report {
    let left = SideBuilder::new(original, pair.original);
    let right = SideBuilder::new(copy, pair.copy);
    let findings: Vec<Finding> = drafts
        .into_iter()
        .map(|d| Finding {
            code: d.rule.code.to_owned(),
            kind: d.rule.kind,
            severity: d.severity,
            confidence: d.confidence,
            quoted: false,
            message: d.message,
            bead: None,
            original: d.original.and_then(|t| left.excerpt(t)),
            copy: d.copy.and_then(|t| right.excerpt(t)),
        })
        .collect();
    let mut alignment: Vec<Bead> = Vec::new();
    for (bead, tokens) in pair.beads.iter().zip(pair.alignments) {
        let same = tokens.edits.iter().all(|e| e.relation == Relation::Equal);
        let relation = match (bead.original.len(), bead.copy.len()) {
            (0, _) => BeadRelation::Added,
            (_, 0) => BeadRelation::Omitted,
            _ if bead.moved => BeadRelation::Moved,
            (1, 1) if same => BeadRelation::Same,
            (1, 1) => BeadRelation::Reworded,
            (1, _) => BeadRelation::Split,
            _ => BeadRelation::Merged,
        };
        alignment.push(Bead {
            original: bead.original.clone(),
            copy: bead.copy.clone(),
            relation,
            similarity: bead.score,
            drift: 0.0,
            risk: 0.0,
            severity: Severity::None,
            match_score: bead.score,
            evidence: Evidence::default(),
        });
    }
    for (side, document) in [(true, pair.original), (false, pair.copy)] {
        for (id, segment) in document.segments.iter().enumerate() {
            if segment.kind == SegmentKind::Furniture {
                alignment.push(Bead {
                    original: if side { vec![id] } else { Vec::new() },
                    copy: if side { Vec::new() } else { vec![id] },
                    relation: BeadRelation::Furniture,
                    similarity: 0.0,
                    drift: 0.0,
                    risk: 0.0,
                    severity: Severity::None,
                    match_score: 0.0,
                    evidence: Evidence::default(),
                });
            }
        }
    }
    let penalty: f64 = findings.iter().map(|f| score::weight(f.severity)).sum();
    Report {
        schema: SCHEMA,
        signature: format!("wiredrift:{}", env!("CARGO_PKG_VERSION")),
        drift: score::drift(penalty, pair.original.tokens().len()),
        risk: 0.0,
        severity: findings
            .iter()
            .map(|f| f.severity)
            .max()
            .unwrap_or_default(),
        original: left.side(),
        copy: right.side(),
        alignment,
        findings,
        quotations: Vec::new(),
        numbers: Vec::new(),
        names: Vec::new(),
        counts: Counts::default(),
        notices: Vec::new(),
    }
}
