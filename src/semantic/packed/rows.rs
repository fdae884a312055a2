//! Rows of a model that are unpacked each when it is first asked for.
//!
//! A story has some hundred of a vocabulary's thirty thousand pieces.

use std::sync::OnceLock;

use super::{Coding, ROWS, STORED, Sections, number, take};

/// States that are read in turn: fewer than those of a whole section, as each row has its own.
const LANES: usize = 2;

/// The rows of a section, those unpacked that were asked for.
pub(in crate::semantic) struct Rows<'d> {
    coding: Coding<'d>,
    /// Where the states and words of each row begin in `packed`, and last where those of all end.
    starts: Vec<u32>,
    packed: &'d [u8],
    unpacked: Vec<OnceLock<Box<[u8]>>>,
}

impl<'d> Rows<'d> {
    /// A file of a stored section and one of rows: the bytes of the first, and the rows.
    pub(in crate::semantic) fn embedded(file: &'d [u8]) -> Option<(&'d [u8], Self)> {
        let mut sections = Sections::read(file)?;
        let [[STORED, _, stored], [ROWS, size, rows]] = sections.heads[..] else {
            return None;
        };
        let head = take(&mut sections.packed, stored as usize)?;
        let section = take(&mut sections.packed, rows as usize)?;
        let mut rows = Self::read(section, size as usize)?;
        rows.unpacked.resize_with(rows.len(), OnceLock::new);
        Some((head, rows))
    }

    /// A section, of `size` bytes unpacked.
    pub(super) fn read(mut section: &'d [u8], size: usize) -> Option<Self> {
        let coding = Coding::read(&mut section, size)?;
        let words = take(&mut section, coding.class_of.len())?;
        let mut starts = Vec::with_capacity(words.len() + 1);
        let mut start = 0u32;
        starts.push(start);
        for words in words {
            start = start.checked_add(4 * LANES as u32 + 2 * u32::from(*words))?;
            starts.push(start);
        }
        (start as usize == section.len()).then_some(Self {
            coding,
            starts,
            packed: section,
            unpacked: Vec::new(),
        })
    }

    /// How many there are.
    pub(in crate::semantic) fn len(&self) -> usize {
        self.coding.class_of.len()
    }

    /// The codes of one; none where there is no such row.
    pub(in crate::semantic) fn row(&self, index: usize) -> &[u8] {
        self.unpacked.get(index).map_or(&[], |row| {
            row.get_or_init(|| {
                let mut codes = vec![0; self.coding.row];
                self.unpack(index, &mut codes);
                codes.into()
            })
        })
    }

    /// The codes of all rows, one after the other.
    pub(super) fn fill(&self, out: &mut [u8]) {
        for (index, codes) in out.chunks_exact_mut(self.coding.row).enumerate() {
            self.unpack(index, codes);
        }
    }

    fn unpack(&self, index: usize, codes: &mut [u8]) {
        let ends = self.starts.get(index..).and_then(<[u32]>::first_chunk::<2>);
        let body = ends.and_then(|[start, end]| self.packed.get(*start as usize..*end as usize));
        let (Some(mut body), Some(class)) = (body, self.coding.class_of.get(index)) else {
            return;
        };
        let states = [(); LANES].map(|()| number(&mut body).unwrap_or_default());
        let (words, mut states, mut at) = (body.as_chunks().0, states, 0);
        self.coding
            .codes(*class, codes, &mut states, words, &mut at);
    }
}
