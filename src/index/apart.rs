//! The steps of finding a source one by one, for engines that keep documents apart.
//!
//! `find.rs` looks keys up in files; on a cluster the look-up is a join, and what comes
//! before and after it is here: which keys a text has, which of a copy's keys are asked for and what
//! each is worth, and what the documents that were named explain.

use rustc_hash::FxHashMap;

pub use super::features::FeatureReader;
use super::judge::{Best, Candidate, Totals, judge};
use super::query::{Query, rarest};
use super::weight::evidence;

/// The keys of a copy, each once, rising: those of a document but of furniture.
pub fn copy_keys(copy: &str) -> Vec<u64> {
    let query = Query::new(copy);
    query.keys.iter().map(|key| key.feature).collect()
}

/// A key, in how many documents it is, and what sharing it is worth in 256ths of a bit.
pub type Weighed = (u64, u64, u64);

/// The rarest keys that name `named` documents in all, the rarest first.
///
/// `keys` are pairs of a key and the number of documents that have it, `all` is how many there are.
pub fn weighed(mut keys: Vec<(u64, u64)>, all: u64, named: u64) -> Vec<Weighed> {
    rarest(&mut keys, named, |(key, with)| (*with, *key));
    let keys = keys.into_iter();
    keys.map(|(key, with)| (key, with, evidence(all, with)))
        .collect()
}

/// What documents explain of a copy, at most `limit`, the best first, equal ones by id.
///
/// `keys` are those that [`weighed`] kept, with the numbers of their documents; `documents` are
/// pairs of id and text.
pub fn explained(
    copy: &str,
    keys: impl IntoIterator<Item = (u64, u64)>,
    documents: &[(&str, &str)],
    totals: Totals,
    limit: usize,
) -> Vec<Candidate> {
    let known: FxHashMap<u64, u64> = keys.into_iter().collect();
    let mut query = Query::new(copy);
    query.keys.retain_mut(|key| {
        let with = known.get(&key.feature).copied();
        key.with = with.unwrap_or_default();
        with.is_some()
    });
    let mut shared = vec![Vec::new(); query.keys.len()];
    let mut reader = FeatureReader::new();
    let mut best = Vec::with_capacity(documents.len());
    for (number, (id, text)) in (0u32..).zip(documents) {
        let features = reader.features(text);
        let mut gathered = 0;
        for (key, shared) in query.keys.iter().zip(&mut shared) {
            if features.binary_search(&key.feature).is_ok() {
                gathered += evidence(totals.documents, key.with);
                shared.push(number);
            }
        }
        best.push(Best {
            number,
            id: (*id).to_owned(),
            evidence: gathered,
            features: features.len() as u64,
        });
    }
    judge(&mut query, best, totals, &shared, limit)
}

#[cfg(test)]
mod tests {
    use super::super::{Index, IndexOptions};
    use super::*;

    const STORIES: [(&str, &str); 4] = [
        (
            "flood",
            "The Lenne rose by three metres. Mayor Ada Ruhl closed the bridge.",
        ),
        (
            "strike",
            "Tram drivers of Halden went on strike for 200 crowns more.",
        ),
        (
            "bridge",
            "The bridge over the Lenne is shut, says the mayor of Halden.",
        ),
        ("empty", "of the and"),
    ];

    #[test]
    fn the_steps_one_by_one_find_what_the_index_finds() {
        let folder = std::env::temp_dir().join(format!("wiredrift-apart-{}", std::process::id()));
        let mut index = Index::create(&folder, &IndexOptions::default()).unwrap();
        for (id, text) in STORIES {
            index.add(id, text).unwrap();
        }
        index.commit().unwrap();
        let mut reader = FeatureReader::new();
        let features: Vec<Vec<u64>> = STORIES.map(|(_, t)| reader.features(t)).to_vec();
        let totals = Totals {
            documents: 4,
            postings: features.iter().map(|f| f.len() as u64).sum(),
        };
        let copy =
            "Ada Ruhl, the mayor, shut the bridge when the Lenne rose. Trams of Halden stop.";
        let with = |key| features.iter().filter(|f| f.contains(&key)).count() as u64;
        let keys = copy_keys(copy).into_iter().map(|key| (key, with(key)));
        let kept = weighed(keys.collect(), totals.documents, u64::MAX);
        let kept = kept.into_iter().map(|(key, with, _)| (key, with));
        let found = explained(copy, kept, &STORIES[..3], totals, 10);
        assert_eq!(found.len(), 3);
        assert_eq!(found, index.find(copy, 10).unwrap());
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn common_keys_are_not_asked_for() {
        let kept = weighed(vec![(7, 5), (9, 1), (3, 1), (4, 0)], 9, 2);
        let keys: Vec<u64> = kept.iter().map(|(key, ..)| *key).collect();
        assert_eq!(keys, [4, 3, 9]);
    }
}
