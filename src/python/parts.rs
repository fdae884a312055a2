//! The parts of a report as frozen Python values.

use std::hash::{Hash, Hasher};

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyString, PyTuple, PyType};

mod data {
    pub use crate::index::Candidate;
    pub use crate::report::*;
}

/// Longest passage that a `repr` shows, in code points.
const SHOWN: usize = 60;

/// A Python literal of `text`, on one line and cut where it is long.
pub(super) fn literal(py: Python<'_>, text: &str) -> PyResult<String> {
    let shown = match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    };
    PyString::new(py, &shown).repr()?.extract()
}

/// `[1, 2]` as Python prints a tuple.
fn tuple_literal(ids: &[usize]) -> String {
    match ids {
        [one] => format!("({one},)"),
        many => {
            let many: Vec<String> = many.iter().map(ToString::to_string).collect();
            format!("({})", many.join(", "))
        }
    }
}

/// A frozen class around a part of the report: equal and hashed by value, pickled as JSON.
macro_rules! part {
    ($(#[doc = $doc:literal])* $name:ident { $($body:tt)* }) => {
        $crate::python::parts::part! { $(#[doc = $doc])* $name = data::$name { $($body)* } }
    };
    ($(#[doc = $doc:literal])* $name:ident = $data:ty { $($body:tt)* }) => {
        $(#[doc = $doc])*
        #[pyclass(frozen, eq, hash, module = "wiredrift")]
        pub struct $name {
            data: $data,
        }

        impl $name {
            pub(super) fn new(data: &$data) -> Self {
                Self { data: data.clone() }
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.data == other.data
            }
        }

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                // Scores are no integers; their JSON form is equal where they are.
                serde_json::to_string(&self.data).unwrap_or_default().hash(state);
            }
        }

        #[pymethods]
        impl $name {
            $($body)*

            #[classmethod]
            fn _from_json(_class: &Bound<'_, PyType>, json: &str) -> PyResult<Self> {
                let data = serde_json::from_str(json).map_err(crate::Error::from)?;
                Ok(Self { data })
            }

            fn __reduce__<'py>(
                slf: &Bound<'py, Self>,
            ) -> PyResult<(Bound<'py, PyAny>, (String,))> {
                let json = serde_json::to_string(&slf.get().data).map_err(crate::Error::from)?;
                Ok((slf.get_type().getattr("_from_json")?, (json,)))
            }
        }
    };
}

pub(super) use part;

part! {
    /// A passage of one text.
    Excerpt {
        /// Id of the segment it starts in.
        #[getter]
        fn segment(&self) -> usize {
            self.data.segment
        }

        /// First code point: `text[start:end]` of the text that was handed in is the passage.
        #[getter]
        fn start(&self) -> usize {
            self.data.start
        }

        /// Code point after the last.
        #[getter]
        fn end(&self) -> usize {
            self.data.end
        }

        /// The passage.
        #[getter]
        fn text(&self) -> &str {
            &self.data.text
        }

        fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
            let Self { data } = self;
            Ok(format!(
                "Excerpt(segment={}, start={}, end={}, text={})",
                data.segment, data.start, data.end, literal(py, &data.text)?
            ))
        }
    }
}

part! {
    /// A segment of one of the texts.
    Segment {
        /// Index in the list of segments.
        #[getter]
        fn id(&self) -> usize {
            self.data.id
        }

        /// What it is: `headline`, `sentence`, `fragment` or `furniture`.
        #[getter]
        fn kind(&self) -> &'static str {
            self.data.kind.name()
        }

        /// First code point.
        #[getter]
        fn start(&self) -> usize {
            self.data.start
        }

        /// Code point after the last.
        #[getter]
        fn end(&self) -> usize {
            self.data.end
        }

        /// The segment's text.
        #[getter]
        fn text(&self) -> &str {
            &self.data.text
        }

        fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
            let Self { data } = self;
            Ok(format!(
                "Segment(id={}, kind='{}', start={}, end={}, text={})",
                data.id, data.kind.name(), data.start, data.end, literal(py, &data.text)?
            ))
        }
    }
}

part! {
    /// A document that a copy may come from.
    Candidate {
        /// Id of the document.
        #[getter]
        fn id(&self) -> &str {
            &self.data.id
        }

        /// Evidence that the copy comes from it, in bits; comparable for one copy only.
        #[getter]
        fn score(&self) -> f64 {
            self.data.score
        }

        /// Share of the copy's words that stand in sentences it explains, 0 to 1.
        #[getter]
        fn explained(&self) -> f64 {
            self.data.explained
        }

        /// Share of the copy's words that it explains and those chosen before it do not.
        ///
        /// Candidates are chosen one after another so that each adds the most; those above 0 are the
        /// sources of a copy stitched together.
        #[getter]
        fn adds(&self) -> f64 {
            self.data.adds
        }

        /// The sentences of the copy that it explains, in reading order.
        #[getter]
        fn matches<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
            PyTuple::new(py, self.data.matches.iter().map(Excerpt::new))
        }

        fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
            let Self { data } = self;
            Ok(format!(
                "Candidate(id={}, score={:.1}, explained={:.2}, adds={:.2}, matches={})",
                literal(py, &data.id)?, data.score, data.explained, data.adds, data.matches.len()
            ))
        }
    }
}

part! {
    /// What an alignment rests on, each part from 0 to 1.
    Evidence {
        /// Shared character n-grams.
        #[getter]
        fn characters(&self) -> f64 {
            self.data.characters
        }

        /// Shared words.
        #[getter]
        fn words(&self) -> f64 {
            self.data.words
        }

        /// Shared numbers and names.
        #[getter]
        fn facts(&self) -> f64 {
            self.data.facts
        }

        /// Fit with the neighbours.
        #[getter]
        fn context(&self) -> f64 {
            self.data.context
        }

        fn __repr__(&self) -> String {
            let Self { data } = self;
            format!(
                "Evidence(characters={:.2}, words={:.2}, facts={:.2}, context={:.2})",
                data.characters, data.words, data.facts, data.context
            )
        }
    }
}

part! {
    /// Sentences that stand for one another, with their scores.
    Bead {
        /// Segment ids of the original; empty for an addition.
        #[getter]
        fn original<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
            PyTuple::new(py, &self.data.original)
        }

        /// Segment ids of the copy; empty for an omission.
        #[getter]
        fn copy<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
            PyTuple::new(py, &self.data.copy)
        }

        /// How the two sides stand to one another.
        #[getter]
        fn relation(&self) -> &'static str {
            self.data.relation.name()
        }

        /// How alike the two sides are in meaning, 0 to 1.
        #[getter]
        fn similarity(&self) -> f64 {
            self.data.similarity
        }

        /// How much is damaged: the summed penalty of the findings, mapped to 0 to 1.
        #[getter]
        fn drift(&self) -> f64 {
            self.data.drift
        }

        /// Probability that this bead misinforms, 0 to 1.
        #[getter]
        fn risk(&self) -> f64 {
            self.data.risk
        }

        /// The worst finding.
        #[getter]
        fn severity(&self) -> &'static str {
            self.data.severity.name()
        }

        /// Strength of the alignment, 0 to 1.
        #[getter]
        fn match_score(&self) -> f64 {
            self.data.match_score
        }

        /// What the alignment rests on.
        #[getter]
        fn evidence(&self) -> Evidence {
            Evidence::new(&self.data.evidence)
        }

        /// What a judge of the caller's says; `None` where it was not asked.
        #[getter]
        fn judged(&self) -> Option<Judged> {
            self.data.judged.as_ref().map(Judged::new)
        }

        fn __repr__(&self) -> String {
            let Self { data } = self;
            format!(
                "Bead(original={}, copy={}, relation='{}', similarity={:.2}, drift={:.2}, \
                 risk={:.2}, severity='{}')",
                tuple_literal(&data.original),
                tuple_literal(&data.copy),
                data.relation.name(),
                data.similarity,
                data.drift,
                data.risk,
                data.severity.name()
            )
        }
    }
}

part! {
    /// A feature of a change and what it weighs in judging whether the change misinforms.
    ///
    /// The features are those of `assets/judgement.txt`; `docs/features.md` explains each.
    Reason {
        /// What holds of the change: a name, or `name=value`.
        #[getter]
        fn feature(&self) -> &str {
            &self.data.feature
        }

        /// What that adds to the logarithm of the odds that the change misinforms.
        ///
        /// Above 0 it speaks for it, below 0 against it.
        #[getter]
        fn weight(&self) -> f64 {
            self.data.weight
        }

        fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
            let Self { data } = self;
            let feature = literal(py, &data.feature)?;
            Ok(format!("Reason({feature}, {:+.2})", data.weight))
        }
    }
}

part! {
    /// The verdict of a judge on a bead, as it joined the bead's risk.
    Judged {
        /// Name of the judge.
        #[getter]
        fn judge(&self) -> &str {
            &self.data.judge
        }

        /// Probability that the copy follows from the original; `None` from a judge of risks.
        #[getter]
        fn entailment(&self) -> Option<f64> {
            self.data.entailment
        }

        /// Probability that the copy contradicts the original; `None` from a judge of risks.
        #[getter]
        fn contradiction(&self) -> Option<f64> {
            self.data.contradiction
        }

        /// Probability that the copy misinforms, 0 to 1.
        #[getter]
        fn risk(&self) -> f64 {
            self.data.risk
        }

        fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
            let Self { data } = self;
            let mut shown = format!("Judged(judge={}", literal(py, &data.judge)?);
            let parts = [
                ("entailment", data.entailment),
                ("contradiction", data.contradiction),
                ("risk", Some(data.risk)),
            ];
            for (name, value) in parts {
                if let Some(value) = value {
                    shown.push_str(&format!(", {name}={value:.2}"));
                }
            }
            Ok(shown + ")")
        }
    }
}

part! {
    /// One change of meaning.
    Finding {
        /// Stable code of the rule, as the table in the README lists it.
        #[getter]
        fn code(&self) -> &str {
            &self.data.code
        }

        /// What was changed.
        #[getter]
        fn kind(&self) -> &'static str {
            self.data.kind.name()
        }

        /// How badly a reader is misled.
        #[getter]
        fn severity(&self) -> &'static str {
            self.data.severity.name()
        }

        /// Probability that a careful reader would agree, 0 to 1.
        #[getter]
        fn confidence(&self) -> f64 {
            self.data.confidence
        }

        /// Whether the change lies inside quotation marks.
        #[getter]
        fn quoted(&self) -> bool {
            self.data.quoted
        }

        /// What happened, in one sentence.
        #[getter]
        fn message(&self) -> &str {
            &self.data.message
        }

        /// Index of the bead in `Report.alignment`, where the finding belongs to one.
        #[getter]
        fn bead(&self) -> Option<usize> {
            self.data.bead
        }

        /// Passage of the original, or `None`.
        #[getter]
        fn original(&self) -> Option<Excerpt> {
            self.data.original.as_ref().map(Excerpt::new)
        }

        /// Passage of the copy, or `None`.
        #[getter]
        fn copy(&self) -> Option<Excerpt> {
            self.data.copy.as_ref().map(Excerpt::new)
        }

        /// Why it was judged so: the features that weigh most, at most four, the heaviest first.
        ///
        /// Empty where a rule alone decides; its code tells why.
        ///
        /// >>> import wiredrift
        /// >>> report = wiredrift.compare(
        /// ...     "It rained. The board discharged the clerk. Nobody saw it. The gate was shut.",
        /// ...     "It rained. The board promoted the clerk. Nobody saw it. The gate was shut.",
        /// ... )
        /// >>> abs(report.findings[0].why[0].weight) >= abs(report.findings[0].why[1].weight)
        /// True
        #[getter]
        fn why<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
            PyTuple::new(py, self.data.why.iter().map(Reason::new))
        }

        fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
            let Self { data } = self;
            Ok(format!(
                "Finding(code='{}', kind='{}', severity='{}', confidence={:.2}, message={})",
                data.code,
                data.kind.name(),
                data.severity.name(),
                data.confidence,
                literal(py, &data.message)?
            ))
        }
    }
}

part! {
    /// A quotation on both sides.
    Quotation {
        /// In the original, or `None`.
        #[getter]
        fn original(&self) -> Option<Excerpt> {
            self.data.original.as_ref().map(Excerpt::new)
        }

        /// In the copy, or `None`.
        #[getter]
        fn copy(&self) -> Option<Excerpt> {
            self.data.copy.as_ref().map(Excerpt::new)
        }

        /// What became of it.
        #[getter]
        fn state(&self) -> &'static str {
            self.data.state.name()
        }

        /// Who says it, in the original where it is given there, else in the copy.
        #[getter]
        fn speaker(&self) -> Option<Excerpt> {
            self.data.speaker.as_ref().map(Excerpt::new)
        }

        fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
            let Self { data } = self;
            Ok(format!(
                "Quotation(state='{}', original={}, copy={})",
                data.state.name(),
                passage(py, data.original.as_ref())?,
                passage(py, data.copy.as_ref())?
            ))
        }
    }
}

part! {
    /// A number or a name on both sides.
    Fact {
        /// In the original, or `None`.
        #[getter]
        fn original(&self) -> Option<Excerpt> {
            self.data.original.as_ref().map(Excerpt::new)
        }

        /// In the copy, or `None`.
        #[getter]
        fn copy(&self) -> Option<Excerpt> {
            self.data.copy.as_ref().map(Excerpt::new)
        }

        /// What became of it.
        #[getter]
        fn state(&self) -> &'static str {
            self.data.state.name()
        }

        fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
            let Self { data } = self;
            Ok(format!(
                "Fact(state='{}', original={}, copy={})",
                data.state.name(),
                passage(py, data.original.as_ref())?,
                passage(py, data.copy.as_ref())?
            ))
        }
    }
}

part! {
    /// One of the two texts.
    Side {
        /// Length in code points.
        #[getter]
        fn chars(&self) -> usize {
            self.data.chars
        }

        /// Its segments in reading order.
        #[getter]
        fn segments<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
            PyTuple::new(py, self.data.segments.iter().map(Segment::new))
        }

        fn __repr__(&self) -> String {
            format!(
                "Side(chars={}, segments={})",
                self.data.chars,
                self.data.segments.len()
            )
        }
    }
}

/// The literal of an excerpt's text, or `None`.
fn passage(py: Python<'_>, excerpt: Option<&data::Excerpt>) -> PyResult<String> {
    excerpt.map_or_else(|| Ok("None".to_owned()), |e| literal(py, &e.text))
}

part! {
    /// A hint at how a text was made: never a proof.
    Mechanism {
        /// What it looks like: `round_trip`, `synonym_spinner` or `number_spinner`.
        #[getter]
        fn name(&self) -> &'static str {
            self.data.name.name()
        }

        /// How strongly the evidence speaks for it, 0 to 1.
        #[getter]
        fn confidence(&self) -> f64 {
            self.data.confidence
        }

        /// One sentence for a reader.
        #[getter]
        fn message(&self) -> &str {
            &self.data.message
        }

        /// The passages it rests on, in reading order.
        #[getter]
        fn evidence<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
            PyTuple::new(py, self.data.evidence.iter().map(Excerpt::new))
        }

        fn __repr__(&self) -> String {
            let Self { data } = self;
            format!(
                "Mechanism(name='{}', confidence={:.2}, evidence={})",
                data.name.name(), data.confidence, data.evidence.len()
            )
        }
    }
}

/// A tuple of parts that is made when it is first asked for and kept.
pub(super) struct Lazy(PyOnceLock<Py<PyTuple>>);

impl Lazy {
    /// Nothing made yet.
    pub(super) const fn new() -> Self {
        Self(PyOnceLock::new())
    }

    /// The tuple of `items`, each wrapped by `wrap`.
    pub(super) fn get<'py, T, W>(
        &self,
        py: Python<'py>,
        items: &[T],
        wrap: fn(&T) -> W,
    ) -> PyResult<Bound<'py, PyTuple>>
    where
        W: IntoPyObject<'py>,
    {
        let make = || PyTuple::new(py, items.iter().map(wrap)).map(Bound::unbind);
        Ok(self.0.get_or_try_init(py, make)?.bind(py).clone())
    }
}
