//! Damage that the copy shows by itself, where the original shows none.

use rustc_hash::FxHashSet;

use super::{Detector, Draft, Pair, Rule};
use crate::inspect::{CHECKS, Mark};
use crate::lexicon::key;
use crate::report::Kind;
use crate::text::Document;

/// Broken grammar and form of the copy.
///
/// # What it finds
/// What [`crate::inspect`] finds in the copy alone and no other detector has a code for: broken
/// syntax, agreement, spacing and casing, stray stops and brackets.
///
/// # Why it matters
/// The copy says nothing there, or not what the original says, and nobody read it.
///
/// # Example
/// `The firm had no comment.` → `The corporate had no comment.`
///
/// # Limits
/// A strange thing that the original says too is left alone: the same words under the same rule,
/// and every mark of form (`gates ,`) or verbless sentence of a sort that the original shows anywhere. Quotation marks
/// are the quotation detector's.
pub struct BrokenCopy;

/// Rules of one text alone that others judge better where there is an original.
const LEFT_TO_OTHERS: [&str; 10] = [
    "WD861", "WD882", "WD921", "WD922", "WD923", "WD924", "WD925", "WD926", "WD934", "WD936",
];

static RULES: std::sync::LazyLock<Vec<Rule>> = std::sync::LazyLock::new(|| {
    let rules = CHECKS.iter().flat_map(|c| c.rules());
    let own = rules.filter(|r| !LEFT_TO_OTHERS.contains(&r.code));
    own.map(|r| Rule {
        code: r.code,
        name: r.name,
        kind: r.kind,
    })
    .collect()
});

impl Detector for BrokenCopy {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn pair(&self, pair: &Pair<'_>, out: &mut Vec<Draft>) {
        let [original, copy] = pair.damage();
        let mut known: FxHashSet<(&str, u64)> = FxHashSet::default();
        for mark in original {
            known.insert((mark.rule.code, words(pair.original, mark)));
            if is_habit(mark.rule) {
                known.insert((mark.rule.code, 0));
            }
        }
        let own = |mark: &&Mark| !LEFT_TO_OTHERS.contains(&mark.rule.code);
        for mark in copy.iter().filter(own) {
            let words = words(pair.copy, mark);
            let habit = is_habit(mark.rule) && known.contains(&(mark.rule.code, 0));
            if habit || known.contains(&(mark.rule.code, words)) {
                continue;
            }
            out.push(Draft {
                rule: mark.rule,
                severity: mark.severity,
                confidence: mark.confidence,
                original: None,
                copy: Some(mark.tokens),
                message: mark.message.clone(),
            });
        }
    }
}

/// Rules of form and style: a text that breaks one anywhere has made it its habit.
fn is_habit(rule: &Rule) -> bool {
    rule.kind == Kind::Format || rule.code == "WD907"
}

fn words(document: &Document<'_>, mark: &Mark) -> u64 {
    key(&document.text_of(mark.tokens).to_lowercase())
}
