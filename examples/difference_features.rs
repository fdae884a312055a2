//! Prints the differences of pairs of sentences with their features, for training and for the
//! curious. Reads JSON lines `["original", "copy"]`, writes one JSON object a line. With two files
//! as arguments it compares two stories and writes one object for each pair of passages.
//!
//! ```sh
//! echo '["No one came.", "One came."]' | cargo run --example difference_features
//! cargo run --example difference_features examples/river.original.txt examples/river.copy.txt
//! ```

use std::io::{BufRead, Write, stdin, stdout};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    if let [_, original, copy] = &std::env::args().collect::<Vec<_>>()[..] {
        let read = std::fs::read_to_string;
        print!(
            "{}",
            wiredrift::story_features(&read(original)?, &read(copy)?)?
        );
        return Ok(());
    }
    let mut out = std::io::BufWriter::new(stdout().lock());
    for line in stdin().lock().lines() {
        let (original, copy): (String, String) = serde_json::from_str(&line?)?;
        writeln!(out, "{}", wiredrift::difference_features(&original, &copy))?;
    }
    Ok(out.flush()?)
}
