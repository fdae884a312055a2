//! The arguments.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::batch::BatchArguments;
use super::index::IndexCommand;
use crate::report::Severity;
use crate::semantic::{Model, ModelError};

/// wiredrift says exactly what a copied news story changed.
#[derive(Parser, Debug)]
#[command(name = "wiredrift", version, about)]
#[command(after_help = "Example:\n  wiredrift compare original.txt copy.txt\n\n\
    `wiredrift help compare` tells of every option.")]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Compare a copy with its original and report what the copy changed, worst first
    Compare(CompareArguments),
    /// Compare several copies of one original with each other: who shares whose changes
    Copies(CopiesArguments),
    /// Compare the pairs of a file of any size: Parquet, JSON lines or CSV in, one of them out
    Batch(BatchArguments),
    /// Inspect one text alone and report the damage that shows without its original
    Inspect(InspectArguments),
    /// Find the original of a copy among many: build an index of originals, ask it
    #[command(subcommand)]
    Index(IndexCommand),
    /// Explain a code of a finding: what it means, an example, its limits
    Explain {
        /// A code, such as WD301
        code: String,
    },
}

/// Arguments of `compare`.
#[derive(Args, Debug)]
#[command(after_help = "Exit status:\n  \
    0  no finding at or above --fail-on\n  \
    1  at least one\n  \
    2  an error: nothing was compared, or the report could not be written\n\n\
Examples:\n  \
    wiredrift compare original.txt copy.txt\n  \
    wiredrift compare original.txt copy.txt --format html --output report.html\n  \
    curl -s https://example.org/copy.txt | wiredrift compare original.txt - --fail-on critical\n\n\
Texts are plain UTF-8. A byte order mark at the start is dropped; offsets in the report count\n\
Unicode code points from the character after it.")]
pub struct CompareArguments {
    /// The original story, a text file in UTF-8, or `-` for standard input
    pub original: PathBuf,

    /// The copy of it, a text file in UTF-8, or `-` for standard input
    pub copy: PathBuf,

    /// How to show the report
    #[arg(long, short, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub format: Format,

    /// Write the report to FILE, all of it or nothing, instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// List only findings at or above this severity; the scores stay those of the whole
    #[arg(long, value_enum, default_value_t = Level::None, value_name = "SEVERITY")]
    pub min_severity: Level,

    /// Exit with status 1 when there is a finding at or above this severity
    #[arg(long, value_enum, default_value_t = FailOn::Minor, value_name = "SEVERITY")]
    pub fail_on: FailOn,

    /// Text format: leave out the sentences that the copy did not change
    #[arg(long)]
    pub only_changed: bool,

    /// Text format: columns to wrap to [default: the terminal's, at most 120; 80 without one]
    #[arg(long, value_name = "COLUMNS", value_parser = columns)]
    pub width: Option<usize>,

    /// List harmless rewording too, as findings of severity none; changes no score
    #[arg(long)]
    pub paraphrases: bool,

    /// The model that tells how alike passages are in meaning
    #[arg(long, value_enum, default_value_t = ModelName::Auto, value_name = "MODEL")]
    pub model: ModelName,
}

/// Arguments of `copies`.
#[derive(Args, Debug)]
#[command(after_help = "Exit status:\n  \
    0  no finding at or above --fail-on in any copy\n  \
    1  at least one\n  \
    2  an error: nothing was compared, or the result could not be written\n\n\
Examples:\n  \
    wiredrift copies original.txt morning.txt evening.txt digest.txt\n  \
    wiredrift copies original.txt *.txt --format html --output copies.html\n\n\
A copy is named after its file, without `.txt`; where two files have one name, after the path. The\n\
order of the copies changes nothing. docs/copies.md tells of the method and of what it cannot tell.")]
pub struct CopiesArguments {
    /// The original story, a text file in UTF-8, or `-` for standard input
    pub original: PathBuf,

    /// Copies of it, text files in UTF-8; one of all the texts may be `-` for standard input
    #[arg(required = true, value_name = "COPY")]
    pub copies: Vec<PathBuf>,

    /// How to show the comparison
    #[arg(long, short, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub format: Format,

    /// Write the comparison to FILE, all of it or nothing, instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Exit with status 1 when a copy has a finding at or above this severity
    #[arg(long, value_enum, default_value_t = FailOn::Minor, value_name = "SEVERITY")]
    pub fail_on: FailOn,

    /// Text format: list only shared changes at or above this severity
    #[arg(long, value_enum, default_value_t = Level::None, value_name = "SEVERITY")]
    pub min_severity: Level,

    /// Text format: leave out the sentences that no copy changed
    #[arg(long)]
    pub only_changed: bool,

    /// Text format: columns to wrap to [default: the terminal's, at most 120; 80 without one]
    #[arg(long, value_name = "COLUMNS", value_parser = columns)]
    pub width: Option<usize>,

    /// The model that tells how alike passages are in meaning
    #[arg(long, value_enum, default_value_t = ModelName::Auto, value_name = "MODEL")]
    pub model: ModelName,
}

/// Built-in models of meaning.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum ModelName {
    /// What is best by measurement
    Auto,
    /// Static vectors: hundreds of thousands of sentences a second
    Fast,
    /// A sentence transformer: hundreds of sentences a second
    Accurate,
}

impl ModelName {
    /// The model it stands for.
    ///
    /// # Errors
    /// [`ModelError::Missing`] where the program was built without the accurate model.
    pub fn model(self) -> Result<Model, ModelError> {
        match self {
            Self::Auto => Ok(Model::Auto),
            Self::Fast => Ok(Model::Fast),
            Self::Accurate => Model::accurate(),
        }
    }
}

/// Arguments of `inspect`.
#[derive(Args, Debug)]
#[command(after_help = "Exit status:\n  \
    0  no finding at or above --fail-on\n  \
    1  at least one\n  \
    2  an error: nothing was inspected, or the result could not be written\n\n\
Examples:\n  \
    wiredrift inspect copy.txt\n  \
    wiredrift inspect copy.txt --format json\n\n\
Texts are plain UTF-8. A byte order mark at the start is dropped; offsets count\n\
Unicode code points from the character after it.")]
pub struct InspectArguments {
    /// The text, a file in UTF-8, or `-` for standard input
    pub text: PathBuf,

    /// How to show the result
    #[arg(long, short, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub format: Format,

    /// Write the result to FILE, all of it or nothing, instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// List only findings at or above this severity
    #[arg(long, value_enum, default_value_t = Level::None, value_name = "SEVERITY")]
    pub min_severity: Level,

    /// Exit with status 1 when there is a finding at or above this severity
    #[arg(long, value_enum, default_value_t = FailOn::Minor, value_name = "SEVERITY")]
    pub fail_on: FailOn,

    /// Text format: columns to wrap to [default: the terminal's, at most 120; 80 without one]
    #[arg(long, value_name = "COLUMNS", value_parser = columns)]
    pub width: Option<usize>,
}

/// Formats of a report.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Text for reading in a terminal
    Text,
    /// One line of JSON, as described in schema/report.schema.json
    Json,
    /// One self-contained page
    Html,
}

/// A severity on the command line.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    /// Everything that was found
    None,
    /// Wording or precision; the fact survives
    Minor,
    /// Content lost or materially different
    Major,
    /// Misinformed on who, how many, whether, when, or what was said
    Critical,
}

impl Level {
    /// The severity it stands for.
    pub fn severity(self) -> Severity {
        match self {
            Self::None => Severity::None,
            Self::Minor => Severity::Minor,
            Self::Major => Severity::Major,
            Self::Critical => Severity::Critical,
        }
    }
}

/// The severity from which on the exit status is 1.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum FailOn {
    /// Wording or precision; the fact survives
    Minor,
    /// Content lost or materially different
    Major,
    /// Misinformed on who, how many, whether, when, or what was said
    Critical,
    /// Never: exit with 0 whatever was found
    Never,
}

impl FailOn {
    /// The severity it stands for; `None` for never.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Minor => Some(Severity::Minor),
            Self::Major => Some(Severity::Major),
            Self::Critical => Some(Severity::Critical),
            Self::Never => None,
        }
    }
}

/// Fewest and most columns: below, excerpts cannot be told apart; above, nobody reads.
const COLUMNS: std::ops::RangeInclusive<usize> = 20..=1000;

fn columns(given: &str) -> Result<usize, String> {
    match given.parse() {
        Ok(width) if COLUMNS.contains(&width) => Ok(width),
        _ => Err(format!(
            "give a number of columns from {} to {}",
            COLUMNS.start(),
            COLUMNS.end()
        )),
    }
}
