//! How far witnesses stand from each other.

use crate::copies::locate::{Grid, LACKING};

/// Distances between all witnesses, the original first: the weight of the locations at which two
/// read differently, as a share of the weight of those that both have; 0 where they have none.
///
/// `times` says how often each location counts. Work is locations times pairs.
#[expect(
    clippy::indexing_slicing,
    reason = "witnesses are counted below `n`, and the tables have `n` rows of `n`"
)]
pub fn distances(grid: &Grid, times: Option<&[u32]>) -> Vec<f64> {
    let n = grid.width;
    let mut differ = vec![0.0; n * n];
    let mut both = vec![0.0; n * n];
    for (index, row) in grid.rows().enumerate() {
        let weight = grid.weights.get(index).copied().unwrap_or_default();
        let count = times.map_or(1, |t| t.get(index).copied().unwrap_or_default());
        if count == 0 {
            continue;
        }
        let weight = weight * f64::from(count);
        for (i, a) in row.iter().enumerate() {
            if *a == LACKING {
                continue;
            }
            let line = i * n..i * n + i;
            let (Some(differ), Some(both)) = (differ.get_mut(line.clone()), both.get_mut(line))
            else {
                continue;
            };
            for ((b, differ), both) in row.iter().zip(differ).zip(both) {
                if *b != LACKING {
                    *both += weight;
                    if a != b {
                        *differ += weight;
                    }
                }
            }
        }
    }
    let mut distances = vec![0.0; n * n];
    for i in 0..n {
        for j in 0..i {
            let share = match both[i * n + j] {
                0.0 => 0.0,
                both => differ[i * n + j] / both,
            };
            distances[i * n + j] = share;
            distances[j * n + i] = share;
        }
    }
    distances
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_lacks_counts_for_neither() {
        let grid = Grid {
            width: 3,
            codes: vec![0, 1, 1, 0, 1, LACKING, 0, 0, 2],
            weights: vec![1.0, 2.0, 1.0],
        };
        let found = distances(&grid, None);
        assert_eq!(found[3..6], [3.0 / 4.0, 0.0, 1.0 / 2.0]);
        assert_eq!(found[6..8], [2.0 / 2.0, 1.0 / 2.0]);
        let once = distances(&grid, Some(&[1, 0, 0]));
        assert_eq!(once, [0.0, 1.0, 1.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
    }

    #[test]
    fn witnesses_without_a_common_location_are_at_no_distance() {
        let grid = Grid {
            width: 2,
            codes: vec![0, LACKING],
            weights: vec![1.0],
        };
        assert_eq!(distances(&grid, None), [0.0; 4]);
    }
}
