//! How much of a sentence is found on the other side, over what chance would give.

use std::ops::Range;

use super::features::{Side, Vocabulary, WIDTH};
use super::settings::AlignOptions;

/// Both sides with what is needed to score a bead.
pub struct Scorer<'s> {
    pub options: &'s AlignOptions,
    pub sides: [&'s Side; 2],
    /// Weight of each word of the vocabulary: the rarer in the two texts, the more.
    pub weight: Vec<f32>,
    fact: &'s [bool],
    /// Sum of the weights of a sentence's words.
    mass: [Vec<f32>; 2],
    /// ln(1 - chance coverage) of a sentence by one of mean size.
    background: [Vec<f32>; 2],
    mean_ones: f32,
}

/// Evidence for one bead.
#[derive(Clone, Copy, Debug, Default)]
pub struct Match {
    pub characters: f32,
    pub words: f32,
    pub facts: f32,
    /// Sum over the bead's sentences of their scores.
    pub total: f32,
}

impl<'s> Scorer<'s> {
    pub fn new(
        source: &'s Side,
        target: &'s Side,
        vocabulary: &'s Vocabulary,
        options: &'s AlignOptions,
    ) -> Self {
        let sentences = (source.len() + target.len()) as f32;
        let weight: Vec<f32> = vocabulary
            .frequency
            .iter()
            .zip(&vocabulary.fact)
            .map(|(df, fact)| {
                let rarity = ((sentences + 2.0) / *df as f32).ln();
                rarity * if *fact { 1.0 + options.facts } else { 1.0 }
            })
            .collect();
        let mass = [source, target].map(|side| {
            (0..side.len())
                .map(|i| side.words(i).iter().map(|w| weight[*w as usize]).sum())
                .collect()
        });
        let ones: f32 = source.ones.iter().chain(&target.ones).sum();
        let mean_ones = (ones / sentences.max(1.0)).max(1.0);
        Self {
            options,
            sides: [source, target],
            weight,
            fact: &vocabulary.fact,
            mass,
            background: [source, target].map(|side| background(side, mean_ones)),
            mean_ones,
        }
    }

    /// Share of a sentence's n-grams that text of a given size covers by chance.
    fn chance(&self, side: usize, i: usize, ones: f32) -> f32 {
        if !self.options.chance {
            return 0.0;
        }
        1.0 - (self.background[side][i] * ones / self.mean_ones).exp()
    }

    /// Score of either sentence of a one-to-one bead.
    pub fn cell(&self, i: usize, j: usize) -> (f32, f32) {
        let [source, target] = self.sides;
        let shared = common(source.bitmap(i), target.bitmap(j)) as f32;
        let (oa, ob) = (source.ones[i], target.ones[j]);
        let words = shared_weight(source.words(i), target.words(j), &self.weight);
        if shared == 0.0 && words == 0.0 {
            return (0.0, 0.0);
        }
        let ca = over(shared / oa.max(1.0), self.chance(0, i, ob));
        let cb = over(shared / ob.max(1.0), self.chance(1, j, oa));
        let (wa, wb) = (ratio(words, self.mass[0][i]), ratio(words, self.mass[1][j]));
        let whole = self.blend(harmonic(ca, cb), harmonic(wa, wb));
        (
            self.score(self.blend(ca, wa), whole),
            self.score(self.blend(cb, wb), whole),
        )
    }

    fn blend(&self, characters: f32, words: f32) -> f32 {
        words + self.options.characters * (characters - words)
    }

    fn score(&self, own: f32, whole: f32) -> f32 {
        whole + self.options.own * (own - whole)
    }

    /// Evidence for a bead of any shape.
    pub fn bead(&self, rows: Range<usize>, columns: Range<usize>) -> Match {
        let ranges = [rows, columns];
        let mut union = [[0u64; WIDTH]; 2];
        for (side, range) in ranges.iter().enumerate() {
            for k in range.clone() {
                for (u, x) in union[side].iter_mut().zip(self.sides[side].bitmap(k)) {
                    *u |= x;
                }
            }
        }
        let ones = union.map(|u| u.iter().map(|x| x.count_ones()).sum::<u32>() as f32);
        // Sums over each side: covered and all, of n-grams, words and facts.
        let mut sums = [[(0f32, 0f32); 3]; 2];
        let mut own = 0.0;
        for s in 0..2 {
            let side = self.sides[s];
            let other = 1 - s;
            for k in ranges[s].clone() {
                let shared = common(side.bitmap(k), &union[other]) as f32;
                let (new_shared, new_ones) = self.new_grams(s, k, &ranges[s], &union[other]);
                let chance = self.chance(s, k, ones[other]);
                let characters = over(new_shared / new_ones.max(1.0), chance);
                let words = self.words(s, k, &ranges, &mut sums[s]);
                sums[s][0].0 += over(shared / side.ones[k].max(1.0), chance) * side.ones[k];
                sums[s][0].1 += side.ones[k];
                own += self.blend(characters, words);
            }
        }
        let part = |p: usize| {
            harmonic(
                ratio(sums[0][p].0, sums[0][p].1),
                ratio(sums[1][p].0, sums[1][p].1),
            )
        };
        let whole = self.blend(part(0), part(1));
        let size = (ranges[0].len() + ranges[1].len()) as f32;
        Match {
            characters: part(0),
            words: part(1),
            facts: part(2),
            total: self.score(own, whole * size),
        }
    }

    /// N-grams of a sentence, covered and all, those that its siblings have too counting little.
    fn new_grams(
        &self,
        s: usize,
        k: usize,
        range: &Range<usize>,
        other: &[u64; WIDTH],
    ) -> (f32, f32) {
        let side = self.sides[s];
        let mut siblings = [0u64; WIDTH];
        for l in range.clone().filter(|l| *l != k) {
            for (u, x) in siblings.iter_mut().zip(side.bitmap(l)) {
                *u |= x;
            }
        }
        let (mut shared, mut all, mut old_shared, mut old) = (0, 0, 0, 0);
        for ((x, y), z) in side.bitmap(k).iter().zip(other).zip(&siblings) {
            shared += (x & y & !z).count_ones();
            all += (x & !z).count_ones();
            old_shared += (x & y & z).count_ones();
            old += (x & z).count_ones();
        }
        let weak = self.options.repeated;
        (
            shared as f32 + weak * old_shared as f32,
            all as f32 + weak * old as f32,
        )
    }

    /// Share of a sentence's words that is covered, its siblings' words counting little; adds
    /// words and facts, covered and all, to the sums.
    fn words(
        &self,
        s: usize,
        k: usize,
        ranges: &[Range<usize>; 2],
        sums: &mut [(f32, f32); 3],
    ) -> f32 {
        let (side, other) = (self.sides[s], self.sides[1 - s]);
        let (mut covered, mut all) = (0.0, 0.0);
        for word in side.words(k) {
            let weight = self.weight[*word as usize];
            let fact = self.fact[*word as usize];
            let has = |side: &Side, l: usize| side.words(l).binary_search(word).is_ok();
            let found = ranges[1 - s].clone().any(|l| has(other, l));
            let old = ranges[s].clone().any(|l| l != k && has(side, l));
            let new = weight * if old { self.options.repeated } else { 1.0 };
            all += new;
            sums[1].1 += weight;
            if fact {
                sums[2].1 += weight;
            }
            if found {
                covered += new;
                sums[1].0 += weight;
                if fact {
                    sums[2].0 += weight;
                }
            }
        }
        ratio(covered, all)
    }
}

/// ln(1 - e) for each sentence, e being the share of its n-grams found in a sentence of mean size
/// of its own side, itself left out. A few sentences of a usual background are mixed in, so that a
/// text of one sentence has one too.
fn background(side: &Side, mean_ones: f32) -> Vec<f32> {
    const USUAL: f32 = 0.18;
    const USUAL_SENTENCES: f32 = 4.0;
    let mut counts = vec![0u32; WIDTH * 64];
    for i in 0..side.len() {
        for_each_bit(side.bitmap(i), |bit| counts[bit] += 1);
    }
    let total: f32 = side.ones.iter().sum();
    (0..side.len())
        .map(|i| {
            let mut seen = 0u64;
            for_each_bit(side.bitmap(i), |bit| seen += u64::from(counts[bit] - 1));
            let others = (total - side.ones[i]) / mean_ones;
            let seen = seen as f32 / side.ones[i].max(1.0);
            let e = (seen + USUAL * USUAL_SENTENCES) / (others + USUAL_SENTENCES);
            (1.0 - e.min(0.95)).ln()
        })
        .collect()
}

fn for_each_bit(bitmap: &[u64], mut f: impl FnMut(usize)) {
    for (at, word) in bitmap.iter().enumerate() {
        let mut rest = *word;
        while rest != 0 {
            f(at * 64 + rest.trailing_zeros() as usize);
            rest &= rest - 1;
        }
    }
}

fn common(a: &[u64], b: &[u64]) -> u32 {
    a.iter().zip(b).map(|(x, y)| (x & y).count_ones()).sum()
}

fn over(share: f32, chance: f32) -> f32 {
    ((share - chance) / (1.0 - chance).max(0.05)).max(0.0)
}

fn ratio(a: f32, b: f32) -> f32 {
    if b > 0.0 { a / b } else { 0.0 }
}

fn harmonic(a: f32, b: f32) -> f32 {
    if a + b > 0.0 {
        2.0 * a * b / (a + b)
    } else {
        0.0
    }
}

fn shared_weight(a: &[u32], b: &[u32], weight: &[f32]) -> f32 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        if x == y {
            sum += weight[x as usize];
        }
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    sum
}
