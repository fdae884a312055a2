//! The pointers between synsets, unpacked once from the tables.

use super::{Pointer, Synset, range, starts};

/// The kinds of pointers, by the numbers of the tables.
const POINTERS: [Pointer; 5] = [
    Pointer::Hypernym,
    Pointer::Instance,
    Pointer::Antonym,
    Pointer::Similar,
    Pointer::Derived,
];
/// From this kind on a pointer holds both ways and is written once.
const MUTUAL: u8 = 2;
/// Where the number of the kind begins in an unpacked pointer.
const KIND: u32 = 29;

/// The pointers of all synsets.
#[derive(Clone, Debug)]
pub(super) struct Pointers {
    starts: Vec<u32>,
    /// The kind in the top bits, the synset below; those of a synset in order.
    packed: Vec<u32>,
}

impl Pointers {
    /// Unpack the tables: how many pointers each synset has, the kind of each, and how far it points.
    pub(super) fn read(counts: &[u8], kinds: &[u8], far: &[u8]) -> Option<Self> {
        // The steps are written one kind after the other.
        let mut next = [0usize; POINTERS.len()];
        for kind in kinds {
            *next.get_mut(usize::from(*kind))? += 1;
        }
        let mut before = 0;
        for place in &mut next {
            before += std::mem::replace(place, before);
        }
        let planes: Vec<&[u8]> = far.chunks_exact(kinds.len().max(1)).collect();
        let [low, middle, high] = planes.try_into().ok()?;
        let mut written = Vec::with_capacity(kinds.len());
        let mut kinds = kinds.iter();
        for (own, count) in (0i64..).zip(counts) {
            for kind in kinds.by_ref().take(usize::from(*count)) {
                let at = next.get_mut(usize::from(*kind))?;
                let bytes = [*low.get(*at)?, *middle.get(*at)?, *high.get(*at)?, 0];
                *at += 1;
                let steps = i64::from(u32::from_le_bytes(bytes));
                let far = if steps % 2 == 0 {
                    -steps / 2
                } else {
                    i64::midpoint(steps, 1)
                };
                written.push((own as u32, *kind, u32::try_from(own + far).ok()?));
            }
        }
        let mut number = vec![0u8; counts.len()];
        for (own, kind, to) in &written {
            let ends = if *kind >= MUTUAL {
                &[*own, *to][..]
            } else {
                &[*own]
            };
            for end in ends {
                let number = number.get_mut(*end as usize)?;
                *number = number.checked_add(1)?;
            }
        }
        let starts = starts(&number);
        let mut packed = vec![0; *starts.last()? as usize];
        let mut free = starts.clone();
        for (own, kind, to) in &written {
            let mut put = |from: u32, to: u32| {
                let place = free.get_mut(from as usize)?;
                *packed.get_mut(*place as usize)? = u32::from(*kind) << KIND | to;
                *place += 1;
                Some(())
            };
            put(*own, *to)?;
            if *kind >= MUTUAL {
                put(*to, *own)?;
            }
        }
        for synset in 0..counts.len() {
            packed.get_mut(range(&starts, synset))?.sort_unstable();
        }
        Some(Self { starts, packed })
    }

    /// Where a synset points to.
    pub(super) fn of(&self, synset: Synset) -> impl Iterator<Item = (Pointer, Synset)> + '_ {
        let packed = self.packed.get(range(&self.starts, synset as usize));
        packed.unwrap_or_default().iter().filter_map(|packed| {
            let kind = POINTERS.get((packed >> KIND) as usize)?;
            Some((*kind, packed & ((1 << KIND) - 1)))
        })
    }
}
