//! How sure a group of the tree is: it is looked for again in resampled locations.
//!
//! J. Felsenstein, Confidence limits on phylogenies: an approach using the bootstrap, Evolution 39
//! (1985). As many locations as there are are drawn with replacement, a tree is joined from them,
//! and the share of such trees that have a group is its support.

use rustc_hash::FxHashMap;

use crate::copies::distance::distances;
use crate::copies::joining::{Joined, join};
use crate::copies::locate::Grid;
use crate::copies::tree::{Group, claims, groups};

/// Resamplings where there is time for them: enough to tell 90 from 95 per cent.
const RESAMPLINGS: usize = 200;
/// Fewest that are worth telling of.
const FEWEST: usize = 50;
/// Steps of the innermost loops, about a second of work.
const BUDGET: usize = 600_000_000;
/// Where the generator starts. Any number would do; a fixed one gives everybody the same figures.
const SEED: u64 = 1985;

/// The support of each node of `tree` in per cent, and the number of resamplings it rests on: 0
/// where there are too many copies or locations for enough of them.
#[expect(
    clippy::indexing_slicing,
    reason = "`claims` gives nodes of the tree, each of which has a group and a support, and a random \
              number is below its limit"
)]
pub fn support(grid: &Grid, tree: &Joined) -> (Vec<Option<f64>>, usize) {
    let mut support = vec![None; tree.parents.len()];
    let locations = grid.weights.len();
    let n = grid.width;
    let once = n * n * locations / 2 + n * n * n;
    let times = (BUDGET / once.max(1)).min(RESAMPLINGS);
    if times < FEWEST || locations == 0 || claims(tree).next().is_none() {
        return (support, 0);
    }
    let found = groups(tree);
    let mut counts: FxHashMap<&Group, usize> = FxHashMap::default();
    for node in claims(tree) {
        counts.insert(&found[node], 0);
    }
    let mut random = SplitMix(SEED);
    for _ in 0..times {
        let mut drawn = vec![0u32; locations];
        for _ in 0..locations {
            drawn[random.below(locations)] += 1;
        }
        let again = join(&distances(grid, Some(&drawn)), n);
        let groups = groups(&again);
        for node in claims(&again) {
            if let Some(count) = counts.get_mut(&groups[node]) {
                *count += 1;
            }
        }
    }
    for node in claims(tree) {
        let count = counts.get(&found[node]).copied().unwrap_or_default();
        support[node] = Some((1000.0 * count as f64 / times as f64).round() / 10.0);
    }
    (support, times)
}

/// The generator of G. Steele, D. Lea and C. Flood (Fast splittable pseudorandom number generators,
/// 2014): small, and the same numbers on every machine.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `limit`, which is far below 2^32: the bias is out of sight.
    fn below(&mut self, limit: usize) -> usize {
        ((u128::from(self.next()) * limit as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_gives_its_published_numbers() {
        let mut random = SplitMix(1_234_567);
        let first = [random.next(), random.next()];
        assert_eq!(
            first,
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]
        );
    }

    /// Locations that group copies 1 and 2, and copies 2 and 3.
    fn grid(first: usize, second: usize) -> Grid {
        let mut codes = Vec::new();
        for _ in 0..first {
            codes.extend([0, 1, 1, 0, 0]);
        }
        for _ in 0..second {
            codes.extend([0, 0, 1, 1, 0]);
        }
        Grid {
            width: 5,
            codes,
            weights: vec![1.0; first + second],
        }
    }

    fn of(grid: &Grid) -> Vec<f64> {
        let tree = join(&distances(grid, None), grid.width);
        support(grid, &tree).0.into_iter().flatten().collect()
    }

    #[test]
    fn a_group_without_contradiction_is_sure_and_a_contested_one_is_not() {
        assert_eq!(of(&grid(12, 0)), [100.0]);
        let contested = of(&grid(12, 9));
        assert!(contested.iter().any(|s| *s < 95.0), "{contested:?}");
        assert_eq!(contested, of(&grid(12, 9)));
    }

    #[test]
    fn nothing_to_resample_gives_no_support() {
        let nothing = grid(0, 0);
        let tree = join(&distances(&nothing, None), 5);
        assert_eq!(support(&nothing, &tree).1, 0);
    }
}
