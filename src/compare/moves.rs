//! Words that stand at another place of the bead.

use super::{Links, Relation, Words};
use crate::work::count;

/// The most comparisons spent on a bead: 300 words left over on each side.
const MAX_CELLS: usize = 90_000;

/// The longest run that is followed; a longer one is linked in several runs.
const MAX_RUN: usize = 200;

/// Whether a word has no counterpart that is the same word.
fn free(links: &[Option<super::Link>], k: usize) -> bool {
    links
        .get(k)
        .is_some_and(|l| l.is_none_or(|l| l.relation == Relation::Substituted))
}

fn left_over(links: &[Option<super::Link>]) -> Vec<usize> {
    (0..links.len()).filter(|k| free(links, *k)).collect()
}

/// Link runs of the same words, with two content words at least, the longest first; of equally
/// long ones the first in the original.
pub(super) fn link_runs(a: &Words<'_>, b: &Words<'_>, links: &mut Links) {
    let (left, right) = (left_over(&links.a), left_over(&links.b));
    if left.len() * right.len() > MAX_CELLS {
        return;
    }
    count(left.len() * right.len());
    let mut runs: Vec<(usize, usize, usize)> = Vec::new();
    for &i in &left {
        for &j in &right {
            if a.key(i) != b.key(j) {
                continue;
            }
            // Only where a run begins, so that its tails are not listed again.
            if i > 0
                && j > 0
                && a.key(i - 1) == b.key(j - 1)
                && free(&links.a, i - 1)
                && free(&links.b, j - 1)
            {
                continue;
            }
            let length = (0..MAX_RUN)
                .take_while(|k| {
                    free(&links.a, i + k)
                        && free(&links.b, j + k)
                        && a.keys.get(i + k) == b.keys.get(j + k)
                })
                .count();
            if (i..i + length).filter(|k| a.is_content(*k)).count() >= 2 {
                runs.push((length, i, j));
            }
        }
    }
    runs.sort_by_key(|(length, i, j)| (usize::MAX - length, *i, *j));
    for (length, i, j) in runs {
        let open = (0..length).all(|k| free(&links.a, i + k) && free(&links.b, j + k));
        if !open {
            continue;
        }
        for k in 0..length {
            detach(links, i + k, j + k);
            links.join(i + k, j + k, Relation::Moved);
        }
    }
}

/// Link single content words that turn up elsewhere in the bead, inflected or not.
pub(super) fn link_single_words(a: &Words<'_>, b: &Words<'_>, links: &mut Links) {
    let (left, right) = (left_over(&links.a), left_over(&links.b));
    if left.len() * right.len() > MAX_CELLS {
        return;
    }
    count(left.len() * right.len());
    for &i in left.iter().filter(|i| a.is_content(**i)) {
        let found = right
            .iter()
            .find(|j| free(&links.b, **j) && a.stem(i) == b.stem(**j));
        if let Some(&j) = found {
            detach(links, i, j);
            links.join(i, j, Relation::Moved);
        }
    }
}

/// Let go of the words that two words were paired with before.
fn detach(links: &mut Links, i: usize, j: usize) {
    if let Some(Some(old)) = links.a.get(i).copied()
        && let Some(slot) = links.b.get_mut(old.other)
    {
        *slot = None;
    }
    if let Some(Some(old)) = links.b.get(j).copied()
        && let Some(slot) = links.a.get_mut(old.other)
    {
        *slot = None;
    }
}
