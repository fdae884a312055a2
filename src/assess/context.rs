//! What holds around a difference: found once for a story, once for a bead.

use std::ops::Range;

use super::Difference;
use super::features::{self, Feature, count};
use crate::compare::Edit;
use crate::detect::view::Words;
use crate::detect::{BeadView, Pair};
use crate::span::TokenSpan;
use crate::text::Document;

/// The tokens inside quotation marks, of both stories: ranges in order that do not touch.
pub(super) struct Quoted {
    original: Vec<TokenSpan>,
    copy: Vec<TokenSpan>,
}

impl Quoted {
    pub(super) fn new(pair: &Pair<'_>) -> Self {
        Self {
            original: quoted(pair.original),
            copy: quoted(pair.copy),
        }
    }
}

fn quoted(document: &Document<'_>) -> Vec<TokenSpan> {
    let mut spans: Vec<TokenSpan> = document.quotations.iter().map(|q| q.inner).collect();
    spans.sort_unstable_by_key(TokenSpan::start);
    let mut joined: Vec<TokenSpan> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start() <= last.end() => *last = last.join(&span),
            _ => joined.push(span),
        }
    }
    joined
}

fn is_inside(spans: &[TokenSpan], token: Option<&u32>) -> bool {
    token.is_some_and(|token| {
        let token = *token as usize;
        let after = spans.partition_point(|span| span.end() <= token);
        spans.get(after).is_some_and(|span| span.contains(token))
    })
}

/// How much of its story a copy says in other words.
///
/// Where most was left as it was, as a translation there and back leaves it, a word that was exchanged
/// is more often a slip than where nearly all was said anew.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Changed(f64);

impl Changed {
    /// The share of the words of all passages with two sides that are not kept.
    pub(super) fn new(pair: &Pair<'_>) -> Self {
        let (mut all, mut kept) = (0usize, 0usize);
        for view in pair.views().filter(BeadView::is_paired) {
            for words in [view.original(), view.copy()] {
                all += words.len();
                kept += (0..words.len()).filter(|k| words.is_kept(*k)).count();
            }
        }
        Self(1.0 - kept as f64 / all.max(1) as f64)
    }

    /// Whether it is much: more than two words in five.
    pub(super) fn is_much(self) -> bool {
        self.0 >= 0.4
    }

    /// As a feature of the story.
    pub(super) fn feature(self) -> Feature {
        let value = match self.0 {
            c if c < 0.15 => "<0.15",
            c if c < 0.25 => "<0.25",
            c if c < 0.35 => "<0.35",
            c if c < 0.5 => "<0.5",
            _ => "most",
        };
        Feature::new("story changed", value)
    }
}

/// For each word of both sides of a bead the step of its token alignment that it is in.
pub(super) struct Steps {
    original: Vec<u32>,
    copy: Vec<u32>,
}

impl Steps {
    pub(super) fn new(view: BeadView<'_>) -> Self {
        let mut steps = Self {
            original: vec![u32::MAX; view.original().len()],
            copy: vec![u32::MAX; view.copy().len()],
        };
        for (step, edit) in (0u32..).zip(&view.alignment.edits) {
            for (words, run) in [
                (&mut steps.original, &edit.original),
                (&mut steps.copy, &edit.copy),
            ] {
                if let Some(words) = words.get_mut(run.clone()) {
                    words.fill(step);
                }
            }
        }
        steps
    }

    /// The number of the step that a difference is in, the earlier one where it is in two.
    pub(super) fn of(&self, difference: &Difference) -> Option<usize> {
        let first = |steps: &[u32], run: &Range<usize>| {
            let step = (!run.is_empty()).then(|| steps.get(run.start)).flatten();
            step.filter(|step| **step != u32::MAX).copied()
        };
        let original = first(&self.original, &difference.original);
        let copy = first(&self.copy, &difference.copy);
        let step = original.into_iter().chain(copy).min()?;
        Some(step as usize)
    }

    /// The step itself.
    pub(super) fn edit<'p>(&self, view: BeadView<'p>, difference: &Difference) -> Option<&'p Edit> {
        view.alignment.edits.get(self.of(difference)?)
    }
}

/// What holds of a bead as a whole.
#[derive(Clone, Copy)]
pub(super) struct Context {
    /// Share of the content words that stand on both sides, the lesser of the two sides.
    pub(super) kept_share: f64,
    /// How many differences of words there are.
    pub(super) of_words: usize,
}

impl Context {
    pub(super) fn new(view: BeadView<'_>, of_words: usize) -> Self {
        Self {
            kept_share: kept_share(view.original()).min(kept_share(view.copy())),
            of_words,
        }
    }

    /// Add to a difference what holds of its bead.
    pub(super) fn add(&self, features: &mut Vec<Feature>) {
        let kept = match self.kept_share {
            k if k < 0.3 => "<0.3",
            k if k < 0.5 => "<0.5",
            k if k < 0.7 => "<0.7",
            k if k < 0.85 => "<0.85",
            k if k < 0.95 => "<0.95",
            _ => "all",
        };
        features.push(Feature::flag("always"));
        features.push(Feature::new("kept", kept));
        features.push(Feature::new("differences", count(self.of_words)));
    }
}

/// Share of the content words of a side that stand on the other side too.
fn kept_share(words: Words<'_>) -> f64 {
    let content = (0..words.len()).filter(|k| words.is_content(*k));
    let (all, kept) = content.fold((0usize, 0usize), |(all, kept), k| {
        (all + 1, kept + usize::from(words.is_kept(k)))
    });
    kept as f64 / all.max(1) as f64
}

/// Add to a difference of words what holds where it stands.
pub(super) fn add_place(view: BeadView<'_>, steps: &Steps, quoted: &Quoted, d: &mut Difference) {
    let (a, b) = (view.original(), view.copy());
    let same =
        |words: Words<'_>, k: Option<usize>| k.is_none_or(|k| k >= words.len() || words.is_kept(k));
    let side = |words: Words<'_>, run: &Range<usize>| {
        run.is_empty() || same(words, run.start.checked_sub(1)) && same(words, Some(run.end))
    };
    let alone = side(a, &d.original) && side(b, &d.copy);
    let around = if alone { "kept" } else { "changed" };
    d.features.push(Feature::new("around", around));
    if let Some(step) = steps.edit(view, d) {
        let size = step.original.len().max(step.copy.len());
        d.features.push(Feature::new("step", count(size)));
    }
    let at_start = d.original.start == 0 && d.copy.start == 0;
    let at_end = d.original.end >= a.len() && d.copy.end >= b.len();
    match (at_start, at_end) {
        (true, _) => d.features.push(Feature::new("place", "first")),
        (_, true) => d.features.push(Feature::new("place", "last")),
        _ => {}
    }
    if is_inside(&quoted.original, a.indices.get(d.original.start))
        || is_inside(&quoted.copy, b.indices.get(d.copy.start))
    {
        d.features.push(Feature::flag("quoted"));
    }
    // What the words are counts for more where all around them stands unchanged: there is
    // nothing that could make up for them.
    features::cross(&mut d.features, &features::BY_AROUND, around);
}
