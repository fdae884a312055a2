//! Knowledge of words: stems, spelling variants and lists, as plain text files in `data/`.
//!
//! Imports nothing of the crate.

mod characters;
mod classes;
pub mod exchanges;
mod furniture_cues;
pub mod list;
mod lists;
mod parts;
mod phrases;
pub mod proper;
pub(crate) mod recall;
pub mod senses;
mod sentence_rules;
pub mod speech;
mod spelling;

mod stem;
pub mod wordnet;

use std::hash::Hasher;

use rustc_hash::FxHasher;

pub use characters::{entity, from_code_page, to_code_page};
pub use classes::{Class, class};
pub use furniture_cues::{Cue, cue};
pub use lists::{Ladders, WordPairs, WordSet, entries};
pub use parts::{Parts, parts};
pub use phrases::Phrases;
pub use sentence_rules::{SentenceRules, WordClass, sentence_rules};
use spelling::canonical;
pub use spelling::{is_respelt, same_but_for_spelling};
pub use stem::{is_past, stem};

/// Number words and their values.
pub const NUMBER_WORDS: &str = include_str!("data/number_words.txt");
/// Units of measure.
pub const UNITS: &str = include_str!("data/units.txt");
/// Currencies.
pub const CURRENCIES: &str = include_str!("data/currencies.txt");
/// Phrases that bound or blur a number.
pub const BOUNDS: &str = include_str!("data/bounds.txt");
/// Verbs and nouns of change with their direction.
pub const CHANGES: &str = include_str!("data/changes.txt");
/// Words of the calendar and the clock.
pub const CALENDAR: &str = include_str!("data/calendar.txt");

/// A stable 64-bit hash of a string: the same on every machine and in every run.
#[must_use]
pub fn key(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut hasher = FxHasher::default();
    // Bytes by eights, written out: `str::hash` leaves its layout to the standard library.
    let (eights, rest) = bytes.as_chunks::<8>();
    for eight in eights {
        hasher.write_u64(u64::from_le_bytes(*eight));
    }
    if !rest.is_empty() {
        hasher.write_u64(match bytes.last_chunk::<8>() {
            Some(last) => u64::from_le_bytes(*last) >> (8 * (8 - rest.len())),
            None => filled_up(rest),
        });
    }
    hasher.write_u64(bytes.len() as u64);
    hasher.finish()
}

/// Up to eight bytes as the low end of a number, filled up with zeros. Read in two overlapping
/// halves: nearly all words are that short, and a copy of unknown length is a call.
fn filled_up(bytes: &[u8]) -> u64 {
    let halves = |low: u64, high: u64, half: usize| low | high << (8 * (bytes.len() - half));
    if let (Some(low), Some(high)) = (bytes.first_chunk(), bytes.last_chunk()) {
        return halves(
            u32::from_le_bytes(*low).into(),
            u32::from_le_bytes(*high).into(),
            4,
        );
    }
    if let (Some(low), Some(high)) = (bytes.first_chunk(), bytes.last_chunk()) {
        return halves(
            u16::from_le_bytes(*low).into(),
            u16::from_le_bytes(*high).into(),
            2,
        );
    }
    bytes.first().copied().unwrap_or(0).into()
}

/// [`key`] of the [`stem`] of a word in normal form.
#[must_use]
pub fn stem_key(norm: &str) -> u64 {
    key(&stem(norm))
}

/// Whether two words with different stems are inflections of one word in two spellings
/// (`labouring`, `labor`).
#[must_use]
pub fn same_stem_but_for_spelling(a: &str, b: &str) -> bool {
    spelling::may_be_one(a, b) && stem(&canonical(a)) == stem(&canonical(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_that_of_the_bytes_by_eights_filled_up_with_zeros() {
        let slowly = |text: &str| {
            let mut hasher = FxHasher::default();
            for chunk in text.as_bytes().chunks(8) {
                let mut word = [0u8; 8];
                word[..chunk.len()].copy_from_slice(chunk);
                hasher.write_u64(u64::from_le_bytes(word));
            }
            hasher.write_u64(text.len() as u64);
            hasher.finish()
        };
        let text = "an inconceivably long headword";
        for end in 0..=text.len() {
            assert_eq!(key(&text[..end]), slowly(&text[..end]), "{}", &text[..end]);
            assert_eq!(key(&text[end..]), slowly(&text[end..]), "{}", &text[end..]);
        }
    }
}
