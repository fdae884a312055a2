//! Words put for other words.

use crate::compare::Relation;
use crate::detect::{BeadView, Detector, Draft, Rule};
use crate::report::{Kind, Severity};

/// Unjudged substitutions.
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
    code: "WD901",
    name: "substituted words",
    kind: Kind::Wording,
}];

impl Detector for SubstitutedWords {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn bead(&self, view: BeadView<'_>, out: &mut Vec<Draft>) {
        for edit in &view.alignment.edits {
            if edit.relation != Relation::Substituted {
                continue;
            }
            let original = view.alignment.original_tokens(&edit.original);
            let copy = view.alignment.copy_tokens(&edit.copy);
            let (Some(from), Some(to)) = (original, copy) else {
                continue;
            };
            out.push(Draft {
                rule: &RULES[0],
                severity: Severity::Minor,
                confidence: 0.5,
                original,
                copy,
                message: format!(
                    "“{}” became “{}”",
                    view.pair.original.text_of(from),
                    view.pair.copy.text_of(to)
                ),
            });
        }
    }
}
