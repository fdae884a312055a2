//! Differences described: every difference of words once, for judgement and for risk.

use std::ops::Range;

use super::context::{Changed, Context, Quoted, Steps, add_place};
use super::features::{self, Kind};
use super::model::{Table, Weights};
use super::{Difference, MOST_WORDS, surface, usage, words};
use crate::detect::{BeadView, Draft, Pair};
use crate::report;

/// The longest side of a bead, in words, that is judged; a longer one is no sentence.
pub(super) const MOST_JUDGED: usize = 400;

/// The differences of words of one bead with their features.
pub(super) struct Words {
    pub(super) list: Vec<Difference>,
    /// For each difference how many of its features risks are reckoned by; those behind tell how its
    /// words are used and count in judgement only.
    pub(super) plain: Vec<usize>,
    pub(super) context: Context,
}

/// The differences of words of a bead; of a story that is judged, with what that asks for besides: how
/// their words are used, and what is told apart by how much of the story was changed.
pub(super) fn of_words(view: BeadView<'_>, quoted: &Quoted, story: Option<Changed>) -> Words {
    let (n, m) = (view.original().len(), view.copy().len());
    let mut list = if n.max(m) <= MOST_WORDS {
        words::differences(view)
    } else {
        Vec::new()
    };
    let of_words = list.iter().filter(|d| d.kind.is_of_words()).count();
    let context = Context::new(view, of_words);
    if list.is_empty() {
        let plain = Vec::new();
        return Words {
            list,
            plain,
            context,
        };
    }
    let steps = Steps::new(view);
    for d in &mut list {
        context.add(&mut d.features);
        if d.kind.is_of_words() {
            add_place(view, &steps, quoted, d);
        }
    }
    let plain = list.iter().map(|d| d.features.len()).collect();
    if let Some(story) = story.filter(|_| n.max(m) <= MOST_JUDGED) {
        let much = if story.is_much() { "changed" } else { "kept" };
        for d in list.iter_mut().filter(|d| d.kind.is_of_words()) {
            features::cross(&mut d.features, &features::BY_STORY, much);
        }
        usage::add(view, &steps, &mut list);
    }
    Words {
        list,
        plain,
        context,
    }
}

/// How alike the two sides of a bead are.
#[derive(Clone, Copy)]
pub(super) struct Alike {
    /// In words and in writing.
    pub(super) written: f64,
    /// In meaning: the fast model's cosine, where it is known already.
    pub(super) meant: Option<f64>,
}

/// The differences of a bead that are not of words: those of form, then the findings, then how far
/// the two sides are apart as wholes.
pub(super) fn others(
    view: BeadView<'_>,
    alike: Alike,
    findings: &[&Draft],
    context: &Context,
    any_word: bool,
) -> Vec<Difference> {
    let mut list = Vec::new();
    surface::differences(view, &mut list);
    let meant = findings
        .iter()
        .filter(|f| f.rule.kind != report::Kind::Paraphrase);
    list.extend(meant.map(|f| features::finding(f)));
    for d in &mut list {
        context.add(&mut d.features);
    }
    if any_word || !list.is_empty() {
        list.push(features::whole(view, alike, context));
    }
    list
}

/// A difference of words by its weight, its features forgotten.
pub(super) struct Weighed {
    pub(super) kind: Kind,
    pub(super) original: Range<usize>,
    pub(super) copy: Range<usize>,
    /// What it is worth.
    pub(super) weights: Weights,
}

/// The differences of words of one bead by their weights.
pub(super) struct WeighedBead {
    pub(super) list: Vec<Weighed>,
    pub(super) context: Context,
}

/// The differences of words of two stories, by their weights.
///
/// Both [`super::judge`] and [`super::story_risks`] ask for them; features are long lists, and those of
/// a whole story are never held at once.
pub struct Described {
    /// One for each bead; none for a bead without two sides.
    pub(super) beads: Vec<Option<WeighedBead>>,
    /// Whether the pair is long enough to be judged.
    pub(super) judged: bool,
    /// How much of the story was changed.
    pub(super) changed: Changed,
    /// By which weights.
    pub(super) table: Table,
}

impl Described {
    /// Describe and weigh the differences of words of all paired beads.
    #[must_use]
    pub fn new(pair: &Pair<'_>, table: Table) -> Self {
        let judged = super::judge::is_judged(pair);
        let quoted = Quoted::new(pair);
        let changed = Changed::new(pair);
        let weighed = |view: BeadView<'_>| {
            let words = of_words(view, &quoted, judged.then_some(changed));
            let differences = words.list.into_iter().zip(words.plain);
            let list = differences.map(|(d, plain)| Weighed {
                weights: Weights::of(&d, plain, table),
                kind: d.kind,
                original: d.original,
                copy: d.copy,
            });
            WeighedBead {
                list: list.collect(),
                context: words.context,
            }
        };
        let beads = pair
            .views()
            .map(|view| view.is_paired().then(|| weighed(view)));
        Self {
            beads: beads.collect(),
            judged,
            changed,
            table,
        }
    }
}
