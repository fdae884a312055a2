//! A text and all that was read off it.

use std::sync::OnceLock;

use crate::span::{Span, TokenSpan};
use crate::text::clean::Clean;
use crate::text::names::{Name, names};
use crate::text::quantity::{Quantity, quantities};
use crate::text::quotes::{Attribution, Quotation, attributions, quotations};
use crate::text::segments::{Segment, segment};
use crate::text::tagging::Tags;
use crate::text::time::{TimeExpression, time_expressions};
use crate::text::tokens::{Token, TokenList};

/// One side of a comparison: the text with its segments, tokens and facts.
#[derive(Clone, Debug)]
pub struct Document<'t> {
    source: &'t str,
    clean: Clean<'t>,
    tokens: TokenList,
    /// Parts of speech, made when first asked for.
    tags: OnceLock<Tags>,
    /// Segments in reading order.
    pub segments: Vec<Segment>,
    /// Quantities in reading order.
    pub quantities: Vec<Quantity>,
    /// Time expressions in reading order.
    pub times: Vec<TimeExpression>,
    /// Names in reading order.
    pub names: Vec<Name>,
    /// Quotations in reading order.
    pub quotations: Vec<Quotation>,
    /// Attributions in reading order.
    pub attributions: Vec<Attribution>,
}

impl<'t> Document<'t> {
    /// Read a text.
    #[must_use]
    pub fn new(source: &'t str) -> Self {
        let clean = Clean::new(source);
        let tokens = TokenList::new(clean.text());
        let segments = segment(clean.text(), &tokens);
        let mut document = Self {
            source,
            clean,
            tokens,
            tags: OnceLock::new(),
            segments,
            quantities: Vec::new(),
            times: Vec::new(),
            names: Vec::new(),
            quotations: Vec::new(),
            attributions: Vec::new(),
        };
        // Each reader may use what the ones before it found.
        document.times = time_expressions(&document);
        document.quantities = quantities(&document);
        document.names = names(&document);
        document.attributions = attributions(&document);
        document.quotations = quotations(&document);
        document
    }

    /// The text as it was handed in, which [`Document::source_span`] counts bytes of.
    #[must_use]
    pub fn source(&self) -> &'t str {
        self.source
    }

    /// The clean text, which all spans of the document count bytes of.
    #[must_use]
    pub fn text(&self) -> &str {
        self.clean.text()
    }

    /// The caller's own bytes that a span of the clean text came from.
    #[must_use]
    pub fn source_span(&self, span: Span) -> Span {
        self.clean.source_span(span)
    }

    /// All tokens in reading order.
    #[must_use]
    pub fn tokens(&self) -> &[Token] {
        self.tokens.all()
    }

    /// A token by its number.
    #[expect(
        clippy::indexing_slicing,
        reason = "who asks counts the document's own tokens, or those of its segments, which are ranges \
                  of them"
    )]
    pub(crate) fn token(&self, index: usize) -> &Token {
        &self.tokens.all()[index]
    }

    /// All tokens with their normal forms.
    #[must_use]
    pub fn token_list(&self) -> &TokenList {
        &self.tokens
    }

    /// The tokens in a range; empty where the range does not fit.
    #[must_use]
    pub fn slice(&self, range: TokenSpan) -> &[Token] {
        self.tokens.all().get(range.range()).unwrap_or(&[])
    }

    /// Parts of speech of the tokens, in context; worked out once, when first asked for.
    #[must_use]
    pub fn tags(&self) -> &Tags {
        self.tags
            .get_or_init(|| Tags::new(self.clean.text(), &self.tokens))
    }

    /// Normal form of a token.
    #[must_use]
    pub fn norm(&self, token: &Token) -> &str {
        self.tokens.norm(token)
    }

    /// Normal form of the token at an index; empty past the end.
    #[must_use]
    pub fn norm_at(&self, index: usize) -> &str {
        self.tokens
            .all()
            .get(index)
            .map_or("", |t| self.tokens.norm(t))
    }

    /// The bytes from the first token of a range to the last.
    #[must_use]
    pub fn span_of(&self, range: TokenSpan) -> Span {
        match self.slice(range) {
            [] => Span::default(),
            [first, .., last] => first.span.join(&last.span),
            [only] => only.span,
        }
    }

    /// The text from the first token of a range to the last.
    #[must_use]
    pub fn text_of(&self, range: TokenSpan) -> &str {
        self.span_of(range).of(self.text())
    }

    /// The segment that a token stands in.
    #[must_use]
    pub fn segment_at(&self, token: usize) -> Option<usize> {
        let after = self.segments.partition_point(|s| s.tokens.start() <= token);
        let index = after.checked_sub(1)?;
        self.segments
            .get(index)?
            .tokens
            .contains(token)
            .then_some(index)
    }
}
