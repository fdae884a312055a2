//! Several copies of one original: who changed what, which copies share the same change, and so who
//! may have copied whom.
//!
//! The method is that of stemmatology, the study of how manuscripts of one text descend from each
//! other (K. Lachmann; P. Maas, Textkritik, 1927): what groups copies is not what they keep but the
//! changes they share. Every copy is laid against the original ([`collate`]); places at which some
//! copy departs are *variant locations* and what copies have there *readings* ([`locate`]); the
//! less likely two editors hit upon a reading by themselves, the more it counts ([`weight`]).
//! Distances over the locations ([`distance`]) give a tree by neighbour joining ([`joining`]),
//! rooted at the original, with the support of resampled locations ([`support`]). `docs/copies.md`
//! tells of the method, its figures and its limits.

mod added;
mod collate;
mod data;
mod descent;
mod distance;
mod fit;
mod joining;
mod locate;
mod names;
mod paint;
mod site;
mod support;
#[cfg(feature = "arrow")]
pub mod table;
mod tree;
mod weight;

use std::ops::ControlFlow;

use crate::corpus::{Comparer, each};
use crate::error::{Error, Result};
use crate::options::Options;
use crate::report::{Report, Severity, SideBuilder, signature};

use collate::{Collated, collate};
use locate::{Grid, LACKING};
use site::Axis;

pub use data::{
    COPIES_SCHEMA, Cell, CellState, Change, Comparison, Descent, Location, LocationKind, Mixture,
    Node, Reading, Sentence, Shared, Tree, Witness,
};

/// The most copies accepted: the tree takes the third power of their number.
pub const MAX_COPIES: usize = 500;

/// Number of the method of [`compare_copies`]: part of the signature, so that a result can be told
/// from that of another method.
const METHOD: u32 = 1;

/// Compare several copies with one original, and with each other.
///
/// `copies` are pairs of a name and a text; their order changes nothing. Each copy's report is that
/// of [`crate::compare`]. Of the options, `threads` work on different copies.
///
/// Strange texts are no error: a copy that has nothing of the original is listed and gets no place in
/// the tree. Without copies there is an empty comparison.
///
/// # Errors
/// Those of [`crate::compare`]; [`Error::Copies`] for more than [`MAX_COPIES`] copies,
/// [`Error::SameName`] for two of one name.
///
/// # Example
/// ```
/// use wiredrift::{Options, compare_copies};
///
/// let original = "About 300 people left on Monday. The mayor spoke to them in the harbour hall.";
/// let copies = [
///     ("Echo", "About 400 people left on Monday. The mayor spoke to them in the harbour hall."),
///     ("Post", "About 400 people left on Monday. The mayor shouted at them in the harbour hall."),
///     ("Wire", "About 300 people left on Monday. The mayor spoke to them in the harbour hall."),
/// ];
/// let comparison = compare_copies(original, &copies, &Options::default())?;
/// let shared = comparison.shared_reading(&comparison.shared[0]).unwrap();
/// assert_eq!((shared.0.text.as_str(), shared.1.text.as_str()), ("300", "400"));
/// assert_eq!(shared.1.copies, [0, 1]);
/// # Ok::<(), wiredrift::Error>(())
/// ```
pub fn compare_copies<N, T>(
    original: &str,
    copies: &[(N, T)],
    options: &Options,
) -> Result<Comparison>
where
    N: AsRef<str> + Sync,
    T: AsRef<str> + Sync,
{
    compare_copies_watched(original, copies, options, |_, _| ControlFlow::Continue(()))
}

/// [`compare_copies`], asking `ask(done, total)` on the calling thread after each copy whether to go
/// on. The result is the same.
///
/// # Errors
/// Those of [`compare_copies`], and [`Error::Interrupted`] where the answer is to break.
///
/// # Example
/// ```
/// use std::ops::ControlFlow;
///
/// let copies = [("a", "The gate is shut."), ("b", "The gate is open.")];
/// let mut seen = Vec::new();
/// let options = wiredrift::Options::default();
/// wiredrift::compare_copies_watched("The gate is shut.", &copies, &options, |done, total| {
///     seen.push((done, total));
///     ControlFlow::Continue(())
/// })?;
/// assert_eq!(seen, [(1, 2), (2, 2)]);
/// # Ok::<(), wiredrift::Error>(())
/// ```
pub fn compare_copies_watched<N, T>(
    original: &str,
    copies: &[(N, T)],
    options: &Options,
    mut ask: impl FnMut(usize, usize) -> ControlFlow<()>,
) -> Result<Comparison>
where
    N: AsRef<str> + Sync,
    T: AsRef<str> + Sync,
{
    let total = copies.len();
    if total > MAX_COPIES {
        return Err(Error::Copies {
            copies: total,
            limit: MAX_COPIES,
        });
    }
    let mut sorted: Vec<(&str, &str)> = copies
        .iter()
        .map(|(name, text)| (name.as_ref(), text.as_ref()))
        .collect();
    sorted.sort_unstable();
    let mut neighbours = sorted.iter().zip(sorted.iter().skip(1));
    if let Some(((name, _), _)) = neighbours.find(|((name, _), (next, _))| name == next) {
        return Err(Error::SameName {
            name: (*name).to_owned(),
        });
    }
    let comparer = Comparer::new(original, &options.clone().with_threads(1))?;
    let axis = Axis::new(comparer.original());
    let mut reports: Vec<Report> = Vec::with_capacity(total);
    let mut collated: Vec<Collated> = Vec::with_capacity(total);
    let mut failed = None;
    let take = |index: usize, done: Result<(Report, Collated)>| {
        match done {
            Ok((report, copy)) => {
                reports.push(report);
                collated.push(copy);
            }
            Err(error) => {
                failed = Some(error);
                return ControlFlow::Break(());
            }
        }
        ask(index + 1, total)
    };
    let done = each(total, options.threads, take, |index| {
        let text = sorted.get(index).map_or("", |(_, text)| text);
        comparer.compare_then(text, |pair, report| collate(&axis, pair, report))
    });
    if let Some(error) = failed {
        return Err(error);
    }
    done?;
    let names: Vec<&str> = sorted.iter().map(|(name, _)| *name).collect();
    let side = SideBuilder::new(original, comparer.original()).side();
    let signature = format!("{}|copies:{METHOD}", signature(options));
    let mut comparison = assemble(&axis, &names, reports, collated);
    comparison.original = side;
    comparison.signature = signature;
    Ok(comparison)
}

/// From copies laid against the original to the comparison, but for the original itself.
fn assemble(
    axis: &Axis<'_>,
    names: &[&str],
    reports: Vec<Report>,
    mut collated: Vec<Collated>,
) -> Comparison {
    added::settle_added(&mut collated);
    let borrowed: Vec<&Report> = reports.iter().collect();
    let (mut locations, grid) = locate::locate(axis, &collated, &borrowed);
    let placed: Vec<usize> = (0..names.len())
        .filter(|copy| collated.get(*copy).is_some_and(|c| c.placed))
        .collect();
    let columns: Vec<usize> = std::iter::once(0)
        .chain(placed.iter().map(|c| c + 1))
        .collect();
    let placed_grid = grid.only(&columns);
    let distances = distance::distances(&placed_grid, None);
    let joined = joining::join(&distances, columns.len());
    let (support, resamplings) = support::support(&placed_grid, &joined);
    let (fits, fit) = fit::fit(&placed_grid, &joined);
    for (location, fits) in locations.iter_mut().zip(&fits) {
        location.fits = *fits;
    }
    let mut tree = tree::told(&joined, &placed, &support);
    tree.fit = fit.map(|share| (share * 1e4).round() / 1e4);
    tree.resamplings = resamplings;
    claim_changes(&mut tree, &locations);
    let placed_names: Vec<&str> = placed
        .iter()
        .filter_map(|c| names.get(*c).copied())
        .collect();
    let mixtures = fit::mixed(&placed_grid, &joined, &fits)
        .into_iter()
        .filter_map(|(column, count)| {
            let copy = *placed.get(column.checked_sub(1)?)?;
            Some(Mixture {
                copy,
                locations: count,
                message: format!(
                    "“{}” fits more than one branch: {count} shared changes contradict the tree \
                     with it and would not without it",
                    names.get(copy)?
                ),
            })
        })
        .collect();
    let notices = notices(names, &placed, resamplings, &tree, &locations);
    let sentences = sentences(axis, &collated);
    let copies = names.iter().zip(reports).enumerate();
    let copies = copies.map(|(copy, (name, report))| {
        let (changes, own) = counts(&grid, copy + 1);
        Witness {
            name: (*name).to_owned(),
            placed: placed.binary_search(&copy).is_ok(),
            changes,
            own,
            report,
        }
    });
    Comparison {
        schema: COPIES_SCHEMA,
        signature: String::new(),
        original: crate::report::Side {
            chars: 0,
            segments: Vec::new(),
        },
        copies: copies.collect(),
        sentences,
        shared: shared(&locations),
        distances: square(&distances, &columns, names.len()),
        descents: descent::descents(&placed_grid, &placed, &placed_names),
        mixtures,
        tree,
        locations,
        notices,
    }
}

/// Locations at which a column departs from the original, and those at which it is alone in that.
fn counts(grid: &Grid, column: usize) -> (usize, usize) {
    let (mut changes, mut own) = (0, 0);
    for row in grid.rows() {
        let Some(code) = row.get(column).filter(|c| **c != 0 && **c != LACKING) else {
            continue;
        };
        changes += 1;
        own += usize::from(row.iter().filter(|c| *c == code).count() == 1);
    }
    (changes, own)
}

fn sentences(axis: &Axis<'_>, collated: &[Collated]) -> Vec<Sentence> {
    let segments = axis.sentences.iter().enumerate();
    let rows = segments.map(|(number, segment)| Sentence {
        segment: *segment,
        cells: collated
            .iter()
            .filter_map(|copy| copy.cells.get(number).cloned())
            .collect(),
    });
    rows.collect()
}

/// Changes that two or more copies share, the worst first.
fn shared(locations: &[Location]) -> Vec<Shared> {
    let mut found: Vec<(&Reading, f64, Shared)> = Vec::new();
    for (location, place) in locations.iter().enumerate() {
        for (reading, what) in place.readings.iter().enumerate() {
            if what.change != Change::Kept && what.copies.len() > 1 {
                found.push((what, place.weight, Shared { location, reading }));
            }
        }
    }
    found.sort_by(|(a, weight, at), (b, other, place)| {
        b.severity
            .cmp(&a.severity)
            .then_with(|| b.copies.len().cmp(&a.copies.len()))
            .then_with(|| other.total_cmp(weight))
            .then_with(|| at.location.cmp(&place.location))
            .then_with(|| at.reading.cmp(&place.reading))
    });
    found.into_iter().map(|(_, _, shared)| shared).collect()
}

/// For each group of the tree, the changes that all of it has and nobody else.
fn claim_changes(tree: &mut Tree, locations: &[Location]) {
    let below = tree.below();
    let mut claims: std::collections::BTreeMap<&[usize], (usize, Severity)> =
        std::collections::BTreeMap::new();
    for location in locations {
        for reading in location
            .readings
            .iter()
            .filter(|r| r.change != Change::Kept)
        {
            let claim = claims.entry(&reading.copies).or_default();
            claim.0 += 1;
            claim.1 = claim.1.max(reading.severity);
        }
    }
    for (node, below) in tree.nodes.iter_mut().zip(&below).skip(1) {
        let claim = claims.get(below.as_slice()).copied();
        (node.changes, node.severity) = claim.unwrap_or_default();
    }
}

/// The table of distances with a row for every copy.
fn square(distances: &[f64], columns: &[usize], copies: usize) -> Vec<Vec<Option<f64>>> {
    let mut rows = vec![vec![None; copies + 1]; copies + 1];
    for (i, a) in columns.iter().enumerate() {
        for (j, b) in columns.iter().enumerate() {
            let share = distances.get(i * columns.len() + j).copied();
            if let Some(cell) = rows.get_mut(*a).and_then(|row| row.get_mut(*b)) {
                *cell = share.map(|s| (s * 1e4).round() / 1e4);
            }
        }
    }
    rows
}

fn notices(
    names: &[&str],
    placed: &[usize],
    resamplings: usize,
    tree: &Tree,
    locations: &[Location],
) -> Vec<String> {
    let mut list = Vec::new();
    if names.is_empty() {
        list.push("there are no copies".to_owned());
    }
    for (copy, name) in names.iter().enumerate() {
        if placed.binary_search(&copy).is_err() {
            list.push(format!(
                "“{name}” has nothing in common with the original and no place in the tree"
            ));
        }
    }
    // The first inner node is that of all copies, where there is one.
    let groups = |n: &&Node| n.copy.is_none() && n.parent.is_some_and(|p| p > 0);
    if tree.nodes.iter().any(|n| groups(&n)) && resamplings == 0 {
        list.push(format!(
            "{} copies with {} locations are too many to resample: the groups of the tree come \
             without support",
            placed.len(),
            locations.len()
        ));
    }
    list
}
