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

use crate::lexicon::{SentenceRules, WordClass, sentence_rules};
use crate::span::Span;
use crate::text::language::Language;
use crate::text::sentence_context::{
    Before, Next, NextKind, is_roman, is_unspaced_text, line_break_ends, uax29,
};

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

/// A list marker (`2.`, `2)`, `2.)`, `b.`) or a bullet at the start of the current sentence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Marker {
    value: u32,
    letter: bool,
    stop: bool,
    bracket: bool,
}

/// A run of stops with what belongs to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    /// First byte of the first stop.
    start: usize,
    /// After the stops that touch the first one.
    attached: usize,
    /// After all stops, spaced ones too.
    stops: usize,
    /// After closing quotes, brackets and note numbers.
    end: usize,
    /// Only full stops, and more than one; or `…`.
    ellipsis: bool,
    /// Has `!` or `?`.
    bang: bool,
    /// A stop that ends a sentence by itself (`。`, `।`).
    strong: bool,
    /// Closed by a quotation mark.
    quoted: bool,
    /// Closed by a bracket.
    bracketed: bool,
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
            match CLASSES[byte as usize] {
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
    fn cut(&mut self, at: usize) -> usize {
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

    fn measure_run(&self, at: usize) -> Run {
        let (mut end, mut stops, mut bang, mut strong, mut dots) = (at, at, false, false, 0usize);
        let mut attached = at;
        let mut ellipsis_sign = false;
        loop {
            while let Some(c) = self.char_at(end) {
                match c {
                    '.' | '．' => dots += 1,
                    '…' => ellipsis_sign = true,
                    '!' | '?' | '؟' | '‼' | '⁇' | '⁈' | '⁉' => bang = true,
                    '。' | '！' | '？' | '｡' | '।' | '॥' | '۔' | '።' | '။' | '។' => {
                        strong = true;
                    }
                    _ => break,
                }
                end += c.len_utf8();
            }
            stops = stops.max(end);
            if attached == at {
                attached = end;
            }
            // Spaced stops: `. . .` and `! !`.
            let spaced = self.bytes.get(end) == Some(&b' ')
                && matches!(self.bytes.get(end + 1), Some(b'.' | b'!' | b'?'))
                && !self.char_at(end + 2).is_some_and(char::is_alphanumeric);
            if !spaced {
                break;
            }
            end += 1;
        }
        let mut run = Run {
            start: at,
            attached,
            stops,
            end,
            ellipsis: !bang && !strong && (dots > 1 || ellipsis_sign),
            bang,
            strong,
            quoted: false,
            bracketed: false,
        };
        self.take_closers(&mut run);
        self.take_smiley(&mut run);
        run
    }

    /// `Loved it. :)`: the face belongs to what it comments on.
    fn take_smiley(&self, run: &mut Run) {
        let rest = self.bytes.get(run.end..).unwrap_or(&[]);
        let space = usize::from(rest.first() == Some(&b' '));
        let face = rest.get(space..).unwrap_or(&[]);
        if !matches!(face.first(), Some(b':' | b';' | b'=')) {
            return;
        }
        let nose = usize::from(matches!(face.get(1), Some(b'-' | b'\'')));
        let mouth = matches!(
            face.get(1 + nose),
            Some(b')' | b'(' | b'D' | b'P' | b'p' | b'/' | b'|')
        );
        if mouth && face.get(2 + nose).is_none_or(u8::is_ascii_whitespace) {
            run.end += space + 2 + nose;
        }
    }

    fn take_closers(&self, run: &mut Run) {
        while let Some(c) = self.char_at(run.end) {
            match c {
                '"' | '\'' | '”' | '’' | '»' | '›' | '“' | '」' | '』' | '＂' => {
                    run.quoted = true
                }
                ')' | ']' | '}' | '）' | '】' | '〉' | '》' => run.bracketed = true,
                '*' | '_' => {}
                '[' => {
                    // A note number: `late.[17]`
                    let Some(length) = self.note_number(run.end) else {
                        return;
                    };
                    run.end += length;
                    continue;
                }
                // French sets a space before the closing mark, machine translation anywhere.
                ' ' | '\u{a0}' | '\u{202f}' => {
                    let after = run.end + c.len_utf8();
                    if let Some(length) = self.note_number(after) {
                        run.end = after + length;
                        continue;
                    }
                    let Some(mark) = self.char_at(after) else {
                        return;
                    };
                    let closes =
                        matches!(mark, '”' | '»') || mark == '"' && self.quote_is_open(run.start);
                    let free = self
                        .char_at(after + mark.len_utf8())
                        .is_none_or(char::is_whitespace);
                    if !closes || !free {
                        return;
                    }
                    run.quoted = true;
                    run.end = after + mark.len_utf8();
                    continue;
                }
                _ => return,
            }
            run.end += c.len_utf8();
        }
    }

    fn note_number(&self, at: usize) -> Option<usize> {
        let rest = self.bytes.get(at..)?;
        if rest.first() != Some(&b'[') {
            return None;
        }
        let digits = rest
            .iter()
            .skip(1)
            .take(4)
            .take_while(|b| b.is_ascii_digit())
            .count();
        (digits > 0 && digits < 4 && rest.get(digits + 1) == Some(&b']')).then_some(digits + 2)
    }

    /// Whether a straight quotation mark in the sentence so far waits for its partner.
    fn quote_is_open(&self, at: usize) -> bool {
        let from = self.start.max(at.saturating_sub(2000));
        let before = self.bytes.get(from..at).unwrap_or(&[]);
        before.iter().filter(|b| **b == b'"').count() % 2 == 1
    }

    /// No white space after the stops: `the war.He said` ends a sentence, `3.5`, `U.S` and
    /// `example.com` do not.
    fn glued_ends(&self, run: &Run) -> bool {
        let next = self.text.get(run.end..).unwrap_or("");
        let mut following = next.chars();
        let (Some(first), second) = (following.next(), following.next()) else {
            return false;
        };
        if !first.is_uppercase() || !second.is_some_and(|c| c.is_lowercase() || c == ' ') {
            return false;
        }
        let before = Before::new(self.text, run.start);
        if before.is_address(next) {
            return false;
        }
        if run.bang || run.ellipsis {
            return !run.bracketed;
        }
        before.token.chars().count() > 1
            && before.token.chars().all(char::is_alphabetic)
            && before
                .token
                .chars()
                .next_back()
                .is_some_and(char::is_lowercase)
            && !self.rules.class(before.token).is(WordClass::ABBREVIATION)
    }

    /// Whether the sentence ends with this run, given that white space follows it.
    fn ends_at(&self, run: &Run, at: usize) -> bool {
        if run.strong {
            return true;
        }
        let next = Next::new(self.text, at, self.rules);
        let before = Before::new(self.text, run.start);
        if run.start <= self.start {
            return false;
        }
        if run.bang {
            return self.bang_ends(run, &before, &next);
        }
        if run.ellipsis {
            // `[...]` stands for words left out.
            let cut_out = run.bracketed && before.text.ends_with(['[', '(']);
            let dots = self.bytes.get(run.start..run.stops).unwrap_or(&[]);
            let dots = dots.iter().filter(|b| **b == b'.').count();
            return !cut_out
                && match next.kind {
                    NextKind::Upper | NextKind::Caseless => {
                        !(next.word == "I" && dots == 3 && run.stops > run.attached)
                    }
                    NextKind::Lower => dots == 2 && run.attached == run.stops && !run.quoted,
                    NextKind::Digit | NextKind::Mark => dots != 3,
                    NextKind::None => true,
                };
        }
        self.full_stop_ends(run, &before, &next)
    }

    fn bang_ends(&self, run: &Run, before: &Before<'_>, next: &Next<'_>) -> bool {
        match next.kind {
            NextKind::Lower => {
                !run.quoted
                    && !run.bracketed
                    && !next.said_within(self.rules, 3)
                    && !self.rules.class(before.token).is(WordClass::BANG)
            }
            NextKind::Upper => {
                if self.rules.class(before.token).is(WordClass::BANG) && !run.quoted {
                    return next.starter;
                }
                !(run.quoted && !next.opened && next.is_speech_tag(self.rules))
            }
            _ => true,
        }
    }

    fn full_stop_ends(&self, run: &Run, before: &Before<'_>, next: &Next<'_>) -> bool {
        let token = before.token;
        let mut class = self.rules.class(token);
        if class.is(WordClass::UNIT)
            && !before
                .previous_word()
                .ends_with(|c: char| c.is_ascii_digit())
        {
            class = class.without(WordClass::UNIT);
        }
        let abbreviation = class.is(WordClass::ABBREVIATION);
        let initial = before.is_initial();
        let dotted = before.is_dotted();
        // `1. The first`: the marker of a list item, not a sentence.
        let listed = self.list.is_some_and(|m| m.stop) && run.start < self.marker_end;
        if listed && !run.quoted {
            return false;
        }
        if run.quoted || run.bracketed {
            return match next.kind {
                NextKind::Lower => {
                    run.quoted
                        && !run.bracketed
                        && !abbreviation
                        && !next.said_within(self.rules, 4)
                        && !next.pronoun
                }
                NextKind::Upper if abbreviation && run.bracketed => next.starter,
                _ => true,
            };
        }
        // `SAN ARDO, Calif. — The company`
        if next.dashed && (abbreviation || dotted) {
            return false;
        }
        match next.kind {
            NextKind::None => true,
            NextKind::Digit => !abbreviation && (!initial || token == "I"),
            NextKind::Lower => {
                let short = abbreviation || initial || dotted || before.looks_short();
                let ordinal = self.rules.ordinals && before.is_number();
                !short && !ordinal && !token.is_empty()
            }
            NextKind::Mark | NextKind::Caseless => {
                (!abbreviation || class.is(WordClass::LAST)) && !initial && !dotted
            }
            NextKind::Upper => self.full_stop_before_capital(before, next, class),
        }
    }

    fn full_stop_before_capital(
        &self,
        before: &Before<'_>,
        next: &Next<'_>,
        class: WordClass,
    ) -> bool {
        let token = before.token;
        if class.is(WordClass::NEVER) {
            return false;
        }
        if before.is_initial() {
            let named = self
                .rules
                .class(before.previous_word())
                .is(WordClass::LETTER);
            return named || next.starter;
        }
        if before.is_dotted() || class.is(WordClass::INNER) || class.is(WordClass::UNIT) {
            // `At 5 a.m. Mr. Smith went`: an adverbial before its clause; `he left at 6 P.M. Mr.
            // Smith`: a full clause before a name.
            let clause = before.words_since(self.start) > 4;
            return next.starter
                || next.title && clause && before.is_dotted() && !class.is(WordClass::TITLE);
        }
        if class.is(WordClass::LAST) {
            return true;
        }
        if class.is(WordClass::TITLE) {
            return false;
        }
        if class.is(WordClass::NUMBER) {
            let numeral =
                is_roman(next.word) && !(next.word == "I" && token.eq_ignore_ascii_case("no"));
            let starts = next.starter || next.word == "I" || next.word.chars().count() > 1;
            return !numeral && starts;
        }
        if self.rules.ordinals && before.is_number() && token.len() <= 2 {
            return next.starter;
        }
        true
    }
}

#[cfg(test)]
mod tests;
