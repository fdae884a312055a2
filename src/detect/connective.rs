//! Small words between clauses and phrases that turn round what they connect.

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::compare::{Edit, Relation};
use crate::detect::view::Words;
use crate::detect::{BeadView, Detector, Draft, Rule};
use crate::lexicon::{Class, Parts, entries, key};
use crate::report::{Kind, Severity};

/// Connectives put for their opposites.
///
/// # What it finds
/// `whether` that became `when`, `unless` that became `if`, `outside` that became `in`, where the
/// words after them stay; `or` between two deeds or two penalties that became `and`.
///
/// # Why it matters
/// What is still open reads as settled, and an exception as the rule.
///
/// # Example
/// `will decide whether to revoke the permit` → `will decide when to revoke the permit`
///
/// # Limits
/// Only listed pairs in one place of the sentence.
pub struct Connective;

static RULES: [Rule; 4] = [
    Rule {
        code: "WD404",
        name: "open question taken as settled",
        kind: Kind::Modality,
    },
    Rule {
        code: "WD306",
        name: "condition turned round",
        kind: Kind::Negation,
    },
    Rule {
        code: "WD706",
        name: "other side of a limit",
        kind: Kind::Scope,
    },
    Rule {
        code: "WD709",
        name: "alternative turned into an addition",
        kind: Kind::Scope,
    },
];

/// The rule of an exchange, and how grave it is.
type Exchange = (&'static Rule, Severity);

/// Ordered pairs of words.
static PAIRS: LazyLock<FxHashMap<(u64, u64), Exchange>> = LazyLock::new(|| {
    let mut pairs = FxHashMap::default();
    for (kind, words) in entries(include_str!("../lexicon/data/connectives.txt"))
        .filter_map(|line| line.split_once(':'))
    {
        let rule = match kind {
            "modality" => (&RULES[0], Severity::Critical),
            "negation" => (&RULES[1], Severity::Critical),
            _ => (&RULES[2], Severity::Major),
        };
        let Some((left, right)) = words.split_once('>') else {
            continue;
        };
        for x in left.split_whitespace().map(key) {
            for y in right.split_whitespace().map(key) {
                pairs.insert((x, y), rule);
                pairs.insert((y, x), rule);
            }
        }
    }
    pairs
});

/// The longest exchanged run that is looked into, in words.
const SHORT: usize = 4;

impl Detector for Connective {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn bead(&self, view: BeadView<'_>, out: &mut Vec<Draft>) {
        let (a, b) = (view.original(), view.copy());
        alternatives(&view, out);
        let edits = view.alignment.edits.iter();
        for edit in edits.filter(|e| e.relation == Relation::Substituted) {
            let Some((i, j, (rule, severity))) = pair(a, b, edit) else {
                continue;
            };
            let negated = |w: Words<'_>, run: &Range<usize>| {
                run.clone()
                    .any(|k| w.class(k).shares(Class::NEGATOR) && !w.is_kept(k))
            };
            // `Unless it rains`, `if it does not rain`.
            let (x, y) = (i..(i + 8).min(a.len()), j..(j + 8).min(b.len()));
            if negated(a, &(i + 1..x.end)) != negated(b, &(j + 1..y.end)) {
                continue;
            }
            out.push(view.draft(rule, severity, 0.6, &(i..i + 1), &(j..j + 1)));
        }
    }
}

/// `Or` that became `and`. Between two things the two are often the same (`amber or cigarettes are
/// favoured`), between two deeds or amounts they are not.
fn alternatives(view: &BeadView<'_>, out: &mut Vec<Draft>) {
    let (a, b) = (view.original(), view.copy());
    for i in (0..a.len()).filter(|i| a.norm(*i) == "or" && !a.is_kept(*i)) {
        let stands_in = a.link(i).map(|l| l.other);
        let before_next = a.link(i + 1).and_then(|l| l.other.checked_sub(1));
        let added = |j: &usize| b.norm(*j) == "and" && !b.is_kept(*j);
        let Some(j) = stands_in.filter(added).or(before_next.filter(added)) else {
            continue;
        };
        let next = (i + 1..(i + 5).min(a.len())).find(|k| a.is_content(*k));
        let thing = next.is_some_and(|k| a.parts(k).only(Parts::NOMINAL | Parts::ADJECTIVE));
        let denied = |w: Words<'_>, k: usize| {
            (k.saturating_sub(8)..k).any(|n| w.class(n).shares(Class::NEGATOR))
        };
        if !thing && denied(a, i) == denied(b, j) {
            out.push(view.draft(&RULES[3], Severity::Major, 0.6, &(i..i + 1), &(j..j + 1)));
        }
    }
}

/// Two listed words of an exchanged run whose next content words are counterparts.
fn pair(a: Words<'_>, b: Words<'_>, edit: &Edit) -> Option<(usize, usize, Exchange)> {
    if edit.original.len() > SHORT || edit.copy.len() > SHORT {
        return None;
    }
    let governed =
        |w: Words<'_>, k: usize| (k + 1..(k + 4).min(w.len())).find(|n| w.is_content(*n));
    edit.original
        .clone()
        .filter(|i| !a.is_kept(*i))
        .find_map(|i| {
            let mut others = edit.copy.clone().filter(|j| !b.is_kept(*j));
            others.find_map(|j| {
                let rule = PAIRS.get(&(a.key(i), b.key(j)))?;
                let same = governed(a, i)
                    .zip(governed(b, j))
                    .is_some_and(|(x, y)| a.link(x).is_some_and(|l| l.other == y))
                    || a.link(i + 1)
                        .is_some_and(|l| l.keeps_word() && l.other == j + 1);
                same.then_some((i, j, *rule))
            })
        })
}
