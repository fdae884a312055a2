//! The side-by-side view: one row a bead, its findings, where a moved passage stands.

use crate::render::html::ribbon::ribbon;
use crate::render::html::shown::Shown;
use crate::render::marks::Marks;
use crate::render::words;
use crate::report::{Bead, BeadRelation, Kind, Report, SegmentKind, Severity, Side};

/// A bead: one row of the side-by-side view.
pub struct Row<'r> {
    /// Index of the bead.
    pub id: usize,
    pub bead: &'r Bead,
    pub changed: bool,
    pub headline: bool,
    /// The verdict of a judge, in words.
    pub judged: Option<String>,
    /// Segments of the original's side and of the copy's, each in parts.
    pub sides: [Vec<Vec<Part<'r>>>; 2],
    pub notes: Vec<Note<'r>>,
    /// Outlines of the ribbon between the two sides.
    pub ribbon: Vec<String>,
    /// Whether its copy stands elsewhere, at a place of its own in the table.
    pub moved: bool,
    /// Which of the places below that is, by its first bead.
    pub place: Option<usize>,
    /// Beads that were moved to the place after this one in the copy.
    pub places: Vec<Place<'r>>,
}

/// Where a moved passage stands in the copy: neighbours that moved together are one.
pub struct Place<'r> {
    /// The first bead of the passage.
    pub bead: usize,
    pub sentences: usize,
    pub text: Shown<'r>,
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
    pub title: String,
    /// Whether the label follows here: at the end of what one finding marks in a segment.
    pub label: bool,
}

/// A finding, told in its row.
pub struct Note<'r> {
    pub number: usize,
    pub severity: Severity,
    pub kind: Kind,
    pub label: String,
    pub message: Shown<'r>,
}

/// Rows of all beads but furniture.
pub fn rows(report: &Report) -> Vec<Row<'_>> {
    let lists = words::findings_by_bead(report);
    let marks = [Marks::new(report, true), Marks::new(report, false)];
    let beads = report.alignment.iter().zip(&lists).enumerate();
    let beads = beads.filter(|(_, (bead, _))| bead.relation != BeadRelation::Furniture);
    let mut rows: Vec<Row<'_>> = beads
        .map(|(id, (bead, list))| Row {
            id,
            bead,
            changed: words::is_changed(bead, list),
            headline: is_headline(&report.original, &bead.original)
                || is_headline(&report.copy, &bead.copy),
            judged: bead.judged.as_ref().map(words::judged),
            sides: [
                parts(report, &marks[0], &bead.original),
                parts(report, &marks[1], &bead.copy),
            ],
            notes: notes(report, list),
            ribbon: ribbon(&[
                lengths(&report.original, &bead.original),
                lengths(&report.copy, &bead.copy),
            ]),
            moved: bead.relation == BeadRelation::Moved,
            place: None,
            places: Vec::new(),
        })
        .collect();
    place_moved(report, &mut rows);
    rows
}

/// Note where in the copy each moved passage stands: after the row whose copy comes before it.
fn place_moved<'r>(report: &'r Report, rows: &mut [Row<'r>]) {
    // First segment of each unmoved row's copy, with the row's index, in the order of the copy.
    let mut starts: Vec<(usize, usize)> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| !row.moved)
        .filter_map(|(index, row)| Some((*row.bead.copy.first()?, index)))
        .collect();
    starts.sort_unstable();
    let moved: Vec<(usize, usize)> = rows
        .iter()
        .filter(|row| row.moved)
        .filter_map(|row| Some((row.id, *row.bead.copy.first()?)))
        .collect();
    let mut found: Vec<(usize, usize)> = Vec::with_capacity(moved.len());
    for (bead, first) in moved {
        let before = starts.partition_point(|(segment, _)| *segment < first);
        // Before the first row there is no place to note: it is told at the first.
        let after = before.checked_sub(1).and_then(|k| starts.get(k));
        let after = after.map_or(0, |(_, index)| *index);
        let (Some(segment), Some(row)) = (report.copy.segments.get(first), rows.get_mut(after))
        else {
            continue;
        };
        match row.places.last_mut() {
            Some(last) if last.bead + last.sentences == bead => last.sentences += 1,
            _ => row.places.push(Place {
                bead,
                sentences: 1,
                text: Shown(&segment.text),
            }),
        }
        found.extend(row.places.last().map(|place| (bead, place.bead)));
    }
    for (bead, place) in found {
        // Rows stand in the order of their beads.
        let row = rows.partition_point(|row| row.id < bead);
        if let Some(row) = rows.get_mut(row) {
            row.place = Some(place);
        }
    }
}

fn lengths(side: &Side, ids: &[usize]) -> Vec<usize> {
    let segments = ids.iter().filter_map(|id| side.segments.get(*id));
    segments.map(|s| s.end.saturating_sub(s.start)).collect()
}

fn is_headline(side: &Side, ids: &[usize]) -> bool {
    let mut segments = ids.iter().filter_map(|id| side.segments.get(*id));
    segments.any(|s| s.kind == SegmentKind::Headline)
}

fn parts<'r>(report: &'r Report, marks: &Marks<'r>, ids: &[usize]) -> Vec<Vec<Part<'r>>> {
    let mut segments = Vec::with_capacity(ids.len());
    for id in ids {
        let mut parts = Vec::new();
        let pieces = marks.pieces(*id);
        for (index, piece) in pieces.iter().enumerate() {
            let marked = piece.finding.and_then(|finding| {
                let found = report.findings.get(finding)?;
                let later = pieces.get(index + 1..).unwrap_or(&[]);
                Some(Mark {
                    number: finding + 1,
                    severity: found.severity,
                    kind: found.kind.name(),
                    title: words::plain(&format!("{}: {}", words::label(found), found.message)),
                    // A mark is broken up by few others, so that the look-ahead is short.
                    label: !later.iter().take(16).any(|p| p.finding == Some(finding)),
                })
            });
            parts.push(Part {
                text: Shown(piece.text),
                mark: marked,
            });
        }
        if !parts.is_empty() {
            segments.push(parts);
        }
    }
    segments
}

fn notes<'r>(report: &'r Report, list: &[usize]) -> Vec<Note<'r>> {
    let notes = list.iter().filter_map(|index| {
        let finding = report.findings.get(*index)?;
        Some(Note {
            number: index + 1,
            severity: finding.severity,
            kind: finding.kind,
            label: words::label(finding),
            message: Shown(&finding.message),
        })
    });
    notes.collect()
}

/// A finding that a reader of the copy could see without the original.
pub struct Alone<'r> {
    /// The bead it is shown in, where it has a row.
    pub bead: Option<usize>,
    pub severity: Severity,
    pub label: String,
    pub message: Shown<'r>,
}

/// Findings that rest on the copy alone, in the order of the report.
pub fn alone(report: &Report) -> Vec<Alone<'_>> {
    let findings = report.findings.iter();
    let found = findings.filter(|f| words::is_of_copy_alone(f));
    let found = found.map(|finding| Alone {
        bead: finding.bead.filter(|bead| is_row(report, *bead)),
        severity: finding.severity,
        label: words::label(finding),
        message: Shown(&finding.message),
    });
    found.collect()
}

/// Whether a bead has a row: all but furniture do.
pub fn is_row(report: &Report, bead: usize) -> bool {
    let bead = report.alignment.get(bead);
    bead.is_some_and(|bead| bead.relation != BeadRelation::Furniture)
}

/// A sentence that nothing on the other side stands for.
pub struct Partnerless<'r> {
    pub bead: usize,
    pub relation: BeadRelation,
    /// Whether it is the remainder of a torn sentence.
    pub fragment: bool,
    pub text: Shown<'r>,
}

/// All sentences without a partner, in reading order.
pub fn partnerless(report: &Report) -> Vec<Partnerless<'_>> {
    let beads = report.alignment.iter().enumerate();
    let found = beads.flat_map(|(bead, b)| {
        let (side, ids) = match b.relation {
            BeadRelation::Omitted => (&report.original, b.original.as_slice()),
            BeadRelation::Added => (&report.copy, b.copy.as_slice()),
            _ => (&report.copy, [].as_slice()),
        };
        let segments = ids.iter().filter_map(|id| side.segments.get(*id));
        segments.map(move |segment| Partnerless {
            bead,
            relation: b.relation,
            fragment: segment.kind == SegmentKind::Fragment,
            text: Shown(&segment.text),
        })
    });
    found.collect()
}
