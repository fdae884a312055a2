//! What the templates show, taken from a report.

use crate::render::html::shown::Shown;
use crate::render::marks::{Context, Marks, context, excerpt};
use crate::render::words;
use crate::report::{
    Bead, BeadRelation, Excerpt, Fact, FactState, Finding, Quotation, QuotationState, Report,
    SegmentKind, Severity, Side,
};

/// Characters of context on either side of a passage.
pub const REACH: usize = 90;

/// A finding with both passages in context.
pub struct Card<'r> {
    pub finding: &'r Finding,
    pub label: String,
    pub message: Shown<'r>,
    pub original: Option<Passage<'r>>,
    pub copy: Option<Passage<'r>>,
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

/// Cards of the findings that are told of one by one, `limit` at most.
pub fn cards(report: &Report, limit: usize) -> Vec<Card<'_>> {
    let told = words::told(report, limit);
    let findings = report.findings.iter().take(told);
    let cards = findings.map(|finding| {
        let passage = |side, original| {
            excerpt(finding, original).map(|e| Passage::from(context(side, e, REACH)))
        };
        Card {
            finding,
            label: words::label(finding),
            message: Shown(&finding.message),
            original: passage(&report.original, true),
            copy: passage(&report.copy, false),
        }
    });
    cards.collect()
}

/// A bead: one row of the side-by-side view.
pub struct Row<'r> {
    /// Index of the bead.
    pub id: usize,
    pub bead: &'r Bead,
    pub changed: bool,
    pub headline: bool,
    /// The original's side and the copy's.
    pub sides: [Vec<Part<'r>>; 2],
    pub notes: Vec<Note<'r>>,
}

/// A part of a text.
pub struct Part<'r> {
    pub text: Shown<'r>,
    pub mark: Option<Mark>,
}

/// What marks a part.
pub struct Mark {
    pub number: usize,
    pub severity: Severity,
    pub kind: &'static str,
    /// Whether the label follows here: at the end of what one finding marks in a segment.
    pub label: bool,
}

/// A finding, told in its row.
pub struct Note<'r> {
    pub number: usize,
    pub severity: Severity,
    pub label: String,
    pub message: Shown<'r>,
}

/// Rows of all beads but furniture.
pub fn rows(report: &Report) -> Vec<Row<'_>> {
    let lists = words::findings_by_bead(report);
    let marks = [Marks::new(report, true), Marks::new(report, false)];
    let beads = report.alignment.iter().zip(&lists).enumerate();
    let beads = beads.filter(|(_, (bead, _))| bead.relation != BeadRelation::Furniture);
    let rows = beads.map(|(id, (bead, list))| Row {
        id,
        bead,
        changed: words::is_changed(bead, list),
        headline: is_headline(&report.original, &bead.original)
            || is_headline(&report.copy, &bead.copy),
        sides: [
            parts(report, &marks[0], &bead.original),
            parts(report, &marks[1], &bead.copy),
        ],
        notes: notes(report, list),
    });
    rows.collect()
}

fn is_headline(side: &Side, ids: &[usize]) -> bool {
    let mut segments = ids.iter().filter_map(|id| side.segments.get(*id));
    segments.any(|s| s.kind == SegmentKind::Headline)
}

fn parts<'r>(report: &'r Report, marks: &Marks<'r>, ids: &[usize]) -> Vec<Part<'r>> {
    let mut parts = Vec::new();
    for id in ids {
        if !parts.is_empty() {
            parts.push(Part {
                text: Shown(" "),
                mark: None,
            });
        }
        let pieces = marks.pieces(*id);
        for (index, piece) in pieces.iter().enumerate() {
            let marked = piece.finding.and_then(|finding| {
                let found = report.findings.get(finding)?;
                let later = pieces.get(index + 1..).unwrap_or(&[]);
                Some(Mark {
                    number: finding + 1,
                    severity: found.severity,
                    kind: found.kind.name(),
                    // A mark is broken up by few others, so that the look-ahead is short.
                    label: !later.iter().take(16).any(|p| p.finding == Some(finding)),
                })
            });
            parts.push(Part {
                text: Shown(piece.text),
                mark: marked,
            });
        }
    }
    parts
}

fn notes<'r>(report: &'r Report, list: &[usize]) -> Vec<Note<'r>> {
    let notes = list.iter().filter_map(|index| {
        let finding = report.findings.get(*index)?;
        Some(Note {
            number: index + 1,
            severity: finding.severity,
            label: words::label(finding),
            message: Shown(&finding.message),
        })
    });
    notes.collect()
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

/// A table of quotations, numbers or names.
pub struct Table<'r> {
    pub title: &'static str,
    pub tally: String,
    pub changed: Vec<FactRow<'r>>,
    pub kept: Vec<Shown<'r>>,
    pub speakers: bool,
}

/// A row of a table.
pub struct FactRow<'r> {
    pub state: String,
    /// The original's side and the copy's.
    pub sides: [Option<Shown<'r>>; 2],
    pub speaker: Option<Shown<'r>>,
}

/// The tables that have something to show.
pub fn tables(report: &Report) -> Vec<Table<'_>> {
    let tables = [
        quotations(&report.quotations),
        facts("Numbers", &report.numbers),
        facts("Names", &report.names),
    ];
    tables
        .into_iter()
        .filter(|t| !t.changed.is_empty() || !t.kept.is_empty())
        .collect()
}

fn shown(excerpt: &Option<Excerpt>) -> Option<Shown<'_>> {
    excerpt.as_ref().map(|e| Shown(&e.text))
}

fn quotations(list: &[Quotation]) -> Table<'_> {
    let (kept, changed): (Vec<_>, Vec<_>) = list
        .iter()
        .partition(|q| q.state == QuotationState::Verbatim);
    Table {
        title: "Quotations",
        tally: words::quotation_states(list),
        changed: changed
            .into_iter()
            .map(|q| FactRow {
                state: q.state.name().replace('_', " "),
                sides: [shown(&q.original), shown(&q.copy)],
                speaker: shown(&q.speaker),
            })
            .collect(),
        kept: kept
            .into_iter()
            .filter_map(|q| shown(&q.original))
            .collect(),
        speakers: true,
    }
}

fn facts<'r>(title: &'static str, list: &'r [Fact]) -> Table<'r> {
    let (kept, changed): (Vec<_>, Vec<_>) = list.iter().partition(|f| f.state == FactState::Kept);
    Table {
        title,
        tally: words::fact_states(list),
        changed: changed
            .into_iter()
            .map(|f| FactRow {
                state: f.state.name().to_owned(),
                sides: [shown(&f.original), shown(&f.copy)],
                speaker: None,
            })
            .collect(),
        kept: kept
            .into_iter()
            .filter_map(|f| shown(&f.original))
            .collect(),
        speakers: false,
    }
}

/// Texts of one side's furniture.
pub fn furniture(side: &Side) -> Vec<Shown<'_>> {
    let segments = side.segments.iter();
    let furniture = segments.filter(|s| s.kind == SegmentKind::Furniture);
    furniture.map(|s| Shown(&s.text)).collect()
}
