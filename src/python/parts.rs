//! The parts of a report as frozen Python values.

use std::hash::{Hash, Hasher};

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyString, PyTuple, PyType};
use serde::Serialize;

use crate::report as data;

/// Longest passage that a `repr` shows, in code points.
const SHOWN: usize = 60;

/// The name that an enumeration has in JSON, which is its name in Python too.
pub(super) fn name(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// A Python literal of `text`, on one line and cut where it is long.
fn literal(py: Python<'_>, text: &str) -> PyResult<String> {
    let shown = match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    };
    PyString::new(py, &shown).repr()?.extract()
}

/// `[1, 2]` as Python prints a tuple.
fn tuple_literal(ids: &[usize]) -> String {
    match ids {
        [one] => format!("({one},)"),
        many => {
            let many: Vec<String> = many.iter().map(ToString::to_string).collect();
            format!("({})", many.join(", "))
        }
    }
}

/// A frozen class around a part of the report: equal and hashed by value, pickled as JSON.
macro_rules! part {
    ($(#[doc = $doc:literal])* $name:ident { $($body:tt)* }) => {
        $(#[doc = $doc])*
        #[pyclass(frozen, eq, hash, module = "wiredrift")]
        pub struct $name {
            data: data::$name,
        }

        impl $name {
            pub(super) fn new(data: &data::$name) -> Self {
                Self { data: data.clone() }
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.data == other.data
            }
        }

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                // Scores are no integers; their JSON form is equal where they are.
                serde_json::to_string(&self.data).unwrap_or_default().hash(state);
            }
        }

        #[pymethods]
        impl $name {
            $($body)*

            #[classmethod]
            fn _from_json(_class: &Bound<'_, PyType>, json: &str) -> PyResult<Self> {
                let data = serde_json::from_str(json).map_err(crate::Error::from)?;
                Ok(Self { data })
            }

            fn __reduce__<'py>(
                slf: &Bound<'py, Self>,
            ) -> PyResult<(Bound<'py, PyAny>, (String,))> {
                let json = serde_json::to_string(&slf.get().data).map_err(crate::Error::from)?;
                Ok((slf.get_type().getattr("_from_json")?, (json,)))
            }
        }
    };
}

part! {
    /// A passage of one text.
    Excerpt {
        #[getter]
        fn segment(&self) -> usize {
            self.data.segment
        }

        #[getter]
        fn start(&self) -> usize {
            self.data.start
        }

        #[getter]
        fn end(&self) -> usize {
            self.data.end
        }

        #[getter]
        fn text(&self) -> &str {
            &self.data.text
        }

        fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
            let Self { data } = self;
            Ok(format!(
                "Excerpt(segment={}, start={}, end={}, text={})",
                data.segment, data.start, data.end, literal(py, &data.text)?
            ))
        }
    }
}

part! {
    /// A segment of one of the texts.
    Segment {
        #[getter]
        fn id(&self) -> usize {
            self.data.id
        }

        #[getter]
        fn kind(&self) -> String {
            name(self.data.kind)
        }

        #[getter]
        fn start(&self) -> usize {
            self.data.start
        }

        #[getter]
        fn end(&self) -> usize {
            self.data.end
        }

        #[getter]
        fn text(&self) -> &str {
            &self.data.text
        }

        fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
            let Self { data } = self;
            Ok(format!(
                "Segment(id={}, kind='{}', start={}, end={}, text={})",
                data.id, name(data.kind), data.start, data.end, literal(py, &data.text)?
            ))
        }
    }
}

part! {
    /// What an alignment rests on.
    Evidence {
        #[getter]
        fn characters(&self) -> f64 {
            self.data.characters
        }

        #[getter]
        fn words(&self) -> f64 {
            self.data.words
        }

        #[getter]
        fn facts(&self) -> f64 {
            self.data.facts
        }

        #[getter]
        fn context(&self) -> f64 {
            self.data.context
        }

        fn __repr__(&self) -> String {
            let Self { data } = self;
            format!(
                "Evidence(characters={:.2}, words={:.2}, facts={:.2}, context={:.2})",
                data.characters, data.words, data.facts, data.context
            )
        }
    }
}

part! {
    /// Sentences that stand for one another, with their scores.
    Bead {
        #[getter]
        fn original<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
            PyTuple::new(py, &self.data.original)
        }

        #[getter]
        fn copy<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
            PyTuple::new(py, &self.data.copy)
        }

        #[getter]
        fn relation(&self) -> String {
            name(self.data.relation)
        }

        #[getter]
        fn similarity(&self) -> f64 {
            self.data.similarity
        }

        #[getter]
        fn drift(&self) -> f64 {
            self.data.drift
        }

        #[getter]
        fn risk(&self) -> f64 {
            self.data.risk
        }

        #[getter]
        fn severity(&self) -> String {
            name(self.data.severity)
        }

        #[getter]
        fn match_score(&self) -> f64 {
            self.data.match_score
        }

        #[getter]
        fn evidence(&self) -> Evidence {
            Evidence::new(&self.data.evidence)
        }

        fn __repr__(&self) -> String {
            let Self { data } = self;
            format!(
                "Bead(original={}, copy={}, relation='{}', similarity={:.2}, drift={:.2}, \
                 risk={:.2}, severity='{}')",
                tuple_literal(&data.original),
                tuple_literal(&data.copy),
                name(data.relation),
                data.similarity,
                data.drift,
                data.risk,
                name(data.severity)
            )
        }
    }
}

part! {
    /// One change of meaning.
    Finding {
        #[getter]
        fn code(&self) -> &str {
            &self.data.code
        }

        #[getter]
        fn kind(&self) -> String {
            name(self.data.kind)
        }

        #[getter]
        fn severity(&self) -> String {
            name(self.data.severity)
        }

        #[getter]
        fn confidence(&self) -> f64 {
            self.data.confidence
        }

        #[getter]
        fn quoted(&self) -> bool {
            self.data.quoted
        }

        #[getter]
        fn message(&self) -> &str {
            &self.data.message
        }

        #[getter]
        fn bead(&self) -> Option<usize> {
            self.data.bead
        }

        #[getter]
        fn original(&self) -> Option<Excerpt> {
            self.data.original.as_ref().map(Excerpt::new)
        }

        #[getter]
        fn copy(&self) -> Option<Excerpt> {
            self.data.copy.as_ref().map(Excerpt::new)
        }

        fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
            let Self { data } = self;
            Ok(format!(
                "Finding(code='{}', kind='{}', severity='{}', confidence={:.2}, message={})",
                data.code,
                name(data.kind),
                name(data.severity),
                data.confidence,
                literal(py, &data.message)?
            ))
        }
    }
}

part! {
    /// A quotation on both sides.
    Quotation {
        #[getter]
        fn original(&self) -> Option<Excerpt> {
            self.data.original.as_ref().map(Excerpt::new)
        }

        #[getter]
        fn copy(&self) -> Option<Excerpt> {
            self.data.copy.as_ref().map(Excerpt::new)
        }

        #[getter]
        fn state(&self) -> String {
            name(self.data.state)
        }

        #[getter]
        fn speaker(&self) -> Option<Excerpt> {
            self.data.speaker.as_ref().map(Excerpt::new)
        }

        fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
            let Self { data } = self;
            Ok(format!(
                "Quotation(state='{}', original={}, copy={})",
                name(data.state),
                passage(py, data.original.as_ref())?,
                passage(py, data.copy.as_ref())?
            ))
        }
    }
}

part! {
    /// A number or a name on both sides.
    Fact {
        #[getter]
        fn original(&self) -> Option<Excerpt> {
            self.data.original.as_ref().map(Excerpt::new)
        }

        #[getter]
        fn copy(&self) -> Option<Excerpt> {
            self.data.copy.as_ref().map(Excerpt::new)
        }

        #[getter]
        fn state(&self) -> String {
            name(self.data.state)
        }

        fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
            let Self { data } = self;
            Ok(format!(
                "Fact(state='{}', original={}, copy={})",
                name(data.state),
                passage(py, data.original.as_ref())?,
                passage(py, data.copy.as_ref())?
            ))
        }
    }
}

part! {
    /// One of the two texts.
    Side {
        #[getter]
        fn chars(&self) -> usize {
            self.data.chars
        }

        #[getter]
        fn segments<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
            PyTuple::new(py, self.data.segments.iter().map(Segment::new))
        }

        fn __repr__(&self) -> String {
            format!(
                "Side(chars={}, segments={})",
                self.data.chars,
                self.data.segments.len()
            )
        }
    }
}

/// The literal of an excerpt's text, or `None`.
fn passage(py: Python<'_>, excerpt: Option<&data::Excerpt>) -> PyResult<String> {
    excerpt.map_or_else(|| Ok("None".to_owned()), |e| literal(py, &e.text))
}

/// A tuple of parts that is made when it is first asked for and kept.
pub(super) struct Lazy(PyOnceLock<Py<PyTuple>>);

impl Lazy {
    /// Nothing made yet.
    pub(super) const fn new() -> Self {
        Self(PyOnceLock::new())
    }

    /// The tuple of `items`, each wrapped by `wrap`.
    pub(super) fn get<'py, T, W>(
        &self,
        py: Python<'py>,
        items: &[T],
        wrap: fn(&T) -> W,
    ) -> PyResult<Bound<'py, PyTuple>>
    where
        W: IntoPyObject<'py>,
    {
        let make = || PyTuple::new(py, items.iter().map(wrap)).map(Bound::unbind);
        Ok(self.0.get_or_try_init(py, make)?.bind(py).clone())
    }
}
