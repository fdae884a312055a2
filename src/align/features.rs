//! What the aligner reads off a sentence: a bitmap of character n-grams and a set of words.

use rustc_hash::FxHashMap;

/// Words of 64 bits in the bitmap of a sentence.
pub const WIDTH: usize = 32;
/// One bit for each hashed n-gram.
pub type Bitmap = [u64; WIDTH];
const BITS: u32 = (WIDTH * 64).trailing_zeros();
/// Characters of a word that stand for its stem: long enough to tell words apart, short enough to
/// drop most endings of the languages written with an alphabet.
pub const STEM: usize = 4;

/// Word ids shared by both sides, with the number of sentences that have each.
#[derive(Default)]
pub struct Vocabulary {
    ids: FxHashMap<u64, u32>,
    /// Sentences of either side that have the word.
    pub frequency: Vec<u32>,
    /// The word has a digit or, within a sentence, a capital.
    pub fact: Vec<bool>,
}

impl Vocabulary {
    fn id(&mut self, key: u64, fact: bool) -> u32 {
        let next = self.frequency.len() as u32;
        let id = *self.ids.entry(key).or_insert(next);
        if id == next {
            self.frequency.push(0);
            self.fact.push(false);
        }
        if fact && let Some(flag) = self.fact.get_mut(id as usize) {
            *flag = true;
        }
        id
    }
}

/// The features of one side, flat.
#[derive(Default)]
pub struct Side {
    bits: Vec<Bitmap>,
    /// Set bits of each sentence.
    pub ones: Vec<f32>,
    /// Characters of each sentence.
    pub length: Vec<f32>,
    words: Vec<u32>,
    starts: Vec<u32>,
}

impl Side {
    /// Read all sentences of one side.
    pub fn new<S: AsRef<str>>(sentences: &[S], vocabulary: &mut Vocabulary) -> Self {
        let mut side = Self {
            bits: vec![[0; WIDTH]; sentences.len()],
            ones: Vec::with_capacity(sentences.len()),
            length: sentences
                .iter()
                .map(|s| s.as_ref().len() as f32 + 8.0)
                .collect(),
            words: Vec::with_capacity(sentences.len() * 16),
            starts: vec![0],
        };
        let mut words: Vec<u32> = Vec::new();
        for (sentence, bits) in sentences.iter().zip(&mut side.bits) {
            words.clear();
            read(sentence.as_ref(), bits, vocabulary, &mut words);
            words.sort_unstable();
            words.dedup();
            for id in &words {
                if let Some(n) = vocabulary.frequency.get_mut(*id as usize) {
                    *n += 1;
                }
            }
            side.words.extend_from_slice(&words);
            side.starts.push(side.words.len() as u32);
            side.ones
                .push(bits.iter().map(|b| b.count_ones()).sum::<u32>() as f32);
        }
        side
    }

    /// Number of sentences.
    pub fn len(&self) -> usize {
        self.ones.len()
    }
}

#[expect(
    clippy::indexing_slicing,
    reason = "a sentence is counted below `len`: every list has an entry for each, and `starts` one more, \
              which ascends and ends with the length of `words`"
)]
impl Side {
    /// Set bits of a sentence.
    pub fn ones(&self, i: usize) -> f32 {
        self.ones[i]
    }

    /// Characters of a sentence.
    pub fn length(&self, i: usize) -> f32 {
        self.length[i]
    }

    /// Bitmap of a sentence.
    pub fn bitmap(&self, i: usize) -> &Bitmap {
        &self.bits[i]
    }

    /// Word ids of a sentence, ascending, each once.
    pub fn words(&self, i: usize) -> &[u32] {
        &self.words[self.starts[i] as usize..self.starts[i + 1] as usize]
    }
}

/// Call `f` with the place of each set bit.
pub fn for_each_bit(bitmap: &Bitmap, mut f: impl FnMut(usize)) {
    for (at, word) in bitmap.iter().enumerate() {
        let mut rest = *word;
        while rest != 0 {
            f(at * 64 + rest.trailing_zeros() as usize);
            rest &= rest - 1;
        }
    }
}

fn mix(value: u64) -> u64 {
    let h = value.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    h ^ (h >> 29)
}

fn read(text: &str, bits: &mut Bitmap, vocabulary: &mut Vocabulary, words: &mut Vec<u32>) {
    #[expect(
        clippy::indexing_slicing,
        reason = "as many bits of the hash are kept as number the places of a bitmap"
    )]
    let mut set = |h: u64| {
        let bit = (h.wrapping_mul(0xd6e8_feb8_6659_fd93) >> (64 - BITS)) as usize;
        bits[bit / 64] |= 1 << (bit % 64);
    };
    // The last two characters; a space stands before the first word.
    let (mut c2, mut c3) = (0u64, 32u64);
    let mut gram = |c: u64, set: &mut dyn FnMut(u64)| {
        set(mix(c3 << 21 | c));
        if c2 != 0 {
            set(mix(c2 << 42 | c3 << 21 | c).wrapping_add(1));
        }
        (c2, c3) = (c3, c);
    };
    let (mut word, mut length, mut fact, mut first) = (0u64, 0usize, false, true);
    let mut finish = |word: &mut u64, length: &mut usize, fact: &mut bool, first: &mut bool| {
        if *length > 0 {
            words.push(vocabulary.id(*word, *fact && !*first));
            *first = false;
        }
        (*word, *length, *fact) = (0, 0, false);
    };
    for c in text.chars() {
        if !c.is_alphanumeric() {
            if length > 0 {
                gram(32, &mut set);
            }
            finish(&mut word, &mut length, &mut fact, &mut first);
            continue;
        }
        if length == 0 {
            fact = c.is_uppercase();
        }
        let digit = c.is_numeric();
        if digit {
            fact = true;
        }
        let mut one = |c: char| {
            gram(u64::from(c), &mut set);
            if length < STEM || digit {
                word = mix(word ^ u64::from(c)).rotate_left(5);
            }
            length += 1;
        };
        if c.is_ascii() {
            one(c.to_ascii_lowercase());
        } else {
            c.to_lowercase().for_each(&mut one);
        }
    }
    if length > 0 {
        gram(32, &mut set);
    }
    finish(&mut word, &mut length, &mut fact, &mut first);
}
