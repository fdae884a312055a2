//! The part of the grid that the path may use: all of it where it is small, a band along anchors
//! where it is not.

use super::features::Side;
use super::postings::Postings;

/// Grids of up to this many cells are searched whole (256 sentences against 256).
pub const WHOLE: usize = 1 << 16;
/// Columns on either side of the line through the anchors that are searched.
pub const HALF_WIDTH: usize = 32;
/// The half width grows with a stretch without anchors, up to this.
pub const WIDEST: usize = 128;
/// A stretch without an anchor that is longer than this on both sides is told of in a notice.
pub const BLIND: usize = 2_000;
/// A word stands for an anchor where it is in no more sentences of either side than this.
const RARE: u32 = 3;

/// The cells of the grid that the path may use: a run of columns for each row `0..=rows`.
pub struct Band {
    low: Vec<u32>,
    offset: Vec<usize>,
}

impl Band {
    /// A band of the given first and last columns, one pair for each row.
    pub fn new(rows: impl Iterator<Item = (usize, usize)>) -> Self {
        let (mut low, mut offset) = (Vec::new(), vec![0]);
        let mut total = 0;
        for (from, to) in rows {
            low.push(from as u32);
            total += (to + 1).saturating_sub(from);
            offset.push(total);
        }
        Self { low, offset }
    }

    /// The whole grid.
    pub fn whole(rows: usize, columns: usize) -> Self {
        Self::new((0..=rows).map(|_| (0, columns)))
    }

    /// Number of cells.
    pub fn cells(&self) -> usize {
        self.offset.last().copied().unwrap_or(0)
    }

    /// The columns of a row.
    #[expect(
        clippy::indexing_slicing,
        reason = "rows are those that `new` was given, for each of which it made an entry, and \
                  `offset` has one more"
    )]
    pub fn columns(&self, row: usize) -> std::ops::Range<usize> {
        let low = self.low[row] as usize;
        low..low + self.offset[row + 1] - self.offset[row]
    }

    /// Place of a cell in a flat list, where it is inside the band.
    #[expect(
        clippy::indexing_slicing,
        reason = "rows are those that `new` was given, for each of which it made an entry, and \
                  `offset` has one more"
    )]
    #[inline]
    pub fn index(&self, row: usize, column: usize) -> Option<usize> {
        let at = self.offset[row] + column.checked_sub(self.low[row] as usize)?;
        (at < self.offset[row + 1]).then_some(at)
    }

    /// What a flat list has for a cell, where it is inside the band.
    #[expect(
        clippy::indexing_slicing,
        reason = "a flat list has an entry for each of `cells`, below which every place is"
    )]
    #[inline]
    pub fn value<T: Copy>(&self, values: &[T], row: usize, column: usize) -> Option<T> {
        self.index(row, column).map(|at| values[at])
    }
}

/// A row and a column that surely belong together.
type Anchor = (usize, usize);

/// The band for some sentences of either side, and the longest stretch without an anchor in it
/// (0 for a whole grid).
pub fn band(
    source: &Side,
    target: &Side,
    rows: &[usize],
    columns: &[usize],
    weight: &[f32],
) -> (Band, usize) {
    let (n, m) = (rows.len(), columns.len());
    if n.saturating_mul(m) <= WHOLE {
        return (Band::whole(n, m), 0);
    }
    let chain = longest_chain(anchors(source, target, rows, columns, weight));
    along(&chain, n, m)
}

/// A band along a chain of anchors, straight between them.
fn along(chain: &[Anchor], n: usize, m: usize) -> (Band, usize) {
    let mut ranges: Vec<(usize, usize)> = vec![(usize::MAX, 0); n + 1];
    let mut blind = 0;
    let mut from = (0, 0);
    for &to in chain.iter().chain([&(n, m)]) {
        let (rows, columns) = (to.0 - from.0, to.1 - from.1);
        let gap = rows.min(columns);
        blind = blind.max(gap);
        let half = (HALF_WIDTH + gap / 4).min(WIDEST);
        let at = |r: usize| from.1 + (r * columns).checked_div(rows).unwrap_or(0);
        for (r, range) in ranges.iter_mut().skip(from.0).take(rows + 1).enumerate() {
            let last = if r < rows { at(r + 1) } else { to.1 };
            range.0 = range.0.min(at(r).saturating_sub(half));
            range.1 = range.1.max((last + half).min(m));
        }
        from = to;
    }
    // A wider stretch may reach farther than its neighbours: both edges must only move right.
    let mut least = usize::MAX;
    for range in ranges.iter_mut().rev() {
        least = least.min(range.0);
        range.0 = least;
    }
    let mut most = 0;
    for range in &mut ranges {
        most = most.max(range.1);
        range.1 = most;
    }
    (Band::new(ranges.into_iter()), blind)
}

/// Pairs that are each other's best by the rare words they share.
#[expect(
    clippy::indexing_slicing,
    reason = "postings are places among the rows and the columns, of each of which there is a best"
)]
fn anchors(
    source: &Side,
    target: &Side,
    rows: &[usize],
    columns: &[usize],
    weight: &[f32],
) -> Vec<Anchor> {
    let (a, b) = (
        Postings::new(source, rows, weight.len(), RARE),
        Postings::new(target, columns, weight.len(), RARE),
    );
    let mut shared: Vec<(u32, u32, f32)> = Vec::new();
    for (word, w) in weight.iter().enumerate() {
        for i in a.of(word) {
            for j in b.of(word) {
                shared.push((*i, *j, *w));
            }
        }
    }
    shared.sort_unstable_by_key(|s| (s.0, s.1));
    shared.dedup_by(|next, kept| {
        let same = (next.0, next.1) == (kept.0, kept.1);
        if same {
            kept.2 += next.2;
        }
        same
    });
    // The best partner of each row and column; none where two are equally good.
    let mut of_rows = vec![(0f32, u32::MAX); rows.len()];
    let mut of_columns = vec![(0f32, u32::MAX); columns.len()];
    for &(i, j, w) in &shared {
        let row = &mut of_rows[i as usize];
        let column = &mut of_columns[j as usize];
        for (entry, other) in [(row, j), (column, i)] {
            if w > entry.0 {
                *entry = (w, other);
            } else if w == entry.0 {
                entry.1 = u32::MAX;
            }
        }
    }
    let pairs = of_rows.iter().enumerate().filter_map(|(i, (_, j))| {
        let j = *j as usize;
        let back = of_columns.get(j)?.1 as usize;
        (back == i).then_some((i, j))
    });
    pairs.collect()
}

/// The longest run of anchors that rises on both sides; anchors come ordered by row, one a row.
#[expect(
    clippy::indexing_slicing,
    reason = "`tails` and `before` hold numbers of anchors, and `before` has one for each; a tail that \
              is not past the last is there"
)]
fn longest_chain(anchors: Vec<Anchor>) -> Vec<Anchor> {
    let mut tails: Vec<usize> = Vec::new();
    let mut before = vec![usize::MAX; anchors.len()];
    for (k, anchor) in anchors.iter().enumerate() {
        let at = tails.partition_point(|t| anchors[*t].1 < anchor.1);
        if at > 0 {
            before[k] = tails[at - 1];
        }
        if at == tails.len() {
            tails.push(k);
        } else {
            tails[at] = k;
        }
    }
    let mut chain = Vec::with_capacity(tails.len());
    let mut at = tails.last().copied();
    while let Some(k) = at {
        chain.push(anchors[k]);
        at = (before[k] != usize::MAX).then_some(before[k]);
    }
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_chain_leaves_a_moved_anchor_out() {
        let chain = longest_chain(vec![(0, 0), (1, 9), (2, 2), (4, 3)]);
        assert_eq!(chain, [(0, 0), (2, 2), (4, 3)]);
    }

    #[test]
    fn a_band_is_connected_and_reaches_both_corners() {
        for chain in [vec![], vec![(5, 900)], vec![(900, 5), (901, 700)]] {
            let (band, _) = along(&chain, 1_000, 1_000);
            assert_eq!(band.columns(0).start, 0);
            assert!(band.index(1_000, 1_000).is_some());
            for row in 1..=1_000 {
                let (above, here) = (band.columns(row - 1), band.columns(row));
                assert!(here.start < above.end && above.start <= here.start);
                assert!(above.end <= here.end);
            }
        }
    }
}
