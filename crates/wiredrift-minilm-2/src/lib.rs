//! Weights of all-MiniLM-L6-v2 for wiredrift, part 2 of 2: the layers.

/// The file that `tools/build_minilm.py` writes; its layout is wiredrift's own affair.
pub static DATA: &[u8] = include_bytes!("../weights.bin");
