//! Texts from the worst corners of the web: each gets a result in every form it can be shown in.
//!
//! The ordinary tests take each at a size that needs no patience; `-- --ignored`, with `--release`,
//! takes them at the sizes that tools of this kind are known to fall over on. That the work grows
//! no faster than the text is counted in `src/work.rs`.
// Clippy knows test functions as such, but not the helpers of an integration test.
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

use wiredrift::render::terminal::{self, TextStyle};
use wiredrift::render::{html, inspection, notebook};
use wiredrift::report::{Inspection, Report, SegmentKind, Severity};
use wiredrift::semantic::Model;
use wiredrift::{
    Language, Options, align_sentences, assess, compare, inspect, sentences, similarity,
};

/// A number that looks like chance and is the same on every machine.
fn chance(seed: u64) -> usize {
    let mut x = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((x ^ (x >> 31)) >> 33) as usize
}

fn drawn(seed: u64, count: usize, list: &[&str]) -> String {
    let word = |k: usize| list[chance(seed << 32 | k as u64) % list.len()];
    (0..count).map(word).collect()
}

/// Words of which no two are the same; lists of two letters have none in common.
fn strange(letter: char, count: usize) -> Vec<String> {
    let at = |k: usize, n: u32| char::from(b'a' + (k / 26usize.pow(n) % 26) as u8);
    let word = |k: usize| -> String { (0..4).map(|n| at(k, n)).collect() };
    (0..count).map(|k| format!("{letter}{}", word(k))).collect()
}

const STORY: &str = "The mayor of Lenne opened the bridge on Monday. “We waited nine years,” Ada \
    Ruhl said. About 1,200 people did not come. Prices rose 3.5 per cent to $1.2bn.\n\n";

fn story(bytes: usize) -> String {
    STORY.repeat(bytes / STORY.len() + 1)
}

/// One pair of texts, given its size: bytes, words, lines or marks, as the name says.
struct Case {
    name: &'static str,
    small: usize,
    large: usize,
    texts: fn(usize) -> (String, String),
}

const CASES: [Case; 40] = [
    Case {
        name: "bytes in one line",
        small: 100_000,
        large: 10_000_000,
        texts: |n| {
            let line = story(n).replace('\n', " ");
            let copy = line.replace("Monday", "Tuesday");
            (line, copy)
        },
    },
    Case {
        name: "bytes in one line without a full stop",
        small: 50_000,
        large: 10_000_000,
        texts: |n| {
            let line = drawn(
                1,
                n / 6,
                &["river ", "mayor ", "rain ", "not ", "12 ", "said "],
            );
            let copy = line.replace("12 river", "14 river");
            (line, copy)
        },
    },
    Case {
        name: "empty lines",
        small: 100_000,
        large: 1_000_000,
        texts: |n| ("\n".repeat(n), format!("{}x", "\n".repeat(n))),
    },
    Case {
        name: "empty lines between words",
        small: 100_000,
        large: 1_000_000,
        texts: |n| {
            let gap = " \n".repeat(n);
            (
                format!("It rained.{gap}It snowed."),
                format!("It rained.{gap}It hailed."),
            )
        },
    },
    Case {
        name: "times one word",
        small: 20_000,
        large: 200_000,
        texts: |n| ("word ".repeat(n), format!("{}ward", "word ".repeat(n - 1))),
    },
    Case {
        name: "times one of two words at random",
        small: 10_000,
        large: 100_000,
        texts: |n| (drawn(1, n, &["yes ", "no "]), drawn(2, n, &["yes ", "no "])),
    },
    Case {
        name: "times one of two sentences at random",
        small: 2_000,
        large: 20_000,
        texts: |n| {
            (
                drawn(1, n, &["Yes. ", "No. "]),
                drawn(2, n, &["Yes. ", "No. "]),
            )
        },
    },
    Case {
        name: "words without one in common",
        small: 5_000,
        large: 50_000,
        texts: |n| (strange('a', n).join(" "), strange('z', n).join(" ")),
    },
    Case {
        name: "sentences without a word in common",
        small: 1_000,
        large: 20_000,
        texts: |n| {
            (
                strange('a', n).join(" fell. A"),
                strange('z', n).join(" rose. Z"),
            )
        },
    },
    Case {
        name: "bytes against the reversed text",
        small: 50_000,
        large: 1_000_000,
        texts: |n| (story(n), story(n).chars().rev().collect()),
    },
    Case {
        name: "bytes against the words in reverse",
        small: 50_000,
        large: 1_000_000,
        texts: |n| {
            let text = story(n);
            let back = text.split_whitespace().rev().collect::<Vec<_>>().join(" ");
            (text, back)
        },
    },
    Case {
        name: "letters without a space",
        small: 200_000,
        large: 2_000_000,
        texts: |n| ("x".repeat(n), format!("{}y", "x".repeat(n - 1))),
    },
    Case {
        name: "marks and letters without a space",
        small: 20_000,
        large: 200_000,
        texts: |n| {
            let marks = [
                "a", "B", "1", ".", ",", "-", "'", "’", "“", "”", "(", "&", ";", "/", "@",
            ];
            (drawn(1, n, &marks), drawn(2, n, &marks))
        },
    },
    Case {
        name: "combining marks on one letter",
        small: 20_000,
        large: 1_000_000,
        texts: |n| {
            (
                format!("e{}", "\u{301}".repeat(n)),
                format!("e{}", "\u{301}\u{323}".repeat(n)),
            )
        },
    },
    Case {
        name: "letters with three combining marks",
        small: 20_000,
        large: 500_000,
        texts: |n| {
            (
                "e\u{301}\u{302}\u{303} ".repeat(n / 5),
                "e\u{303}\u{302}\u{301} ".repeat(n / 5),
            )
        },
    },
    Case {
        name: "composed against decomposed letters",
        small: 2_000,
        large: 100_000,
        texts: |n| {
            (
                "Zoé Müller waited. ".repeat(n / 20),
                "Zoe\u{301} Mu\u{308}ller waited. ".repeat(n / 20),
            )
        },
    },
    Case {
        name: "emoji joined to one",
        small: 40_000,
        large: 200_000,
        texts: |n| ("👩\u{200d}".repeat(n), "👩\u{200d}🚀".repeat(n)),
    },
    Case {
        name: "NULs",
        small: 50_000,
        large: 1_000_000,
        texts: |n| ("\0".repeat(n), "a\0b ".repeat(n / 4)),
    },
    Case {
        name: "direction marks",
        small: 20_000,
        large: 500_000,
        texts: |n| {
            (
                "\u{202e}".repeat(n),
                "\u{202e}It rained 12 times.\u{2066} ".repeat(n / 25),
            )
        },
    },
    Case {
        name: "characters of no width",
        small: 20_000,
        large: 500_000,
        texts: |n| {
            (
                "wo\u{200b}rd\u{feff} a\u{ad}b ".repeat(n / 9),
                "word\u{2060} ab\u{200d} ".repeat(n / 9),
            )
        },
    },
    Case {
        name: "escape codes",
        small: 5_000,
        large: 100_000,
        texts: |n| {
            (
                "\u{1b}[31mRain\u{1b}[0m fell on Monday.\u{7} ".repeat(n / 30),
                "\u{1b}]0;title\u{7}Rain \u{9b}2Jfell on Friday. ".repeat(n / 30),
            )
        },
    },
    Case {
        name: "code points that stand for nothing",
        small: 20_000,
        large: 500_000,
        texts: |n| {
            (
                "\u{378}\u{e0fff}\u{ffff}".repeat(n / 3),
                "\u{fdd0} \u{10ffff}".repeat(n / 3),
            )
        },
    },
    Case {
        name: "nested quotation marks",
        small: 10_000,
        large: 100_000,
        texts: |n| {
            (
                format!("{}a{}", "“".repeat(n), "”".repeat(n)),
                format!("{}a{}", "“‘".repeat(n / 2), "’”".repeat(n / 2)),
            )
        },
    },
    Case {
        name: "straight quotation marks",
        small: 10_000,
        large: 100_000,
        texts: |n| ("\"a\" 'b' ".repeat(n / 4), "'a' \"b\" ".repeat(n / 4)),
    },
    Case {
        name: "bytes of a quotation that is never closed",
        small: 20_000,
        large: 1_000_000,
        texts: |n| {
            let open = format!("“{}", story(n).replace(['“', '”'], ""));
            (open.clone(), open.replace("nine", "ten"))
        },
    },
    Case {
        name: "paragraphs that open a quotation each",
        small: 1_000,
        large: 20_000,
        texts: |n| {
            (
                "“We waited.\n\n".repeat(n),
                "“We waited, he said.\n\n".repeat(n),
            )
        },
    },
    Case {
        name: "brackets",
        small: 20_000,
        large: 500_000,
        texts: |n| {
            (
                format!("{}{}", "(".repeat(n), ")".repeat(n)),
                "[a ".repeat(n / 3),
            )
        },
    },
    Case {
        name: "digits of one number",
        small: 10_000,
        large: 1_000_000,
        texts: |n| {
            let digits = "9".repeat(n - 1);
            (
                format!("It cost {digits}9 once."),
                format!("It cost {digits}8 once."),
            )
        },
    },
    Case {
        name: "groups of digits of one number",
        small: 10_000,
        large: 200_000,
        texts: |n| {
            (
                format!("It cost 1{} once.", ",000".repeat(n)),
                format!("It cost {} once.", "1.".repeat(n)),
            )
        },
    },
    Case {
        name: "numbers in a row",
        small: 5_000,
        large: 50_000,
        texts: |n| {
            let list = |by: usize| (0..n).map(|k| format!("{}, ", k * by % 5_003)).collect();
            (list(1), list(7))
        },
    },
    Case {
        name: "number words in a row",
        small: 5_000,
        large: 50_000,
        texts: |n| {
            (
                "one hundred million ".repeat(n / 3),
                "two hundred thousand ".repeat(n / 3),
            )
        },
    },
    Case {
        name: "names in a row",
        small: 5_000,
        large: 50_000,
        texts: |n| ("Ada Ruhl and ".repeat(n / 3), "Ava Rohl and ".repeat(n / 3)),
    },
    Case {
        name: "negations in a row",
        small: 5_000,
        large: 50_000,
        texts: |n| {
            (
                "never denied that ".repeat(n / 3),
                "denied that ".repeat(n / 2),
            )
        },
    },
    Case {
        name: "identical sentences",
        small: 5_000,
        large: 100_000,
        texts: |n| {
            (
                "No comment was made. ".repeat(n),
                "No comment was made. ".repeat(n),
            )
        },
    },
    Case {
        name: "identical sentences against others",
        small: 2_000,
        large: 100_000,
        texts: |n| {
            (
                "No comment was made. ".repeat(n),
                "Rain is expected soon. ".repeat(n),
            )
        },
    },
    Case {
        name: "fragments in a row",
        small: 2_000,
        large: 50_000,
        texts: |n| {
            let torn = "river crisis. ".repeat(n);
            (format!("She saw the {torn}"), format!("She saw a {torn}"))
        },
    },
    Case {
        name: "sentences without a space between them",
        small: 5_000,
        large: 100_000,
        texts: |n| {
            (
                "市长在星期一开了桥。".repeat(n / 10),
                "市长在星期二开了桥。".repeat(n / 10),
            )
        },
    },
    Case {
        name: "words of Arabic",
        small: 5_000,
        large: 50_000,
        texts: |n| {
            (
                "افتتح رئيس البلدية الجسر. ".repeat(n / 4),
                "افتتح الجسر. ".repeat(n / 2),
            )
        },
    },
    Case {
        name: "tags and entities",
        small: 2_000,
        large: 50_000,
        texts: |n| {
            let tags = "<script>alert(1)</script> &amp;amp; <b onclick='x'>It rained.</b> ";
            (
                tags.repeat(n / 10),
                tags.replace("rained", "snowed").repeat(n / 10),
            )
        },
    },
    Case {
        name: "links",
        small: 2_000,
        large: 50_000,
        texts: |n| {
            (
                format!("http://a.{}", "b/".repeat(n)),
                "www.a.com a@b.c ".repeat(n / 4),
            )
        },
    },
];

/// Every character stands in a segment, or is white space, and segments follow one another.
fn covers(side: &wiredrift::report::Side, text: &str) {
    assert_eq!(side.chars, text.chars().count());
    let mut rest = text.chars();
    let mut at = 0;
    for segment in &side.segments {
        assert!(at <= segment.start && segment.start < segment.end);
        let between = rest.by_ref().take(segment.start - at);
        let blank = |c: char| c.is_whitespace() || c == '\u{feff}';
        assert!({ between }.all(blank));
        let own = rest.by_ref().take(segment.end - segment.start);
        assert!(own.eq(segment.text.chars()));
        at = segment.end;
    }
}

/// Nothing a terminal would obey.
fn is_tame(shown: &str) -> bool {
    shown.chars().all(|c| c == '\n' || !c.is_control())
        && !shown.contains(|c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
}

/// A pair through every entry point and every rendering.
fn survives(original: &str, copy: &str) {
    let (options, style) = (Options::default(), TextStyle::default());
    let report = compare(original, copy, &options).unwrap();
    covers(&report.original, original);
    covers(&report.copy, copy);
    for score in [report.drift, report.risk] {
        assert!((0.0..=1.0).contains(&score));
    }
    let json = report.to_json().unwrap();
    assert!(Report::from_json(&json).unwrap() == report);
    assert!(is_tame(&terminal::text(&report, &style)));
    for page in [html(&report), notebook(&report)] {
        assert!(!page.contains("<script>alert") && !page.contains("<b onclick"));
        assert!(!page.contains(|c: char| c.is_control() && c != '\n'));
    }
    for text in [original, copy] {
        let inspection = inspect(text, &options).unwrap();
        let json = inspection.to_json().unwrap();
        assert!(Inspection::from_json(&json).unwrap() == inspection);
        assert!(is_tame(&inspection::text(&inspection, &style)));
    }
    let (a, b) = (
        sentences(original, Language::English),
        sentences(copy, Language::English),
    );
    assert!(a.concat() == original && b.concat() == copy);
    let beads = align_sentences(&a, &b);
    assert_eq!(
        beads.iter().map(|b| b.original.len()).sum::<usize>(),
        a.len()
    );
    assert_eq!(beads.iter().map(|b| b.copy.len()).sum::<usize>(), b.len());
    let alike = similarity(original, copy, &Model::Fast).unwrap();
    assert!((0.0..=1.0).contains(&alike));
    assert!((0.0..=1.0).contains(&assess(original, copy).risk));
}

#[test]
fn every_hostile_pair_gets_a_result_in_every_form() {
    for case in &CASES {
        // An eighth of what the names say: unoptimised, and with every rendering.
        let (original, copy) = (case.texts)(case.small / 8);
        survives(&original, &copy);
    }
}

#[test]
#[ignore = "minutes, and optimised code: cargo test --release --test hostile -- --ignored"]
fn every_hostile_pair_gets_a_result_at_full_size() {
    for case in &CASES {
        let (original, copy) = (case.texts)(case.large);
        println!(
            "{} {}: {} bytes",
            case.large,
            case.name,
            original.len() + copy.len()
        );
        let report = compare(&original, &copy, &Options::default()).unwrap();
        covers(&report.original, &original);
        covers(&report.copy, &copy);
        inspect(&copy, &Options::default()).unwrap();
        drop(report);
        let (original, copy) = (case.texts)(case.small);
        survives(&original, &copy);
    }
}

/// A thread of two megabytes, as threads of other programs have: no depth of nesting and no length
/// may overflow it.
#[test]
fn a_small_stack_is_enough() {
    let work = || {
        for name in [
            "nested quotation marks",
            "brackets",
            "bytes against the reversed text",
        ] {
            let case = CASES.iter().find(|c| c.name == name).unwrap();
            let (original, copy) = (case.texts)(case.small / 4);
            survives(&original, &copy);
        }
    };
    let thread = std::thread::Builder::new().stack_size(1 << 19);
    thread.spawn(work).unwrap().join().unwrap();
}

#[test]
fn two_empty_texts_are_the_same_and_one_empty_text_is_a_loss() {
    let options = Options::default();
    for (original, copy) in [("", ""), (" ", "\n\n"), ("\u{feff}", "")] {
        let report = compare(original, copy, &options).unwrap();
        assert_eq!((report.drift, report.severity), (0.0, Severity::None));
    }
    let lost = compare("The mayor opened the bridge on Monday.", "", &options).unwrap();
    assert!(lost.drift > 0.0);
    assert!(lost.notices.contains(&"the copy is empty".to_owned()));
    assert_eq!(similarity("", "", &Model::Fast).unwrap(), 0.0);
}

#[test]
fn composed_and_decomposed_letters_are_the_same_text() {
    let composed = "Zoé Müller did not come to Ålborg. It rained on 한국.";
    let decomposed = "Zoe\u{301} Mu\u{308}ller did not come to A\u{30a}lborg. It rained on \
        \u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}.";
    for (original, copy) in [(composed, decomposed), (decomposed, composed)] {
        let report = compare(original, copy, &Options::default()).unwrap();
        assert_eq!(report.findings, []);
        assert_eq!(report.drift, 0.0);
        assert_eq!(
            report
                .alignment
                .iter()
                .map(|b| b.similarity)
                .fold(1.0, f64::min),
            1.0
        );
    }
}

#[test]
fn a_text_in_another_language_gets_a_notice_and_an_english_one_none() {
    let foreign = [
        "Die Bürgermeisterin hat am Montag die Brücke eröffnet. Sie sagte, man habe neun Jahre \
         darauf gewartet und werde nun feiern. Die Fähre fährt noch bis zum Frühjahr. Viele \
         Menschen kamen zu Fuß, andere mit dem Rad, und es regnete den ganzen Tag über der Stadt.",
        "Мэр открыл мост в понедельник. Он сказал, что жители ждали девять лет. Старый паром \
         будет ходить до весны. Многие пришли пешком, другие приехали на велосипедах, и весь день \
         над городом шёл дождь. Школы закрыты до пятницы, сообщила администрация района в \
         воскресенье. Движение по набережной восстановят только через месяц, если позволит погода.",
        "افتتح رئيس البلدية الجسر يوم الاثنين. وقال إن السكان انتظروا تسع سنوات. ستعمل العبارة \
         القديمة حتى الربيع. جاء كثيرون سيرا على الأقدام وجاء آخرون بالدراجات وأمطرت السماء طوال \
         اليوم فوق المدينة. المدارس مغلقة حتى الجمعة كما أعلنت الإدارة يوم الأحد في بيان قصير. \
         وستعود حركة المرور على الرصيف بعد شهر واحد فقط إذا سمح الطقس بذلك.",
    ];
    let notice = |text: &str| {
        let report = compare(text, text, &Options::default()).unwrap();
        assert_eq!(report.findings, []);
        report
            .notices
            .iter()
            .any(|n| n.contains("does not look like English"))
    };
    for text in foreign {
        assert!(notice(text), "{text}");
    }
    assert!(!notice(&story(600)));
}

#[test]
fn a_sentence_too_long_for_one_piece_is_cut_where_the_report_says_so() {
    let usual = "river ".repeat(1_900);
    let endless = "river ".repeat(5_000);
    let told = |text: &str| {
        let report = compare(text, text, &Options::default()).unwrap();
        assert!(report.findings.is_empty() && report.drift == 0.0);
        let pieces = report.copy.segments.len();
        (
            pieces,
            report
                .notices
                .iter()
                .filter(|n| n.contains("in pieces"))
                .count(),
        )
    };
    assert_eq!(told(&usual), (1, 0));
    let (pieces, notices) = told(&endless);
    assert!(pieces > 2 && notices == 2, "{pieces} {notices}");
}

#[test]
fn a_text_of_a_gigabyte_and_more_is_refused_with_its_size() {
    let text = "x".repeat(wiredrift::MAX_BYTES + 1);
    let error = compare("It rained.", &text, &Options::default()).unwrap_err();
    assert!(error.to_string().contains("1073741825"), "{error}");
    assert!(inspect(&text, &Options::default()).is_err());
}

#[test]
fn furniture_without_end_stays_furniture() {
    let original = "The mayor opened the bridge on Monday. It rained.";
    let copy = format!(
        "{original}\n\n{}",
        "Read More\n\nShare this:\n\n".repeat(500)
    );
    let report = compare(original, &copy, &Options::default()).unwrap();
    assert_eq!(report.drift, 0.0);
    let furniture = report
        .copy
        .segments
        .iter()
        .filter(|s| s.kind == SegmentKind::Furniture);
    assert!(furniture.count() >= 500);
}
