//! Where a sentence ends.
//!
//! One forward pass over the bytes. It stops at full stops, exclamation and question marks,
//! ellipses, line breaks and list markers, and decides each by what stands before and after it;
//! what the words are (titles, units, months, sentence starters) is said by the lists of the
//! language in `lexicon/data/sentences/`. Looking back and ahead is bounded, so the work is linear.
//!
//! Laws (tested): the pieces joined give the text back, on any input; every cut lies on a character
//! boundary; white space belongs to the sentence before it.
//!
//! # Decisions
//! - A quotation of several sentences *is* cut; a speech tag after `?”` or `!”` (`“Why?” Ray Mora
//!   asked`) and after `.”` in lower case stays with its quotation.
//! - A full stop before a lower-case word ends a sentence unless the word before it is an
//!   abbreviation. In edited text this hardly occurs; in machine translation it is a stray stop
//!   whose remainder (`out of the river. crisis.`) must stand alone to be seen as a fragment; in
//!   informal text it simply is an end.
//! - A blank line always ends a sentence. A single line break does so only if the next line starts
//!   anew *and* its first word would still have fitted on the line before: otherwise the line was
//!   wrapped.
//! - Text in scripts without spaces (Chinese, Japanese, Thai, Khmer, Lao, Burmese) is cut by
//!   UAX #29 instead, which knows the stops `。！？`. Thai, Khmer and Lao mark sentence ends by
//!   spaces if at all, so there a "sentence" is as long as its line.

mod decision;
mod run;

use unicode_normalization::char::is_combining_mark;

use crate::lexicon::{SentenceRules, sentence_rules};
use crate::span::Span;
use crate::text::language::Language;
use crate::text::sentence_context::{is_unspaced_text, line_break_ends, uax29};

use run::Run;

/// Cut a text into sentences. Joined, they give the text back; white space belongs to the sentence
/// before it (white space at the very start to the first sentence).
///
/// # Example
/// ```
/// use wiredrift::{Language, sentences};
///
/// let text = "Sen. Ruth Calloway left at 9 p.m. on Monday. “Why?” she asked. Nobody knew.";
/// assert_eq!(
///     sentences(text, Language::English),
///     ["Sen. Ruth Calloway left at 9 p.m. on Monday. ", "“Why?” she asked. ", "Nobody knew."],
/// );
/// ```
#[must_use]
pub fn sentences(text: &str, language: Language) -> Vec<&str> {
    let mut start = 0;
    sentence_ends(text, language)
        .into_iter()
        .filter_map(|end| {
            let piece = text.get(start..end);
            start = end;
            piece
        })
        .collect()
}

/// The same as byte spans that follow one another without gaps.
#[must_use]
pub fn sentence_spans(text: &str, language: Language) -> Vec<Span> {
    let mut start = 0;
    sentence_ends(text, language)
        .into_iter()
        .map(|end| {
            let span = Span::new(start, end);
            start = end;
            span
        })
        .collect()
}

fn sentence_ends(text: &str, language: Language) -> Vec<usize> {
    if text.is_empty() {
        return Vec::new();
    }
    if is_unspaced_text(text) {
        return uax29(text);
    }
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        rules: sentence_rules(language.code()),
        start: 0,
        list: None,
        marker_end: 0,
        ends: Vec::with_capacity(text.len() / 100 + 1),
        line_start: 0,
        block_end: 0,
        block_width: 0,
        text_width: None,
    };
    scanner.run();
    scanner.ends
}

/// What a byte may be the start of.
const PLAIN: u8 = 0;
const STOP: u8 = 1;
const BREAK: u8 = 2;
const BLANK: u8 = 3;
const LEAD: u8 = 4;

#[expect(
    clippy::indexing_slicing,
    reason = "each byte has a place in a table of 256"
)]
const CLASSES: [u8; 256] = {
    let mut table = [PLAIN; 256];
    table[b'.' as usize] = STOP;
    table[b'!' as usize] = STOP;
    table[b'?' as usize] = STOP;
    table[b'\n' as usize] = BREAK;
    table[b'\r' as usize] = BREAK;
    table[b' ' as usize] = BLANK;
    // Lead bytes of the other scripts' stops, of `…` and of bullets.
    table[0xd8] = LEAD;
    table[0xdb] = LEAD;
    table[0xe0] = LEAD;
    table[0xe1] = LEAD;
    table[0xe2] = LEAD;
    table[0xe3] = LEAD;
    table[0xef] = LEAD;
    table
};

#[expect(
    clippy::indexing_slicing,
    reason = "each byte has a place in a table of 256"
)]
#[inline]
fn class(byte: u8) -> u8 {
    CLASSES[byte as usize]
}

/// A list marker (`2.`, `2)`, `2.)`, `b.`) or a bullet at the start of the current sentence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Marker {
    value: u32,
    letter: bool,
    stop: bool,
    bracket: bool,
}

fn is_bullet(c: char) -> bool {
    matches!(c, '•' | '⁃' | '▪' | '◦' | '‣' | '●' | '■')
}

struct Scanner<'t> {
    text: &'t str,
    bytes: &'t [u8],
    rules: &'static SentenceRules,
    start: usize,
    list: Option<Marker>,
    /// End of the list marker that the current sentence starts with.
    marker_end: usize,
    ends: Vec<usize>,
    line_start: usize,
    block_end: usize,
    block_width: usize,
    text_width: Option<usize>,
}

impl Scanner<'_> {
    fn run(&mut self) {
        let n = self.bytes.len();
        let mut at = self.skip_white(0);
        self.begin(at);
        while let Some(&byte) = self.bytes.get(at) {
            match class(byte) {
                STOP => at = self.stop(at),
                BREAK => at = self.line_break(at),
                BLANK if self.list.is_some() => at = self.blank(at),
                LEAD => at = self.lead(at),
                _ => at += 1,
            }
        }
        if self.start < n || self.ends.is_empty() {
            self.ends.push(n);
        }
    }

    /// A sentence ends before `at`, where the next one starts.
    ///
    /// A mark that combines with what stands before it starts none (rule SB5 of UAX #29).
    fn cut(&mut self, mut at: usize) -> usize {
        while let Some(c) = self.char_at(at)
            && is_combining_mark(c)
        {
            at += c.len_utf8();
        }
        if at > self.start {
            self.ends.push(at);
            self.begin(at);
        }
        at
    }

    fn begin(&mut self, at: usize) {
        self.start = at.min(self.bytes.len());
        let mut at = self.start;
        if let Some(c) = self.char_at(at)
            && is_bullet(c)
        {
            at = self.skip_white(at + c.len_utf8());
        }
        self.list = self.marker(at);
        self.marker_end = if self.list.is_some() { at + 4 } else { 0 };
    }

    fn char_at(&self, at: usize) -> Option<char> {
        let byte = *self.bytes.get(at)?;
        if byte < 0x80 {
            return Some(char::from(byte));
        }
        self.text.get(at..)?.chars().next()
    }

    fn skip_white(&self, mut at: usize) -> usize {
        while let Some(c) = self.char_at(at)
            && c.is_whitespace()
        {
            at += c.len_utf8();
        }
        at
    }

    fn lead(&mut self, at: usize) -> usize {
        let Some(c) = self.char_at(at) else {
            return at + 1;
        };
        match c {
            '…' | '。' | '．' | '！' | '？' | '｡' | '।' | '॥' | '؟' | '۔' | '።' | '‼' | '⁇'
            | '⁈' | '⁉' | '။' | '។' => self.stop(at),
            c if is_bullet(c) => {
                // A row of bullets is a list; a single one may be a separator.
                if at > self.start && self.char_at(self.start) == Some(c) {
                    self.cut(at);
                }
                at + c.len_utf8()
            }
            '\u{2029}' => {
                let next = self.skip_white(at);
                self.cut(next)
            }
            _ => at + c.len_utf8(),
        }
    }

    /// The marker that starts at `at`, if there is one with a text after it.
    fn marker(&self, at: usize) -> Option<Marker> {
        let rest = self.bytes.get(at..)?;
        let first = *rest.first()?;
        let (value, mut length, letter) = if first.is_ascii_digit() {
            let digits = rest
                .iter()
                .take(3)
                .take_while(|b| b.is_ascii_digit())
                .count();
            if digits > 2 {
                return None;
            }
            let value = rest.iter().take(digits);
            (
                value.fold(0, |v, b| v * 10 + u32::from(b - b'0')),
                digits,
                false,
            )
        } else if first.is_ascii_lowercase() {
            (u32::from(first), 1, true)
        } else {
            return None;
        };
        let stop = rest.get(length) == Some(&b'.');
        length += usize::from(stop);
        let bracket = rest.get(length) == Some(&b')');
        length += usize::from(bracket);
        let spaced = rest.get(length) == Some(&b' ');
        let text = rest
            .get(length + 1)
            .is_some_and(|b| !b.is_ascii_lowercase() && *b != b' ');
        ((stop || bracket) && spaced && text).then_some(Marker {
            value,
            letter,
            stop,
            bracket,
        })
    }

    /// A blank inside a list item: does the next item follow?
    fn blank(&mut self, at: usize) -> usize {
        let (Some(current), Some(next)) = (self.list, self.marker(at + 1)) else {
            return at + 1;
        };
        let follows = next
            == Marker {
                value: current.value + 1,
                ..current
            };
        if follows {
            return self.cut(at + 1);
        }
        at + 1
    }

    fn line_break(&mut self, at: usize) -> usize {
        let (mut end, mut breaks) = (at, 0);
        while let Some(c) = self.char_at(end)
            && c.is_whitespace()
        {
            let feed = c == '\n' || c == '\r' && self.bytes.get(end + 1) != Some(&b'\n');
            breaks += usize::from(feed || c == '\u{2029}');
            end += c.len_utf8();
        }
        let line = self.text.get(self.line_start..at).unwrap_or("");
        let next = self.text.get(end..).unwrap_or("");
        let ends = breaks > 1 || {
            if at >= self.block_end {
                self.measure_block(at);
            }
            line_break_ends(line, next, self.block_width, self.rules)
        };
        self.line_start = end;
        if ends { self.cut(end) } else { end }
    }

    /// Width of the lines around `at`: of its paragraph where that has enough lines to tell, or of
    /// the whole text.
    fn measure_block(&mut self, at: usize) {
        let rest = self.bytes.get(self.line_start..).unwrap_or(&[]);
        let (mut width, mut lines, mut length) = (at - self.line_start, 0, 0);
        let mut end = self.bytes.len();
        for (i, line) in rest.split(|b| *b == b'\n').enumerate() {
            if i > 0 && line.iter().all(u8::is_ascii_whitespace) {
                end = self.line_start + length;
                break;
            }
            width = width.max(line.len());
            lines += 1;
            length += line.len() + 1;
        }
        self.block_end = end;
        self.block_width = if lines > 2 && width >= 40 {
            width
        } else {
            let bytes = self.bytes;
            *self.text_width.get_or_insert_with(|| {
                let lines = bytes.split(|b| *b == b'\n');
                lines.map(<[u8]>::len).max().unwrap_or(0)
            })
        };
    }

    fn stop(&mut self, at: usize) -> usize {
        let run = self.measure_run(at);
        let next = self.skip_white(run.end);
        if next >= self.bytes.len() {
            return next;
        }
        if next == run.end && !run.strong {
            if self.glued_ends(&run) {
                return self.cut(run.end);
            }
            return run.end;
        }
        // A blank line ends the sentence anyway; a lone break is for `line_break` to judge.
        if self.ends_at(&run, next) {
            let breaks = self
                .bytes
                .get(run.end..next)
                .is_some_and(|b| b.contains(&b'\n'));
            // `It fell. . . . we think`: the spaced stops open the next sentence, on the same line.
            let attached_ends =
                !breaks && run.stops > run.attached && run.ellipsis && self.word_before(run.start);
            let end = if attached_ends && run.attached == run.start + 1 {
                self.skip_white(run.attached)
            } else {
                next
            };
            if breaks {
                self.line_start = next;
            }
            self.cut(end);
            // The spaced stops that opened the next sentence are not looked at again.
            return next;
        }
        run.end
    }

    fn word_before(&self, at: usize) -> bool {
        at > 0
            && self
                .bytes
                .get(at - 1)
                .is_some_and(|b| !b.is_ascii_whitespace())
    }
}

#[cfg(test)]
mod tests;
