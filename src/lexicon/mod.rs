//! Knowledge of words: stems, spelling variants and lists, as plain text files in `data/`.
//!
//! Imports nothing of the crate.

mod classes;
mod lists;
mod sentence_rules;
mod spelling;
mod stem;
pub mod wordnet;

use std::hash::Hasher;

use rustc_hash::FxHasher;

pub use classes::{Class, class};
pub use lists::{WordPairs, WordSet, entries};
pub use sentence_rules::{SentenceRules, WordClass, sentence_rules};
pub use spelling::{canonical, same_but_for_spelling};
pub use stem::stem;

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

/// [`key`] of the [`stem`] of the [`canonical`] spelling of a word in normal form.
#[must_use]
pub fn canonical_stem(norm: &str) -> u64 {
    key(&stem(&canonical(norm)))
}
