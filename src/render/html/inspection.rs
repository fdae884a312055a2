//! An inspection as one self-contained page, or as a fragment for a notebook.

use askama::Template;

use super::shown::Shown;
use super::view::{Passage, REACH};
use super::{NOTEBOOK_CSS, NOTEBOOK_TOP, PAGE_CSS, PAGE_CSS_HASH, render};
use crate::render::marks::context;
use crate::render::words;
use crate::report::{Excerpt, Finding, Inspection, Side};

/// A finding with its passage in context.
struct Item<'i> {
    finding: &'i Finding,
    label: String,
    message: Shown<'i>,
    passage: Option<Passage<'i>>,
}

#[derive(Template)]
#[template(path = "inspection.html")]
struct Page<'i> {
    inspection: &'i Inspection,
    signature: String,
    css: &'static str,
    css_hash: &'static str,
    verdict: String,
    kinds: String,
    hint: Option<Shown<'i>>,
    evidence: Vec<Passage<'i>>,
    items: Vec<Item<'i>>,
}

#[derive(Template)]
#[template(path = "inspection_notebook.html")]
struct Notebook<'i> {
    inspection: &'i Inspection,
    css: &'static str,
    verdict: String,
    kinds: String,
    hint: Option<Shown<'i>>,
    items: Vec<Item<'i>>,
    more: usize,
}

fn side(inspection: &Inspection) -> Side {
    Side {
        chars: inspection.chars,
        segments: inspection.segments.clone(),
    }
}

fn items<'i>(inspection: &'i Inspection, side: &'i Side, limit: usize) -> Vec<Item<'i>> {
    let findings = inspection.findings.iter().take(limit);
    let items = findings.map(|finding| Item {
        finding,
        label: words::label(finding),
        message: Shown(&finding.message),
        passage: finding.copy.as_ref().map(|e| passage(side, e)),
    });
    items.collect()
}

fn passage<'i>(side: &'i Side, excerpt: &'i Excerpt) -> Passage<'i> {
    Passage::from(context(side, excerpt, REACH))
}

fn kinds(inspection: &Inspection) -> String {
    words::tally(inspection.counts.iter().map(|(kind, n)| (kind, *n)))
}

/// A whole page: verdict, hint at the mechanism, findings in context, signature.
#[must_use]
pub fn html(inspection: &Inspection) -> String {
    let side = side(inspection);
    let mechanism = inspection.mechanism.as_ref();
    let evidence = mechanism.map_or(&[][..], |m| m.evidence.as_slice());
    let page = Page {
        inspection,
        signature: words::plain(&inspection.signature),
        css: PAGE_CSS,
        css_hash: PAGE_CSS_HASH,
        verdict: words::plain(&words::inspection_verdict(inspection)),
        kinds: kinds(inspection),
        hint: mechanism.map(|m| Shown(&m.message)),
        evidence: evidence.iter().map(|e| passage(&side, e)).collect(),
        items: items(inspection, &side, usize::MAX),
    };
    render(&page)
}

/// A compact fragment for a notebook: verdict, hint and the worst findings, with styles of its
/// own that touch nothing outside it.
#[must_use]
pub fn notebook(inspection: &Inspection) -> String {
    let side = side(inspection);
    let items = items(inspection, &side, NOTEBOOK_TOP);
    let fragment = Notebook {
        inspection,
        css: NOTEBOOK_CSS,
        verdict: words::plain(&words::inspection_verdict(inspection)),
        kinds: kinds(inspection),
        hint: inspection.mechanism.as_ref().map(|m| Shown(&m.message)),
        more: inspection.findings.len() - items.len(),
        items,
    };
    render(&fragment)
}
