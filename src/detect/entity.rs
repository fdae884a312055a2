//! Names: kept, put for another, garbled or lost.

use crate::detect::Pair;
use crate::facts::FactPair;

/// What became of every name, in the order of the original, then what only the copy has.
#[must_use]
pub fn name_facts(_pair: &Pair<'_>) -> Vec<FactPair> {
    Vec::new()
}
