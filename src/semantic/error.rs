//! What can be wrong with a model.

/// Why a model cannot be used. Nothing falls back silently to another one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// A model that the library knows is not in this build of it.
    #[error("the {what} is not in this build; {remedy}")]
    Missing {
        /// What it is.
        what: &'static str,
        /// How to get it.
        remedy: &'static str,
    },
    /// The data is something else, or another version of it.
    #[error("not a {what}: expected {expected}, found {found}")]
    Foreign {
        /// What it should be.
        what: &'static str,
        /// What the data should have had.
        expected: String,
        /// What it has.
        found: String,
    },
    /// The data ends too early, or goes on after its end.
    #[error("the {what} has {found} bytes, expected {expected}; is it cut off?")]
    Length {
        /// What it is.
        what: &'static str,
        /// Bytes that its header promises.
        expected: usize,
        /// Bytes there are.
        found: usize,
    },
    /// The data was changed after it was written.
    #[error("the {what} has checksum {found}, expected {expected}; it is damaged")]
    Checksum {
        /// What it is.
        what: &'static str,
        /// Checksum in its header.
        expected: String,
        /// Checksum of what is there.
        found: String,
    },
    /// An encoder returned another number of vectors than it was given texts.
    #[error("the encoder {encoder} returned {found} vectors for {expected} texts")]
    Count {
        /// Name of the encoder.
        encoder: String,
        /// Texts it was given.
        expected: usize,
        /// Vectors it returned.
        found: usize,
    },
    /// An encoder returned a vector of another length than before.
    #[error(
        "the encoder {encoder} returned {found} dimensions for text {text}, expected {expected}"
    )]
    Dimension {
        /// Name of the encoder.
        encoder: String,
        /// Which of the texts, from 0.
        text: usize,
        /// Dimensions of the other vectors.
        expected: usize,
        /// Dimensions of this one.
        found: usize,
    },
    /// A vector has a value that is not a finite number.
    #[error("{model} returned {found} for text {text}, expected finite numbers")]
    NotFinite {
        /// Name of the encoder.
        model: String,
        /// Which of the texts, from 0.
        text: usize,
        /// The value.
        found: String,
    },
    /// A verdict is no probability, or there are too many or too few of them.
    #[error("the judge {judge} returned {found}, expected {expected}")]
    Verdict {
        /// Name of the judge.
        judge: String,
        /// What would be accepted.
        expected: String,
        /// What it returned.
        found: String,
    },
    /// The caller's encoder or judge failed.
    #[error("{model} failed on {given}: {reason}")]
    Call {
        /// Name of the encoder or judge.
        model: String,
        /// What it was given: `3 texts`, `2 pairs`.
        given: String,
        /// What it said.
        reason: String,
    },
    /// No model of that name is built in.
    #[error("no model {given:?} is built in; there are: {known}")]
    Unknown {
        /// What was asked for.
        given: String,
        /// The names that would do.
        known: String,
    },
}
