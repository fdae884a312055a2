//! The report as one self-contained page, or as a fragment for a notebook.
//!
//! Rendered text is hostile: every string of an input goes through [`shown::Shown`], all else
//! through the template's own escaping. No request, and a content security policy that forbids
//! them and every script but the page's own, which only hides and shows.

// The fields of the views are what the templates name; the templates say what they mean.
#[allow(missing_docs)]
pub(super) mod copies;
#[allow(missing_docs)]
mod difference;
pub(super) mod inspection;
mod ribbon;
#[allow(missing_docs)]
mod rows;
mod shown;
#[allow(missing_docs)]
mod tables;
#[allow(missing_docs)]
mod view;

use askama::Template;

use crate::render::words;
use crate::report::Report;
use rows::{Alone, Partnerless, Row};
use tables::Table;
use view::{Bar, Card, Choice, STRIP};

/// Most findings told of one by one at the top of a page; the rows have all of them.
const TOP: usize = 25;
/// The same for a notebook.
const NOTEBOOK_TOP: usize = 5;
/// Most findings of a list that a notebook shows by itself.
const NOTEBOOK_LIST: usize = 50;

const PAGE_CSS: &str = include_str!("../../../templates/page.css");
const PAGE_SCRIPT: &str = include_str!("../../../templates/page.js");
const NOTEBOOK_CSS: &str = include_str!("../../../templates/notebook.css");

/// SHA-256 of `page.css` and `page.js` in base64, for the content security policy; a test keeps
/// them true.
const PAGE_CSS_HASH: &str = "cQizU68SDZZlI7s2cA1dmLMmGg8AVXgi4N7BppYeol4=";
const PAGE_SCRIPT_HASH: &str = "QXApgnAgUBZ3QmohdbMxmGcUw+om36Om66AUf6u9Dww=";

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'r> {
    report: &'r Report,
    css: &'static str,
    css_hash: &'static str,
    script: &'static str,
    script_hash: &'static str,
    severity_choices: Vec<Choice>,
    kind_choices: Vec<Choice>,
    partnerless: Vec<Partnerless<'r>>,
    alone: Vec<Alone<'r>>,
    signature: &'r str,
    making: Vec<(&'r str, &'r str)>,
    gaps: bool,
    verdict: String,
    severities: String,
    kinds: String,
    relations: String,
    bars: Vec<Bar>,
    strip: usize,
    cards: Vec<Card<'r>>,
    more: usize,
    rows: Vec<Row<'r>>,
    tables: Vec<Table<'r>>,
    furniture: [(&'static str, Vec<shown::Shown<'r>>); 2],
}

#[derive(Template)]
#[template(path = "notebook.html")]
struct Notebook<'r> {
    report: &'r Report,
    signature: String,
    css: &'static str,
    verdict: String,
    severities: String,
    bars: Vec<Bar>,
    strip: usize,
    cards: Vec<Card<'r>>,
    more: usize,
    rows: Vec<Row<'r>>,
    tables: Vec<Table<'r>>,
}

/// A whole page: verdict, worst findings, side by side, facts, furniture, signature.
#[must_use]
pub fn html(report: &Report) -> String {
    let cards = view::cards(report, TOP, true);
    let bars = view::bars(report);
    // The names of a caller's models are in it.
    let signature = words::plain(&report.signature);
    let page = Page {
        report,
        css: PAGE_CSS,
        css_hash: PAGE_CSS_HASH,
        script: PAGE_SCRIPT,
        script_hash: PAGE_SCRIPT_HASH,
        severity_choices: view::severity_choices(report),
        kind_choices: view::kind_choices(report),
        partnerless: rows::partnerless(report),
        alone: rows::alone(report),
        signature: &signature,
        making: words::making(&signature),
        gaps: view::has_gaps(&bars),
        verdict: words::plain(&words::verdict(report)),
        severities: words::severities(report),
        kinds: words::kinds(report),
        relations: words::relations(report),
        bars,
        strip: STRIP,
        more: report.findings.len() - cards.len(),
        cards,
        rows: rows::rows(report),
        tables: tables::tables(report),
        furniture: [
            ("original", view::furniture(&report.original)),
            ("copy", view::furniture(&report.copy)),
        ],
    };
    render(&page)
}

/// A compact fragment for a notebook: verdict, strip and the worst findings, and folded below them
/// every sentence that changed, with all its findings, and what became of the facts. It has styles
/// of its own that touch nothing outside it, no ids (a notebook shows many reports) and no script.
#[must_use]
pub fn notebook(report: &Report) -> String {
    let cards = view::cards(report, NOTEBOOK_TOP, false);
    let fragment = Notebook {
        report,
        signature: words::plain(&report.signature),
        css: NOTEBOOK_CSS,
        verdict: words::plain(&words::verdict(report)),
        severities: words::severities(report),
        bars: view::bars(report),
        strip: STRIP,
        more: report.findings.len() - cards.len(),
        cards,
        rows: rows::rows(report)
            .into_iter()
            .filter(|r| r.changed)
            .collect(),
        tables: tables::tables(report),
    };
    render(&fragment)
}

#[derive(Template)]
#[template(path = "findings.html")]
struct List<'r> {
    css: &'static str,
    verdict: String,
    cards: Vec<Card<'r>>,
    more: usize,
}

/// Findings alone as a fragment for a notebook, each in its context.
#[must_use]
pub fn findings(report: &Report) -> String {
    let cards = view::all_cards(report, NOTEBOOK_LIST);
    let fragment = List {
        css: NOTEBOOK_CSS,
        verdict: words::how_many(report),
        more: report.findings.len() - cards.len(),
        cards,
    };
    render(&fragment)
}

#[derive(Template)]
#[template(path = "table.html")]
struct Rows<'r> {
    css: &'static str,
    names: &'r [String],
    /// Texts of the cells, shortened; none where there is no value.
    rows: Vec<Vec<Option<String>>>,
    size: String,
    more: usize,
}

/// Most characters of a cell of a table.
const CELL: usize = 80;

/// The first rows of a table of `total` rows as a fragment for a notebook.
#[must_use]
pub fn table(names: &[String], rows: &[Vec<Option<String>>], total: usize) -> String {
    let cell = |text: &String| words::plain(&words::shorten(text, CELL));
    let shown = rows.iter();
    let shown = shown.map(|row| row.iter().map(|c| c.as_ref().map(cell)).collect());
    let fragment = Rows {
        css: NOTEBOOK_CSS,
        names,
        rows: shown.collect(),
        size: format!(
            "{}, {}",
            words::plural(total, "row"),
            words::plural(names.len(), "column")
        ),
        more: total.saturating_sub(rows.len()),
    };
    render(&fragment)
}

fn render(template: &impl Template) -> String {
    // Writing into a string fails only where a `Display` of ours does, and none of them does.
    template.render().unwrap_or_default()
}
