//! Furniture that stands in one paragraph with the story, cut off it.
//!
//! Scraping drops line breaks: reporter credits run into the repeated headline, a sign-up line into
//! the next paragraph, the headline into the dateline.

use crate::lexicon::{Class, Cue, class, cue};
use crate::span::{Span, TokenSpan};
use crate::text::evidence::{Evidence, dateline_end};
use crate::text::furniture::FurnitureKind;
use crate::text::tokens::{Token, TokenKind, TokenList};

/// A sentence or a part of one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// Its bytes, without white space around.
    pub span: Span,
    /// It begins a block, though no line break stands before it.
    pub apart: bool,
    /// What it is, where that was plain when it was cut.
    pub hint: Option<FurnitureKind>,
}

/// Cut glued furniture off the pieces.
pub(super) fn cut_glued(text: &str, tokens: &TokenList, pieces: &mut Vec<Piece>) {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len() + 4);
    for piece in pieces.iter() {
        let range = tokens.within(piece.span);
        if let Some((at, hint)) = credits_end(text, tokens, range)
            .map(|at| (at, Some(FurnitureKind::ReporterCredits)))
            .or_else(|| sign_up_end(tokens, range).map(|at| (at, Some(FurnitureKind::SignUp))))
            .or_else(|| dateline_inside(text, tokens, range).map(|at| (at, None)))
        {
            let (head, tail) = divide(tokens, piece.span, at);
            out.push(Piece {
                span: head,
                apart: piece.apart || hint.is_some() && !opens_line(text, piece.span),
                hint,
            });
            if !tail.is_empty() {
                out.push(Piece {
                    span: tail,
                    apart: true,
                    hint: None,
                });
            }
            continue;
        }
        // On the line of a sign-up, what follows is a block of its own.
        let after_cut = out.last().is_some_and(|p| {
            let gap = text.get(p.span.end()..piece.span.start()).unwrap_or("");
            p.hint == Some(FurnitureKind::SignUp) && !gap.contains('\n')
        });
        out.push(Piece {
            apart: piece.apart || after_cut,
            ..*piece
        });
    }
    *pieces = out;
}

/// Cut the repeated headline off the start or the end of the pieces from `from` on. Whether
/// anything was cut.
pub(super) fn cut_headline(
    tokens: &TokenList,
    pieces: &mut Vec<Piece>,
    from: usize,
    headline: &[u64],
) -> bool {
    if headline.len() < 5 {
        return false;
    }
    let mut cut = false;
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len() + 1);
    for (i, piece) in pieces.iter().enumerate() {
        let range = tokens.within(piece.span);
        let words: Vec<usize> = range
            .range()
            .filter(|t| tokens.all().get(*t).is_some_and(Token::is_word))
            .collect();
        let keys = |part: &[usize]| {
            part.iter()
                .zip(headline)
                .all(|(t, k)| tokens.all().get(*t).is_some_and(|t| t.key == *k))
        };
        let n = headline.len();
        if i < from || piece.hint.is_some() || words.len() <= n {
            out.push(*piece);
            continue;
        }
        let (start, end) = (words.get(..n), words.get(words.len() - n..));
        let repeated = Some(FurnitureKind::RepeatedHeadline);
        if end.is_some_and(keys)
            && let Some(first) = end.and_then(|e| e.first())
        {
            let at = opening(tokens, range, *first);
            let (head, tail) = divide(tokens, piece.span, at);
            out.push(Piece {
                span: head,
                ..*piece
            });
            out.push(Piece {
                span: tail,
                apart: true,
                hint: repeated,
            });
            cut = true;
        } else if start.is_some_and(keys)
            && let Some(next) = words.get(n)
        {
            let at = opening(tokens, range, *next);
            let (head, tail) = divide(tokens, piece.span, at);
            out.push(Piece {
                span: head,
                apart: true,
                hint: repeated,
            });
            out.push(Piece {
                span: tail,
                apart: true,
                hint: None,
            });
            cut = true;
        } else {
            out.push(*piece);
        }
    }
    if cut {
        *pieces = out;
    }
    cut
}

/// Whether nothing but white space stands between the line's start and the span.
fn opens_line(text: &str, span: Span) -> bool {
    let before = text.get(..span.start()).unwrap_or("");
    before
        .chars()
        .rev()
        .find(|c| !c.is_whitespace() || *c == '\n')
        .is_none_or(|c| c == '\n')
}

/// `at` or, where an opening mark touches that token, the mark.
fn opening(tokens: &TokenList, range: TokenSpan, at: usize) -> usize {
    let glued = tokens.all().get(at).is_some_and(|t| t.glued);
    let mark = at
        .checked_sub(1)
        .filter(|b| *b >= range.start())
        .and_then(|b| tokens.all().get(b))
        .is_some_and(|t| t.kind == TokenKind::Quote && !t.glued);
    if glued && mark { at - 1 } else { at }
}

/// Two spans of a piece, before and from a token on.
fn divide(tokens: &TokenList, span: Span, at: usize) -> (Span, Span) {
    let all = tokens.all();
    let end = at
        .checked_sub(1)
        .and_then(|t| all.get(t))
        .map_or(span.start(), |t| t.span.end());
    let start = all
        .get(at)
        .map_or(span.end(), |t| t.span.start().min(span.end()));
    if start >= span.end() || end <= span.start() {
        return (span, Span::new(span.end(), span.end()));
    }
    (Span::new(span.start(), end), Span::new(start, span.end()))
}

/// The token after `(Reporting by A; Editing by B)` at the start of a piece.
fn credits_end(text: &str, tokens: &TokenList, range: TokenSpan) -> Option<usize> {
    let list = tokens.all().get(range.range())?;
    if list.first().is_none_or(|t| t.span.of(text) != "(") {
        return None;
    }
    let close = list.iter().take(80).position(|t| t.span.of(text) == ")")?;
    let inside = Span::new(list.first()?.span.start(), list.get(close)?.span.end());
    let evidence = Evidence::new(text, tokens, inside);
    (evidence.roles > 0 && !evidence.finite || evidence.roles > 1)
        .then_some(range.start() + close + 1)
}

/// The token after a sign-up line at the start of a piece: `Register now for unlimited access to
/// Newsline.com Register now`.
fn sign_up_end(tokens: &TokenList, range: TokenSpan) -> Option<usize> {
    let list = tokens.all().get(range.range())?;
    let first = list.first()?;
    if !first.capital || !cue(first.key).is(Cue::IMPERATIVE) {
        return None;
    }
    let start: Vec<&Token> = list.iter().take(16).collect();
    let site = start
        .iter()
        .skip(1)
        .filter(|t| cue(t.key).is(Cue::SITE))
        .count();
    let told = start
        .iter()
        .any(|t| cue(t.key).is(Cue::SAID) || t.kind == TokenKind::Quote);
    if site < 2 || told {
        return None;
    }
    // The line ends where a new start follows a word of the web page.
    let mut seen = 0;
    for (i, pair) in list.windows(2).enumerate().take(24) {
        let [token, next] = pair else { continue };
        seen += usize::from(i > 0 && cue(token.key).is(Cue::SITE));
        let page = cue(token.key).is(Cue::SITE.or(Cue::IMPERATIVE).or(Cue::ADDRESS))
            || token.glued
            || matches!(tokens.norm(token), "now" | "today" | "here");
        let fresh = next.is_word()
            && next.capital
            && !next.glued
            && !cue(next.key).is(Cue::IMPERATIVE)
            && class(next.key).shares(
                Class::ARTICLE
                    .or(Class::PRONOUN)
                    .or(Class::DEMONSTRATIVE)
                    .or(Class::PREPOSITION)
                    .or(Class::CONJUNCTION),
            );
        if seen > 1 && page && fresh && list.len() - i > 6 {
            return Some(range.start() + i + 1);
        }
    }
    (list.len() <= 30).then_some(range.end())
}

/// A dateline that does not stand at the start: `Strike shuts port LINDHOLM, March 3 (Newswire) -`.
fn dateline_inside(text: &str, tokens: &TokenList, range: TokenSpan) -> Option<usize> {
    if dateline_end(text, tokens, range).is_some() {
        return None;
    }
    let list = tokens.all().get(range.range())?;
    for (i, token) in list.iter().enumerate().take(60).skip(4) {
        let place = token.is_word()
            && token.capital
            && token.span.len() > 3
            && token.span.of(text).chars().all(char::is_uppercase);
        if !place {
            continue;
        }
        let rest = TokenSpan::new(range.start() + i, range.end());
        let Some(end) = dateline_end(text, tokens, rest) else {
            continue;
        };
        // The brackets of an agency keep names in capitals before a dash out.
        let agency = list
            .get(i..end - range.start())
            .is_some_and(|d| d.iter().any(|t| t.span.of(text) == ")"));
        if agency {
            return Some(range.start() + i);
        }
    }
    None
}
