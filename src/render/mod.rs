//! A finished report as terminal text or HTML. Never looks at how it was computed.

mod marks;
mod words;

pub mod copies;
pub mod html;
pub mod inspection;
pub mod terminal;

pub use html::{html, notebook};
