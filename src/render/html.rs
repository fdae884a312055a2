//! The report as one self-contained page, or as a fragment for a notebook.

use crate::report::Report;

/// A whole page.
#[must_use]
pub fn html(report: &Report) -> String {
    report.signature.clone()
}

/// A fragment for a notebook.
#[must_use]
pub fn notebook(report: &Report) -> String {
    report.signature.clone()
}
