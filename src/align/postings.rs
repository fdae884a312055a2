//! Which of some sentences have each word.

use super::features::Side;

/// For each word the places of the chosen sentences that have it, ascending.
pub struct Postings {
    starts: Vec<u32>,
    places: Vec<u32>,
}

impl Postings {
    /// The places of `words` words in the `chosen` sentences; none of a word that is in more than
    /// `most` of them.
    #[expect(
        clippy::indexing_slicing,
        reason = "a sentence's words are numbers of the vocabulary, of which there are `words`; each \
                  takes no more places than were counted for it"
    )]
    pub fn new(side: &Side, chosen: &[usize], words: usize, most: u32) -> Self {
        let mut count = vec![0u32; words];
        for i in chosen {
            for w in side.words(*i) {
                count[*w as usize] += 1;
            }
        }
        let mut starts = Vec::with_capacity(words + 1);
        let mut total = 0;
        for c in &mut count {
            starts.push(total);
            if *c > most {
                *c = 0;
            }
            total += *c;
            *c = if *c == 0 { u32::MAX } else { total - *c };
        }
        starts.push(total);
        let mut places = vec![0; total as usize];
        for (place, i) in (0u32..).zip(chosen) {
            for w in side.words(*i) {
                let next = &mut count[*w as usize];
                if *next != u32::MAX {
                    places[*next as usize] = place;
                    *next += 1;
                }
            }
        }
        Self { starts, places }
    }

    /// The places of a word.
    #[expect(
        clippy::indexing_slicing,
        reason = "`starts` has one more than there are words, ascends and ends with the length of \
                  `places`"
    )]
    #[inline]
    pub fn of(&self, word: usize) -> &[u32] {
        &self.places[self.starts[word] as usize..self.starts[word + 1] as usize]
    }
}
