//! The command `inspect`.

use super::args::{Format, InspectArguments};
use super::error::CliError;
use super::{Console, columns, input, output, status};
use crate::options::Options;
use crate::pipeline::inspect;
use crate::render;
use crate::render::terminal::TextStyle;

/// Inspect a file and show the result; returns the exit status.
pub fn inspect_file(
    arguments: &InspectArguments,
    console: &mut Console<'_>,
) -> Result<u8, CliError> {
    let text = input::read(&arguments.text, console.input)?;
    if let Some(path) = &arguments.output {
        output::refuse_inputs(path, &[&arguments.text])?;
    }
    let inspection = inspect(&text, &Options::default())?;
    let status = status(&inspection.findings, arguments.fail_on);
    let view = inspection.filtered(arguments.min_severity.severity());
    let to_file = arguments.output.is_some();
    let mut shown = match arguments.format {
        Format::Json => view.to_json()?,
        Format::Html => render::inspection::html(&view),
        Format::Text => {
            let style = TextStyle::default()
                .with_width(columns(arguments.width, to_file, console))
                .with_colour(console.colour && !to_file);
            render::inspection::text(&view, &style)
        }
    };
    if !shown.ends_with('\n') {
        shown.push('\n');
    }
    match &arguments.output {
        Some(path) => output::to_file(path, &shown)?,
        None => output::to_stream(console.out, &shown)?,
    }
    Ok(status)
}
