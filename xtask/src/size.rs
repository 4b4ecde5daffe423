//! `cargo xtask size`: what the files of `dist/` weigh, and whether the login path is within its budget.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, ensure};

use crate::budget::{LOGIN_PATH, LOGIN_PATH_BYTES};
use crate::files;
use crate::workspace::Workspace;

/// One line of the table.
#[derive(Clone, Debug, Default)]
struct Row {
    name: String,
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// Prints the table; fails over budget.
pub(crate) fn run(workspace: &Workspace) -> Result<ExitCode> {
    let rows = measure(workspace)?;
    let total = login_path(&rows)?;
    print!("{}", table(&rows, &total));
    let used = total.brotli;
    println!();
    if used > LOGIN_PATH_BYTES {
        println!("OVER BUDGET: the login path has {used} bytes with brotli, {LOGIN_PATH_BYTES} (80 KiB) are allowed");
        return Ok(ExitCode::FAILURE);
    }
    println!("within budget: {used} of {LOGIN_PATH_BYTES} bytes (80 KiB) with brotli, {}", share(used));
    Ok(ExitCode::SUCCESS)
}

fn share(used: usize) -> String {
    format!("{} %", used * 100 / LOGIN_PATH_BYTES)
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

/// The files of the login path added up, with the largest locale where locales are files of their own.
fn login_path(rows: &[Row]) -> Result<Row> {
    let mut total = Row { name: "login path".to_owned(), ..Row::default() };
    let locale = rows.iter().filter(|row| row.name.starts_with("locales/")).max_by_key(|row| row.brotli);
    let mut parts = Vec::new();
    for name in LOGIN_PATH {
        let row = rows.iter().find(|row| row.name == *name);
        ensure!(row.is_some(), "dist/{name} is missing; run `cargo xtask dist`");
        parts.extend(row);
    }
    for row in parts.into_iter().chain(locale) {
        total.raw += row.raw;
        total.gzip += row.gzip;
        total.brotli += row.brotli;
    }
    Ok(total)
}

fn table(rows: &[Row], total: &Row) -> String {
    let width = rows.iter().chain([total]).map(|row| row.name.len()).max().unwrap_or_default();
    let line =
        |name: &str, raw: &str, gzip: &str, brotli: &str| format!("{name:width$}  {raw:>9}  {gzip:>9}  {brotli:>9}\n");
    let row = |row: &Row| line(&row.name, &thousands(row.raw), &thousands(row.gzip), &thousands(row.brotli));
    let mut out = line("bytes", "raw", "gzip -9", "brotli 11");
    out.extend(rows.iter().map(row));
    out + &row(total)
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
    fn the_login_path_is_its_files_and_the_largest_locale() -> Result<()> {
        let mut rows: Vec<_> = LOGIN_PATH.iter().map(|name| row(name, 100)).collect();
        rows.push(row("package.json", 7));
        assert_eq!(login_path(&rows)?.brotli, 200);
        rows.extend([row("locales/en-US.json", 10), row("locales/zh-CN.json", 20)]);
        assert_eq!(login_path(&rows)?.brotli, 220);
        rows.remove(0);
        assert!(login_path(&rows).is_err());
        Ok(())
    }

    #[test]
    fn the_table_is_aligned() {
        let table = table(&[row("a", 1234), row("a-long-name.js", 5)], &row("login path", 1239));
        let widths: Vec<_> = table.lines().map(|line| line.chars().count()).collect();
        assert!(widths.iter().all(|width| *width == widths[0]), "{table}");
        assert!(table.contains("1,234"));
    }
}
