//! The best match of each sentence among all of the other text: the gate follows them, and a passage
//! that moved is known by them.

/// The score and the partner of the best match of each sentence of either side; of equals the first.
pub struct Best {
    scores: [Vec<f32>; 2],
    partners: [Vec<usize>; 2],
}

#[expect(
    clippy::indexing_slicing,
    reason = "a side is 0 or 1, and its sentences are those of the lengths that `new` was given"
)]
impl Best {
    pub fn new(lengths: [usize; 2]) -> Self {
        Self {
            scores: lengths.map(|n| vec![0.0; n]),
            partners: lengths.map(|n| vec![usize::MAX; n]),
        }
    }

    /// Look at a pair; pairs come by row and column.
    pub fn see(&mut self, row: usize, column: usize, score: f32) {
        for (side, own, other) in [(0, row, column), (1, column, row)] {
            if score > self.scores[side][own] {
                self.scores[side][own] = score;
                self.partners[side][own] = other;
            }
        }
    }

    pub fn score(&self, side: usize, sentence: usize) -> f32 {
        self.scores[side][sentence]
    }

    pub fn median(&self) -> f32 {
        let mut all = self.scores.concat();
        if all.is_empty() {
            return 0.0;
        }
        let middle = all.len() / 2;
        *all.select_nth_unstable_by(middle, f32::total_cmp).1
    }

    /// The sentence of the other side that is the best match of one and has it for its own.
    pub fn mutual(&self, side: usize, sentence: usize) -> Option<usize> {
        let other = self.partners[side][sentence];
        (self.partners[1 - side].get(other) == Some(&sentence)).then_some(other)
    }
}

#[cfg(test)]
mod tests {
    use super::Best;

    #[test]
    fn a_match_is_mutual_where_neither_has_a_better_one_and_of_equals_the_first() {
        let mut best = Best::new([2, 3]);
        let scores = [[0.0, 0.5, 0.5], [0.0, 0.9, 0.5]];
        for (row, scores) in scores.iter().enumerate() {
            for (column, score) in scores.iter().enumerate() {
                best.see(row, column, *score);
            }
        }
        assert_eq!((best.mutual(0, 0), best.mutual(0, 1)), (None, Some(1)));
        let columns = [0, 1, 2].map(|column| best.mutual(1, column));
        assert_eq!(columns, [None, Some(1), None]);
        assert!((best.median() - 0.5).abs() < f32::EPSILON);
    }
}
