//! Counted work, for the tests of the bounds; nothing outside tests.
//!
//! A clock says little on a busy machine. So the places where work could grow faster than the text
//! count what they do: cells of the aligner's grid and of the word tables, words that detectors
//! look at, names and numbers compared. The tests lengthen a hostile text and look at the count.

#[cfg(test)]
thread_local! {
    static DONE: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// Some units of work are done.
#[inline]
pub fn count(_units: usize) {
    #[cfg(test)]
    DONE.with(|done| done.set(done.get() + _units as u64));
}

#[cfg(test)]
mod tests {
    use super::DONE;
    use crate::{Options, compare, inspect};

    /// Work done by a call on this thread.
    fn work<T>(call: impl FnOnce() -> T) -> u64 {
        let before = DONE.get();
        call();
        DONE.get() - before
    }

    /// A number that looks like chance and is the same on every machine.
    fn chance(seed: u64) -> usize {
        let mut x = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((x ^ (x >> 31)) >> 33) as usize
    }

    /// `count` words of a list, by chance.
    fn words(seed: u64, count: usize, list: &[&str]) -> String {
        let word = |k: usize| list[chance(seed ^ (k as u64) << 8) % list.len()];
        (0..count).map(word).collect::<Vec<_>>().join(" ")
    }

    /// Words of which no two are the same; two texts of other letters share none.
    fn strange(letter: char, count: usize) -> Vec<String> {
        let word = |k: usize| {
            let place = |n: u32| char::from(b'a' + (k / 26usize.pow(n) % 26) as u8);
            format!("{letter}{}{}{}{}", place(3), place(0), place(2), place(1))
        };
        (0..count).map(word).collect()
    }

    /// Words of news without a full stop, with all that detectors look for.
    fn endless(seed: u64, count: usize) -> String {
        let list = "the mayor of Lenne said that he did not open the old bridge on Monday and 12 \
            of the 40 officers may have never denied it after Ada Ruhl claimed more than 3 per \
            cent were unhurt while the council will close every school in the north before May \
            because nobody told us who paid $1.2 million to the Halden Harbour Authority";
        words(seed, count, &list.split_whitespace().collect::<Vec<_>>())
    }

    type Texts = fn(usize) -> (String, String);

    /// Hostile pairs of about so many words.
    const PAIRS: [(&str, Texts); 16] = [
        ("one word", |n| ("word ".repeat(n), "word ".repeat(n - 1))),
        ("two words", |n| {
            let list = ["yes", "no"];
            (words(1, n, &list), words(2, n, &list))
        }),
        ("nothing in common", |n| {
            (strange('a', n).join(" "), strange('z', n).join(" "))
        }),
        ("sentences with nothing in common", |n| {
            (strange('a', n).join(". A"), strange('z', n).join(". Z"))
        }),
        ("an endless sentence, rewritten", |n| {
            (endless(1, n), endless(2, n))
        }),
        ("an endless sentence, changed here and there", |n| {
            let text = endless(1, n);
            let copy = text.replace("not open", "shut").replace("12", "14");
            (
                text,
                copy.replace("never", "always").replace("will", "could"),
            )
        }),
        ("an endless sentence, torn", |n| {
            let text = endless(3, n);
            let torn: Vec<&str> = text.split(' ').collect();
            let torn: Vec<String> = torn.chunks(4).map(|c| c.join(" ")).collect();
            (text.clone(), torn.join(". "))
        }),
        ("negations", |n| {
            (
                "never denied that ".repeat(n / 3),
                "denied that ".repeat(n / 2),
            )
        }),
        ("capitals", |n| {
            (
                "Ada Ruhl of Lenne ".repeat(n / 4),
                "Ava Rohl of Lenne ".repeat(n / 4),
            )
        }),
        ("numbers", |n| {
            let list = |by: usize| (0..n).map(|k| format!("{}, ", k * by % 1_009)).collect();
            (list(7), list(11))
        }),
        ("one sentence again and again", |n| {
            let text = "No comment was made. ".repeat(n / 5);
            (text.clone(), text)
        }),
        ("two sentences again and again", |n| {
            (
                "No comment was made. ".repeat(n / 5),
                "Rain is expected soon. ".repeat(n / 5),
            )
        }),
        ("reversed", |n| {
            let text = endless(1, n);
            let back = text.split(' ').rev().collect::<Vec<_>>().join(" ");
            (text, back)
        }),
        ("quotation marks", |n| {
            ("“a ‘b ".repeat(n / 2), "\"a\" 'b".repeat(n / 2))
        }),
        ("a quotation never closed", |n| {
            let text = "He said “we waited. It rained. ".repeat(n / 6);
            (text.clone(), text.replace("rained", "snowed"))
        }),
        ("escape codes", |n| {
            (
                "\u{1b}[31mred\u{1b}[0m ".repeat(n / 4),
                "red ".repeat(n / 4),
            )
        }),
    ];

    /// Eight times the text may be twelve times the work, which is an exponent below 1.2. One
    /// doubling may be a step: an endless sentence that was changed is cut where its copy is cut
    /// while it has few pieces, and elsewhere once a change falls on a cut; passages that no longer
    /// match word for word cost several times those that do, at every length beyond.
    #[test]
    fn work_grows_with_the_text_however_hostile_it_is() {
        let mut failed = Vec::new();
        for (name, texts) in PAIRS {
            let count = |words: usize| {
                let (original, copy) = texts(words);
                work(|| compare(&original, &copy, &Options::default()).unwrap())
            };
            let (one, two, eight) = (count(4_000), count(8_000), count(32_000));
            let (original, copy) = texts(32_000);
            let bytes = (original.len() + copy.len()) as u64;
            println!("{name}: {one}, {two}, {eight}, {} a byte", eight / bytes);
            if two > one * 3 + 50_000 || eight > one * 12 + 50_000 || eight > bytes * 400 {
                failed.push(format!("{name}: {one}, {two}, {eight}, of {bytes} bytes"));
            }
        }
        assert!(failed.is_empty(), "{failed:#?}");
    }

    #[test]
    fn work_is_counted_at_all() {
        let text = "The mayor of Lenne did not open the bridge. It rained on Monday.";
        let copy = "The mayor of Lenne opened the bridge. It rained on Friday.";
        assert!(work(|| compare(text, copy, &Options::default()).unwrap()) > 100);
        work(|| inspect(text, &Options::default()).unwrap());
    }
}
