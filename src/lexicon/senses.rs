//! What a word may be replaced by in each of its senses.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{entries, key, stem};

static SENSES: LazyLock<Senses> = LazyLock::new(|| Senses::read(include_str!("data/senses.txt")));

/// Words with the words that can stand for each of their senses.
#[derive(Debug, Default)]
pub struct Senses {
    heads: FxHashMap<u64, Entry>,
    /// For each word of a sense the heads and the senses that have it.
    members: FxHashMap<u64, Vec<(u64, usize)>>,
}

/// The senses of one word, the one that news means most first.
#[derive(Debug, Default)]
pub struct Entry {
    /// The word as the list has it.
    pub head: &'static str,
    senses: Vec<Sense>,
}

/// The words and phrases that can stand for a word in one of its senses.
#[derive(Debug)]
pub struct Sense {
    /// As the list has them.
    pub words: Vec<&'static str>,
    keys: Vec<u64>,
}

/// The key of a word or phrase whatever its inflection: of a word its stem key.
#[must_use]
pub fn phrase_key(phrase: &str) -> u64 {
    if !phrase.contains(' ') {
        return key(&stem(phrase));
    }
    let stems: Vec<_> = phrase.split_whitespace().map(stem).collect();
    key(&stems.join(" "))
}

impl Senses {
    /// The list inside the library.
    #[must_use]
    pub fn embedded() -> &'static Self {
        &SENSES
    }

    /// A list with lines `word: word, phrase | word | ...`, one part for each sense. Of two lines for
    /// one word the first counts.
    #[must_use]
    pub fn read(text: &'static str) -> Self {
        let mut list = Self::default();
        for (word, senses) in entries(text).filter_map(|line| line.split_once(':')) {
            let head = phrase_key(word);
            if list.heads.contains_key(&head) {
                continue;
            }
            let mut entry = Entry {
                head: word,
                senses: Vec::new(),
            };
            for (n, sense) in senses.split('|').enumerate() {
                let words: Vec<&str> = sense.split(',').map(str::trim).collect();
                let keys: Vec<u64> = words.iter().map(|w| phrase_key(w)).collect();
                for key in &keys {
                    list.members.entry(*key).or_default().push((head, n));
                }
                entry.senses.push(Sense { words, keys });
            }
            list.heads.insert(head, entry);
        }
        list
    }

    /// The senses of a word, by its stem key.
    #[must_use]
    pub fn of(&self, word: u64) -> Option<&Entry> {
        self.heads.get(&word)
    }

    /// The most usual place at which two words stand for the same sense of a third.
    #[must_use]
    pub fn common(&self, a: u64, b: u64) -> Option<usize> {
        let (a, b) = (self.members.get(&a)?, self.members.get(&b)?);
        let shared = a.iter().filter(|place| b.contains(place));
        shared.map(|(_, sense)| *sense).min()
    }
}

impl Entry {
    /// The senses, the one that news means most first.
    #[must_use]
    pub fn senses(&self) -> &[Sense] {
        &self.senses
    }

    /// The first sense that a word or phrase can stand for, by its [`phrase_key`].
    #[must_use]
    pub fn place(&self, other: u64) -> Option<usize> {
        self.senses.iter().position(|s| s.keys.contains(&other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_stands_for_the_sense_that_it_is_listed_under() {
        let list = Senses::read("bank: lender | shore, river side\nship: vessel, boat");
        let bank = list.of(phrase_key("banks")).unwrap();
        assert_eq!(bank.place(phrase_key("lenders")), Some(0));
        assert_eq!(bank.place(phrase_key("river sides")), Some(1));
        assert_eq!(bank.place(phrase_key("boat")), None);
        assert!(list.of(phrase_key("lender")).is_none());
        let [vessel, boat] = ["vessel", "boat"].map(phrase_key);
        assert_eq!(list.common(vessel, boat), Some(0));
        assert_eq!(list.common(vessel, phrase_key("shore")), None);
    }

    #[test]
    fn every_line_of_the_list_has_a_word_and_a_sense_and_no_word_twice() {
        let mut heads = std::collections::BTreeSet::new();
        for line in entries(include_str!("data/senses.txt")) {
            let (head, senses) = line.split_once(": ").unwrap();
            assert!(heads.insert(head), "{head} twice");
            for word in senses.split('|').flat_map(|s| s.split(',')) {
                assert!(!word.trim().is_empty(), "{line}");
            }
        }
    }
}
