//! Lists: a table for people, or JSON for scripts.

use std::io::{self, Write};

use serde::Serialize;

/// A list whose entries are lines of a table, and objects.
pub(super) trait Listed: Serialize {
    /// The heads of the columns.
    const HEADS: &'static [&'static str];

    /// The cells of a line, as many as there are heads.
    fn cells(&self) -> Vec<String>;
}

/// Writes a list; with `json` as one array.
pub(super) fn write<T: Listed>(out: &mut impl Write, entries: &[T], json: bool) -> io::Result<()> {
    if json {
        serde_json::to_writer_pretty(&mut *out, entries)?;
        return writeln!(out);
    }
    let heads = T::HEADS.iter().map(|head| (*head).to_owned()).collect();
    let lines: Vec<Vec<String>> = std::iter::once(heads).chain(entries.iter().map(T::cells)).collect();
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<_> = (0..T::HEADS.len()).map(width).collect();
    for line in &lines {
        let padded: Vec<_> = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        writeln!(out, "{}", padded.join("  ").trim_end())?;
    }
    Ok(())
}

/// A text for a cell: nothing that could move the cursor or break the line, since people choose their names.
pub(super) fn cell(text: Option<&str>) -> String {
    text.unwrap_or("-").chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Tea {
        name: &'static str,
        grams: u32,
    }

    impl Listed for Tea {
        const HEADS: &'static [&'static str] = &["NAME", "G"];
        fn cells(&self) -> Vec<String> {
            vec![cell(Some(self.name)), self.grams.to_string()]
        }
    }

    fn written(entries: &[Tea], json: bool) -> String {
        let mut out = Vec::new();
        write(&mut out, entries, json).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_list_is_a_table_or_json() {
        let teas = [Tea { name: "oolong", grams: 5 }, Tea { name: "a\u{1b}[2J\n", grams: 50 }];
        assert_eq!(written(&teas, false), "NAME    G\noolong  5\na\u{fffd}[2J\u{fffd}  50\n");
        assert_eq!(written(&[], false), "NAME  G\n");
        let json: serde_json::Value = serde_json::from_str(&written(&teas, true)).unwrap();
        assert_eq!(json[0]["name"], "oolong");
    }
}
