//! Compares stories in folders, for counting what it costs. Each folder has an `original.txt` and a
//! `copy.txt`; without folders all of `evals/pairs` are compared.
//!
//! ```sh
//! cargo build --profile profiling --example compare_pairs
//! valgrind --tool=callgrind target/profiling/examples/compare_pairs evals/pairs/D0*
//! ```
//!
//! With `--rounds N` each pair is compared N times; with `--json FOLDER` the report of each is
//! written there instead, so that two builds can be compared byte for byte.

use std::path::{Path, PathBuf};

use wiredrift::{Options, compare};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let mut folders: Vec<PathBuf> = Vec::new();
    let (mut rounds, mut json) = (1, None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--rounds" => rounds = arguments.next().ok_or("how many rounds?")?.parse()?,
            "--json" => json = Some(PathBuf::from(arguments.next().ok_or("which folder?")?)),
            folder => folders.push(folder.into()),
        }
    }
    if folders.is_empty() {
        for entry in std::fs::read_dir("evals/pairs")? {
            folders.push(entry?.path());
        }
        folders.sort();
    }
    let mut findings = 0;
    for folder in &folders {
        let read = |name: &str| std::fs::read_to_string(folder.join(name));
        let (original, copy) = (read("original.txt")?, read("copy.txt")?);
        for _ in 0..rounds {
            let report = compare(&original, &copy, &Options::default())?;
            findings += report.findings.len();
            if let Some(json) = &json {
                std::fs::write(json.join(name_of(folder)), report.to_json()?)?;
            }
        }
    }
    println!("{} pairs, {findings} findings", folders.len() * rounds);
    Ok(())
}

/// A file's name that tells folders of the same name in different places apart.
fn name_of(folder: &Path) -> String {
    let parts: Vec<_> = folder.iter().map(|part| part.to_string_lossy()).collect();
    format!("{}.json", parts.join("-").replace('/', ""))
}
