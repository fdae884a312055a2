//! Segments of whole small pages.

use proptest::prelude::*;

use super::FurnitureKind as F;
use super::SegmentKind::{Fragment, Furniture, Headline, Sentence};
use super::*;

type Row = (SegmentKind, Option<F>, &'static str);

/// Each row: what the segment is, and how it starts.
fn check(text: &str, rows: &[Row]) {
    let tokens = TokenList::new(text);
    let segments = labelled(text, &tokens);
    let got: Vec<_> = segments
        .iter()
        .map(|(s, furniture)| (s.kind, *furniture, s.span.of(text)))
        .collect();
    assert_eq!(got.len(), rows.len(), "{got:#?}");
    for (got, want) in got.iter().zip(rows) {
        assert!(
            got.0 == want.0 && got.1 == want.1 && got.2.starts_with(want.2),
            "{got:?} is not {want:?}"
        );
    }
}

fn furniture(kind: F, start: &'static str) -> Row {
    (Furniture, Some(kind), start)
}

#[test]
fn a_page_comes_apart_into_story_and_furniture() {
    check(
        "Harbour talks collapse, union warns of ‘long winter’\n\n\
         Negotiations in Ardle\n\
         Dockers stand at the gate in Ardle, Nov. 3, 2021. Tess Moran / Pool via COASTWIRE\n\n\
         November 3, 2021\n\n\
         By Ana Brook and Theo Lind\n\n\
         (Coastwire) – Talks on dock pay broke down on Wednesday after nine hours. hours. \
         The union walked out.\n\n\
         What now? After the vote, owners eye robots\n\n\
         “We will wait,” its leader, Jo Marsh, said. She went home.\n\n\
         (Reporting by Ana Brook; Editing by Rolf Vane) Harbour talks collapse, union warns of ‘long winter’\n\n\
         PortNews24 is an automatic collector of media. If you own the content, please contact us by email.\n\n\
         Related Articles\n\n\
         Back to top button",
        &[
            (Headline, None, "Harbour talks"),
            furniture(F::SectionLabel, "Negotiations"),
            furniture(F::Caption, "Dockers stand"),
            furniture(F::Date, "November"),
            furniture(F::Byline, "By Ana"),
            (Sentence, None, "(Coastwire)"),
            (Fragment, None, "hours."),
            (Sentence, None, "The union"),
            furniture(F::Related, "What now?"),
            (Sentence, None, "“We will"),
            (Sentence, None, "She went"),
            furniture(F::ReporterCredits, "(Reporting"),
            furniture(F::RepeatedHeadline, "Harbour talks"),
            furniture(F::Disclaimer, "PortNews24"),
            furniture(F::Navigation, "Related Articles"),
            furniture(F::Navigation, "Back to top"),
        ],
    );
}

#[test]
fn a_headline_may_be_absent_or_stand_under_furniture() {
    check(
        "The bank raised its rate on Monday.\n\nPrices fell a little.",
        &[(Sentence, None, "The bank"), (Sentence, None, "Prices")],
    );
    check(
        "Sign up for our free newsletter\n\nMill closes after storm\n\nThe mill closed on Monday.",
        &[
            furniture(F::SignUp, "Sign up"),
            (Headline, None, "Mill closes"),
            (Sentence, None, "The mill"),
        ],
    );
    check("A lone line without a stop", &[(Sentence, None, "A lone")]);
}

#[test]
fn sentences_about_pages_stay_in_the_story() {
    check(
        "Paper drops its app\n\n\
         The publisher said subscribers would keep access to its website and newsletter.\n\n\
         “Read your email,” she told readers. It sent a link to the article on Friday.\n\n\
         The app was deleted from 3,000 accounts.",
        &[
            (Headline, None, "Paper"),
            (Sentence, None, "The publisher"),
            (Sentence, None, "“Read"),
            (Sentence, None, "It sent"),
            (Sentence, None, "The app"),
        ],
    );
}

#[test]
fn a_story_that_breaks_off_is_not_furniture() {
    check(
        "Mill closes after storm\n\n\
         The mill closed on Monday after a storm tore off its roof and flooded the yard.\n\n\
         The owner said it would",
        &[
            (Headline, None, "Mill"),
            (Sentence, None, "The mill"),
            (Sentence, None, "The owner"),
        ],
    );
}

#[test]
fn a_sign_up_line_is_cut_out_of_its_paragraph() {
    check(
        "Mill closes after storm\n\n\
         The mill closed on Monday. Register now for FREE unlimited access to Coastwire.com Register \
         The owner blamed the storm that tore off its roof.\n\nHe left.",
        &[
            (Headline, None, "Mill"),
            (Sentence, None, "The mill"),
            furniture(F::SignUp, "Register now"),
            (Sentence, None, "The owner"),
            (Sentence, None, "He left"),
        ],
    );
}

#[test]
fn fragments_are_remainders_and_not_short_sentences() {
    check(
        "Pact is kept\n\n\
         They met in the east of the republic. Former Karsian Union. \
         They told a conference. Baltic Union to impose measures if it moves again.\n\n\
         No deal. The vote failed. Not yet. “A disaster.” Prices rose.",
        &[
            (Headline, None, "Pact"),
            (Sentence, None, "They met"),
            (Fragment, None, "Former"),
            (Sentence, None, "They told"),
            (Fragment, None, "Baltic"),
            (Sentence, None, "No deal"),
            (Sentence, None, "The vote"),
            (Sentence, None, "Not yet"),
            (Sentence, None, "“A disaster"),
            (Sentence, None, "Prices"),
        ],
    );
}

#[test]
fn a_sentence_with_a_main_clause_is_no_fragment() {
    for sentence in [
        "According to the engineers who run the lock, the gates had been open since Friday.",
        "According to officials, gates open on Friday.",
        "According to Mora, ferries sail again.",
        "Despite a warning that came late, nobody left.",
        "On Monday, the port reopened.",
        "With the dam that feeds it dry, the mill has shut.",
        "As the water rose, drivers left their cars.",
        "Thanks to dry weather, harvests doubled.",
        "Barge Two to Ardle sank off the coast.",
        "Residents who had stayed behind were taken out by boat.",
        "Ardle beat Lindholm.",
        "Mora cut Velia off.",
        "Workers'd gone home.",
        "Gone are the days of cheap oats.",
        "Officials because of that hadn't replied.",
        "Up went the price of oats.",
        "Ruth Mora sings.",
        "it was late.",
        "the gates had been open since Friday.",
        "they don't know why.",
    ] {
        let text = format!("Gates were open\n\nThe river rose by a metre. {sentence}\n\nIt fell.");
        let tokens = TokenList::new(&text);
        let segments = segment(&text, &tokens);
        let found = segments.iter().find(|s| s.span.of(&text) == sentence);
        assert_eq!(found.map(|s| s.kind), Some(Sentence), "{sentence}");
    }
}

#[test]
fn a_torn_remainder_is_a_fragment() {
    for remainder in [
        "crisis.",
        "missiles aimed at the coast.",
        "the lower town.",
        "those who had stayed.",
        "which can hold a lake.",
        "to begin pumping oil through a line that was built at sea.",
        "Former Karsian Union.",
        "Former Karsian republic.",
        "Ministry of the Interior.",
        "Baltic Union to impose measures on Velia should it take further steps.",
        "Baltic Union to impose measures if it moves again.",
    ] {
        let text = format!("Gates were open\n\nThe river rose by a metre. {remainder}\n\nIt fell.");
        let tokens = TokenList::new(&text);
        let segments = segment(&text, &tokens);
        let found = segments.iter().find(|s| s.span.of(&text) == remainder);
        assert_eq!(found.map(|s| s.kind), Some(Fragment), "{remainder}");
    }
}

#[test]
fn the_body_leaves_the_dateline_out() {
    for (text, body) in [
        (
            "PORT ARDLE, May 7 (Wire Sport) - The boat sank.",
            "The boat sank.",
        ),
        ("PORT ARDLE, Fla. — The boat sank.", "The boat sank."),
        ("(Coastwire) – The boat sank.", "The boat sank."),
        (
            "ARDLE, 6 June (Coastwire) - The boat sank.",
            "The boat sank.",
        ),
        (
            "NATO forces - a dozen boats - sank.",
            "NATO forces - a dozen boats - sank.",
        ),
        (
            "The boat – an old one – sank.",
            "The boat – an old one – sank.",
        ),
    ] {
        let tokens = TokenList::new(text);
        let segment = segment(text, &tokens)[0];
        let all = tokens.all();
        let start = all[segment.body.start()].span.start();
        assert_eq!(&text[start..], body);
    }
}

#[test]
fn paragraphs_are_counted() {
    let text = "One here. Two here.\n\nThree here.\r\n\r\nFour here.";
    let tokens = TokenList::new(text);
    let paragraphs: Vec<u32> = segment(text, &tokens).iter().map(|s| s.paragraph).collect();
    assert_eq!(paragraphs, [0, 0, 1, 2]);
}

/// What a line is between two paragraphs of a story, and at its end.
fn kinds_of(line: &str) -> (SegmentKind, SegmentKind) {
    let kind = |text: &str| {
        let tokens = TokenList::new(text);
        let segments = segment(text, &tokens);
        let found = segments.iter().find(|s| {
            let own = s.span.of(text);
            own.starts_with(line) || line.starts_with(own)
        });
        found.map(|s| s.kind).expect("the line is a segment")
    };
    let top = "Mill closes after storm\n\n\
               The mill closed on Monday after a storm tore off its roof and flooded the yard.";
    let end = "The owner said the damage would cost 3 million crowns, more than the mill is worth.";
    (
        kind(&format!("{top}\n\n{line}\n\n{end}")),
        kind(&format!("{top}\n\n{end}\n\n{line}")),
    )
}

#[test]
fn lines_of_the_page_are_furniture_inside_a_story_and_after_it() {
    for line in [
        "See too",
        "+ Weather: see what the week brings",
        "Read More",
        "Read more: Harbour talks collapse",
        "Leave a Reply",
        "Source link",
        "Copyright © Coastwire.",
        "Copyright 2024 Coastwire.",
        "Copyright Coastwire. All rights reserved.",
        "© 2024 Coastwire. All rights reserved.",
        "[ad_1]",
        "Register now for FREE unlimited access to Coastwire.com",
        "Dockers at the gate in Ardle. Tess Moran / Pool via COASTWIRE",
        "Tess Moran | Pixbank",
        "Share this story",
        "Share on Facebook",
        "Follow us on Twitter",
        "Subscribe to our channel",
        "Sign up for our newsletter",
        "We use cookies to improve our website. By using this site you accept our privacy policy.",
        "12 Comments",
        "3 min read",
        "Advertisement",
        "Harbour talks collapse as owners walk out",
        "Filed under: Business, Weather",
        "Photo: Tess Moran",
    ] {
        assert_eq!(kinds_of(line), (Furniture, Furniture), "{line}");
    }
}

#[test]
fn a_sentence_to_the_reader_is_furniture_only_after_the_story() {
    let line = "Your email address will not be published.";
    assert_eq!(kinds_of(line), (Sentence, Furniture));
}

#[test]
fn look_alikes_inside_a_story_stay_in_it() {
    for line in [
        "“Never again.”",
        "“We are finished,” she said.",
        "A disaster for the town.",
        "No comment.",
        "Read aloud in court, the letter moved the jury.",
        "Share prices of the owner fell by a tenth.",
        "Follow-up work will take a year.",
        "Subscribers left the paper in droves.",
        "See the river from the bridge and the damage is plain.",
        "Three minutes later the roof came down.",
        "Comments by the mayor made matters worse.",
        "The photo was taken by a neighbour.",
        "Copyright law does not protect the plans.",
        "A copyright case was dropped in 2019.",
        "Cookies and tea were handed out at the school.",
        "By nightfall the yard stood under water.",
        "• The roof, which was built in 1912, is lost.",
        "Editing genes is banned.",
    ] {
        assert_eq!(kinds_of(line), (Sentence, Sentence), "{line}");
    }
}

#[test]
fn a_list_inside_a_story_stays_in_it() {
    let text = "Mill closes after storm\n\n\
                The mill closed on Monday after a storm tore off its roof and flooded the yard.\n\n\
                The owner set out three demands on Tuesday:\n\
                - A new roof.\n\
                - A loan of 2 million crowns.\n\
                - A wall along the river.\n\n\
                The town turned all of them down, the mayor said.";
    let tokens = TokenList::new(text);
    let furniture = segment(text, &tokens)
        .into_iter()
        .filter(|s| s.kind == Furniture)
        .count();
    assert_eq!(furniture, 0);
}

#[test]
fn a_summary_and_a_repeated_dek_before_the_story_are_furniture() {
    check(
        "Mill closes after storm\n\n\
         Roof torn off in the night\n\n\
         • Owner puts damage at 3 million\n\
         • Town to decide on aid\n\n\
         The mill closed on Monday after a storm tore off its roof.\n\n\
         Mill closes after storm\n\n\
         The owner went home.",
        &[
            (Headline, None, "Mill closes"),
            furniture(F::SectionLabel, "Roof torn"),
            furniture(F::Summary, "• Owner"),
            furniture(F::Summary, "• Town"),
            (Sentence, None, "The mill"),
            furniture(F::RepeatedHeadline, "Mill closes"),
            (Sentence, None, "The owner"),
        ],
    );
}

proptest! {
    #[test]
    fn segments_and_white_space_give_the_text_back(
        text in "([a-zA-Z0-9]{1,3}|[.!?…]{1,2}|[ \n\r\t\u{a0}]|[\"'“”’()/|©+-]|U\\.S\\.|By A |said |é|日|Reporting by B|Sign up ){0,60}",
    ) {
        let tokens = TokenList::new(&text);
        let mut at = 0;
        for segment in segment(&text, &tokens) {
            let gap = text.get(at..segment.span.start()).expect("in order, on boundaries");
            prop_assert!(gap.chars().all(char::is_whitespace), "{gap:?}");
            prop_assert!(!segment.span.is_empty());
            prop_assert!(segment.tokens.covers(&segment.body));
            at = segment.span.end();
        }
        prop_assert!(text[at..].chars().all(char::is_whitespace));
    }
}
