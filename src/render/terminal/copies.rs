//! Several copies of one original as text for a terminal.

use super::wrap::{Run, Tone, columns, paint};
use super::{Page, TextStyle, run, tone};
use crate::copies::{Cell, CellState, Comparison};
use crate::render::copies::words as said;
use crate::render::words;
use crate::report::Severity;

/// Most shared changes told of one by one.
const TOP: usize = 12;
/// Fewest columns left for the sentence beside its row of the matrix.
const SENTENCE: usize = 24;

/// Render as text, ending in a line feed. Of the style, width, colour and only-changed count.
#[must_use]
pub fn text(comparison: &Comparison, style: &TextStyle) -> String {
    let mut page = Page {
        out: String::new(),
        width: style.width.max(20),
        colour: style.colour,
    };
    page.block(&[], &[run(said::verdict(comparison), Tone::Bold)]);
    for notice in &comparison.notices {
        page.block(&[run("note: ", Tone::Bold)], &[run(notice, Tone::Plain)]);
    }
    page.copies(comparison);
    page.matrix(comparison, style.only_changed);
    page.shared(comparison, style.min_severity);
    page.tree(comparison);
    page.sources(comparison);
    page.out.push('\n');
    page.block(&[], &[run(&comparison.signature, Tone::Dim)]);
    page.out
}

/// One character for a cell, so that colour is not the only sign.
fn symbol(cell: &Cell) -> (char, Tone) {
    match (cell.state, cell.severity) {
        (CellState::Kept, _) => ('·', Tone::Dim),
        (CellState::Reworded, _) => ('~', Tone::Plain),
        (CellState::Dropped, _) => ('-', Tone::Plain),
        (CellState::Moved, _) => ('^', Tone::Plain),
        (CellState::NotJudged, _) => ('?', Tone::Dim),
        (CellState::Changed, severity) => {
            let letter = match severity {
                Severity::Critical => 'C',
                Severity::Major => 'M',
                _ => 'm',
            };
            (letter, tone(severity))
        }
    }
}

impl Page {
    /// The copies with their numbers, which head the columns of the matrix.
    fn copies(&mut self, comparison: &Comparison) {
        if comparison.copies.is_empty() {
            return;
        }
        self.heading("Copies");
        for (number, copy) in comparison.copies.iter().enumerate() {
            let lead = [run(format!("{:>3} ", number + 1), Tone::Dim)];
            let own = match copy.changes {
                0 => "no change".to_owned(),
                changes => format!(
                    "{}, {} of its own",
                    words::plural(changes, "change"),
                    copy.own
                ),
            };
            let runs = [
                run(&copy.name, Tone::Bold),
                run(" ", Tone::Plain),
                run(copy.report.severity.name(), tone(copy.report.severity)),
                run(
                    format!(
                        " drift {:.2}; {own}; {}",
                        copy.report.drift,
                        said::cells(comparison, number)
                    ),
                    Tone::Dim,
                ),
            ];
            self.block(&lead, &runs);
        }
    }

    fn matrix(&mut self, comparison: &Comparison, only_changed: bool) {
        let count = comparison.copies.len();
        let is_kept = |cell: &Cell| cell.state == CellState::Kept;
        let sentences: Vec<_> = comparison.sentences.iter().enumerate().collect();
        let shown: Vec<_> = sentences
            .into_iter()
            .filter(|(_, s)| !only_changed || !s.cells.iter().all(is_kept))
            .collect();
        if count == 0 || shown.is_empty() {
            return;
        }
        self.heading("Sentence by sentence");
        self.block(
            &[],
            &[run(
                "· kept, ~ reworded, m minor, M major, C critical, - dropped, ^ moved, ? not judged",
                Tone::Dim,
            )],
        );
        // Copies side by side, as many as leave room for the sentence.
        let cell = columns(&count.to_string()) + 1;
        let fit = self.width.saturating_sub(4 + SENTENCE) / cell;
        let order = comparison.tree.order();
        let rest = (0..count).filter(|copy| !order.contains(copy));
        let order: Vec<usize> = order.iter().copied().chain(rest).collect();
        for block in order.chunks(fit.max(1)) {
            let heads = block.iter().map(|c| format!("{:>cell$}", c + 1));
            let head: String = heads.collect();
            self.line(&[run(format!("{:>3}{head}", ""), Tone::Dim)]);
            for (number, sentence) in &shown {
                let mut runs = vec![run(format!("{:>3}", number + 1), Tone::Dim)];
                for copy in block {
                    let (sign, tone) = sentence.cells.get(*copy).map_or((' ', Tone::Dim), symbol);
                    runs.push(run(" ".repeat(cell - 1), Tone::Plain));
                    runs.push(run(sign.to_string(), tone));
                }
                let room = self.width.saturating_sub(4 + block.len() * cell);
                let text = comparison.original.segments.get(sentence.segment);
                let text = text.map_or(String::new(), |s| words::shorten(&s.text, room.max(8)));
                runs.push(run(format!(" {text}"), Tone::Dim));
                self.line(&runs);
            }
        }
    }

    /// Runs as they are: filling would fold the spaces.
    fn line(&mut self, runs: &[Run]) {
        paint(&mut self.out, runs, self.colour);
        self.end_line();
    }

    fn shared(&mut self, comparison: &Comparison, min_severity: Severity) {
        let readings = comparison.shared.iter();
        let readings = readings.filter_map(|s| comparison.shared_reading(s));
        let shown: Vec<_> = readings
            .filter(|(_, reading)| reading.severity >= min_severity)
            .collect();
        if shown.is_empty() {
            return;
        }
        self.heading("Changes that copies share");
        for (index, (location, reading)) in shown.iter().take(TOP).enumerate() {
            let lead = [run(format!("{:>3} ", index + 1), Tone::Dim)];
            let change = words::shorten(&said::change(location, reading), 2 * self.width);
            let mut runs = vec![
                run(words::severity(reading.severity), tone(reading.severity)),
                run(format!(" {change}: "), Tone::Plain),
                run(said::names(comparison, &reading.copies), Tone::Bold),
            ];
            if !location.fits {
                runs.push(run(" (against the tree)", Tone::Dim));
            }
            self.block(&lead, &runs);
        }
        let rest = shown.len().saturating_sub(TOP);
        if rest > 0 {
            let more = format!("and {} more", rest);
            self.block(&[run("    ", Tone::Plain)], &[run(more, Tone::Dim)]);
        }
    }

    fn tree(&mut self, comparison: &Comparison) {
        if comparison.tree.nodes.len() < 2 {
            return;
        }
        self.heading("Who stands next to whom");
        self.line(&[run("original", Tone::Bold)]);
        let children = comparison.tree.children();
        // Nodes still to draw, the next last, each with what stands before it.
        let mut open: Vec<(usize, String, bool)> = Vec::new();
        let push = |open: &mut Vec<_>, node: usize, before: &str| {
            let below = children.get(node).map_or(&[][..], Vec::as_slice);
            for (place, child) in below.iter().enumerate().rev() {
                open.push((*child, before.to_owned(), place + 1 == below.len()));
            }
        };
        push(&mut open, 0, "");
        while let Some((index, before, last)) = open.pop() {
            let Some(node) = comparison.tree.nodes.get(index) else {
                continue;
            };
            let corner = if last { "└─" } else { "├─" };
            let name = match node.copy {
                Some(copy) => run(format!(" {}", comparison.name(copy)), Tone::Bold),
                None => run("┐", Tone::Plain),
            };
            let more = format!(" {:.2}  {}", node.length, said::node(comparison, index));
            let lead = [
                (format!("{before}{corner}"), Tone::Plain),
                name,
                run(" ", Tone::Plain),
            ];
            let room = self.width.saturating_sub(super::line_columns(&lead) + 1);
            let more = words::shorten(&more, room.max(8));
            let mut line = lead.to_vec();
            line.push(run(more, Tone::Dim));
            self.line(&line);
            let below = format!("{before}{}", if last { "  " } else { "│ " });
            push(&mut open, index, &below);
        }
        self.block(&[], &[run(said::fit(comparison), Tone::Dim)]);
    }

    fn sources(&mut self, comparison: &Comparison) {
        let said = said::sources(comparison);
        if said.is_empty() {
            return;
        }
        self.heading("Who may have copied whom");
        for line in said {
            self.block(&[run("  - ", Tone::Dim)], &[run(line, Tone::Plain)]);
        }
        self.block(
            &[],
            &[run(
                "Hypotheses: a copy that is not here may stand between any two of these, and two \
                 editors, or one program, can make the same change by themselves.",
                Tone::Dim,
            )],
        );
    }
}
