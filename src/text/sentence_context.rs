//! What stands before and after a stop.

use unicode_segmentation::UnicodeSegmentation;

use crate::lexicon::{SentenceRules, WordClass};

/// Bytes looked at on either side of a stop; longer words are no abbreviations.
const REACH: usize = 48;

/// The text before a stop.
#[derive(Clone, Copy, Debug)]
pub(super) struct Before<'t> {
    /// Everything before the stop.
    pub text: &'t str,
    /// The last word without opening marks: `U.S` of `(U.S.`
    pub token: &'t str,
}

impl<'t> Before<'t> {
    pub fn new(text: &'t str, stop: usize) -> Self {
        let text = text.get(..stop).unwrap_or("");
        let from = floor(text, stop.saturating_sub(REACH));
        let tail = text.get(from..).unwrap_or("");
        let token = tail
            .rfind(|c: char| {
                c.is_whitespace()
                    || matches!(
                        c,
                        '"' | '“' | '‘' | '\'' | '’' | '(' | '[' | '«' | '„' | '¿' | '¡'
                    )
                    || matches!(c, '-' | '–' | '—' | '/' | ',' | ':' | '|' | '*')
            })
            .map_or(tail, |at| {
                let width = tail.get(at..).and_then(|t| t.chars().next());
                tail.get(at + width.map_or(1, char::len_utf8)..)
                    .unwrap_or("")
            });
        Self { text, token }
    }

    /// One capital letter, or one letter of any case in front of which another stop stands.
    pub fn is_initial(&self) -> bool {
        let mut letters = self.token.chars();
        matches!((letters.next(), letters.next()), (Some(c), None) if c.is_alphabetic()
            && (c.is_uppercase() || !matches!(c, 'a' | 'o' | 'y' | 'e' | 'и' | 'я' | 'а' | 'à')))
    }

    /// Letters with stops between: `U.S`, `p.m`, `Ph.D`.
    pub fn is_dotted(&self) -> bool {
        self.token.contains('.')
            && self.token.split('.').all(|run| {
                (1..=2).contains(&run.chars().count()) && run.chars().all(char::is_alphabetic)
            })
    }

    pub fn is_number(&self) -> bool {
        !self.token.is_empty() && self.token.bytes().all(|b| b.is_ascii_digit())
    }

    /// No vowel: an abbreviation that is in no list (`mgr`, `Hwy`).
    pub fn looks_short(&self) -> bool {
        let mut letters = 0;
        for c in self.token.chars() {
            if !c.is_ascii_alphabetic() {
                return false;
            }
            letters += 1;
            if matches!(c.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y') {
                return false;
            }
        }
        // Acronyms in capitals end sentences like any noun.
        letters > 1 && !self.token.chars().all(|c| c.is_ascii_uppercase())
    }

    /// The word before the token.
    pub fn previous_word(&self) -> &'t str {
        let before = self.text.len() - self.token.len();
        let head = self.text.get(..before).unwrap_or("").trim_end();
        let from = floor(head, head.len().saturating_sub(REACH));
        let tail = head.get(from..).unwrap_or("");
        tail.rsplit(char::is_whitespace).next().unwrap_or("")
    }

    /// Words from `start` to the stop, counted up to a handful.
    pub fn words_since(&self, start: usize) -> usize {
        let sentence = self.text.get(start..).unwrap_or("");
        sentence.split_whitespace().take(8).count()
    }

    /// Whether the stop stands in an address (`Jane.Doe@example.com`, `www.Example.com/a?B`).
    pub fn is_address(&self, next: &str) -> bool {
        let from = floor(self.text, self.text.len().saturating_sub(REACH));
        let tail = self.text.get(from..).unwrap_or("");
        let left = tail.rsplit(char::is_whitespace).next().unwrap_or("");
        let right = next.get(..floor(next, REACH)).unwrap_or(next);
        let right = right.split(char::is_whitespace).next().unwrap_or("");
        let signs = ['@', '/', '=', '\\', '_'];
        left.contains(signs)
            || right.contains(signs)
            || left.starts_with("www.")
            || right.trim_end_matches('.').contains('.')
    }
}

/// The first character of what follows, opening marks skipped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum NextKind {
    Upper,
    Lower,
    Digit,
    /// A letter of a script without case.
    Caseless,
    Mark,
    None,
}

/// The text after a stop and the white space that follows it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Next<'t> {
    /// From the first word on.
    rest: &'t str,
    pub kind: NextKind,
    /// The first word.
    pub word: &'t str,
    /// It begins a sentence by its class, or a quotation opens before it.
    pub starter: bool,
    /// A title with its full stop, before a name.
    pub title: bool,
    /// A pronoun or article that may lead a speech tag (`he said`).
    pub pronoun: bool,
    /// A dash stands before it.
    pub dashed: bool,
    /// An opening quotation mark or bracket stands before it.
    pub opened: bool,
}

impl<'t> Next<'t> {
    pub fn new(text: &'t str, at: usize, rules: &SentenceRules) -> Self {
        let all = text.get(at..).unwrap_or("");
        let mut rest = all;
        let (mut quote, mut dashed) = (false, false);
        let mut skipped = 0;
        while let Some(c) = rest.chars().next() {
            let opener = matches!(
                c,
                '"' | '\''
                    | '“'
                    | '‘'
                    | '„'
                    | '«'
                    | '‹'
                    | '('
                    | '['
                    | '{'
                    | '¿'
                    | '¡'
                    | '*'
                    | '_'
                    | '”'
                    | '’'
            );
            let inner_space = c.is_whitespace() && skipped > 0;
            let dash = matches!(c, '-' | '–' | '—') && skipped == 0;
            if skipped > 6 || !(opener || inner_space || dash) {
                break;
            }
            dashed |= dash;
            quote |= matches!(c, '"' | '“' | '„' | '«' | '¿' | '¡' | '‘' | '\'');
            rest = rest.get(c.len_utf8()..).unwrap_or("");
            skipped += 1;
        }
        let reach = rest.get(..floor(rest, REACH)).unwrap_or(rest);
        let word_end = reach
            .char_indices()
            .find(|(_, c)| !c.is_alphanumeric())
            .map_or(reach.len(), |(i, _)| i);
        let word = reach.get(..word_end).unwrap_or("");
        let kind = match word.chars().next() {
            _ if rest.is_empty() => NextKind::None,
            None => NextKind::Mark,
            Some(c) if c.is_uppercase() => NextKind::Upper,
            Some(c) if c.is_lowercase() => NextKind::Lower,
            Some(c) if c.is_numeric() => NextKind::Digit,
            Some(_) => NextKind::Caseless,
        };
        let class = rules.class(word);
        let after = rest.get(word_end..).unwrap_or("");
        // `A. Milne` is an initial, not an article.
        let initial = word.chars().count() == 1 && after.starts_with('.');
        Self {
            rest,
            kind,
            word,
            starter: class.is(WordClass::STARTER) && !initial || quote,
            title: class.is(WordClass::TITLE) && after.starts_with('.'),
            pronoun: matches!(word, "he" | "she" | "they" | "it" | "we" | "i"),
            dashed,
            opened: skipped > 0,
        }
    }

    /// A verb of saying among the first words, before any stop.
    pub fn said_within(&self, rules: &SentenceRules, words: usize) -> bool {
        let reach = self.rest.get(..floor(self.rest, 120)).unwrap_or("");
        for word in reach.split_whitespace().take(words) {
            let bare = word.trim_matches(|c: char| !c.is_alphabetic());
            if rules.class(bare).is(WordClass::SAID) {
                return true;
            }
            if word.ends_with(['.', '!', '?', '”', '"']) {
                return false;
            }
        }
        false
    }

    /// `Ray Mora, whose daughter died, yelled at`: a name, at most one aside, a verb of saying.
    pub fn is_speech_tag(&self, rules: &SentenceRules) -> bool {
        if self.starter && !matches!(self.word, "The" | "His" | "Her" | "He" | "She" | "One") {
            return false;
        }
        let reach = self.rest.get(..floor(self.rest, 160)).unwrap_or("");
        let (mut aside, mut name) = (false, true);
        for (i, word) in reach.split_whitespace().take(16).enumerate() {
            let bare = word.trim_matches(|c: char| !c.is_alphabetic());
            if i > 0 && !aside && rules.class(bare).is(WordClass::SAID) {
                return true;
            }
            name &= i == 0
                || bare.chars().next().is_some_and(char::is_uppercase)
                || self.starter && i < 4;
            if word.ends_with(',') {
                aside = !aside;
                name = true;
            } else if !aside && !name {
                return false;
            }
            let abbreviation = rules.class(bare).is(WordClass::ABBREVIATION) || bare.len() == 1;
            if word.ends_with(['!', '?', '”', '"']) || word.ends_with('.') && !abbreviation {
                return false;
            }
            if aside {
                name = true;
            }
        }
        false
    }
}

/// Whether a single line break ends a sentence.
///
/// `width` is the longest line around. A wrapped line breaks where the next word no longer fits;
/// a line with room to spare was ended on purpose.
pub(super) fn line_break_ends(line: &str, next: &str, width: usize, rules: &SentenceRules) -> bool {
    let Some(first) = next.chars().next() else {
        return true;
    };
    if matches!(first, '•' | '⁃' | '▪' | '◦' | '‣' | '●' | '■' | '+' | '*')
        || matches!(first, '-' | '–' | '—') && next.chars().nth(1) == Some(' ')
    {
        return true;
    }
    let line = line.trim_end();
    if first.is_lowercase() || line.is_empty() || line.ends_with(',') {
        return false;
    }
    let last = line
        .rsplit(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or("");
    let joins = rules.class(last).is(WordClass::STARTER)
        && last.chars().next().is_some_and(char::is_lowercase);
    if joins {
        return false;
    }
    let reach = next.get(..floor(next, 120)).unwrap_or(next);
    let word = reach.split(char::is_whitespace).next().unwrap_or("").len();
    line.len() + 1 + word <= width || width < 40
}

/// A Roman numeral in capitals.
pub(super) fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L'))
}

/// The largest character boundary of `text` that is not after `at`.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Whether most letters at the start of the text belong to scripts that set no space between words.
pub(super) fn is_unspaced_text(text: &str) -> bool {
    let sample = text.get(..floor(text, 1024)).unwrap_or("");
    if sample.is_ascii() {
        return false;
    }
    let (mut unspaced, mut letters) = (0usize, 0usize);
    for c in sample.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        unspaced += usize::from(
            matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}'
            | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}'),
        );
    }
    unspaced * 2 > letters
}

/// Sentence ends by UAX #29.
///
/// Long runs of white space are kept out of the segmenter, whose look-ahead is quadratic in them.
pub(super) fn uax29(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut from = 0;
    while from < text.len() {
        let rest = text.get(from..).unwrap_or("");
        let line = rest.find('\n').map_or(rest.len(), |at| at + 1);
        let line = rest.get(..line).unwrap_or("");
        let body = line.trim_end();
        for (at, piece) in body.split_sentence_bound_indices() {
            ends.push(from + at + piece.len());
        }
        from += line.len();
        match ends.last_mut() {
            Some(last) => *last = from,
            None => ends.push(from),
        }
    }
    ends
}
