//! Words of two passages matched one to one by what they mean in their context.

use crate::span::Span;

use super::{MiniLm, TokenVector, WIDTH, float};

/// How far a word's partner may be from its own place, as shares of the passages go, in words: what
/// keeps the work linear in the length. Sentences are shorter, so that all of their words are compared.
const REACH: usize = 200;

/// A word and its counterpart on the other side.
#[derive(Clone, Debug, PartialEq)]
pub struct WordMatch {
    /// The bytes of the word in its passage.
    pub span: Span,
    /// Which of the other side's words it was matched with; `None` where none was left.
    pub partner: Option<usize>,
    /// The cosine of the two words' vectors in context, at least 0; 0 without a partner.
    pub similarity: f64,
}

impl MiniLm<'_> {
    /// The words of two passages, each with its partner on the other side.
    ///
    /// Every word gets one partner at most, so that a word said twice shows: pairs are taken from the
    /// most alike on, and of equal ones the earlier first. A word's vector is the mean of its pieces'.
    /// How well the similarity tells changed words from kept ones is in `docs/models.md`. Punctuation
    /// is left out, and words whose places differ by more than 200 words are not compared.
    ///
    /// ```
    /// use wiredrift::semantic::MiniLm;
    ///
    /// let (original, copy) = ("The gates were opened on Monday.", "The gates were shut on Monday.");
    /// if let Ok(model) = MiniLm::embedded() {
    ///     let [_, words] = model.match_words(original, copy);
    ///     let worst = words.iter().min_by(|a, b| a.similarity.total_cmp(&b.similarity));
    ///     assert_eq!(worst.map(|word| &copy[word.span.range()]), Some("shut"));
    /// }
    /// ```
    #[must_use]
    pub fn match_words(&self, original: &str, copy: &str) -> [Vec<WordMatch>; 2] {
        let read = self.token_vectors(&[original, copy]);
        let [original, copy] = [(original, read.first()), (copy, read.get(1))]
            .map(|(text, pieces)| words(text, pieces.map_or(&[][..], Vec::as_slice)));
        matched(&original, &copy)
    }
}

type Word = (Span, [f32; WIDTH]);

/// Pieces put together to words, without punctuation.
fn words(text: &str, pieces: &[TokenVector]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for piece in pieces {
        match words.last_mut() {
            Some((span, vector)) if piece.inside => {
                *span = Span::new(span.start(), piece.span.end());
                for (x, y) in vector.iter_mut().zip(&piece.vector) {
                    *x += y;
                }
            }
            _ => words.push((piece.span, piece.vector)),
        }
    }
    words.retain(|(span, _)| {
        let word = text.get(span.range()).unwrap_or_default();
        word.chars().any(char::is_alphanumeric)
    });
    for (_, vector) in &mut words {
        float::unit(vector);
    }
    words
}

fn matched(original: &[Word], copy: &[Word]) -> [Vec<WordMatch>; 2] {
    let mut pairs = Vec::new();
    for (i, (_, a)) in original.iter().enumerate() {
        let middle = i * copy.len() / original.len();
        let from = middle.saturating_sub(REACH);
        for (j, (_, b)) in copy.iter().enumerate().skip(from).take(2 * REACH) {
            let products = a.iter().zip(b).map(|(x, y)| f64::from(*x) * f64::from(*y));
            pairs.push((products.sum::<f64>().clamp(0.0, 1.0), i, j));
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let alone = |words: &[Word]| -> Vec<WordMatch> {
        let words = words.iter().map(|(span, _)| WordMatch {
            span: *span,
            partner: None,
            similarity: 0.0,
        });
        words.collect()
    };
    let (mut ours, mut theirs) = (alone(original), alone(copy));
    for (similarity, i, j) in pairs {
        #[expect(
            clippy::indexing_slicing,
            reason = "pairs are numbers of the words that each have a match"
        )]
        let (our, their) = (&mut ours[i], &mut theirs[j]);
        if our.partner.is_none() && their.partner.is_none() {
            (our.partner, our.similarity) = (Some(j), similarity);
            (their.partner, their.similarity) = (Some(i), similarity);
        }
    }
    [ours, theirs]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(at: usize, direction: usize) -> Word {
        let mut vector = [0.0; WIDTH];
        vector[direction] = 1.0;
        (Span::new(at, at + 1), vector)
    }

    #[test]
    fn a_doubled_word_finds_one_partner() {
        let [ours, theirs] = matched(&[word(0, 1), word(2, 2)], &[word(0, 2), word(2, 2)]);
        // The earlier of the two equal ones is taken, the later is left to what remains.
        assert_eq!(ours[1].partner, Some(0));
        assert_eq!((ours[0].partner, ours[0].similarity), (Some(1), 0.0));
        assert_eq!(theirs[0].similarity, 1.0);
    }

    #[test]
    fn a_word_beyond_the_number_of_the_others_is_alone() {
        let [ours, theirs] = matched(&[word(0, 1), word(2, 1)], &[word(5, 1)]);
        assert_eq!((ours[0].partner, ours[1].partner), (Some(0), None));
        assert_eq!(theirs.len(), 1);
        assert_eq!(matched(&[], &[word(0, 1)])[1][0].partner, None);
    }

    #[test]
    fn pieces_become_words_and_punctuation_is_left_out() {
        let piece = |start, end, inside| TokenVector {
            span: Span::new(start, end),
            inside,
            vector: word(0, start).1,
        };
        let read = words(
            "unsaid!",
            &[piece(0, 2, false), piece(2, 6, true), piece(6, 7, false)],
        );
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].0, Span::new(0, 6));
        let length: f32 = read[0].1.iter().map(|x| x * x).sum();
        assert!((length - 1.0).abs() < 1e-6);
    }
}
