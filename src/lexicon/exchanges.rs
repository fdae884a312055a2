//! Which words stood for which in stories that people marked, how often that misinformed, and which
//! words our own list lets stand for one another.
//!
//! The table is made by `tools/count_exchanges.py`: one code of four bits for each key, which is a hash
//! of what was exchanged. There are 2^16 buckets, by the first bits of the key: first a byte each for how
//! many entries it has, then eight more bits of the key of each entry, in order, then the codes, two to a
//! byte, the first in the low bits. Of keys that are not in the table one in some hundred is taken for one
//! that is.

use std::sync::OnceLock;

static DATA: &[u8] = include_bytes!("../../assets/exchanges.bin");
static TABLE: OnceLock<Exchanges> = OnceLock::new();

const BUCKETS: usize = 1 << 16;
/// Bits of a key.
const KEY: u32 = 24;

/// What is looked up: one kind of key each.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exchange {
    /// A word for another, by their stem keys.
    Words(u64, u64),
    /// Any word for this one.
    Old(u64),
    /// This word for any.
    New(u64),
    /// One or two words left out; the second is 0 where there is one.
    Lost(u64, u64),
    /// One or two words put in.
    Added(u64, u64),
    /// Whether the list has this word.
    Head(u64),
    /// In the list the first word or phrase with the second for it.
    Listed(u64, u64),
}

impl Exchange {
    /// The key in the table.
    #[must_use]
    pub fn key(self) -> u32 {
        let (kind, a, b) = match self {
            Self::Words(a, b) => (1, a, b),
            Self::Old(a) => (2, a, 0),
            Self::New(a) => (3, a, 0),
            Self::Lost(a, b) => (4, a, b),
            Self::Added(a, b) => (5, a, b),
            Self::Head(a) => (6, a, 0),
            Self::Listed(a, b) => (7, a, b),
        };
        let mixed = (a ^ b.rotate_left(32)).wrapping_add(kind);
        (mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - KEY)) as u32
    }
}

/// How often an exchange or a run of words was seen in marked stories, and what share of it
/// misinformed, by the code.
const SEEN: [&str; 16] = [
    "",
    "once, harmless",
    "once, minor",
    "once, harmful",
    "2-3, <0.08",
    "2-3, <0.15",
    "2-3, <0.25",
    "2-3, <0.4",
    "2-3, <0.6",
    "2-3, most",
    "4+, <0.08",
    "4+, <0.15",
    "4+, <0.25",
    "4+, <0.4",
    "4+, <0.6",
    "4+, most",
];

/// What share of the exchanges of a word, or for it, misinformed, by the code.
const HAZARD: [&str; 7] = ["", "<0.1", "<0.15", "<0.2", "<0.3", "<0.4", "most"];

/// Whether the list lets a word stand for another, by the code.
const LISTED: [&str; 5] = ["", "same", "in a sense", "near", "wrong"];

/// The table.
#[derive(Debug)]
pub struct Exchanges {
    /// The last bits of the keys.
    keys: &'static [u8],
    codes: &'static [u8],
    /// Where the entries of each bucket begin, and where the last end.
    starts: Vec<u32>,
}

impl Exchanges {
    /// The table inside the library, or the one that [`Exchanges::replace`] put in its place.
    #[must_use]
    pub fn embedded() -> &'static Self {
        TABLE.get_or_init(|| Self::read(DATA))
    }

    /// Use another table in this process, for training; false where one is in use already.
    pub fn replace(data: Vec<u8>) -> bool {
        TABLE.set(Self::read(data.leak())).is_ok()
    }

    fn read(data: &'static [u8]) -> Self {
        let (counts, rest) = data.split_at_checked(BUCKETS).unwrap_or_default();
        let mut starts = Vec::with_capacity(BUCKETS + 1);
        let mut at = 0;
        starts.push(at);
        starts.extend(counts.iter().map(|count| {
            at += u32::from(*count);
            at
        }));
        let (keys, codes) = rest.split_at_checked(at as usize).unwrap_or_default();
        Self {
            keys,
            codes,
            starts,
        }
    }

    fn code(&self, key: u32) -> Option<usize> {
        let bucket = (key >> u8::BITS) as usize;
        let range = self.starts.get(bucket..bucket + 2)?;
        let [from, to] = [range.first()?, range.last()?].map(|at| *at as usize);
        let rest = (key & u32::from(u8::MAX)) as u8;
        let at = from + self.keys.get(from..to)?.iter().position(|k| *k == rest)?;
        let both = usize::from(*self.codes.get(at / 2)?);
        Some(if at % 2 == 0 { both & 15 } else { both >> 4 })
    }

    /// How often an exchange was seen in marked stories and what share of it misinformed, `2-3, <0.25`;
    /// of a word by itself only the share.
    #[must_use]
    pub fn seen(&self, exchange: Exchange) -> Option<&'static str> {
        let names: &[&str] = match exchange {
            Exchange::Old(_) | Exchange::New(_) => &HAZARD,
            _ => &SEEN,
        };
        names.get(self.code(exchange.key())?).copied()
    }

    /// Whether by the list the second word or phrase may stand for the first: the same in nearly every
    /// sentence, in a sense of the first, nearly, or not. `other` where the list has the first and not
    /// the second, `unknown` where it has not the first.
    #[must_use]
    pub fn listed(&self, first: u64, second: u64) -> &'static str {
        let code = self.code(Exchange::Listed(first, second).key());
        if let Some(said) = code.and_then(|code| LISTED.get(code)) {
            return said;
        }
        match self.code(Exchange::Head(first).key()) {
            Some(_) => "other",
            None => "unknown",
        }
    }
}

/// A line `word: same, same | in a sense | near | wrong` of the list as keys of the table with their
/// codes, for `tools/count_exchanges.py`.
#[must_use]
pub fn listed_keys(line: &str) -> Vec<(u32, u8)> {
    let Some((head, parts)) = line.split_once(':') else {
        return Vec::new();
    };
    let head = super::senses::phrase_key(head.trim());
    let mut keys = vec![(Exchange::Head(head).key(), 0)];
    for (code, words) in (1u8..).zip(parts.split('|')) {
        for word in words.split(',').map(str::trim).filter(|w| !w.is_empty()) {
            let other = super::senses::phrase_key(word);
            if other != head {
                keys.push((Exchange::Listed(head, other).key(), code));
            }
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::lexicon::stem_key;

    /// A table of these entries.
    fn table(entries: &[(u32, u8)]) -> Exchanges {
        let mut entries = entries.to_vec();
        entries.sort_unstable();
        let mut data = vec![0u8; BUCKETS];
        for (key, _) in &entries {
            data[(key >> 8) as usize] += 1;
        }
        data.extend(entries.iter().map(|(key, _)| *key as u8));
        let codes = entries.chunks(2);
        data.extend(codes.map(|two| two[0].1 | two.get(1).map_or(0, |(_, code)| code << 4)));
        Exchanges::read(data.leak())
    }

    #[test]
    fn what_was_put_in_is_found_and_nothing_else() {
        let [hearing, audience] = ["hearing", "audience"].map(stem_key);
        let words = Exchange::Words(hearing, audience);
        let lost = Exchange::Lost(stem_key("mass"), 0);
        let table = table(&[(words.key(), 15), (lost.key(), 4)]);
        assert_eq!(table.seen(words), Some("4+, most"));
        assert_eq!(table.seen(lost), Some("2-3, <0.08"));
        assert_eq!(table.seen(Exchange::Words(audience, hearing)), None);
        assert_eq!(table.seen(Exchange::Added(stem_key("mass"), 0)), None);
        assert_eq!(table.seen(Exchange::Old(hearing)), None);
    }

    #[test]
    fn a_line_of_the_list_says_what_may_stand_for_a_word() {
        let keys = listed_keys("strike: | walkout, stop work | protest | hit, blow");
        let table = table(&keys);
        let says = |word| table.listed(stem_key("strikes"), super::super::senses::phrase_key(word));
        assert_eq!(says("walkouts"), "in a sense");
        assert_eq!(says("stop work"), "in a sense");
        assert_eq!(says("protests"), "near");
        assert_eq!(says("hits"), "wrong");
        assert_eq!(says("banana"), "other");
        assert_eq!(
            table.listed(stem_key("banana"), stem_key("strike")),
            "unknown"
        );
    }

    #[test]
    fn lines_that_are_none_and_words_for_themselves_are_left_out() {
        assert!(listed_keys("no list").is_empty());
        assert_eq!(listed_keys("rain: rains | | , | ").len(), 1);
    }

    #[test]
    fn no_table_knows_nothing() {
        let table = Exchanges::read(&[]);
        assert_eq!(table.seen(Exchange::Old(1)), None);
        assert_eq!(table.listed(1, 2), "unknown");
    }

    #[test]
    fn the_embedded_table_is_whole_and_in_order() {
        let table = Exchanges::read(DATA);
        let entries = table.keys.len();
        assert_eq!(table.starts.last().copied(), Some(entries as u32));
        assert_eq!(table.codes.len(), entries.div_ceil(2));
        assert!(entries > 50_000);
        for range in table.starts.windows(2) {
            let bucket = &table.keys[range[0] as usize..range[1] as usize];
            assert!(bucket.is_sorted_by(|a, b| a < b));
        }
        let manifest: serde_json::Value =
            serde_json::from_str(include_str!("../../assets/exchanges.json")).unwrap();
        let sum: String = Sha256::digest(DATA)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(manifest["sha256"], sum);
        assert_eq!(manifest["entries"], entries);
    }
}
