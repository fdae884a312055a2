//! Phrases around a number that bound or blur it.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::lexicon::{self, list};
use crate::text::Document;
use crate::text::quantity::Bound;

struct Phrase {
    /// Keys of its words, from the number outwards.
    words: Vec<u64>,
    bound: Bound,
}

#[derive(Default)]
struct Tables {
    /// By the key of the word next to the number, longest phrase first.
    before: FxHashMap<u64, Vec<Phrase>>,
    after: FxHashMap<u64, Vec<Phrase>>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables::default();
    for line in list::lines(lexicon::BOUNDS) {
        let bound = match line.class() {
            "more-than" => Bound::MoreThan,
            "at-least" => Bound::AtLeast,
            "less-than" => Bound::LessThan,
            "at-most" => Bound::AtMost,
            "nearly" => Bound::Nearly,
            "just-over" => Bound::JustOver,
            "far-above" => Bound::FarAbove,
            "far-below" => Bound::FarBelow,
            _ => Bound::About,
        };
        let before = line.field(1) == "before";
        for item in line.items() {
            let mut words: Vec<u64> = item.split(' ').map(lexicon::key).collect();
            if before {
                words.reverse();
            }
            let Some(first) = words.first().copied() else {
                continue;
            };
            let side = if before {
                &mut tables.before
            } else {
                &mut tables.after
            };
            let list = side.entry(first).or_default();
            list.push(Phrase { words, bound });
            list.sort_by_key(|p| std::cmp::Reverse(p.words.len()));
        }
    }
    tables
});

/// A bound found beside a number.
pub(super) struct Found {
    pub bound: Bound,
    /// Number of tokens it has.
    pub words: usize,
}

/// The bound whose last word is the token at `last`.
pub(super) fn before(document: &Document<'_>, last: usize) -> Option<Found> {
    let tokens = document.tokens();
    let phrases = TABLES.before.get(&tokens.get(last)?.key)?;
    // `So far more than 40 came`: the degree word belongs to what stands before it.
    let so = |words: usize| {
        let before = (last + 1).checked_sub(words + 1);
        before.is_some_and(|at| matches!(document.norm_at(at), "so" | "thus"))
    };
    phrases
        .iter()
        .find(|p| {
            p.words.len() <= last + 1
                && !(p.bound == Bound::FarAbove && so(p.words.len()))
                && p.words
                    .iter()
                    .enumerate()
                    .all(|(back, key)| tokens.get(last - back).is_some_and(|t| t.key == *key))
        })
        .map(|p| Found {
            bound: p.bound,
            words: p.words.len(),
        })
}

/// The bound whose first word is the token at `first`.
pub(super) fn after(document: &Document<'_>, first: usize) -> Option<Found> {
    let tokens = document.tokens();
    let phrases = TABLES.after.get(&tokens.get(first)?.key)?;
    phrases
        .iter()
        .find(|p| {
            p.words
                .iter()
                .enumerate()
                .all(|(on, key)| tokens.get(first + on).is_some_and(|t| t.key == *key))
        })
        .map(|p| Found {
            bound: p.bound,
            words: p.words.len(),
        })
}
