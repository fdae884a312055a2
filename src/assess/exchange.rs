//! What marked stories and our own list know of an exchange of words.

use super::Difference;
use super::features::{Feature, Kind};
use crate::detect::view::Words;
use crate::lexicon::exchanges::{Exchange, Exchanges};
use crate::lexicon::senses::phrase_key;

/// The longest run of words put in or left out that is remembered.
const LONGEST_RUN: usize = 2;
/// The longest phrase of the list.
const LONGEST_PHRASE: usize = 3;

/// What is remembered of a difference, each with the feature that tells it.
pub(super) fn remembered(
    [a, b]: [Words<'_>; 2],
    difference: &Difference,
) -> Vec<(&'static str, Exchange)> {
    let (i, j) = (&difference.original, &difference.copy);
    let exchanged = |old: u64, new: u64| {
        vec![
            ("seen", Exchange::Words(old, new)),
            ("seen back", Exchange::Words(new, old)),
            ("seen old", Exchange::Old(old)),
            ("seen new", Exchange::New(new)),
        ]
    };
    let two = |words: Words<'_>, at: usize, length: usize| {
        let second = (length == LONGEST_RUN).then(|| words.stem(at + 1));
        (words.stem(at), second.unwrap_or_default())
    };
    match difference.kind {
        Kind::Substituted => exchanged(a.stem(i.start), b.stem(j.start)),
        Kind::Inflected => exchanged(a.key(i.start), b.key(j.start)),
        Kind::Deleted if i.len() <= LONGEST_RUN => {
            let (first, second) = two(a, i.start, i.len());
            vec![("seen run", Exchange::Lost(first, second))]
        }
        Kind::Inserted if j.len() <= LONGEST_RUN => {
            let (first, second) = two(b, j.start, j.len());
            vec![("seen run", Exchange::Added(first, second))]
        }
        _ => Vec::new(),
    }
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
    let joined = (1..LONGEST_PHRASE).take_while(|n| !words.broken_after(at + n - 1));
    let longer = joined.filter(|n| at + n < words.len()).map(|n| {
        let phrase: Vec<&str> = (at..=at + n).map(|k| words.norm(k)).collect();
        table.listed(word, phrase_key(&phrase.join(" ")))
    });
    longer
        .filter(|said| *said != "other")
        .last()
        .unwrap_or(alone)
}
