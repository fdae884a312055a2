//! The gravest finding on each word of a text.

use std::ops::Range;

use crate::report::Excerpt;
use crate::text::Document;

/// First code point of every token, to tell which tokens a passage covers.
pub struct TokenPlaces {
    starts: Vec<usize>,
    ends: Vec<usize>,
}

impl TokenPlaces {
    /// The places of a document's tokens; `at` counts the code points before a byte of its source.
    pub fn new(document: &Document<'_>, at: impl Fn(usize) -> usize) -> Self {
        let spans = document
            .tokens()
            .iter()
            .map(|t| document.source_span(t.span));
        let (starts, ends) = spans.map(|s| (at(s.start()), at(s.end()))).unzip();
        Self { starts, ends }
    }

    /// Code points of the tokens from `first` to `last`.
    pub fn span(&self, first: usize, last: usize) -> Option<(usize, usize)> {
        Some((*self.starts.get(first)?, *self.ends.get(last)?))
    }

    /// The tokens that a passage touches.
    pub fn tokens(&self, passage: &Excerpt) -> Range<usize> {
        let first = self.ends.partition_point(|end| *end <= passage.start);
        let last = self.starts.partition_point(|start| *start < passage.end);
        first..last.max(first)
    }

    /// Paint passages over the tokens: each token takes the first passage that touches it, so that
    /// passages given worst first leave the worst. Linear, however the passages overlap.
    #[expect(
        clippy::indexing_slicing,
        reason = "`touched` ends with the last token at the latest: `tokens` counts what `starts` has"
    )]
    pub fn paint<'e>(
        &self,
        passages: impl Iterator<Item = (u32, &'e Excerpt)>,
    ) -> Vec<Option<u32>> {
        let count = self.starts.len();
        let mut painted = vec![None; count];
        // For each token the next one, itself included, that is not painted yet.
        let mut next: Vec<usize> = (0..=count).collect();
        for (number, passage) in passages {
            let touched = self.tokens(passage);
            let mut token = free(&mut next, touched.start);
            while token < touched.end {
                painted[token] = Some(number);
                next[token] = token + 1;
                token = free(&mut next, token + 1);
            }
        }
        painted
    }
}

/// The first free token from `token` on, with the way there shortened.
#[expect(
    clippy::indexing_slicing,
    reason = "`next` holds places in itself, and is never empty: one stands past the last token"
)]
fn free(next: &mut [usize], token: usize) -> usize {
    let mut at = token.min(next.len() - 1);
    while next[at] != at {
        next[at] = next[next[at]];
        at = next[at];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(start: usize, end: usize) -> Excerpt {
        Excerpt {
            segment: 0,
            start,
            end,
            text: String::new(),
        }
    }

    #[test]
    fn the_first_passage_on_a_token_stays() {
        let document = Document::new("one two three four");
        let places = TokenPlaces::new(&document, |byte| byte);
        let passages = [excerpt(4, 7), excerpt(0, 13), excerpt(5, 18)];
        let painted = places.paint((0..).zip(&passages));
        assert_eq!(painted, [Some(1), Some(0), Some(1), Some(2)]);
    }

    #[test]
    fn a_passage_past_the_end_paints_nothing() {
        let document = Document::new("one");
        let places = TokenPlaces::new(&document, |byte| byte);
        assert_eq!(places.paint([(0, &excerpt(9, 12))].into_iter()), [None]);
        let empty = TokenPlaces::new(&Document::new(""), |byte| byte);
        assert!(empty.paint([(0, &excerpt(0, 1))].into_iter()).is_empty());
    }
}
