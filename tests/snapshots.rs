//! The terminal rendering of a whole story, so that a review reads like the product.
//!
//! The report is a kept one (`snapshots/river.report.json`, of the example pair): a better
//! detector changes reports, and only a change of the rendering shows here. One test compares the
//! example anew, so that a change of what is found shows too. After a wanted change run with
//! `INSTA_UPDATE=always` and read the difference.
// Clippy knows test functions as such, but not the helpers of an integration test.
#![allow(clippy::unwrap_used)]

use wiredrift::render::terminal::{TextStyle, text};
use wiredrift::{Options, Report, compare};

fn kept() -> Report {
    Report::from_json(include_str!("snapshots/river.report.json").trim_end()).unwrap()
}

#[test]
fn the_example_at_80_columns() {
    insta::assert_snapshot!(text(&kept(), &TextStyle::default()));
}

#[test]
fn the_example_in_two_columns() {
    let style = TextStyle::default().with_width(120);
    insta::assert_snapshot!(text(&kept(), &style.with_only_changed(true)));
}

#[test]
fn the_example_in_colour_on_a_narrow_terminal() {
    let style = TextStyle::default().with_width(48).with_colour(true);
    insta::assert_snapshot!(text(&kept(), &style.with_only_changed(true)));
}

#[test]
fn the_whole_pipeline_on_the_example() {
    let (original, copy) = (
        include_str!("../examples/river.original.txt"),
        include_str!("../examples/river.copy.txt"),
    );
    let report = compare(original, copy, &Options::default()).unwrap();
    insta::assert_snapshot!(text(&report, &TextStyle::default()));
}

#[test]
fn a_kept_report_is_written_back_byte_for_byte() {
    let json = include_str!("snapshots/river.report.json").trim_end();
    assert_eq!(kept().to_json().unwrap(), json);
}
