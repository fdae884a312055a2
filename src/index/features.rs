//! What of a text is indexed: its content words by stem, its names by sound, its numbers by value,
//! and pairs of content words that follow one another.
//!
//! Exact shingles (A. Broder, *On the resemblance and containment of documents*, 1997) break with
//! every exchanged word. What a translation there and back or a spinner leaves in place are the
//! rare words one by one, the names but for their romanisation, the numbers but for their notation,
//! and here and there two neighbours: rare chunks of them tell a source as well as long ones (S.
//! Brin, J. Davis, H. García-Molina, *Copy detection mechanisms for digital documents*, 1995). The
//! pair has no order and skips function words, so that `minister of health` is `health minister`.
//!
//! A feature is a hash of 40 bits. It is read off the tokens alone, without segments: this is the
//! time that building an index takes.

use std::borrow::Cow;

use crate::lexicon::{self, class};
use crate::text::clean::Clean;
use crate::text::names;
use crate::text::quantity::number::{NumberWord, number_word_of};
use crate::text::tokens::{Token, TokenKind, TokenList};

/// Bits of a feature.
pub const BITS: u32 = 40;

/// One occurrence of a feature.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Occurrence {
    /// The hash.
    pub feature: u64,
    /// Index of its first token.
    pub token: usize,
}

/// Places of the cache of sounds; a power of two.
const SOUNDS: usize = 4096;

/// Reads features; keeps the sounds of the names it met last.
pub struct FeatureReader {
    sounds: Vec<(u64, u64)>,
}

impl FeatureReader {
    /// A reader that has met nothing.
    pub fn new() -> Self {
        Self {
            sounds: vec![(0, 0); SOUNDS],
        }
    }

    /// The features of a text, each once, in rising order.
    pub fn features(&mut self, text: &str) -> Vec<u64> {
        let clean = Clean::new(text);
        let tokens = TokenList::new(clean.text());
        let mut features = Vec::with_capacity(tokens.all().len());
        self.read(&tokens, &mut |occurrence| features.push(occurrence.feature));
        features.sort_unstable();
        features.dedup();
        features
    }

    /// Hand over every occurrence, in reading order.
    pub fn read(&mut self, tokens: &TokenList, take: &mut dyn FnMut(Occurrence)) {
        let mut before: Option<(u64, usize)> = None;
        // A capital proves a name only inside a sentence.
        let mut inside = false;
        let mut rest = tokens.all();
        let mut at = 0;
        while let [token, after @ ..] = rest {
            let start = at;
            (rest, at) = (after, at + 1);
            if !token.is_word() {
                let norm = tokens.norm(token);
                inside &= !matches!(norm, "." | "!" | "?" | ":" | "\"" | "...");
                continue;
            }
            let word = match number(tokens, token, after) {
                Some((value, more)) => {
                    rest = after.get(more..).unwrap_or(&[]);
                    at += more;
                    mix(3, value.to_bits(), 0)
                }
                None if !class(token.key).is_content() => {
                    inside = true;
                    continue;
                }
                None => {
                    if token.capital && inside {
                        let feature = mix(4, self.sound(tokens, token), 0);
                        take(Occurrence {
                            feature,
                            token: start,
                        });
                    }
                    mix(1, token.stem, 0)
                }
            };
            inside = true;
            take(Occurrence {
                feature: word,
                token: start,
            });
            if let Some((other, token)) = before.replace((word, start)) {
                take(Occurrence {
                    feature: mix(2, word.min(other), word.max(other)),
                    token,
                });
            }
        }
    }

    /// The key of a name's sound.
    fn sound(&mut self, tokens: &TokenList, token: &Token) -> u64 {
        let worked_out = || lexicon::key(&names::sound(tokens.norm(token)));
        let Some(known) = self.sounds.get_mut(token.key as usize % SOUNDS) else {
            return worked_out();
        };
        if known.0 != token.key {
            *known = (token.key, worked_out());
        }
        known.1
    }
}

/// The value of a number that starts at `token`, and how many tokens after it are part of it.
///
/// Digits, a number word below a hundred, and one word of magnitude after either: `1.2 million`,
/// `1.2m` and `1,200,000` are one number, `twelve` and `12` another. Longer numerals are taken
/// apart, on both sides alike.
fn number(tokens: &TokenList, token: &Token, after: &[Token]) -> Option<(f64, usize)> {
    let word = |token: Option<&Token>| number_word_of(token?);
    let (value, mut more) = match token.kind {
        TokenKind::Number => (digits(tokens.norm(token)).parse().ok()?, 0),
        _ => match (number_word_of(token)?, word(after.get(1))) {
            // `one` is a pronoun as often as a number.
            (NumberWord::Small(value), _) if value != 1.0 => (value, 0),
            (NumberWord::Tens(tens), Some(NumberWord::Small(ones)))
                if ones < 10.0 && after.first().is_some_and(|t| tokens.norm(t) == "-") =>
            {
                (tens + ones, 2)
            }
            (NumberWord::Tens(tens), _) => match word(after.first()) {
                Some(NumberWord::Small(ones)) if ones < 10.0 => (tens + ones, 1),
                _ => (tens, 0),
            },
            _ => return None,
        },
    };
    let scale = match word(after.get(more)) {
        Some(NumberWord::Hundred) => 100.0,
        Some(NumberWord::Magnitude(scale)) => scale,
        Some(NumberWord::Letter(scale)) if after.get(more).is_some_and(|t| t.glued) => scale,
        _ => 1.0,
    };
    more += usize::from(scale != 1.0);
    let value: f64 = value;
    // Sums of a decimal fraction: `1.2` times a million is off by a last bit.
    Some(((value * scale * 1000.0).round(), more))
}

/// Digits that may stand before a decimal point without a group mark left in them.
fn digits(norm: &str) -> Cow<'_, str> {
    match norm.contains(',') {
        true => Cow::Owned(norm.replace(',', "")),
        false => Cow::Borrowed(norm),
    }
}

/// A hash of a kind of feature and what it is made of (the finaliser of splitmix64).
fn mix(kind: u64, a: u64, b: u64) -> u64 {
    let mut x = a
        .wrapping_add(kind.wrapping_mul(0x9e37_79b9_7f4a_7c15))
        .wrapping_add(b.rotate_left(29).wrapping_mul(0xd6e8_feb8_6659_fd93));
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (x ^ (x >> 31)) >> (64 - BITS)
}

/// A text that asks for every rule of this file and of the tokens and stems below it.
const SAMPLE: &str = "Foreign Minister Khalil Tarasoff didn't say whether 1,200,000 of the \
    twenty-one carrying vessels (US$1.2bn) were stopped in Łódź at 8 p.m.; the women went home, \
    cities' budgets fell 3.5 per cent. “Twelve judges,” she wrote — colour photographs.";

/// A number that changes when texts are read by other rules: an index built by other rules would
/// be asked for features it does not have.
pub fn rules() -> u32 {
    let features = FeatureReader::new().features(SAMPLE);
    let bytes: Vec<u8> = features.iter().flat_map(|f| f.to_le_bytes()).collect();
    crc32fast::hash(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(a: &str, b: &str) -> usize {
        let (a, b) = (of(a), of(b));
        a.iter().filter(|f| b.contains(f)).count()
    }

    fn of(text: &str) -> Vec<u64> {
        FeatureReader::new().features(text)
    }

    #[test]
    fn numbers_of_one_value_are_one_feature() {
        for (a, b) in [
            ("1,200,000", "1.2 million"),
            ("$1.2bn", "1.2 billion"),
            ("twenty-one", "21"),
            ("twelve", "12"),
            ("forty thousand", "40,000"),
        ] {
            assert_eq!(shared(a, b), 1, "{a} {b}");
        }
        assert_eq!(shared("12", "13"), 0);
        assert_eq!(shared("one", "1"), 0);
    }

    #[test]
    fn inflections_and_word_order_leave_a_pair_what_it_is() {
        assert_eq!(shared("the minister of health", "Health ministers"), 3);
        assert_eq!(shared("of the and", "of the and"), 0);
    }

    #[test]
    fn names_in_two_romanisations_share_their_sound() {
        assert_eq!(shared("said Tarasoff", "said Tarasov"), 2);
    }

    #[test]
    fn features_are_few_different_and_in_order() {
        let features = of(&"The harbour at Lenne was closed. ".repeat(9));
        assert!(features.is_sorted());
        assert!(features.iter().all(|f| f >> BITS == 0));
        assert!(features.len() < 12, "{}", features.len());
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_the_same_by_a_reader_that_met_others(a in "\\PC{0,80}", b in "\\PC{0,80}") {
            let mut reader = FeatureReader::new();
            reader.features(&a);
            proptest::prop_assert_eq!(reader.features(&b), of(&b));
        }
    }
}
