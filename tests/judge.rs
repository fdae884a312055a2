//! A judge of the caller's: what it is asked, what its verdict does to the report, and what it
//! leaves alone.
// Clippy knows test functions as such, but not the helpers of an integration test.
#![allow(clippy::unwrap_used)]

use std::sync::{Arc, Mutex};

use serde_json::Value;
use wiredrift::report::{BeadRelation, Judged, Report};
use wiredrift::semantic::{Judge, ModelError, Verdict};
use wiredrift::{Comparer, Error, Options, compare, compare_copies, render};

const ORIGINAL: &str = "The harbour council dismissed the plan on Monday. Its colour is grey. \
                        Nobody was hurt. The ferry sails at noon.";
const COPY: &str = "The harbour council fired the plan on Monday. Its color is grey. \
                    Nobody was hurt. The boat sails at noon.";

/// Says the same of every pair, and writes down what it was asked.
#[derive(Clone)]
struct Says {
    verdict: Verdict,
    asked: Arc<Mutex<Vec<Vec<String>>>>,
}

impl Says {
    fn new(verdict: Verdict) -> Self {
        let asked = Arc::default();
        Self { verdict, asked }
    }

    fn batches(&self) -> Vec<Vec<String>> {
        self.asked.lock().unwrap().clone()
    }
}

impl Judge for Says {
    fn name(&self) -> &str {
        "says"
    }

    fn checksum(&self) -> &str {
        "v7"
    }

    fn judge(&self, pairs: &[(&str, &str)]) -> Result<Vec<Verdict>, ModelError> {
        let asked = pairs.iter().map(|(a, b)| format!("{a} → {b}"));
        self.asked.lock().unwrap().push(asked.collect());
        Ok(vec![self.verdict; pairs.len()])
    }
}

fn inference(entailment: f64, contradiction: f64) -> Verdict {
    Verdict::Inference {
        entailment,
        contradiction,
    }
}

fn plain() -> Report {
    compare(ORIGINAL, COPY, &Options::default()).unwrap()
}

fn judged(verdict: Verdict) -> Report {
    compare(
        ORIGINAL,
        COPY,
        &Options::default().with_judge(Says::new(verdict)),
    )
    .unwrap()
}

#[test]
fn it_is_asked_once_and_only_about_what_changed() {
    let judge = Says::new(Verdict::Risk(0.5));
    let options = Options::default().with_judge(judge.clone());
    let report = compare(ORIGINAL, COPY, &options).unwrap();
    let expected = [
        "The harbour council dismissed the plan on Monday. → \
         The harbour council fired the plan on Monday.",
        "The ferry sails at noon. → The boat sails at noon.",
    ];
    assert_eq!(judge.batches(), [expected]);
    for bead in &report.alignment {
        let asked = bead.relation != BeadRelation::Same;
        assert_eq!(bead.judged.is_some(), asked, "{bead:?}");
    }
    // The same passages again, and in another order.
    let again = compare(ORIGINAL, COPY, &options).unwrap();
    assert_eq!(again, report);
    assert_eq!(judge.batches().len(), 1);
}

#[test]
fn it_is_not_asked_where_nothing_changed_or_a_side_is_missing() {
    let judge = Says::new(Verdict::Risk(1.0));
    let options = Options::default().with_judge(judge.clone());
    for copy in [ORIGINAL, "", "Nobody was hurt."] {
        let report = compare(ORIGINAL, copy, &options).unwrap();
        assert!(report.alignment.iter().all(|b| b.judged.is_none()));
    }
    assert!(judge.batches().is_empty());
}

#[test]
fn a_passage_that_many_copies_share_is_asked_about_once() {
    let judge = Says::new(Verdict::Risk(0.25));
    let options = Options::default().with_judge(judge.clone());
    let comparer = Comparer::new(ORIGINAL, &options).unwrap();
    let first = comparer.compare(COPY).unwrap();
    assert_eq!(comparer.compare(COPY).unwrap(), first);
    let copies = [("echo", COPY), ("post", COPY)];
    let comparison = compare_copies(ORIGINAL, &copies, &options).unwrap();
    assert_eq!(comparison.copies[0].report, first);
    assert_eq!(judge.batches().len(), 1);
}

#[test]
fn its_verdict_is_in_the_report_under_its_name() {
    let report = judged(inference(0.125, 0.75));
    let expected = Judged {
        judge: "says".to_owned(),
        entailment: Some(0.125),
        contradiction: Some(0.75),
        risk: 0.8125,
    };
    assert_eq!(report.alignment[0].judged, Some(expected));
    assert!(
        report.signature.contains("|judge:says@v7|"),
        "{}",
        report.signature
    );
    let alone = judged(Verdict::Risk(0.75));
    let json: Value = serde_json::from_str(&alone.to_json().unwrap()).unwrap();
    let expected = serde_json::json!({
        "judge": "says", "entailment": null, "contradiction": null, "risk": 0.75
    });
    assert_eq!(json["alignment"][0]["judged"], expected);
    assert_eq!(json["alignment"][1].get("judged"), None);
    assert_eq!(Report::from_json(&alone.to_json().unwrap()).unwrap(), alone);
}

#[test]
fn it_raises_risks_and_moves_nothing_else() {
    let before = plain();
    let mut seen = 0;
    for verdict in [Verdict::Risk(0.0), inference(0.3, 0.4), Verdict::Risk(1.0)] {
        let after = judged(verdict);
        let highest = after.alignment.iter().map(|b| b.risk).fold(0.0, f64::max);
        assert_eq!(after.risk, highest);
        let mut same = after.clone();
        same.signature.clone_from(&before.signature);
        same.risk = before.risk;
        for (bead, old) in same.alignment.iter_mut().zip(&before.alignment) {
            match bead.judged.take() {
                None => assert_eq!(bead.risk, old.risk),
                Some(judged) => {
                    // What the findings leave is at least the judge's share of it.
                    assert!(bead.risk >= old.risk && bead.risk >= judged.risk);
                    seen += 1;
                }
            }
            bead.risk = old.risk;
        }
        assert_eq!(same, before);
    }
    assert_eq!(seen, 6);
    assert_eq!(judged(Verdict::Risk(0.0)).risk, before.risk);
    assert_eq!(judged(Verdict::Risk(1.0)).risk, 1.0);
}

#[test]
fn without_a_judge_a_report_does_not_know_of_judges() {
    let json = plain().to_json().unwrap();
    assert!(!json.contains("judge"));
}

#[test]
fn the_renderings_tell_what_it_said() {
    let original = "They signed a truce.";
    let copy = "They signed a peace.";
    let options = Options::default();
    let report = compare(original, copy, &options).unwrap();
    assert!(
        report.findings.is_empty(),
        "the example needs a change that no rule finds"
    );
    let told = |verdict| {
        let options = options.clone().with_judge(Says::new(verdict));
        let report = compare(original, copy, &options).unwrap();
        let style = render::terminal::TextStyle::default().with_width(200);
        let text = render::terminal::text(&report, &style);
        [
            text,
            render::html::html(&report),
            render::html::notebook(&report),
        ]
    };
    for rendering in told(inference(0.02, 0.9)) {
        let said = "judge says: risk 0.94, entailment 0.02, contradiction 0.90";
        assert!(rendering.contains(said), "{rendering}");
        let verdict = "No rule finds a change of meaning in 1 sentence; the judge says doubts 1 \
                       passage.";
        assert!(rendering.contains(verdict), "{rendering}");
    }
    for rendering in told(Verdict::Risk(0.25)) {
        assert!(rendering.contains("judge says: risk 0.25"), "{rendering}");
        assert!(rendering.contains("Nothing changed in meaning in 1 sentence."));
    }
}

#[test]
fn the_name_of_a_judge_is_hostile_text() {
    struct Hostile;
    impl Judge for Hostile {
        fn name(&self) -> &str {
            "<script>\u{202e}\u{1b}[31m|"
        }

        fn judge(&self, pairs: &[(&str, &str)]) -> Result<Vec<Verdict>, ModelError> {
            Ok(vec![Verdict::Risk(1.0); pairs.len()])
        }
    }
    let report = compare(ORIGINAL, COPY, &Options::default().with_judge(Hostile)).unwrap();
    for page in [render::html::html(&report), render::html::notebook(&report)] {
        assert!(!page.contains("<script>\u{202e}") && !page.contains("<script>[31m"));
        assert!(!page.contains(['\u{202e}', '\u{1b}']));
    }
    let text = render::terminal::text(&report, &render::terminal::TextStyle::default());
    assert!(!text.contains(['\u{202e}', '\u{1b}']));
    assert_eq!(report.signature.matches('|').count(), 3);
}

#[test]
fn a_judge_that_answers_what_it_should_not_is_an_error() {
    let options = Options::default().with_judge(Says::new(Verdict::Risk(f64::NAN)));
    let error = compare(ORIGINAL, COPY, &options).unwrap_err();
    assert!(matches!(error, Error::Model(ModelError::Verdict { .. })));
    assert_eq!(
        error.to_string(),
        "the judge says returned NaN for pair 0, expected a probability from 0 to 1"
    );
}
