//! Number words, from the list.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::lexicon::{self, list};
use crate::text::Document;
use crate::text::tokens::{Token, TokenKind};

/// A number word, as the list has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum NumberWord {
    /// 0 to 19.
    Small(f64),
    /// 20 to 90.
    Tens(f64),
    /// `hundred`.
    Hundred,
    /// `dozen`, `thousand` and up.
    Magnitude(f64),
    /// A magnitude glued to digits: `bn`.
    Letter(f64),
    /// A place in a row, or the name of a fraction.
    Ordinal(f64),
    /// `half`, `quarter`: the denominator.
    Part(f64),
    /// `thirds`, `quarters`: the denominator.
    Parts(f64),
    /// `twice`, `doubled`: the factor.
    Times(f64),
    /// `dozens`, `thousands`: lowest and highest value.
    Vague(f64, f64),
    /// `couple`, `both`.
    Group(f64),
}

static WORDS: LazyLock<FxHashMap<u64, NumberWord>> = LazyLock::new(|| {
    let mut map = FxHashMap::default();
    for line in list::lines(lexicon::NUMBER_WORDS) {
        let value = line.number(1);
        let word = match line.class() {
            "small" => NumberWord::Small(value),
            "tens" => NumberWord::Tens(value),
            "hundred" => NumberWord::Hundred,
            "magnitude" => NumberWord::Magnitude(value),
            "letter" => NumberWord::Letter(value),
            "ordinal" => NumberWord::Ordinal(value),
            "part" => NumberWord::Part(value),
            "parts" => NumberWord::Parts(value),
            "times" => NumberWord::Times(value),
            "vague" => NumberWord::Vague(value, line.number(2)),
            _ => NumberWord::Group(value),
        };
        for item in line.items() {
            map.insert(lexicon::key(item), word);
        }
    }
    map
});

/// The number word at a token.
pub(crate) fn number_word(document: &Document<'_>, at: usize) -> Option<NumberWord> {
    number_word_of(document.tokens().get(at)?)
}

/// The number word that a token is.
pub(crate) fn number_word_of(token: &Token) -> Option<NumberWord> {
    if token.kind != TokenKind::Word {
        return None;
    }
    WORDS.get(&token.key).copied()
}
