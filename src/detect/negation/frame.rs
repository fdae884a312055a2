//! Words around a negation that show that its clause still stands without it.

use super::cue::Cue;
use crate::detect::view::Words;
use crate::lexicon::senses::Senses;
use crate::lexicon::wordnet::{self, WordNet};
use crate::lexicon::{Class, Parts};

/// How far behind its auxiliary, in words, a verb or an adjective stands.
const BEHIND: usize = 3;

/// Words of total negation, with those that say the contrary in their place.
const POSITIVE: [(&[&str], &[&str]); 5] = [
    (
        &["nobody", "none", "neither"],
        &[
            "everybody",
            "everyone",
            "somebody",
            "someone",
            "all",
            "both",
            "either",
            "each",
            "many",
        ],
    ),
    (&["nothing"], &["everything", "something", "anything"]),
    (&["never"], &["always", "ever", "often", "regularly"]),
    (&["nowhere"], &["everywhere", "somewhere", "anywhere"]),
    (
        &["hardly", "barely", "scarcely"],
        &["nearly", "almost", "really", "fully", "completely"],
    ),
];

/// Whether a word says the contrary of a word of total negation: `nobody`, `everybody`.
pub fn positive(negative: &str, other: &str) -> bool {
    POSITIVE
        .iter()
        .any(|(no, yes)| no.contains(&negative) && yes.contains(&other))
}

/// Whether what is said of `nobody` or `neither camp` is said on the other side too: the first verb
/// after them is there, or one that can stand for it.
pub fn says_the_same(own: Words<'_>, other: Words<'_>, cue: &Cue) -> bool {
    let is_verb = |k: usize| {
        own.class(k).shares(Class::AUXILIARY)
            || own.parts(k).may(Parts::VERB) && !own.parts(k).may(Parts::NOUN)
    };
    let verb = (cue.run.end..own.len().min(cue.run.end + BEHIND)).find(|k| is_verb(*k));
    // `None has died`, `all have survived`: an auxiliary alone says nothing.
    let verb = verb.map(|k| {
        let next = own.class(k).shares(Class::AUXILIARY) && !own.broken_after(k);
        let main = next && own.is_content(k + 1) && own.parts(k + 1).may(Parts::VERB);
        k + usize::from(main)
    });
    let linked = verb.and_then(|k| Some((k, own.link(k)?)));
    linked.is_some_and(|(k, l)| l.keeps_word() || stands_for(own, k, other, l.other))
}

/// Whether the governed word, or what stands for it at `there`, stands in the frame that it had:
/// behind the same auxiliary (`was not found`, `was discovered`), behind the same verb (`use no
/// spray`, `use aerosol`), or behind all words that stood between (`no more common`, `more common`).
pub fn is_framed(own: Words<'_>, other: Words<'_>, cue: &Cue, target: usize, there: usize) -> bool {
    let unbroken = |from: usize| from < there && (from..there).all(|k| !other.broken_after(k));
    let before = cue.run.start.checked_sub(1);
    let behind = before.is_some_and(|before| {
        let link = own.link(before).filter(|l| l.keeps_word());
        link.filter(|l| !own.broken_after(before) && unbroken(l.other))
            .is_some_and(|l| {
                let far = there - l.other;
                let verb = own.is_content(before) && own.parts(before).may(Parts::VERB);
                own.class(before).shares(Class::AUXILIARY) && far <= BEHIND
                    || own.norm(cue.run.start) == "no" && verb && far == 1
            })
    });
    let between = cue.run.end..target;
    let kept = |k: usize| {
        own.link(k)
            .is_some_and(|l| l.keeps_word() && l.other + (target - k) == there)
    };
    behind || !between.is_empty() && between.into_iter().all(kept)
}

/// Whether a word can stand for another by WordNet or the list of senses: it is the same, more
/// general or more special.
pub fn stands_for(own: Words<'_>, at: usize, other: Words<'_>, there: usize) -> bool {
    use wordnet::Relation as R;
    let relation = WordNet::embedded()
        .relate(own.norm(at), other.norm(there))
        .relation;
    let senses = Senses::embedded();
    let listed = |a: u64, b: u64| {
        senses
            .of(a)
            .is_some_and(|entry| senses.place(entry, b).is_some())
    };
    let (x, y) = (own.stem(at), other.stem(there));
    matches!(
        relation,
        R::Synonym | R::Similar | R::Derived | R::Hypernym | R::Hyponym
    ) || listed(x, y)
        || listed(y, x)
}

/// Whether a word says that something was kept from being so: `flu kept him away`, `a strike was
/// averted`, `the rules protect her from a challenge`.
pub fn keeps_away(words: Words<'_>, k: usize) -> bool {
    let norm = words.norm(k);
    let kept = ["keep", "keeps", "kept"].contains(&norm);
    let away = (k + 1..k + 4).any(|n| matches!(words.norm(n), "away" | "from" | "out"));
    let spared = ["avert", "protect", "shield"];
    kept && away || spared.iter().any(|verb| norm.starts_with(verb))
}

/// Whether all of what none is said of here is said something else of on the other side: `no imprint
/// will close`, `all imprints will survive`.
pub fn covers_all(
    own: Words<'_>,
    other: Words<'_>,
    cue: &Cue,
    target: usize,
    there: usize,
) -> bool {
    use wordnet::Relation as R;
    let none = matches!(own.norm(cue.run.start), "no" | "neither" | "none");
    let all = (there.saturating_sub(2)..there)
        .any(|k| matches!(other.norm(k), "all" | "both" | "every" | "each") && !other.is_kept(k));
    let kin = |k: usize| {
        own.link(k).is_some_and(|l| {
            let found = WordNet::embedded().relate(own.norm(k), other.norm(l.other));
            matches!(
                found.relation,
                R::Synonym | R::Similar | R::Derived | R::Hypernym
            )
        })
    };
    let mut said = target + 1..(target + 2 * BEHIND).min(own.len());
    none && all && said.any(|k| own.is_content(k) && !own.is_kept(k) && !kin(k))
}
