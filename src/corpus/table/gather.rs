//! Values of rows here and there in a column, as a column of their own.

use arrow_array::{Array, ArrayRef, make_array};
use arrow_data::transform::MutableArrayData;
use arrow_data::{ArrayData, ArrayDataBuilder};
use arrow_schema::{ArrowError, DataType};

/// A column with the value at each of `places`, which name a chunk of `chunks` and a row of it.
///
/// `chunks` are of one type, and at least one.
///
/// # Errors
/// Where the values together are too long for the type, or have too many categories for it.
pub fn gathered(
    chunks: &[ArrayRef],
    places: impl IntoIterator<Item = (usize, usize)>,
) -> Result<ArrayRef, ArrowError> {
    let chunks: Vec<ArrayData> = chunks.iter().map(Array::to_data).collect();
    let chunks = with_one_dictionary(chunks)?;
    let places = places.into_iter();
    let mut values =
        MutableArrayData::try_new(chunks.iter().collect(), false, places.size_hint().0)?;
    // Rows that follow each other are copied as one.
    let mut run: Option<(usize, usize, usize)> = None;
    for (chunk, row) in places {
        match &mut run {
            Some((of, _, end)) if *of == chunk && *end == row => *end += 1,
            _ => {
                if let Some((of, start, end)) = run.replace((chunk, row, row + 1)) {
                    values.try_extend(of, start, end)?;
                }
            }
        }
    }
    if let Some((of, start, end)) = run {
        values.try_extend(of, start, end)?;
    }
    Ok(make_array(values.freeze()))
}

/// Chunks of categories that were exported each with a copy of the same list share the first one's:
/// put one after the other, a few such lists are more than a column's keys can tell apart.
fn with_one_dictionary(chunks: Vec<ArrayData>) -> Result<Vec<ArrayData>, ArrowError> {
    let Some(first) = chunks.first().filter(|chunk| is_dictionary(chunk)) else {
        return Ok(chunks);
    };
    let dictionary = first.child_data().to_vec();
    if chunks.iter().any(|chunk| chunk.child_data() != dictionary) {
        return Ok(chunks);
    }
    let shared = |chunk| {
        ArrayDataBuilder::from(chunk)
            .child_data(dictionary.clone())
            .build()
    };
    chunks.into_iter().map(shared).collect()
}

fn is_dictionary(chunk: &ArrayData) -> bool {
    matches!(chunk.data_type(), DataType::Dictionary(_, _))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::cast::AsArray;
    use arrow_array::types::Int8Type;
    use arrow_array::{DictionaryArray, Int8Array, StringArray};

    use super::*;

    fn categories(keys: &[i8], names: impl IntoIterator<Item = String>) -> ArrayRef {
        let names: StringArray = names.into_iter().map(Some).collect();
        let keys = Int8Array::from(keys.to_vec());
        Arc::new(DictionaryArray::<Int8Type>::try_new(keys, Arc::new(names)).unwrap())
    }

    fn words(array: &ArrayRef) -> Vec<String> {
        let of = array
            .as_dictionary::<Int8Type>()
            .downcast_dict::<StringArray>();
        of.unwrap()
            .into_iter()
            .map(|w| w.unwrap().to_owned())
            .collect()
    }

    #[test]
    fn chunks_with_the_same_categories_keep_them_however_many_chunks_there_are() {
        let names = || (0..100).map(|n| format!("outlet {n}"));
        let chunks: Vec<_> = (0..9).map(|n| categories(&[n, n + 1], names())).collect();
        let all = gathered(&chunks, [(8, 1), (0, 0), (0, 1)]).unwrap();
        assert_eq!(words(&all), ["outlet 9", "outlet 0", "outlet 1"]);
        assert_eq!(all.as_dictionary::<Int8Type>().values().len(), 100);
    }

    #[test]
    fn chunks_with_different_categories_have_all_of_them_while_the_keys_suffice() {
        let of = |from: usize, count: usize| {
            categories(&[0], (from..from + count).map(|n| format!("outlet {n}")))
        };
        let both = gathered(&[of(0, 60), of(60, 60)], [(1, 0), (0, 0)]).unwrap();
        assert_eq!(words(&both), ["outlet 60", "outlet 0"]);
        let error = gathered(&[of(0, 100), of(100, 100)], [(1, 0)]).unwrap_err();
        assert!(matches!(error, ArrowError::DictionaryKeyOverflowError));
    }
}
