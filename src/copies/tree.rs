//! The tree as it is told of: groups that nothing speaks for taken apart, in Newick too.

use crate::copies::joining::Joined;
use crate::copies::{Node, Tree};
use crate::report::Severity;

/// Shorter branches are rounding errors: lengths are shares, told to four decimals.
const SHORTEST: f64 = 0.000_05;

/// Copies below a node, as a set of bits: equal sets are the same group.
pub type Group = Vec<u64>;

/// Copies below each node of a joined tree, whose leaf 0 is the original.
#[expect(
    clippy::indexing_slicing,
    reason = "nodes and parents are numbers of the tree's nodes, and each has a group"
)]
pub fn groups(joined: &Joined) -> Vec<Group> {
    let words = joined.leaves.div_ceil(64);
    let mut groups = vec![vec![0u64; words]; joined.parents.len()];
    for node in joined.order().into_iter().rev() {
        if (1..joined.leaves).contains(&node)
            && let Some(word) = groups[node].get_mut(node / 64)
        {
            *word |= 1 << (node % 64);
        }
        let (parent, _) = joined.parents[node];
        if parent != node {
            let own = std::mem::take(&mut groups[node]);
            for (all, word) in groups[parent].iter_mut().zip(&own) {
                *all |= word;
            }
            groups[node] = own;
        }
    }
    groups
}

/// Inner nodes whose branch has a length, so that they group copies: what a tree claims. The group
/// of all copies is no claim: every tree has it.
pub fn claims(joined: &Joined) -> impl Iterator<Item = usize> + '_ {
    let inner = joined.parents.iter().enumerate().skip(joined.leaves);
    let claims = inner.filter(|(_, (parent, length))| *parent != 0 && *length >= SHORTEST);
    claims.map(|(node, _)| node)
}

/// The tree to tell of: inner nodes without a branch are taken out, and their children hang on
/// their parent. `copies` has the copy of each leaf but the first, `support` the percentage of
/// each node.
#[expect(
    clippy::indexing_slicing,
    reason = "nodes and parents are numbers of the tree's nodes, and each has a place"
)]
pub fn told(joined: &Joined, copies: &[usize], support: &[Option<f64>]) -> Tree {
    let mut nodes: Vec<Node> = Vec::with_capacity(joined.parents.len());
    let mut places: Vec<Option<usize>> = vec![None; joined.parents.len()];
    for node in joined.order() {
        let (parent, length) = joined.parents[node];
        let is_leaf = node < joined.leaves;
        let is_root = parent == node;
        if !is_leaf && length < SHORTEST {
            places[node] = places[parent];
            continue;
        }
        places[node] = Some(nodes.len());
        nodes.push(Node {
            parent: places[parent].filter(|_| !is_root),
            copy: match is_leaf && !is_root {
                true => node.checked_sub(1).and_then(|i| copies.get(i).copied()),
                false => None,
            },
            length: (length * 1e4).round() / 1e4,
            support: support.get(node).copied().flatten(),
            changes: 0,
            severity: Severity::None,
        });
    }
    Tree {
        nodes,
        fit: None,
        resamplings: 0,
    }
}

impl Tree {
    /// The children of each node, in order.
    #[must_use]
    pub fn children(&self) -> Vec<Vec<usize>> {
        let mut children = vec![Vec::new(); self.nodes.len()];
        for (index, node) in self.nodes.iter().enumerate() {
            // A parent stands before its children: what claims otherwise is no tree.
            let parent = node.parent.filter(|parent| *parent < index);
            if let Some(siblings) = parent.and_then(|parent| children.get_mut(parent)) {
                siblings.push(index);
            }
        }
        children
    }

    /// The copies below each node, sorted.
    pub(crate) fn below(&self) -> Vec<Vec<usize>> {
        let mut below: Vec<Vec<usize>> = vec![Vec::new(); self.nodes.len()];
        for (index, node) in self.nodes.iter().enumerate().rev() {
            let (before, own) = below.split_at_mut(index);
            let Some(own) = own.first_mut() else { continue };
            own.extend(node.copy);
            own.sort_unstable();
            // As in `children`.
            if let Some(above) = node.parent.and_then(|parent| before.get_mut(parent)) {
                above.extend(own.iter());
            }
        }
        below
    }

    /// The length of the way from the root to each node.
    pub(crate) fn depths(&self) -> Vec<f64> {
        let mut depths: Vec<f64> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            // As in `children`: a node that stands before has a depth by now.
            let above = node.parent.and_then(|parent| depths.get(parent));
            depths.push(above.map_or(0.0, |above| above + node.length.max(0.0)));
        }
        depths
    }

    /// The copies from first to last as the tree is drawn, so that kin stand together.
    #[must_use]
    pub fn order(&self) -> Vec<usize> {
        self.nodes.iter().filter_map(|node| node.copy).collect()
    }

    /// The tree in Newick format; `name` says what a copy is called. The root is called `original`.
    /// Support stands where the format has the names of inner nodes, as a percentage.
    #[must_use]
    pub fn newick<'n>(&self, name: impl Fn(usize) -> &'n str) -> String {
        let children = self.children();
        let mut out = String::new();
        // What is still to be written, the next last: a node, or text.
        enum Step {
            Node(usize),
            Text(String),
        }
        let mut open = Vec::new();
        if !self.nodes.is_empty() {
            open.push(Step::Text(";".to_owned()));
            open.push(Step::Node(0));
        }
        while let Some(step) = open.pop() {
            let index = match step {
                Step::Text(text) => {
                    out.push_str(&text);
                    continue;
                }
                Step::Node(index) => index,
            };
            let Some(node) = self.nodes.get(index) else {
                continue;
            };
            let label = match (node.copy, node.support) {
                _ if index == 0 => "original".to_owned(),
                (Some(copy), _) => quoted(name(copy)),
                (None, Some(support)) => format!("{support:.0}"),
                (None, None) => String::new(),
            };
            let length = match index {
                0 => String::new(),
                _ => format!(":{}", node.length),
            };
            let below = children.get(index).map_or(&[][..], Vec::as_slice);
            if below.is_empty() {
                out.push_str(&label);
                out.push_str(&length);
                continue;
            }
            out.push('(');
            open.push(Step::Text(format!("){label}{length}")));
            for (place, child) in below.iter().enumerate().rev() {
                open.push(Step::Node(*child));
                if place > 0 {
                    open.push(Step::Text(",".to_owned()));
                }
            }
        }
        out
    }
}

/// A name as Newick has it: in single quotes where it is more than letters and digits. Line breaks
/// and the like, which no program reads back, become spaces.
fn quoted(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.');
    if !name.is_empty() && name.chars().all(plain) {
        return name.to_owned();
    }
    let name = name.replace(char::is_control, " ");
    format!("'{}'", name.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Tree {
        let joined = Joined {
            parents: vec![(0, 0.0), (5, 0.0), (5, 0.2), (4, 0.1), (0, 0.0), (4, 0.3)],
            leaves: 4,
        };
        let support = [None, None, None, None, Some(50.0), Some(98.4)];
        told(&joined, &[0, 1, 2], &support)
    }

    #[test]
    fn an_inner_node_without_a_branch_is_taken_out() {
        let tree = example();
        let shape: Vec<_> = tree.nodes.iter().map(|n| (n.parent, n.copy)).collect();
        assert_eq!(
            shape,
            [
                (None, None),
                (Some(0), Some(2)),
                (Some(0), None),
                (Some(2), Some(0)),
                (Some(2), Some(1)),
            ]
        );
        assert_eq!(tree.order(), [2, 0, 1]);
    }

    #[test]
    fn newick_names_the_root_and_quotes_what_must_be_quoted() {
        let names = ["a", "it's", "b c\n"];
        assert_eq!(
            example().newick(|copy| names[copy]),
            "('b c ':0.1,(a:0,'it''s':0.2)98:0.3)original;"
        );
        assert_eq!(Tree::default().newick(|_| ""), "");
    }

    #[test]
    fn a_group_is_the_copies_below() {
        let joined = Joined {
            parents: vec![(0, 0.0), (4, 0.1), (4, 0.1), (0, 0.1), (3, 0.1)],
            leaves: 3,
        };
        let found: Vec<u64> = groups(&joined).into_iter().map(|g| g[0]).collect();
        assert_eq!(found, [0b110, 0b010, 0b100, 0b110, 0b110]);
    }
}
