//! What can go wrong on the command line: the file, the problem, the remedy.

use std::io;
use std::path::PathBuf;

use crate::batch::BatchError;
use crate::error::Error;

/// An error of the command line. A strange file is an error here, though its text would be none
/// for the library: a person who names an empty file has most likely named the wrong one.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CliError {
    /// No such file.
    #[error("{}: no such file; check the name, or give `-` to read standard input", .path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// A folder.
    #[error("{}: is a directory; give a text file", .path.display())]
    Directory {
        /// The folder.
        path: PathBuf,
    },
    /// The system refuses.
    #[error("{}: cannot be read: {source}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// Nothing but white space.
    #[error("{name}: is empty; give a file with the text of the story")]
    Empty {
        /// The file, or standard input.
        name: String,
    },
    /// Text in UTF-16.
    #[error("{name}: is UTF-16 {order}; convert it: iconv -f UTF-16 -t UTF-8 FILE > FILE.utf8")]
    Utf16 {
        /// The file, or standard input.
        name: String,
        /// `little-endian` or `big-endian`.
        order: &'static str,
    },
    /// A NUL byte.
    #[error(
        "{name}: is binary (a NUL byte at byte {offset}); give the plain text of the story, \
         not a document or an archive"
    )]
    Binary {
        /// The file, or standard input.
        name: String,
        /// Where the first NUL is.
        offset: usize,
    },
    /// Bytes that are no UTF-8.
    #[error(
        "{name}: is not UTF-8 (byte {offset}, 0x{byte:02x}, line {line}); convert it, for example: \
         iconv -f WINDOWS-1252 -t UTF-8 FILE > FILE.utf8"
    )]
    NotUtf8 {
        /// The file, or standard input.
        name: String,
        /// Where the first wrong byte is, from 0.
        offset: usize,
        /// That byte.
        byte: u8,
        /// Its line, from 1.
        line: usize,
    },
    /// One file on both sides.
    #[error("{}: is both the original and the copy; give two different files", .path.display())]
    SameFile {
        /// The file.
        path: PathBuf,
    },
    /// Standard input on both sides.
    #[error("both texts cannot come from standard input; give a file for one of them")]
    BothFromInput,
    /// The output would replace an input.
    #[error("{}: --output would replace one of the texts; give another file", .path.display())]
    OutputIsInput {
        /// The file.
        path: PathBuf,
    },
    /// A line of JSON that is no document.
    #[error(
        "{name}, line {line}: {reason}; each line is to be a JSON object with an id and a text"
    )]
    Line {
        /// The file, or standard input.
        name: String,
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        reason: String,
    },
    /// The report could not be written.
    #[error("{name}: the report cannot be written: {source}")]
    Write {
        /// The file, or standard output.
        name: String,
        /// The system's reason.
        source: io::Error,
    },
    /// A batch cannot be done.
    #[error(transparent)]
    Batch(#[from] BatchError),
    /// The library refused.
    #[error(transparent)]
    Library(#[from] Error),
}
