//! Sentences in, beads out.

use super::dp::{Band, Shape, best_path};
use super::features::{Side, Vocabulary};
use super::settings::AlignOptions;
use super::similarity::Scorer;
use super::{Bead, Evidence};

/// The path adds whole numbers, so that equal sums are equal whatever their order.
const UNIT: f32 = 65536.0;
/// What being the two headlines is worth: a rewritten headline is still one, and only a near copy
/// of another sentence counts for more.
const HEADLINE: f32 = 0.8;

pub fn align<S: AsRef<str>, T: AsRef<str>>(
    source: &[S],
    target: &[T],
    favoured: Option<(usize, usize)>,
    options: &AlignOptions,
) -> Vec<Bead> {
    let mut vocabulary = Vocabulary::default();
    let a = Side::new(source, &mut vocabulary);
    let b = Side::new(target, &mut vocabulary);
    let scorer = Scorer::new(&a, &b, &vocabulary, options);
    let (n, m) = (a.len(), b.len());
    let band = Band::full(n, m);
    let mut cells = vec![(0f32, 0f32); band.cells()];
    let (mut best_a, mut best_b) = (vec![0f32; n], vec![0f32; m]);
    for i in 0..n {
        for j in 0..m {
            if let Some(at) = band.index(i + 1, j + 1) {
                let cell = scorer.cell(i, j);
                cells[at] = cell;
                best_a[i] = best_a[i].max((cell.0 + cell.1) / 2.0);
                best_b[j] = best_b[j].max((cell.0 + cell.1) / 2.0);
            }
        }
    }
    let gate = (options.gate * median(best_a.iter().chain(&best_b).copied().collect()))
        .clamp(options.gate_floor, options.gate_ceiling);
    let cell = |i: usize, j: usize| band.index(i + 1, j + 1).map_or((0.0, 0.0), |at| cells[at]);
    let mut shapes: Vec<Shape> = vec![(1, 1), (1, 2), (2, 1), (2, 2)];
    for k in 3..=options.longest as u8 {
        shapes.extend([(1, k), (k, 1)]);
        if k == 3 {
            shapes.extend([(2, 3), (3, 2), (3, 3)]);
        }
    }
    let floor = options.merge_floor;
    let path = best_path(n, m, &band, &shapes, |row, column, (x, y)| {
        let (i, j) = (row - x as usize, column - y as usize);
        if (x, y) == (1, 1) {
            let (s, t) = cell(i, j);
            let prior = if favoured == Some((i, j)) {
                HEADLINE
            } else {
                0.0
            };
            return Some(((s + t + prior - 2.0 * gate) * UNIT) as i32);
        }
        let rows_ok = (i..row).all(|r| (j..column).any(|c| cell(r, c).0 >= floor));
        let columns_ok = || (j..column).all(|c| (i..row).any(|r| cell(r, c).1 >= floor));
        if !rows_ok || !columns_ok() {
            return None;
        }
        let found = scorer.bead(i..row, j..column);
        let size = f32::from(x + y);
        Some(
            ((found.total
                - size * gate
                - (size - 2.0) * options.merge
                - options.x[1] * f32::from(x.min(y) - 1))
                * UNIT) as i32,
        )
    });
    let mut beads = Vec::new();
    let (mut i, mut j) = (0, 0);
    for (x, y) in path {
        let (p, q) = (i + x as usize, j + y as usize);
        let mut bead = Bead {
            original: (i..p).collect(),
            copy: (j..q).collect(),
            ..Bead::default()
        };
        if x > 0 && y > 0 {
            let found = scorer.bead(i..p, j..q);
            bead.score = f64::from((found.total / f32::from(x + y)).clamp(0.0, 1.0));
            bead.evidence = Evidence {
                characters: f64::from(found.characters),
                words: f64::from(found.words),
                facts: f64::from(found.facts),
                context: 0.0,
            };
        }
        beads.push(bead);
        (i, j) = (p, q);
    }
    beads
}

fn median(mut values: Vec<f32>) -> f32 {
    if values.is_empty() {
        return 0.0;
    }
    let middle = values.len() / 2;
    *values.select_nth_unstable_by(middle, f32::total_cmp).1
}
