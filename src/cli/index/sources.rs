//! Where documents come from: text files, JSON lines, folders of either.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::cli::error::CliError;
use crate::cli::input;
use crate::index::MAX_DOCUMENT_BYTES;

/// The longest line of JSON read: the longest document, every character of it escaped.
const MAX_LINE: u64 = 6 * MAX_DOCUMENT_BYTES as u64 + (1 << 20);

/// Names of the fields of a JSON line.
pub struct Fields<'f> {
    /// The id.
    pub id: &'f str,
    /// The text.
    pub text: &'f str,
}

/// Takes a document: its id and its text.
type Take<'t> = dyn FnMut(String, String) -> Result<(), CliError> + 't;

/// Hand over each document of some files, in order; those of a folder in the order of their names.
pub fn each(
    files: &[PathBuf],
    fields: &Fields<'_>,
    input: &mut dyn Read,
    take: &mut Take<'_>,
) -> Result<(), CliError> {
    for file in files {
        if input::is_input(file) {
            lines(
                "standard input",
                &mut BufReader::new(&mut *input),
                fields,
                take,
            )?;
        } else if file.is_dir() {
            folder(file, fields, take)?;
        } else {
            one(file, fields, take)?;
        }
    }
    Ok(())
}

fn is_lines(file: &Path) -> bool {
    let ending = file.extension().and_then(|e| e.to_str());
    matches!(ending, Some("jsonl" | "ndjson"))
}

fn one(file: &Path, fields: &Fields<'_>, take: &mut Take<'_>) -> Result<(), CliError> {
    if is_lines(file) {
        let opened = File::open(file).map_err(|source| input::unreadable(file, source))?;
        let name = file.display().to_string();
        return lines(&name, &mut BufReader::new(opened), fields, take);
    }
    let text = input::read(file, &mut std::io::empty())?;
    // The path as it was given is the id: a program that asks for it finds the file again.
    take(file.display().to_string(), text)
}

/// The text files and files of JSON lines in a folder and those below it.
fn folder(path: &Path, fields: &Fields<'_>, take: &mut Take<'_>) -> Result<(), CliError> {
    let failed = |source| input::unreadable(path, source);
    let entries = fs::read_dir(path).map_err(failed)?;
    let entries = entries.map(|entry| entry.map(|e| e.path()));
    let mut entries: Vec<PathBuf> = entries.collect::<Result<_, _>>().map_err(failed)?;
    entries.sort();
    for entry in entries {
        // A link to a folder is not followed: it may lead back.
        let kind = fs::symlink_metadata(&entry).map_err(|e| input::unreadable(&entry, e))?;
        if kind.is_dir() {
            folder(&entry, fields, take)?;
        } else if is_lines(&entry) || entry.extension().is_some_and(|e| e == "txt") {
            one(&entry, fields, take)?;
        }
    }
    Ok(())
}

fn lines(
    name: &str,
    reader: &mut impl BufRead,
    fields: &Fields<'_>,
    take: &mut Take<'_>,
) -> Result<(), CliError> {
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let mut rest = Read::take(&mut *reader, MAX_LINE);
        let read = rest.read_until(b'\n', &mut line);
        let read = read.map_err(|source| input::unreadable(Path::new(name), source))?;
        if read == 0 {
            break;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let wrong = |reason: String| CliError::Line {
            name: name.to_owned(),
            line: number,
            reason,
        };
        let value: Value = serde_json::from_slice(&line).map_err(|e| wrong(e.to_string()))?;
        let id = match value.get(fields.id) {
            Some(Value::String(id)) => id.clone(),
            Some(Value::Number(id)) => id.to_string(),
            _ => return Err(wrong(format!("it has no string or number {:?}", fields.id))),
        };
        let Some(Value::String(text)) = value.get(fields.text) else {
            return Err(wrong(format!("it has no string {:?}", fields.text)));
        };
        take(id, text.clone())?;
    }
    Ok(())
}
