//! Severity weights and drift: MQM arithmetic.

use crate::report::Severity;

/// MQM penalty weight of a severity: none 0, minor 1, major 5, critical 25.
#[must_use]
pub fn weight(severity: Severity) -> f64 {
    match severity {
        Severity::None => 0.0,
        Severity::Minor => 1.0,
        Severity::Major => 5.0,
        Severity::Critical => 25.0,
    }
}

/// Drift of a passage of `words` reference words with a summed `penalty`: `1 - exp(-p/w)`-shaped,
/// 0 for no penalty, rising towards 1, strictly monotone in the penalty.
#[must_use]
pub fn drift(penalty: f64, words: usize) -> f64 {
    1.0 - (-penalty / words.max(1) as f64).exp()
}
