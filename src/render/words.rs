//! What is said in words, the same in the terminal and in HTML.

use std::fmt::Display;

use crate::inspect::CHECKS;
use crate::report::{
    Bead, BeadRelation, Fact, FactState, Finding, Inspection, Judged, Kind, Quotation,
    QuotationState, Report, SegmentKind, Severity, Side,
};

/// Most characters of the worst finding's message in the verdict.
const MESSAGE: usize = 160;

/// Most characters of the name of a judge.
const JUDGE: usize = 60;

/// The one sentence to read where there is time for one.
pub fn verdict(report: &Report) -> String {
    let sentences = sentences(&report.copy).max(sentences(&report.original));
    let extent = plural(sentences, "sentence");
    if sentences == 0 {
        return "There is no story text to compare.".to_owned();
    }
    let count = |severity| {
        report
            .counts
            .severities
            .get(&severity)
            .copied()
            .unwrap_or(0)
    };
    let grave = [Severity::Critical, Severity::Major].map(|s| (s, count(s)));
    let total: usize = grave.iter().map(|(_, count)| count).sum();
    if total == 0 {
        let minor = count(Severity::Minor);
        let minor_changes = plural(minor, "minor change");
        return match (minor, doubts(report)) {
            (0, None) => format!("Nothing changed in meaning in {extent}."),
            (_, None) => format!("{minor_changes} in {extent}, none graver."),
            (0, Some(doubts)) => {
                format!("No rule finds a change of meaning in {extent}; {doubts}.")
            }
            (_, Some(doubts)) => format!("{minor_changes} in {extent}, none graver; {doubts}."),
        };
    }
    let levels = grave.iter().filter(|(_, count)| *count > 0);
    let levels: Vec<String> = levels.map(|(s, count)| format!("{count} {s}")).collect();
    // `2 critical and 1 major change`: the noun goes with the number next to it.
    let last = grave.iter().rev().find(|(_, count)| *count > 0);
    let changes = match last {
        Some((_, 1)) => "change",
        _ => "changes",
    };
    let verdict = format!("{} {changes} in {extent}", levels.join(" and "));
    // Of the gravest the surest; the first of them where several are.
    let gravest = report.findings.first().map(|f| f.severity);
    let gravest = report
        .findings
        .iter()
        .filter(|f| Some(f.severity) == gravest);
    let surest = gravest.reduce(|best, f| match f.confidence > best.confidence {
        true => f,
        false => best,
    });
    let Some(worst) = surest else {
        return format!("{verdict}.");
    };
    let message = shorten(&worst.message, MESSAGE);
    let message = message.trim_end_matches('.');
    let worst = if total == 1 { ":" } else { "; the worst:" };
    format!("{verdict}{worst} {message}.")
}

/// What was weighed in a finding: each feature with its weight; none where a rule alone decides.
pub fn why(finding: &Finding) -> Option<String> {
    let reasons = finding.why.iter();
    let reasons: Vec<String> = reasons
        .map(|r| format!("{} {:+.2}", r.feature, r.weight))
        .collect();
    (!reasons.is_empty()).then(|| reasons.join("; "))
}

/// Which passages a judge thinks wrong, more likely than not; none where there are none.
fn doubts(report: &Report) -> Option<String> {
    let judged = report.alignment.iter().filter_map(|b| b.judged.as_ref());
    let doubted: Vec<&Judged> = judged.filter(|j| j.risk >= 0.5).collect();
    let judge = shorten(&doubted.first()?.judge, JUDGE);
    let passages = plural(doubted.len(), "passage");
    Some(format!("the judge {judge} doubts {passages}"))
}

/// `judge nli: risk 0.96, entailment 0.02, contradiction 0.93`: a verdict on a bead.
pub fn judged(judged: &Judged) -> String {
    let mut told = format!(
        "judge {}: risk {:.2}",
        shorten(&judged.judge, JUDGE),
        judged.risk
    );
    let parts = [
        ("entailment", judged.entailment),
        ("contradiction", judged.contradiction),
    ];
    for (name, value) in parts {
        if let Some(value) = value {
            told.push_str(&format!(", {name} {value:.2}"));
        }
    }
    plain(&told)
}

/// What an inspection comes to, in one sentence.
pub fn inspection_verdict(inspection: &Inspection) -> String {
    let kinds = inspection.segments.iter().map(|s| s.kind);
    let sentences = kinds
        .filter(|k| matches!(k, SegmentKind::Headline | SegmentKind::Sentence))
        .count();
    let extent = plural(sentences, "sentence");
    match inspection.findings.len() {
        _ if sentences == 0 && inspection.findings.is_empty() => "No story text".to_owned(),
        0 => format!("No damage shows in {extent}"),
        found => format!("{} of damage in {extent}", plural(found, "mark")),
    }
}

/// Sentences and headline: what the story consists of.
pub fn sentences(side: &Side) -> usize {
    let kinds = side.segments.iter().map(|s| s.kind);
    kinds
        .filter(|k| matches!(k, SegmentKind::Headline | SegmentKind::Sentence))
        .count()
}

/// `1 sentence`, `2 sentences`.
pub fn plural(count: usize, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{ending}")
}

/// `3 same, 1 omitted`: counts with their names, in the order given.
pub fn tally<N: Display>(counts: impl IntoIterator<Item = (N, usize)>) -> String {
    let parts = counts.into_iter().filter(|(_, count)| *count > 0);
    let parts: Vec<String> = parts.map(|(name, n)| format!("{n} {name}")).collect();
    parts.join(", ")
}

/// Findings of the whole comparison by severity, worst first.
pub fn severities(report: &Report) -> String {
    let counts = report.counts.severities.iter().rev();
    tally(counts.map(|(level, count)| (severity(*level), *count)))
}

/// `5 findings: 2 critical, 3 minor`, for a list of findings.
pub fn how_many(report: &Report) -> String {
    let count = plural(report.findings.len(), "finding");
    match severities(report) {
        list if list.is_empty() => count,
        list => format!("{count}: {list}"),
    }
}

/// Findings of the whole comparison by kind, the most frequent first.
pub fn kinds(report: &Report) -> String {
    let mut counts: Vec<_> = report.counts.findings.iter().collect();
    counts.sort_by_key(|(kind, count)| (std::cmp::Reverse(**count), **kind));
    tally(counts.into_iter().map(|(kind, count)| (kind, *count)))
}

/// Segments by what became of them, in the order of the relations' declaration.
pub fn relations(report: &Report) -> String {
    let counts = &report.counts.segments;
    let all = BeadRelation::ALL.iter();
    tally(all.map(|r| (r, counts.get(r.name()).copied().unwrap_or(0))))
}

/// Quotations by what became of them.
pub fn quotation_states(list: &[Quotation]) -> String {
    let states = QuotationState::ALL.iter().map(|state| {
        let count = list.iter().filter(|q| q.state == *state).count();
        (state.name().replace('_', " "), count)
    });
    tally(states)
}

/// Numbers or names by what became of them.
pub fn fact_states(list: &[Fact]) -> String {
    let states = FactState::ALL.iter().map(|state| {
        let count = list.iter().filter(|f| f.state == *state).count();
        (state, count)
    });
    tally(states)
}

/// Findings of each bead, by index, in the order of the report.
pub fn findings_by_bead(report: &Report) -> Vec<Vec<usize>> {
    let mut lists = vec![Vec::new(); report.alignment.len()];
    for (index, finding) in report.findings.iter().enumerate() {
        if let Some(list) = finding.bead.and_then(|bead| lists.get_mut(bead)) {
            list.push(index);
        }
    }
    lists
}

/// Whether there is something to see in a bead.
pub fn is_changed(bead: &Bead, findings: &[usize]) -> bool {
    !findings.is_empty() || !matches!(bead.relation, BeadRelation::Same | BeadRelation::Furniture)
}

/// How many findings, from the first, are told of one by one: the grave ones, and where there is
/// none, the minor ones; at most `limit`.
pub fn told(report: &Report, limit: usize) -> usize {
    let grave = report.findings.iter();
    let grave = grave.filter(|f| f.severity > Severity::Minor).count();
    let told = match grave {
        0 => report.findings.len(),
        grave => grave,
    };
    told.min(limit)
}

/// `critical negation`, with `in a quotation` where it is one.
pub fn label(finding: &Finding) -> String {
    let quoted = if finding.quoted && finding.kind != Kind::Quotation {
        " in a quotation"
    } else {
        ""
    };
    format!("{} {}{quoted}", severity(finding.severity), finding.kind)
}

/// Whether a finding rests on the copy alone: there is no passage of the original, and its code is
/// one that an inspection of one text gives too.
pub fn is_of_copy_alone(finding: &Finding) -> bool {
    let mut rules = CHECKS.iter().flat_map(|check| check.rules());
    finding.original.is_none() && rules.any(|rule| rule.code == finding.code)
}

/// What made a report, from its signature: names with their values, for whoever wants to make it
/// again.
pub fn making(signature: &str) -> Vec<(&str, &str)> {
    let parts = signature.split('|');
    let parts = parts.filter_map(|part| part.split_once(':'));
    parts
        .map(|(name, value)| (if name == "wiredrift" { "version" } else { name }, value))
        .collect()
}

/// A severity as a reader knows it.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::None => "harmless",
        severity => severity.name(),
    }
}

/// At most `limit` characters on one line, with an ellipsis where something was cut.
pub fn shorten(text: &str, limit: usize) -> String {
    let mut short = String::new();
    let mut chars = text.split_whitespace().flat_map(|word| {
        let space = std::iter::once(' ');
        space.chain(word.chars())
    });
    chars.next();
    for c in chars.by_ref().take(limit) {
        short.push(c);
    }
    if chars.next().is_some() {
        short.pop();
        short.truncate(short.trim_end().len());
        short.push('…');
    }
    short
}

/// Text without anything that could steer a terminal or a page: white space of any kind is a space,
/// controls and direction marks are left out.
pub fn plain(text: &str) -> String {
    let kept = text.chars().filter_map(|c| match c {
        c if c.is_whitespace() => Some(' '),
        c if c.is_control() || is_hidden(c) => None,
        c => Some(c),
    });
    kept.collect()
}

/// Controls that turn the direction of text, or hide in it.
pub fn is_hidden(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}'
        | '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0001}' | '\u{e0020}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortening_keeps_to_the_limit_and_one_line() {
        assert_eq!(shorten("one\n two", 20), "one two");
        assert_eq!(shorten("one two three", 8), "one two…");
        assert_eq!(shorten("", 8), "");
    }

    #[test]
    fn nothing_in_the_text_steers_the_terminal() {
        assert_eq!(plain("a\x1b[31m\u{202e}b\tc\u{9b}"), "a[31mb c");
    }

    #[test]
    fn the_signature_is_taken_apart_for_whoever_makes_the_report_again() {
        let made = making("wiredrift:0.1.0|model:fast@ab:c|options:paraphrases=off");
        let expected = [
            ("version", "0.1.0"),
            ("model", "fast@ab:c"),
            ("options", "paraphrases=off"),
        ];
        assert_eq!(made, expected);
        assert!(making("by hand").is_empty());
    }

    #[test]
    fn nothing_counted_is_not_told() {
        assert_eq!(
            tally([("same", 2), ("omitted", 0), ("added", 1)]),
            "2 same, 1 added"
        );
    }
}
