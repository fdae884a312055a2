//! Merging: eight neighbouring files of postings of one level become one of the next.
//!
//! Each posting is written again once for every eightfold growth of the index (the log-structured
//! merge of P. O'Neil and others, 1996, with files of one level merged all at once), and a look-up
//! asks at most seven files a level. What is merged follows from the list of files alone, so that a
//! build that was killed and goes on makes the same files as one that was not.

use std::ops::{ControlFlow, Range};
use std::path::Path;

use super::error::IndexError;
use super::files::{self, Writer};
use super::manifest::{Manifest, PostingsEntry};
use super::postings::{Postings, PostingsWriter};

/// Files that are merged into one.
const FAN: usize = 8;
/// The most documents in one file: their numbers share 64 bits with a feature.
pub const MOST: u32 = 1 << 24;
/// Features merged before the caller is asked whether to go on.
const PORTION: usize = 1 << 14;

/// The last files, where they are to be merged.
pub fn due(segments: &[PostingsEntry]) -> Option<Range<usize>> {
    let start = segments.len().checked_sub(FAN)?;
    let last = segments.get(start..)?;
    let level = last.first()?.level;
    let documents: u64 = last.iter().map(|s| u64::from(s.count)).sum();
    let alike = last.iter().all(|s| s.level == level);
    (alike && documents <= u64::from(MOST)).then_some(start..segments.len())
}

/// Merge a range of the files of `manifest`, opened in `open`, and name the new one there.
pub fn merge(
    folder: &Path,
    manifest: &mut Manifest,
    open: &[Postings],
    range: Range<usize>,
    go_on: &mut dyn FnMut() -> ControlFlow<()>,
) -> crate::Result<()> {
    let (Some(entries), Some(sources)) = (
        manifest.segments.get(range.clone()),
        open.get(range.clone()),
    ) else {
        return Ok(());
    };
    let Some(first) = entries.first().map(|e| e.first) else {
        return Ok(());
    };
    let level = entries.iter().map(|e| e.level).max().unwrap_or_default() + 1;
    let count = entries.iter().map(|e| e.count).sum();
    let name = manifest.name(files::POSTINGS);
    let mut writer = PostingsWriter::new(Writer::new(folder, &name)?)?;
    let mut heads = Vec::with_capacity(sources.len());
    for source in sources {
        heads.push(Head::new(source, source.first - first)?);
    }
    let mut documents = Vec::new();
    let mut since = 0;
    while let Some(feature) = heads.iter().filter_map(|h| h.feature).min() {
        documents.clear();
        for head in heads.iter_mut().filter(|h| h.feature == Some(feature)) {
            documents.extend(head.documents.iter().map(|d| d + head.base));
            head.step(feature)?;
        }
        writer.push(feature, documents.iter().copied())?;
        since += 1;
        if since == PORTION {
            since = 0;
            if go_on().is_break() {
                return Err(crate::Error::Interrupted);
            }
        }
    }
    let entry = writer.finish(name, first, count, level)?;
    manifest.segments.splice(range, [entry]);
    Ok(())
}

/// The feature that a file is at.
struct Head<'p> {
    cursor: super::postings::Cursor<'p>,
    source: &'p Postings,
    feature: Option<u64>,
    documents: Vec<u32>,
    /// What its numbers of documents are counted from.
    base: u32,
}

impl<'p> Head<'p> {
    fn new(source: &'p Postings, base: u32) -> Result<Self, IndexError> {
        let mut head = Self {
            cursor: source.cursor(),
            source,
            feature: None,
            documents: Vec::new(),
            base,
        };
        head.feature = head.cursor.next(&mut head.documents)?;
        Ok(head)
    }

    fn step(&mut self, before: u64) -> Result<(), IndexError> {
        self.feature = self.cursor.next(&mut self.documents)?;
        match self.feature {
            // A file whose features fall would make one that nobody can read.
            Some(feature) if feature <= before => Err(self.source.unsorted()),
            _ => Ok(()),
        }
    }
}
