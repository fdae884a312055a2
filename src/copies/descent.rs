//! Who can have copied whom: whose changes are all in another copy.
//!
//! A copy made from another has its source's changes and adds its own. (In the study of manuscripts
//! such a copy is a *codex descriptus* and is set aside.) The reverse does not follow: a source
//! that is lost can stand between the two, or above both.

use crate::copies::Descent;
use crate::copies::locate::{Grid, LACKING};

/// Fewest shared changes that make a hypothesis: one or two are coincidence.
const FEWEST: usize = 3;
/// The least weight of the shared changes: some of them must be unlikely to be made twice.
const LEAST: f64 = 1.5;
/// Share of the source's changes, by weight, that the other copy may have put right: an editor with
/// house style at hand, or with a second source.
const TOLERANCE: f64 = 0.1;

/// What two copies have in common.
#[derive(Clone, Copy, Default)]
struct Common {
    changes: usize,
    shared: usize,
    further: usize,
    undone: usize,
    added: usize,
    weight: f64,
    shared_weight: f64,
    undone_weight: f64,
}

impl Common {
    /// `from` and `to` are columns.
    fn new(grid: &Grid, from: usize, to: usize) -> Self {
        let mut common = Self::default();
        for (row, weight) in grid.rows().zip(&grid.weights) {
            let (Some(a), Some(b)) = (row.get(from).copied(), row.get(to).copied()) else {
                continue;
            };
            if a == LACKING || b == LACKING {
                continue;
            }
            if a == 0 {
                common.added += usize::from(b != 0);
                continue;
            }
            common.changes += 1;
            common.weight += weight;
            if a == b {
                common.shared += 1;
                common.shared_weight += weight;
            } else if b == 0 {
                common.undone += 1;
                common.undone_weight += weight;
            } else {
                common.further += 1;
            }
        }
        common
    }

    /// Whether one can be made from the other.
    fn holds(&self) -> bool {
        self.shared >= FEWEST
            && self.shared_weight >= LEAST
            && self.undone_weight <= TOLERANCE * self.weight
            && self.shared > self.further
            && (self.added > self.undone || self.is_same())
    }

    fn is_same(&self) -> bool {
        self.added + self.undone + self.further == 0
    }
}

/// For each copy the one it can most probably be made from, if there is one: the one with which it
/// shares the most. `names` has the names of the columns after the first, `copies` their copies.
pub fn descents(grid: &Grid, copies: &[usize], names: &[&str]) -> Vec<Descent> {
    let mut found = Vec::new();
    for to in 1..grid.width {
        let mut best: Option<(usize, Common)> = None;
        for from in (1..grid.width).filter(|from| *from != to) {
            let common = Common::new(grid, from, to);
            // Of two texts with the same changes the first by name stands for both.
            if !common.holds() || (common.is_same() && from > to) {
                continue;
            }
            let better = best.is_none_or(|(_, known)| {
                let key = |c: &Common| (c.shared_weight, -c.undone_weight);
                key(&common) > key(&known)
            });
            if better {
                best = Some((from, common));
            }
        }
        let Some((from, common)) = best else { continue };
        let (Some(source), Some(copy)) = (copies.get(from - 1), copies.get(to - 1)) else {
            continue;
        };
        let name = |column: usize| names.get(column - 1).copied().unwrap_or_default();
        found.push(Descent {
            from: *source,
            to: *copy,
            same: common.is_same(),
            changes: common.changes,
            shared: common.shared,
            further: common.further,
            undone: common.undone,
            added: common.added,
            message: message(name(from), name(to), &common),
        });
    }
    found
}

fn message(from: &str, to: &str, common: &Common) -> String {
    if common.is_same() {
        return format!(
            "“{to}” and “{from}” have the same {} changes: which of them was first cannot be told",
            common.changes
        );
    }
    let mut message = format!(
        "“{to}” can be made from “{from}”: it shares {} of its {} changes",
        common.shared, common.changes
    );
    if common.further > 0 {
        message.push_str(&format!(", has changed {} further", common.further));
    }
    if common.undone > 0 {
        message.push_str(&format!(", reads as the original in {}", common.undone));
    }
    message.push_str(&format!(" and adds {}", common.added));
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[[u16; 4]]) -> Vec<String> {
        let grid = Grid {
            width: 4,
            codes: rows.concat(),
            weights: vec![1.0; rows.len()],
        };
        let found = descents(&grid, &[0, 1, 2], &["a", "b", "c"]);
        found.into_iter().map(|d| d.message).collect()
    }

    #[test]
    fn a_copy_with_all_changes_of_another_and_more_can_be_made_from_it() {
        let rows = [
            [0, 1, 1, 0],
            [0, 1, 1, 0],
            [0, 1, 1, 0],
            [0, 1, 2, 0],
            [0, 0, 1, 0],
            [0, 0, 0, 1],
        ];
        assert_eq!(
            of(&rows),
            [
                "“b” can be made from “a”: it shares 3 of its 4 changes, has changed 1 further and \
                 adds 1"
            ]
        );
    }

    #[test]
    fn two_shared_changes_are_no_hypothesis() {
        assert!(of(&[[0, 1, 1, 0], [0, 1, 1, 0], [0, 0, 1, 0]]).is_empty());
    }

    #[test]
    fn a_source_whose_changes_are_put_right_is_none() {
        let mut rows = vec![[0, 1, 1, 0]; 4];
        rows.extend([[0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 1, 0]]);
        assert!(of(&rows).is_empty());
    }

    #[test]
    fn of_two_texts_that_are_the_same_neither_is_the_first() {
        let found = of(&[[0, 1, 1, 0]; 3]);
        assert_eq!(
            found,
            ["“b” and “a” have the same 3 changes: which of them was first cannot be told"]
        );
    }

    #[test]
    fn what_one_of_two_does_not_have_is_not_compared() {
        let mut rows = vec![[0, 1, 1, 0]; 3];
        rows.extend([[0, 1, LACKING, 0], [0, 0, 1, 0]]);
        assert_eq!(
            of(&rows),
            ["“b” can be made from “a”: it shares 3 of its 3 changes and adds 1"]
        );
    }
}
