//! What the top of the page shows: findings in context, the strip, the choices of the filters.

use crate::render::html::rows::is_row;
use crate::render::html::shown::Shown;
use crate::render::marks::{Context, context, excerpt};
use crate::render::words;
use crate::report::{BeadRelation, Finding, Kind, Report, SegmentKind, Severity, Side};

/// Characters of context on either side of a passage.
pub const REACH: usize = 90;

/// A finding with both passages in context.
pub struct Card<'r> {
    pub finding: &'r Finding,
    pub label: String,
    pub message: Shown<'r>,
    /// Whether there are two texts: an inspection has one.
    pub paired: bool,
    pub original: Option<Passage<'r>>,
    pub copy: Option<Passage<'r>>,
    /// The bead it is shown in, on a page that has rows.
    pub jump: Option<usize>,
    /// What speaks for it and what against it, where that was weighed.
    pub why: Option<String>,
}

/// Whether there was an original, empty ones aside: findings of an inspection have none.
pub fn is_pair(report: &Report) -> bool {
    !report.original.segments.is_empty() || !report.alignment.is_empty()
}

/// A passage in context.
pub struct Passage<'r> {
    pub before: Shown<'r>,
    pub text: Shown<'r>,
    pub after: Shown<'r>,
    pub cut_before: bool,
    pub cut_after: bool,
}

impl<'r> From<Context<'r>> for Passage<'r> {
    fn from(context: Context<'r>) -> Self {
        Self {
            before: Shown(context.before),
            text: Shown(context.text),
            after: Shown(context.after),
            cut_before: context.cut_before,
            cut_after: context.cut_after,
        }
    }
}

/// Cards of the findings that are told of one by one, `limit` at most, with a link to their rows
/// where there are `jumps`.
pub fn cards(report: &Report, limit: usize, jumps: bool) -> Vec<Card<'_>> {
    some_cards(report, words::told(report, limit), jumps)
}

/// Cards of the first `limit` findings, whatever their severity.
pub fn all_cards(report: &Report, limit: usize) -> Vec<Card<'_>> {
    some_cards(report, limit, false)
}

fn some_cards(report: &Report, limit: usize, jumps: bool) -> Vec<Card<'_>> {
    let findings = report.findings.iter().take(limit);
    let cards = findings.map(|finding| {
        let passage = |side, original| {
            excerpt(finding, original).map(|e| Passage::from(context(side, e, REACH)))
        };
        Card {
            finding,
            label: words::label(finding),
            message: Shown(&finding.message),
            paired: is_pair(report),
            original: passage(&report.original, true),
            copy: passage(&report.copy, false),
            jump: finding.bead.filter(|bead| jumps && is_row(report, *bead)),
            why: words::why(finding),
        }
    });
    cards.collect()
}

/// A bead in the drift strip.
pub struct Bar {
    /// Index of the bead.
    pub id: usize,
    /// Place from the left.
    pub x: usize,
    /// Height, 2 to 40.
    pub height: usize,
    pub severity: Severity,
    /// `omitted` or `added` where only one side has it: a gap in the strip.
    pub gap: Option<&'static str>,
    pub title: String,
}

/// Height of the highest bar.
pub const STRIP: usize = 40;

/// Bars of all beads but furniture, in reading order.
pub fn bars(report: &Report) -> Vec<Bar> {
    let beads = report.alignment.iter().enumerate();
    let beads = beads.filter(|(_, bead)| bead.relation != BeadRelation::Furniture);
    let bars = beads.enumerate().map(|(x, (id, bead))| {
        // Sentences without a partner have no drift of their own to show; the risk stands in.
        let level = bead.drift.max(bead.risk).clamp(0.0, 1.0);
        Bar {
            id,
            x,
            height: 2 + (level * (STRIP - 2) as f64).round() as usize,
            severity: bead.severity,
            gap: match bead.relation {
                BeadRelation::Omitted | BeadRelation::Added => Some(bead.relation.name()),
                _ => None,
            },
            title: format!(
                "{}: {}, drift {:.2}, risk {:.2}",
                x + 1,
                bead.relation,
                bead.drift,
                bead.risk
            ),
        }
    });
    bars.collect()
}

/// Whether the strip has gaps: something that only one side has.
pub fn has_gaps(bars: &[Bar]) -> bool {
    bars.iter().any(|bar| bar.gap.is_some())
}

/// A value that the page can be filtered by, with the number of its findings.
pub struct Choice {
    pub name: &'static str,
    pub label: &'static str,
    pub count: usize,
}

/// Severities of the findings listed, worst first.
pub fn severity_choices(report: &Report) -> Vec<Choice> {
    let severities = Severity::ALL.iter().rev().map(|severity| {
        let listed = report.findings.iter();
        Choice {
            name: severity.name(),
            label: words::severity(*severity),
            count: listed.filter(|f| f.severity == *severity).count(),
        }
    });
    severities.filter(|choice| choice.count > 0).collect()
}

/// Kinds of the findings listed, in the order of their declaration.
pub fn kind_choices(report: &Report) -> Vec<Choice> {
    let kinds = Kind::ALL.iter().map(|kind| {
        let listed = report.findings.iter();
        Choice {
            name: kind.name(),
            label: kind.name(),
            count: listed.filter(|f| f.kind == *kind).count(),
        }
    });
    kinds.filter(|choice| choice.count > 0).collect()
}

/// Texts of one side's furniture.
pub fn furniture(side: &Side) -> Vec<Shown<'_>> {
    let segments = side.segments.iter();
    let furniture = segments.filter(|s| s.kind == SegmentKind::Furniture);
    furniture.map(|s| Shown(&s.text)).collect()
}
