//! Byte offsets to code points, once, at the border.

use crate::span::Span;

/// Bytes between two entries of the table: a look-up counts at most this many.
const STEP: usize = 64;

/// A text with a table of how many code points stand before every 64th byte.
///
/// Making it is O(n), a look-up O(1), so that all excerpts of a report together cost O(n).
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points before byte `64 * i`; empty for ASCII, where the two units agree.
    before: Vec<u32>,
}

impl<'t> CodePoints<'t> {
    /// Make the table.
    pub fn new(text: &'t str) -> Self {
        let mut before = Vec::new();
        if !text.is_ascii() {
            before.reserve(text.len() / STEP + 1);
            let mut count = 0u32;
            for chunk in text.as_bytes().chunks(STEP) {
                before.push(count);
                count += starts(chunk) as u32;
            }
        }
        Self { text, before }
    }

    /// Length of the text in code points.
    pub fn len(&self) -> usize {
        self.at(self.text.len())
    }

    /// Code points before a byte; a byte past the end counts as the end.
    pub fn at(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        if self.before.is_empty() {
            return byte;
        }
        // The table has no entry for the end of a text whose length is a multiple of the step.
        let row = (byte / STEP).min(self.before.len() - 1);
        let rest = self.text.as_bytes().get(row * STEP..byte).unwrap_or(&[]);
        #[expect(
            clippy::indexing_slicing,
            reason = "the row is the last one at most, and there is one"
        )]
        let before = self.before[row] as usize;
        before + starts(rest)
    }

    /// Start and end of a byte span in code points, and its text.
    ///
    /// A span that ends inside a character is widened to the whole of it, so that the text and
    /// the offsets always agree.
    pub fn place(&self, span: Span) -> (usize, usize, &'t str) {
        let mut start = span.start().min(self.text.len());
        let mut end = span.end().min(self.text.len());
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        let text = self.text.get(start..end).unwrap_or("");
        (self.at(start), self.at(end), text)
    }
}

/// Bytes that start a character: all but the continuation bytes of UTF-8.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| **b & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_span_inside_a_character_takes_the_whole_of_it() {
        let points = CodePoints::new("aé𝄞z");
        assert_eq!(points.place(Span::new(2, 4)), (1, 3, "é𝄞"));
        assert_eq!(points.place(Span::new(0, 99)), (0, 4, "aé𝄞z"));
    }

    #[test]
    fn the_end_of_a_text_as_long_as_the_step_counts_all_of_it() {
        let text = "é".repeat(STEP / 2);
        assert_eq!(CodePoints::new(&text).len(), STEP / 2);
        assert_eq!(CodePoints::new("").len(), 0);
    }

    proptest! {
        #[test]
        fn the_table_agrees_with_counting(text in "\\PC{0,200}") {
            let points = CodePoints::new(&text);
            for (count, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(points.at(byte), count);
            }
            prop_assert_eq!(points.len(), text.chars().count());
        }
    }
}
