//! The words by which states, places and changes go in JSON and on screen.

use std::fmt;

use crate::copies::{CellState, Change, LocationKind};
use crate::report::names;

names!(CellState {
    Kept => "kept",
    Reworded => "reworded",
    Changed => "changed",
    Dropped => "dropped",
    Moved => "moved",
    NotJudged => "not_judged",
});

names!(LocationKind {
    Omission => "omission",
    Position => "position",
    Boundary => "boundary",
    Words => "words",
    Insertion => "insertion",
    Form => "form",
    Addition => "addition",
});

names!(Change {
    Kept => "kept",
    Spelling => "spelling",
    Boundary => "boundary",
    Function => "function",
    Inflection => "inflection",
    Order => "order",
    Loss => "loss",
    Omission => "omission",
    Position => "position",
    Form => "form",
    Rewording => "rewording",
    Insertion => "insertion",
    Meaning => "meaning",
    Addition => "addition",
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_json() {
        fn agree<T: serde::Serialize + fmt::Display>(all: &[T]) {
            for value in all {
                let json = serde_json::to_string(value).unwrap();
                assert_eq!(json, format!("\"{value}\""));
            }
        }
        agree(CellState::ALL);
        agree(LocationKind::ALL);
        agree(Change::ALL);
    }
}
