//! What a reader of the figures should know beyond the findings.

use crate::report::{Bead, BeadRelation, SegmentKind, Side};

/// Marks that may end a sentence, a quotation or a parenthesis.
const ENDS: &[char] = &[
    '.', '?', '!', '…', '。', '？', '！', '।', '؟', '"', '”', '’', '\'', '»', '›', ')', ']',
];

/// Fewest story segments of a text whose end can be judged: a headline or a lone line needs no
/// full stop.
const ENOUGH: usize = 3;

/// Frequent English words: every fourth word of English news at least is one of them.
const ENGLISH: &[&str] = &[
    "the", "of", "and", "to", "in", "a", "an", "is", "that", "for", "on", "was", "were", "said",
    "with", "as", "at", "by", "it", "from", "has", "have", "had", "be", "been", "are", "his",
    "her", "he", "she", "they", "but", "not", "will", "would", "who", "its", "after", "this",
];

/// The longest of these, in bytes.
const LONGEST: usize = 5;

/// Fewest words by which a language can be judged.
const WORDS: usize = 40;

/// The notices for a pair, in a fixed order.
pub fn notices(original: &Side, copy: &Side, alignment: &[Bead]) -> Vec<String> {
    let mut list = Vec::new();
    for (name, side) in [("original", original), ("copy", copy)] {
        let story = story(side);
        if story.is_empty() {
            list.push(match side.chars {
                0 => format!("the {name} is empty"),
                _ => format!("the {name} has no story text"),
            });
        } else if story.len() >= ENOUGH && cut_off(side) {
            list.push(format!("the {name} seems to be cut off"));
        }
        if !is_english(side) {
            list.push(format!(
                "the {name} does not look like English; changes of words are judged by English \
                 lists"
            ));
        }
    }
    if let Some(count) = other_update(original, copy, alignment) {
        list.push(format!(
            "{count} segments look like another update of the story"
        ));
    }
    list
}

/// The notices for one text alone, in a fixed order.
pub fn of_one(side: &Side) -> Vec<String> {
    let mut list = Vec::new();
    let story = story(side);
    if story.is_empty() {
        list.push(match side.chars {
            0 => "the text is empty".to_owned(),
            _ => "the text has no story text".to_owned(),
        });
    } else if story.len() >= ENOUGH && cut_off(side) {
        list.push("the text seems to be cut off".to_owned());
    }
    if !is_english(side) {
        list.push("the text does not look like English; it is judged by English rules".to_owned());
    }
    let furniture = side.segments.iter();
    let furniture = furniture
        .filter(|s| s.kind == SegmentKind::Furniture)
        .count();
    if furniture > 0 {
        list.push(format!(
            "{furniture} {} no part of the story: captions, credits, links and the like",
            if furniture == 1 {
                "segment is"
            } else {
                "segments are"
            }
        ));
    }
    if let Some(headline) = repeated_headline(side) {
        list.push(format!(
            "the headline stands again in the text: “{headline}”"
        ));
    }
    list
}

/// The headline, where furniture says it again: pages that gather the stories of others do so.
fn repeated_headline(side: &Side) -> Option<String> {
    let headline = side
        .segments
        .iter()
        .find(|s| s.kind == SegmentKind::Headline)?;
    let text = headline.text.trim();
    let mut rest = side
        .segments
        .iter()
        .filter(|s| s.kind == SegmentKind::Furniture);
    let again = text.len() > 20 && rest.any(|s| s.text.contains(text));
    again.then(|| text.to_owned())
}

fn story(side: &Side) -> Vec<usize> {
    let furniture = SegmentKind::Furniture;
    let segments = side.segments.iter().filter(|s| s.kind != furniture);
    segments.map(|s| s.id).collect()
}

/// The last sentence has no end.
fn cut_off(side: &Side) -> bool {
    let furniture = SegmentKind::Furniture;
    let last = side.segments.iter().rev().find(|s| s.kind != furniture);
    last.is_some_and(|s| !s.text.trim_end().ends_with(ENDS))
}

/// Whether a text has the small words of English: one word in ten, where English has more than
/// one in four and no other language with Latin letters one in ten. A short text passes.
fn is_english(side: &Side) -> bool {
    let furniture = SegmentKind::Furniture;
    let segments = side.segments.iter().filter(|s| s.kind != furniture);
    let words = segments.flat_map(|s| s.text.split(|c: char| !c.is_alphanumeric()));
    let (mut all, mut english) = (0usize, 0usize);
    for word in words.filter(|w| !w.is_empty()) {
        all += 1;
        let known = word.len() <= LONGEST && ENGLISH.iter().any(|e| word.eq_ignore_ascii_case(e));
        english += usize::from(known);
    }
    all < WORDS || english * 10 >= all
}

/// How many sentences have no partner, where that looks like another edition of the story: new
/// sentences and lost ones both, beside a body that both share. A shortened copy only loses, a
/// padded one only adds.
fn other_update(original: &Side, copy: &Side, alignment: &[Bead]) -> Option<usize> {
    let count = |relation| -> usize {
        let beads = alignment.iter().filter(|b| b.relation == relation);
        beads.map(|b| b.original.len() + b.copy.len()).sum()
    };
    let (lost, new) = (count(BeadRelation::Omitted), count(BeadRelation::Added));
    let all = story(original).len() + story(copy).len();
    let shared = all.saturating_sub(lost + new);
    (lost >= 2 && new >= 2 && shared * 3 >= all).then_some(lost + new)
}

#[cfg(test)]
mod tests {
    use crate::{Options, compare};

    fn notices(original: &str, copy: &str) -> Vec<String> {
        compare(original, copy, &Options::default())
            .unwrap()
            .notices
    }

    const STORY: &str = "Mayor reopens the bridge\n\nThe mayor reopened the old bridge on Monday. \
        It had been shut for a year. Drivers cheered.";

    #[test]
    fn a_whole_story_needs_no_notice() {
        assert_eq!(notices(STORY, STORY), Vec::<String>::new());
    }

    #[test]
    fn a_story_without_its_end_is_noticed() {
        let cut = STORY.trim_end_matches(" cheered.");
        assert_eq!(notices(cut, STORY), ["the original seems to be cut off"]);
    }

    #[test]
    fn an_empty_side_is_noticed() {
        assert!(notices(STORY, "").contains(&"the copy is empty".to_owned()));
        assert!(notices(" ", STORY).contains(&"the original has no story text".to_owned()));
    }

    #[test]
    fn another_language_is_noticed() {
        let german = "Die Brücke ist wieder offen. Der Bürgermeister hat sie am Montag nach einem \
            Jahr für den Verkehr freigegeben. Viele Fahrer freuten sich und hupten laut. Der Bau \
            kostete zwei Millionen Kronen, sagte ein Sprecher der Stadt am Abend vor der Presse."
            .to_owned();
        let found = notices(&german, &german);
        assert!(
            found
                .iter()
                .any(|n| n.starts_with("the copy does not look like English"))
        );
    }
}
