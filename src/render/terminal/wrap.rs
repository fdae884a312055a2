//! Styled text filled into lines of a given display width.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How a run of text looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Tone {
    /// As it is.
    #[default]
    Plain,
    /// Stepping back.
    Dim,
    /// Standing out.
    Bold,
    /// A critical finding.
    Critical,
    /// A major finding.
    Major,
    /// A minor finding.
    Minor,
    /// A harmless finding.
    Harmless,
}

impl Tone {
    /// Select Graphic Rendition parameters: colours of the terminal's own palette, so that
    /// light and dark themes both stay readable.
    fn sgr(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Dim => Some("2"),
            Self::Bold => Some("1"),
            Self::Critical => Some("1;31"),
            Self::Major => Some("1;35"),
            Self::Minor => Some("36"),
            Self::Harmless => Some("2;36"),
        }
    }
}

/// Text in one tone.
pub type Run = (String, Tone);

/// Columns that a text takes.
pub fn columns(text: &str) -> usize {
    text.width()
}

/// Columns that a line takes.
pub fn line_columns(line: &[Run]) -> usize {
    line.iter().map(|(text, _)| columns(text)).sum()
}

/// Fill runs into lines of at most `width` columns, breaking between words and, where a word is
/// longer than a line, inside it.
pub fn wrap(runs: &[Run], width: usize) -> Vec<Vec<Run>> {
    let mut filler = Filler {
        width: width.max(1),
        lines: Vec::new(),
        line: Vec::new(),
        used: 0,
    };
    let mut word: Vec<Run> = Vec::new();
    for (text, tone) in runs {
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let end = rest.find(' ').unwrap_or(rest.len());
            let (piece, after) = rest.split_at(end);
            if !piece.is_empty() {
                word.push((piece.to_owned(), *tone));
            }
            let next = after.trim_start_matches(' ');
            if next.len() < after.len() {
                filler.word(std::mem::take(&mut word));
            }
            rest = next;
        }
    }
    filler.word(word);
    filler.finish()
}

struct Filler {
    width: usize,
    lines: Vec<Vec<Run>>,
    line: Vec<Run>,
    used: usize,
}

impl Filler {
    fn word(&mut self, word: Vec<Run>) {
        if word.is_empty() {
            return;
        }
        let needed = line_columns(&word);
        if self.used > 0 {
            if self.used + 1 + needed <= self.width {
                self.space(word.first().map(|run| run.1).unwrap_or_default());
            } else {
                self.end_line();
            }
        }
        if needed <= self.width {
            for (text, tone) in word {
                self.push(&text, tone);
            }
            return;
        }
        for (text, tone) in word {
            for cluster in text.graphemes(true) {
                if self.used > 0 && self.used + columns(cluster) > self.width {
                    self.end_line();
                }
                self.push(cluster, tone);
            }
        }
    }

    /// A space takes the tone of its neighbours where they agree: fewer changes of colour.
    fn space(&mut self, next: Tone) {
        let last = self.line.last().map(|run| run.1);
        let tone = if last == Some(next) {
            next
        } else {
            Tone::Plain
        };
        self.push(" ", tone);
    }

    fn push(&mut self, text: &str, tone: Tone) {
        self.used += columns(text);
        match self.line.last_mut() {
            Some((last, same)) if *same == tone => last.push_str(text),
            _ => self.line.push((text.to_owned(), tone)),
        }
    }

    fn end_line(&mut self) {
        self.lines.push(std::mem::take(&mut self.line));
        self.used = 0;
    }

    fn finish(mut self) -> Vec<Vec<Run>> {
        if !self.line.is_empty() || self.lines.is_empty() {
            self.end_line();
        }
        self.lines
    }
}

/// Write a line, with colours where wanted.
pub fn paint(out: &mut String, line: &[Run], colour: bool) {
    for (text, tone) in line {
        match tone.sgr().filter(|_| colour) {
            Some(sgr) => {
                out.push_str("\x1b[");
                out.push_str(sgr);
                out.push('m');
                out.push_str(text);
                out.push_str("\x1b[0m");
            }
            None => out.push_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, width: usize) -> Vec<String> {
        let runs = [(text.to_owned(), Tone::Plain)];
        let lines = wrap(&runs, width).into_iter();
        lines
            .map(|line| line.into_iter().map(|(text, _)| text).collect())
            .collect()
    }

    #[test]
    fn breaks_between_words_and_inside_one_that_is_too_long() {
        assert_eq!(lines("one two three", 7), ["one two", "three"]);
        assert_eq!(lines("abcdefghij kl", 4), ["abcd", "efgh", "ij", "kl"]);
    }

    #[test]
    fn counts_columns_not_characters() {
        assert_eq!(lines("日本語", 4), ["日本", "語"]);
        assert_eq!(lines("e\u{301}e\u{301}", 2), ["e\u{301}e\u{301}"]);
    }

    #[test]
    fn words_of_several_runs_stay_together() {
        let runs = [
            ("a [".to_owned(), Tone::Plain),
            ("bcd".to_owned(), Tone::Bold),
            ("].".to_owned(), Tone::Plain),
        ];
        assert_eq!(wrap(&runs, 6).len(), 2);
    }

    #[test]
    fn an_overlong_word_is_linear_work() {
        let text = "x".repeat(200_000);
        assert_eq!(lines(&text, 80).len(), 2500);
    }
}
