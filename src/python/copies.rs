//! Several copies of one original, for Python.

use std::hash::{Hash, Hasher};
use std::ops::ControlFlow;
use std::thread::available_parallelism;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping, PyTuple, PyType};
use serde::{Deserialize, Serialize};

use super::characters;
use super::model::Chosen;
use super::parts::{Lazy, Side, literal, part};
use super::report::{Report, loads};
use super::table::Table;
use crate::copies as data;
use crate::copies::table::{CopiesLevel, copies_table};
use crate::{Error, render};

/// Compare several copies with one original, and with each other.
///
/// `copies` maps the name of each copy to its text; the order changes nothing. The result says who
/// changed what, which copies share the same change, and so who may have copied whom. Each copy's
/// report is that of `compare`.
///
/// `threads` (1 to 256; all cores where it is `None`) work on different copies. `progress` is
/// called as `progress(done, total)` after each copy; what it raises ends the call, as Ctrl-C does.
/// `model`, `judge` and `paraphrases` are those of `compare`. At most 500 copies are accepted.
///
/// >>> import wiredrift
/// >>> original = "About 300 people left on Monday. The mayor spoke to them in the hall."
/// >>> copies = {
/// ...     "echo": "About 400 people left on Monday. The mayor spoke to them in the hall.",
/// ...     "post": "About 400 people left on Monday. The mayor lied to them in the hall.",
/// ... }
/// >>> options = dict(paraphrases=True, threads=1, model="fast", judge=None, progress=None)
/// >>> comparison = wiredrift.compare_copies(original, copies)
/// >>> [(change.text, change.original_text, change.copies) for change in comparison.shared]
/// [('400', '300', ('echo', 'post'))]
/// >>> wiredrift.compare_copies(original, copies, **options).names
/// ('echo', 'post')
#[pyfunction]
#[pyo3(
    signature = (
        original, copies, /, *, paraphrases = false, threads = None, model = None, judge = None,
        progress = None
    ),
    text_signature = "(original, copies, /, *, paraphrases=False, threads=None, model='auto', judge=None, progress=None)"
)]
#[allow(clippy::too_many_arguments)] // They are the options of one Python function.
pub fn compare_copies(
    py: Python<'_>,
    original: &Bound<'_, PyAny>,
    copies: &Bound<'_, PyAny>,
    paraphrases: bool,
    threads: Option<usize>,
    model: Option<&Bound<'_, PyAny>>,
    judge: Option<&Bound<'_, PyAny>>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Comparison> {
    let original = characters("original", original)?;
    let Ok(mapping) = copies.cast::<PyMapping>() else {
        let given = copies.get_type().qualname()?;
        return Err(PyTypeError::new_err(format!(
            "copies must map names to texts, not {given}"
        )));
    };
    let items: Vec<(Bound<'_, PyAny>, Bound<'_, PyAny>)> = mapping
        .items()?
        .iter()
        .map(|item| item.extract())
        .collect::<PyResult<_>>()?;
    let mut texts: Vec<(&str, &str)> = Vec::with_capacity(items.len());
    for (name, text) in &items {
        let name = characters("a name in copies", name)?;
        texts.push((name, characters(format_args!("copies[{name:?}]"), text)?));
    }
    let mut chosen = Chosen::with_judge(model, judge)?;
    let options = chosen
        .options()
        .with_paraphrases(paraphrases)
        .with_threads(threads.unwrap_or_else(|| available_parallelism().map_or(1, usize::from)));
    let mut raised = None;
    let ask = |done: usize, total: usize| {
        let answer = Python::attach(|py| {
            py.check_signals()?;
            match &progress {
                Some(call) => call.call1(py, (done, total)).map(drop),
                None => Ok(()),
            }
        });
        match answer {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                raised = Some(error);
                ControlFlow::Break(())
            }
        }
    };
    let done = py.detach(|| crate::compare_copies_watched(original, &texts, &options, ask));
    let done = match (done, raised) {
        (Err(Error::Interrupted), Some(error)) => Err(error),
        (done, _) => done.map_err(PyErr::from),
    };
    Ok(Comparison::new(chosen.finish(py, done)?))
}

/// A shared change with the names of its copies.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct SharedData {
    location: data::Location,
    reading: data::Reading,
    copies: Vec<String>,
}

part! {
    /// A change that two or more copies share.
    SharedChange = SharedData {
        /// Names of the copies that have it.
        #[getter]
        fn copies<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
            PyTuple::new(py, &self.data.copies)
        }

        /// What these copies have there; empty where they left something out.
        #[getter]
        fn text(&self) -> &str {
            &self.data.reading.text
        }

        /// What the original has there; empty where something was put in.
        #[getter]
        fn original_text(&self) -> &str {
            &self.data.location.text
        }

        /// First code point in the original.
        #[getter]
        fn start(&self) -> usize {
            self.data.location.start
        }

        /// Code point after the last in the original.
        #[getter]
        fn end(&self) -> usize {
            self.data.location.end
        }

        /// What the place is: `words`, `insertion`, `omission`, `addition` and so on.
        #[getter]
        fn kind(&self) -> &'static str {
            self.data.location.kind.name()
        }

        /// How it came out of the original: `meaning`, `rewording`, `loss` and so on.
        #[getter]
        fn change(&self) -> &'static str {
            self.data.reading.change.name()
        }

        /// The worst finding on it.
        #[getter]
        fn severity(&self) -> &'static str {
            self.data.reading.severity.name()
        }

        /// Code of that finding, if there is one.
        #[getter]
        fn code(&self) -> Option<&str> {
            self.data.reading.code.as_deref()
        }

        /// That finding in one sentence.
        #[getter]
        fn message(&self) -> Option<&str> {
            self.data.reading.message.as_deref()
        }

        /// How much it counts in distances, above 0.
        #[getter]
        fn weight(&self) -> f64 {
            self.data.location.weight
        }

        /// Whether it can have been made once on the tree.
        #[getter]
        fn fits(&self) -> bool {
            self.data.location.fits
        }

        fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
            let SharedData { location, reading, copies } = &self.data;
            Ok(format!(
                "SharedChange(severity='{}', original_text={}, text={}, copies={})",
                reading.severity.name(),
                literal(py, &location.text)?,
                literal(py, &reading.text)?,
                copies.len(),
            ))
        }
    }
}

/// A hypothesis with the names of its copies.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct DescentData {
    source: String,
    copy: String,
    descent: data::Descent,
}

part! {
    /// A hypothesis: one copy can be made from another.
    Descent = DescentData {
        /// The copy that can be the source.
        #[getter]
        fn source(&self) -> &str {
            &self.data.source
        }

        /// The copy that can be made from it.
        #[getter]
        fn copy(&self) -> &str {
            &self.data.copy
        }

        /// Whether both have the same changes, so that the direction cannot be told.
        #[getter]
        fn same(&self) -> bool {
            self.data.descent.same
        }

        /// Changes of the source where the other copy can be compared.
        #[getter]
        fn changes(&self) -> usize {
            self.data.descent.changes
        }

        /// Those that the other copy has too.
        #[getter]
        fn shared(&self) -> usize {
            self.data.descent.shared
        }

        /// Those that it has changed further.
        #[getter]
        fn further(&self) -> usize {
            self.data.descent.further
        }

        /// Those where it reads as the original: they speak against the hypothesis.
        #[getter]
        fn undone(&self) -> usize {
            self.data.descent.undone
        }

        /// Changes that the other copy adds.
        #[getter]
        fn added(&self) -> usize {
            self.data.descent.added
        }

        /// The hypothesis in words.
        #[getter]
        fn message(&self) -> &str {
            &self.data.descent.message
        }

        fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
            let DescentData { source, copy, descent } = &self.data;
            Ok(format!(
                "Descent(source={}, copy={}, shared={}, undone={}, added={})",
                literal(py, source)?,
                literal(py, copy)?,
                descent.shared,
                descent.undone,
                descent.added,
            ))
        }
    }
}

/// The tree with the names of its copies.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct TreeData {
    tree: data::Tree,
    names: Vec<String>,
}

impl TreeData {
    fn name(&self, copy: usize) -> &str {
        self.names.get(copy).map_or("", String::as_str)
    }
}

part! {
    /// A tree of the copies, rooted at the original.
    CopyTree = TreeData {
        /// Names of the copies as the tree is drawn, first to last, so that kin stand together.
        #[getter]
        fn order<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
            PyTuple::new(py, self.data.tree.order().into_iter().map(|copy| self.data.name(copy)))
        }

        /// Share of the shared changes, by weight, that can each have been made once on the tree.
        ///
        /// 0 to 1; `None` where no change is shared.
        #[getter]
        fn fit(&self) -> Option<f64> {
            self.data.tree.fit
        }

        /// Resamplings that the support of groups rests on; 0 where there is none.
        #[getter]
        fn resamplings(&self) -> usize {
            self.data.tree.resamplings
        }

        /// The tree in Newick format, as tree viewers read it.
        ///
        /// The root is called `original`; the support of a group, in per cent, stands where the
        /// format has the names of inner nodes.
        ///
        /// >>> import wiredrift
        /// >>> copies = {"a": "The gate is open.", "b": "The gate is shut."}
        /// >>> wiredrift.compare_copies("The gate is shut.", copies).tree.newick()
        /// '(a:1,b:0)original;'
        fn newick(&self) -> String {
            self.data.tree.newick(|copy| self.data.name(copy))
        }

        fn __repr__(&self) -> String {
            format!(
                "CopyTree(copies={}, nodes={})",
                self.data.tree.order().len(),
                self.data.tree.nodes.len()
            )
        }
    }
}

/// All that is to say about several copies of one original.
///
/// `str(comparison)` is the terminal rendering; a notebook shows the HTML one.
#[pyclass(frozen, eq, hash, module = "wiredrift")]
pub struct Comparison {
    data: data::Comparison,
    shared: Lazy,
    descents: Lazy,
}

impl Comparison {
    fn new(data: data::Comparison) -> Self {
        Self {
            data,
            shared: Lazy::new(),
            descents: Lazy::new(),
        }
    }
}

impl PartialEq for Comparison {
    fn eq(&self, other: &Self) -> bool {
        self.data == other.data
    }
}

impl Hash for Comparison {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.data.to_json().unwrap_or_default().hash(state);
    }
}

#[pymethods]
impl Comparison {
    /// Number of the data contract.
    #[getter]
    fn schema(&self) -> u32 {
        self.data.schema
    }

    /// Everything that can change a result: equal signatures, equal comparisons.
    #[getter]
    fn signature(&self) -> &str {
        &self.data.signature
    }

    /// The original.
    #[getter]
    fn original(&self) -> Side {
        Side::new(&self.data.original)
    }

    /// Names of the copies, sorted.
    #[getter]
    fn names<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.data.copies.iter().map(|copy| copy.name.as_str()))
    }

    /// The report of each copy by its name: what `compare` gives.
    #[getter]
    fn reports<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let reports = PyDict::new(py);
        for copy in &self.data.copies {
            reports.set_item(&copy.name, Report::new(copy.report.clone()))?;
        }
        Ok(reports)
    }

    /// Changes that two or more copies share: the worst first, then by the number of copies.
    #[getter]
    fn shared<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let shared = self.data.shared.iter();
        let shared = shared.filter_map(|s| self.data.shared_reading(s));
        let shared: Vec<SharedData> = shared
            .map(|(location, reading)| SharedData {
                location: location.clone(),
                reading: reading.clone(),
                copies: reading
                    .copies
                    .iter()
                    .map(|copy| self.data.name(*copy).to_owned())
                    .collect(),
            })
            .collect();
        self.shared.get(py, &shared, SharedChange::new)
    }

    /// Who stands next to whom.
    #[getter]
    fn tree(&self) -> CopyTree {
        CopyTree::new(&TreeData {
            tree: self.data.tree.clone(),
            names: self.data.copies.iter().map(|c| c.name.clone()).collect(),
        })
    }

    /// Hypotheses on who copied whom.
    #[getter]
    fn descents<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let descents = self.data.descents.iter().map(|descent| DescentData {
            source: self.data.name(descent.from).to_owned(),
            copy: self.data.name(descent.to).to_owned(),
            descent: descent.clone(),
        });
        self.descents
            .get(py, &descents.collect::<Vec<_>>(), Descent::new)
    }

    /// What a reader of the figures should know.
    #[getter]
    fn notices<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.data.notices)
    }

    /// The comparison as JSON, one line: the same bytes as `wiredrift copies --format json`.
    ///
    /// >>> import wiredrift
    /// >>> comparison = wiredrift.compare_copies("The gate is shut.", {"a": "The gate is open."})
    /// >>> comparison.to_json().startswith('{"schema":1,')
    /// True
    fn to_json(&self) -> PyResult<String> {
        Ok(self.data.to_json()?)
    }

    /// Read a comparison back; `WiredriftError` where the string is not one.
    ///
    /// >>> import wiredrift
    /// >>> comparison = wiredrift.compare_copies("The gate is shut.", {"a": "The gate is open."})
    /// >>> wiredrift.Comparison.from_json(comparison.to_json()) == comparison
    /// True
    #[classmethod]
    #[pyo3(signature = (json, /))]
    fn from_json(_class: &Bound<'_, PyType>, json: &Bound<'_, PyAny>) -> PyResult<Self> {
        let data = data::Comparison::from_json(characters("json", json)?)?;
        Ok(Self::new(data))
    }

    /// The comparison as plain dicts and lists, with the keys of the JSON.
    ///
    /// >>> import wiredrift
    /// >>> comparison = wiredrift.compare_copies("The gate is shut.", {"a": "The gate is open."})
    /// >>> comparison.to_dict()["sentences"][0]["cells"][0]["state"]
    /// 'changed'
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        loads(py, &self.data.to_json()?)
    }

    /// A table that polars, pandas, pyarrow and others take without a copy.
    ///
    /// `level` picks what a row stands for: `cells` (a sentence of the original in a copy),
    /// `changes` (a departure of a copy from the original), `shared` (a change that copies share),
    /// `copies`, `distances`, `descents` or `nodes` of the tree.
    ///
    /// >>> import wiredrift
    /// >>> comparison = wiredrift.compare_copies("The gate is shut.", {"a": "The gate is open."})
    /// >>> [(row["copy"], row["state"]) for row in comparison.to_frame().to_dicts()]
    /// [('a', 'changed')]
    /// >>> len(comparison.to_frame(level="distances"))
    /// 1
    #[pyo3(signature = (*, level = "cells"))]
    fn to_frame(&self, level: &str) -> PyResult<Table> {
        let level: CopiesLevel = level.parse()?;
        Ok(Table::new(copies_table(&self.data, level)))
    }

    /// The comparison as one self-contained page: the bytes of `wiredrift copies --format html`.
    ///
    /// >>> import wiredrift
    /// >>> comparison = wiredrift.compare_copies("The gate is shut.", {"a": "The gate is open."})
    /// >>> comparison.to_html().lower().startswith("<!doctype html>")
    /// True
    fn to_html(&self) -> String {
        render::copies::html(&self.data)
    }

    /// The comparison as a fragment of HTML, which a notebook shows.
    fn _repr_html_(&self) -> String {
        render::copies::notebook(&self.data)
    }

    fn __str__(&self) -> String {
        render::copies::text(&self.data, &render::terminal::TextStyle::default())
    }

    fn __repr__(&self) -> String {
        let Self { data, .. } = self;
        format!(
            "Comparison(copies={}, places={}, shared={}, descents={})",
            data.copies.len(),
            data.locations.len(),
            data.shared.len(),
            data.descents.len()
        )
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        let json = slf.get().data.to_json()?;
        Ok((slf.get_type().getattr("from_json")?, (json,)))
    }
}
