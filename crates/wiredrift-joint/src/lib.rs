//! Weights for wiredrift of three layers that read a passage and its copy together.

/// The file that `tools/train_joint.py` writes; its layout is wiredrift's own affair.
pub static DATA: &[u8] = include_bytes!("../weights.bin");
