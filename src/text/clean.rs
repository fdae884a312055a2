//! The clean form of a text and the way back from it.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::span::Span;

/// A text in clean form with a map back to the source.
///
/// Typographic quotation marks and dashes are kept: they carry meaning (opening or closing) that
/// the token's normal form folds away only where words are compared.
#[derive(Debug, Clone)]
pub struct Clean<'t> {
    text: Cow<'t, str>,
    /// `(clean, source)` byte offsets where the distance between the two changes; empty for
    /// identity.
    map: Vec<(u32, u32)>,
}

impl<'t> Clean<'t> {
    /// Clean `source`. Borrowed, with no map, when there is nothing to do.
    #[must_use]
    pub fn new(source: &'t str) -> Self {
        if is_nfc(source) {
            return Self {
                text: Cow::Borrowed(source),
                map: Vec::new(),
            };
        }
        Self {
            text: Cow::Owned(source.nfc().collect()),
            map: Vec::new(),
        }
    }

    /// The clean text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The source bytes that a span of the clean text came from.
    #[must_use]
    pub fn source_span(&self, span: Span) -> Span {
        span
    }
}
