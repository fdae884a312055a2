//! The words by which severities, kinds and states go in JSON, on the command line and on screen.

use std::fmt;
use std::str::FromStr;

use crate::error::Error;
use crate::report::{BeadRelation, FactState, Kind, QuotationState, SegmentKind, Severity};

macro_rules! names {
    ($type:ty { $($variant:ident => $name:literal),+ $(,)? }) => {
        impl $type {
            /// All values, in the order of their declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in JSON.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name),+
                }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.name())
            }
        }
    };
}

pub(crate) use names;

names!(Severity {
    None => "none",
    Minor => "minor",
    Major => "major",
    Critical => "critical",
});

names!(Kind {
    Number => "number",
    Time => "time",
    Entity => "entity",
    Role => "role",
    Attribution => "attribution",
    Negation => "negation",
    Modality => "modality",
    Scope => "scope",
    Quotation => "quotation",
    Wording => "wording",
    Omission => "omission",
    Addition => "addition",
    Fragment => "fragment",
    Duplication => "duplication",
    Grammar => "grammar",
    Format => "format",
    Order => "order",
    Paraphrase => "paraphrase",
});

names!(BeadRelation {
    Same => "same",
    Reworded => "reworded",
    Split => "split",
    Merged => "merged",
    Moved => "moved",
    Omitted => "omitted",
    Added => "added",
    Furniture => "furniture",
});

names!(SegmentKind {
    Headline => "headline",
    Sentence => "sentence",
    Fragment => "fragment",
    Furniture => "furniture",
});

names!(QuotationState {
    Verbatim => "verbatim",
    Altered => "altered",
    BoundaryMoved => "boundary_moved",
    Unquoted => "unquoted",
    Missing => "missing",
    Added => "added",
});

names!(FactState {
    Kept => "kept",
    Changed => "changed",
    Lost => "lost",
    New => "new",
});

impl FromStr for Severity {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        let found = Self::ALL.iter().find(|s| s.name() == name);
        found.copied().ok_or_else(|| Error::Option {
            option: "severity",
            given: name.to_owned(),
            accepted: "none, minor, major, critical",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_json() {
        fn agree<T: serde::Serialize + Copy>(all: &[T], name: impl Fn(T) -> &'static str) {
            for value in all {
                let json = serde_json::to_string(value).unwrap();
                assert_eq!(json, format!("\"{}\"", name(*value)));
            }
        }
        agree(Severity::ALL, Severity::name);
        agree(Kind::ALL, Kind::name);
        agree(BeadRelation::ALL, BeadRelation::name);
        agree(SegmentKind::ALL, SegmentKind::name);
        agree(QuotationState::ALL, QuotationState::name);
        agree(FactState::ALL, FactState::name);
    }

    #[test]
    fn an_unknown_severity_names_those_that_are_known() {
        let error = "bad".parse::<Severity>().unwrap_err().to_string();
        assert!(error.contains("minor, major, critical"), "{error}");
        assert_eq!("major".parse::<Severity>().unwrap(), Severity::Major);
    }
}
