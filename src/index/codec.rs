//! Numbers as bytes: seven bits a byte, the lowest first, and rising lists as their differences.
//!
//! Reading never panics and never allocates more than the bytes it is given can stand for.

/// Bytes of the longest number.
const LONGEST: usize = 10;

/// Write a number.
pub fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Write a strictly rising list: the first as it is, each other as its distance beyond the next
/// possible one.
pub fn put_rising(out: &mut Vec<u8>, values: impl Iterator<Item = u32>) {
    let mut next = 0;
    for value in values {
        put(out, u64::from(value).saturating_sub(next));
        next = u64::from(value) + 1;
    }
}

/// Reads numbers off bytes; `None` where they end too early or stand for no number.
#[derive(Clone, Copy, Debug)]
pub struct Bytes<'b>(pub &'b [u8]);

impl<'b> Bytes<'b> {
    /// The next number.
    pub fn number(&mut self) -> Option<u64> {
        let mut value = 0u64;
        for (i, byte) in self.0.iter().take(LONGEST).enumerate() {
            let bits = u64::from(byte & 0x7f);
            let shift = 7 * i as u32;
            if shift == 63 && bits > 1 {
                return None;
            }
            value |= bits << shift;
            if byte & 0x80 == 0 {
                self.0 = self.0.get(i + 1..)?;
                return Some(value);
            }
        }
        None
    }

    /// The next `count` numbers of a rising list, all below `limit`, handed to `take`.
    pub fn rising(&mut self, count: u64, limit: u32, mut take: impl FnMut(u32)) -> Option<()> {
        // Each number has a byte at least: no list of a billion comes out of ten bytes.
        if count > self.0.len() as u64 {
            return None;
        }
        let mut next = 0u64;
        for _ in 0..count {
            let value = next.checked_add(self.number()?)?;
            if value >= u64::from(limit) {
                return None;
            }
            take(value as u32);
            next = value + 1;
        }
        Some(())
    }

    /// The next `count` bytes.
    pub fn bytes(&mut self, count: usize) -> Option<&'b [u8]> {
        let (bytes, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(bytes)
    }

    /// The next four bytes, the lowest first.
    pub fn u32(&mut self) -> Option<u32> {
        let bytes = self.bytes(4)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?))
    }

    /// The next eight bytes, the lowest first.
    pub fn u64(&mut self) -> Option<u64> {
        let bytes = self.bytes(8)?;
        Some(u64::from_le_bytes(bytes.try_into().ok()?))
    }
}

/// Whether a checksum is the one that is promised.
///
/// Under a fuzzer it always is: no chance edit would get past the checksums, and what lies behind
/// them must stand any bytes too, since whoever forges an index forges its checksums.
pub fn agrees(found: u32, promised: u32) -> bool {
    cfg!(fuzzing) || found == promised
}

/// The bytes before a checksum, where it is theirs.
pub fn checked(bytes: &[u8]) -> Option<&[u8]> {
    let (body, sum) = bytes.split_last_chunk::<4>()?;
    agrees(crc32fast::hash(body), u32::from_le_bytes(*sum)).then_some(body)
}

/// Put the checksum of all that is in `out` from `from` on after it, and return it.
pub fn seal(out: &mut Vec<u8>, from: usize) -> u32 {
    let sum = crc32fast::hash(out.get(from..).unwrap_or(&[]));
    out.extend(sum.to_le_bytes());
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_too_long_or_cut_off_is_none() {
        assert_eq!(Bytes(&[0x80; 12]).number(), None);
        assert_eq!(Bytes(&[0x80]).number(), None);
        assert_eq!(Bytes(&[]).number(), None);
        let mut past = vec![0xff; 9];
        past.push(2);
        assert_eq!(Bytes(&past).number(), None);
        assert_eq!(Bytes(&[0]).rising(u64::MAX, 9, |_| ()), None);
    }

    proptest! {
        #[test]
        fn numbers_come_back(values in prop::collection::vec(any::<u64>(), 0..40)) {
            let mut out = Vec::new();
            values.iter().for_each(|v| put(&mut out, *v));
            let mut bytes = Bytes(&out);
            for value in values {
                prop_assert_eq!(bytes.number(), Some(value));
            }
            prop_assert!(bytes.0.is_empty());
        }

        #[test]
        fn rising_lists_come_back(set in prop::collection::btree_set(any::<u32>(), 0..60)) {
            let mut out = Vec::new();
            put_rising(&mut out, set.iter().copied());
            let mut back = Vec::new();
            let count = set.len() as u64;
            let read = Bytes(&out).rising(count, u32::MAX, |v| back.push(v));
            if set.last() == Some(&u32::MAX) {
                prop_assert_eq!(read, None);
            } else {
                prop_assert_eq!(read, Some(()));
                prop_assert_eq!(back, set.into_iter().collect::<Vec<_>>());
            }
        }

        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..80), count: u64) {
            let mut reader = Bytes(&bytes);
            let mut last = None;
            let _ = reader.rising(count, u32::MAX, |v| {
                assert!(last < Some(v));
                last = Some(v);
            });
            while reader.number().is_some() {}
            let _ = (Bytes(&bytes).u32(), Bytes(&bytes).u64(), checked(&bytes));
        }

        #[test]
        fn a_changed_bit_breaks_the_seal(bytes in prop::collection::vec(any::<u8>(), 1..80), at: prop::sample::Index, bit in 0u8..8) {
            let mut out = bytes.clone();
            seal(&mut out, 0);
            prop_assert_eq!(checked(&out), Some(&bytes[..]));
            let at = at.index(out.len());
            out[at] ^= 1 << bit;
            prop_assert_eq!(checked(&out), None);
        }
    }
}
