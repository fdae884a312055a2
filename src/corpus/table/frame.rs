//! A table that somebody else made: its texts, and the columns that go along with results.

use arrow_array::{Array, ArrayRef, StructArray, new_empty_array};
use arrow_schema::{ArrowError, FieldRef, Fields};

use super::gather::gathered;

/// Columns by name, in chunks of rows.
#[derive(Debug)]
pub struct Frame {
    fields: Fields,
    chunks: Vec<StructArray>,
    /// Rows before each chunk.
    starts: Vec<usize>,
}

impl Frame {
    /// The table with these columns, whose chunks all have them.
    pub fn new(fields: Fields, chunks: Vec<StructArray>) -> Self {
        let mut rows = 0;
        let starts = chunks.iter().map(|chunk| {
            let start = rows;
            rows += chunk.len();
            start
        });
        let starts = starts.collect();
        Self {
            fields,
            chunks,
            starts,
        }
    }

    /// Its columns.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Indices of the columns of a name; Arrow allows several.
    pub fn find(&self, name: &str) -> Vec<usize> {
        let fields = self.fields.iter().enumerate();
        let found = fields.filter(|(_, field)| field.name() == name);
        found.map(|(index, _)| index).collect()
    }

    /// The chunks of a column.
    pub fn column(&self, index: usize) -> Vec<ArrayRef> {
        let chunks = self.chunks.iter();
        chunks.map(|chunk| chunk.column(index).clone()).collect()
    }

    /// Name and type of a column.
    #[expect(
        clippy::indexing_slicing,
        reason = "a column is one that `find` found, as `StructArray::column` asks too"
    )]
    pub fn field(&self, index: usize) -> &FieldRef {
        &self.fields[index]
    }

    /// A column with the value of a row for each of `rows`, in their order.
    ///
    /// # Errors
    /// Where the values together are too long, or of too many categories, for the column's type.
    pub fn gather(&self, index: usize, rows: &[u64]) -> Result<ArrayRef, ArrowError> {
        let chunks = self.column(index);
        if let [only] = &chunks[..]
            && rows.len() == only.len()
            && rows.iter().zip(0..).all(|(row, at)| *row == at)
        {
            return Ok(only.clone());
        }
        if rows.is_empty() {
            return Ok(new_empty_array(self.field(index).data_type()));
        }
        gathered(&chunks, rows.iter().map(|row| self.place(*row)))
    }

    /// Chunk, and row within it.
    #[expect(
        clippy::indexing_slicing,
        reason = "a row that is there is in a chunk, and the first chunk starts with row 0"
    )]
    fn place(&self, row: u64) -> (usize, usize) {
        // A row of a table in memory is a usize.
        let row = usize::try_from(row).unwrap_or(usize::MAX);
        let chunk = self.starts.partition_point(|start| *start <= row) - 1;
        (chunk, row - self.starts[chunk])
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::cast::AsArray;
    use arrow_array::types::Int32Type;
    use arrow_array::{Int32Array, StringArray};
    use arrow_schema::{DataType, Field};

    use super::*;

    fn frame(chunks: &[&[i32]]) -> Frame {
        let fields = Fields::from(vec![
            Field::new("id", DataType::Int32, false),
            Field::new("outlet", DataType::Utf8, true),
        ]);
        let chunks = chunks.iter().map(|ids| {
            let outlets = ids
                .iter()
                .map(|id| (id % 2 == 0).then(|| format!("outlet {id}")));
            let outlets: StringArray = outlets.collect();
            let ids = Int32Array::from(ids.to_vec());
            StructArray::new(fields.clone(), vec![Arc::new(ids), Arc::new(outlets)], None)
        });
        let chunks = chunks.collect();
        Frame::new(fields, chunks)
    }

    fn ids(array: &ArrayRef) -> Vec<i32> {
        array.as_primitive::<Int32Type>().values().to_vec()
    }

    #[test]
    fn rows_are_gathered_across_chunks_once_or_several_times_or_never() {
        let frame = frame(&[&[10, 11], &[], &[12], &[13, 14]]);
        assert_eq!(frame.starts, [0, 2, 2, 3]);
        let gathered = frame.gather(0, &[0, 0, 2, 4, 4, 3]).unwrap();
        assert_eq!(ids(&gathered), [10, 10, 12, 14, 14, 13]);
        let outlets = frame.gather(1, &[1, 2]).unwrap();
        assert!(outlets.is_null(0));
        assert_eq!(outlets.as_string::<i32>().value(1), "outlet 12");
    }

    #[test]
    fn all_rows_of_one_chunk_are_its_own_column() {
        let frame = frame(&[&[1, 2]]);
        let own = frame.gather(0, &[0, 1]).unwrap();
        assert!(own.to_data().ptr_eq(&frame.column(0)[0].to_data()));
        assert_eq!(ids(&frame.gather(0, &[1, 1]).unwrap()), [2, 2]);
    }

    #[test]
    fn no_rows_keep_the_type() {
        for frame in [frame(&[]), frame(&[&[]]), frame(&[&[1]])] {
            let none = frame.gather(1, &[]).unwrap();
            assert_eq!((none.len(), none.data_type()), (0, &DataType::Utf8));
        }
    }

    #[test]
    fn columns_are_found_by_name() {
        let frame = frame(&[]);
        assert_eq!(frame.find("outlet"), [1]);
        assert!(frame.find("Outlet").is_empty());
    }
}
