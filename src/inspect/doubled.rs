//! Words said twice.

use crate::inspect::{Check, Mark};
use crate::lexicon::proper::{Role, role};
use crate::lexicon::{Class, class};
use crate::report::{Kind, Severity};
use crate::rule::Rule;
use crate::span::TokenSpan;
use crate::text::Document;
use crate::text::segments::SegmentKind;
use crate::text::tokens::{Token, TokenKind};

/// Doubled words.
///
/// # What it finds
/// A word twice in a row (`the the`), a run of words twice in a row (`the port the port`), and a
/// coordination of a word with itself (`threats and threats`).
///
/// # Why it matters
/// Two words of the original became one, or nobody read the text.
///
/// # Example
/// `He called it threats and threats.` → `threats and threats`
///
/// # Limits
/// English doubles on purpose: `had had`, `that that`, `very very`, `bye bye`, `years and years`,
/// `more and more`, `day after day`; these are listed or told by their form, and a doubling inside
/// a name (`Duran Duran`) or before a comma is left alone.
pub struct Doubled;

static RULES: [Rule; 2] = [
    Rule {
        code: "WD882",
        name: "word twice in a row",
        kind: Kind::Duplication,
    },
    Rule {
        code: "WD883",
        name: "word joined to itself",
        kind: Kind::Duplication,
    },
];

/// Words that English says twice in a row, for emphasis or by grammar.
const TWICE: &[&str] = &[
    "had", "that", "very", "so", "no", "yes", "bye", "ha", "really", "far", "many", "much", "too",
    "there", "now", "night", "please", "never", "is", "do", "her", "long", "knock", "blah", "what",
    "well", "hear", "go", "back", "up", "down", "on", "in", "who", "you", "it", "one", "two",
];

/// Words that English joins to themselves (`years and years`, `over and over`).
const JOINED: &[&str] = &[
    "year",
    "day",
    "hour",
    "mile",
    "week",
    "month",
    "minute",
    "night",
    "time",
    "age",
    "over",
    "again",
    "on",
    "more",
    "round",
    "around",
    "through",
    "up",
    "down",
    "less",
    "thousand",
    "hundred",
    "million",
    "million",
    "billion",
    "generation",
    "layer",
    "lot",
    "ton",
    "page",
    "row",
    "piece",
    "dozen",
    "score",
    "decade",
    "century",
    "block",
    "side",
    "neck",
    "half",
    "out",
    "in",
    "by",
    "so",
    "such",
    "one",
    "two",
    "fewer",
    "better",
    "worse",
];

/// The longest run of words that is looked for twice in a row.
const LONGEST: usize = 4;

impl Check for Doubled {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn look(&self, document: &Document<'_>, out: &mut Vec<Mark>) {
        let tokens = document.tokens();
        let mut k = 0;
        while k < tokens.len() {
            k += twice(document, k, out).max(1);
        }
        for k in 1..tokens.len() {
            joined(document, k, out);
        }
    }
}

/// A run of words that is repeated at once; returns how many tokens were taken.
fn twice(document: &Document<'_>, at: usize, out: &mut Vec<Mark>) -> usize {
    let tokens = document.tokens();
    for length in 1..=LONGEST {
        let (Some(first), Some(second)) = (
            tokens.get(at..at + length),
            tokens.get(at + length..at + 2 * length),
        ) else {
            return 0;
        };
        // Before anything that costs more: nearly no word stands twice.
        if first.iter().zip(second).any(|(a, b)| a.key != b.key) {
            continue;
        }
        // Of numbers only a lone one counts: a row of them is a table.
        let number = length == 1 && !beside_number(document, at);
        let plain = |run: &[Token]| {
            run.iter()
                .all(|t| t.kind == TokenKind::Word || number && t.kind == TokenKind::Number)
        };
        let apart = second.iter().chain(first.get(1..).unwrap_or(&[]));
        let same = plain(first)
            && apart
                .clone()
                .all(|t| !t.glued || document.norm(t).starts_with('\''))
            && !crosses_segment(document, at, at + 2 * length);
        if !same {
            continue;
        }
        if let ([word], [again]) = (first, second) {
            let norm = document.norm(word);
            let digits = word.kind == TokenKind::Number;
            let name = word.capital && again.capital && !known_once(document, at)
                || word.capital != again.capital && norm.len() < 3;
            let short = norm.len() < 2 && !digits;
            if TWICE.contains(&norm) || name && class(word.key).is_content() || short {
                continue;
            }
        } else if first.iter().all(|t| TWICE.contains(&document.norm(t))) {
            continue;
        }
        // All further repetitions belong to it.
        let mut end = at + 2 * length;
        while tokens
            .get(end..end + length)
            .is_some_and(|next| next.iter().zip(first).all(|(a, b)| a.key == b.key))
        {
            end += length;
        }
        out.push(Mark {
            rule: &RULES[0],
            severity: Severity::Minor,
            confidence: 0.9,
            tokens: TokenSpan::new(at, end),
            message: format!(
                "“{}” stands twice in a row",
                document.text_of(TokenSpan::new(at, at + length))
            ),
        });
        return end - at;
    }
    0
}

/// Whether another number stands right before or after two tokens.
fn beside_number(document: &Document<'_>, at: usize) -> bool {
    let own = document.tokens().get(at).map(|t| t.key);
    let number = |k: Option<usize>| {
        let token = k.and_then(|k| document.tokens().get(k));
        token.is_some_and(|t| t.kind == TokenKind::Number && Some(t.key) != own)
    };
    number(at.checked_sub(1)) || number(Some(at + 2))
}

/// Whether a word with a capital is known to be said once: a day, a country, the end of a longer
/// name (`the Baltic Fleet Fleet`). `Duran Duran` is a name.
fn known_once(document: &Document<'_>, at: usize) -> bool {
    let tokens = document.tokens();
    let Some(word) = tokens.get(at) else {
        return false;
    };
    let hyphen = tokens
        .get(at + 2)
        .is_some_and(|t| t.glued && document.norm(t) == "-");
    let calendar = role(word.key).is(Role::CALENDAR);
    let longer = at
        .checked_sub(1)
        .and_then(|b| tokens.get(b))
        .is_some_and(|t| {
            t.kind == TokenKind::Word
                && t.capital
                && !word.glued
                && !role(t.key).is(Role::HONORIFIC.or(Role::OFFICE).or(Role::COMMON))
                && class(t.key).is_content()
                && at
                    .checked_sub(2)
                    .and_then(|b| tokens.get(b))
                    .is_some_and(|b| b.is_word() && !b.capital)
        });
    !hyphen && (calendar || longer)
}

/// Whether a run of tokens does not lie in one segment of the story.
fn crosses_segment(document: &Document<'_>, from: usize, to: usize) -> bool {
    let segment = document.segment_at(from);
    let story = segment
        .and_then(|s| document.segments.get(s))
        .is_some_and(|s| s.kind != SegmentKind::Furniture);
    !story || document.segment_at(from) != document.segment_at(to.saturating_sub(1))
}

/// `threats and threats`: the same noun or adjective, with nothing said of either.
fn joined(document: &Document<'_>, at: usize, out: &mut Vec<Mark>) {
    let tokens = document.tokens();
    let (Some(left), Some(link), Some(right)) =
        (tokens.get(at - 1), tokens.get(at), tokens.get(at + 1))
    else {
        return;
    };
    if !matches!(document.norm(link), "and" | "or")
        || left.kind != TokenKind::Word
        || right.kind != TokenKind::Word
        || link.glued
        || right.glued
        || left.key != right.key
        || left.capital
        || right.capital
        || !class(left.key).is_content()
        || crosses_segment(document, at - 1, at + 2)
    {
        return;
    }
    let norm = document.norm(left);
    let known = JOINED
        .iter()
        .any(|w| norm == *w || norm.strip_suffix('s') == Some(w));
    // A verb repeated is a way to say that it went on (`ran and ran`); so is a comparative.
    let goes_on = norm.ends_with("er")
        || norm.ends_with("ed")
        || norm.ends_with("ing")
        || crate::lexicon::is_past(norm);
    // What follows the second one may set it apart: `laws and laws that work`, `rooms and rooms of`.
    let set_apart = tokens.get(at + 2).is_some_and(|t| {
        t.glued && document.norm(t) == "-"
            || t.is_word() && class(t.key).shares(Class::RELATIVE.or(Class::PREPOSITION))
    });
    if known || goes_on || set_apart {
        return;
    }
    out.push(Mark {
        rule: &RULES[1],
        severity: Severity::Major,
        confidence: 0.8,
        tokens: TokenSpan::new(at - 1, at + 2),
        message: "a word joined to itself: two words seem to have become one".to_owned(),
    });
}
