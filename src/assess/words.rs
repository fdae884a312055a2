//! Differences of words: exchanged, left out, put in, moved, inflected or spelled otherwise.

use std::ops::Range;
use std::rc::Rc;
use std::sync::LazyLock;

use super::Difference;
use super::features::{Feature, Kind, count, some};
use crate::compare::Relation;
use crate::detect::BeadView;
use crate::detect::view::Words;
use crate::lexicon::wordnet::{self, PartOfSpeech, Pointer, Sense, Synset, WordNet};
use crate::lexicon::{Class, WordPairs};
use crate::semantic::Fast;
use crate::text::tokens::TokenKind;

static SYNONYMS: LazyLock<WordPairs> =
    LazyLock::new(|| WordPairs::groups(include_str!("../lexicon/data/synonyms.txt")));
static ANTONYMS: LazyLock<WordPairs> =
    LazyLock::new(|| WordPairs::mutual(include_str!("../lexicon/data/antonyms.txt")));
static WRONG_SENSES: LazyLock<WordPairs> =
    LazyLock::new(|| WordPairs::directed(include_str!("../lexicon/data/wrong_sense.txt")));

/// The most words of a side that kin is looked for among; a sentence has about five.
const MOST_OPEN: usize = 24;

/// The differences of words of a bead, in the order of the copy, then what only the original has.
pub(super) fn differences(view: BeadView<'_>) -> Vec<Difference> {
    if view.alignment.is_identical() {
        return Vec::new();
    }
    let (a, b) = (view.original(), view.copy());
    let (left, right) = (Open::new(a), Open::new(b));
    let mut list = Vec::new();
    let mut j = 0;
    while j < b.len() {
        let Some(link) = b.link(j) else {
            let end = run_end(b, j);
            list.push(run(Kind::Inserted, b, j..end, a, &right, &left));
            j = end;
            continue;
        };
        let (i, mut end) = (link.other, j + 1);
        match link.relation {
            Relation::Substituted => list.push(substituted(a, b, i, j, &left, &right)),
            Relation::Inflected => list.push(inflected(a, b, i, j)),
            Relation::Variant => list.push(Difference {
                kind: Kind::Variant,
                original: i..i + 1,
                copy: j..j + 1,
                features: some([Feature::new("spelling", spelling(a.norm(i), b.norm(j)))]),
            }),
            Relation::Moved => {
                while b
                    .link(end)
                    .is_some_and(|l| l.relation == Relation::Moved && l.other == i + (end - j))
                {
                    end += 1;
                }
                list.push(moved(a, b, i..i + (end - j), j..end));
            }
            _ => {}
        }
        j = end;
    }
    let mut i = 0;
    while i < a.len() {
        if a.link(i).is_some() {
            i += 1;
            continue;
        }
        let end = run_end(a, i);
        list.push(run(Kind::Deleted, a, i..end, b, &left, &right));
        i = end;
    }
    list
}

fn run_end(words: Words<'_>, start: usize) -> usize {
    let end = (start..words.len()).find(|k| words.link(*k).is_some());
    end.unwrap_or(words.len())
}

/// The content words of a side that have no counterpart, with their senses.
struct Open {
    words: Vec<OpenWord>,
    /// The synsets of the words' frequent senses, in order, each with the place of its word.
    frequent: Vec<(Synset, usize)>,
}

/// A content word without a counterpart.
struct OpenWord {
    place: usize,
    stem: u64,
    senses: Rc<[Sense]>,
}

/// The senses of a word that count as frequent are those below this rank.
const FREQUENT: u8 = 4;

impl OpenWord {
    /// The synsets of its frequent senses.
    fn frequent(&self) -> impl Iterator<Item = Synset> {
        let often = self.senses.iter().filter(|s| s.rank < FREQUENT);
        often.map(|s| s.synset)
    }
}

impl Open {
    fn new(words: Words<'_>) -> Self {
        let net = WordNet::embedded();
        let open = (0..words.len()).filter(|k| words.is_content(*k) && !words.is_kept(*k));
        let plain = open.filter(|k| words.token(*k).is_some_and(|t| t.kind == TokenKind::Word));
        let read = |place: usize| OpenWord {
            place,
            stem: words.stem(place),
            senses: net.senses(words.norm(place)),
        };
        let words: Vec<OpenWord> = plain.take(MOST_OPEN).map(read).collect();
        let of = |word: &OpenWord| {
            let place = word.place;
            word.frequent()
                .map(move |synset| (synset, place))
                .collect::<Vec<_>>()
        };
        let mut frequent: Vec<(Synset, usize)> = words.iter().flat_map(of).collect();
        frequent.sort_unstable();
        Self { words, frequent }
    }

    fn find(&self, word: usize) -> Option<&OpenWord> {
        let at = self.words.binary_search_by_key(&word, |w| w.place).ok()?;
        self.words.get(at)
    }

    fn senses(&self, word: usize) -> &[Sense] {
        self.find(word).map_or(&[], |w| &w.senses)
    }

    /// Whether a word of the other side, other than the one at `except`, means nearly the same: it
    /// is listed as a synonym, or has a sense that is frequent for both, directly or by derivation.
    fn kin(&self, word: usize, other: &Self, except: Option<usize>) -> bool {
        let Some(own) = self.find(word) else {
            return false;
        };
        let other_than = |place: usize| Some(place) != except;
        let mut others = other.words.iter().filter(|w| other_than(w.place));
        let has = |synset: Synset| {
            let start = other.frequent.partition_point(|(s, _)| *s < synset);
            let rest = other.frequent.get(start..).unwrap_or_default();
            let mut same = rest.iter().take_while(|(s, _)| *s == synset);
            same.any(|(_, place)| other_than(*place))
        };
        let synonyms = SYNONYMS.partners(own.stem);
        if others.any(|far| synonyms.contains(&far.stem)) {
            return true;
        }
        let net = WordNet::embedded();
        own.frequent().any(|synset| {
            let near =
                |(p, _): &(Pointer, Synset)| matches!(p, Pointer::Derived | Pointer::Similar);
            has(synset) || net.pointers(synset).filter(near).any(|(_, near)| has(near))
        })
    }
}

/// What sort of word it is, as far as its form and the lexicon tell.
fn sort(words: Words<'_>, word: usize, senses: &[Sense]) -> &'static str {
    const FUNCTION: [(Class, &str); 15] = [
        (Class::NEGATOR, "negator"),
        (Class::MODAL, "modal"),
        (Class::QUANTIFIER, "quantifier"),
        (Class::POSSESSIVE, "possessive"),
        (Class::PRONOUN, "pronoun"),
        (Class::ARTICLE, "article"),
        (Class::DEMONSTRATIVE, "demonstrative"),
        (Class::RELATIVE, "relative"),
        (Class::BE, "be"),
        (Class::HAVE, "have"),
        (Class::DO, "do"),
        (Class::PREPOSITION, "preposition"),
        (Class::CONJUNCTION, "conjunction"),
        (Class::DEGREE, "degree"),
        (Class::OTHER, "other"),
    ];
    let class = words.class(word);
    if let Some((_, name)) = FUNCTION.iter().find(|(c, _)| class.shares(*c)) {
        return name;
    }
    let Some(token) = words.token(word) else {
        return "other";
    };
    if token.kind == TokenKind::Number {
        return "number";
    }
    if token.capital && word > 0 {
        return "name";
    }
    let norm = words.norm(word);
    if norm.chars().any(|c| c.is_alphabetic() && c > '\u{24f}') {
        return "other script";
    }
    let found;
    let senses = if senses.is_empty() {
        found = WordNet::embedded().senses(norm);
        &found
    } else {
        senses
    };
    let first = |part| {
        let of = senses
            .iter()
            .filter(|s| WordNet::embedded().part_of_speech(s.synset) == part);
        of.count()
    };
    let (noun, verb) = (first(PartOfSpeech::Noun), first(PartOfSpeech::Verb));
    let (adjective, adverb) = (first(PartOfSpeech::Adjective), first(PartOfSpeech::Adverb));
    if noun + verb + adjective + adverb == 0 {
        return if token.capital { "name" } else { "unknown" };
    }
    if norm.ends_with("ly") && adverb > 0 {
        return "adverb";
    }
    let most = noun.max(verb).max(adjective).max(adverb);
    if verb == most && (norm.ends_with("ed") || norm.ends_with("ing") || noun == 0) {
        "verb"
    } else if noun == most {
        "noun"
    } else if verb == most {
        "verb"
    } else if adjective == most {
        "adjective"
    } else {
        "adverb"
    }
}

fn is_function(sort: &str) -> bool {
    !matches!(
        sort,
        "number" | "name" | "other script" | "unknown" | "noun" | "verb" | "adjective" | "adverb"
    )
}

/// How a word ends, as far as endings tell number, tense and degree apart.
fn ending(norm: &str) -> &'static str {
    for ending in ["ing", "ed", "est", "er", "ly", "s"] {
        if norm.len() > ending.len() + 2 && norm.ends_with(ending) {
            return ending;
        }
    }
    "none"
}

/// How alike two words are in letters: Dice coefficient of their letter pairs, 0 to 1. Pairs are
/// sorted, so that a "word" of a hundred thousand digits takes no quadratic time.
fn letters(a: &str, b: &str) -> f64 {
    let pairs = |word: &str| -> Vec<[u8; 2]> {
        let next = word.bytes().skip(1);
        let mut pairs: Vec<[u8; 2]> = word.bytes().zip(next).map(|(a, b)| [a, b]).collect();
        pairs.sort_unstable();
        pairs
    };
    let (x, y) = (pairs(a), pairs(b));
    let mut rest = y.iter().peekable();
    let mut shared = 0;
    for pair in &x {
        while rest.next_if(|other| *other < pair).is_some() {}
        shared += i32::from(rest.next_if(|other| *other == pair).is_some());
    }
    2.0 * f64::from(shared) / ((x.len() + y.len()).max(1) as f64)
}

fn spelling(a: &str, b: &str) -> &'static str {
    match letters(a, b) {
        l if l < 0.2 => "<0.2",
        l if l < 0.4 => "<0.4",
        l if l < 0.6 => "<0.6",
        l if l < 0.8 => "<0.8",
        _ => "like",
    }
}

/// The bin of how alike two words are in use.
fn nearness(near: f64) -> &'static str {
    match near {
        n if n < 0.1 => "<0.1",
        n if n < 0.2 => "<0.2",
        n if n < 0.3 => "<0.3",
        n if n < 0.4 => "<0.4",
        n if n < 0.5 => "<0.5",
        n if n < 0.6 => "<0.6",
        n if n < 0.7 => "<0.7",
        _ => "near",
    }
}

/// Relation of two content words, with how frequent the senses are that it holds between.
fn relation(a: Words<'_>, b: Words<'_>, i: usize, j: usize) -> &'static str {
    let (x, y) = (a.stem(i), b.stem(j));
    if ANTONYMS.contains(x, y) {
        return "listed opposite";
    }
    if WRONG_SENSES.contains(x, y) {
        return "listed wrong sense";
    }
    if SYNONYMS.contains(x, y) {
        return "listed synonym";
    }
    let link = WordNet::embedded().relate(a.norm(i), b.norm(j));
    let rank = u32::from(link.first) + u32::from(link.second);
    use wordnet::Relation as R;
    match (link.relation, rank) {
        (R::Same, _) => "same lemma",
        (R::Synonym, 0) => "synonym, first senses",
        (R::Synonym, 1..=2) => "synonym, frequent senses",
        (R::Synonym, 3..=6) => "synonym, rarer senses",
        (R::Synonym, _) => "synonym, rare senses",
        (R::Antonym, 0..=2) => "opposite, frequent senses",
        (R::Antonym, _) => "opposite, rare senses",
        (R::Derived, _) => "derived",
        (R::Similar, 0..=2) => "similar, frequent senses",
        (R::Similar, _) => "similar, rare senses",
        (R::Hypernym, 0..=2) => "more general, frequent senses",
        (R::Hypernym, _) => "more general, rare senses",
        (R::Hyponym, 0..=2) => "more special, frequent senses",
        (R::Hyponym, _) => "more special, rare senses",
        (R::Sibling, 0..=2) => "siblings, frequent senses",
        (R::Sibling, _) => "siblings, rare senses",
        (R::Unrelated, _) => "unrelated",
        (R::Unknown, _) => "not both known",
    }
}

fn substituted(
    a: Words<'_>,
    b: Words<'_>,
    i: usize,
    j: usize,
    left: &Open,
    right: &Open,
) -> Difference {
    let (from, to) = (sort(a, i, left.senses(i)), sort(b, j, right.senses(j)));
    let mut features = some([Feature::new("from", from), Feature::new("to", to)]);
    let functions = (is_function(from), is_function(to));
    features.push(Feature::new(
        "sorts",
        match (functions, from == to) {
            ((true, true), true) => "function words of a class",
            ((true, true), false) => "function words",
            ((false, false), true) => "content words of a sort",
            ((false, false), false) => "content words",
            _ => "content and function",
        },
    ));
    if functions.0 && functions.1 {
        features.push(Feature::new(
            "function",
            if from == to {
                from.to_owned()
            } else {
                [from, " > ", to].concat()
            },
        ));
    } else {
        features.push(Feature::new("spelling", spelling(a.norm(i), b.norm(j))));
        let plain = |sort| !matches!(sort, "number" | "name" | "other script");
        if !functions.0 && !functions.1 && plain(from) && plain(to) {
            features.push(Feature::new("relation", relation(a, b, i, j)));
            let (x, y) = (ending(a.norm(i)), ending(b.norm(j)));
            if x != y {
                features.push(Feature::new("ending", [x, " > ", y].concat()));
            }
        } else {
            features.push(Feature::new("pair", [from, " > ", to].concat()));
        }
        if !functions.0 && !functions.1 {
            let near = Fast::embedded().word_similarity(a.norm(i), b.norm(j));
            features.push(Feature::new("use", nearness(near)));
        }
        if left.kin(i, right, Some(j)) {
            features.push(Feature::flag("original said elsewhere"));
        }
        if right.kin(j, left, Some(i)) {
            features.push(Feature::flag("copy said elsewhere"));
        }
    }
    repeats(b, j..j + 1, &mut features);
    Difference {
        kind: Kind::Substituted,
        original: i..i + 1,
        copy: j..j + 1,
        features,
    }
}

fn inflected(a: Words<'_>, b: Words<'_>, i: usize, j: usize) -> Difference {
    let (x, y) = (ending(a.norm(i)), ending(b.norm(j)));
    let features = some([
        Feature::new("ending", [x, " > ", y].concat()),
        Feature::new("sort", sort(b, j, &[])),
        Feature::new("spelling", spelling(a.norm(i), b.norm(j))),
    ]);
    Difference {
        kind: Kind::Inflected,
        original: i..i + 1,
        copy: j..j + 1,
        features,
    }
}

fn moved(a: Words<'_>, b: Words<'_>, i: Range<usize>, j: Range<usize>) -> Difference {
    let content = j.clone().filter(|k| b.is_content(*k)).count();
    let mut features = some([
        Feature::new("words", count(j.len())),
        Feature::new("content words", count(content)),
        Feature::new("far", count(i.start.abs_diff(j.start))),
    ]);
    if j.len() == 1 {
        features.push(Feature::new("only", sort(b, j.start, &[])));
    }
    if a.broken_after(i.end.saturating_sub(1)) != b.broken_after(j.end.saturating_sub(1)) {
        features.push(Feature::flag("mark after"));
    }
    Difference {
        kind: Kind::Moved,
        original: i,
        copy: j,
        features,
    }
}

/// A run of words that only one side, `here`, has.
fn run(
    kind: Kind,
    here: Words<'_>,
    run: Range<usize>,
    there: Words<'_>,
    open: &Open,
    far: &Open,
) -> Difference {
    let content: Vec<usize> = run.clone().filter(|k| here.is_content(*k)).collect();
    let mut features = some([
        Feature::new("words", count(run.len())),
        Feature::new("content words", count(content.len())),
    ]);
    let mut seen: Vec<&'static str> = Vec::new();
    for k in run.clone().take(40) {
        let sort = sort(here, k, open.senses(k));
        if !seen.contains(&sort) {
            seen.push(sort);
            features.push(Feature::new("has", sort));
        }
    }
    if let ([sort], 1) = (&seen[..], run.len()) {
        features.push(Feature::new("only", *sort));
        if !here.is_content(run.start) {
            features.push(Feature::new("word", here.norm(run.start).to_owned()));
        }
    }
    if !content.is_empty() {
        let kin = content.iter().filter(|k| open.kin(**k, far, None)).count();
        let elsewhere = |k: usize| (0..there.len()).any(|w| there.stem(w) == here.stem(k));
        let repeated = content.iter().filter(|k| elsewhere(**k)).count();
        let share = |n: usize| match n {
            0 => "none",
            n if n == content.len() => "all",
            _ => "some",
        };
        features.push(Feature::new("said elsewhere", share(kin)));
        features.push(Feature::new("stands elsewhere", share(repeated)));
    } else {
        let key = here.key(run.start);
        if (0..there.len()).any(|w| there.key(w) == key) {
            features.push(Feature::flag("word stands elsewhere"));
        }
    }
    let breaks = |k: Option<usize>| k.is_none_or(|k| here.broken_after(k));
    if breaks(run.start.checked_sub(1)) && breaks(run.end.checked_sub(1)) {
        features.push(Feature::flag("between marks"));
    }
    repeats(here, run.clone(), &mut features);
    let (original, copy) = match kind {
        Kind::Deleted => (run, 0..0),
        _ => (0..0, run),
    };
    Difference {
        kind,
        original,
        copy,
        features,
    }
}

/// Whether a run says again what stands beside it.
fn repeats(words: Words<'_>, run: Range<usize>, features: &mut Vec<Feature>) {
    let before = run.start.checked_sub(1).map(|k| words.key(k));
    let after = (run.end < words.len()).then(|| words.key(run.end));
    let (first, last) = (words.key(run.start), words.key(run.end.saturating_sub(1)));
    if before == Some(first) || after == Some(last) {
        features.push(Feature::flag("repeats its neighbour"));
    }
}
