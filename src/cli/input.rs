//! Reading the two texts.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use crate::cli::error::CliError;
use crate::pipeline::MAX_BYTES;

const INPUT: &str = "standard input";

/// Read both texts; `-` is standard input, for one of the two.
pub fn read_pair(
    original: &Path,
    copy: &Path,
    input: &mut dyn Read,
) -> Result<(String, String), CliError> {
    match (is_input(original), is_input(copy)) {
        (true, true) => return Err(CliError::BothFromInput),
        (false, false) if same_file(original, copy) => {
            return Err(CliError::SameFile {
                path: original.to_owned(),
            });
        }
        _ => {}
    }
    Ok((read(original, input)?, read(copy, input)?))
}

/// Whether two names lead to one existing file.
pub fn same_file(a: &Path, b: &Path) -> bool {
    matches!((fs::canonicalize(a), fs::canonicalize(b)), (Ok(a), Ok(b)) if a == b)
}

/// Whether a name stands for standard input.
pub fn is_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Read the text of a file, which must be UTF-8 and not empty.
///
/// # Errors
/// [`CliError`] says what is wrong with the file and what would help.
#[cfg(feature = "python")]
pub fn read_file(path: &Path) -> Result<String, CliError> {
    read(path, &mut io::empty())
}

/// What is said of a file that the system does not let read.
pub fn unreadable(path: &Path, source: io::Error) -> CliError {
    match source.kind() {
        io::ErrorKind::NotFound => CliError::Missing {
            path: path.to_owned(),
        },
        io::ErrorKind::IsADirectory => CliError::Directory {
            path: path.to_owned(),
        },
        _ => CliError::Unreadable {
            path: path.to_owned(),
            source,
        },
    }
}

/// Read one text; `-` is standard input.
pub fn read(path: &Path, input: &mut dyn Read) -> Result<String, CliError> {
    let unreadable = |source: io::Error| unreadable(path, source);
    // One byte more than is accepted, so that the library can tell that it is too long.
    let limit = MAX_BYTES as u64 + 1;
    let mut bytes = Vec::new();
    if is_input(path) {
        let source = input.take(limit).read_to_end(&mut bytes);
        source.map_err(|source| CliError::Unreadable {
            path: INPUT.into(),
            source,
        })?;
        return decode(INPUT, bytes);
    }
    if fs::metadata(path).map_err(unreadable)?.is_dir() {
        return Err(CliError::Directory {
            path: path.to_owned(),
        });
    }
    let file = fs::File::open(path).map_err(unreadable)?;
    file.take(limit)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    decode(&path.display().to_string(), bytes)
}

fn decode(name: &str, mut bytes: Vec<u8>) -> Result<String, CliError> {
    let name = || name.to_owned();
    if let Some(order) = utf16(&bytes) {
        return Err(CliError::Utf16 {
            name: name(),
            order,
        });
    }
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
    }
    if let Some(offset) = bytes.iter().position(|b| *b == 0) {
        return Err(CliError::Binary {
            name: name(),
            offset,
        });
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let before = bytes.get(..offset).unwrap_or(&[]);
        CliError::NotUtf8 {
            name: name(),
            offset,
            byte: bytes.get(offset).copied().unwrap_or_default(),
            line: 1 + before.iter().filter(|b| **b == b'\n').count(),
        }
    })?;
    if text.trim().is_empty() {
        return Err(CliError::Empty { name: name() });
    }
    Ok(text)
}

/// The byte order of UTF-16, by its mark or by the NUL in every other place of its first letters.
fn utf16(bytes: &[u8]) -> Option<&'static str> {
    let nul = |parity: usize| {
        let start = bytes.get(..8).unwrap_or(bytes);
        start.len() >= 4
            && start
                .iter()
                .enumerate()
                .all(|(i, b)| (*b == 0) == (i % 2 == parity))
    };
    if bytes.starts_with(b"\xFF\xFE") || nul(1) {
        return Some("little-endian");
    }
    (bytes.starts_with(b"\xFE\xFF") || nul(0)).then_some("big-endian")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(bytes: &[u8]) -> String {
        decode("a.txt", bytes.to_vec()).unwrap_err().to_string()
    }

    #[test]
    fn a_byte_order_mark_is_dropped() {
        let text = decode("a.txt", b"\xEF\xBB\xBFNews.".to_vec()).unwrap();
        assert_eq!(text, "News.");
    }

    #[test]
    fn wrong_bytes_are_named_with_place_and_remedy() {
        let text = message(b"one\ntwo \xE9t\xE9");
        assert!(text.contains("byte 8, 0xe9, line 2"), "{text}");
        assert!(text.contains("iconv"), "{text}");
    }

    #[test]
    fn utf16_is_known_with_and_without_its_mark() {
        assert!(message(b"\xFF\xFEN\0e\0").contains("UTF-16 little-endian"));
        assert!(message(b"\0N\0e\0w\0s").contains("UTF-16 big-endian"));
        assert!(message(b"PK\x03\x04\0\0").contains("binary (a NUL byte at byte 4)"));
    }

    #[test]
    fn white_space_alone_is_empty() {
        assert!(message(b"\xEF\xBB\xBF \r\n\t").contains("a.txt: is empty"));
    }
}
