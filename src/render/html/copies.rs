//! Several copies of one original as one self-contained page, or as a fragment for a notebook.

use std::collections::BTreeSet;

use askama::Template;

use super::shown::Shown;
use super::{NOTEBOOK_CSS, PAGE_CSS, PAGE_CSS_HASH, render};
use crate::copies::{Cell, CellState, Change, Comparison};
use crate::render::copies::drawing;
use crate::render::copies::words as said;
use crate::render::words;
use crate::report::Severity;

/// Most shared changes told of one by one.
const TOP: usize = 25;
/// The same for a notebook.
const NOTEBOOK_TOP: usize = 5;
/// Most copies side by side in the table, and most places listed; a frame has all of them.
const COLUMNS: usize = 60;
const PLACES: usize = 400;
/// Most characters of a name or a passage beside others.
const NAME: usize = 30;
const PASSAGE: usize = 140;

const COPIES_CSS: &str = include_str!("../../../templates/copies.css");
/// SHA-256 of `copies.css` in base64; a test keeps it true.
const COPIES_CSS_HASH: &str = "ECvbAvHD4kS5nAt1IxOmc2pgmrRPQla+Zj61AU9OhyE=";

/// Units of the drawing: where the tree begins, its width, the height of a row.
const LEFT: f64 = 82.0;
const WIDE: f64 = 430.0;
const ROW: f64 = 46.0;

/// A branch of the drawn tree with its end.
struct Branch {
    /// From the parent, across and along.
    path: String,
    x: f64,
    y: f64,
    severity: Severity,
    title: String,
    /// Name of a copy.
    name: Option<String>,
    /// What is said under the name, or over the branch of a group.
    note: String,
}

/// The tree as a nested list, for those who do not see the drawing: items with the depth they open
/// and the lists they close.
struct Item {
    name: String,
    note: String,
    opens: bool,
    closes: usize,
}

struct Column<'c> {
    number: usize,
    name: Shown<'c>,
    severity: Severity,
    drift: f64,
    note: String,
}

struct Row<'c> {
    number: usize,
    text: Shown<'c>,
    cells: Vec<Mark>,
    same: bool,
}

/// A cell: a sign, a class, what they mean.
struct Mark {
    sign: char,
    class: &'static str,
    title: String,
}

/// A shared change.
struct Card<'c> {
    severity: Severity,
    label: String,
    change: String,
    names: Vec<Shown<'c>>,
    rest: usize,
    against: bool,
}

/// A place with what the copies have there.
struct Place<'c> {
    kind: String,
    original: Shown<'c>,
    readings: Vec<Reading<'c>>,
}

struct Reading<'c> {
    text: Shown<'c>,
    severity: Severity,
    change: &'static str,
    names: String,
}

#[derive(Template)]
#[template(path = "copies.html")]
struct Page<'c> {
    comparison: &'c Comparison,
    signature: String,
    css: &'static str,
    css_hash: &'static str,
    copies_css: &'static str,
    copies_css_hash: &'static str,
    verdict: String,
    columns: Vec<Column<'c>>,
    hidden: usize,
    rows: Vec<Row<'c>>,
    branches: Vec<Branch>,
    items: Vec<Item>,
    height: f64,
    scale: Option<(f64, String)>,
    newick: String,
    fit: String,
    sources: Vec<String>,
    cards: Vec<Card<'c>>,
    more: usize,
    places: Vec<Place<'c>>,
    further: usize,
}

#[derive(Template)]
#[template(path = "copies_notebook.html")]
struct Notebook<'c> {
    comparison: &'c Comparison,
    css: &'static str,
    verdict: String,
    columns: Vec<Column<'c>>,
    sources: Vec<String>,
    cards: Vec<Card<'c>>,
    more: usize,
}

/// A whole page: verdict, tree, hypotheses, sentence by copy, shared changes, all places, signature.
#[must_use]
pub fn html(comparison: &Comparison) -> String {
    let order = order(comparison);
    let shown = order.get(..COLUMNS.min(order.len())).unwrap_or(&[]);
    let cards = cards(comparison, TOP);
    let places = places(comparison);
    let page = Page {
        comparison,
        signature: words::plain(&comparison.signature),
        css: PAGE_CSS,
        css_hash: PAGE_CSS_HASH,
        copies_css: COPIES_CSS,
        copies_css_hash: COPIES_CSS_HASH,
        verdict: words::plain(&said::verdict(comparison)),
        columns: columns(comparison, shown),
        hidden: order.len() - shown.len(),
        rows: rows(comparison, shown),
        branches: branches(comparison),
        items: items(comparison),
        height: ROW * drawing::rows(comparison).max(1) as f64 + 34.0,
        scale: scale(comparison),
        newick: words::plain(&comparison.newick()),
        fit: said::fit(comparison),
        sources: plain(said::sources(comparison)),
        more: comparison.shared.len() - cards.len().min(comparison.shared.len()),
        cards,
        further: comparison.locations.len() - places.len(),
        places,
    };
    render(&page)
}

/// A compact fragment for a notebook, with styles of its own that touch nothing outside it.
#[must_use]
pub fn notebook(comparison: &Comparison) -> String {
    let cards = cards(comparison, NOTEBOOK_TOP);
    let order = order(comparison);
    let fragment = Notebook {
        comparison,
        css: NOTEBOOK_CSS,
        verdict: words::plain(&said::verdict(comparison)),
        columns: columns(
            comparison,
            order.get(..COLUMNS.min(order.len())).unwrap_or(&[]),
        ),
        sources: plain(said::sources(comparison)),
        more: comparison.shared.len() - cards.len().min(comparison.shared.len()),
        cards,
    };
    render(&fragment)
}

fn plain(said: Vec<String>) -> Vec<String> {
    said.iter().map(|line| words::plain(line)).collect()
}

/// Copies as the tree has them, so that kin stand side by side, then those without a place.
fn order(comparison: &Comparison) -> Vec<usize> {
    let mut order = comparison.tree.order();
    order.retain(|copy| *copy < comparison.copies.len());
    let known: BTreeSet<usize> = order.iter().copied().collect();
    order.extend((0..comparison.copies.len()).filter(|copy| !known.contains(copy)));
    order
}

fn columns<'c>(comparison: &'c Comparison, order: &[usize]) -> Vec<Column<'c>> {
    let columns = order.iter().filter_map(|index| {
        let copy = comparison.copies.get(*index)?;
        Some(Column {
            number: index + 1,
            name: Shown(&copy.name),
            severity: copy.report.severity,
            drift: copy.report.drift,
            note: format!(
                "{}, {} of its own; {}",
                words::plural(copy.changes, "change"),
                copy.own,
                said::cells(comparison, *index)
            ),
        })
    });
    columns.collect()
}

fn rows<'c>(comparison: &'c Comparison, order: &[usize]) -> Vec<Row<'c>> {
    let sentences = comparison.sentences.iter().enumerate();
    let rows = sentences.map(|(number, sentence)| {
        let text = comparison.original.segments.get(sentence.segment);
        let cells = order.iter().map(|copy| match sentence.cells.get(*copy) {
            Some(cell) => mark(cell, comparison.name(*copy)),
            None => Mark {
                sign: ' ',
                class: "none",
                title: String::new(),
            },
        });
        Row {
            number: number + 1,
            text: Shown(text.map_or("", |s| &s.text)),
            cells: cells.collect(),
            same: sentence.cells.iter().all(|c| c.state == CellState::Kept),
        }
    });
    rows.collect()
}

fn mark(cell: &Cell, name: &str) -> Mark {
    let (sign, class, what) = match (cell.state, cell.severity) {
        (CellState::Kept, _) => ('·', "kept", "kept"),
        (CellState::Reworded, _) => ('~', "reworded", "reworded"),
        (CellState::Dropped, _) => ('–', "dropped", "dropped"),
        (CellState::Moved, _) => ('↕', "moved", "moved"),
        (CellState::NotJudged, _) => ('?', "unjudged", "not judged"),
        (CellState::Changed, Severity::Critical) => ('C', "critical", "critical change"),
        (CellState::Changed, Severity::Major) => ('M', "major", "major change"),
        (CellState::Changed, _) => ('m', "minor", "minor change"),
    };
    let moved = match cell.moved && cell.state != CellState::Moved {
        true => ", moved",
        false => "",
    };
    let figures = match cell.state {
        CellState::Changed => format!(", drift {:.2}, risk {:.2}", cell.drift, cell.risk),
        _ => String::new(),
    };
    Mark {
        sign,
        class,
        title: words::plain(&format!(
            "{}: {what}{moved}{figures}",
            words::shorten(name, NAME)
        )),
    }
}

fn cards(comparison: &Comparison, limit: usize) -> Vec<Card<'_>> {
    let readings = comparison.shared.iter().take(limit);
    let readings = readings.filter_map(|shared| comparison.shared_reading(shared));
    let cards = readings.map(|(location, reading)| Card {
        severity: reading.severity,
        label: format!(
            "{} {}",
            words::severity(reading.severity),
            kind(reading.change)
        ),
        change: words::plain(&words::shorten(
            &said::change(location, reading),
            2 * PASSAGE,
        )),
        names: reading
            .copies
            .iter()
            .take(said::NAMES)
            .map(|copy| Shown(comparison.name(*copy)))
            .collect(),
        rest: reading.copies.len().saturating_sub(said::NAMES),
        against: !location.fits,
    });
    cards.collect()
}

/// What sort of change, for a label.
fn kind(change: Change) -> &'static str {
    match change {
        Change::Meaning => "change of meaning",
        Change::Loss => "cut of words",
        Change::Function => "small words",
        Change::Order => "word order",
        change => change.name(),
    }
}

fn places(comparison: &Comparison) -> Vec<Place<'_>> {
    let locations = comparison.locations.iter().take(PLACES);
    let places = locations.map(|location| Place {
        kind: location.kind.name().to_owned(),
        original: Shown(&location.text),
        readings: location
            .readings
            .iter()
            .filter(|reading| reading.change != Change::Kept)
            .map(|reading| Reading {
                text: Shown(&reading.text),
                severity: reading.severity,
                change: reading.change.name(),
                names: words::plain(&said::names(comparison, &reading.copies)),
            })
            .collect(),
    });
    places.collect()
}

fn branches(comparison: &Comparison) -> Vec<Branch> {
    let across = |x: f64| LEFT + x * WIDE;
    let down = |y: f64| ROW * (y + 0.5);
    let placed = drawing::place(comparison).into_iter();
    let branches = placed.filter_map(|place| {
        let node = comparison.tree.nodes.get(place.node)?;
        let (x, y) = (across(place.x), down(place.y));
        let path = match place.from {
            Some((from, row)) => {
                let (from, row) = (across(from), down(row));
                format!("M{from:.1} {row:.1}V{y:.1}H{x:.1}")
            }
            None => String::new(),
        };
        let name = match node.copy {
            Some(copy) => Some(words::shorten(&words::plain(comparison.name(copy)), NAME)),
            None if place.node == 0 => Some("original".to_owned()),
            None => None,
        };
        let source = node.copy.and_then(|copy| {
            let descent = comparison.descents.iter().find(|d| d.to == copy)?;
            Some((descent.same, comparison.name(descent.from)))
        });
        let note = match source {
            Some((true, source)) => format!("the same changes as {source}"),
            Some((false, source)) => format!("can be made from {source}"),
            None if place.node == 0 => String::new(),
            None => said::node(comparison, place.node),
        };
        // Over a short branch of a group there is no room for words; the title has them.
        let room = place.from.map_or(0.0, |(from, _)| x - across(from));
        let short = node.copy.is_none() && room < 90.0;
        let group = match (node.changes, node.support) {
            (0, None) => String::new(),
            (changes, None) => format!("{changes} shared"),
            (0, Some(support)) => format!("{support:.0}%"),
            (changes, Some(support)) => format!("{changes} shared · {support:.0}%"),
        };
        Some(Branch {
            path,
            x,
            y,
            severity: node.severity,
            title: words::plain(&said::node(comparison, place.node)),
            note: match node.copy {
                Some(_) => words::shorten(&words::plain(&note), 2 * NAME),
                None if short || place.node == 0 => String::new(),
                None => group,
            },
            name,
        })
    });
    branches.collect()
}

/// The tree as a nested list.
fn items(comparison: &Comparison) -> Vec<Item> {
    let children = comparison.tree.children();
    let nodes = &comparison.tree.nodes;
    let mut depth: Vec<usize> = Vec::with_capacity(nodes.len());
    for node in nodes {
        // A parent stands before its children: what claims otherwise is no tree.
        let above = node.parent.and_then(|parent| depth.get(parent));
        depth.push(above.map_or(0, |above| above + 1));
    }
    let mut items: Vec<Item> = Vec::with_capacity(depth.len());
    for ((index, node), own) in nodes.iter().enumerate().zip(&depth) {
        let next = depth.get(index + 1).copied().unwrap_or_default();
        let opens = children.get(index).is_some_and(|below| !below.is_empty());
        items.push(Item {
            name: match node.copy {
                Some(copy) => words::plain(comparison.name(copy)),
                None if index == 0 => "the original".to_owned(),
                None => "a group".to_owned(),
            },
            note: match index {
                0 => String::new(),
                _ => words::plain(&said::node(comparison, index)),
            },
            opens,
            closes: match opens {
                true => 0,
                false => own.saturating_sub(next),
            },
        });
    }
    items
}

/// A bar of a round length under the drawing, with its label.
fn scale(comparison: &Comparison) -> Option<(f64, String)> {
    let longest = drawing::longest(comparison);
    let share = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01]
        .into_iter()
        .find(|share| *share <= longest / 2.0)?;
    let label = format!("{share} of the weight of all places");
    Some((share / longest * WIDE, label))
}
