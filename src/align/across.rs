//! Scores of one sentence with a run of those of the other side: counted for many of them at once.

use std::collections::VecDeque;
use std::ops::Range;

use super::features::{WIDTH, for_each_bit};
use super::postings::Postings;
use super::similarity::Scorer;

/// Columns of a block: a bit for each.
const LANES: usize = 64;
/// Bits of the greatest count, that of all n-grams of a bitmap.
const PLANES: usize = (WIDTH * 64).ilog2() as usize + 1;

/// For each n-gram which of the columns of a block have it.
type Block = Box<[u64; WIDTH * 64]>;

/// What is needed to score rows, one after the other, with columns that only move on.
pub struct Across<'s> {
    scorer: &'s Scorer<'s>,
    columns: &'s [usize],
    /// The places of the columns that have each word.
    postings: Postings,
    /// The blocks that are in use, and the number of the first.
    blocks: VecDeque<Block>,
    first: usize,
    /// Of each column of a run the n-grams and the weight of the words that it shares with the row.
    grams: Vec<u32>,
    words: Vec<f32>,
}

impl<'s> Across<'s> {
    pub fn new(scorer: &'s Scorer<'s>, columns: &'s [usize]) -> Self {
        let words = scorer.weight.len();
        Self {
            scorer,
            columns,
            postings: Postings::new(scorer.sides[1], columns, words, u32::MAX),
            blocks: VecDeque::new(),
            first: 0,
            grams: Vec::new(),
            words: Vec::new(),
        }
    }

    /// [`Scorer::row`] of sentence `i` with a run of the columns.
    pub fn row(&mut self, i: usize, run: Range<usize>, mut found: impl FnMut((f32, f32))) {
        if run.is_empty() {
            return;
        }
        self.count_words(i, &run);
        self.count_grams(i, &run);
        // The counts begin with the first column of a block.
        let before = run.start % LANES;
        let columns = self.columns.iter().skip(run.start);
        let grams = self.grams.iter().skip(before);
        for ((j, words), grams) in columns.zip(&self.words).zip(grams) {
            found(self.scorer.cell(i, *j, *grams as f32, *words));
        }
    }

    /// Add up the weights of shared words, in their order, which is the same for row and column.
    #[expect(
        clippy::indexing_slicing,
        reason = "every word of a sentence has a weight, and `words` one sum for each place of the run"
    )]
    fn count_words(&mut self, i: usize, run: &Range<usize>) {
        self.words.clear();
        self.words.resize(run.len(), 0.0);
        for word in self.scorer.sides[0].words(i) {
            let word = *word as usize;
            let places = self.postings.of(word);
            let from = places.partition_point(|place| (*place as usize) < run.start);
            let inside = places.iter().skip(from).map(|place| *place as usize);
            for place in inside.take_while(|place| *place < run.end) {
                self.words[place - run.start] += self.scorer.weight[word];
            }
        }
    }

    fn count_grams(&mut self, i: usize, run: &Range<usize>) {
        let needed = run.start / LANES..run.end.div_ceil(LANES);
        while self.first < needed.start && self.blocks.pop_front().is_some() {
            self.first += 1;
        }
        if self.blocks.is_empty() {
            self.first = needed.start;
        }
        for number in self.first + self.blocks.len()..needed.end {
            self.blocks.push_back(self.block(number));
        }
        let mut own: Vec<u16> = Vec::with_capacity(self.scorer.sides[0].ones(i) as usize);
        for_each_bit(self.scorer.sides[0].bitmap(i), |bit| own.push(bit as u16));
        self.grams.clear();
        for block in self.blocks.iter().take(needed.len()) {
            self.grams.extend(shared(block, &own));
        }
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "a block has a place for each bit of a bitmap"
    )]
    fn block(&self, number: usize) -> Block {
        let mut block = Box::new([0; WIDTH * 64]);
        let columns = self.columns.iter().skip(number * LANES).take(LANES);
        for (lane, j) in columns.enumerate() {
            let bits = self.scorer.sides[1].bitmap(*j);
            for_each_bit(bits, |bit| block[bit] |= 1 << lane);
        }
        block
    }
}

/// How many n-grams each column of a block shares with a sentence: 64 numbers are counted up at once,
/// `planes[p]` holding bit `p` of each. Eight n-grams are added up before they are carried on (Harley
/// and Seal; Warren, Hacker's Delight, 5-1), and nowhere is a jump that chance would decide.
#[expect(
    clippy::indexing_slicing,
    reason = "n-grams are places of set bits of a bitmap, and a block has one for each bit"
)]
fn shared(block: &[u64; WIDTH * 64], grams: &[u16]) -> [u32; LANES] {
    let mut planes = [0u64; PLANES];
    let used = (grams.len().max(1).ilog2() as usize + 1).min(PLANES);
    let has = |gram: Option<&u16>| gram.map_or(0, |gram| block[usize::from(*gram)]);
    for some in grams.chunks(8) {
        let [mut ones, mut twos, mut fours] = [planes[0], planes[1], planes[2]];
        let mut carried = [0; 2];
        for (half, carried) in carried.iter_mut().enumerate() {
            let mut pairs = [0; 2];
            for (pair, more) in pairs.iter_mut().enumerate() {
                let at = 4 * half + 2 * pair;
                *more = add(&mut ones, has(some.get(at)), has(some.get(at + 1)));
            }
            *carried = add(&mut twos, pairs[0], pairs[1]);
        }
        let mut more = add(&mut fours, carried[0], carried[1]);
        (planes[0], planes[1], planes[2]) = (ones, twos, fours);
        for plane in planes.iter_mut().take(used).skip(3) {
            let carry = *plane & more;
            *plane ^= more;
            more = carry;
        }
    }
    let mut counts = [0; LANES];
    for (power, plane) in planes.iter().enumerate().take(used) {
        for (lane, count) in counts.iter_mut().enumerate() {
            *count += ((plane >> lane & 1) as u32) << power;
        }
    }
    counts
}

/// Add two numbers of one bit to a third, in 64 lanes; the carries.
fn add(sum: &mut u64, x: u64, y: u64) -> u64 {
    let both = *sum ^ x;
    let carry = *sum & x | both & y;
    *sum = both ^ y;
    carry
}
