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
