//! What every difference between two passages is worth as evidence that the copy misinforms.
//!
//! Detectors name what they know. Between what they know and what is harmless lies the rest: words
//! exchanged, left out, put in and moved, of which most do no harm and some do. Here each
//! *difference* of a bead is described by named features ([`words`], [`surface`], [`features`]) and
//! weighed by a small additive model ([`model`]) that was trained by `tools/train_combiner.py`.
//! Nothing is averaged over the sentence: odds add up, so that one decisive difference among
//! twenty harmless ones stays decisive.

mod context;
mod described;
mod exchange;
mod features;
mod judge;
mod model;
mod reading;
mod senses;
mod surface;
mod usage;
mod words;

use std::ops::Range;

use crate::align::{Bead, align_documents};
use crate::compare::{Meanings, TokenAlignment};
use crate::detect::view::Words;
use crate::detect::{BeadView, Draft, Pair, detect};
use crate::semantic::Model;
use crate::span::TokenSpan;
use crate::text::segments::SegmentKind;
use crate::text::{Document, LONGEST};
use crate::threads::Threads;
use crate::watch::{Watch, go_on};

use context::Quoted;
use described::Alike;

pub use described::Described;
pub use features::{Feature, Kind};
pub use judge::judge;
pub use model::Strongest;
pub(crate) use model::Table;
pub(crate) use reading::{Passages, Read, Reading, Readings, read};

/// One difference between the two sides of a bead.
#[derive(Clone, Debug)]
pub struct Difference {
    /// What was done.
    pub kind: Kind,
    /// Words of the original, as indices into the bead's words; may be empty.
    pub original: Range<usize>,
    /// Words of the copy.
    pub copy: Range<usize>,
    /// What is known about it.
    pub features: Vec<Feature>,
}

/// Three figures for two passages that stand for one another.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Assessment {
    /// How alike they are in meaning, 0 to 1, as sentence similarity is usually meant.
    pub similarity: f64,
    /// How much is damaged: the summed worth of all differences, from 0 for none, without bound.
    pub penalty: f64,
    /// Probability that the copy misinforms, 0 to 1: the worst differences decide.
    pub risk: f64,
}

/// Assess a copy of a passage, a sentence as a rule, against the original.
///
/// Both texts are taken whole, as one passage each; where one has more than 2,000 words and marks,
/// as the passages that their sentences align to. For stories use [`crate::compare`].
///
/// # Example
/// ```
/// let original = "The army reported no casualties on Monday.";
/// let same = wiredrift::assess(original, original);
/// assert_eq!((same.penalty, same.risk, same.similarity), (0.0, 0.0, 1.0));
/// let reversed = wiredrift::assess(original, "The army reported casualties on Monday.");
/// let respelt = wiredrift::assess(original, "The Army reported no casualties on Monday");
/// assert!(reversed.risk > respelt.risk);
/// ```
#[must_use]
pub fn assess(original: &str, copy: &str) -> Assessment {
    let alike = crate::similarity(original, copy, &Model::Fast);
    with_differences(original, copy, |written, differences| Assessment {
        // The built-in model does not fail; a text beyond all length is compared as written.
        similarity: alike.unwrap_or(written),
        penalty: model::penalty(differences),
        risk: model::risk(differences),
    })
}

/// The differences of two passages with their features, as one JSON object, in the form that
/// `tools/train_combiner.py` reads. Not covered by any promise of stability.
#[doc(hidden)]
#[must_use]
pub fn difference_features(original: &str, copy: &str) -> String {
    with_differences(original, copy, |similarity, differences| {
        let list: Vec<serde_json::Value> = differences.iter().map(described).collect();
        serde_json::json!({ "similarity": similarity, "differences": list }).to_string()
    })
}

/// A difference as training reads it.
pub(crate) fn described(difference: &Difference) -> serde_json::Value {
    let features = difference.features.iter();
    let features: Vec<(String, f64)> = features.map(|f| (f.text(), f.amount)).collect();
    let d = difference;
    serde_json::json!({
        "kind": d.kind.name(),
        "original": [d.original.start, d.original.end],
        "copy": [d.copy.start, d.copy.end],
        "features": features,
    })
}

fn with_differences<T>(
    original: &str,
    copy: &str,
    then: impl FnOnce(f64, &[Difference]) -> T,
) -> T {
    let (source, target) = (passage(original), passage(copy));
    let threads = Threads::one();
    let mut ask = go_on;
    let mut watch = Watch::new(&mut ask);
    let beads = one_or_aligned(&source, &target, &mut watch);
    let align = |bead| TokenAlignment::new(&source, &target, bead);
    let alignments: Vec<TokenAlignment> = beads.iter().map(align).collect();
    let pair = Pair::new(&source, &target, &beads, &alignments);
    // The only error is an interruption, and nobody interrupts.
    let drafts = detect(&pair, false, &threads, &mut watch).unwrap_or_default();
    let found = by_bead(&pair, &drafts);
    let (mut all, mut similarity) = (Vec::new(), 0.0);
    for (view, findings) in pair.views().zip(&found) {
        let alike = view.alignment.similarity(&source, &target);
        let findings = if beads.len() == 1 {
            drafts.iter().collect()
        } else {
            findings.clone()
        };
        all.extend(differences(view, alike, &findings));
        similarity += alike / beads.len() as f64;
    }
    then(similarity, &all)
}

/// Two passages as one bead; beyond the length of any passage as the beads of an alignment, so
/// that no bead has more words than work on it is bounded for.
fn one_or_aligned(
    source: &Document<'_>,
    target: &Document<'_>,
    watch: &mut Watch<'_>,
) -> Vec<Bead> {
    let longest = source.tokens().len().max(target.tokens().len());
    if longest > LONGEST
        && let Ok(aligned) = align_documents(source, target, watch)
    {
        return aligned.beads;
    }
    vec![Bead {
        original: (0..source.segments.len()).collect(),
        copy: (0..target.segments.len()).collect(),
        ..Bead::default()
    }]
}

/// A text read as one passage of the story, whatever it looks like.
fn passage(text: &str) -> Document<'_> {
    let mut document = Document::new(text);
    for segment in &mut document.segments {
        segment.kind = SegmentKind::Sentence;
    }
    document
}

/// The longest side of a bead, in words, whose words are weighed one by one; of a longer one, which
/// is no sentence, only its form, its findings and the whole.
const MOST_WORDS: usize = 1_000;

/// All differences of a bead, those of words first, then those of form, then the findings of the
/// detectors, then how far the two sides are apart as wholes. None where the sides are the same.
///
/// For one bead, or for training: of whole stories [`Described`] keeps what is asked for twice.
#[must_use]
pub fn differences(view: BeadView<'_>, similarity: f64, findings: &[&Draft]) -> Vec<Difference> {
    let words = described::of_words(view, &Quoted::new(view.pair), None);
    let mut list = words.list;
    let any = !list.is_empty();
    let alike = Alike {
        written: similarity,
        meant: None,
    };
    let others = described::others(view, alike, findings, &words.context, any);
    list.extend(others);
    list
}

/// For each bead the findings in it, by their first place in the copy, else in the original.
pub fn by_bead<'d>(pair: &Pair<'_>, drafts: &'d [Draft]) -> Vec<Vec<&'d Draft>> {
    let of = |document: &Document<'_>, segments: &dyn Fn(&Bead) -> Vec<usize>| {
        let mut beads = vec![None; document.segments.len()];
        for (index, bead) in pair.beads.iter().enumerate() {
            for segment in segments(bead) {
                if let Some(place) = beads.get_mut(segment) {
                    *place = Some(index);
                }
            }
        }
        beads
    };
    let original = of(pair.original, &|bead| bead.original.clone());
    let copy = of(pair.copy, &|bead| bead.copy.clone());
    let mut found = vec![Vec::new(); pair.beads.len()];
    for draft in drafts {
        let place = |document: &Document<'_>, span: Option<TokenSpan>, beads: &[Option<usize>]| {
            let segment = document.segment_at(span?.start())?;
            beads.get(segment).copied().flatten()
        };
        let bead = place(pair.copy, draft.copy, &copy)
            .or_else(|| place(pair.original, draft.original, &original));
        if let Some(list) = bead.and_then(|index| found.get_mut(index)) {
            list.push(draft);
        }
    }
    found
}

/// The differences of words of one bead as judgement reads them, with their weighed features; for
/// training.
pub(crate) fn judged_features(
    pair: &Pair<'_>,
    readings: &Readings,
    drafts: &[Draft],
) -> Vec<serde_json::Value> {
    let bytes = |document: &Document<'_>, words: Words<'_>, run: &Range<usize>| {
        let span = document.source_span(document.span_of(words.tokens(run)?));
        Some([span.start(), span.end()])
    };
    let described = Described::new(pair, Table::Alone);
    let quoted = Quoted::new(pair);
    let mut all = Vec::new();
    for bead in judge::beads(pair, &described, readings, drafts) {
        let (a, b) = (bead.view.original(), bead.view.copy());
        let mut words = described::of_words(bead.view, &quoted, Some(described.changed)).list;
        words.retain(|d| d.kind.is_of_words());
        let mut own = words.iter();
        for d in &bead.differences {
            let of_words = own.next();
            let remembered = of_words.into_iter();
            let remembered = remembered.flat_map(|d| exchange::remembered([a, b], d));
            let features = of_words.into_iter().flat_map(|d| &d.features);
            let features = features.chain(&d.features);
            all.push(serde_json::json!({
                "bead": bead.view.index,
                "kind": d.kind.name(),
                "original": bytes(pair.original, a, &d.original),
                "copy": bytes(pair.copy, b, &d.copy),
                "original_words": [d.original.start, d.original.end],
                "copy_words": [d.copy.start, d.copy.end],
                "claims": d.claims,
                "remembered": remembered
                    .map(|(name, exchange)| (name, exchange.key()))
                    .collect::<Vec<_>>(),
                "features": features.map(Feature::text).collect::<Vec<_>>(),
            }));
        }
    }
    all
}

/// For each bead of two stories the probability that its differences misinform, by the table
/// alone; 0 for a bead without two sides, and where the two sides are the same.
#[must_use]
pub fn story_risks(
    pair: &Pair<'_>,
    described: &Described,
    meanings: &Meanings,
    drafts: &[Draft],
) -> Vec<f64> {
    let found = by_bead(pair, drafts);
    let views = pair.views().zip(&found).zip(&described.beads);
    views
        .map(|((view, findings), words)| {
            let Some(words) = words else {
                return 0.0;
            };
            let alike = Alike {
                written: meanings.written.get(view.index).copied().unwrap_or(0.0),
                meant: meanings.cosines.get(view.index).copied().flatten(),
            };
            let any = !words.list.is_empty();
            let others = described::others(view, alike, findings, &words.context, any);
            let weights = words.list.iter().map(|d| &d.weights);
            model::story_risk(weights, &others, described.table)
        })
        .collect()
}
