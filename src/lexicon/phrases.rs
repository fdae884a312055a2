//! Lists of phrases that are looked for in a row of words.

use rustc_hash::FxHashMap;

use super::{entries, key, stem_key};

/// Phrases with a tag each. A list has lines `tag: phrase; phrase; ...`; a word with a star
/// (`refuse*`) stands for all its inflections.
#[derive(Debug, Default)]
pub struct Phrases {
    by_first: FxHashMap<u64, Vec<Phrase>>,
    tags: Vec<&'static str>,
}

#[derive(Debug)]
struct Phrase {
    /// Keys of the words; stem keys where `stem` is set.
    words: Vec<(u64, bool)>,
    tag: usize,
}

/// A phrase found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Match {
    /// Its tag.
    pub tag: &'static str,
    /// Number of words.
    pub len: usize,
}

impl Phrases {
    /// Read a list.
    #[must_use]
    pub fn read(text: &'static str) -> Self {
        let mut phrases = Self::default();
        for (tag, list) in entries(text).filter_map(|line| line.split_once(':')) {
            let index = phrases
                .tags
                .iter()
                .position(|known| *known == tag)
                .unwrap_or_else(|| {
                    phrases.tags.push(tag);
                    phrases.tags.len() - 1
                });
            for phrase in list.split(';') {
                let words: Vec<(u64, bool)> = phrase
                    .split_whitespace()
                    .map(|word| match word.strip_suffix('*') {
                        Some(base) => (stem_key(base), true),
                        None => (key(word), false),
                    })
                    .collect();
                let Some((first, _)) = words.first() else {
                    continue;
                };
                let list = phrases.by_first.entry(*first).or_default();
                list.push(Phrase { words, tag: index });
                list.sort_by_key(|p| usize::MAX - p.words.len());
            }
        }
        phrases
    }

    /// The longest phrase that begins at a word; `at` gives key and stem key of the words from
    /// there on.
    #[must_use]
    pub fn find(&self, at: impl Fn(usize) -> Option<(u64, u64)>) -> Option<Match> {
        let (form, stem) = at(0)?;
        let fits = |phrase: &&Phrase| {
            let mut words = phrase.words.iter().enumerate();
            words.all(|(n, (wanted, by_stem))| {
                at(n).is_some_and(|(form, stem)| *wanted == if *by_stem { stem } else { form })
            })
        };
        let candidates = |first: u64| {
            let list = self.by_first.get(&first).map(Vec::as_slice);
            list.unwrap_or(&[]).iter().find(fits)
        };
        let by_form = candidates(form);
        let by_stem = if stem == form { None } else { candidates(stem) };
        let best = match (by_form, by_stem) {
            (Some(a), Some(b)) if b.words.len() > a.words.len() => b,
            (Some(a), _) => a,
            (None, b) => b?,
        };
        Some(Match {
            tag: self.tags.get(best.tag).copied()?,
            len: best.words.len(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_wins_and_stars_take_inflections() {
        let list = Phrases::read("soft: refuse*; stop* short of\nhard: no; no longer");
        let find = |text: &str| {
            let words: Vec<(u64, u64)> = text.split(' ').map(|w| (key(w), stem_key(w))).collect();
            list.find(|n| words.get(n).copied()).map(|m| (m.tag, m.len))
        };
        assert_eq!(find("no longer here"), Some(("hard", 2)));
        assert_eq!(find("no doubt"), Some(("hard", 1)));
        assert_eq!(find("refused it"), Some(("soft", 1)));
        assert_eq!(find("stopped short of it"), Some(("soft", 3)));
        assert_eq!(find("stopped short"), None);
    }
}
