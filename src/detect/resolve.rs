//! Settles overlaps between the findings of different detectors.

use super::{Draft, Pair, REGISTRY};
use crate::report::Kind;
use crate::span::TokenSpan;
use crate::text::Document;

/// The most drafts of one bead that are compared with one another; of more, only the worst stay
/// to be compared, the rest are kept as they are. A sentence has about three.
const MOST: usize = 400;

/// Keep of every place the finding that says most: the worse one, of equally bad ones the one
/// whose detector stands earlier in [`REGISTRY`], then the surer, then the first in the text.
///
/// A finding goes where a kept one covers half of it, on every side where both have a passage:
/// the same change under another name, or a detail of a clause that is gone as a whole. Of a
/// fragment and a changed negation or restriction that share a word of the copy one stays.
#[must_use]
pub fn resolve(pair: &Pair<'_>, drafts: Vec<Draft>) -> Vec<Draft> {
    let beads = BeadOf::new(pair);
    let mut ranked: Vec<(usize, usize, Draft)> = drafts
        .into_iter()
        .map(|d| (beads.of(&d), rank(&d), d))
        .collect();
    ranked.sort_by(|(bead_a, rank_a, a), (bead_b, rank_b, b)| {
        bead_a
            .cmp(bead_b)
            .then_with(|| b.severity.cmp(&a.severity))
            .then_with(|| rank_a.cmp(rank_b))
            .then_with(|| b.confidence.total_cmp(&a.confidence))
            .then_with(|| start(a).cmp(&start(b)))
    });
    let mut kept: Vec<Draft> = Vec::with_capacity(ranked.len());
    let mut first = 0;
    let mut bead = usize::MAX;
    for (of, _, draft) in ranked {
        if of != bead {
            (bead, first) = (of, kept.len());
        }
        let rivals = kept.get(first..).unwrap_or(&[]);
        if rivals.iter().take(MOST).all(|k| !shadows(k, &draft)) {
            kept.push(draft);
        }
    }
    kept
}

/// Place of the detector in the registry.
fn rank(draft: &Draft) -> usize {
    REGISTRY
        .iter()
        .position(|d| d.rules().iter().any(|r| r.code == draft.rule.code))
        .unwrap_or(usize::MAX)
}

fn start(draft: &Draft) -> (usize, usize) {
    let at = |span: Option<TokenSpan>| span.map_or(usize::MAX, |s| s.start());
    (at(draft.copy), at(draft.original))
}

/// Whether a kept finding says all that another one would say.
fn shadows(kept: &Draft, other: &Draft) -> bool {
    if torn_off(kept, other) {
        return true;
    }
    let halved = |k: Option<TokenSpan>, o: Option<TokenSpan>| {
        let (k, o) = (k?, o?);
        let shared = k
            .end()
            .min(o.end())
            .saturating_sub(k.start().max(o.start()));
        Some(2 * shared >= o.len().max(1))
    };
    match (
        halved(kept.copy, other.copy),
        halved(kept.original, other.original),
    ) {
        (Some(copy), Some(original)) => copy && original,
        (Some(only), None) | (None, Some(only)) => only,
        (None, None) => false,
    }
}

/// Whether one finding is of words torn off their sentence and the other of what the tear did to
/// them: `rather than wait`, of which `than wait` is left.
fn torn_off(kept: &Draft, other: &Draft) -> bool {
    let kinds = [kept.rule.kind, other.rule.kind];
    let tear = kinds.contains(&Kind::Fragment)
        && (kinds.contains(&Kind::Negation) || kinds.contains(&Kind::Scope));
    let shared = |k: TokenSpan, o: TokenSpan| k.start() < o.end() && o.start() < k.end();
    tear && kept.copy.zip(other.copy).is_some_and(|(k, o)| shared(k, o))
}

/// For each segment the bead it belongs to.
struct BeadOf<'p> {
    pair: &'p Pair<'p>,
    original: Vec<usize>,
    copy: Vec<usize>,
}

impl<'p> BeadOf<'p> {
    fn new(pair: &'p Pair<'p>) -> Self {
        let mut beads = Self {
            pair,
            original: vec![usize::MAX; pair.original.segments.len()],
            copy: vec![usize::MAX; pair.copy.segments.len()],
        };
        for (index, bead) in pair.beads.iter().enumerate() {
            for (segments, place) in [
                (&bead.original, &mut beads.original),
                (&bead.copy, &mut beads.copy),
            ] {
                for segment in segments {
                    if let Some(slot) = place.get_mut(*segment) {
                        *slot = index;
                    }
                }
            }
        }
        beads
    }

    fn of(&self, draft: &Draft) -> usize {
        let find = |document: &Document<'_>, span: Option<TokenSpan>, beads: &[usize]| {
            let segment = document.segment_at(span?.start())?;
            beads.get(segment).copied()
        };
        find(self.pair.copy, draft.copy, &self.copy)
            .or_else(|| find(self.pair.original, draft.original, &self.original))
            .unwrap_or(usize::MAX)
    }
}
