//! The manifest: which files make up the index. Replacing it is what commits documents.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::IndexError;
use super::features;
use super::files::{self, Writer};
use super::folder;

/// Name of the file.
pub const NAME: &str = "MANIFEST";
/// Version of the format of all files. It rises with every change to it.
pub const FORMAT: u32 = 1;
/// What the first field of every manifest says.
const MAGIC: &str = "wiredrift index";
/// The longest manifest read: some hundred thousand files.
const LONGEST: u64 = 1 << 26;

/// A file of documents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentsEntry {
    /// Its name.
    pub name: String,
    /// Number of the first document in it.
    pub first: u32,
    /// Documents in it.
    pub count: u32,
    /// Its length.
    pub bytes: u64,
    /// Checksum of its footer, which has those of the rest.
    pub sum: u32,
}

/// A file of postings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PostingsEntry {
    /// Its name.
    pub name: String,
    /// Number of the first document whose features are in it.
    pub first: u32,
    /// Documents whose features are in it.
    pub count: u32,
    /// How often its postings were merged.
    pub level: u32,
    /// Its length.
    pub bytes: u64,
    /// Checksum of its footer, which has those of the rest.
    pub sum: u32,
}

/// What an index consists of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Says what the file is.
    magic: String,
    /// Version of the format.
    format: u32,
    /// [`features::rules`] of the program that built it.
    rules: u32,
    /// Whether the texts of the documents are kept.
    pub texts: bool,
    /// Number of the next file.
    pub next: u64,
    /// Features of all documents together.
    pub postings: u64,
    /// Files of documents, in the order of the documents.
    pub documents: Vec<DocumentsEntry>,
    /// Files of postings, in the order of the documents.
    pub segments: Vec<PostingsEntry>,
}

impl Manifest {
    /// That of an index with no document.
    pub fn new(texts: bool) -> Self {
        Self {
            magic: MAGIC.to_owned(),
            format: FORMAT,
            rules: features::rules(),
            texts,
            next: 1,
            postings: 0,
            documents: Vec::new(),
            segments: Vec::new(),
        }
    }

    /// Documents in the index.
    pub fn count(&self) -> u32 {
        self.documents.last().map_or(0, |d| d.first + d.count)
    }

    /// The name of a new file.
    pub fn name(&mut self, ending: &str) -> String {
        let name = files::name(self.next, ending);
        self.next += 1;
        name
    }

    /// Whether a file is part of the index.
    pub fn names(&self, name: &str) -> bool {
        self.documents.iter().any(|d| d.name == name)
            || self.segments.iter().any(|s| s.name == name)
    }

    /// Read the manifest of a folder.
    pub fn read(folder: &Path) -> Result<Self, IndexError> {
        let path = folder.join(NAME);
        let bytes = match fs::metadata(&path) {
            Ok(found) if found.len() > LONGEST => Vec::new(),
            Ok(_) => fs::read(&path).map_err(IndexError::io(&path, "read"))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(IndexError::Missing {
                    path: folder.to_owned(),
                });
            }
            Err(error) => return Err(IndexError::io(&path, "read")(error)),
        };
        Self::parse(folder, &bytes)
    }

    /// Read a manifest off its bytes: a line of JSON and a line with its checksum.
    pub fn parse(folder: &Path, bytes: &[u8]) -> Result<Self, IndexError> {
        let path = || folder.join(NAME);
        let damaged = |part| IndexError::Damaged { path: path(), part };
        let text = String::from_utf8_lossy(bytes);
        if !text.starts_with(&format!("{{\"magic\":\"{MAGIC}\"")) {
            return Err(IndexError::Foreign {
                path: path(),
                reason: format!("it does not begin with {MAGIC:?}"),
            });
        }
        let (body, sum) = text.split_once('\n').ok_or_else(|| damaged("its end"))?;
        // As `codec::agrees` does it, letter by letter.
        let found = format!("{:08x}", crc32fast::hash(body.as_bytes()));
        if !cfg!(fuzzing) && sum.trim_end() != found {
            return Err(damaged("its checksum"));
        }
        // The format comes first: another one may have other fields.
        #[derive(Deserialize)]
        struct Head {
            format: u32,
        }
        let head: Head = serde_json::from_str(body).map_err(|_| damaged("its format"))?;
        if head.format != FORMAT {
            return Err(IndexError::Version {
                path: path(),
                found: head.format,
                expected: FORMAT,
            });
        }
        let manifest: Self = serde_json::from_str(body).map_err(|_| damaged("its fields"))?;
        if manifest.rules != features::rules() {
            return Err(IndexError::Reading {
                path: folder.to_owned(),
            });
        }
        if !manifest.is_sound() {
            return Err(damaged("its list of files"));
        }
        Ok(manifest)
    }

    /// Whether the files follow one another without a gap, on both lists to the same end.
    fn is_sound(&self) -> bool {
        fn follow(mut parts: impl Iterator<Item = (u32, u32)>) -> Option<u32> {
            parts.try_fold(0u32, |end, (first, count)| {
                (first == end && count > 0)
                    .then(|| end.checked_add(count))
                    .flatten()
            })
        }
        let plain = |name: &String| !name.contains(['/', '\\']);
        let documents = follow(self.documents.iter().map(|d| (d.first, d.count)));
        let segments = follow(self.segments.iter().map(|s| (s.first, s.count)));
        documents.is_some()
            && documents == segments
            && self.documents.iter().all(|d| plain(&d.name))
            && self.segments.iter().all(|s| plain(&s.name))
    }

    /// Replace the manifest of a folder, after what it names has reached the disk.
    pub fn write(&self, folder: &Path) -> Result<(), IndexError> {
        folder::sync(folder)?;
        let body = serde_json::to_string(self).map_err(|error| {
            IndexError::io(&folder.join(NAME), "written")(io::Error::other(error))
        })?;
        let sum = crc32fast::hash(body.as_bytes());
        let mut writer = Writer::new(folder, NAME)?;
        writer.put(format!("{body}\n{sum:08x}\n").as_bytes())?;
        writer.finish()?;
        Ok(folder::sync(folder)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written() -> (tempfile::TempDir, Vec<u8>) {
        let folder = tempfile::tempdir().unwrap();
        let mut manifest = Manifest::new(true);
        let (documents, postings) = (
            manifest.name(files::DOCUMENTS),
            manifest.name(files::POSTINGS),
        );
        manifest.documents.push(DocumentsEntry {
            name: documents,
            first: 0,
            count: 3,
            bytes: 99,
            sum: 7,
        });
        manifest.segments.push(PostingsEntry {
            name: postings,
            first: 0,
            count: 3,
            level: 0,
            bytes: 99,
            sum: 7,
        });
        manifest.write(folder.path()).unwrap();
        assert_eq!(Manifest::read(folder.path()).unwrap(), manifest);
        let bytes = fs::read(folder.path().join(NAME)).unwrap();
        (folder, bytes)
    }

    #[test]
    fn every_cut_and_every_changed_byte_is_noticed() {
        let (folder, bytes) = written();
        for end in 0..bytes.len() - 1 {
            assert!(Manifest::parse(folder.path(), &bytes[..end]).is_err());
        }
        for at in 0..bytes.len() - 1 {
            let mut changed = bytes.clone();
            changed[at] ^= 0x11;
            assert!(Manifest::parse(folder.path(), &changed).is_err(), "{at}");
        }
    }

    #[test]
    fn another_format_and_other_rules_are_told_apart_from_damage() {
        let (folder, bytes) = written();
        let change = |from: &str, to: &str| {
            let text = String::from_utf8(bytes.clone()).unwrap().replace(from, to);
            let body = text.lines().next().unwrap();
            let sum = crc32fast::hash(body.as_bytes());
            Manifest::parse(folder.path(), format!("{body}\n{sum:08x}\n").as_bytes())
        };
        let newer = change("\"format\":1", "\"format\":2");
        assert!(matches!(newer, Err(IndexError::Version { found: 2, .. })));
        let rules = format!("\"rules\":{}", features::rules());
        let other = change(&rules, "\"rules\":5");
        assert!(matches!(other, Err(IndexError::Reading { .. })));
        for (from, to) in [("\"first\":0", "\"first\":1"), ("00000001", "../../01")] {
            let unsound = change(from, to);
            assert!(matches!(unsound, Err(IndexError::Damaged { .. })), "{from}");
        }
        let other = Manifest::parse(folder.path(), b"PK\x03\x04");
        assert!(matches!(other, Err(IndexError::Foreign { .. })));
    }
}
