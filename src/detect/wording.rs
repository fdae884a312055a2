//! Words put for other words.

use crate::compare::Relation;
use crate::detect::{BeadView, Detector, Draft, Rule};
use crate::report::{Kind, Severity};

/// Substitutions that nothing judges.
///
/// # What it finds
/// A run of words that stands in the place of another run.
///
/// # Why it matters
/// A fluent substitution can change what is said.
///
/// # Example
/// `school shooting` → `faculty capturing`
///
/// # Limits
/// Without knowledge of words it cannot tell a synonym from a false friend; always `minor`.
pub struct SubstitutedWords;

static RULES: [Rule; 1] = [Rule {
    code: "WD801",
    name: "substituted words",
    kind: Kind::Wording,
}];

impl Detector for SubstitutedWords {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn bead(&self, view: BeadView<'_>, out: &mut Vec<Draft>) {
        let (a, b) = (view.original(), view.copy());
        for edit in &view.alignment.edits {
            if edit.relation == Relation::Substituted
                && a.unmatched_content(edit.original.clone()) > 0
                && b.unmatched_content(edit.copy.clone()) > 0
            {
                out.push(view.draft(&RULES[0], Severity::Minor, 0.3, &edit.original, &edit.copy));
            }
        }
    }
}
