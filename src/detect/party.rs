//! Two parties that changed places around a noun or a verb that both sides have.

use std::ops::Range;

use crate::detect::role::is_symmetric;
use crate::detect::view::Words;
use crate::detect::{BeadView, Detector, Draft, Rule};
use crate::lexicon::speech::{Gender, pronoun};
use crate::lexicon::{Class, Parts};
use crate::report::{Kind, Severity};
use crate::text::tokens::TokenKind;

/// Two parties exchanged.
///
/// # What it finds
/// A possessor that became what is possessed (`the father of her murderer`, `the murderer of her
/// father`); what was told from one another (`a swimmer, not a drinker`); two nouns or pronouns that
/// changed places around a verb (`he chose us`, `we chose him`; `wages lag behind prices`).
///
/// # Why it matters
/// Every word of the original is there, and somebody else did it.
///
/// # Example
/// `the brother of the minister` → `the minister's brother` is silent; `the minister of the brother`
/// is critical
///
/// # Limits
/// Only `of` and `'s` between two kept nouns, and nouns and pronouns right beside a kept verb in the
/// same voice.
pub struct Party;

static RULES: [Rule; 1] = [Rule {
    code: "WD554",
    name: "parties changed places",
    kind: Kind::Role,
}];

/// How far, in words, a noun stands from `of`.
const BESIDE: usize = 3;
/// How far, in words, an object may stand from its verb.
const OBJECT: usize = 6;

impl Detector for Party {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn bead(&self, view: BeadView<'_>, out: &mut Vec<Draft>) {
        if view.alignment.is_identical() {
            return;
        }
        let (a, b) = (view.original(), view.copy());
        for k in 0..a.len() {
            if let Some((thing, owner)) = owned(a, k)
                && let (Some(x), Some(y)) = (a.kept(thing), a.kept(owner))
                && let Some(turned) = (x.min(y)..=x.max(y)).find_map(|n| owned(b, n))
                && turned == (y, x)
            {
                let (from, to) = (
                    thing.min(owner)..thing.max(owner) + 1,
                    x.min(y)..x.max(y) + 1,
                );
                out.push(view.draft(&RULES[0], Severity::Critical, 0.75, &from, &to));
            }
            if let Some((from, to)) = around(a, b, k) {
                out.push(view.draft(&RULES[0], Severity::Critical, 0.75, &from, &to));
            }
            if let Some((first, second)) = turned(a, b, k) {
                let (from, to) = (k..k + 1, a.kept(k).map_or(0..0, |j| j..j + 1));
                let mut draft = view.draft(&RULES[0], Severity::Critical, 0.75, &from, &to);
                let word = |k: usize| a.text(&(k..k + 1));
                draft.message = format!(
                    "“{}” and “{}” changed places around “{}”",
                    word(first),
                    word(second),
                    word(k)
                );
                out.push(draft);
            }
        }
    }
}

/// What is owned and its owner, where `of` or `'s` stands at a word.
fn owned(words: Words<'_>, at: usize) -> Option<(usize, usize)> {
    let before = at.checked_sub(1).filter(|k| noun(words, *k))?;
    let after = (at + 1..(at + 1 + BESIDE).min(words.len()))
        .take_while(|k| !words.broken_after(k - 1) || *k == at + 1)
        .find(|k| words.is_content(*k))
        .filter(|k| noun(words, *k))?;
    match words.norm(at) {
        "of" => Some((before, after)),
        "'s" | "’s" => Some((after, before)),
        _ => None,
    }
}

fn noun(words: Words<'_>, k: usize) -> bool {
    words.is_content(k)
        && words.parts(k).may(Parts::NOMINAL)
        && words.token(k).is_some_and(|t| t.kind == TokenKind::Word)
}

/// A person as pronouns tell it: first to third, gender, and whether more than one, where they do.
type Person = (u8, Option<Gender>, Option<bool>);

/// Words that tell what stands before them from what stands after them.
const PIVOTS: [&str; 7] = [
    "not", "before", "after", "nor", "without", "while", "whereas",
];
/// How far, in words, what changed places may stand from such a word.
const ASIDE: usize = 5;

/// `A swimmer, not a drinker` → `a drinker, not a swimmer`.
fn around(a: Words<'_>, b: Words<'_>, pivot: usize) -> Option<(Range<usize>, Range<usize>)> {
    let there = a.kept(pivot)?;
    if !PIVOTS.contains(&a.norm(pivot)) || a.key(pivot) != b.key(there) {
        return None;
    }
    let named = |w: Words<'_>, k: usize| {
        w.is_content(k) && w.parts(k).may(Parts::NOMINAL | Parts::ADJECTIVE)
    };
    let before = |w: Words<'_>, at: usize| -> Vec<usize> {
        let range = at.saturating_sub(ASIDE)..at;
        range.filter(|k| named(w, *k)).collect()
    };
    let after = |w: Words<'_>, at: usize| -> Vec<usize> {
        let range = at + 1..(at + ASIDE).min(w.len());
        range.filter(|k| named(w, *k)).collect()
    };
    let (left, right) = (before(a, pivot), after(a, pivot));
    let (first, second) = (before(b, there), after(b, there));
    let meets = |from: &[usize], to: &[usize]| -> Vec<usize> {
        let own = from.iter().copied();
        own.filter(|k| a.kept(*k).is_some_and(|l| to.contains(&l)))
            .collect()
    };
    let (forth, back) = (meets(&left, &second), meets(&right, &first));
    let stayed = !meets(&left, &first).is_empty() || !meets(&right, &second).is_empty();
    let (start, end) = (*forth.first()?, *back.last()?);
    let (from, to) = (a.kept(end)?, a.kept(start)?);
    (!stayed && from < to).then(|| (start..end + 1, from..to + 1))
}

/// The person that a pronoun stands for.
fn person(words: Words<'_>, k: usize) -> Option<Person> {
    let found = pronoun(words.token(k)?.key)?;
    // `Her` before a noun is its owner.
    let owner = found.possessive && !words.broken_after(k) && words.is_content(k + 1);
    (!owner).then_some((found.person, found.gender, found.plural))
}

/// What stands before and after a verb.
struct Frame {
    subject: usize,
    object: usize,
    /// Passive, with and without its agent: compared with its like only.
    voice: (bool, bool),
}

fn frame(words: Words<'_>, verb: usize) -> Option<Frame> {
    let verbal = Parts::PAST | Parts::BASE | Parts::VERB_S | Parts::PARTICIPLE;
    if !words.is_content(verb) || !words.parts(verb).may(verbal) {
        return None;
    }
    let auxiliary = Class::AUXILIARY.or(Class::NEGATOR);
    let helps = |k: usize| words.class(k).shares(auxiliary) || words.parts(k).only(Parts::ADVERB);
    let argument = |k: usize| noun(words, k) || person(words, k).is_some();
    let mut before = (0..verb).rev();
    let subject = before.find(|k| words.broken_after(*k) || !helps(*k))?;
    if words.broken_after(subject) || !argument(subject) {
        return None;
    }
    let mut object = (verb + 1..(verb + OBJECT).min(words.len()))
        .take_while(|k| !words.broken_after(k - 1))
        .find(|k| argument(*k))?;
    // The last word of a group names it: `business leaders`.
    while noun(words, object) && noun(words, object + 1) && !words.broken_after(object) {
        object += 1;
    }
    let be = (subject + 1..verb).any(|k| words.class(k).shares(Class::BE));
    let by = (verb + 1..object).any(|k| words.norm(k) == "by");
    Some(Frame {
        subject,
        object,
        voice: (be, by),
    })
}

/// Subject and object of the original that changed places around a verb which both sides have in one
/// voice.
fn turned(a: Words<'_>, b: Words<'_>, verb: usize) -> Option<(usize, usize)> {
    let there = a.kept(verb).filter(|_| !is_symmetric(a.stem(verb)))?;
    let (x, y) = (frame(a, verb)?, frame(b, there)?);
    // Of `her` and `you` the form does not tell the number.
    let alike = |(x, y): (Person, Person)| {
        let number = x.2.zip(y.2).is_none_or(|(x, y)| x == y);
        (x.0, x.1) == (y.0, y.1) && number
    };
    let same = |i: usize, j: usize| {
        a.kept(i) == Some(j) || person(a, i).zip(person(b, j)).is_some_and(alike)
    };
    let crossed = same(x.subject, y.object) && same(x.object, y.subject);
    let stayed = same(x.subject, y.subject) || same(x.object, y.object);
    (crossed && !stayed && x.voice == y.voice).then_some((x.subject, x.object))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::testing;

    fn critical(original: &str, copy: &str) -> usize {
        testing::codes(&RULES, original, copy).len()
    }

    #[test]
    fn exchanged_parties_are_found() {
        for (a, b) in [
            (
                "The brother of the minister asked for a loan.",
                "The minister of the brother asked for a loan.",
            ),
            (
                "“He warned us,” the nurse said on Monday.",
                "“We warned him,” the nurse said on Monday.",
            ),
            (
                "The unions said that wages lag behind prices.",
                "The unions said that prices lag behind wages.",
            ),
            (
                "“He was a swimmer, not a drinker,” she said.",
                "“He was a drinker, not a swimmer,” she said.",
            ),
            (
                "The mother said the army had lied to her.",
                "The mother said she had lied to the army.",
            ),
        ] {
            assert_eq!(critical(a, b), 1, "{a} / {b}");
        }
    }

    #[test]
    fn parties_that_stay_are_silent() {
        for (a, b) in [
            (
                "The brother of the minister asked for a loan.",
                "The minister's brother asked for a loan.",
            ),
            (
                "“He warned us,” the nurse said on Monday.",
                "“He had warned us,” said the nurse on Monday.",
            ),
            (
                "“He warned us,” the nurse said on Monday.",
                "“We were warned by him,” the nurse said on Monday.",
            ),
            (
                "The owner of the mill paid the workers.",
                "The workers were paid by the mill's owner.",
            ),
            (
                "“He was a swimmer, not a drinker,” she said.",
                "“Not a drinker, a swimmer is what he was,” she said.",
            ),
            ("He said he would come.", "He says that he will come."),
            (
                "The unions said that wages lag behind prices.",
                "That wages lag behind prices was said by the unions.",
            ),
            (
                "The ministers of the north met the ministers of the south.",
                "The ministers of the south met the ministers of the north.",
            ),
        ] {
            assert_eq!(critical(a, b), 0, "{a} / {b}");
        }
    }
}
