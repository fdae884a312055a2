//! Inspection of one text: cases in plain text, and laws.
//!
//! ```text
//! # name of the case
//! + the text, all on one line; ¶ stands for a blank line
//! = WD861 major
//! ```
//!
//! The `=` lines are all that may be found; a case without one is silent.

#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use wiredrift::report::MechanismName;
use wiredrift::{Inspection, Options, inspect};

fn look(text: &str) -> Inspection {
    inspect(text, &Options::default()).unwrap()
}

fn check(file: &Path, problems: &mut String) {
    let text = fs::read_to_string(file).unwrap();
    let place = file.file_name().unwrap().to_string_lossy();
    for case in text.split("\n\n").filter(|c| c.contains("\n+ ")) {
        let lines = |mark: &str| -> Vec<String> {
            let lines = case.lines().filter_map(|l| l.strip_prefix(mark));
            lines.map(|l| l.trim().to_lowercase()).collect()
        };
        let text = case.lines().find_map(|l| l.strip_prefix("+ ")).unwrap();
        let inspection = look(&text.replace(" ¶ ", "\n\n"));
        let found = inspection.findings.iter();
        let mut found: Vec<String> = found
            .map(|f| format!("{} {}", f.code, f.severity).to_lowercase())
            .collect();
        let mut expected = lines("= ");
        found.sort();
        expected.sort();
        if found != expected {
            let name = case.lines().find(|l| l.starts_with('#')).unwrap();
            let spans: Vec<&str> = inspection
                .findings
                .iter()
                .filter_map(|f| f.copy.as_ref())
                .map(|e| e.text.as_str())
                .collect();
            let _ = writeln!(
                problems,
                "{place} {name}: expected {expected:?}, found {found:?} at {spans:?}"
            );
        }
    }
}

#[test]
fn every_case_comes_out_as_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/inspect_cases");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|f| f.unwrap().path())
        .collect();
    files.sort();
    assert!(files.len() > 2);
    let mut problems = String::new();
    for file in &files {
        check(file, &mut problems);
    }
    assert!(problems.is_empty(), "\n{problems}");
}

#[test]
fn a_clean_story_is_silent() {
    let text = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/river.original.txt"),
    );
    let inspection = look(&text.unwrap());
    assert!(inspection.findings.is_empty(), "{:?}", inspection.findings);
    assert!(inspection.mechanism.is_none());
}

#[test]
fn an_empty_text_is_no_error() {
    for text in ["", " \n ", "…", "\u{feff}"] {
        assert!(look(text).findings.is_empty(), "{text:?}");
    }
}

#[test]
fn a_long_text_takes_its_share_of_time_and_no_more() {
    // Quadratic work on this would take minutes.
    for piece in [
        "the the ",
        "crisis. ",
        "“",
        "a and a ",
        "(",
        "of the of the . ",
    ] {
        let inspection = look(&piece.repeat(40_000));
        assert!(inspection.chars >= 40_000);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_passage_slices_to_its_own_text(text in "(\\PC|[a-z. ,“”\"]|the | and |[0-9]){0,120}") {
        let points: Vec<char> = text.chars().collect();
        let inspection = look(&text);
        for finding in &inspection.findings {
            let place = finding.copy.as_ref().unwrap();
            let slice: String = points[place.start..place.end].iter().collect();
            prop_assert_eq!(&slice, &place.text);
            prop_assert!(finding.original.is_none() && finding.bead.is_none());
        }
    }

    #[test]
    fn the_same_text_gives_the_same_bytes(text in "([a-z]{1,6} |the the |\\. |“|”|[0-9,]+ ){0,60}") {
        let json = look(&text).to_json().unwrap();
        prop_assert_eq!(&json, &look(&text).to_json().unwrap());
        prop_assert_eq!(Inspection::from_json(&json).unwrap().to_json().unwrap(), json);
    }
}

#[test]
fn a_mechanism_is_hinted_at_only_where_several_traces_agree() {
    let torn = "She sees no way out of the harbour. crisis. The council met at the mouth. of the \
                river. The mayor went home.";
    let spun = "They work in regulation enforcement and wear physique cameras, he mentioned. It \
                was final week, she mentioned. Nobody was hurt, they mentioned.";
    let numbers = "The gates closed at six:15 p.M. on Monday. The owners do now not want to sell \
                   for $four.17 a share.";
    for (text, name) in [
        (torn, MechanismName::RoundTrip),
        (spun, MechanismName::SynonymSpinner),
        (numbers, MechanismName::NumberSpinner),
    ] {
        let mechanism = look(text).mechanism.unwrap();
        assert_eq!(mechanism.name, name);
        assert!(mechanism.evidence.len() > 1 && mechanism.confidence < 1.0);
        for passage in &mechanism.evidence {
            assert_eq!(&text[passage.bytes(text).unwrap()], passage.text);
        }
    }
    for text in [
        "She sees no way out of the harbour. crisis. The mayor went home.",
        "It was the final week of the season, and folks were glad.",
        "The minister stated his view. “No,” she said. “Never,” he said.",
    ] {
        assert!(look(text).mechanism.is_none(), "{text}");
    }
}

#[test]
fn notices_tell_of_furniture_and_a_repeated_headline() {
    let text = "Flood shuts the river road at Lindholm\n\nThe road was shut on Monday. The crews \
                went home, the mayor said.\n\nFlood shuts the river road at Lindholm\n\nRelated \
                Articles\n\nBack to top button";
    let notices = look(text).notices.join("\n");
    assert!(notices.contains("no part of the story"), "{notices}");
    assert!(notices.contains("the headline stands again"), "{notices}");
    assert_eq!(look("").notices, ["the text is empty"]);
}
