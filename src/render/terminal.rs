//! The report as text for a terminal.

use crate::report::Report;

/// Render as text of at most `width` columns.
#[must_use]
pub fn text(report: &Report, _width: usize) -> String {
    let mut out = String::new();
    for finding in &report.findings {
        out.push_str(&finding.message);
        out.push('\n');
    }
    out
}
