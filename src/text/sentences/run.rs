//! A run of stops with the marks that close it.

use super::Scanner;

/// A run of stops with what belongs to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    /// First byte of the first stop.
    pub(super) start: usize,
    /// After the stops that touch the first one.
    pub(super) attached: usize,
    /// After all stops, spaced ones too.
    pub(super) stops: usize,
    /// After closing quotes, brackets and note numbers.
    pub(super) end: usize,
    /// Only full stops, and more than one; or `…`.
    pub(super) ellipsis: bool,
    /// Has `!` or `?`.
    pub(super) bang: bool,
    /// A stop that ends a sentence by itself (`。`, `।`).
    pub(super) strong: bool,
    /// Closed by a quotation mark.
    pub(super) quoted: bool,
    /// Closed by a bracket.
    pub(super) bracketed: bool,
}

impl Scanner<'_> {
    pub(super) fn measure_run(&self, at: usize) -> Run {
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
}
