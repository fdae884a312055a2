//! The command line: exit statuses, errors with their remedies, formats, files.
// Clippy knows test functions as such, but not the helpers of an integration test.
#![allow(clippy::unwrap_used)]
#![cfg(feature = "cli")]

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use wiredrift::cli::{CLEAN, Console, DRIFT, FAILURE, run};
use wiredrift::report::Severity;
use wiredrift::{Options, compare};

const ORIGINAL: &str = "examples/river.original.txt";
const COPY: &str = "examples/river.copy.txt";

struct Outcome {
    status: u8,
    out: String,
    err: String,
}

/// Run `wiredrift compare` with arguments and standard input.
fn with_input(args: &[&str], input: &[u8]) -> Outcome {
    let args: Vec<OsString> = ["wiredrift", "compare"]
        .iter()
        .chain(args)
        .map(OsString::from)
        .collect();
    call(&args, input)
}

fn call(args: &[OsString], mut input: &[u8]) -> Outcome {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let status = run(
        args,
        &mut Console {
            input: &mut input,
            out: &mut out,
            err: &mut err,
            colour: false,
            width: None,
            live: false,
        },
    );
    Outcome {
        status,
        out: String::from_utf8(out).unwrap(),
        err: String::from_utf8(err).unwrap(),
    }
}

fn compared(args: &[&str]) -> Outcome {
    with_input(args, b"")
}

/// A folder of its own for a test, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("wiredrift-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.0.join(name);
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn drift_is_status_1_and_a_text_that_agrees_is_status_0() {
    let folder = Folder::new("same");
    let original = fs::read(ORIGINAL).unwrap();
    let twin = folder.file("twin.txt", &original);
    assert_eq!(compared(&[ORIGINAL, COPY]).status, DRIFT);
    let same = compared(&[ORIGINAL, &twin]);
    assert_eq!(same.status, CLEAN, "{}", same.out);
    assert!(
        same.out.starts_with("Nothing changed in meaning in "),
        "{}",
        same.out
    );
}

#[test]
fn fail_on_sets_the_limit() {
    let report = compare(
        &fs::read_to_string(ORIGINAL).unwrap(),
        &fs::read_to_string(COPY).unwrap(),
        &Options::default(),
    );
    let worst = report.unwrap().severity;
    for limit in [Severity::Minor, Severity::Major, Severity::Critical] {
        let outcome = compared(&[ORIGINAL, COPY, "--fail-on", limit.name()]);
        assert_eq!(outcome.status == DRIFT, worst >= limit, "{limit}");
    }
    let never = compared(&[ORIGINAL, COPY, "--fail-on", "never"]);
    assert_eq!(never.status, CLEAN);
}

#[test]
fn json_is_that_of_the_library_byte_for_byte() {
    let report = compare(
        &fs::read_to_string(ORIGINAL).unwrap(),
        &fs::read_to_string(COPY).unwrap(),
        &Options::default(),
    );
    let json = report.unwrap().to_json().unwrap();
    let outcome = compared(&[ORIGINAL, COPY, "--format", "json"]);
    assert_eq!(outcome.out, format!("{json}\n"));
}

#[test]
fn min_severity_lists_fewer_findings_and_keeps_the_scores() {
    let read =
        |args: &[&str]| -> serde_json::Value { serde_json::from_str(&compared(args).out).unwrap() };
    let all = read(&[ORIGINAL, COPY, "--format", "json"]);
    let few = read(&[
        ORIGINAL,
        COPY,
        "--format",
        "json",
        "--min-severity",
        "critical",
    ]);
    assert_eq!(all["drift"], few["drift"]);
    assert_eq!(all["counts"], few["counts"]);
    let findings = few["findings"].as_array().unwrap();
    assert!(findings.len() < all["findings"].as_array().unwrap().len());
    assert!(findings.iter().all(|f| f["severity"] == "critical"));
}

#[test]
fn a_dash_is_standard_input_for_one_side() {
    let copy = fs::read(COPY).unwrap();
    let named = compared(&[ORIGINAL, COPY]);
    let piped = with_input(&[ORIGINAL, "-"], &copy);
    assert_eq!(named.out, piped.out);
    let both = with_input(&["-", "-"], &copy);
    assert_eq!(both.status, FAILURE);
    assert!(
        both.err
            .contains("both texts cannot come from standard input")
    );
}

#[test]
fn errors_name_the_file_the_problem_and_the_remedy() {
    let folder = Folder::new("errors");
    let cases: [(String, &str, &str); 6] = [
        (folder.path("gone.txt"), "no such file", "check the name"),
        (folder.path(""), "is a directory", "give a text file"),
        (
            folder.file("empty.txt", b"\n \n"),
            "is empty",
            "give a file",
        ),
        (
            folder.file("latin1.txt", b"caf\xE9"),
            "not UTF-8 (byte 3, 0xe9",
            "iconv",
        ),
        (
            folder.file("word.doc", b"\xD0\xCF\0\x11"),
            "binary (a NUL byte at byte 2)",
            "plain text",
        ),
        (
            folder.file("utf16.txt", b"\xFF\xFEN\0e\0w\0s\0"),
            "UTF-16 little-endian",
            "iconv",
        ),
    ];
    for (path, problem, remedy) in cases {
        for args in [[path.as_str(), COPY], [ORIGINAL, path.as_str()]] {
            let outcome = compared(&args);
            assert_eq!(outcome.status, FAILURE, "{path}");
            assert!(outcome.out.is_empty());
            assert!(outcome.err.starts_with("wiredrift: "), "{}", outcome.err);
            for part in [path.as_str(), problem, remedy] {
                assert!(outcome.err.contains(part), "{part} in {}", outcome.err);
            }
        }
    }
}

#[test]
fn one_file_on_both_sides_is_an_error_however_it_is_named() {
    let twice = compared(&[ORIGINAL, "./examples/../examples/river.original.txt"]);
    assert_eq!(twice.status, FAILURE);
    assert!(
        twice.err.contains("both the original and the copy"),
        "{}",
        twice.err
    );
}

#[test]
fn a_byte_order_mark_is_no_change() {
    let folder = Folder::new("bom");
    let mut bytes = b"\xEF\xBB\xBF".to_vec();
    bytes.extend(fs::read(ORIGINAL).unwrap());
    let marked = folder.file("marked.txt", &bytes);
    assert_eq!(compared(&[ORIGINAL, &marked]).status, CLEAN);
}

#[test]
fn output_is_written_whole_and_never_over_a_text() {
    let folder = Folder::new("output");
    let page = folder.path("report.html");
    let outcome = compared(&[ORIGINAL, COPY, "--format", "html", "--output", &page]);
    assert_eq!((outcome.status, outcome.out.as_str()), (DRIFT, ""));
    assert!(fs::read_to_string(&page).unwrap().ends_with("</html>\n"));
    assert_eq!(
        fs::read_dir(&folder.0).unwrap().count(),
        1,
        "no half-written file is left"
    );

    let original = folder.file("original.txt", &fs::read(ORIGINAL).unwrap());
    let outcome = compared(&[&original, COPY, "--output", &original]);
    assert_eq!(outcome.status, FAILURE);
    assert!(
        outcome
            .err
            .contains("--output would replace one of the texts")
    );
    assert_eq!(fs::read(&original).unwrap(), fs::read(ORIGINAL).unwrap());

    let outcome = compared(&[
        ORIGINAL,
        COPY,
        "--output",
        &folder.path("no/such/folder.txt"),
    ]);
    assert_eq!(outcome.status, FAILURE);
    assert!(outcome.err.contains("cannot be written"), "{}", outcome.err);
}

#[test]
fn text_keeps_to_the_width() {
    for width in ["20", "40", "80", "160"] {
        let outcome = compared(&[ORIGINAL, COPY, "--width", width]);
        let widest = outcome.out.lines().map(|l| l.chars().count()).max();
        assert!(widest <= width.parse().ok(), "{widest:?} of {width}");
    }
    let outcome = compared(&[ORIGINAL, COPY, "--width", "0"]);
    assert_eq!(outcome.status, FAILURE);
    assert!(outcome.err.contains("from 20 to 1000"), "{}", outcome.err);
}

#[test]
fn only_changed_leaves_out_what_stayed() {
    let sentence = "There was no time to be afraid,” she said.";
    let all = compared(&[ORIGINAL, COPY, "--width", "200"]).out;
    let few = compared(&[ORIGINAL, COPY, "--width", "200", "--only-changed"]).out;
    assert!(all.contains(sentence) && !few.contains(sentence), "{few}");
    assert!(few.len() < all.len());
}

#[test]
fn help_and_version_go_to_standard_output() {
    let help = compared(&["--help"]);
    assert_eq!(help.status, CLEAN);
    for word in [
        "Exit status",
        "--fail-on",
        "--only-changed",
        "wiredrift compare original.txt copy.txt",
    ] {
        assert!(help.out.contains(word), "{word}");
    }
    let version = call(&["wiredrift".into(), "--version".into()], b"");
    assert_eq!(
        version.out,
        format!("wiredrift {}\n", env!("CARGO_PKG_VERSION"))
    );
    let nothing = call(&["wiredrift".into()], b"");
    assert_eq!(nothing.status, FAILURE);
    assert!(nothing.out.is_empty() && nothing.err.contains("Usage"));
}

struct Broken(io::ErrorKind);

impl Write for Broken {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }
    fn flush(&mut self) -> io::Result<()> {
        Err(self.0.into())
    }
}

#[test]
fn a_reader_that_goes_away_is_quiet_and_a_full_disk_is_not() {
    for (kind, status, quiet) in [
        (io::ErrorKind::BrokenPipe, DRIFT, true),
        (io::ErrorKind::StorageFull, FAILURE, false),
    ] {
        let args: Vec<OsString> = ["wiredrift", "compare", ORIGINAL, COPY]
            .iter()
            .map(OsString::from)
            .collect();
        let mut err = Vec::new();
        let found = run(
            &args,
            &mut Console {
                input: &mut io::empty(),
                out: &mut Broken(kind),
                err: &mut err,
                colour: false,
                width: None,
                live: false,
            },
        );
        assert_eq!((found, err.is_empty()), (status, quiet), "{kind}");
    }
}

#[test]
fn colours_only_where_the_console_shows_them() {
    let args: Vec<OsString> = ["wiredrift", "compare", ORIGINAL, COPY]
        .iter()
        .map(OsString::from)
        .collect();
    let mut out = Vec::new();
    run(
        &args,
        &mut Console {
            input: &mut io::empty(),
            out: &mut out,
            err: &mut io::sink(),
            colour: true,
            width: Some(100),
            live: false,
        },
    );
    let coloured = String::from_utf8(out).unwrap();
    assert!(coloured.contains("\x1b["));
    let plain = compared(&[ORIGINAL, COPY, "--width", "100"]).out;
    assert!(!plain.contains('\x1b'));
    // Colour adds nothing else and takes nothing away.
    let mut stripped = String::new();
    let mut parts = coloured.split("\x1b[");
    stripped.push_str(parts.next().unwrap());
    for part in parts {
        stripped.push_str(part.split_once('m').unwrap().1);
    }
    let trim =
        |text: &str| -> Vec<String> { text.lines().map(|l| l.trim_end().to_owned()).collect() };
    assert_eq!(trim(&stripped), trim(&plain));
}

#[test]
fn a_code_is_explained_and_an_unknown_one_refused() {
    let explain = |code: &str| call(&["wiredrift", "explain", code].map(OsString::from), b"");
    let told = explain("wd301");
    assert_eq!(told.status, CLEAN);
    assert!(told.out.starts_with("# WD301: negation lost (negation)\n"));
    assert!(told.out.contains("\n## Limits\n"), "{}", told.out);
    let refused = explain("WD000");
    assert_eq!(refused.status, FAILURE);
    assert!(refused.err.contains("\"WD000\""), "{}", refused.err);
}

#[test]
fn the_model_is_named_in_the_report() {
    let fast = compared(&[ORIGINAL, COPY, "--format", "json", "--model", "fast"]);
    assert!(fast.out.contains("|model:fast@"), "{}", &fast.out[..200]);
    let accurate = compared(&[ORIGINAL, COPY, "--format", "json", "--model", "accurate"]);
    if cfg!(feature = "minilm") {
        assert!(accurate.out.contains("|model:accurate@"));
    } else {
        assert_eq!(accurate.status, FAILURE);
        assert!(accurate.err.contains("minilm"), "{}", accurate.err);
    }
}
