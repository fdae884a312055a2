//! Clean sentences damaged, and harmlessly reworded, by one mechanism at a time: how often the damage
//! is called major and the rewording is left alone. The rates are kept in `metamorphic.txt`, and may
//! only get better; `UPDATE_METAMORPHIC=1 cargo test --test metamorphic` writes them anew.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fmt::Write;

use wiredrift::report::Severity;
use wiredrift::{Options, compare};

const SENTENCES: &str = include_str!("metamorphic_sentences.txt");
const BASELINE: &str = include_str!("metamorphic.txt");

/// What is written for what, by mechanism; the first place where it fits is changed, and a sentence
/// where it fits nowhere is passed over.
const DAMAGE: &[(&str, &[(&str, &str)])] = &[
    (
        "negation put in",
        &[
            (" was ", " was not "),
            (" were ", " were not "),
            (" will ", " will not "),
            (" has ", " has not "),
        ],
    ),
    (
        "negation lost",
        &[
            (" not ", " "),
            (" never ", " "),
            (" no ", " "),
            ("without ", "with "),
        ],
    ),
    (
        "number",
        &[
            ("12", "17"),
            ("40", "70"),
            ("300", "500"),
            ("2019", "2016"),
            (" three ", " five "),
            (" two ", " six "),
        ],
    ),
    (
        "bound reversed",
        &[
            ("at least", "at most"),
            ("more than", "less than"),
            ("up to", "at least"),
            ("fewer than", "more than"),
        ],
    ),
    (
        "certainty",
        &[
            (" may ", " will "),
            (" could ", " will "),
            (" might ", " must "),
        ],
    ),
    (
        "tense",
        &[
            (" will ", " did "),
            (" has been ", " is to be "),
            (" closed ", " will close "),
            (" opened ", " will open "),
        ],
    ),
    (
        "weekday",
        &[
            ("Monday", "Thursday"),
            ("Tuesday", "Friday"),
            ("Wednesday", "Saturday"),
            ("Sunday", "Tuesday"),
        ],
    ),
    (
        "name",
        &[
            ("Marrow", "Lenne"),
            ("Velmar", "Ostrava"),
            ("Ilse Brandt", "Paul Keene"),
            ("Tarn", "Sole"),
        ],
    ),
    (
        "opposite",
        &[
            ("rose", "fell"),
            ("increased", "decreased"),
            ("opened", "closed"),
            ("before", "after"),
            ("won", "lost"),
            ("accepted", "rejected"),
        ],
    ),
    (
        "pronoun",
        &[
            (" his ", " her "),
            (" her ", " his "),
            (" he ", " she "),
            (" she ", " he "),
        ],
    ),
    ("restriction lost", &[("only ", ""), ("Only ", "")]),
    (
        "quantifier",
        &[
            ("All ", "Some "),
            ("all ", "some "),
            ("most ", "few "),
            ("Most ", "Few "),
        ],
    ),
];

const HARMLESS: &[(&str, &[(&str, &str)])] = &[
    (
        "spelling",
        &[
            ("harbour", "harbor"),
            ("programme", "program"),
            ("organised", "organized"),
            ("centre", "center"),
        ],
    ),
    (
        "synonym",
        &[
            (" company ", " firm "),
            (" began ", " started "),
            (" bought ", " purchased "),
            (" allowed ", " permitted "),
            (" several ", " a number of "),
        ],
    ),
    (
        "number form",
        &[
            ("40 per cent", "40%"),
            (" three ", " 3 "),
            ("300", "three hundred"),
            (" two ", " 2 "),
        ],
    ),
    (
        "contraction",
        &[
            ("did not", "didn't"),
            ("was not", "wasn't"),
            ("will not", "won't"),
            ("were not", "weren't"),
        ],
    ),
    (
        "preposition of a day",
        &[
            (" on Monday", " Monday"),
            (" on Tuesday", " Tuesday"),
            (" on Sunday", " Sunday"),
        ],
    ),
    ("marks", &[("\"", "”"), (", and ", " and "), (".", "")]),
    ("said", &[(" said ", " stated "), (" said ", " noted ")]),
    (
        "that",
        &[(" said that ", " said "), (" said the ", " said that the ")],
    ),
];

/// All sentences changed by a mechanism.
fn changed<'s>(rules: &[(&str, &str)], sentences: &[&'s str]) -> Vec<(&'s str, String)> {
    let one = |sentence: &&'s str| {
        let (from, to) = rules.iter().find(|(from, _)| sentence.contains(from))?;
        Some((*sentence, sentence.replacen(from, to, 1)))
    };
    sentences.iter().filter_map(one).collect()
}

fn is_flagged(original: &str, copy: &str) -> bool {
    let report = compare(original, copy, &Options::default()).unwrap();
    report.severity >= Severity::Major
}

/// Lines `kind: mechanism: flagged of all`.
fn rates() -> BTreeMap<String, (usize, usize)> {
    let lines = SENTENCES
        .lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty());
    let sentences: Vec<&str> = lines.collect();
    let mut rates = BTreeMap::new();
    for (kind, mechanisms) in [("damage", DAMAGE), ("harmless", HARMLESS)] {
        for (mechanism, rules) in mechanisms {
            let pairs = changed(rules, &sentences);
            let flagged = pairs.iter().filter(|(a, b)| is_flagged(a, b)).count();
            rates.insert(format!("{kind}: {mechanism}"), (flagged, pairs.len()));
        }
    }
    rates
}

#[test]
fn damage_is_found_and_rewording_left_alone_as_often_as_before() {
    let rates = rates();
    let mut text = String::from("# Flagged major or critical, of all: see metamorphic.rs\n");
    for (name, (flagged, all)) in &rates {
        writeln!(text, "{name}: {flagged} of {all}").unwrap();
    }
    println!("{text}");
    if std::env::var_os("UPDATE_METAMORPHIC").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/metamorphic.txt");
        std::fs::write(path, text).unwrap();
        return;
    }
    let mut known = 0;
    for line in BASELINE.lines().filter(|l| !l.starts_with('#')) {
        let (name, rate) = line.rsplit_once(": ").unwrap();
        let (flagged, all) = rate.split_once(" of ").unwrap();
        let before: (usize, usize) = (flagged.parse().unwrap(), all.parse().unwrap());
        let now = rates[name];
        assert_eq!(
            now.1, before.1,
            "{name}: other sentences, write the rates anew"
        );
        if name.starts_with("damage") {
            assert!(
                now.0 >= before.0,
                "{name}: {} of {} found, before {}",
                now.0,
                now.1,
                before.0
            );
        } else {
            assert!(
                now.0 <= before.0,
                "{name}: {} of {} flagged, before {}",
                now.0,
                now.1,
                before.0
            );
        }
        known += 1;
    }
    assert_eq!(
        known,
        rates.len(),
        "a mechanism without a rate: write the rates anew"
    );
}

#[test]
fn every_mechanism_fits_some_sentences() {
    for (name, (_, all)) in rates() {
        assert!(all >= 2, "{name} fits {all} sentences");
    }
}
