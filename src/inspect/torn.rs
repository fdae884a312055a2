//! Remainders torn off a sentence by a stray full stop.

use crate::inspect::{Check, Mark};
use crate::lexicon::{Class, class};
use crate::report::{Kind, Severity};
use crate::rule::Rule;
use crate::span::TokenSpan;
use crate::text::Document;
use crate::text::segments::SegmentKind;
use crate::text::tokens::TokenKind;

/// Torn-off remainders and full stops that end nothing.
///
/// # What it finds
/// A piece of a sentence that stands behind a full stop (`crisis.`, `of the port.`), and a full
/// stop with a space before it and nothing to end.
///
/// # Why it matters
/// A machine translated line by line and nobody read the result; the sentence before says
/// something else without its end, or nothing.
///
/// # Example
/// `She sees a way out of the river. crisis.` → `crisis.`
///
/// # Limits
/// What is a remainder is segmentation's to say ([`crate::text::segments`]): one that starts with
/// a capital is known only by having no verb.
pub struct TornOff;

static RULES: [Rule; 2] = [
    Rule {
        code: "WD861",
        name: "torn-off remainder",
        kind: Kind::Fragment,
    },
    Rule {
        code: "WD862",
        name: "stray full stop",
        kind: Kind::Fragment,
    },
];

impl Check for TornOff {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn look(&self, document: &Document<'_>, out: &mut Vec<Mark>) {
        for segment in &document.segments {
            if segment.kind == SegmentKind::Fragment {
                remainder(document, segment.tokens, out);
            }
        }
        stray_stops(document, out);
    }
}

fn remainder(document: &Document<'_>, range: TokenSpan, out: &mut Vec<Mark>) {
    let tokens = document.slice(range);
    let Some(first) = tokens.iter().find(|t| t.is_word()) else {
        return;
    };
    let quoted = tokens.iter().any(|t| t.kind == TokenKind::Quote);
    let tail = class(first.key).shares(Class::PREPOSITION)
        || !first.capital && document.norm(first).ends_with("ed");
    out.push(Mark {
        rule: &RULES[0],
        severity: if tail && !quoted {
            Severity::Minor
        } else {
            Severity::Major
        },
        confidence: 0.8,
        tokens: range,
        message: "a full stop tore this off its sentence".to_owned(),
    });
}

/// `as its flagship. .`: white space before a full stop that follows another, or a word.
fn stray_stops(document: &Document<'_>, out: &mut Vec<Mark>) {
    let tokens = document.tokens();
    for (k, pair) in tokens.windows(2).enumerate() {
        let [before, stop] = pair else { continue };
        let story = document
            .segment_at(k)
            .and_then(|s| document.segments.get(s))
            .is_some_and(|s| s.kind != SegmentKind::Furniture);
        let lone = story
            && document.norm(stop) == "."
            && !stop.glued
            && matches!(document.norm(before), "." | "!" | "?" | "," | ";")
            && tokens
                .get(k + 2)
                .is_none_or(|next| !next.glued && document.norm(next) != ".");
        if lone {
            out.push(Mark {
                rule: &RULES[1],
                severity: Severity::Minor,
                confidence: 0.8,
                tokens: TokenSpan::new(k, k + 2),
                message: "a full stop that ends nothing".to_owned(),
            });
        }
    }
}
