//! The command line, written once over `&mut dyn Write` for the binary and the Python script.

mod args;
mod batch;
mod copies;
mod error;
mod index;
mod input;
mod inspect;
mod output;

#[cfg(feature = "python")]
pub(crate) use input::read_file;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Read, Write};

use clap::Parser;

use crate::error::Error;
use crate::explain::explain;
use crate::options::Options;
use crate::pipeline::compare;
use crate::render;
use crate::render::terminal::TextStyle;
use crate::report::{Finding, Report};
use args::{Arguments, Command, CompareArguments, FailOn, Format};
pub use error::CliError;

/// Exit status: no drift at or above `--fail-on`.
pub const CLEAN: u8 = 0;
/// Exit status: drift at or above `--fail-on`.
pub const DRIFT: u8 = 1;
/// Exit status: nothing was compared, or the report could not be written.
pub const FAILURE: u8 = 2;

/// Columns of the text report where the output is no terminal.
const DEFAULT_WIDTH: usize = 80;
/// Columns of the text report on a terminal wider than that: long lines are hard to read.
const WIDEST: usize = 120;

/// What the command line reads from, writes to and knows of its terminal.
pub struct Console<'c> {
    /// Standard input, for `-`.
    pub input: &'c mut dyn Read,
    /// Standard output.
    pub out: &'c mut dyn Write,
    /// Standard error.
    pub err: &'c mut dyn Write,
    /// Whether `out` shows colours.
    pub colour: bool,
    /// Columns of the terminal behind `out`; `None` where there is no terminal.
    pub width: Option<usize>,
    /// Whether `err` is a terminal, on which a line can be written over.
    pub live: bool,
}

/// Run on the standard streams of the process: what the binary and the Python script do.
///
/// `args` starts with the name of the program.
#[must_use]
pub fn main(args: &[OsString]) -> u8 {
    let stdout = io::stdout().lock();
    let on_terminal = stdout.is_terminal();
    // https://no-color.org: present and not empty.
    let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let width = on_terminal
        .then(terminal_size::terminal_size)
        .flatten()
        .map(|(width, _)| usize::from(width.0));
    run(
        args,
        &mut Console {
            input: &mut io::stdin().lock(),
            out: &mut io::BufWriter::new(stdout),
            err: &mut io::stderr().lock(),
            colour: on_terminal && !no_colour && !dumb,
            width,
            live: io::stderr().is_terminal() && !dumb,
        },
    )
}

/// Run the command line; returns the exit status [`CLEAN`], [`DRIFT`] or [`FAILURE`].
///
/// `args` starts with the name of the program.
pub fn run(args: &[OsString], console: &mut Console<'_>) -> u8 {
    let arguments = match Arguments::try_parse_from(args) {
        Ok(arguments) => arguments,
        Err(usage) => return show_usage(&usage, console),
    };
    let outcome = match arguments.command {
        Command::Compare(arguments) => compare_files(&arguments, console),
        Command::Copies(arguments) => copies::compare_files(&arguments, console),
        Command::Batch(arguments) => batch::compare_file(&arguments, console),
        Command::Inspect(arguments) => inspect::inspect_file(&arguments, console),
        Command::Index(command) => index::run(&command, console),
        Command::Explain { code } => tell(&code, console),
    };
    match outcome {
        Ok(status) => status,
        Err(error) => {
            // Nobody is left to tell where even this fails.
            let _ = writeln!(console.err, "wiredrift: {error}");
            FAILURE
        }
    }
}

fn tell(code: &str, console: &mut Console<'_>) -> Result<u8, CliError> {
    let explanation = explain(code)?;
    output::to_stream(console.out, &explanation.markdown())?;
    Ok(CLEAN)
}

/// Help and version go to standard output and are no failure; wrong usage goes to standard error.
fn show_usage(usage: &clap::Error, console: &mut Console<'_>) -> u8 {
    let text = if console.colour {
        usage.render().ansi().to_string()
    } else {
        usage.render().to_string()
    };
    if usage.use_stderr() {
        let plain = usage.render().to_string();
        let _ = console.err.write_all(plain.as_bytes());
        return FAILURE;
    }
    match output::to_stream(console.out, &text) {
        Ok(()) => CLEAN,
        Err(_) => FAILURE,
    }
}

fn compare_files(arguments: &CompareArguments, console: &mut Console<'_>) -> Result<u8, CliError> {
    let (original, copy) = input::read_pair(&arguments.original, &arguments.copy, console.input)?;
    if let Some(path) = &arguments.output {
        output::refuse_inputs(path, &[&arguments.original, &arguments.copy])?;
    }
    let model = arguments.model.model().map_err(Error::Model)?;
    let options = Options::default()
        .with_paraphrases(arguments.paraphrases)
        .with_model(model);
    let report = compare(&original, &copy, &options)?;
    let status = status(&report.findings, arguments.fail_on);
    let text = show(&report, arguments, console)?;
    match &arguments.output {
        Some(path) => output::to_file(path, &text)?,
        None => output::to_stream(console.out, &text)?,
    }
    Ok(status)
}

/// The exit status that findings give.
fn status(findings: &[Finding], fail_on: FailOn) -> u8 {
    match fail_on.severity() {
        Some(limit) if findings.iter().any(|f| f.severity >= limit) => DRIFT,
        _ => CLEAN,
    }
}

/// The columns of a text report: those asked for, else the terminal's.
fn columns(asked: Option<usize>, to_file: bool, console: &Console<'_>) -> usize {
    let terminal = console.width.filter(|_| !to_file);
    asked
        .or(terminal.map(|columns| columns.min(WIDEST)))
        .unwrap_or(DEFAULT_WIDTH)
}

/// The report in the format asked for, ending in a line feed.
fn show(
    report: &Report,
    arguments: &CompareArguments,
    console: &Console<'_>,
) -> Result<String, CliError> {
    let view = report.filtered(arguments.min_severity.severity());
    let mut text = match arguments.format {
        Format::Json => view.to_json()?,
        Format::Html => render::html(&view),
        Format::Text => {
            // A file keeps no colours and has no terminal's width.
            let to_file = arguments.output.is_some();
            let style = TextStyle::default()
                .with_width(columns(arguments.width, to_file, console))
                .with_colour(console.colour && !to_file)
                .with_only_changed(arguments.only_changed);
            render::terminal::text(&view, &style)
        }
    };
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
}
