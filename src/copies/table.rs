//! A comparison of several copies as tables in memory, in the layout of Apache Arrow.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{DataType, Field, Schema};

use crate::copies::{Change, Comparison};
use crate::corpus::table::{Column, Value};
use crate::error::{Error, Result};

/// What a row of a table stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CopiesLevel {
    /// A copy.
    Copies,
    /// A sentence of the original in a copy.
    Cells,
    /// A departure of a copy from the original.
    Changes,
    /// A change that two or more copies share.
    Shared,
    /// Two witnesses, the original among them.
    Distances,
    /// A hypothesis on who copied whom.
    Descents,
    /// A node of the tree.
    Nodes,
}

impl CopiesLevel {
    /// All levels with their names.
    const ALL: [(&'static str, Self); 7] = [
        ("copies", Self::Copies),
        ("cells", Self::Cells),
        ("changes", Self::Changes),
        ("shared", Self::Shared),
        ("distances", Self::Distances),
        ("descents", Self::Descents),
        ("nodes", Self::Nodes),
    ];
}

impl std::str::FromStr for CopiesLevel {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        let known = Self::ALL.iter().find(|(known, _)| *known == name);
        known.map(|(_, level)| *level).ok_or_else(|| Error::Option {
            option: "level",
            given: name.to_owned(),
            accepted: "copies, cells, changes, shared, distances, descents, nodes",
        })
    }
}

const TEXT: DataType = DataType::LargeUtf8;
const NUMBER: DataType = DataType::Float64;
const COUNT: DataType = DataType::UInt32;
const FLAG: DataType = DataType::Boolean;

/// Columns by name and type, filled row by row.
struct Rows {
    names: Vec<(&'static str, DataType)>,
    columns: Vec<Column>,
}

impl Rows {
    fn new(names: &[(&'static str, DataType)]) -> Self {
        Self {
            columns: names.iter().map(|(_, kind)| Column::new(kind)).collect(),
            names: names.to_vec(),
        }
    }

    fn push<'v>(&mut self, values: impl IntoIterator<Item = Value<'v>>) {
        let mut values = values.into_iter();
        for column in &mut self.columns {
            column.push(values.next().unwrap_or(Value::Null));
        }
    }

    fn finish(self) -> RecordBatch {
        let fields = self.names.iter();
        let fields = fields.map(|(name, kind)| Field::new(*name, kind.clone(), true));
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        let columns = self.columns.into_iter().map(Column::finish);
        // Every row pushes one value to every column, of the type that the schema names.
        RecordBatch::try_new(schema.clone(), columns.collect())
            .unwrap_or_else(|_| RecordBatch::new_empty(schema))
    }
}

fn optional<'v, T>(value: Option<T>) -> Value<'v>
where
    Value<'v>: From<T>,
{
    value.map_or(Value::Null, Value::from)
}

/// A comparison as a table.
///
/// # Example
/// ```
/// use wiredrift::copies::table::{CopiesLevel, copies_table};
///
/// let copies = [("a", "The gate is shut."), ("b", "The gate is open.")];
/// let options = wiredrift::Options::default();
/// let comparison = wiredrift::compare_copies("The gate is shut.", &copies, &options)?;
/// let table = copies_table(&comparison, CopiesLevel::Cells);
/// assert_eq!(table.num_rows(), 2);
/// # Ok::<(), wiredrift::Error>(())
/// ```
#[must_use]
pub fn copies_table(comparison: &Comparison, level: CopiesLevel) -> RecordBatch {
    match level {
        CopiesLevel::Copies => copies(comparison),
        CopiesLevel::Cells => cells(comparison),
        CopiesLevel::Changes => changes(comparison),
        CopiesLevel::Shared => shared(comparison),
        CopiesLevel::Distances => distances(comparison),
        CopiesLevel::Descents => descents(comparison),
        CopiesLevel::Nodes => nodes(comparison),
    }
}

fn copies(comparison: &Comparison) -> RecordBatch {
    let mut rows = Rows::new(&[
        ("copy", TEXT),
        ("placed", FLAG),
        ("changes", COUNT),
        ("own", COUNT),
        ("drift", NUMBER),
        ("risk", NUMBER),
        ("severity", TEXT),
    ]);
    for copy in &comparison.copies {
        rows.push([
            copy.name.as_str().into(),
            Value::Flag(copy.placed),
            copy.changes.into(),
            copy.own.into(),
            copy.report.drift.into(),
            copy.report.risk.into(),
            copy.report.severity.name().into(),
        ]);
    }
    rows.finish()
}

fn cells(comparison: &Comparison) -> RecordBatch {
    let mut rows = Rows::new(&[
        ("sentence", COUNT),
        ("segment", COUNT),
        ("copy", TEXT),
        ("state", TEXT),
        ("moved", FLAG),
        ("severity", TEXT),
        ("drift", NUMBER),
        ("risk", NUMBER),
        ("original_text", TEXT),
        ("copy_text", TEXT),
    ]);
    for (number, sentence) in comparison.sentences.iter().enumerate() {
        let original = comparison.original.segments.get(sentence.segment);
        for (cell, copy) in sentence.cells.iter().zip(&comparison.copies) {
            let texts = cell.copy.iter();
            let texts = texts.filter_map(|id| copy.report.copy.segments.get(*id));
            let texts: Vec<&str> = texts.map(|s| s.text.as_str()).collect();
            rows.push([
                number.into(),
                sentence.segment.into(),
                copy.name.as_str().into(),
                cell.state.name().into(),
                Value::Flag(cell.moved),
                cell.severity.name().into(),
                cell.drift.into(),
                cell.risk.into(),
                optional(original.map(|s| s.text.as_str())),
                match texts.is_empty() {
                    true => Value::Null,
                    false => Value::Joined(texts.join(" ")),
                },
            ]);
        }
    }
    rows.finish()
}

fn changes(comparison: &Comparison) -> RecordBatch {
    let mut rows = Rows::new(&[
        ("location", COUNT),
        ("kind", TEXT),
        ("segment", COUNT),
        ("start", COUNT),
        ("end", COUNT),
        ("original_text", TEXT),
        ("copy", TEXT),
        ("copy_text", TEXT),
        ("copy_start", COUNT),
        ("copy_end", COUNT),
        ("change", TEXT),
        ("severity", TEXT),
        ("code", TEXT),
        ("message", TEXT),
        ("shared_by", COUNT),
        ("weight", NUMBER),
        ("fits", FLAG),
    ]);
    for (number, location) in comparison.locations.iter().enumerate() {
        let readings = location.readings.iter();
        for reading in readings.filter(|r| r.change != Change::Kept) {
            for (at, copy) in reading.copies.iter().enumerate() {
                let place = reading.places.get(at).copied().flatten();
                rows.push([
                    number.into(),
                    location.kind.name().into(),
                    optional(location.segment),
                    location.start.into(),
                    location.end.into(),
                    location.text.as_str().into(),
                    comparison.name(*copy).into(),
                    reading.text.as_str().into(),
                    optional(place.map(|p| p.0)),
                    optional(place.map(|p| p.1)),
                    reading.change.name().into(),
                    reading.severity.name().into(),
                    optional(reading.code.as_deref()),
                    optional(reading.message.as_deref()),
                    reading.copies.len().into(),
                    location.weight.into(),
                    Value::Flag(location.fits),
                ]);
            }
        }
    }
    rows.finish()
}

fn shared(comparison: &Comparison) -> RecordBatch {
    let mut rows = Rows::new(&[
        ("location", COUNT),
        ("kind", TEXT),
        ("start", COUNT),
        ("end", COUNT),
        ("original_text", TEXT),
        ("copy_text", TEXT),
        ("copies", TEXT),
        ("shared_by", COUNT),
        ("change", TEXT),
        ("severity", TEXT),
        ("code", TEXT),
        ("message", TEXT),
        ("weight", NUMBER),
        ("fits", FLAG),
    ]);
    for shared in &comparison.shared {
        let Some((location, reading)) = comparison.shared_reading(shared) else {
            continue;
        };
        let names = reading.copies.iter().map(|copy| comparison.name(*copy));
        let names: Vec<&str> = names.collect();
        rows.push([
            shared.location.into(),
            location.kind.name().into(),
            location.start.into(),
            location.end.into(),
            location.text.as_str().into(),
            reading.text.as_str().into(),
            Value::Joined(names.join(", ")),
            names.len().into(),
            reading.change.name().into(),
            reading.severity.name().into(),
            optional(reading.code.as_deref()),
            optional(reading.message.as_deref()),
            location.weight.into(),
            Value::Flag(location.fits),
        ]);
    }
    rows.finish()
}

fn distances(comparison: &Comparison) -> RecordBatch {
    let mut rows = Rows::new(&[("a", TEXT), ("b", TEXT), ("distance", NUMBER)]);
    // The original has no name that a copy could not have: null.
    let name = |index: usize| optional(index.checked_sub(1).map(|copy| comparison.name(copy)));
    for (i, row) in comparison.distances.iter().enumerate() {
        for (j, distance) in row.iter().enumerate().skip(i + 1) {
            rows.push([name(i), name(j), optional(*distance)]);
        }
    }
    rows.finish()
}

fn descents(comparison: &Comparison) -> RecordBatch {
    let mut rows = Rows::new(&[
        ("source", TEXT),
        ("copy", TEXT),
        ("same", FLAG),
        ("changes", COUNT),
        ("shared", COUNT),
        ("further", COUNT),
        ("undone", COUNT),
        ("added", COUNT),
        ("message", TEXT),
    ]);
    for descent in &comparison.descents {
        rows.push([
            comparison.name(descent.from).into(),
            comparison.name(descent.to).into(),
            Value::Flag(descent.same),
            descent.changes.into(),
            descent.shared.into(),
            descent.further.into(),
            descent.undone.into(),
            descent.added.into(),
            descent.message.as_str().into(),
        ]);
    }
    rows.finish()
}

fn nodes(comparison: &Comparison) -> RecordBatch {
    let mut rows = Rows::new(&[
        ("node", COUNT),
        ("parent", COUNT),
        ("copy", TEXT),
        ("length", NUMBER),
        ("support", NUMBER),
        ("changes", COUNT),
        ("severity", TEXT),
    ]);
    for (number, node) in comparison.tree.nodes.iter().enumerate() {
        rows.push([
            number.into(),
            optional(node.parent),
            optional(node.copy.map(|copy| comparison.name(copy))),
            node.length.into(),
            optional(node.support),
            node.changes.into(),
            node.severity.name().into(),
        ]);
    }
    rows.finish()
}
