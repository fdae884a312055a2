//! What each fuzz target does with its bytes. The tests run the same on all stored crashers.
#![allow(dead_code)]

use wiredrift::render::terminal::{self, TextStyle};
use wiredrift::render::{html, inspection, notebook};
use wiredrift::report::{Inspection, Report, Side};
use wiredrift::semantic::Model;
use wiredrift::{
    AlignOptions, Language, Options, align_sentences_with, assess, compare, inspect as look,
    sentences, similarity,
};

/// What a target does with its bytes; it panics where they break a law.
pub type Target = fn(&[u8]);

/// The targets by their names.
pub const TARGETS: [(&str, Target); 6] = [
    ("text", text),
    ("segmentation", segmentation),
    ("alignment", alignment),
    ("compare", compare_pair),
    ("inspect", inspect),
    ("report", report),
];

/// Bytes as a text: broken ones become replacement characters, as a reader of files would have it.
fn read(data: &[u8]) -> String {
    String::from_utf8_lossy(data).into_owned()
}

/// Two texts, parted by a byte that no UTF-8 has, else in the middle.
fn halves(data: &[u8]) -> (String, String) {
    let at = data.iter().position(|b| *b == 0xff);
    let (one, two) = data.split_at(at.unwrap_or(data.len() / 2));
    (read(one), read(two.strip_prefix(&[0xff]).unwrap_or(two)))
}

fn covers(side: &Side, text: &str) {
    let points: Vec<char> = text.chars().collect();
    assert_eq!(side.chars, points.len());
    let mut at = 0;
    for segment in &side.segments {
        assert!(at <= segment.start && segment.start < segment.end);
        let own = points.get(segment.start..segment.end).unwrap_or(&[]);
        assert!(own.iter().copied().eq(segment.text.chars()));
        let between = points.get(at..segment.start).unwrap_or(&[]);
        assert!(
            between
                .iter()
                .all(|c| c.is_whitespace() || *c == '\u{feff}')
        );
        at = segment.end;
    }
}

/// A text against itself: nothing may be found.
pub fn text(data: &[u8]) {
    let text = read(data);
    let report = compare(&text, &text, &Options::default()).expect("a short text");
    covers(&report.original, &text);
    assert_eq!(report.drift, 0.0);
    assert!(report.findings.is_empty(), "{:?}", report.findings);
}

/// Sentences joined are the text.
pub fn segmentation(data: &[u8]) {
    let text = read(data);
    for language in [
        Language::English,
        Language::German,
        Language::French,
        Language::Spanish,
        Language::Portuguese,
        Language::Russian,
    ] {
        assert_eq!(sentences(&text, language).concat(), text);
    }
}

/// Every line of either half is in one bead.
pub fn alignment(data: &[u8]) {
    let (one, two) = halves(data);
    let (a, b): (Vec<&str>, Vec<&str>) = (one.lines().collect(), two.lines().collect());
    let beads = align_sentences_with(&a, &b, &AlignOptions::default());
    let mut left: Vec<usize> = beads.iter().flat_map(|b| b.original.clone()).collect();
    let mut right: Vec<usize> = beads.iter().flat_map(|b| b.copy.clone()).collect();
    left.sort_unstable();
    right.sort_unstable();
    assert!(left.into_iter().eq(0..a.len()) && right.into_iter().eq(0..b.len()));
}

/// Two texts, in every form the report can be shown in.
pub fn compare_pair(data: &[u8]) {
    let (original, copy) = halves(data);
    let found = compare(&original, &copy, &Options::default()).expect("short texts");
    covers(&found.original, &original);
    covers(&found.copy, &copy);
    for finding in &found.findings {
        for (excerpt, text) in [(&finding.original, &original), (&finding.copy, &copy)] {
            let Some(excerpt) = excerpt else { continue };
            let bytes = excerpt.bytes(text).expect("a place in the text");
            assert_eq!(text.get(bytes), Some(excerpt.text.as_str()));
        }
    }
    let json = found.to_json().expect("a report is JSON");
    assert!(Report::from_json(&json).expect("its own JSON") == found);
    let shown = terminal::text(&found, &TextStyle::default());
    assert!(shown.chars().all(|c| c == '\n' || !c.is_control()));
    assert!(html(&found).starts_with("<!"));
    assert!(!notebook(&found).is_empty());
    let figures = [
        similarity(&original, &copy, &Model::Fast).expect("short texts"),
        assess(&original, &copy).risk,
        found.drift,
        found.risk,
    ];
    assert!(figures.iter().all(|f| (0.0..=1.0).contains(f)));
}

/// One text alone.
pub fn inspect(data: &[u8]) {
    let text = read(data);
    let found = look(&text, &Options::default()).expect("a short text");
    let json = found.to_json().expect("an inspection is JSON");
    assert!(Inspection::from_json(&json).expect("its own JSON") == found);
    let shown = inspection::text(&found, &TextStyle::default());
    assert!(shown.chars().all(|c| c == '\n' || !c.is_control()));
    assert!(!inspection::html(&found).is_empty());
}

/// What may be a report: it is refused, or it can be shown and written again.
pub fn report(data: &[u8]) {
    let text = read(data);
    if let Ok(found) = Report::from_json(&text) {
        let json = found.to_json().expect("a report is JSON");
        assert!(Report::from_json(&json).expect("its own JSON") == found);
        assert!(!terminal::text(&found, &TextStyle::default()).is_empty());
        assert!(html(&found).starts_with("<!"));
        assert!(!notebook(&found).is_empty());
    }
    if let Ok(found) = Inspection::from_json(&text) {
        assert!(!inspection::text(&found, &TextStyle::default()).is_empty());
        assert!(!inspection::html(&found).is_empty());
    }
}
