//! How alike the two sides of a bead are.

use super::{Link, Relation, TokenAlignment};
use crate::lexicon::Class;
use crate::score;
use crate::text::Document;

/// Size of the trigram sketch in bits: a sentence has some 150 trigrams, so that few collide.
const BITS: usize = 4096;

impl TokenAlignment {
    /// How alike the two sides are in meaning, 0 to 1; 1 for the same words in the same order.
    #[must_use]
    pub fn similarity(&self, original: &Document<'_>, copy: &Document<'_>) -> f64 {
        if self.original.is_empty() || self.copy.is_empty() {
            return 0.0;
        }
        if self.is_identical() {
            return 1.0;
        }
        let (left, left_all) = kept(&self.original_links, &self.original_classes);
        let (right, right_all) = kept(&self.copy_links, &self.copy_classes);
        let words = (left + right) / (left_all + right_all);
        let moved = self.copy_links.iter().flatten();
        let moved = moved.filter(|l| l.relation == Relation::Moved).count();
        let order = 1.0 - moved as f64 / self.copy.len() as f64;
        let (a, b) = (sketch(original, &self.original), sketch(copy, &self.copy));
        score::similarity(words, dice(&a, &b), order)
    }
}

/// Weight of the words with a counterpart, and of all words.
fn kept(links: &[Option<Link>], classes: &[Class]) -> (f64, f64) {
    let (mut kept, mut all) = (0.0, 0.0);
    for (link, class) in links.iter().zip(classes) {
        // Function words say little about what a sentence is about; negators say much, but
        // about the meaning of few readers' "alike".
        let weight = if class.is_content() { 1.0 } else { 0.3 };
        all += weight;
        kept += weight
            * match link.map(|l| l.relation) {
                Some(Relation::Substituted) => 0.3,
                Some(Relation::Inflected) => 0.95,
                Some(_) => 1.0,
                None => 0.0,
            };
    }
    (kept, all)
}

fn sketch(document: &Document<'_>, words: &[u32]) -> [u64; BITS / 64] {
    let mut bits = [0u64; BITS / 64];
    let mut window = 0u32;
    let mut put = |byte: u8| {
        window = (window << 8 | u32::from(byte)) & 0x00ff_ffff;
        let at = (window.wrapping_mul(2_654_435_761) >> 20) as usize % BITS;
        if let Some(word) = bits.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
    };
    for word in words {
        put(b' ');
        for byte in document.norm_at(*word as usize).bytes() {
            put(byte);
        }
    }
    bits
}

fn dice(a: &[u64], b: &[u64]) -> f64 {
    let ones = |bits: &[u64]| -> u32 { bits.iter().map(|w| w.count_ones()).sum() };
    let shared: u32 = a.iter().zip(b).map(|(x, y)| (x & y).count_ones()).sum();
    let all = ones(a) + ones(b);
    if all == 0 {
        return 0.0;
    }
    2.0 * f64::from(shared) / f64::from(all)
}

#[cfg(test)]
mod tests {
    use crate::align::Bead;

    use super::*;

    fn similarity(original: &str, copy: &str) -> f64 {
        let (a, b) = (Document::new(original), Document::new(copy));
        let bead = Bead {
            original: vec![0],
            copy: vec![0],
            ..Bead::default()
        };
        TokenAlignment::new(&a, &b, &bead).similarity(&a, &b)
    }

    #[test]
    fn falls_from_the_same_words_over_a_rewording_to_other_words() {
        let original = "The harbour office closed its doors on Tuesday";
        let same = similarity(original, original);
        let close = similarity(original, "The harbor office shut its doors on Tuesday");
        let far = similarity(original, "Nobody expects rain before next weekend");
        assert!((same - 1.0).abs() < 1e-12);
        assert!(close > 0.7 && close < same, "{close}");
        assert!(far < 0.3, "{far}");
    }
}
