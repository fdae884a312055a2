//! From a copy to the documents that it may come from.
//!
//! 1. The features of the copy are looked up. Rare ones are evidence, common ones none: the lists
//!    are read from the shortest on, until so many documents have been named.
//! 2. Each document gathers the evidence of the features that it shares, in bits. The best few dozen
//!    are candidates; a document much longer than others shares more by chance and loses a little.
//! 3. For each sentence of the copy it is asked which candidates explain it: those that share
//!    enough of its evidence.
//! 4. A greedy cover of the sentences tells how much each candidate adds to those before it, so that
//!    a copy stitched from two stories names both.

use std::ops::ControlFlow;

use rustc_hash::FxHashMap;

use super::Index;
use super::judge::{Best, Candidate, Totals, judge, looked_at};
use super::postings::List;
use super::query::Query;
use super::weight::evidence;
use crate::error::{Error, Result};

/// Features looked up before the caller is asked whether to go on.
const PORTION: usize = 64;

/// Where the documents of a feature stand: in which files, and in which list of each.
type Lists = FxHashMap<u64, Vec<(usize, List)>>;

/// See [`Index::find`].
pub fn find(
    index: &Index,
    copy: &str,
    limit: usize,
    go_on: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<Vec<Candidate>> {
    let mut query = Query::new(copy);
    let mut buffer = Vec::new();
    let mut lists = Lists::default();
    for (i, key) in query.keys.iter_mut().enumerate() {
        for (number, segment) in index.segments.iter().enumerate() {
            if let Some(list) = segment.list(key.feature, &mut buffer)? {
                key.with += list.len();
                lists.entry(key.feature).or_default().push((number, list));
            }
        }
        if i % PORTION == PORTION - 1 && go_on().is_break() {
            return Err(Error::Interrupted);
        }
    }
    query.keep_rarest();
    let totals = Totals {
        documents: u64::from(index.manifest.count()),
        postings: index.manifest.postings,
    };
    let shared = documents(index, &query, &lists, &mut buffer)?;
    let best = best(index, totals.documents, &query, &shared, looked_at(limit))?;
    Ok(judge(&mut query, best, totals, &shared, limit))
}

/// The documents of each key.
fn documents(
    index: &Index,
    query: &Query<'_>,
    lists: &Lists,
    buffer: &mut Vec<u8>,
) -> Result<Vec<Vec<u32>>> {
    let mut shared = Vec::with_capacity(query.keys.len());
    for key in &query.keys {
        let mut documents = Vec::with_capacity(key.with as usize);
        for (number, list) in lists.get(&key.feature).into_iter().flatten() {
            if let Some(segment) = index.segments.get(*number) {
                let take = |document: u32| documents.push(segment.first + document);
                segment.documents(list, buffer, take)?;
            }
        }
        shared.push(documents);
    }
    Ok(shared)
}

/// The documents with the most evidence; of equal ones those that were added first.
fn best(
    index: &Index,
    all: u64,
    query: &Query<'_>,
    shared: &[Vec<u32>],
    count: usize,
) -> Result<Vec<Best>> {
    let mut gathered: FxHashMap<u32, u64> = FxHashMap::default();
    for (key, documents) in query.keys.iter().zip(shared) {
        let evidence = evidence(all, key.with);
        for document in documents {
            *gathered.entry(*document).or_default() += evidence;
        }
    }
    // The order is whole: no two have the same number.
    let mut gathered: Vec<(u32, u64)> = gathered.into_iter().collect();
    let order = |a: &(u32, u64), b: &(u32, u64)| b.1.cmp(&a.1).then(a.0.cmp(&b.0));
    if gathered.len() > count {
        gathered.select_nth_unstable_by(count, order);
        gathered.truncate(count);
    }
    gathered.sort_unstable_by(order);
    let mut best = Vec::with_capacity(gathered.len());
    for (number, evidence) in gathered {
        let (documents, at) = index.place(number)?;
        let row = documents.row(at)?;
        best.push(Best {
            number,
            id: documents.id(&row)?,
            evidence,
            features: u64::from(row.features),
        });
    }
    Ok(best)
}
