//! Drift, risk and severity of a finished report, by the arithmetic of `docs/scoring.md`.

use proptest::prelude::*;
use proptest::sample::select;

use crate::report::{BeadRelation, Finding, Report, Severity};
use crate::semantic::{Judge, ModelError, Verdict};
use crate::text::Document;
use crate::{Options, compare};

fn four_decimals(x: f64) -> f64 {
    (x * 10_000.0).round() / 10_000.0
}

fn penalty(findings: &[&Finding]) -> f64 {
    let mut sum = 0.0;
    for finding in findings {
        let weight = match finding.severity {
            Severity::None => 0.0,
            Severity::Minor => 1.0,
            Severity::Major => 5.0,
            Severity::Critical => 25.0,
        };
        sum += weight * finding.confidence;
    }
    sum
}

fn highest_risk(findings: &[&Finding]) -> f64 {
    let mut highest: f64 = 0.0;
    for finding in findings {
        let risk = match finding.severity {
            Severity::None => 0.0,
            Severity::Minor => 0.3 * finding.confidence,
            Severity::Major => 0.95 * finding.confidence,
            Severity::Critical => finding.confidence,
        };
        highest = highest.max(risk);
    }
    highest
}

fn drift(findings: &[&Finding], words: usize) -> f64 {
    four_decimals(1.0 - (-2.0 * penalty(findings) / words.max(1) as f64).exp())
}

fn check(original: &str, report: &Report) {
    let document = Document::new(original);
    let every: Vec<&Finding> = report.findings.iter().collect();
    assert_eq!(report.drift, drift(&every, document.tokens().len()));
    let worst = every.iter().map(|f| f.severity).max().unwrap_or_default();
    assert_eq!(report.severity, worst);
    let mut riskiest: f64 = 0.0;
    for (index, bead) in report.alignment.iter().enumerate() {
        let own: Vec<&Finding> = every
            .iter()
            .filter(|f| f.bead == Some(index))
            .copied()
            .collect();
        let mut words = 0;
        for id in &bead.original {
            words += document.segments[*id].tokens.len();
        }
        assert_eq!(bead.drift, drift(&own, words));
        let worst = own.iter().map(|f| f.severity).max().unwrap_or_default();
        assert_eq!(bead.severity, worst);
        let surely = highest_risk(&own);
        if bead.original.is_empty() || bead.copy.is_empty() {
            assert_eq!(bead.risk, four_decimals(surely));
        } else {
            // What the table of differences adds is half of what is left at most, what a judge adds
            // the share that it says.
            let judged = bead.judged.as_ref().map_or(0.0, |j| j.risk);
            let least = surely + (1.0 - surely) * judged;
            let most = surely + (1.0 - surely) * judged.max(0.5);
            assert!(four_decimals(least) <= bead.risk && bead.risk <= four_decimals(most));
        }
        riskiest = riskiest.max(bead.risk);
    }
    assert_eq!(report.risk, riskiest);
    let count = |kind| every.iter().filter(|f| f.kind == kind).count();
    for (kind, counted) in &report.counts.findings {
        assert_eq!(*counted, count(*kind));
    }
    let furniture = report
        .alignment
        .iter()
        .filter(|b| b.relation == BeadRelation::Furniture);
    assert!({ furniture }.all(|b| b.drift == 0.0 && b.risk == 0.0));
}

/// Thinks the longer of two texts the riskier, by so much a byte.
struct Longer(f64);

impl Judge for Longer {
    fn name(&self) -> &str {
        "longer"
    }

    fn judge(&self, pairs: &[(&str, &str)]) -> Result<Vec<Verdict>, ModelError> {
        let risk = |(a, b): &(&str, &str)| (self.0 * a.len().max(b.len()) as f64).min(1.0);
        Ok(pairs.iter().map(|pair| Verdict::Risk(risk(pair))).collect())
    }
}

const SENTENCES: [[&str; 3]; 6] = [
    [
        "The council did not approve the tunnel.",
        "The council approved the tunnel.",
        "The tunnel was not approved by the council.",
    ],
    [
        "Some 1,200 people came on Monday.",
        "Some 2,100 people came on Monday.",
        "About 1,200 people came on Tuesday.",
    ],
    [
        "“We waited nine years,” Ada Ruhl said.",
        "“We waited for nine years,” Ada Rohl claimed.",
        "Ada Ruhl said they had waited nine years.",
    ],
    [
        "The ferry may sail until May.",
        "The ferry will sail until May.",
        "The boat may sail until May.",
    ],
    [
        "Schools in the north stay shut.",
        "Faculties in the north stay shut.",
        "Schools stay shut.",
    ],
    ["", "Read More", "It rained. crisis."],
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn the_figures_are_those_of_the_documented_arithmetic(
        order in Just((0..SENTENCES.len()).collect::<Vec<_>>()).prop_shuffle(),
        choices in prop::collection::vec((0usize..3, 0usize..3), SENTENCES.len()),
        gap in select(vec![" ", "\n\n"]),
        worry in 0.0..0.03,
    ) {
        let side = |pick: &dyn Fn(&(usize, usize)) -> usize| -> String {
            let list = order.iter().zip(&choices);
            list.map(|(s, c)| SENTENCES[*s][pick(c)]).collect::<Vec<_>>().join(gap)
        };
        let (original, copy) = (side(&|c| c.0), side(&|c| c.1));
        check(&original, &compare(&original, &copy, &Options::default()).unwrap());
        let options = Options::default().with_judge(Longer(worry));
        check(&original, &compare(&original, &copy, &options).unwrap());
    }
}
