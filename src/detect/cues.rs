//! Listed expressions on both sides of a bead, and which stands for which.

use std::ops::Range;

use super::view::Words;
use crate::lexicon::Phrases;

/// How far apart, in words, two expressions may stand and still be taken for one another.
const NEAR: usize = 6;

/// A listed expression in a row of words.
#[derive(Clone, Debug)]
pub struct Cue {
    /// Its words.
    pub run: Range<usize>,
    /// Its tag in the list.
    pub tag: &'static str,
    /// Whether a counterpart was found.
    pub matched: bool,
}

/// All expressions of a list, the longest first at every place, without overlaps. Those tagged
/// `skip` are left out.
pub fn find(words: Words<'_>, list: &Phrases) -> Vec<Cue> {
    let mut cues = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let found = list.find(|n| words.token(at + n).map(|t| (t.key, t.stem)));
        let Some(found) = found else {
            at += 1;
            continue;
        };
        if found.tag != "skip" {
            cues.push(Cue {
                run: at..at + found.len,
                tag: found.tag,
                matched: false,
            });
        }
        at += found.len;
    }
    cues
}

/// Pair the expressions of both sides: the same words first, then the same tag near by, then any
/// that stand near the same place. Indices into `left` and `right`, for [`paired`].
pub fn pair(a: Words<'_>, left: &mut [Cue], right: &mut [Cue]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for strength in 0..3 {
        for (i, x) in left.iter_mut().enumerate().filter(|(_, c)| !c.matched) {
            let place = a.projected(x.run.start);
            let near = |y: &Cue| place.is_none_or(|p| p.abs_diff(y.run.start) <= NEAR);
            let linked = |y: &Cue| {
                x.run.clone().any(|k| {
                    a.link(k)
                        .is_some_and(|l| l.keeps_word() && y.run.contains(&l.other))
                })
            };
            let best = right
                .iter()
                .enumerate()
                .filter(|(_, y)| {
                    !y.matched
                        && match strength {
                            0 => linked(y),
                            1 => x.tag == y.tag && near(y),
                            _ => near(y),
                        }
                })
                .min_by_key(|(_, y)| place.map_or(0, |p| p.abs_diff(y.run.start)));
            if let Some((j, _)) = best {
                x.matched = true;
                if let Some(y) = right.get_mut(j) {
                    y.matched = true;
                }
                pairs.push((i, j));
            }
        }
    }
    pairs
}

/// The expressions that [`pair`] paired.
#[expect(
    clippy::indexing_slicing,
    reason = "`pair` counted the numbers from the same two lists"
)]
pub fn paired<'c>(
    left: &'c [Cue],
    right: &'c [Cue],
    pairs: &[(usize, usize)],
) -> impl Iterator<Item = (&'c Cue, &'c Cue)> {
    pairs.iter().map(|(i, j)| (&left[*i], &right[*j]))
}
