//! The report as one self-contained page, or as a fragment for a notebook.
//!
//! Rendered text is hostile: every string of an input goes through [`shown::Shown`], all else
//! through the template's own escaping. No script, no request, and a content security policy
//! that forbids both.

// The fields of the views are what the templates name; the templates say what they mean.
#[allow(missing_docs)]
mod view;

pub(super) mod inspection;
mod shown;

use askama::Template;

use crate::render::words;
use crate::report::Report;
use view::{Bar, Card, Row, STRIP, Table};

/// Most findings told of one by one at the top of a page; the rows have all of them.
const TOP: usize = 25;
/// The same for a notebook.
const NOTEBOOK_TOP: usize = 5;

const PAGE_CSS: &str = include_str!("../../../templates/page.css");
const NOTEBOOK_CSS: &str = include_str!("../../../templates/notebook.css");

/// SHA-256 of `page.css` in base64, for the content security policy; a test keeps it true.
const PAGE_CSS_HASH: &str = "nipGECKgCWwbG3ceNlIcfPYfRe8iMaex1gItrnJOCtw=";

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'r> {
    report: &'r Report,
    css: &'static str,
    css_hash: &'static str,
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
    css: &'static str,
    verdict: String,
    severities: String,
    cards: Vec<Card<'r>>,
    more: usize,
}

/// A whole page: verdict, worst findings, side by side, facts, furniture, signature.
#[must_use]
pub fn html(report: &Report) -> String {
    let cards = view::cards(report, TOP);
    let page = Page {
        report,
        css: PAGE_CSS,
        css_hash: PAGE_CSS_HASH,
        verdict: words::plain(&words::verdict(report)),
        severities: words::severities(report),
        kinds: words::kinds(report),
        relations: words::relations(report),
        bars: view::bars(report),
        strip: STRIP,
        more: report.findings.len() - cards.len(),
        cards,
        rows: view::rows(report),
        tables: view::tables(report),
        furniture: [
            ("original", view::furniture(&report.original)),
            ("copy", view::furniture(&report.copy)),
        ],
    };
    render(&page)
}

/// A compact fragment for a notebook: verdict and the worst findings, with styles of its own
/// that touch nothing outside it.
#[must_use]
pub fn notebook(report: &Report) -> String {
    let cards = view::cards(report, NOTEBOOK_TOP);
    let fragment = Notebook {
        report,
        css: NOTEBOOK_CSS,
        verdict: words::plain(&words::verdict(report)),
        severities: words::severities(report),
        more: report.findings.len() - cards.len(),
        cards,
    };
    render(&fragment)
}

fn render(template: &impl Template) -> String {
    // Writing into a string fails only where a `Display` of ours does, and none of them does.
    template.render().unwrap_or_default()
}
