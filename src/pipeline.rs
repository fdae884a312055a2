//! The one way through: text, align, compare, detect, score, report.

use crate::align::align_documents;
use crate::compare::TokenAlignment;
use crate::detect::{Pair, detect};
use crate::error::{Error, Result};
use crate::options::Options;
use crate::report::{Report, build};
use crate::text::Document;
use crate::threads::Threads;

/// The longest text accepted, in bytes.
pub const MAX_BYTES: usize = 1 << 30;

/// Compare a copy with its original.
///
/// # Errors
/// [`Error::TooLong`] where a text has more than 1 GiB, [`Error::Option`] where
/// `threads` is out of range, [`Error::Threads`] where the system refuses them.
///
/// # Example
/// ```
/// let report = wiredrift::compare(
///     "The army reported no mass casualties on Monday.",
///     "The army reported no casualties on Monday.",
///     &wiredrift::Options::default(),
/// )?;
/// assert_eq!(report.alignment.len(), 1);
/// # Ok::<(), wiredrift::Error>(())
/// ```
pub fn compare(original: &str, copy: &str, options: &Options) -> Result<Report> {
    for (side, text) in [("original", original), ("copy", copy)] {
        if text.len() > MAX_BYTES {
            return Err(Error::TooLong {
                side,
                bytes: text.len(),
                limit: MAX_BYTES,
            });
        }
    }
    let threads = Threads::new(options.threads)?;
    let (source, target) = threads.join(|| Document::new(original), || Document::new(copy));
    let aligned = align_documents(&source, &target);
    let alignments = threads.map(aligned.beads.len(), |index| {
        TokenAlignment::new(&source, &target, &aligned.beads[index])
    });
    let pair = Pair {
        original: &source,
        copy: &target,
        beads: &aligned.beads,
        alignments: &alignments,
    };
    let drafts = detect(&pair, options.paraphrases, &threads);
    let mut report = build(original, copy, &pair, drafts, options);
    report.notices.extend(aligned.notices);
    Ok(report)
}
