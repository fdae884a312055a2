//! Words that cannot stand next to one another.

use crate::inspect::reader::{Sentence, sentences};
use crate::inspect::{Check, Mark};
use crate::lexicon::Parts;
use crate::report::{Kind, Severity};
use crate::rule::Rule;
use crate::span::TokenSpan;
use crate::text::Document;

/// Broken grammar between neighbours.
///
/// # What it finds
/// A determiner without its noun (`the of`, `the corporate had`), two determiners (`the his`), a
/// verb form that does not fit its auxiliary (`will improves`, `have went`), two finite verbs in a
/// row (`is was`), prepositions piled up (`of in the`), the wrong case of a pronoun (`him went`),
/// words in the wrong order (`do now not want`, `the doubtless trigger`).
///
/// # Why it matters
/// Nobody wrote such a sentence: a word was dropped, exchanged or moved by a machine.
///
/// # Example
/// `Last night the corporate had no comment.` → `the corporate had`
///
/// # Limits
/// Speaks only where every reading of both words is ruled out, so most broken sentences pass; it
/// knows parts of speech by [`crate::text::Tags`] and no tree.
pub struct BrokenSyntax;

static RULES: [Rule; 6] = [
    Rule {
        code: "WD901",
        name: "determiner without its noun",
        kind: Kind::Grammar,
    },
    Rule {
        code: "WD902",
        name: "verb form that does not fit",
        kind: Kind::Grammar,
    },
    Rule {
        code: "WD903",
        name: "two determiners",
        kind: Kind::Grammar,
    },
    Rule {
        code: "WD904",
        name: "prepositions piled up",
        kind: Kind::Grammar,
    },
    Rule {
        code: "WD905",
        name: "wrong case of a pronoun",
        kind: Kind::Grammar,
    },
    Rule {
        code: "WD906",
        name: "words out of order",
        kind: Kind::Grammar,
    },
];

const NO_NOUN: usize = 0;
const VERB_FORM: usize = 1;
const TWO_DETERMINERS: usize = 2;
const PILE: usize = 3;
const CASE: usize = 4;
const ORDER: usize = 5;

impl Check for BrokenSyntax {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn look(&self, document: &Document<'_>, out: &mut Vec<Mark>) {
        for sentence in sentences(document) {
            for k in sentence.indices() {
                let Some((rule, length, confidence)) = at(&sentence, k) else {
                    continue;
                };
                let Some(rule) = RULES.get(rule) else {
                    continue;
                };
                let tokens = TokenSpan::new(k, k + length);
                out.push(Mark {
                    rule,
                    severity: Severity::Minor,
                    confidence,
                    tokens,
                    message: format!("{}: “{}”", rule.name, document.text_of(tokens)),
                });
            }
        }
    }
}

/// What is wrong from a token on: index of the rule, number of tokens, confidence.
fn at(s: &Sentence<'_>, k: usize) -> Option<(usize, usize, f64)> {
    if !s.is_word(k) {
        return None;
    }
    no_noun(s, k)
        .or_else(|| determiners(s, k))
        .or_else(|| verb_form(s, k))
        .or_else(|| pile(s, k))
        .or_else(|| case(s, k))
        .or_else(|| order(s, k))
}

/// Articles and possessives in small letters or at the start; `A` may be a grade or a note.
fn is_determiner(s: &Sentence<'_>, k: usize) -> bool {
    // The tags first: they rule nearly all words out.
    let lone = || s.surface(k) == "A" && k > s.indices().start;
    s.tag(k).only(Parts::DETERMINER) && !lone() && !s.is_compound(k) && s.norm(k) != "its"
}

fn no_noun(s: &Sentence<'_>, k: usize) -> Option<(usize, usize, f64)> {
    if !is_determiner(s, k) {
        return None;
    }
    let next = k + 1;
    let word = s.is_word(next) && !s.is_compound(next) && s.is_plain(next);
    if !s.is_word(next) {
        let mark = matches!(s.norm(next), "." | "," | ";" | "?" | "!" | ")")
            && s.token(next).is_some_and(|t| t.glued);
        let dots = s.norm(next + 1) == "." || s.norm(next) == "." && s.token(next + 1).is_some();
        // `a.` may be a point in a list, `the, er, boss` somebody speaking.
        return (mark && !dots && s.norm(k) != "a").then_some((NO_NOUN, 2, 0.7));
    }
    if !word {
        return None;
    }
    let norm = s.norm(next);
    let closed = matches!(
        norm,
        "is" | "are"
            | "was"
            | "were"
            | "am"
            | "has"
            | "had"
            | "does"
            | "did"
            | "would"
            | "could"
            | "should"
            | "of"
            | "from"
            | "with"
            | "at"
            | "into"
            | "onto"
            | "upon"
            | "during"
            | "because"
            | "although"
            | "and"
            | "or"
            | "among"
            | "between"
            | "against"
            | "until"
            | "if"
            | "whether"
            | "them"
            | "him"
            | "in"
            | "by"
            | "for"
            | "to"
            | "that"
    );
    // `your or third parties' rights`: a possessive may be joined to another owner.
    let joined = matches!(norm, "and" | "or") && !matches!(s.norm(k), "a" | "an" | "the");
    if closed && !joined {
        return Some((NO_NOUN, 2, 0.85));
    }
    // `the corporate had`: an adjective that is no noun, then a finite auxiliary.
    let adjective = s.tag(next).only(Parts::ADJECTIVE) && !is_human(norm);
    let verb = s.is_plain(next + 1)
        && matches!(
            s.norm(next + 1),
            "has" | "had" | "was" | "is" | "does" | "did" | "would" | "could" | "will"
        );
    (adjective && verb).then_some((NO_NOUN, 3, 0.7))
}

/// Adjectives that stand for people or things without a noun: `the elderly`, `the latest`.
fn is_human(norm: &str) -> bool {
    norm.ends_with("est")
        || norm.ends_with("ble")
        || norm.ends_with("ed")
        || norm.ends_with("ing")
        || norm.ends_with("ese")
        || norm.ends_with("ish")
        || norm.ends_with("ch")
        || norm.ends_with("er")
        || matches!(
            norm,
            "same"
                | "poor"
                | "rich"
                | "old"
                | "young"
                | "other"
                | "latter"
                | "former"
                | "dead"
                | "first"
                | "last"
                | "second"
                | "third"
                | "next"
                | "only"
                | "few"
                | "many"
                | "elderly"
                | "sick"
                | "blind"
                | "deaf"
                | "weak"
                | "strong"
                | "homeless"
                | "jobless"
                | "guilty"
                | "innocent"
                | "needy"
                | "famous"
                | "powerful"
                | "faithful"
                | "ill"
                | "worst"
                | "best"
                | "most"
                | "least"
                | "impossible"
                | "unthinkable"
                | "inevitable"
                | "unknown"
                | "opposite"
                | "new"
                | "good"
                | "bad"
                | "evil"
                | "true"
                | "beautiful"
                | "real"
                | "sublime"
                | "obvious"
                | "usual"
                | "ordinary"
                | "main"
                | "mentally"
        )
}

fn determiners(s: &Sentence<'_>, k: usize) -> Option<(usize, usize, f64)> {
    let first = matches!(
        s.norm(k),
        "the" | "a" | "an" | "my" | "your" | "our" | "their"
    );
    if !first {
        return None;
    }
    let second = matches!(
        s.norm(k + 1),
        "the"
            | "a"
            | "an"
            | "my"
            | "your"
            | "our"
            | "their"
            | "his"
            | "its"
            | "this"
            | "these"
            | "those"
            | "every"
    );
    // Two equal ones are a doubled word, and that is another check's matter.
    let plain = s.is_plain(k + 1) && !s.is_compound(k + 1) && !s.is_compound(k);
    let noun = s.is_word(k + 2) && !s.tag(k + 2).only(Parts::COORDINATOR | Parts::PREPOSITION);
    let article = s.surface(k) != "A" || k == s.indices().start;
    (second && plain && noun && article && s.norm(k) != s.norm(k + 1)).then_some((
        TWO_DETERMINERS,
        2,
        0.85,
    ))
}

fn verb_form(s: &Sentence<'_>, k: usize) -> Option<(usize, usize, f64)> {
    let next = k + 1;
    let (tag, after) = (s.tag(k), s.tag(next));
    let norm = s.norm(k);
    // The words that can be wrong before a verb first: they rule nearly all others out.
    let governs = tag.may(Parts::TO)
        || matches!(
            norm,
            "would" | "could" | "should" | "must" | "will" | "can" | "have" | "has" | "had"
        )
        || matches!(norm, "is" | "are" | "was" | "were")
        || matches!(norm, "he" | "she" | "it" | "they" | "we" | "i");
    if !governs || !s.is_plain(next) || s.is_compound(next) || s.is_compound(k) {
        return None;
    }
    let after_norm = s.norm(next);
    let subject = k > 0
        && s.tag(k - 1)
            .may(Parts::SUBJECT | Parts::PRONOUN | Parts::NOMINAL);
    let wrong = Parts::PAST | Parts::VERB_S | Parts::AUXILIARY;
    // `would improves`, `could went`.
    if matches!(norm, "would" | "could" | "should" | "must" | "will" | "can")
        && subject
        && !s.inverted(k)
        && after.only(wrong | Parts::GERUND)
        && !after.may(Parts::BASE)
    {
        return Some((VERB_FORM, 2, 0.8));
    }
    // `to went`; `to has` ends a relative clause only after a verb of giving.
    if tag.may(Parts::TO) && after.only(Parts::PAST) && !matches!(s.norm(k.wrapping_sub(1)), "due")
    {
        return Some((VERB_FORM, 2, 0.7));
    }
    // `have went`.
    let have = matches!(norm, "have" | "has" | "had");
    if have && after.only(Parts::PAST) && after_norm != "had" {
        return Some((VERB_FORM, 2, 0.8));
    }
    // `is was`, `was had`, `has is`: two finite verbs, the second no question tag or answer.
    let be = matches!(norm, "is" | "are" | "was" | "were");
    let finite = matches!(
        after_norm,
        "is" | "are"
            | "was"
            | "were"
            | "has"
            | "had"
            | "have"
            | "would"
            | "could"
            | "should"
            | "did"
            | "does"
            | "will"
    );
    if (be || have)
        && finite
        && norm != after_norm
        && s.token(k).is_some_and(|t| !t.capital)
        && !what_clause(s, k)
        && !(have && after_norm == "had")
    {
        return Some((VERB_FORM, 2, 0.75));
    }
    // `was write`: a base form that is nothing else.
    if be && after.only(Parts::BASE) && !what_clause(s, k) && after_norm != "be" {
        return Some((VERB_FORM, 2, 0.75));
    }
    // `he have`, `they was`.
    agreement(s, k)
}

/// Subjects with the verb of another person.
fn agreement(s: &Sentence<'_>, k: usize) -> Option<(usize, usize, f64)> {
    let verb = s.norm(k + 1);
    let wrong = match s.norm(k) {
        "he" | "she" | "it" => matches!(verb, "are" | "am" | "have" | "do"),
        "they" | "we" => matches!(verb, "is" | "was" | "has" | "does" | "am"),
        "i" => matches!(verb, "is" | "are" | "has" | "does"),
        _ => false,
    };
    if !wrong {
        return None;
    }
    let joined = k > 0 && s.tag(k - 1).may(Parts::COORDINATOR | Parts::PREPOSITION);
    let coordinated = s.norm(k.wrapping_sub(1)) == "and" || s.norm(k.wrapping_sub(1)) == "or";
    let object = s.norm(k) == "it" && joined;
    let wished = (s.indices().start..k)
        .rev()
        .take(6)
        .any(|i| matches!(s.norm(i), "if" | "that" | "lest" | "than" | "whether"))
        && matches!(verb, "have" | "do" | "are")
        && s.norm(k) != "he"
        && s.norm(k) != "she";
    (!coordinated && !object && !s.inverted(k) && !wished).then_some((VERB_FORM, 2, 0.8))
}

/// `What he did was call`, `all there is is sand`, `the point is is that`: a clause as subject.
fn what_clause(s: &Sentence<'_>, k: usize) -> bool {
    let from = s.indices().start.max(k.saturating_sub(14));
    (from..k).any(|i| {
        s.tag(i).may(Parts::WH)
            || matches!(
                s.norm(i),
                "all" | "that" | "do" | "does" | "did" | "done" | "thing" | "there" | "it"
            )
    })
}

fn pile(s: &Sentence<'_>, k: usize) -> Option<(usize, usize, f64)> {
    let second = s.norm(k + 1);
    let wrong = match s.norm(k) {
        "of" => matches!(
            second,
            "of" | "to" | "at" | "by" | "with" | "for" | "from" | "into" | "on"
        ),
        "at" => matches!(
            second,
            "of" | "in" | "to" | "by" | "with" | "from" | "for" | "into"
        ),
        "from" => matches!(second, "of" | "to" | "with" | "for" | "by" | "into"),
        "with" => matches!(second, "of" | "to" | "by" | "for" | "from" | "into" | "at"),
        "for" => matches!(second, "of" | "to" | "by" | "with" | "from" | "into" | "at"),
        "by" => matches!(second, "of" | "to" | "with" | "for" | "from" | "into"),
        "into" | "during" | "between" | "among" | "towards" | "toward" | "onto" => {
            matches!(
                second,
                "of" | "to" | "by" | "with" | "for" | "from" | "at" | "in" | "on"
            )
        }
        _ => false,
    };
    if !wrong {
        return None;
    }
    let plain =
        s.is_plain(k + 1) && !s.is_compound(k + 1) && s.token(k).is_some_and(|t| !t.capital);
    // A stranded preposition: `the house he came from with his dog`, `looked at by the police`.
    let noun_after = s.is_word(k + 2);
    let verbal = k > 0
        && s.tag(k - 1).may(
            Parts::VERB
                | Parts::ADVERB
                | Parts::OBJECT
                | Parts::PRONOUN
                | Parts::ADJECTIVE
                | Parts::PREPOSITION,
        );
    let noun_before = k > 0 && s.tag(k - 1).only(Parts::NOMINAL | Parts::NUMBER);
    (plain && noun_after && !verbal && noun_before && s.norm(k) != second).then_some((PILE, 2, 0.7))
}

fn case(s: &Sentence<'_>, k: usize) -> Option<(usize, usize, f64)> {
    let next = k + 1;
    let object = matches!(
        s.norm(k),
        "him" | "them" | "me" | "us" | "itself" | "himself" | "themselves" | "myself"
    );
    let preposition = matches!(
        s.norm(k),
        "of" | "with" | "to" | "from" | "at" | "into" | "between" | "against" | "among" | "during"
    );
    if !object && !preposition || !s.is_plain(next) || s.is_compound(next) {
        return None;
    }
    // `him went`, `them were` at the start of a clause.
    if object && object_as_subject(s, k) {
        return Some((CASE, 2, 0.75));
    }
    // `of they`, `with I`.
    if !preposition || !matches!(s.norm(next), "he" | "she" | "they" | "we") {
        return None;
    }
    let plain = s.token(k).is_some_and(|t| !t.capital);
    // `the place they came from they loved`: a verb before the preposition strands it.
    let stranded = k > 0 && s.tag(k - 1).may(Parts::VERB) && !s.tag(k - 1).may(Parts::NOMINAL);
    let clause = s
        .tag(k + 2)
        .may(Parts::FINITE | Parts::BASE | Parts::ADVERB);
    (plain && !(stranded && clause)).then_some((CASE, 2, 0.75))
}

/// Whether a pronoun that is an object starts a clause, its verb after it.
fn object_as_subject(s: &Sentence<'_>, k: usize) -> bool {
    let start = k == s.indices().start
        || matches!(
            s.norm(k.wrapping_sub(1)),
            "," | "because" | "although" | "if" | "when" | "while"
        );
    // `that him will`; `that itself is` may be sound.
    let after_clause = matches!(s.norm(k), "him" | "them" | "me")
        && matches!(
            s.norm(k.wrapping_sub(1)),
            "that" | "and" | "but" | "so" | "until"
        );
    let finite = s
        .tag(k + 1)
        .only(Parts::PAST | Parts::VERB_S | Parts::AUXILIARY | Parts::MODAL);
    let acronym = s.surface(k) == "US" || s.surface(k) == "ME";
    (start || after_clause)
        && finite
        && !acronym
        && !(s.norm(k - usize::from(k > 0)) == "," && s.norm(k).ends_with("sel"))
}

fn order(s: &Sentence<'_>, k: usize) -> Option<(usize, usize, f64)> {
    // `do now not want`: only an adverb of degree may part an auxiliary from its `not`.
    let auxiliary = matches!(
        s.norm(k),
        "do" | "does"
            | "did"
            | "will"
            | "would"
            | "could"
            | "can"
            | "should"
            | "has"
            | "have"
            | "had"
            | "is"
            | "was"
            | "were"
            | "are"
    );
    if auxiliary && s.norm(k + 1) == "now" && s.norm(k + 2) == "not" {
        return Some((ORDER, 3, 0.85));
    }
    // `the doubtless trigger`: an adverb where only an adjective can stand.
    let noun = Parts::NOUN | Parts::PLURAL;
    let determiner = is_determiner(s, k);
    if !determiner && !s.tag(k).only(Parts::POSSESSIVE) {
        return None;
    }
    let end = !s
        .tag(k + 3)
        .may(Parts::NOMINAL | Parts::ADJECTIVE | Parts::PARTICIPLE | Parts::GERUND);
    if s.is_plain(k + 1)
        && s.is_plain(k + 2)
        && !s.is_compound(k + 1)
        && !s.is_compound(k + 2)
        && s.tag(k + 1).only(Parts::ADVERB)
        // `the away end`, `the then mayor`: adverbs of place and time may stand so.
        && (s.norm(k + 1).ends_with("ly") || s.norm(k + 1).ends_with("less"))
        && s.tag(k + 2).only(noun)
        && end
    {
        return Some((ORDER, 3, 0.75));
    }
    // `the listening to, said`: a form in -ing with its preposition and nothing after it.
    if determiner
        && s.norm(k + 1).ends_with("ing")
        && s.tag(k + 1).may(Parts::GERUND)
        && matches!(s.norm(k + 2), "to" | "of" | "for" | "at" | "with")
        && matches!(s.norm(k + 3), "," | "." | ";")
    {
        return Some((ORDER, 3, 0.75));
    }
    None
}
