//! The aligner's knobs.

/// What can be turned on the aligner; the default is the one setting that all is measured with.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct AlignOptions {
    /// Share of the character evidence, the rest being words. Default 0.5.
    pub characters: f32,
    /// Share of a sentence's own coverage in its score, the rest being the bead's overlap.
    pub own: f32,
    /// Gate as a share of the document's median best match.
    pub gate: f32,
    /// The lowest gate.
    pub gate_floor: f32,
    /// The highest gate.
    pub gate_ceiling: f32,
    /// What each sentence over two costs a bead.
    pub merge: f32,
    /// Evidence a sentence needs for being taken into a merged bead.
    pub merge_floor: f32,
    /// Longest one-to-many bead.
    pub longest: usize,
    /// Look for moved passages.
    pub moves: bool,
    /// How much stronger than the gate a moved sentence must match.
    pub move_gate: f32,
    /// Spare knobs of the search for better ones.
    pub x: [f32; 10],
}

impl Default for AlignOptions {
    fn default() -> Self {
        Self {
            characters: 0.5,
            own: 1.0,
            gate: 0.35,
            gate_floor: 0.10,
            gate_ceiling: 0.30,
            merge: 0.15,
            merge_floor: 0.1,
            longest: 6,
            moves: true,
            move_gate: 1.5,
            x: [0.0, 9.0, 0., 0., 0., 0., 0., 0., 0., 0.],
        }
    }
}
