//! Files of postings: for each feature the documents that have it.
//!
//! ```text
//! magic "wdiftpst", format u32
//! for each block of 256 features: its long lists, then the block
//! directory: for each block its first feature, the places of its lists and of itself, its length
//! place of the directory u64, blocks u32, documents u32, postings u64, features u64,
//!     checksum of the directory u32, checksum u32
//! ```
//!
//! A feature in a block is its distance from the one before, the number of its documents and, up to
//! eight, their rising list; of more documents, the length of a list that stands before the block,
//! so that a look-up never reads lists of others. Blocks and long lists have checksums of their own:
//! each is checked when it is read, and no more is read than is asked for.

use std::ops::ControlFlow;
use std::path::Path;

use super::codec::{Bytes, agrees, checked, put, put_rising, seal};
use super::documents::footer;
use super::error::IndexError;
use super::files::{Reader, Writer};
use super::manifest::{FORMAT, PostingsEntry};

const MAGIC: &[u8; 8] = b"wdiftpst";
const HEAD: u64 = 12;
const FOOTER: usize = 40;
const ENTRY: usize = 28;
/// Features in a block: its directory entry costs 32 bytes of memory, its reading some 2 kB.
const BLOCK: usize = 256;
/// Features read before the caller is asked whether to go on.
const ASK: usize = 1 << 14;
/// Documents up to which the list of a feature stands in its block.
const SHORT: u64 = 8;

/// Writes a file of postings, feature by feature.
pub struct PostingsWriter {
    writer: Writer,
    block: Vec<u8>,
    scratch: Vec<u8>,
    directory: Vec<u8>,
    in_block: usize,
    first: u64,
    last: u64,
    lists_at: u64,
    blocks: u32,
    postings: u64,
    features: u64,
}

impl PostingsWriter {
    /// Begin a file.
    pub fn new(mut writer: Writer) -> Result<Self, IndexError> {
        writer.put(MAGIC)?;
        writer.put(&FORMAT.to_le_bytes())?;
        Ok(Self {
            writer,
            block: Vec::new(),
            scratch: Vec::new(),
            directory: Vec::new(),
            in_block: 0,
            first: 0,
            last: 0,
            lists_at: HEAD,
            blocks: 0,
            postings: 0,
            features: 0,
        })
    }

    /// Add a feature, greater than all before it, with its documents in rising order.
    pub fn push(
        &mut self,
        feature: u64,
        documents: impl ExactSizeIterator<Item = u32>,
    ) -> Result<(), IndexError> {
        if self.in_block == 0 {
            (self.first, self.last) = (feature, feature);
        }
        put(&mut self.block, feature - self.last);
        self.last = feature;
        let count = documents.len() as u64;
        put(&mut self.block, count);
        if count <= SHORT {
            put_rising(&mut self.block, documents);
        } else {
            self.scratch.clear();
            put_rising(&mut self.scratch, documents);
            seal(&mut self.scratch, 0);
            put(&mut self.block, self.scratch.len() as u64);
            self.writer.put(&self.scratch)?;
        }
        self.postings += count;
        self.features += 1;
        self.in_block += 1;
        if self.in_block == BLOCK {
            self.end_block()?;
        }
        Ok(())
    }

    fn end_block(&mut self) -> Result<(), IndexError> {
        if self.in_block == 0 {
            return Ok(());
        }
        seal(&mut self.block, 0);
        for number in [self.first, self.lists_at, self.writer.len()] {
            self.directory.extend(number.to_le_bytes());
        }
        let length = self.block.len() as u32;
        self.directory.extend(length.to_le_bytes());
        self.writer.put(&self.block)?;
        self.block.clear();
        self.in_block = 0;
        self.blocks += 1;
        self.lists_at = self.writer.len();
        Ok(())
    }

    /// End the file: that of `count` documents from `first` on.
    pub fn finish(
        mut self,
        name: String,
        first: u32,
        count: u32,
        level: u32,
    ) -> Result<PostingsEntry, IndexError> {
        self.end_block()?;
        let mut footer = Vec::with_capacity(FOOTER);
        footer.extend(self.writer.len().to_le_bytes());
        footer.extend(self.blocks.to_le_bytes());
        footer.extend(count.to_le_bytes());
        footer.extend(self.postings.to_le_bytes());
        footer.extend(self.features.to_le_bytes());
        footer.extend(crc32fast::hash(&self.directory).to_le_bytes());
        let sum = seal(&mut footer, 0);
        self.writer.put(&self.directory)?;
        self.writer.put(&footer)?;
        let bytes = self.writer.len();
        self.writer.finish()?;
        Ok(PostingsEntry {
            name,
            first,
            count,
            level,
            bytes,
            sum,
        })
    }
}

/// Where a block is.
#[derive(Clone, Copy, Debug)]
struct Place {
    first: u64,
    lists: u64,
    block: u64,
    length: u32,
}

/// The documents of a feature in one file: a list, or where to read it.
#[derive(Clone, Debug, PartialEq)]
pub enum List {
    /// The documents, counted from the first of the file.
    Short(Vec<u32>),
    /// A list not yet read.
    Long {
        /// Documents in it.
        count: u64,
        /// Its place.
        at: u64,
        /// Its length with the checksum.
        bytes: u64,
    },
}

impl List {
    /// Documents in it.
    pub fn len(&self) -> u64 {
        match self {
            Self::Short(documents) => documents.len() as u64,
            Self::Long { count, .. } => *count,
        }
    }
}

/// One feature of a block.
struct Entry {
    feature: u64,
    list: List,
}

/// A file of postings, opened.
#[derive(Debug)]
pub struct Postings {
    reader: Reader,
    directory: Vec<Place>,
    /// Number of the first document.
    pub first: u32,
    /// Documents whose features are in it.
    pub count: u32,
}

impl Postings {
    /// Open the file of an entry.
    pub fn open(folder: &Path, entry: &PostingsEntry) -> Result<Self, IndexError> {
        let reader = Reader::open(folder, &entry.name, entry.bytes)?;
        let fields = footer(&reader, entry.bytes, MAGIC, FOOTER, entry.sum)?;
        let (directory, count) = directory(&reader, entry.bytes, &fields)?
            .filter(|(_, count)| *count == entry.count)
            .ok_or_else(|| reader.damaged("its directory"))?;
        Ok(Self {
            reader,
            directory,
            first: entry.first,
            count,
        })
    }

    /// The documents of a feature; `buffer` holds the bytes read.
    pub fn list(&self, feature: u64, buffer: &mut Vec<u8>) -> Result<Option<List>, IndexError> {
        let after = self.directory.partition_point(|p| p.first <= feature);
        let Some(place) = after.checked_sub(1).and_then(|i| self.directory.get(i)) else {
            return Ok(None);
        };
        self.reader
            .read(place.block, place.length as usize, buffer)?;
        let mut block = self.block(place, buffer)?;
        while let Some(entry) = block.next(feature)? {
            if entry.feature == feature {
                return Ok(Some(entry.list));
            }
            if entry.feature > feature {
                break;
            }
        }
        Ok(None)
    }

    fn block<'b>(&'b self, place: &Place, bytes: &'b [u8]) -> Result<Block<'b>, IndexError> {
        let bytes = checked(bytes).ok_or_else(|| self.reader.damaged("a block of features"))?;
        Ok(Block {
            of: self,
            bytes: Bytes(bytes),
            feature: place.first,
            list: place.lists,
            end: place.block,
        })
    }

    /// Hand over the documents of a list, counted from the first of the file.
    pub fn documents(
        &self,
        list: &List,
        buffer: &mut Vec<u8>,
        take: impl FnMut(u32),
    ) -> Result<(), IndexError> {
        match list {
            List::Short(documents) => {
                documents.iter().copied().for_each(take);
                Ok(())
            }
            List::Long { count, at, bytes } => {
                self.reader.read(*at, *bytes as usize, buffer)?;
                self.long(*count, buffer, take)
            }
        }
    }

    fn long(&self, count: u64, bytes: &[u8], take: impl FnMut(u32)) -> Result<(), IndexError> {
        let list = checked(bytes).and_then(|list| Bytes(list).rising(count, self.count, take));
        list.ok_or_else(|| self.reader.damaged("a list of documents"))
    }

    /// Read all of the file.
    pub fn check(&self, go_on: &mut dyn FnMut() -> ControlFlow<()>) -> crate::Result<()> {
        let mut cursor = self.cursor();
        let (mut documents, mut before, mut since) = (Vec::new(), None, 0);
        while let Some(feature) = cursor.next(&mut documents)? {
            if before.replace(feature) >= Some(feature) {
                return Err(self.unsorted().into());
            }
            since += 1;
            if since % ASK == 0 && go_on().is_break() {
                return Err(crate::Error::Interrupted);
            }
        }
        Ok(())
    }

    /// What is said of a file whose features do not rise.
    pub fn unsorted(&self) -> IndexError {
        self.reader.damaged("the order of its features")
    }

    /// All features with their documents, in order.
    pub fn cursor(&self) -> Cursor<'_> {
        Cursor {
            of: self,
            next: 0,
            bytes: Vec::new(),
            at: 0,
            left: 0,
            last: 0,
            lists: 0,
            region: 0,
        }
    }
}

/// Reads the directory that a footer tells of; `None` where they do not fit.
fn directory(
    reader: &Reader,
    length: u64,
    footer: &[u8],
) -> Result<Option<(Vec<Place>, u32)>, IndexError> {
    let mut fields = Bytes(footer);
    let (Some(at), Some(blocks), Some(count)) = (fields.u64(), fields.u32(), fields.u32()) else {
        return Ok(None);
    };
    let (_postings, _features, sum) = (fields.u64(), fields.u64(), fields.u32());
    let bytes = u64::from(blocks) * ENTRY as u64;
    if at.checked_add(bytes) != Some(length - FOOTER as u64) {
        return Ok(None);
    }
    let mut raw = Vec::new();
    reader.read(at, bytes as usize, &mut raw)?;
    if !sum.is_some_and(|sum| agrees(crc32fast::hash(&raw), sum)) {
        return Ok(None);
    }
    let places = raw.chunks_exact(ENTRY).map(|entry| {
        let mut entry = Bytes(entry);
        Some(Place {
            first: entry.u64()?,
            lists: entry.u64()?,
            block: entry.u64()?,
            length: entry.u32()?,
        })
    });
    let Some(places) = places.collect::<Option<Vec<_>>>() else {
        return Ok(None);
    };
    // Blocks follow one another, features rise.
    let mut end = HEAD;
    let mut before = None;
    for place in &places {
        let next = place.block.checked_add(u64::from(place.length));
        let fits = place.lists == end && place.block >= end && before < Some(place.first);
        match next {
            Some(next) if fits => (end, before) = (next, Some(place.first)),
            _ => return Ok(None),
        }
    }
    Ok((end == at).then_some((places, count)))
}

/// Reads the features of a block.
struct Block<'b> {
    of: &'b Postings,
    bytes: Bytes<'b>,
    feature: u64,
    /// Place of the next long list.
    list: u64,
    /// End of the lists.
    end: u64,
}

impl Block<'_> {
    /// The next feature; its short list is left empty where the feature is not the one `wanted`.
    fn next(&mut self, wanted: u64) -> Result<Option<Entry>, IndexError> {
        if self.bytes.0.is_empty() {
            return Ok(None);
        }
        let entry = self.entry(wanted);
        entry
            .map(Some)
            .ok_or_else(|| self.of.reader.damaged("a block of features"))
    }

    fn entry(&mut self, wanted: u64) -> Option<Entry> {
        let feature = self.feature.checked_add(self.bytes.number()?)?;
        self.feature = feature;
        let count = self.bytes.number()?;
        let list = if count <= SHORT {
            let mut documents = Vec::new();
            let take = |document| {
                if feature == wanted {
                    documents.push(document);
                }
            };
            self.bytes.rising(count, self.of.count, take)?;
            List::Short(documents)
        } else {
            let bytes = self.bytes.number()?;
            let at = self.list;
            self.list = at.checked_add(bytes).filter(|end| *end <= self.end)?;
            List::Long { count, at, bytes }
        };
        Some(Entry { feature, list })
    }
}

/// Reads all features of a file, a block with its lists at a time.
pub struct Cursor<'p> {
    of: &'p Postings,
    /// The block to read next.
    next: usize,
    /// The lists and the block being read.
    bytes: Vec<u8>,
    /// Where in `bytes` the next feature is.
    at: usize,
    /// Bytes of the block after that.
    left: usize,
    last: u64,
    /// Where in `bytes` the next long list is.
    lists: usize,
    /// Where in `bytes` the lists end.
    region: usize,
}

impl Cursor<'_> {
    /// The next feature, its documents put into `documents`, counted from the first of the file.
    pub fn next(&mut self, documents: &mut Vec<u32>) -> Result<Option<u64>, IndexError> {
        documents.clear();
        if self.left == 0 && !self.load()? {
            return Ok(None);
        }
        match self.entry(documents) {
            Some(feature) => Ok(Some(feature)),
            None => Err(self.of.reader.damaged("a block of features")),
        }
    }

    fn load(&mut self) -> Result<bool, IndexError> {
        let Some(place) = self.of.directory.get(self.next) else {
            return Ok(false);
        };
        self.next += 1;
        self.region = (place.block - place.lists) as usize;
        let count = self.region + place.length as usize;
        self.of.reader.read(place.lists, count, &mut self.bytes)?;
        let block = self.bytes.get(self.region..).and_then(checked);
        let block = block.ok_or_else(|| self.of.reader.damaged("a block of features"))?;
        (self.left, self.at) = (block.len(), self.region);
        (self.lists, self.last) = (0, place.first);
        Ok(self.left > 0)
    }

    fn entry(&mut self, documents: &mut Vec<u32>) -> Option<u64> {
        let mut bytes = Bytes(self.bytes.get(self.at..self.at + self.left)?);
        self.last = self.last.checked_add(bytes.number()?)?;
        let count = bytes.number()?;
        if count <= SHORT {
            bytes.rising(count, self.of.count, |d| documents.push(d))?;
        } else {
            let length = usize::try_from(bytes.number()?).ok()?;
            let end = self.lists.checked_add(length)?;
            if end > self.region {
                return None;
            }
            let list = self.bytes.get(self.lists..end)?;
            Bytes(checked(list)?).rising(count, self.of.count, |d| documents.push(d))?;
            self.lists = end;
        }
        self.at += self.left - bytes.0.len();
        self.left = bytes.0.len();
        Some(self.last)
    }
}
