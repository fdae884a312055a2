//! Words, numbers and marks, each with a normal form.
//!
//! Tokenisation follows the Penn Treebank where that matters for meaning: `don't` is `do` + `not`,
//! `Corvanta's` is `Corvanta` + `'s`. Hyphenated words are split (`9-year-old` is five tokens), so
//! that `once-a-week` and `once a week` share their words. Abbreviations with inner full stops
//! (`U.S.`, `p.m.`) and numbers with separators (`1,146`, `2.5`) are one token.

use unicode_segmentation::UnicodeSegmentation;

use crate::lexicon;
use crate::span::{Span, TokenSpan};

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum TokenKind {
    /// A word or a part of a contraction.
    Word,
    /// Digits with their separators.
    Number,
    /// A quotation mark of any form (not an apostrophe inside a word).
    Quote,
    /// Any other punctuation or symbol, one character.
    Mark,
}

/// One token of a [`super::Document`].
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Place in the clean text, in bytes.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// The first letter is upper case.
    pub capital: bool,
    /// No white space before it (it touches the token to its left).
    pub glued: bool,
    /// Hash of the normal form: equal keys mean equal normal forms.
    pub key: u64,
    /// Hash of the stem of the normal form: equal for inflections of one word.
    pub stem: u64,
    norm: (u32, u32),
}

impl Token {
    /// Whether the token is a word or a number, the units that are compared.
    #[must_use]
    pub fn is_word(&self) -> bool {
        matches!(self.kind, TokenKind::Word | TokenKind::Number)
    }
}

/// The tokens of one text with their normal forms.
#[derive(Clone, Debug, Default)]
pub struct TokenList {
    tokens: Vec<Token>,
    norms: String,
}

impl TokenList {
    /// Tokenise `text` in one pass, O(n).
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut list = Self {
            tokens: Vec::with_capacity(text.len() / 5 + 8),
            norms: String::with_capacity(text.len()),
        };
        let mut scanner = Scanner {
            text,
            at: 0,
            gap: true,
            stems: vec![(0, 0); STEMS],
            list: &mut list,
        };
        scanner.run();
        list
    }

    /// All tokens in reading order.
    #[must_use]
    pub fn all(&self) -> &[Token] {
        &self.tokens
    }

    /// Normal form: lower case, quotes and dashes folded, contractions resolved (`n't` is `not`).
    #[must_use]
    pub fn norm(&self, token: &Token) -> &str {
        self.norms
            .get(token.norm.0 as usize..token.norm.1 as usize)
            .unwrap_or("")
    }

    /// The tokens whose spans lie inside a byte span.
    #[must_use]
    pub fn within(&self, span: Span) -> TokenSpan {
        let start = self
            .tokens
            .partition_point(|t| t.span.start() < span.start());
        let end = self.tokens.partition_point(|t| t.span.end() <= span.end());
        TokenSpan::new(start, end)
    }
}

struct Scanner<'t, 'l> {
    text: &'t str,
    at: usize,
    /// White space, or nothing at all, stands before `at`.
    gap: bool,
    /// Stems of the words met last, by the low bits of their key: most words of a text recur.
    stems: Vec<(u64, u64)>,
    list: &'l mut TokenList,
}

/// Places of the stem cache; a power of two.
const STEMS: usize = 512;

impl Scanner<'_, '_> {
    fn run(&mut self) {
        while let Some(byte) = self.text.as_bytes().get(self.at) {
            let start = self.at;
            if byte.is_ascii_alphabetic() && self.plain_word(start) {
                continue;
            }
            let Some(c) = self.text.get(start..).and_then(|rest| rest.chars().next()) else {
                break;
            };
            if c.is_whitespace() {
                self.at += c.len_utf8();
                self.gap = true;
            } else if is_ignorable(c) {
                self.at += c.len_utf8();
                self.gap = false;
            } else if c.is_numeric() {
                self.number(start);
            } else if is_word_char(c) {
                self.word(start);
            } else {
                self.at += c.len_utf8();
                let kind = if is_quote(c) {
                    TokenKind::Quote
                } else {
                    TokenKind::Mark
                };
                let from = self.list.norms.len();
                match fold_mark(c) {
                    Some(folded) => self.list.norms.push_str(folded),
                    None => self.list.norms.push(c),
                }
                self.push(start, self.at, kind, from);
            }
        }
    }

    /// The common case: letters of ASCII with nothing after them that could belong to the word.
    fn plain_word(&mut self, start: usize) -> bool {
        let bytes = self.text.as_bytes();
        let mut end = start + 1;
        while bytes.get(end).is_some_and(u8::is_ascii_alphabetic) {
            end += 1;
        }
        let letter_follows = || {
            bytes
                .get(end + 1)
                .is_some_and(|b| b.is_ascii_alphabetic() || !b.is_ascii())
        };
        let more = match bytes.get(end) {
            None => false,
            Some(b'.') => end == start + 1 && letter_follows(),
            Some(b'\'') => letter_follows(),
            Some(b) => !b.is_ascii(),
        };
        if more {
            return false;
        }
        self.at = end;
        self.push_lower(start, end, None);
        true
    }

    fn number(&mut self, start: usize) {
        let text = self.text;
        let mut end = start;
        let mut grouped = false;
        for c in text[start..].chars() {
            let next = end + c.len_utf8();
            let separator = matches!(c, '.' | ',' | ':')
                && end > start
                && text[next..].chars().next().is_some_and(char::is_numeric);
            if !c.is_numeric() && !separator {
                break;
            }
            grouped |= c == ',';
            end = next;
        }
        self.at = end;
        let from = self.list.norms.len();
        let number = &text[start..end];
        // `11:59` stays whole; thousands separators are dropped from the normal form.
        if grouped && thousands(number) {
            self.list.norms.extend(number.chars().filter(|c| *c != ','));
        } else {
            self.list.norms.push_str(number);
        }
        self.push(start, end, TokenKind::Number, from);
    }

    fn word(&mut self, start: usize) {
        let text = self.text;
        let mut end = start;
        let (mut ascii, mut dotted) = (true, false);
        // Letters since the last full stop, and whether each run so far was one letter.
        let (mut run, mut single) = (0usize, true);
        let mut chars = text[start..].chars().peekable();
        while let Some(c) = chars.next() {
            let letter_follows = chars.peek().is_some_and(|n| n.is_alphabetic());
            // An inner apostrophe, an abbreviation's inner full stop and invisible characters
            // stay in the word.
            let stop = c == '.' && single && run == 1;
            let inner =
                end > start && letter_follows && (is_apostrophe(c) || stop || is_ignorable(c));
            if !is_word_char(c) && !inner {
                break;
            }
            if c == '.' {
                (run, dotted) = (0, true);
            } else {
                run += 1;
                single &= run <= 1;
            }
            ascii &= c.is_ascii() || is_apostrophe(c);
            end += c.len_utf8();
        }
        // The last full stop of an abbreviation written with inner ones: `U.S.`, `p.m.`
        if dotted && text[end..].starts_with('.') {
            end += 1;
        }
        self.at = end;
        let word = &text[start..end];
        if !ascii && word.chars().any(is_unspaced_script) {
            self.unicode_words(start, word);
            return;
        }
        self.push_parts(start, word);
    }

    /// Words of scripts that set no spaces, as UAX #29 has them.
    fn unicode_words(&mut self, start: usize, word: &str) {
        for (at, piece) in word.split_word_bound_indices() {
            self.push_parts(start + at, piece);
        }
    }

    /// A word, or the two parts of a contraction.
    fn push_parts(&mut self, start: usize, word: &str) {
        let end = start + word.len();
        match clitic(word) {
            Some((at, stem, suffix)) if at > 0 => {
                self.push_lower(start, start + at, stem);
                let from = self.list.norms.len();
                self.list.norms.push_str(suffix);
                self.push(start + at, end, TokenKind::Word, from);
            }
            _ => self.push_lower(start, end, None),
        }
    }

    fn push_lower(&mut self, start: usize, end: usize, norm: Option<&str>) {
        let from = self.list.norms.len();
        let word = &self.text[start..end];
        if let Some(norm) = norm {
            self.list.norms.push_str(norm);
        } else if word.is_ascii() {
            self.list.norms.push_str(word);
            if let Some(copy) = self.list.norms.get_mut(from..) {
                copy.make_ascii_lowercase();
            }
        } else {
            for c in word.chars() {
                if c.is_ascii() {
                    self.list.norms.push(c.to_ascii_lowercase());
                } else if is_apostrophe(c) {
                    self.list.norms.push('\'');
                } else if !is_ignorable(c) {
                    self.list.norms.extend(c.to_lowercase());
                }
            }
        }
        self.push(start, end, TokenKind::Word, from);
    }

    /// Add a token whose normal form has been written from `from` on.
    fn push(&mut self, start: usize, end: usize, kind: TokenKind, from: usize) {
        let norm = &self.list.norms[from..];
        let key = lexicon::key(norm);
        let mut stem = key;
        if kind == TokenKind::Word
            && let Some(known) = self.stems.get_mut(key as usize % STEMS)
        {
            if known.0 != key {
                *known = (key, lexicon::stem_key(norm));
            }
            stem = known.1;
        }
        let first = self.text[start..].chars().next();
        self.list.tokens.push(Token {
            span: Span::new(start, end),
            kind,
            capital: first.is_some_and(char::is_uppercase),
            glued: !self.gap,
            key,
            stem,
            norm: (from as u32, self.list.norms.len() as u32),
        });
        self.gap = false;
    }
}

/// Splits a contraction: byte offset of the clitic, normal form of the word before it where it
/// is not just its lower case, and normal form of the clitic.
fn clitic(word: &str) -> Option<(usize, Option<&'static str>, &'static str)> {
    let apostrophe = word.char_indices().rev().find(|(_, c)| is_apostrophe(*c))?;
    let tail = &word[apostrophe.0 + apostrophe.1.len_utf8()..];
    if tail.eq_ignore_ascii_case("t") {
        let at = apostrophe.0.checked_sub(1)?;
        if !word.get(at..apostrophe.0)?.eq_ignore_ascii_case("n") {
            return None;
        }
        let stem = match word[..at].to_ascii_lowercase().as_str() {
            "ca" => Some("can"),
            "wo" => Some("will"),
            "sha" => Some("shall"),
            _ => None,
        };
        return Some((at, stem, "not"));
    }
    let suffix = match tail.to_ascii_lowercase().as_str() {
        "s" => "'s",
        "re" => "are",
        "ve" => "have",
        "ll" => "will",
        "m" => "am",
        "d" => "'d",
        _ => return None,
    };
    Some((apostrophe.0, None, suffix))
}

/// Whether commas group digits by three, as in `1,200,000`.
fn thousands(number: &str) -> bool {
    let whole = number.split('.').next().unwrap_or(number);
    let mut groups = whole.split(',');
    groups.next().is_some_and(|g| (1..=3).contains(&g.len())) && groups.all(|g| g.len() == 3)
}

fn is_word_char(c: char) -> bool {
    c.is_alphabetic() || unicode_normalization::char::is_combining_mark(c)
}

/// Soft hyphens, zero-width and bidi controls: in the text, but in no token.
fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Apostrophes as they stand inside words.
#[must_use]
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '＇')
}

/// Quotation marks, single or double, straight or curly, and guillemets.
#[must_use]
pub fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '“' | '”' | '„' | '‟' | '‘' | '’' | '‚' | '«' | '»' | '‹' | '›' | '＂'
    )
}

fn is_unspaced_script(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// Normal form of a mark where it is another: quotes and dashes of all forms fold to `"`, `'`
/// and `-`.
fn fold_mark(c: char) -> Option<&'static str> {
    Some(match c {
        '“' | '”' | '„' | '‟' | '«' | '»' | '"' | '＂' => "\"",
        '‘' | '’' | '‚' | '‹' | '›' | '\'' => "'",
        '‐'..='―' | '−' | '-' => "-",
        '…' => "...",
        '(' | '[' => "(",
        ')' | ']' => ")",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn norms(text: &str) -> Vec<String> {
        let list = TokenList::new(text);
        list.all().iter().map(|t| list.norm(t).to_owned()).collect()
    }

    #[test]
    fn splits_contractions_and_possessives() {
        assert_eq!(
            norms("She can’t, won't."),
            ["she", "can", "not", ",", "will", "not", "."]
        );
        assert_eq!(norms("Corvanta's"), ["corvanta", "'s"]);
        assert_eq!(norms("O'Brien"), ["o'brien"]);
    }

    #[test]
    fn keeps_thousands_separator_and_clock_together() {
        assert_eq!(norms("1,146 at 12:40"), ["1146", "at", "12:40"]);
        assert_eq!(norms("$27.40, 5."), ["$", "27.40", ",", "5", "."]);
    }

    #[test]
    fn keeps_abbreviations_with_inner_stops_whole() {
        assert_eq!(
            norms("the U.S. at 8 a.m. ."),
            ["the", "u.s.", "at", "8", "a.m.", "."]
        );
        assert_eq!(norms("war.. He"), ["war", ".", ".", "he"]);
    }

    #[test]
    fn splits_hyphens_and_number_suffixes() {
        assert_eq!(norms("9-year-old"), ["9", "-", "year", "-", "old"]);
        assert_eq!(norms("$1.2bn"), ["$", "1.2", "bn"]);
    }

    #[test]
    fn a_span_that_cuts_through_tokens_holds_only_whole_ones() {
        let list = TokenList::new("alpha beta gamma");
        assert_eq!(list.within(Span::new(0, 16)), TokenSpan::new(0, 3));
        assert_eq!(list.within(Span::new(2, 12)), TokenSpan::new(1, 2));
        assert!(list.within(Span::new(7, 9)).is_empty());
        assert!(list.within(Span::new(5, 6)).is_empty());
        assert!(list.within(Span::new(16, 16)).is_empty());
    }

    #[test]
    fn invisible_characters_stay_inside_words_but_out_of_their_form() {
        assert_eq!(
            norms("co\u{ad}operate \u{202e} \u{200f}left"),
            ["cooperate", "left"]
        );
        assert_eq!(norms("\u{202e}"), Vec::<String>::new());
        assert_eq!(norms("e\u{301}t\u{301}e"), ["e\u{301}t\u{301}e"]);
    }

    #[test]
    fn unknown_marks_keep_their_own_form() {
        assert_eq!(norms("§ → “«"), ["§", "→", "\"", "\""]);
    }

    #[test]
    fn a_megabyte_without_a_space_is_read_in_one_pass() {
        for unit in ["x", "a.", "don't", "é", "日", "1,", "’s"] {
            let text = unit.repeat(1_000_000 / unit.len());
            let list = TokenList::new(&text);
            assert!(list.all().iter().all(|t| !t.span.is_empty()));
        }
    }

    proptest::proptest! {
        #[test]
        fn tokens_follow_one_another_and_leave_nothing_visible_out(text in "\\PC{0,80}") {
            let list = TokenList::new(&text);
            let mut at = 0;
            for token in list.all() {
                let gap = text.get(at..token.span.start()).expect("in order");
                proptest::prop_assert!(gap.chars().all(|c| c.is_whitespace() || is_ignorable(c)));
                proptest::prop_assert!(!token.span.is_empty());
                at = token.span.end();
            }
        }
    }

    #[test]
    fn spans_slice_to_the_text() {
        let text = "Naïve “don’t” — 3½ café\u{301}s 日本語";
        let list = TokenList::new(text);
        for token in list.all() {
            assert!(!token.span.of(text).is_empty());
        }
    }
}
