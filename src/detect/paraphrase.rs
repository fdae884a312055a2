//! Rewording that does no harm, listed for those who ask for it.

use crate::compare::{Edit, Relation};
use crate::detect::view::{Words, shorten};
use crate::detect::{BeadView, Detector, Draft, Pair, Rule};
use crate::report::{Kind, Severity};
use crate::span::TokenSpan;

/// Harmless rewording.
///
/// # What it finds
/// Words written otherwise (`programme`, `program`; `60 per cent`, `60%`), inflected otherwise, or
/// replaced by others, that no other detector has anything to say about.
///
/// # Why it matters
/// It does not: the findings are of severity `none`, are made only where
/// [`crate::Options::paraphrases`] asks for them, and change no score and no other finding. They
/// show what was looked at and passed.
///
/// # Example
/// `The programme began` → `The program started`
///
/// # Limits
/// Word by word: a phrase turned round (`the mayor of Velmar`, `Velmar's mayor`) is not listed, nor
/// are articles and other function words by themselves.
pub struct Paraphrase;

static RULES: [Rule; 1] = [Rule {
    code: "WD991",
    name: "harmless rewording",
    kind: Kind::Paraphrase,
}];

impl Detector for Paraphrase {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn only_on_request(&self) -> bool {
        true
    }

    fn bead(&self, view: BeadView<'_>, out: &mut Vec<Draft>) {
        let (a, b) = (view.original(), view.copy());
        for edit in &view.alignment.edits {
            let how = match edit.relation {
                Relation::Equal => {
                    out.extend(respelled(&view, edit));
                    continue;
                }
                Relation::Variant => "written as",
                Relation::Inflected => "inflected as",
                Relation::Substituted if says_something(a, b, edit) => "reworded as",
                _ => continue,
            };
            out.extend(draft(&view, edit, how));
        }
    }
}

/// Whether one of the two runs has a content word.
fn says_something(a: Words<'_>, b: Words<'_>, edit: &Edit) -> bool {
    edit.original.clone().any(|k| a.is_content(k)) || edit.copy.clone().any(|k| b.is_content(k))
}

/// Words with one normal form that are written in two ways, word by word; case and the shape of an apostrophe are nobody's matter.
fn respelled<'v>(view: &'v BeadView<'_>, edit: &Edit) -> impl Iterator<Item = Draft> + 'v {
    let (a, b) = (view.original(), view.copy());
    let pairs = edit.original.clone().zip(edit.copy.clone());
    pairs.filter_map(move |(i, j)| {
        let plain = |text: &str| text.to_lowercase().replace('’', "'");
        let (original, copy) = (i..i + 1, j..j + 1);
        if plain(a.text(&original)) == plain(b.text(&copy)) {
            return None;
        }
        let edit = Edit {
            relation: Relation::Equal,
            original,
            copy,
        };
        draft(view, &edit, "written as")
    })
}

fn draft(view: &BeadView<'_>, edit: &Edit, how: &str) -> Option<Draft> {
    let (a, b) = (view.original(), view.copy());
    let (from, to) = (a.text(&edit.original), b.text(&edit.copy));
    Some(Draft {
        rule: &RULES[0],
        severity: Severity::None,
        confidence: 0.5,
        original: Some(a.tokens(&edit.original)?),
        copy: Some(b.tokens(&edit.copy)?),
        message: format!("“{}” is {how} “{}”", shorten(from), shorten(to)),
    })
}

/// Append to settled findings the rewordings that none of them touches on either side.
pub fn append(pair: &Pair<'_>, rewordings: Vec<Draft>, findings: &mut Vec<Draft>) {
    let mut touched_original = vec![false; pair.original.tokens().len()];
    let mut touched_copy = vec![false; pair.copy.tokens().len()];
    for finding in findings.iter().filter(|f| f.severity > Severity::None) {
        mark(&mut touched_original, finding.original);
        mark(&mut touched_copy, finding.copy);
    }
    let free = |touched: &[bool], span: Option<TokenSpan>| {
        span.and_then(|s| touched.get(s.range()))
            .is_none_or(|tokens| tokens.iter().all(|t| !t))
    };
    findings.extend(
        rewordings
            .into_iter()
            .filter(|r| free(&touched_original, r.original) && free(&touched_copy, r.copy)),
    );
}

fn mark(touched: &mut [bool], span: Option<TokenSpan>) {
    if let Some(tokens) = span.and_then(|s| touched.get_mut(s.range())) {
        tokens.fill(true);
    }
}

#[cfg(test)]
mod tests {
    use crate::report::{Finding, Kind, Report};
    use crate::{Options, compare};

    fn both(original: &str, copy: &str) -> (Report, Report) {
        let run = |on| compare(original, copy, &Options::default().with_paraphrases(on)).unwrap();
        (run(false), run(true))
    }

    fn listed(original: &str, copy: &str) -> Vec<String> {
        let found = both(original, copy).1.findings.into_iter();
        let found = found.filter(|f| f.code == "WD991");
        found.map(|f| f.message).collect()
    }

    #[test]
    fn spelling_inflection_and_kin_are_listed_on_request() {
        assert_eq!(
            listed(
                "The programme was started on Friday.",
                "The program was started on Friday."
            ),
            ["“programme” is written as “program”"]
        );
        assert_eq!(
            listed(
                "Farmers protest against the levy.",
                "Farmers protested against the levy."
            ),
            ["“protest” is inflected as “protested”"]
        );
        assert_eq!(
            listed(
                "The firm bought the mill on Friday.",
                "The company bought the mill on Friday."
            ),
            ["“firm” is reworded as “company”"]
        );
        assert_eq!(
            listed(
                "Prices rose by 60 per cent in May.",
                "Prices rose by 60% in May."
            ),
            ["“per cent” is written as “%”"]
        );
    }

    #[test]
    fn nothing_is_listed_unasked() {
        let (plain, _) = both("The programme was started.", "The program was launched.");
        assert!(plain.findings.iter().all(|f| f.kind != Kind::Paraphrase));
    }

    #[test]
    fn the_same_words_are_no_rewording() {
        let same = "“The programme’s end,” she said, “was quick.”";
        assert!(listed(same, same).is_empty());
        assert!(listed(same, "\"The programme's end,\" she said, \"was quick.\"").is_empty());
        assert!(listed("The mill closed.", "THE MILL CLOSED.").is_empty());
    }

    #[test]
    fn what_another_detector_reports_is_not_listed_too() {
        let pairs = [
            ("The jury found him guilty.", "The jury found him innocent."),
            ("Some 300 people came.", "Some 400 people came."),
            ("The road may close.", "The road will close."),
        ];
        for (original, copy) in pairs {
            assert!(listed(original, copy).is_empty(), "{copy}");
        }
    }

    #[test]
    fn asking_changes_no_score_and_no_other_finding() {
        let original = "The programme was not started on Friday. The firm bought the mill, and \
                        the mayor refused to speak. Some 300 people came to the harbour.";
        let copy = "Some 400 persons came to the harbor. The program was started on Friday. The \
                    company acquired the mill, and the mayor spoke.";
        let (plain, full) = both(original, copy);
        assert!(full.findings.len() > plain.findings.len());
        assert_eq!((plain.drift, plain.risk), (full.drift, full.risk));
        assert_eq!(plain.severity, full.severity);
        assert_eq!(plain.alignment, full.alignment);
        let others: Vec<&Finding> = full
            .findings
            .iter()
            .filter(|f| f.kind != Kind::Paraphrase)
            .collect();
        assert_eq!(others, plain.findings.iter().collect::<Vec<_>>());
        for (kind, count) in &plain.counts.findings {
            assert_eq!(full.counts.findings.get(kind), Some(count));
        }
    }
}
