//! Columns of text in the layouts of Arrow, read where they lie.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, make_array};
use arrow_schema::DataType;

use crate::corpus::row::{Gap, text};

/// A column of texts: `string`, `large_string`, `string_view`, a dictionary of one of them, or
/// nothing but nulls.
///
/// The texts are held as bytes. Arrow trusts whoever made a column that its strings are UTF-8, and
/// engines whose strings are not (Spark's come from any file) hand over what they have; here each
/// text is looked at before it is called one.
#[derive(Debug)]
pub struct TextColumn(Vec<ArrayRef>);

impl TextColumn {
    /// The column with these chunks, or the type of the first that holds no text.
    pub fn new(chunks: &[ArrayRef]) -> Result<Self, DataType> {
        let bytes = chunks.iter();
        let bytes = bytes.map(|chunk| bytes_of(chunk).ok_or_else(|| chunk.data_type().clone()));
        bytes.collect::<Result<_, _>>().map(Self)
    }

    /// Each text, or why there is none.
    pub fn texts(&self) -> Vec<Result<&str, Gap>> {
        self.0.iter().flat_map(rows).map(text).collect()
    }
}

/// The same column with its texts as bytes, without a copy; none where it has no texts.
fn bytes_of(chunk: &ArrayRef) -> Option<ArrayRef> {
    let bytes = match chunk.data_type() {
        DataType::Utf8 => DataType::Binary,
        DataType::LargeUtf8 => DataType::LargeBinary,
        DataType::Utf8View => DataType::BinaryView,
        DataType::Null => return Some(chunk.clone()),
        DataType::Dictionary(..) => {
            let dictionary = chunk.as_any_dictionary();
            return Some(dictionary.with_values(bytes_of(dictionary.values())?));
        }
        _ => return None,
    };
    let data = chunk.to_data().into_builder().data_type(bytes).build();
    Some(make_array(data.ok()?))
}

fn rows(chunk: &ArrayRef) -> Vec<Option<&[u8]>> {
    match chunk.data_type() {
        DataType::Binary => chunk.as_binary::<i32>().iter().collect(),
        DataType::LargeBinary => chunk.as_binary::<i64>().iter().collect(),
        DataType::BinaryView => chunk.as_binary_view().iter().collect(),
        DataType::Dictionary(..) => {
            let dictionary = chunk.as_any_dictionary();
            if dictionary.values().is_empty() {
                return vec![None; chunk.len()];
            }
            let values = rows(dictionary.values());
            let keys = dictionary.normalized_keys().into_iter().enumerate();
            let texts = keys.map(|(row, key)| match chunk.is_null(row) {
                true => None,
                false => values.get(key).copied().flatten(),
            });
            texts.collect()
        }
        _ => vec![None; chunk.len()],
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::types::Int8Type;
    use arrow_array::{
        BinaryArray, DictionaryArray, Int32Array, LargeStringArray, NullArray, StringArray,
        StringViewArray,
    };

    use super::*;

    fn read(chunks: &[ArrayRef]) -> Vec<Result<String, Gap>> {
        let column = TextColumn::new(chunks).unwrap();
        let texts = column.texts().into_iter();
        texts.map(|text| text.map(str::to_owned)).collect()
    }

    #[test]
    fn every_layout_gives_the_same_texts() {
        let texts = [
            Some("a harbour"),
            None,
            Some("Zürich, 7 o’clock in the morning"),
        ];
        let dictionary: DictionaryArray<Int8Type> = texts.into_iter().collect();
        let chunks: [ArrayRef; 4] = [
            Arc::new(StringArray::from(texts.to_vec())),
            Arc::new(LargeStringArray::from(texts.to_vec())),
            Arc::new(StringViewArray::from(texts.to_vec())),
            Arc::new(dictionary),
        ];
        let wanted: Vec<_> = texts.map(|t| t.map(str::to_owned).ok_or(Gap::Null)).into();
        for chunk in &chunks {
            assert_eq!(read(std::slice::from_ref(chunk)), wanted);
            assert_eq!(read(&[chunk.slice(1, 2)]), wanted[1..]);
        }
        assert_eq!(read(&chunks).len(), 12);
    }

    #[test]
    fn nothing_but_nulls_is_a_column_of_texts_too() {
        assert_eq!(
            read(&[Arc::new(NullArray::new(2))]),
            vec![Err(Gap::Null); 2]
        );
        let empty: DictionaryArray<Int8Type> = [None::<&str>].into_iter().collect();
        assert_eq!(read(&[Arc::new(empty)]), vec![Err(Gap::Null)]);
    }

    #[test]
    fn bytes_that_are_no_text_are_told_by_their_place_and_spoil_no_other_row() {
        // What an engine with unchecked strings hands over: it says string and means bytes.
        let bytes = BinaryArray::from(vec![&b"ab\xffc"[..], "ö".as_bytes(), &b"\xc3"[..]]);
        let column = TextColumn(vec![Arc::new(bytes)]);
        let wanted = vec![Err(Gap::NotUtf8(2)), Ok("ö"), Err(Gap::NotUtf8(0))];
        assert_eq!(column.texts(), wanted);
    }

    #[test]
    fn numbers_are_no_texts() {
        let numbers: ArrayRef = Arc::new(Int32Array::from(vec![1]));
        assert_eq!(TextColumn::new(&[numbers]).unwrap_err(), DataType::Int32);
    }
}
