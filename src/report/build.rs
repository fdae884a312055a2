//! Makes the report from what the pipeline found; the only place where offsets change unit.

use crate::assess::Strongest;
use crate::compare::TokenAlignment;
use crate::detect::{Draft, Pair};
use crate::options::Options;
use crate::report::facts;
use crate::report::notices::notices;
use crate::report::offsets::CodePoints;
use crate::report::order::reading_order;
use crate::report::{
    Bead, BeadRelation, Counts, Evidence, Excerpt, Finding, Judged, Kind, Reason, Report, SCHEMA,
    Segment, SegmentKind, Severity, Side,
};
use crate::score::{self, Tally};
use crate::semantic::{Judging, Verdict};
use crate::span::{Span, TokenSpan};
use crate::text::Document;

/// Excerpts of one side.
pub struct SideBuilder<'t> {
    points: CodePoints<'t>,
    document: &'t Document<'t>,
    /// Tokens inside quotation marks: ranges in order, without overlaps.
    quoted: Vec<TokenSpan>,
}

impl<'t> SideBuilder<'t> {
    /// Excerpts of `source`, the text that `document` was read from.
    pub fn new(source: &'t str, document: &'t Document<'t>) -> Self {
        let mut quoted: Vec<TokenSpan> = Vec::new();
        for quotation in &document.quotations {
            match quoted.last_mut() {
                Some(last) if quotation.inner.start() <= last.end() => {
                    *last = last.join(&quotation.inner);
                }
                _ => quoted.push(quotation.inner),
            }
        }
        Self {
            points: CodePoints::new(source),
            document,
            quoted,
        }
    }

    /// The passage from the first token of a range to the last; none for an empty range.
    pub fn excerpt(&self, tokens: TokenSpan) -> Option<Excerpt> {
        self.passage(tokens, self.document.span_of(tokens))
    }

    /// A passage given in bytes of the clean text; `tokens` tells the segment.
    pub fn passage(&self, tokens: TokenSpan, span: Span) -> Option<Excerpt> {
        let segment = self.document.segment_at(tokens.start())?;
        let (start, end, text) = self.points.place(self.document.source_span(span));
        (start < end).then(|| Excerpt {
            segment,
            start,
            end,
            text: text.to_owned(),
        })
    }

    /// The side with its segments.
    pub fn side(&self) -> Side {
        let segments = self.document.segments.iter().enumerate();
        let segments = segments.map(|(id, segment)| {
            let (start, end, text) = self.points.place(self.document.source_span(segment.span));
            Segment {
                id,
                kind: segment.kind,
                start,
                end,
                text: text.to_owned(),
            }
        });
        Side {
            chars: self.points.len(),
            segments: segments.collect(),
        }
    }

    /// Whether tokens stand wholly inside quotation marks.
    pub fn is_quoted(&self, tokens: Option<TokenSpan>) -> bool {
        let Some(tokens) = tokens else { return false };
        let after = self.quoted.partition_point(|q| q.start() <= tokens.start());
        let quotation = after.checked_sub(1).and_then(|i| self.quoted.get(i));
        quotation.is_some_and(|q| q.covers(&tokens) && !tokens.is_empty())
    }

    /// For each segment the index of its bead.
    fn beads_by_segment(&self, alignment: &[Bead], original: bool) -> Vec<Option<usize>> {
        let mut beads = vec![None; self.document.segments.len()];
        for (index, bead) in alignment.iter().enumerate() {
            for segment in if original { &bead.original } else { &bead.copy } {
                if let Some(place) = beads.get_mut(*segment) {
                    *place = Some(index);
                }
            }
        }
        beads
    }
}

/// What was reckoned of each bead and of each finding.
pub struct Figures<'f> {
    /// How alike its two sides are in meaning.
    pub alike: &'f [f64],
    /// How probable it is that its differences misinform.
    pub risks: &'f [f64],
    /// What the judgement of each draft is mostly made of.
    pub reasons: &'f [Strongest],
    /// What the caller's judge said.
    pub verdicts: &'f [Option<Verdict>],
}

/// Make the report of two texts, given as they were handed in.
pub fn build(
    (original, copy): (&str, &str),
    pair: &Pair<'_>,
    figures: &Figures<'_>,
    drafts: Vec<Draft>,
    options: &Options,
) -> Report {
    let left = SideBuilder::new(original, pair.original);
    let right = SideBuilder::new(copy, pair.copy);
    let judge = options.judge.as_ref().map_or("", Judging::name);
    let mut alignment = beads(pair, figures, judge);
    let drafts = drafts.into_iter().zip(figures.reasons);
    let findings = findings(&left, &right, &alignment, drafts, options);
    let (drift, risk) = scores(pair, &mut alignment, &findings);
    let (original, copy) = (left.side(), right.side());
    Report {
        schema: SCHEMA,
        signature: signature(options),
        drift,
        risk,
        severity: worst(findings.iter().map(|f| f.severity)),
        counts: counts(&alignment, &findings),
        notices: notices(&original, &copy, &alignment),
        original,
        copy,
        alignment,
        findings,
        quotations: facts::quotations(pair, &left, &right),
        numbers: facts::numbers(pair, &left, &right),
        names: facts::names(pair, &left, &right),
    }
}

/// Everything that can change a result.
pub fn signature(options: &Options) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let model = options.model.signature();
    let paraphrases = if options.paraphrases { "on" } else { "off" };
    let judge = options.judge.as_ref();
    let judge = judge.map_or_else(String::new, |j| format!("|judge:{}", j.signature()));
    format!("wiredrift:{version}|model:{model}{judge}|options:paraphrases={paraphrases}")
}

/// Scores are given to four decimals: more would promise a precision that no score has, and
/// differ between machines in the last bits.
pub(super) fn round(score: f64) -> f64 {
    (score.clamp(0.0, 1.0) * 1e4).round() / 1e4
}

pub(super) fn worst(severities: impl Iterator<Item = Severity>) -> Severity {
    severities.max().unwrap_or_default()
}

/// All beads, furniture included, in reading order, each with the risk of its differences.
fn beads(pair: &Pair<'_>, figures: &Figures<'_>, judge: &str) -> Vec<Bead> {
    let mut beads: Vec<Bead> = Vec::with_capacity(pair.beads.len());
    let verdicts = figures.verdicts.iter();
    let figures = figures.alike.iter().zip(figures.risks).zip(verdicts);
    for ((bead, tokens), ((alike, risk), verdict)) in
        pair.beads.iter().zip(pair.alignments).zip(figures)
    {
        beads.push(Bead {
            original: bead.original.clone(),
            copy: bead.copy.clone(),
            relation: relation(pair, bead, tokens),
            similarity: round(*alike),
            drift: 0.0,
            risk: *risk,
            severity: Severity::None,
            match_score: round(bead.score),
            evidence: Evidence {
                characters: round(bead.evidence.characters),
                words: round(bead.evidence.words),
                facts: round(bead.evidence.facts),
                context: round(bead.evidence.context),
            },
            judged: verdict.map(|verdict| judged(judge, verdict)),
        });
    }
    let furniture = |document: &Document<'_>| -> Vec<usize> {
        let segments = document.segments.iter().enumerate();
        let furniture = segments.filter(|(_, s)| s.kind == SegmentKind::Furniture);
        furniture.map(|(id, _)| id).collect()
    };
    for id in furniture(pair.original) {
        beads.push(furniture_bead(vec![id], Vec::new()));
    }
    for id in furniture(pair.copy) {
        beads.push(furniture_bead(Vec::new(), vec![id]));
    }
    reading_order(beads)
}

fn furniture_bead(original: Vec<usize>, copy: Vec<usize>) -> Bead {
    Bead {
        original,
        copy,
        relation: BeadRelation::Furniture,
        similarity: 0.0,
        drift: 0.0,
        risk: 0.0,
        severity: Severity::None,
        match_score: 0.0,
        evidence: Evidence::default(),
        judged: None,
    }
}

fn judged(judge: &str, verdict: Verdict) -> Judged {
    let (entailment, contradiction) = match verdict {
        Verdict::Inference {
            entailment,
            contradiction,
        } => (Some(round(entailment)), Some(round(contradiction))),
        Verdict::Risk(_) => (None, None),
    };
    Judged {
        judge: judge.to_owned(),
        entailment,
        contradiction,
        risk: round(verdict.risk()),
    }
}

fn relation(pair: &Pair<'_>, bead: &crate::align::Bead, tokens: &TokenAlignment) -> BeadRelation {
    // A fragment belongs to the sentence it was torn from: it splits nothing.
    let sentences = |document: &Document<'_>, ids: &[usize]| -> usize {
        let kinds = ids.iter().filter_map(|i| document.segments.get(*i));
        let whole = kinds.filter(|s| s.kind != SegmentKind::Fragment).count();
        whole.max(1)
    };
    if bead.original.is_empty() {
        return BeadRelation::Added;
    }
    if bead.copy.is_empty() {
        return BeadRelation::Omitted;
    }
    if bead.moved {
        return BeadRelation::Moved;
    }
    let from = sentences(pair.original, &bead.original);
    let to = sentences(pair.copy, &bead.copy);
    match from.cmp(&to) {
        std::cmp::Ordering::Less => BeadRelation::Split,
        std::cmp::Ordering::Greater => BeadRelation::Merged,
        std::cmp::Ordering::Equal if tokens.keeps_all_words() => BeadRelation::Same,
        std::cmp::Ordering::Equal => BeadRelation::Reworded,
    }
}

/// Findings from drafts, worst first, then by place in the copy, in the original, by code.
fn findings<'f>(
    left: &SideBuilder<'_>,
    right: &SideBuilder<'_>,
    alignment: &[Bead],
    drafts: impl ExactSizeIterator<Item = (Draft, &'f Strongest)>,
    options: &Options,
) -> Vec<Finding> {
    let by_original = left.beads_by_segment(alignment, true);
    let by_copy = right.beads_by_segment(alignment, false);
    let bead_of = |excerpt: Option<&Excerpt>, beads: &[Option<usize>]| {
        excerpt.and_then(|e| beads.get(e.segment).copied().flatten())
    };
    let mut findings: Vec<Finding> = Vec::with_capacity(drafts.len());
    for (draft, strongest) in drafts {
        if draft.rule.kind == Kind::Paraphrase && !options.paraphrases {
            continue;
        }
        let original = draft.original.and_then(|t| left.excerpt(t));
        let copy = draft.copy.and_then(|t| right.excerpt(t));
        let bead =
            bead_of(copy.as_ref(), &by_copy).or_else(|| bead_of(original.as_ref(), &by_original));
        findings.push(Finding {
            code: draft.rule.code.to_owned(),
            kind: draft.rule.kind,
            severity: draft.severity,
            confidence: round(draft.confidence),
            quoted: left.is_quoted(draft.original) || right.is_quoted(draft.copy),
            message: draft.message,
            bead,
            original,
            copy,
            why: strongest.reasons().map(Reason::from).collect(),
        });
    }
    // What is missing from the copy stands where its bead stands in the copy.
    let after = copy_places(alignment, &right.side());
    let place = |f: &Finding| match (&f.copy, f.bead) {
        (Some(copy), _) => (copy.start, copy.end),
        (None, Some(bead)) => {
            let at = after.get(bead).copied().unwrap_or(usize::MAX);
            (at, at)
        }
        (None, None) => (usize::MAX, usize::MAX),
    };
    let from = |f: &Finding| f.original.as_ref().map(|e| (e.start, e.end));
    findings.sort_by(|a, b| {
        b.severity
            .cmp(&a.severity)
            .then_with(|| place(a).cmp(&place(b)))
            .then_with(|| from(a).cmp(&from(b)))
            .then_with(|| a.code.cmp(&b.code))
    });
    findings
}

/// For each bead the code point of the copy where it starts, or where it would: the end of what
/// the bead before it has in the copy.
fn copy_places(alignment: &[Bead], copy: &Side) -> Vec<usize> {
    let mut place = 0;
    let mut places = Vec::with_capacity(alignment.len());
    for bead in alignment {
        let first = bead.copy.first().and_then(|i| copy.segments.get(*i));
        let last = bead.copy.last().and_then(|i| copy.segments.get(*i));
        places.push(first.map_or(place, |s| s.start));
        if let Some(last) = last {
            place = last.end;
        }
    }
    places
}

/// Fill in drift, risk and severity of each bead; returns drift and risk of the document.
/// The risk that a bead comes with is that of its differences by themselves.
fn scores(pair: &Pair<'_>, alignment: &mut [Bead], findings: &[Finding]) -> (f64, f64) {
    let mut tallies = vec![Tally::default(); alignment.len()];
    let mut total = Tally::default();
    for finding in findings {
        total.add(finding.severity, finding.confidence);
        if let Some(tally) = finding.bead.and_then(|index| tallies.get_mut(index)) {
            tally.add(finding.severity, finding.confidence);
        }
    }
    for (bead, tally) in alignment.iter_mut().zip(tallies) {
        bead.severity = tally.severity;
        if bead.relation == BeadRelation::Same && bead.severity >= Severity::Minor {
            bead.relation = BeadRelation::Reworded;
        }
        let ids = bead.original.iter();
        let segments = ids.filter_map(|i| pair.original.segments.get(*i));
        let words: usize = segments.map(|s| s.tokens.len()).sum();
        bead.drift = round(tally.drift(words));
        bead.risk = round(match (bead.original.is_empty(), bead.copy.is_empty()) {
            (false, false) => {
                tally.bead_risk(bead.risk, bead.judged.as_ref().map_or(0.0, |j| j.risk))
            }
            _ => tally.risk,
        });
    }
    let drift = round(total.drift(pair.original.tokens().len()));
    (
        drift,
        score::document_risk(alignment.iter().map(|b| b.risk)),
    )
}

fn counts(alignment: &[Bead], findings: &[Finding]) -> Counts {
    let mut counts = Counts::default();
    for finding in findings {
        *counts.findings.entry(finding.kind).or_default() += 1;
        *counts.severities.entry(finding.severity).or_default() += 1;
    }
    for bead in alignment {
        let segments = bead.copy.len().max(bead.original.len());
        let name = bead.relation.name().to_owned();
        *counts.segments.entry(name).or_default() += segments;
    }
    counts
}

#[cfg(test)]
#[path = "../../tests/oracle/scores.rs"]
mod oracle;
