//! Knowledge of words: stems, spelling variants and lists, as plain text files in `data/`.
//!
//! Imports nothing of the crate.

mod characters;
mod classes;
mod furniture_cues;
pub mod list;
mod lists;
mod parts;
mod phrases;
pub mod proper;
mod recall;
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
pub use spelling::same_but_for_spelling;
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
    let mut hasher = FxHasher::default();
    // Bytes by eights, written out: `str::hash` leaves its layout to the standard library.
    for chunk in text.as_bytes().chunks(8) {
        let mut word = [0u8; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        hasher.write_u64(u64::from_le_bytes(word));
    }
    hasher.write_u64(text.len() as u64);
    hasher.finish()
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
