//! Text of the inputs as it goes into HTML: the one function that escapes it.

use std::fmt::{self, Display, Write};

use askama::filters::HtmlSafe;

/// Text of an input as the content of an HTML element (not of an attribute: it may hold markup).
///
/// Escapes what HTML means something by, and puts a visible mark in the place of every character
/// that would turn the direction of the text, hide in it or be no HTML at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown<'t>(pub &'t str);

impl Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some(at) = rest.find(special) {
            let (before, from) = rest.split_at(at);
            f.write_str(before)?;
            let mut chars = from.chars();
            match chars.next() {
                Some('&') => f.write_str("&amp;")?,
                Some('<') => f.write_str("&lt;")?,
                Some('>') => f.write_str("&gt;")?,
                Some('"') => f.write_str("&quot;")?,
                Some('\'') => f.write_str("&#39;")?,
                Some(c) if c.is_whitespace() => f.write_char(' ')?,
                Some(c) => write!(f, "<span class=\"control\">U+{:04X}</span>", c as u32)?,
                None => {}
            }
            rest = chars.as_str();
        }
        f.write_str(rest)
    }
}

// Everything that HTML means something by is escaped above; `hostile_text_stays_text` holds it.
impl HtmlSafe for Shown<'_> {}

fn special(c: char) -> bool {
    matches!(c, '&' | '<' | '>' | '"' | '\'') || steers(c) || is_no_html(c)
}

/// Direction marks and tag characters.
fn steers(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}' | '\u{e0001}'
        | '\u{e0020}'..='\u{e007f}')
}

/// Controls and non-characters, which an HTML parser drops or replaces.
fn is_no_html(c: char) -> bool {
    (c.is_control() && c != '\n') || (c as u32 & 0xfffe) == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_text() {
        let text = Shown("<script>&\"'</script>\u{202e}\0\t").to_string();
        assert_eq!(
            text,
            "&lt;script&gt;&amp;&quot;&#39;&lt;/script&gt;\
             <span class=\"control\">U+202E</span><span class=\"control\">U+0000</span> "
        );
    }

    #[test]
    fn emoji_and_other_scripts_pass() {
        for text in ["👩🏽‍🚒 fire", "日本語", "שלום", "e\u{301}", "a\nb"] {
            assert_eq!(Shown(text).to_string(), text);
        }
    }
}
