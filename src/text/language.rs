//! The languages that have rules of their own.

use std::fmt;
use std::str::FromStr;

use crate::error::Error;

/// A language with a list of its own for finding sentence ends.
///
/// Any text may be handed in under any of them; the language only chooses the list of
/// abbreviations, titles and sentence starters. Scripts without spaces are recognised by
/// themselves (see [`crate::sentences`]).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
#[non_exhaustive]
pub enum Language {
    /// `en`, the default.
    #[default]
    English,
    /// `de`
    German,
    /// `fr`
    French,
    /// `es`
    Spanish,
    /// `pt`
    Portuguese,
    /// `ru`
    Russian,
}

impl Language {
    /// All languages, in the order of their declaration.
    pub const ALL: [Self; 6] = [
        Self::English,
        Self::German,
        Self::French,
        Self::Spanish,
        Self::Portuguese,
        Self::Russian,
    ];

    /// The two-letter code of ISO 639-1.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Portuguese => "pt",
            Self::Russian => "ru",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Language {
    type Err = Error;

    /// Read a code: `en`, `EN`, `en-GB` and `en_GB` are all English.
    fn from_str(given: &str) -> Result<Self, Error> {
        let primary = given.trim().split(['-', '_']).next().unwrap_or("");
        Self::ALL
            .into_iter()
            .find(|l| primary.eq_ignore_ascii_case(l.code()))
            .ok_or_else(|| Error::Option {
                option: "language",
                given: given.to_owned(),
                accepted: "en, de, fr, es, pt, ru",
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back() {
        for language in Language::ALL {
            assert_eq!(language.to_string().parse::<Language>().unwrap(), language);
        }
        assert_eq!("pt-BR".parse::<Language>().unwrap(), Language::Portuguese);
    }

    #[test]
    fn an_unknown_code_says_what_would_be_accepted() {
        let error = "tlh".parse::<Language>().unwrap_err().to_string();
        assert!(error.contains("tlh") && error.contains("en, de"));
    }
}
