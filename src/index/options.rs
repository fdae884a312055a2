//! How an index is built.

use crate::error::{Error, Result};

/// The least memory accepted.
const LEAST_MEMORY: usize = 1 << 20;

/// Options of adding documents to an [`super::Index`].
///
/// # Example
/// ```
/// use wiredrift::index::IndexOptions;
///
/// let options = IndexOptions::default().with_texts(false).with_memory(64 << 20);
/// assert!(!options.texts);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct IndexOptions {
    /// Whether the index keeps the texts of its documents; default true. Without them it takes a
    /// third of the space, and the caller has to know where the document with an id lies.
    pub texts: bool,
    /// Bytes of memory in which documents gather before they are written to the disk; default
    /// 256 MiB, at least 1 MiB. It decides how documents lie in files, never what is found.
    pub memory: usize,
    /// Threads that read documents, 1 to 256; default 1. Never changes the index.
    pub threads: usize,
}

impl Default for IndexOptions {
    fn default() -> Self {
        Self {
            texts: true,
            memory: 256 << 20,
            threads: 1,
        }
    }
}

impl IndexOptions {
    /// The same with or without texts.
    #[must_use]
    pub fn with_texts(mut self, texts: bool) -> Self {
        self.texts = texts;
        self
    }

    /// The same with so many bytes of memory.
    #[must_use]
    pub fn with_memory(mut self, bytes: usize) -> Self {
        self.memory = bytes;
        self
    }

    /// The same with so many threads.
    #[must_use]
    pub fn with_threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }

    /// An error where an option is out of range.
    pub(super) fn check(&self) -> Result<()> {
        if self.memory < LEAST_MEMORY {
            return Err(Error::Option {
                option: "memory",
                given: self.memory.to_string(),
                accepted: "1048576 bytes and more",
            });
        }
        Ok(())
    }
}
