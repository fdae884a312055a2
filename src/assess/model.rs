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
static JUDGEMENT: [&str; 2] = [
    include_str!("../../assets/judgement.txt"),
    include_str!("../../assets/judgement_joint.txt"),
];

/// Which weights judge: those learnt without the joint reading of a passage and its copy, or those
/// learnt with it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Table {
    /// Differences by themselves.
    Alone,
    /// Differences as they were read in their sentences.
    Joint,
}

impl Table {
    /// The one of two that is for this table.
    pub(super) fn of<T>(self, [alone, joint]: [T; 2]) -> T {
        match self {
            Self::Alone => alone,
            Self::Joint => joint,
        }
    }
}

/// The weights of all features of a difference.
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
    /// The rows that the last is mostly made of.
    strongest: Strongest,
}

/// The feature of every difference.
const ALWAYS: &str = "always";

/// How many features tell why a difference was judged as it was.
const REASONS: usize = 4;

/// The features that count most in a judgement, by the size of their weights; the weight of an
/// empty place is 0.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Strongest([(&'static str, f64); REASONS]);

impl Strongest {
    /// Take a feature in where it counts more than another; of two equal ones the first stays.
    fn take(&mut self, mut new: (&'static str, f64)) {
        for place in &mut self.0 {
            if new.1.abs() > place.1.abs() {
                std::mem::swap(place, &mut new);
            }
        }
    }

    /// The features as the table writes them, with their weights, the heaviest first.
    pub fn reasons(&self) -> impl Iterator<Item = (&'static str, f64)> + '_ {
        self.0.iter().copied().filter(|(_, weight)| *weight != 0.0)
    }
}

/// What a feature weighs, as [`Weights`] has it, and how the table of judgement writes it.
#[derive(Clone, Copy, Default)]
struct Row {
    penalty: f64,
    risk: f64,
    story: f64,
    judged: f64,
    feature: &'static str,
}

/// The weights of every feature, by [`Table`]: one look-up answers for the differences and for how
/// they are judged. Each is read when it is first asked for.
static WEIGHTS: [LazyLock<FxHashMap<u64, Row>>; 2] = [
    LazyLock::new(|| weights(Table::Alone)),
    LazyLock::new(|| weights(Table::Joint)),
];

fn weights(table: Table) -> FxHashMap<u64, Row> {
    let mut weights: FxHashMap<u64, Row> = FxHashMap::default();
    for (key, _, [penalty, risk, story]) in rows(DIFFERENCES) {
        let row = weights.entry(key).or_default();
        (row.penalty, row.risk, row.story) = (penalty, risk, story);
    }
    for (key, feature, [judged]) in rows(table.of(JUDGEMENT)) {
        let row = weights.entry(key).or_default();
        (row.judged, row.feature) = (judged, feature);
    }
    weights
}

/// The rows of a table: a feature, by key and as written, and its weights.
fn rows<const N: usize>(
    table: &'static str,
) -> impl Iterator<Item = (u64, &'static str, [f64; N])> {
    let rows = table.lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|line| {
        let mut cells = line.split('\t');
        let (kind, feature) = (cells.next()?, cells.next()?);
        let (name, value) = feature.split_once('=').unwrap_or((feature, ""));
        let mut weights = [0.0; N];
        for weight in &mut weights {
            *weight = cells.next()?.parse().ok()?;
        }
        Some((key_of(lexicon::key(kind), name, value), feature, weights))
    })
}

impl Weights {
    /// What a difference is worth; of its features only the first `plain` count for penalty and
    /// risk.
    pub(super) fn of(difference: &Difference, plain: usize, table: Table) -> Self {
        let mut sum = Self::default();
        let (first, rest) = difference.features.split_at(plain);
        sum.add(difference.kind, first, table);
        let (penalty, risk, story) = (sum.penalty, sum.risk, sum.story);
        sum.add(difference.kind, rest, table);
        Self {
            penalty,
            risk,
            story,
            ..sum
        }
    }

    /// Add more features of a kind of difference.
    pub(super) fn add(&mut self, kind: Kind, features: &[Feature], table: Table) {
        let kind = lexicon::key(kind.name());
        let weights = &**table.of(WEIGHTS.each_ref());
        for feature in features {
            if let Some(row) = weights.get(&feature.key(kind)) {
                self.penalty += row.penalty * feature.amount;
                self.risk += row.risk * feature.amount;
                self.story += row.story * feature.amount;
                self.judged += row.judged;
                // What holds of every difference is no reason.
                if row.feature != ALWAYS {
                    self.strongest.take((row.feature, row.judged));
                }
            }
        }
    }

    /// The odds that a difference misinforms, as [`super::judge`] describes it.
    pub(super) fn odds(&self) -> f64 {
        exp(self.judged)
    }

    /// What the odds are mostly made of.
    pub(super) fn strongest(&self) -> Strongest {
        self.strongest
    }
}

/// What one difference is worth, all of its features counted.
fn worth(difference: &Difference, table: Table) -> Weights {
    Weights::of(difference, difference.features.len(), table)
}

/// Summed worth of all differences: 0 for none, without bound.
pub(super) fn penalty(differences: &[Difference]) -> f64 {
    let worths = differences.iter().map(|d| worth(d, Table::Alone).penalty);
    // From 0 on: the sum of nothing is -0 otherwise.
    worths.map(|w| w.max(0.0)).fold(0.0, |sum, w| sum + w)
}

/// Probability that one of the differences of two passages misinforms.
pub(super) fn risk(differences: &[Difference]) -> f64 {
    probability(differences.iter().map(|d| worth(d, Table::Alone).risk))
}

/// The same for a bead of two stories, in which rewording is dense: of differences of words, which
/// are weighed, and of all others.
pub(super) fn story_risk<'d>(
    words: impl Iterator<Item = &'d Weights>,
    others: &[Difference],
    table: Table,
) -> f64 {
    let words = words.map(|weights| weights.story);
    probability(words.chain(others.iter().map(|d| worth(d, table).story)))
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
    fn distinct<const N: usize>(table: &'static str) -> usize {
        let keys: FxHashSet<u64> = rows::<N>(table).map(|(key, _, _)| key).collect();
        keys.len()
    }

    #[test]
    fn every_feature_of_the_tables_is_explained() {
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/features.md");
        let page = std::fs::read_to_string(page).unwrap();
        let first_cells = page.lines().filter(|l| l.starts_with("| `"));
        let first_cells = first_cells.filter_map(|l| l.split('|').nth(1));
        // What stands between backticks is every second piece.
        let explained: FxHashSet<&str> = first_cells
            .flat_map(|cell| cell.split('`').skip(1).step_by(2))
            .collect();
        let judgement = JUDGEMENT.iter().flat_map(|table| table.lines());
        let rows = DIFFERENCES.lines().chain(judgement);
        let rows = rows.filter(|line| !line.starts_with('#'));
        let used: FxHashSet<&str> = rows
            .filter_map(|line| line.split('\t').nth(1)?.split('=').next())
            .collect();
        let mut missing: Vec<_> = used.difference(&explained).collect();
        missing.sort_unstable();
        assert!(missing.is_empty(), "not explained: {missing:?}");
        assert!(used.len() > 90, "{} features", used.len());
    }

    #[test]
    fn only_the_heaviest_features_are_reasons() {
        let mut strongest = Strongest::default();
        for row in [
            ("a", 0.2),
            ("b", -0.9),
            ("c", 0.0),
            ("d", 0.5),
            ("e", 0.3),
            ("f", -0.5),
        ] {
            strongest.take(row);
        }
        let reasons: Vec<_> = strongest.reasons().collect();
        assert_eq!(reasons, [("b", -0.9), ("d", 0.5), ("f", -0.5), ("e", 0.3)]);
    }

    /// A table is the one of its manifest, and every row of it is read.
    fn assert_described<const N: usize>(table: &'static str, manifest: &str) {
        let manifest: serde_json::Value = serde_json::from_str(manifest).unwrap();
        let sum: String = Sha256::digest(table.as_bytes())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(manifest["sha256"], sum);
        assert_eq!(manifest["rows"], distinct::<N>(table));
    }

    #[test]
    fn the_tables_are_those_of_their_manifests_and_every_row_is_read() {
        let [alone, joint] = JUDGEMENT;
        assert_described::<3>(DIFFERENCES, include_str!("../../assets/differences.json"));
        assert_described::<1>(alone, include_str!("../../assets/judgement.json"));
        assert_described::<1>(joint, include_str!("../../assets/judgement_joint.json"));
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
