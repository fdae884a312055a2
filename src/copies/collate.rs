//! One copy laid against the original: at which sites it departs, and what it has there.

use std::ops::Range;

use crate::compare::{Edit, Relation, TokenAlignment};
use crate::copies::paint::TokenPlaces;
use crate::copies::site::{Axis, Level, Site};
use crate::copies::{Cell, CellState, Change};
use crate::detect::Pair;
use crate::lexicon;
use crate::report::{Bead, BeadRelation, CodePoints, Kind, Report, Severity};
use crate::text::Document;

/// What a copy has at a site where it departs from the original.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Where.
    pub site: Site,
    /// Equal for copies that have the same there: words count by their stems, whatever their case,
    /// spacing and quotation marks.
    pub key: u64,
    /// The words as this copy writes them.
    pub text: String,
    /// How they came out of the original.
    pub change: Change,
    /// Content words that were put there or, where none was, left out.
    pub words: u32,
    /// The worst finding on it: index in the report's list.
    pub finding: Option<u32>,
    /// Where in the copy, in code points.
    pub place: Option<(usize, usize)>,
}

/// A sentence that only the copy has.
#[derive(Clone, Debug)]
pub struct Added {
    /// The sentence of the original it follows, from 1; 0 at the top.
    pub after: u32,
    /// Stems of its words, in order.
    pub stems: Vec<u64>,
    /// The sentence.
    pub text: String,
    /// Where in the copy, in code points.
    pub place: Option<(usize, usize)>,
    /// The worst finding on it.
    pub finding: Option<u32>,
}

/// A copy laid against the original.
#[derive(Clone, Debug, Default)]
pub struct Collated {
    /// Departures, in the order of their sites, one a site.
    pub variants: Vec<Variant>,
    /// Sentences that only the copy has, in its order.
    pub added: Vec<Added>,
    /// For each sentence of the original whether it is missing, by its number less 1.
    pub dropped: Vec<bool>,
    /// What became of each sentence.
    pub cells: Vec<Cell>,
    /// Whether anything of the original is there.
    pub placed: bool,
}

/// What words say that stand elsewhere in the sentence.
pub const ELSEWHERE: &str = "elsewhere";

/// Keys of words left out, of words elsewhere, of sentences elsewhere.
const NOTHING: u64 = 1;
const MOVED: u64 = 2;
const EARLIER: u64 = 3;
const LATER: u64 = 4;

/// Lay a copy against the original.
pub fn collate(axis: &Axis<'_>, pair: &Pair<'_>, report: &Report) -> Collated {
    let points = CodePoints::new(pair.copy.source());
    let places = TokenPlaces::new(pair.copy, |byte| points.at(byte));
    let mut bead_worst = vec![None; report.alignment.len()];
    for (number, finding) in (0u32..).zip(&report.findings) {
        if let Some(worst) = finding.bead.and_then(|b| bead_worst.get_mut(b))
            && finding.severity > Severity::None
        {
            worst.get_or_insert(number);
        }
    }
    // What is said of whole sentences would only hide what is said of their words.
    let on_words = |number: &(u32, &crate::report::Finding)| {
        let finding = number.1;
        let bead = finding.bead.and_then(|b| report.alignment.get(b));
        let paired = bead.is_some_and(|b| !b.original.is_empty() && !b.copy.is_empty());
        finding.severity > Severity::None && finding.kind != Kind::Order && paired
    };
    let findings = || (0u32..).zip(&report.findings).filter(on_words);
    let original = findings().filter_map(|(n, f)| Some((n, f.original.as_ref()?)));
    let copy = findings().filter_map(|(n, f)| Some((n, f.copy.as_ref()?)));
    let mut collator = Collator {
        axis,
        pair,
        painted: [axis.places.paint(original), places.paint(copy)],
        kinds: report.findings.iter().map(|f| f.kind).collect(),
        places,
        used: vec![false; report.findings.len()],
        variants: Vec::new(),
    };
    for (bead, alignment) in pair.beads.iter().zip(pair.alignments) {
        if !bead.original.is_empty() && !bead.copy.is_empty() {
            for edit in &alignment.edits {
                collator.edit(alignment, edit);
            }
        }
    }
    collator.variants = settled(collator.variants);
    for (number, finding) in findings() {
        collator.form(report, number, finding);
    }
    let mut out = collator.sentences(report, &bead_worst);
    out.variants.append(&mut collator.variants);
    out.variants = settled(out.variants);
    if !out.placed {
        out.variants.clear();
        out.added.clear();
        out.cells.fill(Cell::not_judged());
    }
    out
}

struct Collator<'c> {
    axis: &'c Axis<'c>,
    pair: &'c Pair<'c>,
    /// The worst finding on each token of the original and of the copy.
    painted: [Vec<Option<u32>>; 2],
    /// Kind of each finding.
    kinds: Vec<Kind>,
    places: TokenPlaces,
    /// Findings that some variant tells of.
    used: Vec<bool>,
    variants: Vec<Variant>,
}

impl Collator<'_> {
    fn edit(&mut self, alignment: &TokenAlignment, edit: &Edit) {
        match edit.relation {
            Relation::Equal => {}
            Relation::Inserted => {
                let copy: Vec<usize> = edit.copy.clone().collect();
                self.inserted(alignment, edit.original.start, &copy);
            }
            Relation::Moved => edit.original.clone().for_each(|k| {
                let j = edit.copy.start + (k - edit.original.start);
                self.exchanged(alignment, k, &[j], Change::Order);
            }),
            _ => self.run(alignment, edit),
        }
    }

    /// Words for words: each with its counterpart, the rest put in or left out.
    #[expect(
        clippy::indexing_slicing,
        reason = "there is a list of counterparts for each word of the original's run, and the word is \
                  one of them"
    )]
    fn run(&mut self, alignment: &TokenAlignment, edit: &Edit) {
        let Edit { original, copy, .. } = edit;
        let mut counterparts: Vec<Vec<usize>> = vec![Vec::new(); original.len()];
        let mut gaps: Vec<(usize, Vec<usize>)> = Vec::new();
        let mut cursor = original.start;
        for j in copy.clone() {
            match alignment.copy_links.get(j).copied().flatten() {
                Some(link) if link.relation == Relation::Moved => {}
                Some(link) if original.contains(&link.other) => {
                    counterparts[link.other - original.start].push(j);
                    cursor = link.other + 1;
                }
                _ => match gaps.last_mut() {
                    Some((at, words)) if *at == cursor => words.push(j),
                    _ => gaps.push((cursor, vec![j])),
                },
            }
        }
        for (k, mut words) in original.clone().zip(counterparts) {
            let link = alignment.original_links.get(k).copied().flatten();
            let Some(link) = link else {
                self.exchanged(alignment, k, &[], Change::Loss);
                continue;
            };
            if words.is_empty() {
                // Two words of the original became one (`per cent`, `%`).
                words.push(link.other);
            }
            match link.relation {
                Relation::Equal => {}
                Relation::Variant => self.exchanged(alignment, k, &words, Change::Spelling),
                Relation::Inflected => self.exchanged(alignment, k, &words, Change::Inflection),
                Relation::Moved => self.exchanged(alignment, k, &words, Change::Order),
                _ => self.exchanged(alignment, k, &words, Change::Rewording),
            }
        }
        for (at, words) in gaps {
            self.inserted(alignment, at, &words);
        }
    }

    /// A word of the original and what stands for it.
    fn exchanged(&mut self, alignment: &TokenAlignment, k: usize, words: &[usize], change: Change) {
        let Some(token) = alignment.original.get(k).map(|t| *t as usize) else {
            return;
        };
        let Some(site) = self.axis.word(token) else {
            return;
        };
        let content = alignment.original_classes.get(k);
        let content = content.is_some_and(|c| c.is_content());
        let mut variant = self.variant(site, alignment, words, change);
        variant.key = match change {
            Change::Loss => NOTHING,
            Change::Order => MOVED,
            _ => variant.key,
        };
        if words.is_empty() || change == Change::Order {
            variant.words = u32::from(content);
        }
        if change == Change::Order {
            variant.text = ELSEWHERE.to_owned();
        }
        if matches!(change, Change::Rewording | Change::Loss) && variant.words == 0 && !content {
            variant.change = Change::Function;
        }
        self.push(variant, Some(token));
    }

    /// Words of the copy put in before the `at`-th word of a bead.
    fn inserted(&mut self, alignment: &TokenAlignment, at: usize, words: &[usize]) {
        let is_new = |j: &usize| alignment.copy_links.get(*j).is_none_or(Option::is_none);
        let words: Vec<usize> = words.iter().copied().filter(is_new).collect();
        let token = |k: usize| alignment.original.get(k).map(|t| *t as usize);
        let site = match at.checked_sub(1).and_then(token) {
            Some(before) => self.axis.after(before),
            None => token(at).and_then(|t| self.axis.before(t)),
        };
        let (Some(site), false) = (site, words.is_empty()) else {
            return;
        };
        let mut variant = self.variant(site, alignment, &words, Change::Insertion);
        if variant.words == 0 {
            variant.change = Change::Function;
        }
        self.push(variant, None);
    }

    /// What some words of the copy say at a site.
    fn variant(
        &self,
        site: Site,
        alignment: &TokenAlignment,
        words: &[usize],
        change: Change,
    ) -> Variant {
        let tokens: Vec<usize> = words
            .iter()
            .filter_map(|j| Some(*alignment.copy.get(*j)? as usize))
            .collect();
        let copy = self.pair.copy;
        let mut key = 0u64;
        let mut text = String::new();
        for index in &tokens {
            let Some(token) = copy.tokens().get(*index) else {
                continue;
            };
            // Another inflection or spelling of the original's word has its stem: there the form
            // itself is what was changed.
            let part = match change {
                Change::Spelling | Change::Inflection => token.key,
                _ => token.stem,
            };
            key = mix(key, part);
            if !text.is_empty() && !token.glued {
                text.push(' ');
            }
            text.push_str(token.span.of(copy.text()));
        }
        let content = |j: &&usize| {
            let class = alignment.copy_classes.get(**j);
            class.is_some_and(|c| c.is_content())
        };
        let on_copy = tokens.iter().filter_map(|t| *self.painted[1].get(*t)?);
        Variant {
            site,
            key,
            text,
            change,
            words: words.iter().filter(content).count() as u32,
            finding: on_copy.min(),
            place: tokens
                .first()
                .zip(tokens.last())
                .and_then(|(a, b)| self.places.span(*a, *b)),
        }
    }

    /// Keep a variant, with the finding on its token of the original, if that is worse.
    fn push(&mut self, mut variant: Variant, token: Option<usize>) {
        let on_original = token.and_then(|t| *self.painted[0].get(t)?);
        variant.finding = match (variant.finding, on_original) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        if let Some(number) = variant.finding {
            // A cut is a cut: what was left out says nothing that two editors would not do.
            let kind = self.kinds.get(number as usize);
            if !(variant.text.is_empty() && kind == Some(&Kind::Omission)) {
                variant.change = Change::Meaning;
            }
            self.mark(number);
        }
        self.variants.push(variant);
    }

    fn mark(&mut self, finding: u32) {
        if let Some(used) = self.used.get_mut(finding as usize) {
            *used = true;
        }
    }

    /// A finding that no word tells of: a quotation that ends elsewhere, a torn sentence.
    fn form(&mut self, report: &Report, number: u32, finding: &crate::report::Finding) {
        if self.used.get(number as usize).is_none_or(|used| *used) {
            return;
        }
        let tokens = finding
            .original
            .as_ref()
            .map(|e| self.axis.places.tokens(e));
        if tokens.clone().is_some_and(|t| self.has_variant(t)) {
            return;
        }
        let first = tokens.filter(|t| !t.is_empty()).map(|t| t.start);
        let bead = finding.bead.and_then(|b| report.alignment.get(b));
        let first = first.or_else(|| {
            let segment = self.pair.original.segments.get(*bead?.original.first()?)?;
            Some(segment.body.start())
        });
        let Some(site) = first.and_then(|token| self.axis.form(token)) else {
            return;
        };
        let copy = finding.copy.as_ref();
        let text = copy.map_or("", |e| &e.text);
        let variant = Variant {
            site,
            key: mix(
                lexicon::key(&finding.code),
                lexicon::key(&text.to_lowercase()),
            ),
            text: text.to_owned(),
            change: Change::Form,
            words: 0,
            finding: Some(number),
            place: copy.map(|e| (e.start, e.end)),
        };
        self.variants.push(variant);
    }

    /// Whether one of some tokens of the original, or a gap beside one, has a variant.
    fn has_variant(&self, tokens: Range<usize>) -> bool {
        let (Some(first), Some(last)) = (
            self.axis.before(tokens.start),
            self.axis.after(tokens.end.saturating_sub(1)),
        ) else {
            return false;
        };
        // Forms that were added at the end are out of order, and lie past all words.
        let words = self
            .variants
            .partition_point(|v| v.site.level == Level::Word);
        let words = self.variants.get(..words).unwrap_or(&[]);
        let from = words.partition_point(|v| v.site < first);
        words.get(from).is_some_and(|v| v.site <= last)
    }

    /// What became of whole sentences.
    fn sentences(&self, report: &Report, bead_worst: &[Option<u32>]) -> Collated {
        let count = self.axis.sentences.len();
        let mut out = Collated {
            dropped: vec![false; count],
            cells: vec![Cell::not_judged(); count],
            ..Collated::default()
        };
        let mut after = 0;
        // End of what the beads so far have in the copy, moved ones left out.
        let mut reached = 0;
        for (index, bead) in report.alignment.iter().enumerate() {
            if bead.relation == BeadRelation::Furniture {
                continue;
            }
            let finding = bead_worst.get(index).copied().flatten();
            if bead.original.is_empty() {
                out.added.extend(self.added(report, bead, after, finding));
                continue;
            }
            let numbers = bead.original.iter().map(|id| self.axis.number(*id));
            let numbers: Vec<u32> = numbers.filter(|n| *n > 0).collect();
            after = numbers.last().copied().unwrap_or(after);
            for number in &numbers {
                if let Some(cell) = out.cells.get_mut(*number as usize - 1) {
                    *cell = Cell::of(bead);
                }
            }
            let mut push = |level, number, key, change| {
                let place = bead_place(report, bead);
                let text = match level {
                    Level::Position if key == EARLIER => "earlier",
                    Level::Position => "later",
                    Level::Boundary if bead.relation == BeadRelation::Split => "split",
                    Level::Boundary => "merged",
                    _ => "",
                };
                out.variants.push(Variant {
                    site: Site {
                        sentence: number,
                        level,
                        at: 0,
                    },
                    key,
                    text: text.to_owned(),
                    change,
                    words: 0,
                    finding: finding.filter(|_| matches!(level, Level::Presence)),
                    place,
                });
            };
            if bead.copy.is_empty() {
                for number in &numbers {
                    push(Level::Presence, *number, NOTHING, Change::Omission);
                    if let Some(dropped) = out.dropped.get_mut(*number as usize - 1) {
                        *dropped = true;
                    }
                }
                continue;
            }
            out.placed = true;
            let first = bead.copy.first().copied().unwrap_or_default();
            match bead.relation {
                BeadRelation::Moved => {
                    let key = if first < reached { EARLIER } else { LATER };
                    for number in &numbers {
                        push(Level::Position, *number, key, Change::Position);
                    }
                }
                BeadRelation::Split | BeadRelation::Merged => {
                    let key = mix(bead.original.len() as u64, bead.copy.len() as u64);
                    if let Some(number) = numbers.first() {
                        push(Level::Boundary, *number, key, Change::Boundary);
                    }
                }
                _ => {}
            }
            if bead.relation != BeadRelation::Moved {
                reached = bead.copy.last().copied().unwrap_or(reached);
            }
        }
        out
    }

    fn added(&self, report: &Report, bead: &Bead, after: u32, finding: Option<u32>) -> Vec<Added> {
        let copy: &Document<'_> = self.pair.copy;
        let segments = bead.copy.iter().filter_map(|id| {
            let (segment, shown) = (copy.segments.get(*id)?, report.copy.segments.get(*id)?);
            let tokens = copy.tokens().get(segment.body.range())?.iter();
            Some(Added {
                after,
                stems: tokens.filter(|t| t.is_word()).map(|t| t.stem).collect(),
                text: shown.text.clone(),
                place: Some((shown.start, shown.end)),
                finding,
            })
        });
        segments.collect()
    }
}

/// Sorted, and one of several variants at a site.
fn settled(mut variants: Vec<Variant>) -> Vec<Variant> {
    variants.sort_by_key(|v| v.site);
    let mut settled: Vec<Variant> = Vec::with_capacity(variants.len());
    for variant in variants {
        match settled.last_mut() {
            Some(last) if last.site == variant.site => last.absorb(variant),
            _ => settled.push(variant),
        }
    }
    settled
}

impl Variant {
    /// Take another variant at the same site in.
    fn absorb(&mut self, other: Self) {
        self.key = mix(self.key, other.key);
        if !self.text.is_empty() && !other.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(&other.text);
        self.change = self.change.max(other.change);
        self.words += other.words;
        self.finding = match (self.finding, other.finding) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        self.place = match (self.place, other.place) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (a, b) => a.or(b),
        };
    }
}

impl Cell {
    fn not_judged() -> Self {
        Self {
            state: CellState::NotJudged,
            moved: false,
            severity: Severity::None,
            drift: 0.0,
            risk: 0.0,
            copy: Vec::new(),
        }
    }

    fn of(bead: &Bead) -> Self {
        let state = match bead.relation {
            _ if bead.copy.is_empty() => CellState::Dropped,
            _ if bead.severity > Severity::None => CellState::Changed,
            BeadRelation::Same => CellState::Kept,
            BeadRelation::Moved => CellState::Moved,
            _ => CellState::Reworded,
        };
        Self {
            state,
            moved: bead.relation == BeadRelation::Moved,
            severity: bead.severity,
            drift: bead.drift,
            risk: bead.risk,
            copy: bead.copy.clone(),
        }
    }
}

/// Code points of the copy from the first segment of a bead to the last.
fn bead_place(report: &Report, bead: &Bead) -> Option<(usize, usize)> {
    let first = report.copy.segments.get(*bead.copy.first()?)?;
    let last = report.copy.segments.get(*bead.copy.last()?)?;
    Some((first.start, last.end.max(first.end)))
}

/// A key from two, in which order matters.
pub fn mix(a: u64, b: u64) -> u64 {
    // The odd constant of Fibonacci hashing; the rotation keeps `mix(a, b)` and `mix(b, a)` apart.
    (a.rotate_left(23) ^ b).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}
