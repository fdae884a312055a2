//! What was looked up before: each thread keeps its last ten thousands of answers.
//!
//! A story asks for the same words again and again, and a batch for those of all its stories. The
//! answers are those of the tables, whether kept or not.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

/// Answers of a generation: some two megabytes.
const MOST: usize = 1 << 14;

/// Answers by what was asked.
///
/// They are kept in two generations: when the younger is full the older is forgotten, so that what is
/// asked again and again stays known whatever else is asked.
pub struct Recall<V>(RefCell<Generations<V>>);

struct Generations<V> {
    younger: FxHashMap<Box<str>, V>,
    older: FxHashMap<Box<str>, V>,
}

impl<V: Clone> Generations<V> {
    fn get(&mut self, asked: &str) -> Option<V> {
        if let Some(known) = self.younger.get(asked) {
            return Some(known.clone());
        }
        let (asked, known) = self.older.remove_entry(asked)?;
        self.insert(asked, known.clone());
        Some(known)
    }

    fn insert(&mut self, asked: Box<str>, found: V) {
        if self.younger.len() >= MOST {
            self.older = std::mem::take(&mut self.younger);
        }
        self.younger.insert(asked, found);
    }
}

impl<V: Clone> Recall<V> {
    /// Nothing is known yet.
    pub fn new() -> Self {
        Self(RefCell::new(Generations {
            younger: FxHashMap::default(),
            older: FxHashMap::default(),
        }))
    }

    /// The answer for `asked`, by `find` where it is not known.
    pub fn answer(&self, asked: &str, find: impl FnOnce() -> V) -> V {
        if let Some(known) = self.0.borrow_mut().get(asked) {
            return known;
        }
        // `find` may ask this very table: nothing is borrowed meanwhile.
        let found = find();
        self.0.borrow_mut().insert(asked.into(), found.clone());
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
            let known = self.0.borrow_mut().get(pair);
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
    fn what_is_asked_again_and_again_stays_known() {
        let recall = Recall::new();
        for n in 0..3 * MOST {
            assert_eq!(recall.answer("often", || n), 0);
            recall.answer(&n.to_string(), || n);
        }
        assert_eq!(recall.answer("0", || 7), 7);
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let recall = Recall::new();
        for n in 0..3 * MOST {
            recall.answer(&n.to_string(), || n);
            let kept = recall.0.borrow();
            assert!(kept.younger.len() <= MOST && kept.older.len() <= MOST);
        }
    }
}
