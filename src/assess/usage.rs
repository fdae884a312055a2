//! How an exchanged word is used: its senses, its neighbours, how well it fits its sentence.

use super::Difference;
use super::features::{Feature, Kind};
use crate::detect::BeadView;
use crate::detect::view::Words;
use crate::lexicon::Parts;
use crate::lexicon::wordnet::{Pointer, Relation, Sense, Synset, WordNet};
use crate::semantic::Fast;

/// Steps up a hypernym chain; two words whose chains do not meet within it have no path.
const MOST_STEPS: usize = 6;
/// The senses of a word that count as frequent.
const FREQUENT: u8 = 3;
/// The longest passage, in words, that a phrase's vector is made of.
const LONGEST_PHRASE: usize = 12;

/// Add to the differences of words how their words are used.
pub(super) fn add(view: BeadView<'_>, list: &mut [Difference]) {
    let (a, b) = (view.original(), view.copy());
    let kept: Vec<&str> = (0..a.len())
        .filter(|k| a.is_content(*k) && a.is_kept(*k))
        .map(|k| a.norm(k))
        .collect();
    let context = (kept.len() >= 2).then(|| Fast::embedded().encode(&kept.join(" ")));
    for difference in list.iter_mut().filter(|d| d.kind.is_of_words()) {
        if difference.kind == Kind::Substituted {
            let (i, j) = (difference.original.start, difference.copy.start);
            let features = &mut difference.features;
            senses(a, b, (i, j), features);
            parts(a.parts(i), b.parts(j), features);
            terms(a, i, ["old term", "old in term"], features);
            terms(b, j, ["new term", "new in term"], features);
            if let Some(context) = context
                .as_deref()
                .filter(|_| a.is_content(i) && b.is_content(j))
            {
                fit(a.norm(i), b.norm(j), context, features);
            }
        }
        phrase(view, difference);
    }
}

/// What WordNet says of the senses that two words share, and of those they have most.
fn senses(a: Words<'_>, b: Words<'_>, (i, j): (usize, usize), features: &mut Vec<Feature>) {
    let net = WordNet::embedded();
    let link = net.relate(a.norm(i), b.norm(j));
    if matches!(link.relation, Relation::Same | Relation::Unknown) {
        return;
    }
    let (old, new) = (net.senses(a.norm(i)), net.senses(b.norm(j)));
    features.push(Feature::new("old senses", many(old.len())));
    features.push(Feature::new("new senses", many(new.len())));
    if link.relation != Relation::Unrelated {
        features.push(Feature::new("old rank", rank(link.first)));
        features.push(Feature::new("new rank", rank(link.second)));
    }
    features.push(Feature::new("path", steps(path(&old, &new, 1))));
    features.push(Feature::new(
        "shortest path",
        steps(path(&old, &new, FREQUENT)),
    ));
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

fn steps(path: Option<usize>) -> &'static str {
    match path {
        Some(0) => "0",
        Some(1) => "1",
        Some(2) => "2",
        Some(3..=4) => "3-4",
        Some(_) => "5+",
        None => "none",
    }
}

/// The shortest way over a common more general sense between the frequent senses of two words.
fn path(old: &[Sense], new: &[Sense], below: u8) -> Option<usize> {
    let ways = |senses: &[Sense]| -> Vec<(Synset, usize)> {
        let frequent = senses.iter().filter(|s| s.rank < below);
        frequent.flat_map(|s| above(s.synset)).collect()
    };
    let (old, new) = (ways(old), ways(new));
    let meet = old.iter().flat_map(|(x, up)| {
        new.iter()
            .filter(move |(y, _)| x == y)
            .map(move |(_, down)| up + down)
    });
    meet.min()
}

/// A sense and the more general ones above it, each with its distance; the first way up only.
fn above(synset: Synset) -> Vec<(Synset, usize)> {
    let net = WordNet::embedded();
    let mut chain = vec![(synset, 0)];
    let mut at = synset;
    for step in 1..=MOST_STEPS {
        let up =
            |p: &Pointer| matches!(p, Pointer::Hypernym | Pointer::Instance | Pointer::Similar);
        let Some((_, next)) = net.pointers(at).find(|(p, _)| up(p)) else {
            break;
        };
        if chain.iter().any(|(seen, _)| *seen == next) {
            break;
        }
        chain.push((next, step));
        at = next;
    }
    chain
}

/// The parts of speech that the tagger leaves each word where it stands.
fn parts(old: Parts, new: Parts, features: &mut Vec<Feature>) {
    let (old_part, new_part) = (part(old), part(new));
    features.push(Feature::new("old part", old_part));
    features.push(Feature::new("new part", new_part));
    if !old.may(new) {
        features.push(Feature::new(
            "parts apart",
            format!("{old_part} > {new_part}"),
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

/// Whether a word is a part of a term that WordNet knows: `interest rate`, `come to rest`.
fn terms(words: Words<'_>, k: usize, names: [&'static str; 2], features: &mut Vec<Feature>) {
    let net = WordNet::embedded();
    let term = |from: usize, to: usize| {
        let joined = (from..to).all(|w| !words.broken_after(w));
        let form = || {
            let list: Vec<&str> = (from..=to).map(|w| words.norm(w)).collect();
            list.join(" ")
        };
        to < words.len() && joined && net.knows(&form())
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

/// How well a word fits what the sentence keeps, against the word it replaced.
fn fit(old: &str, new: &str, context: &[f32], features: &mut Vec<Feature>) {
    let near = |word: &str| {
        let vector = Fast::embedded().encode(word);
        let products = vector.iter().zip(context);
        products
            .map(|(x, y)| f64::from(*x) * f64::from(*y))
            .sum::<f64>()
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

/// How near the phrases are in which a difference stands, where both sides have one.
fn phrase(view: BeadView<'_>, difference: &mut Difference) {
    let (a, b) = (view.original(), view.copy());
    let inside = |outer: &std::ops::Range<usize>, inner: &std::ops::Range<usize>| {
        !inner.is_empty() && outer.contains(&inner.start)
    };
    let d = &*difference;
    let step = view
        .alignment
        .edits
        .iter()
        .find(|e| inside(&e.copy, &d.copy) || inside(&e.original, &d.original));
    let Some(step) = step else { return };
    let (n, m) = (step.original.len(), step.copy.len());
    if n == 0 || m == 0 || n + m < 3 || n.max(m) > LONGEST_PHRASE {
        return;
    }
    let text = |words: Words<'_>, run: &std::ops::Range<usize>| {
        let list: Vec<&str> = run.clone().map(|k| words.norm(k)).collect();
        list.join(" ")
    };
    let (old, new) = (text(a, &step.original), text(b, &step.copy));
    let near = Fast::embedded().word_similarity(&old, &new);
    difference.features.push(Feature::new(
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
    difference.features.push(Feature::new("phrase", shape));
    let net = WordNet::embedded();
    let known = |form: &str, n: usize| n > 1 && n < 5 && net.knows(form);
    if known(&old, n) {
        difference.features.push(Feature::flag("old phrase known"));
    }
    if known(&new, m) {
        difference.features.push(Feature::flag("new phrase known"));
    }
    if n + m > 2
        && !step.original.is_empty()
        && net.relate(&old, &new).relation == Relation::Synonym
    {
        difference
            .features
            .push(Feature::flag("phrases are synonyms"));
    }
}
