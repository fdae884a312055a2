//! Values of an Arrow column as Python objects.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList};

use super::WiredriftError;
use crate::corpus::row::Gap;
use crate::corpus::table::TextColumn;

/// The values of a column, which errors call `name`; `None` for nulls.
///
/// # Errors
/// `WiredriftError` where its type has no form here (dates, decimals and the like are the business
/// of the libraries that know them), or a text of somebody else's is no UTF-8.
pub fn cells<'py>(
    py: Python<'py>,
    name: &str,
    column: &ArrayRef,
) -> PyResult<Vec<Option<Bound<'py, PyAny>>>> {
    match column.data_type() {
        DataType::Null => Ok(vec![None; column.len()]),
        DataType::Int8 => numbers::<Int8Type>(py, column),
        DataType::Int16 => numbers::<Int16Type>(py, column),
        DataType::Int32 => numbers::<Int32Type>(py, column),
        DataType::Int64 => numbers::<Int64Type>(py, column),
        DataType::UInt8 => numbers::<UInt8Type>(py, column),
        DataType::UInt16 => numbers::<UInt16Type>(py, column),
        DataType::UInt32 => numbers::<UInt32Type>(py, column),
        DataType::UInt64 => numbers::<UInt64Type>(py, column),
        DataType::Float32 => numbers::<Float32Type>(py, column),
        DataType::Float64 => numbers::<Float64Type>(py, column),
        DataType::Boolean => each(py, column.as_boolean().iter()),
        DataType::Binary => bytes(py, column.as_binary::<i32>().iter()),
        DataType::LargeBinary => bytes(py, column.as_binary::<i64>().iter()),
        DataType::BinaryView => bytes(py, column.as_binary_view().iter()),
        DataType::List(_) => lists(py, name, column, column.as_list::<i32>().iter()),
        DataType::LargeList(_) => lists(py, name, column, column.as_list::<i64>().iter()),
        DataType::Struct(_) => structs(py, name, column),
        kind => {
            let Ok(texts) = TextColumn::new(std::slice::from_ref(column)) else {
                return Err(WiredriftError::new_err(format!(
                    "column {name:?} is of the Arrow type {kind}, which has no plain form here; \
                     take the table with pyarrow.table, polars.DataFrame or another library"
                )));
            };
            let texts = texts
                .texts()
                .into_iter()
                .enumerate()
                .map(|(row, text)| match text {
                    Ok(text) => Ok(Some(text.into_pyobject(py)?.into_any())),
                    Err(Gap::Null) => Ok(None),
                    Err(gap) => Err(WiredriftError::new_err(format!("{name}[{row}] {gap}"))),
                });
            texts.collect()
        }
    }
}

fn numbers<'py, T>(py: Python<'py>, column: &ArrayRef) -> PyResult<Vec<Option<Bound<'py, PyAny>>>>
where
    T: ArrowPrimitiveType,
    T::Native: IntoPyObject<'py>,
{
    each(py, column.as_primitive::<T>().iter())
}

fn each<'py, V: IntoPyObject<'py>>(
    py: Python<'py>,
    values: impl Iterator<Item = Option<V>>,
) -> PyResult<Vec<Option<Bound<'py, PyAny>>>> {
    let values = values.map(|value| value.map(|value| value.into_bound_py_any(py)).transpose());
    values.collect()
}

fn bytes<'py, 'b>(
    py: Python<'py>,
    values: impl Iterator<Item = Option<&'b [u8]>>,
) -> PyResult<Vec<Option<Bound<'py, PyAny>>>> {
    each(
        py,
        values.map(|value| value.map(|value| PyBytes::new(py, value))),
    )
}

fn lists<'py>(
    py: Python<'py>,
    name: &str,
    column: &ArrayRef,
    values: impl Iterator<Item = Option<ArrayRef>>,
) -> PyResult<Vec<Option<Bound<'py, PyAny>>>> {
    let mut lists = Vec::with_capacity(column.len());
    for value in values {
        let items = value.map(|value| cells(py, name, &value)).transpose()?;
        let list = items.map(|items| PyList::new(py, items)).transpose()?;
        lists.push(list.map(Bound::into_any));
    }
    Ok(lists)
}

fn structs<'py>(
    py: Python<'py>,
    name: &str,
    column: &ArrayRef,
) -> PyResult<Vec<Option<Bound<'py, PyAny>>>> {
    let column = column.as_struct();
    let rows: Vec<_> = (0..column.len()).map(|_| PyDict::new(py)).collect();
    for (field, values) in column.fields().iter().zip(column.columns()) {
        for (row, value) in rows.iter().zip(cells(py, name, values)?) {
            row.set_item(field.name(), value)?;
        }
    }
    let rows = rows.into_iter().enumerate();
    Ok(rows
        .map(|(i, row)| (!column.is_null(i)).then(|| row.into_any()))
        .collect())
}
