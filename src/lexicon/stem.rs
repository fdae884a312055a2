//! A light English stemmer: inflection only, never derivation.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{WordSet, entries, key};

static IRREGULAR: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut map = FxHashMap::default();
    for line in entries(include_str!("data/irregular.txt")) {
        let mut words = line.split_whitespace();
        let Some(base) = words.next() else { continue };
        map.entry(base).or_insert(base);
        for form in words {
            // The first base that claims a form keeps it: `saw` is a form of `see`.
            map.entry(form).or_insert(base);
        }
    }
    map
});

/// The stem of a lower-case word: plural, third-person, past and -ing endings taken off.
///
/// `stem(a) == stem(b)` is meant to hold for inflections of one word and to fail otherwise.
/// A stem is not always a word: a final `e` is taken off too.
#[must_use]
pub fn stem(word: &str) -> Cow<'_, str> {
    // `is` and `me` are the only matter below four letters; longer than 14 no form is irregular.
    if word.len() < 2 || !word.is_ascii() {
        return Cow::Borrowed(word);
    }
    if word.len() <= 14
        && let Some(base) = IRREGULAR.get(word)
    {
        return Cow::Borrowed(finish(base));
    }
    if word.len() < 4 {
        return Cow::Borrowed(word);
    }
    if let Some(base) = word
        .strip_suffix("ies")
        .or_else(|| word.strip_suffix("ied"))
        && base.len() >= 2
    {
        return Cow::Owned(format!("{base}y"));
    }
    if let Some(base) = word.strip_suffix('s') {
        if word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") || base.len() < 3 {
            return Cow::Borrowed(word);
        }
        // `boxes`, `watches`, `passes`, but `houses`, `makes`: a final e goes either way.
        if let Some(shorter) = base.strip_suffix('e') {
            return Cow::Borrowed(undouble(shorter, false));
        }
        return Cow::Borrowed(finish(base));
    }
    for suffix in ["ing", "ed"] {
        if let Some(base) = word.strip_suffix(suffix)
            && base.len() >= 2
            && base.bytes().any(|b| b"aeiouy".contains(&b))
            && !word.ends_with("eed")
        {
            return Cow::Borrowed(finish(undouble(base, true)));
        }
    }
    Cow::Borrowed(finish(word))
}

static PAST: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::of_forms(include_str!("data/irregular_past.txt")));

/// Whether a lower-case word may be a past form or participle.
#[must_use]
pub fn is_past(word: &str) -> bool {
    word.len() > 3 && word.ends_with("ed") || PAST.contains(key(word))
}

/// Without the final `e` that endings swallow.
fn finish(word: &str) -> &str {
    match word.strip_suffix('e') {
        Some(base) if base.len() >= 3 => base,
        _ => word,
    }
}

/// Without the consonant doubled before an ending: `stopp` is `stop`, but `pass` and `fall` stay.
fn undouble(base: &str, after_ending: bool) -> &str {
    let bytes = base.as_bytes();
    match bytes {
        [.., a, b] if after_ending && a == b && b"bdgmnprt".contains(b) => &base[..base.len() - 1],
        // British `travelled`, American `traveled`; `fill` and `call` have one vowel only.
        [.., a, b] if after_ending && a == b && *b == b'l' && vowels(base) > 1 => {
            &base[..base.len() - 1]
        }
        _ => base,
    }
}

fn vowels(word: &str) -> usize {
    word.bytes().filter(|b| b"aeiou".contains(b)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflections_share_a_stem() {
        for group in [
            &["raise", "raises", "raised", "raising"][..],
            &["stop", "stops", "stopped", "stopping"],
            &["carry", "carries", "carried", "carrying"],
            &["pass", "passes", "passed", "passing"],
            &["go", "went", "gone", "goes"],
            &["is", "was", "been", "are"],
            &["house", "houses"],
            &["watch", "watches", "watched"],
            &["woman", "women"],
            &["travelled", "traveled", "travel"],
            &["fall", "falling", "fell"],
            &["agree", "agreed", "agreeing"],
        ] {
            for word in group {
                assert_eq!(stem(word), stem(group[0]), "{word}");
            }
        }
    }

    #[test]
    fn other_words_keep_apart() {
        for (a, b) in [
            ("crisis", "cris"),
            ("news", "new"),
            ("sing", "s"),
            ("red", "r"),
            ("bus", "bu"),
            ("need", "ne"),
            ("bring", "br"),
            ("string", "str"),
            ("policy", "police"),
        ] {
            assert_ne!(stem(a), stem(b), "{a} {b}");
        }
    }

    #[test]
    fn a_stem_of_any_text_does_not_panic() {
        for word in ["", "s", "ing", "ed", "ies", "’s", "éd", "u.s.", "1,000"] {
            let _ = stem(word);
        }
    }
}
