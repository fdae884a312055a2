//! How much a reading counts: the less likely two editors make the change by themselves, the more.

use crate::copies::Change;

/// Content words from which on a reading counts double: hardly two editors hit upon the same three
/// words in a row.
const PHRASE: u32 = 3;

/// Weight of a change of `words` content words.
///
/// A shared error shows kinship only where it is unlikely to have been made twice and unlikely to
/// have been put right without the original (P. Maas, Textkritik, 1927). So house style, which every
/// newsroom applies by itself, counts a tenth; function words, inflections, word order and
/// sentence boundaries, of which there are few to choose from, a quarter; what is cut, because
/// everybody cuts from the end and cuts the same ornaments, and synonyms, because editors and
/// spinning programs reach for the nearest, a half; words put in and changes of meaning one; sentences
/// put in two.
#[must_use]
pub fn weight(change: Change, words: u32) -> f64 {
    let one = match change {
        Change::Kept => 0.0,
        Change::Spelling => 0.1,
        Change::Boundary | Change::Function | Change::Inflection | Change::Order => 0.25,
        Change::Loss | Change::Omission | Change::Position | Change::Form | Change::Rewording => {
            0.5
        }
        Change::Insertion | Change::Meaning => 1.0,
        Change::Addition => 2.0,
    };
    let phrase = matches!(
        change,
        Change::Rewording | Change::Insertion | Change::Meaning
    );
    if phrase && words >= PHRASE {
        2.0 * one
    } else {
        one
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_kept_reading_weighs_nothing() {
        for change in Change::ALL {
            assert_eq!(weight(*change, 1) == 0.0, *change == Change::Kept);
        }
    }

    #[test]
    fn a_phrase_of_the_same_words_counts_double_and_a_longer_cut_does_not() {
        assert_eq!(
            weight(Change::Rewording, 3),
            2.0 * weight(Change::Rewording, 2)
        );
        assert_eq!(weight(Change::Loss, 30), weight(Change::Loss, 1));
    }
}
