//! Damaged form: the same value or words, mangled.

use crate::detect::{Detector, Draft, Pair, Rule};
use crate::report::{Kind, Severity};
use crate::span::TokenSpan;
use crate::text::Document;
use crate::text::tokens::{Token, TokenKind};

/// Mangled form.
///
/// # What it finds
/// Digits and spelled-out digits in one number (`$4.seventeen`, `six:15`), `p.M.`, two full stops,
/// words glued together, in a copy whose original has no such thing.
///
/// # Why it matters
/// It shows a machine at work, and a half-spelled number is easily read as another.
///
/// # Example
/// `11:59 p.m.` → `eleven:fifty nine p.M.`
///
/// # Limits
/// Looks at form alone; what a number says is the number detector's.
pub struct MangledForm;

static RULES: [Rule; 4] = [
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
];

impl Detector for MangledForm {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn pair(&self, pair: &Pair<'_>, out: &mut Vec<Draft>) {
        let copy = pair.copy;
        let mut habits = [false; 4];
        scan(pair.original, |kind, _| {
            if let Some(habit) = habits.get_mut(kind) {
                *habit = true;
            }
        });
        scan(copy, |kind, span| {
            let Some(rule) = RULES.get(kind).filter(|_| habits.get(kind) == Some(&false)) else {
                return;
            };
            out.push(Draft {
                rule,
                severity: Severity::Minor,
                confidence: 0.8,
                original: None,
                copy: Some(span),
                message: format!("{}: “{}”", rule.name, copy.text_of(span)),
            });
        });
    }
}

/// Call `found` with the index of the rule and the place of everything mangled.
fn scan(document: &Document<'_>, mut found: impl FnMut(usize, TokenSpan)) {
    let tokens = document.tokens();
    let norm = |k: usize| document.norm_at(k);
    for k in 0..tokens.len() {
        let Some(token) = tokens.get(k) else { break };
        let next = tokens.get(k + 1);
        let text = token.span.of(document.text());
        if is_mixed_abbreviation(text) {
            found(1, TokenSpan::new(k, k + 1));
        }
        if let (Some(next), Some(third)) = (next, tokens.get(k + 2))
            && next.glued
            && third.glued
            && matches!(norm(k + 1), "." | ":" | ",")
            && (is_digit_word(norm(k)) && is_numeric(document, third)
                || token.kind == TokenKind::Number && is_digit_word(norm(k + 2))
                || is_digit_word(norm(k)) && is_digit_word(norm(k + 2)))
        {
            found(0, TokenSpan::new(k, k + 3));
        }
        let Some(next) = next else { break };
        if text == "." && next.glued && norm(k + 1) == "." {
            let dots = tokens
                .get(k + 2)
                .is_some_and(|t| t.glued && norm(k + 2) == ".");
            let more = k > 0 && norm(k - 1) == "." && token.glued;
            if !dots && !more {
                found(2, TokenSpan::new(k.saturating_sub(1), k + 2));
            }
        }
        if token.kind == TokenKind::Word && glued_inside(text) {
            found(3, TokenSpan::new(k, k + 1));
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

/// `Mariupolwhile` cannot be told from a name; `portThe` can: four small letters, then a capital
/// and two small ones (`McDonald`, `iPhone` and `YouTube` have fewer before it).
fn glued_inside(text: &str) -> bool {
    // Four lower-case letters, a capital, two lower-case letters, anywhere in the word.
    let (mut before, mut after, mut capital) = (0, 0, false);
    for c in text.chars().take(40) {
        if c.is_lowercase() {
            before += 1;
            after += 1;
            if capital && after == 2 {
                return true;
            }
        } else {
            capital = c.is_uppercase() && before >= 4;
            (before, after) = (0, 0);
        }
    }
    false
}
