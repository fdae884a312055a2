//! What each fuzz target does with its bytes. The tests run the same on all stored crashers.
#![allow(dead_code, clippy::expect_used, clippy::indexing_slicing)]

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::OnceLock;

use wiredrift::index::{Index, IndexOptions};
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
pub const TARGETS: [(&str, Target); 7] = [
    ("text", text),
    ("segmentation", segmentation),
    ("alignment", alignment),
    ("compare", compare_pair),
    ("inspect", inspect),
    ("report", report),
    ("index", index),
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

/// A sound index of a few stories: its files by name.
fn sound_index() -> &'static [(String, Vec<u8>)] {
    static FILES: OnceLock<Vec<(String, Vec<u8>)>> = OnceLock::new();
    FILES.get_or_init(|| {
        in_folder("sound", |folder| {
            let mut index = Index::create(folder, &IndexOptions::default()).expect("a new folder");
            for story in 0..12 {
                let text = format!("Mayor Ruhl of Lenne closed bridge {story} on Monday.");
                index
                    .add(&format!("story {story}"), &text)
                    .expect("a short text");
                if story % 6 == 5 {
                    index.commit().expect("room on the disk");
                }
            }
            let mut files: Vec<_> = std::fs::read_dir(folder)
                .expect("the folder of the index")
                .map(|file| file.expect("a file of it"))
                .map(|file| {
                    let bytes = std::fs::read(file.path()).expect("a file of it");
                    (file.file_name().to_string_lossy().into_owned(), bytes)
                })
                .filter(|(_, bytes)| !bytes.is_empty())
                .collect();
            files.sort();
            files
        })
    })
}

/// Do something in an empty folder of this thread.
fn in_folder<T>(purpose: &str, work: impl FnOnce(&Path) -> T) -> T {
    let thread = std::thread::current().id();
    let name = format!("wiredrift-fuzz-{}-{thread:?}-{purpose}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    // Left by an input that broke something.
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder for temporary files");
    let done = work(&folder);
    let _ = std::fs::remove_dir_all(&folder);
    done
}

/// An index of which bytes were changed: four bytes say which file, where, and to what.
pub fn index(data: &[u8]) {
    let mut files = sound_index().to_vec();
    let count = files.len();
    for [file, low, high, byte] in data.as_chunks::<4>().0 {
        if let Some((_, bytes)) = files.get_mut(usize::from(*file) % count) {
            let at = usize::from(u16::from_le_bytes([*low, *high])) % bytes.len();
            bytes[at] = *byte;
        }
    }
    in_folder("changed", |folder| {
        for (name, bytes) in &files {
            std::fs::write(folder.join(name), bytes).expect("room on the disk");
        }
        // Any of it may be refused.
        let Ok(mut index) = Index::open(folder) else {
            return;
        };
        for found in index
            .find("Bridge 7 of Lenne was closed by Mayor Ruhl.", 5)
            .iter()
            .flatten()
        {
            assert!((0.0..=1.0).contains(&found.explained));
            let _ = index.text(&found.id);
        }
        let sound = index.check(&mut || ControlFlow::Continue(())).is_ok();
        if sound && index.add("new", "A text of its own.").is_ok() {
            let _ = index.commit();
        }
    });
}
