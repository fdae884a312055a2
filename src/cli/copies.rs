//! The command `copies`.

use std::collections::BTreeMap;
use std::path::Path;

use super::args::{CopiesArguments, Format};
use super::error::CliError;
use super::{CLEAN, Console, DRIFT, columns, input, output};
use crate::copies::{Comparison, compare_copies};
use crate::error::Error;
use crate::options::Options;
use crate::render;
use crate::render::terminal::TextStyle;

/// Compare files with one original and with each other; returns the exit status.
pub fn compare_files(
    arguments: &CopiesArguments,
    console: &mut Console<'_>,
) -> Result<u8, CliError> {
    let inputs: Vec<&Path> = std::iter::once(&arguments.original)
        .chain(&arguments.copies)
        .map(AsRef::as_ref)
        .collect();
    if inputs.iter().filter(|path| input::is_input(path)).count() > 1 {
        return Err(CliError::BothFromInput);
    }
    if let Some(same) = arguments
        .copies
        .iter()
        .find(|copy| !input::is_input(copy) && input::same_file(&arguments.original, copy))
    {
        return Err(CliError::SameFile { path: same.clone() });
    }
    if let Some(path) = &arguments.output {
        output::refuse_inputs(path, &inputs)?;
    }
    let original = input::read(&arguments.original, console.input)?;
    let mut copies = Vec::with_capacity(arguments.copies.len());
    for (path, name) in arguments.copies.iter().zip(names(&arguments.copies)) {
        copies.push((name, input::read(path, console.input)?));
    }
    let model = arguments.model.model().map_err(Error::Model)?;
    let options = Options::default().with_model(model);
    let comparison = compare_copies(&original, &copies, &options)?;
    let mut text = show(&comparison, arguments, console)?;
    if !text.ends_with('\n') {
        text.push('\n');
    }
    match &arguments.output {
        Some(path) => output::to_file(path, &text)?,
        None => output::to_stream(console.out, &text)?,
    }
    let worst = comparison.copies.iter().map(|copy| copy.report.severity);
    Ok(match (arguments.fail_on.severity(), worst.max()) {
        (Some(limit), Some(worst)) if worst >= limit => DRIFT,
        _ => CLEAN,
    })
}

/// What to call each file: its name without `.txt`, or all of its path where others have that name.
fn names<P: AsRef<Path>>(paths: &[P]) -> Vec<String> {
    let short = |path: &Path| {
        let name = path.file_name().unwrap_or(path.as_os_str());
        let name = name.to_string_lossy();
        name.strip_suffix(".txt").unwrap_or(&name).to_owned()
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for path in paths {
        *counts.entry(short(path.as_ref())).or_default() += 1;
    }
    let names = paths.iter().map(|path| {
        let (path, name) = (path.as_ref(), short(path.as_ref()));
        match counts.get(&name) {
            Some(1) => name,
            _ => path.display().to_string(),
        }
    });
    names.collect()
}

fn show(
    comparison: &Comparison,
    arguments: &CopiesArguments,
    console: &Console<'_>,
) -> Result<String, CliError> {
    Ok(match arguments.format {
        Format::Json => comparison.to_json()?,
        Format::Html => render::copies::html(comparison),
        Format::Text => {
            let to_file = arguments.output.is_some();
            let style = TextStyle::default()
                .with_width(columns(arguments.width, to_file, console))
                .with_colour(console.colour && !to_file)
                .with_only_changed(arguments.only_changed)
                .with_min_severity(arguments.min_severity.severity());
            render::copies::text(comparison, &style)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_named_after_its_file_and_two_of_one_name_after_their_paths() {
        let paths = ["a/post.txt", "wire", "b/post.txt", "c/echo.copy.txt"];
        assert_eq!(
            names(&paths),
            ["a/post.txt", "wire", "b/post.txt", "echo.copy"]
        );
    }
}
