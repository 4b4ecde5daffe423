//! `cargo xtask size`: what the files of `dist/` weigh, and whether what visitors load is within its budget.

mod owner;
mod why;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, ensure};
use serde_json::{Map, Value, json};

use crate::budget::{self, Load};
use crate::cli::SizeArgs;
use crate::workspace::Workspace;
use crate::{files, wasm};

/// One line of the table.
#[derive(Clone, Debug, Default)]
struct Row {
    name: String,
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// Prints the table; fails over budget.
pub(crate) fn run(workspace: &Workspace, args: &SizeArgs) -> Result<ExitCode> {
    if args.paths {
        println!("{}", paths(workspace)?);
        return Ok(ExitCode::SUCCESS);
    }
    if args.why {
        print!("{}", why::report(workspace, &measure(workspace)?)?);
        return Ok(ExitCode::SUCCESS);
    }
    Ok(if weigh(workspace)? == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Prints the table; over budget is an error.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let over = weigh(workspace)?;
    ensure!(over == 0, "{over} over budget");
    Ok(())
}

/// The paths and the files of the last build that each loads, as JSON for other programs.
pub(crate) fn paths(workspace: &Workspace) -> Result<Value> {
    let loads = budget::loads(&wasm::manifest(&workspace.dist_dir())?)?;
    let entry = |load: Load| (load.name, json!({ "files": load.files, "texts": load.texts, "bytes": load.bytes }));
    Ok(Value::Object(loads.into_iter().map(entry).collect::<Map<_, _>>()))
}

/// Prints the table and the verdicts; returns how many are over budget.
fn weigh(workspace: &Workspace) -> Result<usize> {
    let rows = measure(workspace)?;
    let loads = budget::loads(&wasm::manifest(&workspace.dist_dir())?)?;
    let totals = loads.iter().map(|load| total(load, &rows)).collect::<Result<Vec<_>>>()?;
    print!("{}", table(&rows, &totals));
    println!();
    let mut over = 0;
    for (load, total) in loads.iter().zip(&totals) {
        let (within, line) = budget::judge(load, total.brotli);
        over += usize::from(!within);
        println!("{line}");
    }
    Ok(over)
}

/// The sibling of a file that the server sends in its place; `dist` wrote it.
fn compressed(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    name.into()
}

fn measure(workspace: &Workspace) -> Result<Vec<Row>> {
    let dist = workspace.dist_dir();
    ensure!(dist.join("guard-widget.js").is_file(), "there is no dist/ to measure; run `cargo xtask dist` first");
    let mut rows = Vec::new();
    for file in files::list(&dist)? {
        if file.extension().is_some_and(|suffix| suffix == "br" || suffix == "gz") {
            continue;
        }
        rows.push(Row {
            name: file.strip_prefix(&dist).unwrap_or(&file).display().to_string(),
            raw: files::read(&file)?.len(),
            gzip: files::read(&compressed(&file, "gz"))?.len(),
            brotli: files::read(&compressed(&file, "br"))?.len(),
        });
    }
    Ok(rows)
}

/// All that is loaded added up, with the largest locale where texts are.
fn total(load: &Load, rows: &[Row]) -> Result<Row> {
    let mut total = Row { name: load.name.clone(), ..Row::default() };
    let locales = rows.iter().filter(|row| load.texts && row.name.starts_with("locales/"));
    let mut parts: Vec<_> = locales.max_by_key(|row| row.brotli).into_iter().collect();
    for name in &load.files {
        let row = rows.iter().find(|row| row.name == *name);
        parts.push(row.with_context(|| format!("dist/{name} is missing; run `cargo xtask dist`"))?);
    }
    for row in parts {
        total.raw += row.raw;
        total.gzip += row.gzip;
        total.brotli += row.brotli;
    }
    Ok(total)
}

fn table(rows: &[Row], totals: &[Row]) -> String {
    let width = rows.iter().chain(totals).map(|row| row.name.len()).max().unwrap_or_default();
    let line =
        |name: &str, raw: &str, gzip: &str, brotli: &str| format!("{name:width$}  {raw:>9}  {gzip:>9}  {brotli:>9}\n");
    let row = |row: &Row| line(&row.name, &thousands(row.raw), &thousands(row.gzip), &thousands(row.brotli));
    let mut out = line("bytes", "raw", "gzip -9", "brotli 11");
    out.extend(rows.iter().map(row));
    out.push('\n');
    out.extend(totals.iter().map(row));
    out
}

fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, size: usize) -> Row {
        Row { name: name.to_owned(), raw: size * 4, gzip: size * 2, brotli: size }
    }

    #[test]
    fn a_load_is_its_files_and_the_largest_locale() -> Result<()> {
        let mut load = Load {
            name: "QR first".into(),
            files: vec!["a.js".into(), "b.wasm".into()],
            texts: true,
            bytes: 0,
            goal: 0,
        };
        let mut rows = vec![row("a.js", 100), row("b.wasm", 100), row("package.json", 7)];
        assert_eq!(total(&load, &rows)?.brotli, 200);
        rows.extend([row("locales/en-US.json", 10), row("locales/zh-CN.json", 20)]);
        assert_eq!(total(&load, &rows)?.brotli, 220);
        load.texts = false;
        assert_eq!(total(&load, &rows)?.brotli, 200);
        rows.remove(0);
        assert!(total(&load, &rows).is_err());
        Ok(())
    }

    #[test]
    fn the_table_is_aligned() {
        let table = table(&[row("a", 1234), row("a-long-name.js", 5)], &[row("password first", 1239)]);
        let widths: Vec<_> = table.lines().filter(|line| !line.is_empty()).map(|line| line.chars().count()).collect();
        assert!(widths.iter().all(|width| *width == widths[0]), "{table}");
        assert!(table.contains("1,234"));
    }
}
