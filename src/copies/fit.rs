//! Which locations fit the tree, and which copy they speak against.
//!
//! A reading that arose once and was handed on needs one step on the right tree. Where a location
//! needs more steps than it has readings, the same change was made twice, was put right, or came in
//! from another branch. Steps are counted by W. Fitch (Toward defining the course of evolution,
//! Systematic Zoology 20, 1971), at nodes with any number of children as J. Hartigan has it
//! (Biometrics 29, 1973).

use crate::copies::joining::Joined;
use crate::copies::locate::{Grid, LACKING};

/// Most work spent on finding out which copy the contradictions come from.
const BUDGET: usize = 400_000_000;
/// Fewest contradictions that one copy must explain to be named.
const FEWEST: usize = 3;
/// The least weight of a contradiction that counts: cuts and synonyms are made twice by chance.
const LEAST: f64 = 1.0;

/// Counts steps on one tree.
pub struct Steps<'j> {
    tree: &'j Joined,
    order: Vec<usize>,
    /// Readings that a node can have at the least cost.
    sets: Vec<Vec<u16>>,
}

impl<'j> Steps<'j> {
    /// Steps on a tree whose leaves are the columns of the rows.
    pub fn new(tree: &'j Joined) -> Self {
        Self {
            order: tree.order(),
            sets: vec![Vec::new(); tree.parents.len()],
            tree,
        }
    }

    /// Whether each reading of a row can have arisen once; the copy `without` counts as lacking.
    pub fn fits(&mut self, row: &[u16], without: Option<usize>) -> bool {
        let read = |leaf: usize| match without == Some(leaf) {
            true => LACKING,
            false => row.get(leaf).copied().unwrap_or(LACKING),
        };
        let mut seen: Vec<u16> = (1..row.len()).map(read).collect();
        seen.retain(|code| *code != 0 && *code != LACKING);
        seen.sort_unstable();
        seen.dedup();
        self.count(read) <= seen.len()
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "nodes and parents are numbers of the tree's nodes, each of which has a set and a list \
                  of children"
    )]
    fn count(&mut self, read: impl Fn(usize) -> u16) -> usize {
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); self.tree.parents.len()];
        for node in &self.order {
            let (parent, _) = self.tree.parents[*node];
            if parent != *node {
                children[parent].push(*node);
            }
        }
        let mut steps = 0;
        for node in self.order.iter().rev().copied() {
            let mut states: Vec<u16> = Vec::new();
            let mut below = 0;
            for child in &children[node] {
                states.extend(&self.sets[*child]);
                below += usize::from(!self.sets[*child].is_empty());
            }
            // The original has a reading of its own, and every step leads away from it.
            if node < self.tree.leaves {
                let own = read(node);
                if node == 0 {
                    steps += below - states.iter().filter(|s| **s == 0).count().min(below);
                }
                self.sets[node] = match own {
                    LACKING => Vec::new(),
                    own => vec![own],
                };
                continue;
            }
            let (set, most) = commonest(&mut states);
            steps += below - most;
            self.sets[node] = set;
        }
        steps
    }
}

/// The values that occur most often, and how often.
fn commonest(values: &mut [u16]) -> (Vec<u16>, usize) {
    values.sort_unstable();
    let mut set = Vec::new();
    let mut most = 0;
    for run in values.chunk_by(|a, b| a == b) {
        let Some(value) = run.first() else { continue };
        match run.len().cmp(&most) {
            std::cmp::Ordering::Greater => {
                most = run.len();
                set = vec![*value];
            }
            std::cmp::Ordering::Equal => set.push(*value),
            std::cmp::Ordering::Less => {}
        }
    }
    (set, most)
}

/// Whether a reading of a row other than the original's is shared.
fn is_shared(row: &[u16]) -> bool {
    let mut codes: Vec<u16> = row
        .iter()
        .copied()
        .filter(|c| *c != 0 && *c != LACKING)
        .collect();
    codes.sort_unstable();
    codes.iter().zip(codes.iter().skip(1)).any(|(a, b)| a == b)
}

/// For each location whether it fits the tree, and the weight share of those that do among the
/// locations that have a shared reading.
pub fn fit(grid: &Grid, tree: &Joined) -> (Vec<bool>, Option<f64>) {
    let mut steps = Steps::new(tree);
    let mut fits = Vec::with_capacity(grid.weights.len());
    let (mut good, mut all) = (0.0, 0.0);
    for (row, weight) in grid.rows().zip(&grid.weights) {
        let shared = is_shared(row);
        let fit = !shared || steps.fits(row, None);
        if shared {
            all += weight;
            good += if fit { *weight } else { 0.0 };
        }
        fits.push(fit);
    }
    (fits, (all > 0.0).then(|| good / all))
}

/// The copies (columns of the grid) without which the most locations that contradict the tree would
/// fit it, with their number; none where that is few, or too much work to find out.
pub fn mixed(grid: &Grid, tree: &Joined, fits: &[bool]) -> Vec<(usize, usize)> {
    let against: Vec<&[u16]> = grid
        .rows()
        .zip(fits.iter().zip(&grid.weights))
        .filter(|(_, (fits, weight))| !**fits && **weight >= LEAST)
        .map(|(row, _)| row)
        .collect();
    if against.len() * grid.width * grid.width * 8 > BUDGET {
        return Vec::new();
    }
    let mut steps = Steps::new(tree);
    let mut explained = vec![0usize; grid.width];
    for row in &against {
        for (column, count) in explained.iter_mut().enumerate().skip(1) {
            let reads = row.get(column).is_some_and(|c| *c != LACKING);
            *count += usize::from(reads && steps.fits(row, Some(column)));
        }
    }
    let most = explained.iter().copied().max().unwrap_or_default();
    // A few contradictions are coincidence; and where many copies explain as much, none does.
    let found: Vec<(usize, usize)> = explained
        .into_iter()
        .enumerate()
        .filter(|(_, count)| *count == most && most >= FEWEST && 2 * most > against.len())
        .collect();
    if found.len() > 2 { Vec::new() } else { found }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ((1, 2), (3, 4)) under the original.
    fn tree() -> Joined {
        Joined {
            parents: vec![
                (0, 0.0),
                (5, 0.1),
                (5, 0.1),
                (6, 0.1),
                (6, 0.1),
                (7, 0.1),
                (7, 0.1),
                (0, 0.1),
            ],
            leaves: 5,
        }
    }

    fn fits(row: [u16; 5]) -> bool {
        let tree = tree();
        Steps::new(&tree).fits(&row, None)
    }

    #[test]
    fn a_change_of_one_branch_fits() {
        for row in [
            [0, 1, 1, 0, 0],
            [0, 1, 1, 1, 1],
            [0, 1, 1, 2, 2],
            [0, 1, 2, 0, 0],
            [0, 1, 1, 1, 2],
            [0, 1, LACKING, 0, 0],
            [0, 0, 0, 0, 0],
        ] {
            assert!(fits(row), "{row:?}");
        }
    }

    #[test]
    fn a_change_made_twice_or_put_right_does_not() {
        for row in [
            [0, 1, 0, 1, 0],
            [0, 1, 0, 0, 1],
            [0, 1, 1, 1, 0],
            [0, 1, 2, 1, 2],
        ] {
            assert!(!fits(row), "{row:?}");
        }
    }

    #[test]
    fn the_copy_that_draws_on_two_branches_is_named() {
        let rows = [
            [0, 1, 1, 0, 0],
            [0, 0, 0, 1, 1],
            [0, 1, 1, 1, 0],
            [0, 1, 1, 1, 0],
            [0, 2, 2, 2, 0],
            [0, 1, 0, 1, 0],
        ];
        let grid = Grid {
            width: 5,
            codes: rows.concat(),
            weights: vec![1.0; rows.len()],
        };
        let tree = tree();
        let (fits, share) = fit(&grid, &tree);
        assert_eq!(fits, [true, true, false, false, false, false]);
        assert_eq!(share, Some(2.0 / 6.0));
        assert_eq!(mixed(&grid, &tree, &fits), [(3, 4)]);
    }
}
