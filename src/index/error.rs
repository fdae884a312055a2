//! What can be wrong with an index.

use std::io;
use std::path::{Path, PathBuf};

use super::folder::FolderError;

/// Why an index cannot be made, read or added to.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IndexError {
    /// There is an index, or something else, where a new one should be made.
    #[error("{}: is there already; open it, or give a folder that is new or empty", .path.display())]
    Exists {
        /// The folder.
        path: PathBuf,
    },
    /// There is no index.
    #[error("{}: is no index (it has no file MANIFEST); make one first", .path.display())]
    Missing {
        /// The folder.
        path: PathBuf,
    },
    /// A file is something else than its name says.
    #[error("{}: is no file of a wiredrift index: {reason}", .path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What was expected.
        reason: String,
    },
    /// A file is in a format that this version does not read.
    #[error("{}: has format {found}; this version reads {expected}; build the index again", .path.display())]
    Version {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// The format read.
        expected: u32,
    },
    /// The words were read by other rules when the index was built, so that they would not be found.
    #[error("{}: was built by a version that reads words by other rules; build the index again", .path.display())]
    Reading {
        /// The folder.
        path: PathBuf,
    },
    /// A file was cut off, or went on after its end.
    #[error("{}: has {found} bytes, expected {expected}: torn; build the index again", .path.display())]
    Torn {
        /// The file.
        path: PathBuf,
        /// Bytes that the index put there.
        expected: u64,
        /// Bytes there are.
        found: u64,
    },
    /// A file was changed after it was written.
    #[error("{}: is damaged ({part}); build the index again", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The part whose checksum or numbers are wrong.
        part: &'static str,
    },
    /// Somebody else adds to the index.
    #[error("{}: another program is adding to the index; wait until it is done", .path.display())]
    Locked {
        /// The folder.
        path: PathBuf,
    },
    /// A document has the id of one that is there, and another text.
    #[error("the id {id:?} is in the index with another text; give each document an id of its own")]
    Duplicate {
        /// The id.
        id: String,
    },
    /// An id that cannot be one.
    #[error("an id has {bytes} bytes; accepted: 1 to {limit}")]
    Id {
        /// Its length.
        bytes: usize,
        /// The longest accepted.
        limit: usize,
    },
    /// No document has the id.
    #[error("the index has no document with the id {id:?}")]
    Unknown {
        /// The id.
        id: String,
    },
    /// The index was made without the texts of its documents.
    #[error("{}: keeps no texts; build it with them, or read the document from where it lies", .path.display())]
    NoTexts {
        /// The folder.
        path: PathBuf,
    },
    /// There is no place for another document.
    #[error("the index has {limit} documents, the most it can hold; begin another")]
    Full {
        /// The most documents.
        limit: usize,
    },
    /// The system refuses.
    #[error("{}: cannot be {action}: {source}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// `read`, `written` and the like.
        action: &'static str,
        /// The system's reason.
        source: io::Error,
    },
}

impl IndexError {
    /// An error of the system, as it happened to `path`.
    pub(super) fn io(path: &Path, action: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io {
            path: path.to_owned(),
            action,
            source,
        }
    }
}

impl From<FolderError> for IndexError {
    fn from(error: FolderError) -> Self {
        match error {
            FolderError::Locked { path } => Self::Locked { path },
            FolderError::Io { path, what, source } => Self::io(&path, what)(source),
        }
    }
}
