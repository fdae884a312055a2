//! Sentences in, beads out.

use super::features::{Side, Vocabulary};
use super::path::{Found, Pass};
use super::settings::AlignOptions;
use super::similarity::Scorer;
use super::{Alignment, Bead, Evidence};
use crate::error::Result;
use crate::watch::Watch;

/// Most times that moved passages are looked for; each time finds those that keep their order.
const ROUNDS: usize = 3;

/// Align two lists of sentences; `favoured` are two that are each other's headline.
pub fn align<S: AsRef<str>, T: AsRef<str>>(
    source: &[S],
    target: &[T],
    favoured: Option<(usize, usize)>,
    options: &AlignOptions,
    watch: &mut Watch<'_>,
) -> Result<Alignment> {
    let mut vocabulary = Vocabulary::default();
    let a = Side::new(source, &mut vocabulary);
    let b = Side::new(target, &mut vocabulary);
    let scorer = Scorer::new(&a, &b, &vocabulary, options);
    let mut left = [(0..a.len()).collect::<Vec<_>>(), (0..b.len()).collect()];
    let mut pass = Pass::new(&scorer, favoured);
    let mut found: Vec<Found> = Vec::new();
    let mut notices = Vec::new();
    loop {
        let (beads, blind) = pass.run(&left[0], &left[1], watch)?;
        if let Some(blind) = blind
            && found.is_empty()
        {
            notices.push(format!(
                "no anchor in {blind} sentences running: there, sentences were only aligned near \
                 the straight line through the stretch"
            ));
        }
        pass.round += 1;
        if beads.is_empty() || blind.is_some() || !options.moves || pass.round > ROUNDS {
            found.extend(beads);
            break;
        }
        for (side, left) in left.iter_mut().enumerate() {
            let range = |f: &Found| {
                if side == 0 {
                    f.rows.clone()
                } else {
                    f.columns.clone()
                }
            };
            // Sentences and beads come in order.
            let mut taken = beads.iter().map(range).peekable();
            left.retain(|k| {
                while taken.next_if(|run| run.end <= *k).is_some() {}
                taken.peek().is_none_or(|run| !run.contains(k))
            });
        }
        found.extend(beads);
    }
    Ok(Alignment {
        beads: in_order(found, &scorer),
        notices,
    })
}

/// All sentences as beads in the order of the source, additions where they stand in the target.
fn in_order(mut found: Vec<Found>, scorer: &Scorer<'_>) -> Vec<Bead> {
    let [n, m] = scorer.sides.map(Side::len);
    found.sort_unstable_by_key(|f| f.rows.start);
    let mut added = vec![true; m];
    for f in &found {
        let columns = added.iter_mut().skip(f.columns.start);
        columns
            .take(f.columns.len())
            .for_each(|added| *added = false);
    }
    let mut beads = Vec::with_capacity(found.len());
    let additions = |beads: &mut Vec<Bead>, from: usize| {
        let run = added.iter().enumerate().skip(from);
        for (j, _) in run.take_while(|(_, added)| **added) {
            beads.push(Bead {
                copy: vec![j],
                ..Bead::default()
            });
        }
    };
    let omissions = |beads: &mut Vec<Bead>, from: usize, to: usize| {
        beads.extend((from..to).map(|i| Bead {
            original: vec![i],
            ..Bead::default()
        }));
    };
    additions(&mut beads, 0);
    let mut next = 0;
    for (k, f) in found.iter().enumerate() {
        omissions(&mut beads, next, f.rows.start);
        next = f.rows.end;
        let m = scorer.bead(f.rows.clone(), f.columns.clone());
        let before = k.checked_sub(1).and_then(|k| found.get(k));
        let joins = [
            before.map_or((0, 0), |b| (b.rows.end, b.columns.end))
                == (f.rows.start, f.columns.start),
            found
                .get(k + 1)
                .map_or((n, added.len()), |a| (a.rows.start, a.columns.start))
                == (f.rows.end, f.columns.end),
        ];
        let size = (f.rows.len() + f.columns.len()) as f32;
        beads.push(Bead {
            original: f.rows.clone().collect(),
            copy: f.columns.clone().collect(),
            moved: f.moved,
            score: f64::from((m.total / size).clamp(0.0, 1.0)),
            evidence: Evidence {
                characters: f64::from(m.characters.min(1.0)),
                words: f64::from(m.words.min(1.0)),
                facts: f64::from(m.facts.min(1.0)),
                context: joins.map(|j| if j { 0.5 } else { 0.0 }).iter().sum(),
            },
        });
        additions(&mut beads, f.columns.end);
    }
    omissions(&mut beads, next, n);
    beads
}
