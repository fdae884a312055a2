//! The bound around a number, before it or behind it.

use super::Reader;
use crate::text::quantity::{Bound, bound};
use crate::text::tokens::TokenKind;

impl Reader<'_, '_> {
    /// The bound that ends before `start`, with the index of its last word.
    pub(super) fn bound_before(&self, start: usize, floor: usize) -> Option<(usize, bound::Found)> {
        let last = start.checked_sub(1).filter(|l| *l >= floor)?;
        let fits = |at: usize, found: &bound::Found| at + 1 >= floor + found.words;
        if let Some(found) = bound::before(self.document, last).filter(|f| fits(last, f)) {
            return Some((last, found));
        }
        let plain = |at: usize| {
            matches!(
                self.norm(at),
                "the" | "a" | "an" | "another" | "its" | "their" | "his" | "her"
            )
        };
        // `below the record of $5.46`, `above its target of 3%`.
        let noun = last.checked_sub(2).filter(|at| {
            self.norm(last) == "of" && self.kind(last - 1) == Some(TokenKind::Word) && plain(*at)
        });
        let last = noun
            .or_else(|| plain(last).then_some(last))?
            .checked_sub(1)
            .filter(|l| *l >= floor)?;
        let found = bound::before(self.document, last).filter(|f| fits(last, f))?;
        // `about the 40 men` speaks of them; `over the 10 years` is during.
        let other_use = matches!(
            self.norm(last),
            "about" | "around" | "over" | "under" | "within" | "some" | "beyond"
        );
        (found.words > 1 || !other_use).then_some((last, found))
    }

    /// The bound behind a number and its unit, or one word later, with the token after it.
    pub(super) fn bound_after(&self, end: usize) -> Option<(usize, Bound)> {
        (end..end + 2).find_map(|at| {
            if at > end && self.kind(end) != Some(TokenKind::Word) {
                return None;
            }
            let found = bound::after(self.document, at)?;
            let next = at + found.words;
            // `500 men and over 50 guns`, `(90+8)`: it belongs to the next number.
            if self.numerals.at(next).is_some() || self.is_sign(next) {
                return None;
            }
            // `21% had at least one`, `40 men at least`: these end a phrase or belong elsewhere.
            let opens = matches!(self.norm(at), "at" | "minimum" | "maximum");
            let ends = self.kind(next) != Some(TokenKind::Word);
            let sound = (self.norm(at) != "+" || self.glued(at)) && (!opens || ends);
            sound.then_some((next, found.bound))
        })
    }
}
