//! What an index and an unfinished batch ask of their folder: to be one program's alone, and to have
//! its names on the disk.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The file that a program which writes holds a lock on.
pub const LOCK: &str = "LOCK";

/// Why a folder cannot be had.
#[derive(Debug)]
pub enum FolderError {
    /// Another program holds the lock.
    Locked {
        /// The folder.
        path: PathBuf,
    },
    /// The system refuses.
    Io {
        /// The file or folder.
        path: PathBuf,
        /// `written` or `locked`.
        what: &'static str,
        /// The system's reason.
        source: io::Error,
    },
}

impl FolderError {
    fn io(path: &Path, what: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io {
            path: path.to_owned(),
            what,
            source,
        }
    }
}

/// Hold the right to write into a folder; given back when dropped, or when the process ends in any
/// way.
pub fn lock(folder: &Path) -> Result<File, FolderError> {
    let path = folder.join(LOCK);
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path);
    let file = file.map_err(FolderError::io(&path, "written"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(FolderError::Locked {
            path: folder.to_owned(),
        }),
        Err(TryLockError::Error(source)) => Err(FolderError::io(&path, "locked")(source)),
    }
}

/// Bring the names of a folder to the disk.
pub fn sync(folder: &Path) -> Result<(), FolderError> {
    if cfg!(unix) {
        let synced = File::open(folder).and_then(|folder| folder.sync_all());
        synced.map_err(FolderError::io(folder, "written"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_program_is_refused_until_the_first_is_done() {
        let folder = tempfile::tempdir().unwrap();
        let first = lock(folder.path()).unwrap();
        assert!(matches!(
            lock(folder.path()),
            Err(FolderError::Locked { .. })
        ));
        drop(first);
        lock(folder.path()).unwrap();
    }
}
