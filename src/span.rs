//! Half-open ranges that carry their unit.
//!
//! A byte span and a token span are different types, so that one cannot be used for the other.
//! Both are 8 bytes: texts are limited to 4 GiB (see [`crate::Error::TooLong`]).

use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

/// Unit of [`Span`]: bytes of a text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub struct Bytes;

/// Unit of [`TokenSpan`]: indices into the token list of a document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub struct Tokens;

/// A half-open range `start..end` counted in `Unit`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Extent<Unit> {
    start: u32,
    end: u32,
    unit: PhantomData<Unit>,
}

/// A half-open range of bytes.
pub type Span = Extent<Bytes>;
/// A half-open range of tokens.
pub type TokenSpan = Extent<Tokens>;

impl<Unit> Extent<Unit> {
    /// The range `start..end`; an `end` before `start` gives the empty range at `start`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX).max(start);
        Self {
            start,
            end,
            unit: PhantomData,
        }
    }

    /// First position inside.
    #[must_use]
    pub fn start(&self) -> usize {
        self.start as usize
    }

    /// First position after.
    #[must_use]
    pub fn end(&self) -> usize {
        self.end as usize
    }

    /// Number of positions inside.
    #[must_use]
    pub fn len(&self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether nothing is inside.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// The same as a standard range.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start()..self.end()
    }

    /// Whether `position` is inside.
    #[must_use]
    pub fn contains(&self, position: usize) -> bool {
        (self.start()..self.end()).contains(&position)
    }

    /// Whether all of `other` lies inside.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a position.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest range that covers both.
    #[must_use]
    pub fn join(&self, other: &Self) -> Self {
        Self::new(self.start().min(other.start()), self.end().max(other.end()))
    }
}

impl Span {
    /// The part of `text` inside the span; empty where the span does not fit the text.
    #[must_use]
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.range()).unwrap_or("")
    }
}

impl<Unit> fmt::Debug for Extent<Unit> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reversed_range_is_empty() {
        assert!(Span::new(5, 3).is_empty());
    }

    #[test]
    fn slicing_outside_the_text_or_inside_a_character_gives_nothing() {
        assert_eq!(Span::new(0, 9).of("abc"), "");
        assert_eq!(Span::new(0, 1).of("é"), "");
        assert_eq!(Span::new(0, 2).of("é"), "é");
    }

    #[test]
    fn joining_covers_both() {
        let joined = Span::new(2, 4).join(&Span::new(7, 9));
        assert!(joined.covers(&Span::new(2, 4)) && joined.covers(&Span::new(7, 9)));
        assert!(!Span::new(2, 4).overlaps(&Span::new(4, 9)));
    }
}
