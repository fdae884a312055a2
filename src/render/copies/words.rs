//! What is said of several copies in words, the same in the terminal and in HTML.

use crate::copies::{CellState, Comparison, Descent, Location, Reading};
use crate::render::words::{plural, severity, shorten, tally};
use crate::report::Severity;

/// Most characters of a message in the verdict.
const MESSAGE: usize = 160;
/// Fewest changes of a group from which on a source of its own is worth telling of.
const FEWEST: usize = 3;
/// Most names in a list.
pub const NAMES: usize = 8;

/// The one sentence to read where there is time for one.
pub fn verdict(comparison: &Comparison) -> String {
    let copies = comparison.copies.len();
    if copies == 0 {
        return "There are no copies to compare.".to_owned();
    }
    let places = comparison.locations.len();
    let verb = if copies == 1 { "departs" } else { "depart" };
    let extent = match places {
        0 => return format!("{}, and none departs from the original.", counted(copies)),
        _ => format!(
            "{} {verb} from the original in {}",
            counted(copies),
            plural(places, "place")
        ),
    };
    let shared = match comparison.shared.len() {
        0 if copies == 1 => return format!("{extent}."),
        0 => return format!("{extent}; no change is shared."),
        1 => "1 change is shared".to_owned(),
        many => format!("{many} changes are shared"),
    };
    let first = comparison.shared.first();
    let worst = first.and_then(|shared| comparison.shared_reading(shared));
    match worst {
        Some((location, reading)) if reading.severity > Severity::None => format!(
            "{extent}; {shared}. The worst of them: {}.",
            shorten(&change(location, reading), MESSAGE).trim_end_matches('.')
        ),
        _ => format!("{extent}; {shared}, none with a finding."),
    }
}

fn counted(copies: usize) -> String {
    match copies {
        1 => "1 copy".to_owned(),
        many => format!("{many} copies"),
    }
}

/// What was changed, in words: the finding on it, or both readings.
pub fn change(location: &Location, reading: &Reading) -> String {
    if let Some(message) = &reading.message {
        return message.clone();
    }
    let quoted = |text: &str| match text.is_empty() {
        true => "nothing".to_owned(),
        false => format!("“{text}”"),
    };
    use crate::copies::LocationKind;
    match location.kind {
        LocationKind::Insertion | LocationKind::Addition => {
            format!("{} put in", quoted(&reading.text))
        }
        LocationKind::Omission => format!("{} left out", quoted(&location.text)),
        LocationKind::Position => format!("{} moved {}", quoted(&location.text), reading.text),
        LocationKind::Boundary => format!("{} {}", quoted(&location.text), reading.text),
        _ if reading.text.is_empty() => format!("{} left out", quoted(&location.text)),
        _ => format!(
            "{} became {}",
            quoted(&location.text),
            quoted(&reading.text)
        ),
    }
}

/// Names of copies, as a list in words.
pub fn names(comparison: &Comparison, copies: &[usize]) -> String {
    let shown: Vec<&str> = copies
        .iter()
        .take(NAMES)
        .map(|copy| comparison.name(*copy))
        .collect();
    let rest = copies.len().saturating_sub(NAMES);
    match (shown.as_slice(), rest) {
        (_, 1..) => format!("{} and {rest} more", shown.join(", ")),
        ([], _) => String::new(),
        ([only], _) => (*only).to_owned(),
        ([first @ .., last], _) => format!("{} and {last}", first.join(", ")),
    }
}

/// Sentences of a copy by what became of them.
pub fn cells(comparison: &Comparison, copy: usize) -> String {
    let of = |state: CellState| {
        let cells = comparison.sentences.iter();
        let cells = cells.filter_map(|s| s.cells.get(copy));
        cells.filter(|cell| cell.state == state).count()
    };
    let states = CellState::ALL.iter();
    tally(states.map(|state| (state.name().replace('_', " "), of(*state))))
}

/// What the tree and the changes say on where the copies come from, as hypotheses.
pub fn sources(comparison: &Comparison) -> Vec<String> {
    let descents = comparison.descents.iter();
    let mut said: Vec<String> = descents.map(|d| d.message.clone()).collect();
    said.extend(lost_sources(comparison));
    said.extend(comparison.mixtures.iter().map(|m| m.message.clone()));
    said
}

/// Groups whose changes no copy of theirs can have handed on to the others: their source is not
/// among the copies.
fn lost_sources(comparison: &Comparison) -> Vec<String> {
    let below = comparison.tree.below();
    let nodes = comparison.tree.nodes.iter().zip(&below).skip(1);
    let groups = nodes.filter(|(node, _)| node.copy.is_none() && node.changes >= FEWEST);
    let lost = groups.filter(|(_, group)| {
        let is_source = |copy: &usize| {
            let mut others = group.iter().filter(|other| *other != copy);
            others.all(|other| descends(&comparison.descents, *other, *copy, group.len()))
        };
        !group.iter().any(is_source)
    });
    lost.map(|(node, group)| {
        let names: Vec<String> = group
            .iter()
            .take(NAMES)
            .map(|copy| format!("“{}”", comparison.name(*copy)))
            .collect();
        let rest = match group.len().saturating_sub(NAMES) {
            0 => String::new(),
            rest => format!(" and {rest} more"),
        };
        format!(
            "{}{rest} share {} that no other copy has, and none of them can be the source of the \
             rest: they seem to go back to a copy that is not here",
            names.join(", "),
            plural(node.changes, "change"),
        )
    })
    .collect()
}

/// Whether a copy goes back to another by a chain of hypotheses of at most `steps`.
fn descends(descents: &[Descent], copy: usize, source: usize, steps: usize) -> bool {
    let mut at = copy;
    for _ in 0..steps {
        let Some(descent) = descents.iter().find(|d| d.to == at) else {
            return false;
        };
        if descent.from == source {
            return true;
        }
        at = descent.from;
    }
    false
}

/// What there is to say of a node beside its name.
pub fn node(comparison: &Comparison, index: usize) -> String {
    let Some(node) = comparison.tree.nodes.get(index) else {
        return String::new();
    };
    let mut said = Vec::new();
    match node.copy.and_then(|copy| comparison.copies.get(copy)) {
        Some(copy) => said.push(format!("{} of its own", plural(copy.own, "change"))),
        None if node.changes > 0 => said.push(format!("{} shared", plural(node.changes, "change"))),
        None => {}
    }
    if node.severity > Severity::None {
        said.push(format!("the worst {}", severity(node.severity)));
    }
    if let Some(support) = node.support {
        said.push(format!("support {support:.0}%"));
    }
    said.join(", ")
}

/// How well the tree fits, in words.
pub fn fit(comparison: &Comparison) -> String {
    let Some(fit) = comparison.tree.fit else {
        return "No change is shared: nothing groups the copies.".to_owned();
    };
    let support = match comparison.tree.resamplings {
        0 => String::new(),
        times => format!(" Support rests on {times} resamplings."),
    };
    format!(
        "{:.0}% of the shared changes, by weight, can each have been made once on this tree.{support}",
        100.0 * fit
    )
}
