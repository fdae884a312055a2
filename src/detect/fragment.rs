//! Remainders torn off a sentence by a stray full stop.

use crate::detect::{BeadView, Detector, Draft, Rule};
use crate::lexicon::{Class, class};
use crate::report::{Kind, Severity};
use crate::text::segments::SegmentKind;
use crate::text::tokens::TokenKind;

/// Fragments.
///
/// # What it finds
/// A fragment of the copy (`crisis.`, `of the port.`) that the original has inside a sentence.
///
/// # Why it matters
/// The sentence before it says something else without it, or nothing.
///
/// # Example
/// `a way out of the river crisis.` → `a way out of the river. crisis.`
///
/// # Limits
/// Relies on segmentation to know a fragment from a short sentence. A tail that begins with a
/// preposition leaves the sentence whole and is `minor`.
pub struct Fragment;

static RULES: [Rule; 1] = [Rule {
    code: "WD861",
    name: "torn-off remainder",
    kind: Kind::Fragment,
}];

impl Detector for Fragment {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn bead(&self, view: BeadView<'_>, out: &mut Vec<Draft>) {
        let copy = view.pair.copy;
        let has_fragment = |s: &usize| {
            let segment = view.pair.original.segments.get(*s);
            segment.is_some_and(|s| s.kind == SegmentKind::Fragment)
        };
        if view.bead.original.iter().any(has_fragment) {
            return;
        }
        let (a, b) = (view.original(), view.copy());
        for segment in view.bead.copy.iter().filter_map(|s| copy.segments.get(*s)) {
            if segment.kind != SegmentKind::Fragment {
                continue;
            }
            let inside = |k: usize| {
                let index = b.indices.get(k).map(|i| *i as usize);
                index.is_some_and(|i| segment.tokens.contains(i))
            };
            let own = (0..b.len()).filter(|k| inside(*k));
            let places = own.filter_map(|k| b.link(k)).map(|l| l.other);
            let (first, last) = places.fold((usize::MAX, 0), |(lo, hi), p| (lo.min(p), hi.max(p)));
            let original = if first <= last && last - first < 2 * segment.tokens.len() {
                a.tokens(&(first..last + 1))
            } else {
                None
            };
            let tokens = copy.slice(segment.tokens);
            let quoted = tokens.iter().any(|t| t.kind == TokenKind::Quote);
            let tail = tokens
                .first()
                .is_some_and(|t| class(t.key).shares(Class::PREPOSITION));
            let participle = tokens
                .first()
                .is_some_and(|t| !t.capital && copy.norm(t).ends_with("ed"));
            let severity = if (tail || participle) && !quoted {
                Severity::Minor
            } else {
                Severity::Major
            };
            let text = super::view::shorten(copy.text_of(segment.tokens));
            out.push(Draft {
                rule: &RULES[0],
                severity,
                confidence: 0.8,
                original,
                copy: Some(segment.tokens),
                message: format!("“{text}” was torn off its sentence"),
            });
        }
    }
}
