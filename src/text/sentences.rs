//! Where a sentence ends.

use crate::span::Span;

/// Split a paragraph-sized or whole text into sentences, as byte spans that follow one another
/// without gaps (white space belongs to the sentence before it).
#[must_use]
pub fn sentence_spans(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    for (i, b) in bytes.iter().enumerate() {
        let newline = *b == b'\n' && bytes.get(i + 1) == Some(&b'\n');
        let stop = b" \n".contains(b) && i > 0 && b".?!".contains(&bytes[i - 1]);
        if (newline || stop) && i + 1 > start {
            spans.push(Span::new(start, i + 1));
            start = i + 1;
        }
    }
    if start < text.len() {
        spans.push(Span::new(start, text.len()));
    }
    spans
}
