//! The grid of sentences that a pass looks at, with the scores of its cells.

use super::band::Band;
use super::similarity::Scorer;

/// Beads of three or more sentences are looked for this near to the best path of beads of two. It
/// bounds their number, also where all sentences are alike.
const NEAR: usize = 4;
/// A sentence covered so far by one partner needs no second one.
const COVERED: f32 = 0.9;
/// Steps of a score.
const STEPS: f32 = 255.0;

/// What one pass looks at: the sentences left, their band and the scores in it.
pub struct Grid<'g> {
    pub rows: &'g [usize],
    pub columns: &'g [usize],
    pub scorer: &'g Scorer<'g>,
    pub band: Band,
    /// For each cell of the band the larger of its two scores in whole steps: cells are many, and few
    /// of them can be in a bead.
    pub high: Vec<u8>,
    /// What has fewer steps is in no bead.
    pub least: u8,
    /// The cells that are not below it, of a small grid all, by column; and for each row where they
    /// begin.
    pub scores: Vec<(u32, f32, f32)>,
    pub starts: Vec<usize>,
    /// For each row and column of the grid the places of the best path of beads of two.
    pub near: [Vec<(u32, u32)>; 2],
}

impl Grid<'_> {
    /// The sentence of a row.
    #[expect(
        clippy::indexing_slicing,
        reason = "a row of the grid is a place in `rows`, of which the band has one more"
    )]
    pub fn row(&self, i: usize) -> usize {
        self.rows[i]
    }

    /// The sentence of a column.
    #[expect(
        clippy::indexing_slicing,
        reason = "a column of the grid is a place in `columns`, of which the band has one more"
    )]
    pub fn column(&self, j: usize) -> usize {
        self.columns[j]
    }

    /// The scores of a cell; nothing for one that is too low to be in a bead.
    pub fn cell(&self, i: usize, j: usize) -> (f32, f32) {
        self.scored(i, j).unwrap_or_default()
    }

    fn scored(&self, i: usize, j: usize) -> Option<(f32, f32)> {
        let high = self.band.value(&self.high, i + 1, j + 1)?;
        if high < self.least {
            return None;
        }
        self.listed(i, j)
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "`starts` has one more than there are rows, ascends and ends with the length of \
                  `scores`; the search ends inside the row"
    )]
    fn listed(&self, i: usize, j: usize) -> Option<(f32, f32)> {
        let row = &self.scores[self.starts[i]..self.starts[i + 1]];
        let at = row.binary_search_by_key(&(j as u32), |(column, _, _)| *column);
        at.ok().map(|at| (row[at].1, row[at].2))
    }

    /// The scores of a cell, however low; nothing outside the band.
    pub fn exact(&self, i: usize, j: usize) -> (f32, f32) {
        let mut found = self.listed(i, j);
        if found.is_none() && self.band.index(i + 1, j + 1).is_some() {
            let column = std::iter::once(self.column(j));
            self.scorer
                .row(self.row(i), column, |cell| found = Some(cell));
        }
        found.unwrap_or_default()
    }

    /// Score the cells that may be in a bead where what a gate lets through counts.
    pub fn score(&mut self, gate: f32) {
        let options = self.scorer.options;
        // What a bead of one and one needs on the average, and what others need at the least.
        let single = gate * (1.0 - options.gap);
        self.least = steps(single.min(gate / 2.0).min(COVERED));
        if self.starts.len() > self.rows.len() {
            return;
        }
        for (i, row) in self.rows.iter().enumerate() {
            let range = self.band.columns(i + 1);
            let own = self.band.index(i + 1, range.start).unwrap_or(0);
            let high = self.high.iter().skip(own);
            let enough = range.zip(high).filter(|(_, high)| **high >= self.least);
            // The band's first column stands before the grid.
            let within = enough.filter_map(|(j, _)| j.checked_sub(1));
            let columns: Vec<(usize, usize)> = within.map(|j| (j, self.column(j))).collect();
            let mut next = columns.iter();
            let wanted = columns.iter().map(|(_, sentence)| *sentence);
            self.scorer.row(*row, wanted, |cell| {
                let column = next.next().map_or(u32::MAX, |(j, _)| *j as u32);
                self.scores.push((column, cell.0, cell.1));
            });
            self.starts.push(self.scores.len());
        }
    }

    /// Whether the sentences that end before a row and a column cover one another: no bead of more may
    /// end there.
    pub fn is_settled(&self, i: usize, j: usize) -> bool {
        i > 0 && j > 0 && settles(self.cell(i - 1, j - 1))
    }

    /// Whether the place is near to the best path of beads of two.
    pub fn is_near(&self, i: usize, j: usize) -> bool {
        let [rows, columns] = &self.near;
        let within = |near: &[(u32, u32)], own: usize, other: usize| {
            let Some((first, last)) = near.get(own) else {
                return false;
            };
            other + NEAR >= *first as usize && other <= *last as usize + NEAR
        };
        within(rows, i, j) || within(columns, j, i)
    }
}

/// A score in whole steps: a greater one has not fewer.
pub fn steps(score: f32) -> u8 {
    (score * STEPS) as u8
}

/// Whether two sentences cover one another so far that neither needs a second partner.
pub fn settles(cell: (f32, f32)) -> bool {
    cell.0 >= COVERED && cell.1 >= COVERED
}
