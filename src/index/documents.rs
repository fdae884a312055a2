//! Files of documents: ids and texts, and a row of numbers for each document.
//!
//! ```text
//! magic "wdiftdoc", format u32
//! for each document: id, text
//! for each document: a row of 48 bytes, its checksum last
//! place of the rows u64, documents u32, checksum of the rows u32, checksum u32
//! ```

use std::ops::ControlFlow;

use super::codec::{Bytes, agrees, checked, seal};
use super::error::IndexError;
use super::files::{Reader, Writer};
use super::manifest::{DocumentsEntry, FORMAT};
use crate::lexicon;

const MAGIC: &[u8; 8] = b"wdiftdoc";
const HEAD: u64 = 12;
const ROW: usize = 48;
const FOOTER: usize = 20;
/// Rows read at a time.
const ROWS: u32 = 1024;

/// The numbers of a document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    at: u64,
    id_bytes: u32,
    text_bytes: u32,
    /// Hash of the id.
    pub id: u64,
    /// Hash of the text.
    pub text: u64,
    /// Different features of the text.
    pub features: u32,
    id_sum: u32,
    text_sum: u32,
}

impl Row {
    fn write(&self, out: &mut Vec<u8>) {
        let from = out.len();
        out.extend(self.at.to_le_bytes());
        out.extend(self.id_bytes.to_le_bytes());
        out.extend(self.text_bytes.to_le_bytes());
        out.extend(self.id.to_le_bytes());
        out.extend(self.text.to_le_bytes());
        for number in [self.features, self.id_sum, self.text_sum] {
            out.extend(number.to_le_bytes());
        }
        seal(out, from);
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let mut bytes = Bytes(checked(bytes)?);
        Some(Self {
            at: bytes.u64()?,
            id_bytes: bytes.u32()?,
            text_bytes: bytes.u32()?,
            id: bytes.u64()?,
            text: bytes.u64()?,
            features: bytes.u32()?,
            id_sum: bytes.u32()?,
            text_sum: bytes.u32()?,
        })
    }
}

/// Documents that are not yet in a file.
#[derive(Default)]
pub struct Pending {
    data: Vec<u8>,
    rows: Vec<Row>,
}

impl Pending {
    /// Documents.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Bytes that they hold.
    pub fn bytes(&self) -> usize {
        self.data.len() + self.rows.len() * ROW
    }

    /// Add a document; `keep` its text or only a hash of it.
    pub fn push(&mut self, id: &str, text: &str, features: usize, keep: bool) {
        let at = HEAD + self.data.len() as u64;
        let kept = if keep { text } else { "" };
        self.data.extend_from_slice(id.as_bytes());
        self.data.extend_from_slice(kept.as_bytes());
        self.rows.push(Row {
            at,
            id_bytes: id.len() as u32,
            text_bytes: kept.len() as u32,
            id: lexicon::key(id),
            text: lexicon::key(text),
            features: features as u32,
            id_sum: crc32fast::hash(id.as_bytes()),
            text_sum: crc32fast::hash(kept.as_bytes()),
        });
    }

    /// The numbers of a document.
    pub fn row(&self, index: usize) -> Option<&Row> {
        self.rows.get(index)
    }

    /// The id of a document.
    pub fn id(&self, index: usize) -> Option<&str> {
        let row = self.rows.get(index)?;
        let at = (row.at - HEAD) as usize;
        std::str::from_utf8(self.data.get(at..at + row.id_bytes as usize)?).ok()
    }

    /// Write them to a file.
    pub fn write(
        &self,
        mut writer: Writer,
        name: String,
        first: u32,
    ) -> Result<DocumentsEntry, IndexError> {
        writer.put(MAGIC)?;
        writer.put(&FORMAT.to_le_bytes())?;
        writer.put(&self.data)?;
        let rows_at = writer.len();
        let mut bytes = Vec::with_capacity(ROW);
        let mut sum = crc32fast::Hasher::new();
        for row in &self.rows {
            bytes.clear();
            row.write(&mut bytes);
            sum.update(&bytes);
            writer.put(&bytes)?;
        }
        let mut footer = Vec::with_capacity(FOOTER);
        footer.extend(rows_at.to_le_bytes());
        footer.extend((self.rows.len() as u32).to_le_bytes());
        footer.extend(sum.finalize().to_le_bytes());
        let sum = seal(&mut footer, 0);
        writer.put(&footer)?;
        let bytes = writer.len();
        writer.finish()?;
        Ok(DocumentsEntry {
            name,
            first,
            count: self.rows.len() as u32,
            bytes,
            sum,
        })
    }
}

/// A file of documents, opened.
#[derive(Debug)]
pub struct Documents {
    reader: Reader,
    rows_at: u64,
    sum: u32,
    /// Number of the first document.
    pub first: u32,
    /// Documents in it.
    pub count: u32,
}

impl Documents {
    /// Open the file of an entry.
    pub fn open(folder: &std::path::Path, entry: &DocumentsEntry) -> Result<Self, IndexError> {
        let reader = Reader::open(folder, &entry.name, entry.bytes)?;
        let footer = footer(&reader, entry.bytes, MAGIC, FOOTER, entry.sum)?;
        let mut fields = Bytes(&footer);
        let rows_at = fields.u64().unwrap_or_default();
        let count = fields.u32().unwrap_or_default();
        let sum = fields.u32().unwrap_or_default();
        let end = entry.bytes - FOOTER as u64;
        let rows = u64::from(count) * ROW as u64;
        if count != entry.count || rows_at < HEAD || rows_at.checked_add(rows) != Some(end) {
            return Err(reader.damaged("its footer"));
        }
        Ok(Self {
            reader,
            rows_at,
            sum,
            first: entry.first,
            count,
        })
    }

    /// The numbers of a document, counted from the first of the file.
    pub fn row(&self, index: u32) -> Result<Row, IndexError> {
        let mut bytes = Vec::new();
        let at = self.rows_at + u64::from(index) * ROW as u64;
        self.reader.read(at, ROW, &mut bytes)?;
        Row::read(&bytes).ok_or_else(|| self.reader.damaged("the row of a document"))
    }

    /// Hand over the numbers of all documents, in order.
    pub fn rows(
        &self,
        take: &mut dyn FnMut(u32, Row) -> Result<(), IndexError>,
    ) -> Result<(), IndexError> {
        let mut bytes = Vec::new();
        let mut sum = crc32fast::Hasher::new();
        let mut index = 0;
        while index < self.count {
            let count = ROWS.min(self.count - index);
            let at = self.rows_at + u64::from(index) * ROW as u64;
            self.reader.read(at, count as usize * ROW, &mut bytes)?;
            sum.update(&bytes);
            for row in bytes.chunks_exact(ROW) {
                let row = Row::read(row);
                let row = row.ok_or_else(|| self.reader.damaged("the row of a document"))?;
                take(index, row)?;
                index += 1;
            }
        }
        match agrees(sum.finalize(), self.sum) {
            true => Ok(()),
            false => Err(self.reader.damaged("the rows of its documents")),
        }
    }

    /// The id of a document.
    pub fn id(&self, row: &Row) -> Result<String, IndexError> {
        self.string(row.at, row.id_bytes, row.id_sum, "the id of a document")
    }

    /// The text of a document; empty where texts are not kept.
    pub fn text(&self, row: &Row) -> Result<String, IndexError> {
        let at = row.at.saturating_add(u64::from(row.id_bytes));
        self.string(at, row.text_bytes, row.text_sum, "the text of a document")
    }

    fn string(
        &self,
        at: u64,
        count: u32,
        sum: u32,
        part: &'static str,
    ) -> Result<String, IndexError> {
        let damaged = || self.reader.damaged(part);
        let end = at.checked_add(u64::from(count)).ok_or_else(damaged)?;
        if end > self.rows_at {
            return Err(damaged());
        }
        let mut bytes = Vec::new();
        self.reader.read(at, count as usize, &mut bytes)?;
        if !agrees(crc32fast::hash(&bytes), sum) {
            return Err(damaged());
        }
        String::from_utf8(bytes).map_err(|_| damaged())
    }

    /// Read all of the file.
    pub fn check(&self, go_on: &mut dyn FnMut() -> ControlFlow<()>) -> crate::Result<()> {
        let mut stopped = false;
        self.rows(&mut |_, row| {
            if !stopped {
                self.id(&row)?;
                self.text(&row)?;
                stopped = go_on().is_break();
            }
            Ok(())
        })?;
        match stopped {
            true => Err(crate::Error::Interrupted),
            false => Ok(()),
        }
    }
}

/// The footer of a file without its checksum, after a look at the head.
pub fn footer(
    reader: &Reader,
    bytes: u64,
    magic: &[u8; 8],
    length: usize,
    sum: u32,
) -> Result<Vec<u8>, IndexError> {
    let Some(at) = bytes.checked_sub(length as u64).filter(|at| *at >= HEAD) else {
        return Err(reader.damaged("its length"));
    };
    let mut head = Vec::new();
    reader.read(0, HEAD as usize, &mut head)?;
    let mut fields = Bytes(&head);
    if fields.bytes(8) != Some(magic) {
        return Err(IndexError::Foreign {
            path: reader.path().to_owned(),
            reason: format!(
                "it does not begin with {:?}",
                String::from_utf8_lossy(magic)
            ),
        });
    }
    let format = fields.u32().unwrap_or_default();
    if format != FORMAT {
        return Err(IndexError::Version {
            path: reader.path().to_owned(),
            found: format,
            expected: FORMAT,
        });
    }
    let mut footer = Vec::new();
    reader.read(at, length, &mut footer)?;
    match checked(&footer) {
        // Its own checksum tells of damage, that in the manifest of an exchanged file.
        Some(fields) if agrees(crc32fast::hash(fields), sum) => Ok(fields.to_vec()),
        _ => Err(reader.damaged("its footer")),
    }
}
