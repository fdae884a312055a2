//! Quotation marks and brackets without their other half.

use crate::inspect::{Check, Mark};
use crate::report::{Kind, Severity};
use crate::rule::Rule;
use crate::span::TokenSpan;
use crate::text::Document;
use crate::text::segments::SegmentKind;

/// Unbalanced marks.
///
/// # What it finds
/// In one paragraph, a closing double quotation mark or bracket that nothing opened, or an opening
/// one that nothing closes, unless the next paragraph goes on with the quotation.
///
/// # Why it matters
/// Nobody can tell any more which words were said and which are the paper's.
///
/// # Example
/// `The mayor will not limit the works.” The crews waited.` → `works.”`
///
/// # Limits
/// Single quotation marks cannot be told from apostrophes and are left alone, straight double
/// ones are only counted.
pub struct Unbalanced;

static RULES: [Rule; 2] = [
    Rule {
        code: "WD936",
        name: "unbalanced quotation marks",
        kind: Kind::Format,
    },
    Rule {
        code: "WD937",
        name: "unbalanced brackets",
        kind: Kind::Format,
    },
];

impl Check for Unbalanced {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn look(&self, document: &Document<'_>, out: &mut Vec<Mark>) {
        let mut from = 0;
        while let Some(first) = document.segments.get(from) {
            let more = document.segments.iter().skip(from);
            let same = more.take_while(|s| s.paragraph == first.paragraph).count();
            let to = from + same.max(1);
            let own = document.segments.get(from..to).unwrap_or(&[]);
            let story = own.iter().any(|s| s.kind == SegmentKind::Sentence)
                && own.iter().all(|s| s.kind != SegmentKind::Furniture);
            if let (true, Some(last)) = (story, own.last()) {
                let range = first.tokens.start()..last.tokens.end();
                let next = document.segments.get(to).map(|s| s.tokens.start());
                paragraph(document, range, next, out);
            }
            from = to;
        }
    }
}

fn paragraph(
    document: &Document<'_>,
    range: std::ops::Range<usize>,
    next: Option<usize>,
    out: &mut Vec<Mark>,
) {
    let surface = |k: usize| {
        let token = document.tokens().get(k);
        token.map_or("", |t| t.span.of(document.text()))
    };
    let (mut quote, mut bracket): (Option<usize>, Option<usize>) = (None, None);
    let (mut straight, mut curly, mut low) = (Vec::new(), 0usize, false);
    let mut stray = Vec::new();
    for k in range.clone() {
        match surface(k) {
            "“" => {
                curly += 1;
                quote = Some(k);
            }
            "”" => {
                curly += 1;
                if quote.take().is_none() {
                    stray.push((0, k));
                }
            }
            "„" | "«" | "»" => low = true,
            "\"" if !k
                .checked_sub(1)
                .is_some_and(|b| surface(b).ends_with(|c: char| c.is_ascii_digit())) =>
            {
                straight.push(k);
            }
            "(" => bracket = Some(k),
            ")" => {
                // `a)`, `1)`: a point in a list.
                let point = k < range.start + 3 || surface(k.saturating_sub(1)).len() < 2;
                if bracket.take().is_none() && !point {
                    stray.push((1, k));
                }
            }
            _ => {}
        }
    }
    if let Some(k) = bracket {
        stray.push((1, k));
    }
    let goes_on = next.is_some_and(|k| matches!(surface(k), "“" | "\"" | "‘"));
    if let Some(k) = quote.filter(|_| !goes_on) {
        stray.push((0, k));
    }
    // Mixed styles are a matter of taste, not of balance.
    if let (false, [.., last]) = (goes_on || curly > 0, straight.as_slice())
        && straight.len() % 2 == 1
    {
        stray.push((0, *last));
    }
    for (rule, k) in stray {
        let Some(rule) = RULES.get(rule).filter(|r| !low || r.code != "WD936") else {
            continue;
        };
        // With the word beside it, so that a reader finds it.
        let opens = document
            .tokens()
            .get(k)
            .is_some_and(|t| !t.glued || k == range.start);
        let tokens = if opens {
            TokenSpan::new(k, (k + 2).min(range.end))
        } else {
            TokenSpan::new(k.saturating_sub(2).max(range.start), k + 1)
        };
        out.push(Mark {
            rule,
            severity: Severity::Minor,
            confidence: 0.7,
            tokens,
            message: rule.name.to_owned(),
        });
    }
}
