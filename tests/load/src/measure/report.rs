//! What a run found: what was tried, what was measured, and which promises were kept.

use std::fmt::Write as _;

/// A promise and what came of it.
#[derive(Debug)]
struct Promise {
    what: String,
    limit: String,
    measured: String,
    /// `None`: not judged.
    kept: Option<bool>,
}

/// The findings of one scenario.
#[derive(Debug)]
pub(crate) struct Report {
    title: String,
    facts: Vec<(String, String)>,
    promises: Vec<Promise>,
    judged: bool,
}

impl Report {
    /// An empty one. Times and sizes are judged only if `judged`: on a machine that does other work they say nothing.
    pub(crate) fn new(title: impl Into<String>, judged: bool) -> Self {
        Self { title: title.into(), facts: Vec::new(), promises: Vec::new(), judged }
    }

    /// Something that was measured or set.
    pub(crate) fn fact(&mut self, what: impl Into<String>, value: impl ToString) {
        self.facts.push((what.into(), value.to_string()));
    }

    /// A promise about times or sizes; `kept` is `None` when there was too little to tell.
    pub(crate) fn speed(&mut self, what: &str, limit: impl ToString, measured: impl ToString, kept: Option<bool>) {
        let kept = kept.filter(|_| self.judged);
        self.add(what, &limit, &measured, kept);
    }

    /// A promise that counts on every machine.
    pub(crate) fn promise(&mut self, what: &str, limit: impl ToString, measured: impl ToString, kept: bool) {
        self.add(what, &limit, &measured, Some(kept));
    }

    /// The promise that nothing of a kind happened; each that did is told.
    pub(crate) fn none(&mut self, what: &str, happened: &[String]) {
        let shown = happened.iter().take(12).map(|line| format!("\n      {line}")).collect::<String>();
        let measured = if happened.is_empty() { "none".to_owned() } else { format!("{}{shown}", happened.len()) };
        self.promise(what, "none", measured, happened.is_empty());
    }

    /// Whether no promise was broken.
    pub(crate) fn is_kept(&self) -> bool {
        self.promises.iter().all(|promise| promise.kept != Some(false))
    }

    fn add(&mut self, what: &str, limit: &dyn ToString, measured: &dyn ToString, kept: Option<bool>) {
        let (what, limit, measured) = (what.to_owned(), limit.to_string(), measured.to_string());
        self.promises.push(Promise { what, limit, measured, kept });
    }

    /// For the terminal.
    pub(crate) fn text(&self) -> String {
        let mut text = format!("\n{}\n", self.title);
        for (what, value) in &self.facts {
            let _ = writeln!(text, "  {what}: {value}");
        }
        for Promise { what, limit, measured, kept } in &self.promises {
            let _ = writeln!(text, "  {}: {what} ({limit}): {measured}", word(*kept));
        }
        text
    }

    /// For a document: a heading, how it was made, and a table.
    pub(crate) fn markdown(&self, made_by: &str) -> String {
        let head = "| promised | limit | measured |  |\n|---|---|---|---|\n";
        let mut text = format!("### {}\n\n{made_by}\n\n{head}", self.title);
        for Promise { what, limit, measured, kept } in &self.promises {
            let _ = writeln!(
                text,
                "| {what} | {limit} | {} | {} |",
                first_line(measured),
                word(*kept).replace("BROKEN", "**broken**")
            );
        }
        text.push('\n');
        for (what, value) in &self.facts {
            let _ = writeln!(text, "- {what}: {}", first_line(value));
        }
        text
    }
}

fn word(kept: Option<bool>) -> &'static str {
    match kept {
        Some(true) => "kept",
        Some(false) => "BROKEN",
        None => "not judged",
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// Bytes in MB of 1,048,576 bytes.
#[expect(clippy::cast_precision_loss, reason = "one digit behind the point is shown")]
pub(crate) fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / f64::from(1_u32 << 20))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_promise_breaks_the_report_unless_it_is_not_judged() {
        let report = |judged, error: bool| {
            let mut report = Report::new("load", judged);
            report.speed("p99", "50 ms", "70 ms", Some(false));
            report.none("errors", &if error { vec!["1 × poll: no".to_owned()] } else { Vec::new() });
            report
        };
        assert!(!report(true, false).is_kept());
        assert!(report(false, false).is_kept());
        assert!(!report(false, true).is_kept());
        let text = report(false, true).text();
        assert!(text.contains("not judged: p99 (50 ms): 70 ms") && text.contains("poll: no"), "{text}");
        assert!(report(true, true).markdown("today").contains("| p99 | 50 ms | 70 ms | **broken** |"));
    }

    #[test]
    fn megabytes_are_those_of_memory() {
        assert_eq!(megabytes(150 * 1_048_576), "150.0 MB");
    }
}
