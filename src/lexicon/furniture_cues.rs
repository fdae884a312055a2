//! Words that speak for page furniture, from `data/furniture.txt`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{entries, key};

/// What a word is evidence of, as a set of bits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Cue(u16);

impl Cue {
    /// Speaks to the reader (`your`, `please`).
    pub const ADDRESS: Self = Self(1);
    /// Asks the reader to do something (`subscribe`), at the start of a line.
    pub const IMPERATIVE: Self = Self(1 << 1);
    /// Vocabulary of web pages (`newsletter`).
    pub const SITE: Self = Self(1 << 2);
    /// The page itself, after `this` (`article`).
    pub const PAGE: Self = Self(1 << 3);
    /// Photo credits (`handout`).
    pub const CREDIT: Self = Self(1 << 4);
    /// Newsroom work (`editing`).
    pub const ROLE: Self = Self(1 << 5);
    /// Parts of a date line (`updated`, `Monday`).
    pub const DATE: Self = Self(1 << 6);
    /// Months.
    pub const MONTH: Self = Self(1 << 7);
    /// Number words.
    pub const NUMBER: Self = Self(1 << 8);
    /// Finite verbs that headlines hardly use (`was`, `said`).
    pub const PAST: Self = Self(1 << 9);
    /// Other finite verbs.
    pub const VERB: Self = Self(1 << 10);
    /// Verbs of saying.
    pub const SAID: Self = Self(1 << 11);

    /// Articles, which headlines do without.
    pub const ARTICLE: Self = Self(1 << 12);

    const NAMES: [(&'static str, Self); 13] = [
        ("address", Self::ADDRESS),
        ("imperative", Self::IMPERATIVE),
        ("site", Self::SITE),
        ("page", Self::PAGE),
        ("credit", Self::CREDIT),
        ("role", Self::ROLE),
        ("date", Self::DATE),
        ("month", Self::MONTH),
        ("number", Self::NUMBER),
        ("past", Self::PAST),
        ("verb", Self::VERB),
        ("said", Self::SAID),
        ("article", Self::ARTICLE),
    ];

    /// Whether the two have a bit in common.
    #[must_use]
    pub fn is(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

static CUES: LazyLock<FxHashMap<u64, Cue>> = LazyLock::new(|| {
    let mut map: FxHashMap<u64, Cue> = FxHashMap::default();
    for (name, words) in
        entries(include_str!("data/furniture.txt")).filter_map(|line| line.split_once(':'))
    {
        let Some((_, cue)) = Cue::NAMES.iter().find(|(known, _)| *known == name) else {
            continue;
        };
        for word in words.split_whitespace() {
            let entry = map.entry(key(word)).or_default();
            *entry = entry.or(*cue);
        }
    }
    map
});

/// What the word with a key (of its normal form) is evidence of.
#[must_use]
pub fn cue(key: u64) -> Cue {
    CUES.get(&key).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_in_the_list_has_a_name() {
        for line in entries(include_str!("data/furniture.txt")) {
            let name = line.split(':').next().unwrap_or_default();
            assert!(Cue::NAMES.iter().any(|(known, _)| *known == name), "{name}");
        }
    }

    #[test]
    fn a_word_can_speak_for_several_things() {
        assert!(cue(key("subscribe")).is(Cue::IMPERATIVE));
        assert!(cue(key("subscribe")).is(Cue::SITE));
        assert!(!cue(key("harbour")).is(Cue::SITE));
    }
}
