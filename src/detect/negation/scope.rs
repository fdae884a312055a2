//! How far two negations that stand for one another reach.

use std::ops::Range;

use super::RULES;
use super::cue::Cue;
use crate::detect::view::Words;
use crate::detect::{BeadView, Draft};
use crate::lexicon::{Class, key};
use crate::report::Severity;

/// Compare how far two paired negations reach.
pub fn scope(view: &BeadView<'_>, x: &Cue, y: &Cue, out: &mut Vec<Draft>) {
    let (a, b) = (view.original(), view.copy());
    let (wide_a, wide_b) = (is_none(a, x), is_none(b, y));
    let (part_a, part_b) = (is_not_all(a, x), is_not_all(b, y));
    if wide_a && part_b.is_some() || wide_b && part_a.is_some() {
        let left = x.run.start..part_a.unwrap_or(x.run.end);
        let right = y.run.start..part_b.unwrap_or(y.run.end);
        out.push(view.draft(&RULES[2], Severity::Critical, 0.8, &left, &right));
        return;
    }
    // `Is not in danger`, `is no longer in danger`: it was.
    let longer = |w: Words<'_>, c: &Cue| c.run.len() > 1 && w.norm(c.run.end - 1) == "longer";
    let plain = |w: Words<'_>, c: &Cue| c.run.len() == 1 && w.norm(c.run.start) == "not";
    let any_more = |w: Words<'_>| {
        (0..w.len()).any(|k| matches!(w.norm(k), "anymore" | "more" | "longer" | "yet"))
    };
    // Of two that govern other words neither stands for the other.
    let governed = x.target.and_then(|t| a.link(t));
    let apart = y.target.is_some() && governed.is_none_or(|l| y.target != Some(l.other));
    let fewer =
        longer(a, x) && plain(b, y) && !any_more(b) || plain(a, x) && longer(b, y) && !any_more(a);
    if fewer && !apart {
        out.push(view.draft(&RULES[2], Severity::Major, 0.55, &x.run, &y.run));
        return;
    }
    let no = key("no");
    if a.key(x.run.start) != no || b.key(y.run.start) != no || x.run.len() + y.run.len() > 2 {
        return;
    }
    // `no mass casualties`: the nearest word after `no` that both sides have is the noun.
    let head = (x.run.end..(x.run.end + 4).min(a.len())).find_map(|k| {
        let link = a.link(k).filter(|l| l.keeps_word() && a.is_content(k))?;
        (y.run.end..y.run.end + 4)
            .contains(&link.other)
            .then_some((k, link.other))
    });
    let Some((i, j)) = head else { return };
    // `No prospect of a buyer`, `no passenger has the right`: another noun stands behind `no`.
    let modifies = |words: Words<'_>, k: usize| {
        let class = words.class(k);
        !class.shares(Class::PREPOSITION) && !class.shares(Class::AUXILIARY)
    };
    let between = |words: Words<'_>, range: Range<usize>| {
        let unbroken = range
            .clone()
            .all(|k| !words.broken_after(k) && modifies(words, k));
        unbroken.then(|| words.unmatched_content(range))
    };
    let (left, right) = (between(a, x.run.end..i), between(b, y.run.end..j));
    if matches!((left, right), (Some(0), Some(1..)) | (Some(1..), Some(0))) {
        out.push(view.draft(
            &RULES[2],
            Severity::Critical,
            0.7,
            &(x.run.start..i + 1),
            &(y.run.start..j + 1),
        ));
    }
}

/// `none`, `nobody`, `neither`: nothing and nobody at all.
fn is_none(words: Words<'_>, cue: &Cue) -> bool {
    ["none", "nobody", "neither", "nothing"].contains(&words.norm(cue.run.start))
        || words.norm(cue.run.start) == "no" && words.norm(cue.run.start + 1) == "one"
}

/// End of `not all`, `not every`, `not both`, where the negation is of that sort.
fn is_not_all(words: Words<'_>, cue: &Cue) -> Option<usize> {
    if words.norm(cue.run.start) != "not" {
        return None;
    }
    let end = cue.run.end;
    let next = words.norm(end);
    [
        "all",
        "every",
        "both",
        "everyone",
        "everything",
        "everybody",
        "entirely",
        "always",
    ]
    .contains(&next)
    .then_some(end + 1)
}
