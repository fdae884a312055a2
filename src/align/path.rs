//! One pass over the grid: the band, the scores of its cells, the gate, what a bead gains.

use std::ops::Range;

use super::across::Across;
use super::band::{BLIND, Band, WHOLE, band};
use super::dp::{Search, Shape, best_path};
use super::grid::{Grid, settles, steps};
use super::similarity::Scorer;
use crate::error::Result;
use crate::watch::{Stage, Watch};

/// The path adds whole numbers, so that equal sums are equal whatever their order.
const UNIT: f32 = 65536.0;
/// What being the two headlines is worth: a rewritten headline is still one, and only a near copy
/// of another sentence counts for more.
const HEADLINE: f32 = 0.8;
/// The median best match to this power says how close two texts are: near nothing for a rewritten
/// text, and half for a text with a median of 0.84.
const CLOSE_POWER: i32 = 4;
/// Searches of the first pass: scores, the path of beads of two, the path.
const SEARCHES: usize = 3;
/// Logarithm of the ratio of lengths past which a misfit grows no worse.
const LONGEST_RATIO: f32 = 1.5;

/// A bead of the path.
pub struct Found {
    pub rows: Range<usize>,
    pub columns: Range<usize>,
    pub moved: bool,
}

/// The passes over one pair of texts.
pub struct Pass<'s> {
    scorer: &'s Scorer<'s>,
    favoured: Option<(usize, usize)>,
    /// 0 for the path through everything, then what is left over is searched for moved passages.
    pub round: usize,
    /// Best match of each sentence, of either side.
    best: [Vec<f32>; 2],
    gate: f32,
    /// How near the texts are to being word for word the same, 0 to 1.
    closeness: f32,
}

impl<'s> Pass<'s> {
    pub fn new(scorer: &'s Scorer<'s>, favoured: Option<(usize, usize)>) -> Self {
        Self {
            scorer,
            favoured,
            round: 0,
            best: scorer.sides.map(|side| vec![0.0; side.len()]),
            gate: 0.0,
            closeness: 0.0,
        }
    }

    /// The beads of the best path through the given sentences, and the length of the longest
    /// stretch without an anchor where that is too long to be sure.
    ///
    /// # Errors
    /// [`crate::Error::Interrupted`] where the watcher wants no more.
    pub fn run(
        &mut self,
        rows: &[usize],
        columns: &[usize],
        watch: &mut Watch<'_>,
    ) -> Result<(Vec<Found>, Option<usize>)> {
        let [source, target] = self.scorer.sides;
        let (band, blind) = band(source, target, rows, columns, &self.scorer.weight);
        let blind = (blind > BLIND).then_some(blind);
        if rows.is_empty() || columns.is_empty() || (self.round > 0 && blind.is_some()) {
            return Ok((Vec::new(), blind));
        }
        let mut grid = self.grid(rows, columns, band, watch)?;
        let gate = if self.round > 0 {
            self.gate * self.scorer.options.move_gate
        } else {
            self.gate
        };
        grid.score(gate);
        let shapes = shapes(self.scorer.options.longest);
        let open = (self.scorer.options.gap * gate * UNIT) as i32;
        let (n, m) = (rows.len(), columns.len());
        let mut search = |shapes: &[Shape], grid: &Grid<'_>, pass: usize| {
            let simple = |i, j| !grid.is_near(i, j) || grid.is_settled(i, j);
            let gain = |i, j, shape| self.gain(grid, gate, i, j, shape);
            let ask = |row: usize, cells: usize| self.ask(watch, cells, pass * n + row, n);
            let search = Search {
                rows: n,
                columns: m,
                band: &grid.band,
                shapes,
                open,
            };
            best_path(&search, simple, gain, ask)
        };
        grid.near = places(&search(&[(1, 1)], &grid, 1)?, n, m);
        let path = search(&shapes, &grid, 2)?;
        let mut beads = Vec::new();
        let (mut i, mut j) = (0, 0);
        for (p, q) in path {
            let (p, q) = (usize::from(p), usize::from(q));
            if p > 0 && q > 0 {
                beads.push(Found {
                    rows: rows[i]..rows[i] + p,
                    columns: columns[j]..columns[j] + q,
                    moved: self.round > 0,
                });
            }
            (i, j) = (i + p, j + q);
        }
        Ok((beads, blind))
    }

    /// Tell the watcher of some cells done and of the rows searched so far, of three searches; those for moved passages
    /// come on top and count for nothing.
    fn ask(&self, watch: &mut Watch<'_>, cells: usize, rows: usize, all: usize) -> Result<()> {
        let total = SEARCHES * all;
        let done = if self.round == 0 { rows } else { total };
        watch.step(cells, Stage::Align, done, total)
    }

    fn grid<'g>(
        &mut self,
        rows: &'g [usize],
        columns: &'g [usize],
        band: Band,
        watch: &mut Watch<'_>,
    ) -> Result<Grid<'g>>
    where
        's: 'g,
    {
        let options = self.scorer.options;
        let mut high = vec![0; band.cells()];
        let small = band.cells() <= WHOLE;
        let (mut scores, mut starts) = (Vec::new(), vec![0]);
        let mut across = Across::new(self.scorer, columns);
        for (i, row) in rows.iter().enumerate() {
            self.ask(watch, band.columns(i + 1).len(), i, rows.len())?;
            // Before the first column of the grid nothing can be matched.
            let range = band.columns(i + 1);
            let mut j = range.start.max(1) - 1;
            let run = j..(range.end.max(1) - 1).min(columns.len());
            across.row(*row, run, |cell| {
                if let Some(at) = band.index(i + 1, j + 1) {
                    high[at] = steps(cell.0.max(cell.1));
                }
                if small {
                    scores.push((j as u32, cell.0, cell.1));
                }
                if self.round == 0 {
                    let mean = mean(cell);
                    self.best[0][i] = self.best[0][i].max(mean);
                    self.best[1][j] = self.best[1][j].max(mean);
                }
                j += 1;
            });
            if small {
                starts.push(scores.len());
            }
        }
        if self.round == 0 {
            let usual = median(self.best.concat());
            self.closeness = usual.powi(CLOSE_POWER);
            self.gate = (options.gate * usual.powf(options.gate_power)).max(options.gate_floor);
        }
        Ok(Grid {
            rows,
            columns,
            scorer: self.scorer,
            band,
            high,
            least: 0,
            scores,
            starts,
            near: [Vec::new(), Vec::new()],
        })
    }

    /// What a bead that ends before a row and a column is worth, or none where it cannot be.
    fn gain(&self, grid: &Grid<'_>, gate: f32, i: usize, j: usize, (p, q): Shape) -> Option<i32> {
        if (p, q) == (1, 1) {
            return self.single(grid, gate, i - 1, j - 1);
        }
        // The last sentence of a bead first: without support for it there is none.
        let (last, floor) = (grid.cell(i - 1, j - 1), gate / 2.0);
        if p == 1 && last.1 < floor || q == 1 && last.0 < floor {
            return None;
        }
        let options = self.scorer.options;
        let (rows, columns) = (i - usize::from(p)..i, j - usize::from(q)..j);
        let whole = |list: &[usize], r: &Range<usize>| {
            let (first, last) = (list[r.start], list[r.end - 1]);
            (last - first + 1 == r.len()).then_some(first..last + 1)
        };
        let (a, b) = (whole(grid.rows, &rows)?, whole(grid.columns, &columns)?);
        let size = f32::from(p + q);
        if !self.all_wanted(grid, gate, &rows, &columns) {
            return None;
        }
        let blocks = f32::from(p.min(q) - 1);
        let cost = options.merge * (size - 2.0) + options.block * blocks;
        let found = self.scorer.bead(a.clone(), b.clone());
        if found.fresh < options.fresh * self.closeness {
            return None;
        }
        let gain = found.total - cost * gate - options.merge_close * self.closeness * (size - 2.0);
        let misfit = self.misfit(a, b);
        let gain = gain - size * gate * (1.0 + options.length * misfit);
        if p > 1 && q > 1 && options.moves && crossed(grid, &rows, &columns) - size * gate >= gain {
            return None;
        }
        self.kept(grid, gain, &rows, &columns)
    }

    /// The same of a bead of one sentence on either side.
    fn single(&self, grid: &Grid<'_>, gate: f32, i: usize, j: usize) -> Option<i32> {
        let (a, b) = (grid.rows[i], grid.columns[j]);
        let headline = self.favoured == Some((a, b));
        let cell = if headline {
            grid.exact(i, j)
        } else {
            grid.cell(i, j)
        };
        let gain = cell.0 + cell.1 + if headline { HEADLINE } else { 0.0 };
        let options = self.scorer.options;
        // Cheaper to leave both alone, whatever their neighbours do.
        if gain < 2.0 * gate * (1.0 - options.gap) {
            return None;
        }
        let misfit = self.misfit(a..a + 1, b..b + 1);
        let gain = gain - 2.0 * gate * (1.0 + options.length * misfit);
        self.kept(grid, gain, &(i..i + 1), &(j..j + 1))
    }

    /// A gain in whole numbers; none where a bead is not moved for so little.
    fn kept(
        &self,
        grid: &Grid<'_>,
        gain: f32,
        rows: &Range<usize>,
        columns: &Range<usize>,
    ) -> Option<i32> {
        if self.round > 0 && (gain <= 0.0 || !self.agree(grid, rows, columns)) {
            return None;
        }
        Some((gain * UNIT) as i32)
    }

    /// Whether something speaks for each sentence's being in the bead, and none is settled already.
    fn all_wanted(
        &self,
        grid: &Grid<'_>,
        gate: f32,
        rows: &Range<usize>,
        columns: &Range<usize>,
    ) -> bool {
        let floor = gate / 2.0;
        let row = |r| columns.clone().any(|c| grid.cell(r, c).0 >= floor);
        let column = |c| rows.clone().any(|r| grid.cell(r, c).1 >= floor);
        let settled = |r| columns.clone().any(|c| settles(grid.cell(r, c)));
        rows.clone().all(row) && columns.clone().all(column) && !rows.clone().any(settled)
    }

    fn misfit(&self, rows: Range<usize>, columns: Range<usize>) -> f32 {
        let length =
            |s: usize, r: Range<usize>| r.map(|k| self.scorer.sides[s].length[k]).sum::<f32>();
        let ratio = length(0, rows) / length(1, columns);
        ratio.ln().abs().min(LONGEST_RATIO)
    }

    /// Whether each sentence of a moved bead has its best match of all in it.
    fn agree(&self, grid: &Grid<'_>, rows: &Range<usize>, columns: &Range<usize>) -> bool {
        let score = |r, c| mean(grid.exact(r, c));
        rows.clone().all(|r| {
            columns
                .clone()
                .any(|c| score(r, c) >= self.best[0][grid.rows[r]])
        }) && columns.clone().all(|c| {
            rows.clone()
                .any(|r| score(r, c) >= self.best[1][grid.columns[c]])
        })
    }
}

/// What the halves of a bead would score swapped: two sentences that changed places are not one
/// bead of two and two.
fn crossed(grid: &Grid<'_>, rows: &Range<usize>, columns: &Range<usize>) -> f32 {
    let part = |r: Range<usize>, c: Range<usize>| -> f32 {
        let best_a = |i| c.clone().map(|j| grid.exact(i, j).0).fold(0.0, f32::max);
        let best_b = |j| r.clone().map(|i| grid.exact(i, j).1).fold(0.0, f32::max);
        r.clone().map(best_a).sum::<f32>() + c.clone().map(best_b).sum::<f32>()
    };
    let mut most = 0f32;
    for i in rows.start + 1..rows.end {
        for j in columns.start + 1..columns.end {
            let swapped = part(rows.start..i, j..columns.end) + part(i..rows.end, columns.start..j);
            most = most.max(swapped);
        }
    }
    most
}

/// The shapes of beads, simple ones first: of equal paths the simpler one wins.
fn shapes(longest: u8) -> Vec<Shape> {
    let mut shapes = vec![(1, 1)];
    for k in 2..=longest {
        shapes.extend([(1, k), (k, 1)]);
        match k {
            2 => shapes.push((2, 2)),
            3 => shapes.extend([(2, 3), (3, 2)]),
            _ => {}
        }
    }
    shapes
}

fn mean(cell: (f32, f32)) -> f32 {
    (cell.0 + cell.1) / 2.0
}

/// The first and last column that a path touches in each row, and row in each column.
fn places(path: &[Shape], rows: usize, columns: usize) -> [Vec<(u32, u32)>; 2] {
    let mut near = [
        vec![(u32::MAX, 0); rows + 1],
        vec![(u32::MAX, 0); columns + 1],
    ];
    let (mut i, mut j) = (0, 0);
    for (p, q) in [(0, 0)].iter().chain(path) {
        (i, j) = (i + usize::from(*p), j + usize::from(*q));
        for (side, own, other) in [(0, i, j as u32), (1, j, i as u32)] {
            let place = &mut near[side][own];
            *place = (place.0.min(other), place.1.max(other));
        }
    }
    near
}

fn median(mut values: Vec<f32>) -> f32 {
    if values.is_empty() {
        return 0.0;
    }
    let middle = values.len() / 2;
    *values.select_nth_unstable_by(middle, f32::total_cmp).1
}
