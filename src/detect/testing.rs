//! What the tests of a detector ask.

use super::Rule;
use crate::report::Severity;
use crate::{Options, compare};

/// Codes and severities of the findings of some rules in two texts, in the order of the report.
pub fn codes(rules: &[Rule], original: &str, copy: &str) -> Vec<(String, Severity)> {
    let report = compare(original, copy, &Options::default()).unwrap();
    let found = report.findings.into_iter();
    found
        .filter(|f| rules.iter().any(|r| r.code == f.code))
        .map(|f| (f.code, f.severity))
        .collect()
}
