//! A pair out of a table: two texts, or in words why there is none.

use std::any::Any;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::options::Options;
use crate::report::Report;

/// Why a row has no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// The value is null.
    Null,
    /// The value is not UTF-8 from this byte on.
    NotUtf8(usize),
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("is null; give a str"),
            Self::NotUtf8(at) => write!(f, "is not UTF-8 at byte {at}; decode it before"),
        }
    }
}

/// The text that bytes are, or why they are none.
pub fn text(bytes: Option<&[u8]>) -> Result<&str, Gap> {
    let text = std::str::from_utf8(bytes.ok_or(Gap::Null)?);
    text.map_err(|error| Gap::NotUtf8(error.valid_up_to()))
}

/// Both texts of a pair, or in words why there is one too few; the original's reason comes first.
pub fn both<T>(original: Result<T, Gap>, copy: Result<T, Gap>) -> Result<(T, T), String> {
    let original = original.map_err(|gap| format!("the original {gap}"))?;
    let copy = copy.map_err(|gap| format!("the copy {gap}"))?;
    Ok((original, copy))
}

/// Compare a pair; whatever hinders it is told in words.
pub fn compare_row(original: &str, copy: &str, options: &Options) -> Result<Report, String> {
    // A panic is a defect, but one on a single pair in millions must not cost the others: nothing
    // that it could leave half done outlives the call.
    let done = catch_unwind(AssertUnwindSafe(|| crate::compare(original, copy, options)));
    match done {
        Ok(report) => report.map_err(|error| error.to_string()),
        Err(panic) => Err(defect(panic.as_ref())),
    }
}

fn defect(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    let text = text.unwrap_or("no message");
    format!("a defect of wiredrift stopped the comparison, please report the pair: {text}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_without_a_text_says_which_side_lacks_it() {
        let error = both(Ok("a"), Err(Gap::Null)).unwrap_err();
        assert_eq!(error, "the copy is null; give a str");
        let error = both::<&str>(Err(Gap::NotUtf8(3)), Err(Gap::Null)).unwrap_err();
        assert!(error.starts_with("the original is not UTF-8 at byte 3"));
        assert_eq!(both(Ok("a"), Ok("b")), Ok(("a", "b")));
    }

    #[test]
    fn bytes_are_a_text_only_where_they_are_utf8() {
        assert_eq!(text(Some("ö".as_bytes())), Ok("ö"));
        assert_eq!(text(Some(b"ab\xffc")), Err(Gap::NotUtf8(2)));
        assert_eq!(text(None), Err(Gap::Null));
    }

    #[test]
    fn a_panic_is_told_in_its_own_words() {
        let caught = catch_unwind(|| panic!("at {}", 7)).unwrap_err();
        assert!(defect(caught.as_ref()).ends_with(": at 7"));
        let caught = catch_unwind(|| panic!("here")).unwrap_err();
        assert!(defect(caught.as_ref()).ends_with(": here"));
    }
}
