//! The vocabulary: pieces by number and by spelling.

use super::super::error::ModelError;

/// The longest piece that is looked up, in bytes; the embedded vocabulary's has 18.
pub const LONGEST: usize = 32;
const EMPTY: Slot = Slot {
    id: u16::MAX,
    tag: 0,
};
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// Where a piece stands in its word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Start {
    /// It begins the word.
    Word,
    /// It goes on with the word, and is written with `##`.
    Inside,
}

impl Start {
    const fn seed(self) -> u64 {
        match self {
            Self::Word => 0xcbf2_9ce4_8422_2325,
            Self::Inside => 0x6c62_272e_07bb_0142,
        }
    }
}

/// A place in the table: a piece and a part of its hash, so that others are told from it without a
/// look at their spelling.
#[derive(Clone, Copy, PartialEq)]
struct Slot {
    id: u16,
    tag: u16,
}

/// Pieces in a hash table with open addressing. The hash is FNV-1a because it grows by a byte at a
/// time: the hashes of all beginnings of a word cost as much as that of the word.
pub struct Vocabulary<'d> {
    text: &'d str,
    /// Where each piece starts, and one past the end.
    starts: Vec<u32>,
    slots: Vec<Slot>,
}

impl<'d> Vocabulary<'d> {
    pub fn new(text: &'d str) -> Result<Self, ModelError> {
        let mut starts = Vec::with_capacity(1 << 15);
        starts.push(0);
        // Pieces are short: a search for the line feeds would take longer to begin than this to end.
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        starts.extend(ends.map(|(at, _)| at as u32 + 1));
        if !text.is_empty() && !text.ends_with('\n') {
            starts.push(text.len() as u32 + 1);
        }
        let pieces = starts.len() - 1;
        let bounds = starts.iter().zip(starts.iter().skip(1));
        let longest = bounds.map(|(start, end)| (end - start) as usize - 1).max();
        if pieces >= usize::from(EMPTY.id)
            || text.contains('\r')
            || longest.is_none_or(|length| length > LONGEST)
        {
            return Err(ModelError::Foreign {
                what: "WordPiece vocabulary",
                expected: format!(
                    "1 to 65,534 lines of at most {LONGEST} bytes that end in a line feed"
                ),
                found: format!("{pieces} lines of at most {} bytes", longest.unwrap_or(0)),
            });
        }
        let mut vocabulary = Self {
            text,
            starts,
            slots: vec![EMPTY; (2 * pieces + 1).next_power_of_two()],
        };
        for id in 0..pieces as u32 {
            let (start, spelling) = vocabulary.spelling(id);
            let hash = hash(start, spelling);
            let mut slot = vocabulary.slot(hash);
            while vocabulary.slots.get(slot).is_some_and(|s| *s != EMPTY) {
                slot = vocabulary.after(slot);
            }
            if let Some(free) = vocabulary.slots.get_mut(slot) {
                *free = Slot {
                    id: id as u16,
                    tag: tag(hash),
                };
            }
        }
        Ok(vocabulary)
    }

    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The piece as it is written, `##` and all; empty beyond the last.
    pub fn text(&self, id: u32) -> &'d str {
        let at = |i: u32| self.starts.get(i as usize).map_or(0, |s| *s as usize);
        self.text
            .get(at(id)..at(id + 1).saturating_sub(1))
            .unwrap_or("")
    }

    /// The number of a piece.
    pub fn find(&self, start: Start, piece: &[u8]) -> Option<u32> {
        self.look_up(hash(start, piece), start, piece)
    }

    /// The longest beginning of `word` that is a piece, of those that end at one of the ascending
    /// lengths `ends`: how many ends it reaches over, and its number.
    pub fn longest(
        &self,
        start: Start,
        word: &[u8],
        ends: impl Iterator<Item = usize>,
    ) -> Option<(usize, u32)> {
        let mut found = [(0usize, 0u64); LONGEST];
        let (mut state, mut from, mut count) = (start.seed(), 0, 0);
        for end in ends {
            state = grow(state, word.get(from..end)?);
            *found.get_mut(count)? = (end, state);
            (from, count) = (end, count + 1);
        }
        (0..count).rev().find_map(|i| {
            let (end, state) = *found.get(i)?;
            let id = self.look_up(state, start, word.get(..end)?)?;
            Some((i + 1, id))
        })
    }

    fn look_up(&self, hash: u64, start: Start, piece: &[u8]) -> Option<u32> {
        let mut slot = self.slot(hash);
        loop {
            let found = self.slots.get(slot).filter(|s| **s != EMPTY)?;
            let id = u32::from(found.id);
            if found.tag == tag(hash) && self.spelling(id) == (start, piece) {
                return Some(id);
            }
            slot = self.after(slot);
        }
    }

    fn spelling(&self, id: u32) -> (Start, &'d [u8]) {
        let text = self.text(id);
        match text.strip_prefix("##").filter(|rest| !rest.is_empty()) {
            Some(rest) => (Start::Inside, rest.as_bytes()),
            None => (Start::Word, text.as_bytes()),
        }
    }

    fn slot(&self, hash: u64) -> usize {
        (hash ^ hash >> 32) as usize & (self.slots.len() - 1)
    }

    fn after(&self, slot: usize) -> usize {
        (slot + 1) & (self.slots.len() - 1)
    }
}

fn tag(hash: u64) -> u16 {
    (hash >> 48) as u16
}

fn hash(start: Start, piece: &[u8]) -> u64 {
    grow(start.seed(), piece)
}

fn grow(state: u64, bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(state, |h, b| (h ^ u64::from(*b)).wrapping_mul(PRIME))
}
