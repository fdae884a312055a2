//! How much of a sentence is found on the other side, over what chance would give.

use std::cell::RefCell;
use std::ops::Range;

use super::features::{Bitmap, Side, Vocabulary, WIDTH, for_each_bit};
use super::settings::AlignOptions;
use crate::work;

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
    /// Working space of `bead`: all zero between calls.
    seen: RefCell<Vec<[u8; 2]>>,
    /// Working space of `row`, the weights of a sentence's words: all zero between calls.
    own: RefCell<Vec<f32>>,
}

/// Evidence for one bead.
#[derive(Clone, Copy, Debug, Default)]
pub struct Match {
    pub characters: f32,
    pub words: f32,
    pub facts: f32,
    /// Sum over the bead's sentences of their scores.
    pub total: f32,
    /// Of the sentences on a side of several, the least that one alone brings: the share of it that
    /// the other side has and none of its siblings. The greatest number where no side has several.
    pub fresh: f32,
}

#[expect(
    clippy::indexing_slicing,
    reason = "sides are 0 and 1; a sentence is counted below the length of its side, and every list here has \
              an entry for each; a word is a number of the vocabulary, and every list here has an entry \
              for each; the words of one bitmap are those of any other"
)]
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
            seen: RefCell::new(vec![[0; 2]; vocabulary.frequency.len()]),
            own: RefCell::new(vec![0.0; vocabulary.frequency.len()]),
        }
    }

    /// Share of a sentence's n-grams that text of a given size covers by chance.
    fn chance(&self, side: usize, i: usize, ones: f32) -> f32 {
        if !self.options.chance {
            return 0.0;
        }
        1.0 - (self.background[side][i] * ones / self.mean_ones).exp()
    }

    /// Scores of either sentence of the one-to-one beads of sentence `i` with each of `columns`.
    pub fn row(
        &self,
        i: usize,
        columns: impl Iterator<Item = usize>,
        mut found: impl FnMut((f32, f32)),
    ) {
        let mut own = self.own.borrow_mut();
        for word in self.sides[0].words(i) {
            own[*word as usize] = self.weight[*word as usize];
        }
        for j in columns {
            // Of words that are not shared the weight added is 0.
            let words = self.sides[1].words(j).iter();
            let words = words.map(|w| own[*w as usize]).sum();
            let grams = common(self.sides[0].bitmap(i), self.sides[1].bitmap(j));
            found(self.cell(i, j, grams as f32, words));
        }
        for word in self.sides[0].words(i) {
            own[*word as usize] = 0.0;
        }
    }

    /// Score of either sentence of a one-to-one bead, of so many n-grams in common and words of such
    /// weight.
    pub fn cell(&self, i: usize, j: usize, shared: f32, words: f32) -> (f32, f32) {
        work::count(1);
        let [source, target] = self.sides;
        let (oa, ob) = (source.ones(i), target.ones(j));
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
        work::count(rows.len() + columns.len());
        let ranges = [rows, columns];
        let masks = [0, 1].map(|s| Mask::of(self.sides[s], ranges[s].clone()));
        // How many sentences of either side have a word.
        let mut seen = self.seen.borrow_mut();
        for (s, range) in ranges.iter().enumerate() {
            for k in range.clone() {
                for word in self.sides[s].words(k) {
                    seen[*word as usize][s] += 1;
                }
            }
        }
        // Sums over each side: covered and all, of n-grams, words and facts.
        let mut sums = [[(0f32, 0f32); 3]; 2];
        let (mut own, mut fresh) = (0.0, f32::MAX);
        for s in 0..2 {
            let side = self.sides[s];
            let several = ranges[s].len() > 1;
            let repeated = masks[s].repeated.map(|all| {
                let twice = &masks[s].twice;
                (all, common(twice, &masks[1 - s].union))
            });
            for k in ranges[s].clone() {
                let grams = self.grams(s, k, &masks, several, repeated);
                let chance = self.chance(s, k, masks[1 - s].ones);
                let all = side.ones(k);
                let words = self.words(s, k, &seen, &mut sums[s]);
                sums[s][0].0 += over(grams.shared / all.max(1.0), chance) * all;
                sums[s][0].1 += all;
                own += self.blend(over(grams.covered, chance), words.covered);
                if several {
                    fresh = fresh.min(self.blend(grams.fresh / all.max(1.0), words.fresh));
                }
            }
        }
        for (side, range) in self.sides.iter().zip(&ranges) {
            for k in range.clone() {
                for word in side.words(k) {
                    seen[*word as usize] = [0; 2];
                }
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
            fresh,
        }
    }

    /// N-grams of a sentence that the other side covers, those that its siblings have too counting
    /// little. Of two sentences `repeated` says how many they both have, and how many of these the
    /// other side has.
    fn grams(
        &self,
        s: usize,
        k: usize,
        masks: &[Mask; 2],
        several: bool,
        repeated: Option<(u32, u32)>,
    ) -> Grams {
        let bits = self.sides[s].bitmap(k);
        let (own, other) = (&masks[s], &masks[1 - s]);
        let shared = common(bits, &other.union);
        let (old, old_shared) = match repeated {
            Some(known) => known,
            None if several => (
                common(bits, &own.twice),
                count(bits, |at, x| x & other.union[at] & own.twice[at]),
            ),
            None => (0, 0),
        };
        let weak = self.options.repeated;
        let fresh = (shared - old_shared) as f32;
        let new = self.sides[s].ones(k) - (1.0 - weak) * old as f32;
        Grams {
            shared: shared as f32,
            covered: (fresh + weak * old_shared as f32) / new.max(1.0),
            fresh,
        }
    }

    /// Share of a sentence's words that is covered, its siblings' words counting little; adds
    /// words and facts, covered and all, to the sums.
    fn words(&self, s: usize, k: usize, seen: &[[u8; 2]], sums: &mut [(f32, f32); 3]) -> Words {
        let (mut covered, mut all, mut fresh) = (0.0, 0.0, 0.0);
        for word in self.sides[s].words(k) {
            let word = *word as usize;
            let weight = self.weight[word];
            let fact = if self.fact[word] { weight } else { 0.0 };
            let old = seen[word][s] > 1;
            let new = weight * if old { self.options.repeated } else { 1.0 };
            all += new;
            sums[1].1 += weight;
            sums[2].1 += fact;
            if seen[word][1 - s] > 0 {
                covered += new;
                fresh += if old { 0.0 } else { weight };
                sums[1].0 += weight;
                sums[2].0 += fact;
            }
        }
        Words {
            covered: ratio(covered, all),
            fresh: ratio(fresh, self.mass[s][k]),
        }
    }
}

/// The n-grams of several sentences together.
struct Mask {
    union: Bitmap,
    /// Those that more than one of them has.
    twice: Bitmap,
    /// Set bits of the union.
    ones: f32,
    /// Set bits of `twice`, where there are two sentences: then each of them has them all.
    repeated: Option<u32>,
}

impl Mask {
    fn of(side: &Side, range: Range<usize>) -> Self {
        if range.len() == 1 {
            return Self {
                union: *side.bitmap(range.start),
                twice: [0; WIDTH],
                ones: side.ones(range.start),
                repeated: None,
            };
        }
        let (mut union, mut twice) = ([0; WIDTH], [0; WIDTH]);
        for k in range.clone() {
            for ((u, t), x) in union.iter_mut().zip(&mut twice).zip(side.bitmap(k)) {
                *t |= *u & x;
                *u |= x;
            }
        }
        let repeated = (range.len() == 2).then(|| count(&twice, |_, x| x));
        let ones = match repeated {
            Some(both) => range.map(|k| side.ones(k)).sum::<f32>() - both as f32,
            None => count(&union, |_, x| x) as f32,
        };
        Self {
            union,
            twice,
            ones,
            repeated,
        }
    }
}

/// N-grams of a sentence of a bead.
struct Grams {
    /// Those that the other side has.
    shared: f32,
    /// Share of them that it has, those of siblings counting little.
    covered: f32,
    /// Those that the other side has and no sibling.
    fresh: f32,
}

/// Words of a sentence of a bead, as shares of their weight.
struct Words {
    /// What the other side has, words of siblings counting little.
    covered: f32,
    /// What the other side has and no sibling.
    fresh: f32,
}

/// ln(1 - e) for each sentence, e being the share of its n-grams found in a sentence of mean size
/// of its own side, itself left out. A few sentences of a usual background are mixed in, so that a
/// text of one sentence has one too.
#[expect(
    clippy::indexing_slicing,
    reason = "there is a count for each bit of a bitmap"
)]
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
            let others = (total - side.ones(i)) / mean_ones;
            let seen = seen as f32 / side.ones(i).max(1.0);
            let e = (seen + USUAL * USUAL_SENTENCES) / (others + USUAL_SENTENCES);
            (1.0 - e.min(0.95)).ln()
        })
        .collect()
}

#[expect(
    clippy::indexing_slicing,
    reason = "the words of one bitmap are those of any other"
)]
fn common(a: &Bitmap, b: &Bitmap) -> u32 {
    count(a, |at, x| x & b[at])
}

/// Set bits of a bitmap after a change of its words. Arrays of fixed size let the compiler count
/// several words at once.
fn count(bits: &Bitmap, change: impl Fn(usize, u64) -> u64) -> u32 {
    let words = bits.iter().enumerate();
    words.map(|(at, x)| change(at, *x).count_ones()).sum()
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

#[cfg(test)]
#[path = "../../tests/oracle/cell.rs"]
mod oracle;
