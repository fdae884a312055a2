//! Writing the report.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::cli::error::CliError;
use crate::cli::input::{is_input, same_file};

/// Write to a stream. A reader that goes away early (`| head`) is no error.
pub fn to_stream(out: &mut dyn Write, text: &str) -> Result<(), CliError> {
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(CliError::Write {
            name: "standard output".to_owned(),
            source: error,
        }),
        _ => Ok(()),
    }
}

/// Refuse to write over a text that was read.
pub fn refuse_inputs(output: &Path, inputs: &[&Path]) -> Result<(), CliError> {
    let mut files = inputs.iter().filter(|path| !is_input(path));
    if files.any(|path| same_file(path, output)) {
        return Err(CliError::OutputIsInput {
            path: output.to_owned(),
        });
    }
    Ok(())
}

/// Write a file whole or not at all: into a new file beside it, then renamed over it.
pub fn to_file(path: &Path, text: &str) -> Result<(), CliError> {
    let failed = |source| CliError::Write {
        name: path.display().to_string(),
        source,
    };
    // A device or a pipe (`/dev/stdout`, `>(…)`) cannot be renamed over; a link stays a link.
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => {
            return Err(failed(io::Error::from(io::ErrorKind::IsADirectory)));
        }
        Ok(found) if !found.is_file() => return fs::write(path, text).map_err(failed),
        _ => {}
    }
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let beside = beside(&target);
    let written = write_new(&beside, text).and_then(|()| {
        if let Ok(found) = fs::metadata(&target) {
            fs::set_permissions(&beside, found.permissions())?;
        }
        fs::rename(&beside, &target)
    });
    written.map_err(|source| {
        // The half-written file is of no use to anybody; the first error is the one to tell.
        let _ = fs::remove_file(&beside);
        failed(source)
    })
}

fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// A name in the same folder, thus on the same disk; the process number keeps runs apart.
fn beside(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.part", std::process::id()));
    path.with_file_name(name)
}
