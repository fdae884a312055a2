//! How an exchanged word is used: its senses, its neighbours, how well it fits its sentence.

use std::ops::Range;

use super::context::Steps;
use super::features::{Feature, Kind};
use super::{Difference, exchange, senses};
use crate::compare::Edit;
use crate::detect::BeadView;
use crate::detect::view::Words;
use crate::lexicon::Parts;
use crate::lexicon::wordnet::{Relation, Way, WordNet};
use crate::semantic::{Fast, Measured, dot};

/// The longest passage, in words, that a phrase's vector is made of.
const LONGEST_PHRASE: usize = 12;

/// Add to the differences of words how their words are used.
pub(super) fn add(view: BeadView<'_>, steps: &Steps, list: &mut [Difference]) {
    let (a, b) = (view.original(), view.copy());
    let kept: Vec<&str> = (0..a.len())
        .filter(|k| a.is_content(*k) && a.is_kept(*k))
        .map(|k| a.norm(k))
        .collect();
    let vector = || Measured::new(Fast::embedded().encode(&kept.join(" ")));
    let context = (kept.len() >= 2).then(vector);
    let mut form = String::new();
    // Differences of one step stand in one phrase, and follow one another.
    let mut phrases: Vec<(usize, Vec<Feature>)> = Vec::new();
    for difference in list.iter_mut().filter(|d| d.kind.is_of_words()) {
        exchange::add([a, b], difference);
        if difference.kind == Kind::Substituted {
            let (i, j) = (difference.original.start, difference.copy.start);
            let features = &mut difference.features;
            sense_counts(a, b, (i, j), features);
            parts(a.parts(i), b.parts(j), features);
            terms(a, i, ["old term", "old in term"], &mut form, features);
            terms(b, j, ["new term", "new in term"], &mut form, features);
            if a.is_content(i) && b.is_content(j) {
                senses::add([a, b], (i, j), context.as_ref(), features);
                if let Some(context) = &context {
                    fit(a.norm(i), b.norm(j), context.vector(), features);
                }
            }
        }
        let Some(step) = steps.of(difference) else {
            continue;
        };
        let known = phrases.iter().rposition(|(of, _)| *of == step);
        let at = known.unwrap_or_else(|| {
            let edit = view.alignment.edits.get(step);
            let features = edit.map_or_else(Vec::new, |edit| phrase(a, b, edit));
            phrases.push((step, features));
            phrases.len() - 1
        });
        if let Some((_, phrase)) = phrases.get(at) {
            difference.features.extend(phrase.iter().cloned());
        }
    }
}

/// What WordNet says of the senses that two words share, and of those they have most.
fn sense_counts(a: Words<'_>, b: Words<'_>, (i, j): (usize, usize), features: &mut Vec<Feature>) {
    let net = WordNet::embedded();
    let link = net.relate(a.norm(i), b.norm(j));
    if matches!(link.relation, Relation::Same | Relation::Unknown) {
        return;
    }
    features.push(Feature::new(
        "old senses",
        many(net.senses(a.norm(i)).len()),
    ));
    features.push(Feature::new(
        "new senses",
        many(net.senses(b.norm(j)).len()),
    ));
    if link.relation != Relation::Unrelated {
        features.push(Feature::new("old rank", rank(link.first)));
        features.push(Feature::new("new rank", rank(link.second)));
    }
    let (old, new) = (net.ways_up(a.norm(i)), net.ways_up(b.norm(j)));
    let (first, shortest) = paths(&old, &new);
    features.push(Feature::new("path", steps_between(first)));
    features.push(Feature::new("shortest path", steps_between(shortest)));
}

fn many(senses: usize) -> &'static str {
    match senses {
        0..=1 => "1",
        2..=3 => "2-3",
        4..=7 => "4-7",
        8..=15 => "8-15",
        _ => "16+",
    }
}

fn rank(rank: u8) -> &'static str {
    match rank {
        0 => "0",
        1 => "1",
        2..=3 => "2-3",
        _ => "4+",
    }
}

fn steps_between(path: Option<u8>) -> &'static str {
    match path {
        Some(0) => "0",
        Some(1) => "1",
        Some(2) => "2",
        Some(3..=4) => "3-4",
        Some(_) => "5+",
        None => "none",
    }
}

/// The shortest way over a common more general sense between the first senses of two words, and
/// between their frequent senses.
fn paths(old: &[Way], new: &[Way]) -> (Option<u8>, Option<u8>) {
    let (mut first, mut shortest) = (None::<u8>, None::<u8>);
    for x in old {
        for y in new.iter().filter(|y| y.synset == x.synset) {
            let far = x.steps + y.steps;
            shortest = Some(shortest.map_or(far, |least| least.min(far)));
            if x.rank == 0 && y.rank == 0 {
                first = Some(first.map_or(far, |least| least.min(far)));
            }
        }
    }
    (first, shortest)
}

/// The parts of speech that the tagger leaves each word where it stands.
fn parts(old: Parts, new: Parts, features: &mut Vec<Feature>) {
    let (old_part, new_part) = (part(old), part(new));
    features.push(Feature::new("old part", old_part));
    features.push(Feature::new("new part", new_part));
    if !old.may(new) {
        features.push(Feature::new(
            "parts apart",
            [old_part, " > ", new_part].concat(),
        ));
    }
}

fn part(parts: Parts) -> &'static str {
    const OPEN: [(Parts, &str); 5] = [
        (Parts::NOMINAL, "noun"),
        (Parts::VERB, "verb"),
        (Parts::ADJECTIVE, "adjective"),
        (Parts::ADVERB, "adverb"),
        (Parts::NUMBER, "number"),
    ];
    if parts.only(Parts::NAME) {
        return "name";
    }
    if let Some((_, name)) = OPEN.iter().find(|(open, _)| parts.only(*open)) {
        return name;
    }
    let mut may = OPEN.iter().filter(|(open, _)| parts.may(*open));
    match (may.next(), may.next()) {
        (Some((_, "noun")), Some((_, "verb"))) => "noun or verb",
        (Some((_, "noun")), Some((_, "adjective"))) => "noun or adjective",
        (Some((_, "verb")), Some((_, "adjective"))) => "verb or adjective",
        (Some(_), _) => "open",
        _ => "other",
    }
}

/// Whether a word is a part of a term that WordNet knows: `interest rate`, `come to rest`. `form` is
/// room to write terms in.
fn terms(
    words: Words<'_>,
    k: usize,
    names: [&'static str; 2],
    form: &mut String,
    features: &mut Vec<Feature>,
) {
    let net = WordNet::embedded();
    let mut term = |from: usize, to: usize| {
        if to >= words.len()
            || (from..to).any(|w| words.broken_after(w))
            || !net.opens(words.norm(from))
        {
            return false;
        }
        write(words, from..to + 1, form);
        net.knows(form)
    };
    let found = [(0, 1), (1, 0), (0, 2), (1, 1), (2, 0)]
        .into_iter()
        .find(|(before, after)| k >= *before && term(k - before, k + after));
    if let Some((before, _)) = found {
        features.push(Feature::flag(names[0]));
        let place = if before == 0 { "first" } else { "later" };
        features.push(Feature::new(names[1], place));
    }
}

/// Write words into `form`, with spaces between.
fn write(words: Words<'_>, run: Range<usize>, form: &mut String) {
    form.clear();
    for k in run {
        if !form.is_empty() {
            form.push(' ');
        }
        form.push_str(words.norm(k));
    }
}

/// How well a word fits what the sentence keeps, against the word it replaced.
fn fit(old: &str, new: &str, context: &[f32], features: &mut Vec<Feature>) {
    let mut vector = vec![0.0; context.len()];
    let mut near = |word: &str| {
        Fast::embedded().encode_into(word, &mut vector);
        dot(&vector, context)
    };
    let (before, after) = (near(old), near(new));
    features.push(Feature::new("fit", fitness(after)));
    features.push(Feature::new("old fit", fitness(before)));
    let drop = match before - after {
        d if d < -0.1 => "better",
        d if d < 0.0 => "<0",
        d if d < 0.05 => "<0.05",
        d if d < 0.1 => "<0.1",
        d if d < 0.2 => "<0.2",
        _ => "worse",
    };
    features.push(Feature::new("fit lost", drop));
}

fn fitness(near: f64) -> &'static str {
    match near {
        n if n < 0.05 => "<0.05",
        n if n < 0.1 => "<0.1",
        n if n < 0.2 => "<0.2",
        n if n < 0.3 => "<0.3",
        _ => "fits",
    }
}

/// How near the phrases of a step are to one another, where both sides have one.
fn phrase(a: Words<'_>, b: Words<'_>, step: &Edit) -> Vec<Feature> {
    let mut features = Vec::new();
    let (n, m) = (step.original.len(), step.copy.len());
    if n == 0 || m == 0 || n + m < 3 || n.max(m) > LONGEST_PHRASE {
        return features;
    }
    let (mut old, mut new) = (String::new(), String::new());
    write(a, step.original.clone(), &mut old);
    write(b, step.copy.clone(), &mut new);
    let near = Fast::embedded().word_similarity(&old, &new);
    features.push(Feature::new(
        "phrase use",
        match near {
            n if n < 0.2 => "<0.2",
            n if n < 0.35 => "<0.35",
            n if n < 0.5 => "<0.5",
            n if n < 0.65 => "<0.65",
            n if n < 0.8 => "<0.8",
            _ => "near",
        },
    ));
    let shape = match (n, m) {
        (1, 1) => "1 > 1",
        (1, _) => "1 > more",
        (_, 1) => "more > 1",
        _ if n == m => "as many",
        _ => "more > more",
    };
    features.push(Feature::new("phrase", shape));
    let net = WordNet::embedded();
    let known = |form: &str, n: usize| n > 1 && n < 5 && net.knows(form);
    if known(&old, n) {
        features.push(Feature::flag("old phrase known"));
    }
    if known(&new, m) {
        features.push(Feature::flag("new phrase known"));
    }
    if net.relate(&old, &new).relation == Relation::Synonym {
        features.push(Feature::flag("phrases are synonyms"));
    }
    features
}
