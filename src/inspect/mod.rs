//! What can be seen in one text alone: one file per mechanism, one table.
//!
//! A [`Check`] reads a [`Document`] and writes [`Mark`]s: token ranges with a rule, no text. It
//! knows of no other text, so that the same checks serve [`crate::inspect`] and, for whatever the
//! original does not show too, [`crate::compare`].

mod agreement;
mod clause;
mod doubled;
pub mod form;
pub mod mechanism;
mod quotation;
mod reader;
mod spacing;
mod syntax;
mod term;
mod torn;

use crate::report::Severity;
use crate::rule::Rule;
use crate::span::TokenSpan;
use crate::text::Document;

/// Damage that a reader of one text can see.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// How badly a reader is misled.
    pub severity: Severity,
    /// Probability that a careful reader would agree, 0 to 1.
    pub confidence: f64,
    /// The tokens that show it.
    pub tokens: TokenSpan,
    /// One sentence without a full stop.
    pub message: String,
}

/// Finds one kind of damage.
pub trait Check: Sync {
    /// The rules whose marks it makes.
    fn rules(&self) -> &'static [Rule];

    /// Look at the text.
    fn look(&self, document: &Document<'_>, out: &mut Vec<Mark>);
}

/// All checks, the most specific first: where two marks overlap, the earlier one stays.
#[rustfmt::skip] // One check a line, so that parallel changes do not meet.
pub static CHECKS: &[&dyn Check] = &[
    &form::MangledForm,
    &torn::TornOff,
    &doubled::Doubled,
    &syntax::BrokenSyntax,
    &term::TorturedTerm,
    &agreement::Agreement,
    &clause::BrokenClause,
    &spacing::Spacing,
    &quotation::Unbalanced,
];

/// All damage that shows in a text alone, in reading order; of marks that overlap the worse one
/// stays, of equally bad ones that of the earlier check.
#[must_use]
pub fn marks(document: &Document<'_>) -> Vec<Mark> {
    let mut found = Vec::new();
    let mut ranked: Vec<(usize, Mark)> = Vec::new();
    for (rank, check) in CHECKS.iter().enumerate() {
        check.look(document, &mut found);
        ranked.extend(found.drain(..).map(|mark| (rank, mark)));
    }
    ranked.sort_by(|(rank_a, a), (rank_b, b)| {
        b.severity
            .cmp(&a.severity)
            .then_with(|| rank_a.cmp(rank_b))
            .then_with(|| a.tokens.start().cmp(&b.tokens.start()))
            .then_with(|| b.tokens.end().cmp(&a.tokens.end()))
    });
    // A place is taken once: O(n) in the tokens, whatever the number of marks.
    let mut taken = vec![false; document.tokens().len()];
    let mut kept: Vec<Mark> = Vec::with_capacity(ranked.len());
    for (_, mark) in ranked {
        let Some(place) = taken.get_mut(mark.tokens.range()) else {
            continue;
        };
        if place.is_empty() || place.iter().any(|t| *t) {
            continue;
        }
        place.fill(true);
        kept.push(mark);
    }
    kept.sort_by_key(|mark| (mark.tokens.start(), mark.tokens.end()));
    kept
}
