//! Sentence ends, by language and by trap.

use proptest::prelude::*;

use super::*;

/// `|` marks where the text is to be cut.
fn check(language: Language, marked: &str) {
    let want: Vec<&str> = marked.split('|').collect();
    let text = want.concat();
    assert_eq!(sentences(&text, language), want);
}

fn english(marked: &str) {
    check(Language::English, marked);
}

#[test]
fn a_stray_spaced_stop_stays_in_the_paragraph_it_ends() {
    assert_eq!(
        sentences("The ice fell. .\n\nNobody came.", Language::English),
        ["The ice fell. .\n\n", "Nobody came."],
    );
}

#[test]
fn titles_states_and_offices_end_nothing() {
    english("Sen. Walt Brannigan, R-Idaho, spoke. |Gov. Anita Serrano did not.");
    english("A fire in San Ardo, Calif., spread. |The blaze (D., Ariz.) went on.");
    english("The U.S. Senate met in the U.S. |The U.K. did not.");
    english("He met Vladimir V. Putin in St. Petersburg. |J. R. Tolliver stayed.");
    english("Harcourt Foods Inc. on Tuesday raised it. |It fell at Hartgen Co. |The end.");
}

#[test]
fn times_and_numbers_end_nothing_before_their_numbers() {
    english("Bids close at 9:05 p.m. on Feb. 11. |No. 3 reactor stopped.");
    english("See pp. 4-5 and Fig. 2. |Was he there? |No. |The other was.");
    english("It was 5 in. wide. |What are they in? |The box.");
    english("She took vitamin C. |Doctors approved.");
}

#[test]
fn quotations_are_cut_inside_and_keep_their_speech_tags() {
    english("“I nearly did not travel,” he said. |“My ankle was sore. |I begged her.” |He left.");
    english("“Cowards!” Ray Mora, whose daughter died, yelled at the panel. |It adjourned.");
    english("“Why?” she asked. |“Because!” |The room went quiet.");
    english("\"Stop.\" |\"No,\" he said.");
    english("“We do not depend on anyone else. ” |However, he left.");
}

#[test]
fn a_stray_stop_leaves_a_remainder_of_its_own() {
    english("They sought a way out of the river. |crisis. |He left.");
    english("It put pressure on it.” |on Velia.”");
    english("It is now the center of the war.. |He left.");
    english("A county with its flagship. .");
}

#[test]
fn a_stop_glued_to_the_next_sentence_still_ends() {
    english(
        "It ended the war.|He left at 3.5 per cent. |See example.com or Jane.Doe@example.com now.",
    );
    english("Residents fled Mariupolwhile it burned.");
}

#[test]
fn ellipses_end_only_before_a_new_start() {
    english("I was ... well, tired. |I never meant that.... |She left.");
    english("He waited . . . and waited. |“The best-case scenario… is that.”");
    english("It says “[...] The end” there.");
}

#[test]
fn a_wrapped_line_is_no_end_but_a_short_one_is() {
    english(
        "The panel met on Monday in a hall at the edge of the old town while\n\
         President Ines Combal was abroad and nobody had been told about the\n\
         new date. |She returned.",
    );
    english(
        "Talks in Lindholm\n|The minister, left, greets her guest at the start of the talks in Lindholm on Monday.",
    );
    english("A headline without a stop\n\n|Then the story. \r\n\r\n|More.");
}

#[test]
fn lists_are_cut_at_their_markers() {
    english("1) The first item |2) The second item");
    english("• 9. The first item |• 10. The second item");
    english("a. The first item |b. The second item");
}

#[test]
fn german_ordinals_dates_and_abbreviations() {
    let de = |marked| check(Language::German, marked);
    de("Am 3. Oktober tagte z. B. der Rat. |Die Firma Müller GmbH & Co. KG schwieg. |Er kam.");
    de("Das 19. Jahrhundert endete. |Es begann 1801. |Danach kam Dr. Ines Vogt, d. h. die Ärztin.");
    de("„Wir gehen.“ |Dann ging sie usw. |Das kostet 3 Mio. Euro.");
    de("Er wohnt in der Hauptstr. 5 bzw. am Markt. |Nr. 7 ist leer.");
    de("Rund 40.000 Menschen kamen. |Um 18.30 Uhr war Schluss.");
}

#[test]
fn french_titles_and_guillemets() {
    let fr = |marked| check(Language::French, marked);
    fr("M. Vasseur a parlé. |Mme Combal, p. ex., se tait. |« Je pars. » |Il est parti.");
    fr("Le Dr. Odile Marchet dit non. |L’art. 3 s’applique, cf. le texte, etc. |La suite vient.");
    fr("« Pourquoi ? » demande-t-elle. |Rien !");
    fr("Elle est née en 52 av. J.-C. à Lyon. |Puis rien.");
}

#[test]
fn spanish_openers_and_doubled_abbreviations() {
    let es = |marked| check(Language::Spanish, marked);
    es("El Sr. Ruiz viajó a EE. UU. en mayo. |¿Por qué? |¡Nadie lo sabe!");
    es("La Dra. Peña llegó a las 8 p. m. del lunes. |Luego habló el pdte. Mora.");
    es("Es el art. 5, pág. 12. |Compró pan, leche, etc. |Después salió.");
}

#[test]
fn portuguese_titles_and_numbers() {
    let pt = |marked| check(Language::Portuguese, marked);
    pt("O Sr. Duarte e a Dra. Lima saíram. |O n. 4 ficou, p. ex., em casa.");
    pt("“Não vou.” |Ele foi à av. Central, 20. |Depois voltou.");
    pt("São 3,5 milhões. |A sede fica na R. Augusta.");
}

#[test]
fn russian_initials_years_and_units() {
    let ru = |marked| check(Language::Russian, marked);
    ru("А. С. Пушкин родился в 1799 г. в Москве. |Он умер в 1837 г. |Это знают все.");
    ru("Это т. е. всё. |Площадь им. Ленина стоит 5 млн. рублей.");
    ru("«Я ухожу.» |Потом г. Иванов ушёл и т. д. |Всё.");
}

#[test]
fn scripts_without_spaces_go_by_their_own_stops() {
    check(Language::English, "これは文です。|次の文です！|終わり？");
    check(Language::English, "这是第一句。|这是第二句。");
    check(Language::English, "He said 你好。|Then he left.");
}

#[test]
fn a_combining_mark_starts_no_sentence() {
    // Such marks are put in order when a text is normalised, so that no offset lies between them.
    english("。\u{1cd0}\u{f71}|日本。");
}

#[test]
fn strange_input_comes_back_whole() {
    let long = "x".repeat(100_000);
    let spaces = format!("。{}。", " ".repeat(100_000));
    let stops = ". ".repeat(50_000);
    let quotes = ". \" ".repeat(20_000);
    for text in [
        "",
        " ",
        "\n\n",
        ".",
        "\u{202e}",
        "\u{301}. \u{301}",
        &long,
        &spaces,
        &stops,
        &quotes,
    ] {
        assert_eq!(sentences(text, Language::English).concat(), text);
    }
}

proptest! {
    #[test]
    fn joined_sentences_give_the_text_back(text in "\\PC{0,200}", code in 0usize..6) {
        prop_assert_eq!(sentences(&text, Language::ALL[code]).concat(), text);
    }

    #[test]
    fn joined_sentences_give_trappy_text_back(
        text in "([a-zA-Z0-9]{1,3}|[.!?…。]{1,2}|[ \n\r\t\u{a0}]|[\"'“”’()\\[\\]»•-]|U\\.S\\.|Mr\\.|é|日){0,60}",
        code in 0usize..6,
    ) {
        let pieces = sentences(&text, Language::ALL[code]);
        prop_assert!(text.is_empty() || pieces.iter().all(|p| !p.is_empty()));
        prop_assert_eq!(pieces.concat(), text);
    }
}
