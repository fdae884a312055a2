//! Words and phrases by the fast model: they have few pieces, whose sums of codes and of products of
//! these are small whole numbers, and exact.

use std::rc::Rc;

use super::{Fast, ROOM, Room, ratio, read};
use crate::lexicon::recall::Recall;

/// Pieces whose codes give sums of products in 32 bits: (8 × 128)² × 1024 = 2^30. A word has one or
/// two pieces, a phrase three or four.
const FEW: usize = 8;
/// The longest word, in bytes, whose pieces are kept.
const LONGEST_KEPT: usize = 32;

thread_local! {
    /// The pieces of single words.
    static WORDS: Recall<Option<Rc<[u32]>>> = Recall::new();
}

/// The vector of a word or phrase before it is brought to length 1: the codes of its pieces, added up.
pub(crate) struct Word {
    sums: Vec<i16>,
    length: f64,
}

/// A word or phrase by its pieces, which takes less room than its vector.
pub(crate) struct Phrase {
    pieces: Rc<[u32]>,
    /// Of the vector.
    length: f64,
}

impl Fast {
    /// How alike two words or phrases are in use, from -1 to 1: the cosine of their vectors.
    ///
    /// It knows kin from strangers, not harmless kin from harmful: opposites (`rise`, `fall`) and
    /// siblings (`Monday`, `Tuesday`) are as near as synonyms.
    #[must_use]
    pub fn word_similarity(&self, a: &str, b: &str) -> f64 {
        match (self.word(a), self.word(b)) {
            (Some(a), Some(b)) => ratio(dot_short(&a.sums, &b.sums), a.length, b.length),
            _ => ROOM.with_borrow_mut(|room| self.summed_similarity(a, b, room)),
        }
    }

    /// A word or phrase, to be compared with several [`Phrase`]s; none where it has too many pieces.
    pub(crate) fn word(&self, text: &str) -> Option<Word> {
        self.read_few(text).map(|(_, word)| word)
    }

    /// A word or phrase by its pieces, to be kept; none where it has too many.
    pub(crate) fn phrase(&self, text: &str) -> Option<Phrase> {
        let (pieces, Word { length, .. }) = self.read_few(text)?;
        Some(Phrase { pieces, length })
    }

    fn read_few(&self, text: &str) -> Option<(Rc<[u32]>, Word)> {
        let pieces = ROOM.with_borrow_mut(|room| few(text, room))?;
        let mut sums = vec![0; self.dimension];
        self.sum_few(&pieces, &mut sums);
        let length = dot_short(&sums, &sums).sqrt();
        Some((pieces, Word { sums, length }))
    }

    /// [`Fast::word_similarity`] of both.
    pub(crate) fn near(&self, word: &Word, phrase: &Phrase) -> f64 {
        // The product with a sum is the sum of products: whole numbers, and exact.
        let rows = phrase.pieces.iter().map(|id| self.row(*id));
        let both: i32 = rows.map(|row| dot_codes(&word.sums, row)).sum();
        ratio(f64::from(both), word.length, phrase.length)
    }

    /// The codes of a few pieces, added up in `sums`.
    pub(super) fn sum_few(&self, pieces: &[u32], sums: &mut [i16]) {
        for id in pieces {
            for (sum, code) in sums.iter_mut().zip(self.row(*id)) {
                *sum += i16::from(code.cast_signed());
            }
        }
    }
}

/// The pieces of a short text; none where it has more than a few, which are then in `room.pieces`.
pub(super) fn few(text: &str, room: &mut Room) -> Option<Rc<[u32]>> {
    let find = |room: &mut Room| {
        read(text, room);
        let ids = room.pieces.iter().map(|piece| piece.id);
        (ids.len() <= FEW).then(|| ids.collect())
    };
    // Words come again and again; phrases do not.
    if text.len() > LONGEST_KEPT || text.contains(' ') {
        return find(room);
    }
    let known = WORDS.with(|known| known.answer(text, || find(room)));
    if known.is_none() {
        read(text, room);
    }
    known
}

/// Sum of products of the sums of short texts: whole numbers, and exact.
pub(super) fn dot_short(a: &[i16], b: &[i16]) -> f64 {
    let products = a.iter().zip(b).map(|(x, y)| i32::from(*x) * i32::from(*y));
    f64::from(products.sum::<i32>())
}

/// The same of a short text and one piece.
fn dot_codes(sums: &[i16], codes: &[u8]) -> i32 {
    let products = sums.iter().zip(codes);
    products
        .map(|(x, y)| i32::from(*x) * i32::from(y.cast_signed()))
        .sum()
}
