//! What a caller may choose.

/// Options of [`crate::compare`].
#[derive(Clone, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Options {
    /// List harmless rewording too, as findings of kind `paraphrase` and severity `none`.
    /// Default: off. Changes the list of findings, never a score.
    pub paraphrases: bool,
}

impl Options {
    /// List harmless rewording too.
    #[must_use]
    pub fn with_paraphrases(mut self, on: bool) -> Self {
        self.paraphrases = on;
        self
    }
}
