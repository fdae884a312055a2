//! Whether a word stands for the sense of the other that is meant here.

use std::rc::Rc;

use super::features::Feature;
use crate::detect::view::Words;
use crate::lexicon::recall::Recall;
use crate::lexicon::senses::{Entry, Senses, phrase_key};
use crate::semantic::{Fast, Measured, Phrase, Word};

thread_local! {
    static MEANT: Recall<Rc<[Meant]>> = Recall::new();
}

/// A sense as the fast model has it.
struct Meant {
    /// The words that stand for it.
    words: Vec<(&'static str, Option<Phrase>)>,
    /// Of all of them together.
    vector: Measured,
}

impl Meant {
    fn new(words: impl Iterator<Item = &'static str>) -> Self {
        let fast = Fast::embedded();
        let words: Vec<&str> = words.collect();
        Self {
            vector: Measured::new(fast.encode(&words.join(" "))),
            words: words.into_iter().map(|w| (w, fast.phrase(w))).collect(),
        }
    }
}

/// The most words of a phrase that is looked for.
pub(super) const LONGEST: usize = 3;
/// How far apart, in cosines, a sense and the best other one fit a sentence.
const STEPS: [(f64, &str); 7] = [
    (-0.15, "<-0.15"),
    (-0.08, "<-0.08"),
    (-0.03, "<-0.03"),
    (0.0, "<0"),
    (0.03, "<0.03"),
    (0.08, "<0.08"),
    (0.15, "<0.15"),
];

/// Add to an exchange of content words what the list of senses says of them, and which senses fit
/// the vector of what the sentence keeps.
pub(super) fn add(
    [a, b]: [Words<'_>; 2],
    (i, j): (usize, usize),
    context: Option<&Measured>,
    features: &mut Vec<Feature>,
) {
    let senses = Senses::embedded();
    let (old, new) = (senses.of(a.stem(i)), senses.of(b.stem(j)));
    let there = place(old, b, j);
    let back = place(new, a, i);
    features.push(Feature::new("sense", there));
    features.push(Feature::new("sense back", back));
    features.push(Feature::new("senses", [there, ", ", back].concat()));
    if let Some(sense) = senses.common(a.stem(i), b.stem(j)) {
        let value = if sense == 0 { "main" } else { "other" };
        features.push(Feature::new("sense of a third", value));
    }
    if let Some(context) = context {
        let names = ["old sense fit", "old sense, fit, near"];
        fit(old, b.norm(j), context, names, features);
        let names = ["new sense fit", "new sense, fit, near"];
        fit(new, a.norm(i), context, names, features);
    }
}

/// For which sense of a word another stands by the list, alone or with the words that follow it.
fn place(entry: Option<&Entry>, words: Words<'_>, at: usize) -> &'static str {
    let Some(entry) = entry else {
        return "unlisted";
    };
    let senses = Senses::embedded();
    let mut phrases = phrases(words, at, LONGEST.min(entry.longest()));
    let longer = phrases.find_map(|phrase| senses.place(entry, phrase));
    match longer.or_else(|| senses.place(entry, words.stem(at))) {
        Some(0) => "main",
        Some(_) => "other",
        None => "no",
    }
}

/// Keys of the phrases of two words and more, up to the longest, that begin at a word and that no mark
/// parts, the shortest first.
pub(super) fn phrases(
    words: Words<'_>,
    at: usize,
    longest: usize,
) -> impl Iterator<Item = u64> + '_ {
    let ends =
        (at + 1..words.len().min(at + longest)).take_while(move |k| !words.broken_after(k - 1));
    ends.map(move |end| {
        let phrase: Vec<&str> = (at..=end).map(|k| words.norm(k)).collect();
        phrase_key(&phrase.join(" "))
    })
}

/// Whether the sense of a word that another is nearest to fits the sentence better than the rest.
fn fit(
    entry: Option<&Entry>,
    other: &str,
    context: &Measured,
    [name, joint]: [&'static str; 2],
    features: &mut Vec<Feature>,
) {
    let Some(entry) = entry else { return };
    let find = || entry.senses().map(Meant::new).collect();
    let meant = MEANT.with(|known| known.answer(entry.head, find));
    let word = Fast::embedded().word(other);
    let near = meant.iter().map(|m| nearness(m, other, word.as_ref()));
    let ranked = meant.iter().zip(near).enumerate();
    let nearer = ranked.reduce(|x, y| if y.1.1 > x.1.1 { y } else { x });
    let Some((best, (nearest, near))) = nearer else {
        return;
    };
    let close = match near {
        n if n < 0.45 => "far",
        n if n < 0.8 => "near",
        _ => "same",
    };
    let which = match (meant.len(), best) {
        (1, _) => "only",
        (_, 0) => "main",
        _ => "other",
    };
    if meant.len() == 1 {
        features.push(Feature::new(name, "only"));
        features.push(Feature::new(joint, ["only, ", close].concat()));
        return;
    }
    let rest = meant.iter().enumerate().filter(|(k, _)| *k != best);
    let rest = rest.map(|(_, meant)| meant.vector.cosine(context));
    let lead = nearest.vector.cosine(context) - rest.fold(f64::NEG_INFINITY, f64::max);
    let step = STEPS.iter().find(|(below, _)| lead < *below);
    features.push(Feature::new(name, step.map_or("best", |(_, name)| name)));
    let coarse = match lead {
        l if l < -0.08 => "badly",
        l if l < 0.0 => "worse",
        l if l < 0.08 => "better",
        _ => "best",
    };
    features.push(Feature::new(
        joint,
        [which, ", ", coarse, ", ", close].concat(),
    ));
}

/// How near a word is to the nearest of those that stand for a sense.
fn nearness(meant: &Meant, other: &str, word: Option<&Word>) -> f64 {
    let fast = Fast::embedded();
    let all = meant
        .words
        .iter()
        .map(|(text, phrase)| match (word, phrase) {
            (Some(word), Some(phrase)) => fast.near(word, phrase),
            _ => fast.word_similarity(text, other),
        });
    all.fold(-1.0, f64::max)
}
