//! Tables for Python: columns that any Arrow-aware library takes without a copy.

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchIterator};
use arrow_schema::ffi::FFI_ArrowSchema;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyList};

use super::WiredriftError;
use super::cells::cells;
use crate::render;

/// Most rows that a notebook shows.
const SHOWN: usize = 10;

/// Rows and columns, in the memory layout of Apache Arrow.
///
/// polars, pandas, pyarrow, DuckDB and others take it without a copy through the Arrow PyCapsule
/// interface: `polars.DataFrame(table)`, `pyarrow.table(table)`,
/// `pandas.DataFrame.from_arrow(table)`. None of them is needed: `to_dicts` gives plain Python.
///
/// >>> import wiredrift
/// >>> table = wiredrift.compare_many(["No one came."], ["No one came."])
/// >>> len(table), table.columns[:3]
/// (1, ['pair', 'drift', 'risk'])
#[pyclass(frozen, module = "wiredrift")]
pub struct Table(RecordBatch);

impl Table {
    pub(super) fn new(batch: RecordBatch) -> Self {
        Self(batch)
    }
}

#[pymethods]
impl Table {
    /// Names of the columns.
    #[getter]
    fn columns(&self) -> Vec<String> {
        let schema = self.0.schema();
        schema.fields().iter().map(|f| f.name().clone()).collect()
    }

    /// The rows as dicts, with the names of the columns as keys.
    ///
    /// >>> import wiredrift
    /// >>> table = wiredrift.compare_many(["No one came."], ["No one came."])
    /// >>> table.to_dicts()[0]["severity"]
    /// 'none'
    fn to_dicts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let rows: Vec<_> = (0..self.0.num_rows()).map(|_| PyDict::new(py)).collect();
        for (name, column) in self.columns().iter().zip(self.0.columns()) {
            for (row, value) in rows.iter().zip(cells(py, name, column)?) {
                row.set_item(name, value)?;
            }
        }
        PyList::new(py, rows)
    }

    fn __len__(&self) -> usize {
        self.0.num_rows()
    }

    fn __repr__(&self) -> String {
        format!(
            "Table(rows={}, columns={})",
            self.0.num_rows(),
            self.0.num_columns()
        )
    }

    /// The first rows as a fragment of HTML, which a notebook shows.
    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        let first = self.0.slice(0, self.0.num_rows().min(SHOWN));
        let names = self.columns();
        let mut rows = vec![Vec::with_capacity(names.len()); first.num_rows()];
        for (name, column) in names.iter().zip(first.columns()) {
            for (row, value) in rows.iter_mut().zip(cells(py, name, column)?) {
                row.push(match value {
                    Some(value) => Some(value.str()?.to_string_lossy().into_owned()),
                    None => None,
                });
            }
        }
        Ok(render::html::table(&names, &rows, self.0.num_rows()))
    }

    /// The schema, for Arrow's PyCapsule interface.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.0.schema().as_ref()).map_err(failed)?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    /// The table as a stream of one batch, for Arrow's PyCapsule interface.
    ///
    /// A `requested_schema` is a wish that the interface lets a producer pass over.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let batches = RecordBatchIterator::new([Ok(self.0.clone())], self.0.schema());
        let stream = FFI_ArrowArrayStream::new(Box::new(batches));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }
}

pub(super) fn failed(error: arrow_schema::ArrowError) -> PyErr {
    WiredriftError::new_err(error.to_string())
}
