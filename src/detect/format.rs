//! Damaged form: the same value or words, mangled.

use crate::detect::{Detector, Draft, Pair, Rule};
use crate::inspect::form::{of_pairs, scan};
use crate::report::Severity;

/// Mangled form.
///
/// # What it finds
/// Digits and spelled-out digits in one number (`$4.seventeen`, `six:15`), `p.M.`, two full stops,
/// words glued together, in a copy whose original has no such thing.
///
/// # Why it matters
/// It shows a machine at work, and a half-spelled number is easily read as another.
///
/// # Example
/// `11:59 p.m.` → `eleven:fifty nine p.M.`
///
/// # Limits
/// Looks at form alone; what a number says is the number detector's.
pub struct MangledForm;

impl Detector for MangledForm {
    fn rules(&self) -> &'static [Rule] {
        of_pairs()
    }

    fn pair(&self, pair: &Pair<'_>, out: &mut Vec<Draft>) {
        let copy = pair.copy;
        let mut habits: Vec<&str> = Vec::new();
        scan(pair.original, |rule, _| {
            if !habits.contains(&rule.code) {
                habits.push(rule.code);
            }
        });
        scan(copy, |rule, span| {
            if habits.contains(&rule.code) {
                return;
            }
            out.push(Draft {
                rule,
                severity: Severity::Minor,
                confidence: 0.8,
                original: None,
                copy: Some(span),
                message: format!("{}: “{}”", rule.name, copy.text_of(span)),
            });
        });
    }
}
