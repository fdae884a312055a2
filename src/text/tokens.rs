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
    list: &'l mut TokenList,
}

impl Scanner<'_, '_> {
    fn run(&mut self) {
        let text = self.text;
        while let Some(c) = text[self.at..].chars().next() {
            let start = self.at;
            if c.is_whitespace() || is_ignorable(c) {
                self.at += c.len_utf8();
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
                self.push(start, self.at, kind, fold_mark(c));
            }
        }
    }

    fn number(&mut self, start: usize) {
        let bytes = self.text.as_bytes();
        let mut end = start;
        for c in self.text[start..].chars() {
            let next = end + c.len_utf8();
            let separator = matches!(c, '.' | ',' | ':')
                && end > start
                && self.text[next..]
                    .chars()
                    .next()
                    .is_some_and(char::is_numeric);
            if !c.is_numeric() && !separator {
                break;
            }
            end = next;
        }
        self.at = end;
        // `11:59` stays whole; thousands separators are dropped from the normal form.
        let grouped = bytes[start..end].contains(&b',');
        if grouped && thousands(&self.text[start..end]) {
            let norm: String = self.text[start..end]
                .chars()
                .filter(|c| *c != ',')
                .collect();
            self.push(start, end, TokenKind::Number, &norm);
        } else {
            let text = self.text;
            self.push(start, end, TokenKind::Number, &text[start..end]);
        }
    }

    fn word(&mut self, start: usize) {
        let text = self.text;
        let mut end = start;
        let mut ascii = true;
        for c in text[start..].chars() {
            let next = end + c.len_utf8();
            let follows_letter = || {
                text[next..]
                    .chars()
                    .next()
                    .is_some_and(|n| n.is_alphabetic())
            };
            // An inner apostrophe or an abbreviation's inner full stop stays in the word.
            let inner = end > start
                && (is_apostrophe(c) && follows_letter()
                    || c == '.' && follows_letter() && single_letters(&text[start..end]));
            if !is_word_char(c) && !inner {
                break;
            }
            ascii &= c.is_ascii() || is_apostrophe(c);
            end = next;
        }
        // The last full stop of an abbreviation written with inner ones: `U.S.`, `p.m.`
        if text[start..end].contains('.') && text[end..].starts_with('.') {
            end += 1;
        }
        self.at = end;
        let word = &text[start..end];
        if !ascii
            && word
                .chars()
                .any(|c| !c.is_alphabetic() || is_unspaced_script(c))
        {
            self.unicode_words(start, word);
            return;
        }
        match clitic(word) {
            Some((at, stem, suffix)) if at > 0 => {
                self.push_lower(start, start + at, stem);
                self.push(start + at, end, TokenKind::Word, suffix);
            }
            _ => self.push_lower(start, end, None),
        }
    }

    /// Words of other scripts as UAX #29 has them.
    fn unicode_words(&mut self, start: usize, word: &str) {
        for (at, piece) in word.split_word_bound_indices() {
            let (from, to) = (start + at, start + at + piece.len());
            match clitic(piece) {
                Some((cut, stem, suffix)) if cut > 0 => {
                    self.push_lower(from, from + cut, stem);
                    self.push(from + cut, to, TokenKind::Word, suffix);
                }
                _ => self.push_lower(from, to, None),
            }
        }
    }

    fn push_lower(&mut self, start: usize, end: usize, norm: Option<&str>) {
        if let Some(norm) = norm {
            return self.push(start, end, TokenKind::Word, norm);
        }
        let word = &self.text[start..end];
        let mut buffer = String::with_capacity(word.len());
        for c in word.chars() {
            if c.is_ascii() {
                buffer.push(c.to_ascii_lowercase());
            } else if is_apostrophe(c) {
                buffer.push('\'');
            } else {
                buffer.extend(c.to_lowercase());
            }
        }
        self.push(start, end, TokenKind::Word, &buffer);
    }

    fn push(&mut self, start: usize, end: usize, kind: TokenKind, norm: &str) {
        let from = self.list.norms.len();
        self.list.norms.push_str(norm);
        let glued = self.text[..start]
            .chars()
            .next_back()
            .is_some_and(|c| !c.is_whitespace());
        let capital = self.text[start..]
            .chars()
            .next()
            .is_some_and(char::is_uppercase);
        self.list.tokens.push(Token {
            span: Span::new(start, end),
            kind,
            capital,
            glued,
            key: lexicon::key(norm),
            stem: if kind == TokenKind::Word {
                lexicon::stem_key(norm)
            } else {
                lexicon::key(norm)
            },
            norm: (from as u32, self.list.norms.len() as u32),
        });
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

/// Whether every run between full stops is one letter: the start of `U.S.` or `p.m.`
fn single_letters(part: &str) -> bool {
    part.split('.').all(|run| run.chars().count() == 1)
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

/// Normal form of a mark: quotes and dashes of all forms fold to `"`, `'` and `-`.
fn fold_mark(c: char) -> &'static str {
    match c {
        '“' | '”' | '„' | '‟' | '«' | '»' | '"' | '＂' => "\"",
        '‘' | '’' | '‚' | '‹' | '›' | '\'' => "'",
        '‐'..='―' | '−' | '-' => "-",
        '.' => ".",
        ',' => ",",
        ';' => ";",
        ':' => ":",
        '?' => "?",
        '!' => "!",
        '…' => "...",
        '(' | '[' => "(",
        ')' | ']' => ")",
        '%' => "%",
        '$' => "$",
        '€' => "€",
        '£' => "£",
        '¥' => "¥",
        '&' => "&",
        '/' => "/",
        '#' => "#",
        '@' => "@",
        '+' => "+",
        '=' => "=",
        '*' => "*",
        '|' => "|",
        _ => "\u{fffd}",
    }
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
    fn spans_slice_to_the_text() {
        let text = "Naïve “don’t” — 3½ café\u{301}s 日本語";
        let list = TokenList::new(text);
        for token in list.all() {
            assert!(!token.span.of(text).is_empty());
        }
    }
}
