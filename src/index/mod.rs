//! Finding the original of a copy among millions of candidates.
//!
//! An [`Index`] is a folder. Documents are added to it with an id each; [`Index::find`] takes a
//! copy and ranks the documents that it may come from, with the share of the copy that each
//! explains and the sentences that do. It works on copies that were translated away and back or
//! spun, where exact shingles fail: `docs/index.md` has the method, the format and the figures.
//!
//! # Laws
//! - The same documents in the same order with the same options give the same bytes.
//! - Ranks do not depend on how the documents lie in files; equal scores are ordered by id.
//! - What was committed is there, once, after the process was killed at any moment; adding the same
//!   documents again adds those that are missing, and ends in the same bytes.
//! - No bytes in the folder make a call panic.

#[cfg(any(feature = "python", test))]
pub(crate) mod apart;
mod buffer;
mod codec;
mod documents;
mod error;
mod features;
mod files;
mod find;
pub(crate) mod folder;
mod ids;
mod judge;
mod manifest;
mod merge;
mod options;
mod postings;
mod query;
mod weight;

use std::fs::{self, File};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use buffer::Buffer;
use documents::Documents;
pub use error::IndexError;
use features::FeatureReader;
use ids::Ids;
pub use judge::Candidate;
#[cfg(feature = "python")]
pub(crate) use judge::{Totals, looked_at};
use manifest::Manifest;
pub use options::IndexOptions;
use postings::Postings;
#[cfg(feature = "python")]
pub(crate) use query::NAMED;

use crate::error::{Error, Result};
use crate::threads::Threads;

/// The longest document or copy accepted, in bytes: a book, no story.
pub const MAX_DOCUMENT_BYTES: usize = 1 << 24;
/// The longest id, in bytes.
pub(crate) const MAX_ID_BYTES: usize = 1 << 12;
/// The most documents.
const MAX_DOCUMENTS: usize = 1 << 31;
/// The most candidates of a query: each is looked at for each sentence of the copy.
pub(crate) const MAX_LIMIT: usize = 256;
/// Documents whose features are read by one thread at a time.
const PORTION: usize = 16;

/// Candidate originals on disk.
///
/// # Example
/// ```
/// use wiredrift::index::{Index, IndexOptions};
///
/// let folder = std::env::temp_dir().join(format!("wiredrift-doc-{}", std::process::id()));
/// let mut index = Index::create(&folder, &IndexOptions::default())?;
/// index.add("flood", "The Lenne rose by three metres. Mayor Ada Ruhl had the bridge closed.")?;
/// index.add("strike", "Tram drivers of Halden went on strike. They want 200 crowns more.")?;
/// index.commit()?;
///
/// let found = index.find("Ada Ruhl, the mayor, shut the bridge when the Lenne rose.", 10)?;
/// assert_eq!(found[0].id, "flood");
/// assert_eq!(index.text("strike")?.len(), 65);
/// # std::fs::remove_dir_all(&folder).unwrap();
/// # Ok::<(), wiredrift::Error>(())
/// ```
pub struct Index {
    path: PathBuf,
    options: IndexOptions,
    manifest: Manifest,
    documents: Vec<Documents>,
    segments: Vec<Postings>,
    /// Made when first asked for.
    ids: OnceLock<Ids>,
    /// Made with the first document that is added.
    adding: Option<Adding>,
}

/// What adding needs.
struct Adding {
    buffer: Buffer,
    reader: FeatureReader,
    /// Held, not looked at.
    _lock: File,
}

/// The answer of a caller who only waits.
fn go_on() -> ControlFlow<()> {
    ControlFlow::Continue(())
}

impl Index {
    /// Make a new index in a folder that is new or empty.
    ///
    /// # Errors
    /// [`IndexError::Exists`] where something is there, [`IndexError::Io`] where the system refuses,
    /// [`Error::Option`] for an option out of range.
    pub fn create(path: impl AsRef<Path>, options: &IndexOptions) -> Result<Self> {
        options.check()?;
        let path = path.as_ref();
        fs::create_dir_all(path).map_err(IndexError::io(path, "made"))?;
        let exists = || IndexError::Exists {
            path: path.to_owned(),
        };
        if !files::is_vacant(path)? {
            return Err(exists().into());
        }
        let lock = folder::lock(path).map_err(IndexError::from)?;
        // Another program may have made one between the look and the lock.
        if !files::is_vacant(path)? {
            return Err(exists().into());
        }
        files::sweep(path, &|_| false);
        let manifest = Manifest::new(options.texts);
        manifest.write(path)?;
        drop(lock);
        Self::open(path).map(|index| index.with_options(options))
    }

    /// Open an index that is there. Nothing is written, or locked, before a document is added.
    ///
    /// # Errors
    /// [`IndexError::Missing`] where there is none; the other kinds of [`IndexError`] where its files
    /// are torn, damaged, foreign or of another version.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let mut index = Self {
            path: path.to_owned(),
            options: IndexOptions::default(),
            manifest: Manifest::read(path)?,
            documents: Vec::new(),
            segments: Vec::new(),
            ids: OnceLock::new(),
            adding: None,
        };
        loop {
            match index.open_files() {
                // Another program may have merged files since the manifest was read.
                Err(IndexError::Io {
                    source,
                    path,
                    action,
                }) if source.kind() == std::io::ErrorKind::NotFound => {
                    let newer = Manifest::read(&index.path)?;
                    if newer == index.manifest {
                        return Err(IndexError::Io {
                            source,
                            path,
                            action,
                        }
                        .into());
                    }
                    index.manifest = newer;
                }
                opened => {
                    opened?;
                    return Ok(index);
                }
            }
        }
    }

    /// The same with other options for adding. Whether texts are kept was decided when the index was
    /// made.
    #[must_use]
    pub fn with_options(mut self, options: &IndexOptions) -> Self {
        self.options = options.clone().with_texts(self.manifest.texts);
        self
    }

    fn open_files(&mut self) -> Result<(), IndexError> {
        let documents = self.manifest.documents.iter();
        let documents = documents.map(|entry| Documents::open(&self.path, entry));
        self.documents = documents.collect::<Result<_, _>>()?;
        let segments = self.manifest.segments.iter();
        let segments = segments.map(|entry| Postings::open(&self.path, entry));
        self.segments = segments.collect::<Result<_, _>>()?;
        Ok(())
    }

    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Documents, those not yet committed included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.manifest.count() as usize + self.pending()
    }

    /// Whether there is no document.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Documents that were added and are not yet committed.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.adding
            .as_ref()
            .map_or(0, |a| a.buffer.documents().len())
    }

    /// Whether the index keeps the texts of its documents.
    #[must_use]
    pub fn keeps_texts(&self) -> bool {
        self.manifest.texts
    }

    /// Add a document; `false` where it is there already with the same text.
    ///
    /// Documents gather in memory. They are committed whenever [`IndexOptions::memory`] is used up,
    /// and by [`Index::commit`]; those added after the last commit are lost when the index is dropped.
    ///
    /// # Errors
    /// [`IndexError::Duplicate`] where the id is there with another text, [`IndexError::Id`] for an
    /// empty id or one beyond 4 kB, [`Error::TooLong`] for a text beyond [`MAX_DOCUMENT_BYTES`],
    /// [`IndexError::Locked`] where another program adds.
    pub fn add(&mut self, id: &str, text: &str) -> Result<bool> {
        let added = self.add_many(&[(id, text)], &mut |_| go_on())?;
        Ok(added > 0)
    }

    /// Add many documents, pairs of id and text; returns how many were not there.
    ///
    /// `ask(done)` is called on the calling thread every few milliseconds with the number of
    /// documents looked at; the answer says whether to go on. The options' threads read documents in
    /// parallel, which changes nothing in the index.
    ///
    /// # Errors
    /// Those of [`Index::add`]; [`Error::Interrupted`] where the answer is to break. The documents
    /// before the one at fault stay added.
    ///
    /// # Example
    /// ```
    /// use std::ops::ControlFlow;
    /// use wiredrift::index::{Index, IndexOptions};
    ///
    /// let folder = std::env::temp_dir().join(format!("wiredrift-many-{}", std::process::id()));
    /// let mut index = Index::create(&folder, &IndexOptions::default().with_threads(2))?;
    /// let stories = [("a", "The bank will refund its fees."), ("b", "The tram is late.")];
    /// let mut seen = 0;
    /// let added = index.add_many(&stories, &mut |done| {
    ///     seen = done;
    ///     ControlFlow::Continue(())
    /// })?;
    /// assert_eq!((added, seen), (2, 2));
    /// assert_eq!(index.add_many(&stories, &mut |_| ControlFlow::Continue(()))?, 0);
    /// # std::fs::remove_dir_all(&folder).unwrap();
    /// # Ok::<(), wiredrift::Error>(())
    /// ```
    pub fn add_many<I, T>(
        &mut self,
        documents: &[(I, T)],
        ask: &mut dyn FnMut(usize) -> ControlFlow<()>,
    ) -> Result<usize>
    where
        I: AsRef<str> + Sync,
        T: AsRef<str> + Sync,
    {
        let threads = Threads::new(self.options.threads)?;
        self.begin(&mut || ask(0))?;
        let mut added = 0;
        let mut done = 0;
        for group in documents.chunks(PORTION * self.options.threads) {
            added += self.add_group(group, &threads, &mut || ask(done))?;
            done += group.len();
            if ask(done).is_break() {
                return Err(Error::Interrupted);
            }
        }
        Ok(added)
    }

    fn add_group<I, T>(
        &mut self,
        group: &[(I, T)],
        threads: &Threads,
        go_on: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<usize>
    where
        I: AsRef<str> + Sync,
        T: AsRef<str> + Sync,
    {
        let mut fresh = Vec::with_capacity(group.len());
        for (id, text) in group {
            let (id, text) = (id.as_ref(), text.as_ref());
            // Looked up before the text is read: a build that goes on skips what is there quickly.
            if check(id, text).is_ok() && self.has(id, text)? {
                continue;
            }
            fresh.push((id, text));
        }
        let features = self.features(&fresh, threads);
        let mut added = 0;
        for ((id, text), features) in fresh.into_iter().zip(features) {
            check(id, text)?;
            // The same id may come twice in one group.
            if self.has(id, text)? {
                continue;
            }
            self.push(id, text, &features, go_on)?;
            added += 1;
        }
        Ok(added)
    }

    /// The features of texts, read by as many threads as there are.
    fn features(&mut self, texts: &[(&str, &str)], threads: &Threads) -> Vec<Vec<u64>> {
        if let (1, Some(adding)) = (self.options.threads, &mut self.adding) {
            let texts = texts.iter();
            return texts.map(|(_, t)| adding.reader.features(t)).collect();
        }
        let portions: Vec<_> = texts.chunks(PORTION).collect();
        let read = threads.portion(0..portions.len(), |index| {
            let mut reader = FeatureReader::new();
            let portion = portions.get(index).copied().unwrap_or_default();
            let features = portion.iter().map(|(_, text)| reader.features(text));
            features.collect::<Vec<_>>()
        });
        read.into_iter().flatten().collect()
    }

    fn push(
        &mut self,
        id: &str,
        text: &str,
        features: &[u64],
        go_on: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<()> {
        // Before and not after a document is added: a commit that is interrupted is done again with
        // the same documents, and gives the same files.
        if self.adding.as_ref().is_some_and(|adding| {
            // Lists grow by doubling: at half of what is allowed they may hold all of it.
            adding.buffer.bytes() >= self.options.memory / 2 || adding.buffer.is_full()
        }) {
            self.commit_watched(go_on)?;
        }
        let number = self.len();
        if number >= MAX_DOCUMENTS {
            let limit = MAX_DOCUMENTS;
            return Err(IndexError::Full { limit }.into());
        }
        let (Some(adding), Some(ids)) = (&mut self.adding, self.ids.get_mut()) else {
            return Ok(());
        };
        ids.insert(id, number as u32);
        let keep = self.manifest.texts;
        adding.buffer.push(id, text, features, keep);
        Ok(())
    }

    /// Write what was added to the disk: after this it is there even if the machine loses power.
    ///
    /// # Errors
    /// [`IndexError::Io`] where the system refuses. What was added stays in memory then, and can be
    /// committed again.
    pub fn commit(&mut self) -> Result<()> {
        self.commit_watched(&mut go_on)
    }

    /// [`Index::commit`], asking `go_on` every few milliseconds.
    ///
    /// # Errors
    /// Those of [`Index::commit`], and [`Error::Interrupted`] where the answer is to break.
    pub fn commit_watched(&mut self, go_on: &mut dyn FnMut() -> ControlFlow<()>) -> Result<()> {
        let Some(adding) = &mut self.adding else {
            return Ok(());
        };
        if adding.buffer.documents().len() > 0 {
            let mut manifest = self.manifest.clone();
            adding.buffer.write(&self.path, &mut manifest, go_on)?;
            manifest.write(&self.path)?;
            self.manifest = manifest;
            adding.buffer = Buffer::new();
            self.open_files()?;
        }
        self.merge(go_on)
    }

    /// Merge files while there are some to be merged.
    fn merge(&mut self, go_on: &mut dyn FnMut() -> ControlFlow<()>) -> Result<()> {
        while let Some(range) = merge::due(&self.manifest.segments) {
            let mut manifest = self.manifest.clone();
            merge::merge(&self.path, &mut manifest, &self.segments, range, go_on)?;
            manifest.write(&self.path)?;
            self.manifest = manifest;
            self.open_files()?;
            files::sweep(&self.path, &|name| self.manifest.names(name));
        }
        Ok(())
    }

    /// Make ready for adding: take the lock, see what others have added since, finish what a killed
    /// program began, and read the ids.
    fn begin(&mut self, go_on: &mut dyn FnMut() -> ControlFlow<()>) -> Result<()> {
        self.options.check()?;
        if self.adding.is_none() {
            let lock = folder::lock(&self.path).map_err(IndexError::from)?;
            let manifest = Manifest::read(&self.path)?;
            if manifest != self.manifest {
                self.manifest = manifest;
                self.ids = OnceLock::new();
                self.open_files()?;
            }
            files::sweep(&self.path, &|name| self.manifest.names(name));
            self.adding = Some(Adding {
                buffer: Buffer::new(),
                reader: FeatureReader::new(),
                _lock: lock,
            });
        }
        self.merge(go_on)?;
        self.ids().map(|_| ())
    }

    fn ids(&self) -> Result<&Ids> {
        if let Some(ids) = self.ids.get() {
            return Ok(ids);
        }
        let ids = Ids::read(&self.documents)?;
        Ok(self.ids.get_or_init(|| ids))
    }

    /// The number of the document with an id.
    fn number(&self, id: &str) -> Result<Option<u32>> {
        let committed = self.manifest.count();
        let buffer = self.adding.as_ref().map(|a| a.buffer.documents());
        let is = |number: u32| match number.checked_sub(committed) {
            Some(index) => Ok(buffer.and_then(|b| b.id(index as usize)) == Some(id)),
            None => Ok(self.id_of(number)? == id),
        };
        self.ids()?.get(id, is)
    }

    /// Whether a document is there; an error where its id is there with another text.
    fn has(&self, id: &str, text: &str) -> Result<bool> {
        let Some(number) = self.number(id)? else {
            return Ok(false);
        };
        let known = match number.checked_sub(self.manifest.count()) {
            Some(index) => {
                let adding = self.adding.as_ref();
                let row = adding.and_then(|a| a.buffer.documents().row(index as usize));
                row.map(|row| row.text)
            }
            None => {
                let (documents, index) = self.place(number)?;
                Some(documents.row(index)?.text)
            }
        };
        if known != Some(crate::lexicon::key(text)) {
            return Err(IndexError::Duplicate { id: id.to_owned() }.into());
        }
        Ok(true)
    }

    /// The file that a committed document is in, and its place there.
    fn place(&self, number: u32) -> Result<(&Documents, u32), IndexError> {
        let after = self.documents.partition_point(|d| d.first <= number);
        let documents = after.checked_sub(1).and_then(|i| self.documents.get(i));
        match documents {
            Some(documents) if number - documents.first < documents.count => {
                Ok((documents, number - documents.first))
            }
            _ => Err(IndexError::Damaged {
                path: self.path.clone(),
                part: "the number of a document",
            }),
        }
    }

    fn id_of(&self, number: u32) -> Result<String, IndexError> {
        let (documents, index) = self.place(number)?;
        documents.id(&documents.row(index)?)
    }

    /// Whether a document with this id is there.
    ///
    /// # Errors
    /// [`IndexError`] where a file cannot be read.
    pub fn contains(&self, id: &str) -> Result<bool> {
        Ok(self.number(id)?.is_some())
    }

    /// The text of a committed document.
    ///
    /// # Errors
    /// [`IndexError::Unknown`] where there is none with this id, [`IndexError::NoTexts`] where the
    /// index keeps no texts.
    pub fn text(&self, id: &str) -> Result<String> {
        if !self.manifest.texts {
            let path = self.path.clone();
            return Err(IndexError::NoTexts { path }.into());
        }
        match self.number(id)? {
            Some(number) if number < self.manifest.count() => {
                let (documents, index) = self.place(number)?;
                Ok(documents.text(&documents.row(index)?)?)
            }
            _ => Err(IndexError::Unknown { id: id.to_owned() }.into()),
        }
    }

    /// The documents that a copy may come from, at most `limit`, the best first.
    ///
    /// Equal scores are ordered by id. Only committed documents are looked at. Nothing is returned
    /// for a copy that shares nothing with any document.
    ///
    /// # Errors
    /// [`Error::Option`] for a limit that is not 1 to 256; [`Error::TooLong`] for a copy beyond
    /// [`MAX_DOCUMENT_BYTES`]; [`IndexError`] where a file cannot
    /// be read or is damaged.
    pub fn find(&self, copy: &str, limit: usize) -> Result<Vec<Candidate>> {
        self.find_watched(copy, limit, &mut go_on)
    }

    /// [`Index::find`], asking `go_on` every few milliseconds.
    ///
    /// # Errors
    /// Those of [`Index::find`], and [`Error::Interrupted`] where the answer is to break.
    pub fn find_watched(
        &self,
        copy: &str,
        limit: usize,
        go_on: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<Vec<Candidate>> {
        if !(1..=MAX_LIMIT).contains(&limit) {
            return Err(Error::Option {
                option: "limit",
                given: limit.to_string(),
                accepted: "1 to 256",
            });
        }
        check_length("copy", copy)?;
        find::find(self, copy, limit, go_on)
    }

    /// Read every byte of the index and tell of the first that is not as it was written.
    ///
    /// # Errors
    /// [`IndexError`] with the file and the part of it; [`Error::Interrupted`] where `go_on`, asked
    /// every few milliseconds, answers to break.
    pub fn check(&self, go_on: &mut dyn FnMut() -> ControlFlow<()>) -> Result<()> {
        for documents in &self.documents {
            documents.check(go_on)?;
        }
        for segment in &self.segments {
            segment.check(go_on)?;
        }
        Ok(())
    }
}

fn check(id: &str, text: &str) -> Result<()> {
    if !(1..=MAX_ID_BYTES).contains(&id.len()) {
        return Err(IndexError::Id {
            bytes: id.len(),
            limit: MAX_ID_BYTES,
        }
        .into());
    }
    check_length("document", text)
}

fn check_length(side: &'static str, text: &str) -> Result<()> {
    if text.len() > MAX_DOCUMENT_BYTES {
        return Err(Error::TooLong {
            side,
            bytes: text.len(),
            limit: MAX_DOCUMENT_BYTES,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
