//! Pairs the numbers and times of the two sides of a bead, one to one.
//!
//! What decides is the place in the token alignment and the words beside a fact; equal facts are
//! paired first, so that a changed one never takes the partner of a kept one.

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::detect::BeadView;
use crate::detect::view::Words;
use crate::span::TokenSpan;
use crate::text::Document;
use crate::work::count;

/// More candidate pairs than this and only facts near one another in the row are compared: a
/// sentence has three numbers, a table printed as one sentence has thousands.
const MOST_CANDIDATES: usize = 4_096;
/// How far apart in the row two facts may then be.
const WINDOW: usize = 16;

/// One-to-one pairs and what is left over, as indices into the facts of the documents.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Pairs {
    /// Pairs in the order of the original.
    pub both: Vec<(usize, usize)>,
    /// Only in the original.
    pub left: Vec<usize>,
    /// Only in the copy.
    pub right: Vec<usize>,
}

/// A list of indices without those that are taken.
pub(crate) fn without(list: &[usize], taken: impl Iterator<Item = usize>) -> Vec<usize> {
    let taken: FxHashSet<usize> = taken.collect();
    list.iter()
        .copied()
        .filter(|i| !taken.contains(i))
        .collect()
}

/// The tokens of some segments and of those beside them.
pub(crate) fn neighbourhood(document: &Document<'_>, segments: &[usize]) -> Option<TokenSpan> {
    let (first, last) = (segments.first()?, segments.last()?);
    let first = document.segments.get(first.saturating_sub(1))?;
    let last = document
        .segments
        .get(last + 1)
        .or_else(|| document.segments.get(*last))?;
    Some(TokenSpan::new(first.tokens.start(), last.tokens.end()))
}

/// How well the words around two facts agree.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Fit {
    /// The alignment links the words of the two facts.
    pub linked: bool,
    /// The fact of the copy stands in the gap that the original's leaves between aligned words.
    pub slot: bool,
    /// The same content word follows both within three words.
    pub head: bool,
    /// The same word stands right before both.
    pub lead: bool,
}

impl Fit {
    /// One figure for the ranking: 0 to 8.
    pub(crate) fn score(self) -> f64 {
        f64::from(u8::from(self.linked)) * 3.0
            + f64::from(u8::from(self.slot)) * 2.0
            + f64::from(u8::from(self.head)) * 2.0
            + f64::from(u8::from(self.lead))
    }
}

/// Both sides of a bead with the places of their facts.
pub(crate) struct Matcher<'p> {
    pub a: Words<'p>,
    pub b: Words<'p>,
}

impl<'p> Matcher<'p> {
    pub(crate) fn new(view: BeadView<'p>) -> Self {
        Self {
            a: view.original(),
            b: view.copy(),
        }
    }

    /// Pair greedily by `score`, the best first, ties by place; pairs below 0 are never made.
    pub(crate) fn pair(
        &self,
        left: &[usize],
        right: &[usize],
        score: impl Fn(usize, usize) -> f64,
    ) -> Vec<(usize, usize)> {
        let mut candidates: Vec<(f64, usize, usize)> = Vec::new();
        let wide = Self::few(left, right);
        for (row, i) in left.iter().enumerate() {
            let window = if wide {
                0..right.len()
            } else {
                let at = row * right.len() / left.len().max(1);
                at.saturating_sub(WINDOW)..(at + WINDOW).min(right.len())
            };
            count(window.len());
            for j in right.get(window).unwrap_or(&[]) {
                let value = score(*i, *j);
                if value >= 0.0 {
                    candidates.push((value, *i, *j));
                }
            }
        }
        candidates.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
        let (mut used_a, mut used_b) = (FxHashSet::default(), FxHashSet::default());
        let mut pairs = Vec::new();
        for (_, i, j) in candidates {
            if used_a.contains(&i) || used_b.contains(&j) {
                continue;
            }
            used_a.insert(i);
            used_b.insert(j);
            pairs.push((i, j));
        }
        pairs.sort_unstable();
        pairs
    }

    /// Whether every fact of one side may be compared with every fact of the other.
    pub(crate) fn few(left: &[usize], right: &[usize]) -> bool {
        left.len().saturating_mul(right.len()) <= MOST_CANDIDATES
    }

    /// How well the places of two facts fit; of numbers, without bound and unit.
    pub(crate) fn fit(&self, a: TokenSpan, b: TokenSpan) -> Fit {
        let (core_a, core_b) = (words_of(&self.a, a), words_of(&self.b, b));
        let linked = core_a
            .clone()
            .filter_map(|w| self.a.link(w))
            .any(|l| core_b.contains(&l.other));
        let slot = self
            .slot(&core_a)
            .is_some_and(|s| s.start <= core_b.start && core_b.end <= s.end);
        let heads = |words: &Words<'_>, core: &Range<usize>| -> Vec<u64> {
            (core.end..core.end + 3)
                .filter(|w| words.is_content(*w))
                .map(|w| words.stem(w))
                .collect()
        };
        let (head_a, head_b) = (heads(&self.a, &core_a), heads(&self.b, &core_b));
        let lead = match (before(&core_a), before(&core_b)) {
            (Some(x), Some(y)) => self.a.key(x) == self.b.key(y),
            (None, None) => true,
            _ => false,
        };
        Fit {
            linked,
            slot,
            head: head_a.iter().any(|s| head_b.contains(s)),
            lead,
        }
    }

    /// The words of the copy between the counterparts of the nearest kept words around a run of
    /// the original; nothing where they are out of order or more than eight words apart.
    fn slot(&self, run: &Range<usize>) -> Option<Range<usize>> {
        gap(&self.a, self.b.len(), run).filter(|gap| gap.len() <= 8)
    }

    /// Whether the phrase around a fact that one side lacks is kept on the other: its neighbours
    /// have counterparts, and these stand next to one another.
    pub(crate) fn closes_over(&self, in_original: bool, places: [TokenSpan; 2]) -> bool {
        let (words, other) = if in_original {
            (&self.a, self.b.len())
        } else {
            (&self.b, self.a.len())
        };
        places.iter().any(|span| {
            let run = words_of(words, *span);
            let near = |w: usize| words.is_kept(w);
            let left = run.start.checked_sub(1);
            let right = (run.end < words.len()).then_some(run.end);
            let kept = left.is_none_or(near) && right.is_none_or(near);
            let some = left.is_some() || right.is_some();
            // One word may stand in the gap, so that `three days` to `several days` counts.
            kept && some && gap(words, other, &run).is_some_and(|g| g.len() <= 1)
        })
    }
}

fn before(run: &Range<usize>) -> Option<usize> {
    run.start.checked_sub(1)
}

/// The words of the other side between the counterparts of the words around a run; the search
/// for a kept neighbour goes three words far.
fn gap(words: &Words<'_>, other: usize, run: &Range<usize>) -> Option<Range<usize>> {
    let kept = |w: usize| words.kept(w);
    let left = (run.start.saturating_sub(3)..run.start)
        .rev()
        .find_map(kept);
    let right = (run.end..(run.end + 3).min(words.len())).find_map(kept);
    let start = match left {
        Some(left) => left + 1,
        None if run.start < 3 => 0,
        None => return None,
    };
    let end = match right {
        Some(right) => right,
        None if run.end + 3 >= words.len() => other,
        None => return None,
    };
    (start <= end).then_some(start..end)
}

/// The words of a bead that lie in a token span, as a range of word indices.
pub(crate) fn words_of(words: &Words<'_>, span: TokenSpan) -> Range<usize> {
    let at = |token: usize| words.indices.partition_point(|i| (*i as usize) < token);
    at(span.start())..at(span.end())
}

/// One of the facts that [`facts_in`] found.
#[expect(
    clippy::indexing_slicing,
    reason = "`facts_in` counts below the number of facts"
)]
pub(crate) fn fact<T>(facts: &[T], index: usize) -> &T {
    &facts[index]
}

/// Indices of the facts whose place starts inside one of the segments, furniture and datelines
/// left out.
pub(crate) fn facts_in(
    document: &Document<'_>,
    segments: &[usize],
    starts: impl Fn(usize) -> Option<usize>,
    count: usize,
) -> Vec<usize> {
    let mut list = Vec::new();
    for segment in segments.iter().filter_map(|s| document.segments.get(*s)) {
        if segment.kind == crate::text::segments::SegmentKind::Furniture {
            continue;
        }
        let first = partition(count, |i| {
            starts(i).is_some_and(|at| at < segment.body.start())
        });
        for i in first..count {
            if starts(i).is_none_or(|at| at >= segment.body.end()) {
                break;
            }
            list.push(i);
        }
    }
    list
}

fn partition(count: usize, before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low.midpoint(high);
        if before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}
