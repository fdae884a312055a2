//! A column that is being filled.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{BooleanBuilder, Float64Builder, LargeStringBuilder, UInt32Builder};
use arrow_schema::DataType;

/// A value for a column.
#[derive(Debug)]
pub enum Value<'v> {
    Null,
    Text(&'v str),
    Joined(String),
    Number(f64),
    Count(usize),
    Flag(bool),
}

impl<'v> From<&'v str> for Value<'v> {
    fn from(text: &'v str) -> Self {
        Self::Text(text)
    }
}

impl From<f64> for Value<'_> {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Value<'_> {
    fn from(count: usize) -> Self {
        Self::Count(count)
    }
}

/// A column of one type.
pub enum Column {
    Text(LargeStringBuilder),
    Number(Float64Builder),
    Count(UInt32Builder),
    Flag(BooleanBuilder),
}

impl Column {
    /// An empty column.
    pub fn new(kind: &DataType) -> Self {
        match kind {
            DataType::Float64 => Self::Number(Float64Builder::new()),
            DataType::UInt32 => Self::Count(UInt32Builder::new()),
            DataType::Boolean => Self::Flag(BooleanBuilder::new()),
            _ => Self::Text(LargeStringBuilder::new()),
        }
    }

    /// Add a value; one of another type than the column's is null, and so is a count that 32 bits
    /// cannot hold, which no text accepted has.
    pub fn push(&mut self, value: Value<'_>) {
        match (self, value) {
            (Self::Text(column), Value::Text(text)) => column.append_value(text),
            (Self::Text(column), Value::Joined(text)) => column.append_value(text),
            (Self::Number(column), Value::Number(number)) => column.append_value(number),
            (Self::Count(column), Value::Count(count)) => {
                column.append_option(u32::try_from(count).ok());
            }
            (Self::Flag(column), Value::Flag(flag)) => column.append_value(flag),
            (Self::Text(column), _) => column.append_null(),
            (Self::Number(column), _) => column.append_null(),
            (Self::Count(column), _) => column.append_null(),
            (Self::Flag(column), _) => column.append_null(),
        }
    }

    /// The finished column.
    pub fn finish(self) -> ArrayRef {
        match self {
            Self::Text(mut column) => Arc::new(column.finish()),
            Self::Number(mut column) => Arc::new(column.finish()),
            Self::Count(mut column) => Arc::new(column.finish()),
            Self::Flag(mut column) => Arc::new(column.finish()),
        }
    }
}
