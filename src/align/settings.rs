//! The aligner's knobs.

/// What can be turned on the aligner; the default is the one setting that everything is measured
/// with. Scores are from 0 to 1, costs are in gates (see [`AlignOptions::gate`]).
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct AlignOptions {
    /// Share of the character evidence in a sentence's score, the rest being words. Default 0.4.
    pub characters: f32,
    /// Share of a sentence's own coverage in its score, the rest being the overlap of the whole
    /// bead. Higher joins a short sentence to a long one more readily. Default 0.9.
    pub own: f32,
    /// Take off what chance would cover: the share of a sentence's n-grams that other sentences of
    /// its text have. Default on.
    pub chance: bool,
    /// How much more a word with a digit or a capital inside the sentence weighs. Default 0.75.
    pub facts: f32,
    /// The score below which a sentence is better left without a partner, for a document whose
    /// median best match is 1. Higher leaves more sentences alone. Default 0.33.
    pub gate: f32,
    /// The gate of other documents is `gate` times their median best match to this power.
    /// Default 1.25: rewritten texts get a gate that is lower still.
    pub gate_power: f32,
    /// The lowest gate. Default 0.11.
    pub gate_floor: f32,
    /// How much the gate rises, as a share of it, with the share of sentences that seem to have no
    /// partner. Default 0.5: in texts that have little in common a weak match is chance.
    pub sparse: f32,
    /// What opening a run of unpartnered sentences costs. Higher aligns weak sentences between
    /// aligned neighbours. Default 0.7.
    pub gap: f32,
    /// What a misfit of lengths costs a sentence of the bead, for each unit of the logarithm of
    /// their ratio. Default 1.1.
    pub length: f32,
    /// What each sentence over two costs a bead. Default 0.35.
    pub merge: f32,
    /// How far that falls for the side whose sentences are shorter on the average, and rises for the
    /// other, for each unit of the logarithm of the ratio. Default 1: a text in short sentences has
    /// split the long ones.
    pub finer: f32,
    /// What it costs more, as a score and not in gates, in a text that was copied word for word;
    /// hardly anything in a rewritten one. Default 0.25.
    pub merge_close: f32,
    /// In a text that was copied word for word, the share of each of several sentences in a bead
    /// that the other side must have and none of its siblings; hardly anything in a rewritten one.
    /// Default 0.45: a sentence put in beside another that says it all is an addition.
    pub fresh: f32,
    /// What a bead of several sentences on both sides costs more. Default 2.
    pub block: f32,
    /// How much a word that two sentences of one side both have counts when it is asked what each
    /// of them adds to their bead. Default 0.3: little.
    pub repeated: f32,
    /// Most sentences of one side against one of the other. Default 6.
    pub longest: u8,
    /// Look for moved passages among what the path left over. Default on.
    pub moves: bool,
    /// How much of what a moved passage would be worth is taken from a bead of the path that keeps
    /// its sentences apart. Default 1: all of it.
    pub reserve: f32,
    /// The gate of moved passages. Default 2.
    pub move_gate: f32,
}

impl Default for AlignOptions {
    fn default() -> Self {
        Self {
            characters: 0.4,
            own: 0.9,
            chance: true,
            facts: 0.75,
            gate: 0.33,
            gate_power: 1.25,
            gate_floor: 0.11,
            sparse: 0.5,
            gap: 0.7,
            length: 1.1,
            merge: 0.35,
            finer: 1.0,
            merge_close: 0.25,
            fresh: 0.45,
            block: 2.0,
            repeated: 0.3,
            longest: 6,
            moves: true,
            reserve: 1.0,
            move_gate: 2.0,
        }
    }
}
