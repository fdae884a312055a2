//! The laws of `docs/design.md`, each as a property of the public surface.
//!
//! Stories are put together from slots (who, how many, whether, when), so that a law can make a
//! chosen fact wrong and know what it did.

// A test may panic, in its helper functions too.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use wiredrift::report::{
    BeadRelation, FactState, Finding, Kind, QuotationState, SegmentKind, Severity, Side,
};
use wiredrift::{Options, Report, compare};

fn report(original: &str, copy: &str) -> Report {
    compare(original, copy, &Options::default()).unwrap()
}

/// A sentence with four facts that can be made wrong one by one.
#[derive(Clone, Debug)]
struct Sentence {
    pattern: usize,
    name: &'static str,
    other_name: &'static str,
    count: u32,
    day: &'static str,
}

/// What a wrong fact does to a sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Slip {
    Name,
    Count,
    Polarity,
    Day,
}

const SLIPS: [Slip; 4] = [Slip::Name, Slip::Count, Slip::Polarity, Slip::Day];
const NAMES: [&str; 6] = [
    "Ruth Calloway",
    "Ivo Sandoval",
    "Marta Lindqvist",
    "Owen Achterberg",
    "Dana Okafor",
    "Peter Wexley",
];
const DAYS: [&str; 5] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];
/// A pattern each: so that no two sentences of a story are alike.
const PATTERNS: usize = 8;

impl Sentence {
    fn text(&self, slips: &[Slip]) -> String {
        let name = if slips.contains(&Slip::Name) {
            self.other_name
        } else {
            self.name
        };
        let count = if slips.contains(&Slip::Count) {
            self.count * 3 + 1
        } else {
            self.count
        };
        let at = DAYS.iter().position(|d| *d == self.day).unwrap();
        let day = DAYS[(at + 2 * usize::from(slips.contains(&Slip::Day))) % DAYS.len()];
        let not = if slips.contains(&Slip::Polarity) {
            "did not "
        } else {
            "did "
        };
        match self.pattern {
            0 => format!("{name} {not}visit {count} villages along the river on {day}."),
            1 => format!("The harbour office said {name} {not}sign {count} permits on {day}."),
            2 => format!("On {day}, {name} {not}promise new roofs for {count} schools."),
            3 => format!("{name} {not}order {count} soldiers out of the mountain pass on {day}."),
            4 => format!("A court ruled on {day} that {name} {not}owe {count} farmers a refund."),
            5 => format!("Engineers told {name} on {day} that the dam {not}lose {count} bolts."),
            6 => format!("{name} {not}meet {count} striking drivers at the depot on {day}."),
            _ => format!("The museum {not}lend {name} {count} paintings for the show on {day}."),
        }
    }
}

/// A headline and three to eight sentences of different patterns.
fn story() -> impl Strategy<Value = Vec<Sentence>> {
    subsequence((0..PATTERNS).collect::<Vec<_>>(), 3..=PATTERNS)
        .prop_shuffle()
        .prop_flat_map(|patterns| {
            patterns
                .into_iter()
                .map(|pattern| {
                    (
                        subsequence(NAMES.to_vec(), 2),
                        11_u32..90,
                        select(DAYS.to_vec()),
                    )
                        .prop_map(move |(names, count, day)| Sentence {
                            pattern,
                            name: names[0],
                            other_name: names[1],
                            count,
                            day,
                        })
                })
                .collect::<Vec<_>>()
        })
}

const HEADLINE: &str = "Valley counts the cost of a long week";

/// The whole text; `slips` are the wrong facts as (sentence, slip).
fn text(story: &[Sentence], slips: &[(usize, Slip)]) -> String {
    let mut text = format!("{HEADLINE}\n\n");
    for (i, sentence) in story.iter().enumerate() {
        let here: Vec<Slip> = slips
            .iter()
            .filter(|(at, _)| *at == i)
            .map(|(_, s)| *s)
            .collect();
        text.push_str(&sentence.text(&here));
        text.push_str(if i % 2 == 0 { " " } else { "\n\n" });
    }
    text.trim_end().to_owned()
}

/// Anything at all, with a liking for what pipelines stumble over.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "\\PC{0,12}",
        2 => "[a-z]{1,8}",
        2 => select(vec![
            " ", "\n", "\n\n", "\r\n", "\t", "\u{a0}", "\u{feff}", "\0", "\u{202e}", "\u{301}",
            ".", "…", "?!", "“", "”", "\"", "'", "’", "(", ")", "–", "&amp;", "â€™", "1,000",
            "60%", "$1.2bn", "U.S.", "p.m.", "not ", "no ", "said", "Copyright ©", "Read More",
            "👩\u{200d}🚀", "ſ", "İ", "ﬁ", "한국", "日本語。", "٣", "½",
        ]).prop_map(str::to_owned),
    ];
    vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn code_points(text: &str, start: usize, end: usize) -> String {
    text.chars().skip(start).take(end - start).collect()
}

/// White space, or a byte order mark, which is no character of the text.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c == '\u{feff}')
}

fn covers(side: &Side, text: &str) {
    assert_eq!(side.chars, text.chars().count());
    let mut at = 0;
    for (index, segment) in side.segments.iter().enumerate() {
        assert_eq!(segment.id, index);
        assert!(at <= segment.start && segment.start < segment.end);
        assert!(is_blank(&code_points(text, at, segment.start)));
        assert_eq!(code_points(text, segment.start, segment.end), segment.text);
        at = segment.end;
    }
    assert!(is_blank(&code_points(text, at, side.chars)));
}

/// Every excerpt slices to its own text, by code points and by bytes.
fn slices(report: &Report, original: &str, copy: &str) {
    let quotations = report.quotations.iter();
    let quotations = quotations.flat_map(|q| [(&q.original, original), (&q.copy, copy)]);
    let facts = report.numbers.iter().chain(&report.names);
    let facts = facts.flat_map(|f| [(&f.original, original), (&f.copy, copy)]);
    let findings = report.findings.iter();
    let findings = findings.flat_map(|f| [(&f.original, original), (&f.copy, copy)]);
    for (excerpt, text) in quotations.chain(facts).chain(findings) {
        let Some(excerpt) = excerpt else { continue };
        assert_eq!(code_points(text, excerpt.start, excerpt.end), excerpt.text);
        let bytes = excerpt.bytes(text).unwrap();
        assert_eq!(text.get(bytes), Some(excerpt.text.as_str()));
    }
}

fn is_harmless(report: &Report) {
    let told: Vec<_> = report.findings.iter().map(|f| &f.message).collect();
    assert!(told.is_empty(), "{told:?}");
    assert_eq!(report.drift, 0.0);
    assert_eq!(report.severity, Severity::None);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn law_1_segments_and_excerpts_are_slices_of_the_texts(
        original in any_text(),
        copy in any_text(),
    ) {
        let report = report(&original, &copy);
        covers(&report.original, &original);
        covers(&report.copy, &copy);
        slices(&report, &original, &copy);
    }

    #[test]
    fn law_1_holds_for_stories_with_wrong_facts(
        story in story(),
        slips in vec((0_usize..PATTERNS, select(SLIPS.to_vec())), 0..6),
    ) {
        let (original, copy) = (text(&story, &[]), text(&story, &slips));
        let report = report(&original, &copy);
        covers(&report.original, &original);
        covers(&report.copy, &copy);
        slices(&report, &original, &copy);
    }

    #[test]
    fn law_2_a_text_compared_with_itself_is_the_same(text in any_text()) {
        let report = report(&text, &text);
        is_harmless(&report);
        for fact in report.numbers.iter().chain(&report.names) {
            prop_assert_eq!(fact.state, FactState::Kept, "{:?}", fact);
        }
        for quotation in &report.quotations {
            prop_assert_eq!(quotation.state, QuotationState::Verbatim, "{:?}", quotation);
        }
        for bead in &report.alignment {
            let ids = bead.original.iter().chain(&bead.copy);
            let mut texts = ids.map(|id| &report.copy.segments[*id].text);
            if !texts.any(|t| t.contains(char::is_alphanumeric)) {
                continue;
            }
            prop_assert!(matches!(bead.relation, BeadRelation::Same | BeadRelation::Furniture));
            prop_assert_eq!(bead.drift, 0.0);
        }
    }

    #[test]
    fn law_2_furniture_around_the_copy_changes_nothing(story in story()) {
        let original = text(&story, &[]);
        let copy = format!(
            "{original}\n\nRead More\n\nLeave a Reply\n\nCopyright © 2026 Valley Newswire. \
             All rights reserved."
        );
        is_harmless(&report(&original, &copy));
    }

    #[test]
    fn law_2_house_style_changes_nothing(story in story()) {
        let original = format!(
            "{}\n\n\"We're at 60 percent,\" Mr. Ash said - the program's 1,000 buses included.",
            text(&story, &[])
        );
        let copy = format!(
            "{}\n\n“We’re at 60%,” Mr Ash said – the programme’s 1000 buses included.",
            text(&story, &[])
        );
        is_harmless(&report(&original, &copy));
    }

    #[test]
    fn law_3_swapped_sides_mirror_the_alignment(story in story(), drop in 0_usize..PATTERNS) {
        let original = text(&story, &[]);
        let mut kept = story.clone();
        kept.remove(drop % story.len());
        let copy = text(&kept, &[]);
        let (there, back) = (report(&original, &copy), report(&copy, &original));
        let mirrored = |r: BeadRelation| match r {
            BeadRelation::Omitted => BeadRelation::Added,
            BeadRelation::Added => BeadRelation::Omitted,
            BeadRelation::Split => BeadRelation::Merged,
            BeadRelation::Merged => BeadRelation::Split,
            other => other,
        };
        let mut one: Vec<_> = there.alignment.iter()
            .map(|b| (b.original.clone(), b.copy.clone(), format!("{:?}", b.relation)))
            .collect();
        let mut two: Vec<_> = back.alignment.iter()
            .map(|b| (b.copy.clone(), b.original.clone(), format!("{:?}", mirrored(b.relation))))
            .collect();
        one.sort();
        two.sort();
        prop_assert_eq!(one, two);
        let count = |r: &Report, kind| r.findings.iter().filter(|f| f.kind == kind).count();
        prop_assert_eq!(count(&there, Kind::Omission), count(&back, Kind::Addition));
        prop_assert_eq!(count(&there, Kind::Addition), count(&back, Kind::Omission));
    }

    #[test]
    fn law_4_the_same_input_gives_the_same_bytes_in_every_thread(
        original in any_text(),
        copy in any_text(),
    ) {
        let once = report(&original, &copy).to_json().unwrap();
        let again: Vec<String> = std::thread::scope(|scope| {
            let work = || report(&original, &copy).to_json().unwrap();
            let threads: Vec<_> = (0..3).map(|_| scope.spawn(work)).collect();
            threads.into_iter().map(|t| t.join().unwrap()).collect()
        });
        for other in again {
            prop_assert_eq!(&once, &other);
        }
        let pooled = compare(&original, &copy, &Options::default().with_threads(3)).unwrap();
        prop_assert_eq!(&once, &pooled.to_json().unwrap());
        let back = Report::from_json(&once).unwrap();
        prop_assert_eq!(back.to_json().unwrap(), once);
    }

    #[test]
    fn law_5_one_more_wrong_fact_never_lowers_the_drift(
        story in story(),
        slips in vec((0_usize..PATTERNS, select(SLIPS.to_vec())), 1..6),
    ) {
        let mut slips: Vec<_> = slips.into_iter().map(|(i, s)| (i % story.len(), s)).collect();
        slips.dedup();
        let original = text(&story, &[]);
        let mut before = report(&original, &original);
        for wrong in 1..=slips.len() {
            if slips[..wrong - 1].contains(&slips[wrong - 1]) {
                continue;
            }
            let after = report(&original, &text(&story, &slips[..wrong]));
            prop_assert!(
                before.drift <= after.drift,
                "{} > {} after {:?}", before.drift, after.drift, &slips[..wrong]
            );
            // A finding is judged by what its story is like too, so that a slip elsewhere may move it:
            // the law speaks of findings as they are.
            for (bead, (a, b)) in before.alignment.iter().zip(&after.alignment).enumerate() {
                let mut of_bead = before.findings.iter().filter(|f| f.bead == Some(bead));
                let as_it_was = of_bead.all(|f| {
                    let words = |f: &Finding| f.copy.as_ref().map(|e| e.text.clone());
                    after.findings.iter().any(|g| {
                        let same = g.code == f.code && words(g) == words(f);
                        same && g.severity >= f.severity && g.confidence >= f.confidence
                    })
                });
                if a.original == b.original && a.copy == b.copy && as_it_was {
                    prop_assert!(
                        a.drift <= b.drift,
                        "{} > {} in {:?} after {:?}", a.drift, b.drift, a.original, &slips[..wrong]
                    );
                }
            }
            before = after;
        }
    }

    #[test]
    fn law_6_every_score_is_a_number_from_0_to_1(original in any_text(), copy in any_text()) {
        let report = report(&original, &copy);
        let beads = report.alignment.iter();
        let scores = beads
            .flat_map(|b| [b.similarity, b.drift, b.risk, b.match_score])
            .chain(report.findings.iter().map(|f| f.confidence))
            .chain([report.drift, report.risk]);
        for score in scores {
            prop_assert!((0.0..=1.0).contains(&score), "{score}");
        }
        let worst = report.findings.iter().map(|f| f.severity).max().unwrap_or_default();
        prop_assert_eq!(report.severity, worst);
        prop_assert!(report.findings.is_sorted_by_key(|f| std::cmp::Reverse(f.severity)));
    }
}

#[test]
fn law_2_an_empty_text_compared_with_itself_is_the_same() {
    for text in ["", " ", "\n\n", "\u{feff}", "."] {
        is_harmless(&report(text, text));
    }
}

#[test]
fn law_2_a_text_without_a_letter_is_the_same_as_itself() {
    for text in ["\u{feff}", "👍", "—", "...", "\0"] {
        let report = report(text, text);
        let same = |r| matches!(r, BeadRelation::Same | BeadRelation::Furniture);
        assert!(
            report.alignment.iter().all(|b| same(b.relation)),
            "{text:?}"
        );
    }
}

#[test]
fn law_5_an_empty_copy_is_the_worst_copy() {
    let original = "The mayor opened the bridge on Monday. The old ferry sails until May.";
    let (half, nothing) = (
        report(original, "The mayor opened the bridge on Monday."),
        report(original, ""),
    );
    assert!(
        half.drift <= nothing.drift,
        "{} {}",
        half.drift,
        nothing.drift
    );
    let omitted = |r: &Report| {
        let beads = r.alignment.iter();
        beads
            .filter(|b| b.relation == BeadRelation::Omitted)
            .count()
    };
    assert_eq!(omitted(&nothing), nothing.original.segments.len());
}

/// Texts without an anchor, a line break or an end: each is refused or answered, never hung on.
/// A quadratic step at these lengths would run for minutes.
#[test]
fn law_6_hostile_texts_are_answered_in_bounded_time() {
    let lines = "No comment was made.\n".repeat(3_000);
    let others = "Rain is expected soon.\n".repeat(3_000);
    let endless = "word ".repeat(30_000);
    let solid = "x".repeat(150_000);
    let stops = ".".repeat(100_000);
    let quotes = "“".repeat(50_000);
    let numbers = "1,000 ".repeat(20_000);
    let texts = [lines, others, endless, solid, stops, quotes, numbers];
    for (i, original) in texts.iter().enumerate() {
        let copy = &texts[(i + 1) % texts.len()];
        let report = report(original, copy);
        covers(&report.original, original);
        covers(&report.copy, copy);
    }
}

/// The library's own sources: no network, no clock, no file, nothing printed.
#[test]
fn law_7_the_library_touches_nothing_but_its_arguments() {
    fn sources(folder: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    found.sort();
    assert!(found.len() > 20);
    let banned = [
        "std::net",
        "std::fs",
        "std::process",
        "std::env",
        "SystemTime",
        "Instant::now",
        "println!",
        "eprintln!",
        "dbg!",
    ];
    for path in found {
        let place = path
            .strip_prefix(&root)
            .unwrap()
            .to_string_lossy()
            .into_owned();
        if place.ends_with("tests.rs")
            || place.starts_with("cli")
            || place.starts_with("main")
            || place.starts_with("python")
        {
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        let code = source.split("#[cfg(test)]").next().unwrap();
        for line in code.lines().filter(|l| !l.trim_start().starts_with("//")) {
            // An index is files, in the folder that its caller names, and a batch reads one and
            // writes another.
            let files = place.starts_with("index") || place.starts_with("batch");
            for word in banned.iter().filter(|w| !(files && **w == "std::fs")) {
                assert!(!line.contains(word), "{place}: {line}");
            }
        }
    }
}

#[test]
fn furniture_is_a_kind_of_segment_and_never_a_finding() {
    let original = "Bridge opens\n\nThe mayor opened the bridge on Monday.";
    let copy = format!("{original}\n\nShare this:\n\nLeave a Reply");
    let report = report(original, &copy);
    let furniture = report.copy.segments.iter();
    let furniture = furniture.filter(|s| s.kind == SegmentKind::Furniture);
    assert!(report.findings.is_empty());
    assert!(furniture.count() > 0);
}

#[test]
fn law_1_holds_where_the_text_was_repaired_before_it_was_read() {
    for (original, copy) in [
        (
            "The cafe\u{301} in Mu\u{308}nchen did not close. It has 20 seats.",
            "The cafe\u{301} in Mu\u{308}nchen closed. It has 30 seats.",
        ),
        (
            "Smith &amp; Sons\r\ndid not close. It has 20 seats.",
            "Smith &amp; Sons\r\nclosed. It has 30 seats.",
        ),
    ] {
        let report = compare(original, copy, &Options::default()).unwrap();
        assert!(report.findings.len() >= 2);
        slices(&report, original, copy);
    }
}
