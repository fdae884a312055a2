//! Names: runs of capitalised words with their titles, and how alike two names are.
//!
//! A capital in mid-sentence is evidence of a name; one at the start of a sentence, or in a
//! headline with capitals throughout, is none. There the rest of the text decides: the word seen
//! in lower case is no name, seen with a capital in mid-sentence it is one, and otherwise the
//! name is [`Name::weak`].

mod fold;
mod likeness;
mod read;

pub use likeness::{Form, Likeness, likeness};
pub use read::names;

use crate::span::TokenSpan;

/// A word of a name, in normal form, as it sounds: what two romanisations of it share.
#[must_use]
pub fn sound(norm: &str) -> String {
    fold::sound(&fold::plain(norm))
}

/// What a name names, as far as its words tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum NameKind {
    /// A title stands before it, or an initial inside.
    Person,
    /// A word for an institution is part of it.
    Institution,
    /// A country, a bloc, their people or capital.
    Place,
    /// Nothing tells.
    Other,
}

/// A name in the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Name {
    /// Its tokens without a title: `Farida Nasser`.
    pub span: TokenSpan,
    /// The title before it, if any: `Dr.`, `Foreign Minister`.
    pub title: Option<TokenSpan>,
    /// What it names.
    pub kind: NameKind,
    /// One word whose capital may come from its place at the start of a sentence.
    pub weak: bool,
}
