//! What marked stories and our own list know of an exchange of words.

use std::ops::Range;

use super::Difference;
use super::features::{Feature, Kind};
use super::senses::{LONGEST, phrases};
use crate::detect::view::Words;
use crate::lexicon::exchanges::{Exchange, Exchanges};

/// The longest run of words put in or left out that is remembered.
const LONGEST_RUN: usize = 2;

/// What is remembered of a difference, each with the feature that tells it.
pub(super) fn remembered(
    [a, b]: [Words<'_>; 2],
    difference: &Difference,
) -> impl Iterator<Item = (&'static str, Exchange)> + use<> {
    let (i, j) = (&difference.original, &difference.copy);
    let exchanged = |old: u64, new: u64| {
        [
            Some(("seen", Exchange::Words(old, new))),
            Some(("seen back", Exchange::Words(new, old))),
            Some(("seen old", Exchange::Old(old))),
            Some(("seen new", Exchange::New(new))),
        ]
    };
    let run = |words: Words<'_>, run: &Range<usize>, exchange: fn(u64, u64) -> Exchange| {
        let second = (run.len() == LONGEST_RUN).then(|| words.stem(run.start + 1));
        let exchange = exchange(words.stem(run.start), second.unwrap_or_default());
        [Some(("seen run", exchange)), None, None, None]
    };
    let remembered = match difference.kind {
        Kind::Substituted => exchanged(a.stem(i.start), b.stem(j.start)),
        Kind::Inflected => exchanged(a.key(i.start), b.key(j.start)),
        Kind::Deleted if i.len() <= LONGEST_RUN => run(a, i, Exchange::Lost),
        Kind::Inserted if j.len() <= LONGEST_RUN => run(b, j, Exchange::Added),
        _ => [None; 4],
    };
    remembered.into_iter().flatten()
}

/// Add what is known of a difference of words.
pub(super) fn add([a, b]: [Words<'_>; 2], difference: &mut Difference) {
    let table = Exchanges::embedded();
    for (name, exchange) in remembered([a, b], difference) {
        let seen = table.seen(exchange).unwrap_or("never");
        difference.features.push(Feature::new(name, seen));
    }
    let (i, j) = (difference.original.start, difference.copy.start);
    if difference.kind == Kind::Substituted && a.is_content(i) && b.is_content(j) {
        let there = listed(a.stem(i), b, j);
        let back = listed(b.stem(j), a, i);
        difference.features.extend([
            Feature::new("listed", there),
            Feature::new("listed back", back),
            Feature::new("listed both", [there, ", ", back].concat()),
        ]);
    }
}

/// What the list says of a word and what stands for it, the longest phrase that it has there.
fn listed(word: u64, words: Words<'_>, at: usize) -> &'static str {
    let table = Exchanges::embedded();
    let alone = table.listed(word, words.stem(at));
    if alone == "unknown" {
        return alone;
    }
    let longer = phrases(words, at, LONGEST).map(|phrase| table.listed(word, phrase));
    longer
        .filter(|said| *said != "other")
        .last()
        .unwrap_or(alone)
}
