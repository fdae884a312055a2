//! How alike two names are.

use std::sync::OnceLock;

use super::fold::{letter_distance, plain, sound, sound_distance};
use super::{Name, NameKind};
use crate::lexicon::proper::{Place, Role, name_variant, place, role};
use crate::lexicon::wordnet::WordNet;
use crate::lexicon::{key, same_but_for_spelling, stem_key};
use crate::text::Document;
use crate::work::count;

/// How two names stand to one another.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Likeness {
    /// The same name, perhaps in another form (`Kyiv`, `Kiev`; `Mr. Orlin`, `Pavel Orlin`; `U.S.`,
    /// `American`; `Ministry of Defence`, `Defence Ministry`).
    Same,
    /// The same name misspelt, by so many letters.
    Garbled(u8),
    /// Some words kept, the others put for something else (`Halden Times`, `Halden Instances`).
    Partly,
    /// Another name.
    Different,
}

/// A word of a name, ready to be compared.
#[derive(Clone, Debug)]
struct Word {
    /// Key of the form it is compared by.
    key: u64,
    /// Key of its stem.
    stem: u64,
    plain: String,
    /// Which letters it has, one bit each.
    letters: u32,
    role: Role,
    /// What its spellings share, worked out when first asked for.
    sound: OnceLock<String>,
}

impl Word {
    fn sound(&self) -> &str {
        self.sound.get_or_init(|| sound(&self.plain))
    }
}

/// A name, ready to be compared.
#[derive(Clone, Debug)]
pub struct Form {
    words: Vec<Word>,
    place: Option<Place>,
    kind: NameKind,
    /// The capitals of one word in capitals: `EU`, `U.N.`
    acronym: Option<String>,
    /// First letters of the words.
    initials: String,
    /// The whole name where it has no word to compare by (`OF`, `SA®`).
    bare: Option<String>,
}

impl Form {
    /// Read a name of a document.
    #[must_use]
    pub fn new(document: &Document<'_>, name: &Name) -> Self {
        let tokens = document.slice(name.span);
        let all: Vec<u64> = tokens
            .iter()
            .filter(|t| t.is_word())
            .map(|t| t.key)
            .collect();
        let place = place(&all);
        let mut words = Vec::with_capacity(tokens.len());
        let mut initials = String::new();
        for token in tokens.iter().filter(|t| t.is_word()) {
            let norm = document.norm(token);
            let role = role(token.key);
            if matches!(norm, "of" | "the" | "and" | "for" | "'s")
                || role.is(Role::CORPORATE)
                || !token.capital && role.is(Role::PARTICLE)
                || matches!(norm, "jr" | "sr")
            {
                continue;
            }
            initials.extend(norm.chars().next());
            // An initial says nothing that the full name could contradict.
            if norm.chars().nth(1).is_none() && tokens.len() > 1 {
                continue;
            }
            let plain = plain(norm);
            words.push(Word {
                key: name_variant(token.key).unwrap_or_else(|| key(&plain)),
                stem: stem_key(&plain),
                letters: letters_of(&plain),
                plain,
                role,
                sound: OnceLock::new(),
            });
        }
        let text = document.text_of(name.span);
        let letters = text.chars().filter(|c| c.is_alphabetic());
        let acronym = (all.len() == 1
            && letters.clone().count() >= 2
            && letters.clone().all(char::is_uppercase))
        .then(|| letters.flat_map(char::to_lowercase).collect());
        let bare = words.is_empty().then(|| text.to_owned());
        Self {
            words,
            place,
            kind: name.kind,
            acronym,
            initials,
            bare,
        }
    }

    /// Keys by which a name can be looked up: of its words, of their stems, of its country.
    pub fn keys(&self) -> impl Iterator<Item = u64> + '_ {
        let country = self.place.map(|p| 0xC0_u64 << 32 | u64::from(p.id));
        country
            .into_iter()
            .chain(self.words.iter().flat_map(|w| [w.key, w.stem]))
    }

    /// The key that a short form of the name is most likely to keep: its country, else its last
    /// word.
    #[must_use]
    pub fn head_key(&self) -> Option<u64> {
        match self.place {
            Some(place) => Some(0xC0_u64 << 32 | u64::from(place.id)),
            None => self.words.last().map(|w| w.key),
        }
    }

    /// Whether it stands for a country or bloc.
    #[must_use]
    pub fn is_country(&self) -> bool {
        self.place.is_some()
    }

    /// Whether one of the two may be short for the other, in another language or with a word
    /// left out: one word in capitals, and the same first letter.
    #[must_use]
    pub fn may_abbreviate(&self, other: &Self) -> bool {
        self.acronym.is_some() != other.acronym.is_some()
            && self.initials.chars().next() == other.initials.chars().next()
    }

    /// Whether it is one word that dictionaries have, so that its capital alone proves nothing.
    #[must_use]
    pub fn is_dictionary_word(&self) -> bool {
        matches!(&self.words[..], [word] if WordNet::embedded().knows(&word.plain))
    }

    /// Whether the two have a word in common.
    #[must_use]
    pub fn shares_word(&self, other: &Self) -> bool {
        self.words
            .iter()
            .any(|w| other.words.iter().any(|o| o.key == w.key))
    }

    /// Whether it is made of several words that dictionaries have, and of no other.
    #[must_use]
    pub fn is_made_of_words(&self) -> bool {
        self.words.len() > 1
            && self
                .words
                .iter()
                .all(|w| WordNet::embedded().knows(&w.plain))
    }

    /// Whether it is a capital or seat of power, which may stand for its country.
    #[must_use]
    pub fn is_seat(&self) -> bool {
        self.place.is_some_and(|p| p.seat)
    }

    /// Whether all its words are ordinary ones (`Interior Ministry`), so that a rewording may do
    /// without capitals.
    #[must_use]
    pub fn is_descriptive(&self) -> bool {
        let ordinary = Role::INSTITUTION
            .or(Role::JOINS)
            .or(Role::OFFICE)
            .or(Role::MODIFIER)
            .or(Role::DEPARTMENT)
            .or(Role::COMMON);
        self.place.is_none()
            && self.acronym.is_none()
            && self.words.iter().all(|w| w.role.is(ordinary))
    }
}

/// How two names stand to one another. Symmetric.
#[must_use]
pub fn likeness(a: &Form, b: &Form) -> Likeness {
    count(a.words.len() * b.words.len());
    if let (Some(x), Some(y)) = (a.place, b.place) {
        return if x.id == y.id {
            Likeness::Same
        } else {
            Likeness::Different
        };
    }
    if a.bare.is_some() || b.bare.is_some() {
        return if a.bare == b.bare {
            Likeness::Same
        } else {
            Likeness::Different
        };
    }
    if is_acronym(a, b) || is_acronym(b, a) {
        return Likeness::Same;
    }
    let (short, long) = if a.words.len() <= b.words.len() {
        (a, b)
    } else {
        (b, a)
    };
    // Each word of the shorter name takes its best unused word of the longer.
    let mut used = vec![false; long.words.len()];
    let (mut same, mut letters, mut strangers, mut namesakes) = (0, 0, 0, 0);
    for (at, word) in short.words.iter().enumerate() {
        let mut best: Option<(&mut bool, WordLikeness)> = None;
        for (i, (other, used)) in long.words.iter().zip(&mut used).enumerate() {
            if *used {
                continue;
            }
            let found = word_likeness(word, other);
            // Garbling keeps the order of the words, counted from the front or from the end.
            let in_place = at == i || short.words.len() - at == long.words.len() - i;
            if found == WordLikeness::Same
                || in_place && best.is_none() && matches!(found, WordLikeness::Near(_))
            {
                best = Some((used, found));
                if found == WordLikeness::Same {
                    break;
                }
            }
        }
        match best {
            Some((used, WordLikeness::Same)) => {
                *used = true;
                same += 1;
            }
            Some((used, WordLikeness::Near(count))) => {
                *used = true;
                letters += count;
            }
            _ => {
                strangers += 1;
                // `Hugh`, `Hew`: a first name heard rather than read.
                namesakes += long
                    .words
                    .get(at)
                    .map_or(0, |o| usize::from(initial(o) == initial(word)));
            }
        }
    }
    let left_over = || {
        long.words
            .iter()
            .zip(&used)
            .filter(|(_, used)| !**used)
            .map(|(w, _)| w)
    };
    if strangers == 0 && letters == 0 {
        // All of the short name is in the long one; does the rest make it another?
        let another = left_over().any(|w| turns(&w.plain))
            || short.place.is_some() && left_over().any(|w| w.role.is(Role::INSTITUTION));
        return if another {
            Likeness::Different
        } else {
            Likeness::Same
        };
    }
    if strangers == 1 && namesakes == 1 && letters > 0 && long.words.len() == short.words.len() {
        letters += 2;
        strangers = 0;
    }
    if strangers == 0 {
        return Likeness::Garbled(u8::try_from(letters).unwrap_or(u8::MAX));
    }
    let institution = a.kind == NameKind::Institution || b.kind == NameKind::Institution;
    let person = a.kind == NameKind::Person || b.kind == NameKind::Person;
    if same > 0 && (institution || !person && short.words.len() >= 2) {
        return Likeness::Partly;
    }
    Likeness::Different
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum WordLikeness {
    Same,
    Near(usize),
    Other,
}

fn word_likeness(a: &Word, b: &Word) -> WordLikeness {
    if a.key == b.key || a.plain == b.plain {
        return WordLikeness::Same;
    }
    let shortest = a.plain.chars().count().min(b.plain.chars().count());
    if shortest < 3 {
        return WordLikeness::Other;
    }
    // A changed letter moves two bits at most: most words are told apart without a table.
    let apart = (a.letters ^ b.letters).count_ones() as usize;
    if apart > 2 * (shortest.max(4) / 2 + 1) {
        return WordLikeness::Other;
    }
    // A plural, an adjective, the people of a place: `Harlund`, `Harlunders`.
    if a.stem == b.stem && shortest >= 4
        || derived(&a.plain, &b.plain)
        || same_but_for_spelling(&a.plain, &b.plain)
    {
        return WordLikeness::Same;
    }
    let letters = letter_distance(&a.plain, &b.plain);
    if letters > shortest.max(4) / 2 + 1 {
        return WordLikeness::Other;
    }
    let sounds = (a.sound(), b.sound());
    let distance = sound_distance(sounds.0, sounds.1);
    let length = sounds.0.chars().count().max(sounds.1.chars().count());
    // One vowel of the same region, or a silent letter: two romanisations of one name.
    if distance <= 3 && letters <= (shortest / 5).max(1) {
        return WordLikeness::Same;
    }
    let first = sounds.0.chars().next() == sounds.1.chars().next();
    let allowed = if first {
        length * 10 / 3
    } else {
        length * 10 / 4
    };
    let close = distance <= allowed.max(6);
    // `Zeb`, `Jeb`: one letter of a short word.
    if close || length <= 4 && letters == 1 {
        return WordLikeness::Near(letters);
    }
    WordLikeness::Other
}

/// Whether two words differ only in endings that make adjectives, peoples and plurals of names.
fn derived(a: &str, b: &str) -> bool {
    const ENDINGS: [&str; 30] = [
        "", "s", "n", "ns", "an", "ans", "ian", "ians", "ean", "eans", "ese", "ish", "ic", "ics",
        "y", "i", "is", "er", "ers", "al", "a", "ia", "e", "o", "us", "ist", "ists", "ite", "ites",
        "ine",
    ];
    let shared = a
        .char_indices()
        .zip(b.chars())
        .take_while(|((_, x), y)| x == y)
        .last()
        .map_or(0, |((at, c), _)| at + c.len_utf8());
    shared >= 4
        && ENDINGS.contains(&&a[shared..])
        && ENDINGS.contains(&&b[shared..])
        && (a.len() - shared).max(b.len() - shared) >= 1
}

fn letters_of(plain: &str) -> u32 {
    plain
        .bytes()
        .filter(u8::is_ascii_lowercase)
        .fold(0, |bits, b| bits | 1 << (b - b'a'))
}

fn initial(word: &Word) -> Option<char> {
    word.sound().chars().next()
}

/// Whether a word added to a name makes it the name of another place.
fn turns(word: &str) -> bool {
    matches!(
        word,
        "north"
            | "south"
            | "east"
            | "west"
            | "northern"
            | "southern"
            | "eastern"
            | "western"
            | "new"
    )
}

/// Whether `short` is made of the first letters of `long`.
fn is_acronym(short: &Form, long: &Form) -> bool {
    let Some(letters) = &short.acronym else {
        return false;
    };
    long.words.len() >= 2 && *letters == long.initials
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(a: &str, b: &str) -> Likeness {
        // In mid-sentence, so that the capitals count.
        let read = |text: &str| {
            let text = format!("we saw {text} there");
            let document = Document::new(&text);
            let name = *document.names.last().unwrap();
            Form::new(&document, &name)
        };
        let (a, b) = (read(a), read(b));
        assert_eq!(likeness(&a, &b), likeness(&b, &a), "symmetric");
        likeness(&a, &b)
    }

    #[test]
    fn forms_of_one_name_are_the_same() {
        for (a, b) in [
            ("Kyiv", "Kiev"),
            ("Mr. Orlin", "President Pavel Orlin"),
            ("Pavel V. Orlin", "Pavel Orlin"),
            ("the U.S.", "American"),
            ("the United States", "US"),
            ("Moscow", "Russia"),
            ("Zoë Müller", "Zoe Muller"),
            ("the Defence Ministry", "the Ministry of Defense"),
            ("Harcourt Foods Inc.", "Harcourt"),
            ("the Halden Harbour Authority", "HHA"),
            ("Royal Theatre", "Royal Theater"),
            ("Kanev", "Kaniv"),
            ("Khalil Haddad", "Halil Haddad"),
        ] {
            assert_eq!(compare(a, b), Likeness::Same, "{a} / {b}");
        }
    }

    /// A comparison by words alone would take `OF` for another name than itself.
    #[test]
    fn a_name_without_a_word_to_compare_by_is_the_same_as_itself() {
        let document = Document::new("#OF¡");
        let form = Form::new(&document, document.names.first().unwrap());
        assert!(form.words.is_empty());
        assert_eq!(likeness(&form, &form), Likeness::Same);
    }

    #[test]
    fn misspellings_are_garbled() {
        for (a, b) in [
            ("Niklas Pollard", "Niklas Polland"),
            ("Sorelja", "Cereliya"),
            ("Zeb Sorelja", "Jeb Soreliya"),
            ("Azorin", "Assorin"),
            ("Jane Thackeray", "Jane Tekkeray"),
            ("Thackeray", "Jane Tekkeray"),
            ("Hugh Whitlow", "Hew Witlou"),
        ] {
            assert!(matches!(compare(a, b), Likeness::Garbled(_)), "{a} / {b}");
        }
    }

    #[test]
    fn a_translated_half_is_partly_kept() {
        assert_eq!(
            compare("Halden Times", "Halden Instances"),
            Likeness::Partly
        );
    }

    #[test]
    fn other_names_are_different() {
        for (a, b) in [
            ("Austria", "Australia"),
            ("North Korea", "South Korea"),
            ("Ada Finch", "Colm Adair"),
            ("European", "European Union"),
            ("Halden", "Lindholm"),
            ("Mr. Pavel Orlin", "Mr. Anton Orlin-Vesk"),
            ("Markov", "Petrov"),
        ] {
            assert!(
                matches!(compare(a, b), Likeness::Different | Likeness::Partly),
                "{a} / {b}"
            );
        }
    }
}
