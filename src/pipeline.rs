//! The one way through: text, align, compare, detect, score, report.

use std::ops::ControlFlow;

use crate::align::Bead;
use crate::align::align_documents;
use crate::assess::{self, Passages, Reading, Readings, Table};
use crate::compare::{TokenAlignment, similarities, verdicts};
use crate::detect::{Draft, Pair, detect};
use crate::error::{Error, Result};
use crate::inspect::marks;
use crate::inspect::mechanism::hint;
use crate::options::Options;
use crate::report::{Figures, Inspection, Report, build, build_inspection};
use crate::semantic::{Joint, Model, Piece};
use crate::text::{Document, LONGEST};
use crate::threads::Threads;
use crate::watch::{Progress, Watch, go_on};

/// The longest text accepted, in bytes.
pub const MAX_BYTES: usize = 1 << 30;

/// Compare a copy with its original.
///
/// # Errors
/// [`Error::TooLong`] where a text has more than 1 GiB, [`Error::Option`] where
/// `threads` is out of range, [`Error::Threads`] where the system refuses them, [`Error::Model`]
/// where the model of meaning is a caller's own and fails, or a judge does.
///
/// # Example
/// ```
/// let report = wiredrift::compare(
///     "The army reported no mass casualties on Monday.",
///     "The army reported no casualties on Monday.",
///     &wiredrift::Options::default(),
/// )?;
/// assert_eq!(report.alignment.len(), 1);
/// # Ok::<(), wiredrift::Error>(())
/// ```
pub fn compare(original: &str, copy: &str, options: &Options) -> Result<Report> {
    compare_watched(original, copy, options, &mut go_on)
}

/// [`compare`], asking `ask` on the calling thread, every few milliseconds of a long call, whether
/// to go on. Reading the texts and writing the report are not interrupted. The report is the same.
///
/// # Errors
/// Those of [`compare`], and [`Error::Interrupted`] where the answer is to break.
///
/// # Example
/// ```
/// use std::ops::ControlFlow;
///
/// let story = "The mayor of Lenne opened the bridge, the paper of that day reports. ".repeat(400);
/// let mut stages = Vec::new();
/// let mut ask = |progress: wiredrift::Progress| {
///     stages.push(progress.stage.name());
///     ControlFlow::Break(())
/// };
/// let report = wiredrift::compare_watched(&story, &story, &wiredrift::Options::default(), &mut ask);
/// assert!(matches!(report, Err(wiredrift::Error::Interrupted)));
/// assert_eq!(stages, ["align"]);
/// ```
pub fn compare_watched(
    original: &str,
    copy: &str,
    options: &Options,
    ask: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Report> {
    for (side, text) in [("original", original), ("copy", copy)] {
        check_length(side, text)?;
    }
    let threads = Threads::new(options.threads)?;
    let (source, target) = threads.join(|| Document::new(original), || Document::new(copy));
    compare_documents(&source, &target, options, &threads, &mut Watch::new(ask))
}

/// [`compare`], calling `done` with the name of each stage at its end: read, align, compare, detect,
/// judge, report. For benches; not covered by any promise of stability.
///
/// # Errors
/// Those of [`compare`].
#[doc(hidden)]
pub fn compare_staged(
    original: &str,
    copy: &str,
    options: &Options,
    done: &mut dyn FnMut(&'static str),
) -> Result<Report> {
    for (side, text) in [("original", original), ("copy", copy)] {
        check_length(side, text)?;
    }
    let threads = Threads::new(options.threads)?;
    let (source, target) = threads.join(|| Document::new(original), || Document::new(copy));
    done("read");
    let mut ask = go_on;
    let mut watch = Watch::new(&mut ask);
    let made = compare_then(
        &source,
        &target,
        options,
        &threads,
        &mut watch,
        done,
        |_, _| (),
    );
    made.map(|(report, ())| report)
}

/// Compare two documents that were read before.
pub(crate) fn compare_documents(
    original: &Document<'_>,
    copy: &Document<'_>,
    options: &Options,
    threads: &Threads,
    watch: &mut Watch<'_>,
) -> Result<Report> {
    let done = compare_then(
        original,
        copy,
        options,
        threads,
        watch,
        &mut |_| (),
        |_, _| (),
    );
    done.map(|(report, ())| report)
}

/// [`compare_documents`], telling `done` of the end of each stage, and what `then` makes of the pair and
/// its finished report.
pub(crate) fn compare_then<T>(
    original: &Document<'_>,
    copy: &Document<'_>,
    options: &Options,
    threads: &Threads,
    watch: &mut Watch<'_>,
    done: &mut dyn FnMut(&'static str),
    then: impl FnOnce(&Pair<'_>, &Report) -> T,
) -> Result<(Report, T)> {
    let aligned = align_documents(original, copy, watch)?;
    done("align");
    let alignments = token_alignments(original, copy, &aligned.beads, threads, watch)?;
    let pair = Pair::new(original, copy, &aligned.beads, &alignments);
    let joint = match &options.model {
        Model::Accurate(model) => Some((*model, Joint::embedded()?)),
        _ => None,
    };
    let read = match joint {
        Some(models) => assess::read(&pair, models, threads, watch)?,
        None => assess::Read::default(),
    };
    let (beads, model) = (&aligned.beads, &options.model);
    let meanings = similarities(original, copy, beads, &alignments, model, &read.cosines)?;
    done("compare");
    let mut drafts = detect(&pair, options.paraphrases, threads, watch)?;
    done("detect");
    let table = joint.map_or(Table::Alone, |_| Table::Joint);
    let described = assess::Described::new(&pair, table);
    let reasons = assess::judge(&pair, &described, &read.readings, &mut drafts);
    let risks = assess::story_risks(&pair, &described, &meanings, &drafts);
    // The report of a long story needs the room.
    drop(described);
    // Last, so that a call that fails or is ended before has cost the caller's judge nothing.
    let judging = options.judge.as_ref();
    let verdicts = verdicts(original, copy, &aligned.beads, &alignments, judging)?;
    done("judge");
    let figures = Figures {
        alike: &meanings.alike,
        risks: &risks,
        reasons: &reasons,
        verdicts: &verdicts,
    };
    let sources = (original.source(), copy.source());
    let mut report = build(sources, &pair, &figures, drafts, options);
    report.notices.extend(aligned.notices);
    for (name, document) in [("original", original), ("copy", copy)] {
        report.notices.extend(cut_notice(name, document));
    }
    done("report");
    let made = then(&pair, &report);
    Ok((report, made))
}

/// What to say where sentences had to be cut: nothing is cut in silence.
fn cut_notice(name: &str, document: &Document<'_>) -> Option<String> {
    let cut = document.segments.iter().filter(|s| s.continues).count();
    (cut > 0).then(|| {
        format!(
            "the {name} has sentences of more than {LONGEST} words and marks; they were compared \
             in pieces"
        )
    })
}

/// How alike two passages are in meaning, 0 to 1; 1 for the same words in the same order, 0 where one
/// of them has no word.
///
/// It is the `similarity` that [`compare`] gives for aligned passages: the cosine of the model's
/// vectors, and to a small part what is shared in writing. It says how near the two are, not whether the
/// difference matters: opposites are near.
///
/// # Errors
/// [`Error::TooLong`] where a text has more than 1 GiB, [`Error::Model`] where the model fails.
///
/// # Example
/// ```
/// use wiredrift::semantic::Model;
///
/// let near = wiredrift::similarity("The gate is shut.", "The gates are closed.", &Model::Auto)?;
/// let far = wiredrift::similarity("The gate is shut.", "It rained all day.", &Model::Auto)?;
/// assert!(near > far);
/// # Ok::<(), wiredrift::Error>(())
/// ```
pub fn similarity(a: &str, b: &str, model: &Model) -> Result<f64> {
    check_length("original", a)?;
    check_length("copy", b)?;
    let (a, b) = (Document::new(a), Document::new(b));
    let bead = Bead {
        original: (0..a.segments.len()).collect(),
        copy: (0..b.segments.len()).collect(),
        ..Bead::default()
    };
    let tokens = TokenAlignment::new(&a, &b, &bead);
    let found = similarities(&a, &b, &[bead], &[tokens], model, &[])?;
    Ok(found.alike.first().map_or(0.0, |s| s.clamp(0.0, 1.0)))
}

/// The words of each bead, aligned.
fn token_alignments(
    original: &Document<'_>,
    copy: &Document<'_>,
    beads: &[Bead],
    threads: &Threads,
    watch: &mut Watch<'_>,
) -> Result<Vec<TokenAlignment>> {
    threads.map(beads.len(), watch, (0, 4), |index| {
        #[expect(
            clippy::indexing_slicing,
            reason = "`map` counts below the number of beads"
        )]
        let bead = &beads[index];
        TokenAlignment::new(original, copy, bead)
    })
}

/// What `then` makes of two stories and of what the detectors alone say of them.
fn with_drafts<T>(
    original: &str,
    copy: &str,
    then: impl FnOnce(&Pair<'_>, Vec<Draft>) -> T,
) -> Result<T> {
    let (source, target) = (Document::new(original), Document::new(copy));
    let mut ask = go_on;
    let mut watch = Watch::new(&mut ask);
    let threads = Threads::one();
    let aligned = align_documents(&source, &target, &mut watch)?;
    let alignments = token_alignments(&source, &target, &aligned.beads, &threads, &mut watch)?;
    let pair = Pair::new(&source, &target, &aligned.beads, &alignments);
    let drafts = detect(&pair, false, &threads, &mut watch)?;
    Ok(then(&pair, drafts))
}

/// The differences of all paired beads of two stories with their features, one JSON object a bead
/// and line. For training and for the curious; not covered by any promise of stability.
///
/// # Errors
/// Those of [`compare`].
#[doc(hidden)]
pub fn story_features(original: &str, copy: &str) -> Result<String> {
    with_drafts(original, copy, |pair, mut drafts| {
        let (source, target) = (pair.original, pair.copy);
        let described = assess::Described::new(pair, Table::Alone);
        assess::judge(pair, &described, &Readings::new(), &mut drafts);
        let place = |document: &Document<'_>, index: Option<&u32>| {
            let token = document.tokens().get(*index? as usize)?;
            let span = document.source_span(token.span);
            Some([span.start(), span.end()])
        };
        let mut out = String::new();
        let found = assess::by_bead(pair, &drafts);
        for (view, findings) in pair.views().zip(&found).filter(|(v, _)| v.is_paired()) {
            let similarity = view.alignment.similarity(source, target);
            let list = assess::differences(view, similarity, findings);
            let words = |document, indices: &[u32]| -> Vec<_> {
                indices.iter().map(|i| place(document, Some(i))).collect()
            };
            let line = serde_json::json!({
                "original": view.bead.original,
                "copy": view.bead.copy,
                "original_words": words(source, view.original().indices),
                "copy_words": words(target, view.copy().indices),
                "similarity": similarity,
                "differences": list.iter().map(assess::described).collect::<Vec<_>>(),
            });
            out.push_str(&line.to_string());
            out.push('\n');
        }
        out
    })
}

/// The differences of words of two stories as judgement reads them, and the findings of the
/// detectors, as one JSON object. For training; not covered by any promise of stability.
///
/// `read` is what was read of the two together, as [`story_pieces`] lists them: for each passage
/// log odds, one for each piece, those of the original first.
///
/// # Errors
/// Those of [`compare`].
#[doc(hidden)]
pub fn judgement_features(original: &str, copy: &str, read: &[Option<Vec<f32>>]) -> Result<String> {
    with_drafts(original, copy, |pair, drafts| {
        let place = |document: &Document<'_>, span: Option<crate::span::TokenSpan>| {
            let span = document.source_span(document.span_of(span?));
            Some([span.start(), span.end()])
        };
        let findings = drafts.iter().map(|d| {
            serde_json::json!({
                "code": d.rule.code,
                "kind": d.rule.kind.name(),
                "severity": d.severity.name(),
                "confidence": d.confidence,
                "original": place(pair.original, d.original),
                "copy": place(pair.copy, d.copy),
            })
        });
        let views = pair.views().zip(read);
        let readings = views.map(|(view, odds)| {
            let passages = Passages::of(view)?;
            Some(Reading::new(&passages, odds.as_ref()?))
        });
        let line = serde_json::json!({
            "findings": findings.collect::<Vec<_>>(),
            "differences": assess::judged_features(pair, &readings.collect(), &drafts),
        });
        line.to_string()
    })
}

/// The passages of two stories as they are read together, as one JSON list with an object for each
/// bead, or null: the word pieces of each side by their numbers, and their places in bytes. For
/// training; not covered by any promise of stability.
///
/// # Errors
/// Those of [`compare`].
#[doc(hidden)]
pub fn story_pieces(original: &str, copy: &str) -> Result<String> {
    with_drafts(original, copy, |pair, _| {
        let side = |document: &Document<'_>, pieces: &[Piece]| {
            let place = |piece: &Piece| {
                let span = document.source_span(piece.span);
                (piece.id, span.start(), span.end())
            };
            pieces.iter().map(place).collect::<Vec<_>>()
        };
        let beads = pair.views().map(|view| {
            let passages = Passages::of(view)?;
            Some(serde_json::json!({
                "original": side(pair.original, &passages.original),
                "copy": side(pair.copy, &passages.copy),
            }))
        });
        serde_json::Value::from_iter(beads).to_string()
    })
}

/// Inspect one text alone: the damage that a reader can see without the original.
///
/// Of the options none changes the result.
///
/// # Errors
/// [`Error::TooLong`] where the text has more than 1 GiB.
///
/// # Example
/// ```
/// let text = "She sees a way out of the river. crisis. The mayor has gone.";
/// let inspection = wiredrift::inspect(text, &wiredrift::Options::default())?;
/// assert_eq!(inspection.findings[0].code, "WD861");
/// # Ok::<(), wiredrift::Error>(())
/// ```
pub fn inspect(text: &str, _options: &Options) -> Result<Inspection> {
    check_length("text", text)?;
    let document = Document::new(text);
    let marks = marks(&document);
    let hint = hint(&document, &marks);
    let mut inspection = build_inspection(text, &document, marks, hint);
    inspection.notices.extend(cut_notice("text", &document));
    Ok(inspection)
}

/// An error where a text is longer than offsets can count.
pub(crate) fn check_length(side: &'static str, text: &str) -> Result<()> {
    if text.len() > MAX_BYTES {
        return Err(Error::TooLong {
            side,
            bytes: text.len(),
            limit: MAX_BYTES,
        });
    }
    Ok(())
}
