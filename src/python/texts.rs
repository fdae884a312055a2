//! Columns of texts from Python: sequences of `str`, or whatever exports an Arrow column.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyString;

use super::{WiredriftError, arrow, characters};

/// Texts of one side of many pairs; those of an Arrow column are read where they lie.
pub enum Texts<'py> {
    /// Python strings, or what stands in their place.
    Strings(Vec<Bound<'py, PyAny>>),
    /// Chunks of an Arrow column.
    Arrow(Vec<ArrayRef>),
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
            if let Some(other) = chunks.iter().find(|c| !is_text(c.data_type())) {
                return Err(arrow::no_text(name, other.data_type()));
            }
            return Ok(Self::Arrow(chunks));
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
                        return Err(missing(name, i));
                    }
                    characters(format_args!("{name}[{i}]"), value)
                });
                texts.collect()
            }
            Self::Arrow(chunks) => {
                let mut texts = Vec::with_capacity(chunks.iter().map(|c| c.len()).sum());
                for chunk in chunks {
                    for text in rows(chunk) {
                        texts.push(text.ok_or_else(|| missing(name, texts.len())));
                    }
                }
                texts
            }
        }
    }
}

fn missing(name: &str, index: usize) -> PyErr {
    WiredriftError::new_err(format!("{name}[{index}] is null; give a str"))
}

/// The texts of a chunk of strings, or of a dictionary of strings.
fn rows(chunk: &ArrayRef) -> Vec<Option<&str>> {
    match chunk.data_type() {
        DataType::Utf8 => chunk.as_string::<i32>().iter().collect(),
        DataType::LargeUtf8 => chunk.as_string::<i64>().iter().collect(),
        DataType::Utf8View => chunk.as_string_view().iter().collect(),
        DataType::Dictionary(..) => {
            let dictionary = chunk.as_any_dictionary();
            if dictionary.values().is_empty() {
                return vec![None; chunk.len()];
            }
            let values = rows(dictionary.values());
            let keys = dictionary.normalized_keys().into_iter().enumerate();
            let texts = keys.map(|(row, key)| match chunk.is_null(row) {
                true => None,
                false => values.get(key).copied().flatten(),
            });
            texts.collect()
        }
        _ => vec![None; chunk.len()],
    }
}

fn is_text(kind: &DataType) -> bool {
    match kind {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, values) => is_text(values),
        _ => false,
    }
}
