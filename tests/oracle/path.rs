//! The monotone path by trying every path there is.

use proptest::prelude::*;

use super::*;

const SHAPES: [Shape; 5] = [(1, 1), (1, 2), (2, 1), (2, 2), (1, 3)];

/// What a bead is worth, made up from a seed; a fifth of them cannot be.
fn gain(seed: u64, row: usize, column: usize, (p, q): Shape) -> Option<i32> {
    let place = (row * 131 + column * 17 + usize::from(p) * 7 + usize::from(q)) as u64;
    let x = (seed ^ place).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
    (!x.is_multiple_of(5)).then_some((x % 200) as i32 - 90)
}

/// The value of a path: the gains of its beads, less `open` for each run of lone rows or columns.
fn value(path: &[Shape], open: i64, seed: u64) -> Option<i64> {
    let (mut row, mut column, mut sum) = (0, 0, 0);
    let mut before = (9, 9);
    for &(p, q) in path {
        (row, column) = (row + usize::from(p), column + usize::from(q));
        if p > 0 && q > 0 {
            sum += i64::from(gain(seed, row, column, (p, q))?);
        } else if before != (p, q) {
            sum -= open;
        }
        before = (p, q);
    }
    Some(sum)
}

/// Every path to a corner, by its last step. Lone rows come before lone columns, as documented.
fn paths(rows: usize, columns: usize) -> Vec<Vec<Shape>> {
    if (rows, columns) == (0, 0) {
        return vec![Vec::new()];
    }
    let steps = SHAPES.iter().copied().chain([(1, 0), (0, 1)]);
    let mut all = Vec::new();
    for (p, q) in steps {
        let (Some(row), Some(column)) = (rows.checked_sub(p.into()), columns.checked_sub(q.into()))
        else {
            continue;
        };
        for mut path in paths(row, column) {
            if path.last() == Some(&(0, 1)) && (p, q) == (1, 0) {
                continue;
            }
            path.push((p, q));
            all.push(path);
        }
    }
    all
}

fn found(rows: usize, columns: usize, band: &Band, open: i32, seed: u64) -> Vec<Shape> {
    let search = Search {
        rows,
        columns,
        band,
        shapes: &SHAPES,
        open,
    };
    let gain = |i, j, shape| gain(seed, i, j, shape);
    best_path(&search, |_, _| false, gain, |_, _| Ok(())).unwrap()
}

/// Whether a path keeps to the cells of a band.
fn inside(path: &[Shape], band: &Band) -> bool {
    let (mut row, mut column) = (0, 0);
    let mut corners = path.iter().map(|(p, q)| {
        (row, column) = (row + usize::from(*p), column + usize::from(*q));
        (row, column)
    });
    corners.all(|(row, column)| band.index(row, column).is_some())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn the_path_is_worth_what_the_best_of_all_paths_is(
        rows in 0usize..5, columns in 0usize..5, open in 0i32..30, seed in any::<u64>(),
    ) {
        let path = found(rows, columns, &Band::whole(rows, columns), open, seed);
        let all = paths(rows, columns);
        let best = all.iter().filter_map(|p| value(p, open.into(), seed)).max();
        prop_assert_eq!(value(&path, open.into(), seed), best);
    }

    #[test]
    fn a_band_never_finds_more_and_finds_all_that_it_holds(
        size in 1usize..5, open in 0i32..30, seed in any::<u64>(), half in 1usize..4,
    ) {
        let rows = (0..=size).map(|r| (r.saturating_sub(half), (r + half).min(size)));
        let band = Band::new(rows);
        let path = found(size, size, &band, open, seed);
        let (all, open) = (paths(size, size), i64::from(open));
        let best = all.iter().filter_map(|p| value(p, open, seed)).max();
        let held = all.iter().filter(|p| inside(p, &band));
        let best_held = held.filter_map(|p| value(p, open, seed)).max();
        prop_assert!(inside(&path, &band));
        prop_assert_eq!(value(&path, open, seed), best_held);
        prop_assert!(best_held <= best);
    }
}
