//! Names: kept, put for another, garbled or lost.

use crate::compare::Relation;
use crate::detect::entity_match::{Matched, NameLink, whole, word_run};
use crate::detect::view::{Words, shorten};
use crate::detect::wording::excludes;
use crate::detect::{BeadView, Detector, Draft, Pair, Rule};
use crate::facts::FactPair;
use crate::lexicon::Parts;
use crate::lexicon::wordnet::{self, WordNet};
use crate::report::{FactState, Kind, Severity};
use crate::span::TokenSpan;
use crate::text::names::{Likeness, Name, NameKind};
use crate::text::tokens::TokenKind;

/// Names that the copy changed.
///
/// # What it finds
/// A name in whose place another stands, a name misspelt on its way through other scripts, a name
/// half translated, a country put for a common noun, a name left out of a clause that stays.
///
/// # Why it matters
/// Who and where are the first things a reader takes from a story, and the last a reader can
/// check against the sentence itself.
///
/// # Example
/// `Zeb Sorelja said` → `Jeb Soreliya said`
///
/// # Limits
/// Without a list of who is who, two names of one person that share no word look like two
/// persons. Romanisations that differ in a vowel, short and long forms, acronyms, countries and
/// their adjectives and capitals are taken as the same. A role in the place of a name is no
/// finding.
pub struct ChangedName;

static RULES: [Rule; 6] = [
    Rule {
        code: "WD501",
        name: "another name",
        kind: Kind::Entity,
    },
    Rule {
        code: "WD502",
        name: "garbled name",
        kind: Kind::Entity,
    },
    Rule {
        code: "WD503",
        name: "name partly translated",
        kind: Kind::Entity,
    },
    Rule {
        code: "WD504",
        name: "name put for a common noun",
        kind: Kind::Entity,
    },
    Rule {
        code: "WD505",
        name: "lost name",
        kind: Kind::Entity,
    },
    Rule {
        code: "WD506",
        name: "name put in",
        kind: Kind::Entity,
    },
];

impl Detector for ChangedName {
    fn rules(&self) -> &'static [Rule] {
        &RULES
    }

    fn pair(&self, pair: &Pair<'_>, out: &mut Vec<Draft>) {
        let matched = pair.names();
        for link in &matched.links {
            let Some(view) = pair.view(link.bead).filter(BeadView::is_paired) else {
                continue;
            };
            let judge = Judge {
                view,
                matched,
                link,
            };
            out.extend(judge.finding());
        }
    }
}

struct Judge<'j, 'p> {
    view: BeadView<'p>,
    matched: &'j Matched,
    link: &'j NameLink,
}

impl Judge<'_, '_> {
    fn reads_the_same(&self, a: usize, b: usize) -> bool {
        let (source, target) = (self.view.pair.original, self.view.pair.copy);
        let a = source.names.get(a).map(|n| source.text_of(whole(n)));
        let b = target.names.get(b).map(|n| target.text_of(whole(n)));
        a.is_some() && a == b
    }

    fn finding(&self) -> Option<Draft> {
        match (self.link.original, self.link.copy) {
            // Nothing in them to compare (`SA®`), and yet the same.
            (Some(a), Some(b)) if self.reads_the_same(a, b) => None,
            (Some(a), Some(b)) => match self.link.likeness {
                Likeness::Same => self.grown(a, b),
                Likeness::Garbled(letters) => self.garbled(a, b, letters),
                Likeness::Partly => self.partly(a, b),
                Likeness::Different => self.another(a, b),
            },
            (None, Some(b)) => self.put_in(b).or_else(|| self.added(b)),
            (Some(a), None) => self.lost(a),
            (None, None) => None,
        }
    }

    fn draft(
        &self,
        rule: &'static Rule,
        severity: Severity,
        confidence: f64,
        original: Option<TokenSpan>,
        copy: Option<TokenSpan>,
    ) -> Draft {
        let from = original.map(|s| shorten(self.view.pair.original.text_of(s)));
        let to = copy.map(|s| shorten(self.view.pair.copy.text_of(s)));
        let message = match (from, to) {
            (Some(from), Some(to)) => format!("“{from}” became “{to}”"),
            (Some(from), None) => format!("the name “{from}” is missing from the copy"),
            (None, to) => format!(
                "the name “{}” is not in the original",
                to.unwrap_or_default()
            ),
        };
        Draft {
            rule,
            severity,
            confidence,
            original,
            copy,
            message,
        }
    }

    fn spans(&self, a: usize, b: usize) -> Option<(TokenSpan, TokenSpan)> {
        Some((
            self.view.pair.original.names.get(a)?.span,
            self.view.pair.copy.names.get(b)?.span,
        ))
    }

    /// `Baltic partners` → `Baltic Union`: an adjective kept, its noun put for an institution.
    fn grown(&self, a: usize, b: usize) -> Option<Draft> {
        let (from, to) = self.spans(a, b)?;
        let pair = self.view.pair;
        let (name, other) = (pair.original.names.get(a)?, pair.copy.names.get(b)?);
        if from.len() != 1
            || to.len() < 2
            || name.kind == NameKind::Institution
            || other.kind != NameKind::Institution
        {
            return None;
        }
        let (left, right) = (self.view.original(), self.view.copy());
        let run = word_run(left.indices, from)?;
        let theirs = word_run(right.indices, to)?;
        let next = left.token(run.end)?;
        let noun = next.kind == TokenKind::Word
            && !next.capital
            && left.is_content(run.end)
            && !left.broken_after(run.end - 1);
        let last = theirs.end.checked_sub(1)?;
        if !noun || right.is_kept(last) || self.matched.in_original(self.view.pair, b) {
            return None;
        }
        let original = left.tokens(&(run.start..run.end + 1));
        Some(self.draft(&RULES[0], Severity::Major, 0.8, original, Some(to)))
    }

    fn garbled(&self, a: usize, b: usize, letters: u8) -> Option<Draft> {
        let (x, y) = (self.matched.original.get(a)?, self.matched.copy.get(b)?);
        let same_head = x.head_key() == y.head_key();
        // Two persons with like names, each at home in both texts.
        if !same_head
            && self.matched.in_copy(self.view.pair, a)
            && self.matched.in_original(self.view.pair, b)
        {
            return self.another(a, b);
        }
        if x.is_descriptive() && y.is_descriptive() {
            return None;
        }
        let (from, to) = self.spans(a, b)?;
        // A capital at the start of a sentence is no name: `Regulation`, `Reordination`.
        let opens =
            |names: &[crate::text::names::Name], i: usize| names.get(i).is_some_and(|n| n.weak);
        let pair = self.view.pair;
        if opens(&pair.original.names, a)
            && opens(&pair.copy.names, b)
            && (x.is_dictionary_word() || y.is_dictionary_word())
        {
            return None;
        }
        let first = |text: &str| text.chars().next().map(|c| c.to_lowercase().to_string());
        let pair = self.view.pair;
        let same_first = first(pair.original.text_of(from)) == first(pair.copy.text_of(to));
        let severity = if letters <= 1 && same_first || same_head {
            Severity::Minor
        } else {
            Severity::Major
        };
        Some(self.draft(&RULES[1], severity, 0.85, Some(from), Some(to)))
    }

    fn partly(&self, a: usize, b: usize) -> Option<Draft> {
        let (from, to) = self.spans(a, b)?;
        let (x, y) = (self.matched.original.get(a)?, self.matched.copy.get(b)?);
        // `Hawk Peak`, `Falcon Peak`: another of the same class.
        if self.sibling(a, b) {
            return Some(self.draft(&RULES[2], Severity::Major, 0.6, Some(from), Some(to)));
        }
        // `Interior Ministry`, `Home Ministry`: words of the language, not of a name.
        if x.is_descriptive() || y.is_descriptive() || self.matched.in_copy(self.view.pair, a) {
            return None;
        }
        Some(self.draft(&RULES[2], Severity::Major, 0.7, Some(from), Some(to)))
    }

    /// Whether a word of one name stands for a sibling of it in the other.
    fn sibling(&self, a: usize, b: usize) -> bool {
        let Some((from, to)) = self.spans(a, b) else {
            return false;
        };
        let (left, right) = (self.view.original(), self.view.copy());
        let (Some(run), Some(other)) = (word_run(left.indices, from), word_run(right.indices, to))
        else {
            return false;
        };
        run.filter_map(|k| left.link(k).map(|l| (k, l)))
            .filter(|(_, l)| !l.keeps_word() && other.contains(&l.other))
            .any(|(k, l)| {
                let found = WordNet::embedded().relate(left.norm(k), right.norm(l.other));
                let siblings = found.relation == wordnet::Relation::Sibling;
                siblings && found.first == 0 && found.second == 0
                    || excludes(left.stem(k), right.stem(l.other))
            })
    }

    fn another(&self, a: usize, b: usize) -> Option<Draft> {
        let (from, to) = self.spans(a, b)?;
        let pair = self.view.pair;
        let (x, y) = (self.matched.original.get(a)?, self.matched.copy.get(b)?);
        let (name, other) = (pair.original.names.get(a)?, pair.copy.names.get(b)?);
        // `-11C` → `11 degrees Celsius`: the name of a scale.
        let scale = |document: &crate::text::Document<'_>, span: TokenSpan| {
            let before = span.start().checked_sub(1);
            before.is_some_and(|k| {
                document
                    .tokens()
                    .get(k)
                    .is_some_and(|t| t.kind == TokenKind::Number)
                    || matches!(document.norm_at(k), "degree" | "degrees" | "°")
            })
        };
        if scale(pair.original, from) && scale(pair.copy, to) {
            return None;
        }
        if x.shares_word(y) && self.sibling(a, b) {
            return Some(self.draft(&RULES[0], Severity::Major, 0.65, Some(from), Some(to)));
        }
        let ordinary = (x.is_descriptive(), y.is_descriptive());
        if ordinary == (true, true) || ordinary != (false, false) && !self.link.framed {
            return None;
        }
        if x.may_abbreviate(y) {
            return None;
        }
        // Both at home on both sides: a sentence built differently, unless all around is the same.
        // Another first name makes another person, however well known the last name is.
        let namesakes = x.head_key() == y.head_key();
        let known = self.matched.in_original(self.view.pair, b) && !namesakes;
        if known && !self.link.framed {
            return None;
        }
        // Another known person who speaks is the matter of the attribution.
        let speaks = |document: &crate::text::Document<'_>, span: TokenSpan| {
            speaks_near(document, span).any(|s| s.end() == span.end())
        };
        if known && speaks(pair.original, from) && speaks(pair.copy, to) {
            return None;
        }
        // A capital at the start of a sentence proves little by itself.
        let weak = name.weak && x.is_dictionary_word();
        let other_weak = other.weak && y.is_dictionary_word();
        // `Rivals`, `Competitors`: two capitals that prove nothing.
        if weak && other_weak {
            return None;
        }
        if (weak || other_weak)
            && !(self.link.followed && !(weak && other_weak))
            && !self.is_subject(weak, from, other_weak, to)
        {
            return None;
        }
        let shares = x.shares_word(y);
        let words = x.is_made_of_words() && y.is_made_of_words();
        let severity = if shares
            || words
            || known && self.matched.in_copy(self.view.pair, a) && !self.link.framed
        {
            Severity::Major
        } else {
            Severity::Critical
        };
        let confidence = if known { 0.7 } else { 0.85 };
        Some(self.draft(&RULES[0], severity, confidence, Some(from), Some(to)))
    }

    /// Whether weak names are followed by what follows the names of persons and firms.
    fn is_subject(&self, weak: bool, from: TokenSpan, other_weak: bool, to: TokenSpan) -> bool {
        let pair = self.view.pair;
        let speaks = |document: &crate::text::Document<'_>, span: TokenSpan| {
            let next = document.norm_at(span.end());
            matches!(
                next,
                "'s" | "said" | "says" | "told" | "was" | "is" | "has" | "had"
            ) || speaks_near(document, span).any(|s| s == span)
        };
        (!weak || self.link.framed || speaks(pair.original, from))
            && (!other_weak || self.link.framed || speaks(pair.copy, to))
            && !(weak && other_weak && !speaks(pair.original, from))
    }

    /// `The country` → `The united states`: a country that the original does not name.
    fn put_in(&self, b: usize) -> Option<Draft> {
        let form = self.matched.copy.get(b)?;
        let name = self.view.pair.copy.names.get(b)?;
        if name.weak || form.is_descriptive() || self.matched.in_original(self.view.pair, b) {
            return None;
        }
        let right = self.view.copy();
        let left = self.view.original();
        let run = word_run(right.indices, name.span)?;
        let edit = self.view.alignment.edits.iter().find(|e| {
            e.relation == Relation::Substituted && e.copy.start < run.end && run.start < e.copy.end
        })?;
        // Only a short common noun in its place; a clause built anew may well name a country.
        let content = edit
            .original
            .clone()
            .filter(|k| left.is_content(*k))
            .count();
        let lower = edit
            .original
            .clone()
            .all(|k| left.token(k).is_some_and(|t| !t.capital));
        let tight = edit.copy.len() <= run.len() + 1;
        // A word for a thing, not `said`, in whose place the name of a country stands.
        let nouns = edit
            .original
            .clone()
            .filter(|k| left.is_content(*k))
            .all(|k| left.parts(k).may(Parts::NOUN | Parts::PLURAL));
        if !nouns || name.kind != NameKind::Place {
            return None;
        }
        if content != 1 || !lower || !tight {
            return None;
        }
        let original = left.tokens(&edit.original);
        Some(self.draft(
            &RULES[3],
            Severity::Critical,
            0.75,
            original,
            Some(name.span),
        ))
    }

    fn lost(&self, a: usize) -> Option<Draft> {
        let name = self.view.pair.original.names.get(a)?;
        let form = self.matched.original.get(a)?;
        if name.weak || form.is_descriptive() || self.matched.in_copy(self.view.pair, a) {
            return None;
        }
        let severity = alone_in_place(self.view.original(), name)?;
        Some(self.draft(&RULES[4], severity, 0.5, Some(whole(name)), None))
    }

    /// The mirror of [`Self::lost`]: a name that the original does not have, put into a phrase.
    fn added(&self, b: usize) -> Option<Draft> {
        let name = self.view.pair.copy.names.get(b)?;
        let form = self.matched.copy.get(b)?;
        if name.weak || form.is_descriptive() || self.matched.in_original(self.view.pair, b) {
            return None;
        }
        let severity = alone_in_place(self.view.copy(), name)?;
        Some(self.draft(&RULES[5], severity, 0.5, None, Some(whole(name))))
    }
}

/// How bad it is that a name alone has no counterpart: what stands before and after it stays.
fn alone_in_place(words: Words<'_>, name: &Name) -> Option<Severity> {
    let run = word_run(words.indices, whole(name))?;
    let gone = run.clone().all(|k| words.link(k).is_none());
    let kept = |k: usize| words.is_kept(k);
    let mut before = run.start;
    while before > 0 && run.start - before < 2 && !words.is_content(before - 1) {
        before -= 1;
    }
    let after = run.end;
    let closed =
        before > 0 && kept(before - 1) && after < words.len() && (kept(after) || kept(after + 1));
    let person = name.title.is_some() || name.kind == NameKind::Person;
    let severity = if person {
        Severity::Major
    } else {
        Severity::Minor
    };
    (gone && closed).then_some(severity)
}

/// The speakers of the attributions around a passage: a speaker stands within some forty tokens of
/// its verb.
fn speaks_near<'d>(
    document: &'d crate::text::Document<'_>,
    span: TokenSpan,
) -> impl Iterator<Item = TokenSpan> + 'd {
    const REACH: usize = 45;
    let all = &document.attributions;
    let from = all.partition_point(|a| a.verb.start() + REACH < span.start());
    all.get(from..)
        .unwrap_or(&[])
        .iter()
        .take_while(move |a| a.verb.start() <= span.end() + REACH)
        .filter_map(|a| a.speaker)
}

/// What became of every name, in the order of the original, then what only the copy has.
#[must_use]
pub fn name_facts(pair: &Pair<'_>) -> Vec<FactPair> {
    let matched = pair.names();
    let mut facts: Vec<(usize, usize, FactPair)> = Vec::with_capacity(matched.links.len());
    for link in &matched.links {
        let original = link
            .original
            .and_then(|a| pair.original.names.get(a))
            .map(|n| n.span);
        let copy = link
            .copy
            .and_then(|b| pair.copy.names.get(b))
            .map(|n| n.span);
        // What may be no name at all is no fact.
        let weak = |i: Option<usize>, names: &[crate::text::names::Name]| {
            i.and_then(|i| names.get(i)).is_some_and(|n| n.weak)
        };
        let state = match (link.original, link.copy) {
            (Some(_), Some(_)) if link.likeness == Likeness::Same => FactState::Kept,
            (Some(_), Some(_)) => FactState::Changed,
            (Some(a), None)
                if weak(link.original, &pair.original.names) || matched.in_copy(pair, a) =>
            {
                continue;
            }
            (Some(_), None) => FactState::Lost,
            (None, Some(b))
                if weak(link.copy, &pair.copy.names) || matched.in_original(pair, b) =>
            {
                continue;
            }
            _ => FactState::New,
        };
        let order = original.map_or(usize::MAX, |s| s.start());
        facts.push((
            order,
            copy.map_or(usize::MAX, |s| s.start()),
            FactPair {
                original,
                copy,
                state,
            },
        ));
    }
    facts.sort_by_key(|(a, b, _)| (*a, *b));
    facts.into_iter().map(|(_, _, fact)| fact).collect()
}
