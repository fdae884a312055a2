//! Whole batches, small: formats, bad rows, threads, interruptions.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type};
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use super::*;

/// A pair as bytes, null or not, with its id.
type Given<'g> = (Option<&'g [u8]>, Option<&'g [u8]>, i32);

const PAIRS: [(&str, &str); 4] = [
    ("No one was hurt on Monday.", "Everyone was hurt on Monday."),
    (
        "The bank will refund its fees.",
        "The bank will refund its fees.",
    ),
    (
        "“Zürich,” he said, \"is calm\".\nIt rained.",
        "“Zürich,” he said, \"is loud\".\nIt rained.",
    ),
    ("", "=A cell that looks like a formula, and is none."),
];

/// Write Parquet with these row groups.
fn parquet(path: &Path, groups: &[&[Given<'_>]], compression: Compression) {
    let text = |name| {
        Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
            .with_logical_type(Some(LogicalType::String))
            .with_repetition(Repetition::OPTIONAL)
            .build()
            .unwrap()
    };
    let number = Type::primitive_type_builder("number", Physical::INT32)
        .with_repetition(Repetition::REQUIRED)
        .build()
        .unwrap();
    let fields = [text("original"), text("copy"), number]
        .map(Arc::new)
        .to_vec();
    let schema = Type::group_type_builder("schema")
        .with_fields(fields)
        .build()
        .unwrap();
    let properties = WriterProperties::builder()
        .set_compression(compression)
        .build();
    let file = File::create(path).unwrap();
    let mut writer =
        SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties)).unwrap();
    for rows in groups {
        let mut group = writer.next_row_group().unwrap();
        for side in [
            |row: &Given<'_>| row.0.map(ByteArray::from),
            |row: &Given<'_>| row.1.map(ByteArray::from),
        ] {
            let levels: Vec<i16> = rows.iter().map(|r| i16::from(side(r).is_some())).collect();
            let values: Vec<ByteArray> = rows.iter().filter_map(side).collect();
            let mut column = group.next_column().unwrap().unwrap();
            column
                .typed::<ByteArrayType>()
                .write_batch(&values, Some(&levels), None)
                .unwrap();
            column.close().unwrap();
        }
        let numbers: Vec<i32> = rows.iter().map(|row| row.2).collect();
        let mut column = group.next_column().unwrap().unwrap();
        column
            .typed::<Int32Type>()
            .write_batch(&numbers, None, None)
            .unwrap();
        column.close().unwrap();
        group.close().unwrap();
    }
    writer.close().unwrap();
}

fn lines(pairs: &[(&str, &str)]) -> String {
    let line = |(number, (original, copy)): (usize, &(&str, &str))| {
        let line = serde_json::json!({"original": original, "copy": copy, "number": number});
        format!("{line}\n")
    };
    pairs.iter().enumerate().map(line).collect()
}

fn csv(pairs: &[(&str, &str)]) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let line = |(number, (original, copy)): (usize, &(&str, &str))| {
        format!("{number},{},{}\r\n", quoted(copy), quoted(original))
    };
    let rows: String = pairs.iter().enumerate().map(line).collect();
    format!("number,copy,original\r\n{rows}")
}

fn columns() -> Columns {
    Columns {
        original: "original".to_owned(),
        copy: "copy".to_owned(),
        ids: vec!["number".to_owned()],
    }
}

fn batch<'b>(input: &'b Path, output: &'b Path, level: Level) -> Batch<'b> {
    Batch {
        input,
        output,
        columns: columns(),
        level,
        options: Options::default(),
    }
}

fn run(batch: &Batch<'_>) -> Result<Done, BatchError> {
    batch.run(&mut |_| ())
}

fn message(batch: &Batch<'_>) -> String {
    run(batch).unwrap_err().to_string()
}

/// The lines of a file of JSON lines.
fn objects(path: &Path) -> Vec<serde_json::Value> {
    let text = fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// So many pairs that are quickly compared, and of which some have a finding.
fn many(count: usize) -> Vec<(String, String)> {
    let pair = |n: usize| {
        let copy = if n.is_multiple_of(3) { "not " } else { "" };
        (
            format!("Ward {n} is open."),
            format!("Ward {n} is {copy}open."),
        )
    };
    (0..count).map(pair).collect()
}

fn write_many(path: &Path, count: usize) {
    let pairs = many(count);
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    fs::write(path, lines(&pairs)).unwrap();
}

#[test]
fn every_format_in_gives_the_same_out_and_what_single_calls_give() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.jsonl"), lines(&PAIRS)).unwrap();
    fs::write(at("a.csv"), csv(&PAIRS)).unwrap();
    let rows: Vec<Given<'_>> = (0..)
        .zip(&PAIRS)
        .map(|(n, (a, b))| (Some(a.as_bytes()), Some(b.as_bytes()), n))
        .collect();
    parquet(
        &at("a.parquet"),
        &[&rows[..1], &[], &rows[1..]],
        Compression::SNAPPY,
    );
    for level in [Level::Pairs, Level::Beads, Level::Findings] {
        let mut outs = Vec::new();
        for input in ["a.jsonl", "a.csv", "a.parquet"] {
            let output = at("out.jsonl");
            let done = run(&batch(&at(input), &output, level)).unwrap();
            assert_eq!((done.pairs, done.errors, done.before), (4, 0, 0));
            let mut rows = objects(&output);
            assert_eq!(rows.len() as u64, done.rows);
            for row in &mut rows {
                assert_eq!(
                    row["number"]
                        .as_str()
                        .map_or(row["number"].clone(), |n| n.parse().unwrap()),
                    row["pair"]
                );
                row["number"].take();
            }
            outs.push(rows);
        }
        assert!(outs.iter().all(|rows| *rows == outs[0]));
        let reports = PAIRS.map(|(a, b)| crate::compare(a, b, &Options::default()).unwrap());
        let found: Vec<_> = outs[0].iter().map(|row| row["severity"].clone()).collect();
        let expected: Vec<serde_json::Value> = match level {
            Level::Pairs => reports.iter().map(|r| r.severity.name().into()).collect(),
            Level::Beads => {
                let beads = reports.iter().flat_map(|r| &r.alignment);
                beads.map(|bead| bead.severity.name().into()).collect()
            }
            Level::Findings => {
                let findings = reports.iter().flat_map(|r| &r.findings);
                findings
                    .map(|finding| finding.severity.name().into())
                    .collect()
            }
        };
        assert_eq!(found, expected);
    }
}

#[test]
fn parquet_is_read_in_any_compression_and_across_row_groups() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (
        folder.path().join("a.parquet"),
        folder.path().join("out.csv"),
    );
    let pairs = many(2100);
    let rows: Vec<Given<'_>> = (0..)
        .zip(&pairs)
        .map(|(n, (a, b))| (Some(a.as_bytes()), Some(b.as_bytes()), n))
        .collect();
    let groups: Vec<&[Given<'_>]> = rows.chunks(700).collect();
    let mut outs = Vec::new();
    for compression in [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(Default::default()),
        Compression::LZ4_RAW,
        Compression::ZSTD(ZstdLevel::default()),
    ] {
        parquet(&input, &groups, compression);
        assert_eq!(
            run(&batch(&input, &output, Level::Pairs)).unwrap().pairs,
            2100
        );
        outs.push(fs::read(&output).unwrap());
    }
    assert!(outs.iter().all(|out| *out == outs[0]));
    assert_eq!(outs[0].iter().filter(|byte| **byte == b'\n').count(), 2101);
}

#[test]
fn a_place_in_parquet_is_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("a.parquet");
    let pairs = many(2100);
    let rows: Vec<Given<'_>> = (0..)
        .zip(&pairs)
        .map(|(n, (a, b))| (Some(a.as_bytes()), Some(b.as_bytes()), n))
        .collect();
    let groups: Vec<&[Given<'_>]> = rows.chunks(700).collect();
    parquet(&input, &groups, Compression::SNAPPY);
    let read = |source: &mut dyn Source| {
        let mut parts = Vec::new();
        while let Some(part) = source.next().unwrap() {
            parts.push((part.rows, part.ids, part.next, part.done));
        }
        parts
    };
    let parts = read(source::open(&input, &columns()).unwrap().as_mut());
    let lengths: Vec<usize> = parts.iter().map(|part| part.0.len()).collect();
    assert_eq!(lengths, [1024, 1024, 52]);
    for done in 0..parts.len() {
        let mut source = source::open(&input, &columns()).unwrap();
        source.seek(parts[done].2).unwrap();
        assert!(
            read(source.as_mut()) == parts[done + 1..],
            "after part {done}"
        );
    }
}

#[test]
fn a_bad_row_is_a_row_with_its_error_and_costs_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let good = ("He left.", "He left.");
    let [start, end] = [lines(&[good]), lines(&[good])];
    let bad = "{\"original\": \"a\", \"copy\": null, \"number\": 1}\n\
        {\"original\": 3, \"copy\": \"b\", \"number\": [2]}\n\
        {\"original\": \"a\", \"copy\": \"\\ud800\"}\n\
        {\"original\": \"a\",\n\
        [1]\n";
    fs::write(at("a.jsonl"), format!("{start}{bad}{end}")).unwrap();
    let done = run(&batch(&at("a.jsonl"), &at("out.jsonl"), Level::Findings)).unwrap();
    assert_eq!((done.pairs, done.errors, done.rows), (7, 5, 5));
    let rows = objects(&at("out.jsonl"));
    let errors: Vec<&str> = rows
        .iter()
        .map(|row| row["error"].as_str().unwrap())
        .collect();
    assert_eq!(errors[0], "the copy is null; give a str");
    assert_eq!(errors[1], "the original is a number; give a str");
    assert!(errors[2].starts_with("the line is no JSON: ") && errors[2].contains("column"));
    assert!(
        errors[3].starts_with("the line is no JSON: EOF"),
        "{}",
        errors[3]
    );
    assert_eq!(errors[4], "the line is an array and no JSON object");
    assert_eq!(rows[1]["number"], "[2]");
    assert_eq!(rows[2]["number"], serde_json::Value::Null);

    let text = b"original,copy,number\nHe left.,He left.,0\nonly one\n\xff\xfe,b,2\n\"open,b,3\nHe left.,He left.,4\n";
    fs::write(at("a.csv"), text).unwrap();
    let done = run(&batch(&at("a.csv"), &at("out.jsonl"), Level::Pairs)).unwrap();
    assert_eq!((done.pairs, done.errors, done.rows), (5, 3, 5));
    let rows = objects(&at("out.jsonl"));
    assert_eq!(rows[1]["error"], "the row has 1 fields and the header 3");
    assert_eq!(
        rows[2]["error"],
        "the original is not UTF-8 at byte 0; decode it before"
    );
    assert_eq!(rows[2]["number"], "2");
    assert_eq!(
        rows[3]["error"],
        "a quotation mark of the row is never closed"
    );
    assert_eq!(rows[4]["error"], serde_json::Value::Null);

    let rows: [Given<'_>; 4] = [
        (Some(b"He left."), Some(b"He left."), -1),
        (Some(b"He left."), None, 1),
        (Some(b"ab\xff"), Some(b"He left."), 2),
        (Some(b"He left."), Some(b"He left."), 3),
    ];
    parquet(&at("a.parquet"), &[&rows], Compression::UNCOMPRESSED);
    run(&batch(&at("a.parquet"), &at("out.jsonl"), Level::Pairs)).unwrap();
    let rows = objects(&at("out.jsonl"));
    let severities: Vec<_> = rows.iter().map(|row| row["severity"].as_str()).collect();
    assert_eq!(severities, [Some("none"), None, None, Some("none")]);
    assert_eq!(rows[0]["number"], -1);
    assert_eq!(
        rows[2]["error"],
        "the original is not UTF-8 at byte 2; decode it before"
    );
}

#[test]
fn a_column_that_is_not_there_is_an_error_that_lists_those_that_are() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.jsonl"), lines(&PAIRS)).unwrap();
    fs::write(at("a.csv"), csv(&PAIRS)).unwrap();
    parquet(&at("a.parquet"), &[], Compression::SNAPPY);
    let output = at("out.csv");
    for input in ["a.jsonl", "a.csv", "a.parquet"] {
        let path = at(input);
        let mut asked = batch(&path, &output, Level::Pairs);
        asked.columns.copy = "text".to_owned();
        let message = message(&asked);
        assert!(
            message.contains("has no column \"text\"; it has "),
            "{message}"
        );
        for name in ["original", "copy", "number"] {
            assert!(message.contains(name), "{message}");
        }
    }
    let path = at("a.parquet");
    let mut asked = batch(&path, &output, Level::Pairs);
    asked.columns.copy = "number".to_owned();
    assert!(message(&asked).contains("\"number\" is of type int32; give one of texts"));
    asked.columns = columns();
    asked.columns.ids = vec!["copy".to_owned(), "copy".to_owned()];
    assert!(message(&asked).contains("two columns \"copy\""));
    fs::write(at("b.csv"), "copy,original,copy,number\n").unwrap();
    let path = at("b.csv");
    assert!(message(&batch(&path, &output, Level::Pairs)).contains("several columns \"copy\""));
    assert!(!output.exists() && !partial(&output).exists());
}

#[test]
fn a_file_that_is_not_what_it_is_called_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let output = at("out.csv");
    let told = |input: &str, text: &[u8]| {
        fs::write(at(input), text).unwrap();
        message(&batch(&at(input), &output, Level::Pairs))
    };
    assert!(told("a.parquet", b"original,copy\n").contains("is no Parquet that can be read"));
    assert!(told("a.jsonl", b"original,copy\na,b\n").contains("is no JSON lines that can be read"));
    assert!(told("b.csv", b"").contains("it has no header"));
    assert!(told("a.txt", b"").contains("tells of no format; accepted: .parquet"));
    let missing = at("missing.csv");
    assert!(message(&batch(&missing, &output, Level::Pairs)).contains("cannot be read"));
    fs::write(at("c.csv"), csv(&PAIRS)).unwrap();
    let path = at("c.csv");
    assert!(message(&batch(&path, &path, Level::Pairs)).contains("would replace the input"));
    assert!(message(&batch(&path, &at("out.txt"), Level::Pairs)).contains("no format"));
}

#[test]
fn no_pairs_give_an_output_with_its_columns() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.csv"), "original,copy,number\n").unwrap();
    let path = at("a.csv");
    run(&batch(&path, &at("out.csv"), Level::Beads)).unwrap();
    let text = fs::read_to_string(at("out.csv")).unwrap();
    assert!(text.starts_with("pair,number,bead,") && text.ends_with(",error\n"));
    run(&batch(&path, &at("out.parquet"), Level::Beads)).unwrap();
    let file = SerializedFileReader::new(File::open(at("out.parquet")).unwrap()).unwrap();
    assert_eq!(file.metadata().file_metadata().num_rows(), 0);
    assert_eq!(
        file.metadata().file_metadata().schema().get_fields().len(),
        19
    );
}

#[test]
fn a_text_that_a_spreadsheet_would_run_is_guarded_in_csv_and_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.jsonl"), lines(&PAIRS)).unwrap();
    let path = at("a.jsonl");
    run(&batch(&path, &at("out.csv"), Level::Beads)).unwrap();
    let text = fs::read_to_string(at("out.csv")).unwrap();
    assert!(
        text.contains(",\"'=A cell that looks like a formula, and is none.\","),
        "{text}"
    );
    run(&batch(&path, &at("out.jsonl"), Level::Beads)).unwrap();
    let rows = objects(&at("out.jsonl"));
    assert!(rows.iter().any(|row| row["copy_text"] == PAIRS[3].1));
}

/// Every file of a folder of which nothing should be left but these.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Break a batch off after so many pairs, as a killed program would.
fn break_off(batch: &Batch<'_>, after: u64) {
    let mut tell = |progress: Progress| assert!(progress.pairs <= after, "broken off");
    let broken = catch_unwind(AssertUnwindSafe(|| batch.run(&mut tell)));
    assert!(broken.is_err());
}

#[test]
fn neither_threads_nor_interruptions_change_a_byte() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    write_many(&at("a.jsonl"), 2500);
    let input = at("a.jsonl");
    for ending in ["parquet", "csv", "jsonl"] {
        let output = at(&format!("out.{ending}"));
        let mut asked = batch(&input, &output, Level::Findings);
        run(&asked).unwrap();
        let expected = fs::read(&output).unwrap();
        fs::remove_file(&output).unwrap();
        asked.options.threads = 3;
        break_off(&asked, 500);
        break_off(&asked, 1500);
        assert!(!output.exists());
        asked.options.threads = 2;
        let mut first = None;
        let done = asked.run(&mut |progress| {
            first.get_or_insert(progress.pairs);
        });
        assert_eq!(first, Some(1025), "the first part is not done twice");
        assert_eq!(
            (done.as_ref().unwrap().before, done.unwrap().pairs),
            (1024, 2500)
        );
        assert!(fs::read(&output).unwrap() == expected);
        fs::remove_file(&output).unwrap();
    }
    assert_eq!(names(folder.path()), ["a.jsonl"]);
}

#[test]
fn an_unfinished_batch_is_not_mixed_with_another() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    write_many(&at("a.jsonl"), 1500);
    let (input, output) = (at("a.jsonl"), at("out.csv"));
    let mut asked = batch(&input, &output, Level::Pairs);
    break_off(&asked, 1200);
    asked.level = Level::Beads;
    assert!(message(&asked).contains("another level (pairs; now beads)"));
    asked.level = Level::Pairs;
    asked.options.paraphrases = true;
    assert!(message(&asked).contains("another version, model or options"));
    asked.options.paraphrases = false;
    write_many(&at("a.jsonl"), 1501);
    assert!(message(&asked).contains("another input"));
    write_many(&at("a.jsonl"), 1500);
    assert_eq!(run(&asked).unwrap().before, 1024);
}

#[test]
fn an_input_that_changes_meanwhile_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (folder.path().join("a.jsonl"), folder.path().join("out.csv"));
    write_many(&input, 10);
    let asked = batch(&input, &output, Level::Pairs);
    let error = asked.run(&mut |_| write_many(&input, 11)).unwrap_err();
    assert!(matches!(error, BatchError::Changed { .. }), "{error}");
    assert!(!output.exists());
}

#[test]
fn progress_rises_from_pair_to_pair_and_ends_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let output: PathBuf = folder.path().join("out.jsonl");
    fs::write(folder.path().join("a.csv"), csv(&PAIRS)).unwrap();
    let mut seen = Vec::new();
    let input = folder.path().join("a.csv");
    let asked = batch(&input, &output, Level::Pairs);
    asked
        .run(&mut |progress| seen.push((progress.pairs, progress.share)))
        .unwrap();
    assert_eq!(
        seen.iter().map(|(pairs, _)| *pairs).collect::<Vec<_>>(),
        [1, 2, 3, 4]
    );
    assert!(seen.windows(2).all(|two| two[0].1 < two[1].1));
    assert!((seen[3].1 - 1.0).abs() < 1e-9);
}
