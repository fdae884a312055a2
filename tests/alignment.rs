//! Laws of the sentence aligner, on its public surface.
// Clippy knows test functions as such, but not the helpers of an integration test.
#![allow(clippy::indexing_slicing)]

use std::collections::BTreeSet;

use proptest::prelude::*;
use wiredrift::{Bead, align_sentences};

const WORDS: &str = "harbour council vote bridge flood minister budget strike train river school \
    hospital market winter engine border treaty garden teacher journal museum island captain \
    farmer factory election drought signal tunnel college concert lawyer witness village";

/// Sentences of rare words, no two alike.
fn sentences() -> impl Strategy<Value = Vec<String>> {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    proptest::collection::vec(proptest::collection::vec(0..words.len(), 5..12), 1..12).prop_map(
        move |list| {
            let text = |(k, s): (usize, Vec<usize>)| {
                let inner: Vec<String> = s.iter().map(|w| format!("{}{k}", words[*w])).collect();
                format!("The {} came on day {k}.", inner.join(" "))
            };
            list.into_iter().enumerate().map(text).collect()
        },
    )
}

type Pairs = BTreeSet<(Vec<usize>, Vec<usize>)>;

fn pairs(beads: &[Bead]) -> Pairs {
    beads
        .iter()
        .map(|b| (b.original.clone(), b.copy.clone()))
        .collect()
}

proptest! {
    #[test]
    fn a_text_aligns_with_itself_sentence_by_sentence(list in sentences()) {
        for (k, bead) in align_sentences(&list, &list).iter().enumerate() {
            prop_assert_eq!(&bead.original, &vec![k]);
            prop_assert_eq!(&bead.copy, &vec![k]);
            prop_assert!(!bead.moved);
        }
    }

    #[test]
    fn swapping_the_sides_swaps_the_beads(list in sentences(), keep in any::<u16>()) {
        let copy: Vec<&String> = (0..list.len())
            .filter(|k| keep >> k & 1 == 1)
            .map(|k| &list[k])
            .collect();
        let there = pairs(&align_sentences(&list, &copy));
        let back: Pairs = pairs(&align_sentences(&copy, &list))
            .into_iter()
            .map(|(a, b)| (b, a))
            .collect();
        prop_assert_eq!(there, back);
    }

    #[test]
    fn an_added_sentence_changes_only_its_own_bead(list in sentences(), at in 0usize..12) {
        let at = at.min(list.len());
        let mut longer = list.clone();
        longer.insert(at, "Nobody knew quite what ought happen afterwards, however.".to_owned());
        let shift = |k: usize| if k < at { k } else { k + 1 };
        let mut expected: Pairs = (0..list.len()).map(|k| (vec![k], vec![shift(k)])).collect();
        expected.insert((vec![], vec![at]));
        prop_assert_eq!(pairs(&align_sentences(&list, &longer)), expected);
    }

    #[test]
    fn every_sentence_of_any_text_is_in_exactly_one_bead(
        a in proptest::collection::vec("\\PC{0,30}", 0..9),
        b in proptest::collection::vec("\\PC{0,30}", 0..9),
    ) {
        let beads = align_sentences(&a, &b);
        let mut original: Vec<usize> = beads.iter().flat_map(|b| b.original.clone()).collect();
        let mut copy: Vec<usize> = beads.iter().flat_map(|b| b.copy.clone()).collect();
        original.sort_unstable();
        copy.sort_unstable();
        prop_assert_eq!(original, (0..a.len()).collect::<Vec<_>>());
        prop_assert_eq!(copy, (0..b.len()).collect::<Vec<_>>());
        for bead in &beads {
            prop_assert!((0.0..=1.0).contains(&bead.score));
        }
    }
}

#[test]
fn a_moved_sentence_is_found_and_marked() {
    let original = [
        "The council voted for the new harbour bridge on Tuesday.",
        "Heavy rain had flooded the railway tunnel in spring.",
        "Teachers at the island school went on strike for three days.",
        "The museum will open a garden for visitors next year.",
        "A farmer found the captain's journal in an old barn.",
    ];
    let copy = [
        original[4],
        original[0],
        original[1],
        original[2],
        original[3],
    ];
    let beads = align_sentences(&original, &copy);
    let moved: Vec<_> = beads.iter().filter(|b| b.moved).collect();
    assert_eq!(moved.len(), 1);
    assert_eq!((&moved[0].original, &moved[0].copy), (&vec![4], &vec![0]));
}

#[test]
fn a_split_sentence_is_one_bead() {
    let original = ["The minister opened the hospital and promised forty new nurses by June."];
    let copy = [
        "The minister opened the hospital.",
        "She promised forty new nurses by June.",
    ];
    let beads = align_sentences(&original, &copy);
    assert_eq!(beads.len(), 1, "{beads:?}");
    assert_eq!(beads[0].copy, [0, 1]);
}

#[test]
fn texts_without_anything_in_common_stay_apart() {
    let beads = align_sentences(&["Zwölf Boxkämpfer jagen Viktor."], &["Mmm hmm, okay!"]);
    assert_eq!(beads.len(), 2);
}

#[test]
fn a_long_text_is_aligned_along_anchors() {
    let line = |k: usize| {
        format!(
            "Line {k} tells of w{} and x{} and y{} alone.",
            k * 7,
            k * 11,
            k * 13
        )
    };
    let source: Vec<String> = (0..1_500).map(line).collect();
    let target: Vec<String> = (0..1_500).filter(|k| k % 10 != 3).map(line).collect();
    let beads = align_sentences(&source, &target);
    let right = beads
        .iter()
        .filter(|b| b.copy.len() == 1 && b.original.len() == 1)
        .filter(|b| source[b.original[0]] == target[b.copy[0]])
        .count();
    assert_eq!(right, target.len());
}

#[test]
fn alike_lines_without_anchors_are_bounded() {
    let source = vec!["The same short line."; 3_000];
    let target = vec!["Another one altogether."; 3_000];
    assert!(align_sentences(&source, &target).len() >= 3_000);
}
