//! Long calls: progress to a Python function, Ctrl-C to an end.

use std::ops::ControlFlow;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;

use crate::{Error, Progress};

/// `work`, detached from the interpreter, which comes back every few milliseconds of it to look for
/// Ctrl-C and to call `progress`, if there is one; what either raises ends the work.
pub fn watched<T: Send>(
    py: Python<'_>,
    progress: Option<Py<PyAny>>,
    work: impl FnOnce(&mut dyn FnMut(Progress) -> ControlFlow<()>) -> crate::Result<T> + Send,
) -> PyResult<T> {
    if let Some(call) = progress.as_ref().map(|call| call.bind(py))
        && !call.is_callable()
    {
        let given = call.get_type().qualname()?;
        return Err(PyTypeError::new_err(format!(
            "progress must be callable as progress(stage, done, total), not {given}"
        )));
    }
    let mut raised = None;
    let mut ask = |at: Progress| {
        let answer = Python::attach(|py| {
            py.check_signals()?;
            match &progress {
                Some(call) => call
                    .call1(py, (at.stage.name(), at.done, at.total))
                    .map(drop),
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
    let done = py.detach(|| work(&mut ask));
    match (done, raised) {
        (Err(Error::Interrupted), Some(error)) => Err(error),
        (done, _) => Ok(done?),
    }
}
