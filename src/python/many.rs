//! Many pairs at once.

use std::ops::ControlFlow;
use std::thread::available_parallelism;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyString;

use super::model::Chosen;
use super::table::Table;
use super::texts::Texts;
use super::{WiredriftError, characters};
use crate::corpus::{Comparer, each};
use crate::table::{Level, TableBuilder};

/// Compare many copies with their originals, or many copies with one original.
///
/// `originals` and `copies` are sequences of `str`, or columns of anything that speaks Arrow
/// (polars, pyarrow, pandas 3), whose texts are read where they lie. A single `str` as `originals`
/// is the original of every copy, and read once.
///
/// `level` picks what a row of the table stands for: `pairs`, `beads` or `findings`. Every table
/// has `pair`, the index of the pair, first, and `error` last.
///
/// `threads` (1 to 256; all cores where it is `None`) work on different pairs; the table is the
/// same for any number. `progress` is called as `progress(done, total)` after each pair; what it
/// raises ends the call, as Ctrl-C does. `model`, `judge` and `paraphrases` are those of `compare`;
/// a judge is asked once a pair of texts, and about no two passages twice.
///
/// `on_error` is `"raise"`, or `"record"`: then a pair that cannot be compared (a text that is
/// missing, or has a lone surrogate) is one row with its `error` and nothing else.
///
/// >>> import wiredrift
/// >>> originals = ["No one was hurt on Monday.", "The bank will refund its fees."]
/// >>> copies = ["Everyone was hurt on Monday.", "The bank will refund its fees."]
/// >>> table = wiredrift.compare_many(originals, copies)
/// >>> [row["severity"] for row in table.to_dicts()]
/// ['critical', 'none']
/// >>> options = dict(level="beads", paraphrases=True, threads=2, on_error="record")
/// >>> len(wiredrift.compare_many(originals, copies, model="fast", progress=None, **options))
/// 2
/// >>> judge = lambda pairs: [0.75] * len(pairs)
/// >>> table = wiredrift.compare_many(originals, copies, level="beads", judge=judge)
/// >>> [row["judged_risk"] for row in table.to_dicts()]
/// [0.75, None]
#[pyfunction]
#[pyo3(
    signature = (
        originals, copies, /, *, level = "pairs", paraphrases = false, threads = None,
        model = None, judge = None, progress = None, on_error = "raise"
    ),
    text_signature = "(originals, copies, /, *, level='pairs', paraphrases=False, threads=None, model='auto', judge=None, progress=None, on_error='raise')"
)]
#[allow(clippy::too_many_arguments)] // They are the options of one Python function.
pub fn compare_many(
    py: Python<'_>,
    originals: &Bound<'_, PyAny>,
    copies: &Bound<'_, PyAny>,
    level: &str,
    paraphrases: bool,
    threads: Option<usize>,
    model: Option<&Bound<'_, PyAny>>,
    judge: Option<&Bound<'_, PyAny>>,
    progress: Option<Py<PyAny>>,
    on_error: &str,
) -> PyResult<Table> {
    let level: Level = level.parse()?;
    let record = match on_error {
        "raise" => false,
        "record" => true,
        _ => {
            return Err(WiredriftError::new_err(format!(
                "on_error is {on_error:?}; accepted: raise, record"
            )));
        }
    };
    let mut chosen = Chosen::with_judge(model, judge)?;
    let options = chosen.options().with_paraphrases(paraphrases);
    let threads = threads.unwrap_or_else(|| available_parallelism().map_or(1, usize::from));
    let copies = Texts::new("copies", copies)?;
    let copies = copies.each("copies");
    let copies = reasons(py, copies, record)?;
    let mut table = TableBuilder::new(level);
    let mut batch = Batch {
        total: copies.len(),
        record,
        progress,
        raised: None,
        chosen: &chosen,
        table: &mut table,
    };
    if originals.is_instance_of::<PyString>() {
        let original = characters("originals", originals)?;
        let comparer = Comparer::new(original, &options)?;
        #[expect(
            clippy::indexing_slicing,
            reason = "`run` counts below the number of copies"
        )]
        let compare = |index: usize| {
            let copy = copies[index].as_ref().map_err(Clone::clone)?;
            comparer.compare(copy).map_err(|error| error.to_string())
        };
        let done = batch.run(py, threads, compare);
        chosen.finish(py, done)?;
    } else {
        let originals = Texts::new("originals", originals)?;
        let originals = originals.each("originals");
        if originals.len() != copies.len() {
            return Err(PyTypeError::new_err(format!(
                "originals has {} texts and copies has {}; give as many, or one str for all",
                originals.len(),
                copies.len()
            )));
        }
        let originals = reasons(py, originals, record)?;
        #[expect(
            clippy::indexing_slicing,
            reason = "`run` counts below the number of copies, and there are as many originals"
        )]
        let compare = |index: usize| {
            let original = originals[index].as_ref().map_err(Clone::clone)?;
            let copy = copies[index].as_ref().map_err(Clone::clone)?;
            crate::compare(original, copy, &options).map_err(|error| error.to_string())
        };
        let done = batch.run(py, threads, compare);
        chosen.finish(py, done)?;
    }
    Ok(Table::new(table.finish()))
}

/// Texts, or in words why there is none; the first such error itself where none is to be recorded.
fn reasons<'t>(
    py: Python<'_>,
    texts: Vec<PyResult<&'t str>>,
    record: bool,
) -> PyResult<Vec<Result<&'t str, String>>> {
    let texts = texts.into_iter().map(|text| match text {
        Ok(text) => Ok(Ok(text)),
        Err(error) if record => Ok(Err(error.value(py).to_string())),
        Err(error) => Err(error),
    });
    texts.collect()
}

/// What a batch is doing, beside the work.
struct Batch<'b> {
    total: usize,
    record: bool,
    progress: Option<Py<PyAny>>,
    raised: Option<PyErr>,
    chosen: &'b Chosen,
    table: &'b mut TableBuilder,
}

impl Batch<'_> {
    /// Do the `work` of every pair, detached from the interpreter.
    fn run(
        &mut self,
        py: Python<'_>,
        threads: usize,
        work: impl Fn(usize) -> Result<crate::Report, String> + Sync + Send,
    ) -> PyResult<()> {
        let total = self.total;
        let done = py.detach(|| each(total, threads, |index, one| self.take(index, one), work));
        match (done, self.raised.take()) {
            (Err(crate::Error::Interrupted), Some(error)) => Err(error),
            (done, _) => Ok(done?),
        }
    }

    fn take(&mut self, index: usize, one: Result<crate::Report, String>) -> ControlFlow<()> {
        if one.is_err() && Python::attach(|py| self.chosen.interrupted(py)) {
            return ControlFlow::Break(());
        }
        match one {
            Ok(report) => self.table.add(index, &report),
            Err(error) if self.record => self.table.add_error(index, &error),
            Err(error) => {
                self.raised = Some(WiredriftError::new_err(format!("pair {index}: {error}")));
                return ControlFlow::Break(());
            }
        }
        let told = Python::attach(|py| {
            py.check_signals()?;
            match &self.progress {
                Some(call) => call.call1(py, (index + 1, self.total)).map(drop),
                None => Ok(()),
            }
        });
        match told {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                self.raised = Some(error);
                ControlFlow::Break(())
            }
        }
    }
}
