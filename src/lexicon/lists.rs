//! Loaders for the word lists: one entry a line, `#` starts a comment line.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{key, stem, stem_key};

/// The entries of a list: its lines without comments and blank lines.
pub fn entries(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// A set of words, asked by key.
#[derive(Debug, Default)]
pub struct WordSet(FxHashSet<u64>);

impl WordSet {
    /// The words of a list, by the key of their normal form.
    #[must_use]
    pub fn of_forms(text: &'static str) -> Self {
        Self(
            entries(text)
                .flat_map(str::split_whitespace)
                .map(key)
                .collect(),
        )
    }

    /// The words of a list, by the key of their stem: all inflections are in the set.
    #[must_use]
    pub fn of_stems(text: &'static str) -> Self {
        Self(
            entries(text)
                .flat_map(str::split_whitespace)
                .map(stem_key)
                .collect(),
        )
    }

    /// Whether a key is in the set.
    #[must_use]
    pub fn contains(&self, key: u64) -> bool {
        self.0.contains(&key)
    }
}

/// Pairs of words, asked by stem key (or by the key of the form, for [`WordPairs::of_forms`]).
#[derive(Debug, Default)]
pub struct WordPairs(FxHashMap<u64, Vec<u64>>);

impl WordPairs {
    /// Pairs of a list with lines `word word: other other ...`, from each word left of the colon
    /// to each right of it, by stem.
    #[must_use]
    pub fn directed(text: &'static str) -> Self {
        let mut pairs = Self::default();
        pairs.read(text, stem_key, false);
        pairs
    }

    /// The same in both directions.
    #[must_use]
    pub fn mutual(text: &'static str) -> Self {
        let mut pairs = Self::default();
        pairs.read(text, stem_key, true);
        pairs
    }

    /// The same in both directions, by form: `more` and `most` are two words.
    #[must_use]
    pub fn of_forms(text: &'static str) -> Self {
        let mut pairs = Self::default();
        pairs.read(text, key, true);
        pairs
    }

    /// Lines `word word ...`: each word of a line with each other, by stem.
    #[must_use]
    pub fn groups(text: &'static str) -> Self {
        let mut pairs = Self::default();
        for line in entries(text) {
            let words: Vec<u64> = line.split_whitespace().map(stem_key).collect();
            for head in &words {
                pairs.0.entry(*head).or_default().extend(&words);
            }
        }
        pairs
    }

    /// Whether the list has the pair.
    #[must_use]
    pub fn contains(&self, from: u64, to: u64) -> bool {
        self.partners(from).contains(&to)
    }

    /// All words that the list pairs with a word.
    #[must_use]
    pub fn partners(&self, from: u64) -> &[u64] {
        self.0.get(&from).map_or(&[], Vec::as_slice)
    }

    fn read(&mut self, text: &'static str, key_of: fn(&str) -> u64, mutual: bool) {
        for (heads, others) in entries(text).filter_map(|line| line.split_once(':')) {
            for head in heads.split_whitespace().map(key_of) {
                for other in others.split_whitespace().map(key_of) {
                    self.0.entry(head).or_default().push(other);
                    if mutual {
                        self.0.entry(other).or_default().push(head);
                    }
                }
            }
        }
    }
}

/// The key of an entry: of the stem, and of a verb with its particle (`call-off`) of both.
fn rung(word: &str) -> u64 {
    match word.split_once('-') {
        Some((verb, particle)) => key(&format!("{}-{particle}", stem(verb))),
        None => stem_key(word),
    }
}

/// Words of one matter in parts that exclude one another, asked by stem key.
#[derive(Debug, Default)]
pub struct Ladders(FxHashMap<u64, Vec<(u32, u32)>>);

impl Ladders {
    /// Lines `word word | word | ...`: a word excludes all in other parts of its line.
    #[must_use]
    pub fn read(text: &'static str) -> Self {
        let mut ladders = Self::default();
        for (line, entry) in (0u32..).zip(entries(text)) {
            for (part, words) in (0u32..).zip(entry.split('|')) {
                for word in words.split_whitespace().map(rung) {
                    ladders.0.entry(word).or_default().push((line, part));
                }
            }
        }
        ladders
    }

    /// Whether two words stand in different parts of one line and nowhere in the same part.
    #[must_use]
    pub fn exclude(&self, a: u64, b: u64) -> bool {
        let (Some(a), Some(b)) = (self.0.get(&a), self.0.get(&b)) else {
            return false;
        };
        let apart = |x: &(u32, u32)| b.iter().any(|y| x.0 == y.0 && x.1 != y.1);
        a.iter().any(apart) && !a.iter().any(|x| b.contains(x))
    }
}
