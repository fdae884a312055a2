//! One pass over the grid: the band, the scores of its cells, the gate, the path.

use std::ops::Range;

use super::across::Across;
use super::band::{BLIND, Band, WHOLE, band};
use super::best::Best;
use super::dp::{Search, Shape, best_path};
use super::features::Side;
use super::grid::{Grid, steps};
use super::similarity::Scorer;
use crate::error::Result;
use crate::watch::{Stage, Watch};

/// The path adds whole numbers, so that equal sums are equal whatever their order.
pub const UNIT: f32 = 65536.0;
/// The median best match to this power says how close two texts are: near nothing for a rewritten
/// text, and half for a text with a median of 0.84.
const CLOSE_POWER: i32 = 4;
/// Searches of the first pass: scores, the path of beads of two, the path.
const SEARCHES: usize = 3;
/// The gate rises where the texts share less than this.
const SHARED: f32 = 0.8;
/// Logarithm of the ratio of the mean lengths of sentences past which one side counts as no finer.
const FINEST: f32 = 1.5;

/// A bead of the path.
pub struct Found {
    pub rows: Range<usize>,
    pub columns: Range<usize>,
    pub moved: bool,
}

/// The passes over one pair of texts.
pub struct Pass<'s> {
    pub scorer: &'s Scorer<'s>,
    pub favoured: Option<(usize, usize)>,
    /// 0 for the path through everything, then what is left over is searched for moved passages.
    pub round: usize,
    pub best: Best,
    gate: f32,
    /// How near the texts are to being word for word the same, 0 to 1.
    pub closeness: f32,
    /// How much shorter the copy's sentences are on the average than the original's, as a logarithm.
    pub finer: f32,
    /// What each sentence of the original would be worth in a moved bead with its best match, where
    /// that is mutual; empty where moves are not looked for.
    pub apart: Vec<f32>,
}

impl<'s> Pass<'s> {
    pub fn new(scorer: &'s Scorer<'s>, favoured: Option<(usize, usize)>) -> Self {
        Self {
            scorer,
            favoured,
            round: 0,
            best: Best::new(scorer.sides.map(Side::len)),
            gate: 0.0,
            closeness: 0.0,
            finer: finer(scorer.sides) * scorer.options.finer,
            apart: Vec::new(),
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
        let options = self.scorer.options;
        self.apart.clear();
        if self.round == 0 && options.moves && blind.is_none() {
            self.apart = (0..rows.len()).map(|i| self.alone(i)).collect();
        }
        let shapes = shapes(options.longest);
        let (n, m) = (rows.len(), columns.len());
        let mut search = |shapes: &[Shape], grid: &Grid<'_>, gate: f32, pass: usize| {
            let open = (options.gap * gate * UNIT) as i32;
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
        let first = search(&[(1, 1)], &grid, gate, 1)?;
        grid.near = places(&first, n, m);
        let gate = if self.round == 0 {
            let pairs = first.iter().filter(|(p, q)| *p > 0 && *q > 0).count();
            let lacking = SHARED - pairs as f32 / n.min(m) as f32;
            gate * (1.0 + options.sparse * lacking.max(0.0))
        } else {
            gate
        };
        let path = search(&shapes, &grid, gate, 2)?;
        if self.round == 0 {
            self.gate = gate;
        }
        let mut beads = Vec::new();
        let (mut i, mut j) = (0, 0);
        for (p, q) in path {
            let (p, q) = (usize::from(p), usize::from(q));
            if p > 0 && q > 0 {
                beads.push(Found {
                    rows: grid.row(i)..grid.row(i) + p,
                    columns: grid.column(j)..grid.column(j) + q,
                    moved: self.round > 0,
                });
            }
            (i, j) = (i + p, j + q);
        }
        Ok((beads, blind))
    }

    /// What a sentence of the original and its best match would each be worth as a moved bead.
    fn alone(&self, i: usize) -> f32 {
        let Some(j) = self.best.mutual(0, i) else {
            return 0.0;
        };
        let options = self.scorer.options;
        let misfit = self.misfit(i..i + 1, j..j + 1);
        let gate = self.gate * options.move_gate;
        (self.best.score(0, i) - gate * (1.0 + options.length * misfit)).max(0.0)
    }

    /// Tell the watcher of some cells done and of the rows searched so far, of three searches; those for moved passages
    /// come on top and count for nothing.
    fn ask(&self, watch: &mut Watch<'_>, cells: usize, rows: usize, all: usize) -> Result<()> {
        let total = SEARCHES * all;
        let done = if self.round == 0 { rows } else { total };
        watch.step(cells, Stage::Align, done, total)
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "`high` has an entry for each cell of the band"
    )]
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
                    self.best.see(i, j, mean(cell));
                }
                j += 1;
            });
            if small {
                starts.push(scores.len());
            }
        }
        if self.round == 0 {
            let usual = self.best.median();
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

/// The logarithm of the ratio of the mean lengths of sentences.
fn finer(sides: [&Side; 2]) -> f32 {
    let mean = |side: &Side| side.length.iter().sum::<f32>() / side.len().max(1) as f32;
    let [source, target] = sides.map(|side| mean(side).max(1.0));
    (source / target).ln().clamp(-FINEST, FINEST)
}

pub fn mean(cell: (f32, f32)) -> f32 {
    (cell.0 + cell.1) / 2.0
}

/// The first and last column that a path touches in each row, and row in each column.
#[expect(
    clippy::indexing_slicing,
    reason = "a path goes from the first to the last corner of the grid and never back"
)]
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
