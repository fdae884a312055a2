//! The command `index`.

mod sources;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::error::CliError;
use super::{CLEAN, Console, DRIFT, columns, input, output};
use crate::error::Error;
use crate::index::{Candidate, Index, IndexError, IndexOptions};
use crate::options::Options;
use crate::pipeline::compare;
use crate::render::terminal::{TextStyle, text};
use sources::{Fields, each};

/// Documents handed to the index at once.
const PORTION: usize = 512;
/// Bytes of documents handed to the index at once, if they are long.
const PORTION_BYTES: usize = 8 << 20;
/// Documents between two lines on how far the work is.
const TOLD: usize = 50_000;

/// The commands of `index`.
#[derive(Subcommand, Debug)]
pub enum IndexCommand {
    /// Make an index of originals, or go on with one whose making was cut off
    Build(AddArguments),
    /// Add originals to an index that is there
    Add(AddArguments),
    /// Find the originals that a copy may come from, the best first
    Find(FindArguments),
    /// Read all of an index and tell of damage
    Check {
        /// The folder of the index
        index: PathBuf,
    },
}

/// Arguments of `index build` and `index add`.
#[derive(Args, Debug)]
#[command(
    after_help = "Documents that are there already, with the same text, are passed over: after an\n\
interruption the same command goes on where it was. At any moment the index is whole.\n\n\
Examples:\n  \
    wiredrift index build originals/ stories.jsonl\n  \
    zcat stories.jsonl.gz | wiredrift index add originals/ - --id-field url --text-field body"
)]
pub struct AddArguments {
    /// The folder of the index
    pub index: PathBuf,

    /// Text files (their path is the id), JSON lines (.jsonl, .ndjson), folders of either, or `-` for
    /// JSON lines from standard input
    #[arg(required = true)]
    pub files: Vec<PathBuf>,

    /// JSON lines: the field with the id
    #[arg(long, default_value = "id", value_name = "NAME")]
    pub id_field: String,

    /// JSON lines: the field with the text
    #[arg(long, default_value = "text", value_name = "NAME")]
    pub text_field: String,

    /// Keep no texts in a new index: a third of the space, but no `--compare`
    #[arg(long)]
    pub no_texts: bool,

    /// Memory in which documents gather before they are written, in MiB
    #[arg(long, default_value_t = 256, value_name = "MIB", value_parser = clap::value_parser!(u32).range(1..=65536))]
    pub memory: u32,

    /// Threads that read documents; they never change the index
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub threads: usize,

    /// Say nothing on standard error
    #[arg(long, short)]
    pub quiet: bool,
}

/// Arguments of `index find`.
#[derive(Args, Debug)]
#[command(after_help = "Exit status:\n  \
    0  a candidate was found (with --compare: and the copy did not change it)\n  \
    1  none was found (with --compare: or the copy changed it)\n  \
    2  an error\n\n\
Example:\n  \
    wiredrift index find originals/ copy.txt --compare")]
pub struct FindArguments {
    /// The folder of the index
    pub index: PathBuf,

    /// The copy, a text file in UTF-8, or `-` for standard input
    pub copy: PathBuf,

    /// The most candidates, 1 to 256
    #[arg(long, short = 'n', default_value_t = 10, value_name = "N")]
    pub limit: usize,

    /// How to show the candidates
    #[arg(long, short, value_enum, default_value_t = FoundFormat::Text, value_name = "FORMAT")]
    pub format: FoundFormat,

    /// Compare the copy with the best candidate and report what it changed
    #[arg(long)]
    pub compare: bool,
}

/// Formats of the candidates.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum FoundFormat {
    /// A table for reading in a terminal
    Text,
    /// A line of JSON for each candidate
    Jsonl,
}

/// Run a command of `index`; returns the exit status.
pub fn run(command: &IndexCommand, console: &mut Console<'_>) -> Result<u8, CliError> {
    match command {
        IndexCommand::Build(arguments) => add(arguments, true, console),
        IndexCommand::Add(arguments) => add(arguments, false, console),
        IndexCommand::Find(arguments) => find(arguments, console),
        IndexCommand::Check { index } => {
            let index = Index::open(index)?;
            index.check(&mut || std::ops::ControlFlow::Continue(()))?;
            let all = format!("{} documents, whole\n", index.len());
            output::to_stream(console.out, &all)?;
            Ok(CLEAN)
        }
    }
}

fn add(arguments: &AddArguments, make: bool, console: &mut Console<'_>) -> Result<u8, CliError> {
    let options = IndexOptions::default()
        .with_texts(!arguments.no_texts)
        .with_memory((arguments.memory as usize) << 20)
        .with_threads(arguments.threads);
    let mut index = match Index::open(&arguments.index) {
        Err(Error::Index(IndexError::Missing { .. })) if make => {
            Index::create(&arguments.index, &options)?
        }
        opened => opened?.with_options(&options),
    };
    let before = index.len();
    let fields = Fields {
        id: &arguments.id_field,
        text: &arguments.text_field,
    };
    let (mut group, mut bytes, mut told) = (Vec::new(), 0, before);
    each(&arguments.files, &fields, console.input, &mut |id, text| {
        bytes += text.len();
        group.push((id, text));
        if group.len() < PORTION && bytes < PORTION_BYTES {
            return Ok(());
        }
        add_group(&mut index, &mut group)?;
        bytes = 0;
        if !arguments.quiet && index.len() >= told + TOLD {
            told = index.len();
            let _ = writeln!(console.err, "{told} documents");
        }
        Ok(())
    })?;
    add_group(&mut index, &mut group)?;
    index.commit()?;
    if !arguments.quiet {
        let (all, new) = (index.len(), index.len() - before);
        let _ = writeln!(console.err, "{new} documents added, {all} in all");
    }
    Ok(CLEAN)
}

fn add_group(index: &mut Index, group: &mut Vec<(String, String)>) -> Result<(), CliError> {
    index.add_many(group, &mut |_| std::ops::ControlFlow::Continue(()))?;
    group.clear();
    Ok(())
}

fn find(arguments: &FindArguments, console: &mut Console<'_>) -> Result<u8, CliError> {
    let copy = input::read(&arguments.copy, console.input)?;
    let index = Index::open(&arguments.index)?;
    let found = index.find(&copy, arguments.limit)?;
    let mut shown = match arguments.format {
        FoundFormat::Text => table(&found),
        FoundFormat::Jsonl => {
            let mut lines = String::new();
            for candidate in &found {
                lines.push_str(&serde_json::to_string(candidate).map_err(Error::from)?);
                lines.push('\n');
            }
            lines
        }
    };
    let mut status = if found.is_empty() { DRIFT } else { CLEAN };
    if let (true, Some(best)) = (arguments.compare, found.first()) {
        let original = index.text(&best.id)?;
        let report = compare(&original, &copy, &Options::default())?;
        status = super::status(&report.findings, super::args::FailOn::Minor);
        match arguments.format {
            FoundFormat::Jsonl => {
                shown.push_str(&report.to_json()?);
                shown.push('\n');
            }
            FoundFormat::Text => {
                let style = TextStyle::default()
                    .with_width(columns(None, false, console))
                    .with_colour(console.colour);
                shown.push('\n');
                shown.push_str(&text(&report, &style));
            }
        }
    }
    output::to_stream(console.out, &shown)?;
    Ok(status)
}

/// The candidates as a table.
fn table(found: &[Candidate]) -> String {
    if found.is_empty() {
        return "no candidate\n".to_owned();
    }
    let mut table = String::from("   score  explained   adds  sentences  id\n");
    for candidate in found {
        // An id is the caller's own, and may have anything in it.
        let id: String = candidate.id.chars().filter(|c| !c.is_control()).collect();
        table.push_str(&format!(
            "{:8.0} {:9.0}% {:5.0}% {:10}  {id}\n",
            candidate.score,
            candidate.explained * 100.0,
            candidate.adds * 100.0,
            candidate.matches.len(),
        ));
    }
    table
}
