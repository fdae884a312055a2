//! What a caller may choose.

use crate::semantic::{Judge, Judging, Model};

/// Options of [`crate::compare`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// List harmless rewording too, as findings of kind `paraphrase` and severity `none`.
    /// Default: off. Changes the list of findings, never a score.
    pub paraphrases: bool,
    /// Threads to read the texts and judge their sentences with, 1 to 256. Default: 1, the caller's own,
    /// which is best for many pairs of stories; more help with one very long pair. Never changes
    /// the report.
    pub threads: usize,
    /// The model that tells how alike two passages are in meaning. Default: [`Model::Auto`]. Changes
    /// the similarity of aligned passages and, a little, their risk. [`Model::Accurate`] also reads
    /// each passage together with its copy, by which findings are judged.
    pub model: Model,
    /// A judge to ask about passages that changed. Default: none. Raises risks; see
    /// [`Options::with_judge`].
    pub judge: Option<Judging>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            paraphrases: false,
            threads: 1,
            model: Model::Auto,
            judge: None,
        }
    }
}

impl Options {
    /// List harmless rewording too.
    #[must_use]
    pub fn with_paraphrases(mut self, on: bool) -> Self {
        self.paraphrases = on;
        self
    }

    /// Use so many threads.
    #[must_use]
    pub fn with_threads(mut self, count: usize) -> Self {
        self.threads = count;
        self
    }

    /// Judge meaning with this model.
    ///
    /// ```
    /// use wiredrift::{Options, semantic::Model};
    ///
    /// let options = Options::default().with_model(Model::Fast);
    /// let report = wiredrift::compare("The gate is shut.", "The gate is closed.", &options)?;
    /// assert!(report.signature.contains("model:fast@"));
    /// # Ok::<(), wiredrift::Error>(())
    /// ```
    #[must_use]
    pub fn with_model(mut self, model: Model) -> Self {
        self.model = model;
        self
    }

    /// Ask this judge about the passages whose words the copy changed. Default: none.
    ///
    /// It is asked once a comparison, about all of them together, and never again about a pair of
    /// passages that it knows from a comparison with these options or a clone of them. Its verdicts are
    /// in the report under its name, and raise the risk of passages and document; findings, drift,
    /// severity and similarity stay as they are. See [`Judge`] for an example.
    #[must_use]
    pub fn with_judge(mut self, judge: impl Judge + 'static) -> Self {
        self.judge = Some(Judging::new(judge));
        self
    }
}
