//! What a code means, in the words that stand above the detector which finds it.
//!
//! There is one source: the doc comments of the detectors. They are read from the sources at hand
//! when the library was built, so that the program, the documentation and the code cannot disagree.

use std::fmt::Write;

use crate::detect::rules;
use crate::error::{Error, Result};
use crate::rule::Rule;

/// The sources in which rules are explained; of two that name a code the first explains it.
#[rustfmt::skip] // One file a line, so that parallel changes do not meet.
static SOURCES: &[&str] = &[
    include_str!("detect/attribution.rs"),
    include_str!("detect/connective.rs"),
    include_str!("detect/date.rs"),
    include_str!("detect/deed.rs"),
    include_str!("detect/direction.rs"),
    include_str!("detect/duplication.rs"),
    include_str!("detect/entity.rs"),
    include_str!("detect/expression.rs"),
    include_str!("detect/fragment.rs"),
    include_str!("detect/head.rs"),
    include_str!("detect/judged.rs"),
    include_str!("detect/modality.rs"),
    include_str!("detect/negation.rs"),
    include_str!("detect/number.rs"),
    include_str!("detect/omission.rs"),
    include_str!("detect/order.rs"),
    include_str!("detect/paraphrase.rs"),
    include_str!("detect/party.rs"),
    include_str!("detect/quotation.rs"),
    include_str!("detect/role.rs"),
    include_str!("detect/scope.rs"),
    include_str!("detect/share.rs"),
    include_str!("detect/tense.rs"),
    include_str!("detect/term.rs"),
    include_str!("detect/time_order.rs"),
    include_str!("detect/wording.rs"),
    include_str!("inspect/agreement.rs"),
    include_str!("inspect/clause.rs"),
    include_str!("inspect/doubled.rs"),
    include_str!("inspect/form.rs"),
    include_str!("inspect/quotation.rs"),
    include_str!("inspect/spacing.rs"),
    include_str!("inspect/syntax.rs"),
    include_str!("inspect/term.rs"),
    include_str!("inspect/torn.rs"),
];

/// A rule and what is to say about it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// Code, name and kind.
    pub rule: &'static Rule,
    /// Markdown: what it finds, why it matters, an example, its limits, each under a heading of
    /// the second level. A detector with several rules says it of all of them together.
    pub text: String,
}

impl Explanation {
    /// The whole as Markdown, with a heading of the first level.
    #[must_use]
    pub fn markdown(&self) -> String {
        let Rule { code, name, kind } = self.rule;
        format!("# {code}: {name} ({kind})\n\n{}", self.text)
    }
}

/// Explain a code.
///
/// # Errors
/// [`Error::Option`] where there is no such code; it names all that there are.
///
/// # Example
/// ```
/// let explanation = wiredrift::explain("WD301")?;
/// assert!(explanation.markdown().starts_with("# WD301: negation lost (negation)\n"));
/// assert!(explanation.text.contains("## Limits"));
/// # Ok::<(), wiredrift::Error>(())
/// ```
pub fn explain(code: &str) -> Result<Explanation> {
    let unknown = || Error::Option {
        option: "code",
        given: code.to_owned(),
        accepted: "a code of the table in the README, such as WD301",
    };
    let wanted = code.trim().to_ascii_uppercase();
    let rule = rules().into_iter().find(|rule| rule.code == wanted);
    let rule = rule.ok_or_else(unknown)?;
    let text = text_of(rule.code).ok_or_else(unknown)?;
    Ok(Explanation { rule, text })
}

/// All rules with their explanations as one page of Markdown: rules of one detector together.
///
/// # Example
/// ```
/// assert!(wiredrift::explain_all().contains("WD301 negation lost"));
/// ```
#[must_use]
pub fn explain_all() -> String {
    let mut page = String::new();
    let mut told: Vec<(String, Vec<&Rule>)> = Vec::new();
    for rule in rules() {
        let text = text_of(rule.code).unwrap_or_default();
        match told.iter_mut().find(|(known, _)| *known == text) {
            Some((_, rules)) => rules.push(rule),
            None => told.push((text, vec![rule])),
        }
    }
    for (text, rules) in told {
        let names = rules.iter().map(|r| format!("{} {}", r.code, r.name));
        let kind = rules.first().map_or("", |r| r.kind.name());
        let names: Vec<String> = names.collect();
        let text = text.replace("\n## ", "\n### ");
        // Writing into a string cannot fail.
        let _ = write!(page, "## {kind}: {}\n\n{text}\n", names.join("; "));
    }
    page
}

/// The explanation in the source that names a code.
fn text_of(code: &str) -> Option<String> {
    let literal = format!("\"{code}\"");
    let sources = SOURCES.iter().map(|source| production(source));
    let mut named = sources.filter(|source| source.contains(&literal));
    named.find_map(documented)
}

/// A source without its tests.
fn production(source: &str) -> &str {
    source.split("#[cfg(test)]").next().unwrap_or(source)
}

/// The doc comment that says what is found, as Markdown, its headings one level down.
fn documented(source: &str) -> Option<String> {
    let mut block: Vec<&str> = Vec::new();
    for line in source.lines().chain([""]) {
        if let Some(text) = line.strip_prefix("///") {
            block.push(text.strip_prefix(' ').unwrap_or(text));
            continue;
        }
        if block.contains(&"# What it finds") {
            let lines = block.iter().map(|line| match line.strip_prefix("# ") {
                Some(heading) => format!("## {heading}\n"),
                None => format!("{line}\n"),
            });
            return Some(plain_links(&lines.collect::<String>()));
        }
        block.clear();
    }
    None
}

/// Links of rustdoc as plain code: ``[`crate::text::segments`]`` leads nowhere outside of it.
fn plain_links(text: &str) -> String {
    text.replace("[`", "`").replace("`]", "`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_explained_under_all_four_headings() {
        for rule in rules() {
            let text = text_of(rule.code);
            let text = text.unwrap_or_else(|| panic!("{}: add its file to SOURCES", rule.code));
            let mut rest = text.as_str();
            for heading in ["What it finds", "Why it matters", "Example", "Limits"] {
                let found = rest.split_once(&format!("## {heading}\n"));
                rest = found
                    .unwrap_or_else(|| panic!("{}: {heading}", rule.code))
                    .1;
                assert!(!rest.trim().is_empty(), "{}: {heading}", rule.code);
            }
        }
    }

    #[test]
    fn a_code_is_found_in_any_case_and_an_unknown_one_is_refused() {
        assert_eq!(explain(" wd301").unwrap().rule.code, "WD301");
        let error = explain("WD000").unwrap_err().to_string();
        assert!(
            error.contains("WD000") && error.contains("README"),
            "{error}"
        );
    }

    #[test]
    fn every_source_explains_something() {
        let all: Vec<String> = rules().iter().filter_map(|r| text_of(r.code)).collect();
        for source in SOURCES {
            let text = documented(production(source)).expect("a doc comment with the headings");
            assert!(all.contains(&text), "{}", text.lines().next().unwrap_or(""));
        }
    }
}
