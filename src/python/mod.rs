//! The Python module `wiredrift._native`: the only files that name pyo3.
//!
//! Nothing is computed here. Arguments are checked, the work runs detached from the
//! interpreter, and what comes back is wrapped in frozen classes.

mod parts;
mod report;

use std::ffi::OsString;
use std::io::Write;

use pyo3::create_exception;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::Options;

create_exception!(
    wiredrift,
    WiredriftError,
    PyValueError,
    "What was given cannot be worked with; the message says what would be accepted."
);

impl From<crate::Error> for PyErr {
    fn from(error: crate::Error) -> Self {
        WiredriftError::new_err(error.to_string())
    }
}

/// The characters of a Python string, without a copy.
///
/// A lone surrogate has no UTF-8 form: it is refused with its index, never replaced, because a
/// replacement would make the report's offsets and excerpts untrue.
fn characters<'a>(name: &str, value: &'a Bound<'_, PyAny>) -> PyResult<&'a str> {
    let Ok(text) = value.cast::<PyString>() else {
        let given = value.get_type().qualname()?;
        return Err(PyTypeError::new_err(format!(
            "{name} must be str, not {given}"
        )));
    };
    text.to_str().map_err(|error| {
        let at = error.value(value.py()).getattr("start");
        match at.and_then(|at| at.extract::<usize>()) {
            Ok(at) => WiredriftError::new_err(format!(
                "{name} has a lone surrogate at index {at}; \
                 decode the text with errors=\"replace\" or remove it"
            )),
            Err(_) => error,
        }
    })
}

/// Compare a copy with its original.
#[pyfunction]
#[pyo3(signature = (original, copy, /, *, paraphrases = false))]
fn compare(
    py: Python<'_>,
    original: &Bound<'_, PyAny>,
    copy: &Bound<'_, PyAny>,
    paraphrases: bool,
) -> PyResult<report::Report> {
    let original = characters("original", original)?;
    let copy = characters("copy", copy)?;
    let options = Options::default().with_paraphrases(paraphrases);
    let data = py.detach(|| crate::compare(original, copy, &options))?;
    Ok(report::Report::new(data))
}

/// Run the command line over the process's own streams; returns the exit status.
#[pyfunction]
#[pyo3(signature = (argv, /))]
fn main(py: Python<'_>, argv: Vec<OsString>) -> u8 {
    py.detach(|| {
        let (mut out, mut err) = (std::io::stdout().lock(), std::io::stderr().lock());
        let status = crate::cli::run(&argv, &mut out, &mut err);
        // The interpreter, not Rust, ends this process: nobody else would flush. A reader that
        // has gone away is no error of the run.
        let _ = out.flush();
        status
    })
}

/// Native part of the `wiredrift` package.
#[pymodule]
mod _native {
    #[pymodule_export]
    use super::compare;
    #[pymodule_export]
    use super::main;
    #[pymodule_export]
    use super::parts::{Bead, Evidence, Excerpt, Fact, Finding, Quotation, Segment, Side};
    #[pymodule_export]
    use super::report::Report;

    use pyo3::prelude::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        let error = module.py().get_type::<super::WiredriftError>();
        module.add("WiredriftError", error)?;
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
