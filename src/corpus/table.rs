//! Results of many pairs as columns in memory, in the layout of Apache Arrow.
//!
//! One table a level: a row for each pair, for each bead, or for each finding. Every table starts
//! with `pair`, the index of the pair, and ends with `error`, which is null but in the one row of a
//! pair that could not be compared. Offsets count code points of the texts as they were handed in.

mod column;
#[cfg(feature = "python")]
mod frame;
#[cfg(feature = "cli")]
mod gather;
#[cfg(feature = "python")]
mod text;

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, UInt64Array};
use arrow_schema::{DataType, Field, Schema, SchemaRef};

use crate::error::Error;
use crate::report::{
    Bead, Excerpt, Finding, Judged, QuotationState, Report, SegmentKind, Severity, Side,
};
pub(crate) use column::{Column, Value};

#[cfg(feature = "python")]
pub(crate) use frame::Frame;
#[cfg(feature = "cli")]
pub(crate) use gather::gathered;
#[cfg(feature = "python")]
pub(crate) use text::TextColumn;

/// What a row of a table stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Level {
    /// A pair of texts.
    Pairs,
    /// Sentences that stand for one another.
    Beads,
    /// A change of meaning.
    Findings,
}

impl Level {
    /// `pairs`, `beads` or `findings`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pairs => "pairs",
            Self::Beads => "beads",
            Self::Findings => "findings",
        }
    }
}

impl std::str::FromStr for Level {
    type Err = Error;

    /// `pairs`, `beads` or `findings`.
    fn from_str(name: &str) -> Result<Self, Error> {
        match name {
            "pairs" => Ok(Self::Pairs),
            "beads" => Ok(Self::Beads),
            "findings" => Ok(Self::Findings),
            _ => Err(Error::Option {
                option: "level",
                given: name.to_owned(),
                accepted: "pairs, beads, findings",
            }),
        }
    }
}

/// A column: its name, its type and how to read it off a row.
type Read<R> = (
    &'static str,
    DataType,
    for<'r> fn(&R, &'r Report) -> Value<'r>,
);

/// Text of more than 2 GiB in a column is no rarity with millions of pairs.
const TEXT: DataType = DataType::LargeUtf8;
const NUMBER: DataType = DataType::Float64;
const COUNT: DataType = DataType::UInt32;
const FLAG: DataType = DataType::Boolean;

const PAIRS: &[Read<()>] = &[
    ("drift", NUMBER, |(), r| r.drift.into()),
    ("risk", NUMBER, |(), r| r.risk.into()),
    ("severity", TEXT, |(), r| r.severity.name().into()),
    ("critical", COUNT, |(), r| count(r, Severity::Critical)),
    ("major", COUNT, |(), r| count(r, Severity::Major)),
    ("minor", COUNT, |(), r| count(r, Severity::Minor)),
    ("original_sentences", COUNT, |(), r| sentences(&r.original)),
    ("copy_sentences", COUNT, |(), r| sentences(&r.copy)),
    ("omitted", COUNT, |(), r| segments(r, "omitted")),
    ("added", COUNT, |(), r| segments(r, "added")),
    ("quotations", COUNT, |(), r| r.quotations.len().into()),
    ("quotations_verbatim", COUNT, |(), r| verbatim(r)),
    ("worst_code", TEXT, |(), r| worst(r, |f| &f.code)),
    ("worst_message", TEXT, |(), r| worst(r, |f| &f.message)),
    ("signature", TEXT, |(), r| r.signature.as_str().into()),
];

const BEADS: &[Read<usize>] = &[
    ("bead", COUNT, |b, _| (*b).into()),
    ("relation", TEXT, |b, r| {
        bead(r, *b, |x| x.relation.name().into())
    }),
    ("severity", TEXT, |b, r| {
        bead(r, *b, |x| x.severity.name().into())
    }),
    ("drift", NUMBER, |b, r| bead(r, *b, |x| x.drift.into())),
    ("risk", NUMBER, |b, r| bead(r, *b, |x| x.risk.into())),
    ("similarity", NUMBER, |b, r| {
        bead(r, *b, |x| x.similarity.into())
    }),
    ("match_score", NUMBER, |b, r| {
        bead(r, *b, |x| x.match_score.into())
    }),
    ("judged_risk", NUMBER, |b, r| {
        judged(r, *b, |j| Some(j.risk))
    }),
    ("judged_entailment", NUMBER, |b, r| {
        judged(r, *b, |j| j.entailment)
    }),
    ("judged_contradiction", NUMBER, |b, r| {
        judged(r, *b, |j| j.contradiction)
    }),
    ("original_start", COUNT, |b, r| {
        bead(r, *b, |x| start(&r.original, &x.original))
    }),
    ("original_end", COUNT, |b, r| {
        bead(r, *b, |x| end(&r.original, &x.original))
    }),
    ("original_text", TEXT, |b, r| {
        bead(r, *b, |x| text(&r.original, &x.original))
    }),
    ("copy_start", COUNT, |b, r| {
        bead(r, *b, |x| start(&r.copy, &x.copy))
    }),
    ("copy_end", COUNT, |b, r| {
        bead(r, *b, |x| end(&r.copy, &x.copy))
    }),
    ("copy_text", TEXT, |b, r| {
        bead(r, *b, |x| text(&r.copy, &x.copy))
    }),
];

const FINDINGS: &[Read<usize>] = &[
    ("code", TEXT, |f, r| {
        finding(r, *f, |x| x.code.as_str().into())
    }),
    ("kind", TEXT, |f, r| {
        finding(r, *f, |x| x.kind.name().into())
    }),
    ("severity", TEXT, |f, r| {
        finding(r, *f, |x| x.severity.name().into())
    }),
    ("confidence", NUMBER, |f, r| {
        finding(r, *f, |x| x.confidence.into())
    }),
    ("quoted", FLAG, |f, r| {
        finding(r, *f, |x| Value::Flag(x.quoted))
    }),
    ("message", TEXT, |f, r| {
        finding(r, *f, |x| x.message.as_str().into())
    }),
    ("bead", COUNT, |f, r| {
        finding(r, *f, |x| x.bead.map_or(Value::Null, Value::from))
    }),
    ("original_segment", COUNT, |f, r| {
        finding(r, *f, |x| place(&x.original, |e| e.segment))
    }),
    ("original_start", COUNT, |f, r| {
        finding(r, *f, |x| place(&x.original, |e| e.start))
    }),
    ("original_end", COUNT, |f, r| {
        finding(r, *f, |x| place(&x.original, |e| e.end))
    }),
    ("original_text", TEXT, |f, r| {
        finding(r, *f, |x| passage(&x.original))
    }),
    ("copy_segment", COUNT, |f, r| {
        finding(r, *f, |x| place(&x.copy, |e| e.segment))
    }),
    ("copy_start", COUNT, |f, r| {
        finding(r, *f, |x| place(&x.copy, |e| e.start))
    }),
    ("copy_end", COUNT, |f, r| {
        finding(r, *f, |x| place(&x.copy, |e| e.end))
    }),
    ("copy_text", TEXT, |f, r| {
        finding(r, *f, |x| passage(&x.copy))
    }),
];

/// Fills a table, pair by pair.
///
/// # Example
/// ```
/// use wiredrift::table::{Level, TableBuilder};
///
/// let report = wiredrift::compare(
///     "No one was hurt on Monday.",
///     "Everyone was hurt on Monday.",
///     &wiredrift::Options::default(),
/// )?;
/// let mut table = TableBuilder::new(Level::Pairs);
/// table.add(0, &report);
/// table.add_error(1, "the copy is null");
/// let batch = table.finish();
/// assert_eq!(batch.num_rows(), 2);
/// assert_eq!(batch.schema().field(1).name(), "drift");
/// # Ok::<(), wiredrift::Error>(())
/// ```
pub struct TableBuilder {
    level: Level,
    pairs: Vec<u64>,
    columns: Vec<Column>,
    error: Column,
}

impl TableBuilder {
    /// An empty table.
    #[must_use]
    pub fn new(level: Level) -> Self {
        let names = names(level);
        Self {
            level,
            pairs: Vec::new(),
            columns: names.iter().map(|(_, kind)| Column::new(kind)).collect(),
            error: Column::new(&TEXT),
        }
    }

    /// Add the rows of a pair that was compared: one, or as many as it has beads or findings.
    pub fn add(&mut self, pair: usize, report: &Report) {
        match self.level {
            Level::Pairs => self.row(pair, PAIRS, &(), report),
            Level::Beads => {
                (0..report.alignment.len()).for_each(|bead| self.row(pair, BEADS, &bead, report));
            }
            Level::Findings => {
                (0..report.findings.len()).for_each(|f| self.row(pair, FINDINGS, &f, report));
            }
        }
    }

    /// Add the one row of a pair that could not be compared.
    pub fn add_error(&mut self, pair: usize, error: &str) {
        self.pairs.push(pair as u64);
        self.columns.iter_mut().for_each(|c| c.push(Value::Null));
        self.error.push(error.into());
    }

    fn row<R>(&mut self, pair: usize, reads: &[Read<R>], row: &R, report: &Report) {
        self.pairs.push(pair as u64);
        for (column, (_, _, read)) in self.columns.iter_mut().zip(reads) {
            column.push(read(row, report));
        }
        self.error.push(Value::Null);
    }

    /// The table.
    #[must_use]
    pub fn finish(self) -> RecordBatch {
        let pairs: ArrayRef = Arc::new(UInt64Array::from(self.pairs));
        let columns = self.columns.into_iter().chain([self.error]);
        let columns = std::iter::once(pairs).chain(columns.map(Column::finish));
        let schema = schema(self.level);
        // Every row pushes one value to every column, of the type that the schema names.
        RecordBatch::try_new(schema.clone(), columns.collect())
            .unwrap_or_else(|_| RecordBatch::new_empty(schema))
    }
}

/// Names and types of the columns between `pair` and `error`.
fn names(level: Level) -> Vec<(&'static str, DataType)> {
    fn of<R>(reads: &[Read<R>]) -> Vec<(&'static str, DataType)> {
        let names = reads.iter().map(|(name, kind, _)| (*name, kind.clone()));
        names.collect()
    }
    match level {
        Level::Pairs => of(PAIRS),
        Level::Beads => of(BEADS),
        Level::Findings => of(FINDINGS),
    }
}

/// The schema of a level's table.
#[must_use]
pub fn schema(level: Level) -> SchemaRef {
    let mut fields = vec![Field::new("pair", DataType::UInt64, false)];
    let rest = names(level).into_iter().chain([("error", TEXT)]);
    fields.extend(rest.map(|(name, kind)| Field::new(name, kind, true)));
    Arc::new(Schema::new(fields))
}

fn count(report: &Report, severity: Severity) -> Value<'_> {
    let count = report.counts.severities.get(&severity);
    count.copied().unwrap_or_default().into()
}

fn segments<'r>(report: &'r Report, relation: &str) -> Value<'r> {
    let count = report.counts.segments.get(relation);
    count.copied().unwrap_or_default().into()
}

fn sentences(side: &Side) -> Value<'_> {
    let sentences = side.segments.iter();
    let sentences = sentences.filter(|s| s.kind == SegmentKind::Sentence);
    sentences.count().into()
}

fn verbatim(report: &Report) -> Value<'_> {
    let kept = report.quotations.iter();
    let kept = kept.filter(|q| q.state == QuotationState::Verbatim);
    kept.count().into()
}

fn worst(report: &Report, read: fn(&Finding) -> &String) -> Value<'_> {
    let worst = report.findings.first();
    worst.map_or(Value::Null, |f| read(f).as_str().into())
}

fn bead<'r>(report: &'r Report, index: usize, read: impl Fn(&'r Bead) -> Value<'r>) -> Value<'r> {
    report.alignment.get(index).map_or(Value::Null, read)
}

fn judged<'r>(report: &'r Report, index: usize, read: fn(&Judged) -> Option<f64>) -> Value<'r> {
    bead(report, index, |bead| {
        let value = bead.judged.as_ref().and_then(read);
        value.map_or(Value::Null, Value::from)
    })
}

fn finding<'r>(
    report: &'r Report,
    index: usize,
    read: impl Fn(&'r Finding) -> Value<'r>,
) -> Value<'r> {
    report.findings.get(index).map_or(Value::Null, read)
}

fn place(excerpt: &Option<Excerpt>, read: fn(&Excerpt) -> usize) -> Value<'_> {
    excerpt.as_ref().map_or(Value::Null, |e| read(e).into())
}

fn passage(excerpt: &Option<Excerpt>) -> Value<'_> {
    let excerpt = excerpt.as_ref();
    excerpt.map_or(Value::Null, |e| e.text.as_str().into())
}

fn start<'r>(side: &'r Side, ids: &[usize]) -> Value<'r> {
    let first = ids.first().and_then(|id| side.segments.get(*id));
    first.map_or(Value::Null, |s| s.start.into())
}

fn end<'r>(side: &'r Side, ids: &[usize]) -> Value<'r> {
    let last = ids.last().and_then(|id| side.segments.get(*id));
    last.map_or(Value::Null, |s| s.end.into())
}

/// The sentences of a bead, as they stand in the text or, where others stand between them, with
/// one space.
fn text<'r>(side: &'r Side, ids: &[usize]) -> Value<'r> {
    let mut texts = ids.iter().filter_map(|id| side.segments.get(*id));
    match (texts.next(), ids.len()) {
        (None, _) => Value::Null,
        (Some(only), 1) => only.text.as_str().into(),
        (Some(first), _) => {
            let rest = texts.map(|s| s.text.as_str());
            let all: Vec<&str> = std::iter::once(first.text.as_str()).chain(rest).collect();
            Value::Joined(all.join(" "))
        }
    }
}
