//! A word that the weights take for one of another meaning where no rule has a name for it.

use super::{Detector, Rule};
use crate::report::Kind;

/// Words exchanged for words that probably mean another thing.
///
/// # What it finds
/// A word or short phrase put for another where no rule claims the exchange, and where its
/// features (how the two words are related, how alike they are in use, their parts of speech, how
/// much around them was kept, how the whole copy was made) make harm probable by a table that was
/// learnt from marked stories. The findings are made where all findings of a pair are judged
/// together, after the detectors.
///
/// # Why it matters
/// Most wrong words follow no list: a spinner takes the other sense of a word, a translator the
/// neighbouring term.
///
/// # Example
/// `the driver was taken to hospital in a stable condition` → `… in a barn condition`
///
/// # Limits
/// The table knows what kinds of exchange were harmful in some five hundred stories, and nothing
/// of the world. `confidence` is the probability it gives.
pub struct JudgedWords;

/// The rule that judgement reports under.
pub static JUDGED: [Rule; 1] = [Rule {
    code: "WD807",
    name: "word that hardly fits the original",
    kind: Kind::Wording,
}];

impl Detector for JudgedWords {
    fn rules(&self) -> &'static [Rule] {
        &JUDGED
    }
}

#[cfg(test)]
mod tests {
    use crate::report::Severity;
    use crate::{Options, compare};

    const ORIGINAL: [&str; 4] = [
        "The driver was taken to hospital in a stable condition on Friday.",
        "The bank raised its interest rate in the third quarter and shares in lenders gained.",
        "The jury found the clerk guilty of a minor charge, and the judge passed a light sentence.",
        "The ruling party holds a slim majority and will table the bill before the house rises.",
    ];
    const SPUN: [&str; 4] = [
        "The motorist was carried to hospital in a barn condition on Friday.",
        "The bank lifted its curiosity rate in the third district and portions in moneylenders acquired.",
        "The jury discovered the clerk guilty of a small cost, and the judge crossed a bright phrase.",
        "The verdict party grips a slender bulk and will desk the invoice before the dwelling climbs.",
    ];

    fn judged(original: &[&str], copy: &[&str]) -> Vec<String> {
        let run = compare(&original.join("\n"), &copy.join("\n"), &Options::default());
        let findings = run.unwrap().findings.into_iter();
        let serious = findings.filter(|f| f.code == "WD807" && f.severity >= Severity::Major);
        serious.map(|f| f.message).collect()
    }

    #[test]
    fn a_spinners_word_for_another_sense_is_found_without_a_rule() {
        let found = judged(&ORIGINAL, &SPUN);
        assert!(
            found.contains(&"“quarter” became “district”".to_owned()),
            "{found:?}"
        );
    }

    #[test]
    fn a_pair_of_two_passages_is_left_to_the_rules() {
        assert!(judged(&ORIGINAL[..2], &SPUN[..2]).is_empty());
    }

    #[test]
    fn synonyms_of_a_clean_copy_stay() {
        let copy = [
            "The motorist was taken to hospital in a stable condition on Friday.",
            "The bank raised its interest rate in the third quarter and shares in lenders rose.",
            "The jury found the clerk guilty of a lesser charge, and the judge passed a mild sentence.",
            "The ruling party has a slim majority and will table the bill before the house rises.",
        ];
        let found = judged(&ORIGINAL, &copy);
        assert!(found.len() <= 1, "{found:?}");
    }

    #[test]
    fn the_same_text_has_none() {
        assert!(judged(&ORIGINAL, &ORIGINAL).is_empty());
    }
}
