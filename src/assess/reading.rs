//! Passages read together with their copies: how far each word misleads where it stands.
//!
//! The table knows a difference by its features and never sees the sentence. A model that reads both
//! sentences at once ([`Joint`]) does, and what it holds of the words of a difference becomes one more
//! feature. It is asked only about passages whose words differ, and only where the pair is judged.

use std::ops::Range;

use super::described::MOST_JUDGED;
use super::features::Feature;
use super::judge::is_judged;
use crate::detect::view::Words;
use crate::detect::{BeadView, Pair};
use crate::error::Result;
use crate::semantic::{Joint, LONGEST_READ, MiniLm, Piece, Scratch, WordPiece, cosine};
use crate::span::Span;
use crate::text::Document;
use crate::threads::Threads;
use crate::watch::Watch;

/// The word pieces of both sides of a bead, with their places in the documents' texts.
pub(crate) struct Passages {
    pub(crate) original: Vec<Piece>,
    pub(crate) copy: Vec<Piece>,
}

/// What was read of both sides of a bead: for each word piece its place and the logarithm of the odds
/// that it misleads.
pub(crate) struct Reading {
    original: Vec<(Span, f32)>,
    copy: Vec<(Span, f32)>,
}

/// For each bead what was read of it; empty where nothing is read.
pub(crate) type Readings = Vec<Option<Reading>>;

impl Passages {
    /// The pieces of a bead that is worth reading: one whose words differ and whose sides the model can
    /// read whole.
    pub(crate) fn of(view: BeadView<'_>) -> Option<Self> {
        let (n, m) = (view.original().len(), view.copy().len());
        if !view.is_paired() || view.alignment.is_identical() || n.max(m) > MOST_JUDGED {
            return None;
        }
        let mut scratch = Scratch::default();
        let passages = Self {
            original: pieces(view.pair.original, &view.bead.original, &mut scratch),
            copy: pieces(view.pair.copy, &view.bead.copy, &mut scratch),
        };
        let sides = [&passages.original, &passages.copy];
        sides
            .iter()
            .all(|side| (1..=LONGEST_READ).contains(&side.len()))
            .then_some(passages)
    }
}

fn pieces(document: &Document<'_>, segments: &[usize], scratch: &mut Scratch) -> Vec<Piece> {
    let mut all = Vec::new();
    for segment in segments.iter().filter_map(|i| document.segments.get(*i)) {
        let text = document.text().get(segment.span.range()).unwrap_or("");
        let (first, start) = (all.len(), segment.span.start());
        WordPiece::embedded().pieces_into(text, scratch, &mut all);
        for piece in all.iter_mut().skip(first) {
            piece.span = Span::new(start + piece.span.start(), start + piece.span.end());
        }
    }
    all
}

impl Reading {
    /// Pieces with what was found of each, those of the original first.
    pub(crate) fn new(passages: &Passages, odds: &[f32]) -> Self {
        let (original, copy) = odds.split_at(passages.original.len().min(odds.len()));
        let side = |pieces: &[Piece], odds: &[f32]| {
            let spans = pieces.iter().map(|piece| piece.span);
            spans.zip(odds.iter().copied()).collect()
        };
        Self {
            original: side(&passages.original, original),
            copy: side(&passages.copy, copy),
        }
    }

    /// What is held of the words of a difference: of the most misleading of them.
    pub(super) fn feature(
        &self,
        (a, original): (Words<'_>, &Range<usize>),
        (b, copy): (Words<'_>, &Range<usize>),
        pair: &Pair<'_>,
    ) -> Option<Feature> {
        let left = most(pair.original, a, original, &self.original);
        let right = most(pair.copy, b, copy, &self.copy);
        let most = match (left, right) {
            (Some(x), Some(y)) if y > x => y,
            (None, y) => y?,
            (x, _) => x?,
        };
        Some(Feature::new("in context", step(most)))
    }
}

/// The largest of the odds of the pieces in a run of a bead's words.
fn most(
    document: &Document<'_>,
    words: Words<'_>,
    run: &Range<usize>,
    read: &[(Span, f32)],
) -> Option<f32> {
    let span = document.span_of(words.tokens(run)?);
    let from = read.partition_point(|(piece, _)| piece.end() <= span.start());
    let inside = read.iter().skip(from);
    inside
        .take_while(|(piece, _)| piece.start() < span.end())
        .map(|(_, odds)| *odds)
        .reduce(|most, odds| if odds > most { odds } else { most })
}

/// The bin of log odds.
fn step(odds: f32) -> &'static str {
    match odds {
        x if x < -5.0 => "<-5",
        x if x < -4.0 => "<-4",
        x if x < -3.5 => "<-3.5",
        x if x < -3.0 => "<-3",
        x if x < -2.5 => "<-2.5",
        x if x < -2.0 => "<-2",
        x if x < -1.5 => "<-1.5",
        x if x < -1.0 => "<-1",
        x if x < -0.5 => "<-0.5",
        x if x < 0.0 => "<0",
        x if x < 1.0 => "<1",
        _ => "1 or more",
    }
}

/// What was read of the beads of a pair, one entry for each or none at all.
#[derive(Default)]
pub(crate) struct Read {
    /// The cosine of the vectors of the two sides.
    pub(crate) cosines: Vec<Option<f64>>,
    pub(crate) readings: Readings,
}

/// Read all beads of a pair whose sides differ, if it is long enough to be judged.
///
/// # Errors
/// [`Error::Interrupted`](crate::Error::Interrupted) where the caller wants no more.
pub(crate) fn read(
    pair: &Pair<'_>,
    (model, joint): (&MiniLm<'_>, &Joint),
    threads: &Threads,
    watch: &mut Watch<'_>,
) -> Result<Read> {
    if !is_judged(pair) {
        return Ok(Read::default());
    }
    let read = threads.map(pair.beads.len(), watch, (1, 4), |index| {
        let passages = Passages::of(pair.view(index)?)?;
        let read = joint.read(model, &passages.original, &passages.copy);
        let [left, right] = &read.vectors;
        Some((cosine(left, right), Reading::new(&passages, &read.odds)))
    })?;
    let (cosines, readings) = read.into_iter().map(Option::unzip).unzip();
    Ok(Read { cosines, readings })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::Bead;
    use crate::compare::TokenAlignment;

    fn with_view(original: &str, copy: &str, test: impl FnOnce(BeadView<'_>)) {
        let (source, target) = (Document::new(original), Document::new(copy));
        let beads = [Bead {
            original: (0..source.segments.len()).collect(),
            copy: (0..target.segments.len()).collect(),
            ..Bead::default()
        }];
        let alignments = [TokenAlignment::new(&source, &target, &beads[0])];
        let pair = Pair::new(&source, &target, &beads, &alignments);
        test(pair.view(0).unwrap());
    }

    #[test]
    fn pieces_have_their_places_in_the_documents() {
        let original = "The ferry sank. Nobody drowned.";
        with_view(original, "The ferry sank. Nobody was hurt.", |view| {
            let passages = Passages::of(view).unwrap();
            let words: Vec<&str> = passages
                .original
                .iter()
                .map(|p| p.span.of(original))
                .collect();
            assert_eq!(
                words,
                ["The", "ferry", "sank", ".", "Nobody", "drowned", "."]
            );
        });
    }

    #[test]
    fn the_most_misleading_piece_of_either_side_counts() {
        with_view(
            "The ferry sank slowly.",
            "The ferry dived slowly.",
            |view| {
                let passages = Passages::of(view).unwrap();
                let count = passages.original.len() + passages.copy.len();
                let mut odds = vec![-9.0; count];
                odds[2] = -1.2;
                odds[passages.original.len() + 2] = -2.2;
                let reading = Reading::new(&passages, &odds);
                let (a, b) = (view.original(), view.copy());
                let of = |left: &Range<usize>, right: &Range<usize>| {
                    reading.feature((a, left), (b, right), view.pair)
                };
                assert_eq!(of(&(2..3), &(2..3)).unwrap().text(), "in context=<-1");
                assert_eq!(of(&(0..0), &(2..3)).unwrap().text(), "in context=<-2");
                assert_eq!(of(&(3..4), &(3..4)).unwrap().text(), "in context=<-5");
                assert_eq!(of(&(0..0), &(0..0)), None);
            },
        );
    }

    #[test]
    fn what_is_the_same_or_too_long_is_not_read() {
        let read = |a: &str, b: &str| {
            let mut found = false;
            with_view(a, b, |view| {
                found = Passages::of(view).is_some();
            });
            found
        };
        assert!(!read("The ferry sank.", "The ferry sank."));
        assert!(!read("The ferry sank.", ""));
        assert!(read("The ferry sank.", "The ferry stank."));
        let long = "The ferry that was to carry eighteen lorries sank again ".repeat(30);
        assert!(!read(&long, &format!("{long} slowly")));
    }
}
