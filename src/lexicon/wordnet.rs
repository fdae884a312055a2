//! WordNet 3.0 (Miller 1995; Fellbaum 1998), embedded and read in place.
//!
//! The tables are made by `tools/build_wordnet.py`, which documents their layout. At the first use
//! counts are added up to where each list starts, and pointers unpacked; nothing is allocated for a
//! look-up of a lemma: a binary search over front-coded blocks of 32 lemmas, then a walk over some bytes.

mod pointers;

use std::ops::Range;
use std::rc::Rc;
use std::sync::LazyLock;

use super::recall::Recall;
use pointers::Pointers;

static DATA: &[u8] = include_bytes!("../../assets/wordnet.bin");
#[expect(clippy::expect_used, reason = "a test reads what is embedded")]
static EMBEDDED: LazyLock<WordNet<'static>> = LazyLock::new(|| {
    WordNet::read(DATA).expect("the embedded tables are checked by the tests of this module")
});

const BLOCK: usize = 32;
const VERSION: u32 = 3;
/// Magic, version, first synset of each part of speech, lemma count, length of ten sections.
const HEADER: usize = 4 + 4 * (1 + 4 + 1 + 10);
/// A part of speech.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum PartOfSpeech {
    /// Noun.
    Noun,
    /// Verb.
    Verb,
    /// Adjective.
    Adjective,
    /// Adverb.
    Adverb,
}

use PartOfSpeech::{Adjective, Adverb, Noun, Verb};

/// How a word form was led back to a lemma.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Inflection {
    /// It is the lemma.
    Lemma,
    /// By an ending in `-s`, or an irregular plural or third person.
    S,
    /// By `-ed`, or an irregular past or participle.
    Past,
    /// By `-ing`.
    Ing,
}

/// A set of words that share a sense, by its number in the tables.
pub type Synset = u32;

/// How one synset points to another.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Pointer {
    /// To a more general one.
    Hypernym,
    /// From an instance (`Paris`) to its class.
    Instance,
    /// To an opposite.
    Antonym,
    /// To a similar adjective.
    Similar,
    /// To a derivationally related form (`deny`, `denial`).
    Derived,
}

/// A sense of a word form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sense {
    /// The synset.
    pub synset: Synset,
    /// Its rank among the senses of the lemma in that part of speech, 0 is the most frequent.
    pub rank: u8,
}

/// A sense of a word form or one more general than a sense of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Way {
    /// The synset.
    pub synset: Synset,
    /// Steps up to it; 0 for the word's own sense.
    pub steps: u8,
    /// Rank of the word's own sense.
    pub rank: u8,
}

/// The closest relation between two words, over all their senses.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Relation {
    /// Inflections of one lemma.
    Same,
    /// They share a synset.
    Synonym,
    /// Opposites, directly or through a similar adjective.
    Antonym,
    /// Derived from one another.
    Derived,
    /// Similar adjectives.
    Similar,
    /// The second is more general.
    Hypernym,
    /// The second is more specific.
    Hyponym,
    /// They share a direct hypernym.
    Sibling,
    /// Both are known, none of the above holds.
    Unrelated,
    /// One of them is not in WordNet.
    Unknown,
}

/// A relation with the senses it holds between.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Link {
    /// The relation.
    pub relation: Relation,
    /// Rank of the first word's sense, 0 is its most frequent.
    pub first: u8,
    /// Rank of the second word's sense.
    pub second: u8,
}

thread_local! {
    static SENSES: Recall<Rc<[Sense]>> = Recall::new();
    static LINKS: Recall<Link> = Recall::new();
    static WAYS: Recall<Rc<[Way]>> = Recall::new();
    static OPENS: Recall<bool> = Recall::new();
}

/// The tables.
#[derive(Clone, Debug)]
pub struct WordNet<'d> {
    blocks: &'d [u8],
    /// Of each lemma how many bytes it shares with the one before, and how many follow.
    shared: &'d [u8],
    lengths: &'d [u8],
    /// What follows, of all.
    suffixes: &'d [u8],
    sense_starts: Vec<u32>,
    /// The lowest bytes of all synsets, then the middle ones, then the highest.
    senses: &'d [u8],
    pointers: Pointers,
    exceptions: &'d str,
    first: [u32; 4],
}

impl WordNet<'static> {
    /// The tables inside the library.
    #[must_use]
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }
}

impl<'d> WordNet<'d> {
    /// Take tables from bytes; `None` where they are not of this version or are cut off.
    #[must_use]
    pub fn read(data: &'d [u8]) -> Option<Self> {
        if data.get(..4)? != b"WDWN" || u32_at(data, 4)? != VERSION {
            return None;
        }
        let mut first = [0; 4];
        for (i, number) in first.iter_mut().enumerate() {
            *number = u32_at(data, 8 + 4 * i)?;
        }
        let mut rest = data.get(HEADER..)?;
        let mut section = |index: usize| {
            let length = u32_at(data, 28 + 4 * index)? as usize;
            let (head, tail) = rest.split_at_checked(length)?;
            rest = tail;
            Some(head)
        };
        Some(Self {
            first,
            blocks: section(0)?,
            shared: section(1)?,
            lengths: section(2)?,
            suffixes: section(3)?,
            sense_starts: starts(section(4)?),
            senses: section(5)?,
            pointers: Pointers::read(section(6)?, section(7)?, section(8)?)?,
            exceptions: std::str::from_utf8(section(9)?).ok()?,
        })
    }

    /// Number of a lemma (lower case, words joined by a space), if it is known.
    #[must_use]
    pub fn lemma(&self, lemma: &str) -> Option<usize> {
        let wanted = lemma.as_bytes();
        self.scan_block(self.blocks_up_to(wanted).checked_sub(1)?, wanted)
    }

    /// How many blocks begin with a lemma up to this one.
    fn blocks_up_to(&self, wanted: &[u8]) -> usize {
        let (mut low, mut high) = (0, self.blocks.len() / 4);
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.head(middle).is_some_and(|head| head <= wanted) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// The lemmas of a block: the number of each, how many bytes it shares with the one before, and what
    /// follows.
    fn block(&self, block: usize) -> impl Iterator<Item = (usize, usize, &'d [u8])> + '_ {
        let mut at = u32_at(self.blocks, 4 * block).map_or(usize::MAX, |at| at as usize);
        let first = block.saturating_mul(BLOCK);
        (first..first.saturating_add(BLOCK)).map_while(move |index| {
            let shared = usize::from(*self.shared.get(index)?);
            let length = usize::from(*self.lengths.get(index)?);
            let suffix = self.suffixes.get(at..)?.get(..length)?;
            at += length;
            Some((index, shared, suffix))
        })
    }

    /// The first lemma of a block, which is written in full.
    fn head(&self, block: usize) -> Option<&'d [u8]> {
        self.block(block).next().map(|(_, _, lemma)| lemma)
    }

    /// Walk one block, keeping the length of the prefix that agrees with `wanted`.
    fn scan_block(&self, block: usize, wanted: &[u8]) -> Option<usize> {
        let mut agreed = 0;
        for (index, shared, suffix) in self.block(block) {
            if shared <= agreed {
                let rest = wanted.get(shared..)?;
                let more = rest.iter().zip(suffix).take_while(|(a, b)| a == b).count();
                agreed = shared + more;
                if agreed == wanted.len() && more == suffix.len() {
                    return Some(index);
                }
            }
        }
        None
    }

    /// Whether these are the tables inside the library, whose answers are kept.
    fn is_embedded(&self) -> bool {
        std::ptr::addr_eq(self, WordNet::embedded())
    }

    /// The part of speech of a synset.
    #[must_use]
    pub fn part_of_speech(&self, synset: Synset) -> PartOfSpeech {
        match self.first {
            [_, _, _, adverb] if synset >= adverb => Adverb,
            [_, _, adjective, _] if synset >= adjective => Adjective,
            [_, verb, _, _] if synset >= verb => Verb,
            _ => Noun,
        }
    }

    /// The synsets that a synset points to.
    pub fn pointers(&self, synset: Synset) -> impl Iterator<Item = (Pointer, Synset)> + '_ {
        self.pointers.of(synset)
    }

    /// All senses of a word form or phrase in normal form, over its possible lemmas.
    ///
    /// Base forms are found as WordNet's own `morphy` does: exceptions, then detachment rules.
    #[must_use]
    pub fn senses(&self, form: &str) -> Rc<[Sense]> {
        if !self.is_embedded() {
            return self.find_senses(form);
        }
        SENSES.with(|known| known.answer(form, || self.find_senses(form)))
    }

    fn find_senses(&self, form: &str) -> Rc<[Sense]> {
        let mut senses: Vec<Sense> = Vec::new();
        self.each_lemma(form, &mut |lemma, parts, _| {
            let mut ranks = [0u8; 4];
            for synset in self.synsets(lemma) {
                let part = self.part_of_speech(synset);
                let Some(next) = ranks.get_mut(part as usize) else {
                    continue;
                };
                let rank = *next;
                *next = next.saturating_add(1);
                if !parts.contains(&part) {
                    continue;
                }
                match senses.iter_mut().find(|s| s.synset == synset) {
                    Some(known) => known.rank = known.rank.min(rank),
                    None => senses.push(Sense { synset, rank }),
                }
            }
        });
        senses.into()
    }

    /// The frequent senses of a word form (the first three of each lemma and part of speech), each
    /// followed by the more general ones above it, six steps up at most; of several ways up the
    /// first.
    #[must_use]
    pub fn ways_up(&self, form: &str) -> Rc<[Way]> {
        if !self.is_embedded() {
            return self.find_ways_up(form);
        }
        WAYS.with(|known| known.answer(form, || self.find_ways_up(form)))
    }

    fn find_ways_up(&self, form: &str) -> Rc<[Way]> {
        const FREQUENT: u8 = 3;
        const MOST_STEPS: u8 = 6;
        let up = |p| matches!(p, Pointer::Hypernym | Pointer::Instance | Pointer::Similar);
        let mut ways: Vec<Way> = Vec::new();
        for sense in self.senses(form).iter().filter(|s| s.rank < FREQUENT) {
            let start = ways.len();
            let mut way = Way {
                synset: sense.synset,
                steps: 0,
                rank: sense.rank,
            };
            ways.push(way);
            while way.steps < MOST_STEPS {
                let mut pointers = self.pointers(way.synset);
                let Some((_, next)) = pointers.find(|(p, _)| up(*p)) else {
                    break;
                };
                if ways.iter().skip(start).any(|seen| seen.synset == next) {
                    break;
                }
                way.synset = next;
                way.steps += 1;
                ways.push(way);
            }
        }
        ways.into()
    }

    /// Whether the form is known in any part of speech.
    #[must_use]
    pub fn knows(&self, form: &str) -> bool {
        !self.senses(form).is_empty()
    }

    /// Whether a term of several words begins with this one: where not, no phrase that does is known.
    #[must_use]
    pub fn opens(&self, word: &str) -> bool {
        if !self.is_embedded() {
            return self.find_opening(word);
        }
        OPENS.with(|known| known.answer(word, || self.find_opening(word)))
    }

    fn find_opening(&self, word: &str) -> bool {
        let opening = [word, " "].concat();
        let after = self.blocks_up_to(opening.as_bytes());
        // Terms that begin with it follow one another, so the first of them is in the last block
        // that begins before them, or begins the next.
        let begins = |lemma: &[u8]| lemma.starts_with(opening.as_bytes());
        self.head(after).is_some_and(begins)
            || after
                .checked_sub(1)
                .is_some_and(|block| self.any_of_block(block, begins))
    }

    /// Whether something holds of a lemma of a block.
    fn any_of_block(&self, block: usize, holds: impl Fn(&[u8]) -> bool) -> bool {
        let mut lemma = Vec::new();
        self.block(block).any(|(_, shared, suffix)| {
            lemma.truncate(shared);
            lemma.extend_from_slice(suffix);
            holds(&lemma)
        })
    }

    /// Whether the form is known as a noun.
    #[must_use]
    pub fn is_noun(&self, form: &str) -> bool {
        let senses = self.senses(form);
        senses.iter().any(|s| self.part_of_speech(s.synset) == Noun)
    }

    /// Every lemma that a form may be of, with the parts of speech it may be of it in and how it is
    /// led back to it.
    fn each_lemma(&self, form: &str, found: &mut dyn FnMut(usize, &[PartOfSpeech], Inflection)) {
        if let Some(lemma) = self.lemma(form) {
            found(lemma, &[Noun, Verb, Adjective, Adverb], Inflection::Lemma);
        }
        // Irregular forms are single words.
        let irregular = (!form.contains(' ')).then(|| self.exceptions(form));
        for (part, base) in irregular.into_iter().flatten() {
            let how = match part {
                Verb if form.ends_with("ing") => Inflection::Ing,
                Verb if !form.ends_with('s') => Inflection::Past,
                _ => Inflection::S,
            };
            if let Some(lemma) = self.lemma(base) {
                found(lemma, &[part], how);
            }
        }
        let mut base = String::new();
        for (ending, replacement, parts) in DETACHMENTS {
            let Some(stem) = form.strip_suffix(ending).filter(|s| !s.is_empty()) else {
                continue;
            };
            base.clear();
            base.push_str(stem);
            base.push_str(replacement);
            let how = match ending {
                "ed" => Inflection::Past,
                "ing" => Inflection::Ing,
                _ => Inflection::S,
            };
            if let Some(lemma) = self.lemma(&base) {
                found(lemma, parts, how);
            }
        }
    }

    /// Every part of speech a form may have, with how it is inflected.
    pub fn each_reading(&self, form: &str, found: &mut dyn FnMut(PartOfSpeech, Inflection)) {
        self.each_lemma(form, &mut |lemma, parts, how| {
            let mut seen = [false; 4];
            for synset in self.synsets(lemma) {
                let own = self.part_of_speech(synset);
                let fits = parts.contains(&own);
                if let Some(seen) = seen.get_mut(own as usize).filter(|seen| fits && !**seen) {
                    *seen = true;
                    found(own, how);
                }
            }
        });
    }

    /// The direct hypernyms of a synset.
    fn classes(&self, synset: Synset) -> impl Iterator<Item = Synset> + '_ {
        let up = |pointer| matches!(pointer, Pointer::Hypernym | Pointer::Instance);
        self.pointers(synset)
            .filter(move |(p, _)| up(*p))
            .map(|(_, target)| target)
    }

    fn synsets(&self, lemma: usize) -> impl Iterator<Item = Synset> + '_ {
        let count = self.senses.len() / 3;
        let byte = move |i: usize| self.senses.get(i).copied();
        range(&self.sense_starts, lemma).filter_map(move |i| {
            let bytes = [byte(i)?, byte(count + i)?, byte(2 * count + i)?, 0];
            Some(u32::from_le_bytes(bytes))
        })
    }

    fn exceptions<'f>(
        &self,
        form: &'f str,
    ) -> impl Iterator<Item = (PartOfSpeech, &'d str)> + use<'d, 'f> {
        let text = self.exceptions;
        let start = line_bound(text, |line| line.split(' ').next().unwrap_or("") < form);
        let lines = text.get(start..).unwrap_or("").lines();
        lines.map_while(move |line| {
            let rest = line.strip_prefix(form)?.strip_prefix(' ')?;
            let (code, base) = rest.split_once(' ')?;
            let part = match code {
                "n" => Noun,
                "v" => Verb,
                "a" => Adjective,
                _ => Adverb,
            };
            Some((part, base))
        })
    }

    /// The closest relation between two word forms, the most frequent senses first.
    ///
    /// An antonym link wins over everything but a shared synset of the same rank: it is rare and
    /// almost never wrong. All other relations are ordered by the sum of the sense ranks.
    #[must_use]
    pub fn relate(&self, first: &str, second: &str) -> Link {
        if !self.is_embedded() {
            return self.find_relation(first, second);
        }
        LINKS.with(|known| known.answer_pair(first, second, || self.find_relation(first, second)))
    }

    fn find_relation(&self, first: &str, second: &str) -> Link {
        let link = |relation, first, second| Link {
            relation,
            first,
            second,
        };
        if first == second {
            return link(Relation::Same, 0, 0);
        }
        let (left, right) = (self.senses(first), self.senses(second));
        if left.is_empty() || right.is_empty() {
            return link(Relation::Unknown, 0, 0);
        }
        let rank = |synset: Synset| right.iter().find(|s| s.synset == synset).map(|s| s.rank);
        let classes: Vec<(Synset, u8)> = right
            .iter()
            .flat_map(|s| self.classes(s.synset).map(|class| (class, s.rank)))
            .collect();
        let mut best: Option<(u32, Link)> = None;
        let mut offer = |cost: u32, found: Link| {
            if best.is_none_or(|(c, _)| cost < c) {
                best = Some((cost, found));
            }
        };
        for sense in left.iter() {
            let sum = |other: u8| u32::from(sense.rank) + u32::from(other);
            if let Some(other) = rank(sense.synset) {
                offer(4 * sum(other), link(Relation::Synonym, sense.rank, other));
            }
            for (pointer, target) in self.pointers(sense.synset) {
                let direct = match pointer {
                    Pointer::Antonym => Relation::Antonym,
                    Pointer::Hypernym | Pointer::Instance => Relation::Hypernym,
                    Pointer::Similar => Relation::Similar,
                    Pointer::Derived => Relation::Derived,
                };
                if let Some(other) = rank(target) {
                    let handicap = match direct {
                        Relation::Antonym => 0,
                        Relation::Derived => 3,
                        _ => 2,
                    };
                    let weight = if direct == Relation::Antonym { 1 } else { 4 };
                    offer(
                        weight * sum(other) + handicap,
                        link(direct, sense.rank, other),
                    );
                }
                if pointer == Pointer::Similar {
                    for (next, far) in self.pointers(target) {
                        if let (Pointer::Antonym, Some(other)) = (next, rank(far)) {
                            offer(
                                2 * sum(other) + 1,
                                link(Relation::Antonym, sense.rank, other),
                            );
                        }
                    }
                }
            }
            for (target, other) in &classes {
                let cost = 4 * sum(*other);
                if *target == sense.synset {
                    offer(cost + 2, link(Relation::Hyponym, sense.rank, *other));
                } else if self.classes(sense.synset).any(|t| t == *target) {
                    offer(cost + 3, link(Relation::Sibling, sense.rank, *other));
                }
            }
        }
        best.map_or(link(Relation::Unrelated, 0, 0), |(_, found)| found)
    }
}

/// WordNet's detachment rules (`morphy(7WN)`): ending, what it stands for, parts of speech.
const DETACHMENTS: [(&str, &str, &[PartOfSpeech]); 18] = [
    ("s", "", &[Noun, Verb]),
    ("ses", "s", &[Noun]),
    ("xes", "x", &[Noun]),
    ("zes", "z", &[Noun]),
    ("ches", "ch", &[Noun]),
    ("shes", "sh", &[Noun]),
    ("men", "man", &[Noun]),
    ("ies", "y", &[Noun, Verb]),
    ("es", "e", &[Verb]),
    ("es", "", &[Verb]),
    ("ed", "e", &[Verb]),
    ("ed", "", &[Verb]),
    ("ing", "e", &[Verb]),
    ("ing", "", &[Verb]),
    ("er", "", &[Adjective]),
    ("est", "", &[Adjective]),
    ("er", "e", &[Adjective]),
    ("est", "e", &[Adjective]),
];

/// Byte offset of the first line for which `before` is false; the lines are sorted by it.
fn line_bound(text: &str, before: impl Fn(&str) -> bool) -> usize {
    let (mut low, mut high) = (0, text.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        let (before_middle, after_middle) = text.as_bytes().split_at(middle);
        let start = before_middle
            .iter()
            .rposition(|b| *b == b'\n')
            .map_or(0, |i| i + 1);
        let end = after_middle
            .iter()
            .position(|b| *b == b'\n')
            .map_or(text.len(), |i| i + middle);
        if before(&text[start..end]) {
            low = (end + 1).min(text.len());
        } else {
            high = start;
        }
    }
    low
}

/// Where lists of so many entries start, one after the other, and where the last one ends.
fn starts(counts: &[u8]) -> Vec<u32> {
    let mut end = 0;
    let ends = counts.iter().map(|count| {
        end += u32::from(*count);
        end
    });
    std::iter::once(0).chain(ends).collect()
}

/// The entries of a list.
fn range(starts: &[u32], list: usize) -> Range<usize> {
    let at = |i: usize| starts.get(i).map_or(0, |at| *at as usize);
    at(list)..at(list + 1)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relation(first: &str, second: &str) -> Relation {
        WordNet::embedded().relate(first, second).relation
    }

    #[test]
    fn every_lemma_is_found_at_its_own_number() {
        let wordnet = WordNet::embedded();
        let mut previous: Vec<u8> = Vec::new();
        let blocks = wordnet.shared.len().div_ceil(BLOCK);
        let mut count = 0;
        for (index, shared, suffix) in (0..blocks).flat_map(|block| wordnet.block(block)) {
            previous.truncate(shared);
            previous.extend_from_slice(suffix);
            assert_eq!(
                wordnet.lemma(std::str::from_utf8(&previous).unwrap()),
                Some(index)
            );
            count += 1;
        }
        assert_eq!(count, wordnet.shared.len());
    }

    #[test]
    fn words_that_are_not_there_are_not_found() {
        for form in [
            "",
            "zzzz",
            "qwertyx",
            "newsroomish",
            "\u{10ffff}",
            "a b c d",
        ] {
            assert_eq!(WordNet::embedded().lemma(form), None, "{form}");
        }
    }

    #[test]
    fn knows_inflected_forms_by_rule_and_by_exception() {
        for form in [
            "denied",
            "children",
            "went",
            "cities",
            "natural gas",
            "law enforcement",
        ] {
            assert!(WordNet::embedded().knows(form), "{form}");
        }
    }

    #[test]
    fn tells_synonyms_antonyms_and_kin_apart() {
        assert_eq!(relation("expect", "anticipate"), Relation::Synonym);
        assert_eq!(relation("rise", "fall"), Relation::Antonym);
        assert_eq!(relation("hot", "cold"), Relation::Antonym);
        assert_eq!(relation("deny", "denial"), Relation::Derived);
        assert_eq!(relation("tuesday", "wednesday"), Relation::Sibling);
        assert_eq!(relation("bill", "invoice"), Relation::Hyponym);
        assert_eq!(relation("short", "quick"), Relation::Unrelated);
        assert_eq!(relation("short", "kyivish"), Relation::Unknown);
    }

    #[test]
    fn the_ways_up_from_a_word_lead_to_ever_more_general_senses() {
        let net = WordNet::embedded();
        let ways = net.ways_up("dogs");
        let animal = net.senses("animal")[0].synset;
        assert_eq!((ways[0].steps, ways[0].rank), (0, 0));
        assert!(ways.iter().any(|way| way.synset == animal && way.steps > 1));
        assert!(ways.iter().all(|way| way.steps <= 6 && way.rank < 3));
        assert!(net.ways_up("qwertyx").is_empty());
    }

    #[test]
    fn damaged_tables_are_refused() {
        assert!(WordNet::read(b"").is_none());
        assert!(WordNet::read(b"WDWN\x01\0\0\0").is_none());
        assert!(WordNet::read(&DATA[..DATA.len() / 2]).is_none());
    }
}
