//! The README lists every code that a report can hold.
//!
//! After adding a rule: `UPDATE_README=1 cargo test --test readme`.

#![allow(clippy::unwrap_used)]

use std::fmt::Write;

const START: &str = "| code | kind | what the copy did |\n|---|---|---|\n";

#[test]
fn the_readme_lists_every_code() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(path).unwrap();
    let mut table = String::new();
    for rule in wiredrift::rules() {
        writeln!(table, "| {} | {} | {} |", rule.code, rule.kind, rule.name).unwrap();
    }
    let (before, rest) = readme.split_once(START).unwrap();
    let rows = rest
        .split_inclusive('\n')
        .take_while(|l| l.starts_with('|'));
    let listed: String = rows.collect();
    if std::env::var_os("UPDATE_README").is_some() {
        let after = &rest[listed.len()..];
        std::fs::write(path, format!("{before}{START}{table}{after}")).unwrap();
        return;
    }
    assert_eq!(
        listed, table,
        "run UPDATE_README=1 cargo test --test readme"
    );
}

#[test]
fn the_page_of_findings_says_what_the_detectors_say() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/findings.md");
    let page = format!(
        "# Findings\n\nWhat each code means, as the detectors themselves say it; made by\n\
         `UPDATE_README=1 cargo test --test readme`. `wiredrift explain WD301` prints one.\n\n{}",
        wiredrift::explain_all()
    );
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(path, page).unwrap();
        return;
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(
        written, page,
        "run UPDATE_README=1 cargo test --test readme"
    );
}

#[test]
fn codes_are_unique_and_well_formed() {
    let rules = wiredrift::rules();
    assert!(rules.is_sorted_by(|a, b| a.code < b.code));
    for rule in rules {
        let digits = rule.code.strip_prefix("WD").unwrap();
        assert!(digits.len() == 3 && digits.bytes().all(|b| b.is_ascii_digit()));
        assert!(!rule.name.is_empty());
    }
}
