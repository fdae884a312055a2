//! The ribbon between the two sides of a row: which sentences became which.

/// Height of a row and width of its ribbon, in units of the drawing.
const HEIGHT: f64 = 100.0;
const WIDTH: f64 = 20.0;
/// Space left between two sentences of a side.
const GAP: f64 = 3.0;

/// Outlines of the ribbon of a bead, from the lengths of the sentences on its two sides.
///
/// Where one stands for one there is nothing to see. One sentence against several is a fan of as many bands; several against several are one band,
/// because which stands for which is not known. A side without sentences has no ribbon.
pub fn ribbon(sides: &[Vec<usize>; 2]) -> Vec<String> {
    let [left, right] = sides;
    if left.is_empty() || right.is_empty() || (left.len(), right.len()) == (1, 1) {
        return Vec::new();
    }
    if left.len() > 1 && right.len() > 1 {
        return vec![band((0.0, HEIGHT), (0.0, HEIGHT))];
    }
    let (parts, fan_right) = match left.len() {
        1 => (spans(right, GAP), true),
        _ => (spans(left, GAP), false),
    };
    let whole = spans(if fan_right { right } else { left }, 0.0);
    let bands = parts.into_iter().zip(whole).map(|(part, whole)| {
        if fan_right {
            band(whole, part)
        } else {
            band(part, whole)
        }
    });
    bands.collect()
}

/// From top to bottom the share of the height that each sentence has by its length.
fn spans(lengths: &[usize], gap: f64) -> Vec<(f64, f64)> {
    let total = lengths.iter().sum::<usize>().max(1) as f64;
    let room = (HEIGHT - gap * (lengths.len() as f64 - 1.0)).max(HEIGHT / 2.0);
    let mut at = 0.0;
    let mut spans = Vec::with_capacity(lengths.len());
    for length in lengths {
        let height = *length as f64 / total * room;
        spans.push((at, at + height));
        at += height + gap;
    }
    spans
}

/// A band with soft edges from a span on the left to one on the right.
fn band(left: (f64, f64), right: (f64, f64)) -> String {
    let middle = WIDTH / 2.0;
    format!(
        "M0 {:.1}C{middle} {:.1} {middle} {:.1} {WIDTH} {:.1}V{:.1}C{middle} {:.1} {middle} {:.1} 0 {:.1}Z",
        left.0, left.0, right.0, right.0, right.1, right.1, left.1, left.1
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_split_fans_out_and_a_merger_gathers() {
        assert_eq!(ribbon(&[vec![80], vec![40, 40]]).len(), 2);
        assert_eq!(ribbon(&[vec![10, 20, 30], vec![60]]).len(), 3);
        assert_eq!(ribbon(&[vec![10, 20], vec![60, 5]]).len(), 1);
    }

    #[test]
    fn one_for_one_and_what_has_no_partner_have_no_ribbon() {
        assert!(ribbon(&[vec![80], vec![70]]).is_empty());
        assert!(ribbon(&[vec![80], vec![]]).is_empty());
        assert!(ribbon(&[vec![], vec![3]]).is_empty());
    }

    #[test]
    fn the_bands_fill_the_height_and_never_leave_it() {
        let spans = spans(&[1, 0, 9], GAP);
        assert_eq!(spans.first().map(|s| s.0), Some(0.0));
        assert!((spans.last().unwrap().1 - HEIGHT).abs() < 1e-9);
        assert_eq!(
            [band((0.0, HEIGHT), (0.0, HEIGHT))],
            ["M0 0.0C10 0.0 10 0.0 20 0.0V100.0C10 100.0 10 100.0 0 100.0Z"]
        );
    }
}
