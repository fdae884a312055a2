//! Findings about numbers, and what reports show of them.

use super::*;
use crate::{Options, compare};

fn codes(original: &str, copy: &str) -> Vec<(String, Severity)> {
    let report = compare(original, copy, &Options::default()).unwrap();
    report
        .findings
        .into_iter()
        .filter(|f| f.code.starts_with("WD1") || f.code == "WD921")
        .map(|f| (f.code, f.severity))
        .collect()
}

#[test]
fn another_value_is_critical() {
    for (a, b, code) in [
        ("Sales rose 34% in May.", "Sales rose 24% in May.", "WD101"),
        (
            "It cost 2 billion crowns.",
            "It cost 2 trillion crowns.",
            "WD102",
        ),
        (
            "They hold 300 feet of rope.",
            "They hold 300 metres of rope.",
            "WD103",
        ),
        (
            "It needs at least 40 votes.",
            "It needs at most 40 votes.",
            "WD106",
        ),
        (
            "Rates are at 2.25 to 2.5 percent.",
            "Rates are at 0.25 to 2.5 percent.",
            "WD108",
        ),
        (
            "He came third in the race.",
            "He came fourth in the race.",
            "WD111",
        ),
        (
            "Output tripled last year.",
            "Output doubled last year.",
            "WD112",
        ),
    ] {
        assert_eq!(
            codes(a, b),
            [(code.to_owned(), Severity::Critical)],
            "{a} / {b}"
        );
    }
}

#[test]
fn other_forms_of_one_value_are_silent() {
    for (a, b) in [
        ("Sales rose 60 per cent in May.", "Sales rose 60% in May."),
        ("It cost $1.2bn to build.", "It cost $1.2 billion to build."),
        (
            "He sold a quarter of the land.",
            "He sold 25 percent of the land.",
        ),
        ("A dozen people were hurt.", "12 people were hurt."),
        ("Nearly 40 were hurt.", "Just under 40 were hurt."),
        ("It fell from 187 to 212.", "It fell to 212 from 187."),
        (
            "The two men left, one of them late.",
            "Both men left, one late.",
        ),
        ("One man was held.", "A man was held."),
        ("One in seven wells is dry.", "14% of wells are dry."),
        (
            "The crews have mended 64% of the dyke.",
            "Of the dyke, 36% still waits for its crews.",
        ),
    ] {
        assert_eq!(codes(a, b), [], "{a} / {b}");
    }
}

#[test]
fn the_rest_in_the_same_place_is_another_number() {
    for (a, b) in [
        (
            "The crews mended 64% of the dyke.",
            "The crews mended 36% of the dyke.",
        ),
        (
            "It lost a third of its herd.",
            "It lost two thirds of its herd.",
        ),
        (
            "Only a third of the hay is dry.",
            "Two thirds of the hay are dry.",
        ),
    ] {
        let critical = ("WD101".to_owned(), Severity::Critical);
        assert!(codes(a, b).contains(&critical), "{a} / {b}");
    }
}

#[test]
fn a_number_is_shown_with_its_bound_where_the_bound_changed() {
    for (copy, shown) in [
        (
            "It needs at most 3,000 votes.",
            ("at least 3,000", "at most 3,000"),
        ),
        ("It needs at least 2,000 votes.", ("3,000", "2,000")),
    ] {
        let original = "It needs at least 3,000 votes.";
        let report = compare(original, copy, &Options::default()).unwrap();
        let text = |excerpt: &Option<crate::report::Excerpt>| {
            excerpt.as_ref().map(|e| e.text.clone()).unwrap_or_default()
        };
        let fact = report.numbers.first().unwrap();
        assert_eq!(fact.state, FactState::Changed);
        let (from, to) = (text(&fact.original), text(&fact.copy));
        assert!(
            from.starts_with(shown.0) && to.starts_with(shown.1),
            "{from} / {to}"
        );
    }
}

#[test]
fn bounds_and_losses_are_graded() {
    for (a, b, code, severity) in [
        (
            "More than 40,000 men came.",
            "40,000 men came.",
            "WD104",
            Severity::Minor,
        ),
        (
            "There were 40 men.",
            "There were about 40 men.",
            "WD107",
            Severity::Minor,
        ),
        (
            "More than 47 million died.",
            "Almost 47 million died.",
            "WD106",
            Severity::Major,
        ),
        (
            "There two rivers burst their banks.",
            "There rivers burst their banks.",
            "WD109",
            Severity::Major,
        ),
    ] {
        assert_eq!(codes(a, b), [(code.to_owned(), severity)], "{a} / {b}");
    }
}

#[test]
fn a_share_of_two_numbers_and_a_time_in_two_units_are_the_same_amount() {
    for (original, copy) in [
        (
            "Women are rare among the riders: six out of 90.",
            "Women are rare: of 90 riders, six are women.",
        ),
        (
            "The firm is letting go 140 of its 280 employees.",
            "The firm is letting go 140 out of 280 employees.",
        ),
        (
            "They kept the plasma burning for 100 seconds.",
            "They kept the plasma burning for a minute and 40 seconds.",
        ),
        (
            "The hostages fly home after 14 months.",
            "The hostages fly home after one year and two months.",
        ),
    ] {
        let found = codes(original, copy);
        let serious = found.iter().filter(|(_, s)| *s >= Severity::Major);
        assert_eq!(serious.count(), 0, "{original} / {copy}: {found:?}");
    }
    for (original, copy) in [
        (
            "The firm is letting go 140 of its 280 employees.",
            "The firm is letting go 40 out of 280 employees.",
        ),
        (
            "They kept the plasma burning for 100 seconds.",
            "They kept the plasma burning for a minute and 14 seconds.",
        ),
    ] {
        let found = codes(original, copy);
        assert!(!found.is_empty(), "{original} / {copy}");
    }
}
