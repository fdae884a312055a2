//! What the tokens of a passage speak for: story or page furniture.
//!
//! Counting only; the weighing is done in [`super::furniture`].

use crate::lexicon::{Class, Cue, class, cue};
use crate::span::{Span, TokenSpan};
use crate::text::tokens::{Token, TokenKind, TokenList};

/// Evidence read off one passage (a paragraph, a line or a sentence).
#[derive(Clone, Debug, Default)]
pub(super) struct Evidence {
    /// Words and numbers.
    pub words: usize,
    /// Words with a capital, and numbers.
    pub capitals: usize,
    /// The last character is a full stop, question or exclamation mark, closing marks apart.
    pub stop: bool,
    /// The last character is a question or exclamation mark, closing marks apart.
    pub question: bool,
    /// The end asks for more: a comma, a colon, a function word.
    pub open_end: bool,
    /// Begins with a small letter.
    pub lower_start: bool,
    /// Begins with `+`, `•`, `»` or the like.
    pub bullet: bool,
    /// Words that speak to the reader.
    pub address: usize,
    /// Different words of web-page vocabulary.
    pub site: usize,
    /// Begins by asking the reader to do something.
    pub imperative: bool,
    /// A colon after the first one to four words.
    pub label: bool,
    /// A verb of saying.
    pub said: bool,
    /// Quotation marks.
    pub quotes: usize,
    /// Some finite verb.
    pub finite: bool,
    /// A finite verb that headlines hardly use, or an article.
    pub narrates: bool,
    /// Words that can stand in a date line.
    pub dates: usize,
    /// A month.
    pub month: bool,
    /// Digits.
    pub digits: bool,
    /// The last words are a date with its year.
    pub dated_end: bool,
    /// `©`, or the word copyright as in a notice.
    pub copyright: bool,
    /// Ends in a photo credit.
    pub credit: bool,
    /// Phrases like `editing by Rosa Whitfield`.
    pub roles: usize,
    /// Begins with `By` and a name.
    pub by: bool,
    /// Wholly in square brackets, as a shortcode (`[ad_1]`).
    pub bracketed: bool,
    /// Begins with a bracket that closes only at the end.
    pub parenthesised: bool,
}

impl Evidence {
    /// Read the evidence off a passage.
    pub fn new(text: &str, tokens: &TokenList, span: Span) -> Self {
        let range = tokens.within(span);
        let list = tokens.all().get(range.range()).unwrap_or(&[]);
        let piece = span.of(text).trim();
        let mut evidence = Self {
            stop: ends_in(piece, &['.', '!', '?', '…', '。', '！', '？']),
            question: ends_in(piece, &['!', '?', '！', '？']),
            lower_start: piece
                .chars()
                .find(|c| !matches!(c, '"' | '“' | '‘' | '\'' | '('))
                .is_some_and(char::is_lowercase),
            bullet: piece.starts_with(['+', '•', '»', '>', '→', '▪', '*', '●']),
            bracketed: piece.starts_with('[') && piece.ends_with(']'),
            parenthesised: piece.starts_with('(') && piece.ends_with(')'),
            copyright: piece.contains('©'),
            ..Self::default()
        };
        evidence.count(tokens, list);
        evidence.read_start(tokens, list);
        evidence.read_end(tokens, list);
        evidence
    }

    fn count(&mut self, tokens: &TokenList, list: &[Token]) {
        let mut seen: Vec<u64> = Vec::new();
        let mut notice = false;
        for (i, token) in list.iter().enumerate() {
            if token.kind == TokenKind::Quote {
                self.quotes += 1;
            }
            if !token.is_word() {
                continue;
            }
            let cue = cue(token.key);
            self.words += 1;
            let number = token.kind == TokenKind::Number;
            self.digits |= number;
            self.capitals += usize::from(token.capital || number);
            self.address += usize::from(cue.is(Cue::ADDRESS));
            self.said |= cue.is(Cue::SAID);
            if cue.is(Cue::SITE) && !seen.contains(&token.key) {
                seen.push(token.key);
            }
            self.dates += usize::from(number || cue.is(DATES));
            self.month |= cue.is(Cue::MONTH) && token.capital;
            if tokens.norm(token) == "copyright" {
                notice |= self.words == 1;
                let year = |n: &Token| n.kind == TokenKind::Number || tokens.norm(n) == "by";
                self.copyright |= list.get(i + 1).is_some_and(year);
            }
            let past = cue.is(Cue::PAST) || is_past_form(tokens.norm(token), token);
            self.finite |= past || cue.is(Cue::VERB);
            self.narrates |= cue.is(Cue::PAST) || cue.is(Cue::ARTICLE) && !token.capital;
            let next = list.get(i + 1);
            if tokens.norm(token) == "this" && next.is_some_and(|n| self::cue(n.key).is(Cue::PAGE))
            {
                self.address += 1;
            }
            let by_name = next.is_some_and(|n| tokens.norm(n) == "by")
                && list.get(i + 2).is_some_and(|n| n.capital);
            self.roles += usize::from(cue.is(Cue::ROLE) && by_name);
        }
        self.site = seen.len();
        // `Copyright Coastwire. All rights reserved.`, but not `Copyright law has no say in it.`
        self.copyright |= notice && (!self.finite || self.site > 2);
    }

    fn read_start(&mut self, tokens: &TokenList, list: &[Token]) {
        let mut words = list.iter().filter(|t| t.is_word());
        let (first, second) = (words.next(), words.next());
        self.imperative = first.is_some_and(|t| cue(t.key).is(Cue::IMPERATIVE));
        self.by = first.is_some_and(|t| tokens.norm(t) == "by" && t.capital)
            && second.is_some_and(|t| t.capital);
        self.label = list
            .iter()
            .take(5)
            .position(|t| tokens.norm(t) == ":")
            .is_some_and(|at| at > 0 && at + 1 < list.len());
    }

    fn read_end(&mut self, tokens: &TokenList, list: &[Token]) {
        let norm = |at: usize| list.get(at).map_or("", |t| tokens.norm(t));
        if let Some(last) = list.last() {
            let classes = class(last.key);
            // `Owners walk out`: it goes with a verb and asks for nothing.
            let particle = matches!(tokens.norm(last), "out" | "up" | "down" | "off");
            self.open_end = matches!(tokens.norm(last), "," | ":" | ";" | "-")
                || last.is_word()
                    && !last.capital
                    && (classes.shares(OPEN) && !particle || cue(last.key).is(Cue::SAID));
        }
        let tail = list.len().saturating_sub(9);
        let words: Vec<usize> = (tail..list.len())
            .filter(|i| list.get(*i).is_some_and(Token::is_word))
            .collect();
        if let [.., last] = words[..] {
            let year = norm(last).len() == 4 && norm(last).bytes().all(|b| b.is_ascii_digit());
            let before = words.iter().rev().skip(1).take(2);
            let month = before
                .filter_map(|i| list.get(*i))
                .any(|t| cue(t.key).is(Cue::MONTH));
            self.dated_end = year && month;
        }
        self.credit = self.ends_in_credit(tokens, list);
    }

    /// Photo credits come last and have no full stop: `Newsline/Osei Bram`, `Lena Ortiz | Pixbank`,
    /// `X / Pool via AGENCY`, `Photograph: Ivo Tennant`, `(Capitol Press Photo)`.
    fn ends_in_credit(&self, tokens: &TokenList, list: &[Token]) -> bool {
        if self.stop || list.is_empty() {
            return false;
        }
        let is_name = |t: Option<&Token>| t.is_some_and(|t| t.is_word() && t.capital);
        let is_credit = |t: Option<&Token>| t.is_some_and(|t| cue(t.key).is(Cue::CREDIT));
        let from = list.len().saturating_sub(14);
        for at in (from..list.len()).rev() {
            let Some(token) = list.get(at) else { continue };
            let left = at.checked_sub(1).and_then(|i| list.get(i));
            let right = list.get(at + 1);
            let near_end = list.len() - at <= 9;
            let found = match tokens.norm(token) {
                "/" => {
                    near_end && is_name(right) && (is_name(left) || is_credit(right))
                        || near_end && is_name(left) && is_credit(right)
                }
                "|" => near_end && is_name(left) && (is_name(right) || self.words <= 8),
                "via" => list.len() - at <= 4 && is_name(right),
                ":" | "by" => {
                    let before = at.checked_sub(2).and_then(|i| list.get(i));
                    is_name(right) && (is_credit(left) || is_credit(before) && at < 4 + from)
                        || is_name(right) && is_credit(before) && left.is_some_and(Token::is_word)
                }
                _ => false,
            };
            if found {
                return true;
            }
        }
        // `… Handout`, `… (File Photo)`
        let last = list.iter().rev().find(|t| t.is_word());
        last.is_some_and(|t| t.capital && cue(t.key).is(Cue::CREDIT)) && self.words > 1
    }

    /// Nearly nothing but names: a line of names, a byline, a label.
    pub fn is_mostly_capitals(&self) -> bool {
        self.capitals * 10 >= self.words * 7
    }
}

const DATES: Cue = Cue::DATE.or(Cue::MONTH).or(Cue::NUMBER);
const OPEN: Class = Class::ARTICLE
    .or(Class::POSSESSIVE)
    .or(Class::PREPOSITION)
    .or(Class::CONJUNCTION)
    .or(Class::MODAL)
    .or(Class::BE);

/// `-ed` on a word in small letters. Participles too: evidence, no proof.
fn is_past_form(norm: &str, token: &Token) -> bool {
    !token.capital && norm.len() > 4 && norm.ends_with("ed") && !norm.ends_with("eed")
}

fn ends_in(piece: &str, stops: &[char]) -> bool {
    let bare = piece.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '”' | '’' | '\'' | ')' | ']' | '»' | '*' | '“')
    });
    bare.ends_with(stops)
}

/// The token after a dateline at the start of `range`, if it starts with one.
///
/// A dateline is a place in capitals, or an agency in brackets, before a dash that stands free:
/// `PORT SEVERIN, May 7 (Wire Sport) -`, `CALUSA BAY, Fla. —`, `(Newsline) –`.
pub(super) fn dateline_end(text: &str, tokens: &TokenList, range: TokenSpan) -> Option<usize> {
    let list = tokens.all().get(range.range())?;
    let (mut depth, mut agency, mut words) = (0usize, false, 0usize);
    let first = list.first()?;
    let capitals = first.is_word()
        && tokens.norm(first).chars().count() > 2
        && first.span.of(text).chars().all(char::is_uppercase);
    for (i, token) in list.iter().enumerate().take(24) {
        let norm = tokens.norm(token);
        match norm {
            "(" => depth += 1,
            ")" => {
                depth = depth.saturating_sub(1);
                agency = true;
            }
            "-" => {
                let free = !token.glued && list.get(i + 1).is_none_or(|next| !next.glued);
                let em_dash = token.span.len() == 3 && !free && agency;
                if free || em_dash {
                    let after = range.start() + i + 1;
                    let enough = (agency || capitals) && words > 0;
                    return (enough && after < range.end()).then_some(after);
                }
            }
            "," => agency = false,
            "." | "/" | "'" => {}
            _ if depth > 0 => words += 1,
            _ if token.kind == TokenKind::Number => words += 1,
            _ if token.is_word() && (token.capital || class(token.key).shares(JOINTS)) => {
                words += 1;
            }
            _ => return None,
        }
        if i == 0 && depth == 0 && !token.is_word() {
            return None;
        }
        // After the agency only the dash may follow.
        if agency && depth == 0 && norm != ")" {
            return None;
        }
    }
    None
}

const JOINTS: Class = Class::PREPOSITION.or(Class::ARTICLE).or(Class::CONJUNCTION);
