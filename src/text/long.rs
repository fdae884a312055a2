//! Sentences without an end, cut into pieces that the work on one bead is bounded by.
//!
//! Some detectors look at all words of a sentence for each of some of its words. That is right for
//! sentences, of which the longest ever printed in a newspaper have some hundred words, and
//! quadratic for a megabyte without a full stop. So no segment has more than [`LONGEST`] tokens.
//! The cuts depend on the words alone and not on how many stand before them, so that the same
//! passage is cut at the same places in original and copy, whatever was put in before it.

use crate::span::Span;
use crate::text::tokens::{Token, TokenList};

/// Most tokens of one segment; a longer sentence is several.
pub const LONGEST: usize = 2_000;

/// Fewest tokens of a piece of such a sentence but the last.
const SHORTEST: usize = LONGEST / 2;

/// Tokens that a cut is chosen by: one alone, `the`, stands everywhere.
const CONTEXT: usize = 4;

/// A sentence as it is, or its pieces where it is too long, without the white space between them.
pub(super) fn cut(text: &str, tokens: &TokenList, sentence: Span) -> Vec<Span> {
    let range = tokens.within(sentence);
    let list = tokens.all().get(range.range()).unwrap_or(&[]);
    if list.len() <= LONGEST {
        return vec![sentence];
    }
    let mut pieces = Vec::new();
    let (mut rest, mut start) = (list, sentence.start());
    while rest.len() > LONGEST {
        let at = place(rest);
        let (Some(before), Some(after)) = (rest.get(at - 1), rest.get(at)) else {
            break;
        };
        // What belongs to no token, as a joiner of emoji, stays with the piece before the cut.
        let gap = text.get(before.span.end()..after.span.start());
        let rest_of_piece = gap.map_or(0, |gap| gap.trim_end().len());
        pieces.push(Span::new(start, before.span.end() + rest_of_piece));
        start = after.span.start();
        rest = rest.get(at..).unwrap_or(&[]);
    }
    pieces.push(Span::new(start, sentence.end()));
    pieces
}

/// Where to cut: of the words with white space before them the one that with those after it has
/// the least hash; the first of several. Without white space, as late as may be.
fn place(tokens: &[Token]) -> usize {
    let candidates = tokens.iter().enumerate().take(LONGEST).skip(SHORTEST);
    let hash = |at: usize| {
        let run = tokens.iter().skip(at).take(CONTEXT);
        run.fold(0u64, |hash, token| {
            (hash.rotate_left(23) ^ token.key).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        })
    };
    candidates
        .filter(|(_, token)| !token.glued)
        .min_by_key(|(at, _)| (hash(*at), *at))
        .map_or(LONGEST, |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pieces(text: &str) -> Vec<&str> {
        let tokens = TokenList::new(text);
        let whole = Span::new(0, text.len());
        cut(text, &tokens, whole)
            .iter()
            .map(|s| s.of(text))
            .collect()
    }

    fn words(seed: u64, count: usize) -> String {
        let word = |k: u64| format!("w{} ", (k ^ seed).wrapping_mul(0x2545_f491_4f6c_dd1d) >> 50);
        (0..count as u64).map(word).collect()
    }

    #[test]
    fn a_sentence_of_any_usual_length_stays_whole() {
        let text = words(1, 900);
        assert_eq!(pieces(text.trim()), [text.trim()]);
    }

    #[test]
    fn words_put_in_before_move_no_cut_for_long() {
        let text = words(7, 20_000);
        let longer = format!("{}{text}", words(3, 700));
        let (a, b) = (pieces(text.trim()), pieces(longer.trim()));
        let shared = a.iter().filter(|piece| b.contains(piece)).count();
        assert!(shared * 3 > a.len(), "{shared} of {}", a.len());
    }

    #[test]
    fn a_text_without_white_space_is_cut_too() {
        assert!(pieces(&"a-".repeat(20_000)).len() >= 20);
        assert!(pieces(&"—".repeat(20_000)).len() >= 10);
        let joined = "👩\u{200d}".repeat(20_000);
        assert_eq!(pieces(&joined).concat(), joined);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

        #[test]
        fn pieces_and_the_white_space_between_them_are_the_sentence(
            seed in any::<u64>(),
            count in 0usize..9_000,
        ) {
            let text = words(seed, count);
            let text = text.trim();
            let pieces = pieces(text);
            prop_assert_eq!(pieces.join(" "), text);
            prop_assert!(pieces.iter().all(|p| p.split(' ').count() <= LONGEST));
        }
    }
}
