//! Many pairs: batches in constant memory, one original against many copies, tables of results.

mod comparer;
mod many;
#[cfg(feature = "cli")]
pub mod row;
#[cfg(feature = "arrow")]
pub mod table;

pub use comparer::Comparer;
pub use many::{compare_many, each};
