//! Prints the differences of pairs of sentences with their features, for training and for the
//! curious. Reads JSON lines `["original", "copy"]`, writes one JSON object a line. With two files
//! as arguments it compares two stories and writes one object for each pair of passages. With
//! `--judgement` it reads a line for each folder with an `original.txt` and a `copy.txt` and writes
//! one object a folder, with `--read` as well what a `read.json` there says was read of the two
//! together; with `--pieces` it writes the word pieces of the passages that are read so. With
//! `--exchanges FILE` what was seen in marked stories is asked of that table; with `--listed` it reads
//! lines of the list of exchanges and writes the keys and codes of each.
//!
//! ```sh
//! echo '["No one came.", "One came."]' | cargo run --example difference_features
//! cargo run --example difference_features examples/river.original.txt examples/river.copy.txt
//! ls -d evals/pairs/* | cargo run --example difference_features -- --judgement
//! ```

use std::io::{BufRead, Write, stdin, stdout};
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let read = |path: &Path| std::fs::read_to_string(path);
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let stdout = stdout();
    let mut out = std::io::BufWriter::new(stdout.lock());
    if let [original, copy] = &arguments[..]
        && !original.starts_with("--")
    {
        let (original, copy) = (read(Path::new(original))?, read(Path::new(copy))?);
        write!(out, "{}", wiredrift::story_features(&original, &copy)?)?;
        return Ok(out.flush()?);
    }
    let asked = |name: &str| arguments.iter().any(|a| a == name);
    if let Some(at) = arguments.iter().position(|a| a == "--exchanges") {
        let file = arguments.get(at + 1).ok_or("which table of exchanges?")?;
        if !wiredrift::Exchanges::replace(std::fs::read(file)?) {
            return Err("a table of exchanges is in use already".into());
        }
    }
    if asked("--listed") {
        for line in stdin().lock().lines() {
            let keys = wiredrift::listed_keys(&line?);
            writeln!(out, "{}", serde_json::to_string(&keys)?)?;
        }
        return Ok(out.flush()?);
    }
    let (judgement, pieces, joint) = (asked("--judgement"), asked("--pieces"), asked("--read"));
    for line in stdin().lock().lines() {
        let line = line?;
        if judgement || pieces {
            let folder = Path::new(&line);
            let side = |name: &str| read(&folder.join(name));
            let (original, copy) = (side("original.txt")?, side("copy.txt")?);
            let told = if pieces {
                wiredrift::story_pieces(&original, &copy)?
            } else {
                let read: Vec<Option<Vec<f32>>> = if joint {
                    serde_json::from_str(&side("read.json")?)?
                } else {
                    Vec::new()
                };
                wiredrift::judgement_features(&original, &copy, &read)?
            };
            writeln!(out, "{told}")?;
        } else {
            let (original, copy): (String, String) = serde_json::from_str(&line)?;
            writeln!(out, "{}", wiredrift::difference_features(&original, &copy))?;
        }
    }
    Ok(out.flush()?)
}
