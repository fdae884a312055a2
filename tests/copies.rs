//! Several copies of one original: laws, limits, the bundled example, and its two renderings.
// Clippy knows test functions as such, but not the helpers of an integration test.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

use proptest::prelude::*;
use wiredrift::copies::{CellState, Change, LocationKind, MAX_COPIES};
use wiredrift::render::{copies as render, terminal::TextStyle};
use wiredrift::report::Severity;
use wiredrift::{Comparison, Error, Options, compare, compare_copies};

const ORIGINAL: &str = include_str!("../examples/river.original.txt");
const COPIES: [(&str, &str); 4] = [
    ("copy", include_str!("../examples/river.copy.txt")),
    ("digest", include_str!("../examples/river.digest.txt")),
    ("evening", include_str!("../examples/river.evening.txt")),
    ("morning", include_str!("../examples/river.morning.txt")),
];

fn run(original: &str, copies: &[(&str, &str)]) -> Comparison {
    compare_copies(original, copies, &Options::default()).unwrap()
}

fn shared(comparison: &Comparison) -> Vec<(&str, &str, &[usize])> {
    let found = comparison.shared.iter();
    found
        .map(|s| comparison.shared_reading(s).unwrap())
        .map(|(l, r)| (l.text.as_str(), r.text.as_str(), r.copies.as_slice()))
        .collect()
}

/// Part of a text by code points.
fn slice(text: &str, start: usize, end: usize) -> String {
    text.chars().skip(start).take(end - start).collect()
}

#[test]
fn of_the_example_evening_goes_back_to_morning_and_digest_is_near_the_copy() {
    let found = run(ORIGINAL, &COPIES);
    assert_eq!(found.descents.len(), 1);
    let descent = &found.descents[0];
    assert_eq!((descent.from, descent.to, descent.undone), (3, 2, 0));
    assert_eq!(descent.shared, descent.changes);
    assert!(found.newick().contains("copy:") && found.newick().ends_with("original;"));
    let groups: Vec<_> = found
        .tree
        .nodes
        .iter()
        .filter(|n| n.support.is_some())
        .collect();
    assert_eq!(groups.len(), 2);
    assert!(
        groups
            .iter()
            .all(|n| n.support >= Some(95.0) && n.severity == Severity::Critical)
    );
    assert!(found.tree.fit >= Some(0.9));
    assert!(found.mixtures.is_empty());
    assert_eq!(found.copies[3].own, 0);
}

#[test]
fn the_worst_shared_change_comes_first_and_kinds_of_places_are_told_apart() {
    let found = run(ORIGINAL, &COPIES);
    let ranks: Vec<_> = found
        .shared
        .iter()
        .map(|s| found.shared_reading(s).unwrap().1.severity)
        .collect();
    assert!(ranks.is_sorted_by(|a, b| a >= b));
    assert!(shared(&found).contains(&("five", "fifty", &[2, 3])));
    assert!(shared(&found).contains(&("never", "", &[0, 1])));
    let kinds = |kind| found.locations.iter().filter(|l| l.kind == kind).count();
    for kind in [
        LocationKind::Omission,
        LocationKind::Addition,
        LocationKind::Position,
        LocationKind::Words,
    ] {
        assert!(kinds(kind) > 0, "{kind}");
    }
    let put_in = found
        .locations
        .iter()
        .find(|l| l.kind == LocationKind::Addition);
    assert_eq!(put_in.unwrap().readings[1].copies, [2, 3]);
}

#[test]
fn every_place_slices_its_text() {
    let found = run(ORIGINAL, &COPIES);
    for location in &found.locations {
        assert_eq!(slice(ORIGINAL, location.start, location.end), location.text);
        for reading in &location.readings {
            assert_eq!(reading.copies.len(), reading.places.len());
            for (copy, place) in reading.copies.iter().zip(&reading.places) {
                let Some((start, end)) = place else { continue };
                let passage = slice(COPIES[*copy].1, *start, *end);
                if reading.change == Change::Rewording {
                    let first = reading.text.split(' ').next().unwrap();
                    assert!(passage.to_lowercase().contains(&first.to_lowercase()));
                }
                assert!(!passage.trim().is_empty());
            }
        }
    }
}

#[test]
fn the_order_of_the_copies_and_the_number_of_threads_change_nothing() {
    let first = run(ORIGINAL, &COPIES);
    let mut turned = COPIES;
    turned.reverse();
    assert_eq!(run(ORIGINAL, &turned), first);
    let threads = Options::default().with_threads(3);
    assert_eq!(compare_copies(ORIGINAL, &COPIES, &threads).unwrap(), first);
    let json = first.to_json().unwrap();
    assert_eq!(Comparison::from_json(&json).unwrap(), first);
}

#[test]
fn every_report_is_that_of_compare() {
    for copy in &run(ORIGINAL, &COPIES).copies {
        let (_, text) = COPIES.iter().find(|(name, _)| *name == copy.name).unwrap();
        let alone = compare(ORIGINAL, text, &Options::default()).unwrap();
        assert_eq!(copy.report, alone);
    }
}

#[test]
fn identical_copies_stand_at_no_distance_and_neither_is_the_source() {
    let text = COPIES[3].1;
    let found = run(ORIGINAL, &[("a", text), ("b", text), ("c", COPIES[0].1)]);
    assert_eq!(found.distances[1][2], Some(0.0));
    assert!(found.descents.iter().all(|d| d.same));
    assert!(found.descents[0].message.contains("cannot be told"));
    assert!(found.copies[0].own == 0 && found.copies[1].own == 0);
}

#[test]
fn a_copy_without_a_change_is_the_original_over_again() {
    let found = run(ORIGINAL, &[("same", ORIGINAL), ("other", COPIES[0].1)]);
    let same = found.copies.iter().position(|c| c.name == "same").unwrap();
    assert_eq!(found.copies[same].changes, 0);
    assert_eq!(found.distances[0][same + 1], Some(0.0));
    let cells = found.sentences.iter().map(|s| &s.cells[same]);
    assert!(cells.into_iter().all(|c| c.state == CellState::Kept));
    assert!(found.descents.is_empty() && found.shared.is_empty());
}

#[test]
fn house_style_alone_shows_no_kinship() {
    let original = "The centre of Harrowmere is 3 metres under water, the mayor said on Monday. \
                    The programme costs 60 per cent more than planned, the council said.";
    let us = "The center of Harrowmere is 3 meters under water, the mayor said on Monday. \
              The program costs 60% more than planned, the council said.";
    let found = run(original, &[("east", us), ("west", us), ("north", original)]);
    assert!(found.descents.is_empty(), "{:?}", found.descents);
    assert!(
        found.locations.iter().all(|l| l.weight <= 0.25),
        "{:?}",
        found.locations
    );
}

#[test]
fn no_copies_one_copy_and_two_are_trees_too() {
    let none = run(ORIGINAL, &[]);
    assert_eq!(none.tree.nodes.len(), 1);
    assert_eq!(none.newick(), "original;");
    assert_eq!(none.notices, ["there are no copies"]);
    let one = run(ORIGINAL, &COPIES[..1]);
    assert!(one.newick().starts_with("(copy:"));
    assert!(one.shared.is_empty() && one.tree.fit.is_none());
    assert_eq!(run(ORIGINAL, &COPIES[..2]).tree.order().len(), 2);
}

#[test]
fn a_copy_with_nothing_of_the_original_is_listed_and_not_placed() {
    let found = run(
        ORIGINAL,
        &[
            ("empty", ""),
            ("other", "Goals fell early at Lenne."),
            ("copy", COPIES[0].1),
        ],
    );
    let placed: Vec<_> = found
        .copies
        .iter()
        .map(|c| (c.name.as_str(), c.placed))
        .collect();
    assert_eq!(placed, [("copy", true), ("empty", false), ("other", false)]);
    assert_eq!(found.tree.order(), [0]);
    assert_eq!(found.distances[2], [None; 4]);
    assert_eq!(found.notices.len(), 2);
    assert!(
        found
            .sentences
            .iter()
            .all(|s| s.cells[1].state == CellState::NotJudged)
    );
    let nothing = run("", &COPIES[..2]);
    assert!(nothing.sentences.is_empty() && nothing.copies.iter().all(|c| !c.placed));
}

#[test]
fn two_copies_of_one_name_and_too_many_copies_are_refused() {
    let options = Options::default();
    let twice = compare_copies("A.", &[("x", "A."), ("x", "B.")], &options);
    assert!(matches!(twice, Err(Error::SameName { name }) if name == "x"));
    let many: Vec<(String, &str)> = (0..=MAX_COPIES).map(|n| (n.to_string(), "A.")).collect();
    let error = compare_copies("A.", &many, &options).unwrap_err();
    assert!(error.to_string().contains("at most 500"), "{error}");
}

#[test]
fn the_text_says_who_shares_what_and_fits_its_width() {
    let found = run(ORIGINAL, &COPIES);
    for width in [20, 40, 80, 120] {
        let text = render::text(&found, &TextStyle::default().with_width(width));
        let longest = text.lines().map(|l| l.chars().count()).max().unwrap();
        assert!(longest <= width.max(38), "{width}: {longest}");
    }
    let text = render::text(&found, &TextStyle::default());
    // Where its lines break depends on the counts in them.
    let flowing = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flowing.contains("“evening” can be made from “morning”"),
        "{text}"
    );
    assert!(
        flowing.contains("seem to go back to a copy that is not here"),
        "{text}"
    );
    assert!(text.contains("└─"), "{text}");
}

#[test]
fn hostile_names_and_texts_stay_text_in_the_page() {
    let name = "<script>alert('1')</script>\u{202e}\"x\" \x1b[31m";
    let copies = [
        (name, COPIES[0].1),
        ("b<i>", COPIES[1].1),
        ("", COPIES[2].1),
    ];
    let original = format!("{ORIGINAL} <img src=x onerror=y> said “<b>no</b>”.");
    let found = run(&original, &copies);
    for html in [render::html(&found), render::notebook(&found)] {
        for bad in [
            "<script",
            "<img",
            "<i>",
            "\u{202e}",
            "\x1b",
            "style=\"",
            "onerror=y>",
        ] {
            assert!(!html.contains(bad), "{bad}");
        }
        assert!(!html.contains("http://") && !html.contains("https://"));
    }
    let text = render::text(&found, &TextStyle::default());
    assert!(!text.contains('\x1b') && !text.contains('\u{202e}'));
}

#[test]
fn the_policy_of_the_page_names_its_styles() {
    use sha2::{Digest, Sha256};
    let html = render::html(&run(ORIGINAL, &COPIES));
    for css in [
        include_str!("../templates/page.css"),
        include_str!("../templates/copies.css"),
    ] {
        assert!(html.contains(css));
        let hash = base64(&Sha256::digest(css.as_bytes()));
        assert!(html.contains(&format!("'sha256-{hash}'")), "{hash}");
    }
    let opens = html.matches("<ul").count();
    assert_eq!(opens, html.matches("</ul>").count());
    assert_eq!(html.matches("<li").count(), html.matches("</li>").count());
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let number =
            chunk.iter().fold(0u32, |n, b| n << 8 | u32::from(*b)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let letter = LETTERS[(number >> (18 - 6 * place) & 63) as usize];
            out.push(if place <= chunk.len() {
                letter as char
            } else {
                '='
            });
        }
    }
    out
}

/// Sentences with a word or two of their own.
fn sentence() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "opened", "closed", "denied", "said", "300", "400", "never", "Monday", "Friday",
    ]);
    (words.clone(), words).prop_map(|(a, b)| format!("The mayor {a} the long bridge {b} in May."))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn laws_hold_for_any_copies(
        original in prop::collection::vec(sentence(), 0..5),
        copies in prop::collection::vec(prop::collection::vec(sentence(), 0..5), 0..6),
    ) {
        let original = original.join(" ");
        let texts: Vec<String> = copies.iter().map(|c| c.join(" ")).collect();
        let names = ["d", "b", "f", "a", "e", "c"];
        let given: Vec<(&str, &str)> = names.into_iter().zip(texts.iter().map(String::as_str)).collect();
        let found = run(&original, &given);
        let mut turned = given.clone();
        turned.rotate_left(given.len() / 2);
        prop_assert_eq!(&run(&original, &turned), &found);
        for (i, row) in found.distances.iter().enumerate() {
            for (j, distance) in row.iter().enumerate() {
                prop_assert_eq!(*distance, found.distances[j][i]);
                prop_assert!(distance.is_none_or(|d| (0.0..=1.0).contains(&d)));
            }
        }
        let text = |copy: usize| given.iter().find(|(n, _)| *n == found.name(copy)).unwrap().1;
        for i in 0..given.len() {
            for j in 0..i {
                if text(i) == text(j) && found.copies[i].placed {
                    prop_assert_eq!(found.distances[i + 1][j + 1], Some(0.0));
                }
            }
        }
        prop_assert_eq!(found.tree.order().len(), found.copies.iter().filter(|c| c.placed).count());
        for location in &found.locations {
            prop_assert!(location.weight > 0.0);
            let mut all: Vec<usize> = location.lacking.clone();
            all.extend(location.readings.iter().flat_map(|r| &r.copies));
            all.sort_unstable();
            prop_assert_eq!(all, (0..given.len()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn no_text_breaks_it(original in "(\\PC|[.!?“”\n ]){0,80}", a in "(\\PC|[.!?“”\n ]){0,80}", name in "\\PC{0,6}") {
        let found = run(&original, &[(&name, &a), ("other copy", &original)]);
        prop_assert!(render::html(&found).starts_with("<!doctype html>"));
        let text = render::text(&found, &TextStyle::default());
        prop_assert!(!text.is_empty());
    }
}
