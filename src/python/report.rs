//! The report as a frozen Python value.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyList, PyTuple, PyType};

use super::characters;
use super::findings::{Findings, Source};
use super::parts::{Bead, Fact, Lazy, Quotation, Side};
use super::table::Table;
use crate::render;
use crate::report as data;
use crate::table::TableBuilder;

/// All that is to say about a pair.
///
/// `str(report)` is the terminal rendering; a notebook shows the HTML one.
#[pyclass(frozen, eq, hash, module = "wiredrift")]
pub struct Report {
    data: Arc<data::Report>,
    alignment: Lazy,
    findings: PyOnceLock<Py<Findings>>,
    quotations: Lazy,
    numbers: Lazy,
    names: Lazy,
}

impl Report {
    pub(super) fn new(data: data::Report) -> Self {
        Self {
            data: Arc::new(data),
            alignment: Lazy::new(),
            findings: PyOnceLock::new(),
            quotations: Lazy::new(),
            numbers: Lazy::new(),
            names: Lazy::new(),
        }
    }
}

impl PartialEq for Report {
    fn eq(&self, other: &Self) -> bool {
        self.data == other.data
    }
}

impl Hash for Report {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.data.to_json().unwrap_or_default().hash(state);
    }
}

#[pymethods]
impl Report {
    /// Number of the data contract.
    #[getter]
    fn schema(&self) -> u32 {
        self.data.schema
    }

    /// Everything that can change a result: equal signatures, equal reports.
    #[getter]
    fn signature(&self) -> &str {
        &self.data.signature
    }

    /// Document drift: 0 nothing changed in meaning, 1 nothing of it is left.
    #[getter]
    fn drift(&self) -> f64 {
        self.data.drift
    }

    /// Probability that at least one bead misinforms, 0 to 1.
    #[getter]
    fn risk(&self) -> f64 {
        self.data.risk
    }

    /// The worst finding.
    #[getter]
    fn severity(&self) -> &'static str {
        self.data.severity.name()
    }

    /// The original.
    #[getter]
    fn original(&self) -> Side {
        Side::new(&self.data.original)
    }

    /// The copy.
    #[getter]
    fn copy(&self) -> Side {
        Side::new(&self.data.copy)
    }

    /// Beads in the order of the original, what only the copy has where it stands there.
    #[getter]
    fn alignment<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        self.alignment.get(py, &self.data.alignment, Bead::new)
    }

    /// Findings, worst first, then by place in the copy.
    #[getter]
    fn findings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, Findings>> {
        let all = || Py::new(py, Findings::all(Source::Report(Arc::clone(&self.data))));
        Ok(self.findings.get_or_try_init(py, all)?.bind(py).clone())
    }

    /// Quotations on both sides.
    #[getter]
    fn quotations<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        self.quotations
            .get(py, &self.data.quotations, Quotation::new)
    }

    /// Numbers on both sides.
    #[getter]
    fn numbers<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        self.numbers.get(py, &self.data.numbers, Fact::new)
    }

    /// Names on both sides.
    #[getter]
    fn names<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        self.names.get(py, &self.data.names, Fact::new)
    }

    /// How many findings by kind and by severity, and segments by what became of them.
    #[getter]
    fn counts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let json = serde_json::to_string(&self.data.counts).map_err(crate::Error::from)?;
        loads(py, &json)
    }

    /// What a reader of the figures should know.
    #[getter]
    fn notices<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.data.notices)
    }

    /// The report as JSON, one line: the same bytes as `wiredrift compare --format json`.
    ///
    /// >>> import wiredrift
    /// >>> report = wiredrift.compare("The bridge is open.", "The bridge is open.")
    /// >>> report.to_json().startswith('{"schema":1,')
    /// True
    fn to_json(&self) -> PyResult<String> {
        Ok(self.data.to_json()?)
    }

    /// Read a report back; `WiredriftError` where the string is not one.
    ///
    /// >>> import wiredrift
    /// >>> report = wiredrift.compare("The bridge is open.", "The bridge is open.")
    /// >>> wiredrift.Report.from_json(report.to_json()) == report
    /// True
    #[classmethod]
    #[pyo3(signature = (json, /))]
    fn from_json(_class: &Bound<'_, PyType>, json: &Bound<'_, PyAny>) -> PyResult<Self> {
        let data = data::Report::from_json(characters("json", json)?)?;
        Ok(Self::new(data))
    }

    /// The report as plain dicts and lists, with the keys of the JSON.
    ///
    /// >>> import wiredrift
    /// >>> report = wiredrift.compare("The bridge is open.", "The bridge is open.")
    /// >>> report.to_dict()["severity"]
    /// 'none'
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        loads(py, &self.data.to_json()?)
    }

    /// The findings as flat rows, for a data frame or a spreadsheet.
    ///
    /// >>> import wiredrift
    /// >>> report = wiredrift.compare("The bridge is open.", "The bridge is open.")
    /// >>> report.to_rows()
    /// []
    fn to_rows<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let rows = PyList::empty(py);
        for finding in &self.data.findings {
            rows.append(row(py, finding)?)?;
        }
        Ok(rows)
    }

    /// The report as a table that polars, pandas, pyarrow and others take without a copy.
    ///
    /// `level` picks what a row stands for, as in `compare_many`: `findings`, `beads`, or `pairs`
    /// (one row).
    ///
    /// >>> import wiredrift
    /// >>> report = wiredrift.compare("No one was hurt.", "Everyone was hurt.")
    /// >>> report.to_frame().columns[:4]
    /// ['pair', 'code', 'kind', 'severity']
    /// >>> report.to_frame(level="beads").to_dicts()[0]["relation"]
    /// 'reworded'
    #[pyo3(signature = (*, level = "findings"))]
    fn to_frame(&self, level: &str) -> PyResult<Table> {
        let mut table = TableBuilder::new(level.parse()?);
        table.add(0, &self.data);
        Ok(Table::new(table.finish()))
    }

    /// The report as one self-contained page: the bytes of `wiredrift compare --format html`.
    ///
    /// >>> import wiredrift
    /// >>> report = wiredrift.compare("The bridge is open.", "The bridge is open.")
    /// >>> report.to_html().lower().startswith("<!doctype html>")
    /// True
    fn to_html(&self) -> String {
        render::html::html(&self.data)
    }

    /// The report as a fragment of HTML, which a notebook shows.
    fn _repr_html_(&self) -> String {
        render::html::notebook(&self.data)
    }

    fn __str__(&self) -> String {
        render::terminal::text(&self.data, &render::terminal::TextStyle::default())
    }

    fn __repr__(&self) -> String {
        let Self { data, .. } = self;
        format!(
            "Report(severity='{}', drift={:.2}, risk={:.2}, findings={})",
            data.severity.name(),
            data.drift,
            data.risk,
            data.findings.len()
        )
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        let json = slf.get().data.to_json()?;
        Ok((slf.get_type().getattr("from_json")?, (json,)))
    }
}

/// The Python value of a JSON string: the standard library's own idea of it.
pub(super) fn loads<'py>(py: Python<'py>, json: &str) -> PyResult<Bound<'py, PyAny>> {
    py.import("json")?.call_method1("loads", (json,))
}

/// A finding as one flat row of a table.
pub(super) fn row<'py>(py: Python<'py>, finding: &data::Finding) -> PyResult<Bound<'py, PyDict>> {
    let row = PyDict::new(py);
    row.set_item("code", &finding.code)?;
    row.set_item("kind", finding.kind.name())?;
    row.set_item("severity", finding.severity.name())?;
    row.set_item("confidence", finding.confidence)?;
    row.set_item("quoted", finding.quoted)?;
    row.set_item("message", &finding.message)?;
    row.set_item("bead", finding.bead)?;
    for (side, excerpt) in [("original", &finding.original), ("copy", &finding.copy)] {
        let excerpt = excerpt.as_ref();
        row.set_item(format!("{side}_segment"), excerpt.map(|e| e.segment))?;
        row.set_item(format!("{side}_start"), excerpt.map(|e| e.start))?;
        row.set_item(format!("{side}_end"), excerpt.map(|e| e.end))?;
        row.set_item(format!("{side}_text"), excerpt.map(|e| e.text.as_str()))?;
    }
    Ok(row)
}
