//! Pairs from JSON lines or CSV.

use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_schema::{DataType, Field, FieldRef};
use serde_json::{Map, Value};

use super::error::BatchError;
use super::ids::Ids;
use super::records::{Found, Records};
use super::source::{Columns, Format, PART_BYTES, PART_ROWS, Part, Place, Row, Source};
use crate::corpus::row::{both, text};

/// A file of JSON lines or of CSV.
pub struct TextFile {
    path: PathBuf,
    records: Records,
    bytes: u64,
    columns: Columns,
    kind: Kind,
}

/// What the rows are.
enum Kind {
    /// Objects of JSON.
    Lines,
    /// Fields, with the places of those that are read.
    Csv {
        width: usize,
        original: usize,
        copy: usize,
        ids: Vec<usize>,
    },
}

impl TextFile {
    /// Open a file, which must have the columns.
    pub fn open(path: &Path, format: Format, columns: &Columns) -> Result<Self, BatchError> {
        let failed = BatchError::io(path, "read");
        let file = File::open(path).map_err(&failed)?;
        let bytes = file.metadata().map_err(&failed)?.len();
        let mut records = Records::new(file).map_err(&failed)?;
        let kind = match format {
            Format::Csv => header(path, &mut records, columns)?,
            _ => {
                let start = records.at();
                look(path, &mut records, columns)?;
                records.seek(start).map_err(&failed)?;
                Kind::Lines
            }
        };
        Ok(Self {
            path: path.to_owned(),
            records,
            bytes,
            columns: columns.clone(),
            kind,
        })
    }

    fn read(&mut self) -> io::Result<Option<Part>> {
        let mut rows = Vec::new();
        let mut ids: Vec<Ids> = self
            .columns
            .ids
            .iter()
            .map(|_| Ids::new(&DataType::LargeUtf8))
            .collect();
        let (mut line, mut fields, mut bytes) = (Vec::new(), Vec::new(), 0);
        while rows.len() < PART_ROWS && bytes < PART_BYTES {
            let found = match self.kind {
                Kind::Lines => self.records.line(&mut line)?,
                Kind::Csv { .. } => self.records.row(&mut fields)?,
            };
            let row = match (found, &self.kind) {
                (Found::End, _) => break,
                (Found::Bad(reason), _) => bad(reason.to_owned(), &mut ids),
                (Found::Row, Kind::Lines) => from_line(&line, &self.columns, &mut ids),
                (Found::Row, Kind::Csv { width, .. }) if *width != fields.len() => {
                    let count = fields.len();
                    let reason = format!("the row has {count} fields and the header {width}");
                    bad(reason, &mut ids)
                }
                (
                    Found::Row,
                    Kind::Csv {
                        original,
                        copy,
                        ids: places,
                        ..
                    },
                ) => {
                    let field = |place: &usize| fields.get(*place).map(Vec::as_slice);
                    for (ids, place) in ids.iter_mut().zip(places) {
                        ids.push_text(field(place));
                    }
                    let pair = both(text(field(original)), text(field(copy)));
                    pair.map(|(original, copy)| (original.to_owned(), copy.to_owned()))
                }
            };
            bytes += row.as_ref().map_or(0, |(a, b)| a.len() + b.len());
            rows.push(row);
        }
        let at = self.records.at();
        Ok((!rows.is_empty()).then(|| Part {
            rows,
            ids: ids.iter_mut().map(Ids::finish).collect(),
            next: Place { group: 0, at },
            done: at,
        }))
    }
}

impl Source for TextFile {
    fn ids(&self) -> Vec<FieldRef> {
        let ids = self.columns.ids.iter();
        let ids = ids.map(|name| Arc::new(Field::new(name, DataType::LargeUtf8, true)));
        ids.collect()
    }

    fn total(&self) -> u64 {
        self.bytes
    }

    fn seek(&mut self, place: Place) -> Result<(), BatchError> {
        let sought = self.records.seek(place.at);
        sought.map_err(BatchError::io(&self.path, "read"))
    }

    fn next(&mut self) -> Result<Option<Part>, BatchError> {
        self.read().map_err(BatchError::io(&self.path, "read"))
    }
}

/// A row that cannot be used, whose ids are not known.
fn bad(reason: String, ids: &mut [Ids]) -> Row {
    ids.iter_mut().for_each(|ids| ids.push_text(None));
    Err(reason)
}

/// The row that a line of JSON is.
fn from_line(line: &[u8], columns: &Columns, ids: &mut [Ids]) -> Row {
    let object = match object(line) {
        Ok(object) => object,
        Err(reason) => return bad(reason, ids),
    };
    for (ids, name) in ids.iter_mut().zip(&columns.ids) {
        match object.get(name) {
            None | Some(Value::Null) => ids.push_text(None),
            Some(Value::String(id)) => ids.push_text(Some(id.as_bytes())),
            Some(other) => ids.push_text(Some(other.to_string().as_bytes())),
        }
    }
    let text = |side: &str, name: &str| match object.get(name) {
        Some(Value::String(text)) => Ok(text.clone()),
        None | Some(Value::Null) => Err(format!("the {side} is null; give a str")),
        Some(other) => Err(format!("the {side} is {}; give a str", kind(other))),
    };
    Ok((
        text("original", &columns.original)?,
        text("copy", &columns.copy)?,
    ))
}

fn object(line: &[u8]) -> Result<Map<String, Value>, String> {
    match serde_json::from_slice(line) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(other) => Err(format!("the line is {} and no JSON object", kind(&other))),
        Err(error) => {
            let place = format!(" at line {} column {}", error.line(), error.column());
            let reason = error.to_string().replace(&place, "");
            let column = error.column();
            Err(format!("the line is no JSON: {reason} at column {column}"))
        }
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// Look for the columns in the first lines: as many as a part has, if need be. A line may lack one;
/// a column that all lack is a name written wrong.
fn look(path: &Path, records: &mut Records, columns: &Columns) -> Result<(), BatchError> {
    let mut wanted: BTreeSet<&String> = columns.ids.iter().collect();
    wanted.extend([&columns.original, &columns.copy]);
    let (mut seen, mut line, mut first) = (BTreeSet::new(), Vec::new(), None);
    let (mut objects, mut bytes) = (0, 0);
    for _ in 0..PART_ROWS {
        match records
            .line(&mut line)
            .map_err(BatchError::io(path, "read"))?
        {
            Found::End => break,
            Found::Bad(reason) => first = first.or(Some(reason.to_owned())),
            Found::Row => match object(&line) {
                Ok(object) => {
                    objects += 1;
                    wanted.retain(|name| !object.contains_key(*name));
                    seen.extend(object.into_iter().map(|(name, _)| name));
                }
                Err(reason) => first = first.or(Some(reason)),
            },
        }
        bytes += line.len();
        if wanted.is_empty() || bytes > PART_BYTES {
            break;
        }
    }
    if let (0, Some(reason)) = (objects, first) {
        return Err(BatchError::Unreadable {
            path: path.to_owned(),
            format: Format::Lines.name(),
            reason,
        });
    }
    match wanted.into_iter().next() {
        Some(column) if objects > 0 => Err(BatchError::NoColumn {
            path: path.to_owned(),
            column: column.clone(),
            columns: seen.into_iter().collect(),
        }),
        _ => Ok(()),
    }
}

/// Find the columns in the header of CSV.
fn header(path: &Path, records: &mut Records, columns: &Columns) -> Result<Kind, BatchError> {
    let mut fields = Vec::new();
    let unreadable = |reason: &str| BatchError::Unreadable {
        path: path.to_owned(),
        format: Format::Csv.name(),
        reason: reason.to_owned(),
    };
    match records
        .row(&mut fields)
        .map_err(BatchError::io(path, "read"))?
    {
        Found::Row => {}
        Found::Bad(reason) => return Err(unreadable(reason)),
        Found::End => return Err(unreadable("it has no header")),
    }
    let names: Vec<_> = fields.iter().map(|f| String::from_utf8_lossy(f)).collect();
    let find = |name: &String| {
        let mut found = names.iter().enumerate().filter(|(_, n)| *n == name);
        match (found.next(), found.next()) {
            (Some((index, _)), None) => Ok(index),
            (None, _) => Err(BatchError::NoColumn {
                path: path.to_owned(),
                column: name.clone(),
                columns: names.iter().map(|n| n.clone().into_owned()).collect(),
            }),
            _ => Err(BatchError::SeveralColumns {
                path: path.to_owned(),
                column: name.clone(),
            }),
        }
    };
    Ok(Kind::Csv {
        width: names.len(),
        original: find(&columns.original)?,
        copy: find(&columns.copy)?,
        ids: columns.ids.iter().map(find).collect::<Result<_, _>>()?,
    })
}
