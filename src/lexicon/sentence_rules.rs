//! Word lists for finding sentence ends, one file per language in `data/sentences/`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// What the lists of a language say of a word, as a set of flags.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct WordClass(u16);

impl WordClass {
    /// Stands before a name (`Mr`, `Sen`).
    pub const TITLE: Self = Self(1);
    /// Stands before a number (`No`, `pp`).
    pub const NUMBER: Self = Self(2);
    /// A month (`Sept`).
    pub const MONTH: Self = Self(4);
    /// An abbreviation that never ends a sentence (`vs`).
    pub const NEVER: Self = Self(8);
    /// An abbreviation that may end a sentence (`Inc`).
    pub const INNER: Self = Self(16);
    /// Begins a sentence when it has a capital (`The`).
    pub const STARTER: Self = Self(32);
    /// A verb of saying (`said`).
    pub const SAID: Self = Self(64);
    /// A name that ends in an exclamation mark (`Yahoo`).
    pub const BANG: Self = Self(128);
    /// An abbreviation that ends a sentence before any capital (`etc`).
    pub const LAST: Self = Self(256);
    /// Takes a letter (`vitamin C`).
    pub const LETTER: Self = Self(512);
    /// A unit: an abbreviation only after a number (`5 in.`).
    pub const UNIT: Self = Self(1024);
    /// Any class that makes the word an abbreviation.
    pub const ABBREVIATION: Self = Self(1 | 2 | 4 | 8 | 16 | 256 | 1024);

    /// The class without the flags of `other`.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether any flag of `other` is set.
    #[must_use]
    pub fn is(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// The lists of one language.
#[derive(Debug)]
pub struct SentenceRules {
    words: FxHashMap<String, WordClass>,
    /// Endings that make a word an abbreviation (`Hauptstr`), written `-str` in the file.
    endings: Vec<(&'static str, WordClass)>,
    /// Ordinals are written with a full stop (`am 3. Mai`).
    pub ordinals: bool,
}

/// Set on entries that the file writes with a capital: they count only with one (`Ill`, `Miss`).
const CAPITAL: u16 = 1 << 15;

/// Longest entry in bytes; longer words are in no list.
const LONGEST: usize = 32;

impl SentenceRules {
    fn read(file: &'static str) -> Self {
        let mut words: FxHashMap<String, WordClass> = FxHashMap::default();
        let mut endings = Vec::new();
        let (mut class, mut ordinals) = (WordClass::default(), false);
        for line in file.lines() {
            let line = line.trim();
            if line.starts_with('#') || line.is_empty() {
                continue;
            }
            if let Some(section) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                ordinals |= section == "ordinal";
                class = match section {
                    "title" => WordClass::TITLE,
                    "number" => WordClass::NUMBER,
                    "month" => WordClass::MONTH,
                    "never" => WordClass::NEVER,
                    "inner" => WordClass::INNER,
                    "starter" => WordClass::STARTER,
                    "said" => WordClass::SAID,
                    "unit" => WordClass::UNIT,
                    "last" => WordClass::LAST,
                    "letter" => WordClass::LETTER,
                    "bang" => WordClass::BANG,
                    _ => WordClass::default(),
                };
                continue;
            }
            for word in line.split_whitespace() {
                if let Some(ending) = word.strip_prefix('-') {
                    endings.push((ending, class));
                    continue;
                }
                let capital = word.chars().next().is_some_and(char::is_uppercase);
                let flags = class.0 | if capital { CAPITAL } else { 0 };
                words.entry(word.to_lowercase()).or_default().0 |= flags;
            }
        }
        Self {
            words,
            endings,
            ordinals,
        }
    }

    /// The class of a word in any case, without its last full stop.
    #[must_use]
    pub fn class(&self, word: &str) -> WordClass {
        if word.len() > LONGEST {
            return WordClass::default();
        }
        if word.is_ascii() {
            let mut buffer = [0u8; LONGEST];
            let Some(lower) = buffer.get_mut(..word.len()) else {
                return WordClass::default();
            };
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            return self.entry(word, std::str::from_utf8(lower).unwrap_or(""));
        }
        self.entry(word, &word.to_lowercase())
    }

    fn entry(&self, word: &str, lower: &str) -> WordClass {
        let Some(class) = self.words.get(lower).copied() else {
            let ending = self.endings.iter().find(|(e, _)| lower.ends_with(e));
            return ending.map_or_else(WordClass::default, |(_, class)| *class);
        };
        if class.0 & CAPITAL != 0 && word.chars().next().is_some_and(char::is_lowercase) {
            return WordClass::default();
        }
        class
    }
}

macro_rules! rules {
    ($($name:ident $code:literal),*) => {
        $(static $name: LazyLock<SentenceRules> = LazyLock::new(|| {
            SentenceRules::read(include_str!(concat!("data/sentences/", $code, ".txt")))
        });)*

        /// The rules for a language code; English for a code without a file.
        #[must_use]
        pub fn sentence_rules(code: &str) -> &'static SentenceRules {
            match code {
                $($code => &$name,)*
                _ => &EN,
            }
        }
    };
}

rules!(EN "en", DE "de", FR "fr", ES "es", PT "pt", RU "ru");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_can_have_several_classes() {
        let st = sentence_rules("en").class("St");
        assert!(st.is(WordClass::TITLE) && st.is(WordClass::INNER));
        assert!(!st.is(WordClass::STARTER));
    }

    #[test]
    fn case_does_not_matter_in_any_script() {
        assert!(sentence_rules("ru").class("ОН").is(WordClass::STARTER));
        assert!(sentence_rules("en").class("U.S.A").is(WordClass::INNER));
    }
}
