//! Columns that go along with the results, while they are read.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{Int64Builder, LargeStringBuilder, UInt64Builder};
use arrow_schema::DataType;

/// A column of texts or whole numbers that is being filled.
pub enum Ids {
    /// Texts.
    Text(LargeStringBuilder),
    /// Whole numbers.
    Signed(Int64Builder),
    /// Whole numbers from 0 on.
    Unsigned(UInt64Builder),
}

impl Ids {
    /// An empty column of one of the three types.
    pub fn new(kind: &DataType) -> Self {
        match kind {
            DataType::Int64 => Self::Signed(Int64Builder::new()),
            DataType::UInt64 => Self::Unsigned(UInt64Builder::new()),
            _ => Self::Text(LargeStringBuilder::new()),
        }
    }

    /// Add a text. Bytes that are no text become U+FFFD: the id is there to be recognised, and its
    /// pair is compared all the same.
    pub fn push_text(&mut self, id: Option<&[u8]>) {
        if let Self::Text(column) = self {
            column.append_option(id.map(String::from_utf8_lossy));
        }
    }

    /// Add a number; the bits of a column without sign are taken as they are.
    pub fn push_number(&mut self, id: Option<i64>) {
        match self {
            Self::Text(_) => {}
            Self::Signed(column) => column.append_option(id),
            Self::Unsigned(column) => column.append_option(id.map(i64::cast_unsigned)),
        }
    }

    /// The finished column; this one is empty again.
    pub fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(column) => Arc::new(column.finish()),
            Self::Signed(column) => Arc::new(column.finish()),
            Self::Unsigned(column) => Arc::new(column.finish()),
        }
    }
}
