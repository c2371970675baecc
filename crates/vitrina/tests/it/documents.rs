//! What the documents of the repository say of its code is there.

use std::path::Path;

/// What stands between backquotes in a line.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

#[test]
fn tests_and_files_that_the_security_document_names_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let document = std::fs::read_to_string(root.join("SECURITY.md")).unwrap();
    let (mut named, mut wrong) = (0, Vec::new());
    for line in document.lines().filter(|line| line.starts_with('|')) {
        for word in quoted(line) {
            let (path, test) = word.split_once("::").unwrap_or((word, ""));
            // A name alone stands beside the path that it belongs to.
            if !path.ends_with(".rs") || !path.contains('/') {
                continue;
            }
            named += 1;
            let text = std::fs::read_to_string(root.join("crates").join(path)).unwrap_or_default();
            if text.is_empty() || !(test.is_empty() || text.contains(&format!("fn {test}"))) {
                wrong.push(word);
            }
        }
    }
    assert!(named > 300, "{named}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_security_document_has_every_number_of_the_standard_once() {
    let document = include_str!("../../../../SECURITY.md");
    let mut numbers: Vec<&str> = document
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split_once(" | ").map(|(first, _)| first))
        .filter(|first| first.split('.').count() == 3 && first.starts_with(char::is_numeric))
        .collect();
    assert_eq!(numbers.len(), 253);
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), 253, "a number stands twice");
}
