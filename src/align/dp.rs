//! The monotone path: dynamic programming over a band of the grid of sentences.

/// The cells of the grid that the path may use: columns `low..=high` for each row `0..=rows`.
pub struct Band {
    low: Vec<u32>,
    offset: Vec<usize>,
}

impl Band {
    /// A band with the given columns for each row; every row must have at least one.
    pub fn new(rows: impl Iterator<Item = (usize, usize)>) -> Self {
        let (mut low, mut offset) = (Vec::new(), vec![0]);
        let mut total = 0;
        for (from, to) in rows {
            low.push(from as u32);
            total += to + 1 - from;
            offset.push(total);
        }
        Self { low, offset }
    }

    /// The whole grid.
    pub fn full(rows: usize, columns: usize) -> Self {
        Self::new((0..=rows).map(|_| (0, columns)))
    }

    /// Number of cells.
    pub fn cells(&self) -> usize {
        self.offset.last().copied().unwrap_or(0)
    }

    /// First and last column of a row.
    pub fn columns(&self, row: usize) -> (usize, usize) {
        let low = self.low[row] as usize;
        (low, low + self.offset[row + 1] - self.offset[row] - 1)
    }

    /// Place of a cell in a flat list, where it is inside the band.
    pub fn index(&self, row: usize, column: usize) -> Option<usize> {
        let low = self.low[row] as usize;
        let at = self.offset[row] + column.checked_sub(low)?;
        (at < self.offset[row + 1]).then_some(at)
    }
}

/// A step of the path: sentences taken on either side.
pub type Shape = (u8, u8);

/// The best path through a band as steps from start to end.
///
/// `gain(row, column, shape)` is what a bead of that shape ending before `(row, column)` is worth,
/// or `None` where it is not allowed; an unpartnered sentence is worth nothing. `shapes` are tried
/// in order and the first of equal ones wins; unpartnered sentences come last.
pub fn best_path(
    rows: usize,
    columns: usize,
    band: &Band,
    shapes: &[Shape],
    mut gain: impl FnMut(usize, usize, Shape) -> Option<i32>,
) -> Vec<Shape> {
    const NONE: i64 = i64::MIN / 2;
    let mut value = vec![NONE; band.cells()];
    let mut step: Vec<Shape> = vec![(0, 0); band.cells()];
    for row in 0..=rows {
        let (from, to) = band.columns(row);
        for column in from..=to {
            let Some(at) = band.index(row, column) else {
                continue;
            };
            if row == 0 && column == 0 {
                value[at] = 0;
                continue;
            }
            let (mut best, mut best_step) = (NONE, (0, 0));
            for &(a, b) in shapes {
                let (Some(r), Some(c)) =
                    (row.checked_sub(a as usize), column.checked_sub(b as usize))
                else {
                    continue;
                };
                let Some(before) = band.index(r, c).map(|p| value[p]) else {
                    continue;
                };
                if before <= NONE {
                    continue;
                }
                let Some(g) = gain(row, column, (a, b)) else {
                    continue;
                };
                if before + i64::from(g) > best {
                    (best, best_step) = (before + i64::from(g), (a, b));
                }
            }
            for (a, b) in [(1u8, 0u8), (0, 1)] {
                let (Some(r), Some(c)) =
                    (row.checked_sub(a as usize), column.checked_sub(b as usize))
                else {
                    continue;
                };
                if let Some(p) = band.index(r, c)
                    && value[p] > best
                {
                    (best, best_step) = (value[p], (a, b));
                }
            }
            value[at] = best;
            step[at] = best_step;
        }
    }
    let (mut row, mut column) = (rows, columns);
    let mut path = Vec::new();
    while let Some(at) = band.index(row, column) {
        let (a, b) = step[at];
        if (a, b) == (0, 0) {
            break;
        }
        path.push((a, b));
        row -= a as usize;
        column -= b as usize;
    }
    path.reverse();
    path
}
