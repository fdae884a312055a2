//! Neighbour joining: the tree that a table of distances asks for.
//!
//! N. Saitou and M. Nei, The neighbor-joining method, Molecular Biology and Evolution 4 (1987),
//! with the criterion as J. Studier and K. Keppler wrote it (ibid. 5, 1988). Where the table fits
//! a tree exactly, that tree is found. Of pairs that are equally near, the one of the lowest
//! numbers is joined: the original, then copies in the order of their names, then what was joined
//! already, in that order.

/// A joined tree, rooted at the first leaf.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Joined {
    /// For each node its parent and the length of the branch from there; the root has itself and
    /// 0. Leaves come first, in the order of the table.
    pub parents: Vec<(usize, f64)>,
    /// Number of leaves.
    pub leaves: usize,
}

impl Joined {
    /// Nodes with children before them: every parent comes before its children.
    pub fn order(&self) -> Vec<usize> {
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); self.parents.len()];
        for (node, (parent, _)) in self.parents.iter().enumerate() {
            if *parent != node
                && let Some(list) = children.get_mut(*parent)
            {
                list.push(node);
            }
        }
        let mut order = Vec::with_capacity(self.parents.len());
        let mut open = match self.parents.is_empty() {
            true => Vec::new(),
            false => vec![0],
        };
        while let Some(node) = open.pop() {
            order.push(node);
            open.extend(children.get(node).into_iter().flatten().rev());
        }
        order
    }
}

/// Join neighbours until one tree is left. `distances` is a square table of `leaves` rows.
///
/// A branch that comes out negative, as it does where the table fits no tree, is set to 0 and its
/// sister takes the whole distance (M. Kuhner and J. Felsenstein, ibid. 11, 1994). Work is the
/// third power of the number of leaves.
#[expect(
    clippy::indexing_slicing,
    reason = "`leaves` leaves joined by two are at most `nodes` nodes, and the table has a row and a \
              column for each; `distances` has one for each leaf, `sums` one for each open node, and \
              more than two nodes are open where two of them are chosen"
)]
pub fn join(distances: &[f64], leaves: usize) -> Joined {
    let nodes = (2 * leaves).saturating_sub(2).max(leaves);
    let mut table = vec![0.0; nodes * nodes];
    for i in 0..leaves {
        for j in 0..leaves {
            table[i * nodes + j] = distances[i * leaves + j];
        }
    }
    let mut edges: Vec<(usize, usize, f64)> = Vec::with_capacity(nodes);
    let mut open: Vec<usize> = (0..leaves).collect();
    let mut next = leaves;
    while open.len() > 2 {
        let at = |i: usize, j: usize| table[i * nodes + j];
        let sums: Vec<f64> = open
            .iter()
            .map(|i| open.iter().map(|j| at(*i, *j)).sum())
            .collect();
        let others = (open.len() - 2) as f64;
        let mut best = (f64::INFINITY, 0, 1);
        for (a, i) in open.iter().enumerate() {
            for (b, j) in open.iter().enumerate().skip(a + 1) {
                let criterion = others * at(*i, *j) - sums[a] - sums[b];
                if criterion < best.0 {
                    best = (criterion, a, b);
                }
            }
        }
        let (_, a, b) = best;
        let (i, j) = (open[a], open[b]);
        let whole = at(i, j);
        let left = (whole + (sums[a] - sums[b]) / others) / 2.0;
        let left = left.clamp(0.0, whole.max(0.0));
        edges.push((i, next, left));
        edges.push((j, next, whole - left));
        let to_new: Vec<(usize, f64)> = open
            .iter()
            .filter(|k| **k != i && **k != j)
            .map(|k| (*k, ((at(i, *k) + at(j, *k) - whole) / 2.0).max(0.0)))
            .collect();
        for (k, distance) in to_new {
            table[k * nodes + next] = distance;
            table[next * nodes + k] = distance;
        }
        open.remove(b);
        open.remove(a);
        open.push(next);
        next += 1;
    }
    if let [a, b] = open.as_slice() {
        edges.push((*a, *b, table[a * nodes + b].max(0.0)));
    }
    rooted(&edges, leaves, next)
}

/// Direct the edges away from the first leaf.
#[expect(
    clippy::indexing_slicing,
    reason = "edges go between the nodes that `join` numbered, which are below `nodes`"
)]
fn rooted(edges: &[(usize, usize, f64)], leaves: usize, nodes: usize) -> Joined {
    let mut neighbours: Vec<Vec<(usize, f64)>> = vec![Vec::new(); nodes];
    for (a, b, length) in edges {
        neighbours[*a].push((*b, *length));
        neighbours[*b].push((*a, *length));
    }
    let mut parents: Vec<(usize, f64)> = (0..nodes).map(|node| (node, 0.0)).collect();
    let mut open = match nodes {
        0 => Vec::new(),
        _ => vec![0],
    };
    while let Some(node) = open.pop() {
        for (other, length) in &neighbours[node] {
            if *other != parents[node].0 && *other != 0 {
                parents[*other] = (node, *length);
                open.push(*other);
            }
        }
    }
    Joined { parents, leaves }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Distances between the leaves of a tree.
    fn along(tree: &Joined) -> Vec<f64> {
        let way = |mut node: usize| {
            let mut way = vec![(node, 0.0)];
            let mut length = 0.0;
            while tree.parents[node].0 != node {
                length += tree.parents[node].1;
                node = tree.parents[node].0;
                way.push((node, length));
            }
            way
        };
        let mut distances = Vec::new();
        for i in 0..tree.leaves {
            for j in 0..tree.leaves {
                let (a, b) = (way(i), way(j));
                let meet = a.iter().find_map(|(node, up)| {
                    let down = b.iter().find(|(other, _)| other == node)?;
                    Some(up + down.1)
                });
                distances.push(meet.unwrap());
            }
        }
        distances
    }

    #[test]
    fn the_example_worked_by_hand_in_the_documentation() {
        // Original, Ash, Birch, Cedar, Dogwood: docs/copies.md.
        let table = [
            0.0, 3.0, 5.0, 2.0, 3.0, //
            3.0, 0.0, 2.0, 5.0, 6.0, //
            5.0, 2.0, 0.0, 7.0, 8.0, //
            2.0, 5.0, 7.0, 0.0, 3.0, //
            3.0, 6.0, 8.0, 3.0, 0.0,
        ];
        let tree = join(&table, 5);
        assert_eq!(along(&tree), table);
        // Birch stands two beyond Ash, which has no branch of its own.
        let (ash, birch) = (tree.parents[1], tree.parents[2]);
        assert_eq!((ash.1, birch.1), (0.0, 2.0));
        assert_eq!(ash.0, birch.0);
    }

    #[test]
    fn few_leaves_are_trees_too() {
        assert_eq!(join(&[], 0), Joined::default());
        assert_eq!(join(&[0.0], 1).parents, [(0, 0.0)]);
        assert_eq!(join(&[0.0, 0.5, 0.5, 0.0], 2).parents, [(0, 0.0), (0, 0.5)]);
    }

    #[test]
    fn no_branch_is_negative_where_the_table_fits_no_tree() {
        let table = [
            0.0, 0.1, 0.9, 0.1, //
            0.1, 0.0, 0.1, 0.9, //
            0.9, 0.1, 0.0, 0.1, //
            0.1, 0.9, 0.1, 0.0,
        ];
        let tree = join(&table, 4);
        assert!(tree.parents.iter().all(|(_, length)| *length >= 0.0));
    }

    proptest! {
        #[test]
        fn a_table_that_fits_a_tree_gives_the_tree(
            parents in prop::collection::vec((any::<prop::sample::Index>(), 1u32..9), 2..9)
        ) {
            // A random tree: every node hangs on an earlier one, all of them leaves of their own.
            let mut distance = vec![vec![0.0]];
            for (parent, length) in &parents {
                let parent = parent.index(distance.len());
                let mut row: Vec<f64> =
                    distance[parent].iter().map(|d| d + f64::from(*length)).collect();
                for (other, to) in distance.iter_mut().zip(&row) {
                    other.push(*to);
                }
                row.push(0.0);
                distance.push(row);
            }
            let leaves = distance.len();
            let table: Vec<f64> = distance.concat();
            let found = along(&join(&table, leaves));
            for (a, b) in table.iter().zip(found) {
                prop_assert!((a - b).abs() < 1e-9, "{a} {b}");
            }
        }
    }
}
