//! The order of beads: that of the original, what only the copy has where it stands there.

use crate::report::Bead;

/// Sort beads into reading order.
///
/// Beads with a place in the original follow its order. A bead that only the copy has follows
/// the bead of the segment before it in the copy; at the start of the copy it comes first.
pub fn reading_order(beads: Vec<Bead>) -> Vec<Bead> {
    let (mut anchored, mut loose): (Vec<Bead>, Vec<Bead>) =
        beads.into_iter().partition(|b| !b.original.is_empty());
    anchored.sort_by_key(|b| b.original.first().copied());
    loose.sort_by_key(|b| b.copy.first().copied());
    // Last segment of each anchored bead's copy, with the bead's index.
    let mut ends: Vec<(usize, usize)> = anchored
        .iter()
        .enumerate()
        .filter_map(|(index, bead)| Some((*bead.copy.last()?, index)))
        .collect();
    ends.sort_unstable();
    let mut leading: Vec<Bead> = Vec::new();
    let mut anchored: Vec<(Bead, Vec<Bead>)> = anchored
        .into_iter()
        .map(|bead| (bead, Vec::new()))
        .collect();
    for bead in loose {
        let first = bead.copy.first().copied().unwrap_or_default();
        let before = ends.partition_point(|(segment, _)| *segment < first);
        let end = before.checked_sub(1).and_then(|i| ends.get(i));
        match end.and_then(|(_, index)| anchored.get_mut(*index)) {
            Some((_, following)) => following.push(bead),
            None => leading.push(bead),
        }
    }
    let mut ordered = leading;
    for (bead, after) in anchored {
        ordered.push(bead);
        ordered.extend(after);
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{BeadRelation, Evidence, Severity};

    fn bead(original: &[usize], copy: &[usize]) -> Bead {
        Bead {
            original: original.to_vec(),
            copy: copy.to_vec(),
            relation: BeadRelation::Same,
            similarity: 0.0,
            drift: 0.0,
            risk: 0.0,
            severity: Severity::None,
            match_score: 0.0,
            evidence: Evidence::default(),
            judged: None,
        }
    }

    fn order(beads: Vec<Bead>) -> Vec<(Vec<usize>, Vec<usize>)> {
        let beads = reading_order(beads).into_iter();
        beads.map(|b| (b.original, b.copy)).collect()
    }

    #[test]
    fn an_addition_follows_the_segment_before_it_in_the_copy() {
        let beads = vec![
            bead(&[0], &[1]),
            bead(&[1], &[3]),
            bead(&[], &[2]),
            bead(&[], &[0]),
            bead(&[], &[4]),
        ];
        let copies: Vec<_> = order(beads).into_iter().map(|(_, c)| c[0]).collect();
        assert_eq!(copies, [0, 1, 2, 3, 4]);
    }

    #[test]
    fn moved_and_omitted_beads_keep_the_order_of_the_original() {
        let beads = vec![bead(&[2], &[0]), bead(&[0], &[1]), bead(&[1], &[])];
        let originals: Vec<_> = order(beads).into_iter().map(|(o, _)| o[0]).collect();
        assert_eq!(originals, [0, 1, 2]);
    }
}
