//! The index of candidate originals as a Python class.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::thread::available_parallelism;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use pyo3::exceptions::{PyKeyError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyString, PyType};

use super::parts::Candidate;
use super::texts::Texts;
use super::{WiredriftError, arrow, characters};
use crate::corpus::each;
use crate::corpus::table::TextColumn;
use crate::index as data;
use crate::index::{IndexError, IndexOptions};

/// Pairs of an iterable that are taken before they are added.
const PORTION: usize = 512;
/// The same, by the length of their texts in code points.
const PORTION_CHARS: usize = 4 << 20;

/// Candidate originals on disk: add millions, and ask for the source of a copy.
///
/// An index is a folder. What is added is committed by `commit`, by `close` and at the end of a
/// `with` block, and whenever `memory` is used up; a process that is killed loses what was added
/// after that, and adding the same documents again adds just those. One process adds at a time, any
/// number may find. It pickles as its path: workers open it for themselves.
///
/// >>> import tempfile, wiredrift
/// >>> folder = tempfile.mkdtemp()
/// >>> with wiredrift.Index.create(folder) as index:
/// ...     index.add(
/// ...         ["flood", "strike"],
/// ...         ["The Lenne rose by three metres. Mayor Ada Ruhl closed the bridge.",
/// ...          "Tram drivers of Halden went on strike for 200 crowns more."],
/// ...     )
/// 2
/// >>> index = wiredrift.Index.open(folder)
/// >>> copy = "Ada Ruhl, the mayor, shut the bridge when the Lenne rose."
/// >>> best = index.find(copy, limit=3)[0]
/// >>> best.id
/// 'flood'
/// >>> report = wiredrift.compare(index.text(best.id), copy)
#[pyclass(frozen, module = "wiredrift")]
pub struct Index {
    path: PathBuf,
    state: RwLock<Option<data::Index>>,
}

/// What is said of an index that was closed.
fn closed() -> PyErr {
    WiredriftError::new_err("the index is closed; open it again")
}

/// Whether the interpreter has nothing against going on; what it raised is put into `raised`.
fn ask(raised: &mut Option<PyErr>) -> ControlFlow<()> {
    match Python::attach(|py| py.check_signals()) {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            *raised = Some(error);
            ControlFlow::Break(())
        }
    }
}

/// The result of a call that may have been ended by what `raised` has.
fn ended<T>(done: crate::Result<T>, raised: Option<PyErr>) -> PyResult<T> {
    match (done, raised) {
        (Err(crate::Error::Interrupted), Some(error)) => Err(error),
        (done, _) => Ok(done?),
    }
}

impl Index {
    fn new(path: PathBuf, index: data::Index) -> Self {
        Self {
            path,
            state: RwLock::new(Some(index)),
        }
    }

    // A panic while the lock was held would have left nothing half done that is read again: files
    // are replaced whole, and documents in memory are pushed one by one.
    fn read(&self) -> RwLockReadGuard<'_, Option<data::Index>> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Option<data::Index>> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// `work` on the index, detached from the interpreter: nobody may wait for the lock of the index
    /// while holding that of the interpreter.
    fn reading<T: Send>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&data::Index) -> T + Send,
    ) -> PyResult<T> {
        let done = py.detach(|| self.read().as_ref().map(work));
        done.ok_or_else(closed)
    }

    /// Add pairs, and look for Ctrl-C now and then.
    fn add_pairs(&self, py: Python<'_>, pairs: &[(&str, &str)]) -> PyResult<usize> {
        let mut raised = None;
        let done = py.detach(|| {
            let mut state = self.write();
            let index = state.as_mut()?;
            Some(index.add_many(pairs, &mut |_| ask(&mut raised)))
        });
        ended(done.ok_or_else(closed)?, raised)
    }

    fn commit_all(&self, py: Python<'_>) -> PyResult<()> {
        let mut raised = None;
        let done = py.detach(|| {
            let mut state = self.write();
            let index = state.as_mut()?;
            Some(index.commit_watched(&mut || ask(&mut raised)))
        });
        ended(done.ok_or_else(closed)?, raised)
    }

    /// Commit what was added, so that it can be found.
    fn settle(&self, py: Python<'_>) -> PyResult<()> {
        match self.reading(py, data::Index::pending)? {
            0 => Ok(()),
            _ => self.commit_all(py),
        }
    }

    /// Add the documents of a stream of Arrow tables, one chunk after another.
    fn add_table(
        &self,
        py: Python<'_>,
        table: &Bound<'_, PyAny>,
        id: &str,
        text: &str,
    ) -> PyResult<Option<usize>> {
        let Some(chunks) = arrow::stream_of(table)? else {
            return Ok(None);
        };
        let mut added = 0;
        for chunk in chunks {
            let chunk = chunk.map_err(arrow::foreign)?;
            let (ids, texts) = (column(&chunk, id)?, column(&chunk, text)?);
            let mut pairs = Vec::with_capacity(chunk.len());
            let rows = ids.texts().into_iter().zip(texts.texts());
            for (row, (id_of, text_of)) in rows.enumerate() {
                let gap = |name, gap| {
                    WiredriftError::new_err(format!("{name:?}, row {row} of a chunk: {gap}"))
                };
                pairs.push((
                    id_of.map_err(|g| gap(id, g))?,
                    text_of.map_err(|g| gap(text, g))?,
                ));
            }
            added += self.add_pairs(py, &pairs)?;
        }
        Ok(Some(added))
    }
}

/// A column of a chunk by name.
fn column(chunk: &ArrayRef, name: &str) -> PyResult<TextColumn> {
    let Some(columns) = chunk.as_struct_opt() else {
        return Err(PyTypeError::new_err(
            "the Arrow stream has no columns; give a table with an id and a text",
        ));
    };
    let Some(column) = columns.column_by_name(name) else {
        let names = columns.column_names().join(", ");
        return Err(PyKeyError::new_err(format!(
            "the table has no column {name:?}; it has {names}"
        )));
    };
    TextColumn::new(std::slice::from_ref(column)).map_err(|kind| arrow::no_text(name, kind))
}

#[pymethods]
impl Index {
    /// Make a new index in a folder that is new or empty.
    ///
    /// `texts=False` keeps no texts: a third of the space, but `text` cannot give them back.
    /// `memory` is how many bytes documents may take before they are written to the disk, 1 MiB at
    /// least; `threads` (1 to 256) read documents. Neither changes what is found.
    ///
    /// `FileExistsError` where something is there.
    #[classmethod]
    #[pyo3(signature = (path, /, *, texts = true, memory = 268_435_456, threads = 1))]
    fn create(
        _class: &Bound<'_, PyType>,
        py: Python<'_>,
        path: PathBuf,
        texts: bool,
        memory: usize,
        threads: usize,
    ) -> PyResult<Self> {
        let options = IndexOptions::default()
            .with_texts(texts)
            .with_memory(memory)
            .with_threads(threads);
        let index = py.detach(|| data::Index::create(&path, &options))?;
        Ok(Self::new(path, index))
    }

    /// Open an index that is there. Nothing is written or locked before a document is added.
    ///
    /// `FileNotFoundError` where there is none; `WiredriftError` where its files are torn, damaged
    /// or of another version.
    #[classmethod]
    #[pyo3(signature = (path, /, *, memory = 268_435_456, threads = 1))]
    fn open(
        _class: &Bound<'_, PyType>,
        py: Python<'_>,
        path: PathBuf,
        memory: usize,
        threads: usize,
    ) -> PyResult<Self> {
        let options = IndexOptions::default()
            .with_memory(memory)
            .with_threads(threads);
        let index = py.detach(|| data::Index::open(&path))?;
        Ok(Self::new(path, index.with_options(&options)))
    }

    /// Add documents; returns how many were not there.
    ///
    /// `ids` and `texts` are two sequences of str, two Arrow columns, or a single id and its text.
    ///
    /// A document that is there with the same text is passed over; `WiredriftError` where its id
    /// is there with another text.
    #[pyo3(signature = (ids, texts, /))]
    fn add(
        &self,
        py: Python<'_>,
        ids: &Bound<'_, PyAny>,
        texts: &Bound<'_, PyAny>,
    ) -> PyResult<usize> {
        if ids.is_instance_of::<PyString>() {
            let pair = (characters("ids", ids)?, characters("texts", texts)?);
            return self.add_pairs(py, &[pair]);
        }
        let (ids, texts) = (Texts::new("ids", ids)?, Texts::new("texts", texts)?);
        let (ids, texts) = (ids.each("ids"), texts.each("texts"));
        if ids.len() != texts.len() {
            return Err(PyTypeError::new_err(format!(
                "there are {} ids and {} texts; give as many",
                ids.len(),
                texts.len()
            )));
        }
        let pairs = ids.into_iter().zip(texts);
        let pairs = pairs.map(|(id, text)| Ok((id?, text?)));
        self.add_pairs(py, &pairs.collect::<PyResult<Vec<_>>>()?)
    }

    /// Add the documents of a table or of an iterable; returns how many were not there.
    ///
    /// `documents` is anything that gives an Arrow stream (a polars DataFrame, a pyarrow Table or
    /// RecordBatchReader, a DuckDB result), read chunk by chunk, with the ids in `id_column` and
    /// the texts in `text_column`; or an iterable of pairs of id and text, such as a generator. No
    /// more than a chunk is held at a time.
    ///
    /// >>> import tempfile, wiredrift
    /// >>> stories = ((f"story-{n}", f"Ward {n} voted on Monday.") for n in range(1000))
    /// >>> with wiredrift.Index.create(tempfile.mkdtemp()) as index:
    /// ...     index.add_many(stories)
    /// 1000
    #[pyo3(signature = (documents, /, *, id_column = "id", text_column = "text"))]
    fn add_many(
        &self,
        py: Python<'_>,
        documents: &Bound<'_, PyAny>,
        id_column: &str,
        text_column: &str,
    ) -> PyResult<usize> {
        if let Some(added) = self.add_table(py, documents, id_column, text_column)? {
            return Ok(added);
        }
        let mut added = 0;
        let (mut held, mut chars) = (Vec::new(), 0);
        for (number, pair) in documents.try_iter()?.enumerate() {
            let pair = pair?.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>();
            let (id, text) = pair.map_err(|_| {
                PyTypeError::new_err(format!("documents[{number}] is no pair of id and text"))
            })?;
            chars += text.len().unwrap_or_default();
            held.push((number, id, text));
            if held.len() == PORTION || chars >= PORTION_CHARS {
                added += self.add_held(py, &held)?;
                held.clear();
                chars = 0;
            }
        }
        Ok(added + self.add_held(py, &held)?)
    }

    /// Write what was added to the disk, so that it is there even if the machine loses power.
    #[pyo3(signature = ())]
    fn commit(&self, py: Python<'_>) -> PyResult<()> {
        self.commit_all(py)
    }

    /// Commit, and give back the right to add and the open files.
    #[pyo3(signature = ())]
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        if self.reading(py, |_| ()).is_ok() {
            self.commit_all(py)?;
            py.detach(|| *self.write() = None);
        }
        Ok(())
    }

    /// The documents that a copy may come from, the best first, equal ones by id.
    ///
    /// There are at most `limit` (1 to 256). What was added before is committed first, and found
    /// too.
    #[pyo3(signature = (copy, /, *, limit = 10))]
    fn find(
        &self,
        py: Python<'_>,
        copy: &Bound<'_, PyAny>,
        limit: usize,
    ) -> PyResult<Vec<Candidate>> {
        let copy = characters("copy", copy)?;
        self.settle(py)?;
        let mut raised = None;
        let found = self.reading(py, |index| {
            index.find_watched(copy, limit, &mut || ask(&mut raised))
        })?;
        let found = ended(found, raised)?;
        Ok(found.iter().map(Candidate::new).collect())
    }

    /// `find` for many copies, a sequence of str or an Arrow column: a list for each.
    ///
    /// `threads` (1 to 256; all cores where it is `None`) work on different copies, and never
    /// change the result.
    #[pyo3(signature = (copies, /, *, limit = 10, threads = None))]
    fn find_many(
        &self,
        py: Python<'_>,
        copies: &Bound<'_, PyAny>,
        limit: usize,
        threads: Option<usize>,
    ) -> PyResult<Vec<Vec<Candidate>>> {
        let copies = Texts::new("copies", copies)?;
        let copies = copies.each("copies");
        let copies = copies.into_iter().collect::<PyResult<Vec<_>>>()?;
        self.settle(py)?;
        let threads = threads.unwrap_or_else(|| available_parallelism().map_or(1, usize::from));
        let mut raised = None;
        let mut all = Vec::with_capacity(copies.len());
        let done = self.reading(py, |index| {
            let mut failed = None;
            let take = |_, found: crate::Result<Vec<data::Candidate>>| match found {
                Ok(found) => {
                    all.push(found);
                    ask(&mut raised)
                }
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            };
            #[expect(
                clippy::indexing_slicing,
                reason = "`each` counts below the number of copies"
            )]
            let find = |i: usize| index.find(copies[i], limit);
            let done = each(copies.len(), threads, take, find);
            failed.map_or(done, Err)
        })?;
        ended(done, raised)?;
        let wrap = |found: &Vec<data::Candidate>| found.iter().map(Candidate::new).collect();
        Ok(all.iter().map(wrap).collect())
    }

    /// The text of a document.
    ///
    /// `KeyError` where there is none with this id, `WiredriftError` where no texts are kept.
    #[pyo3(signature = (key, /))]
    fn text(&self, py: Python<'_>, key: &Bound<'_, PyAny>) -> PyResult<String> {
        let id = characters("key", key)?;
        self.settle(py)?;
        match self.reading(py, |index| index.text(id))? {
            Err(crate::Error::Index(IndexError::Unknown { id })) => Err(PyKeyError::new_err(id)),
            text => Ok(text?),
        }
    }

    /// Read every byte; `WiredriftError` tells of the first that is not as it was written.
    #[pyo3(signature = ())]
    fn check(&self, py: Python<'_>) -> PyResult<()> {
        let mut raised = None;
        let done = self.reading(py, |index| index.check(&mut || ask(&mut raised)))?;
        ended(done, raised)
    }

    /// The folder.
    #[getter]
    fn path(&self) -> PathBuf {
        self.path.clone()
    }

    fn __len__(&self, py: Python<'_>) -> PyResult<usize> {
        self.reading(py, data::Index::len)
    }

    fn __bool__(&self) -> bool {
        // An index without documents is an index.
        true
    }

    fn __contains__(&self, py: Python<'_>, key: &Bound<'_, PyAny>) -> PyResult<bool> {
        let id = characters("key", key)?;
        Ok(self.reading(py, |index| index.contains(id))??)
    }

    fn __enter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    #[pyo3(signature = (kind, error, trace, /))]
    fn __exit__(
        &self,
        py: Python<'_>,
        kind: &Bound<'_, PyAny>,
        error: &Bound<'_, PyAny>,
        trace: &Bound<'_, PyAny>,
    ) -> PyResult<()> {
        let _ = (error, trace);
        if kind.is_none() {
            return self.close(py);
        }
        // After an error only what was committed stays, as after a kill.
        py.detach(|| *self.write() = None);
        Ok(())
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let path = PyString::new(py, &self.path.to_string_lossy()).repr()?;
        Ok(match self.reading(py, data::Index::len) {
            Ok(documents) => format!("Index({path}, documents={documents})"),
            Err(_) => format!("Index({path}, closed)"),
        })
    }

    fn __reduce__<'py>(
        slf: &Bound<'py, Self>,
    ) -> PyResult<(Bound<'py, PyAny>, (Bound<'py, PyAny>,))> {
        let pending = slf.get().reading(slf.py(), data::Index::pending)?;
        if pending > 0 {
            return Err(WiredriftError::new_err(format!(
                "{pending} documents are not committed; commit, then pickle the index"
            )));
        }
        let path = slf.getattr("path")?;
        Ok((slf.get_type().getattr("open")?, (path,)))
    }
}

impl Index {
    /// Add documents that Python holds.
    fn add_held(
        &self,
        py: Python<'_>,
        held: &[(usize, Bound<'_, PyAny>, Bound<'_, PyAny>)],
    ) -> PyResult<usize> {
        let pairs = held.iter().map(|(number, id, text)| {
            Ok((
                characters(format_args!("documents[{number}][0]"), id)?,
                characters(format_args!("documents[{number}][1]"), text)?,
            ))
        });
        self.add_pairs(py, &pairs.collect::<PyResult<Vec<_>>>()?)
    }
}
