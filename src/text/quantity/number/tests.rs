//! Numerals read from short texts.

use super::*;

fn value(text: &str) -> Option<f64> {
    let document = Document::new(text);
    let reader = NumeralReader::new(&document);
    (0..document.tokens().len())
        .find_map(|at| reader.at(at))
        .map(|n| n.low)
}

#[test]
fn reads_digits_words_and_magnitudes() {
    for (text, expected) in [
        ("1,146 men", 1146.0),
        ("1.2bn", 1.2e9),
        ("forty thousand", 40_000.0),
        ("forty-two", 42.0),
        ("two hundred and five", 205.0),
        ("three hundred thousand", 300_000.0),
        ("a hundred", 100.0),
        ("a dozen", 12.0),
        ("two and a half million", 2.5e6),
        ("half a million", 5e5),
        ("11 million five hundred", 11_000_500.0),
        ("a thousand and one", 1001.0),
        ("nineteen", 19.0),
        ("3½", 3.5),
        ("12\u{a0}000", 12_000.0),
        ("seventy three", 73.0),
        ("a quarter of the", 0.25),
        ("three-quarters", 0.75),
        ("two-thirds", 2.0 / 3.0),
        ("a third of", 1.0 / 3.0),
        ("3/4 of", 0.75),
        ("twenty-first", 21.0),
        ("21st", 21.0),
    ] {
        let read = value(text);
        assert!(
            read.is_some_and(|v| (v - expected).abs() < 1e-9),
            "{text}: {read:?}"
        );
    }
}

#[test]
fn mends_figures_half_spelled_by_a_spinner() {
    for (text, expected) in [
        ("three,000", 3000.0),
        ("2,three hundred", 2300.0),
        ("1.five billion", 1.5e9),
        ("four.17", 4.17),
    ] {
        let read = value(text);
        assert!(
            read.is_some_and(|v| (v - expected).abs() < 1e-9 * expected),
            "{text}: {read:?}"
        );
    }
}

#[test]
fn a_quarter_of_the_year_is_no_fraction() {
    assert_eq!(value("in the quarter, sales"), None);
    assert_eq!(
        value("the first half of the match").map(|v| v as i32),
        Some(1)
    );
}
