//! What the caller's judge says of the beads that changed.

use super::TokenAlignment;
use super::meaning::passage;
use crate::align::Bead;
use crate::semantic::{Judging, ModelError, Verdict};
use crate::text::Document;

/// The verdict on each bead whose two sides have other words, spelling apart; none for the rest,
/// and where there is no judge. All are asked about in one batch.
///
/// # Errors
/// Those of the judge.
pub fn verdicts(
    original: &Document<'_>,
    copy: &Document<'_>,
    beads: &[Bead],
    alignments: &[TokenAlignment],
    judging: Option<&Judging>,
) -> Result<Vec<Option<Verdict>>, ModelError> {
    let Some(judging) = judging else {
        return Ok(vec![None; beads.len()]);
    };
    let beads = beads.iter().zip(alignments);
    let changed: Vec<Option<&Bead>> = beads
        .map(|(bead, tokens)| is_changed(bead, tokens).then_some(bead))
        .collect();
    let sides = changed.iter().flatten();
    let sides = sides.map(|bead| (passage(original, &bead.original), passage(copy, &bead.copy)));
    let sides: Vec<(String, String)> = sides.collect();
    let pairs: Vec<(&str, &str)> = sides.iter().map(|(a, b)| (&**a, &**b)).collect();
    let mut verdicts = judging.ask(&pairs)?.into_iter();
    let found = changed
        .iter()
        .map(|bead| bead.and_then(|_| verdicts.next()));
    Ok(found.collect())
}

/// Whether both sides have words, and not the same ones.
fn is_changed(bead: &Bead, tokens: &TokenAlignment) -> bool {
    let paired = !bead.original.is_empty() && !bead.copy.is_empty();
    paired && !tokens.keeps_all_words()
}
