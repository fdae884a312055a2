//! British and American spelling, and other ways to write one word.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::entries;

static LISTED: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut map = FxHashMap::default();
    for line in entries(include_str!("data/spelling.txt")) {
        let mut words = line.split_whitespace();
        let Some(base) = words.next() else { continue };
        for form in words {
            map.insert(form, base);
        }
    }
    map
});

/// A form that all spellings of one word share; not always a word itself.
///
/// The rules are loose because both spellings must occur, one on each side, for a match: no text
/// has `advize` for `advise`.
#[must_use]
pub fn canonical(word: &str) -> Cow<'_, str> {
    if let Some(base) = LISTED.get(word) {
        return Cow::Borrowed(base);
    }
    if word.len() < 6 || !word.is_ascii() {
        return Cow::Borrowed(word);
    }
    let mut form = Cow::Borrowed(word);
    for (british, american, least) in [
        ("isation", "ization", 9),
        ("ising", "izing", 8),
        ("ised", "ized", 7),
        ("ises", "izes", 7),
        ("ise", "ize", 6),
        ("yse", "yze", 6),
        ("ysed", "yzed", 7),
        ("ysing", "yzing", 8),
        ("tre", "ter", 6),
        ("tres", "ters", 6),
        ("bre", "ber", 5),
        ("ogue", "og", 7),
        ("elling", "eling", 8),
        ("elled", "eled", 7),
        ("eller", "eler", 8),
        ("ellers", "elers", 8),
    ] {
        if word.len() >= least
            && let Some(base) = word.strip_suffix(british)
        {
            form = Cow::Owned(format!("{base}{american}"));
            break;
        }
    }
    if let Some(at) = form.find("our")
        && at >= 2
    {
        form = Cow::Owned(format!("{}or{}", &form[..at], &form[at + 3..]));
    }
    form
}

/// Whether two different words are spellings of one.
#[must_use]
pub fn same_but_for_spelling(a: &str, b: &str) -> bool {
    may_be_one(a, b) && canonical(a) == canonical(b)
}

/// Whether a word is listed with another spelling, which may begin otherwise.
#[must_use]
pub fn is_respelt(word: &str) -> bool {
    LISTED.contains_key(word)
}

/// Whether two words can have a canonical form in common: the rules change endings only, so words
/// with different beginnings must be listed. Saves working out the forms of most pairs.
pub(super) fn may_be_one(a: &str, b: &str) -> bool {
    a.as_bytes().first() == b.as_bytes().first() || is_respelt(a) || is_respelt(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn british_and_american_spellings_meet() {
        for (a, b) in [
            ("programme", "program"),
            ("labouring", "laboring"),
            ("colour", "color"),
            ("organisation", "organization"),
            ("theatre", "theater"),
            ("centre", "center"),
            ("metres", "meters"),
            ("travelled", "traveled"),
            ("modernise", "modernize"),
            ("defence", "defense"),
            ("seven", "7"),
        ] {
            assert!(same_but_for_spelling(a, b), "{a} {b}");
        }
    }

    #[test]
    fn other_words_do_not() {
        for (a, b) in [
            ("four", "for"),
            ("filled", "filed"),
            ("prise", "prize"),
            ("pouring", "porous"),
            ("color", "collar"),
        ] {
            assert!(!same_but_for_spelling(a, b), "{a} {b}");
        }
    }
}
