//! Quotations, numbers and names: what became of each.

use std::collections::BTreeMap;

use crate::render::html::difference::{Word, difference, plain};
use crate::render::html::shown::Shown;
use crate::render::words;
use crate::report::{BeadRelation, Excerpt, Fact, FactState, Quotation, QuotationState, Report};

/// A table of quotations, numbers or names.
pub struct Table<'r> {
    /// Id of its heading.
    pub id: &'static str,
    pub title: &'static str,
    pub tally: String,
    pub changed: Vec<FactRow<'r>>,
    /// What was kept, each text once with the number of times, by first occurrence.
    pub kept: Vec<(Shown<'r>, usize)>,
    pub kept_in_all: usize,
    /// Whether they are quotations, which have marks and speakers.
    pub quoted: bool,
}

/// A row of a table.
pub struct FactRow<'r> {
    pub state: String,
    /// The original's side and the copy's.
    pub sides: [Option<Vec<Word<'r>>>; 2],
    /// The bead it stands in.
    pub bead: Option<usize>,
    pub speaker: Option<Shown<'r>>,
}

/// The tables that have something to show.
pub fn tables(report: &Report) -> Vec<Table<'_>> {
    let places = Places::new(report);
    let tables = [
        quotations(&report.quotations, &places),
        facts("numbers", "Numbers", &report.numbers, &places),
        facts("names", "Names", &report.names, &places),
    ];
    tables
        .into_iter()
        .filter(|t| !t.changed.is_empty() || !t.kept.is_empty())
        .collect()
}

/// For each segment of the original and of the copy the bead that has a row for it.
struct Places([Vec<Option<usize>>; 2]);

impl Places {
    fn new(report: &Report) -> Self {
        let sides = [&report.original, &report.copy];
        let mut beads = sides.map(|side| vec![None; side.segments.len()]);
        for (index, bead) in report.alignment.iter().enumerate() {
            if bead.relation == BeadRelation::Furniture {
                continue;
            }
            for (places, segments) in beads.iter_mut().zip([&bead.original, &bead.copy]) {
                for segment in segments {
                    if let Some(place) = places.get_mut(*segment) {
                        *place = Some(index);
                    }
                }
            }
        }
        Self(beads)
    }

    /// The bead of what stands on the copy's side, or on the original's.
    fn of(&self, original: &Option<Excerpt>, copy: &Option<Excerpt>) -> Option<usize> {
        let find = |side: &Vec<Option<usize>>, excerpt: &Option<Excerpt>| {
            let segment = excerpt.as_ref()?.segment;
            side.get(segment).copied().flatten()
        };
        let [left, right] = &self.0;
        find(right, copy).or_else(|| find(left, original))
    }
}

/// Each text once with the number of times it occurs, by first occurrence.
fn counted<'r>(excerpts: impl Iterator<Item = &'r Excerpt>) -> Vec<(Shown<'r>, usize)> {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut texts: Vec<(Shown<'_>, usize)> = Vec::new();
    for excerpt in excerpts {
        let place = *places.entry(&excerpt.text).or_insert(texts.len());
        match texts.get_mut(place) {
            Some((_, times)) => *times += 1,
            None => texts.push((Shown(&excerpt.text), 1)),
        }
    }
    texts
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

fn quotations<'r>(list: &'r [Quotation], places: &Places) -> Table<'r> {
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
                bead: places.of(&q.original, &q.copy),
                speaker: shown(&q.speaker),
            })
            .collect(),
        kept_in_all: kept.len(),
        kept: counted(kept.into_iter().filter_map(|q| q.original.as_ref())),
        quoted: true,
    }
}

fn facts<'r>(
    id: &'static str,
    title: &'static str,
    list: &'r [Fact],
    places: &Places,
) -> Table<'r> {
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
                bead: places.of(&f.original, &f.copy),
                speaker: None,
            })
            .collect(),
        kept_in_all: kept.len(),
        kept: counted(kept.into_iter().filter_map(|f| f.original.as_ref())),
        quoted: false,
    }
}
