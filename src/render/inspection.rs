//! One text's inspection as terminal text or HTML.
//!
//! ```
//! use wiredrift::render::{inspection, terminal::TextStyle};
//!
//! let found = wiredrift::inspect("It left the the port.", &wiredrift::Options::default())?;
//! assert!(inspection::text(&found, &TextStyle::default()).contains("[the the]"));
//! assert!(inspection::html(&found).contains("<mark"));
//! # Ok::<(), wiredrift::Error>(())
//! ```

pub use super::html::inspection::{html, notebook};
pub use super::terminal::inspection::text;
