//! What a reader of the figures should know beyond the findings.

use crate::report::{Bead, BeadRelation, SegmentKind, Side};

/// Marks that may end a sentence, a quotation or a parenthesis.
const ENDS: &[char] = &[
    '.', '?', '!', '…', '。', '？', '！', '।', '؟', '"', '”', '’', '\'', '»', '›', ')', ']',
];

/// Fewest story segments of a text whose end can be judged: a headline or a lone line needs no
/// full stop.
const ENOUGH: usize = 3;

/// The notices for a pair, in a fixed order.
pub fn notices(original: &Side, copy: &Side, alignment: &[Bead]) -> Vec<String> {
    let mut list = Vec::new();
    for (name, side) in [("original", original), ("copy", copy)] {
        let story = story(side);
        if story.is_empty() {
            list.push(match side.chars {
                0 => format!("the {name} is empty"),
                _ => format!("the {name} has no story text"),
            });
        } else if story.len() >= ENOUGH && cut_off(side) {
            list.push(format!("the {name} seems to be cut off"));
        }
    }
    if let Some(count) = other_update(original, copy, alignment) {
        list.push(format!(
            "{count} segments look like another update of the story"
        ));
    }
    list
}

fn story(side: &Side) -> Vec<usize> {
    let furniture = SegmentKind::Furniture;
    let segments = side.segments.iter().filter(|s| s.kind != furniture);
    segments.map(|s| s.id).collect()
}

/// The last sentence has no end.
fn cut_off(side: &Side) -> bool {
    let furniture = SegmentKind::Furniture;
    let last = side.segments.iter().rev().find(|s| s.kind != furniture);
    last.is_some_and(|s| !s.text.trim_end().ends_with(ENDS))
}

/// How many sentences have no partner, where that looks like another edition of the story: new
/// sentences and lost ones both, beside a body that both share. A shortened copy only loses, a
/// padded one only adds.
fn other_update(original: &Side, copy: &Side, alignment: &[Bead]) -> Option<usize> {
    let count = |relation| -> usize {
        let beads = alignment.iter().filter(|b| b.relation == relation);
        beads.map(|b| b.original.len() + b.copy.len()).sum()
    };
    let (lost, new) = (count(BeadRelation::Omitted), count(BeadRelation::Added));
    let all = story(original).len() + story(copy).len();
    let shared = all.saturating_sub(lost + new);
    (lost >= 2 && new >= 2 && shared * 3 >= all).then_some(lost + new)
}
