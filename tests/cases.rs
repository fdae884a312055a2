//! Cases in plain text: `tests/cases/*.txt`, which anybody can edit without knowing Rust.
//!
//! ```text
//! # name of the case
//! - original, all on one line
//! + copy, all on one line
//! = WD301 critical
//! ```
//!
//! One `=` line for each finding that must be there; a blank line ends a case. Findings of other
//! hundreds than those the case names are not its matter. Without a `=` line nothing may be found
//! above severity `none`, unjudged rewording and single details (`WD801`, minor `WD823` and `WD843`)
//! apart. All failing cases are listed at once.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use wiredrift::report::Severity;
use wiredrift::{Options, compare};

#[derive(Default)]
struct Case {
    place: String,
    name: String,
    original: String,
    copy: String,
    expected: Vec<String>,
}

/// Findings that say only that words differ.
const UNJUDGED: [&str; 3] = ["WD801", "WD823 MINOR", "WD843 MINOR"];

fn read(path: &Path) -> Result<Vec<Case>, String> {
    let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    let mut cases = vec![Case::default()];
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() {
            cases.push(Case::default());
            continue;
        }
        let case = cases.last_mut().ok_or("no case")?;
        let (mark, rest) = line.split_at(1);
        let rest = rest.trim().to_owned();
        match mark {
            "#" => {
                case.name = rest;
                case.place = format!("{file}:{}", number + 1);
            }
            "-" => case.original = rest,
            "+" => case.copy = rest,
            "=" => case.expected.push(rest),
            _ => {
                return Err(format!(
                    "{file}:{}: a line starts with # - + or =",
                    number + 1
                ));
            }
        }
    }
    cases.retain(|c| !c.copy.is_empty() && !c.original.is_empty());
    Ok(cases)
}

/// What is wrong with the outcome of a case; nothing if it passes.
fn check(case: &Case) -> Result<(), String> {
    let report = compare(&case.original, &case.copy, &Options::default())
        .map_err(|error| error.to_string())?;
    let mut found: Vec<String> = report
        .findings
        .iter()
        .filter(|f| f.severity > Severity::None)
        .map(|f| format!("{} {:?}", f.code, f.severity).to_lowercase())
        .collect();
    let mut problems = String::new();
    for expected in &case.expected {
        match found.iter().position(|f| *f == expected.to_lowercase()) {
            Some(at) => drop(found.remove(at)),
            None => _ = write!(problems, " missing: {expected};"),
        }
    }
    for extra in found {
        let code = extra.to_uppercase();
        let ours =
            case.expected.is_empty() || case.expected.iter().any(|e| e.get(..3) == code.get(..3));
        if ours && !UNJUDGED.iter().any(|u| code.starts_with(u)) {
            _ = write!(problems, " unexpected: {extra};");
        }
    }
    if problems.is_empty() {
        return Ok(());
    }
    let all: Vec<String> = report
        .findings
        .iter()
        .map(|f| format!("{} {:?} {}", f.code, f.severity, f.message))
        .collect();
    Err(format!("{problems} found: {all:?}"))
}

#[test]
fn every_case_has_the_expected_findings() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files: Vec<_> = fs::read_dir(&folder)
        .map(|entries| entries.flatten().map(|e| e.path()).collect())
        .unwrap_or_default();
    files.retain(|f: &std::path::PathBuf| f.extension().is_some_and(|e| e == "txt"));
    files.sort();
    let mut failures = String::new();
    let mut count = 0;
    for file in &files {
        match read(file) {
            Err(problem) => _ = writeln!(failures, "{problem}"),
            Ok(cases) => {
                for case in cases {
                    count += 1;
                    if let Err(problem) = check(&case) {
                        _ = writeln!(failures, "{} {}:{problem}", case.place, case.name);
                    }
                }
            }
        }
    }
    assert!(
        failures.is_empty(),
        "of {count} cases these fail:\n{failures}"
    );
}

/// The parts of the detectors' sources that are tests.
fn module_tests() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/detect");
    let mut files: Vec<_> = fs::read_dir(&folder)
        .map(|entries| entries.flatten().map(|e| e.path()).collect())
        .unwrap_or_default();
    files.sort();
    let texts = files.iter().filter_map(|f| fs::read_to_string(f).ok());
    let tests = texts.filter_map(|t| {
        t.split_once("#[cfg(test)]")
            .map(|(_, tests)| tests.to_owned())
    });
    tests.collect()
}

/// All `=` lines of the cases, of pairs and of texts alone.
fn expectations() -> String {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let folders = ["cases", "inspect_cases"].map(|f| fs::read_dir(tests.join(f)));
    let entries = folders.into_iter().flatten().flatten().flatten();
    let texts = entries.filter_map(|e| fs::read_to_string(e.path()).ok());
    let lines = texts.map(|t| {
        let lines = t.lines().filter(|l| l.starts_with('='));
        lines.collect::<Vec<_>>().join("\n")
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_kind_fires_in_some_test_and_every_code_is_in_one() {
    let tests = module_tests() + &expectations();
    let rules = wiredrift::rules();
    let untested: Vec<&str> = rules
        .iter()
        .map(|rule| rule.code)
        .filter(|code| !tests.contains(code))
        .collect();
    assert!(untested.is_empty(), "in no test: {untested:?}");
    for rule in &rules {
        let kin = rules.iter().filter(|r| r.kind == rule.kind);
        let fires = kin.into_iter().any(|r| tests.contains(r.code));
        assert!(fires, "no case fires for the kind {}", rule.kind);
    }
}
