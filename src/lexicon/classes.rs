//! Classes of function words.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{entries, key};

/// The classes a word belongs to, as a set of bits; empty for a content word.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub struct Class(u32);

impl Class {
    /// `a`, `an`, `the`.
    pub const ARTICLE: Self = Self(1);
    /// `he`, `them`, `itself`.
    pub const PRONOUN: Self = Self(1 << 1);
    /// `his`, `our`, `'s`.
    pub const POSSESSIVE: Self = Self(1 << 2);
    /// `this`, `those`.
    pub const DEMONSTRATIVE: Self = Self(1 << 3);
    /// `who`, `which`, `whether`.
    pub const RELATIVE: Self = Self(1 << 4);
    /// Forms of `be`.
    pub const BE: Self = Self(1 << 5);
    /// Forms of `have`.
    pub const HAVE: Self = Self(1 << 6);
    /// Forms of `do`.
    pub const DO: Self = Self(1 << 7);
    /// `will`, `could`, `must`.
    pub const MODAL: Self = Self(1 << 8);
    /// `of`, `against`, `until`.
    pub const PREPOSITION: Self = Self(1 << 9);
    /// `and`, `because`.
    pub const CONJUNCTION: Self = Self(1 << 10);
    /// `all`, `many`, `either`.
    pub const QUANTIFIER: Self = Self(1 << 11);
    /// `no`, `not`, `never`.
    pub const NEGATOR: Self = Self(1 << 12);
    /// `very`, `only`, `still`.
    pub const DEGREE: Self = Self(1 << 13);
    /// Other function words.
    pub const OTHER: Self = Self(1 << 14);

    /// Auxiliaries, the copula among them.
    pub const AUXILIARY: Self = Self::BE.or(Self::HAVE).or(Self::DO).or(Self::MODAL);

    const NAMES: [(&'static str, Self); 15] = [
        ("article", Self::ARTICLE),
        ("pronoun", Self::PRONOUN),
        ("possessive", Self::POSSESSIVE),
        ("demonstrative", Self::DEMONSTRATIVE),
        ("relative", Self::RELATIVE),
        ("be", Self::BE),
        ("have", Self::HAVE),
        ("do", Self::DO),
        ("modal", Self::MODAL),
        ("preposition", Self::PREPOSITION),
        ("conjunction", Self::CONJUNCTION),
        ("quantifier", Self::QUANTIFIER),
        ("negator", Self::NEGATOR),
        ("degree", Self::DEGREE),
        ("other", Self::OTHER),
    ];

    /// Whether the word is a content word.
    #[must_use]
    pub fn is_content(self) -> bool {
        self.0 == 0
    }

    /// Whether the two have a class in common.
    #[must_use]
    pub fn shares(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets of classes together.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

static CLASSES: LazyLock<FxHashMap<u64, Class>> = LazyLock::new(|| {
    let mut map: FxHashMap<u64, Class> = FxHashMap::default();
    for (name, words) in
        entries(include_str!("data/function_words.txt")).filter_map(|line| line.split_once(':'))
    {
        let class = Class::NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map_or(Class::OTHER, |(_, class)| *class);
        for word in words.split_whitespace() {
            let entry = map.entry(key(word)).or_default();
            *entry = entry.or(class);
        }
    }
    map
});

/// The classes of the word with a key (of its normal form).
#[must_use]
pub fn class(key: u64) -> Class {
    CLASSES.get(&key).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_function_words_from_content_words() {
        assert!(class(key("harbour")).is_content());
        assert!(class(key("the")).shares(Class::ARTICLE));
        assert!(class(key("not")).shares(Class::NEGATOR));
        assert!(!class(key("could")).shares(Class::BE));
    }

    #[test]
    fn every_class_in_the_list_has_a_name() {
        for line in entries(include_str!("data/function_words.txt")) {
            let name = line.split(':').next().unwrap_or_default();
            assert!(
                Class::NAMES.iter().any(|(known, _)| *known == name),
                "{name}"
            );
        }
    }
}
