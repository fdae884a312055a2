//! Which ids are there: a hash of each with the number of its document, sixteen bytes a document.

use rustc_hash::FxHashMap;

use super::documents::Documents;
use super::error::IndexError;
use crate::error::Result;
use crate::lexicon;

/// Hashes of ids; where two ids have one hash, the later is under the next free one.
#[derive(Default)]
pub struct Ids(FxHashMap<u64, u32>);

impl Ids {
    /// The ids of all documents.
    pub fn read(files: &[Documents]) -> Result<Self, IndexError> {
        let mut ids = Self::default();
        ids.0.reserve(files.iter().map(|f| f.count as usize).sum());
        for file in files {
            file.rows(&mut |index, row| {
                ids.put(row.id, file.first + index);
                Ok(())
            })?;
        }
        Ok(ids)
    }

    /// Add an id that is not there.
    pub fn insert(&mut self, id: &str, number: u32) {
        self.put(lexicon::key(id), number);
    }

    fn put(&mut self, mut hash: u64, number: u32) {
        while self.0.contains_key(&hash) {
            hash = hash.wrapping_add(1);
        }
        self.0.insert(hash, number);
    }

    /// The number of the document with an id, which `is` tells from others with the same hash.
    pub fn get(&self, id: &str, is: impl Fn(u32) -> Result<bool>) -> Result<Option<u32>> {
        let mut hash = lexicon::key(id);
        while let Some(number) = self.0.get(&hash) {
            if is(*number)? {
                return Ok(Some(*number));
            }
            hash = hash.wrapping_add(1);
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_with_one_hash_are_kept_apart() {
        let mut ids = Ids::default();
        ids.insert("a", 1);
        // As though another id had the hash of the first.
        ids.insert("a", 2);
        assert_eq!(ids.get("a", |n| Ok(n == 2)).unwrap(), Some(2));
        assert_eq!(ids.get("a", |_| Ok(false)).unwrap(), None);
        assert_eq!(ids.get("b", |_| Ok(true)).unwrap(), None);
    }
}
