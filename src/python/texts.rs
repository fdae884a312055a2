//! Columns of texts from Python: sequences of `str`, or whatever exports an Arrow column.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyString;

use super::{WiredriftError, arrow, characters};
use crate::corpus::row::Gap;
use crate::corpus::table::TextColumn;

/// Texts of one side of many pairs; those of an Arrow column are read where they lie.
pub enum Texts<'py> {
    /// Python strings, or what stands in their place.
    Strings(Vec<Bound<'py, PyAny>>),
    /// An Arrow column.
    Arrow(TextColumn),
}

impl<'py> Texts<'py> {
    /// The texts of `value`, which errors call `name`.
    pub fn new(name: &str, value: &Bound<'py, PyAny>) -> PyResult<Self> {
        if value.is_instance_of::<PyString>() {
            return Err(PyTypeError::new_err(format!(
                "{name} must be a sequence of str or an Arrow column, not str"
            )));
        }
        if let Some(chunks) = arrow::chunks(value)? {
            let column = TextColumn::new(&chunks);
            return Ok(Self::Arrow(column.map_err(|t| arrow::no_text(name, t))?));
        }
        Ok(Self::Strings(value.try_iter()?.collect::<PyResult<_>>()?))
    }

    /// Each text, or why there is none.
    pub fn each<'t>(&'t self, name: &str) -> Vec<Result<&'t str, PyErr>> {
        match self {
            Self::Strings(values) => {
                let values = values.iter().enumerate();
                let texts = values.map(|(i, value)| {
                    if value.is_none() {
                        return Err(missing(name, i, Gap::Null));
                    }
                    characters(format_args!("{name}[{i}]"), value)
                });
                texts.collect()
            }
            Self::Arrow(column) => {
                let texts = column.texts().into_iter().enumerate();
                let texts = texts.map(|(i, text)| text.map_err(|gap| missing(name, i, gap)));
                texts.collect()
            }
        }
    }
}

fn missing(name: &str, index: usize, gap: Gap) -> PyErr {
    WiredriftError::new_err(format!("{name}[{index}] {gap}"))
}
