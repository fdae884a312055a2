//! Results as JSON lines or CSV.

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type, UInt32Type, UInt64Type};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Schema};
use serde_json::Value;

/// A line of JSON for each row, with every column, null or not.
pub fn lines(batch: &RecordBatch) -> Vec<u8> {
    let schema = batch.schema();
    let mut out = Vec::new();
    for row in 0..batch.num_rows() {
        out.push(b'{');
        for (index, (field, column)) in schema.fields().iter().zip(batch.columns()).enumerate() {
            if index > 0 {
                out.push(b',');
            }
            let name = Value::from(field.name().as_str());
            out.extend_from_slice(format!("{name}:{}", value(column, row)).as_bytes());
        }
        out.extend_from_slice(b"}\n");
    }
    out
}

/// The first line of CSV.
pub fn header(columns: &Schema) -> Vec<u8> {
    let mut out = Vec::new();
    for (index, field) in columns.fields().iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        put(field.name(), &mut out);
    }
    out.push(b'\n');
    out
}

/// A row of CSV for each row, without a header; null is an empty field.
pub fn rows(batch: &RecordBatch) -> Vec<u8> {
    let mut out = Vec::new();
    for row in 0..batch.num_rows() {
        for (index, column) in batch.columns().iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            match value(column, row) {
                Value::Null => {}
                Value::String(text) => put(&text, &mut out),
                other => out.extend_from_slice(other.to_string().as_bytes()),
            }
        }
        out.push(b'\n');
    }
    out
}

fn value(column: &ArrayRef, row: usize) -> Value {
    if column.is_null(row) {
        return Value::Null;
    }
    match column.data_type() {
        DataType::UInt64 => column.as_primitive::<UInt64Type>().value(row).into(),
        DataType::Int64 => column.as_primitive::<Int64Type>().value(row).into(),
        DataType::UInt32 => column.as_primitive::<UInt32Type>().value(row).into(),
        DataType::Float64 => column.as_primitive::<Float64Type>().value(row).into(),
        DataType::Boolean => column.as_boolean().value(row).into(),
        DataType::LargeUtf8 => column.as_string::<i64>().value(row).into(),
        _ => Value::Null,
    }
}

/// Add a text as a field.
///
/// Spreadsheets take a field that begins with one of these marks for a formula and run it, and the
/// texts come from anywhere: an apostrophe before it, which a spreadsheet does not show, prevents it.
fn put(text: &str, out: &mut Vec<u8>) {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let quoted = text.is_empty() || text.contains(['"', ',', '\n', '\r']);
    if quoted {
        out.push(b'"');
    }
    if formula {
        out.push(b'\'');
    }
    for byte in text.bytes() {
        if byte == b'"' {
            out.push(b'"');
        }
        out.push(byte);
    }
    if quoted {
        out.push(b'"');
    }
}
