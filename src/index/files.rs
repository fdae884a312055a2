//! Files of an index: written whole or not at all, read by position.
//!
//! Nothing is mapped into memory: a mapped file that another program cuts off kills the process
//! that looks at it, and no check can prevent it; a read past the end is an error that can be told.
//! It needs no unsafe code either, and costs a microsecond a read where the file is in the system's
//! cache.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::error::IndexError;
use super::folder::LOCK;

/// Ending of a file that is being written.
const PART: &str = "part";
/// Ending of a file of documents.
pub const DOCUMENTS: &str = "docs";
/// Ending of a file of postings.
pub const POSTINGS: &str = "posts";

/// The name of the file with a number.
pub fn name(number: u64, ending: &str) -> String {
    format!("{number:08}.{ending}")
}

/// Whether a name is one that [`name`] gives, or that of such a file half written.
fn is_ours(name: &str) -> bool {
    let whole = name.strip_suffix(PART).and_then(|n| n.strip_suffix('.'));
    let Some((number, ending)) = whole.unwrap_or(name).split_once('.') else {
        return whole == Some(super::manifest::NAME);
    };
    number.len() >= 8
        && number.bytes().all(|b| b.is_ascii_digit())
        && (ending == DOCUMENTS || ending == POSTINGS)
}

/// Whether a folder holds nothing but what a killed [`super::Index::create`] may leave.
pub fn is_vacant(folder: &Path) -> Result<bool, IndexError> {
    let failed = || IndexError::io(folder, "read");
    for entry in fs::read_dir(folder).map_err(failed())? {
        let name = entry.map_err(failed())?.file_name();
        if !name
            .to_str()
            .is_some_and(|name| name == LOCK || is_ours(name))
        {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Remove what a killed program left: files of the index that its manifest does not name.
///
/// What cannot be removed stays: it is in nobody's way.
pub fn sweep(folder: &Path, keep: &dyn Fn(&str) -> bool) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        if let Some(name) = entry.file_name().to_str()
            && is_ours(name)
            && !keep(name)
        {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// A file that is being written beside the name it will have.
pub struct Writer {
    file: Option<File>,
    buffer: Vec<u8>,
    path: PathBuf,
    part: PathBuf,
    written: u64,
}

/// Bytes gathered before the system is asked to write them.
const GATHER: usize = 1 << 18;

impl Writer {
    /// Begin a file.
    pub fn new(folder: &Path, name: &str) -> Result<Self, IndexError> {
        let part = folder.join(format!("{name}.{PART}"));
        let file = File::create(&part).map_err(IndexError::io(&part, "written"))?;
        Ok(Self {
            file: Some(file),
            buffer: Vec::with_capacity(GATHER + (GATHER >> 2)),
            path: folder.join(name),
            part,
            written: 0,
        })
    }

    /// Bytes put so far.
    pub fn len(&self) -> u64 {
        self.written
    }

    /// Add bytes.
    pub fn put(&mut self, bytes: &[u8]) -> Result<(), IndexError> {
        self.buffer.extend_from_slice(bytes);
        self.written += bytes.len() as u64;
        if self.buffer.len() >= GATHER {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), IndexError> {
        if let Some(file) = &mut self.file {
            let written = file.write_all(&self.buffer);
            written.map_err(IndexError::io(&self.part, "written"))?;
        }
        self.buffer.clear();
        Ok(())
    }

    /// Bring all to the disk and give the file its name.
    pub fn finish(mut self) -> Result<(), IndexError> {
        self.flush()?;
        if let Some(file) = self.file.take() {
            file.sync_all()
                .map_err(IndexError::io(&self.part, "written"))?;
        }
        fs::rename(&self.part, &self.path).map_err(IndexError::io(&self.path, "written"))
    }
}

impl Drop for Writer {
    /// A file that was not finished is of no use to anybody.
    fn drop(&mut self) {
        if self.file.take().is_some() {
            let _ = fs::remove_file(&self.part);
        }
    }
}

/// A file that is read by position; many threads may do so at once.
#[derive(Debug)]
pub struct Reader {
    file: File,
    path: PathBuf,
}

impl Reader {
    /// Open a file that must have `bytes` bytes.
    pub fn open(folder: &Path, name: &str, bytes: u64) -> Result<Self, IndexError> {
        let path = folder.join(name);
        let failed = |source| IndexError::io(&path, "read")(source);
        let file = File::open(&path).map_err(failed)?;
        let found = file.metadata().map_err(failed)?.len();
        if found != bytes {
            return Err(IndexError::Torn {
                path,
                expected: bytes,
                found,
            });
        }
        Ok(Self { file, path })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What is said where a part of the file is not as it was written.
    pub fn damaged(&self, part: &'static str) -> IndexError {
        IndexError::Damaged {
            path: self.path.clone(),
            part,
        }
    }

    /// Replace `into` by the `count` bytes from `at` on.
    pub fn read(&self, at: u64, count: usize, into: &mut Vec<u8>) -> Result<(), IndexError> {
        into.clear();
        into.resize(count, 0);
        match read_at(&self.file, into, at) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(IndexError::Torn {
                path: self.path.clone(),
                expected: at.saturating_add(count as u64),
                found: self.file.metadata().map_or(0, |m| m.len()),
            }),
            Err(error) => Err(IndexError::io(&self.path, "read")(error)),
        }
    }
}

#[cfg(unix)]
fn read_at(file: &File, into: &mut [u8], at: u64) -> io::Result<()> {
    use std::os::unix::fs::FileExt;
    file.read_exact_at(into, at)
}

#[cfg(windows)]
fn read_at(file: &File, mut into: &mut [u8], mut at: u64) -> io::Result<()> {
    use std::os::windows::fs::FileExt;
    while !into.is_empty() {
        match file.seek_read(into, at) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(read) => {
                into = into.get_mut(read..).unwrap_or_default();
                at += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_an_index_are_ours() {
        for name in [
            "00000001.docs",
            "00000001.posts.part",
            "123456789.posts",
            "MANIFEST.part",
        ] {
            assert!(is_ours(name), "{name}");
        }
        for name in [
            "notes.docs",
            "1.docs",
            "00000001.txt",
            "MANIFEST",
            "LOCK",
            "00000001.docs.bak",
            ".part",
        ] {
            assert!(!is_ours(name), "{name}");
        }
    }

    #[test]
    fn a_file_that_is_not_finished_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = Writer::new(folder.path(), "a").unwrap();
        writer.put(b"news").unwrap();
        drop(writer);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        let mut writer = Writer::new(folder.path(), "a").unwrap();
        writer.put(b"news").unwrap();
        writer.finish().unwrap();
        assert_eq!(fs::read(folder.path().join("a")).unwrap(), b"news");
    }

    #[test]
    fn a_read_past_the_end_tells_of_a_torn_file() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a"), b"news").unwrap();
        let reader = Reader::open(folder.path(), "a", 4).unwrap();
        let torn = reader.read(2, 9, &mut Vec::new());
        assert!(matches!(torn, Err(IndexError::Torn { found: 4, .. })));
        let torn = Reader::open(folder.path(), "a", 5);
        assert!(matches!(torn, Err(IndexError::Torn { expected: 5, .. })));
    }
}
