//! The Python module `wiredrift._native`: the only files that name pyo3.
//!
//! Nothing is computed here. Arguments are checked, the work runs detached from the
//! interpreter, and what comes back is wrapped in frozen classes.

mod arrow;
mod cells;
mod copies;
mod findings;
mod index;
mod inspection;
mod judge;
mod keys;
mod many;
mod model;
mod parts;
mod report;
mod score;
mod table;
mod texts;
mod watch;

use std::ffi::OsString;
use std::fmt::Display;
use std::path::PathBuf;

use pyo3::create_exception;
use pyo3::exceptions::{
    PyFileExistsError, PyFileNotFoundError, PyOSError, PyTypeError, PyValueError,
};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString};

use crate::cli::CliError;
use crate::index::IndexError;
use crate::{AlignOptions, Language, Options};

use model::Chosen;
use watch::watched;

create_exception!(
    wiredrift,
    WiredriftError,
    PyValueError,
    "What was given cannot be worked with; the message says what would be accepted."
);

impl From<crate::Error> for PyErr {
    fn from(error: crate::Error) -> Self {
        let told = error.to_string();
        // What a Python program expects to catch for files.
        match error {
            crate::Error::Index(IndexError::Missing { .. }) => PyFileNotFoundError::new_err(told),
            crate::Error::Index(IndexError::Exists { .. }) => PyFileExistsError::new_err(told),
            crate::Error::Index(IndexError::Io { .. }) => PyOSError::new_err(told),
            _ => WiredriftError::new_err(told),
        }
    }
}

/// The characters of a Python string, without a copy.
///
/// A lone surrogate has no UTF-8 form: it is refused with its index, never replaced, because a
/// replacement would make the report's offsets and excerpts untrue.
fn characters<'a>(name: impl Display, value: &'a Bound<'_, PyAny>) -> PyResult<&'a str> {
    let Ok(text) = value.cast::<PyString>() else {
        let given = value.get_type().qualname()?;
        return Err(PyTypeError::new_err(format!(
            "{name} must be str, not {given}"
        )));
    };
    text.to_str().map_err(|error| {
        let at = error.value(value.py()).getattr("start");
        match at.and_then(|at| at.extract::<usize>()) {
            Ok(at) => WiredriftError::new_err(format!(
                "{name} has a lone surrogate at index {at}; \
                 decode the text with errors=\"replace\" or remove it"
            )),
            Err(_) => error,
        }
    })
}

/// Compare a copy with its original.
///
/// `paraphrases` lists harmless rewording too, as findings of kind `paraphrase` and severity
/// `none`; it changes the list of findings, never a score.
///
/// `threads` (1 to 256) judge the sentences of one long pair; for many pairs 1 is best. It never
/// changes the report.
///
/// `progress` is called every few milliseconds of a long call as `progress(stage, done, total)`,
/// where the stage is `align` or `judge`; what it raises ends the call, as Ctrl-C does.
///
/// `model` tells how alike passages are in meaning: the name of a built-in model (`auto`, `fast`,
/// or `accurate`, some hundred sentences a second), a callable that takes a list of str and returns
/// a vector for each, or an object with such a method `encode` or `embed`; its `name` and
/// `checksum`, if it has them, are part of the report's signature. It changes `similarity` and, a
/// little, `risk`. `accurate` also reads each passage together with its copy, by which findings are
/// judged: fewer false alarms, for some fifty times the time.
///
/// `judge` reads an original passage and its copy together: a callable that takes a list of such
/// pairs of str, or an object with such a method `judge` or `predict`. It returns for each pair the
/// probability that the copy misinforms, or a row of (entailment, contradiction) or of (entailment,
/// neutral, contradiction), as an array or a list. It is asked once, about the passages that
/// changed; what it says is in `judged` of each bead and can raise `risk`. Its `name` and
/// `checksum`, if it has them, are part of the signature.
///
/// Offsets in the report count code points, so that slicing the text with them gives the
/// passage. The work runs without the interpreter lock: threads may compare in parallel.
///
/// >>> import wiredrift
/// >>> original = "The council will not close the bridge."
/// >>> copy = "The council will not close the bridge."
/// >>> wiredrift.compare(original, copy).severity
/// 'none'
/// >>> wiredrift.compare(original, copy, paraphrases=True, threads=2).severity
/// 'none'
/// >>> wiredrift.compare(original, copy, model="fast", progress=print).severity
/// 'none'
/// >>> def wary(pairs):
/// ...     return [0.9 if "peace" in copy else 0.1 for original, copy in pairs]
/// >>> report = wiredrift.compare("They signed a truce.", "They signed a peace.", judge=wary)
/// >>> report.alignment[0].judged
/// Judged(judge='wary', risk=0.90)
#[pyfunction]
#[pyo3(
    signature = (
        original, copy, /, *, paraphrases = false, threads = 1, model = None, judge = None,
        progress = None
    ),
    text_signature = "(original, copy, /, *, paraphrases=False, threads=1, model='auto', judge=None, progress=None)"
)]
#[allow(clippy::too_many_arguments)] // They are the options of one Python function.
fn compare(
    py: Python<'_>,
    original: &Bound<'_, PyAny>,
    copy: &Bound<'_, PyAny>,
    paraphrases: bool,
    threads: usize,
    model: Option<&Bound<'_, PyAny>>,
    judge: Option<&Bound<'_, PyAny>>,
    progress: Option<Py<PyAny>>,
) -> PyResult<report::Report> {
    let original = characters("original", original)?;
    let copy = characters("copy", copy)?;
    let mut chosen = Chosen::with_judge(model, judge)?;
    let options = chosen
        .options()
        .with_paraphrases(paraphrases)
        .with_threads(threads);
    let done = watched(py, progress, |ask| {
        crate::compare_watched(original, copy, &options, ask)
    });
    Ok(report::Report::new(chosen.finish(py, done)?))
}

/// Inspect one text alone: the damage that a reader can see without the original.
///
/// Findings are those of `compare`, with their passage in `copy` and none in `original`; offsets
/// count code points. A text without a finding may be wrong with nothing to show for it.
///
/// >>> import wiredrift
/// >>> text = "She sees a way out of the river. crisis. The mayor has gone."
/// >>> [(f.code, f.copy.text) for f in wiredrift.inspect(text).findings]
/// [('WD861', 'crisis.')]
#[pyfunction]
#[pyo3(signature = (text, /))]
fn inspect(py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<inspection::Inspection> {
    let text = characters("text", text)?;
    let data = py.detach(|| crate::inspect(text, &Options::default()))?;
    Ok(inspection::Inspection::new(data))
}

/// Assess a copy of a passage, a sentence as a rule, against the original.
///
/// Gives `(similarity, penalty, risk)`. Both texts are taken whole, as one passage each.
/// `similarity` (0 to 1) says how alike they are, `penalty` (0 or more, without bound) how much is
/// damaged, `risk` (0 to 1) how probable it is that the copy misinforms. For stories use `compare`.
///
/// >>> import wiredrift
/// >>> wiredrift.assess("No one was hurt.", "No one was hurt.")
/// (1.0, 0.0, 0.0)
/// >>> similarity, penalty, risk = wiredrift.assess("No one was hurt.", "Some were hurt.")
/// >>> risk > 0.5
/// True
#[pyfunction]
#[pyo3(signature = (original, copy, /))]
fn assess(
    py: Python<'_>,
    original: &Bound<'_, PyAny>,
    copy: &Bound<'_, PyAny>,
) -> PyResult<(f64, f64, f64)> {
    let (original, copy) = (characters("original", original)?, characters("copy", copy)?);
    let found = py.detach(|| crate::assess(original, copy));
    Ok((found.similarity, found.penalty, found.risk))
}

/// Split a text into sentences; joined, they give the text back.
///
/// `language` picks the rules: `en`, `de`, `fr`, `es`, `pt` or `ru`.
///
/// >>> import wiredrift
/// >>> wiredrift.sentences("Sen. Ash spoke at 5 p.m. on Friday. Nobody came.")
/// ['Sen. Ash spoke at 5 p.m. on Friday. ', 'Nobody came.']
/// >>> wiredrift.sentences("Das gilt z. B. hier. Sonst nicht.", language="de")
/// ['Das gilt z. B. hier. ', 'Sonst nicht.']
#[pyfunction]
#[pyo3(signature = (text, /, *, language = "en"))]
fn sentences<'py>(
    py: Python<'py>,
    text: &Bound<'py, PyAny>,
    language: &str,
) -> PyResult<Bound<'py, PyList>> {
    let text = characters("text", text)?;
    let language: Language = language.parse()?;
    PyList::new(py, py.detach(|| crate::sentences(text, language)))
}

/// The strings of a Python sequence, each checked.
///
/// A single string is refused: as a sequence of its own characters it would be aligned without a
/// word of warning.
fn strings<'py>(name: &str, value: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyAny>>> {
    if value.is_instance_of::<PyString>() {
        return Err(PyTypeError::new_err(format!(
            "{name} must be a list of str, not str"
        )));
    }
    value.try_iter()?.collect()
}

/// The characters of each of `values`, without a copy.
fn borrowed<'a>(name: &str, values: &'a [Bound<'_, PyAny>]) -> PyResult<Vec<&'a str>> {
    let values = values.iter().enumerate();
    values
        .map(|(i, value)| characters(format_args!("{name}[{i}]"), value))
        .collect()
}

/// Indices into the source and into the target: one bead for Python.
type IndexPair = (Vec<usize>, Vec<usize>);

/// Align two lists of sentences: which of the target stand for which of the source.
///
/// Each bead is a pair of index lists; one is empty where a sentence has no partner.
///
/// `progress` is called every few milliseconds of a long call as `progress(stage, done, total)`;
/// what it raises ends the call, as Ctrl-C does.
///
/// >>> import wiredrift
/// >>> source = ["The bridge is closed.", "Repairs will take two years."]
/// >>> target = ["The bridge has been closed.", "The repairs will take two years."]
/// >>> wiredrift.align_sentences(source, target, progress=None)
/// [([0], [0]), ([1], [1])]
#[pyfunction]
#[pyo3(signature = (source, target, /, *, progress = None))]
fn align_sentences(
    py: Python<'_>,
    source: &Bound<'_, PyAny>,
    target: &Bound<'_, PyAny>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Vec<IndexPair>> {
    let (source, target) = (strings("source", source)?, strings("target", target)?);
    let source = borrowed("source", &source)?;
    let target = borrowed("target", &target)?;
    let options = AlignOptions::default();
    let found = watched(py, progress, |ask| {
        crate::align_watched(&source, &target, &options, ask)
    })?;
    Ok(found
        .beads
        .into_iter()
        .map(|b| (b.original, b.copy))
        .collect())
}

/// Explain a code of a finding, as Markdown: what it means, an example, its limits.
///
/// `WiredriftError` where there is no such code.
///
/// >>> import wiredrift
/// >>> print(wiredrift.explain("WD301").splitlines()[0])
/// # WD301: negation lost (negation)
#[pyfunction]
#[pyo3(signature = (code, /))]
fn explain(code: &str) -> PyResult<String> {
    Ok(crate::explain(code)?.markdown())
}

/// Read the text of a file: UTF-8, and not empty; a byte order mark is dropped.
#[pyfunction]
#[pyo3(signature = (path, /))]
fn read_text(py: Python<'_>, path: PathBuf) -> PyResult<String> {
    let text = py.detach(|| crate::cli::read_file(&path));
    text.map_err(|error| match error {
        // What a Python program expects to catch for a file that is not there.
        CliError::Missing { .. } => PyFileNotFoundError::new_err(error.to_string()),
        CliError::Unreadable { .. } => PyOSError::new_err(error.to_string()),
        error => WiredriftError::new_err(error.to_string()),
    })
}

/// Run the command line over the process's own streams; returns the exit status.
#[pyfunction]
#[pyo3(signature = (argv, /))]
fn main(py: Python<'_>, argv: Vec<OsString>) -> u8 {
    py.detach(|| crate::cli::main(&argv))
}

/// Native part of the `wiredrift` package.
#[pymodule]
mod _native {
    #[pymodule_export]
    use super::align_sentences;
    #[pymodule_export]
    use super::assess;
    #[pymodule_export]
    use super::compare;
    #[pymodule_export]
    use super::copies::{Comparison, CopyTree, Descent, SharedChange, compare_copies};
    #[pymodule_export]
    use super::explain;
    #[pymodule_export]
    use super::findings::Findings;
    #[pymodule_export]
    use super::index::Index;
    #[pymodule_export]
    use super::inspect;
    #[pymodule_export]
    use super::inspection::Inspection;
    #[pymodule_export]
    use super::keys::{_bounds, _explained, _keys, _weighed};
    #[pymodule_export]
    use super::main;
    #[pymodule_export]
    use super::many::compare_many;
    #[pymodule_export]
    use super::model::{encode, similarity};
    #[pymodule_export]
    use super::parts::{
        Bead, Candidate, Evidence, Excerpt, Fact, Finding, Judged, Mechanism, Quotation, Reason,
        Segment, Side,
    };
    #[pymodule_export]
    use super::read_text;
    #[pymodule_export]
    use super::report::Report;
    #[pymodule_export]
    use super::score::score_arrow;
    #[pymodule_export]
    use super::sentences;
    #[pymodule_export]
    use super::table::Table;

    use pyo3::prelude::*;
    use pyo3::types::PySequence;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        PySequence::register::<Findings>(module.py())?;
        let error = module.py().get_type::<super::WiredriftError>();
        module.add("WiredriftError", error)?;
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
