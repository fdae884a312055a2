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
const MUTUAL: usize = 2;
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
        let planes: Vec<&[u8]> = far.chunks_exact(kinds.len().max(1)).collect();
        let [low, middle, high] = planes.try_into().ok()?;
        // The steps are written one kind after the other.
        let mut sizes = [0; POINTERS.len()];
        for kind in kinds {
            *sizes.get_mut(usize::from(*kind))? += 1;
        }
        let mut steps = low.iter().zip(middle).zip(high);
        let mut steps = sizes.map(|size| {
            let own = steps.clone().take(size);
            if let Some(last) = size.checked_sub(1) {
                steps.nth(last);
            }
            own
        });
        let mut written = sizes.map(Vec::<(u32, u32)>::with_capacity);
        let mut number = vec![0u8; counts.len()];
        let mut one_more = |synset: u32| {
            let number = number.get_mut(synset as usize)?;
            *number = number.checked_add(1)?;
            Some(())
        };
        let mut kinds = kinds.iter();
        for (own, count) in (0u32..).zip(counts) {
            for kind in kinds.by_ref().take(usize::from(*count)) {
                let kind = usize::from(*kind);
                let ((low, middle), high) = steps.get_mut(kind)?.next()?;
                let steps = u32::from_le_bytes([*low, *middle, *high, 0]);
                let to = if steps.is_multiple_of(2) {
                    own.checked_sub(steps / 2)?
                } else {
                    own + steps / 2 + 1
                };
                written.get_mut(kind)?.push((own, to));
                one_more(own)?;
                if kind >= MUTUAL {
                    one_more(to)?;
                }
            }
        }
        let starts = starts(&number);
        let mut packed = vec![0; *starts.last()? as usize];
        let mut free = starts.clone();
        let mut put = |kind: usize, from: u32, to: u32| {
            let place = free.get_mut(from as usize)?;
            *packed.get_mut(*place as usize)? = (kind as u32) << KIND | to;
            *place += 1;
            Some(())
        };
        // Each kind is written in order, towards higher numbers: so those back to lower ones come first.
        for (kind, written) in written.iter().enumerate() {
            for (from, to) in written.iter().filter(|_| kind >= MUTUAL) {
                put(kind, *to, *from)?;
            }
            for (from, to) in written {
                put(kind, *from, *to)?;
            }
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
