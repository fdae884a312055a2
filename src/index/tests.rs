use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// Stories that share their frame and differ in names, places and numbers.
fn stories(count: usize) -> Vec<(String, String)> {
    let names = ["Ruhl", "Nasser", "Okafor", "Lindgren", "Tarasoff", "Moreau"];
    let places = ["Lenne", "Halden", "Corvo", "Brisk", "Sant Aldo"];
    let matters = ["bridge", "budget", "harbour", "school", "tram", "flood"];
    let story = |i: usize| {
        let (name, place) = (names[i % 6], places[i / 6 % 5]);
        let matter = matters[i / 30 % 6];
        let text = format!(
            "Mayor {name} of {place} closed the {matter} on Monday. Some {} people had signed \
             letter {i} against the plan. The council votes on ward {} next week.",
            i * 37 % 9001 + 100,
            i * 11 % 977
        );
        (format!("story-{i:05}"), text)
    };
    (0..count).map(story).collect()
}

fn options() -> IndexOptions {
    IndexOptions::default().with_memory(1 << 20)
}

fn quiet(_: usize) -> ControlFlow<()> {
    go_on()
}

fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap();
    let file = |entry: std::io::Result<fs::DirEntry>| {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, fs::read(path).unwrap())
    };
    entries.map(file).collect()
}

/// An index of some stories, committed after every `portion`.
fn built(stories: &[(String, String)], portion: usize) -> (tempfile::TempDir, Index) {
    let folder = tempfile::tempdir().unwrap();
    let mut index = Index::create(folder.path(), &options()).unwrap();
    for stories in stories.chunks(portion) {
        index.add_many(stories, &mut quiet).unwrap();
        index.commit().unwrap();
    }
    (folder, index)
}

#[test]
fn every_story_is_the_source_of_itself_and_of_its_rewording() {
    let stories = stories(300);
    let (_folder, index) = built(&stories, 120);
    for (id, text) in stories.iter().step_by(7) {
        let reworded = text
            .replace("closed", "shut down")
            .replace("signed", "put their names to")
            .replace("next week", "in the week after");
        for copy in [text, &reworded] {
            let found = index.find(copy, 3).unwrap();
            assert_eq!(&found[0].id, id);
            assert!(found[0].explained > 0.9, "{}", found[0].explained);
            assert!(found[0].adds == found[0].explained);
            assert!(found[0].score >= found[1].score);
        }
    }
}

#[test]
fn a_copy_stitched_from_two_stories_names_both_and_which_sentence_is_whose() {
    let stories = stories(300);
    let (_folder, index) = built(&stories, 300);
    let first = stories[17].1.split_inclusive(". ").take(2);
    let second = stories[222].1.split_inclusive(". ").skip(1);
    let copy: String = first.chain([" "]).chain(second).collect();
    let found = index.find(&copy, 5).unwrap();
    let mut sources: Vec<&str> = found
        .iter()
        .filter(|c| c.adds > 0.2)
        .map(|c| &c.id[..])
        .collect();
    sources.sort_unstable();
    assert_eq!(sources, ["story-00017", "story-00222"]);
    for candidate in &found {
        for passage in &candidate.matches {
            assert_eq!(&copy[passage.bytes(&copy).unwrap()], passage.text);
        }
    }
}

#[test]
fn nothing_shared_is_nothing_found() {
    let (_folder, index) = built(&stories(20), 20);
    for copy in ["", "!!!", "Quixotic zebras vanish.", "of the and"] {
        assert_eq!(index.find(copy, 9).unwrap(), []);
    }
    let (_folder, empty) = built(&[], 1);
    assert_eq!(empty.find("The mayor closed the bridge.", 9).unwrap(), []);
    assert!(empty.is_empty());
}

#[test]
fn equal_scores_are_ordered_by_id_wherever_the_documents_lie() {
    let text = "Mayor Ruhl of Lenne closed the bridge.";
    let documents: Vec<_> = ["c", "a", "d", "b"]
        .map(|id| (id.to_owned(), text.to_owned()))
        .into();
    for portion in [1, 2, 4] {
        let (_folder, index) = built(&documents, portion);
        let found = index.find(text, 9).unwrap();
        let ids: Vec<&str> = found.iter().map(|c| &c.id[..]).collect();
        assert_eq!(ids, ["a", "b", "c", "d"]);
    }
}

#[test]
fn ranks_do_not_depend_on_how_documents_lie_in_files() {
    let stories = stories(200);
    let (_one, whole) = built(&stories, 200);
    // One commit a story: eight and sixty-four of them are merged again and again.
    let (folder, many) = built(&stories, 1);
    assert!(
        many.manifest.segments.len() < 22,
        "{}",
        many.manifest.segments.len()
    );
    assert!(many.manifest.segments[0].level == 2);
    let reopened = Index::open(folder.path()).unwrap();
    for (_, text) in stories.iter().step_by(13) {
        let found = whole.find(text, 20).unwrap();
        assert_eq!(found, many.find(text, 20).unwrap());
        assert_eq!(found, reopened.find(text, 20).unwrap());
    }
    many.check(&mut go_on).unwrap();
}

#[test]
fn the_same_documents_give_the_same_bytes_at_any_number_of_threads() {
    let stories = stories(4000);
    let (one, index) = built(&stories, 4000);
    assert!(
        index.manifest.segments.len() > 2,
        "the memory is used up now and then"
    );
    for threads in [1, 3] {
        let other = tempfile::tempdir().unwrap();
        let options = options().with_threads(threads);
        let mut index = Index::create(other.path(), &options).unwrap();
        index.add_many(&stories, &mut quiet).unwrap();
        index.commit().unwrap();
        assert!(bytes(one.path()) == bytes(other.path()));
    }
}

#[test]
fn adding_again_adds_nothing_and_another_text_under_the_same_id_is_refused() {
    let stories = stories(50);
    let (folder, mut index) = built(&stories, 25);
    let before = bytes(folder.path());
    assert_eq!(index.add_many(&stories, &mut quiet).unwrap(), 0);
    index.commit().unwrap();
    assert!(bytes(folder.path()) == before);
    for _ in 0..2 {
        let refused = index.add("story-00007", "Another text.").unwrap_err();
        assert!(refused.to_string().contains("story-00007"), "{refused}");
    }
    assert!(index.add("new", "Another text.").unwrap());
    assert!(!index.add("new", "Another text.").unwrap());
    let twice = [("twice", "One text."), ("twice", "Two texts.")];
    assert!(index.add_many(&twice, &mut quiet).is_err());
    assert_eq!((index.len(), index.pending()), (52, 2));
    assert!(index.contains("twice").unwrap() && index.contains("story-00007").unwrap());
}

#[test]
fn what_was_not_committed_is_lost_and_what_was_is_there() {
    let stories = stories(60);
    let (folder, mut index) = built(&stories[..40], 40);
    index.add_many(&stories[40..], &mut quiet).unwrap();
    assert_eq!(index.len(), 60);
    drop(index);
    let mut index = Index::open(folder.path()).unwrap();
    assert_eq!(index.len(), 40);
    assert_eq!(index.add_many(&stories, &mut quiet).unwrap(), 20);
    index.commit().unwrap();
    assert_eq!(index.text("story-00059").unwrap(), stories[59].1);
    assert!(index.text("nobody").is_err());
}

#[test]
fn one_program_adds_at_a_time_and_readers_are_not_in_its_way() {
    let stories = stories(40);
    let (folder, mut index) = built(&stories[..20], 20);
    let mut other = Index::open(folder.path()).unwrap();
    let refused = other.add("x", "A text.").unwrap_err();
    assert!(matches!(refused, Error::Index(IndexError::Locked { .. })));
    let reader = Index::open(folder.path()).unwrap();
    for story in &stories[20..] {
        index.add(&story.0, &story.1).unwrap();
        index.commit().unwrap();
    }
    // The reader's files were merged and removed; it goes on with what it opened.
    assert_eq!(reader.find(&stories[3].1, 1).unwrap()[0].id, stories[3].0);
    drop(index);
    other.add("x", "A text of its own.").unwrap();
    assert_eq!(other.len(), 41, "what another program added since is seen");
}

#[test]
fn an_interrupted_call_leaves_an_index_that_goes_on_to_the_same_bytes() {
    let stories = stories(3000);
    let (whole, _) = built(&stories, 3000);
    let folder = tempfile::tempdir().unwrap();
    let mut index = Index::create(folder.path(), &options()).unwrap();
    for limit in 1.. {
        let mut asked = 0;
        let mut ask = || {
            asked += 1;
            if asked > limit * 60 {
                ControlFlow::Break(())
            } else {
                go_on()
            }
        };
        let added = index.add_many(&stories, &mut |_| ask());
        let done = added.and_then(|_| index.commit_watched(&mut ask));
        match done {
            Ok(()) => break,
            Err(error) => assert!(matches!(error, Error::Interrupted)),
        }
    }
    assert!(bytes(whole.path()) == bytes(folder.path()));
}

#[test]
fn a_folder_in_use_is_no_place_for_a_new_index() {
    let (folder, _index) = built(&stories(3), 3);
    let exists = Index::create(folder.path(), &options()).err().unwrap();
    assert!(matches!(exists, Error::Index(IndexError::Exists { .. })));
    let missing = Index::open(folder.path().join("none")).err().unwrap();
    assert!(matches!(missing, Error::Index(IndexError::Missing { .. })));
    let small = IndexOptions::default().with_memory(5);
    let small = Index::create(folder.path().join("new"), &small)
        .err()
        .unwrap();
    assert!(small.to_string().contains("1048576"), "{small}");
}

#[test]
fn ids_and_texts_out_of_range_are_refused() {
    let (_folder, mut index) = built(&[], 1);
    for id in [String::new(), "x".repeat(MAX_ID_BYTES + 1)] {
        let refused = index.add(&id, "A text.").unwrap_err();
        assert!(matches!(refused, Error::Index(IndexError::Id { .. })));
    }
    let long = "x".repeat(MAX_DOCUMENT_BYTES + 1);
    assert!(matches!(index.add("a", &long), Err(Error::TooLong { .. })));
    assert!(matches!(index.find(&long, 1), Err(Error::TooLong { .. })));
    for limit in [0, 257, usize::MAX] {
        let refused = index.find("A copy.", limit).unwrap_err();
        assert!(refused.to_string().contains("1 to 256"), "{refused}");
    }
    index.add("é 日\n", "").unwrap();
    index.commit().unwrap();
    assert_eq!(index.text("é 日\n").unwrap(), "");
}

#[test]
fn an_index_without_texts_finds_as_well_and_says_that_it_has_none() {
    let stories = stories(30);
    let folder = tempfile::tempdir().unwrap();
    let mut index = Index::create(folder.path(), &options().with_texts(false)).unwrap();
    index.add_many(&stories, &mut quiet).unwrap();
    index.commit().unwrap();
    assert_eq!(index.find(&stories[4].1, 1).unwrap()[0].id, stories[4].0);
    let none = index.text("story-00004").unwrap_err();
    assert!(matches!(none, Error::Index(IndexError::NoTexts { .. })));
    let index = Index::open(folder.path()).unwrap().with_options(&options());
    assert!(!index.keeps_texts());
}

/// All that a caller can do with a folder; nothing of it may panic.
fn use_all(folder: &Path, copy: &str) -> Result<()> {
    let mut index = Index::open(folder)?;
    index.check(&mut go_on)?;
    index.find(copy, 5)?;
    index.text("story-00001")?;
    index.add("new", "A text of its own.")?;
    index.commit()
}

#[test]
fn a_torn_file_a_lost_one_and_a_foreign_one_are_told_by_name() {
    let stories = stories(30);
    let (folder, _) = built(&stories, 20);
    let whole = bytes(folder.path());
    for (name, content) in whole.iter().filter(|(name, _)| *name != "LOCK") {
        let path = folder.path().join(name);
        for change in ["cut", "longer", "foreign", "lost"] {
            match change {
                "cut" => fs::write(&path, &content[..content.len() / 2]).unwrap(),
                "longer" => fs::write(&path, [&content[..], b"more"].concat()).unwrap(),
                "foreign" => fs::write(&path, vec![b'x'; content.len()]).unwrap(),
                _ => fs::remove_file(&path).unwrap(),
            }
            let error = Index::open(folder.path()).err();
            let longer_manifest = change == "longer" && name == "MANIFEST";
            let error = error.unwrap_or_else(|| panic!("{name} {change} went unseen"));
            let named = error.to_string().contains(name) || change == "lost";
            assert!(named || longer_manifest, "{error}");
            fs::write(&path, content).unwrap();
        }
    }
    use_all(folder.path(), &stories[3].1).unwrap();
}

#[test]
fn files_of_one_shape_that_change_places_are_noticed() {
    let (folder, _) = built(&stories(40), 20);
    let (a, b) = (
        folder.path().join("00000001.docs"),
        folder.path().join("00000003.docs"),
    );
    let (first, second) = (fs::read(&a).unwrap(), fs::read(&b).unwrap());
    fs::write(&a, second).unwrap();
    fs::write(&b, first).unwrap();
    assert!(Index::open(folder.path()).is_err());
}

#[test]
fn every_changed_byte_of_every_file_is_found_by_a_check() {
    let (folder, _) = built(&stories(12), 6);
    let whole = bytes(folder.path());
    for (name, content) in whole.iter().filter(|(name, _)| *name != "LOCK") {
        let path = folder.path().join(name);
        for at in (0..content.len()).step_by(3) {
            let mut changed = content.clone();
            changed[at] ^= 0x24;
            fs::write(&path, changed).unwrap();
            let index = Index::open(folder.path());
            let checked = index.and_then(|index| index.check(&mut go_on));
            assert!(checked.is_err(), "{name} byte {at}");
        }
        fs::write(&path, content).unwrap();
    }
}

/// Set right the checksums of a file of postings, as only somebody who wants to do harm does.
fn forge(bytes: &mut [u8], from: usize) {
    let sum = crc32fast::hash(&bytes[from..bytes.len() - 4]);
    let end = bytes.len() - 4;
    bytes[end..].copy_from_slice(&sum.to_le_bytes());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn no_mutated_folder_makes_a_call_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
        forged: bool,
    ) {
        let stories = stories(12);
        let (folder, _) = built(&stories, 6);
        let whole = bytes(folder.path());
        let names: Vec<&String> = whole.keys().filter(|n| *n != "LOCK").collect();
        for (file, at, byte) in changes {
            let path = folder.path().join(file.get(&names));
            let mut content = fs::read(&path).unwrap();
            if content.is_empty() {
                continue;
            }
            let at = at.index(content.len());
            content[at] = byte;
            if forged && content.len() > 44 {
                let from = content.len() - 40;
                forge(&mut content, from);
            }
            fs::write(&path, content).unwrap();
        }
        let _ = use_all(folder.path(), &stories[3].1);
        let path = folder.path().join(cut.get(&names));
        let content = fs::read(&path).unwrap_or_default();
        fs::write(&path, &content[..cut.index(content.len() + 1)]).unwrap();
        let _ = use_all(folder.path(), &stories[3].1);
    }
}
