//! What words do in names: titles, institutions, particles, countries, variants.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::key;

/// What a word can be in or before a name; a set of flags.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Role(u16);

impl Role {
    /// `Mr.`, `Dr.`: a person follows.
    pub const HONORIFIC: Self = Self(1);
    /// `president`, `mayor`: an office.
    pub const OFFICE: Self = Self(1 << 1);
    /// `prime`, `foreign`, `former`: stands before an office.
    pub const MODIFIER: Self = Self(1 << 2);
    /// `defence`, `state`: follows an office and `of`.
    pub const DEPARTMENT: Self = Self(1 << 3);
    /// An office word that is a family name too.
    pub const SURNAME: Self = Self(1 << 4);
    /// An institution noun that `of` joins to a name.
    pub const JOINS: Self = Self(1 << 5);
    /// An institution noun.
    pub const INSTITUTION: Self = Self(1 << 6);
    /// `Inc.`, `GmbH`: a legal form.
    pub const CORPORATE: Self = Self(1 << 7);
    /// `de`, `van`, `al`.
    pub const PARTICLE: Self = Self(1 << 8);
    /// Begins sentences with a capital and is no name.
    pub const COMMON: Self = Self(1 << 9);
    /// A day or a month.
    pub const CALENDAR: Self = Self(1 << 10);
    /// A day or a month that is also a name or a common word.
    pub const CALENDAR_TOO: Self = Self(1 << 11);

    /// Whether any of the flags of `other` is set.
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

static ROLES: LazyLock<FxHashMap<u64, Role>> = LazyLock::new(|| {
    let mut roles: FxHashMap<u64, Role> = FxHashMap::default();
    let mut add = |words: &str, role: Role| {
        for word in words.split_whitespace() {
            let entry = roles.entry(key(word)).or_default();
            *entry = entry.or(role);
        }
    };
    for (head, words) in headed(include_str!("data/titles.txt")) {
        let role = match head {
            "honorific" => Role::HONORIFIC,
            "office" => Role::OFFICE,
            "modifier" => Role::MODIFIER,
            "department" => Role::DEPARTMENT,
            _ => Role::SURNAME,
        };
        add(words, role);
    }
    for (head, words) in headed(include_str!("data/organisations.txt")) {
        let role = match head {
            "joins" => Role::JOINS.or(Role::INSTITUTION),
            "corporate" => Role::CORPORATE,
            _ => Role::INSTITUTION,
        };
        add(words, role);
    }
    for line in lines(include_str!("data/name_particles.txt")) {
        add(line, Role::PARTICLE);
    }
    for line in lines(include_str!("data/not_names.txt")) {
        add(line, Role::COMMON);
    }
    for line in lines(include_str!("data/days_and_months.txt")) {
        let (plain, also) = line.split_once('|').unwrap_or((line, ""));
        add(plain, Role::CALENDAR);
        add(also, Role::CALENDAR_TOO);
    }
    roles
});

/// What a word, by the key of its normal form, can be in or before a name.
#[must_use]
pub fn role(word: u64) -> Role {
    ROLES.get(&word).copied().unwrap_or_default()
}

/// A country or bloc, or what newspapers put for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// Number of the country in the list.
    pub id: u16,
    /// The name of its capital or seat of power, not its own.
    pub seat: bool,
    /// Not the first form on the list: an adjective, a people, a short form.
    pub derived: bool,
}

struct Places {
    by_phrase: FxHashMap<u64, Place>,
    /// First words of phrases of several words.
    openers: FxHashMap<u64, u8>,
}

static PLACES: LazyLock<Places> = LazyLock::new(|| {
    let mut places = Places {
        by_phrase: FxHashMap::default(),
        openers: FxHashMap::default(),
    };
    for (id, line) in lines(include_str!("data/places.txt")).enumerate() {
        let (names, seats) = line.split_once('|').unwrap_or((line, ""));
        for (seat, list) in [(false, names), (true, seats)] {
            for (at, phrase) in list.split(',').map(str::trim).enumerate() {
                let words: Vec<u64> = phrase.split_whitespace().map(key).collect();
                let Some(first) = words.first() else { continue };
                if let Ok(count) = u8::try_from(words.len())
                    && count > 1
                {
                    let longest = places.openers.entry(*first).or_default();
                    *longest = count.max(*longest);
                }
                let place = Place {
                    id: u16::try_from(id).unwrap_or(u16::MAX),
                    seat,
                    derived: seat || at > 0,
                };
                places.by_phrase.entry(phrase_key(&words)).or_insert(place);
            }
        }
    }
    places
});

/// Key of a phrase from the keys of its words.
#[must_use]
pub fn phrase_key(words: &[u64]) -> u64 {
    words.iter().fold(0, |hash: u64, word| {
        (hash.rotate_left(23) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    })
}

/// The country that the phrase of exactly these words stands for.
#[must_use]
pub fn place(words: &[u64]) -> Option<Place> {
    PLACES.by_phrase.get(&phrase_key(words)).copied()
}

/// How many words the longest place name has that begins with this word, where there is one of
/// several words.
#[must_use]
pub fn place_words(first: u64) -> usize {
    PLACES.openers.get(&first).copied().unwrap_or(0).into()
}

static VARIANTS: LazyLock<FxHashMap<u64, u64>> = LazyLock::new(|| {
    let mut variants = FxHashMap::default();
    for line in lines(include_str!("data/name_variants.txt")) {
        let mut forms = line.split(',').map(str::trim);
        let Some(first) = forms.next() else { continue };
        variants.insert(key(first), key(first));
        for form in forms {
            variants.entry(key(form)).or_insert_with(|| key(first));
        }
    }
    variants
});

/// The key of the form that a word of a name is compared by, where it is listed with others.
#[must_use]
pub fn name_variant(word: u64) -> Option<u64> {
    VARIANTS.get(&word).copied()
}

/// The lines of a list without comments and blank lines.
pub(super) fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines()
        .map(str::trim)
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
}

/// Lines of the form `head: words`.
pub(super) fn headed(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    lines(list).filter_map(|l| l.split_once(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(phrase: &str) -> Option<u16> {
        let words: Vec<u64> = phrase.split_whitespace().map(key).collect();
        place(&words).map(|p| p.id)
    }

    #[test]
    fn a_country_its_people_and_its_short_forms_are_one() {
        for form in ["u.s.", "us", "american", "united states of america"] {
            assert_eq!(id(form), id("united states"), "{form}");
        }
        assert_ne!(id("north korean"), id("south korean"));
    }

    #[test]
    fn spellings_of_a_name_share_a_key() {
        assert_eq!(name_variant(key("kiev")), name_variant(key("kyiv")));
        assert_eq!(name_variant(key("lindholm")), None);
    }

    #[test]
    fn words_have_several_roles() {
        assert!(role(key("justice")).is(Role::OFFICE) && role(key("justice")).is(Role::DEPARTMENT));
        assert!(!role(key("lindholm")).is(Role::COMMON));
    }
}
