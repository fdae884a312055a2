//! Quotation marks paired, in one pass over the tokens.

use super::{Attribution, Quotation};
use crate::span::{Span, TokenSpan};
use crate::text::Document;
use crate::text::tokens::{Token, TokenKind};

/// Deeper nesting is read as text: no news story has more than three levels.
const DEEPEST: usize = 8;
/// How far, in tokens, a closing single mark is looked for before an apostrophe is taken for one.
const LOOK_AHEAD: usize = 80;

/// All quotations of a document, in the order in which they open. O(n) in its tokens.
///
/// A quotation that runs over several paragraphs, with an opening mark before each, is one
/// quotation for each paragraph, of which only the last is [`Quotation::closed`].
#[must_use]
pub fn quotations(document: &Document<'_>) -> Vec<Quotation> {
    let mut scan = Scan {
        document,
        tokens: document.tokens(),
        open: Vec::new(),
        found: Vec::new(),
    };
    scan.run();
    let mut found = scan.found;
    attribute(document, &mut found);
    found
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Style {
    /// “ ”, and " "
    Double,
    /// ‘ ’, and ' '
    Single,
    /// « », and ‹ ›
    Guillemets,
    /// „ “
    Low,
}

struct Open {
    style: Style,
    /// Index into the list of found quotations.
    quotation: usize,
}

struct Scan<'d> {
    document: &'d Document<'d>,
    tokens: &'d [Token],
    open: Vec<Open>,
    found: Vec<Quotation>,
}

impl Scan<'_> {
    fn run(&mut self) {
        let mut paragraph = 0;
        let mut segment = 0;
        for i in 0..self.tokens.len() {
            while self
                .document
                .segments
                .get(segment)
                .is_some_and(|s| s.tokens.end() <= i)
            {
                segment += 1;
            }
            let now = self
                .document
                .segments
                .get(segment)
                .map_or(paragraph, |s| s.paragraph);
            if (now != paragraph || self.blank_line_before(i)) && i > 0 {
                self.end_paragraph(i);
            }
            paragraph = now;
            if self.document.token(i).kind == TokenKind::Quote {
                self.mark(i);
            }
        }
        self.end_paragraph(self.tokens.len());
    }

    fn blank_line_before(&self, i: usize) -> bool {
        let Some(before) = i.checked_sub(1).and_then(|b| self.tokens.get(b)) else {
            return false;
        };
        let (from, to) = (before.span.end(), self.document.token(i).span.start());
        to - from >= 2
            && Span::new(from, to)
                .of(self.document.text())
                .matches('\n')
                .count()
                >= 2
    }

    fn mark(&mut self, i: usize) {
        let c = self
            .document
            .token(i)
            .span
            .of(self.document.text())
            .chars()
            .next()
            .unwrap_or('"');
        match c {
            '„' | '‚' => self.start(i, Style::Low),
            '“' if self.is_open(Style::Low) => self.close(i, Style::Low),
            '‘' if self.is_open(Style::Low) && !self.before_word(i) => self.close(i, Style::Low),
            '“' | '‟' => self.start(i, Style::Double),
            '”' => self.close(i, Style::Double),
            '«' | '‹' if self.is_open(Style::Guillemets) && !self.before_word(i) => {
                self.close(i, Style::Guillemets);
            }
            '«' | '‹' => self.start(i, Style::Guillemets),
            // German books turn them round: »so«.
            '»' | '›' if self.is_open(Style::Guillemets) => self.close(i, Style::Guillemets),
            '»' | '›' if self.before_word(i) => self.start(i, Style::Guillemets),
            '"' | '＂' => {
                if self.is_open(Style::Double) && !self.opens_straight(i) {
                    self.close(i, Style::Double);
                } else if !self.after_number(i) {
                    self.start(i, Style::Double);
                }
            }
            '‘' => {
                if self.before_word(i) {
                    self.start(i, Style::Single);
                }
            }
            _ => self.single(i, c),
        }
    }

    /// `'` or `’`: an apostrophe, or the end (or, straight, the start) of a quotation.
    fn single(&mut self, i: usize, c: char) {
        if self.is_open(Style::Single) && self.document.token(i).glued {
            if !self.is_possessive(i) {
                self.close(i, Style::Single);
            }
        } else if c == '\''
            && !self.document.token(i).glued
            && self.before_word(i)
            && self.closes_later(i)
        {
            self.start(i, Style::Single);
        }
    }

    /// Whether an apostrophe after `s` inside a quotation is a possessive: more text follows
    /// without a mark between, and another closing mark comes.
    fn is_possessive(&self, i: usize) -> bool {
        let before = i.checked_sub(1).map_or("", |b| self.document.norm_at(b));
        let next = self.tokens.get(i + 1);
        before.ends_with('s')
            && next.is_some_and(|t| t.kind == TokenKind::Word && !t.glued)
            && self.closes_later(i)
    }

    /// Whether a single mark that can close comes soon, with no other opening before it.
    fn closes_later(&self, i: usize) -> bool {
        for (at, token) in self.tokens.iter().enumerate().skip(i + 1).take(LOOK_AHEAD) {
            if token.kind != TokenKind::Quote {
                continue;
            }
            match token.span.of(self.document.text()) {
                "'" | "’" if token.glued => {
                    let before = at.checked_sub(1).map_or("", |b| self.document.norm_at(b));
                    let ends = self
                        .tokens
                        .get(at + 1)
                        .is_none_or(|t| t.kind != TokenKind::Word || t.capital);
                    if !before.ends_with('s') || ends {
                        return true;
                    }
                }
                "‘" | "'" => return false,
                _ => {}
            }
        }
        false
    }

    fn before_word(&self, i: usize) -> bool {
        self.tokens
            .get(i + 1)
            .is_some_and(|t| t.glued && t.kind != TokenKind::Mark)
    }

    fn after_number(&self, i: usize) -> bool {
        self.document.token(i).glued
            && i.checked_sub(1)
                .is_some_and(|b| self.document.token(b).kind == TokenKind::Number)
    }

    /// Whether a straight mark opens: white space before it and none after.
    fn opens_straight(&self, i: usize) -> bool {
        !self.document.token(i).glued && self.before_word(i)
    }

    fn is_open(&self, style: Style) -> bool {
        self.open.iter().any(|o| o.style == style)
    }

    fn start(&mut self, i: usize, style: Style) {
        // The same style inside itself, never closed: the mark was a slip, and a new one begins.
        if self.open.len() >= DEEPEST {
            return;
        }
        let span = self.document.token(i).span;
        self.open.push(Open {
            style,
            quotation: self.found.len(),
        });
        self.found.push(Quotation {
            outer: span,
            inner: TokenSpan::new(i + 1, i + 1),
            speaker: None,
            verb: None,
            closed: false,
            depth: u8::try_from(self.open.len() - 1).unwrap_or(u8::MAX),
        });
    }

    fn close(&mut self, i: usize, style: Style) {
        let Some(at) = self.open.iter().rposition(|o| o.style == style) else {
            return;
        };
        let end = self.document.token(i).span.end();
        for (place, open) in self.open.drain(at..).enumerate() {
            if let Some(quotation) = self.found.get_mut(open.quotation) {
                let start = quotation.inner.start();
                quotation.inner = TokenSpan::new(start, i);
                quotation.outer = Span::new(quotation.outer.start(), end);
                quotation.closed = place == 0;
            }
        }
    }

    /// End what is open where a paragraph ends, before token `i`.
    fn end_paragraph(&mut self, i: usize) {
        let end = i
            .checked_sub(1)
            .and_then(|b| self.tokens.get(b))
            .map_or(0, |t| t.span.end());
        for open in self.open.drain(..) {
            if let Some(quotation) = self.found.get_mut(open.quotation) {
                let start = quotation.inner.start();
                quotation.inner = TokenSpan::new(start, i.max(start));
                quotation.outer = Span::new(quotation.outer.start(), end);
            }
        }
    }
}

/// Give each outermost quotation its speaker.
fn attribute(document: &Document<'_>, quotations: &mut [Quotation]) {
    let attributions = &document.attributions;
    let mut previous: Option<&Quotation> = None;
    for quotation in quotations.iter_mut().filter(|q| q.depth == 0) {
        let inner = quotation.inner;
        let found = link(document, attributions, inner);
        // A quotation that goes on after its speech tag: “I did,” Finch said. “I had to.”
        let carried = || {
            let before = previous?;
            let near = inner.start().saturating_sub(before.inner.end()) <= 40;
            let same =
                paragraph(document, before.inner.start()) == paragraph(document, inner.start());
            (near && (same || !before.closed)).then_some((before.speaker, before.verb))
        };
        let (speaker, verb) = match found {
            Some(a) => (a.speaker, Some(a.verb)),
            None => carried().unwrap_or((None, None)),
        };
        quotation.speaker = speaker;
        quotation.verb = verb;
        previous = Some(quotation);
    }
}

fn paragraph(document: &Document<'_>, token: usize) -> Option<u32> {
    let segment = document.segment_at(token)?;
    document.segments.get(segment).map(|s| s.paragraph)
}

/// The attribution in the sentence where a quotation ends or starts, whichever is nearer.
fn link<'a>(
    document: &Document<'_>,
    attributions: &'a [Attribution],
    inner: TokenSpan,
) -> Option<&'a Attribution> {
    let last = inner.end().saturating_sub(1).max(inner.start());
    let end = document
        .segment_at(last)
        .and_then(|s| document.segments.get(s))
        .map_or(last + 1, |s| s.tokens.end());
    let start = document
        .segment_at(inner.start())
        .and_then(|s| document.segments.get(s))
        .map_or(inner.start(), |s| s.tokens.start());
    let after = attributions.partition_point(|a| a.verb.start() < inner.end());
    let next = attributions
        .get(after)
        .filter(|a| a.verb.start() < end + 2)
        .map(|a| (a.verb.start() - inner.end(), a));
    let before = attributions.partition_point(|a| a.verb.start() < inner.start());
    let last = before
        .checked_sub(1)
        .and_then(|b| attributions.get(b))
        .filter(|a| a.verb.start() >= start)
        .map(|a| (inner.start() - a.verb.end(), a));
    match (last, next) {
        (Some(x), Some(y)) => Some(if x.0 <= y.0 { x.1 } else { y.1 }),
        (Some(x), None) => Some(x.1),
        (None, Some(y)) => Some(y.1),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, bool)> {
        let document = Document::new(text);
        document
            .quotations
            .iter()
            .map(|q| (document.text_of(q.inner).to_owned(), q.closed))
            .collect()
    }

    fn closed(text: &str) -> Vec<String> {
        let all = read(text);
        assert!(all.iter().all(|q| q.1), "{all:?}");
        all.into_iter().map(|q| q.0).collect()
    }

    #[test]
    fn marks_of_every_form_pair() {
        assert_eq!(closed("He said “no more”."), ["no more"]);
        assert_eq!(closed("He said \"no more\"."), ["no more"]);
        assert_eq!(closed("He said ‘no more’."), ["no more"]);
        assert_eq!(closed("He said 'no more'."), ["no more"]);
        assert_eq!(closed("Il dit « plus rien »."), ["plus rien"]);
        assert_eq!(closed("Er sagte „nicht mehr“."), ["nicht mehr"]);
        assert_eq!(closed("Er sagte »nicht mehr«."), ["nicht mehr"]);
    }

    #[test]
    fn apostrophes_are_no_quotations() {
        assert_eq!(
            closed("The drivers’ union and the pilots' club don't agree."),
            [""; 0]
        );
        assert_eq!(closed("In the '90s and the ’80s."), [""; 0]);
        assert_eq!(
            closed("He called it ‘the drivers’ own choice’ again."),
            ["the drivers’ own choice"]
        );
        assert_eq!(
            closed("She warned of ‘high costs’ for them."),
            ["high costs"]
        );
    }

    #[test]
    fn inches_are_no_quotations() {
        assert_eq!(closed("A 12\" screen."), [""; 0]);
    }

    #[test]
    fn nested_quotations_open_in_order() {
        assert_eq!(
            closed("“He told me ‘go home’ twice,” she said."),
            ["He told me ‘go home’ twice,", "go home"]
        );
    }

    #[test]
    fn a_quotation_runs_over_sentences_and_paragraphs() {
        assert_eq!(closed("“It rained. We left.”"), ["It rained. We left."]);
        assert_eq!(
            read("“It rained.\n\n“We left.”"),
            [
                ("It rained.".to_owned(), false),
                ("We left.".to_owned(), true)
            ]
        );
    }

    #[test]
    fn a_mark_never_closed_ends_with_its_paragraph() {
        assert_eq!(
            read("He said “no more.\n\nIt rained."),
            [("no more.".to_owned(), false)]
        );
    }

    #[test]
    fn ten_thousand_marks_are_linear_and_safe() {
        for text in [
            "“".repeat(10_000),
            "“a ".repeat(10_000),
            "'a".repeat(10_000),
            " 'as' ".repeat(10_000),
            "\"".repeat(10_001),
            "”".repeat(10_000),
        ] {
            let _ = Document::new(&text);
        }
    }

    fn speaker(text: &str) -> Vec<String> {
        let document = Document::new(text);
        document
            .quotations
            .iter()
            .map(|q| q.speaker.map_or("", |s| document.text_of(s)).to_owned())
            .collect()
    }

    #[test]
    fn speakers_stand_after_before_and_in_the_sentence_before() {
        assert_eq!(speaker("“No,” said Ada Finch, a guide."), ["Ada Finch"]);
        assert_eq!(speaker("“No,” Finch told reporters."), ["Finch"]);
        assert_eq!(speaker("Finch told reporters: “No.”"), ["Finch"]);
        assert_eq!(speaker("“No,” she said."), ["she"]);
        assert_eq!(
            speaker("“No,” the mayor, Ada Finch, said."),
            ["the mayor, Ada Finch"]
        );
        assert_eq!(speaker("“No,” Finch said. “Never.”"), ["Finch", "Finch"]);
        assert_eq!(speaker("“No.”"), [""]);
    }
}
