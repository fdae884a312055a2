//! What a bead of the path gains.

use std::ops::Range;

use super::dp::Shape;
use super::features::Side;
use super::grid::{Grid, settles};
use super::path::{Pass, UNIT, mean};

/// What being the two headlines is worth: a rewritten headline is still one, and only a near copy
/// of another sentence counts for more.
const HEADLINE: f32 = 0.8;
/// Logarithm of the ratio of lengths past which a misfit grows no worse.
const LONGEST_RATIO: f32 = 1.5;
/// The share of what must speak for a sentence that is left where its side's sentences are much the
/// shorter; scores below it are not kept.
const LEAST_FLOOR: f32 = 0.6;

impl Pass<'_> {
    /// What a bead that ends before a row and a column is worth, or none where it cannot be.
    pub fn gain(
        &self,
        grid: &Grid<'_>,
        gate: f32,
        i: usize,
        j: usize,
        (p, q): Shape,
    ) -> Option<i32> {
        if (p, q) == (1, 1) {
            return self.single(grid, gate, i - 1, j - 1);
        }
        // The last sentence of a bead first: without support for it there is none.
        let (last, floors) = (grid.cell(i - 1, j - 1), self.floors(gate));
        if p == 1 && last.1 < floors[1] || q == 1 && last.0 < floors[0] {
            return None;
        }
        let options = self.scorer.options;
        let (rows, columns) = (i - usize::from(p)..i, j - usize::from(q)..j);
        let whole = |first: usize, last: usize, count: usize| {
            (last - first + 1 == count).then_some(first..last + 1)
        };
        let a = whole(grid.row(rows.start), grid.row(i - 1), rows.len())?;
        let b = whole(
            grid.column(columns.start),
            grid.column(j - 1),
            columns.len(),
        )?;
        let size = f32::from(p + q);
        if !all_wanted(grid, floors, &rows, &columns) {
            return None;
        }
        let blocks = f32::from(p.min(q) - 1);
        let merged = size - 2.0 + self.finer * (f32::from(p) - f32::from(q));
        let cost = options.merge * merged + options.block * blocks;
        let found = self.scorer.bead(a.clone(), b.clone());
        if found.fresh < options.fresh * self.closeness {
            return None;
        }
        let gain = found.total - cost * gate - options.merge_close * self.closeness * (size - 2.0);
        let gain = gain - self.reserved(&a, &b);
        let misfit = self.misfit(a, b);
        let gain = gain - size * gate * (1.0 + options.length * misfit);
        if p > 1 && q > 1 && options.moves && crossed(grid, &rows, &columns) - size * gate >= gain {
            return None;
        }
        self.kept(grid, gain, &rows, &columns)
    }

    /// The same of a bead of one sentence on either side.
    fn single(&self, grid: &Grid<'_>, gate: f32, i: usize, j: usize) -> Option<i32> {
        let (a, b) = (grid.row(i), grid.column(j));
        let headline = self.favoured == Some((a, b));
        let gain = if headline {
            let cell = grid.exact(i, j);
            cell.0 + cell.1 + HEADLINE
        } else {
            let cell = grid.cell(i, j);
            cell.0 + cell.1 - self.reserved(&(a..a + 1), &(b..b + 1))
        };
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

    /// What must speak for a sentence of either side at the least. Where one side's sentences are much
    /// the shorter, many of them say too little to be known by.
    fn floors(&self, gate: f32) -> [f32; 2] {
        [1.0 + self.finer, 1.0 - self.finer].map(|part| gate / 2.0 * part.clamp(LEAST_FLOOR, 1.0))
    }

    /// What a bead takes from moved passages: of each of its sentences what it would be worth with its
    /// best match, if that is not in the bead.
    fn reserved(&self, rows: &Range<usize>, columns: &Range<usize>) -> f32 {
        let lost = |side: usize, k: usize, others: &Range<usize>| {
            let other = self.best.mutual(side, k);
            let other = other.filter(|other| !others.contains(other));
            let row = other.map(|other| if side == 0 { k } else { other });
            row.and_then(|row| self.apart.get(row)).copied()
        };
        let rows_lose = rows.clone().filter_map(|k| lost(0, k, columns));
        let columns_lose = columns.clone().filter_map(|k| lost(1, k, rows));
        let sum: f32 = rows_lose.chain(columns_lose).sum();
        self.scorer.options.reserve * sum
    }

    pub fn misfit(&self, rows: Range<usize>, columns: Range<usize>) -> f32 {
        let [source, target] = self.scorer.sides;
        let length = |side: &Side, r: Range<usize>| r.map(|k| side.length(k)).sum::<f32>();
        let ratio = length(source, rows) / length(target, columns);
        ratio.ln().abs().min(LONGEST_RATIO)
    }

    /// Whether each sentence of a moved bead has its best match of all in it.
    fn agree(&self, grid: &Grid<'_>, rows: &Range<usize>, columns: &Range<usize>) -> bool {
        let score = |r, c| mean(grid.exact(r, c));
        rows.clone().all(|r| {
            columns
                .clone()
                .any(|c| score(r, c) >= self.best.score(0, grid.row(r)))
        }) && columns.clone().all(|c| {
            rows.clone()
                .any(|r| score(r, c) >= self.best.score(1, grid.column(c)))
        })
    }
}

/// Whether something speaks for each sentence's being in the bead, and none is settled already.
fn all_wanted(
    grid: &Grid<'_>,
    floors: [f32; 2],
    rows: &Range<usize>,
    columns: &Range<usize>,
) -> bool {
    let row = |r| columns.clone().any(|c| grid.cell(r, c).0 >= floors[0]);
    let column = |c| rows.clone().any(|r| grid.cell(r, c).1 >= floors[1]);
    let settled = |r| columns.clone().any(|c| settles(grid.cell(r, c)));
    rows.clone().all(row) && columns.clone().all(column) && !rows.clone().any(settled)
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
