//! A light English stemmer: inflection only, never derivation.

use std::borrow::Cow;

/// The stem of a lower-case word: plural, third-person, past and -ing endings taken off.
///
/// `stem(a) == stem(b)` is meant to hold for inflections of one word and to fail otherwise.
#[must_use]
pub fn stem(word: &str) -> Cow<'_, str> {
    if word.len() < 4 || !word.is_ascii() {
        return Cow::Borrowed(word);
    }
    for suffix in ["ing", "ed", "es", "s"] {
        if let Some(base) = word.strip_suffix(suffix)
            && base.len() >= 3
            && base.bytes().any(|b| b"aeiouy".contains(&b))
            && !(suffix == "s" && base.ends_with('s'))
        {
            return Cow::Borrowed(base.strip_suffix('e').unwrap_or(base));
        }
    }
    Cow::Borrowed(word.strip_suffix('e').unwrap_or(word))
}
