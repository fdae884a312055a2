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
use super::features::key_of;

static TABLE: &str = include_str!("../../assets/differences.txt");

/// The weights of one feature.
#[derive(Clone, Copy, Debug, Default)]
struct Weights {
    penalty: f64,
    risk: f64,
    story: f64,
}

static WEIGHTS: LazyLock<FxHashMap<u64, Weights>> = LazyLock::new(|| read(TABLE));

fn read(table: &str) -> FxHashMap<u64, Weights> {
    let rows = table.lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(row).collect()
}

static JUDGEMENT: &str = include_str!("../../assets/judgement.txt");

/// Of each feature of a difference of words its weight for judging findings.
static JUDGING: LazyLock<FxHashMap<u64, f64>> = LazyLock::new(|| {
    let rows = JUDGEMENT.lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|line| {
        let mut cells = line.split('\t');
        let (kind, feature) = (cells.next()?, cells.next()?);
        let (name, value) = feature.split_once('=').unwrap_or((feature, ""));
        Some((key_of(kind, name, value), cells.next()?.parse().ok()?))
    })
    .collect()
});

/// The odds that a difference of words misinforms, as [`super::judge`] describes it.
pub(super) fn odds(difference: &Difference) -> f64 {
    let features = difference.features.iter();
    let weights = features.filter_map(|f| JUDGING.get(&f.key(difference.kind)));
    exp(weights.sum())
}

fn row(line: &str) -> Option<(u64, Weights)> {
    let mut cells = line.split('\t');
    let (kind, feature) = (cells.next()?, cells.next()?);
    let (name, value) = feature.split_once('=').unwrap_or((feature, ""));
    let mut weight = || cells.next()?.parse().ok();
    let weights = Weights {
        penalty: weight()?,
        risk: weight()?,
        story: weight()?,
    };
    Some((key_of(kind, name, value), weights))
}

/// What one difference is worth.
fn worth(difference: &Difference) -> Weights {
    let mut sum = Weights::default();
    for feature in &difference.features {
        if let Some(weights) = WEIGHTS.get(&feature.key(difference.kind)) {
            sum.penalty += weights.penalty * feature.amount;
            sum.risk += weights.risk * feature.amount;
            sum.story += weights.story * feature.amount;
        }
    }
    sum
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

/// The same for a bead of two stories, in which rewording is dense.
pub(super) fn story_risk(differences: &[Difference]) -> f64 {
    probability(differences.iter().map(|d| worth(d).story))
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
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn the_table_is_the_one_of_its_manifest_and_every_row_is_read() {
        let manifest: serde_json::Value =
            serde_json::from_str(include_str!("../../assets/differences.json")).unwrap();
        let sum: String = Sha256::digest(TABLE.as_bytes())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(manifest["sha256"], sum);
        assert_eq!(manifest["rows"], WEIGHTS.len());
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
        assert_eq!(manifest["rows"], JUDGING.len());
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
