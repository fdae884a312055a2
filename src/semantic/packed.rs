//! Models in the form in which they are embedded, unpacked when they are first used.
//!
//! `tools/pack.py` writes it and documents its layout: rows of signed codes, each row naming the
//! table of frequencies by which its bytes are written with range ANS (Duda 2013; in lanes after
//! Giesen 2014). A wheel's own compression can do little with such codes, and need do no more.

mod rows;

#[cfg(any(test, feature = "minilm"))]
use std::ops::{Deref, DerefMut};

use super::ModelError;

pub(super) use rows::Rows;

const MAGIC: &[u8] = b"WDPK";
const VERSION: u32 = 1;
const STORED: u32 = 0;
const CODED: u32 = 1;
const ROWS: u32 = 2;
/// States that are read in turn, so that the processor need not wait for one of them.
const LANES: usize = 16;
/// Bits of the sum of a table's frequencies.
const BITS: u32 = 11;
const SLOTS: usize = 1 << BITS;
/// Bytes of a line of a processor's cache.
#[cfg(any(test, feature = "minilm"))]
const ALIGNED: usize = 64;
/// A state below it takes in another word.
const LEAST: u32 = 1 << 16;

/// For each slot the symbol (8 bits), its frequency (12 bits), and the slot's place among those of
/// the symbol (11 bits).
type Table = [u32; SLOTS];

/// The model that a file stands for, in the plain form that `from_bytes` of the models takes.
///
/// The work and memory are those that the file's head asks for: it is no format for data of strangers.
///
/// # Errors
/// [`ModelError::Foreign`] where it is no such file, or a damaged one.
///
/// ```
/// use wiredrift::semantic::unpack;
///
/// let file = b"WDPK\x01\0\0\0\x01\0\0\0\0\0\0\0\x04\0\0\0\x04\0\0\0news";
/// assert_eq!(unpack(file)?, b"news");
/// assert!(unpack(b"PK\x03\x04").is_err());
/// # Ok::<(), wiredrift::semantic::ModelError>(())
/// ```
pub fn unpack(file: &[u8]) -> Result<Vec<u8>, ModelError> {
    let foreign = |found: &str| ModelError::Foreign {
        what: "packed model",
        expected: "the first bytes \"WDPK\" and sections that fit together".to_owned(),
        found: found.to_owned(),
    };
    let sections = Sections::read(file).ok_or_else(|| foreign("something else"))?;
    let mut bytes = vec![0; sections.size];
    let filled = sections.fill(&mut bytes);
    filled.ok_or_else(|| foreign("damaged ones"))?;
    Ok(bytes)
}

/// An unpacked model, placed for vector instructions to read.
#[cfg(any(test, feature = "minilm"))]
#[derive(Default)]
pub struct Unpacked {
    bytes: Vec<u8>,
    start: usize,
}

#[cfg(any(test, feature = "minilm"))]
impl Unpacked {
    /// Room for so many bytes, all zero.
    pub fn zeroed(size: usize) -> Self {
        let mut bytes = vec![0; size + ALIGNED];
        let start = bytes.as_ptr().align_offset(ALIGNED).min(ALIGNED);
        bytes.truncate(start + size);
        Self { bytes, start }
    }

    /// The model of an embedded file; no bytes where it is damaged, which no reader accepts.
    pub fn embedded(file: &[u8]) -> Self {
        let unpacked = Sections::read(file).and_then(|sections| {
            let mut bytes = Self::zeroed(sections.size);
            sections.fill(&mut bytes)?;
            Some(bytes)
        });
        unpacked.unwrap_or_default()
    }
}

#[cfg(any(test, feature = "minilm"))]
impl Deref for Unpacked {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }
}

#[cfg(any(test, feature = "minilm"))]
impl DerefMut for Unpacked {
    fn deref_mut(&mut self) -> &mut [u8] {
        self.bytes.get_mut(self.start..).unwrap_or_default()
    }
}

/// The first section of a file, which is stored as it is; without unpacking the rest.
#[cfg(feature = "minilm")]
pub fn beginning(file: &[u8]) -> Option<&[u8]> {
    let sections = Sections::read(file)?;
    let [kind, _, length] = *sections.heads.first()?;
    let first = sections.packed.get(..length as usize)?;
    (kind == STORED).then_some(first)
}

/// What a file consists of.
struct Sections<'d> {
    /// Kind, bytes unpacked and bytes packed of each.
    heads: Vec<[u32; 3]>,
    packed: &'d [u8],
    size: usize,
}

impl<'d> Sections<'d> {
    fn read(file: &'d [u8]) -> Option<Self> {
        let mut rest = file.strip_prefix(MAGIC)?;
        if number(&mut rest)? != VERSION {
            return None;
        }
        let count = number(&mut rest)?;
        let (mut heads, mut size) = (Vec::new(), 0usize);
        for _ in 0..count {
            let head = [number(&mut rest)?, number(&mut rest)?, number(&mut rest)?];
            size = size.checked_add(head[1] as usize)?;
            heads.push(head);
        }
        Some(Self {
            heads,
            packed: rest,
            size,
        })
    }

    /// Unpack all sections.
    fn fill(mut self, mut out: &mut [u8]) -> Option<()> {
        for [kind, size, bytes] in self.heads {
            let section = take(&mut self.packed, bytes as usize)?;
            let (here, beyond) = out.split_at_mut_checked(size as usize)?;
            match kind {
                STORED if section.len() == here.len() => here.copy_from_slice(section),
                CODED => decode(section, here)?,
                ROWS => Rows::read(section, here.len())?.fill(here),
                _ => return None,
            }
            out = beyond;
        }
        self.packed.is_empty().then_some(())
    }
}

/// What coded sections and those of rows begin with: how long their rows are, and by which tables the
/// groups of columns of each are written.
struct Coding<'d> {
    row: usize,
    /// Columns of a group.
    width: usize,
    groups: usize,
    tables: Vec<Box<Table>>,
    class_of: &'d [u8],
}

impl<'d> Coding<'d> {
    /// Read and taken off the beginning of a section of `size` bytes unpacked.
    fn read(section: &mut &'d [u8], size: usize) -> Option<Self> {
        let row = number(section)? as usize;
        let groups = number(section)? as usize;
        let classes = number(section)? as usize;
        let width = row.checked_div(groups)?;
        if width == 0 || width % LANES != 0 || !size.is_multiple_of(row) {
            return None;
        }
        let mut tables = Vec::new();
        for _ in 0..classes.checked_mul(groups)? {
            tables.push(table(take(section, 512)?)?);
        }
        let class_of = take(section, size / row)?;
        let mut known = class_of.iter().map(|class| usize::from(*class));
        known.all(|class| class < classes).then_some(Self {
            row,
            width,
            groups,
            tables,
            class_of,
        })
    }

    /// The tables of a class, one for each group of columns.
    fn tables(&self, class: u8) -> &[Box<Table>] {
        let at = usize::from(class) * self.groups;
        self.tables.get(at..at + self.groups).unwrap_or_default()
    }

    /// The codes of a row, from states that take in words from `at` on; missing words are zero.
    fn codes<const N: usize>(
        &self,
        class: u8,
        codes: &mut [u8],
        states: &mut [u32; N],
        words: &[[u8; 2]],
        at: &mut usize,
    ) {
        for (codes, table) in codes.chunks_exact_mut(self.width).zip(self.tables(class)) {
            for step in codes.as_chunks_mut::<N>().0 {
                for (code, state) in step.iter_mut().zip(&mut *states) {
                    #[expect(clippy::indexing_slicing, reason = "a table has `SLOTS` slots")]
                    let slot = table[*state as usize % SLOTS];
                    *code = slot as u8;
                    let next = (slot >> 8 & 0xfff) * (*state >> BITS) + (slot >> 20);
                    let word = words.get(*at).map_or(0, |word| u16::from_le_bytes(*word));
                    // No jump: chance decides, so a processor would guess wrong.
                    let short = next < LEAST;
                    *state = if short {
                        next << 16 | u32::from(word)
                    } else {
                        next
                    };
                    *at += usize::from(short);
                }
            }
        }
    }
}

/// The bytes of a coded section.
fn decode(mut section: &[u8], out: &mut [u8]) -> Option<()> {
    let coding = Coding::read(&mut section, out.len())?;
    let mut states = [0; LANES];
    for state in &mut states {
        *state = number(&mut section)?;
    }
    let (words, _) = section.as_chunks::<2>();
    let mut at = 0;
    for (codes, class) in out.chunks_exact_mut(coding.row).zip(coding.class_of) {
        coding.codes(*class, codes, &mut states, words, &mut at);
    }
    Some(())
}

/// The slots that 256 frequencies stand for.
fn table(frequencies: &[u8]) -> Option<Box<Table>> {
    let mut slots = Vec::with_capacity(SLOTS);
    for (symbol, frequency) in frequencies.as_chunks::<2>().0.iter().enumerate() {
        let frequency = u32::from(u16::from_le_bytes(*frequency));
        if frequency as usize > SLOTS - slots.len() {
            return None;
        }
        slots.extend((0..frequency).map(|place| place << 20 | frequency << 8 | symbol as u32));
    }
    slots.into_boxed_slice().try_into().ok()
}

fn number(rest: &mut &[u8]) -> Option<u32> {
    let bytes = take(rest, 4)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

fn take<'d>(rest: &mut &'d [u8], count: usize) -> Option<&'d [u8]> {
    let (taken, left) = rest.split_at_checked(count)?;
    *rest = left;
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of one section.
    fn file(kind: u32, size: usize, section: &[u8]) -> Vec<u8> {
        let mut file = MAGIC.to_vec();
        for number in [VERSION, 1, kind, size as u32, section.len() as u32] {
            file.extend(number.to_le_bytes());
        }
        file.extend(section);
        file
    }

    /// What a section of one row begins with, and of one table in which `a` and `b` are alike frequent.
    fn head() -> Vec<u8> {
        let mut section = Vec::new();
        for number in [LANES as u32, 1, 1] {
            section.extend(number.to_le_bytes());
        }
        for symbol in 0..256u32 {
            let frequency = if symbol == 97 || symbol == 98 {
                1024u16
            } else {
                0
            };
            section.extend(frequency.to_le_bytes());
        }
        section.push(0);
        section
    }

    /// A coded section of one row.
    fn coded(states: [u32; LANES], words: &[u16]) -> Vec<u8> {
        let mut section = head();
        states.iter().for_each(|s| section.extend(s.to_le_bytes()));
        words.iter().for_each(|w| section.extend(w.to_le_bytes()));
        section
    }

    #[test]
    fn each_lane_has_a_symbol_in_turn() {
        // The lowest eleven bits of a state are its slot: those of `a` come first.
        let states = std::array::from_fn(|lane| LEAST << 1 | if lane % 3 == 0 { 0 } else { 1024 });
        let unpacked = unpack(&file(CODED, LANES, &coded(states, &[]))).unwrap();
        assert_eq!(unpacked, b"abbabbabbabbabba");
        let aligned = Unpacked::embedded(&file(CODED, LANES, &coded(states, &[])));
        assert_eq!(*aligned, *unpacked);
        assert_eq!(aligned.as_ptr() as usize % ALIGNED, 0);
    }

    /// A file of a stored section and one of two rows, each with its own states and one word.
    fn rows(states: [[u32; 2]; 2]) -> Vec<u8> {
        let mut section = head();
        section.extend([0, 1, 1]);
        for states in states {
            states.iter().for_each(|s| section.extend(s.to_le_bytes()));
            section.extend([0, 0]);
        }
        let mut file = MAGIC.to_vec();
        let heads = [STORED, 4, 4, ROWS, 2 * LANES as u32, section.len() as u32];
        for number in [VERSION, 2].iter().chain(&heads) {
            file.extend(number.to_le_bytes());
        }
        file.extend(b"news");
        file.extend(section);
        file
    }

    #[test]
    fn each_row_can_be_read_alone() {
        let (a, b) = (LEAST << 1, LEAST << 1 | 1024);
        let file = rows([[a, b], [b, a]]);
        let (head, read) = Rows::embedded(&file).unwrap();
        assert_eq!((head, read.len()), (&b"news"[..], 2));
        assert!(read.row(1).starts_with(b"ba") && read.row(0).starts_with(b"ab"));
        assert_eq!(read.row(1), read.row(1));
        assert!(read.row(2).is_empty());
        let all = [head, read.row(0), read.row(1)].concat();
        assert_eq!(unpack(&file).unwrap(), all);
        for length in 0..file.len() {
            assert!(Rows::embedded(&file[..length]).is_none(), "{length}");
            assert!(unpack(&file[..length]).is_err(), "{length}");
        }
    }

    #[test]
    fn what_does_not_fit_together_is_refused() {
        let sound = file(CODED, LANES, &coded([LEAST; LANES], &[]));
        assert!(unpack(&sound).is_ok());
        assert!(unpack(&file(STORED, 3, b"news")).is_err());
        assert!(unpack(&file(2, 4, b"news")).is_err());
        assert!(unpack(&file(3, 4, b"news")).is_err());
        assert!(unpack(&file(CODED, LANES + 1, &coded([LEAST; LANES], &[]))).is_err());
        assert!(unpack(&file(CODED, 2 * LANES, &coded([LEAST; LANES], &[]))).is_err());
        for length in 0..sound.len() {
            assert!(unpack(&sound[..length]).is_err(), "{length}");
            assert!(Unpacked::embedded(&sound[..length]).is_empty());
        }
        // One frequency more: they no longer add up.
        let mut more = sound.clone();
        more[24 + 12] = 1;
        assert!(unpack(&more).is_err());
    }

    #[test]
    fn no_changed_byte_makes_it_panic() {
        let sound = file(CODED, LANES, &coded([LEAST; LANES], &[7; 9]));
        for at in 0..sound.len() {
            for value in [0, 1, 0x7f, 0xff] {
                let mut changed = sound.clone();
                changed[at] = value;
                // Lengths beyond the file's are asked of the machine: leave those alone.
                if !(16..20).contains(&at) {
                    let _ = unpack(&changed);
                }
            }
        }
    }
}
