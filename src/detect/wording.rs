//! Words put for other words.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::LazyLock;

use crate::compare::{Edit, Relation};
use crate::detect::swap::{Part, Swap};
use crate::detect::view::Words;
use crate::detect::{BeadView, Detector, Draft, Pair, Rule};
use crate::lexicon::wordnet;
use crate::lexicon::{Class, Ladders, WordPairs, WordSet, key, stem};
use crate::report::{Kind, Severity};

/// Substituted words, judged as far as lists, WordNet and the habits of the copy allow.
///
/// # What it finds
/// A run of words that stands in the place of another run (`minor`, unjudged); a word for its
/// opposite; a word for a known wrong sense of it; and, in a copy that shows the habits of a word
/// spinner, a word for one that is no close kin of it (`major`).
///
/// # Why it matters
/// A fluent substitution can change what is said.
///
/// # Example
/// `school shooting` → `faculty capturing`
///
/// # Limits
/// Outside spun copies an unlisted substitution stays `minor`: without its sense in context a
/// synonym cannot be told from a false friend. Names and numbers are left to their detectors.
pub struct SubstitutedWords;

static RULES: [Rule; 6] = [
    Rule {
        code: "WD801",
        name: "substituted words",
        kind: Kind::Wording,
    },
    Rule {
        code: "WD802",
        name: "opposite word",
        kind: Kind::Wording,
    },
    Rule {
        code: "WD803",
        name: "wrong sense of a word",
        kind: Kind::Wording,
    },
    Rule {
        code: "WD804",
        name: "spun word",
        kind: Kind::Wording,
    },
    Rule {
        code: "WD805",
        name: "word for another thing",
        kind: Kind::Wording,
    },
    Rule {
        code: "WD806",
        name: "word that excludes the other",
        kind: Kind::Wording,
    },
];

static SYNONYMS: LazyLock<WordPairs> =
    LazyLock::new(|| WordPairs::groups(include_str!("../lexicon/data/synonyms.txt")));
static ANTONYMS: LazyLock<WordPairs> =
    LazyLock::new(|| WordPairs::mutual(include_str!("../lexicon/data/antonyms.txt")));
static WRONG_SENSES: LazyLock<WordPairs> =
    LazyLock::new(|| WordPairs::directed(include_str!("../lexicon/data/wrong_sense.txt")));

static LADDERS: LazyLock<Ladders> =
    LazyLock::new(|| Ladders::read(include_str!("../lexicon/data/ladders.txt")));
static GENERAL: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::of_forms(include_str!("../lexicon/data/general.txt")));

/// From this share of one-for-one replacements among all changed words on, and from this many of
/// them on, a copy is taken for spun. Of our own development pairs the spun ones have shares of 0.56 and more, all
/// others 0.42 and less.
const SPUN_SHARE: f64 = 0.5;
const SPUN_WORDS: usize = 8;
/// With more exchanged words than this a sentence is reworded as a whole.
const FEW: usize = 2;
/// And with a smaller share of its content words kept: of faithful second translations (DEMETR's
/// references) six in ten such exchanges are below, of single harmful edits one in a hundred.
const STAYS: f64 = 0.75;

impl Detector for SubstitutedWords {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn pair(&self, pair: &Pair<'_>, out: &mut Vec<Draft>) {
        let spun = is_spun(pair);
        let changed = |v: &BeadView<'_>| v.is_paired() && !v.alignment.is_identical();
        for view in pair.views().filter(changed) {
            words(&view, spun, out);
        }
    }
}

fn words(view: &BeadView<'_>, spun: bool, out: &mut Vec<Draft>) {
    let (a, b) = (view.original(), view.copy());
    let negators = |w: Words<'_>| {
        let all = (0..w.len()).filter(|k| w.class(*k).shares(Class::NEGATOR));
        all.count()
    };
    // An opposite may make up for a negation that is gone or came in.
    let negated = negators(a) != negators(b);
    let how = How { spun, negated };
    let extent = OnceCell::new();
    for edit in &view.alignment.edits {
        if edit.relation != Relation::Substituted {
            continue;
        }
        let mut judged = false;
        for k in edit.original.clone() {
            let Some(link) = a.link(k) else { continue };
            let Some(swap) = Swap::new(view, edit, (k, link.other), &extent) else {
                continue;
            };
            let (left, right) = (k..k + 1, link.other..link.other + 1);
            match judge(a, b, (k, link.other), &swap, how) {
                Verdict::Kin => judged = true,
                Verdict::Open => {}
                Verdict::Bad(rule, severity, confidence) => {
                    judged = true;
                    out.push(view.draft(rule, severity, confidence, &left, &right));
                }
            }
        }
        if !judged
            && let Some((i, j)) = excluding(a, b, edit)
            && !negated
        {
            judged = true;
            let (left, right) = (i..i + 1, j..j + 1);
            out.push(view.draft(&RULES[5], Severity::Critical, 0.6, &left, &right));
        }
        let open = |w: Words<'_>, run: &Range<usize>| w.unmatched_content(run.clone()) > 0;
        if !judged && open(a, &edit.original) && open(b, &edit.copy) {
            out.push(view.draft(&RULES[0], Severity::Minor, 0.3, &edit.original, &edit.copy));
        }
    }
}

/// Two words of a short exchanged run that exclude one another, whichever stands for which:
/// `charged with`, `found guilty of`.
fn excluding(a: Words<'_>, b: Words<'_>, edit: &Edit) -> Option<(usize, usize)> {
    const SHORT: usize = 4;
    if edit.original.len() > SHORT || edit.copy.len() > SHORT {
        return None;
    }
    let open = |w: Words<'_>, k: usize| w.is_content(k) && !w.is_kept(k);
    edit.original.clone().filter(|i| open(a, *i)).find_map(|i| {
        let mut others = edit.copy.clone().filter(|j| open(b, *j));
        others
            .find(|j| LADDERS.exclude(rung(a, i), rung(b, *j)))
            .map(|j| (i, j))
    })
}

/// Whether two words, by their stems, exclude one another.
pub(super) fn excludes(a: u64, b: u64) -> bool {
    LADDERS.exclude(a, b)
}

/// Whether only one of two words has a negator near it, which may make up for the exchange.
fn negated_here(a: Words<'_>, b: Words<'_>, places: (usize, usize)) -> bool {
    const NEAR: usize = 5;
    let near = |w: Words<'_>, k: usize| {
        let around = k.saturating_sub(NEAR)..(k + NEAR).min(w.len());
        around
            .into_iter()
            .any(|n| w.class(n).shares(Class::NEGATOR) && !w.is_kept(n))
    };
    near(a, places.0) != near(b, places.1)
}

/// Whether the opposite of a word stands in the opposite construction: `lent by relatives`, `borrowed
/// from relatives`; `left the rails`, `came off the rails`.
fn otherwise_built(a: Words<'_>, b: Words<'_>, (i, j): (usize, usize)) -> bool {
    let next = |w: Words<'_>, k: usize| match w.norm(k + 1) {
        "by" | "to" => 1,
        "from" => 2,
        "off" | "away" | "out" => 3,
        _ => 0,
    };
    matches!(
        (next(a, i), next(b, j)),
        (1, 2) | (2, 1) | (0 | 1, 3) | (3, 0 | 1)
    )
}

/// The key a word goes by in the ladders: with its particle (`call off`), or alone.
fn rung(words: Words<'_>, k: usize) -> u64 {
    let particle = words.norm(k + 1);
    let phrasal = matches!(
        particle,
        "off" | "up" | "down" | "out" | "over" | "in" | "away"
    ) && !words.broken_after(k);
    if phrasal {
        key(&format!("{}-{particle}", stem(words.norm(k))))
    } else {
        words.stem(k)
    }
}

/// What is known of the copy and the sentence.
#[derive(Clone, Copy)]
struct How {
    /// The copy shows the habits of a word spinner.
    spun: bool,
    /// Only one side of the bead has a negator.
    negated: bool,
}

enum Verdict {
    /// A close relative.
    Kin,
    /// Nothing can be said.
    Open,
    /// The rule, severity, confidence.
    Bad(&'static Rule, Severity, f64),
}

fn judge(a: Words<'_>, b: Words<'_>, places: (usize, usize), swap: &Swap, how: How) -> Verdict {
    use wordnet::Relation as R;
    let (i, j) = places;
    let (from, to) = (a.stem(i), b.stem(j));
    if SYNONYMS.contains(from, to) {
        return Verdict::Kin;
    }
    let negated = how.negated || negated_here(a, b, places) || otherwise_built(a, b, places);
    if ANTONYMS.contains(from, to) {
        return if negated {
            Verdict::Open
        } else {
            Verdict::Bad(&RULES[1], Severity::Critical, 0.6)
        };
    }
    if LADDERS.exclude(from, to) && !negated_here(a, b, places) {
        return Verdict::Bad(&RULES[5], Severity::Critical, 0.7);
    }
    if WRONG_SENSES.contains(from, to) {
        return Verdict::Bad(
            &RULES[2],
            Severity::Major,
            if how.spun { 0.75 } else { 0.6 },
        );
    }
    let (first, second) = (swap.first, swap.second);
    match swap.relation {
        R::Antonym if negated => Verdict::Open,
        R::Antonym if first <= 1 && second <= 1 => Verdict::Bad(&RULES[1], Severity::Critical, 0.7),
        R::Antonym if swap.clean => Verdict::Bad(&RULES[1], Severity::Major, 0.6),
        R::Same => Verdict::Kin,
        R::Synonym | R::Similar if first == 0 => Verdict::Kin,
        R::Hyponym if first == 0 => Verdict::Kin,
        relation if how.spun => spun(swap, relation, !comparable(swap, a.norm(i), b.norm(j))),
        _ => other_thing(swap, a.norm(i), b.norm(j)),
    }
}

/// Whether two words can name two things: not where one is a name, a number or a time, an
/// abbreviation (`bn`, `yr`) or a part of the other (`wildfire`, `fire`).
fn comparable(swap: &Swap, from: &str, to: &str) -> bool {
    let part = |x: &str, y: &str| x.starts_with(y) || x.ends_with(y);
    !swap.named && from.len() >= 4 && to.len() >= 4 && !part(from, to) && !part(to, from)
}

/// What a word spinner did: its synonyms are those of the wrong sense mostly where a noun, or the
/// word before one, names something.
fn spun(swap: &Swap, relation: wordnet::Relation, same: bool) -> Verdict {
    use wordnet::Relation as R;
    let names = swap.part == Part::Noun || swap.part == Part::Adjective && swap.compound;
    match relation {
        _ if !names || same => Verdict::Open,
        R::Unrelated => Verdict::Bad(&RULES[3], Severity::Major, 0.55),
        R::Hypernym if swap.first == 0 => Verdict::Bad(&RULES[3], Severity::Major, 0.45),
        R::Sibling | R::Similar if swap.first >= 1 => {
            Verdict::Bad(&RULES[3], Severity::Major, 0.45)
        }
        _ => Verdict::Open,
    }
}

/// Whether a word that stands alone for another, all around it kept, names another thing.
///
/// Where nothing else was changed, nothing else can make up for it. Of such exchanges in SummEdits
/// (harmful edits against harmless ones of the same sentences, 1,424 : 690) nouns without a
/// relation are harmful 149 : 68 times, siblings 64 : 25, adjectives without one 79 : 29; verbs
/// 135 : 158, synonyms 11 : 19, and hypernyms 11 : 19, so that of these nothing is said.
fn other_thing(swap: &Swap, from: &str, to: &str) -> Verdict {
    use wordnet::Relation as R;
    // With many exchanges in one sentence somebody rewords.
    if !swap.clean || swap.swaps > FEW || swap.kept < STAYS || GENERAL.contains(key(to)) {
        return Verdict::Open;
    }
    if !comparable(swap, from, to) {
        return Verdict::Open;
    }
    let alone = if swap.swaps == 1 { 0.1 } else { 0.0 };
    match (swap.relation, swap.part) {
        (R::Unrelated | R::Sibling, Part::Noun) => {
            Verdict::Bad(&RULES[4], Severity::Major, 0.5 + alone)
        }
        (R::Unrelated, Part::Adjective) => Verdict::Bad(&RULES[4], Severity::Major, 0.5 + alone),
        // A capital may be one of a name that nobody knows.
        (R::Unknown, _) if swap.capital => Verdict::Open,
        (R::Unknown, _) => Verdict::Bad(&RULES[4], Severity::Major, 0.4 + alone),
        _ => Verdict::Open,
    }
}

/// Whether the copy replaces words one for one and leaves everything else as it stands: a person
/// who rewords, and a translation, turn and shorten sentences too.
fn is_spun(pair: &Pair<'_>) -> bool {
    let (mut swapped, mut other) = (0, 0);
    for alignment in pair.alignments {
        if alignment.original.is_empty() || alignment.copy.is_empty() {
            continue;
        }
        for edit in &alignment.edits {
            let (n, m) = (edit.original.len(), edit.copy.len());
            match edit.relation {
                Relation::Equal | Relation::Variant | Relation::Inflected => {}
                Relation::Substituted => {
                    let pairs = edit.original.clone().filter(|k| {
                        alignment
                            .original_classes
                            .get(*k)
                            .is_some_and(|c| c.is_content())
                            && alignment
                                .original_links
                                .get(*k)
                                .is_some_and(Option::is_some)
                    });
                    swapped += pairs.count();
                    other += n.abs_diff(m);
                }
                Relation::Inserted | Relation::Deleted | Relation::Moved => other += n.max(m),
            }
        }
    }
    swapped >= SPUN_WORDS && swapped as f64 >= SPUN_SHARE * (swapped + other) as f64
}

#[cfg(test)]
mod tests {
    use crate::{Options, compare};

    fn spun(original: &str, copy: &str) -> usize {
        let report = compare(original, copy, &Options::default()).unwrap();
        report.findings.iter().filter(|f| f.code == "WD804").count()
    }

    const ORIGINAL: &str = "The old clerk painted the boat in the harbour. The young farmer sold \
                            apples at the market. The tired judge closed the court in the evening.";
    /// Every content word exchanged for one that has nothing to do with it.
    const SPUN: &str = "The purple ladder painted the cushion in the volcano. The salty farmer \
                        sold candles at the dentist. The hollow judge closed the banana in the \
                        elbow.";

    #[test]
    fn words_without_kin_in_a_spun_copy_are_found() {
        assert!(spun(ORIGINAL, SPUN) >= 3);
    }

    #[test]
    fn one_strange_word_does_not_make_a_copy_spun() {
        assert_eq!(spun(ORIGINAL, &ORIGINAL.replace("boat", "cushion")), 0);
        assert_eq!(spun(ORIGINAL, ORIGINAL), 0);
        let retold = "In the harbour an old clerk was painting a boat, and at the market a young \
                      farmer sold apples. In the evening a tired judge closed the court.";
        assert_eq!(spun(ORIGINAL, retold), 0);
    }
}
