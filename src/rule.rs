//! The identity card of everything that can be found.

use crate::report::Kind;

/// The identity card of a detector.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Short stable code, `WD` and three digits; the hundreds stand for the kind.
    pub code: &'static str,
    /// The thing found, in words: `lost bound`.
    pub name: &'static str,
    /// The kind its findings carry.
    pub kind: Kind,
}
