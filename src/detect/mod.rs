//! From token alignments to findings: one file per detector, one registry.
//!
//! A detector sees a bead (or the whole pair) and writes [`Draft`]s. It never sees another
//! detector's drafts; [`resolve`] settles overlaps at the end by the order of [`REGISTRY`].

mod alone;
pub mod attribution;
mod attribution_pronoun;
mod connective;
mod cues;
pub mod date;
mod deed;
mod direction;
mod duplication;
pub mod entity;
mod entity_match;
mod expression;
mod fact_match;
mod format;
mod fragment;
mod head;
pub mod judged;
mod modality;
mod negation;
pub mod number;
mod omission;
mod order;
mod paraphrase;
mod party;
pub mod quotation;
mod resolve;
mod role;
mod scope;
mod share;
mod swap;
mod tense;
mod term;
#[cfg(test)]
mod testing;
mod time_order;
pub mod view;
mod wording;

pub use crate::rule::Rule;
use entity_match::Matched;

use std::sync::OnceLock;

use crate::align::Bead;
use crate::compare::TokenAlignment;
use crate::error::Result;
use crate::inspect::{CHECKS, Mark, marks};
use crate::report::Severity;
use crate::span::TokenSpan;
use crate::text::Document;
use crate::threads::Threads;
use crate::watch::Watch;

/// A finding before it is rendered: token ranges, no text.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The rule that made it.
    pub rule: &'static Rule,
    /// How badly a reader is misled.
    pub severity: Severity,
    /// Probability that a careful reader would agree, 0 to 1.
    pub confidence: f64,
    /// Tokens of the original, or none.
    pub original: Option<TokenSpan>,
    /// Tokens of the copy, or none.
    pub copy: Option<TokenSpan>,
    /// One sentence without a full stop.
    pub message: String,
}

/// Both documents with their alignment.
pub struct Pair<'p> {
    /// The original.
    pub original: &'p Document<'p>,
    /// The copy.
    pub copy: &'p Document<'p>,
    /// All beads.
    pub beads: &'p [Bead],
    /// Token alignments, one for each bead.
    pub alignments: &'p [TokenAlignment],
    names: OnceLock<Matched>,
    damage: OnceLock<[Vec<Mark>; 2]>,
}

impl<'p> Pair<'p> {
    /// Both documents with their beads and one token alignment for each bead.
    #[must_use]
    pub fn new(
        original: &'p Document<'p>,
        copy: &'p Document<'p>,
        beads: &'p [Bead],
        alignments: &'p [TokenAlignment],
    ) -> Self {
        Self {
            original,
            copy,
            beads,
            alignments,
            names: OnceLock::new(),
            damage: OnceLock::new(),
        }
    }

    /// The damage that shows in the original alone and in the copy alone, looked for when first asked
    /// for.
    #[must_use]
    pub fn damage(&self) -> &[Vec<Mark>; 2] {
        self.damage
            .get_or_init(|| [self.original, self.copy].map(|document| marks(document)))
    }

    /// The names of both sides, matched when first asked for.
    fn names(&self) -> &Matched {
        self.names.get_or_init(|| Matched::new(self))
    }
}

/// One bead as a detector sees it.
#[derive(Clone, Copy)]
pub struct BeadView<'p> {
    /// The pair it belongs to.
    pub pair: &'p Pair<'p>,
    /// Index of the bead.
    pub index: usize,
    /// The bead.
    pub bead: &'p Bead,
    /// Its token alignment.
    pub alignment: &'p TokenAlignment,
}

/// Finds one thing.
pub trait Detector: Sync {
    /// The rules whose findings it makes.
    fn rules(&self) -> &'static [Rule];

    /// Whether it is asked only where the caller wants to see harmless rewording too.
    fn only_on_request(&self) -> bool {
        false
    }

    /// Look at one bead that has sentences on both sides.
    fn bead(&self, _view: BeadView<'_>, _out: &mut Vec<Draft>) {}

    /// Look at the whole pair, for what no single bead shows.
    fn pair(&self, _pair: &Pair<'_>, _out: &mut Vec<Draft>) {}
}

/// All detectors, the most specific first: where two findings overlap, the earlier one stays.
#[rustfmt::skip] // One detector a line, so that parallel changes do not meet.
pub static REGISTRY: &[&dyn Detector] = &[
    &number::NumberChange,
    &share::Share,
    &date::DateChange,
    &time_order::TimeOrder,
    &direction::Direction,
    &negation::Negation,
    &entity::ChangedName,
    &attribution::ChangedAttribution,
    &role::Role,
    &party::Party,
    &head::LostHead,
    &connective::Connective,
    &deed::Deed,
    &modality::Certainty,
    &tense::Tense,
    &scope::Scope,
    &expression::Expression,
    &duplication::Doubled,
    &format::MangledForm,
    &fragment::Fragment,
    &term::BrokenTerm,
    &quotation::ChangedQuotation,
    &wording::SubstitutedWords,
    &judged::JudgedWords,
    &omission::LostAndAdded,
    &order::MovedSentence,
    &alone::BrokenCopy,
    &paraphrase::Paraphrase,
];

/// The rules of all detectors, and of the checks of one text alone, in the order of their codes.
///
/// What shows in a text alone and what only the original shows to be wrong are one rule where
/// they are one thing.
///
/// # Example
/// ```
/// let codes: Vec<&str> = wiredrift::rules().iter().map(|rule| rule.code).collect();
/// assert!(codes.contains(&"WD301"));
/// ```
#[must_use]
pub fn rules() -> Vec<&'static Rule> {
    let mut rules: Vec<&Rule> = REGISTRY.iter().flat_map(|d| d.rules()).collect();
    rules.extend(CHECKS.iter().flat_map(|c| c.rules()));
    rules.sort_by_key(|rule| rule.code);
    rules.dedup();
    rules
}

/// Run all detectors over a pair and settle their overlaps; list harmless `rewording` too where it
/// is asked for, which changes nothing else.
///
/// # Errors
/// [`crate::Error::Interrupted`] where the watcher wants no more.
pub fn detect(
    pair: &Pair<'_>,
    rewording: bool,
    threads: &Threads,
    watch: &mut Watch<'_>,
) -> Result<Vec<Draft>> {
    let mut findings = resolve::resolve(pair, drafts(pair, false, threads, watch)?);
    if rewording {
        paraphrase::append(pair, drafts(pair, true, threads, watch)?, &mut findings);
    }
    Ok(findings)
}

/// What every detector says by itself, bead by bead, then of the whole pair: those asked always,
/// or those asked on request.
fn drafts(
    pair: &Pair<'_>,
    on_request: bool,
    threads: &Threads,
    watch: &mut Watch<'_>,
) -> Result<Vec<Draft>> {
    let detectors: Vec<&dyn Detector> = REGISTRY
        .iter()
        .copied()
        .filter(|d| d.only_on_request() == on_request)
        .collect();
    let beads = pair.beads.len().min(pair.alignments.len());
    let found = threads.map(beads, watch, (2 + usize::from(on_request), 4), |index| {
        let mut drafts = Vec::new();
        if let Some(view) = pair.view(index).filter(BeadView::is_paired) {
            for detector in &detectors {
                detector.bead(view, &mut drafts);
            }
        }
        drafts
    })?;
    let mut drafts: Vec<Draft> = found.into_iter().flatten().collect();
    for detector in &detectors {
        detector.pair(pair, &mut drafts);
    }
    Ok(drafts)
}
