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
    let mut found = vec![None; beads.len()];
    let Some(judging) = judging else {
        return Ok(found);
    };
    let changed: Vec<(usize, &Bead)> = beads
        .iter()
        .zip(alignments)
        .enumerate()
        .filter(|(_, (bead, tokens))| is_changed(bead, tokens))
        .map(|(index, (bead, _))| (index, bead))
        .collect();
    let sides = changed.iter();
    let sides =
        sides.map(|(_, bead)| (passage(original, &bead.original), passage(copy, &bead.copy)));
    let sides: Vec<(String, String)> = sides.collect();
    let pairs: Vec<(&str, &str)> = sides.iter().map(|(a, b)| (&**a, &**b)).collect();
    for ((index, _), verdict) in changed.iter().zip(judging.ask(&pairs)?) {
        found[*index] = Some(verdict);
    }
    Ok(found)
}

/// Whether both sides have words, and not the same ones.
fn is_changed(bead: &Bead, tokens: &TokenAlignment) -> bool {
    let paired = !bead.original.is_empty() && !bead.copy.is_empty();
    paired && !tokens.keeps_all_words()
}
