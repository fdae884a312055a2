//! Damaged form of numbers, times, abbreviations and words.

use crate::inspect::{Check, Mark};
use crate::lexicon::{class, key};
use crate::report::{Kind, Severity};
use crate::rule::Rule;
use crate::span::TokenSpan;
use crate::text::Document;
use crate::text::tokens::{Token, TokenKind};

/// Mangled form.
///
/// # What it finds
/// Numbers and times half in digits and half in words (`$four.17`, `2,three hundred`, `six:15`),
/// `10 percentage`, `3th`, `p.M.`, two full stops, words glued together.
///
/// # Why it matters
/// It shows a machine at work, and a half-spelled number is easily read as another.
///
/// # Example
/// `The gates closed at eleven:fifty nine p.M.` → `eleven:fifty nine p.M.`
///
/// # Limits
/// Looks at form alone; whether the value is right nobody can tell without the original.
pub struct MangledForm;

static RULES: [Rule; 8] = [
    Rule {
        code: "WD925",
        name: "half-spelled number",
        kind: Kind::Format,
    },
    Rule {
        code: "WD926",
        name: "mixed case inside an abbreviation",
        kind: Kind::Format,
    },
    Rule {
        code: "WD923",
        name: "doubled full stop",
        kind: Kind::Format,
    },
    Rule {
        code: "WD924",
        name: "glued words",
        kind: Kind::Format,
    },
    Rule {
        code: "WD921",
        name: "mangled number",
        kind: Kind::Format,
    },
    Rule {
        code: "WD922",
        name: "mangled time",
        kind: Kind::Format,
    },
    Rule {
        code: "WD927",
        name: "number with the wrong word or ending",
        kind: Kind::Format,
    },
    Rule {
        code: "WD928",
        name: "mangled digits",
        kind: Kind::Format,
    },
];

/// The rules of [`scan`], which serve pairs too: the first four.
#[must_use]
pub fn of_pairs() -> &'static [Rule] {
    RULES.get(..HALF_SPELLED + 4).unwrap_or(&[])
}

const HALF_SPELLED: usize = 0;
const MIXED_CASE: usize = 1;
const DOUBLED_STOP: usize = 2;
const GLUED: usize = 3;
const NUMBER: usize = 4;
const TIME: usize = 5;
const WRONG_WORD: usize = 6;
const DIGITS: usize = 7;

impl Check for MangledForm {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn look(&self, document: &Document<'_>, out: &mut Vec<Mark>) {
        let mut push = |rule: &'static Rule, tokens: TokenSpan| {
            out.push(Mark {
                rule,
                severity: Severity::Minor,
                confidence: 0.9,
                tokens,
                message: format!("{}: “{}”", rule.name, document.text_of(tokens)),
            });
        };
        // Read first, so that a whole time or amount is one mark.
        for time in document.times.iter().filter(|t| t.mangled) {
            push(&RULES[TIME], time.span);
        }
        for quantity in document.quantities.iter().filter(|q| q.mangled) {
            push(&RULES[NUMBER], quantity.number);
        }
        scan(document, &mut push);
        alone(document, &mut push);
    }
}

/// What only a text without its original is asked for: it may be the original's own habit.
fn alone(document: &Document<'_>, found: &mut impl FnMut(&'static Rule, TokenSpan)) {
    let tokens = document.tokens();
    for (k, token) in tokens.iter().enumerate() {
        if token.kind != TokenKind::Number {
            continue;
        }
        let digits = token.span.of(document.text());
        if mangled_digits(digits) && !address(document, k) {
            found(&RULES[DIGITS], TokenSpan::new(k, k + 1));
        }
        let Some(next) = tokens.get(k + 1) else {
            continue;
        };
        let after = document.norm(next);
        // `10 percentage of`: of points there may be ten, of percentages there is one.
        let percentage = after == "percentage"
            && !next.glued
            && document.norm_at(k + 2) != "point"
            && document.norm_at(k + 2) != "points"
            && document.norm_at(k + 2) != "-";
        if percentage || wrong_ordinal(digits, next, after) {
            found(&RULES[WRONG_WORD], TokenSpan::new(k, k + 2));
        }
    }
}

/// `1.2.000`, `1,2000`, `12,34,5`: separators that no house style sets so. A version or an address
/// has only full stops, Indian grouping (`12,34,567`) ends in three digits.
fn mangled_digits(digits: &str) -> bool {
    if !digits.contains(',') {
        return false;
    }
    let whole = digits.split('.').next().unwrap_or(digits);
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or("");
    let rest: Vec<&str> = groups.collect();
    if digits.contains(':') || rest.is_empty() || first.is_empty() {
        return false;
    }
    // A decimal comma is one comma with one or two digits.
    let decimal = rest.len() == 1 && rest.iter().all(|g| g.len() <= 2);
    let grouped = rest.last().is_some_and(|g| g.len() == 3)
        && rest.iter().all(|g| g.len() == 3 || g.len() == 2)
        && first.len() <= 3;
    // Four digits after a comma: a year set close to it (`May 4,2023`).
    let year = first.len() <= 2
        && matches!(rest.as_slice(), [y] if y.len() == 4 && (y.starts_with("19") || y.starts_with("20")));
    let year = year && first.parse().is_ok_and(|day: u8| (1..=31).contains(&day));
    // `1990,1991,2007`: years in a list.
    let list = first.len() == 4 && rest.iter().all(|g| g.len() == 4);
    !decimal && !grouped && !year && !list
}

/// Whether a number touches what makes it a part of a code, a version or a list.
fn address(document: &Document<'_>, k: usize) -> bool {
    let tokens = document.tokens();
    let touches = |t: Option<&Token>| {
        t.is_some_and(|t| {
            t.glued
                && !matches!(
                    document.norm(t),
                    "." | "," | ")" | "\"" | "'" | "%" | "-" | ";" | ":" | "?" | "!"
                )
        })
    };
    let before = tokens.get(k).is_some_and(|t| t.glued)
        && k > 0
        && !matches!(
            document.norm_at(k - 1),
            "$" | "€" | "£" | "(" | "\"" | "'" | "-"
        );
    before || touches(tokens.get(k + 1))
}

/// `3th`, `11st`: the wrong ending of an ordinal.
fn wrong_ordinal(digits: &str, next: &Token, ending: &str) -> bool {
    if !next.glued || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let teen = digits.len() > 1 && digits.as_bytes().get(digits.len() - 2) == Some(&b'1');
    let right = match digits.as_bytes().last() {
        Some(b'1') if !teen => "st",
        Some(b'2') if !teen => "nd",
        Some(b'3') if !teen => "rd",
        _ => "th",
    };
    matches!(ending, "st" | "nd" | "rd" | "th") && ending != right
}

/// Call `found` with the index of the rule and the place of everything mangled.
pub fn scan(document: &Document<'_>, mut found: impl FnMut(&'static Rule, TokenSpan)) {
    let tokens = document.tokens();
    let norm = |k: usize| document.norm_at(k);
    for k in 0..tokens.len() {
        let Some(token) = tokens.get(k) else { break };
        let next = tokens.get(k + 1);
        let text = token.span.of(document.text());
        if is_mixed_abbreviation(text) {
            found(&RULES[MIXED_CASE], TokenSpan::new(k, k + 1));
        }
        if let (Some(next), Some(third)) = (next, tokens.get(k + 2))
            && next.glued
            && third.glued
            && matches!(norm(k + 1), "." | ":" | ",")
            && (is_digit_word(norm(k)) && is_numeric(document, third)
                || token.kind == TokenKind::Number && is_digit_word(norm(k + 2))
                || is_digit_word(norm(k)) && is_digit_word(norm(k + 2)))
        {
            found(&RULES[HALF_SPELLED], TokenSpan::new(k, k + 3));
        }
        let Some(next) = next else { break };
        if text == "." && next.glued && norm(k + 1) == "." {
            let dots = tokens
                .get(k + 2)
                .is_some_and(|t| t.glued && norm(k + 2) == ".");
            let more = k > 0 && norm(k - 1) == "." && token.glued;
            if !dots && !more {
                found(
                    &RULES[DOUBLED_STOP],
                    TokenSpan::new(k.saturating_sub(1), k + 2),
                );
            }
        }
        if token.kind == TokenKind::Word && glued_inside(text) {
            found(&RULES[GLUED], TokenSpan::new(k, k + 1));
        }
    }
}

fn is_numeric(document: &Document<'_>, token: &Token) -> bool {
    token.kind == TokenKind::Number || is_digit_word(document.norm(token))
}

fn is_digit_word(norm: &str) -> bool {
    [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
    ]
    .contains(&norm)
}

/// `p.M.`, `a.M.`
fn is_mixed_abbreviation(text: &str) -> bool {
    text.contains('.')
        && text.starts_with(|c: char| c.is_lowercase())
        && text.chars().any(char::is_uppercase)
}

/// `Mariupolwhile` cannot be told from a name; `portThe` can: small letters, four at least, then a
/// capital and small ones. A word that begins with a capital is a trade name (`CloudTrek`), unless
/// its second half is a word that begins sentences (`HarbourThe`).
fn glued_inside(text: &str) -> bool {
    // Nearly all words: no capital after the first letter.
    let inner = text.as_bytes().get(1..).unwrap_or_default();
    if inner.iter().all(u8::is_ascii_lowercase) {
        return false;
    }
    let mut before = 0;
    for (at, c) in text.char_indices().take(40) {
        if c.is_lowercase() {
            before += 1;
            continue;
        }
        if c.is_uppercase() && before >= 4 {
            let rest = text.get(at..).unwrap_or("");
            let small = rest.chars().skip(1).take(2).filter(|c| c.is_lowercase());
            let opener = class(key(&rest.to_lowercase()));
            if small.count() == 2 && (text.starts_with(char::is_lowercase) || !opener.is_content())
            {
                return true;
            }
        }
        before = 0;
    }
    false
}
