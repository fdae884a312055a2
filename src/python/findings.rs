//! Findings as an immutable sequence that can be filtered, shown and handed on as a table.

use std::sync::Arc;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyIterator, PyList, PySlice, PyString, PyTuple, PyType};

use super::parts::{Finding, Lazy};
use super::report::row;
use super::table::Table;
use super::{WiredriftError, characters};
use crate::render;
use crate::report as data;
use crate::report::{Kind, Severity};
use crate::table::{Level, TableBuilder};

/// Where the findings come from: their texts are needed to show them in context.
#[derive(Clone)]
pub(super) enum Source {
    Report(Arc<data::Report>),
    Inspection(Arc<data::Inspection>),
}

impl Source {
    fn findings(&self) -> &[data::Finding] {
        match self {
            Self::Report(report) => &report.findings,
            Self::Inspection(inspection) => &inspection.findings,
        }
    }
}

/// What is pickled: whether the source is an inspection, its JSON, and what was chosen of it.
type State = (bool, String, Vec<usize>);

/// Findings in the order of their report: an immutable sequence.
///
/// It does what a tuple of `Finding` does (a slice is `Findings` again, and it equals the tuple of
/// its items), and filters itself, shows itself in a notebook, and goes to polars, pandas or
/// pyarrow as a table. `print(findings)` shows each in its context.
///
/// >>> import wiredrift
/// >>> report = wiredrift.compare("The gates were never open.", "The gates were open.")
/// >>> report.findings
/// Findings(count=1, critical=1)
/// >>> report.findings[0].kind
/// 'negation'
/// >>> [finding.code for finding in report.findings.filter(severity=("major", "critical"))]
/// ['WD301']
#[pyclass(frozen, sequence, module = "wiredrift")]
pub struct Findings {
    source: Source,
    /// Indices of the source's findings.
    chosen: Vec<usize>,
    items: Lazy,
}

impl Findings {
    /// All findings of a source.
    pub(super) fn all(source: Source) -> Self {
        let chosen = (0..source.findings().len()).collect();
        Self::of(source, chosen)
    }

    fn of(source: Source, chosen: Vec<usize>) -> Self {
        Self {
            source,
            chosen,
            items: Lazy::new(),
        }
    }

    fn chosen(&self) -> impl Iterator<Item = &data::Finding> {
        let all = self.source.findings();
        self.chosen.iter().filter_map(|index| all.get(*index))
    }

    fn tuple<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let items: Vec<_> = self.chosen().collect();
        self.items.get(py, &items, |finding| Finding::new(finding))
    }

    /// A report of these findings and nothing else but the texts: what the renderers take.
    fn view(&self) -> data::Report {
        let findings: Vec<data::Finding> = self.chosen().cloned().collect();
        let none = |chars| data::Side {
            chars,
            segments: Vec::new(),
        };
        let (signature, original, copy) = match &self.source {
            Source::Report(r) => (&r.signature, r.original.clone(), r.copy.clone()),
            Source::Inspection(i) => (
                &i.signature,
                none(0),
                data::Side {
                    chars: i.chars,
                    segments: i.segments.clone(),
                },
            ),
        };
        let mut counts = data::Counts::default();
        for finding in &findings {
            *counts.findings.entry(finding.kind).or_default() += 1;
            *counts.severities.entry(finding.severity).or_default() += 1;
        }
        data::Report {
            schema: data::SCHEMA,
            signature: signature.clone(),
            drift: 0.0,
            risk: 0.0,
            severity: findings
                .iter()
                .map(|f| f.severity)
                .max()
                .unwrap_or_default(),
            original,
            copy,
            alignment: Vec::new(),
            findings,
            quotations: Vec::new(),
            numbers: Vec::new(),
            names: Vec::new(),
            counts,
            notices: Vec::new(),
        }
    }
}

#[pymethods]
impl Findings {
    /// Those that have all the properties asked for, in the same order.
    ///
    /// `kind`, `severity` and `code` are a value or a collection of values; `min_confidence` is
    /// 0 to 1; `quoted` keeps what lies inside quotation marks, or what does not. A value that no
    /// finding can have is a `WiredriftError` that names those that are accepted.
    ///
    /// >>> import wiredrift
    /// >>> report = wiredrift.compare(
    /// ...     "“We never saw 300 people,” she said.", "“We saw 400 people,” she said."
    /// ... )
    /// >>> [f.kind for f in report.findings.filter(kind={"number", "negation"}, quoted=True)]
    /// ['negation', 'number']
    /// >>> report.findings.filter(code="WD301", severity="critical", min_confidence=0.5)
    /// Findings(count=1, critical=1)
    #[pyo3(signature = (*, kind = None, severity = None, code = None, min_confidence = 0.0, quoted = None))]
    fn filter(
        &self,
        kind: Option<&Bound<'_, PyAny>>,
        severity: Option<&Bound<'_, PyAny>>,
        code: Option<&Bound<'_, PyAny>>,
        min_confidence: f64,
        quoted: Option<bool>,
    ) -> PyResult<Self> {
        if !(0.0..=1.0).contains(&min_confidence) {
            return Err(WiredriftError::new_err(format!(
                "min_confidence is {min_confidence}; accepted: 0 to 1"
            )));
        }
        let kinds: Vec<&str> = Kind::ALL.iter().map(|k| k.name()).collect();
        let severities: Vec<&str> = Severity::ALL.iter().map(|s| s.name()).collect();
        let codes: Vec<&str> = crate::rules().iter().map(|rule| rule.code).collect();
        let kinds = wanted("kind", kind, &kinds)?;
        let severities = wanted("severity", severity, &severities)?;
        let codes = wanted("code", code, &codes)?;
        let among = |list: &Option<Vec<String>>, value: &str| {
            list.as_ref()
                .is_none_or(|list| list.iter().any(|v| v == value))
        };
        let all = self.source.findings();
        let kept = self.chosen.iter().copied().filter(|index| {
            all.get(*index).is_some_and(|f| {
                f.confidence >= min_confidence
                    && quoted.is_none_or(|quoted| f.quoted == quoted)
                    && among(&kinds, f.kind.name())
                    && among(&severities, f.severity.name())
                    && among(&codes, &f.code)
            })
        });
        Ok(Self::of(self.source.clone(), kept.collect()))
    }

    /// A table that polars, pandas, pyarrow and others take without a copy, a row for each.
    ///
    /// >>> import wiredrift
    /// >>> report = wiredrift.compare("The gates were never open.", "The gates were open.")
    /// >>> report.findings.to_frame()
    /// Table(rows=1, columns=17)
    fn to_frame(&self) -> Table {
        let mut table = TableBuilder::new(Level::Findings);
        table.add(0, &self.view());
        Table::new(table.finish())
    }

    /// Flat dicts, a row for each.
    ///
    /// >>> import wiredrift
    /// >>> report = wiredrift.compare("The gates were never open.", "The gates were open.")
    /// >>> report.findings.to_dicts()[0]["original_text"]
    /// 'never open'
    fn to_dicts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let rows = PyList::empty(py);
        for finding in self.chosen() {
            rows.append(row(py, finding)?)?;
        }
        Ok(rows)
    }

    /// Index of the first that equals `value`; `ValueError` where there is none.
    #[pyo3(signature = (value, start = 0, stop = isize::MAX, /), text_signature = "($self, value, start=0, stop=9223372036854775807, /)")]
    fn index<'py>(
        &self,
        value: &Bound<'py, PyAny>,
        start: isize,
        stop: isize,
    ) -> PyResult<Bound<'py, PyAny>> {
        let items = self.tuple(value.py())?;
        items.call_method1("index", (value, start, stop))
    }

    /// How many equal `value`.
    #[pyo3(signature = (value, /))]
    fn count<'py>(&self, value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        self.tuple(value.py())?.call_method1("count", (value,))
    }

    fn __len__(&self) -> usize {
        self.chosen.len()
    }

    fn __getitem__<'py>(&self, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = index.py();
        let Ok(slice) = index.cast::<PySlice>() else {
            return self.tuple(py)?.as_any().get_item(index);
        };
        let places = slice.indices(isize::try_from(self.chosen.len())?)?;
        let mut at = places.start;
        let mut chosen = Vec::with_capacity(places.slicelength);
        for _ in 0..places.slicelength {
            chosen.extend(usize::try_from(at).ok().and_then(|at| self.chosen.get(at)));
            at += places.step;
        }
        Ok(Bound::new(py, Self::of(self.source.clone(), chosen))?.into_any())
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        self.tuple(py)?.try_iter()
    }

    fn __reversed__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("builtins")?
            .call_method1("reversed", (self.tuple(py)?,))
    }

    fn __contains__(&self, value: &Bound<'_, PyAny>) -> PyResult<bool> {
        self.tuple(value.py())?.contains(value)
    }

    fn __eq__<'py>(&self, other: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = other.py();
        let items = self.tuple(py)?;
        let equal = if let Ok(other) = other.cast::<Self>() {
            items.eq(other.get().tuple(py)?)?
        } else if other.is_instance_of::<PyTuple>() {
            items.eq(other)?
        } else if let Ok(list) = other.cast::<PyList>() {
            items.eq(list.to_tuple())?
        } else {
            return Ok(py.NotImplemented().into_bound(py));
        };
        Ok(equal.into_pyobject(py)?.to_owned().into_any())
    }

    /// That of the tuple, which it may equal.
    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        self.tuple(py)?.hash()
    }

    /// The findings as a fragment of HTML, which a notebook shows.
    fn _repr_html_(&self) -> String {
        render::html::findings(&self.view())
    }

    fn __str__(&self) -> String {
        render::terminal::findings(&self.view(), &render::terminal::TextStyle::default())
    }

    fn __repr__(&self) -> String {
        let mut shown = format!("Findings(count={}", self.chosen.len());
        for severity in Severity::ALL.iter().rev() {
            let count = self.chosen().filter(|f| f.severity == *severity).count();
            if count > 0 {
                shown.push_str(&format!(", {}={count}", severity.name()));
            }
        }
        shown.push(')');
        shown
    }

    #[classmethod]
    fn _from_json(
        _class: &Bound<'_, PyType>,
        inspection: bool,
        json: &str,
        chosen: Vec<usize>,
    ) -> PyResult<Self> {
        let source = match inspection {
            true => Source::Inspection(Arc::new(data::Inspection::from_json(json)?)),
            false => Source::Report(Arc::new(data::Report::from_json(json)?)),
        };
        Ok(Self::of(source, chosen))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, State)> {
        let this = slf.get();
        let (inspection, json) = match &this.source {
            Source::Report(report) => (false, report.to_json()?),
            Source::Inspection(inspection) => (true, inspection.to_json()?),
        };
        let state = (inspection, json, this.chosen.clone());
        Ok((slf.get_type().getattr("_from_json")?, state))
    }
}

/// The values of an option that is one `str` or a collection of them, each one of `accepted`.
fn wanted(
    name: &str,
    value: Option<&Bound<'_, PyAny>>,
    accepted: &[&str],
) -> PyResult<Option<Vec<String>>> {
    let Some(value) = value else { return Ok(None) };
    let values = match value.is_instance_of::<PyString>() {
        true => vec![value.clone()],
        false => {
            let given = value.get_type();
            let items = value.try_iter().map_err(|_| {
                let given = given.qualname().map(|n| n.to_string()).unwrap_or_default();
                PyTypeError::new_err(format!(
                    "{name} must be str or a collection of str, not {given}"
                ))
            })?;
            items.collect::<PyResult<_>>()?
        }
    };
    let values = values.iter().map(|value| {
        let value = characters(name, value)?;
        if accepted.contains(&value) {
            return Ok(value.to_owned());
        }
        Err(WiredriftError::new_err(format!(
            "{name} is {value:?}; accepted: {}",
            accepted.join(", ")
        )))
    });
    values.collect::<PyResult<Vec<_>>>().map(Some)
}
