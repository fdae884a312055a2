//! What a character is to the tokenizer.

use super::tables::{ACCENTS, DROPPED, PUNCTUATION};

/// What a byte is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ascii {
    /// Part of a word: a letter or a digit.
    Letter,
    /// White space.
    Space,
    /// A word of its own.
    Punctuation,
    /// A control character, left out.
    Dropped,
    /// Part of a longer character.
    Beyond,
}

#[expect(
    clippy::indexing_slicing,
    reason = "each byte has a place in a table of 256"
)]
const CLASSES: [Ascii; 256] = {
    let mut classes = [Ascii::Beyond; 256];
    let mut byte = 0;
    while byte < 128 {
        let c = byte as u8;
        classes[byte] = match c {
            b' ' | b'\t' | b'\n' | b'\r' => Ascii::Space,
            _ if c.is_ascii_alphanumeric() => Ascii::Letter,
            _ if c.is_ascii_punctuation() => Ascii::Punctuation,
            _ => Ascii::Dropped,
        };
        byte += 1;
    }
    classes
};

/// The class of a byte.
#[expect(
    clippy::indexing_slicing,
    reason = "each byte has a place in a table of 256"
)]
pub fn ascii(byte: u8) -> Ascii {
    CLASSES[usize::from(byte)]
}

/// Whether a character is left out: control and format characters, and U+FFFD.
pub fn is_dropped(c: char) -> bool {
    within(&DROPPED, c)
}

/// Whether a character is a mark that is stripped.
pub fn is_accent(c: char) -> bool {
    c >= '\u{300}' && within(&ACCENTS, c)
}

/// Whether a character is a word of its own.
pub fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation() || !c.is_ascii() && within(&PUNCTUATION, c)
}

/// Whether a character is a word of its own because it is written without spaces around. The
/// reference leaves out U+2B820 to U+2B91F by a slip that is kept: the pieces must be equal.
pub fn is_chinese(c: char) -> bool {
    matches!(u32::from(c),
        0x4e00..=0x9fff | 0x3400..=0x4dbf | 0x20000..=0x2a6df | 0x2a700..=0x2b73f
        | 0x2b740..=0x2b81f | 0x2b920..=0x2ceaf | 0xf900..=0xfaff | 0x2f800..=0x2fa1f)
}

fn within(ranges: &[(u32, u32)], c: char) -> bool {
    let code = u32::from(c);
    let after = ranges.partition_point(|(low, _)| *low <= code);
    after
        .checked_sub(1)
        .and_then(|i| ranges.get(i))
        .is_some_and(|(_, high)| code <= *high)
}
