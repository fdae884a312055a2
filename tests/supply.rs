//! What the project is built with and how it is released: documents and files that must agree.
// Clippy knows test functions as such, but not the helpers of an integration test.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::path::Path;

fn read(file: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap()
}

/// The lines of a section of a TOML file, without those of the sections after it.
fn section<'t>(toml: &'t str, name: &str) -> Vec<&'t str> {
    let lines = toml
        .lines()
        .skip_while(|line| line.trim() != format!("[{name}]"));
    lines
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .collect()
}

/// The names before `=` in a section.
fn names(toml: &str, name: &str) -> BTreeSet<String> {
    let lines = section(toml, name)
        .into_iter()
        .filter(|l| !l.starts_with('#'));
    let keys = lines.filter_map(|line| line.split_once(" = ").map(|(key, _)| key.trim()));
    keys.map(str::to_owned).collect()
}

/// The string given for a key of a section.
fn value(toml: &str, name: &str, key: &str) -> String {
    let line = section(toml, name)
        .into_iter()
        .find(|l| l.starts_with(&format!("{key} = ")));
    line.unwrap().split('"').nth(1).unwrap().to_owned()
}

#[test]
fn every_direct_dependency_has_a_written_reason_and_no_other_has() {
    let page = read("docs/dependencies.md");
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
    let listed: Vec<&str> = rows.filter_map(|row| row.split('`').next()).collect();
    let manifest = read("Cargo.toml");
    let mut needed = names(&manifest, "dependencies");
    needed.extend(names(&manifest, "dev-dependencies"));
    let unique: BTreeSet<String> = listed.iter().map(|n| (*n).to_owned()).collect();
    assert_eq!(unique, needed);
    assert_eq!(
        unique.len(),
        listed.len(),
        "a dependency stands in the tables twice"
    );
    for line in page.lines().filter(|l| l.starts_with("| `")) {
        assert!(
            line.split('|')
                .all(|cell| cell.is_empty() || cell.trim().len() > 1),
            "{line}"
        );
    }
}

#[test]
fn the_version_comes_from_one_place() {
    let manifest = read("Cargo.toml");
    let version = value(&manifest, "package", "version");
    let python = read("pyproject.toml");
    assert!(section(&python, "project").contains(&"dynamic = [\"version\"]"));
    assert!(
        !section(&python, "project")
            .iter()
            .any(|l| l.starts_with("version"))
    );
    let citation = read("CITATION.cff");
    assert!(
        citation.contains(&format!("\nversion: {version}\n")),
        "CITATION.cff"
    );
    assert!(read("CHANGELOG.md").contains("## [Unreleased]"));
    for crate_name in [
        "wiredrift-joint",
        "wiredrift-minilm-1",
        "wiredrift-minilm-2",
    ] {
        let own = read(&format!("crates/{crate_name}/Cargo.toml"));
        let needed = section(&manifest, "dependencies").into_iter();
        let needed: String = needed.filter(|l| l.starts_with(crate_name)).collect();
        let own = value(&own, "package", "version");
        assert!(
            needed.contains(&format!("version = \"{own}\"")),
            "{crate_name}"
        );
    }
}

#[test]
fn every_action_is_pinned_by_commit_and_every_workflow_has_least_rights() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/workflows");
    let mut seen = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains("\npermissions: {}\n"), "{}", path.display());
        for line in text
            .lines()
            .filter_map(|l| l.trim().trim_start_matches("- ").strip_prefix("uses: "))
        {
            if line.starts_with("./") {
                continue;
            }
            let (_, commit) = line.split_once('@').unwrap();
            let commit = commit.split(' ').next().unwrap();
            let pinned = commit.len() == 40 && commit.bytes().all(|b| b.is_ascii_hexdigit());
            assert!(
                pinned && line.contains(" # v"),
                "{}: {line}",
                path.display()
            );
            seen += 1;
        }
    }
    assert!(seen > 5);
}
