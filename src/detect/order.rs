//! Passages at another place.

use crate::detect::{BeadView, Detector, Draft, Rule};
use crate::report::{Kind, Severity};

/// Moved sentences.
///
/// # What it finds
/// A bead off the common order of both texts.
///
/// # Why it matters
/// It seldom does: the finding is of severity `none` and never counts.
///
/// # Example
/// The last paragraph of the original opens the copy.
///
/// # Limits
/// Order inside a sentence is the token alignment's.
pub struct MovedSentence;

static RULES: [Rule; 1] = [Rule {
    code: "WD941",
    name: "sentence moved",
    kind: Kind::Order,
}];

impl Detector for MovedSentence {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn bead(&self, view: BeadView<'_>, out: &mut Vec<Draft>) {
        if !view.bead.moved {
            return;
        }
        let (a, b) = (view.original(), view.copy());
        let mut draft = view.draft(&RULES[0], Severity::None, 0.9, &(0..a.len()), &(0..b.len()));
        draft.message = "the passage stands at another place in the copy".to_owned();
        out.push(draft);
    }
}

#[cfg(test)]
mod tests {
    use crate::report::Severity;
    use crate::{Options, compare};

    fn moved(original: &str, copy: &str) -> usize {
        let report = compare(original, copy, &Options::default()).unwrap();
        let found = report.findings.iter().filter(|f| f.code == "WD941");
        found
            .inspect(|f| assert_eq!(f.severity, Severity::None))
            .count()
    }

    const STORY: &str = "The ferry stopped at noon on the river. Farmers sold apples at the \
                         market. The mayor opened the new school.";

    #[test]
    fn a_sentence_at_another_place_is_listed_and_harmless() {
        let copy = "The mayor opened the new school. The ferry stopped at noon on the river. \
                    Farmers sold apples at the market.";
        assert_eq!(moved(STORY, copy), 1);
        assert_eq!(
            compare(STORY, copy, &Options::default()).unwrap().drift,
            0.0
        );
    }

    #[test]
    fn the_same_order_is_silent() {
        assert_eq!(moved(STORY, STORY), 0);
        assert_eq!(moved(STORY, &STORY.replace("sold", "bought")), 0);
        assert_eq!(
            moved(
                STORY,
                &STORY.replace("The ferry stopped at noon on the river. ", "")
            ),
            0
        );
    }
}
