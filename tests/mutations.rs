//! Mutated texts at every entry point, and every input that ever broke one.
//!
//! Two thousand mutations in the ordinary tests, a hundred thousand with
//! `cargo test --release --test mutations -- --ignored`. The functions are those of the fuzz
//! targets; `fuzz/crashers/TARGET-NAME` are inputs that once broke TARGET.
// Clippy knows test functions as such, but not the helpers of an integration test.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used)]

use std::path::Path;

#[path = "../fuzz/targets.rs"]
mod targets;

use targets::TARGETS;

/// Numbers that look like chance and are the same on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((x ^ (x >> 31)) >> 33) as usize % limit.max(1)
    }

    fn of<'l, T: ?Sized>(&mut self, list: &[&'l T]) -> &'l T {
        list[self.below(list.len())]
    }
}

/// What pipelines stumble over.
const STUMBLES: [&str; 64] = [
    "“",
    "”",
    "‘",
    "’",
    "\"",
    "'",
    "(",
    ")",
    "[",
    "]",
    "—",
    "–",
    "-",
    "…",
    ".",
    "..",
    "?!",
    ",",
    ";",
    ":",
    "%",
    "$",
    "£1.2bn",
    "1,000",
    "60%",
    "0",
    "-1",
    "1e9",
    "½",
    "٣",
    "U.S.",
    "p.m.",
    "Mr.",
    "not ",
    "no ",
    "never ",
    "said",
    "who",
    "than ",
    "Monday",
    "May ",
    "2016",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "\u{a0}",
    "\u{feff}",
    "\0",
    "\u{202e}",
    "\u{301}",
    "\u{200b}",
    "\u{1b}[1m",
    "&amp;",
    "â€™",
    "<b>",
    "ſ",
    "İ",
    "ﬁ",
    "한국",
    "日本語。",
    "👩\u{200d}🚀",
    "\u{e0fff}",
    "Read More\n",
];

/// The sentences of the case files, as pairs.
fn pairs() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|f| f.unwrap().path())
        .collect();
    files.sort();
    let mut pairs = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(file).unwrap();
        let side = |mark: &str| -> Vec<String> {
            text.lines()
                .filter_map(|l| l.strip_prefix(mark))
                .map(str::to_owned)
                .collect()
        };
        pairs.extend(side("- ").into_iter().zip(side("+ ")));
    }
    assert!(pairs.len() > 100);
    pairs
}

/// A text with some of it cut, doubled, swapped, turned or put in.
fn mutated(text: &str, other: &str, chance: &mut Chance) -> String {
    let mut points: Vec<char> = text.chars().collect();
    for _ in 0..1 + chance.below(6) {
        let (a, b) = (
            chance.below(points.len() + 1),
            chance.below(points.len() + 1),
        );
        let (from, to) = (a.min(b), a.max(b).min(a.min(b) + 40));
        match chance.below(9) {
            0 => drop(points.drain(from..to)),
            1 => {
                let doubled: Vec<char> = points[from..to].to_vec();
                points.splice(to..to, doubled);
            }
            2 => points[from..to].reverse(),
            3 => points[from..to].rotate_left((to - from) / 2),
            4 => {
                let upper: Vec<char> = points[from..to]
                    .iter()
                    .flat_map(|c| c.to_uppercase())
                    .collect();
                points.splice(from..to, upper);
            }
            5 => {
                let part: Vec<char> = other.chars().skip(chance.below(40)).take(60).collect();
                points.splice(from..from, part);
            }
            6 => {
                let any = char::from_u32(chance.below(0x11_0000) as u32).unwrap_or('\u{fffd}');
                points.insert(from, any);
            }
            _ => {
                let stumble: Vec<char> = chance.of(&STUMBLES).chars().collect();
                points.splice(from..from, stumble);
            }
        }
    }
    points.into_iter().collect()
}

/// So many mutated pairs at every entry point; the first of them is the `start`-th.
fn throw(start: usize, count: usize) {
    let pairs = pairs();
    for index in start..start + count {
        let mut chance = Chance((index as u64) << 20);
        let (original, copy) = &pairs[chance.below(pairs.len())];
        let (_, other) = &pairs[chance.below(pairs.len())];
        let one = mutated(original, other, &mut chance);
        let two = mutated(copy, other, &mut chance);
        let both = [one.as_bytes(), &[0xff], two.as_bytes()].concat();
        for (name, target) in TARGETS {
            let data = if matches!(name, "compare" | "alignment") {
                &both[..]
            } else {
                two.as_bytes()
            };
            let caught = std::panic::catch_unwind(|| target(data));
            assert!(caught.is_ok(), "{name}, text {index}: {one:?} / {two:?}");
        }
    }
}

#[test]
fn two_thousand_mutated_pairs_break_nothing() {
    throw(0, 2_000);
}

#[test]
#[ignore = "minutes, and optimised code: cargo test --release --test mutations -- --ignored"]
fn a_hundred_thousand_mutated_pairs_break_nothing() {
    throw(2_000, 100_000);
}

/// A report with bytes of it changed is refused, or it can be shown.
#[test]
fn a_mutated_report_is_refused_or_shown() {
    let pairs = pairs();
    let options = wiredrift::Options::default();
    for index in 0..400 {
        let mut chance = Chance((index as u64) << 20);
        let (original, copy) = &pairs[chance.below(pairs.len())];
        let json = wiredrift::compare(original, copy, &options)
            .unwrap()
            .to_json()
            .unwrap();
        let mut bytes = json.into_bytes();
        for _ in 0..1 + chance.below(3) {
            let at = chance.below(bytes.len());
            let numbers = [b'0', b'9', b'-', b'e', b'"', b',', b'}', b'[', b'.', b' '];
            bytes[at] = numbers[chance.below(numbers.len())];
        }
        targets::report(&bytes);
    }
}

#[test]
fn no_stored_crasher_breaks_its_target_again() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/crashers");
    let mut seen = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let (target, _) = name.split_once('-').expect("TARGET-NAME");
        let found = TARGETS.iter().find(|(name, _)| *name == target);
        let (_, run) = found.expect("the name of a target");
        run(&std::fs::read(&path).unwrap());
        seen += 1;
    }
    assert!(seen > 0);
}
