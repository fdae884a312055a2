//! Weights of all-MiniLM-L6-v2 for wiredrift, part 1 of 2: the word pieces.

/// The bytes of a file, placed for vector instructions to read.
#[repr(align(64))]
struct Aligned<T: ?Sized>(T);

static ALIGNED: &Aligned<[u8]> = &Aligned(*include_bytes!("../weights.bin"));

/// The file that `tools/build_minilm.py` writes; its layout is wiredrift's own affair.
pub static DATA: &[u8] = &ALIGNED.0;
