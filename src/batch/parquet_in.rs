//! Pairs from a file of Parquet.
//!
//! The columns are read as bytes, page by page: a row group may be larger than the memory, and a
//! text that is no UTF-8 must not spoil its neighbours, as it would where a reader makes strings.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_schema::{DataType as ArrowType, Field, FieldRef};
use parquet::basic::{ConvertedType, LogicalType, Type as Physical};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use parquet::schema::types::ColumnDescriptor;

use super::error::BatchError;
use super::ids::Ids;
use super::source::{Columns, Format, PART_BYTES, PART_ROWS, Part, Place, Row, Source};
use crate::corpus::row::{both, text};

/// Rows read at once: few, because the texts of one read are held together.
const READ: usize = 64;

/// A file of Parquet with two columns of texts.
pub struct Parquet {
    path: PathBuf,
    reader: SerializedFileReader<File>,
    original: usize,
    copy: usize,
    ids: Vec<(usize, FieldRef)>,
    place: Place,
    /// Rows before the row group of `place`.
    before: u64,
    group: Option<Group>,
}

/// The columns of a row group that is being read.
struct Group {
    original: Column<ByteArrayType>,
    copy: Column<ByteArrayType>,
    ids: Vec<IdColumn>,
    rows: u64,
}

/// A column without nesting.
struct Column<T: DataType> {
    reader: ColumnReaderImpl<T>,
    optional: bool,
}

/// A column that goes along.
enum IdColumn {
    Text(Column<ByteArrayType>),
    Narrow(Column<Int32Type>, bool),
    Wide(Column<Int64Type>),
}

impl Parquet {
    /// Open a file, which must have the columns.
    pub fn open(path: &Path, columns: &Columns) -> Result<Self, BatchError> {
        let file = File::open(path).map_err(BatchError::io(path, "read"))?;
        let reader = SerializedFileReader::new(file).map_err(unreadable(path))?;
        let mut ids = Vec::with_capacity(columns.ids.len());
        for name in &columns.ids {
            let leaf = find(
                path,
                &reader,
                name,
                id_type,
                "ids are texts or whole numbers",
            )?;
            let kind = id_type(
                reader
                    .metadata()
                    .file_metadata()
                    .schema_descr()
                    .column(leaf)
                    .as_ref(),
            );
            let kind = kind.unwrap_or(ArrowType::LargeUtf8);
            ids.push((leaf, Arc::new(Field::new(name, kind, true))));
        }
        let wanted = "give one of texts";
        Ok(Self {
            original: find(path, &reader, &columns.original, text_type, wanted)?,
            copy: find(path, &reader, &columns.copy, text_type, wanted)?,
            path: path.to_owned(),
            reader,
            ids,
            place: Place::default(),
            before: 0,
            group: None,
        })
    }

    /// Open the row group of `place`, at its row; false at the end of the file.
    fn open_group(&mut self) -> Result<bool, ParquetError> {
        let place = self.place;
        if place.group >= self.reader.num_row_groups() {
            return Ok(false);
        }
        let group = self.reader.get_row_group(place.group)?;
        let ids = self.ids.iter();
        let ids = ids.map(|(leaf, field)| IdColumn::open(group.as_ref(), *leaf, field));
        let mut group = Group {
            original: Column::bytes(group.as_ref(), self.original)?,
            copy: Column::bytes(group.as_ref(), self.copy)?,
            ids: ids.collect::<Result<_, _>>()?,
            rows: group.metadata().num_rows().unsigned_abs(),
        };
        let at = usize::try_from(place.at)?;
        group.original.reader.skip_records(at)?;
        group.copy.reader.skip_records(at)?;
        for id in &mut group.ids {
            id.skip(at)?;
        }
        self.group = Some(group);
        Ok(true)
    }

    /// Read rows until the part is full or the file ends.
    fn read(&mut self) -> Result<Option<Part>, ParquetError> {
        let mut rows = Vec::new();
        let mut bytes = 0;
        let kinds = self.ids.iter();
        let mut ids: Vec<Ids> = kinds
            .map(|(_, field)| Ids::new(field.data_type()))
            .collect();
        while rows.len() < PART_ROWS && bytes < PART_BYTES {
            if self.group.is_none() && !self.open_group()? {
                break;
            }
            let Some(group) = &mut self.group else { break };
            let left = group.rows.saturating_sub(self.place.at);
            let count = usize::try_from(left)?.min(READ).min(PART_ROWS - rows.len());
            if count == 0 {
                self.before += group.rows;
                self.place = Place {
                    group: self.place.group + 1,
                    at: 0,
                };
                self.group = None;
                continue;
            }
            let originals = group.original.values(count)?;
            let copies = group.copy.values(count)?;
            for (column, ids) in group.ids.iter_mut().zip(&mut ids) {
                column.read(count, ids)?;
            }
            for (original, copy) in originals.iter().zip(&copies) {
                let row = row(original.as_ref(), copy.as_ref());
                bytes += row.as_ref().map_or(0, |(a, b)| a.len() + b.len());
                rows.push(row);
            }
            self.place.at += count as u64;
        }
        Ok((!rows.is_empty()).then(|| Part {
            rows,
            ids: ids.iter_mut().map(Ids::finish).collect(),
            next: self.place,
            done: self.before + self.place.at,
        }))
    }
}

fn row(original: Option<&ByteArray>, copy: Option<&ByteArray>) -> Row {
    let (original, copy) = both(
        text(original.map(ByteArray::data)),
        text(copy.map(ByteArray::data)),
    )?;
    Ok((original.to_owned(), copy.to_owned()))
}

impl Source for Parquet {
    fn ids(&self) -> Vec<FieldRef> {
        self.ids.iter().map(|(_, field)| field.clone()).collect()
    }

    fn total(&self) -> u64 {
        let rows = self.reader.metadata().file_metadata().num_rows();
        rows.unsigned_abs()
    }

    fn seek(&mut self, place: Place) -> Result<(), BatchError> {
        let groups = self.reader.metadata().row_groups().iter();
        let before = groups
            .take(place.group)
            .map(|g| g.num_rows().unsigned_abs());
        self.before = before.sum();
        self.place = place;
        self.group = None;
        Ok(())
    }

    fn next(&mut self) -> Result<Option<Part>, BatchError> {
        self.read().map_err(unreadable(&self.path))
    }
}

impl<T: DataType> Column<T> {
    /// The next values, of which there must be `count`.
    fn values(&mut self, count: usize) -> Result<Vec<Option<T::T>>, ParquetError> {
        let (mut levels, mut values) = (Vec::new(), Vec::new());
        let read = self
            .reader
            .read_records(count, Some(&mut levels), None, &mut values)?;
        if read.0 != count {
            let message = "a column ends before its row group does";
            return Err(ParquetError::EOF(message.to_owned()));
        }
        let mut values = values.into_iter();
        Ok(match self.optional {
            false => values.map(Some).collect(),
            // A level of 1 says that there is a value, of 0 that it is null.
            true => levels
                .into_iter()
                .map(|level| if level > 0 { values.next() } else { None })
                .collect(),
        })
    }
}

impl Column<ByteArrayType> {
    fn bytes(group: &dyn RowGroupReader, leaf: usize) -> Result<Self, ParquetError> {
        match IdColumn::of(group, leaf, false)? {
            IdColumn::Text(column) => Ok(column),
            _ => Err(other_type()),
        }
    }
}

impl IdColumn {
    fn open(group: &dyn RowGroupReader, leaf: usize, field: &Field) -> Result<Self, ParquetError> {
        Self::of(group, leaf, field.data_type() == &ArrowType::UInt64)
    }

    fn of(group: &dyn RowGroupReader, leaf: usize, unsigned: bool) -> Result<Self, ParquetError> {
        let schema = group.metadata().schema_descr();
        let optional = schema.column(leaf).max_def_level() > 0;
        Ok(match group.get_column_reader(leaf)? {
            ColumnReader::ByteArrayColumnReader(reader) => Self::Text(Column { reader, optional }),
            ColumnReader::Int32ColumnReader(reader) => {
                Self::Narrow(Column { reader, optional }, unsigned)
            }
            ColumnReader::Int64ColumnReader(reader) => Self::Wide(Column { reader, optional }),
            _ => return Err(other_type()),
        })
    }

    fn skip(&mut self, count: usize) -> Result<usize, ParquetError> {
        match self {
            Self::Text(column) => column.reader.skip_records(count),
            Self::Narrow(column, _) => column.reader.skip_records(count),
            Self::Wide(column) => column.reader.skip_records(count),
        }
    }

    fn read(&mut self, count: usize, into: &mut Ids) -> Result<(), ParquetError> {
        match self {
            Self::Text(column) => {
                for value in column.values(count)? {
                    into.push_text(value.as_ref().map(ByteArray::data));
                }
            }
            Self::Narrow(column, unsigned) => {
                for value in column.values(count)? {
                    into.push_number(value.map(|number| match unsigned {
                        true => i64::from(number.cast_unsigned()),
                        false => i64::from(number),
                    }));
                }
            }
            Self::Wide(column) => {
                for value in column.values(count)? {
                    into.push_number(value);
                }
            }
        }
        Ok(())
    }
}

fn other_type() -> ParquetError {
    ParquetError::General("a row group has another type of column than the file".to_owned())
}

fn unreadable(path: &Path) -> impl Fn(ParquetError) -> BatchError {
    move |error| BatchError::Unreadable {
        path: path.to_owned(),
        format: Format::Parquet.name(),
        reason: error.to_string(),
    }
}

/// The leaf of a column of a name, which must be of a type that `accept` takes.
fn find(
    path: &Path,
    reader: &SerializedFileReader<File>,
    name: &str,
    accept: fn(&ColumnDescriptor) -> Option<ArrowType>,
    wanted: &'static str,
) -> Result<usize, BatchError> {
    let schema = reader.metadata().file_metadata().schema_descr();
    let columns = schema.root_schema().get_fields();
    let mut found = columns.iter().filter(|column| column.name() == name);
    let (Some(column), None) = (found.next(), found.next()) else {
        let (path, column) = (path.to_owned(), name.to_owned());
        let columns: Vec<String> = columns.iter().map(|c| c.name().to_owned()).collect();
        return Err(match columns.contains(&column) {
            true => BatchError::SeveralColumns { path, column },
            false => BatchError::NoColumn {
                path,
                column,
                columns,
            },
        });
    };
    let wrong = |kind: String| BatchError::ColumnType {
        path: path.to_owned(),
        column: name.to_owned(),
        kind,
        wanted,
    };
    let leaves = schema.columns().iter();
    let leaf = leaves
        .enumerate()
        .find(|(_, leaf)| leaf.path().parts() == [name]);
    let Some((index, leaf)) = leaf.filter(|(_, leaf)| leaf.max_rep_level() == 0) else {
        let kind = if column.is_group() {
            "list, map or struct"
        } else {
            "list"
        };
        return Err(wrong(kind.to_owned()));
    };
    accept(leaf).map(|_| index).ok_or_else(|| wrong(kind(leaf)))
}

/// What the type of a column is called.
fn kind(leaf: &ColumnDescriptor) -> String {
    let logical = leaf
        .logical_type_ref()
        .map(|logical| format!("{logical:?}"));
    let name = logical.unwrap_or_else(|| leaf.physical_type().to_string());
    let end = name.find(|c: char| !c.is_alphanumeric() && c != '_');
    name.get(..end.unwrap_or(name.len()))
        .unwrap_or(&name)
        .to_lowercase()
}

/// That of texts: strings, and bytes of which nothing is said, as some engines write strings.
fn text_type(leaf: &ColumnDescriptor) -> Option<ArrowType> {
    let texts = matches!(
        leaf.logical_type_ref(),
        None | Some(LogicalType::String | LogicalType::Enum | LogicalType::Json)
    );
    let plain = matches!(
        leaf.converted_type(),
        ConvertedType::NONE | ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON
    );
    (leaf.physical_type() == Physical::BYTE_ARRAY && texts && plain).then_some(ArrowType::LargeUtf8)
}

/// That of a column that goes along.
fn id_type(leaf: &ColumnDescriptor) -> Option<ArrowType> {
    if !matches!(leaf.physical_type(), Physical::INT32 | Physical::INT64) {
        return text_type(leaf);
    }
    match (leaf.logical_type_ref(), leaf.converted_type()) {
        (Some(LogicalType::Integer(int)), _) => Some(match int.is_signed {
            true => ArrowType::Int64,
            false => ArrowType::UInt64,
        }),
        (
            None,
            ConvertedType::UINT_8
            | ConvertedType::UINT_16
            | ConvertedType::UINT_32
            | ConvertedType::UINT_64,
        ) => Some(ArrowType::UInt64),
        (
            None,
            ConvertedType::NONE
            | ConvertedType::INT_8
            | ConvertedType::INT_16
            | ConvertedType::INT_32
            | ConvertedType::INT_64,
        ) => Some(ArrowType::Int64),
        _ => None,
    }
}
