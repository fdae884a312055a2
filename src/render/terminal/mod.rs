//! The report as text for a terminal, worst first.

pub(super) mod copies;
pub(super) mod inspection;
mod wrap;

use crate::render::marks::{Marks, context, excerpt};
use crate::render::words;
use crate::render::words::plain;
use crate::report::{
    Bead, BeadRelation, Excerpt, FactState, Finding, QuotationState, Report, SegmentKind, Severity,
    Side,
};
use wrap::{Run, Tone, columns, line_columns, paint, wrap};

/// Most findings told of one by one at the top; the sentence view has all of them.
const TOP: usize = 12;
/// Narrowest text that is shown in two columns.
const TWO_COLUMNS: usize = 110;
/// Most facts of one sort that are listed.
const FACTS: usize = 12;

/// How the text is to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TextStyle {
    /// Columns to wrap to. Default: 80.
    pub width: usize,
    /// Whether to use colours; changed words stand in brackets either way. Default: no.
    pub colour: bool,
    /// Leave out the sentences that the copy did not change. Default: no.
    pub only_changed: bool,
    /// Show only findings at or above this severity. Default: all.
    pub min_severity: Severity,
}

impl Default for TextStyle {
    fn default() -> Self {
        Self {
            width: 80,
            colour: false,
            only_changed: false,
            min_severity: Severity::None,
        }
    }
}

impl TextStyle {
    /// Wrap to `width` columns, 20 at least.
    #[must_use]
    pub fn with_width(mut self, width: usize) -> Self {
        self.width = width.max(20);
        self
    }

    /// Use colours.
    #[must_use]
    pub fn with_colour(mut self, on: bool) -> Self {
        self.colour = on;
        self
    }

    /// Leave out the sentences that the copy did not change.
    #[must_use]
    pub fn with_only_changed(mut self, on: bool) -> Self {
        self.only_changed = on;
        self
    }

    /// Show only findings at or above a severity.
    #[must_use]
    pub fn with_min_severity(mut self, severity: Severity) -> Self {
        self.min_severity = severity;
        self
    }
}

/// Render as text, ending in a line feed.
#[must_use]
pub fn text(report: &Report, style: &TextStyle) -> String {
    let filtered;
    let report = if style.min_severity > Severity::None {
        filtered = report.filtered(style.min_severity);
        &filtered
    } else {
        report
    };
    let mut page = Page {
        out: String::new(),
        width: style.width.max(20),
        colour: style.colour,
    };
    page.head(report);
    page.worst(report);
    page.sentences(report, style.only_changed);
    page.facts(report);
    page.foot(report);
    page.out
}

/// Render the findings alone, each in its context, ending in a line feed.
#[must_use]
pub fn findings(report: &Report, style: &TextStyle) -> String {
    let mut page = Page {
        out: String::new(),
        width: style.width.max(20),
        colour: style.colour,
    };
    page.block(&[], &[run(words::how_many(report), Tone::Bold)]);
    for (index, finding) in report.findings.iter().enumerate() {
        page.out.push('\n');
        page.finding(report, index, finding);
    }
    page.out
}

fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Critical => Tone::Critical,
        Severity::Major => Tone::Major,
        Severity::Minor => Tone::Minor,
        Severity::None => Tone::Harmless,
    }
}

fn run(text: impl AsRef<str>, tone: Tone) -> Run {
    (plain(text.as_ref()), tone)
}

struct Page {
    out: String,
    width: usize,
    colour: bool,
}

impl Page {
    /// Write runs, wrapped, after `lead` on the first line and blanks of its width on the others.
    fn block(&mut self, lead: &[Run], runs: &[Run]) {
        let indent = line_columns(lead);
        for (number, line) in wrap(runs, self.width.saturating_sub(indent))
            .iter()
            .enumerate()
        {
            if number == 0 {
                paint(&mut self.out, lead, self.colour);
            } else {
                self.out.extend(std::iter::repeat_n(' ', indent));
            }
            paint(&mut self.out, line, self.colour);
            self.end_line();
        }
    }

    fn end_line(&mut self) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.out.push('\n');
    }

    fn heading(&mut self, title: &str) {
        self.out.push('\n');
        if columns(title) + 2 > self.width {
            self.block(&[], &[run(title, Tone::Bold)]);
            return;
        }
        let rule = "─".repeat(self.width.saturating_sub(columns(title) + 1));
        let line = [run(title, Tone::Bold), run(format!(" {rule}"), Tone::Dim)];
        paint(&mut self.out, &line, self.colour);
        self.end_line();
    }

    fn head(&mut self, report: &Report) {
        self.block(&[], &[run(words::verdict(report), Tone::Bold)]);
        self.out.push('\n');
        let mut runs = Vec::new();
        for (name, score) in [("drift", report.drift), ("risk", report.risk)] {
            runs.push(run(format!("{name} {score:.2} "), Tone::Plain));
            runs.push(run(bar(score), tone(report.severity)));
            runs.push(run("  ", Tone::Plain));
        }
        runs.push(run("severity ", Tone::Plain));
        runs.push(run(report.severity.name(), tone(report.severity)));
        // Joined by hand where it fits: filling would fold the double spaces.
        if line_columns(&runs) <= self.width {
            paint(&mut self.out, &runs, self.colour);
            self.end_line();
        } else {
            self.block(&[], &runs);
        }
        for line in [words::kinds(report), words::relations(report)] {
            if !line.is_empty() {
                self.block(&[], &[run(line, Tone::Dim)]);
            }
        }
        for notice in &report.notices {
            self.block(&[run("note: ", Tone::Bold)], &[run(notice, Tone::Plain)]);
        }
    }

    fn worst(&mut self, report: &Report) {
        if report.findings.is_empty() {
            return;
        }
        self.heading("Worst first");
        let shown = words::told(report, TOP);
        for (index, finding) in report.findings.iter().take(shown).enumerate() {
            if index > 0 {
                self.out.push('\n');
            }
            self.finding(report, index, finding);
        }
        let rest = report.findings.len() - shown;
        if rest > 0 {
            self.out.push('\n');
            let more = format!("and {} below", words::plural(rest, "more finding"));
            self.block(&[], &[run(more, Tone::Dim)]);
        }
    }

    fn finding(&mut self, report: &Report, index: usize, finding: &Finding) {
        let lead = [run(format!("{:>3} ", index + 1), Tone::Dim)];
        self.block(
            &lead,
            &[
                run(words::label(finding), tone(finding.severity)),
                run(format!("  {}", finding.code), Tone::Dim),
            ],
        );
        let indent = run("    ", Tone::Plain);
        self.block(
            std::slice::from_ref(&indent),
            &[run(&finding.message, Tone::Plain)],
        );
        for (name, original) in [("original ", true), ("copy     ", false)] {
            let side = if original {
                &report.original
            } else {
                &report.copy
            };
            let runs = match excerpt(finding, original) {
                // The findings of an inspection come without an original.
                None if side.segments.is_empty() && report.alignment.is_empty() => continue,
                Some(passage) => self.in_context(side, passage, finding.severity),
                None => vec![run("—", Tone::Dim)],
            };
            self.block(&[indent.clone(), run(name, Tone::Dim)], &runs);
        }
    }

    /// A passage in brackets with a few words around it.
    fn in_context(&self, side: &Side, passage: &Excerpt, severity: Severity) -> Vec<Run> {
        let reach = self.width.saturating_sub(16) / 2;
        let context = context(side, passage, reach);
        let mut runs = Vec::new();
        if context.cut_before {
            runs.push(run("… ", Tone::Dim));
        }
        runs.push(run(context.before, Tone::Plain));
        runs.push(marked(context.text, severity));
        runs.push(run(context.after, Tone::Plain));
        if context.cut_after {
            runs.push(run(" …", Tone::Dim));
        }
        runs
    }

    fn sentences(&mut self, report: &Report, only_changed: bool) {
        let lists = words::findings_by_bead(report);
        let beads = || {
            let beads = report.alignment.iter().zip(&lists);
            beads.filter(|(bead, _)| bead.relation != BeadRelation::Furniture)
        };
        let shown = beads().filter(|(bead, list)| !only_changed || words::is_changed(bead, list));
        let shown: Vec<_> = shown.collect();
        if shown.is_empty() {
            return;
        }
        self.heading(if only_changed {
            "Changed sentences"
        } else {
            "Sentence by sentence"
        });
        let marks = [Marks::new(report, true), Marks::new(report, false)];
        let mut after_same = true;
        for (index, (bead, list)) in shown.into_iter().enumerate() {
            let same = !words::is_changed(bead, list);
            if index > 0 && !(same && after_same) {
                self.out.push('\n');
            }
            after_same = same;
            if same {
                let runs = self.side(report, &marks, bead, false);
                let runs: Vec<Run> = runs
                    .into_iter()
                    .map(|(text, _)| (text, Tone::Dim))
                    .collect();
                self.block(&[run("  = ", Tone::Dim)], &runs);
                continue;
            }
            self.bead_head(bead);
            if self.width >= TWO_COLUMNS && !bead.original.is_empty() && !bead.copy.is_empty() {
                self.two_columns(report, &marks, bead);
            } else {
                for (sign, original) in [("  - ", true), ("  + ", false)] {
                    let runs = self.side(report, &marks, bead, original);
                    if !runs.is_empty() {
                        self.block(&[run(sign, Tone::Bold)], &runs);
                    }
                }
            }
            self.notes(report, list);
        }
    }

    /// The findings of a bead: those told of above by number only.
    fn notes(&mut self, report: &Report, list: &[usize]) {
        let told = words::told(report, TOP);
        for index in list {
            let Some(finding) = report.findings.get(*index) else {
                continue;
            };
            let mut runs = vec![run(words::label(finding), tone(finding.severity))];
            if *index >= told {
                let message = words::shorten(&finding.message, 3 * self.width);
                runs.push(run(format!(": {message}"), Tone::Dim));
            }
            let number = format!("    {:>3} ", index + 1);
            self.block(&[run(number, Tone::Dim)], &runs);
        }
    }

    fn bead_head(&mut self, bead: &Bead) {
        let mut head = format!("{}", bead.relation);
        if !bead.original.is_empty() && !bead.copy.is_empty() {
            head = format!("{head}, drift {:.2}, risk {:.2}", bead.drift, bead.risk);
        }
        let mut runs = vec![run(head, Tone::Dim)];
        if bead.severity > Severity::None {
            runs.push(run(" ", Tone::Plain));
            runs.push(run(bead.severity.name(), tone(bead.severity)));
        }
        if let Some(judged) = &bead.judged {
            runs.push(run(format!("; {}", words::judged(judged)), Tone::Dim));
        }
        self.block(&[run("  ~ ", Tone::Dim)], &runs);
    }

    /// The segments of a bead on one side, changed words in brackets.
    fn side(
        &self,
        report: &Report,
        marks: &[Marks<'_>; 2],
        bead: &Bead,
        original: bool,
    ) -> Vec<Run> {
        let (ids, marks) = if original {
            (&bead.original, &marks[0])
        } else {
            (&bead.copy, &marks[1])
        };
        let mut runs = Vec::new();
        for id in ids {
            if !runs.is_empty() {
                runs.push(run(" ", Tone::Plain));
            }
            for piece in marks.pieces(*id) {
                let finding = piece.finding.and_then(|i| report.findings.get(i));
                match finding {
                    Some(finding) => {
                        // White space stays outside the brackets.
                        let inner = piece.text.trim();
                        let start = piece.text.len() - piece.text.trim_start().len();
                        let (before, after) = (
                            piece.text.get(..start).unwrap_or(""),
                            piece.text.get(start + inner.len()..).unwrap_or(""),
                        );
                        runs.push(run(before, Tone::Plain));
                        if !inner.is_empty() {
                            runs.push(marked(inner, finding.severity));
                        }
                        runs.push(run(after, Tone::Plain));
                    }
                    None => runs.push(run(piece.text, Tone::Plain)),
                }
            }
        }
        runs
    }

    fn two_columns(&mut self, report: &Report, marks: &[Marks<'_>; 2], bead: &Bead) {
        // Four columns of margin, three for the rule between.
        let column = (self.width - 7) / 2;
        let left = wrap(&self.side(report, marks, bead, true), column);
        let right = wrap(&self.side(report, marks, bead, false), column);
        let blank = Vec::new();
        for row in 0..left.len().max(right.len()) {
            let (left, right) = (
                left.get(row).unwrap_or(&blank),
                right.get(row).unwrap_or(&blank),
            );
            self.out.push_str("    ");
            paint(&mut self.out, left, self.colour);
            let gap = column.saturating_sub(line_columns(left));
            self.out.extend(std::iter::repeat_n(' ', gap));
            paint(&mut self.out, &[run(" │ ", Tone::Dim)], self.colour);
            paint(&mut self.out, right, self.colour);
            self.end_line();
        }
    }

    fn facts(&mut self, report: &Report) {
        let facts = [
            &report.quotations.len(),
            &report.numbers.len(),
            &report.names.len(),
        ];
        if facts.iter().all(|count| **count == 0) {
            return;
        }
        self.heading("Quotations, numbers, names");
        let changed = report.quotations.iter();
        let changed = changed.filter(|q| q.state != QuotationState::Verbatim);
        let rows = changed.map(|q| {
            let state = q.state.name().replace('_', " ");
            (state, q.original.as_ref(), q.copy.as_ref())
        });
        let tally = words::quotation_states(&report.quotations);
        self.fact_rows("quotations", &tally, rows.collect());
        for (name, list) in [("numbers", &report.numbers), ("names", &report.names)] {
            let changed = list.iter().filter(|f| f.state != FactState::Kept);
            let rows = changed.map(|f| {
                let state = f.state.name().to_owned();
                (state, f.original.as_ref(), f.copy.as_ref())
            });
            self.fact_rows(name, &words::fact_states(list), rows.collect());
        }
    }

    fn fact_rows(
        &mut self,
        name: &str,
        tally: &str,
        rows: Vec<(String, Option<&Excerpt>, Option<&Excerpt>)>,
    ) {
        if tally.is_empty() {
            return;
        }
        let lead = [run(format!("{name:<11} "), Tone::Bold)];
        self.block(&lead, &[run(tally, Tone::Plain)]);
        let rest = rows.len().saturating_sub(FACTS);
        for (state, original, copy) in rows.into_iter().take(FACTS) {
            let show = |e: Option<&Excerpt>| match e {
                Some(e) => format!("“{}”", words::shorten(&e.text, 2 * self.width)),
                None => "—".to_owned(),
            };
            let lead = [run(format!("  {state:<15} "), Tone::Dim)];
            let change = format!("{} → {}", show(original), show(copy));
            self.block(&lead, &[run(change, Tone::Plain)]);
        }
        if rest > 0 {
            let more = format!("and {rest} more");
            self.block(&[run("  ", Tone::Plain)], &[run(more, Tone::Dim)]);
        }
    }

    fn foot(&mut self, report: &Report) {
        let mut lines = Vec::new();
        for (name, side) in [("original", &report.original), ("copy", &report.copy)] {
            let furniture = side.segments.iter();
            let furniture = furniture.filter(|s| s.kind == SegmentKind::Furniture);
            let texts: Vec<String> = furniture
                .map(|s| format!("“{}”", words::shorten(&s.text, 24)))
                .collect();
            if !texts.is_empty() {
                lines.push(format!("{name}: {}", texts.join(" ")));
            }
        }
        if !lines.is_empty() {
            self.heading("Left out as page furniture");
        }
        for line in lines {
            self.block(
                &[],
                &[run(words::shorten(&line, 2 * self.width), Tone::Dim)],
            );
        }
        self.out.push('\n');
        self.block(&[], &[run(&report.signature, Tone::Dim)]);
    }
}

/// Changed words: in brackets, so that colour is not the only sign.
fn marked(text: &str, severity: Severity) -> Run {
    run(format!("[{}]", text.trim()), tone(severity))
}

/// Ten places filled by a score from 0 to 1; a score above 0 shows.
fn bar(score: f64) -> String {
    let full = (score.clamp(0.0, 1.0) * 10.0).ceil() as usize;
    let full = full.min(10);
    format!("{}{}", "█".repeat(full), "░".repeat(10 - full))
}
