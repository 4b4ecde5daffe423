//! `docs/operating.md` as a program reads it: files and commands in order.
//!
//! A block counts by the line that opens it: `toml file=PATH` is a file, `sh` are commands. `sh input=password` reads a
//! password, `sh with=NAME` is another way to the same end, which is not taken here.

use std::path::PathBuf;

/// A block that counts.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Block {
    /// The content of the file at this path.
    File { path: PathBuf, content: String },
    /// Commands of a shell.
    Commands { text: String, asks_password: bool },
    /// Commands that are another way.
    OtherWay { name: String },
}

/// The blocks of `document`. Blocks of other languages are there to be read only.
pub(crate) fn blocks(document: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = document.lines();
    while let Some(line) = lines.next() {
        let Some(opening) = line.strip_prefix("```") else { continue };
        let content: String = lines.by_ref().take_while(|line| *line != "```").flat_map(|line| [line, "\n"]).collect();
        let mut words = opening.split(' ');
        let language = words.next().unwrap_or_default();
        let attribute = words.next().and_then(|word| word.split_once('='));
        assert!(words.next().is_none(), "a block has one attribute at most: {line}");
        match (language, attribute) {
            (_, Some(("file", path))) => blocks.push(Block::File { path: path.into(), content }),
            ("sh", Some(("with", name))) => blocks.push(Block::OtherWay { name: name.to_owned() }),
            ("sh", Some(("input", "password"))) => {
                blocks.push(Block::Commands { text: content, asks_password: true });
            }
            ("sh", None) => blocks.push(Block::Commands { text: content, asks_password: false }),
            ("json", None) => {}
            other => panic!("docs/operating.md has a block that nobody understands: {other:?}"),
        }
    }
    blocks
}

#[test]
fn blocks_are_told_by_the_line_that_opens_them() {
    let document = "a\n```toml file=/etc/x\nb = 1\n```\n```sh\ncd /\n```\n```sh with=y\nls\n```\n```json\n{}\n```\n\
                    ```sh input=password\nls\n```\n";
    let commands = |text: &str, asks_password| Block::Commands { text: text.to_owned(), asks_password };
    assert_eq!(
        blocks(document),
        [
            Block::File { path: "/etc/x".into(), content: "b = 1\n".to_owned() },
            commands("cd /\n", false),
            Block::OtherWay { name: "y".to_owned() },
            commands("ls\n", true),
        ]
    );
}
