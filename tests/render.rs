//! What is shown: hostile text stays text, nothing outside is asked for, the terminal is safe.
// Clippy knows test functions as such, but not the helpers of an integration test.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

use proptest::prelude::*;
use sha2::{Digest, Sha256};
use wiredrift::render::terminal::{TextStyle, text};
use wiredrift::render::{html, notebook};
use wiredrift::{Options, Report, compare};

fn report(original: &str, copy: &str) -> Report {
    compare(original, copy, &Options::default()).unwrap()
}

fn example() -> Report {
    report(
        include_str!("../examples/river.original.txt"),
        include_str!("../examples/river.copy.txt"),
    )
}

/// Tags of a page that stand open at its end, or an error where one crosses another.
fn unclosed(page: &str) -> Result<Vec<String>, String> {
    const VOID: [&str; 3] = ["meta", "!doctype", "input"];
    let mut open: Vec<String> = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        let tag = &rest[at + 1..];
        let end = tag.find('>').ok_or("a tag without an end")?;
        let name = |tag: &str| tag.split([' ', '/']).next().unwrap_or("").to_lowercase();
        if let Some(closing) = tag[..end].strip_prefix('/') {
            let last = open.pop();
            if last.as_deref() != Some(name(closing).as_str()) {
                return Err(format!("</{closing}> closes {last:?}"));
            }
        } else if !tag[..end].ends_with('/') && !VOID.contains(&name(&tag[..end]).as_str()) {
            open.push(name(&tag[..end]));
        }
        rest = &tag[end + 1..];
    }
    Ok(open)
}

#[test]
fn no_markup_of_the_texts_gets_through() {
    let hostile = "<script>alert(1)</script> & \"<img src=x onerror='alert(2)'>\" said </style> \
        <!-- Mr. Finch. A </td></table> was voted on by 12 members.";
    let story = format!("{hostile}\n\nThe council met on Monday. {hostile}");
    let other = story.replace("12", "21").replace("Monday", "Friday");
    for page in [
        html(&report(&story, &other)),
        notebook(&report(&other, &story)),
    ] {
        for markup in [
            "<script>alert",
            "<img",
            "</style> <",
            "<!-- Mr",
            "</td></table> was",
        ] {
            assert!(!page.contains(markup), "{markup}");
        }
        assert!(page.matches("<script").count() <= 1);
        assert_eq!(unclosed(&page), Ok(vec![]));
    }
}

#[test]
fn direction_marks_are_shown_and_steer_nothing() {
    let copy = "The fund lost \u{202e}21\u{202c} million.\u{2066} It closed on Friday.";
    let report = report("The fund lost 12 million. It closed on Friday.", copy);
    for page in [
        html(&report),
        notebook(&report),
        text(&report, &TextStyle::default()),
    ] {
        let steering = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert!(!page.contains(steering));
    }
    assert!(html(&report).contains("<span class=\"control\">U+202E</span>"));
}

#[test]
fn an_endless_word_and_emoji_are_shown_whole() {
    let endless = "x".repeat(10_000);
    let report = report(
        &format!("The {endless} fell. A 👩🏽‍🚒 came."),
        &format!("The {endless} rose. A 👩🏽‍🚒 came."),
    );
    let page = html(&report);
    assert!(page.contains(&endless) && page.contains("👩🏽‍🚒"));
    let shown = text(&report, &TextStyle::default());
    assert!(shown.lines().all(|line| line.chars().count() <= 80));
}

#[test]
fn the_page_asks_for_nothing_outside_it() {
    let page = html(&example());
    assert!(page.contains("default-src &#39;none&#39;") || page.contains("default-src 'none'"));
    for outside in [
        "http://", "https://", "src=", "@import", "url(", " style=", "onclick",
    ] {
        assert!(!page.contains(outside), "{outside}");
    }
}

#[test]
fn the_policy_names_the_style_sheet_and_the_script_by_their_hashes() {
    let page = html(&example());
    for (tag, constant) in [("style", "PAGE_CSS_HASH"), ("script", "PAGE_SCRIPT_HASH")] {
        let inside = page.split_once(&format!("<{tag}>")).unwrap().1;
        let inside = inside.split_once(&format!("</{tag}>")).unwrap().0;
        let hash = base64(&Sha256::digest(inside.as_bytes()));
        let policy = format!("{tag}-src 'sha256-{hash}'");
        let hint = format!("set {constant} in src/render/html/mod.rs");
        assert!(page.contains(&policy), "{hint} to {hash}");
    }
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let mut group = [0; 4];
        group[1..=chunk.len()].copy_from_slice(chunk);
        let group = u32::from_be_bytes(group);
        for place in 0..4 {
            let digit = (group >> (18 - 6 * place)) & 63;
            let digit = char::from(DIGITS[digit as usize]);
            text.push(if place <= chunk.len() { digit } else { '=' });
        }
    }
    text
}

#[test]
fn every_link_of_the_page_has_its_target_and_every_id_is_its_own() {
    let page = html(&example());
    let values = |name: &str| -> Vec<String> {
        let attribute = format!(" {name}=\"");
        let parts = page.split(&attribute).skip(1);
        parts
            .map(|p| p.split('"').next().unwrap().to_owned())
            .collect()
    };
    let ids = values("id");
    let mut unique = ids.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(ids.len(), unique.len());
    for link in values("href") {
        assert!(
            ids.contains(&link.trim_start_matches('#').to_owned()),
            "{link}"
        );
    }
    for name in values("aria-labelledby") {
        assert!(ids.contains(&name), "{name}");
    }
}

#[test]
fn a_notebook_fragment_styles_only_itself() {
    let fragment = notebook(&example());
    let css = fragment.split_once("<style>").unwrap().1;
    let css = css.split_once("</style>").unwrap().0;
    for rule in css.lines().filter(|line| !line.trim().is_empty()) {
        let selectors = rule.split_once('{').unwrap().0;
        for selector in selectors.split(',') {
            assert!(
                selector.trim().starts_with(".wiredrift-report"),
                "{selector}"
            );
        }
    }
    assert!(!fragment.contains(" id=") && !fragment.contains("<script"));
}

#[test]
fn a_notebook_fragment_unfolds_to_all_that_is_in_the_text() {
    let report = example();
    let fragment = notebook(&report);
    let shown = text(&report, &TextStyle::default().with_width(10_000));
    for finding in &report.findings {
        assert!(fragment.contains(&finding.message), "{}", finding.message);
        assert!(shown.contains(&finding.message), "{}", finding.message);
    }
    assert!(fragment.contains("<svg class=\"strip\""));
    assert!(fragment.contains("<details>"));
    assert_eq!(unclosed(&fragment), Ok(vec![]));
}

#[test]
fn what_rests_on_the_copy_alone_and_what_was_not_judged_is_told() {
    let original = "The council met on Monday. It rained all day. Nobody came to the hall.";
    let copy = "The council met on Monday. Nobody came to the the hall .\n\nShare this article";
    let page = html(&report(original, copy));
    let section = |heading: &str| {
        let from = page.split_once(heading).unwrap().1;
        from.split_once("</section>").unwrap().0.to_owned()
    };
    assert!(section("What was not judged").contains("It rained all day."));
    assert!(section("What was not judged").contains("Share this article"));
    assert!(section("Seen in the copy alone").contains("the the"));
    let same = html(&report(original, original));
    assert!(same.contains("Every sentence has a partner"));
    assert!(!same.contains("Seen in the copy alone"));
    assert!(
        same.contains("To make this report again") && same.contains("<dd>paraphrases=off</dd>")
    );
}

/// Many stories like the example, of 100 KB on either side, with a finding for every 80 bytes.
fn long_pair() -> [String; 2] {
    let sides = [
        include_str!("../examples/river.original.txt"),
        include_str!("../examples/river.copy.txt"),
    ];
    sides.map(|side| {
        let stories = (0..52u8).map(|k| {
            let end = [b'a' + k % 10, b'k' + k / 10].map(char::from);
            let end: String = end.iter().collect();
            let names = [
                "Harrowmere",
                "Ostel",
                "Tarran",
                "Oskarn",
                "Velmar",
                "Dahl",
                "Fors",
            ];
            names.iter().fold(side.to_owned(), |story, name| {
                story.replace(name, &format!("{name}{end}"))
            })
        });
        stories.collect::<Vec<_>>().join("\n\n")
    })
}

#[test]
fn the_page_of_a_long_pair_with_many_findings_is_under_a_megabyte() {
    let [original, copy] = long_pair();
    assert!(original.len() > 100_000 && copy.len() > 100_000);
    let report = report(&original, &copy);
    assert!(report.findings.len() > 1_000, "{}", report.findings.len());
    let page = html(&report);
    assert!(page.len() < 1_000_000, "{}", page.len());
}

#[test]
fn the_verdict_comes_first_and_in_words() {
    let shown = text(&example(), &TextStyle::default());
    let verdict = shown.lines().next().unwrap();
    assert!(
        verdict.contains("change") && verdict.contains(" in "),
        "{verdict}"
    );
    let nothing = text(&report("", ""), &TextStyle::default());
    assert!(nothing.starts_with("There is no story text to compare.\n"));
}

#[test]
fn min_severity_of_the_style_is_that_of_the_filter() {
    let report = example();
    let severity = wiredrift::report::Severity::Major;
    let style = TextStyle::default();
    assert_eq!(
        text(&report, &style.with_min_severity(severity)),
        text(&report.filtered(severity), &style)
    );
}

/// Reports by hand or from elsewhere may hold anything: rendering them must not panic.
#[test]
fn a_report_with_wrong_offsets_is_still_shown() {
    let mut report = example();
    for (index, finding) in report.findings.iter_mut().enumerate() {
        finding.bead = Some(index * 7);
        for excerpt in [&mut finding.original, &mut finding.copy]
            .into_iter()
            .flatten()
        {
            excerpt.segment = index * 3;
            excerpt.start = index * 11;
            excerpt.end = index * 5;
        }
    }
    for bead in &mut report.alignment {
        bead.copy.push(999);
        bead.drift = f64::NAN;
    }
    assert_eq!(unclosed(&html(&report)), Ok(vec![]));
    assert!(!text(&report, &TextStyle::default().with_width(0)).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_text_is_shown_safely(
        original in "(\\PC|[<>&\"'.\u{202e}\u{0}\n ]){0,160}",
        copy in "(\\PC|[<>&\"'.\u{202e}\u{1b}\n ]){0,160}",
        width in 20usize..140,
    ) {
        let report = report(&original, &copy);
        prop_assert_eq!(unclosed(&html(&report)), Ok(vec![]));
        prop_assert_eq!(unclosed(&notebook(&report)), Ok(vec![]));
        let shown = text(&report, &TextStyle::default().with_width(width));
        prop_assert!(!shown.chars().any(|c| c.is_control() && c != '\n'));
    }
}
