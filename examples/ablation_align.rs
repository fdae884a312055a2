//! What each ingredient of the aligner is worth on sets of gold alignments.
//!
//! ```text
//! cargo run --release --example ablation_align -- FOLDER [SET ...] [--half 0|1]
//! ```
//!
//! Reads `FOLDER/SET.jsonl`, one document a line: `source` and `target` (lists of sentences), `gold`
//! (beads as pairs of lists of indices) and, where gold beads do not tell all links, `links`.
//! Prints a table in Markdown: F1 of links / F1 of whole beads, in per cent, over all documents of
//! a set; `--half` takes every other document only, for choosing on one half and looking at the
//! other.

use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;

use serde::Deserialize;
use wiredrift::{AlignOptions, align_sentences_with};

type Link = (usize, usize);
type Group = (Vec<usize>, Vec<usize>);

#[derive(Deserialize)]
struct Gold {
    source: Vec<String>,
    target: Vec<String>,
    gold: BTreeSet<Group>,
    links: Option<BTreeSet<Link>>,
}

/// True positives, predicted and gold.
#[derive(Default)]
struct Count(usize, usize, usize);

impl Count {
    fn add<T: Ord>(&mut self, found: &BTreeSet<T>, gold: &BTreeSet<T>) {
        self.0 += found.intersection(gold).count();
        self.1 += found.len();
        self.2 += gold.len();
    }

    fn f1(&self) -> f64 {
        200.0 * self.0 as f64 / (self.1 + self.2).max(1) as f64
    }
}

fn links(groups: &BTreeSet<Group>) -> BTreeSet<Link> {
    groups
        .iter()
        .flat_map(|(a, b)| a.iter().flat_map(move |i| b.iter().map(move |j| (*i, *j))))
        .collect()
}

fn score(set: &[Gold], options: &AlignOptions) -> (f64, f64) {
    let (mut link, mut bead) = (Count::default(), Count::default());
    for document in set {
        let found: BTreeSet<Group> =
            align_sentences_with(&document.source, &document.target, options)
                .into_iter()
                .filter(|b| !b.original.is_empty() && !b.copy.is_empty())
                .map(|b| (b.original, b.copy))
                .collect();
        let gold = document
            .links
            .clone()
            .unwrap_or_else(|| links(&document.gold));
        link.add(&links(&found), &gold);
        bead.add(&found, &document.gold);
    }
    (link.f1(), bead.f1())
}

fn variant(change: impl Fn(&mut AlignOptions)) -> AlignOptions {
    let mut options = AlignOptions::default();
    change(&mut options);
    options
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut folder = None;
    let mut names = Vec::new();
    let mut half = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--half" => half = Some(arguments.next().ok_or("--half needs 0 or 1")?.parse()?),
            _ if folder.is_none() => folder = Some(argument),
            _ => names.push(argument),
        }
    }
    let folder = folder.ok_or("usage: ablation_align FOLDER [SET ...] [--half 0|1]")?;
    if names.is_empty() {
        for entry in std::fs::read_dir(&folder)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            names.extend(name.strip_suffix(".jsonl").map(str::to_owned));
        }
        names.sort();
    }
    let mut sets = Vec::new();
    for name in &names {
        let text = std::fs::read_to_string(Path::new(&folder).join(format!("{name}.jsonl")))?;
        let mut set: Vec<Gold> = Vec::new();
        for (k, line) in text.lines().enumerate() {
            if half.is_none_or(|h: usize| k % 2 == h) {
                set.push(serde_json::from_str(line)?);
            }
        }
        sets.push(set);
    }
    let variants = [
        ("default", variant(|_| ())),
        ("words only", variant(|o| o.characters = 0.0)),
        ("characters only", variant(|o| o.characters = 1.0)),
        ("no correction for chance", variant(|o| o.chance = false)),
        ("overlap of the bead only", variant(|o| o.own = 0.0)),
        ("own coverage only", variant(|o| o.own = 1.0)),
        ("facts weigh no more", variant(|o| o.facts = 0.0)),
        (
            "repeated words count in full",
            variant(|o| o.repeated = 1.0),
        ),
        ("no evidence from lengths", variant(|o| o.length = 0.0)),
        (
            "one gate for all documents",
            variant(|o| o.gate_power = 0.0),
        ),
        (
            "gate proportional to the median",
            variant(|o| o.gate_power = 1.0),
        ),
        (
            "gate alike where little is shared",
            variant(|o| o.sparse = 0.0),
        ),
        ("no cost of opening a gap", variant(|o| o.gap = 0.0)),
        (
            "merging costs nothing",
            variant(|o| (o.merge, o.merge_close) = (0.0, 0.0)),
        ),
        (
            "merging costs alike on both sides",
            variant(|o| o.finer = 0.0),
        ),
        (
            "merging costs alike in close texts",
            variant(|o| o.merge_close = 0.0),
        ),
        (
            "no share that one sentence alone brings",
            variant(|o| o.fresh = 0.0),
        ),
        ("no beads of many to many", variant(|o| o.block = 1e3)),
        ("beads of one to one only", variant(|o| o.longest = 1)),
        ("nothing reserved for moves", variant(|o| o.reserve = 0.0)),
        ("no moves", variant(|o| o.moves = false)),
    ];
    println!("| variant | {} |", names.join(" | "));
    println!("|---|{}", "---|".repeat(names.len()));
    for (name, options) in &variants {
        print!("| {name} |");
        for set in &sets {
            let (link, bead) = score(set, options);
            print!(" {link:.1}/{bead:.1} |");
        }
        println!();
    }
    Ok(())
}
