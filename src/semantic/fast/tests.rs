use super::*;

fn made(dimension: u32, codes: &[u8]) -> Vec<u8> {
    let check = checksum(codes);
    let mut data = MAGIC.to_vec();
    for field in [
        VERSION,
        WordPiece::embedded().len() as u32,
        dimension,
        check as u32,
        (check >> 32) as u32,
    ] {
        data.extend_from_slice(&field.to_le_bytes());
    }
    data.extend_from_slice(codes);
    data
}

/// A model whose every code is `code`, in two dimensions.
fn constant(code: i8) -> Vec<u8> {
    let pieces = WordPiece::embedded().len();
    made(2, &vec![code.cast_unsigned(); 2 * pieces])
}

fn refused(data: Vec<u8>) -> ModelError {
    Fast::from_bytes(data).err().unwrap()
}

#[test]
fn the_embedded_model_is_the_one_in_the_manifest() {
    use sha2::{Digest, Sha256};
    let manifest: serde_json::Value =
        serde_json::from_str(include_str!("../../../assets/fast.json")).unwrap();
    let digest = |data: &[u8]| -> String {
        let digest = Sha256::digest(data);
        digest.iter().map(|b| format!("{b:02x}")).collect()
    };
    assert_eq!(digest(DATA), manifest["sha256"]);
    let plain = crate::semantic::unpack(DATA).unwrap();
    assert_eq!(digest(&plain), manifest["sha256, unpacked"]);
    let read = Fast::from_bytes(plain).unwrap();
    assert_eq!(read.checksum(), manifest["checksum"]);
    assert_eq!(read.dimension() as u64, manifest["dimensions"]);
    assert_eq!(read.checksum(), Fast::embedded().checksum());
}

#[test]
fn kin_are_nearer_than_strangers() {
    let fast = Fast::embedded();
    for (one, kin, stranger) in [
        ("doctor", "physician", "gravel"),
        (
            "The bridge collapsed.",
            "The viaduct fell down.",
            "She sings in a choir.",
        ),
        (
            "Prices rose in May.",
            "Costs went up in May.",
            "The goalkeeper was ill.",
        ),
    ] {
        let (near, far) = (fast.similarity(one, kin), fast.similarity(one, stranger));
        assert!(near > far + 0.2, "{one}: {near:.2} {far:.2}");
    }
}

#[test]
fn opposites_and_siblings_are_as_near_as_synonyms_so_it_must_not_judge_them() {
    let fast = Fast::embedded();
    let of = |a, b| fast.word_similarity(a, b);
    assert!(of("increase", "decrease") > of("increase", "growth"));
    assert!(of("Monday", "Tuesday") > of("buy", "purchase"));
}

#[test]
fn vectors_have_length_one_and_no_text_has_none() {
    let fast = Fast::embedded();
    for text in ["a", "The bridge collapsed on Sunday.", "😀", "東京の港"] {
        let square: f32 = fast.encode(text).iter().map(|x| x * x).sum();
        assert!((square - 1.0).abs() < 1e-5, "{text}: {square}");
    }
    for text in ["", " \n", "\u{200b}"] {
        assert!(fast.encode(text).iter().all(|x| *x == 0.0));
    }
    assert_eq!(fast.similarity("", ""), 0.0);
}

#[test]
fn one_by_one_is_the_same_as_together() {
    let fast = Fast::embedded();
    let texts = ["The bridge collapsed.", "", "Nobody was hurt."];
    let together = Encoder::encode(fast, &texts).unwrap();
    for (text, vector) in texts.iter().zip(together) {
        assert_eq!(fast.encode(text), vector);
    }
}

#[test]
fn long_texts_do_not_overflow_the_sums() {
    let fast = Fast::from_bytes(constant(127)).unwrap();
    let low = Fast::from_bytes(constant(-128)).unwrap();
    let text = "bridge ".repeat(100_000);
    let half = 0.5f32.sqrt();
    for (model, expected) in [(fast, half), (low, -half)] {
        let vector = model.encode(&text);
        assert!(
            vector.iter().all(|x| (x - expected).abs() < 1e-6),
            "{vector:?}"
        );
    }
}

#[test]
fn vectors_of_another_length_are_filled_or_cut() {
    let fast = Fast::from_bytes(constant(1)).unwrap();
    let (mut short, mut long) = ([9.0; 1], [9.0; 3]);
    fast.encode_into("bridge", &mut short);
    fast.encode_into("bridge", &mut long);
    assert_eq!(short[0], long[0]);
    assert_eq!(long[2], 0.0);
}

#[test]
fn what_is_wrong_with_a_file_is_said() {
    let good = constant(1);
    let told = |data: Vec<u8>| refused(data).to_string();
    assert!(matches!(refused(Vec::new()), ModelError::Foreign { .. }));
    assert!(told(b"GGUF0000".to_vec()).contains("found \"GGUF\""));
    assert!(told(b"WDFE".to_vec()).contains("has 4 bytes, expected 24"));
    let mut version = good.clone();
    version[4] = 9;
    assert!(told(version).contains("expected version 1, found version 9"));
    let mut pieces = good.clone();
    pieces[8] ^= 1;
    assert!(told(pieces).contains("expected 30522 pieces"));
    assert!(told(made(0, &[])).contains("1 to 1024 dimensions, found 0"));
    let wrong = told(made(3, &good[HEADER..]));
    assert!(wrong.contains("expected 91590"), "{wrong}");
    let cut = told(good[..good.len() - 1].to_vec());
    assert!(cut.contains("is it cut off?"), "{cut}");
    let mut damaged = good.clone();
    *damaged.last_mut().unwrap() ^= 4;
    assert!(matches!(refused(damaged), ModelError::Checksum { .. }));
    assert!(Fast::from_bytes(good).is_ok());
}

proptest::proptest! {
    #[test]
    fn similarity_is_symmetric_and_within_its_range(a in "\\PC*", b in "\\PC*") {
        let fast = Fast::embedded();
        let found = fast.similarity(&a, &b);
        proptest::prop_assert!((-1.0..=1.0).contains(&found));
        proptest::prop_assert_eq!(found, fast.similarity(&b, &a));
    }
}
