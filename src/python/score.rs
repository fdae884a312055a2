//! Arrow in, Arrow out: what every engine for tables calls.

use std::ops::ControlFlow;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::UInt64Type;
use arrow_schema::Schema;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyString;

use super::model::Chosen;
use super::table::Table;
use super::{WiredriftError, arrow, strings};
use crate::Report;
use crate::corpus::each;
use crate::corpus::row::{both, compare_row};
use crate::corpus::table::{Frame, Level, TableBuilder, TextColumn, schema};

/// Compare the pairs of a table: Arrow in, Arrow out.
///
/// `batch` is whatever exports a table by Arrow's PyCapsule interface: a record batch, a table, a
/// stream of batches, a frame of polars or pandas 3, a relation of DuckDB. `original` and `copy`
/// name its columns of texts: string, large_string, string_view, or a dictionary of one.
///
/// `id` names a column, or several, that go with every row of the result, whatever their type, so
/// that results can be joined with what is known of the pair. `pair`, the number of the row in
/// `batch`, comes first, then these, then the columns of `level`: `pairs`, `beads` or `findings`,
/// as in `compare_many`; `error` is last.
///
/// A pair that cannot be compared (a text is null or no UTF-8, or a defect of wiredrift stops it)
/// is one row with its `error` and nothing else, and no exception. A column that is not there, or
/// holds no texts, is an exception: it is no matter of a row. A batch without rows gives a table
/// without rows, with the same columns.
///
/// `threads` (1 to 256) is 1: engines run several such calls side by side. `model`, `judge` and
/// `paraphrases` are those of `compare`. Ctrl-C ends the call.
///
/// >>> import pyarrow, wiredrift
/// >>> batch = pyarrow.table({
/// ...     "outlet": ["Harbour News", "Daily Ostel"],
/// ...     "story": ["No one was hurt on Monday.", "No one was hurt on Monday."],
/// ...     "text": ["Everyone was hurt on Monday.", None],
/// ... })
/// >>> options = dict(original="story", copy="text", id="outlet", level="pairs", threads=1)
/// >>> options |= dict(model="fast", judge=None, paraphrases=False)
/// >>> table = wiredrift.score_arrow(batch, **options)
/// >>> [(row["outlet"], row["severity"], row["error"]) for row in table.to_dicts()]
/// [('Harbour News', 'critical', None), ('Daily Ostel', None, 'the copy is null; give a str')]
#[pyfunction]
#[pyo3(
    signature = (
        batch, /, *, original = "original", copy = "copy", id = None, level = "pairs",
        paraphrases = false, threads = 1, model = None, judge = None
    ),
    text_signature = "(batch, /, *, original='original', copy='copy', id=None, level='pairs', paraphrases=False, threads=1, model='auto', judge=None)"
)]
#[allow(clippy::too_many_arguments)] // They are the options of one Python function.
pub fn score_arrow(
    py: Python<'_>,
    batch: &Bound<'_, PyAny>,
    original: &str,
    copy: &str,
    id: Option<&Bound<'_, PyAny>>,
    level: &str,
    paraphrases: bool,
    threads: usize,
    model: Option<&Bound<'_, PyAny>>,
    judge: Option<&Bound<'_, PyAny>>,
) -> PyResult<Table> {
    let level: Level = level.parse()?;
    let mut chosen = Chosen::with_judge(model, judge)?;
    let options = chosen.options().with_paraphrases(paraphrases);
    let frame = arrow::frame("batch", batch)?;
    let ids = ids(&frame, id, level)?;
    let (originals, copies) = (texts(&frame, original)?, texts(&frame, copy)?);
    let (originals, copies) = (originals.texts(), copies.texts());
    let mut table = TableBuilder::new(level);
    let mut raised = None;
    let take = |index, report: Result<Report, String>| {
        match report {
            Ok(report) => table.add(index, &report),
            Err(error) => table.add_error(index, &error),
        }
        let told = Python::attach(|py| {
            py.check_signals()?;
            Ok(chosen.interrupted(py))
        });
        match told {
            Ok(false) => return ControlFlow::Continue(()),
            Ok(true) => {}
            Err(error) => raised = Some(error),
        }
        ControlFlow::Break(())
    };
    #[expect(
        clippy::indexing_slicing,
        reason = "`each` counts below the rows of the batch, and every column has all of them"
    )]
    let work = |index: usize| {
        let (original, copy) = both(originals[index], copies[index])?;
        compare_row(original, copy, &options)
    };
    let done = py.detach(|| each(originals.len(), threads, take, work));
    match (done, raised) {
        (Err(crate::Error::Interrupted), Some(error)) => return Err(error),
        (done, _) => chosen.finish(py, done.map_err(PyErr::from))?,
    }
    let table = with_ids(table.finish(), &frame, &ids);
    Ok(Table::new(table.map_err(super::table::failed)?))
}

/// The index of the column of a name.
fn column(frame: &Frame, name: &str) -> PyResult<usize> {
    match frame.find(name)[..] {
        [index] => Ok(index),
        [] => {
            let names: Vec<&str> = frame.fields().iter().map(|f| f.name().as_str()).collect();
            Err(WiredriftError::new_err(format!(
                "the batch has no column {name:?}; it has {}",
                names.join(", ")
            )))
        }
        _ => Err(WiredriftError::new_err(format!(
            "the batch has several columns {name:?}; rename all but one"
        ))),
    }
}

fn texts(frame: &Frame, name: &str) -> PyResult<TextColumn> {
    let chunks = frame.column(column(frame, name)?);
    TextColumn::new(&chunks).map_err(|kind| arrow::no_text(name, kind))
}

/// Indices of the columns that go along; none may have the name of a column of results.
fn ids(frame: &Frame, id: Option<&Bound<'_, PyAny>>, level: Level) -> PyResult<Vec<usize>> {
    let Some(id) = id else { return Ok(Vec::new()) };
    let names = match id.is_instance_of::<PyString>() {
        true => vec![id.clone()],
        false => strings("id", id)?,
    };
    let results = schema(level);
    let mut indices = Vec::with_capacity(names.len());
    for name in names {
        let Ok(name) = name.extract::<String>() else {
            let given = name.get_type().qualname()?;
            return Err(PyTypeError::new_err(format!(
                "id must be the name of a column, or several, not {given}"
            )));
        };
        let index = column(frame, &name)?;
        if results.field_with_name(&name).is_ok() || indices.contains(&index) {
            return Err(WiredriftError::new_err(format!(
                "the result would have two columns {name:?}; rename the one of the batch or leave \
                 it out of id"
            )));
        }
        indices.push(index);
    }
    Ok(indices)
}

/// `table` with columns of the frame after its first, `pair`.
fn with_ids(
    table: RecordBatch,
    frame: &Frame,
    ids: &[usize],
) -> Result<RecordBatch, arrow_schema::ArrowError> {
    let pairs = table.column(0).as_primitive::<UInt64Type>().values();
    let mut fields = table.schema().fields().to_vec();
    let mut columns = table.columns().to_vec();
    for (at, index) in (1..).zip(ids) {
        fields.insert(at, frame.field(*index).clone());
        columns.insert(at, frame.gather(*index, pairs)?);
    }
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
}
