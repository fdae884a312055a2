//! From the sites at which copies depart to variant locations.
//!
//! Sites that touch and divide the copies in the same way are one location: three words exchanged
//! together are one change, not three. The term is that of the study of manuscripts: a place at
//! which the witnesses of a text differ.

use crate::copies::collate::{Collated, ELSEWHERE, Variant};
use crate::copies::site::{Axis, Level, Site};
use crate::copies::weight::weight;
use crate::copies::{Change, Location, LocationKind, Reading};
use crate::report::{Report, Severity};

/// No reading: the copy does not have the sentence.
pub const LACKING: u16 = u16::MAX;

/// What every witness reads at every location: rows of numbers, the original first in each.
/// Equal numbers are equal readings, 0 is the original's.
pub struct Grid {
    /// Witnesses: the original and the copies.
    pub width: usize,
    /// Rows, one after the other.
    pub codes: Vec<u16>,
    /// Weight of each row.
    pub weights: Vec<f64>,
}

impl Grid {
    /// The rows.
    pub fn rows(&self) -> impl Iterator<Item = &[u16]> {
        self.codes.chunks_exact(self.width.max(1))
    }

    /// The same with only some columns, in the order given.
    pub fn only(&self, columns: &[usize]) -> Self {
        let rows = self.rows().flat_map(|row| {
            let read = |column: &usize| row.get(*column).copied().unwrap_or(LACKING);
            columns.iter().map(read)
        });
        Self {
            width: columns.len(),
            codes: rows.collect(),
            weights: self.weights.clone(),
        }
    }
}

/// A location while it grows.
struct Draft {
    sites: Vec<Site>,
    /// What each copy reads, the original left out.
    codes: Vec<u16>,
    /// The copies' variants at each site: (copy, index).
    variants: Vec<(usize, usize)>,
}

/// All variant locations, in the order of the original, with the readings of all witnesses.
pub fn locate(axis: &Axis<'_>, copies: &[Collated], reports: &[&Report]) -> (Vec<Location>, Grid) {
    let mut drafts = drafts(copies);
    drafts.sort_by_key(|d| {
        let first = d.sites.first().copied();
        first.map(|s| (s.sentence, s.level, s.at))
    });
    let mut grid = Grid {
        width: copies.len() + 1,
        codes: Vec::with_capacity(drafts.len() * (copies.len() + 1)),
        weights: Vec::with_capacity(drafts.len()),
    };
    let mut locations = Vec::with_capacity(drafts.len());
    for draft in &drafts {
        let location = location(axis, draft, copies, reports);
        grid.codes.push(0);
        grid.codes.extend(&draft.codes);
        grid.weights.push(location.weight);
        locations.push(location);
    }
    (locations, grid)
}

/// The sites of all copies, joined where they touch and divide the copies alike.
fn drafts(copies: &[Collated]) -> Vec<Draft> {
    let mut all: Vec<(Site, usize, usize)> = Vec::new();
    for (copy, collated) in copies.iter().enumerate() {
        let variants = collated.variants.iter().enumerate();
        all.extend(variants.map(|(index, v)| (v.site, copy, index)));
    }
    all.sort_unstable();
    let mut drafts: Vec<Draft> = Vec::new();
    let mut rest = all.as_slice();
    while let Some((site, _, _)) = rest.first().copied() {
        let count = rest.iter().take_while(|(s, _, _)| *s == site).count();
        let (here, after) = rest.split_at(count);
        rest = after;
        let codes = codes(site, here, copies);
        let variants = here.iter().map(|(_, copy, index)| (*copy, *index));
        match drafts.last_mut() {
            Some(last)
                if last.codes == codes
                    && last.sites.last().is_some_and(|s| Axis::touch(*s, site)) =>
            {
                last.sites.push(site);
                last.variants.extend(variants);
            }
            _ => drafts.push(Draft {
                sites: vec![site],
                codes,
                variants: variants.collect(),
            }),
        }
    }
    drafts
}

/// The reading of each copy at a site, numbered as they come.
fn codes(site: Site, here: &[(Site, usize, usize)], copies: &[Collated]) -> Vec<u16> {
    let mut codes: Vec<u16> = copies.iter().map(|c| attests(c, site)).collect();
    let mut keys: Vec<u64> = Vec::new();
    for (_, copy, index) in here {
        let Some(variant) = variant(copies, *copy, *index) else {
            continue;
        };
        let known = keys.iter().position(|key| *key == variant.key);
        let number = known.unwrap_or_else(|| {
            keys.push(variant.key);
            keys.len() - 1
        });
        if let Some(code) = codes.get_mut(*copy) {
            *code = number as u16 + 1;
        }
    }
    codes
}

/// 0 where a copy can be compared at a site, and so reads as the original if it has no variant.
fn attests(copy: &Collated, site: Site) -> u16 {
    let sentence = (site.sentence as usize).checked_sub(1);
    let dropped = sentence.and_then(|s| copy.dropped.get(s).copied());
    let whole = matches!(site.level, Level::Presence | Level::After);
    match copy.placed && (whole || dropped == Some(false)) {
        true => 0,
        false => LACKING,
    }
}

fn variant(copies: &[Collated], copy: usize, index: usize) -> Option<&Variant> {
    copies.get(copy)?.variants.get(index)
}

fn location(axis: &Axis<'_>, draft: &Draft, copies: &[Collated], reports: &[&Report]) -> Location {
    let first = draft.sites.first().copied().unwrap_or(Site {
        level: Level::After,
        sentence: 0,
        at: 0,
    });
    let last = draft.sites.last().copied().unwrap_or(first);
    let (start, end, text) = axis.passage(first, last);
    let number = (first.sentence as usize).checked_sub(1);
    let mut readings = readings(draft, copies, reports);
    let weights = readings.iter().map(|(reading, words)| {
        let change = reading.change;
        weight(change, *words)
    });
    let weight = weights.fold(0.0, f64::max);
    let original = with_code(draft, 0);
    readings.insert(
        0,
        (
            Reading {
                text: text.clone(),
                places: vec![None; original.len()],
                copies: original,
                change: Change::Kept,
                severity: Severity::None,
                code: None,
                message: None,
            },
            0,
        ),
    );
    Location {
        kind: kind(&draft.sites),
        segment: number.and_then(|n| axis.sentences.get(n).copied()),
        start,
        end,
        text,
        weight,
        fits: true,
        readings: readings.into_iter().map(|(reading, _)| reading).collect(),
        lacking: with_code(draft, LACKING),
    }
}

fn with_code(draft: &Draft, code: u16) -> Vec<usize> {
    let codes = draft.codes.iter().enumerate();
    codes.filter(|(_, c)| **c == code).map(|(i, _)| i).collect()
}

/// Readings other than the original's by their numbers, each with its content words.
fn readings(draft: &Draft, copies: &[Collated], reports: &[&Report]) -> Vec<(Reading, u32)> {
    let known = draft.codes.iter().filter(|c| **c != LACKING);
    let count = known.max().copied().unwrap_or_default();
    let mut readings: Vec<(Reading, u32)> = Vec::with_capacity(usize::from(count));
    for code in 1..=count {
        let owners = with_code(draft, code);
        readings.push((
            Reading {
                text: String::new(),
                places: vec![None; owners.len()],
                copies: owners,
                change: Change::Kept,
                severity: Severity::None,
                code: None,
                message: None,
            },
            0,
        ));
    }
    for (copy, index) in &draft.variants {
        let (Some(variant), Some(code)) = (variant(copies, *copy, *index), draft.codes.get(*copy))
        else {
            continue;
        };
        let number = usize::from(*code).checked_sub(1);
        let Some((reading, words)) = number.and_then(|n| readings.get_mut(n)) else {
            continue;
        };
        let Ok(owner) = reading.copies.binary_search(copy) else {
            continue;
        };
        let before = reading.places.first().copied().flatten();
        // One word can stand for two of the original (`per cent`, `%`).
        if owner == 0 && (before.is_none() || before != variant.place) {
            reading.add_text(variant);
            *words += variant.words;
        }
        reading.change = reading.change.max(variant.change);
        if let Some(place) = reading.places.get_mut(owner) {
            *place = match (*place, variant.place) {
                (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
                (a, b) => a.or(b),
            };
        }
        let findings = reports.get(*copy).map(|r| &r.findings);
        let finding = findings
            .zip(variant.finding)
            .and_then(|(list, number)| list.get(number as usize));
        if let Some(finding) = finding.filter(|f| f.severity > reading.severity) {
            reading.severity = finding.severity;
            reading.code = Some(finding.code.clone());
            reading.message = Some(finding.message.clone());
        }
    }
    readings
}

impl Reading {
    /// Add the words of one more site. What only says where something went is said once.
    fn add_text(&mut self, variant: &Variant) {
        let words = matches!(variant.site.level, Level::Word | Level::Form | Level::After);
        if (!words || variant.text == ELSEWHERE) && self.text.ends_with(&variant.text) {
            return;
        }
        if !self.text.is_empty() && !variant.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(&variant.text);
    }
}

fn kind(sites: &[Site]) -> LocationKind {
    let Some(first) = sites.first() else {
        return LocationKind::Words;
    };
    match first.level {
        Level::Presence => LocationKind::Omission,
        Level::Position => LocationKind::Position,
        Level::Boundary => LocationKind::Boundary,
        Level::Form => LocationKind::Form,
        Level::After => LocationKind::Addition,
        Level::Word if sites.iter().all(|s| s.at % 2 == 0) => LocationKind::Insertion,
        Level::Word => LocationKind::Words,
    }
}
