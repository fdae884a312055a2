//! Lines, and rows of CSV, of a file of any length, with the byte where each begins.
//!
//! The reader of CSV is strict where those that forgive lose rows: a quotation mark that is never
//! closed makes the rest of the file one field for them, and text after a closing one hides that
//! two rows were read as one. Here such a row is told to be bad, and reading goes on with the line
//! after its first, so that one bad row costs no other.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek, SeekFrom};

use super::source::LONGEST_ROW;

/// Bytes asked of the system at once.
const BUFFER: usize = 1 << 18;
/// The mark that some programs put before UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// What was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// A line or a row.
    Row,
    /// None that can be used, for this reason.
    Bad(&'static str),
    /// The end of the file.
    End,
}

/// A file, and the byte at which it is read.
pub struct Records<R = File> {
    reader: BufReader<R>,
    at: u64,
}

/// Where in a row of CSV a byte stands.
#[derive(Clone, Copy)]
enum State {
    /// At the beginning of a field.
    Start,
    /// In a field without quotation marks; one inside it stands for itself.
    Plain,
    /// Between quotation marks.
    Quoted,
    /// After a quotation mark that may close, or be the first of two that stand for one.
    Closed,
    /// After a carriage return after a closing quotation mark.
    Return,
}

impl<R: io::Read + Seek> Records<R> {
    /// Read a file from its beginning.
    pub fn new(file: R) -> io::Result<Self> {
        let mut records = Self {
            reader: BufReader::with_capacity(BUFFER, file),
            at: 0,
        };
        if records.reader.fill_buf()?.starts_with(MARK) {
            records.consume(MARK.len());
        }
        Ok(records)
    }

    /// The byte after what was read.
    pub fn at(&self) -> u64 {
        self.at
    }

    /// Go on at a byte.
    pub fn seek(&mut self, at: u64) -> io::Result<()> {
        self.reader.seek(SeekFrom::Start(at))?;
        self.at = at;
        Ok(())
    }

    fn consume(&mut self, count: usize) {
        self.reader.consume(count);
        self.at += count as u64;
    }

    /// Replace `line` by the next line that is not blank, without its end.
    pub fn line(&mut self, line: &mut Vec<u8>) -> io::Result<Found> {
        loop {
            line.clear();
            let mut long = false;
            let start = self.at;
            loop {
                let buffer = self.reader.fill_buf()?;
                let end = buffer.iter().position(|b| *b == b'\n');
                let piece = buffer.get(..end.unwrap_or(buffer.len())).unwrap_or(buffer);
                long |= line.len() + piece.len() > LONGEST_ROW;
                if !long {
                    line.extend_from_slice(piece);
                }
                let (read, last) = (piece.len(), buffer.is_empty());
                self.consume(read + usize::from(end.is_some()));
                if end.is_some() || last {
                    break;
                }
            }
            if long {
                return Ok(Found::Bad("the line is longer than 64 MiB"));
            }
            if !line.trim_ascii().is_empty() {
                return Ok(Found::Row);
            }
            if self.at == start {
                return Ok(Found::End);
            }
        }
    }

    /// Replace `fields` by those of the next row of CSV that is not a blank line.
    pub fn row(&mut self, fields: &mut Vec<Vec<u8>>) -> io::Result<Found> {
        fields.clear();
        self.skip(|byte| matches!(byte, b'\r' | b'\n'))?;
        let start = self.at;
        let (mut state, mut field) = (State::Start, Vec::new());
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                if self.at == start {
                    return Ok(Found::End);
                }
                if matches!(state, State::Quoted) {
                    return self.bad(start, "a quotation mark of the row is never closed");
                }
                push(fields, field, state);
                return Ok(Found::Row);
            }
            let mut wrong = None;
            let mut read = 0;
            let mut whole = false;
            for &byte in buffer {
                read += 1;
                // The reason must not depend on where a buffer ends, which another run has elsewhere.
                if self.at + read as u64 - start > LONGEST_ROW as u64 {
                    wrong =
                        Some("the row is longer than 64 MiB; a quotation mark may not be closed");
                    break;
                }
                state = match (state, byte) {
                    (State::Start, b'"') => State::Quoted,
                    (State::Quoted, b'"') => State::Closed,
                    (State::Closed, b'"') => {
                        field.push(b'"');
                        State::Quoted
                    }
                    (State::Start | State::Plain | State::Closed, b',') => {
                        fields.push(std::mem::take(&mut field));
                        State::Start
                    }
                    (State::Start | State::Plain | State::Closed | State::Return, b'\n') => {
                        push(fields, std::mem::take(&mut field), state);
                        whole = true;
                        break;
                    }
                    (State::Closed, b'\r') => State::Return,
                    (State::Closed | State::Return, _) => {
                        wrong = Some("text follows a closing quotation mark of the row");
                        break;
                    }
                    (State::Start | State::Plain, byte) => {
                        field.push(byte);
                        State::Plain
                    }
                    (State::Quoted, byte) => {
                        field.push(byte);
                        State::Quoted
                    }
                };
            }
            self.consume(read);
            if whole {
                return Ok(Found::Row);
            }
            if let Some(reason) = wrong {
                return self.bad(start, reason);
            }
        }
    }

    /// Pass over the line that a bad row begins with.
    fn bad(&mut self, start: u64, reason: &'static str) -> io::Result<Found> {
        self.seek(start)?;
        self.skip(|byte| byte != b'\n')?;
        Ok(Found::Bad(reason))
    }

    /// Pass over bytes of a sort.
    fn skip(&mut self, sort: impl Fn(u8) -> bool) -> io::Result<()> {
        loop {
            let buffer = self.reader.fill_buf()?;
            let end = buffer.iter().position(|byte| !sort(*byte));
            let count = end.unwrap_or(buffer.len());
            self.consume(count);
            if end.is_some() || count == 0 {
                return Ok(());
            }
        }
    }
}

/// Add the last field of a row, to which a carriage return before the line's end does not belong.
fn push(fields: &mut Vec<Vec<u8>>, mut field: Vec<u8>, state: State) {
    if matches!(state, State::Plain) && field.last() == Some(&b'\r') {
        field.pop();
    }
    fields.push(field);
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    /// Every row, as its fields or the reason why it is bad.
    fn rows(text: &[u8]) -> Vec<Result<Vec<String>, &'static str>> {
        let mut records = Records::new(Cursor::new(text)).unwrap();
        let (mut rows, mut fields) = (Vec::new(), Vec::new());
        loop {
            match records.row(&mut fields).unwrap() {
                Found::End => return rows,
                Found::Bad(reason) => rows.push(Err(reason)),
                Found::Row => {
                    let text = |field: &Vec<u8>| String::from_utf8(field.clone()).unwrap();
                    rows.push(Ok(fields.iter().map(text).collect()));
                }
            }
        }
    }

    fn whole(text: &str) -> Vec<Vec<String>> {
        rows(text.as_bytes())
            .into_iter()
            .map(Result::unwrap)
            .collect()
    }

    #[test]
    fn rows_have_the_fields_that_the_standard_gives_them() {
        assert_eq!(whole("a,b\r\n1,2\r\n"), [["a", "b"], ["1", "2"]]);
        assert_eq!(whole("\u{feff}a,b\n\n\r\n1,"), [["a", "b"], ["1", ""]]);
        assert_eq!(
            whole("\"two\r\nlines, one field\",\"a \"\"word\"\"\"\r\n5\" pipe,\"\""),
            [["two\r\nlines, one field", "a \"word\""], ["5\" pipe", ""]]
        );
        assert!(whole("").is_empty());
        assert!(whole("\n\n").is_empty());
    }

    #[test]
    fn a_quotation_mark_that_is_not_closed_costs_its_own_row_only() {
        let found = rows(b"a,b\n\"open,1\nc,d\ne,f");
        let expected = ["a quotation mark of the row is never closed"];
        assert_eq!(found[1].as_ref().unwrap_err(), &expected[0]);
        assert_eq!(
            found[2..],
            [
                Ok(vec!["c".into(), "d".into()]),
                Ok(vec!["e".into(), "f".into()])
            ]
        );
        // A later row closes it: what stands after the mark gives it away.
        let found = rows(b"\"open,1\n\"c\",\"d\"\ne,f\n");
        assert_eq!(
            found[0],
            Err("text follows a closing quotation mark of the row")
        );
        assert_eq!(found[1], Ok(vec!["c".into(), "d".into()]));
        assert_eq!(found.len(), 3);
    }

    #[test]
    fn reading_goes_on_at_any_row() {
        let text = b"a,b\n\"x\ny\",2\n3,4\n";
        let mut records = Records::new(Cursor::new(&text[..])).unwrap();
        let (mut fields, mut places) = (Vec::new(), Vec::new());
        while records.row(&mut fields).unwrap() == Found::Row {
            places.push((records.at(), fields.clone()));
        }
        for pair in places.windows(2) {
            records.seek(pair[0].0).unwrap();
            records.row(&mut fields).unwrap();
            assert_eq!((records.at(), &fields), (pair[1].0, &pair[1].1));
        }
    }

    #[test]
    fn lines_are_read_without_their_ends_and_blank_ones_passed_over() {
        let mut records = Records::new(Cursor::new(b"\xEF\xBB\xBFone\r\n\n  \ntwo")).unwrap();
        let mut line = Vec::new();
        let mut lines = Vec::new();
        while records.line(&mut line).unwrap() == Found::Row {
            lines.push((String::from_utf8(line.clone()).unwrap(), records.at()));
        }
        assert_eq!(lines, [("one\r".to_owned(), 8), ("two".to_owned(), 15)]);
    }

    #[test]
    fn a_line_or_a_row_without_end_is_passed_over_in_bounded_memory() {
        let mut text = vec![b'x'; LONGEST_ROW + 2];
        text.extend_from_slice(b"\nnext\n");
        let mut records = Records::new(Cursor::new(&text[..])).unwrap();
        let mut line = Vec::new();
        assert!(matches!(records.line(&mut line).unwrap(), Found::Bad(_)));
        assert!(line.capacity() < 2 * LONGEST_ROW);
        assert_eq!(records.line(&mut line).unwrap(), Found::Row);
        assert_eq!(line, b"next");
        let mut records = Records::new(Cursor::new(&text[..])).unwrap();
        let mut fields = Vec::new();
        assert!(matches!(records.row(&mut fields).unwrap(), Found::Bad(_)));
        assert_eq!(records.row(&mut fields).unwrap(), Found::Row);
        assert_eq!(fields, [b"next"]);
    }
}
