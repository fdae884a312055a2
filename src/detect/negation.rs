//! Polarity: whether a thing is said to be so or not.

mod cue;
mod frame;
mod otherwise;
mod scope;

use std::ops::{Range, RangeInclusive};
use std::sync::LazyLock;

use crate::compare::Relation;
use crate::detect::view::Words;
use crate::detect::{BeadView, Detector, Draft, Rule};
use crate::lexicon::wordnet::{self, WordNet};
use crate::lexicon::{Class, Parts, WordSet, stem_key};
use crate::report::{Kind, Severity};

use cue::{Cue, add_hyphened, add_prefixes, cues, says_absence};
use frame::{covers_all, is_framed, keeps_away, positive, says_the_same, stands_for};
use otherwise::says_otherwise;
use scope::scope;

pub(super) use cue::{is_complement, is_negative_word};

/// Negations lost, put in, or reaching further or less far.
///
/// # What it finds
/// A negator (`not`, `nobody`, `without`, `no longer`), a verb of denial, refusal or failure, or a
/// negative prefix that has no counterpart, while the words that it governs are still there; a
/// denial that became an affirmation; a refusal or avoidance that became a mere limitation (major:
/// weakened, not reversed); `none of` that became `not all of`; a restriction between
/// `no` and its noun lost or put in.
///
/// # Why it matters
/// The reader learns the opposite of what was said.
///
/// # Example
/// `no mass casualties` → `no casualties`; `denials` → `claims`
///
/// # Limits
/// Expressions are counted, not parsed: a negation that changed its clause within a sentence and
/// still governs the same number of statements goes unseen. It prefers to miss: a negation that
/// is gone together with the words it governs is left to the omission detector.
pub struct Negation;

static RULES: [Rule; 5] = [
    Rule {
        code: "WD301",
        name: "negation lost",
        kind: Kind::Negation,
    },
    Rule {
        code: "WD302",
        name: "negation put in",
        kind: Kind::Negation,
    },
    Rule {
        code: "WD303",
        name: "other scope of a negation",
        kind: Kind::Negation,
    },
    Rule {
        code: "WD304",
        name: "denial turned into its opposite",
        kind: Kind::Negation,
    },
    Rule {
        code: "WD305",
        name: "negation weakened",
        kind: Kind::Negation,
    },
];

static AFFIRMATIONS: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::of_stems(include_str!("../lexicon/data/affirmation.txt")));

static WEAKER: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::of_stems(include_str!("../lexicon/data/weaker.txt")));

/// How far, in words, a negator may stand before the word it governs.
const REACH: usize = 5;
/// How far apart, in words, two negations may stand and still be taken for one another.
const NEAR: usize = 9;

impl Detector for Negation {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn bead(&self, view: BeadView<'_>, out: &mut Vec<Draft>) {
        if view.alignment.is_identical() {
            return;
        }
        let (a, b) = (view.original(), view.copy());
        let (mut left, mut right) = (cues(a), cues(b));
        add_prefixes(a, b, &mut left, &mut right);
        add_hyphened(a, &mut left);
        add_hyphened(b, &mut right);
        if left.is_empty() && right.is_empty() || is_complement(a, b) {
            return;
        }
        for (x, y) in pair_up(a, &mut left, &mut right) {
            scope(&view, x, y, out);
        }
        cancel(&mut left);
        cancel(&mut right);
        for cue in left.iter().filter(|c| !c.matched) {
            if let Some(verdict) = judge(a, b, cue) {
                let rule = match verdict.became {
                    Became::Nothing => &RULES[0],
                    Became::Opposite => &RULES[3],
                    Became::Weaker => &RULES[4],
                };
                out.push(view.draft(
                    rule,
                    verdict.severity,
                    verdict.confidence,
                    &verdict.own,
                    &verdict.other,
                ));
            }
        }
        for cue in right.iter().filter(|c| !c.matched) {
            if let Some(verdict) = judge(b, a, cue) {
                let rule = match verdict.became {
                    Became::Weaker => &RULES[4],
                    Became::Nothing | Became::Opposite => &RULES[1],
                };
                out.push(view.draft(
                    rule,
                    verdict.severity,
                    verdict.confidence,
                    &verdict.other,
                    &verdict.own,
                ));
            }
        }
    }
}

/// Pair the negations of both sides: by their own words, by the words they govern, by place.
fn pair_up<'c>(a: Words<'_>, left: &'c mut [Cue], right: &'c mut [Cue]) -> Vec<(&'c Cue, &'c Cue)> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    // Only what stands near, or governs the same word, is looked at: a text can be all negations.
    let by_place = order(right, |c| c.run.start);
    let by_target = order(right, |c| c.target.unwrap_or(usize::MAX));
    for strength in 0..5 {
        for (i, x) in left.iter_mut().enumerate().filter(|(_, c)| !c.matched) {
            let place = a.projected(x.run.start);
            let target = x.target.and_then(|t| a.link(t));
            let around = |reach| place.map(|p| p.saturating_sub(reach)..=p + reach);
            let (candidates, range) = match strength {
                0 | 2 => (&by_place, around(2 * NEAR)),
                1 => (&by_target, target.map(|l| l.other..=l.other)),
                _ => (&by_place, around(NEAR)),
            };
            let Some(range) = range else { continue };
            let fits = |y: &Cue| match strength {
                0 | 2 => {
                    let same = x.run.clone().any(|k| {
                        a.link(k)
                            .is_some_and(|l| l.keeps_word() && y.run.contains(&l.other))
                    });
                    // First those that govern the same: of two `no` one may have moved.
                    let governs = strength == 2
                        || x.target.is_none() && y.target.is_none()
                        || target.is_some_and(|l| y.target == Some(l.other));
                    same && governs
                }
                // A negated verb against a word with a negative prefix, or its noun.
                3 => x.hard == y.hard,
                _ => true,
            };
            let best = within(candidates, range)
                .filter_map(|j| Some((j, right.get(j)?)))
                .filter(|(_, y)| !y.matched && fits(y))
                .min_by_key(|(j, y)| (place.map_or(0, |p| p.abs_diff(y.run.start)), *j));
            if let Some((j, _)) = best {
                x.matched = true;
                if let Some(y) = right.get_mut(j) {
                    y.matched = true;
                }
                pairs.push((i, j));
            }
        }
    }
    #[expect(
        clippy::indexing_slicing,
        reason = "the numbers were counted from the two lists"
    )]
    let cues = pairs.into_iter().map(|(i, j)| (&left[i], &right[j]));
    cues.collect()
}

/// The cues by one of their places: (place, index), sorted.
fn order(cues: &[Cue], place: impl Fn(&Cue) -> usize) -> Vec<(usize, usize)> {
    let places = cues.iter().enumerate();
    let mut order: Vec<_> = places.map(|(index, cue)| (place(cue), index)).collect();
    order.sort_unstable();
    order
}

/// Indices of the cues whose places lie in a range.
fn within(order: &[(usize, usize)], range: RangeInclusive<usize>) -> impl Iterator<Item = usize> {
    let first = order.partition_point(|(place, _)| place < range.start());
    let places = order.iter().skip(first);
    places
        .take_while(move |(place, _)| range.contains(place))
        .map(|(_, index)| *index)
}

/// Two negations of one clause cancel each other.
fn cancel(cues: &mut [Cue]) {
    for k in 1..cues.len() {
        let (head, tail) = cues.split_at_mut(k);
        if let (Some(first), Some(second)) = (head.last_mut(), tail.first_mut())
            && !first.matched
            && !second.matched
            && second.run.start.saturating_sub(first.run.end) <= REACH
        {
            first.matched = true;
            second.matched = true;
        }
    }
}

/// What stands where the negation stood.
#[derive(Clone, Copy)]
enum Became {
    /// No negation, nor what makes up for it.
    Nothing,
    Opposite,
    /// What lost its force, not its direction.
    Weaker,
}

/// What an unpaired negation comes to.
struct Verdict {
    became: Became,
    severity: Severity,
    confidence: f64,
    /// The words on the side of the negation.
    own: Range<usize>,
    /// What stands for them on the other side.
    other: Range<usize>,
}

/// How bad an unpaired negation of `own` is, how sure that is, and what stands for it on the
/// other side; nothing where something else makes up for it.
fn judge(own: Words<'_>, other: Words<'_>, cue: &Cue) -> Option<Verdict> {
    if let Some(verdict) = not_yet(own, other, cue) {
        return Some(verdict);
    }
    if !cue.hard {
        // The word itself is there, in another construction: `opposed the deal`, `opposed to it`.
        if own.is_kept(cue.run.start)
            || (cue.run.clone()).any(|k| own.is_content(k) && own.is_kept(k))
            || has_kin(own, other, cue)
        {
            return None;
        }
        match replaced(own, other, cue) {
            Replaced::No => {}
            Replaced::Harmless => return None,
            Replaced::By(verdict) => return Some(verdict),
        }
    }
    let (severity, confidence, there) = lost(own, other, cue)?;
    Some(Verdict {
        became: Became::Nothing,
        severity,
        confidence,
        own: cue.run.start..cue.target.map_or(cue.run.end, |t| t + 1),
        other: there,
    })
}

/// `Has yet to name a sum` that became `has to name a sum` or `has already named a sum`.
fn not_yet(own: Words<'_>, other: Words<'_>, cue: &Cue) -> Option<Verdict> {
    let before = cue.run.start.checked_sub(1)?;
    if own.norm(cue.run.start) != "yet" || !own.class(before).shares(Class::HAVE) {
        return None;
    }
    let link = own.link(before).filter(|l| l.keeps_word())?;
    let other_end = link.other + 2;
    matches!(other.norm(link.other + 1), "to" | "already").then(|| Verdict {
        became: Became::Nothing,
        severity: Severity::Critical,
        confidence: 0.7,
        own: before..cue.run.end,
        other: link.other..other_end,
    })
}

/// The words of a side that lie within `reach` of a place; where the place is not known, those of
/// a whole sentence, which this is longer than.
fn about(place: Option<usize>, reach: usize, len: usize) -> Range<usize> {
    const SENTENCE: usize = 500;
    match place {
        Some(p) => p.saturating_sub(reach).min(len)..(p + reach + 1).min(len),
        None => 0..len.min(SENTENCE),
    }
}

/// Whether a word near the place of a cue on the other side is its kin, or another word of denial,
/// refusal or failure: `suspends the trial`, `the trial halted`.
fn has_kin(own: Words<'_>, other: Words<'_>, cue: &Cue) -> bool {
    use wordnet::Relation as R;
    let place = own.projected(cue.run.start);
    let Some(word) = cue.run.clone().find(|k| own.is_content(*k)) else {
        return false;
    };
    about(place, NEAR, other.len())
        .filter(|k| other.is_content(*k) && !other.is_kept(*k))
        .any(|k| {
            let relation = WordNet::embedded()
                .relate(own.norm(word), other.norm(k))
                .relation;
            matches!(
                relation,
                R::Synonym | R::Derived | R::Similar | R::Hypernym | R::Hyponym | R::Same
            )
        })
}

/// What became of a word of denial, refusal or failure that another word stands for.
enum Replaced {
    No,
    Harmless,
    By(Verdict),
}

fn replaced(own: Words<'_>, other: Words<'_>, cue: &Cue) -> Replaced {
    let Some(link) = own.link(cue.run.start) else {
        return Replaced::No;
    };
    let single = cue.run.len() == 1;
    if link.relation != Relation::Substituted || !single && !other.is_content(link.other) {
        return Replaced::No;
    }
    let by = |became, severity, confidence| {
        Replaced::By(Verdict {
            became,
            severity,
            confidence,
            own: cue.run.clone(),
            other: link.other..link.other + 1,
        })
    };
    if AFFIRMATIONS.contains(other.stem(link.other)) {
        return by(Became::Opposite, Severity::Critical, 0.8);
    }
    let relation = WordNet::embedded()
        .relate(own.norm(cue.run.start), other.norm(link.other))
        .relation;
    if relation == wordnet::Relation::Antonym {
        return by(Became::Opposite, Severity::Critical, 0.75);
    }
    let governs = cue
        .target
        .and_then(|t| own.link(t))
        .is_some_and(|l| l.keeps_word());
    if WEAKER.contains(other.stem(link.other)) && governs {
        return by(Became::Weaker, Severity::Major, 0.6);
    }
    // Of a single word nothing more is known; a group of words that is gone (`refrain from`)
    // left the thing it kept away.
    if !single && governs && relation == wordnet::Relation::Unrelated {
        return by(Became::Weaker, Severity::Major, 0.5);
    }
    Replaced::Harmless
}

/// How bad it is that nothing stands for a negation, how sure that is, and where its governed
/// word is on the other side.
fn lost(own: Words<'_>, other: Words<'_>, cue: &Cue) -> Option<(Severity, f64, Range<usize>)> {
    // `rather than` of which `than` is left is a broken alternative, not a reversal.
    if cue.run.len() > 1 && own.norm(cue.run.end - 1) == "than" && own.is_kept(cue.run.end - 1) {
        return None;
    }
    if let Some(target) = cue.target
        && says_otherwise(own, other, cue, target)
    {
        return None;
    }
    // `Nobody`, `everybody`.
    if cue.hard
        && cue.run.len() == 1
        && let Some(link) = own.link(cue.run.start)
        && positive(own.norm(cue.run.start), other.norm(link.other))
        && says_the_same(own, other, cue)
    {
        return Some((Severity::Critical, 0.8, link.other..link.other + 1));
    }
    let target = cue.target?;
    // `Not yet five`, `not even five`, `under five`.
    let number = own.parts(target).may(Parts::NUMBER);
    if number && (cue.run.start..target).any(|k| matches!(own.norm(k), "yet" | "even")) {
        return None;
    }
    let mut close = about(own.projected(cue.run.start), REACH, other.len());
    // `did not attend`, `was absent`; `never before`, `for the first time`.
    let made_up_for = close.any(|k| {
        let warned = other.norm(k) == "against" && other.parts(k + 1).may(Parts::GERUND);
        let still = other.norm(k) == "still" && own.norm(cue.run.start) == "yet";
        let out_of = other.norm(k) == "out" && other.norm(k + 1) == "of";
        !other.is_kept(k)
            && (warned
                || keeps_away(other, k)
                || out_of
                || still
                || other.norm(k) == "nor"
                || says_absence(other.norm(k))
                || !other.parts(k).only(Parts::NOMINAL) && is_negative_word(other.norm(k))
                || first_time(own, other, cue, k))
    });
    if made_up_for || cue.hard && (turned(own, other, cue) || too_much(own, other, target)) {
        return None;
    }
    let Some(counterpart) = own.link(target) else {
        // The governed word has no counterpart, but the clause around it has.
        let shared = cue.hard && own.surroundings_kept(cue.run.start);
        // With both gone nothing is left to be turned round: a loss, or other words.
        return shared.then_some((Severity::Minor, 0.4, 0..0));
    };
    let there = counterpart.other..counterpart.other + 1;
    if counterpart.keeps_word() && covers_all(own, other, cue, target, counterpart.other) {
        return None;
    }
    let framed = cue.hard && is_framed(own, other, cue, target, counterpart.other);
    if counterpart.keeps_word() {
        // The cue is a part of the word that is there: `impossible`, a prefix.
        if cue.run.contains(&target) {
            return Some((Severity::Critical, 0.75, there));
        }
        // `No village`: what became of it is said by the verb.
        let thing = !own.parts(target).may(Parts::VERB);
        if thing && !framed && reworded(own, other, target, counterpart.other) {
            return Some((Severity::Minor, 0.45, there));
        }
        let confidence = match (cue.hard, own.broken_after(cue.run.end - 1)) {
            (true, false) => 0.85,
            (true, true) => 0.5,
            (false, false) => 0.6,
            (false, true) => return None,
        };
        return Some((Severity::Critical, confidence, there));
    }
    if cue.run.contains(&target) {
        return Some((Severity::Critical, 0.8, there));
    }
    // `Has not given up hope`, `still holds on to it`.
    let goes_on = [stem_key("still"), stem_key("stay"), stem_key("remain")];
    let still = matches!(own.norm(cue.run.start), "not" | "never")
        && about(own.projected(cue.run.start), REACH, other.len())
            .any(|k| !other.is_kept(k) && goes_on.contains(&other.stem(k)));
    if still {
        return None;
    }
    let relation = WordNet::embedded()
        .relate(own.norm(target), other.norm(counterpart.other))
        .relation;
    match relation {
        wordnet::Relation::Antonym => None,
        wordnet::Relation::Synonym | wordnet::Relation::Similar | wordnet::Relation::Derived
            if cue.hard =>
        {
            Some((Severity::Critical, 0.7, there))
        }
        _ if framed && stands_for(own, target, other, counterpart.other) => {
            Some((Severity::Critical, 0.6, there))
        }
        // An unrelated verb may be the opposite that makes up for the negation: less sure.
        _ if cue.hard => Some((Severity::Minor, 0.4, there)),
        _ => None,
    }
}

/// Whether a verb or an adjective beside a governed word has no counterpart of its kind, on either
/// side: it may say what the negation said (`no village is left`, `the villages die out`).
fn reworded(own: Words<'_>, other: Words<'_>, target: usize, there: usize) -> bool {
    let open = |w: Words<'_>, at: usize| {
        (at.saturating_sub(BESIDE)..(at + BESIDE + 1).min(w.len())).any(|k| {
            k != at
                && w.is_content(k)
                && !w.is_kept(k)
                && w.parts(k).may(Parts::VERB | Parts::ADJECTIVE)
                && !w.parts(k).only(Parts::NOMINAL)
        })
    };
    open(other, there) && (open(own, target) || !own.is_content(target))
}

/// How far, in words, a verb stands from the word that both sides have.
const BESIDE: usize = 4;

/// `Not … until last year`, `only last year`: the same, said of the other side of a limit.
fn turned(own: Words<'_>, other: Words<'_>, cue: &Cue) -> bool {
    let limit = |words: Words<'_>, range: Range<usize>, list: &[&str]| {
        range
            .into_iter()
            .any(|k| list.contains(&words.norm(k)) && !words.is_kept(k))
    };
    let reach = cue.run.end..own.len().min(cue.run.end + 3 * REACH);
    // `No qualifier since 2009`, `the first qualifier since 2009`.
    let since = (cue.run.end..own.len()).any(|k| own.norm(k) == "since");
    if since && limit(other, 0..other.len(), &["first"]) {
        return true;
    }
    // `Not since 2012 has it been so weak`, `its weakest year since 2012`; `have not seen it for six
    // years`, `it is six years since I last saw it`.
    let since_there = (0..other.len()).any(|k| other.norm(k) == "since");
    let most = (0..other.len()).any(|k| {
        let norm = other.norm(k);
        let superlative = matches!(norm, "worst" | "best" | "most" | "least");
        !other.is_kept(k) && (superlative || norm.ends_with("est"))
    });
    if since_there
        && (own.norm(cue.run.end) == "since" && most || limit(other, 0..other.len(), &["last"]))
    {
        return true;
    }
    let limits = [
        "until", "before", "till", "except", "but", "apart", "other", "besides", "beyond",
    ];
    limit(own, reach, &limits)
        && limit(
            other,
            0..other.len(),
            &[
                "only",
                "earliest",
                "first",
                "until",
                "till",
                "finally",
                "eventually",
            ],
        )
}

/// `Too tired to think`, `so tired that he could not think`.
fn too_much(own: Words<'_>, other: Words<'_>, target: usize) -> bool {
    let there = own.link(target).map(|l| l.other);
    there.is_some_and(|there| {
        let before = there.saturating_sub(2 * REACH)..there;
        other.norm(there.saturating_sub(1)) == "to"
            && before.into_iter().any(|k| other.norm(k) == "too")
    })
}

/// `He had never won before` says that it was the first time.
fn first_time(own: Words<'_>, other: Words<'_>, cue: &Cue, k: usize) -> bool {
    let before = (cue.run.end..own.len().min(cue.run.end + 2 * REACH))
        .any(|w| matches!(own.norm(w), "before" | "previously"));
    own.norm(cue.run.start) == "never" && before && other.norm(k) == "first"
}
