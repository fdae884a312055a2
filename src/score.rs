//! Severity, drift, risk and similarity: the arithmetic, which knows no text.
//!
//! Drift follows Multidimensional Quality Metrics (MQM; Lommel, Uszkoreit and Burchardt 2014) with
//! the weights of `weight` and a penalty per reference word, as in Freitag et al. 2021. The whole
//! arithmetic with an example worked by hand is in `docs/scoring.md`.
//!
//! Laws, each a property test below: all figures lie in 0..=1; no finding means drift 0; one more
//! finding, a worse or a surer one never lowers drift or risk, of the bead or of the document.

use crate::report::Severity;

/// How steeply a penalty per word turns into drift: one major change (5) in a sentence of 25
/// words is a drift of 0.33, one critical change (25) 0.86.
const STEEPNESS: f64 = 2.0;

/// What a finding of severity `minor` is worth as evidence that a bead misinforms: a careful
/// reader calls about one in eight of them worse than minor.
const MINOR_AS_RISK: f64 = 0.3;

/// How far the table of differences is believed where no detector found anything. At one half the
/// order of beads is best on stories that neither was made on (see `docs/accuracy.md`).
const UNSEEN: f64 = 0.5;

/// MQM penalty weight of a severity: none 0, minor 1, major 5, critical 25.
#[must_use]
pub fn weight(severity: Severity) -> f64 {
    match severity {
        Severity::None => 0.0,
        Severity::Minor => 1.0,
        Severity::Major => 5.0,
        Severity::Critical => 25.0,
    }
}

/// Drift of a passage of `words` reference words with a summed `penalty`, 0 to 1.
///
/// `1 - exp(-2 p / w)`: 0 for no penalty, rising towards 1, strictly monotone in the penalty.
#[must_use]
pub fn drift(penalty: f64, words: usize) -> f64 {
    1.0 - (-STEEPNESS * penalty.max(0.0) / words.max(1) as f64).exp()
}

/// What the findings of a bead, or of a document, add up to.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Tally {
    /// Sum of the MQM weights, each times the confidence of its finding.
    pub penalty: f64,
    /// The highest probability among the findings that it misinforms.
    pub risk: f64,
    /// The worst severity.
    pub severity: Severity,
}

impl Tally {
    /// Add a finding.
    pub fn add(&mut self, severity: Severity, confidence: f64) {
        let confidence = confidence.clamp(0.0, 1.0);
        self.penalty += weight(severity) * confidence;
        self.risk = self.risk.max(risk_of(severity, confidence));
        self.severity = self.severity.max(severity);
    }

    /// Drift of a passage of `words` reference words.
    #[must_use]
    pub fn drift(&self, words: usize) -> f64 {
        drift(self.penalty, words)
    }

    /// Risk of a bead: that of its worst finding, and the risk that something went unseen.
    ///
    /// Two look for that, and the more worried one counts: the table of `differences` (the
    /// probability that it gives, 0 to 1), and a judge of the caller's, who says what was `judged`
    /// (0 to 1; 0 where there is none).
    #[must_use]
    pub fn bead_risk(&self, differences: f64, judged: f64) -> f64 {
        let unseen = f64::max(UNSEEN * differences.clamp(0.0, 1.0), judged.clamp(0.0, 1.0));
        // Both together rise in each, and the sum of probabilities never passes 1.
        self.risk + (1.0 - self.risk) * unseen
    }
}

impl FromIterator<(Severity, f64)> for Tally {
    fn from_iter<I: IntoIterator<Item = (Severity, f64)>>(findings: I) -> Self {
        let mut tally = Self::default();
        for (severity, confidence) in findings {
            tally.add(severity, confidence);
        }
        tally
    }
}

/// Probability that a finding misinforms: that it is right, and major at least.
fn risk_of(severity: Severity, confidence: f64) -> f64 {
    match severity {
        Severity::None => 0.0,
        Severity::Minor => MINOR_AS_RISK * confidence,
        // The same confidence weighs a little more where more is at stake, so that among equally
        // sure findings the critical one ranks first.
        Severity::Major => 0.95 * confidence,
        Severity::Critical => confidence,
    }
}

/// Risk of a document: that of its worst bead.
///
/// The maximum, not `1 - prod(1 - risk)`: findings of one text share their causes (a bad
/// translator, a detector's blind spot), and with a hundred beads the product is 1 for every text.
#[must_use]
pub fn document_risk(beads: impl IntoIterator<Item = f64>) -> f64 {
    beads.into_iter().fold(0.0, f64::max)
}

/// How alike two sides of a bead are in meaning, from three kinds of evidence, each 0 to 1.
///
/// `words`: share of words kept, content words counting more; `characters`: shared character
/// n-grams; `order`: share of the kept words that kept their place.
#[must_use]
pub fn similarity(words: f64, characters: f64, order: f64) -> f64 {
    (0.55 * words + 0.35 * characters + 0.10 * order).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn severity() -> impl Strategy<Value = Severity> {
        prop_oneof![
            Just(Severity::None),
            Just(Severity::Minor),
            Just(Severity::Major),
            Just(Severity::Critical),
        ]
    }

    fn findings() -> impl Strategy<Value = Vec<(Severity, f64)>> {
        prop::collection::vec((severity(), 0.0..=1.0), 0..12)
    }

    proptest! {
        #[test]
        fn one_more_finding_never_lowers_a_score(
            list in findings(), more in (severity(), 0.0..=1.0), words in 0usize..200,
            unseen in 0.0..=1.0, judged in 0.0..=1.0
        ) {
            let before: Tally = list.iter().copied().collect();
            let after: Tally = list.into_iter().chain([more]).collect();
            prop_assert!(after.drift(words) >= before.drift(words));
            prop_assert!(after.bead_risk(unseen, judged) >= before.bead_risk(unseen, judged));
            prop_assert!(after.severity >= before.severity);
        }

        #[test]
        fn a_worse_or_surer_finding_never_lowers_a_score(
            list in findings(), one in (severity(), 0.0..=1.0), other in (severity(), 0.0..=1.0), words in 1usize..200
        ) {
            let low = (one.0.min(other.0), f64::min(one.1, other.1));
            let high = (one.0.max(other.0), f64::max(one.1, other.1));
            let before: Tally = list.iter().copied().chain([low]).collect();
            let after: Tally = list.into_iter().chain([high]).collect();
            prop_assert!(after.drift(words) >= before.drift(words));
            prop_assert!(after.risk >= before.risk);
        }

        #[test]
        fn all_figures_lie_between_0_and_1(
            list in findings(), words in 0usize..200, unseen in 0.0..=1.0, judged in 0.0..=1.0
        ) {
            let tally: Tally = list.into_iter().collect();
            prop_assert!((0.0..=1.0).contains(&tally.drift(words)));
            prop_assert!((0.0..=1.0).contains(&tally.bead_risk(unseen, judged)));
        }

        #[test]
        fn a_judge_never_lowers_a_risk(
            list in findings(), unseen in 0.0..=1.0, one in 0.0..=1.0, other in 0.0..=1.0
        ) {
            let tally: Tally = list.into_iter().collect();
            let (low, high) = (f64::min(one, other), f64::max(one, other));
            prop_assert!(tally.bead_risk(unseen, high) >= tally.bead_risk(unseen, low));
            prop_assert!(tally.bead_risk(unseen, low) >= tally.bead_risk(unseen, 0.0));
            prop_assert!(tally.bead_risk(unseen, high) >= high);
        }

        #[test]
        fn a_riskier_bead_never_lowers_the_document(beads in prop::collection::vec(0.0..=1.0, 0..9), one in 0.0..=1.0) {
            let before = document_risk(beads.iter().copied());
            prop_assert!(document_risk(beads.into_iter().chain([one])) >= before);
        }
    }

    #[test]
    fn nothing_found_between_equal_sides_is_no_drift_and_no_risk() {
        let tally = Tally::default();
        assert_eq!(tally.drift(20), 0.0);
        assert_eq!(tally.bead_risk(0.0, 0.0), 0.0);
    }

    #[test]
    fn the_example_of_the_documentation() {
        let tally: Tally = [(Severity::Critical, 0.9), (Severity::Minor, 0.5)]
            .into_iter()
            .collect();
        assert!((tally.penalty - 23.0).abs() < 1e-12);
        assert!((tally.drift(25) - 0.841_182_573).abs() < 1e-6);
        assert!((tally.bead_risk(0.2, 0.0) - 0.91).abs() < 1e-12);
        assert!((tally.bead_risk(0.2, 0.6) - 0.96).abs() < 1e-12);
    }
}
