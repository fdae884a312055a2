//! Where the parts of the tree stand when it is drawn.

use crate::copies::Comparison;

/// A node in place. Lengths are shares of the longest way from the original to a copy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Index of the node.
    pub node: usize,
    /// From the original, 0 to 1.
    pub x: f64,
    /// Row, 0 for the first copy; between rows for a node that parts.
    pub y: f64,
    /// Where its parent stands.
    pub from: Option<(f64, f64)>,
}

/// All nodes in place, as they are numbered.
#[expect(
    clippy::indexing_slicing,
    reason = "children and parents that stand before are numbers of the tree's nodes, each of which has \
              a depth and a row"
)]
pub fn place(comparison: &Comparison) -> Vec<Placed> {
    let nodes = &comparison.tree.nodes;
    let depth = comparison.tree.depths();
    let longest = depth.iter().copied().fold(0.0, f64::max);
    let children = comparison.tree.children();
    let mut rows = vec![0.0f64; nodes.len()];
    let mut next = 0.0;
    for (index, below) in children.iter().enumerate() {
        if below.is_empty() {
            rows[index] = next;
            next += 1.0;
        }
    }
    for (index, below) in children.iter().enumerate().rev() {
        if let (Some(first), Some(last)) = (below.first(), below.last()) {
            rows[index] = f64::midpoint(rows[*first], rows[*last]);
        }
    }
    let scale = if longest > 0.0 { longest } else { 1.0 };
    let at = |index: usize| (depth[index] / scale, rows[index]);
    let placed = nodes.iter().enumerate().map(|(index, node)| {
        let (x, y) = at(index);
        Placed {
            node: index,
            x,
            y,
            from: node.parent.filter(|parent| *parent < index).map(at),
        }
    });
    placed.collect()
}

/// Rows of the drawing.
pub fn rows(comparison: &Comparison) -> usize {
    let children = comparison.tree.children();
    children.iter().filter(|below| below.is_empty()).count()
}

/// The longest way from the original to a copy.
pub fn longest(comparison: &Comparison) -> f64 {
    comparison.tree.depths().into_iter().fold(0.0, f64::max)
}
