//! Where pairs come from: a file of rows, read part by part.

use std::path::Path;

use arrow_array::ArrayRef;
use arrow_schema::FieldRef;
use serde::{Deserialize, Serialize};

use super::error::BatchError;
use super::parquet_in::Parquet;
use super::text_in::TextFile;

/// Rows of a part, at most: some seconds of work, which is what an interruption can cost.
pub const PART_ROWS: usize = 1024;
/// Bytes of texts after which a part ends, though it has fewer rows.
pub const PART_BYTES: usize = 4 << 20;
/// The longest row of JSON lines and CSV that is read; a longer one is a row with an error.
pub const LONGEST_ROW: usize = 64 << 20;

/// Formats of files, by the ending of their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `.parquet`
    Parquet,
    /// `.jsonl`, `.ndjson`
    Lines,
    /// `.csv`
    Csv,
}

impl Format {
    /// The format that the name of a file tells of.
    pub fn of(path: &Path) -> Result<Self, BatchError> {
        let ending = path.extension().and_then(|e| e.to_str());
        match ending.map(str::to_ascii_lowercase).as_deref() {
            Some("parquet") => Ok(Self::Parquet),
            Some("jsonl" | "ndjson") => Ok(Self::Lines),
            Some("csv") => Ok(Self::Csv),
            _ => Err(BatchError::Format {
                path: path.to_owned(),
            }),
        }
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Parquet => "Parquet",
            Self::Lines => "JSON lines",
            Self::Csv => "CSV",
        }
    }
}

/// The columns that are read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Columns {
    /// That of the originals.
    pub original: String,
    /// That of the copies.
    pub copy: String,
    /// Those that go along with the results.
    pub ids: Vec<String>,
}

/// A place between two rows of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// The row group of Parquet; 0 for the other formats.
    pub group: usize,
    /// The row within the row group of Parquet; the byte for the other formats.
    pub at: u64,
}

/// The texts of a pair, or in words why it has none.
pub type Row = Result<(String, String), String>;

/// Rows that are worked on together.
pub struct Part {
    /// Their texts.
    pub rows: Vec<Row>,
    /// Values of the columns that go along, one for each row.
    pub ids: Vec<ArrayRef>,
    /// Where the next part begins.
    pub next: Place,
    /// How far that is, of [`Source::total`].
    pub done: u64,
}

/// A file of pairs.
pub trait Source {
    /// Names and types of the columns that go along.
    fn ids(&self) -> Vec<FieldRef>;

    /// Rows of the whole file or, where only reading it all would tell, its bytes.
    fn total(&self) -> u64;

    /// Go on at a place that [`Part::next`] gave.
    fn seek(&mut self, place: Place) -> Result<(), BatchError>;

    /// The next rows, which depend on the file and the place alone; none at the end.
    fn next(&mut self) -> Result<Option<Part>, BatchError>;
}

/// Open a file, which must have the columns.
pub fn open(path: &Path, columns: &Columns) -> Result<Box<dyn Source>, BatchError> {
    match Format::of(path)? {
        Format::Parquet => Ok(Box::new(Parquet::open(path, columns)?)),
        format => Ok(Box::new(TextFile::open(path, format, columns)?)),
    }
}
