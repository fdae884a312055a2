//! The weights and what they add up to.
//!
//! `assets/differences.txt` has for every feature of every kind of difference three weights, made
//! by `tools/train_combiner.py`. A difference is worth the sum of the weights of its features; a
//! pair is worth what its differences add up to: their worths themselves for the penalty, their
//! odds for a risk. Only additions, multiplications and divisions are used, in a fixed order, so
//! that every machine finds the same bits.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::Difference;
use super::features::{Feature, Kind, key_of};
use crate::lexicon;

static DIFFERENCES: &str = include_str!("../../assets/differences.txt");
static JUDGEMENT: &str = include_str!("../../assets/judgement.txt");

/// The weights of a feature, or of all features of a difference.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Weights {
    /// Towards the penalty of a passage.
    penalty: f64,
    /// Towards the risk of a passage alone.
    risk: f64,
    /// Towards the risk of a passage of a story, in which rewording is dense.
    story: f64,
    /// Towards the odds that it misinforms, as [`super::judge`] describes it.
    judged: f64,
}

/// The weights of every feature: one look-up answers for both tables.
static WEIGHTS: LazyLock<FxHashMap<u64, Weights>> = LazyLock::new(|| {
    let mut weights: FxHashMap<u64, Weights> = FxHashMap::default();
    for (key, [penalty, risk, story]) in rows(DIFFERENCES) {
        let feature = weights.entry(key).or_default();
        (feature.penalty, feature.risk, feature.story) = (penalty, risk, story);
    }
    for (key, [judged]) in rows(JUDGEMENT) {
        weights.entry(key).or_default().judged = judged;
    }
    weights
});

/// The rows of a table: a feature and its weights.
fn rows<const N: usize>(table: &str) -> impl Iterator<Item = (u64, [f64; N])> + '_ {
    let rows = table.lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|line| {
        let mut cells = line.split('\t');
        let (kind, feature) = (cells.next()?, cells.next()?);
        let (name, value) = feature.split_once('=').unwrap_or((feature, ""));
        let mut weights = [0.0; N];
        for weight in &mut weights {
            *weight = cells.next()?.parse().ok()?;
        }
        Some((key_of(lexicon::key(kind), name, value), weights))
    })
}

impl Weights {
    /// What a difference is worth; of its features only the first `plain` count for penalty and
    /// risk.
    pub(super) fn of(difference: &Difference, plain: usize) -> Self {
        let mut sum = Self::default();
        let (first, rest) = difference.features.split_at(plain);
        sum.add(difference.kind, first);
        let (penalty, risk, story) = (sum.penalty, sum.risk, sum.story);
        sum.add(difference.kind, rest);
        Self {
            penalty,
            risk,
            story,
            ..sum
        }
    }

    /// Add more features of a kind of difference.
    pub(super) fn add(&mut self, kind: Kind, features: &[Feature]) {
        let kind = lexicon::key(kind.name());
        for feature in features {
            if let Some(weights) = WEIGHTS.get(&feature.key(kind)) {
                self.penalty += weights.penalty * feature.amount;
                self.risk += weights.risk * feature.amount;
                self.story += weights.story * feature.amount;
                self.judged += weights.judged;
            }
        }
    }

    /// The odds that a difference misinforms, as [`super::judge`] describes it.
    pub(super) fn odds(&self) -> f64 {
        exp(self.judged)
    }
}

/// What one difference is worth, all of its features counted.
fn worth(difference: &Difference) -> Weights {
    Weights::of(difference, difference.features.len())
}

/// Summed worth of all differences: 0 for none, without bound.
pub(super) fn penalty(differences: &[Difference]) -> f64 {
    let worths = differences.iter().map(|d| worth(d).penalty);
    // From 0 on: the sum of nothing is -0 otherwise.
    worths.map(|w| w.max(0.0)).fold(0.0, |sum, w| sum + w)
}

/// Probability that one of the differences of two passages misinforms.
pub(super) fn risk(differences: &[Difference]) -> f64 {
    probability(differences.iter().map(|d| worth(d).risk))
}

/// The same for a bead of two stories, in which rewording is dense: of differences of words, which
/// are weighed, and of all others.
pub(super) fn story_risk<'d>(
    words: impl Iterator<Item = &'d Weights>,
    others: &[Difference],
) -> f64 {
    let words = words.map(|weights| weights.story);
    probability(words.chain(others.iter().map(|d| worth(d).story)))
}

/// The probability whose odds are the sum of odds given as logarithms.
fn probability(log_odds: impl Iterator<Item = f64>) -> f64 {
    let odds = log_odds.map(exp).fold(0.0, |sum, odds| sum + odds);
    odds / (1.0 + odds)
}

/// The exponential, the same bits on every machine (those of the standard library may differ in
/// the last one): a power of two times a Taylor polynomial, to some 14 digits, between -40 and 40.
fn exp(x: f64) -> f64 {
    let x = x.clamp(-40.0, 40.0);
    let power = (x * std::f64::consts::LOG2_E).round();
    let rest = x - power * std::f64::consts::LN_2;
    let mut term = 1.0;
    let mut sum = 1.0;
    for n in 1..=14 {
        term *= rest / f64::from(n);
        sum += term;
    }
    // The power lies within 58 of 0: a shift, not a call.
    let scale = f64::from_bits(((1023 + power as i64) as u64) << 52);
    sum * scale
}

#[cfg(test)]
mod tests {
    use rustc_hash::FxHashSet;
    use sha2::{Digest, Sha256};

    use super::*;

    /// How many rows there are with keys of their own.
    fn distinct<const N: usize>(table: &str) -> usize {
        let keys: FxHashSet<u64> = rows::<N>(table).map(|(key, _)| key).collect();
        keys.len()
    }

    #[test]
    fn the_table_is_the_one_of_its_manifest_and_every_row_is_read() {
        let manifest: serde_json::Value =
            serde_json::from_str(include_str!("../../assets/differences.json")).unwrap();
        let sum: String = Sha256::digest(DIFFERENCES.as_bytes())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(manifest["sha256"], sum);
        assert_eq!(manifest["rows"], distinct::<3>(DIFFERENCES));
    }

    #[test]
    fn the_table_of_judgement_is_the_one_of_its_manifest() {
        let manifest: serde_json::Value =
            serde_json::from_str(include_str!("../../assets/judgement.json")).unwrap();
        let sum: String = Sha256::digest(JUDGEMENT.as_bytes())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(manifest["sha256"], sum);
        assert_eq!(manifest["rows"], distinct::<1>(JUDGEMENT));
    }

    #[test]
    fn the_exponential_is_exact_to_twelve_digits() {
        for step in -400..=400 {
            let x = f64::from(step) / 10.0;
            let far = (exp(x) / x.exp() - 1.0).abs();
            assert!(far < 1e-12, "{x}: {far}");
        }
    }

    #[test]
    fn odds_add_up() {
        let even = probability([0.0].into_iter());
        assert!((even - 0.5).abs() < 1e-12);
        let two = probability([0.0, 0.0].into_iter());
        assert!((two - 2.0 / 3.0).abs() < 1e-12);
        assert_eq!(probability(std::iter::empty()), 0.0);
    }
}
