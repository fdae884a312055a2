//! Models of meaning: names, the caller's own, and vectors for Python.

use std::sync::{Arc, Mutex, PoisonError};

use pyo3::exceptions::{PyException, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList, PyMemoryView, PyString};

use crate::semantic::{Encoder, Model, ModelError};

use super::{borrowed, characters, judge, strings};
use crate::Options;

/// What an encoder or a judge of Python's raised, kept until it can be raised again.
pub type Raised = Arc<Mutex<Option<PyErr>>>;

/// A model that a caller named or brought, and the judge beside it.
pub struct Chosen {
    model: Model,
    judge: Option<judge::Caller>,
    raised: Raised,
}

impl Chosen {
    /// From the argument `model`: a name, a callable, or an object with `encode` or `embed`.
    pub fn new(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        let raised = Raised::default();
        let model = if value.is_instance_of::<PyString>() {
            characters("model", value)?
                .parse()
                .map_err(crate::Error::Model)?
        } else {
            Model::custom(Caller::new(value, &raised)?)
        };
        Ok(Self {
            model,
            judge: None,
            raised,
        })
    }

    /// As [`Chosen::new`], the default for no argument.
    pub fn or_default(value: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        value.map_or_else(
            || {
                Ok(Self {
                    model: Model::default(),
                    judge: None,
                    raised: Raised::default(),
                })
            },
            Self::new,
        )
    }

    /// The model beside a judge, from the arguments `model` and `judge`.
    pub fn with_judge(
        model: Option<&Bound<'_, PyAny>>,
        judge: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let mut chosen = Self::or_default(model)?;
        if let Some(value) = judge {
            chosen.judge = Some(judge::Caller::new(value, &chosen.raised)?);
        }
        Ok(chosen)
    }

    /// Options with the model and the judge, which goes along with them.
    pub fn options(&mut self) -> Options {
        let options = Options::default().with_model(self.model.clone());
        match self.judge.take() {
            Some(judge) => options.with_judge(judge),
            None => options,
        }
    }

    /// Whether Python raised what is no failure of the model: Ctrl-C and the like.
    pub fn interrupted(&self, py: Python<'_>) -> bool {
        let kept = self.raised.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref()
            .is_some_and(|error| !error.is_instance_of::<PyException>(py))
    }

    /// `done`, or its error with what Python raised as its cause. Ctrl-C and the like are no
    /// failure of the model and come through as they are.
    pub fn finish<T>(&self, py: Python<'_>, done: PyResult<T>) -> PyResult<T> {
        let kept = || self.raised.lock().unwrap_or_else(PoisonError::into_inner);
        done.map_err(|error| match kept().take() {
            Some(cause) if !cause.is_instance_of::<PyException>(py) => cause,
            Some(cause) => {
                error.set_cause(py, Some(cause));
                error
            }
            None => error,
        })
    }
}

/// What a report's signature says of a model of the caller's.
pub struct Named {
    /// Its attribute `name`, else its name in Python.
    pub name: String,
    /// Its attribute `checksum`, else `unknown`.
    pub checksum: String,
}

impl Named {
    /// Of a callable or an object.
    pub fn of(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        let text = |attribute: &str| {
            let value = value.getattr(attribute).ok()?;
            value.cast::<PyString>().ok().map(ToString::to_string)
        };
        let kind = || value.get_type().qualname().map(|name| name.to_string());
        let name = match text("name").or_else(|| text("__qualname__")) {
            Some(name) => name,
            None => kind()?,
        };
        let checksum = text("checksum").unwrap_or_else(|| "unknown".to_owned());
        Ok(Self { name, checksum })
    }
}

/// A callable of the caller's, with what a report says of it.
pub struct Callable {
    call: Py<PyAny>,
    named: Named,
    raised: Raised,
}

impl Callable {
    /// An object's method, the first that there is of `methods`, or the object itself; `wanted` says
    /// what was asked for where it is neither.
    pub fn new(
        value: &Bound<'_, PyAny>,
        methods: [&str; 2],
        wanted: &str,
        raised: &Raised,
    ) -> PyResult<Self> {
        let method = methods
            .into_iter()
            .find_map(|name| value.getattr(name).ok().filter(|m| m.is_callable()));
        let call = match method {
            Some(method) => method,
            None if value.is_callable() => value.clone(),
            None => {
                let given = value.get_type().qualname()?;
                return Err(PyTypeError::new_err(format!("{wanted}, not {given}")));
            }
        };
        Ok(Self {
            call: call.unbind(),
            named: Named::of(value)?,
            raised: Arc::clone(raised),
        })
    }

    /// Its name in a report's signature.
    pub fn name(&self) -> &str {
        &self.named.name
    }

    /// Its checksum there.
    pub fn checksum(&self) -> &str {
        &self.named.checksum
    }

    /// What it returns for a list.
    pub fn call<'py>(&self, given: Bound<'py, PyList>) -> PyResult<Bound<'py, PyAny>> {
        plain(self.call.bind(given.py()).call1((given,))?)
    }

    /// The failure of a call on what is `given`; what was raised is kept to be raised again.
    pub fn failed(&self, error: PyErr, given: String) -> ModelError {
        let reason = error.to_string();
        *self.raised.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
        ModelError::Call {
            model: self.named.name.clone(),
            given,
            reason,
        }
    }
}

/// An encoder that is a Python callable.
struct Caller(Callable);

impl Caller {
    fn new(value: &Bound<'_, PyAny>, raised: &Raised) -> PyResult<Self> {
        let wanted = "model must be a name, a callable on a list of str, or an object with encode or \
                      embed";
        Callable::new(value, ["encode", "embed"], wanted, raised).map(Self)
    }

    fn vectors(&self, py: Python<'_>, texts: &[&str]) -> PyResult<Vec<Vec<f32>>> {
        let returned = self.0.call(PyList::new(py, texts)?)?;
        // A generator, as fastembed's, or rows that are arrays themselves.
        let rows = returned.try_iter()?;
        rows.map(|row| plain(row?)?.extract()).collect()
    }
}

/// Arrays and tensors as lists, which are read faster than element by element.
pub fn plain(value: Bound<'_, PyAny>) -> PyResult<Bound<'_, PyAny>> {
    match value.getattr("tolist") {
        Ok(method) => method.call0(),
        Err(_) => Ok(value),
    }
}

impl Encoder for Caller {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn checksum(&self) -> &str {
        self.0.checksum()
    }

    fn encode(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, ModelError> {
        Python::attach(|py| {
            let vectors = self.vectors(py, texts);
            vectors.map_err(|error| self.0.failed(error, format!("{} texts", texts.len())))
        })
    }
}

/// Vectors of texts: a `memoryview` of float32 with a row for each text.
///
/// It is what `numpy.asarray`, `torch.frombuffer` and the like take without a copy; `.tolist()`
/// gives nested lists. The vectors of the built-in models have length 1 (0 for a text without a
/// word), so that products of rows are cosines. No texts give a view of no items in one dimension.
///
/// `model` is a name or a model of your own, as in `compare`.
///
/// >>> import wiredrift
/// >>> vectors = wiredrift.encode(["The gate is shut.", "The gate is closed.", "It rained."])
/// >>> vectors.shape
/// (3, 256)
/// >>> first, second, third = vectors.tolist()
/// >>> dot = lambda a, b: sum(x * y for x, y in zip(a, b))
/// >>> dot(first, second) > dot(first, third)
/// True
/// >>> wiredrift.encode(["The gate is shut."], model="fast").shape
/// (1, 256)
#[pyfunction]
#[pyo3(signature = (texts, /, *, model = None), text_signature = "(texts, /, *, model='auto')")]
pub fn encode<'py>(
    py: Python<'py>,
    texts: &Bound<'py, PyAny>,
    model: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let texts = strings("texts", texts)?;
    let texts = borrowed("texts", &texts)?;
    let chosen = Chosen::or_default(model)?;
    let done = py.detach(|| chosen.model.encode(&texts));
    let vectors = chosen.finish(py, done.map_err(|e| crate::Error::Model(e).into()))?;
    let width = vectors.first().map_or(0, Vec::len);
    let bytes: Vec<u8> = vectors
        .iter()
        .flatten()
        .flat_map(|x| x.to_ne_bytes())
        .collect();
    let view = PyMemoryView::from(PyBytes::new(py, &bytes).as_any())?;
    if vectors.is_empty() {
        return view.call_method1("cast", ("f",));
    }
    view.call_method1("cast", ("f", (vectors.len(), width)))
}

/// How alike two passages are in meaning, 0 to 1; 1 for the same words in the same order.
///
/// It is the `similarity` that `compare` gives for aligned passages: the cosine of the model's
/// vectors, and to a small part what is shared in writing. It says how near the two are, not
/// whether the difference matters: opposites are near. `compare` says what changed.
///
/// `model` is a name or a model of your own, as in `compare`.
///
/// >>> import wiredrift
/// >>> near = wiredrift.similarity("The gate is shut.", "The gates are closed.")
/// >>> near > wiredrift.similarity("The gate is shut.", "It rained all day.", model="fast")
/// True
#[pyfunction]
#[pyo3(signature = (a, b, /, *, model = None), text_signature = "(a, b, /, *, model='auto')")]
pub fn similarity(
    py: Python<'_>,
    a: &Bound<'_, PyAny>,
    b: &Bound<'_, PyAny>,
    model: Option<&Bound<'_, PyAny>>,
) -> PyResult<f64> {
    let (a, b) = (characters("a", a)?, characters("b", b)?);
    let chosen = Chosen::or_default(model)?;
    let done = py.detach(|| crate::similarity(a, b, &chosen.model));
    chosen.finish(py, done.map_err(PyErr::from))
}
