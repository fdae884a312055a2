//! A file of pairs of any size in, a file of results out, in bounded memory, and after an
//! interruption from where it was.
//!
//! ```text
//! source ──► part of rows ──► compare, on threads ──► part of results ──► journal ──► output
//! ```
//!
//! Where parts begin and end depends on the input alone, and the output on the parts alone: the
//! number of threads and any interruption change no byte of it.

mod error;
mod ids;
mod journal;
mod parquet_in;
mod parquet_out;
mod records;
mod source;
mod text_in;
mod text_out;

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::UInt64Type;
use arrow_schema::{ArrowError, FieldRef, Schema, SchemaRef};

use crate::corpus::each;
use crate::corpus::row::compare_row;
use crate::corpus::table::{Level, TableBuilder, gathered, schema};
use crate::index::folder;
use crate::options::Options;
use crate::report::signature;
pub use error::BatchError;
use journal::{Entry, Journal, Print, Task};
use parquet_out::Written;
pub use source::Columns;
use source::{Format, Part, Source};

/// What to compare, and where to write it.
pub struct Batch<'b> {
    /// The file of pairs.
    pub input: &'b Path,
    /// The file of results.
    pub output: &'b Path,
    /// The columns that are read.
    pub columns: Columns,
    /// What a row of the results stands for.
    pub level: Level,
    /// Options of every comparison; its `threads` work on different pairs.
    pub options: Options,
}

/// How far a batch has come.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// Pairs that are done, those of an earlier run included.
    pub pairs: u64,
    /// Of all the work, from 0 to 1.
    pub share: f64,
}

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Pairs of the input.
    pub pairs: u64,
    /// Pairs of them that could not be compared.
    pub errors: u64,
    /// Rows of the output.
    pub rows: u64,
    /// Pairs that an earlier run had done.
    pub before: u64,
    /// Whether parts of an earlier run were damaged and done again.
    pub damaged: bool,
}

impl Batch<'_> {
    /// Do it, or go on with it; `tell` is called after each pair.
    ///
    /// # Errors
    /// [`BatchError`] says what is wrong with a file or an option. A row that is no pair of texts
    /// is none: it is a row of the output with its `error`.
    pub fn run(&self, tell: &mut dyn FnMut(Progress)) -> Result<Done, BatchError> {
        let format = Format::of(self.output)?;
        let output = self.target()?;
        let mut source = source::open(self.input, &self.columns)?;
        let schema = self.schema(&source.ids())?;
        let state = state(self.input)?;
        let task = self.task(format)?;
        let folder = partial(&output);
        let mut journal = Journal::open(&folder, &output, &task)?;
        let before = journal.entries.iter().map(|entry| entry.pairs).sum();
        let damaged = journal.damaged;
        if !journal.finished {
            self.work(source.as_mut(), format, &mut journal, tell)?;
            if changed(self.input, &state)? {
                return Err(BatchError::Changed {
                    path: self.input.to_owned(),
                    folder,
                });
            }
            finish(&mut journal, &output, format, &schema)?;
        }
        let mut done = Done {
            before,
            damaged,
            ..Done::default()
        };
        for entry in &journal.entries {
            done.pairs += entry.pairs;
            done.errors += entry.errors;
            done.rows += entry.rows;
        }
        journal.remove()?;
        Ok(done)
    }

    /// The file that the output's name leads to, which must be one that can be replaced.
    fn target(&self) -> Result<PathBuf, BatchError> {
        let failed = BatchError::io(self.output, "written");
        let Ok(found) = fs::metadata(self.output) else {
            return Ok(self.output.to_owned());
        };
        if !found.is_file() {
            let kind = match found.is_dir() {
                true => io::ErrorKind::IsADirectory,
                false => io::ErrorKind::Unsupported,
            };
            return Err(failed(kind.into()));
        }
        let output = fs::canonicalize(self.output).map_err(&failed)?;
        if fs::canonicalize(self.input).is_ok_and(|input| input == output) {
            return Err(BatchError::OutputIsInput { path: output });
        }
        Ok(output)
    }

    /// The columns of the output: the pair, those that go along, those of the level.
    fn schema(&self, ids: &[FieldRef]) -> Result<SchemaRef, BatchError> {
        let results = schema(self.level);
        let mut fields = results.fields().to_vec();
        for (at, id) in (1..).zip(ids) {
            if fields.iter().any(|field| field.name() == id.name()) {
                return Err(BatchError::TwoColumns {
                    column: id.name().clone(),
                });
            }
            fields.insert(at, id.clone());
        }
        Ok(Arc::new(Schema::new(fields)))
    }

    fn task(&self, format: Format) -> Result<Task, BatchError> {
        Ok(Task {
            signature: signature(&self.options),
            level: self.level.name().to_owned(),
            format: format.name().to_owned(),
            columns: self.columns.clone(),
            input: Print::of(self.input).map_err(BatchError::io(self.input, "read"))?,
        })
    }

    /// Do all parts that are not done.
    fn work(
        &self,
        source: &mut dyn Source,
        format: Format,
        journal: &mut Journal,
        tell: &mut dyn FnMut(Progress),
    ) -> Result<(), BatchError> {
        let total = source.total().max(1) as f64;
        let (mut pairs, mut done) = (0, 0);
        for entry in &journal.entries {
            pairs += entry.pairs;
            done = entry.done;
        }
        if let Some(last) = journal.entries.last() {
            source.seek(last.next)?;
        }
        while let Some(part) = source.next()? {
            let rows = part.rows.len() as u64;
            let step = part.done.saturating_sub(done) as f64 / rows as f64;
            let (table, errors) = self.compare(&part, pairs, &mut |index| {
                tell(Progress {
                    pairs: pairs + index + 1,
                    share: ((done as f64 + (index + 1) as f64 * step) / total).min(1.0),
                });
            })?;
            let table = with_ids(&table, &part, &source.ids(), pairs).map_err(broken)?;
            let bytes = match format {
                Format::Parquet => parquet_out::encode(&table).map_err(broken)?,
                Format::Lines => text_out::lines(&table),
                Format::Csv => text_out::rows(&table),
            };
            journal.add(&bytes, |file| Entry {
                pairs: rows,
                errors,
                rows: table.num_rows() as u64,
                next: part.next,
                done: part.done,
                file,
            })?;
            pairs += rows;
            done = part.done;
        }
        Ok(())
    }

    /// Compare the pairs of a part, of which the first has the number `first`.
    fn compare(
        &self,
        part: &Part,
        first: u64,
        tell: &mut dyn FnMut(u64),
    ) -> Result<(RecordBatch, u64), BatchError> {
        let single = self.options.clone().with_threads(1);
        let (mut table, mut errors) = (TableBuilder::new(self.level), 0);
        let take = |index: usize, report: Result<_, String>| {
            let pair = first as usize + index;
            match report {
                Ok(report) => table.add(pair, &report),
                Err(error) => {
                    errors += 1;
                    table.add_error(pair, &error);
                }
            }
            tell(index as u64);
            ControlFlow::Continue(())
        };
        each(
            part.rows.len(),
            self.options.threads,
            take,
            |index| match part.rows.get(index) {
                Some(Ok((original, copy))) => compare_row(original, copy, &single),
                Some(Err(reason)) => Err(reason.clone()),
                None => Err("the row is not there".to_owned()),
            },
        )?;
        Ok((table.finish(), errors))
    }
}

/// Whether a file is no longer what it was, by its length and the time of its last change.
fn changed(path: &Path, before: &fs::Metadata) -> Result<bool, BatchError> {
    let now = state(path)?;
    Ok(now.len() != before.len() || now.modified().ok() != before.modified().ok())
}

fn state(path: &Path) -> Result<fs::Metadata, BatchError> {
    fs::metadata(path).map_err(BatchError::io(path, "read"))
}

/// The folder beside an output in which its parts gather.
fn partial(output: &Path) -> PathBuf {
    let mut name = OsString::from(output.file_name().unwrap_or_default());
    name.push(".partial");
    output.with_file_name(name)
}

/// A table of results with the columns of the source that go along, after its first.
fn with_ids(
    table: &RecordBatch,
    part: &Part,
    ids: &[FieldRef],
    first: u64,
) -> Result<RecordBatch, ArrowError> {
    let pairs = table.column(0).as_primitive::<UInt64Type>().values();
    let places = || pairs.iter().map(|pair| (0, (pair - first) as usize));
    let mut fields = table.schema().fields().to_vec();
    let mut columns = table.columns().to_vec();
    for (at, (field, values)) in (1..).zip(ids.iter().zip(&part.ids)) {
        fields.insert(at, field.clone());
        columns.insert(at, gathered(std::slice::from_ref(values), places())?);
    }
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
}

/// What is said where results cannot be put into their form, which is a defect.
fn broken(error: impl std::error::Error + Send + Sync + 'static) -> BatchError {
    BatchError::Results(error.to_string())
}

/// Put the parts together and give the output its name.
fn finish(
    journal: &mut Journal,
    output: &Path,
    format: Format,
    columns: &Schema,
) -> Result<(), BatchError> {
    let path = journal.whole_path();
    let failed = BatchError::io(&path, "written");
    let file = BufWriter::new(File::create(&path).map_err(&failed)?);
    let file = match format {
        Format::Parquet => {
            let parts = journal.entries.iter().enumerate();
            let parts: Vec<_> = parts
                .map(|(index, entry)| Written {
                    path: journal.part(index),
                    rows: entry.rows,
                    bytes: entry.file.bytes,
                })
                .collect();
            parquet_out::assemble(file, columns, &parts).map_err(broken)?
        }
        Format::Lines => append(file, &[], journal).map_err(&failed)?,
        Format::Csv => append(file, &text_out::header(columns), journal).map_err(&failed)?,
    };
    let file = file
        .into_inner()
        .map_err(|error| failed(error.into_error()))?;
    file.sync_all().map_err(&failed)?;
    if let Ok(found) = fs::metadata(output) {
        fs::set_permissions(&path, found.permissions()).map_err(&failed)?;
    }
    journal.finish(Print::of(&path).map_err(&failed)?)?;
    fs::rename(&path, output).map_err(BatchError::io(output, "written"))?;
    let folder = output
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    Ok(folder::sync(folder.unwrap_or(Path::new(".")))?)
}

/// Write the parts one after the other.
fn append<W: Write>(mut out: W, header: &[u8], journal: &Journal) -> io::Result<W> {
    out.write_all(header)?;
    for index in 0..journal.entries.len() {
        io::copy(&mut File::open(journal.part(index))?, &mut out)?;
    }
    Ok(out)
}

#[cfg(test)]
mod tests;
