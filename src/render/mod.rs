//! A finished report as terminal text or HTML. Never looks at how it was computed.

pub mod terminal;
