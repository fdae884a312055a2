//! The monotone path: dynamic programming over a band of the grid of sentences.

use super::band::Band;
use crate::error::Result;

/// A step of the path: sentences taken on either side.
pub type Shape = (u8, u8);

const NONE: i64 = i64::MIN / 2;
/// Where a path stands: after a bead, in a run of unpartnered rows, in a run of unpartnered columns.
const AFTER: usize = 0;
const ROWS: usize = 1;
const COLUMNS: usize = 2;
/// Parts of a trace: the bead's shape (0 for none, else its place in the list and one), where the
/// two kinds of runs came from, and the best of the three states.
const SHAPE: u16 = 0xff;
const ROWS_FROM: u16 = 8;
const COLUMNS_FROM: u16 = 10;
const BEST: u16 = 12;

/// What the path is looked for in.
pub struct Search<'a> {
    pub rows: usize,
    pub columns: usize,
    pub band: &'a Band,
    /// Shapes of beads, 254 at most.
    pub shapes: &'a [Shape],
    /// What a run of unpartnered sentences of one side costs.
    pub open: i32,
}

/// The best path through a band, as steps from start to end.
///
/// `gain(row, column, shape)` is what a bead of that shape ending before `(row, column)` is worth,
/// or `None` where there can be none; where `simple(row, column)` holds only the first of `shapes` is
/// tried. Each run of unpartnered sentences of one side costs `open`;
/// where both sides have such runs between two beads the rows come first. Of equal paths the one
/// whose last step is a bead wins, then the first of the shapes, then unpartnered rows.
///
/// `ask(row, cells)` is asked before each row whether to go on.
///
/// # Errors
/// The answer, where it is an error.
///
/// Time is one look at each cell and shape; memory is two bytes a cell and the values of about as many
/// rows as the longest shape has.
pub fn best_path(
    search: &Search<'_>,
    simple: impl Fn(usize, usize) -> bool,
    mut gain: impl FnMut(usize, usize, Shape) -> Option<i32>,
    mut ask: impl FnMut(usize, usize) -> Result<()>,
) -> Result<Vec<Shape>> {
    let Search {
        rows,
        columns,
        band,
        shapes,
        open,
    } = *search;
    let open = i64::from(open);
    let tallest = shapes.iter().map(|s| usize::from(s.0)).max();
    let mut values = Recent::new(tallest.unwrap_or(1));
    let mut trace = vec![0u16; band.cells()];
    for row in 0..=rows {
        let range = band.columns(row);
        ask(row, range.len())?;
        let mut here = std::mem::take(values.row_mut(row));
        here.clear();
        let base = band.index(row, range.start).unwrap_or(0);
        for (column, trace) in range.zip(trace.iter_mut().skip(base)) {
            let mut v = [NONE; 3];
            let mut mark = 0;
            if row == 0 && column == 0 {
                v[AFTER] = 0;
            }
            let tried = if simple(row, column) { 1 } else { shapes.len() };
            for (k, &(a, b)) in shapes.iter().take(tried).enumerate() {
                let Some(w) = value_at(&values, band, row, column, (a, b)) else {
                    continue;
                };
                let before = w[AFTER].max(w[ROWS]).max(w[COLUMNS]);
                if before > NONE
                    && let Some(g) = gain(row, column, (a, b))
                    && before + i64::from(g) > v[AFTER]
                {
                    v[AFTER] = before + i64::from(g);
                    mark = k as u16 + 1;
                }
            }
            if let Some(w) = value_at(&values, band, row, column, (1, 0)) {
                let from = if w[ROWS] >= w[AFTER] - open {
                    ROWS
                } else {
                    AFTER
                };
                v[ROWS] = if from == ROWS {
                    w[ROWS]
                } else {
                    w[AFTER] - open
                };
                mark |= (from as u16) << ROWS_FROM;
            }
            if let Some(w) = here.last() {
                let (opened, best) = if w[ROWS] > w[AFTER] {
                    (ROWS, w[ROWS])
                } else {
                    (AFTER, w[AFTER])
                };
                let from = if w[COLUMNS] >= best - open {
                    COLUMNS
                } else {
                    opened
                };
                v[COLUMNS] = if from == COLUMNS {
                    w[COLUMNS]
                } else {
                    best - open
                };
                mark |= (from as u16) << COLUMNS_FROM;
            }
            // Of equal states the first.
            let states = v.iter().enumerate().rev();
            let best = states.max_by_key(|(_, value)| **value);
            let best = best.map_or(AFTER, |(state, _)| state);
            *trace = mark | (best as u16) << BEST;
            here.push(v);
        }
        *values.row_mut(row) = here;
    }
    Ok(walk_back(rows, columns, band, shapes, &trace))
}

/// The values of the last rows, as many as the longest shape looks back.
struct Recent {
    /// A power of two of them: a row's place is then found without a division.
    rows: Vec<Vec<[i64; 3]>>,
}

#[expect(
    clippy::indexing_slicing,
    reason = "the number of rows is a power of two: less one it is a mask that leaves less than it"
)]
impl Recent {
    fn new(tallest: usize) -> Self {
        let kept = (1 + tallest.max(1)).next_power_of_two();
        Self {
            rows: vec![Vec::new(); kept],
        }
    }

    fn row(&self, row: usize) -> &[[i64; 3]] {
        &self.rows[row & (self.rows.len() - 1)]
    }

    fn row_mut(&mut self, row: usize) -> &mut Vec<[i64; 3]> {
        let mask = self.rows.len() - 1;
        &mut self.rows[row & mask]
    }
}

/// The values of the cell that a shape with at least one row comes from.
fn value_at<'v>(
    values: &'v Recent,
    band: &Band,
    row: usize,
    column: usize,
    (a, b): Shape,
) -> Option<&'v [i64; 3]> {
    let row = row.checked_sub(a.into())?;
    let column = column.checked_sub(b.into())?;
    let place = column.checked_sub(band.columns(row).start)?;
    values.row(row).get(place)
}

fn walk_back(
    mut row: usize,
    mut column: usize,
    band: &Band,
    shapes: &[Shape],
    trace: &[u16],
) -> Vec<Shape> {
    let mut path = Vec::new();
    let mut state = None;
    while (row, column) != (0, 0) {
        let Some(mark) = band.value(trace, row, column) else {
            break;
        };
        let here = state.unwrap_or(usize::from(mark >> BEST & 3));
        let (step, next) = match here {
            ROWS => ((1, 0), Some(usize::from(mark >> ROWS_FROM & 3))),
            COLUMNS => ((0, 1), Some(usize::from(mark >> COLUMNS_FROM & 3))),
            _ => {
                let shape = usize::from(mark & SHAPE).checked_sub(1);
                let Some(shape) = shape.and_then(|k| shapes.get(k)) else {
                    break;
                };
                (*shape, None)
            }
        };
        path.push(step);
        row -= usize::from(step.0);
        column -= usize::from(step.1);
        state = next;
    }
    path.reverse();
    path
}

#[cfg(test)]
#[path = "../../tests/oracle/path.rs"]
mod oracle;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    const SHAPES: [Shape; 5] = [(1, 1), (1, 2), (2, 1), (2, 2), (1, 3)];

    /// The value of the best path by trying everything, one recursion a state.
    fn oracle(
        i: usize,
        j: usize,
        run: usize,
        open: i64,
        gain: &impl Fn(usize, usize, Shape) -> Option<i32>,
        known: &mut HashMap<(usize, usize, usize), Option<i64>>,
    ) -> Option<i64> {
        if (i, j, run) == (0, 0, AFTER) {
            return Some(0);
        }
        if let Some(v) = known.get(&(i, j, run)) {
            return *v;
        }
        let mut options = Vec::new();
        match run {
            AFTER => {
                for (p, q) in SHAPES {
                    let (Some(r), Some(c)) = (i.checked_sub(p.into()), j.checked_sub(q.into()))
                    else {
                        continue;
                    };
                    for from in [AFTER, ROWS, COLUMNS] {
                        if let (Some(g), Some(v)) =
                            (gain(i, j, (p, q)), oracle(r, c, from, open, gain, known))
                        {
                            options.push(v + i64::from(g));
                        }
                    }
                }
            }
            ROWS if i > 0 => {
                options.extend(oracle(i - 1, j, ROWS, open, gain, known));
                options.extend(oracle(i - 1, j, AFTER, open, gain, known).map(|v| v - open));
            }
            COLUMNS if j > 0 => {
                options.extend(oracle(i, j - 1, COLUMNS, open, gain, known));
                for from in [AFTER, ROWS] {
                    options.extend(oracle(i, j - 1, from, open, gain, known).map(|v| v - open));
                }
            }
            _ => {}
        }
        let best = options.into_iter().max();
        known.insert((i, j, run), best);
        best
    }

    /// What a path is worth.
    fn value(
        path: &[Shape],
        open: i64,
        gain: &impl Fn(usize, usize, Shape) -> Option<i32>,
    ) -> Option<i64> {
        let (mut i, mut j, mut run, mut sum) = (0, 0, AFTER, 0);
        for &(p, q) in path {
            (i, j) = (i + usize::from(p), j + usize::from(q));
            let next = match (p, q) {
                (1, 0) => ROWS,
                (0, 1) => COLUMNS,
                _ => AFTER,
            };
            if next == AFTER {
                sum += i64::from(gain(i, j, (p, q))?);
            } else if next != run {
                sum -= open;
            }
            run = next;
        }
        Some(sum)
    }

    proptest! {
        #[test]
        fn the_path_is_as_good_as_the_best_found_by_trying_everything(
            n in 0usize..7,
            m in 0usize..7,
            open in 0i32..30,
            seed in any::<u64>(),
        ) {
            let gain = |i: usize, j: usize, (p, q): Shape| {
                let x = (seed ^ (i * 131 + j * 17 + usize::from(p) * 7 + usize::from(q)) as u64)
                    .wrapping_mul(0x9e37_79b9_7f4a_7c15)
                    >> 40;
                (!x.is_multiple_of(5)).then_some((x % 200) as i32 - 90)
            };
            let search = Search {
                rows: n,
                columns: m,
                band: &Band::whole(n, m),
                shapes: &SHAPES,
                open,
            };
            let path = best_path(&search, |_, _| false, gain, |_, _| Ok(())).unwrap();
            let sums = path.iter().fold((0, 0), |s, p| (s.0 + p.0 as usize, s.1 + p.1 as usize));
            prop_assert_eq!(sums, (n, m));
            let mut known = HashMap::new();
            let best = [AFTER, ROWS, COLUMNS]
                .into_iter()
                .filter_map(|s| oracle(n, m, s, open.into(), &gain, &mut known))
                .max();
            prop_assert_eq!(value(&path, open.into(), &gain), best);
        }
    }
}
