//! What a word may be replaced by in each of its senses.

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{entries, key, stem};

static SENSES: LazyLock<Senses> = LazyLock::new(|| Senses::read(include_str!("data/senses.txt")));

/// Words with the words that can stand for each of their senses.
#[derive(Debug, Default)]
pub struct Senses {
    heads: FxHashMap<u64, Entry>,
    /// The key of each word of a sense and that sense, the senses of one word together and in order.
    keys: Vec<(u64, u8)>,
    /// The words of senses with the words that these are of, in order of their keys.
    members: Vec<Member>,
    /// Where the members begin whose keys have the same first bits, and where the last end: a search
    /// through all of them would leave the processor waiting for memory.
    starts: Vec<u32>,
}

/// The senses of one word, the one that news means most first.
#[derive(Debug)]
pub struct Entry {
    /// The word as the list has it.
    pub head: &'static str,
    /// The senses as the list has them.
    senses: &'static str,
    /// Its part of the keys.
    keys: Range<usize>,
    /// The most words of a phrase that can stand for it.
    longest: usize,
}

/// A word that can stand for a sense of another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Member {
    key: u64,
    /// Number of the other word.
    head: u32,
    sense: u8,
}

/// The key of a word or phrase whatever its inflection: of a word its stem key.
#[must_use]
pub fn phrase_key(phrase: &str) -> u64 {
    if !phrase.contains(' ') {
        return key(&stem(phrase));
    }
    let mut stems = String::with_capacity(phrase.len());
    for word in phrase.split_whitespace() {
        if !stems.is_empty() {
            stems.push(' ');
        }
        stems.push_str(&stem(word));
    }
    key(&stems)
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
            let number = list.heads.len() as u32;
            let (first, mut longest) = (list.keys.len(), 0);
            for (sense, words) in (0u8..).zip(words_of(senses)) {
                for word in words {
                    let key = phrase_key(word);
                    list.keys.push((key, sense));
                    list.members.push(Member {
                        key,
                        head: number,
                        sense,
                    });
                    longest = longest.max(word.split(' ').count());
                }
            }
            let entry = Entry {
                head: word,
                senses,
                keys: first..list.keys.len(),
                longest,
            };
            list.heads.insert(head, entry);
        }
        list.members.sort_unstable();
        list.starts = starts(&list.members);
        list
    }

    /// The senses of a word, by its stem key.
    #[must_use]
    pub fn of(&self, word: u64) -> Option<&Entry> {
        self.heads.get(&word)
    }

    /// The first sense of a word that another word or phrase can stand for, by its [`phrase_key`].
    #[must_use]
    pub fn place(&self, entry: &Entry, other: u64) -> Option<u8> {
        let keys = self.keys.get(entry.keys.clone()).unwrap_or_default();
        let found = keys.iter().find(|(key, _)| *key == other);
        found.map(|(_, sense)| *sense)
    }

    /// The most usual place at which two words stand for the same sense of a third.
    #[must_use]
    pub fn common(&self, a: u64, b: u64) -> Option<u8> {
        let (a, b) = (self.with(a), self.with(b));
        let shared = |m: &&Member| b.iter().any(|n| (m.head, m.sense) == (n.head, n.sense));
        a.iter().filter(shared).map(|m| m.sense).min()
    }

    /// The members with a key.
    fn with(&self, key: u64) -> &[Member] {
        let Some([start, end]) = self.starts.get(part(key)..part(key) + 2) else {
            return &[];
        };
        let range = *start as usize..*end as usize;
        let near = self.members.get(range).unwrap_or_default();
        let before = near.iter().take_while(|m| m.key < key).count();
        let rest = near.get(before..).unwrap_or_default();
        let length = rest.iter().take_while(|m| m.key == key).count();
        rest.get(..length).unwrap_or_default()
    }
}

impl Entry {
    /// The words and phrases that can stand for each sense, as the list has them.
    pub fn senses(&self) -> impl Iterator<Item = impl Iterator<Item = &'static str>> {
        words_of(self.senses)
    }

    /// The most words of a phrase that can stand for it.
    #[must_use]
    pub fn longest(&self) -> usize {
        self.longest
    }
}

/// Parts that keys are divided into by their first bits: some eight members each.
const PARTS: usize = 1 << 12;

fn part(key: u64) -> usize {
    (key >> (64 - PARTS.ilog2())) as usize
}

/// Where the members of each part start, and one past the end.
#[expect(
    clippy::indexing_slicing,
    reason = "a part is below `PARTS`: it is made of as many bits"
)]
fn starts(members: &[Member]) -> Vec<u32> {
    let mut starts = vec![0; PARTS + 1];
    for member in members {
        starts[part(member.key) + 1] += 1;
    }
    let mut before = 0;
    for start in &mut starts {
        before += *start;
        *start = before;
    }
    starts
}

/// The words of each sense of a line.
fn words_of(senses: &'static str) -> impl Iterator<Item = impl Iterator<Item = &'static str>> {
    senses
        .split('|')
        .map(|sense| sense.split(',').map(str::trim))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_stands_for_the_sense_that_it_is_listed_under() {
        let list = Senses::read("bank: lender | shore, river side\nship: vessel, boat");
        let bank = list.of(phrase_key("banks")).unwrap();
        assert_eq!(list.place(bank, phrase_key("lenders")), Some(0));
        assert_eq!(list.place(bank, phrase_key("river sides")), Some(1));
        assert_eq!(list.place(bank, phrase_key("boat")), None);
        assert_eq!(bank.longest(), 2);
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
