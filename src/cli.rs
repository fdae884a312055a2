//! The command line, written once over `&mut dyn Write` for the binary and the Python script.

use std::ffi::OsString;
use std::io::Write;

use crate::{Options, compare};

/// Run the command line; returns the exit status 0, 1 or 2.
pub fn run(args: &[OsString], out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    let [_, _, original, copy, ..] = args else {
        return 2;
    };
    let read = |path: &OsString| std::fs::read_to_string(path).unwrap_or_default();
    match compare(&read(original), &read(copy), &Options::default()).and_then(|r| r.to_json()) {
        Ok(json) => {
            let _ = writeln!(out, "{json}");
            0
        }
        Err(error) => {
            let _ = writeln!(err, "wiredrift: {error}");
            2
        }
    }
}
