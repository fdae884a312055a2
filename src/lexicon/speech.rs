//! Verbs of saying, nouns for speakers, pronouns.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::key;
use super::proper::{headed, lines};

/// How a verb of saying stands to what is said.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Stance {
    /// `said`, `told`, `added`, `according to`.
    Neutral,
    /// `claimed`, `alleged`, `insisted`: the paper keeps its distance.
    Claim,
    /// `denied`, `rejected`, `dismissed`.
    Denial,
    /// `admitted`, `acknowledged`, `confirmed`: taken as true.
    Admission,
    /// `warned`, `urged`, `demanded`, `promised`: an act done by speaking.
    Act,
}

/// A form of a verb of saying.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Saying {
    /// Its stance.
    pub stance: Stance,
    /// Also used where nothing is said: counts only beside a quotation or before a clause.
    pub doubtful: bool,
}

static SAYINGS: LazyLock<FxHashMap<u64, Saying>> = LazyLock::new(|| {
    let mut sayings = FxHashMap::default();
    for (head, words) in headed(include_str!("data/saying_verbs.txt")) {
        let (name, doubtful) = match head.strip_suffix('?') {
            Some(name) => (name, true),
            None => (head, false),
        };
        let stance = match name {
            "claim" => Stance::Claim,
            "denial" => Stance::Denial,
            "admission" => Stance::Admission,
            "act" => Stance::Act,
            _ => Stance::Neutral,
        };
        for word in words.split_whitespace() {
            sayings
                .entry(key(word))
                .or_insert(Saying { stance, doubtful });
        }
    }
    sayings
});

/// The verb of saying that a word, by the key of its normal form, is a form of.
#[must_use]
pub fn saying(word: u64) -> Option<Saying> {
    SAYINGS.get(&word).copied()
}

static SPEAKERS: LazyLock<FxHashSet<u64>> = LazyLock::new(|| {
    lines(include_str!("data/speakers.txt"))
        .flat_map(str::split_whitespace)
        .map(key)
        .collect()
});

/// Whether a word is a common noun for somebody or something that speaks in news.
#[must_use]
pub fn is_speaker_noun(word: u64) -> bool {
    SPEAKERS.contains(&word)
}

/// Gender of a third-person singular pronoun.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gender {
    /// he
    Male,
    /// she
    Female,
    /// it
    Neuter,
}

/// A personal or possessive pronoun.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pronoun {
    /// 1, 2 or 3.
    pub person: u8,
    /// Plural; `None` where the form does not tell.
    pub plural: Option<bool>,
    /// Gender where the form tells.
    pub gender: Option<Gender>,
    /// Can stand before what is possessed (`her`, `our`).
    pub possessive: bool,
}

static PRONOUNS: LazyLock<FxHashMap<u64, Pronoun>> = LazyLock::new(|| {
    let mut pronouns = FxHashMap::default();
    for line in lines(include_str!("data/pronouns.txt")) {
        let mut fields = line.split_whitespace();
        let Some(form) = fields.next() else { continue };
        let person = match fields.next() {
            Some("1") => 1,
            Some("2") => 2,
            _ => 3,
        };
        let plural = match fields.next() {
            Some("s") => Some(false),
            Some("p") => Some(true),
            _ => None,
        };
        let gender = match fields.next() {
            Some("m") => Some(Gender::Male),
            Some("f") => Some(Gender::Female),
            Some("n") => Some(Gender::Neuter),
            _ => None,
        };
        let possessive = fields.next() == Some("p");
        pronouns.insert(
            key(form),
            Pronoun {
                person,
                plural,
                gender,
                possessive,
            },
        );
    }
    pronouns
});

/// The pronoun that a word, by the key of its normal form, is.
#[must_use]
pub fn pronoun(word: u64) -> Option<Pronoun> {
    PRONOUNS.get(&word).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_have_their_stance() {
        assert_eq!(saying(key("said")).map(|s| s.stance), Some(Stance::Neutral));
        assert_eq!(
            saying(key("denies")).map(|s| s.stance),
            Some(Stance::Denial)
        );
        assert!(saying(key("walked")).is_none());
    }

    #[test]
    fn pronouns_know_person_and_gender() {
        let her = pronoun(key("her"));
        assert_eq!(her.and_then(|p| p.gender), Some(Gender::Female));
        assert_eq!(
            pronoun(key("our")).map(|p| (p.person, p.possessive)),
            Some((1, true))
        );
        assert!(pronoun(key("who")).is_none());
    }
}
