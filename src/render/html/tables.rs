//! Quotations, numbers and names: what became of each.

use crate::render::html::difference::{Word, difference, plain};
use crate::render::html::shown::Shown;
use crate::render::words;
use crate::report::{Excerpt, Fact, FactState, Quotation, QuotationState, Report};

/// A table of quotations, numbers or names.
pub struct Table<'r> {
    /// Id of its heading.
    pub id: &'static str,
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
    pub sides: [Option<Vec<Word<'r>>>; 2],
    pub speaker: Option<Shown<'r>>,
}

/// The tables that have something to show.
pub fn tables(report: &Report) -> Vec<Table<'_>> {
    let tables = [
        quotations(&report.quotations),
        facts("numbers", "Numbers", &report.numbers),
        facts("names", "Names", &report.names),
    ];
    tables
        .into_iter()
        .filter(|t| !t.changed.is_empty() || !t.kept.is_empty())
        .collect()
}

fn shown(excerpt: &Option<Excerpt>) -> Option<Shown<'_>> {
    excerpt.as_ref().map(|e| Shown(&e.text))
}

/// Both sides of a fact; where there are two, the words that only one of them has stand out.
fn sides<'r>(
    original: &'r Option<Excerpt>,
    copy: &'r Option<Excerpt>,
) -> [Option<Vec<Word<'r>>>; 2] {
    match (original, copy) {
        (Some(a), Some(b)) => difference(&a.text, &b.text).map(Some),
        (a, b) => [a, b].map(|side| side.as_ref().map(|e| plain(&e.text))),
    }
}

fn quotations(list: &[Quotation]) -> Table<'_> {
    let (kept, changed): (Vec<_>, Vec<_>) = list
        .iter()
        .partition(|q| q.state == QuotationState::Verbatim);
    Table {
        id: "quotations",
        title: "Quotations",
        tally: words::quotation_states(list),
        changed: changed
            .into_iter()
            .map(|q| FactRow {
                state: q.state.name().replace('_', " "),
                sides: sides(&q.original, &q.copy),
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

fn facts<'r>(id: &'static str, title: &'static str, list: &'r [Fact]) -> Table<'r> {
    let (kept, changed): (Vec<_>, Vec<_>) = list.iter().partition(|f| f.state == FactState::Kept);
    Table {
        id,
        title,
        tally: words::fact_states(list),
        changed: changed
            .into_iter()
            .map(|f| FactRow {
                state: f.state.name().to_owned(),
                sides: sides(&f.original, &f.copy),
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
