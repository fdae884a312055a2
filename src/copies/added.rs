//! Sentences that only copies have: which of them are the same sentence.

use rustc_hash::FxHashMap;

use crate::copies::Change;
use crate::copies::collate::{Added, Collated, Variant, mix};
use crate::copies::site::{Level, Site};

/// Smallest values of a sentence's hashed word pairs by which it is looked up. Two sentences with
/// half of their pairs in common share one of four with a probability above nine in ten.
const SKETCH: usize = 4;
/// Share of common words (Dice) from which on two sentences are one.
const SAME: f64 = 0.5;

/// A sentence that some copies add, each in its own wording.
struct Cluster {
    /// The earliest place.
    after: u32,
    /// Stems of the first that was met, sorted.
    stems: Vec<u64>,
}

/// Make variants of the sentences that only copies have. Those of two copies are one reading where
/// they have half of their words in common.
///
/// Every sentence is compared with at most [`SKETCH`] others, so that the work is linear.
pub fn settle_added(copies: &mut [Collated]) {
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut by_pair: FxHashMap<u64, usize> = FxHashMap::default();
    let mut members: Vec<Vec<usize>> = Vec::with_capacity(copies.len());
    for copy in copies.iter() {
        let mut own = Vec::with_capacity(copy.added.len());
        for added in &copy.added {
            let mut stems = added.stems.clone();
            stems.sort_unstable();
            let sketch = sketch(added);
            let near = sketch.iter().filter_map(|pair| by_pair.get(pair).copied());
            let found = near.into_iter().find(|c| {
                let cluster = clusters.get(*c);
                cluster.is_some_and(|c| dice(&c.stems, &stems) >= SAME)
            });
            let cluster = found.unwrap_or_else(|| {
                clusters.push(Cluster {
                    after: added.after,
                    stems,
                });
                clusters.len() - 1
            });
            for pair in sketch {
                by_pair.entry(pair).or_insert(cluster);
            }
            if let Some(cluster) = clusters.get_mut(cluster) {
                cluster.after = cluster.after.min(added.after);
            }
            own.push(cluster);
        }
        members.push(own);
    }
    for (copy, own) in copies.iter_mut().zip(members) {
        let mut variants: Vec<Variant> = Vec::with_capacity(own.len());
        for (added, cluster) in copy.added.drain(..).zip(own) {
            let after = clusters.get(cluster).map_or(added.after, |c| c.after);
            variants.push(Variant {
                site: Site {
                    level: Level::After,
                    sentence: after,
                    at: cluster as u32,
                },
                key: 1,
                text: added.text,
                change: Change::Addition,
                words: added.stems.len() as u32,
                finding: added.finding,
                place: added.place,
            });
        }
        variants.sort_by_key(|v| v.site);
        // A copy that adds a sentence twice has it once.
        variants.dedup_by_key(|v| v.site);
        copy.variants.append(&mut variants);
    }
}

/// The smallest hashed pairs of neighbouring words; a lone word is its own pair.
fn sketch(added: &Added) -> Vec<u64> {
    let mut pairs: Vec<u64> = match added.stems.as_slice() {
        [only] => vec![mix(*only, 0)],
        stems => {
            let pairs = stems.iter().zip(stems.iter().skip(1));
            pairs.map(|(a, b)| mix(*a, *b)).collect()
        }
    };
    pairs.sort_unstable();
    pairs.dedup();
    pairs.truncate(SKETCH);
    pairs
}

/// Twice the common words by all words, of two sorted lists.
fn dice(a: &[u64], b: &[u64]) -> f64 {
    let (mut i, mut j, mut common) = (0, 0, 0usize);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                (i, j, common) = (i + 1, j + 1, common + 1);
            }
        }
    }
    2.0 * common as f64 / (a.len() + b.len()).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Document;

    fn copy(sentences: &[(u32, &str)]) -> Collated {
        let added = sentences.iter().map(|(after, text)| {
            let document = Document::new(text);
            let words = document.tokens().iter().filter(|t| t.is_word());
            Added {
                after: *after,
                stems: words.map(|t| t.stem).collect(),
                text: (*text).to_owned(),
                place: None,
                finding: None,
            }
        });
        Collated {
            added: added.collect(),
            ..Collated::default()
        }
    }

    fn sites(copies: &[Vec<(u32, &str)>]) -> Vec<Vec<(u32, u32)>> {
        let mut copies: Vec<Collated> = copies.iter().map(|c| copy(c)).collect();
        settle_added(&mut copies);
        let sites = copies.iter().map(|c| c.variants.iter());
        sites
            .map(|v| v.map(|v| (v.site.sentence, v.site.at)).collect())
            .collect()
    }

    #[test]
    fn an_added_sentence_is_recognised_in_another_wording_and_place() {
        let found = sites(&[
            vec![(3, "The harbour office gave no reason for the delay.")],
            vec![(2, "The harbour office gave no reasons for the long delay.")],
            vec![(3, "Rain is expected from Thursday on.")],
        ]);
        assert_eq!(found, [vec![(2, 0)], vec![(2, 0)], vec![(3, 1)]]);
    }

    #[test]
    fn a_sentence_added_twice_counts_once_and_one_without_words_is_no_other() {
        let twice = vec![(1, "More follows soon."), (5, "More follows soon.")];
        assert_eq!(sites(&[twice]), [vec![(1, 0)]]);
        assert_eq!(sites(&[vec![(0, "…")], vec![(0, "***")]]).len(), 2);
    }
}
