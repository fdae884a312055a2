//! Quantities read from short texts.

use super::*;
use crate::text::quantity::quantities;

fn read(text: &str) -> Vec<Quantity> {
    quantities(&Document::new(text))
}

fn one(text: &str) -> Quantity {
    let all = read(text);
    assert_eq!(all.len(), 1, "{text}: {all:?}");
    all.into_iter().next().unwrap()
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9 * b.abs().max(1.0)
}

#[test]
fn reads_bounds_on_both_sides() {
    for (text, bound) in [
        ("more than 40,000 soldiers", Bound::MoreThan),
        ("no more than four days", Bound::AtMost),
        ("not less than 12 men", Bound::AtLeast),
        ("nearly 90% of it", Bound::Nearly),
        ("two weeks or more", Bound::AtLeast),
        ("some 2,300 people", Bound::About),
        ("up to $90 million", Bound::AtMost),
        ("well below the 40 seats", Bound::FarBelow),
        ("about 300", Bound::About),
        ("no longer than 20 minutes", Bound::AtMost),
        ("no 5 minutes", Bound::Exact),
        ("talked about the 40 men", Bound::Exact),
    ] {
        assert_eq!(one(text).bound, bound, "{text}");
    }
    assert!(one("over five years").loose);
}

#[test]
fn reads_units_and_money() {
    for (text, unit, low) in [
        ("7 per cent", Unit::Percent, 7.0),
        ("seven percent", Unit::Percent, 7.0),
        ("two-thirds of them", Unit::Percent, 200.0 / 3.0),
        ("nine out of 10 homes", Unit::Percent, 90.0),
        ("two percentage points", Unit::Points, 2.0),
        ("three-quarters of a point", Unit::Points, 0.75),
        ("50 basis points", Unit::Points, 0.5),
        ("US$1.2bn", Unit::Money(*b"USD"), 1.2e9),
        ("A$5 million", Unit::Money(*b"AUD"), 5e6),
        ("40 euros", Unit::Money(*b"EUR"), 40.0),
        ("70 cents", Unit::Money(*b"USD"), 0.7),
        ("a 9-year-old boy", Unit::Age, 9.0),
        ("aged 9", Unit::Age, 9.0),
        ("tripled", Unit::Times, 3.0),
        ("the 118th minute", Unit::Ordinal, 118.0),
    ] {
        let quantity = one(text);
        assert_eq!(quantity.unit, unit, "{text}");
        assert!(near(quantity.low, low), "{text}: {quantity:?}");
    }
}

#[test]
fn reads_ranges_as_one_quantity() {
    for (text, low, high) in [
        ("2.25 to 2.5 percent", 2.25, 2.5),
        ("between 3 and 5 men", 3.0, 5.0),
        ("10-15 men", 10.0, 15.0),
        ("$2.95 to $3.10", 2.95, 3.1),
        ("2 to 3 million", 2e6, 3e6),
        ("one to three storms", 1.0, 3.0),
    ] {
        let quantity = one(text);
        assert!(
            near(quantity.low, low) && near(quantity.high, high),
            "{text}: {quantity:?}"
        );
    }
    assert_eq!(read("rose from 3 to 5").len(), 2);
}

#[test]
fn leaves_pronouns_dates_and_clock_times_alone() {
    for text in [
        "no one was hurt",
        "they help one another",
        "in May 2016",
        "on March 12, 2020",
        "at 12:40 p.m.",
        "per second",
        "half past eight",
        "both he and she",
    ] {
        assert_eq!(read(text), [], "{text}");
    }
}
