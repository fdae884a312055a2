//! Alignment of documents: what the segments say about how sentences may be aligned.

use std::borrow::Cow;

use super::core::align;
use super::settings::AlignOptions;
use super::{Alignment, Bead, Evidence};
use crate::error::Result;
use crate::text::Document;
use crate::text::segments::SegmentKind;
use crate::watch::Watch;

/// Align the story segments (headline, sentences, fragments; no furniture) of two documents.
///
/// A fragment is aligned together with the sentence it was torn from, which is the story segment
/// before it. Two headlines are aligned with each other unless something else fits far better.
/// Beads come in the order of the original, additions where they stand in the copy.
///
/// # Errors
/// [`crate::Error::Interrupted`] where the watcher wants no more.
pub fn align_documents(
    original: &Document<'_>,
    copy: &Document<'_>,
    watch: &mut Watch<'_>,
) -> Result<Alignment> {
    let (a, b) = (units(original), units(copy));
    let headlines = a
        .iter()
        .position(|u| u.headline)
        .zip(b.iter().position(|u| u.headline));
    let mut alignment = align(&a, &b, headlines, &AlignOptions::default(), watch)?;
    // A text stands for itself, also where it has no letter that the aligner could go by.
    if original.text() == copy.text() {
        alignment.beads = (0..a.len()).map(itself).collect();
    }
    for bead in &mut alignment.beads {
        bead.original = segments(&a, &bead.original);
        bead.copy = segments(&b, &bead.copy);
    }
    Ok(alignment)
}

/// The bead of a unit with itself.
fn itself(unit: usize) -> Bead {
    let full = Evidence {
        characters: 1.0,
        words: 1.0,
        facts: 1.0,
        context: 1.0,
    };
    Bead {
        original: vec![unit],
        copy: vec![unit],
        moved: false,
        score: 1.0,
        evidence: full,
    }
}

/// What is aligned as one: a segment with the fragments that follow it.
struct Unit<'d> {
    text: Cow<'d, str>,
    segments: Vec<usize>,
    headline: bool,
}

impl AsRef<str> for Unit<'_> {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

/// From this many bytes on a unit takes no more fragments: fifty sentences' worth, so that a text
/// of nothing but fragments is no single bead.
const LONGEST: usize = 8_192;

fn units<'d>(document: &'d Document<'_>) -> Vec<Unit<'d>> {
    let mut units: Vec<Unit<'d>> = Vec::new();
    for (id, segment) in document.segments.iter().enumerate() {
        let text = segment.span.of(document.text());
        match (segment.kind, units.last_mut()) {
            (SegmentKind::Furniture, _) => {}
            (SegmentKind::Fragment, Some(unit)) if !unit.headline && unit.text.len() < LONGEST => {
                unit.segments.push(id);
                let mut joined = std::mem::take(&mut unit.text).into_owned();
                joined.push(' ');
                joined.push_str(text);
                unit.text = Cow::Owned(joined);
            }
            (kind, _) => units.push(Unit {
                text: Cow::Borrowed(text),
                segments: vec![id],
                headline: kind == SegmentKind::Headline,
            }),
        }
    }
    units
}

fn segments(units: &[Unit<'_>], ids: &[usize]) -> Vec<usize> {
    ids.iter()
        .filter_map(|id| units.get(*id))
        .flat_map(|unit| unit.segments.iter().copied())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(original: &str, copy: &str) -> Vec<(Vec<usize>, Vec<usize>)> {
        let mut go_on = crate::watch::go_on;
        let mut watch = Watch::new(&mut go_on);
        align_documents(&Document::new(original), &Document::new(copy), &mut watch)
            .unwrap()
            .beads
            .into_iter()
            .map(|b| (b.original, b.copy))
            .collect()
    }

    #[test]
    fn a_document_is_aligned_with_itself_segment_by_segment() {
        let text = "Bridge shut\n\nThe old bridge over the Lenne was shut on Monday. \
                    Engineers had found cracks in two piers. Buses will take the ring road.\n";
        for (a, b) in links(text, text) {
            assert_eq!(a, b);
        }
    }

    #[test]
    fn an_omitted_sentence_stands_alone() {
        let original = "The old bridge over the Lenne was shut on Monday. Engineers had found \
                        cracks in two piers. Buses will take the ring road until spring.";
        let copy = "The old bridge over the Lenne was closed on Monday. Buses will use the ring \
                    road until spring.";
        let found = links(original, copy);
        assert!(found.contains(&(vec![1], vec![])), "{found:?}");
        assert!(found.contains(&(vec![2], vec![1])), "{found:?}");
    }

    #[test]
    fn a_fragment_joins_the_sentence_it_was_torn_from() {
        let original = "Bridge shut\n\nThe council closed the old bridge after an unexpected \
                        crisis. Buses will take the ring road.\n";
        let copy = "Bridge shut\n\nThe council closed the old bridge after an unexpected. \
                    crisis. Buses will take the ring road.\n";
        let document = Document::new(copy);
        for (k, segment) in document.segments.iter().enumerate() {
            if segment.kind == SegmentKind::Fragment {
                let found = links(original, copy);
                let bead = found.iter().find(|(_, b)| b.contains(&k));
                assert!(
                    bead.is_some_and(|(a, b)| !a.is_empty() && b.len() > 1),
                    "{found:?}"
                );
            }
        }
    }

    #[test]
    fn furniture_around_the_story_changes_nothing() {
        let story = "Bridge shut\n\nThe old bridge over the Lenne was shut on Monday. Engineers \
                     had found cracks in two piers. Buses will take the ring road.\n";
        let copy = format!("{story}\nShare this article\n\nRead More\n\nCopyright © 2024\n");
        let document = Document::new(&copy);
        let plain = links(story, story);
        let found: Vec<_> = links(story, &copy)
            .into_iter()
            .filter(|(_, b)| {
                b.iter()
                    .all(|k| document.segments[*k].kind != SegmentKind::Furniture)
            })
            .collect();
        assert_eq!(&found[..plain.len()], &plain[..]);
    }
}
