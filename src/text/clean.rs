//! The clean form of a text and the way back from it.
//!
//! Cleaned are: HTML character references (`&amp;`, `&#8217;`, also doubly escaped), mojibake (UTF-8
//! read as Windows-1252: `â€™`, `cafÃ©`), line ends (`\r\n` and a lone `\r` become `\n`), and what
//! is not in Unicode normal form C. Typographic quotation marks,
//! dashes and spaces are kept: they carry meaning that only the token's normal form folds away.
//!
//! Laws (tested): a span of the clean text maps to a span of the source on character boundaries;
//! whole maps to whole, order to order; clean text is borrowed and maps to itself.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};
use unicode_segmentation::UnicodeSegmentation;

use crate::lexicon::{entity, from_code_page, to_code_page};
use crate::span::Span;

/// A text in clean form with a map back to the source.
#[derive(Debug, Clone)]
pub struct Clean<'t> {
    text: Cow<'t, str>,
    /// Repairs of references, mojibake and line ends, from the source to the middle form.
    repairs: Vec<Change>,
    /// Compositions, from the middle form to the clean text.
    compositions: Vec<Change>,
}

/// A stretch that came out with other bytes than it went in with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Change {
    before: Span,
    after: Span,
}

impl<'t> Clean<'t> {
    /// Clean `source`. Borrowed, with no map, when there is nothing to do. Linear.
    #[must_use]
    pub fn new(source: &'t str) -> Self {
        let (repaired, repairs) = repair(source);
        let (text, compositions) = match repaired {
            Some(middle) => match compose(&middle) {
                Some((text, changes)) => (Cow::Owned(text), changes),
                None => (Cow::Owned(middle), Vec::new()),
            },
            None => match compose(source) {
                Some((text, changes)) => (Cow::Owned(text), changes),
                None => (Cow::Borrowed(source), Vec::new()),
            },
        };
        Self {
            text,
            repairs,
            compositions,
        }
    }

    /// The clean text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The source bytes that a span of the clean text came from. A span that starts or ends inside
    /// a changed stretch covers all of the stretch.
    #[must_use]
    pub fn source_span(&self, span: Span) -> Span {
        back(&self.repairs, back(&self.compositions, span))
    }
}

/// Undo a list of changes for a span.
fn back(changes: &[Change], span: Span) -> Span {
    if changes.is_empty() {
        return span;
    }
    let start = {
        // The last change that does not lie wholly after the position.
        let at = changes.partition_point(|c| c.after.start() <= span.start());
        match at.checked_sub(1).and_then(|i| changes.get(i)) {
            None => span.start(),
            Some(c) if span.start() >= c.after.end() => {
                c.before.end() + (span.start() - c.after.end())
            }
            Some(c) => c.before.start(),
        }
    };
    let end = {
        let at = changes.partition_point(|c| c.after.start() < span.end());
        match at.checked_sub(1).and_then(|i| changes.get(i)) {
            None => span.end(),
            Some(c) if span.end() >= c.after.end() => c.before.end() + (span.end() - c.after.end()),
            Some(c) => c.before.end(),
        }
    };
    Span::new(start, end)
}

/// Collects the new text and its changes.
struct Writer<'s> {
    source: &'s str,
    copied: usize,
    text: String,
    changes: Vec<Change>,
}

impl<'s> Writer<'s> {
    fn new(source: &'s str) -> Self {
        Self {
            source,
            copied: 0,
            text: String::new(),
            changes: Vec::new(),
        }
    }

    /// Put `new` in the place of `from..to` of the source.
    fn replace(&mut self, from: usize, to: usize, new: &str) {
        if self.text.capacity() == 0 {
            self.text.reserve(self.source.len());
        }
        let kept = self.source.get(self.copied..from).unwrap_or("");
        self.text.push_str(kept);
        let start = self.text.len();
        self.text.push_str(new);
        self.changes.push(Change {
            before: Span::new(from, to),
            after: Span::new(start, self.text.len()),
        });
        self.copied = to;
    }

    fn finish(mut self) -> Option<(String, Vec<Change>)> {
        if self.changes.is_empty() {
            return None;
        }
        let rest = self.source.get(self.copied..).unwrap_or("");
        self.text.push_str(rest);
        Some((self.text, self.changes))
    }
}

/// Resolve references, mojibake and line ends.
fn repair(source: &str) -> (Option<String>, Vec<Change>) {
    let mut writer = Writer::new(source);
    let bytes = source.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let done = match byte {
            b'&' => reference(source, at),
            b'\r' => {
                let pair = bytes.get(at + 1) == Some(&b'\n');
                Some(('\n', at + 1 + usize::from(pair)))
            }
            // Lead bytes of `Â` to `ÿ`, with which all mojibake starts.
            0xc3 => mojibake(source, at),
            _ => None,
        };
        match done {
            Some((c, end)) => {
                writer.replace(at, end, c.encode_utf8(&mut [0; 4]));
                at = end;
            }
            None => at += 1,
        }
    }
    match writer.finish() {
        Some((text, changes)) => (Some(text), changes),
        None => (None, Vec::new()),
    }
}

/// The character that a reference at `at` stands for, and its end.
fn reference(source: &str, at: usize) -> Option<(char, usize)> {
    let mut name_at = at + 1;
    // `&amp;rsquo;` was escaped twice.
    let inner = source.get(name_at..)?.strip_prefix("amp;");
    if let Some(inner) = inner
        && let Some((c, end)) = named(inner)
    {
        name_at += 4;
        return Some((c, name_at + end));
    }
    let (c, end) = named(source.get(name_at..)?)?;
    name_at += end;
    Some((c, name_at))
}

/// A reference without its `&`, and its length.
fn named(rest: &str) -> Option<(char, usize)> {
    let end = rest.bytes().take(10).position(|b| b == b';')?;
    let name = rest.get(..end)?;
    let c = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            // Numbers from 128 to 159 mean Windows-1252, by the HTML standard.
            let c = u8::try_from(code)
                .map_or_else(|_| char::from_u32(code), |b| Some(from_code_page(b)))?;
            if c.is_control() && c != '\n' && c != '\t' {
                return None;
            }
            c
        }
        None => entity(name)?,
    };
    Some((c, end + 1))
}

/// The character that a run of mojibake at `at` was, and the end of the run.
fn mojibake(source: &str, at: usize) -> Option<(char, usize)> {
    let rest = source.get(at..)?;
    let mut chars = rest.chars();
    let first = chars.next()?;
    let lead = to_code_page(first)?;
    let length = match lead {
        0xc2..=0xc5 => 2,
        0xe2 | 0xef => 3,
        0xf0 => 4,
        _ => return None,
    };
    let mut encoded = [lead, 0, 0, 0];
    let mut end = at + first.len_utf8();
    let mut follower = None;
    for place in encoded.iter_mut().take(length).skip(1) {
        let next = chars.next();
        let byte = next
            .and_then(to_code_page)
            .filter(|b| (0x80..0xc0).contains(b));
        let (Some(c), Some(byte)) = (next, byte) else {
            // `â€` before anything else: the third byte of `”` has no character and was dropped.
            let closing = follower == Some('€') && lead == 0xe2 && length == 3;
            return closing.then_some(('”', end));
        };
        *place = byte;
        follower.get_or_insert(c);
        end += c.len_utf8();
    }
    let decoded = std::str::from_utf8(encoded.get(..length)?)
        .ok()?
        .chars()
        .next()?;
    let before = source.get(..at)?.chars().next_back();
    let plausible = match length {
        // `IRMÃ»`: a capital before a closing mark is no mojibake; `cafÃ©` and `Â£5` are.
        2 => {
            let mark = follower.is_some_and(|c| "»«”“’‘›‹…–—\u{a0}•".contains(c));
            !mark || before.is_none_or(|c| !c.is_uppercase())
        }
        3 => {
            matches!(decoded, '\u{2000}'..='\u{22ff}' | '\u{2500}'..='\u{27bf}' | '\u{feff}' | '\u{fb00}'..='\u{fb06}')
        }
        _ => matches!(decoded, '\u{1f000}'..='\u{1faff}'),
    };
    plausible.then_some((decoded, end))
}

/// Normal form C, one grapheme cluster at a time: composition never crosses their boundaries.
fn compose(source: &str) -> Option<(String, Vec<Change>)> {
    if is_nfc(source) {
        return None;
    }
    let mut writer = Writer::new(source);
    for (at, cluster) in source.grapheme_indices(true) {
        if cluster.is_ascii() || is_nfc(cluster) {
            continue;
        }
        let composed: String = cluster.nfc().collect();
        writer.replace(at, at + cluster.len(), &composed);
    }
    writer.finish()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cleaned(source: &str) -> String {
        Clean::new(source).text().to_owned()
    }

    /// The source of `part`, which stands once in the clean text.
    fn source_of<'t>(source: &'t str, part: &str) -> &'t str {
        let clean = Clean::new(source);
        let at = clean.text().find(part).expect("part is in the text");
        clean.source_span(Span::new(at, at + part.len())).of(source)
    }

    #[test]
    fn clean_text_is_borrowed() {
        for text in [
            "plain",
            "“café” — naïve’s",
            "AT&T & co; 5 < 6",
            "日本語",
            "",
        ] {
            assert!(matches!(Clean::new(text).text, Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn references_are_resolved_once_or_twice_escaped() {
        assert_eq!(
            cleaned("Q&amp;A: it&#8217;s &ldquo;on&rdquo;&nbsp;&#x2014; &amp;rsquo;"),
            "Q&A: it’s “on”\u{a0}— ’"
        );
        assert_eq!(
            cleaned("it&#146;s &nosuch; &#0; &#xffffff; &"),
            "it’s &nosuch; &#0; &#xffffff; &"
        );
    }

    #[test]
    fn mojibake_is_undone() {
        assert_eq!(
            cleaned("Itâ€™s â€œonâ€\u{9d} â€“ cafÃ© Â£5 â‚¬6"),
            "It’s “on” – café £5 €6"
        );
        assert_eq!(cleaned("â€œdoneâ€ he said"), "“done” he said");
        assert_eq!(cleaned("Itâ\u{80}\u{99}s"), "It’s");
    }

    #[test]
    fn words_that_look_like_mojibake_are_kept() {
        for text in [
            "«CAFÉ»",
            "a IRMÃ» disse",
            "château â la",
            "SÃO PAULO",
            "Âme, Ångström",
        ] {
            assert_eq!(cleaned(text), text);
        }
    }

    #[test]
    fn line_ends_are_unified() {
        assert_eq!(cleaned("one\r\ntwo\rthree\n"), "one\ntwo\nthree\n");
    }

    #[test]
    fn spans_lead_back_to_the_source() {
        let source = "\u{feff}A &amp; B:\r\ncafe\u{301} â€™ end";
        assert_eq!(source_of(source, "A"), "A");
        assert_eq!(source_of(source, "&"), "&amp;");
        assert_eq!(source_of(source, "B"), "B");
        assert_eq!(source_of(source, "café"), "cafe\u{301}");
        assert_eq!(source_of(source, "é"), "e\u{301}");
        assert_eq!(source_of(source, "’"), "â€™");
        assert_eq!(source_of(source, "end"), "end");
        assert_eq!(source_of(source, ":\ncaf"), ":\r\ncaf");
    }

    proptest! {
        #[test]
        fn every_span_maps_to_character_boundaries_in_order(
            source in "(&amp;|&#8217;|&|;|\r\n|\r|â€™|â€|Ã©|e\u{301}|\u{301}|[a-zé日]|\u{feff}|한|\u{1100}\u{1161}){0,30}",
        ) {
            let clean = Clean::new(&source);
            let text = clean.text();
            let places: Vec<usize> = (0..=text.len()).filter(|i| text.is_char_boundary(*i)).collect();
            let mut last = 0;
            for pair in places.windows(2) {
                let span = clean.source_span(Span::new(pair[0], pair[1]));
                prop_assert!(source.get(span.range()).is_some_and(|s| !s.is_empty()));
                prop_assert!(span.end() >= last);
                last = span.end();
            }
            let whole = clean.source_span(Span::new(0, text.len()));
            prop_assert_eq!(whole, Span::new(0, source.len()));
            prop_assert!(is_nfc(text));
        }

        #[test]
        fn cleaning_plain_text_changes_nothing(source in "[a-zA-Z0-9 .,;“”’é–\n]{0,80}") {
            prop_assert!(matches!(Clean::new(&source).text, Cow::Borrowed(_)));
        }
    }
}
