//! `wiredrift batch` is killed at random moments: nothing is lost, doubled or done twice.
// Clippy knows test functions as such, but not the helpers of an integration test.
#![allow(clippy::unwrap_used)]
#![cfg(feature = "cli")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

/// Pairs of a few words, quickly compared: what is tried is what lies between them.
const PAIRS: usize = 9_000;

/// Kills of the program, unless `WIREDRIFT_KILLS` says how many.
const KILLS: u32 = 50;

fn pairs() -> String {
    let line = |n: usize| match n % 50 {
        7 => "{\"original\": \"It is open.\", \"copy\": null}\n".to_owned(),
        8 => "no JSON\n".to_owned(),
        _ => {
            let no = if n.is_multiple_of(3) { "not " } else { "" };
            format!(
                "{{\"original\": \"It is open.\", \"copy\": \"It is {no}open.\", \"id\": {n}}}\n"
            )
        }
    };
    (0..PAIRS).map(line).collect()
}

fn start(input: &Path, output: &Path, threads: u32) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wiredrift"));
    command.args([
        "batch",
        "--quiet",
        "--level",
        "findings",
        "--id-column",
        "id",
        "--threads",
    ]);
    command
        .arg(threads.to_string())
        .arg(input)
        .arg("--output")
        .arg(output);
    command.spawn().unwrap()
}

fn folder_of(output: &Path) -> PathBuf {
    output.with_extension(match output.extension().unwrap().to_str().unwrap() {
        "csv" => "csv.partial",
        _ => "parquet.partial",
    })
}

/// The whole lines of the journal of an unfinished batch: what it says is done.
fn journal(output: &Path) -> String {
    let text = fs::read_to_string(folder_of(output).join("JOURNAL")).unwrap_or_default();
    text.split_inclusive('\n')
        .filter(|line| line.ends_with('\n'))
        .collect()
}

#[test]
fn a_batch_that_is_killed_again_and_again_loses_and_doubles_nothing() {
    let kills: u32 = std::env::var("WIREDRIFT_KILLS").map_or(KILLS, |kills| kills.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("pairs.jsonl");
    fs::write(&input, pairs()).unwrap();

    let mut took = Duration::ZERO;
    let whole = ["csv", "parquet"].map(|ending| {
        let output = folder.path().join(format!("whole.{ending}"));
        let begun = Instant::now();
        assert!(start(&input, &output, 1).wait().unwrap().success());
        took = begun.elapsed();
        (ending, fs::read(output).unwrap())
    });
    let rows = whole[0].1.iter().filter(|byte| **byte == b'\n').count();
    assert!(rows > PAIRS / 4, "{rows} rows are too few to tell anything");

    let mut moment = support::moments(took);
    let (mut hit, mut amid) = (0, 0);
    for round in 0.. {
        if hit >= kills {
            break;
        }
        let (ending, expected) = &whole[round % 2];
        let output = folder.path().join(format!("{round}.{ending}"));
        for attempt in 0..3 {
            let before = journal(&output);
            let mut child = start(&input, &output, 1 + attempt % 2);
            std::thread::sleep(moment());
            child.kill().unwrap();
            if child.wait().unwrap().success() {
                break;
            }
            hit += 1;
            // The output is there whole or not at all, and what was done before still counts.
            match fs::read(&output) {
                Ok(found) => assert!(found == *expected, "round {round}: half an output"),
                Err(_) => {
                    let after = journal(&output);
                    amid += u32::from(after.lines().count() > 1);
                    assert!(
                        after.starts_with(&before),
                        "round {round}: a part is done twice"
                    );
                }
            }
        }
        assert!(start(&input, &output, 2).wait().unwrap().success());
        assert!(
            fs::read(&output).unwrap() == *expected,
            "round {round}: another output"
        );
        assert!(
            !folder_of(&output).exists(),
            "round {round}: a folder is left"
        );
        fs::remove_file(&output).unwrap();
    }
    println!("{hit} kills, {amid} of them with parts done and the output not yet there");
    assert!(
        amid > hit / 5,
        "only {amid} of {hit} kills came amid the work"
    );
}
