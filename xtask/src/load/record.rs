//! The last section of `docs/benchmarks.md`: one block for each database and scenario, each of which is replaced alone.
//! `cargo xtask bench`, which writes the rest of that file, keeps the section as it is (`bench/kept.js`).

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The heading that the section begins with.
const HEADING: &str = "## The server under load";

/// What stands above the blocks.
const INTRODUCTION: &str = "\
Made by `cargo xtask load --record`, which writes this section: each part below names the command that repeats it. A
release build of the server and its visitors (`tests/load`) share one machine. Each visitor has an address of its own in
127.0.0.0/8 and a connection of its own, kept open. Status checks come at times that do not wait for the server, and
their latency counts from these times, so that a slow server is not asked less. Memory is the resident set of a node;
1 MB = 1,048,576 bytes.";

/// The document with `findings` as the block `name`.
pub(crate) fn put(document: &str, name: &str, findings: &str) -> String {
    let (rest, section) = document.split_once(HEADING).unwrap_or((document, ""));
    let mut blocks = blocks(section);
    blocks.insert(name.to_owned(), findings.trim().to_owned());
    let mut text = format!("{}\n\n{HEADING}\n\n{INTRODUCTION}\n", rest.trim_end());
    for (name, block) in blocks {
        let _ = write!(text, "\n{}\n\n{block}\n\n{END}\n", begin(&name));
    }
    text
}

const END: &str = "<!-- end -->";

fn begin(name: &str) -> String {
    format!("<!-- {name} -->")
}

fn blocks(section: &str) -> BTreeMap<String, String> {
    let blocks = section.split(END).filter_map(|part| {
        let (name, block) = part.split_once("<!-- ")?.1.split_once(" -->")?;
        Some((name.to_owned(), block.trim().to_owned()))
    });
    blocks.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_replaced_alone_and_the_rest_of_the_document_stays() {
        let first = put("# Benchmarks\n\ntext\n", "SQLite speed", "a");
        assert!(first.starts_with("# Benchmarks\n\ntext\n\n## The server under load\n\nMade by"), "{first}");
        let both = put(&first, "Postgres speed", "b\n\nc\n");
        let again = put(&both, "SQLite speed", "d");
        assert!(again.contains("<!-- Postgres speed -->\n\nb\n\nc\n\n<!-- end -->\n"), "{again}");
        assert!(again.contains("<!-- SQLite speed -->\n\nd\n") && !again.contains("\na\n"), "{again}");
        assert_eq!(again.matches(HEADING).count(), 1);
        assert_eq!(put(&again, "SQLite speed", "d"), again);
    }

    /// Two programs write the one file: each must know where the other's part begins.
    #[test]
    fn the_benchmark_knows_the_section_by_the_same_heading() {
        let kept = crate::files::read_text(&crate::workspace::Workspace::find().path("bench/kept.js"));
        assert!(kept.is_ok_and(|text| text.contains(&format!("\"{HEADING}\""))));
    }
}
