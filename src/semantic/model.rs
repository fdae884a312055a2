//! Which model judges meaning: one that is built in, or the caller's.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Encoder, Fast, Joint, MiniLm, ModelError};

/// The names that [`Model::from_str`] knows.
const KNOWN: &str = "auto, fast, accurate";

/// The model of sentence meaning that a comparison uses.
///
/// ```
/// use wiredrift::semantic::Model;
///
/// assert_eq!("fast".parse::<Model>()?, Model::Fast);
/// let error = "large".parse::<Model>().unwrap_err();
/// assert!(error.to_string().starts_with("no model \"large\" is built in"));
/// # Ok::<(), wiredrift::semantic::ModelError>(())
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub enum Model {
    /// What is best by measurement among those built in. The default.
    #[default]
    Auto,
    /// The fast tier, [`Fast`].
    Fast,
    /// The accurate tier, which also reads two passages together where findings are judged;
    /// [`Model::accurate`] gets it.
    Accurate(&'static MiniLm<'static>),
    /// A model of the caller's.
    Custom(Arc<dyn Encoder>),
}

impl Model {
    /// The accurate tier, [`MiniLm`].
    ///
    /// # Errors
    /// [`ModelError::Missing`] where the crate was built without its feature `minilm`.
    ///
    /// ```
    /// use wiredrift::semantic::{Model, ModelError};
    ///
    /// match Model::accurate() {
    ///     Ok(model) => assert!(model.signature().starts_with("accurate@")),
    ///     Err(error) => assert!(matches!(error, ModelError::Missing { .. })),
    /// }
    /// ```
    pub fn accurate() -> Result<Self, ModelError> {
        MiniLm::embedded().map(Self::Accurate)
    }

    /// A model of the caller's.
    #[must_use]
    pub fn custom(encoder: impl Encoder + 'static) -> Self {
        Self::Custom(Arc::new(encoder))
    }

    /// The encoder behind the name.
    #[must_use]
    pub fn encoder(&self) -> &dyn Encoder {
        match self {
            Self::Auto | Self::Fast => Fast::embedded(),
            Self::Accurate(model) => *model,
            Self::Custom(encoder) => encoder.as_ref(),
        }
    }

    /// Name and checksum, as the report's signature gives them: `fast@0123456789abcdef`. The accurate
    /// tier has a second checksum behind a plus, that of the layers that read two passages together.
    #[must_use]
    pub fn signature(&self) -> String {
        let encoder = self.encoder();
        let own = signature(encoder.name(), encoder.checksum());
        match self {
            Self::Accurate(_) if cfg!(feature = "minilm") => {
                format!("{own}+{}", Joint::promised())
            }
            _ => own,
        }
    }

    /// The vectors of texts, checked; a text that comes twice is encoded once.
    ///
    /// # Errors
    /// Those of [`Encoder::encode`]; [`ModelError::Count`], [`ModelError::Dimension`] and
    /// [`ModelError::NotFinite`] where the encoder returned something else than it should.
    pub fn encode(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, ModelError> {
        let encoder = self.encoder();
        let mut known: FxHashMap<&str, usize> = FxHashMap::default();
        let mut distinct: Vec<&str> = Vec::with_capacity(texts.len());
        let place: Vec<usize> = texts
            .iter()
            .map(|text| {
                *known.entry(text).or_insert_with(|| {
                    distinct.push(text);
                    distinct.len() - 1
                })
            })
            .collect();
        if distinct.is_empty() {
            return Ok(Vec::new());
        }
        let vectors = encoder.encode(&distinct)?;
        check(encoder.name(), distinct.len(), &vectors)?;
        Ok(place
            .into_iter()
            .filter_map(|i| vectors.get(i).cloned())
            .collect())
    }
}

/// Name and checksum of a model as a part of a report's signature, whose parts are divided by bars.
pub(super) fn signature(name: &str, checksum: &str) -> String {
    let plain = |text: &str| text.replace(['|', '\n', '\r'], "_");
    format!("{}@{}", plain(name), plain(checksum))
}

/// What an encoder returned is one vector for each text, all of one length, of finite numbers.
fn check(encoder: &str, expected: usize, vectors: &[Vec<f32>]) -> Result<(), ModelError> {
    if vectors.len() != expected {
        return Err(ModelError::Count {
            encoder: encoder.to_owned(),
            expected,
            found: vectors.len(),
        });
    }
    let dimension = vectors.first().map_or(0, Vec::len).max(1);
    for (text, vector) in vectors.iter().enumerate() {
        if vector.len() != dimension {
            return Err(ModelError::Dimension {
                encoder: encoder.to_owned(),
                text,
                expected: dimension,
                found: vector.len(),
            });
        }
        if let Some(value) = vector.iter().find(|x| !x.is_finite()) {
            return Err(ModelError::NotFinite {
                model: encoder.to_owned(),
                text,
                found: value.to_string(),
            });
        }
    }
    Ok(())
}

impl FromStr for Model {
    type Err = ModelError;

    fn from_str(name: &str) -> Result<Self, ModelError> {
        match name {
            "auto" => Ok(Self::Auto),
            "fast" => Ok(Self::Fast),
            "accurate" => Self::accurate(),
            _ => Err(ModelError::Unknown {
                given: name.to_owned(),
                known: KNOWN.to_owned(),
            }),
        }
    }
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Auto => f.write_str("Auto"),
            Self::Fast => f.write_str("Fast"),
            Self::Accurate(_) => f.write_str("Accurate"),
            Self::Custom(_) => write!(f, "Custom({:?})", self.signature()),
        }
    }
}

/// Two models are equal where they give equal results: by name and checksum.
impl PartialEq for Model {
    fn eq(&self, other: &Self) -> bool {
        self.signature() == other.signature()
    }
}

impl Eq for Model {}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fake(fn(usize) -> Vec<Vec<f32>>);

    impl Encoder for Fake {
        fn name(&self) -> &str {
            "fake|encoder"
        }

        fn checksum(&self) -> &str {
            "1"
        }

        fn encode(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, ModelError> {
            Ok(self.0(texts.len()))
        }
    }

    fn refused(made: fn(usize) -> Vec<Vec<f32>>) -> String {
        let error = Model::custom(Fake(made)).encode(&["a", "b"]).unwrap_err();
        error.to_string()
    }

    #[test]
    fn what_an_encoder_returns_is_checked() {
        let told = refused(|_| vec![vec![1.0]]);
        assert_eq!(
            told,
            "the encoder fake|encoder returned 1 vectors for 2 texts"
        );
        let told = refused(|_| vec![vec![1.0, 0.0], vec![1.0]]);
        assert!(
            told.contains("1 dimensions for text 1, expected 2"),
            "{told}"
        );
        let told = refused(|_| vec![vec![], vec![]]);
        assert!(
            told.contains("0 dimensions for text 0, expected 1"),
            "{told}"
        );
        let told = refused(|_| vec![vec![1.0], vec![f32::NAN]]);
        assert!(told.contains("returned NaN for text 1"), "{told}");
        let told = refused(|_| vec![vec![f32::INFINITY], vec![1.0]]);
        assert!(told.contains("returned inf for text 0"), "{told}");
    }

    #[test]
    fn a_text_that_comes_twice_is_encoded_once_and_returned_twice() {
        let model = Model::custom(Fake(|count| (0..count).map(|i| vec![i as f32]).collect()));
        let vectors = model.encode(&["a", "b", "a"]).unwrap();
        assert_eq!(vectors, [[0.0], [1.0], [0.0]]);
        assert!(model.encode(&[]).unwrap().is_empty());
    }

    #[test]
    fn a_signature_keeps_its_parts_apart() {
        let model = Model::custom(Fake(|_| Vec::new()));
        assert_eq!(model.signature(), "fake_encoder@1");
        assert!(Model::Fast.signature().starts_with("fast@"));
        assert_eq!(Model::Auto, Model::default());
    }
}
