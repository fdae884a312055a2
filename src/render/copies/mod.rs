//! Several copies of one original as terminal text or HTML. Never looks at how it was computed.

pub(super) mod drawing;
pub(super) mod words;

pub use super::html::copies::{html, notebook};
pub use super::terminal::copies::text;
