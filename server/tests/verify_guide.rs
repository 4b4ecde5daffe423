//! `docs/verify.md` and its Chinese twin: their code is that of the backends which the tests run, and both tell the same.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const GUIDES: [(&str, &str); 2] = [
    ("verify.md", include_str!("../../docs/verify.md")),
    ("verify.zh-CN.md", include_str!("../../docs/verify.zh-CN.md")),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// The opening lines and contents of all blocks.
fn blocks(guide: &str) -> Vec<(&str, String)> {
    let mut lines = guide.lines();
    let mut blocks = Vec::new();
    while let Some(line) = lines.next() {
        let Some(opening) = line.strip_prefix("```") else { continue };
        let content: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
        blocks.push((opening, content.join("\n")));
    }
    blocks
}

/// What stands in a source between the comments that name the part and that end it.
fn part(source: &str, name: &str) -> Option<String> {
    let comment = |line: &str, text: &str| {
        let line = line.trim();
        line.strip_prefix("//").or_else(|| line.strip_prefix('#')).is_some_and(|rest| rest.trim() == text)
    };
    let mut lines = source.lines().skip_while(|line| !comment(line, name)).skip(1).peekable();
    lines.peek()?;
    Some(lines.take_while(|line| !comment(line, "end")).collect::<Vec<_>>().join("\n").trim_matches('\n').to_owned())
}

#[test]
fn the_code_of_the_guide_is_that_of_the_programs() {
    for (guide, text) in GUIDES {
        let mut found = 0;
        for (opening, content) in blocks(text) {
            let Some((_, place)) = opening.split_once(" file=") else { continue };
            let (file, name) = place.split_once(" part=").unwrap();
            let source = std::fs::read_to_string(root().join(file)).unwrap();
            let written = part(&source, name).unwrap_or_else(|| panic!("{file} has no part {name}"));
            assert_eq!(content, written, "{guide}: {opening}");
            found += 1;
        }
        assert_eq!(found, 4, "{guide}: parts of programs");
    }
}

#[test]
fn both_languages_have_the_same_code_and_as_many_chapters_rows_and_rules() {
    let [(_, english), (_, chinese)] = GUIDES;
    assert_eq!(blocks(english), blocks(chinese));
    let shape = |guide: &str| -> Vec<usize> {
        let prose = |line: &&str| !line.starts_with("```");
        let starts = |with: &str| guide.lines().filter(prose).filter(|line| line.starts_with(with)).count();
        ["## ", "| ", "- **", "- ", "1. ", "7. "].into_iter().map(starts).collect()
    };
    assert_eq!(shape(english), shape(chinese));
}

#[test]
fn every_link_of_the_guide_leads_to_a_file_and_every_backend_has_one() {
    for (guide, text) in GUIDES {
        let links: BTreeSet<_> = text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split_once(')').map(|(link, _)| link))
            .filter(|link| !link.starts_with("https:"))
            .collect();
        for link in &links {
            assert!(root().join("docs").join(link).exists(), "{guide}: {link}");
        }
        let entries = std::fs::read_dir(root().join("examples/backends")).unwrap().map(Result::unwrap);
        for folder in entries.filter(|entry| entry.path().is_dir()) {
            let link = format!("../examples/backends/{}", folder.file_name().to_string_lossy());
            assert!(links.contains(&*link), "{guide} has no link to {link}");
        }
    }
}
