//! Arrow columns that Python hands over by the PyCapsule interface.
//!
//! The only unsafe code of the bindings: a capsule is a pointer with a name, and the interface says
//! what lies behind each name. Whoever exports something else under that name breaks its contract;
//! nothing here can find that out.
#![allow(unsafe_code)]

use arrow_array::cast::AsArray;
use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi};
use arrow_array::ffi_stream::{ArrayStreamReader, FFI_ArrowArrayStream};
use arrow_array::{Array, ArrayReader, ArrayRef, StructArray, make_array};
use arrow_schema::DataType;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use super::WiredriftError;
use crate::corpus::table::Frame;

/// The chunks of a column, or none where `value` does not export one.
pub fn chunks(value: &Bound<'_, PyAny>) -> PyResult<Option<Vec<ArrayRef>>> {
    Ok(exported(value)?.map(|(_, chunks)| chunks))
}

/// The table that `value` exports: a batch, a table or a stream of batches.
///
/// # Errors
/// `TypeError` where it exports nothing, or a single column.
pub fn frame(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Frame> {
    let Some((kind, chunks)) = exported(value)? else {
        return Err(PyTypeError::new_err(format!(
            "{name} must be an Arrow record batch, table or stream, or a data frame that exports \
             one, not {}",
            value.get_type().qualname()?
        )));
    };
    let DataType::Struct(fields) = kind else {
        return Err(PyTypeError::new_err(format!(
            "{name} is one Arrow column of {kind}; give a table, whose columns have names"
        )));
    };
    let chunks: Vec<StructArray> = chunks.iter().map(|c| c.as_struct().clone()).collect();
    if chunks.iter().any(|chunk| chunk.null_count() > 0) {
        return Err(WiredriftError::new_err(format!(
            "{name} has rows that are null as a whole; a table has none"
        )));
    }
    Ok(Frame::new(fields, chunks))
}

/// Type and chunks of what `value` exports, or none.
fn exported(value: &Bound<'_, PyAny>) -> PyResult<Option<(DataType, Vec<ArrayRef>)>> {
    if value.hasattr("__arrow_c_stream__")? {
        let capsule = value.call_method0("__arrow_c_stream__")?;
        return stream(&capsule).map(Some);
    }
    if value.hasattr("__arrow_c_array__")? {
        let capsules = value.call_method0("__arrow_c_array__")?;
        let (schema, array) = capsules.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>()?;
        return single(&schema, &array).map(|array| Some((array.data_type().clone(), vec![array])));
    }
    Ok(None)
}

/// The chunks of a table as they come, or none where `value` does not export a stream.
pub fn stream_of(value: &Bound<'_, PyAny>) -> PyResult<Option<ArrayStreamReader>> {
    if !value.hasattr("__arrow_c_stream__")? {
        return Ok(None);
    }
    reader(&value.call_method0("__arrow_c_stream__")?).map(Some)
}

fn stream(capsule: &Bound<'_, PyAny>) -> PyResult<(DataType, Vec<ArrayRef>)> {
    let reader = reader(capsule)?;
    let kind = reader.field().data_type().clone();
    let chunks = reader.map(|chunk| chunk.map_err(foreign));
    Ok((kind, chunks.collect::<PyResult<_>>()?))
}

fn reader(capsule: &Bound<'_, PyAny>) -> PyResult<ArrayStreamReader> {
    let capsule = capsule.cast::<PyCapsule>()?;
    let pointer = capsule.pointer_checked(Some(c"arrow_array_stream"))?;
    // SAFETY: a capsule of that name holds an ArrowArrayStream, alive as long as the capsule is;
    // it is moved out and a released one left in its place, as the interface asks.
    let stream = unsafe { FFI_ArrowArrayStream::from_raw(pointer.as_ptr().cast()) };
    ArrayStreamReader::try_new(stream).map_err(foreign)
}

fn single(schema: &Bound<'_, PyAny>, array: &Bound<'_, PyAny>) -> PyResult<ArrayRef> {
    let (schema, array) = (schema.cast::<PyCapsule>()?, array.cast::<PyCapsule>()?);
    let schema = schema.pointer_checked(Some(c"arrow_schema"))?;
    let array = array.pointer_checked(Some(c"arrow_array"))?;
    // SAFETY: capsules of these names hold an ArrowSchema, only looked at here, and the ArrowArray
    // it describes, which is moved out and a released one left in its place.
    let data = unsafe {
        let schema = schema.cast::<FFI_ArrowSchema>().as_ref();
        from_ffi(FFI_ArrowArray::from_raw(array.as_ptr().cast()), schema)
    };
    Ok(make_array(data.map_err(foreign)?))
}

/// What is said of a column that its library cannot hand over.
pub fn foreign(error: impl std::fmt::Display) -> PyErr {
    WiredriftError::new_err(format!("the Arrow column cannot be read: {error}"))
}

/// What is said of a column that holds no text.
pub fn no_text(name: &str, kind: impl std::fmt::Display) -> PyErr {
    PyTypeError::new_err(format!(
        "{name} is an Arrow column of {kind}; give one of string, large_string, string_view or \
         a dictionary of them"
    ))
}
