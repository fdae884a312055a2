//! Documents that were added and are not yet in files.

use std::ops::ControlFlow;
use std::path::Path;

use super::documents::Pending;
use super::features::BITS;
use super::files::{self, Writer};
use super::manifest::Manifest;
use super::merge::MOST;
use super::postings::PostingsWriter;

/// Bits of a document's number inside a file.
const DOCUMENT: u32 = 64 - BITS;
/// Parts that postings are kept in, by the first bits of their feature: sorting one takes some
/// milliseconds, so that nobody waits long between two looks at Ctrl-C.
const PARTS: usize = 256;

/// Documents in memory: their rows and texts, and their features beside their numbers.
pub struct Buffer {
    parts: Vec<Vec<u64>>,
    postings: usize,
    documents: Pending,
}

impl Buffer {
    /// An empty buffer.
    pub fn new() -> Self {
        Self {
            parts: vec![Vec::new(); PARTS],
            postings: 0,
            documents: Pending::default(),
        }
    }

    /// The documents.
    pub fn documents(&self) -> &Pending {
        &self.documents
    }

    /// Bytes that the documents hold; the memory is up to twice as much, because lists grow by
    /// doubling.
    pub fn bytes(&self) -> usize {
        self.postings * size_of::<u64>() + self.documents.bytes()
    }

    /// Whether no other document fits a file.
    pub fn is_full(&self) -> bool {
        self.documents.len() >= MOST as usize
    }

    /// Add a document with its different features.
    pub fn push(&mut self, id: &str, text: &str, features: &[u64], keep: bool) {
        let number = self.documents.len() as u64;
        for feature in features {
            let part = (feature >> (BITS - PARTS.ilog2())) as usize;
            if let Some(part) = self.parts.get_mut(part) {
                part.push(feature << DOCUMENT | number);
            }
        }
        self.postings += features.len();
        self.documents.push(id, text, features.len(), keep);
    }

    /// Write the documents to files and name these in `manifest`. The buffer stays as it is.
    pub fn write(
        &mut self,
        folder: &Path,
        manifest: &mut Manifest,
        go_on: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> crate::Result<()> {
        let first = manifest.count();
        let count = self.documents.len() as u32;
        let name = manifest.name(files::DOCUMENTS);
        let writer = Writer::new(folder, &name)?;
        let documents = self.documents.write(writer, name, first)?;
        let name = manifest.name(files::POSTINGS);
        let mut writer = PostingsWriter::new(Writer::new(folder, &name)?)?;
        for part in &mut self.parts {
            if go_on().is_break() {
                return Err(crate::Error::Interrupted);
            }
            part.sort_unstable();
            for of_one in part.chunk_by(|a, b| a >> DOCUMENT == b >> DOCUMENT) {
                let Some(feature) = of_one.first().map(|p| p >> DOCUMENT) else {
                    continue;
                };
                let documents = of_one.iter().map(|p| *p as u32 & (MOST - 1));
                writer.push(feature, documents)?;
            }
        }
        let postings = writer.finish(name, first, count, 0)?;
        manifest.postings += self.postings as u64;
        manifest.documents.push(documents);
        manifest.segments.push(postings);
        Ok(())
    }
}
