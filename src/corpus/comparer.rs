//! One original against many copies.

use crate::detect::Pair;
use crate::error::Result;
use crate::options::Options;
use crate::pipeline::{check_length, compare_then};
use crate::report::Report;
use crate::text::Document;
use crate::threads::Threads;
use crate::watch::{Watch, go_on};

/// An original that is read once and compared with many copies.
///
/// The reports are those of [`crate::compare`].
///
/// # Example
/// ```
/// use wiredrift::{Comparer, Options};
///
/// let comparer = Comparer::new("The bank will refund the fees.", &Options::default())?;
/// for copy in ["The bank will refund fees.", "The bank will not refund the fees."] {
///     println!("{}", comparer.compare(copy)?.severity);
/// }
/// # Ok::<(), wiredrift::Error>(())
/// ```
pub struct Comparer<'o> {
    original: Document<'o>,
    options: Options,
}

impl<'o> Comparer<'o> {
    /// Read the original.
    ///
    /// # Errors
    /// [`crate::Error::TooLong`] where it has more than 1 GiB.
    pub fn new(original: &'o str, options: &Options) -> Result<Self> {
        check_length("original", original)?;
        Ok(Self {
            original: Document::new(original),
            options: options.clone(),
        })
    }

    /// Compare a copy with it.
    ///
    /// # Errors
    /// Those of [`crate::compare`].
    pub fn compare(&self, copy: &str) -> Result<Report> {
        self.compare_then(copy, |_, _| ())
            .map(|(report, ())| report)
    }

    /// The original as it was read.
    pub(crate) fn original(&self) -> &Document<'o> {
        &self.original
    }

    /// [`Comparer::compare`], and what `then` makes of the pair and its finished report.
    pub(crate) fn compare_then<T>(
        &self,
        copy: &str,
        then: impl FnOnce(&Pair<'_>, &Report) -> T,
    ) -> Result<(Report, T)> {
        check_length("copy", copy)?;
        let threads = Threads::new(self.options.threads)?;
        let mut ask = go_on;
        let mut watch = Watch::new(&mut ask);
        let copy = Document::new(copy);
        let (options, watch) = (&self.options, &mut watch);
        compare_then(
            &self.original,
            &copy,
            options,
            &threads,
            watch,
            &mut |_| (),
            then,
        )
    }
}
