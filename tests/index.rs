//! The index from outside: its command, and builds that are killed.
// Clippy knows test functions as such, but not the helpers of an integration test.
#![allow(clippy::unwrap_used)]
#![cfg(feature = "cli")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use wiredrift::Index;

fn wiredrift(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_wiredrift"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that fails before it reads leaves a closed pipe.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

const FLOOD: &str = "The Lenne rose by three metres on Monday. Mayor Ada Ruhl had the bridge closed. \
    Some 240 people left their homes in the old town.\n";
const STRIKE: &str = "Tram drivers of Halden went on strike. They want 200 crowns more a month. \
    Union leader Tove Brandt spoke of years of waiting.\n";
const COPY: &str = "The Lenne went up three meters on Monday. Ada Ruhl, the mayor, did not have the \
    bridge shut. Some 240 persons abandoned their homes in the old city.\n";

/// A folder with two originals and a copy.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let originals = folder.path().join("originals");
    fs::create_dir_all(originals.join("more")).unwrap();
    fs::write(originals.join("flood.txt"), FLOOD).unwrap();
    fs::write(originals.join("more/strike.txt"), STRIKE).unwrap();
    fs::write(originals.join("notes.md"), "not a story").unwrap();
    fs::write(folder.path().join("copy.txt"), COPY).unwrap();
    folder
}

#[test]
fn a_folder_of_texts_becomes_an_index_that_names_the_source() {
    let folder = folder();
    let name = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let built = wiredrift(&["index", "build", &name("index"), &name("originals")], "");
    assert_eq!(err(&built), "2 documents added, 2 in all\n");
    assert_eq!(built.status.code(), Some(0));
    let found = wiredrift(&["index", "find", &name("index"), &name("copy.txt")], "");
    assert_eq!(found.status.code(), Some(0));
    let table = out(&found);
    let first = table.lines().nth(1).unwrap();
    assert!(first.ends_with("originals/flood.txt"), "{table}");
    assert!(first.contains("100%"), "{table}");

    let arguments = ["index", "find", &name("index"), "-", "--compare"];
    let compared = wiredrift(&arguments, COPY);
    assert_eq!(compared.status.code(), Some(1), "a negation was put in");
    let report = out(&compared);
    assert!(report.contains("[not have the bridge]"), "{report}");
    let checked = wiredrift(&["index", "check", &name("index")], "");
    assert_eq!(out(&checked), "2 documents, whole\n");
}

#[test]
fn json_lines_come_from_files_and_from_standard_input() {
    let folder = folder();
    let index = folder.path().join("index");
    let index = index.to_str().unwrap();
    let line = |id: &str, text: &str| serde_json::json!({"url": id, "body": text}).to_string();
    let fields = ["--id-field", "url", "--text-field", "body", "--quiet"];
    let first = format!("{}\n\n", line("flood", FLOOD));
    let build = [&["index", "build", index, "-"], &fields[..]].concat();
    assert_eq!(wiredrift(&build, &first).status.code(), Some(0));
    let file = folder.path().join("more.ndjson");
    fs::write(&file, format!("{}\n", line("strike", STRIKE))).unwrap();
    let add = [
        &["index", "add", index, file.to_str().unwrap()],
        &fields[..],
    ]
    .concat();
    let added = wiredrift(&add, "");
    assert_eq!((added.status.code(), err(&added)), (Some(0), String::new()));
    let find = ["index", "find", index, "-", "--format", "jsonl", "-n", "1"];
    let found = out(&wiredrift(&find, COPY));
    let found: serde_json::Value = serde_json::from_str(&found).unwrap();
    assert_eq!(found["id"], "flood");
    assert_eq!(found["matches"].as_array().unwrap().len(), 3);
}

#[test]
fn wrong_input_is_named_with_its_place() {
    let folder = folder();
    let index = folder.path().join("index");
    let index = index.to_str().unwrap();
    let build = ["index", "build", index, "-"];
    for (input, told) in [
        (
            "{\"id\": \"a\", \"text\": \"x\"}\n{\"id\": \"b\"}\n",
            "line 2: it has no string \"text\"",
        ),
        (
            "{\"text\": \"x\"}\n",
            "line 1: it has no string or number \"id\"",
        ),
        ("nonsense\n", "line 1: expected"),
        (
            "{\"id\": \"c\", \"text\": \"x\"}\n{\"id\": \"c\", \"text\": \"y\"}\n",
            "\"c\" is in the index",
        ),
    ] {
        let failed = wiredrift(&build, input);
        assert_eq!(failed.status.code(), Some(2));
        assert!(err(&failed).contains(told), "{}", err(&failed));
    }
    let none = folder.path().join("none");
    let add = ["index", "add", none.to_str().unwrap(), "-"];
    let failed = wiredrift(&add, "");
    assert!(err(&failed).contains("is no index"), "{}", err(&failed));
    assert!(!none.exists(), "a slip of the pen makes no index");
    let find = ["index", "find", index, "-"];
    let nothing = wiredrift(&find, "Quixotic zebras.");
    assert_eq!(
        (nothing.status.code(), out(&nothing)),
        (Some(1), "no candidate\n".to_owned())
    );
}

#[test]
fn an_index_without_texts_says_why_it_cannot_compare() {
    let folder = folder();
    let name = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let build = [
        "index",
        "build",
        &name("index"),
        &name("originals"),
        "--no-texts",
    ];
    assert_eq!(wiredrift(&build, "").status.code(), Some(0));
    let find = ["index", "find", &name("index"), "-", "--compare"];
    let failed = wiredrift(&find, COPY);
    assert_eq!(failed.status.code(), Some(2));
    assert!(err(&failed).contains("keeps no texts"), "{}", err(&failed));
}

/// Stories enough for several commits and a merge of files in a small memory.
fn stories() -> String {
    let mut lines = String::new();
    for i in 0..16_000 {
        let text = format!(
            "Ward {} of town {} has {} voters. Officer {} counted {} ballots in hall {}.",
            i * 7 % 1013,
            i * 11 % 509,
            i * 37 % 9001,
            i * 13 % 211,
            i * 17 % 7919,
            i % 97
        );
        lines.push_str(&format!("{{\"id\": \"{i:05}\", \"text\": \"{text}\"}}\n"));
    }
    lines
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    entries
        .map(|path| (name(&path), fs::read(&path).unwrap()))
        .collect()
}

/// Kills of a build at random moments: 50, or as many as `WIREDRIFT_KILLS` says.
#[test]
fn a_build_that_is_killed_again_and_again_loses_and_doubles_nothing() {
    let kills: u32 = std::env::var("WIREDRIFT_KILLS").map_or(50, |kills| kills.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("stories.jsonl");
    fs::write(&source, stories()).unwrap();
    let build = |index: &Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wiredrift"));
        command.args(["index", "build", "--memory", "1", "--quiet"]);
        command.arg(index).arg(&source);
        command.spawn().unwrap()
    };
    let whole = folder.path().join("whole");
    let start = Instant::now();
    assert!(build(&whole).wait().unwrap().success());
    let took = start.elapsed();
    let expected = files(&whole);
    assert!(
        expected.len() > 9,
        "several files were written and some merged"
    );

    let mut moment = support::moments(took);
    let mut hit = 0;
    let mut round = 0;
    while hit < kills {
        round += 1;
        let index = folder.path().join(format!("index-{round}"));
        for _ in 0..3 {
            let mut child = build(&index);
            std::thread::sleep(moment() + Duration::from_millis(1));
            child.kill().unwrap();
            if child.wait().unwrap().success() {
                break;
            }
            hit += 1;
            // What is there after a kill is whole: no document half, none twice.
            let Ok(opened) = Index::open(&index) else {
                assert!(
                    !index.join("MANIFEST").exists(),
                    "a manifest that cannot be opened"
                );
                continue;
            };
            opened.check(&mut || ControlFlow::Continue(())).unwrap();
            for number in [0, 7000, 15_999] {
                let there = opened.contains(&format!("{number:05}")).unwrap();
                assert_eq!(there, number < opened.len());
            }
        }
        assert!(build(&index).wait().unwrap().success());
        assert!(files(&index) == expected, "round {round} made other files");
        fs::remove_dir_all(&index).unwrap();
    }
}
