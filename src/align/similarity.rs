//! How much of a sentence is found on the other side, over what chance would give.

use super::features::{Side, Vocabulary, WIDTH};
use super::settings::AlignOptions;

/// Both sides with what is needed to score a bead.
pub struct Scorer<'s> {
    pub(super) options: &'s AlignOptions,
    source: &'s Side,
    target: &'s Side,
    weight: Vec<f32>,
    mass: [Vec<f32>; 2],
    fact_mass: [Vec<f32>; 2],
    background: [Vec<f32>; 2],
    mean_ones: f32,
    fact: &'s [bool],
}

/// Evidence of one bead before the gate.
#[derive(Clone, Copy, Debug, Default)]
pub struct Match {
    pub characters: f32,
    pub words: f32,
    pub facts: f32,
    /// Sum over the bead's sentences of their scores.
    pub total: f32,
    /// Score of the weakest sentence.
    pub weakest: f32,
}

impl<'s> Scorer<'s> {
    pub fn new(
        source: &'s Side,
        target: &'s Side,
        vocabulary: &'s Vocabulary,
        options: &'s AlignOptions,
    ) -> Self {
        let n = (source.len() + target.len()) as f32;
        let weight: Vec<f32> = vocabulary
            .frequency
            .iter()
            .zip(&vocabulary.fact)
            .map(|(df, fact)| {
                let idf = ((n + 2.0) / *df as f32).ln();
                if *fact {
                    idf * (1.0 + options.x[0])
                } else {
                    idf
                }
            })
            .collect();
        let mass = |side: &Side, all: bool| -> Vec<f32> {
            (0..side.len())
                .map(|i| {
                    side.words(i)
                        .iter()
                        .filter(|w| all || vocabulary.fact[**w as usize])
                        .map(|w| weight[*w as usize])
                        .sum()
                })
                .collect()
        };
        let total: f32 = source.ones.iter().chain(&target.ones).sum();
        let mean_ones = (total / n.max(1.0)).max(1.0);
        Self {
            options,
            mass: [mass(source, true), mass(target, true)],
            fact_mass: [mass(source, false), mass(target, false)],
            background: [background(source, mean_ones), background(target, mean_ones)],
            source,
            target,
            weight,
            mean_ones,
            fact: &vocabulary.fact,
        }
    }

    fn chance(&self, side: usize, i: usize, other_ones: f32) -> f32 {
        1.0 - (self.background[side][i] * other_ones / self.mean_ones).exp()
    }

    /// Score of each sentence of a one-to-one bead: (source, target).
    pub fn cell(&self, i: usize, j: usize) -> (f32, f32) {
        let (a, b) = (self.source.bitmap(i), self.target.bitmap(j));
        let shared = a
            .iter()
            .zip(b)
            .map(|(x, y)| (x & y).count_ones())
            .sum::<u32>() as f32;
        let (oa, ob) = (self.source.ones[i], self.target.ones[j]);
        let words = shared_weight(self.source.words(i), self.target.words(j), &self.weight);
        let (ma, mb) = (self.mass[0][i], self.mass[1][j]);
        let c = self.options.characters;
        let ca = over(shared / oa.max(1.0), self.chance(0, i, ob));
        let cb = over(shared / ob.max(1.0), self.chance(1, j, oa));
        let (wa, wb) = (ratio(words, ma), ratio(words, mb));
        let (sa, sb) = (c * ca + (1.0 - c) * wa, c * cb + (1.0 - c) * wb);
        let dice = c * harmonic(ca, cb) + (1.0 - c) * harmonic(wa, wb);
        let own = self.options.own;
        (own * sa + (1.0 - own) * dice, own * sb + (1.0 - own) * dice)
    }

    /// Evidence of a bead of any shape.
    pub fn bead(&self, i: std::ops::Range<usize>, j: std::ops::Range<usize>) -> Match {
        let (mut ua, mut ub) = ([0u64; WIDTH], [0u64; WIDTH]);
        let mut wa: Vec<u32> = Vec::new();
        let mut wb: Vec<u32> = Vec::new();
        for k in i.clone() {
            ua.iter_mut()
                .zip(self.source.bitmap(k))
                .for_each(|(u, x)| *u |= x);
            wa.extend_from_slice(self.source.words(k));
        }
        for k in j.clone() {
            ub.iter_mut()
                .zip(self.target.bitmap(k))
                .for_each(|(u, x)| *u |= x);
            wb.extend_from_slice(self.target.words(k));
        }
        for w in [&mut wa, &mut wb] {
            w.sort_unstable();
            w.dedup();
        }
        let count = |u: &[u64; WIDTH]| u.iter().map(|x| x.count_ones()).sum::<u32>() as f32;
        let (oa, ob) = (count(&ua), count(&ub));
        let c = self.options.characters;
        let own = self.options.own;
        let mut each = [(0f32, 0f32); 16];
        let mut n = 0;
        let (mut cov, mut len) = ([[0f32; 3]; 2], [[0f32; 3]; 2]);
        for (s, range, side, other, words, other_ones) in [
            (0, i, self.source, &ub, &wb, ob),
            (1, j, self.target, &ua, &wa, oa),
        ] {
            for k in range {
                let shared = side
                    .bitmap(k)
                    .iter()
                    .zip(other)
                    .map(|(x, y)| (x & y).count_ones())
                    .sum::<u32>() as f32;
                let chars = over(
                    shared / side.ones[k].max(1.0),
                    self.chance(s, k, other_ones),
                );
                let w = shared_weight(side.words(k), words, &self.weight);
                let words_own = ratio(w, self.mass[s][k]);
                cov[s][0] += chars * side.ones[k];
                len[s][0] += side.ones[k];
                cov[s][1] += w;
                len[s][1] += self.mass[s][k];
                cov[s][2] += shared_facts(side.words(k), words, &self.weight, self.fact);
                len[s][2] += self.fact_mass[s][k];
                if n < each.len() {
                    each[n] = (chars, words_own);
                    n += 1;
                }
            }
        }
        let part = |k: usize| harmonic(ratio(cov[0][k], len[0][k]), ratio(cov[1][k], len[1][k]));
        let dice = c * part(0) + (1.0 - c) * part(1);
        let mut out = Match {
            characters: part(0),
            words: part(1),
            facts: part(2),
            total: 0.0,
            weakest: f32::MAX,
        };
        for (chars, words) in &each[..n] {
            let score = own * (c * chars + (1.0 - c) * words) + (1.0 - own) * dice;
            out.total += score;
            out.weakest = out.weakest.min(score);
        }
        out
    }
}

/// ln(1 - e) for each sentence, e being the share of its bits found in a sentence of mean length
/// of its own side, itself left out. A few sentences of a usual background are mixed in, so that a
/// text of one sentence has one too.
fn background(side: &Side, mean_ones: f32) -> Vec<f32> {
    const PRIOR: f32 = 0.18;
    const PRIOR_SENTENCES: f32 = 4.0;
    let mut counts = vec![0u32; WIDTH * 64];
    for i in 0..side.len() {
        for (at, word) in side.bitmap(i).iter().enumerate() {
            let mut w = *word;
            while w != 0 {
                counts[at * 64 + w.trailing_zeros() as usize] += 1;
                w &= w - 1;
            }
        }
    }
    let total: f32 = side.ones.iter().sum();
    (0..side.len())
        .map(|i| {
            let mut sum = 0u64;
            for (at, word) in side.bitmap(i).iter().enumerate() {
                let mut w = *word;
                while w != 0 {
                    sum += u64::from(counts[at * 64 + w.trailing_zeros() as usize] - 1);
                    w &= w - 1;
                }
            }
            // Sentences of mean length on the rest of this side.
            let others = (total - side.ones[i]) / mean_ones;
            let seen = sum as f32 / side.ones[i].max(1.0);
            let e = (seen + PRIOR * PRIOR_SENTENCES) / (others + PRIOR_SENTENCES);
            (1.0 - e.min(0.95)).ln()
        })
        .collect()
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

fn shared_facts(a: &[u32], b: &[u32], weight: &[f32], fact: &[bool]) -> f32 {
    a.iter()
        .filter(|w| fact[**w as usize] && b.binary_search(w).is_ok())
        .map(|w| weight[*w as usize])
        .sum()
}
