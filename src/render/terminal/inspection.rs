//! An inspection as text for a terminal, worst first.

use super::{Page, TextStyle, Tone, run, tone};
use crate::render::words;
use crate::report::{Excerpt, Inspection, Severity, Side};

/// Render as text, ending in a line feed.
#[must_use]
pub fn text(inspection: &Inspection, style: &TextStyle) -> String {
    let mut page = Page {
        out: String::new(),
        width: style.width.max(20),
        colour: style.colour,
    };
    page.block(
        &[],
        &[run(words::inspection_verdict(inspection), Tone::Bold)],
    );
    let kinds = words::tally(inspection.counts.iter().map(|(kind, n)| (kind, *n)));
    if !kinds.is_empty() {
        page.block(&[], &[run(kinds, Tone::Dim)]);
    }
    for notice in &inspection.notices {
        page.block(&[run("note: ", Tone::Bold)], &[run(notice, Tone::Plain)]);
    }
    let side = Side {
        chars: inspection.chars,
        segments: inspection.segments.clone(),
    };
    let indent = run("    ", Tone::Plain);
    let place = |page: &mut Page, passage: Option<&Excerpt>, severity| {
        if let Some(passage) = passage {
            let runs = page.in_context(&side, passage, severity);
            page.block(std::slice::from_ref(&indent), &runs);
        }
    };
    if let Some(mechanism) = &inspection.mechanism {
        page.heading("How it seems to have been made");
        let hint = format!("{} ({:.2})", mechanism.message, mechanism.confidence);
        page.block(&[run("  ", Tone::Plain)], &[run(hint, Tone::Plain)]);
        for passage in &mechanism.evidence {
            place(&mut page, Some(passage), Severity::None);
        }
    }
    let findings = inspection
        .findings
        .iter()
        .filter(|f| f.severity >= style.min_severity);
    for (index, finding) in findings.enumerate() {
        if index == 0 {
            page.heading("Worst first");
        } else {
            page.out.push('\n');
        }
        page.block(
            &[run(format!("{:>3} ", index + 1), Tone::Dim)],
            &[
                run(words::label(finding), tone(finding.severity)),
                run(format!("  {}", finding.code), Tone::Dim),
            ],
        );
        page.block(
            std::slice::from_ref(&indent),
            &[run(&finding.message, Tone::Plain)],
        );
        place(&mut page, finding.copy.as_ref(), finding.severity);
    }
    page.out
}
