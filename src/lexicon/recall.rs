//! What was looked up before: each thread keeps its last few thousand answers.
//!
//! A story asks for the same words again and again, and a batch for those of all its stories. The
//! answers are those of the tables, whether kept or not.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

/// Answers kept before all are forgotten: about a megabyte.
const MOST: usize = 1 << 13;

/// Answers by what was asked.
pub struct Recall<V>(RefCell<FxHashMap<Box<str>, V>>);

impl<V: Clone> Recall<V> {
    /// Nothing is known yet.
    pub fn new() -> Self {
        Self(RefCell::new(FxHashMap::default()))
    }

    /// The answer for `asked`, by `find` where it is not known.
    pub fn answer(&self, asked: &str, find: impl FnOnce() -> V) -> V {
        if let Some(known) = self.0.borrow().get(asked) {
            return known.clone();
        }
        // `find` may ask this very table: nothing is borrowed meanwhile.
        let found = find();
        let mut known = self.0.borrow_mut();
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(asked.into(), found.clone());
        found
    }
}

thread_local! {
    static PAIR: RefCell<String> = const { RefCell::new(String::new()) };
}

impl<V: Clone> Recall<V> {
    /// The answer for two words in their order.
    pub fn answer_pair(&self, first: &str, second: &str, find: impl FnOnce() -> V) -> V {
        let asked = PAIR.with_borrow_mut(|pair| {
            pair.clear();
            pair.push_str(first);
            // No word in normal form has a line feed in it.
            pair.push('\n');
            pair.push_str(second);
            let known = self.0.borrow().get(pair.as_str()).cloned();
            known.ok_or_else(|| pair.clone())
        });
        asked.unwrap_or_else(|pair| self.answer(&pair, find))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_before_is_not_looked_up_again_and_never_confused() {
        let recall = Recall::new();
        assert_eq!(recall.answer("bank", || 1), 1);
        assert_eq!(recall.answer("bank", || 2), 1);
        assert_eq!(recall.answer_pair("bank", "shore", || 3), 3);
        assert_eq!(recall.answer_pair("bank", "shore", || 4), 3);
        assert_eq!(recall.answer_pair("shore", "bank", || 5), 5);
        assert_eq!(recall.answer_pair("ban", "kshore", || 6), 6);
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let recall = Recall::new();
        for n in 0..3 * MOST {
            recall.answer(&n.to_string(), || n);
            assert!(recall.0.borrow().len() <= MOST);
        }
    }
}
