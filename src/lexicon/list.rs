//! The form of the word lists: `class values | item, item`, one line each, `#` for a remark.

/// One line of a list.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// What stands before the bar, cut at white space: a class and its values.
    head: &'static str,
    items: &'static str,
}

impl Line {
    /// The class, the first word of the line.
    #[must_use]
    pub fn class(&self) -> &'static str {
        self.field(0)
    }

    /// The word of the head at a position (0 is the class); empty past the end.
    #[must_use]
    pub fn field(&self, index: usize) -> &'static str {
        self.head.split_whitespace().nth(index).unwrap_or("")
    }

    /// The number in the head at a position; 0 where there is none.
    #[must_use]
    pub fn number(&self, index: usize) -> f64 {
        self.field(index).parse().unwrap_or(0.0)
    }

    /// The items after the bar.
    pub fn items(&self) -> impl Iterator<Item = &'static str> {
        self.items
            .split(", ")
            .map(str::trim)
            .filter(|i| !i.is_empty())
    }
}

/// The lines of a list without its remarks.
pub fn lines(text: &'static str) -> impl Iterator<Item = Line> {
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('|'))
        .map(|(head, items)| Line { head, items })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_head_and_items() {
        let all: Vec<Line> = lines("# remark\nsmall 2 | two, a pair\n").collect();
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].class(), "small");
        assert!((all[0].number(1) - 2.0).abs() < 1e-9);
        assert_eq!(all[0].items().collect::<Vec<_>>(), ["two", "a pair"]);
    }
}
