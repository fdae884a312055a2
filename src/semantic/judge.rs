//! A judge: the caller's own model that reads an original and its copy together.
//!
//! An [`Encoder`](super::Encoder) sees one text at a time and can only say how near two are; a model
//! of natural-language inference, or a language model, sees both and can say whether one follows
//! from the other. None is built in. What a judge says is evidence beside the detectors' own, under
//! its own name: it is in the report for each passage it was asked about, and can raise a risk. It
//! removes no finding and lowers no figure.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::ModelError;

/// How far probabilities may pass 1 in sum: those of a softmax in single precision do by a little.
const SLACK: f64 = 1e-3;

/// Bytes of texts whose verdicts are kept; beyond, all are forgotten and the keeping starts anew.
const KEPT: usize = 1 << 26;

/// A model that reads an original passage and its copy together.
///
/// ```
/// use wiredrift::semantic::{Judge, ModelError, Verdict};
/// use wiredrift::{Options, compare};
///
/// /// Thinks that whoever says "peace" means something else.
/// struct Wary;
///
/// impl Judge for Wary {
///     fn name(&self) -> &str {
///         "wary"
///     }
///
///     fn judge(&self, pairs: &[(&str, &str)]) -> Result<Vec<Verdict>, ModelError> {
///         let risk = |(_, copy): &(&str, &str)| f64::from(copy.contains("peace"));
///         Ok(pairs.iter().map(|pair| Verdict::Risk(risk(pair))).collect())
///     }
/// }
///
/// let options = Options::default().with_judge(Wary);
/// let report = compare("They signed a truce.", "They signed a peace.", &options)?;
/// let judged = report.alignment[0].judged.as_ref().unwrap();
/// assert_eq!((judged.judge.as_str(), judged.risk), ("wary", 1.0));
/// assert_eq!(report.risk, 1.0);
/// assert!(report.signature.contains("|judge:wary@unknown|"));
/// # Ok::<(), wiredrift::Error>(())
/// ```
pub trait Judge: Send + Sync {
    /// A short name for the report and its signature.
    fn name(&self) -> &str;

    /// What tells two versions of the judge apart: a checksum of its weights, a version, or whatever
    /// the caller gives. It is part of the report's signature. Default: `unknown`.
    fn checksum(&self) -> &str {
        "unknown"
    }

    /// A verdict for each pair of an original passage and its copy, in order.
    ///
    /// Equal pairs must get equal verdicts, whatever else is in the batch.
    ///
    /// # Errors
    /// Whatever is wrong with the judge, most often [`ModelError::Call`].
    fn judge(&self, pairs: &[(&str, &str)]) -> Result<Vec<Verdict>, ModelError>;
}

/// What a judge says of a pair.
#[derive(Clone, Copy, PartialEq, Debug)]
#[non_exhaustive]
pub enum Verdict {
    /// The probability that the copy misinforms, 0 to 1.
    Risk(f64),
    /// Probabilities of natural-language inference with the original as the premise. What they lack
    /// of 1 is the probability that neither holds.
    Inference {
        /// That the copy follows from the original, 0 to 1.
        entailment: f64,
        /// That the copy contradicts the original, 0 to 1.
        contradiction: f64,
    },
}

impl Verdict {
    /// The probability that the copy misinforms, 0 to 1.
    ///
    /// Of an inference it is the probability of a contradiction and half of that of neither: what
    /// a copy says beyond its original may be wrong or not.
    ///
    /// ```
    /// use wiredrift::semantic::Verdict;
    ///
    /// let verdict = Verdict::Inference { entailment: 0.5, contradiction: 0.25 };
    /// assert_eq!(verdict.risk(), 0.375);
    /// assert_eq!(Verdict::Risk(0.5).risk(), 0.5);
    /// ```
    #[must_use]
    pub fn risk(&self) -> f64 {
        match self {
            Self::Risk(risk) => *risk,
            Self::Inference {
                entailment,
                contradiction,
            } => {
                let neither = (1.0 - entailment - contradiction).max(0.0);
                (contradiction + 0.5 * neither).min(1.0)
            }
        }
    }

    /// The first value that is no probability, and what was expected in its place.
    fn fault(&self) -> Option<(f64, &'static str)> {
        let probability = |value: f64| (0.0..=1.0).contains(&value);
        let (values, sum) = match *self {
            Self::Risk(risk) => ([risk, 0.0], 0.0),
            Self::Inference {
                entailment,
                contradiction,
            } => ([entailment, contradiction], entailment + contradiction),
        };
        if let Some(value) = values.into_iter().find(|value| !probability(*value)) {
            return Some((value, "a probability from 0 to 1"));
        }
        (sum > 1.0 + SLACK).then_some((
            sum,
            "probabilities of entailment and contradiction that add up to 1 at most",
        ))
    }
}

/// A judge with what it has said so far, so that equal pairs are asked about once; clones share it.
///
/// ```
/// use wiredrift::semantic::{Judge, Judging, ModelError, Verdict};
///
/// struct Sure;
///
/// impl Judge for Sure {
///     fn name(&self) -> &str {
///         "sure"
///     }
///
///     fn judge(&self, pairs: &[(&str, &str)]) -> Result<Vec<Verdict>, ModelError> {
///         assert_eq!(pairs, [("a", "b")]);
///         Ok(vec![Verdict::Risk(0.0)])
///     }
/// }
///
/// let judging = Judging::new(Sure);
/// assert_eq!(judging.ask(&[("a", "b"), ("a", "b")])?, [Verdict::Risk(0.0); 2]);
/// assert_eq!(judging.signature(), "sure@unknown");
/// # Ok::<(), wiredrift::semantic::ModelError>(())
/// ```
#[derive(Clone)]
pub struct Judging {
    judge: Arc<dyn Judge>,
    known: Arc<Mutex<Known>>,
}

/// Verdicts by original and copy.
#[derive(Default)]
struct Known {
    verdicts: FxHashMap<Box<str>, FxHashMap<Box<str>, Verdict>>,
    bytes: usize,
}

impl Known {
    fn get(&self, (original, copy): (&str, &str)) -> Option<Verdict> {
        self.verdicts.get(original)?.get(copy).copied()
    }

    fn keep(&mut self, (original, copy): (&str, &str), verdict: Verdict) {
        let bytes = original.len() + copy.len();
        if self.bytes + bytes > KEPT {
            *self = Self::default();
        }
        self.bytes += bytes;
        let copies = self.verdicts.entry(original.into()).or_default();
        copies.insert(copy.into(), verdict);
    }
}

impl Judging {
    /// A judge that has said nothing so far.
    #[must_use]
    pub fn new(judge: impl Judge + 'static) -> Self {
        Self {
            judge: Arc::new(judge),
            known: Arc::default(),
        }
    }

    /// Name of the judge.
    #[must_use]
    pub fn name(&self) -> &str {
        self.judge.name()
    }

    /// Name and checksum, as the report's signature gives them.
    #[must_use]
    pub fn signature(&self) -> String {
        super::model::signature(self.judge.name(), self.judge.checksum())
    }

    /// A verdict for each pair, checked. The judge is asked at most once, about pairs that are not
    /// known yet.
    ///
    /// # Errors
    /// Those of [`Judge::judge`]; [`ModelError::Verdict`] where the judge returned something else
    /// than a probability for each pair.
    pub fn ask(&self, pairs: &[(&str, &str)]) -> Result<Vec<Verdict>, ModelError> {
        // Not held while the judge works: it may take minutes, or wait for this very thread.
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let mut said: FxHashMap<(&str, &str), Option<Verdict>> = FxHashMap::default();
        let mut asked: Vec<(&str, &str)> = Vec::new();
        {
            let known = known();
            for pair in pairs {
                said.entry(*pair).or_insert_with(|| {
                    let verdict = known.get(*pair);
                    if verdict.is_none() {
                        asked.push(*pair);
                    }
                    verdict
                });
            }
        }
        if !asked.is_empty() {
            let verdicts = self.judge.judge(&asked)?;
            check(self.judge.name(), asked.len(), &verdicts)?;
            let mut known = known();
            for (pair, verdict) in asked.iter().zip(verdicts) {
                known.keep(*pair, verdict);
                said.insert(*pair, Some(verdict));
            }
        }
        let verdicts = pairs.iter().filter_map(|pair| *said.get(pair)?);
        Ok(verdicts.collect())
    }
}

/// What a judge returned is one verdict for each pair, of probabilities.
fn check(judge: &str, expected: usize, verdicts: &[Verdict]) -> Result<(), ModelError> {
    let wrong = |found: String, expected: String| ModelError::Verdict {
        judge: judge.to_owned(),
        expected,
        found,
    };
    if verdicts.len() != expected {
        return Err(wrong(
            format!("{} verdicts for {expected} pairs", verdicts.len()),
            "one for each pair".to_owned(),
        ));
    }
    for (pair, verdict) in verdicts.iter().enumerate() {
        if let Some((value, wanted)) = verdict.fault() {
            return Err(wrong(format!("{value} for pair {pair}"), wanted.to_owned()));
        }
    }
    Ok(())
}

impl fmt::Debug for Judging {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Judging({:?})", self.signature())
    }
}

/// Two judges are equal where they give equal results: by name and checksum.
impl PartialEq for Judging {
    fn eq(&self, other: &Self) -> bool {
        self.signature() == other.signature()
    }
}

impl Eq for Judging {}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers as told, and writes down what it was asked.
    struct Told<F>(F, Arc<Mutex<Vec<String>>>);

    impl<F: Fn(usize) -> Vec<Verdict> + Send + Sync> Judge for Told<F> {
        fn name(&self) -> &str {
            "told|judge"
        }

        fn judge(&self, pairs: &[(&str, &str)]) -> Result<Vec<Verdict>, ModelError> {
            let asked = pairs.iter().map(|(a, b)| format!("{a}-{b}"));
            self.1
                .lock()
                .unwrap()
                .push(asked.collect::<Vec<_>>().join(" "));
            Ok(self.0(pairs.len()))
        }
    }

    fn refused(answer: fn(usize) -> Vec<Verdict>) -> String {
        let judging = Judging::new(Told(answer, Arc::default()));
        let error = judging.ask(&[("a", "b"), ("c", "d")]).unwrap_err();
        error.to_string()
    }

    fn inference(entailment: f64, contradiction: f64) -> Verdict {
        Verdict::Inference {
            entailment,
            contradiction,
        }
    }

    #[test]
    fn what_a_judge_returns_is_checked() {
        assert_eq!(
            refused(|_| vec![Verdict::Risk(1.0)]),
            "the judge told|judge returned 1 verdicts for 2 pairs, expected one for each pair"
        );
        let told = refused(|_| vec![Verdict::Risk(0.0), Verdict::Risk(f64::NAN)]);
        assert!(told.contains("returned NaN for pair 1, expected a probability from 0 to 1"));
        let told = refused(|_| vec![Verdict::Risk(-0.1), Verdict::Risk(0.0)]);
        assert!(told.contains("returned -0.1 for pair 0"), "{told}");
        let told = refused(|_| vec![inference(0.5, 0.5), inference(2.5, -3.0)]);
        assert!(told.contains("returned 2.5 for pair 1"), "{told}");
        let told = refused(|_| vec![inference(0.75, 0.75), Verdict::Risk(0.0)]);
        assert!(told.contains("returned 1.5 for pair 0"), "{told}");
        assert!(told.ends_with("add up to 1 at most"), "{told}");
    }

    #[test]
    fn a_softmax_in_single_precision_is_accepted() {
        let judging = Judging::new(Told(
            |n| vec![inference(0.6, 0.400_000_1); n],
            Arc::default(),
        ));
        let verdict = judging.ask(&[("a", "b")]).unwrap()[0];
        assert!((verdict.risk() - 0.4).abs() < 1e-6);
    }

    #[test]
    fn a_pair_is_asked_once_and_answered_every_time() {
        let asked = Arc::default();
        let number = |n: usize| (0..n).map(|i| Verdict::Risk(i as f64 / 10.0)).collect();
        let judging = Judging::new(Told(number, Arc::clone(&asked)));
        let first = judging.ask(&[("a", "b"), ("b", "a"), ("a", "b")]).unwrap();
        assert_eq!(
            first,
            [Verdict::Risk(0.0), Verdict::Risk(0.1), Verdict::Risk(0.0)]
        );
        let later = judging.clone().ask(&[("c", "d"), ("b", "a")]).unwrap();
        assert_eq!(later, [Verdict::Risk(0.0), Verdict::Risk(0.1)]);
        assert!(judging.ask(&[]).unwrap().is_empty());
        assert_eq!(*asked.lock().unwrap(), ["a-b b-a", "c-d"]);
    }

    #[test]
    fn what_is_kept_has_a_bound() {
        let mut known = Known::default();
        let long = "x".repeat(KEPT / 3);
        for copy in ["a", "b", "c", "d"] {
            known.keep((&long, copy), Verdict::Risk(0.5));
        }
        assert!(known.bytes <= KEPT);
        assert_eq!(known.get((&long, "d")), Some(Verdict::Risk(0.5)));
        assert_eq!(known.get((&long, "a")), None);
    }

    #[test]
    fn a_signature_keeps_its_parts_apart() {
        let judging = Judging::new(Told(|_| Vec::new(), Arc::default()));
        assert_eq!(judging.signature(), "told_judge@unknown");
    }
}
