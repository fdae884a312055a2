//! The command `batch`.

use std::path::PathBuf;
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};

use super::args::ModelName;
use super::error::CliError;
use super::{CLEAN, Console};
use crate::batch::{Batch, Columns, Done, Progress};
use crate::corpus::table;
use crate::error::Error;
use crate::options::Options;

/// Arguments of `batch`.
#[derive(Args, Debug)]
#[command(after_help = "Exit status:\n  \
    0  every pair was looked at; pairs that could not be compared have an `error`\n  \
    2  an error: the batch was not done, or not to its end\n\n\
Examples:\n  \
    wiredrift batch pairs.parquet --output drift.parquet\n  \
    wiredrift batch pairs.csv --original-column story --copy-column text \\\n      \
        --id-column url --level findings --output findings.jsonl\n\n\
After an interruption the same command goes on where it was: finished parts are kept beside the\n\
output, in OUTPUT.partial, until it is whole. docs/batch.md tells of the columns and of bad rows.")]
pub struct BatchArguments {
    /// The pairs: a file named .parquet, .jsonl, .ndjson or .csv
    pub pairs: PathBuf,

    /// Write the results to FILE, all of them or nothing, in the format that its name ends in
    #[arg(long, short, value_name = "FILE")]
    pub output: PathBuf,

    /// The column of the originals
    #[arg(long, default_value = "original", value_name = "NAME")]
    pub original_column: String,

    /// The column of the copies
    #[arg(long, default_value = "copy", value_name = "NAME")]
    pub copy_column: String,

    /// A column that goes along with the results; may be given several times
    #[arg(long, value_name = "NAME")]
    pub id_column: Vec<String>,

    /// What a row of the results stands for
    #[arg(long, value_enum, default_value_t = Level::Pairs, value_name = "LEVEL")]
    pub level: Level,

    /// Pairs compared at once, 1 to 256; never changes the results [default: all cores]
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,

    /// Level findings: list harmless rewording too, as findings of severity none
    #[arg(long)]
    pub paraphrases: bool,

    /// The model that tells how alike passages are in meaning
    #[arg(long, value_enum, default_value_t = ModelName::Auto, value_name = "MODEL")]
    pub model: ModelName,

    /// Say nothing on standard error
    #[arg(long, short)]
    pub quiet: bool,
}

/// What a row stands for, on the command line.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    /// A pair of texts
    Pairs,
    /// Sentences that stand for one another
    Beads,
    /// A change of meaning
    Findings,
}

impl Level {
    fn level(self) -> table::Level {
        match self {
            Self::Pairs => table::Level::Pairs,
            Self::Beads => table::Level::Beads,
            Self::Findings => table::Level::Findings,
        }
    }
}

/// Compare the pairs of a file; returns the exit status.
pub fn compare_file(arguments: &BatchArguments, console: &mut Console<'_>) -> Result<u8, CliError> {
    let model = arguments.model.model().map_err(Error::Model)?;
    let cores = || available_parallelism().map_or(1, usize::from);
    let options = Options::default()
        .with_paraphrases(arguments.paraphrases)
        .with_model(model)
        .with_threads(arguments.threads.unwrap_or_else(cores));
    let batch = Batch {
        input: &arguments.pairs,
        output: &arguments.output,
        columns: Columns {
            original: arguments.original_column.clone(),
            copy: arguments.copy_column.clone(),
            ids: arguments.id_column.clone(),
        },
        level: arguments.level.level(),
        options,
    };
    let mut bar = (console.live && !arguments.quiet).then(Bar::default);
    let done = batch.run(&mut |progress| {
        if let Some(line) = bar
            .as_mut()
            .and_then(|bar| bar.line(progress, Instant::now()))
        {
            // A terminal that is gone is no reason to stop.
            let _ = write!(console.err, "\r\x1b[K{line}");
            let _ = console.err.flush();
        }
    });
    if bar.is_some_and(|bar| bar.shown.is_some()) {
        let _ = write!(console.err, "\r\x1b[K");
    }
    let done = done?;
    if !arguments.quiet {
        let _ = writeln!(console.err, "{}", summary(&done));
    }
    Ok(CLEAN)
}

/// What was done, in a line or a few.
fn summary(done: &Done) -> String {
    let mut text = String::new();
    if done.damaged {
        text.push_str("parts of an earlier run were damaged and done again\n");
    }
    text.push_str(&format!("{} pairs, {} rows", done.pairs, done.rows));
    if done.before > 0 {
        text.push_str(&format!("; an earlier run had done {} pairs", done.before));
    }
    if done.errors > 0 {
        text.push_str(&format!(
            "; {} pairs could not be compared: see the column `error`",
            done.errors
        ));
    }
    text
}

/// Time between two looks of the line.
const AGAIN: Duration = Duration::from_millis(200);
/// Characters of the bar.
const WIDTH: usize = 24;

/// A line on how far the work is.
#[derive(Default)]
struct Bar {
    /// The first progress, from which speed is reckoned: what an earlier run did took no time.
    first: Option<(Instant, Progress)>,
    shown: Option<Instant>,
}

impl Bar {
    /// The line to show now, or none where the last one is fresh.
    fn line(&mut self, progress: Progress, now: Instant) -> Option<String> {
        let (start, first) = *self.first.get_or_insert((now, progress));
        if self.shown.is_some_and(|shown| now < shown + AGAIN) {
            return None;
        }
        self.shown = Some(now);
        let full = (progress.share * WIDTH as f64) as usize;
        let mut line = format!(
            "[{}{}] {:3.0}%  {} pairs",
            "#".repeat(full.min(WIDTH)),
            "-".repeat(WIDTH - full.min(WIDTH)),
            progress.share * 100.0,
            progress.pairs,
        );
        let took = now.duration_since(start).as_secs_f64();
        let (pairs, share) = (progress.pairs - first.pairs, progress.share - first.share);
        if took > 0.0 && pairs > 0 && share > 0.0 {
            let left = took / share * (1.0 - progress.share);
            line.push_str(&format!(
                "  {:.0} a second  {} left",
                pairs as f64 / took,
                time(left)
            ));
        }
        Some(line)
    }
}

/// A time in the largest unit that tells enough.
fn time(seconds: f64) -> String {
    match seconds {
        s if s < 90.0 => format!("{s:.0} s"),
        s if s < 5400.0 => format!("{:.0} min", s / 60.0),
        s => format!("{:.1} h", s / 3600.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_tells_of_share_speed_and_time_left_and_not_too_often() {
        let mut bar = Bar::default();
        let start = Instant::now();
        let at = |pairs, share| Progress { pairs, share };
        let line = bar.line(at(1000, 0.25), start).unwrap();
        assert_eq!(line, "[######------------------]  25%  1000 pairs");
        assert_eq!(bar.line(at(1001, 0.2502), start + AGAIN / 2), None);
        let line = bar
            .line(at(3000, 0.75), start + Duration::from_secs(10))
            .unwrap();
        assert_eq!(
            line,
            "[##################------]  75%  3000 pairs  200 a second  5 s left"
        );
    }

    #[test]
    fn times_are_told_in_the_unit_that_fits() {
        assert_eq!(time(89.2), "89 s");
        assert_eq!(time(150.0), "2 min");
        assert_eq!(time(9000.0), "2.5 h");
    }

    #[test]
    fn the_summary_tells_what_an_earlier_run_did_and_what_could_not_be_compared() {
        let done = Done {
            pairs: 9,
            errors: 2,
            rows: 20,
            before: 4,
            damaged: false,
        };
        assert_eq!(
            summary(&done),
            "9 pairs, 20 rows; an earlier run had done 4 pairs; 2 pairs could not be compared: see \
             the column `error`"
        );
    }
}
