//! A copy as it is asked for: its sentences, and the keys that stand in them.

use super::features::{FeatureReader, Occurrence};
use super::weight::evidence;
use crate::report::SegmentKind;
use crate::text::Document;

/// Documents that the keys of a query may name in all: some milliseconds of work.
pub const NAMED: u64 = 1 << 18;

/// A sentence of the copy.
#[derive(Default)]
pub struct Sentence {
    /// Index of its segment.
    pub segment: usize,
    /// How many words it has.
    pub words: u64,
    /// Evidence of its features, those of no document included; 0 before [`Query::weigh`].
    pub evidence: u64,
}

/// A feature of the copy.
pub struct Key {
    /// The hash.
    pub feature: u64,
    /// Sentences that have it, each once.
    pub sentences: Vec<u32>,
    /// How many documents have it; 0 before they are asked.
    pub with: u64,
}

/// A copy.
pub struct Query<'a> {
    /// The text, split.
    pub document: Document<'a>,
    /// Its sentences but furniture.
    pub sentences: Vec<Sentence>,
    /// Its features, each once, rising before [`Query::keep_rarest`].
    pub keys: Vec<Key>,
}

impl<'a> Query<'a> {
    /// Read a copy.
    pub fn new(copy: &'a str) -> Self {
        let document = Document::new(copy);
        let (sentences, occurrences) = read(&document);
        Self {
            document,
            sentences,
            keys: group(occurrences),
        }
    }

    /// Drop the keys that are too common to tell anything; the rarest come first then.
    pub fn keep_rarest(&mut self) {
        rarest(&mut self.keys, NAMED, |key| (key.with, key.feature));
    }

    /// Give each sentence the evidence of its keys, where there are `all` documents.
    pub fn weigh(&mut self, all: u64) {
        for key in &self.keys {
            for sentence in &key.sentences {
                if let Some(sentence) = self.sentences.get_mut(*sentence as usize) {
                    sentence.evidence += evidence(all, key.with);
                }
            }
        }
    }
}

/// Keep the rarest keys, as many as name `named` documents in all; rarest first.
///
/// `rarity` is in how many documents a key is, and the key itself, so that no two are equal.
pub fn rarest<T>(keys: &mut Vec<T>, named: u64, rarity: impl Fn(&T) -> (u64, u64)) {
    keys.sort_by_key(&rarity);
    let mut sum = 0u64;
    let keep = keys.iter().take_while(|key| {
        sum = sum.saturating_add(rarity(key).0);
        sum <= named
    });
    let keep = keep.count();
    keys.truncate(keep);
}

/// The sentences of a copy, and what features they have.
///
/// Furniture is of the outlet, not of the story, unless there is nothing else.
fn read(document: &Document<'_>) -> (Vec<Sentence>, Vec<(Occurrence, u32)>) {
    let furniture = |i: usize| {
        let segment = document.segments.get(i);
        segment.is_none_or(|s| s.kind == SegmentKind::Furniture)
    };
    let none_else = (0..document.segments.len()).all(furniture);
    let mut sentences = Vec::new();
    let mut place = vec![None; document.segments.len()];
    let segments = document.segments.iter().enumerate();
    for ((i, segment), place) in segments.zip(&mut place) {
        if none_else || !furniture(i) {
            *place = Some(sentences.len() as u32);
            let words = document.slice(segment.tokens).iter();
            sentences.push(Sentence {
                segment: i,
                words: words.filter(|t| t.is_word()).count() as u64,
                evidence: 0,
            });
        }
    }
    let mut occurrences = Vec::new();
    FeatureReader::new().read(document.token_list(), &mut |occurrence| {
        let segment = document.segment_at(occurrence.token);
        if let Some(sentence) = segment.and_then(|s| place.get(s).copied().flatten()) {
            occurrences.push((occurrence, sentence));
        }
    });
    (sentences, occurrences)
}

/// Each feature once, with its sentences, in rising order.
fn group(mut occurrences: Vec<(Occurrence, u32)>) -> Vec<Key> {
    occurrences.sort_unstable_by_key(|(o, sentence)| (o.feature, *sentence));
    occurrences.dedup_by_key(|(o, sentence)| (o.feature, *sentence));
    let groups = occurrences.chunk_by(|(a, _), (b, _)| a.feature == b.feature);
    let keys = groups.filter_map(|group| {
        let (first, _) = group.first()?;
        Some(Key {
            feature: first.feature,
            sentences: group.iter().map(|(_, sentence)| *sentence).collect(),
            with: 0,
        })
    });
    keys.collect()
}
