//! Parts of speech that a word form may have, out of context.

use std::ops::{BitAnd, BitOr, Not};
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::recall::Recall;
use super::wordnet::{Inflection, PartOfSpeech, WordNet};
use super::{entries, key};

/// A set of parts of speech.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub struct Parts(u32);

impl Parts {
    /// Only ever before a noun: `a`, `the`, `every`, `my`.
    pub const DETERMINER: Self = Self(1);
    /// Before a noun or alone: `this`, `all`, `his`.
    pub const HALF_DETERMINER: Self = Self(1 << 1);
    /// `I`, `he`, `they`.
    pub const SUBJECT: Self = Self(1 << 2);
    /// `me`, `him`, `them`.
    pub const OBJECT: Self = Self(1 << 3);
    /// Other pronouns: `you`, `it`, `nobody`, `himself`.
    pub const PRONOUN: Self = Self(1 << 4);
    /// `of`, `against`.
    pub const PREPOSITION: Self = Self(1 << 5);
    /// `to`.
    pub const TO: Self = Self(1 << 6);
    /// `and`, `or`, `but`.
    pub const COORDINATOR: Self = Self(1 << 7);
    /// `because`, `that`.
    pub const SUBORDINATOR: Self = Self(1 << 8);
    /// `who`, `which`, `how`.
    pub const WH: Self = Self(1 << 9);
    /// `will`, `could`.
    pub const MODAL: Self = Self(1 << 10);
    /// Finite forms of `be`, `have`, `do`.
    pub const AUXILIARY: Self = Self(1 << 11);
    /// `not`, `never`.
    pub const NEGATOR: Self = Self(1 << 12);
    /// Adverb.
    pub const ADVERB: Self = Self(1 << 13);
    /// Adjective.
    pub const ADJECTIVE: Self = Self(1 << 14);
    /// Noun, singular or without number.
    pub const NOUN: Self = Self(1 << 15);
    /// Noun, plural.
    pub const PLURAL: Self = Self(1 << 16);
    /// Base form of a verb: infinitive, imperative, present.
    pub const BASE: Self = Self(1 << 17);
    /// Third person singular present.
    pub const VERB_S: Self = Self(1 << 18);
    /// Past tense.
    pub const PAST: Self = Self(1 << 19);
    /// Past participle.
    pub const PARTICIPLE: Self = Self(1 << 20);
    /// Form in `-ing`.
    pub const GERUND: Self = Self(1 << 21);
    /// Number.
    pub const NUMBER: Self = Self(1 << 22);
    /// Name.
    pub const NAME: Self = Self(1 << 23);
    /// `'s` after a noun.
    pub const POSSESSIVE: Self = Self(1 << 24);
    /// `there` before `is`.
    pub const EXISTENTIAL: Self = Self(1 << 25);
    /// `yes`, `oh`.
    pub const INTERJECTION: Self = Self(1 << 26);
    /// Neither a list nor WordNet knows the word; what else is set is guessed by its ending.
    pub const UNKNOWN: Self = Self(1 << 27);

    /// Finite verbs that are nothing but finite: auxiliaries, modals, pasts, third persons.
    pub const FINITE: Self =
        Self(Self::MODAL.0 | Self::AUXILIARY.0 | Self::VERB_S.0 | Self::PAST.0);
    /// All forms of verbs.
    pub const VERB: Self =
        Self(Self::FINITE.0 | Self::BASE.0 | Self::PARTICIPLE.0 | Self::GERUND.0);
    /// Nouns of either number and names.
    pub const NOMINAL: Self = Self(Self::NOUN.0 | Self::PLURAL.0 | Self::NAME.0);
    const NAMES: [(&'static str, Self); 25] = [
        ("determiner", Self::DETERMINER),
        ("half-determiner", Self::HALF_DETERMINER),
        ("subject", Self::SUBJECT),
        ("object", Self::OBJECT),
        ("pronoun", Self::PRONOUN),
        ("preposition", Self::PREPOSITION),
        ("to", Self::TO),
        ("coordinator", Self::COORDINATOR),
        ("subordinator", Self::SUBORDINATOR),
        ("wh", Self::WH),
        ("modal", Self::MODAL),
        ("auxiliary", Self::AUXILIARY),
        ("negator", Self::NEGATOR),
        ("adverb", Self::ADVERB),
        ("adjective", Self::ADJECTIVE),
        ("noun", Self::NOUN),
        ("plural", Self::PLURAL),
        ("base", Self::BASE),
        ("verb-s", Self::VERB_S),
        ("past", Self::PAST),
        ("participle", Self::PARTICIPLE),
        ("gerund", Self::GERUND),
        ("number", Self::NUMBER),
        ("possessive", Self::POSSESSIVE),
        ("existential", Self::EXISTENTIAL),
    ];

    /// Whether no part is in the set.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether the two sets have a part in common.
    #[must_use]
    pub fn may(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether the set has parts, and all of them are in `other`.
    #[must_use]
    pub fn only(self, other: Self) -> bool {
        self.0 != 0 && self.0 & !other.0 == 0
    }

    /// Without the parts of `other`, unless nothing would be left.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        let rest = self & !other;
        if rest.is_empty() { self } else { rest }
    }

    /// Only the parts of `other`, unless it has none of them.
    #[must_use]
    pub fn keep(self, other: Self) -> Self {
        self.without(!other)
    }
}

impl BitOr for Parts {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitAnd for Parts {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl Not for Parts {
    type Output = Self;

    fn not(self) -> Self {
        Self(!self.0)
    }
}

static CLOSED: LazyLock<FxHashMap<u64, Parts>> = LazyLock::new(|| {
    let mut map: FxHashMap<u64, Parts> = FxHashMap::default();
    for (names, words) in
        entries(include_str!("data/parts.txt")).filter_map(|line| line.split_once(':'))
    {
        let parts = names
            .split_whitespace()
            .fold(Parts::default(), |set, name| {
                let known = Parts::NAMES.iter().find(|(known, _)| *known == name);
                set | known.map_or(Parts::INTERJECTION, |(_, part)| *part)
            });
        for word in words.split_whitespace() {
            let entry = map.entry(key(word)).or_default();
            *entry = *entry | parts;
        }
    }
    map
});

static VERB_FORMS: LazyLock<FxHashMap<u64, Parts>> = LazyLock::new(|| {
    let mut map: FxHashMap<u64, Parts> = FxHashMap::default();
    for (name, words) in
        entries(include_str!("data/verb_forms.txt")).filter_map(|line| line.split_once(':'))
    {
        let parts = match name {
            "past" => Parts::PAST,
            "participle" => Parts::PARTICIPLE,
            "base" => Parts::BASE | Parts::PARTICIPLE,
            _ => Parts::BASE | Parts::PAST | Parts::PARTICIPLE,
        };
        for word in words.split_whitespace() {
            map.insert(key(word), parts);
        }
    }
    map
});

thread_local! {
    static OPEN: Recall<Parts> = Recall::new();
}

/// All parts of speech that a word in normal form may have.
///
/// Closed classes are listed; open ones are read off WordNet by lemma and ending (`morphy`), and
/// of a word that nobody knows the ending is asked. Never empty.
#[must_use]
pub fn parts(norm: &str) -> Parts {
    if let Some(closed) = CLOSED.get(&key(norm)) {
        return *closed;
    }
    OPEN.with(|known| known.answer(norm, || open_parts(norm)))
}

fn open_parts(norm: &str) -> Parts {
    let mut found = Parts::default();
    WordNet::embedded().each_reading(norm, &mut |part, how| {
        found = found | of_form(part, how);
    });
    if let Some(forms) = VERB_FORMS.get(&key(norm)) {
        found = *forms | (found & !(Parts::PAST | Parts::PARTICIPLE | Parts::BASE));
    }
    // Every adjective in -ly that is no adverb too, and every -ing form, is known by its ending.
    if found.is_empty() {
        return guess(norm);
    }
    found
}

fn of_form(part: PartOfSpeech, how: Inflection) -> Parts {
    use Inflection as I;
    match (part, how) {
        (PartOfSpeech::Noun, I::Lemma) => Parts::NOUN,
        (PartOfSpeech::Noun, _) => Parts::PLURAL,
        (PartOfSpeech::Verb, I::Lemma) => Parts::BASE,
        (PartOfSpeech::Verb, I::S) => Parts::VERB_S,
        (PartOfSpeech::Verb, I::Ing) => Parts::GERUND,
        (PartOfSpeech::Verb, I::Past) => Parts::PAST | Parts::PARTICIPLE,
        (PartOfSpeech::Adjective, _) => Parts::ADJECTIVE,
        (PartOfSpeech::Adverb, _) => Parts::ADVERB,
    }
}

/// What the ending of an unknown word speaks for.
fn guess(norm: &str) -> Parts {
    let ends = |endings: &[&str]| {
        endings
            .iter()
            .any(|e| norm.len() > e.len() + 2 && norm.ends_with(e))
    };
    let open = Parts::NOUN | Parts::ADJECTIVE | Parts::BASE;
    Parts::UNKNOWN
        | if norm.bytes().any(|b| b.is_ascii_digit()) {
            Parts::NUMBER | Parts::NOUN
        } else if ends(&["ly"]) {
            Parts::ADVERB | Parts::ADJECTIVE
        } else if ends(&["ing"]) {
            Parts::GERUND | Parts::NOUN
        } else if ends(&["ed"]) {
            Parts::PAST | Parts::PARTICIPLE | Parts::ADJECTIVE
        } else if ends(&["ness", "tion", "sion", "ment", "ity", "ism", "ship", "hood"]) {
            Parts::NOUN
        } else if ends(&["ous", "ful", "able", "ible", "less", "ical", "ish"]) {
            Parts::ADJECTIVE
        } else if ends(&["s"]) && !ends(&["ss"]) {
            Parts::PLURAL | Parts::VERB_S | Parts::NOUN
        } else {
            open
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closed_classes_have_no_other_reading() {
        assert_eq!(parts("the"), Parts::DETERMINER);
        assert_eq!(parts("he"), Parts::SUBJECT);
        assert!(!parts("in").may(Parts::NOUN));
    }

    #[test]
    fn open_classes_are_read_off_wordnet() {
        for (word, part, not) in [
            ("houses", Parts::PLURAL | Parts::VERB_S, Parts::NOUN),
            ("went", Parts::PAST, Parts::PARTICIPLE),
            ("gone", Parts::PARTICIPLE, Parts::PAST),
            ("stopped", Parts::PAST | Parts::PARTICIPLE, Parts::BASE),
            ("children", Parts::PLURAL, Parts::NOUN),
            ("series", Parts::NOUN, Parts::BASE),
            ("quickly", Parts::ADVERB, Parts::NOUN),
            (
                "put",
                Parts::BASE | Parts::PAST | Parts::PARTICIPLE,
                Parts::GERUND,
            ),
            ("corporate", Parts::ADJECTIVE, Parts::NOUN),
        ] {
            assert!(part.only(parts(word)), "{word}");
            assert!(!parts(word).may(not), "{word}");
        }
    }

    #[test]
    fn no_word_is_without_a_part() {
        for word in ["", "zzzq", "blorkness", "x7", "größe", "s", "ing"] {
            assert!(!parts(word).is_empty(), "{word}");
        }
        assert!(parts("blorkness").may(Parts::UNKNOWN));
    }

    #[test]
    fn every_part_in_the_list_has_a_name() {
        for line in entries(include_str!("data/parts.txt")) {
            for name in line.split(':').next().unwrap_or_default().split(' ') {
                let known = Parts::NAMES.iter().any(|(known, _)| *known == name);
                assert!(known || name == "interjection", "{name}");
            }
        }
    }
}
