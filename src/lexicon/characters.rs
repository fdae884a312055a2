//! Named character references and the code page that mojibake comes from.

use std::sync::LazyLock;

use super::entries;

static ENTITIES: LazyLock<Vec<(&'static str, char)>> = LazyLock::new(|| {
    let mut list: Vec<(&'static str, char)> = entries(include_str!("data/entities.txt"))
        .filter_map(|line| {
            let (name, value) = line.split_once(' ')?;
            let code = value
                .strip_prefix("U+")
                .and_then(|hex| u32::from_str_radix(hex, 16).ok())
                .and_then(char::from_u32);
            Some((name, code.or_else(|| value.chars().next())?))
        })
        .collect();
    list.sort_unstable();
    list
});

/// The character of a named reference (`rsquo`), without its `&` and `;`.
#[must_use]
pub fn entity(name: &str) -> Option<char> {
    let at = ENTITIES.binary_search_by_key(&name, |(n, _)| n).ok()?;
    ENTITIES.get(at).map(|(_, c)| *c)
}

/// Windows-1252 from 0x80 to 0x9f; the five unused places keep their control character.
const CODE_PAGE: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The character of a Windows-1252 byte.
#[must_use]
pub fn from_code_page(byte: u8) -> char {
    byte.checked_sub(0x80)
        .and_then(|i| CODE_PAGE.get(usize::from(i)).copied())
        .unwrap_or(char::from(byte))
}

/// The byte of a character in Windows-1252; a control character stands for its own byte.
#[must_use]
pub fn to_code_page(c: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(u32::from(c)) {
        return Some(byte);
    }
    let at = CODE_PAGE.iter().position(|known| *known == c)?;
    u8::try_from(at + 0x80).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_of_the_list_resolve() {
        assert_eq!(entity("rsquo"), Some('’'));
        assert_eq!(entity("nbsp"), Some('\u{a0}'));
        assert_eq!(entity("quot"), Some('"'));
        assert_eq!(entity("nosuch"), None);
    }

    #[test]
    fn every_byte_survives_the_code_page() {
        for byte in 0..=u8::MAX {
            assert_eq!(to_code_page(from_code_page(byte)), Some(byte));
        }
    }
}
