//! The one error type of the crate.

use crate::index::IndexError;
use crate::semantic::ModelError;

/// What can go wrong. Strange *text* is never an error: an empty copy is a report full of
/// omissions.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A text is longer than offsets can count.
    #[error("the {side} has {bytes} bytes; wiredrift accepts at most {limit}")]
    TooLong {
        /// `original`, `copy` or `text`.
        side: &'static str,
        /// Length of what was given.
        bytes: usize,
        /// The longest text accepted.
        limit: usize,
    },
    /// A string that should be JSON of a report is not.
    #[error("not a wiredrift report: {0}")]
    Json(#[from] serde_json::Error),
    /// The report was written by another version of the data contract.
    #[error("the report has schema {found}; this version reads schema {expected}")]
    Schema {
        /// Schema number in the input.
        found: u32,
        /// Schema number this version reads and writes.
        expected: u32,
    },
    /// The caller's own function asked to end the call.
    #[error("ended before its time, as was asked")]
    Interrupted,
    /// The system refused to start threads.
    #[error("cannot start {count} threads: {reason}; ask for fewer")]
    Threads {
        /// How many were asked for.
        count: usize,
        /// What the system said.
        reason: String,
    },
    /// A model of meaning cannot be used.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// An index cannot be made, read or added to.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// More copies of one original than a tree can be made of.
    #[error("{copies} copies were given; wiredrift compares at most {limit} with each other")]
    Copies {
        /// How many were given.
        copies: usize,
        /// The most accepted.
        limit: usize,
    },
    /// Two copies of one original have one name.
    #[error("two copies are named {name:?}; give each a name of its own")]
    SameName {
        /// The name.
        name: String,
    },
    /// An option has a value outside its list.
    #[error("{option} is {given:?}; accepted: {accepted}")]
    Option {
        /// Name of the option.
        option: &'static str,
        /// What was given.
        given: String,
        /// What would be accepted.
        accepted: &'static str,
    },
}

/// Result with [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;
