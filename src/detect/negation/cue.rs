//! Expressions of negation: negators, verbs of denial, negative prefixes.

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::REACH;
use crate::compare::Relation;
use crate::detect::view::Words;
use crate::lexicon::wordnet::{self, WordNet};
use crate::lexicon::{Class, Parts, Phrases, WordSet, key, stem};

static CUES: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::read(include_str!("../../lexicon/data/negation.txt")));

/// Nouns that look like a verb of prevention.
const THINGS: [&str; 6] = ["block", "blocks", "stop", "stops", "halts", "abandon"];

/// An expression of negation.
#[derive(Clone, Debug)]
pub struct Cue {
    /// Its words.
    pub run: Range<usize>,
    /// Whether it negates by grammar, as `not` does, and not by what it means.
    pub hard: bool,
    /// The first content word after it (or the word itself, for a prefix).
    pub target: Option<usize>,
    /// Whether it is paired with one of the other side, or cancelled by one beside it.
    pub matched: bool,
}

/// The expressions of negation of a side.
pub fn cues(words: Words<'_>) -> Vec<Cue> {
    let mut cues = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let found = CUES.find(|n| words.token(at + n).map(|t| (t.key, t.stem)));
        let Some(found) = found else {
            at += 1;
            continue;
        };
        let end = at + found.len;
        // `A block that houses 211`: no verb; `but not how to share it`: what is negated is left out.
        let thing = found.len == 1
            && words.parts(at).only(Parts::NOUN | Parts::PLURAL)
            && THINGS.contains(&words.norm(at));
        let left_out = found.tag == "hard" && words.parts(end).may(Parts::WH);
        if found.tag != "skip" && !thing && !left_out {
            let target = governed(words, at..end);
            cues.push(Cue {
                run: at..end,
                hard: found.tag == "hard",
                target,
                matched: false,
            });
        }
        at = end;
    }
    cues
}

/// Whether what is new on a side turns it into its opposite: by an odd number of negations.
fn is_turned(words: Words<'_>) -> bool {
    let new = |cue: &Cue| cue.run.clone().any(|k| !words.is_kept(k));
    cues(words).iter().filter(|cue| new(cue)).count() % 2 == 1
}

/// Whether one side speaks of few and the other of most or all: with a negation on one side only they
/// say the same (`few have one`, `most have none`).
pub fn is_complement(a: Words<'_>, b: Words<'_>) -> bool {
    let new = |words: Words<'_>, list: &[&str]| {
        (0..words.len()).any(|k| !words.is_kept(k) && list.contains(&words.norm(k)))
    };
    let (few, most) = (&["few"][..], &["most", "all"][..]);
    let stand = new(a, few) && new(b, most) || new(a, most) && new(b, few);
    stand && is_turned(a) != is_turned(b)
}

/// The word that a negation governs: the first content word after it; in `money that they do not
/// have` and `he was not there`, which have none, the next word; in `only two were not` the
/// auxiliary.
fn governed(words: Words<'_>, cue: Range<usize>) -> Option<usize> {
    let ends = |k: usize| k + 1 >= words.len() || words.broken_after(k);
    if ends(cue.end - 1) && words.norm(cue.start) == "not" {
        let before = cue.start.checked_sub(1);
        return before.filter(|k| words.class(*k).shares(Class::AUXILIARY));
    }
    let reach = (cue.end + REACH).min(words.len());
    let content = (cue.end..reach).find(|k| words.is_content(*k));
    let near = content.filter(|k| (cue.end..*k).all(|w| !ends(w)));
    // `Have` and `there` at the end of their clause; a clause that goes on is governed as a whole.
    let last = (cue.end..reach).find(|k| ends(*k));
    near.or(match last {
        Some(last) if last <= cue.end + 1 => Some(cue.end),
        _ => content,
    })
}

/// Words that differ by a negative prefix count as a negation on the side that has it.
pub fn add_prefixes(a: Words<'_>, b: Words<'_>, left: &mut Vec<Cue>, right: &mut Vec<Cue>) {
    let covered = |cues: &[Cue]| cues.iter().flat_map(|c| c.run.clone()).collect();
    let mut taken: [FxHashSet<usize>; 2] = [covered(left), covered(right)];
    let [in_left, in_right] = &mut taken;
    for (k, link) in a.links.iter().enumerate() {
        let Some(link) = link.filter(|l| l.relation == Relation::Substituted) else {
            continue;
        };
        let (x, y) = (a.norm(k), b.norm(link.other));
        let (cues, taken, at) = if is_negative_of(x, y) {
            (&mut *left, &mut *in_left, k)
        } else if is_negative_of(y, x) {
            (&mut *right, &mut *in_right, link.other)
        } else {
            continue;
        };
        if taken.insert(at) {
            cues.push(Cue {
                run: at..at + 1,
                hard: true,
                target: Some(at),
                matched: false,
            });
        }
    }
}

/// A negative prefix that is a word by itself (`de-escalate`) and lost its hyphen and more.
pub fn add_hyphened(words: Words<'_>, cues: &mut Vec<Cue>) {
    for k in 0..words.len() {
        let prefix = ["de", "non", "un", "dis", "in"].contains(&words.norm(k));
        if prefix && !words.is_kept(k) && words.is_kept(k + 1) && words.hyphen_after(k) {
            cues.push(Cue {
                run: k..k + 2,
                hard: true,
                target: Some(k + 1),
                matched: false,
            });
        }
    }
}

/// Whether `word` is `base` with a negative prefix.
fn is_negative_of(word: &str, base: &str) -> bool {
    let is_rest = |rest: &str| rest.len() >= 4 && stem(rest) == stem(base);
    let after = |prefixes: &[&str]| {
        let rests = prefixes.iter().filter_map(|p| word.strip_prefix(p));
        rests.map(|rest| rest.trim_start_matches('-')).any(&is_rest)
    };
    // `Immigrants` are migrants, and the `imprisoned` are in prison.
    let opposite = || WordNet::embedded().relate(word, base).relation == wordnet::Relation::Antonym;
    after(&["un", "non", "dis"])
        || undoing(word).is_some_and(is_rest)
        || after(&["in", "im", "il", "ir"]) && opposite()
}

/// What `de-escalate` and `deactivated` undo; `design` is no undoing of a sign.
fn undoing(word: &str) -> Option<&str> {
    let rest = word.strip_prefix("de")?;
    let verb = stem(rest);
    rest.strip_prefix('-').or_else(|| {
        let made = ["is", "iz", "ise", "ize", "at", "ate", "ifi", "ify"];
        made.iter()
            .any(|ending| verb.ends_with(ending))
            .then_some(rest)
    })
}

/// Whether a word says by itself that something is not so: by its prefix (`unhurt`), its ending
/// (`homeless`), or as `absent` and `missing` do.
pub fn is_negative_word(norm: &str) -> bool {
    let net = WordNet::embedded();
    let base = |prefix: &str| norm.strip_prefix(prefix).filter(|rest| rest.len() >= 3);
    let plain = ["un", "non"]
        .iter()
        .filter_map(|prefix| base(prefix))
        .any(|rest| !MERELY_BEGIN_SO.contains(&norm) && net.knows(rest.trim_start_matches('-')));
    // `income` and `discover` begin so too: these must be opposites of what is left.
    let opposite = ["in", "im", "il", "ir", "dis"]
        .iter()
        .filter_map(|prefix| base(prefix))
        .any(|rest| net.relate(norm, rest).relation == wordnet::Relation::Antonym);
    let bare = norm
        .strip_suffix("less")
        .is_some_and(|rest| rest.len() >= 3);
    plain || opposite || bare || NEGATIVE.contains(key(norm))
}

/// Words that only look as if they had a negative prefix.
const MERELY_BEGIN_SO: [&str; 4] = ["under", "until", "union", "unions"];

/// Whether a word is listed as one that says that something is not there: `absence`, `lacking`.
pub fn says_absence(norm: &str) -> bool {
    NEGATIVE.contains(key(norm))
}

static NEGATIVE: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::of_forms(include_str!("../../lexicon/data/negative_words.txt")));
