//! Results as Parquet: a part as a small file, and all parts as the file that was asked for.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{ArrowPrimitiveType, Float64Type, Int64Type, UInt32Type, UInt64Type};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType as ArrowType, Field, Schema};
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::column::writer::{ColumnWriter, ColumnWriterImpl};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType};
use parquet::data_type::{Int32Type, Int64Type as WideType};
use parquet::errors::ParquetError;
use parquet::file::properties::{WriterProperties, WriterPropertiesPtr};
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};

/// Rows of a row group after which another begins, and bytes of its parts: engines read row groups
/// at once or in parallel, and one is held in memory, column by column, while it is written.
const GROUP_ROWS: u64 = 1 << 16;
const GROUP_BYTES: u64 = 32 << 20;
/// Values copied at once from a part.
const COPIED: usize = 1024;

/// A part that was written, as far as it matters for the whole.
pub struct Written {
    /// Its file.
    pub path: PathBuf,
    /// Rows of results in it.
    pub rows: u64,
    /// Its length.
    pub bytes: u64,
}

/// A part as a file.
pub fn encode(batch: &RecordBatch) -> Result<Vec<u8>, ParquetError> {
    let schema = schema(&batch.schema())?;
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties())?;
    if batch.num_rows() > 0 {
        let mut group = writer.next_row_group()?;
        for column in batch.columns() {
            put(&mut group, column)?;
        }
        group.close()?;
    }
    writer.into_inner()
}

/// Write all parts as one file, whose bytes depend on the parts alone.
pub fn assemble<W: Write + Send>(
    out: W,
    columns: &Schema,
    parts: &[Written],
) -> Result<W, ParquetError> {
    let mut writer = SerializedFileWriter::new(out, schema(columns)?, properties())?;
    let mut rest = parts;
    while !rest.is_empty() {
        let (mut count, mut rows, mut bytes) = (0, 0, 0);
        for part in rest {
            if rows >= GROUP_ROWS || bytes >= GROUP_BYTES {
                break;
            }
            count += 1;
            rows += part.rows;
            bytes += part.bytes;
        }
        let (together, after) = rest.split_at(count);
        rest = after;
        if together.iter().all(|part| part.rows == 0) {
            continue;
        }
        let mut group = writer.next_row_group()?;
        for column in 0..columns.fields().len() {
            let Some(mut target) = group.next_column()? else {
                break;
            };
            for part in together.iter().filter(|part| part.rows > 0) {
                let file = SerializedFileReader::new(File::open(&part.path)?)?;
                for index in 0..file.num_row_groups() {
                    let source = file.get_row_group(index)?;
                    copy(source.as_ref(), column, target.untyped())?;
                }
            }
            target.close()?;
        }
        group.close()?;
    }
    writer.into_inner()
}

fn properties() -> WriterPropertiesPtr {
    // What every reader can read, and no slower than writing the bytes as they are.
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY);
    Arc::new(properties.build())
}

/// The schema of a table of results, every column of it optional but the first.
fn schema(columns: &Schema) -> Result<TypePtr, ParquetError> {
    let fields = columns.fields().iter();
    let fields = fields.map(|field| field_type(field).map(Arc::new));
    let fields = fields.collect::<Result<_, _>>()?;
    let schema = Type::group_type_builder("schema")
        .with_fields(fields)
        .build();
    schema.map(Arc::new)
}

fn field_type(field: &Field) -> Result<Type, ParquetError> {
    let (physical, logical) = match field.data_type() {
        ArrowType::UInt64 => (Physical::INT64, Some(LogicalType::integer(64, false))),
        ArrowType::Int64 => (Physical::INT64, Some(LogicalType::integer(64, true))),
        ArrowType::UInt32 => (Physical::INT32, Some(LogicalType::integer(32, false))),
        ArrowType::Float64 => (Physical::DOUBLE, None),
        ArrowType::Boolean => (Physical::BOOLEAN, None),
        ArrowType::LargeUtf8 => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        other => return Err(ParquetError::NYI(format!("a column of {other}"))),
    };
    let repetition = match field.is_nullable() {
        true => Repetition::OPTIONAL,
        false => Repetition::REQUIRED,
    };
    Type::primitive_type_builder(field.name(), physical)
        .with_logical_type(logical)
        .with_repetition(repetition)
        .build()
}

/// Write the next column of a row group.
fn put<W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    column: &ArrayRef,
) -> Result<(), ParquetError> {
    let Some(mut target) = group.next_column()? else {
        return Err(other_type());
    };
    let levels = (0..column.len()).map(|row| i16::from(column.is_valid(row)));
    let levels: Vec<i16> = levels.collect();
    // Of a column that is not optional there are no levels; the writer passes over them.
    let levels = Some(levels.as_slice());
    match (target.untyped(), column.data_type()) {
        (ColumnWriter::Int64ColumnWriter(target), ArrowType::UInt64) => {
            let values = values::<UInt64Type>(column)
                .map(u64::cast_signed)
                .collect::<Vec<_>>();
            target.write_batch(&values, levels, None)
        }
        (ColumnWriter::Int64ColumnWriter(target), ArrowType::Int64) => {
            let values = values::<Int64Type>(column).collect::<Vec<_>>();
            target.write_batch(&values, levels, None)
        }
        (ColumnWriter::Int32ColumnWriter(target), ArrowType::UInt32) => {
            let values = values::<UInt32Type>(column)
                .map(u32::cast_signed)
                .collect::<Vec<_>>();
            target.write_batch(&values, levels, None)
        }
        (ColumnWriter::DoubleColumnWriter(target), ArrowType::Float64) => {
            let values = values::<Float64Type>(column).collect::<Vec<_>>();
            target.write_batch(&values, levels, None)
        }
        (ColumnWriter::BoolColumnWriter(target), ArrowType::Boolean) => {
            let values = column.as_boolean().iter().flatten().collect::<Vec<_>>();
            target.write_batch(&values, levels, None)
        }
        (ColumnWriter::ByteArrayColumnWriter(target), ArrowType::LargeUtf8) => {
            let values = column.as_string::<i64>().iter().flatten();
            let values = values.map(ByteArray::from).collect::<Vec<_>>();
            target.write_batch(&values, levels, None)
        }
        _ => Err(other_type()),
    }?;
    target.close()
}

/// The values of a column that are not null.
fn values<T: ArrowPrimitiveType>(column: &ArrayRef) -> impl Iterator<Item = T::Native> + '_ {
    column.as_primitive::<T>().iter().flatten()
}

/// Copy a column of a part's row group.
fn copy(
    source: &dyn RowGroupReader,
    column: usize,
    target: &mut ColumnWriter<'_>,
) -> Result<(), ParquetError> {
    match (source.get_column_reader(column)?, target) {
        (ColumnReader::Int64ColumnReader(source), ColumnWriter::Int64ColumnWriter(target)) => {
            all::<WideType>(source, target)
        }
        (ColumnReader::Int32ColumnReader(source), ColumnWriter::Int32ColumnWriter(target)) => {
            all::<Int32Type>(source, target)
        }
        (ColumnReader::DoubleColumnReader(source), ColumnWriter::DoubleColumnWriter(target)) => {
            all::<DoubleType>(source, target)
        }
        (ColumnReader::BoolColumnReader(source), ColumnWriter::BoolColumnWriter(target)) => {
            all::<BoolType>(source, target)
        }
        (
            ColumnReader::ByteArrayColumnReader(source),
            ColumnWriter::ByteArrayColumnWriter(target),
        ) => all::<ByteArrayType>(source, target),
        _ => Err(other_type()),
    }
}

fn all<T: DataType>(
    mut source: ColumnReaderImpl<T>,
    target: &mut ColumnWriterImpl<'_, T>,
) -> Result<(), ParquetError> {
    let (mut levels, mut values) = (Vec::new(), Vec::new());
    loop {
        levels.clear();
        values.clear();
        let (read, ..) = source.read_records(COPIED, Some(&mut levels), None, &mut values)?;
        if read == 0 {
            return Ok(());
        }
        // Levels stay empty where the column is not optional.
        let levels = (!levels.is_empty()).then_some(levels.as_slice());
        target.write_batch(&values, levels, None)?;
    }
}

fn other_type() -> ParquetError {
    ParquetError::General("a part has other columns than the table".to_owned())
}
