//! The steps of finding a source for engines that keep documents apart, `wiredrift.spark` first.
//!
//! They are private to the package: an engine that joins on keys has to ask all three of the same
//! version of wiredrift.

use std::sync::Arc;

use arrow_array::builder::{Int64Builder, ListBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use pyo3::prelude::*;

use super::WiredriftError;
use super::parts::Candidate;
use super::table::{Table, failed};
use super::texts::Texts;
use super::{borrowed, characters};
use crate::index::{MAX_DOCUMENT_BYTES, MAX_ID_BYTES, MAX_LIMIT, NAMED, Totals, apart, looked_at};

/// The keys of texts, a sequence of str or an Arrow column: a table with one list for each text.
///
/// Keys are the features of `wiredrift.Index`, each once, rising. Those of a `copy` leave out its
/// furniture, those of an `original` do not.
///
/// >>> from wiredrift._native import _keys
/// >>> [len(row["keys"]) for row in _keys(["of the", "the tram is late"], "copy").to_dicts()]
/// [0, 3]
#[pyfunction]
#[pyo3(signature = (texts, side, /))]
pub fn _keys(py: Python<'_>, texts: &Bound<'_, PyAny>, side: &str) -> PyResult<Table> {
    if !matches!(side, "copy" | "original") {
        let told = format!("side is {side:?}; give copy or original");
        return Err(WiredriftError::new_err(told));
    }
    let mut reader = apart::FeatureReader::new();
    let mut read = |text: &&str| match side {
        "copy" => apart::copy_keys(text),
        _ => reader.features(text),
    };
    let texts = Texts::new("texts", texts)?;
    let texts = texts.each("texts");
    let texts = texts.into_iter().collect::<PyResult<Vec<_>>>()?;
    let mut lists = ListBuilder::new(Int64Builder::new());
    for portion in texts.chunks(16) {
        let keys: Vec<Vec<u64>> = py.detach(|| portion.iter().map(&mut read).collect());
        for keys in keys {
            // 40 bits: no key is too large.
            lists.append_value(keys.into_iter().map(|key| Some(key as i64)));
        }
        py.check_signals()?;
    }
    let column: ArrayRef = Arc::new(lists.finish());
    let table = RecordBatch::try_from_iter([("keys", column)]);
    Ok(Table::new(table.map_err(failed)?))
}

/// The rarest keys of a copy: `(key, its documents, evidence, asked)`, the rarest first.
///
/// `counts` has for each key in how many of all `documents` it is. Kept are those that
/// `wiredrift.Index` looks up; `asked` are those of them that name no more than `named` documents
/// in all. Evidence is in 256ths of a bit.
///
/// >>> from wiredrift._native import _weighed
/// >>> _weighed([7, 9, 8], [300, 1, 0], documents=1023, named=100)
/// [(8, 0, 2816, True), (9, 1, 2560, True), (7, 300, 454, False)]
#[pyfunction]
#[pyo3(signature = (keys, counts, /, *, documents, named))]
pub fn _weighed(
    keys: Vec<u64>,
    counts: Vec<u64>,
    documents: u64,
    named: u64,
) -> Vec<(u64, u64, u64, bool)> {
    let pairs = keys.into_iter().zip(counts).collect();
    let mut sum = 0u64;
    let kept = apart::weighed(pairs, documents, NAMED).into_iter();
    let kept = kept.map(|(key, with, evidence)| {
        sum = sum.saturating_add(with);
        (key, with, evidence, sum <= named)
    });
    kept.collect()
}

/// The candidates among documents whose texts are at hand, at most `limit`, the best first.
///
/// `keys` and `counts` are those that `_weighed` kept; `documents` and `postings` count all there
/// are: documents, and the keys of each, summed.
///
/// >>> from wiredrift._native import _explained, _keys
/// >>> story = "The tram to Halden is late."
/// >>> keys = _keys([story], "copy").to_dicts()[0]["keys"]
/// >>> counts = [1] * len(keys)
/// >>> totals = dict(documents=9, postings=45, limit=3)
/// >>> _explained(story, keys, counts, ["tram"], [story], **totals)[0].explained
/// 1.0
#[pyfunction]
#[pyo3(signature = (copy, keys, counts, ids, texts, /, *, documents, postings, limit))]
#[allow(clippy::too_many_arguments)] // They are columns of one row.
pub fn _explained(
    py: Python<'_>,
    copy: &Bound<'_, PyAny>,
    keys: Vec<u64>,
    counts: Vec<u64>,
    ids: Vec<Bound<'_, PyAny>>,
    texts: Vec<Bound<'_, PyAny>>,
    documents: u64,
    postings: u64,
    limit: usize,
) -> PyResult<Vec<Candidate>> {
    let copy = characters("copy", copy)?;
    let (ids, texts) = (borrowed("ids", &ids)?, borrowed("texts", &texts)?);
    let originals: Vec<(&str, &str)> = ids.into_iter().zip(texts).collect();
    let keys = keys.into_iter().zip(counts);
    let totals = Totals {
        documents,
        postings,
    };
    let found = py.detach(|| apart::explained(copy, keys, &originals, totals, limit));
    Ok(found.iter().map(Candidate::new).collect())
}

/// The bounds of `wiredrift.Index`.
///
/// Of a text and of an id in bytes, of `limit`, and of the documents that the keys of a copy name;
/// and how many candidates are looked at for this `limit`.
///
/// >>> from wiredrift._native import _bounds
/// >>> _bounds(10)
/// (16777216, 4096, 256, 262144, 64)
#[pyfunction]
#[pyo3(signature = (limit, /))]
pub fn _bounds(limit: usize) -> (usize, usize, usize, u64, usize) {
    (
        MAX_DOCUMENT_BYTES,
        MAX_ID_BYTES,
        MAX_LIMIT,
        NAMED,
        looked_at(limit),
    )
}
