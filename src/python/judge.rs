//! Judges of the caller's: a Python callable, or an object with a method.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};

use super::model::{Callable, Raised, plain};
use crate::semantic::{Judge, ModelError, Verdict};

/// What a judge may return for each pair.
const EXPECTED: &str = "for each pair a risk, or a row of (entailment, contradiction) or of \
                        (entailment, neutral, contradiction)";

/// How far three probabilities may be from 1 in sum.
const SLACK: f64 = 1e-3;

/// A judge that is a Python callable.
pub struct Caller(Callable);

/// Why there are no verdicts.
enum Failed {
    /// The judge raised something.
    Raised(PyErr),
    /// It returned something else than verdicts.
    Odd { found: String, expected: String },
}

impl From<PyErr> for Failed {
    fn from(error: PyErr) -> Self {
        Self::Raised(error)
    }
}

impl Caller {
    /// From the argument `judge`: a callable on a list of pairs, or an object with `judge` or
    /// `predict`.
    pub fn new(value: &Bound<'_, PyAny>, raised: &Raised) -> PyResult<Self> {
        let wanted = "judge must be a callable on a list of (original, copy) pairs, or an object with \
                      judge or predict";
        Callable::new(value, ["judge", "predict"], wanted, raised).map(Self)
    }

    fn verdicts(&self, py: Python<'_>, pairs: &[(&str, &str)]) -> Result<Vec<Verdict>, Failed> {
        let returned = self.0.call(PyList::new(py, pairs)?)?;
        let mapping = returned.is_instance_of::<PyDict>() || returned.is_instance_of::<PyString>();
        let rows = match returned.try_iter() {
            Ok(rows) if !mapping => rows,
            _ => return Err(odd(&returned, "")),
        };
        let rows = rows.enumerate();
        rows.map(|(pair, row)| verdict(&plain(row?)?, pair))
            .collect()
    }
}

/// What one row says.
fn verdict(row: &Bound<'_, PyAny>, pair: usize) -> Result<Verdict, Failed> {
    if let Ok(risk) = row.extract::<f64>() {
        return Ok(Verdict::Risk(risk));
    }
    let place = format!(" for pair {pair}");
    let Ok(values) = row.extract::<Vec<f64>>() else {
        return Err(odd(row, &place));
    };
    match values[..] {
        [entailment, contradiction] => Ok(Verdict::Inference {
            entailment,
            contradiction,
        }),
        [entailment, neutral, contradiction] => {
            // Negated, so that what is no number fails too.
            let sum = entailment + neutral + contradiction;
            if !((sum - 1.0).abs() <= SLACK && (0.0..=1.0).contains(&neutral)) {
                return Err(Failed::Odd {
                    found: format!("{values:?}{place}"),
                    expected: "three probabilities that add up to 1, not scores".to_owned(),
                });
            }
            Ok(Verdict::Inference {
                entailment,
                contradiction,
            })
        }
        _ => Err(Failed::Odd {
            found: format!("{} values{place}", values.len()),
            expected: EXPECTED.to_owned(),
        }),
    }
}

fn odd(value: &Bound<'_, PyAny>, place: &str) -> Failed {
    match value.get_type().qualname() {
        Ok(name) => Failed::Odd {
            found: format!("{name}{place}"),
            expected: EXPECTED.to_owned(),
        },
        Err(error) => Failed::Raised(error),
    }
}

impl Judge for Caller {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn checksum(&self) -> &str {
        self.0.checksum()
    }

    fn judge(&self, pairs: &[(&str, &str)]) -> Result<Vec<Verdict>, ModelError> {
        Python::attach(|py| {
            self.verdicts(py, pairs).map_err(|failed| match failed {
                Failed::Odd { found, expected } => ModelError::Verdict {
                    judge: self.0.name().to_owned(),
                    expected,
                    found,
                },
                Failed::Raised(error) => self.0.failed(error, format!("{} pairs", pairs.len())),
            })
        })
    }
}
