//! The inspection of one text as a frozen Python value.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyTuple, PyType};

use super::findings::{Findings, Source};
use super::parts::{Lazy, Mechanism, Segment};
use super::{characters, report::loads};
use crate::render;
use crate::report as data;

/// All that is to say about one text.
///
/// `str(inspection)` is the terminal rendering; a notebook shows the HTML one.
#[pyclass(frozen, eq, hash, module = "wiredrift")]
pub struct Inspection {
    data: Arc<data::Inspection>,
    findings: PyOnceLock<Py<Findings>>,
    segments: Lazy,
}

impl Inspection {
    pub(super) fn new(data: data::Inspection) -> Self {
        Self {
            data: Arc::new(data),
            findings: PyOnceLock::new(),
            segments: Lazy::new(),
        }
    }
}

impl PartialEq for Inspection {
    fn eq(&self, other: &Self) -> bool {
        self.data == other.data
    }
}

impl Hash for Inspection {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.data.to_json().unwrap_or_default().hash(state);
    }
}

#[pymethods]
impl Inspection {
    /// Number of the data contract.
    #[getter]
    fn schema(&self) -> u32 {
        self.data.schema
    }

    /// Everything that can change a result: equal signatures, equal inspections.
    #[getter]
    fn signature(&self) -> &str {
        &self.data.signature
    }

    /// The worst finding.
    #[getter]
    fn severity(&self) -> &'static str {
        self.data.severity.name()
    }

    /// Length of the text in code points.
    #[getter]
    fn chars(&self) -> usize {
        self.data.chars
    }

    /// Its segments in reading order.
    #[getter]
    fn segments<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        self.segments.get(py, &self.data.segments, Segment::new)
    }

    /// Findings, worst first, then by place; each has its passage in `copy`.
    #[getter]
    fn findings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, Findings>> {
        let all = || {
            Py::new(
                py,
                Findings::all(Source::Inspection(Arc::clone(&self.data))),
            )
        };
        Ok(self.findings.get_or_try_init(py, all)?.bind(py).clone())
    }

    /// How many findings by kind.
    #[getter]
    fn counts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let json = serde_json::to_string(&self.data.counts).map_err(crate::Error::from)?;
        loads(py, &json)
    }

    /// How the text seems to have been made, where its damage hints at it.
    #[getter]
    fn mechanism(&self) -> Option<Mechanism> {
        self.data.mechanism.as_ref().map(Mechanism::new)
    }

    /// What else a reader should know.
    #[getter]
    fn notices<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.data.notices)
    }

    /// The inspection as JSON, one line: the same bytes as `wiredrift inspect --format json`.
    ///
    /// >>> import wiredrift
    /// >>> wiredrift.inspect("The bridge is open.").to_json().startswith('{"schema":1,')
    /// True
    fn to_json(&self) -> PyResult<String> {
        Ok(self.data.to_json()?)
    }

    /// Read an inspection back; `WiredriftError` where the string is not one.
    ///
    /// >>> import wiredrift
    /// >>> inspection = wiredrift.inspect("The the bridge is open.")
    /// >>> wiredrift.Inspection.from_json(inspection.to_json()) == inspection
    /// True
    #[classmethod]
    #[pyo3(signature = (json, /))]
    fn from_json(_class: &Bound<'_, PyType>, json: &Bound<'_, PyAny>) -> PyResult<Self> {
        let data = data::Inspection::from_json(characters("json", json)?)?;
        Ok(Self::new(data))
    }

    /// The inspection as plain dicts and lists, with the keys of the JSON.
    ///
    /// >>> import wiredrift
    /// >>> wiredrift.inspect("The bridge is open.").to_dict()["findings"]
    /// []
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        loads(py, &self.data.to_json()?)
    }

    /// The inspection as one self-contained page: that of `wiredrift inspect --format html`.
    ///
    /// >>> import wiredrift
    /// >>> wiredrift.inspect("The bridge is open.").to_html().lower().startswith("<!doctype html>")
    /// True
    fn to_html(&self) -> String {
        render::inspection::html(&self.data)
    }

    /// The inspection as a fragment of HTML, which a notebook shows.
    fn _repr_html_(&self) -> String {
        render::inspection::notebook(&self.data)
    }

    fn __str__(&self) -> String {
        render::inspection::text(&self.data, &render::terminal::TextStyle::default())
    }

    fn __repr__(&self) -> String {
        let Self { data, .. } = self;
        format!(
            "Inspection(severity='{}', findings={})",
            data.severity.name(),
            data.findings.len()
        )
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        let json = slf.get().data.to_json()?;
        Ok((slf.get_type().getattr("from_json")?, (json,)))
    }
}
