//! What can end a batch. A bad row never does.

use std::io;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::index::folder::FolderError;

/// An error of a whole batch: the file, the problem, the remedy.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BatchError {
    /// The system refuses.
    #[error("{}: cannot be {what}: {source}", .path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// `read`, `written`, `locked` or `removed`.
        what: &'static str,
        /// The system's reason.
        source: io::Error,
    },
    /// A name that tells of no format.
    #[error(
        "{}: the name tells of no format; accepted: .parquet, .jsonl, .ndjson, .csv", .path.display()
    )]
    Format {
        /// The file.
        path: PathBuf,
    },
    /// A file that is not what its name says.
    #[error("{}: is no {format} that can be read: {reason}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// `Parquet`, `JSON lines` or `CSV`.
        format: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// A column that is not there.
    #[error("{}: has no column {column:?}; it has {}", .path.display(), .columns.join(", "))]
    NoColumn {
        /// The file.
        path: PathBuf,
        /// The column asked for.
        column: String,
        /// Those that are there.
        columns: Vec<String>,
    },
    /// Two columns of one name.
    #[error("{}: has several columns {column:?}; rename all but one", .path.display())]
    SeveralColumns {
        /// The file.
        path: PathBuf,
        /// Their name.
        column: String,
    },
    /// A column of a type that cannot be used.
    #[error("{}: column {column:?} is of type {kind}; {wanted}", .path.display())]
    ColumnType {
        /// The file.
        path: PathBuf,
        /// The column.
        column: String,
        /// Its type.
        kind: String,
        /// What would be accepted.
        wanted: &'static str,
    },
    /// A column that goes along has the name of one of the results.
    #[error("the output would have two columns {column:?}; rename the one of the input")]
    TwoColumns {
        /// Their name.
        column: String,
    },
    /// The output would replace the input.
    #[error("{}: the output would replace the input; give another file", .path.display())]
    OutputIsInput {
        /// The file.
        path: PathBuf,
    },
    /// Another program works on the same output.
    #[error("{}: another program works on it; wait until that is done", .path.display())]
    Locked {
        /// The folder of the unfinished run.
        path: PathBuf,
    },
    /// A folder that no batch made.
    #[error(
        "{}: is no folder of an unfinished batch ({reason}); move it away or give another --output",
        .path.display()
    )]
    Foreign {
        /// The folder.
        path: PathBuf,
        /// How that is known.
        reason: String,
    },
    /// The unfinished run had something else to do.
    #[error(
        "{}: holds an unfinished batch with another {what} ({then}; now {now}); run the command as \
         it was, give another --output, or remove the folder to begin anew",
        .path.display()
    )]
    OtherRun {
        /// The folder.
        path: PathBuf,
        /// What differs.
        what: &'static str,
        /// What it was.
        then: String,
        /// What it is now.
        now: String,
    },
    /// The journal is not as it was written.
    #[error(
        "{}: line {line} is damaged, and not by an interruption; remove the folder to begin anew",
        .path.display()
    )]
    Damaged {
        /// The journal.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// The input changed while it was worked on.
    #[error(
        "{}: was changed while it was read; remove {} and begin anew",
        .path.display(), .folder.display()
    )]
    Changed {
        /// The input.
        path: PathBuf,
        /// The folder of the unfinished run.
        folder: PathBuf,
    },
    /// Results that cannot be put into their form, which no input should bring about.
    #[error("the results cannot be written: {0}; please report this")]
    Results(String),
    /// The library refused.
    #[error(transparent)]
    Library(#[from] Error),
}

impl BatchError {
    /// What is said where the system does not let that be done to a file.
    pub fn io(path: &Path, what: &'static str) -> impl Fn(io::Error) -> Self {
        move |source| Self::Io {
            path: path.to_owned(),
            what,
            source,
        }
    }
}

impl From<FolderError> for BatchError {
    fn from(error: FolderError) -> Self {
        match error {
            FolderError::Locked { path } => Self::Locked { path },
            FolderError::Io { path, what, source } => Self::io(&path, what)(source),
        }
    }
}
