//! Quotations, numbers and names of both texts, from the pairs that the detectors made.

use crate::detect::Pair;
use crate::detect::entity::name_facts;
use crate::detect::number::number_facts;
use crate::detect::quotation::quotation_facts;
use crate::facts::FactPair;
use crate::report::build::SideBuilder;
use crate::report::{Fact, Quotation};
use crate::text::Document;

/// Quotations, the words between the marks.
pub fn quotations(
    pair: &Pair<'_>,
    left: &SideBuilder<'_>,
    right: &SideBuilder<'_>,
) -> Vec<Quotation> {
    let facts = quotation_facts(pair).into_iter();
    let quotations = facts.map(|fact| {
        let find = |document: &Document<'_>, index: Option<usize>| {
            index.and_then(|i| document.quotations.get(i).cloned())
        };
        let original = find(pair.original, fact.original);
        let copy = find(pair.copy, fact.copy);
        let speaker = original
            .as_ref()
            .and_then(|q| left.excerpt(q.speaker?))
            .or_else(|| right.excerpt(copy.as_ref()?.speaker?));
        Quotation {
            original: original.and_then(|q| left.excerpt(q.inner)),
            copy: copy.and_then(|q| right.excerpt(q.inner)),
            state: fact.state,
            speaker,
        }
    });
    // Empty quotation marks quote nothing.
    quotations
        .filter(|q| q.original.is_some() || q.copy.is_some())
        .collect()
}

/// Numbers.
pub fn numbers(pair: &Pair<'_>, left: &SideBuilder<'_>, right: &SideBuilder<'_>) -> Vec<Fact> {
    facts(number_facts(pair), left, right)
}

/// Names.
pub fn names(pair: &Pair<'_>, left: &SideBuilder<'_>, right: &SideBuilder<'_>) -> Vec<Fact> {
    facts(name_facts(pair), left, right)
}

fn facts(pairs: Vec<FactPair>, left: &SideBuilder<'_>, right: &SideBuilder<'_>) -> Vec<Fact> {
    let facts = pairs.into_iter().map(|pair| Fact {
        original: pair.original.and_then(|t| left.excerpt(t)),
        copy: pair.copy.and_then(|t| right.excerpt(t)),
        state: pair.state,
    });
    facts
        .filter(|f| f.original.is_some() || f.copy.is_some())
        .collect()
}
