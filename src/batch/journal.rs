//! What is done of a batch, in a folder beside its output: a file for each finished part, and a
//! journal that names them with their checksums.
//!
//! A part counts once its line stands in the journal; the line is written after the part is on the
//! disk. A program that is killed leaves at most a part that no line names, which is written again,
//! and half a line at the end of the journal, which is cut off.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::error::BatchError;
use super::source::{Columns, Place};
use crate::index::folder::{self, LOCK};

/// Version of the format of the folder, and of where parts begin and end.
const FORMAT: u32 = 1;
/// What the first line of every journal says.
const MAGIC: &str = "wiredrift batch";
const JOURNAL: &str = "JOURNAL";
/// The output while it is put together.
const WHOLE: &str = "whole";
/// Ending of the file of a part.
const PART: &str = "part";
/// Bytes read at once for a checksum.
const BUFFER: usize = 1 << 20;

/// A file by its length and checksum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Print {
    /// Its length.
    pub bytes: u64,
    /// The CRC-32 of its bytes.
    pub sum: u32,
}

impl Print {
    /// That of a file, which is read.
    pub fn of(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let (mut hasher, mut bytes) = (crc32fast::Hasher::new(), 0);
        let mut buffer = vec![0; BUFFER];
        loop {
            let read = file.read(&mut buffer)?;
            if read == 0 {
                break;
            }
            hasher.update(buffer.get(..read).unwrap_or(&buffer));
            bytes += read as u64;
        }
        let sum = hasher.finalize();
        Ok(Self { bytes, sum })
    }

    fn of_bytes(bytes: &[u8]) -> Self {
        Self {
            bytes: bytes.len() as u64,
            sum: crc32fast::hash(bytes),
        }
    }
}

/// What a batch has to do: all that its output depends on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// Version, model and options, as in every report.
    pub signature: String,
    /// What a row of the output stands for.
    pub level: String,
    /// The format of the output.
    pub format: String,
    /// The columns that are read.
    pub columns: Columns,
    /// The input.
    pub input: Print,
}

impl Task {
    /// The first thing that another task has otherwise: its name, and what it is here and there.
    fn differs(&self, other: &Self) -> Option<(&'static str, String, String)> {
        let bytes = |print: &Print| format!("{} bytes, checksum {:08x}", print.bytes, print.sum);
        let ids = |task: &Self| format!("{:?}", task.columns.ids);
        let (a, b) = (&self.columns, &other.columns);
        [
            ("input", bytes(&self.input), bytes(&other.input)),
            (
                "version, model or options",
                self.signature.clone(),
                other.signature.clone(),
            ),
            ("level", self.level.clone(), other.level.clone()),
            (
                "format of the output",
                self.format.clone(),
                other.format.clone(),
            ),
            (
                "column of originals",
                a.original.clone(),
                b.original.clone(),
            ),
            ("column of copies", a.copy.clone(), b.copy.clone()),
            ("list of id columns", ids(self), ids(other)),
        ]
        .into_iter()
        .find(|(_, then, now)| then != now)
    }
}

#[derive(Serialize, Deserialize)]
struct Head {
    magic: String,
    format: u32,
    task: Task,
}

/// A part that is done.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Pairs of the input in it.
    pub pairs: u64,
    /// Pairs of them that could not be compared.
    pub errors: u64,
    /// Rows of the output in it.
    pub rows: u64,
    /// Where the part after it begins.
    pub next: Place,
    /// How far that is, of the source's total.
    pub done: u64,
    /// Its file.
    pub file: Print,
}

/// A line of the journal after the first.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Line {
    /// A part is done.
    Part(Entry),
    /// The output is whole and about to get its name.
    Whole(Print),
}

/// The folder of an unfinished batch.
pub struct Journal {
    folder: PathBuf,
    file: File,
    /// Held until the batch ends, in whatever way.
    _lock: File,
    /// The parts that are done.
    pub entries: Vec<Entry>,
    /// Whether the output is there already and only the folder is to be removed.
    pub finished: bool,
    /// Whether parts that were done are damaged and have to be done again.
    pub damaged: bool,
}

impl Journal {
    /// Begin a task, or go on with it.
    pub fn open(folder: &Path, output: &Path, task: &Task) -> Result<Self, BatchError> {
        let failed = BatchError::io(folder, "written");
        match fs::create_dir(folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(failed(error));
            }
            _ => {}
        }
        let foreign = foreign(folder)?;
        if let Some(name) = foreign {
            return Err(BatchError::Foreign {
                path: folder.to_owned(),
                reason: format!("it has a file {name:?}"),
            });
        }
        let lock = folder::lock(folder)?;
        let path = folder.join(JOURNAL);
        if !path.exists() {
            begin(folder, &path, task)?;
        }
        let text = fs::read(&path).map_err(BatchError::io(&path, "read"))?;
        let (said, first, whole) = read(folder, &path, &text, task)?;
        let written = BatchError::io(&path, "written");
        let file = File::options().append(true).open(&path).map_err(&written)?;
        let mut journal = Self {
            folder: folder.to_owned(),
            file,
            _lock: lock,
            entries: said.iter().map(|(entry, _)| *entry).collect(),
            finished: whole.is_some() && Print::of(output).ok() == whole,
            damaged: false,
        };
        if !journal.finished {
            let sound = |(index, (entry, _)): &(usize, &(Entry, u64))| {
                Print::of(&journal.part(*index)).ok() == Some(entry.file)
            };
            let kept = said.iter().enumerate().take_while(sound).count();
            let end = said
                .iter()
                .take(kept)
                .next_back()
                .map_or(first, |(_, end)| *end);
            journal.file.set_len(end).map_err(&written)?;
            journal.entries.truncate(kept);
            journal.damaged = kept < said.len();
        }
        Ok(journal)
    }

    /// The file of a part.
    pub fn part(&self, index: usize) -> PathBuf {
        self.folder.join(name(index))
    }

    /// The file in which the output is put together.
    pub fn whole_path(&self) -> PathBuf {
        self.folder.join(WHOLE)
    }

    /// Keep the bytes of the next part; `entry` is told their print.
    pub fn add(
        &mut self,
        bytes: &[u8],
        entry: impl FnOnce(Print) -> Entry,
    ) -> Result<(), BatchError> {
        let path = self.part(self.entries.len());
        write_new(&path, bytes).map_err(BatchError::io(&path, "written"))?;
        folder::sync(&self.folder)?;
        let entry = entry(Print::of_bytes(bytes));
        self.write(&Line::Part(entry))?;
        self.entries.push(entry);
        Ok(())
    }

    /// Note that the output is whole.
    pub fn finish(&mut self, print: Print) -> Result<(), BatchError> {
        self.write(&Line::Whole(print))
    }

    /// Remove the folder, the journal last: until then it tells that all is done.
    pub fn remove(self) -> Result<(), BatchError> {
        for index in 0..self.entries.len() {
            // One that is gone already was removed by a run that was killed meanwhile.
            let _ = fs::remove_file(self.part(index));
        }
        let _ = fs::remove_file(self.whole_path());
        fs::remove_dir_all(&self.folder).map_err(BatchError::io(&self.folder, "removed"))
    }

    fn write(&mut self, line: &Line) -> Result<(), BatchError> {
        let line = sealed(line)?;
        let written = self.file.write_all(line.as_bytes());
        let synced = written.and_then(|()| self.file.sync_data());
        synced.map_err(BatchError::io(&self.folder.join(JOURNAL), "written"))
    }
}

/// The name of the file of a part.
fn name(index: usize) -> String {
    format!("{index:08}.{PART}")
}

/// A file in the folder that no batch made.
fn foreign(folder: &Path) -> Result<Option<String>, BatchError> {
    let failed = || BatchError::io(folder, "read");
    for entry in fs::read_dir(folder).map_err(failed())? {
        let name = entry.map_err(failed())?.file_name();
        let name = name.to_string_lossy();
        let number = name.strip_suffix(PART).and_then(|n| n.strip_suffix('.'));
        let ours = [JOURNAL, LOCK, WHOLE].contains(&name.as_ref())
            || name == format!("{JOURNAL}.{PART}")
            || number.is_some_and(|n| n.len() >= 8 && n.bytes().all(|b| b.is_ascii_digit()));
        if !ours {
            return Ok(Some(name.into_owned()));
        }
    }
    Ok(None)
}

/// Write a journal that names no part.
fn begin(folder: &Path, path: &Path, task: &Task) -> Result<(), BatchError> {
    let head = sealed(&Head {
        magic: MAGIC.to_owned(),
        format: FORMAT,
        task: task.clone(),
    })?;
    let half = folder.join(format!("{JOURNAL}.{PART}"));
    let written = write_new(&half, head.as_bytes());
    let named = written.and_then(|()| fs::rename(&half, path));
    named.map_err(BatchError::io(path, "written"))?;
    Ok(folder::sync(folder)?)
}

/// A line with its checksum.
fn sealed(line: &impl Serialize) -> Result<String, BatchError> {
    let line = serde_json::to_string(line).map_err(crate::Error::from)?;
    let sum = crc32fast::hash(line.as_bytes());
    Ok(format!("{line}\t{sum:08x}\n"))
}

/// What a line says, where its checksum is right.
fn unsealed(line: &[u8]) -> Option<&str> {
    let line = std::str::from_utf8(line).ok()?;
    let (line, sum) = line.strip_suffix('\n')?.rsplit_once('\t')?;
    (sum == format!("{:08x}", crc32fast::hash(line.as_bytes()))).then_some(line)
}

/// The parts that a journal names, each with the byte where its line ends; where the first line
/// ends; the print of the whole, where it was put together.
type Said = (Vec<(Entry, u64)>, u64, Option<Print>);

fn read(folder: &Path, path: &Path, text: &[u8], task: &Task) -> Result<Said, BatchError> {
    let damaged = |line: usize| BatchError::Damaged {
        path: path.to_owned(),
        line,
    };
    let mut lines = text.split_inclusive(|b| *b == b'\n');
    let head = lines.next().unwrap_or_default();
    check(folder, unsealed(head).ok_or_else(|| damaged(1))?, task)?;
    let first = head.len() as u64;
    let (mut entries, mut whole, mut end) = (Vec::new(), None, first);
    let mut lines = (2..).zip(lines).peekable();
    while let Some((number, line)) = lines.next() {
        end += line.len() as u64;
        match unsealed(line).and_then(|said| serde_json::from_str(said).ok()) {
            Some(Line::Part(entry)) => entries.push((entry, end)),
            Some(Line::Whole(print)) => whole = Some(print),
            // Half a line is what an interruption leaves, at the end only.
            None if lines.peek().is_none() => break,
            None => return Err(damaged(number)),
        }
    }
    Ok((entries, first, whole))
}

/// Check that a journal is of this format and this task.
fn check(folder: &Path, head: &str, task: &Task) -> Result<(), BatchError> {
    let other = |(what, then, now)| BatchError::OtherRun {
        path: folder.to_owned(),
        what,
        then,
        now,
    };
    // The format comes first: another one may have other fields.
    #[derive(Deserialize)]
    struct Format {
        magic: String,
        format: u32,
    }
    let foreign = || BatchError::Foreign {
        path: folder.to_owned(),
        reason: format!("its {JOURNAL} is another program's"),
    };
    let found: Format = serde_json::from_str(head).map_err(|_| foreign())?;
    if found.magic != MAGIC {
        return Err(foreign());
    }
    if found.format != FORMAT {
        let (then, now) = (found.format.to_string(), FORMAT.to_string());
        return Err(other(("format of the folder", then, now)));
    }
    let head: Head = serde_json::from_str(head).map_err(|_| foreign())?;
    head.task.differs(task).map_or(Ok(()), |d| Err(other(d)))
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task() -> Task {
        Task {
            signature: "wiredrift:1|model:a|options:b".to_owned(),
            level: "pairs".to_owned(),
            format: "CSV".to_owned(),
            columns: Columns {
                original: "original".to_owned(),
                copy: "copy".to_owned(),
                ids: Vec::new(),
            },
            input: Print { bytes: 9, sum: 7 },
        }
    }

    fn add(journal: &mut Journal, bytes: &[u8]) {
        let entry = |file| Entry {
            pairs: 2,
            errors: 0,
            rows: 3,
            next: Place { group: 0, at: 4 },
            done: 4,
            file,
        };
        journal.add(bytes, entry).unwrap();
    }

    /// A folder in which three parts are done, and its output.
    fn three(folder: &Path) -> (PathBuf, PathBuf) {
        let (partial, output) = (folder.join("out.csv.partial"), folder.join("out.csv"));
        let mut journal = Journal::open(&partial, &output, &task()).unwrap();
        for bytes in [b"one", b"two", b"six"] {
            add(&mut journal, bytes);
        }
        (partial, output)
    }

    fn reopened(partial: &Path, output: &Path) -> Journal {
        Journal::open(partial, output, &task()).unwrap()
    }

    #[test]
    fn parts_that_are_done_are_known_again() {
        let folder = tempfile::tempdir().unwrap();
        let (partial, output) = three(folder.path());
        let mut journal = reopened(&partial, &output);
        assert_eq!((journal.entries.len(), journal.damaged), (3, false));
        assert_eq!(fs::read(journal.part(1)).unwrap(), b"two");
        add(&mut journal, b"ten");
        drop(journal);
        let journal = reopened(&partial, &output);
        assert_eq!(journal.entries.len(), 4);
        journal.remove().unwrap();
        assert!(!partial.exists());
    }

    #[test]
    fn a_journal_cut_off_anywhere_keeps_what_its_whole_lines_name() {
        let folder = tempfile::tempdir().unwrap();
        let (partial, output) = three(folder.path());
        let path = partial.join(JOURNAL);
        let text = fs::read(&path).unwrap();
        let ends: Vec<usize> = (1..=text.len()).filter(|n| text[n - 1] == b'\n').collect();
        for length in (ends[0]..=text.len()).step_by(11) {
            fs::write(&path, &text[..length]).unwrap();
            let whole = ends[1..].iter().filter(|end| **end <= length).count();
            let mut journal = reopened(&partial, &output);
            assert_eq!(journal.entries.len(), whole, "{length} bytes");
            let known = [&b"one"[..], b"two", b"six"];
            known[whole..]
                .iter()
                .for_each(|bytes| add(&mut journal, bytes));
            drop(journal);
            assert_eq!(fs::read(&path).unwrap(), text, "{length} bytes");
        }
    }

    #[test]
    fn a_damaged_part_and_those_after_it_are_done_again() {
        let folder = tempfile::tempdir().unwrap();
        let (partial, output) = three(folder.path());
        fs::write(partial.join(name(1)), b"twx").unwrap();
        let journal = reopened(&partial, &output);
        assert_eq!((journal.entries.len(), journal.damaged), (1, true));
        drop(journal);
        fs::remove_file(partial.join(name(0))).unwrap();
        assert!(reopened(&partial, &output).entries.is_empty());
    }

    #[test]
    fn a_damaged_line_that_is_not_the_last_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let (partial, output) = three(folder.path());
        let path = partial.join(JOURNAL);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replacen("\"pairs\":2", "\"pairs\":3", 1)).unwrap();
        let error = Journal::open(&partial, &output, &task()).err().unwrap();
        assert!(
            matches!(error, BatchError::Damaged { line: 2, .. }),
            "{error}"
        );
        fs::write(&path, "").unwrap();
        let error = Journal::open(&partial, &output, &task()).err().unwrap();
        assert!(
            matches!(error, BatchError::Damaged { line: 1, .. }),
            "{error}"
        );
    }

    #[test]
    fn another_task_is_refused_by_what_differs() {
        let folder = tempfile::tempdir().unwrap();
        let (partial, output) = three(folder.path());
        let mut other = task();
        other.level = "beads".to_owned();
        let error = Journal::open(&partial, &output, &other)
            .err()
            .unwrap()
            .to_string();
        assert!(
            error.contains("another level (pairs; now beads)"),
            "{error}"
        );
        let mut other = task();
        other.input.sum = 8;
        let error = Journal::open(&partial, &output, &other)
            .err()
            .unwrap()
            .to_string();
        assert!(
            error.contains("another input (9 bytes, checksum 00000007; now"),
            "{error}"
        );
        let mut other = task();
        other.columns.ids.push("url".to_owned());
        let error = Journal::open(&partial, &output, &other)
            .err()
            .unwrap()
            .to_string();
        assert!(error.contains("list of id columns"), "{error}");
    }

    #[test]
    fn a_folder_with_anything_else_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let (partial, output) = three(folder.path());
        fs::write(partial.join("notes.txt"), b"mine").unwrap();
        let error = Journal::open(&partial, &output, &task())
            .err()
            .unwrap()
            .to_string();
        assert!(error.contains("notes.txt"), "{error}");
    }

    #[test]
    fn a_second_program_is_refused_until_the_first_is_done() {
        let folder = tempfile::tempdir().unwrap();
        let (partial, output) = three(folder.path());
        let first = reopened(&partial, &output);
        let second = Journal::open(&partial, &output, &task());
        assert!(matches!(second, Err(BatchError::Locked { .. })));
        drop(first);
        reopened(&partial, &output);
    }

    #[test]
    fn parts_may_be_gone_once_the_output_is_there_and_only_then() {
        let folder = tempfile::tempdir().unwrap();
        let (partial, output) = three(folder.path());
        let mut journal = reopened(&partial, &output);
        journal.finish(Print::of_bytes(b"whole")).unwrap();
        drop(journal);
        let journal = reopened(&partial, &output);
        assert_eq!((journal.entries.len(), journal.finished), (3, false));
        drop(journal);
        let mut journal = reopened(&partial, &output);
        journal.finish(Print::of_bytes(b"whole")).unwrap();
        drop(journal);
        fs::write(&output, b"whole").unwrap();
        fs::remove_file(partial.join(name(0))).unwrap();
        let journal = reopened(&partial, &output);
        assert_eq!((journal.entries.len(), journal.finished), (3, true));
        journal.remove().unwrap();
        assert!(!partial.exists());
    }
}
