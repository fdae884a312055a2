//! How a fact of the copy stands to the fact of the original.

/// How one statement of a fact stands to another.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Comparison {
    /// They say the same, in whatever form.
    Same,
    /// The other is compatible but says less: rounded, or with a bound or a part lost.
    Weaker,
    /// The other is compatible but says more than this one.
    Stronger,
    /// The other says the opposite: a bound or direction turned round.
    Reversed,
    /// Both cannot be true.
    Different,
    /// They speak of different matters; neither follows.
    Incomparable,
}

impl Comparison {
    /// Whether both statements can be true together.
    #[must_use]
    pub fn compatible(self) -> bool {
        matches!(self, Self::Same | Self::Weaker | Self::Stronger)
    }
}
