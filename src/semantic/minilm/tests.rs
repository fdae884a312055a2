use super::*;
use crate::semantic::cosine;

#[test]
fn windows_are_even_and_hold_every_piece() {
    let piece = |i: usize| Piece {
        id: i as u32,
        span: Span::new(i, i + 1),
        inside: false,
    };
    for count in [0, 1, 254, 255, 508, 509, 3000] {
        let pieces: Vec<Piece> = (0..count).map(piece).collect();
        let windows: Vec<&[Piece]> = even(&pieces).collect();
        assert_eq!(windows.concat(), pieces);
        assert_eq!(windows.len(), count.div_ceil(WINDOW).max(1));
        let lengths = windows.iter().map(|window| window.len());
        let (least, most) = (lengths.clone().min(), lengths.max());
        assert!(most.unwrap() <= WINDOW && most.unwrap() - least.unwrap() <= 1);
    }
}

#[cfg(not(feature = "minilm"))]
#[test]
fn a_build_without_the_weights_says_how_to_get_them() {
    let told = MiniLm::embedded().unwrap_err().to_string();
    assert!(told.contains("feature `minilm`"), "{told}");
    assert_eq!(cosine(&[1.0], &[1.0]), 1.0);
}

#[cfg(feature = "minilm")]
mod with_weights {
    use super::*;

    const TEXTS: [&str; 4] = [
        "The minister said the gates were never opened.",
        "Nothing was opened, the minister said: no gate, no door.",
        "",
        "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich 你好 \u{1F600}",
    ];

    fn parts() -> [&'static [u8]; 2] {
        let [first, second] = &*UNPACKED;
        [first, second]
    }

    #[test]
    fn the_files_are_those_that_were_written() {
        let read = MiniLm::from_bytes(parts()).unwrap();
        let embedded = MiniLm::embedded().unwrap();
        assert_eq!(Encoder::checksum(&read), Encoder::checksum(embedded));
        assert_eq!(parts().map(|part| part.as_ptr() as usize % 64), [0, 0]);
    }

    #[test]
    fn every_path_gives_the_same_bits() {
        let expected = MiniLm::embedded().unwrap().encode(&TEXTS);
        for path in Path::all() {
            let mut model = MiniLm::read(parts(), false).unwrap();
            model.path = path;
            assert!(model.encode(&TEXTS) == expected, "{}", path.name());
        }
    }

    #[test]
    fn a_text_has_the_same_vector_alone_and_among_others() {
        let model = MiniLm::embedded().unwrap();
        let together = model.encode(&TEXTS);
        for (text, expected) in TEXTS.iter().zip(&together) {
            assert!(model.encode(&[text]) == [*expected], "{text}");
        }
        assert!(model.encode(&[]).is_empty());
    }

    #[test]
    fn vectors_have_length_one() {
        for vector in MiniLm::embedded().unwrap().encode(&TEXTS) {
            let length: f32 = vector.iter().map(|x| x * x).sum();
            assert!((length - 1.0).abs() < 1e-5);
        }
    }

    #[test]
    fn pieces_slice_the_text_in_order() {
        let model = MiniLm::embedded().unwrap();
        let found = model.token_vectors(&TEXTS);
        let words: Vec<&str> = found[0].iter().map(|t| &TEXTS[0][t.span.range()]).collect();
        assert_eq!(
            words,
            [
                "The", "minister", "said", "the", "gates", "were", "never", "opened", "."
            ]
        );
        assert!(found[2].is_empty());
        // The same word in two places has two vectors, akin to each other.
        let kin = cosine(&found[0][0].vector, &found[0][3].vector);
        assert!((0.2..0.99).contains(&kin), "{kin}");
    }

    #[test]
    fn a_long_text_is_read_to_its_end() {
        let model = MiniLm::embedded().unwrap();
        let long = "The river rose again. ".repeat(60);
        let changed = format!("{long} Taxes on tea fell.");
        let [a, b] = model.encode(&[&long, &changed])[..] else {
            unreachable!("two texts have two vectors")
        };
        assert!(a != b);
        assert_eq!(model.token_vectors(&[&long])[0].len(), 300);
    }

    #[test]
    fn cut_changed_and_foreign_files_are_told_apart() {
        let [first, second] = parts();
        let told = |parts: [&[u8]; 2]| MiniLm::from_bytes(parts).unwrap_err().to_string();
        let cut = told([first, &second[..second.len() - 64]]);
        assert!(cut.contains("checksum"), "{cut}");
        let cut = MiniLm::read([first, &second[..second.len() - 64]], false);
        assert!(matches!(cut, Err(ModelError::Length { .. })));
        let swapped = told([second, first]);
        assert!(
            swapped.contains("expected part 1, found part 2"),
            "{swapped}"
        );
        let mut newer = first.to_vec();
        newer[4] = 9;
        assert!(told([&newer, second]).contains("version 9"));
        newer[4] = 1;
        newer[100_000] ^= 1;
        assert!(told([&newer, second]).contains("damaged"));
        assert!(told([b"PK", second]).contains("\"PK\""));
        assert!(told([&first[..20], second]).contains("cut off"));
    }

    mod joint {
        use super::*;

        const PAIR: [&str; 2] = [
            "The court refused to release the two men on Friday.",
            "On Friday the court agreed to free both of the men.",
        ];

        fn odds(model: &MiniLm<'_>, joint: &Joint, [a, b]: [&str; 2]) -> Vec<f32> {
            let pieces = WordPiece::embedded();
            let read = joint.read(model, &pieces.pieces(a), &pieces.pieces(b));
            assert!(read.vectors.as_slice() == model.encode(&[a, b]));
            read.odds
        }

        #[test]
        fn every_piece_of_both_sides_has_its_odds() {
            let (model, joint) = (MiniLm::embedded().unwrap(), Joint::embedded().unwrap());
            let found = odds(model, joint, PAIR);
            assert_eq!(found.len(), 11 + 12);
            assert!(found.iter().all(|x| x.is_finite()));
            assert_eq!(odds(model, joint, PAIR), found);
            let long = "The river rose again and again. ".repeat(36);
            let long: String = long.chars().take(long.len() - 2).collect();
            let pieces = WordPiece::embedded().pieces(&long);
            assert_eq!(pieces.len(), 251);
            assert_eq!(joint.read(model, &pieces, &pieces).odds.len(), 502);
        }

        #[test]
        fn what_is_promised_is_what_is_unpacked() {
            let joint = Unpacked::embedded(wiredrift_joint::DATA);
            let found = asset::checksum(&joint[64..]);
            assert_eq!(Joint::promised(), format!("{found:016x}"));
        }

        #[test]
        fn every_path_reads_the_same_bits() {
            let joint = Joint::embedded().unwrap();
            let expected = odds(MiniLm::embedded().unwrap(), joint, PAIR);
            for path in Path::all() {
                let mut model = MiniLm::read(parts(), false).unwrap();
                model.path = path;
                assert!(odds(&model, joint, PAIR) == expected, "{}", path.name());
            }
        }

        #[test]
        fn what_is_reversed_reads_worse_than_what_is_reworded() {
            let (model, joint) = (MiniLm::embedded().unwrap(), Joint::embedded().unwrap());
            let most = |pair| {
                let odds = odds(model, joint, pair);
                odds.into_iter().fold(f32::MIN, f32::max)
            };
            let reworded = most([PAIR[0], "Two men were not released by the court on Friday."]);
            let reversed = most(PAIR);
            assert!(reversed > reworded + 1.0, "{reversed} and {reworded}");
        }

        #[test]
        fn a_cut_or_foreign_file_is_told() {
            let whole: &[u8] = &Unpacked::embedded(wiredrift_joint::DATA);
            let layers = &MiniLm::embedded().unwrap().weights.layers;
            let read = |file, verify| {
                let read = asset::JointWeights::read(file, layers, verify);
                read.err().unwrap()
            };
            let cut = read(&whole[..whole.len() - 64], false);
            assert!(matches!(cut, ModelError::Length { .. }), "{cut}");
            assert!(
                read(&whole[..whole.len() - 64], true)
                    .to_string()
                    .contains("checksum")
            );
            let other = read(parts()[0], true).to_string();
            assert!(other.contains("expected part 3, found part 1"), "{other}");
        }
    }
}
