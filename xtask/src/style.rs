//! The style sheet: checked with stylist's parser, then minified.
//!
//! stylist's own run-time `<style>` elements are refused by `style-src 'self'`, so the widget adopts one constructed
//! sheet instead; stylist reads that sheet here, where a mistake in it fails the build instead of going unseen.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use stylist_core::ast::{Block, Rule, RuleBlockContent, ScopeContent, Sheet, StringFragment};

use crate::workspace::Workspace;
use crate::{files, pieces, script};

/// At-rules that stylist does not know but that hold rules as `@media` does. They are read as if they were that.
const LIKE_MEDIA: &[&str] = &["@scope", "@layer", "@starting-style"];

/// The widget's sheets in `assets/`: the rules, what goes before them in the light DOM, and the keyframes.
const SHEETS: &[&str] = &["guard.css", "guard-light.css", "guard-motion.css"];

/// The rules of what the first frame has not.
const CARD: &str = "guard-card.css";

/// A character that no style sheet holds.
const NEVER: char = '\0';

/// Checks the widget's style sheets.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    SHEETS.iter().chain([&CARD]).try_for_each(|name| check_file(&source(workspace, name)))?;
    pieces::style(workspace)?.iter().try_for_each(|(_, path)| check_file(path))
}

/// Checks the widget's style sheets and writes them minified into `folder`; answers where: those of `assets/` in their
/// order, then what the first frame does without.
pub(crate) fn emit(workspace: &Workspace, folder: &Path) -> Result<Vec<PathBuf>> {
    check(workspace)?;
    let write = |name: &str, text: String| -> Result<PathBuf> {
        let (whole, output) = (folder.join(format!("whole-{name}")), folder.join(name));
        files::write(&whole, text)?;
        script::minify(workspace, &whole, &output)?;
        Ok(output)
    };
    let mut sheets = Vec::new();
    for name in SHEETS {
        sheets.push(write(name, files::read_text(&source(workspace, name))?)?);
    }
    sheets.push(write("guard-panels.css", files::read_text(&source(workspace, CARD))?)?);
    Ok(sheets)
}

/// The style of what each part draws, minified by way of `folder`.
pub(crate) fn of_parts(workspace: &Workspace, folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut styles = BTreeMap::<String, String>::new();
    for (part, sheet) in pieces::style(workspace)? {
        let output = folder.join(format!("{part}.css"));
        script::minify(workspace, &sheet, &output)?;
        styles.entry(part).or_default().push_str(files::read_text(&output)?.trim());
    }
    Ok(styles)
}

fn source(workspace: &Workspace, name: &str) -> PathBuf {
    workspace.path("assets").join(name)
}

/// Checks one style sheet.
pub(crate) fn check_file(path: &Path) -> Result<()> {
    parse(&files::read_text(path)?).with_context(|| format!("{} has a mistake in it", path.display()))
}

/// Reads a whole style sheet with stylist's parser.
///
/// That parser stops without an error at the first rule that it can't read, so what it has read is compared with the
/// source: where the two part is the mistake.
fn parse(source: &str) -> Result<()> {
    let mut known = without_comments(source);
    for name in LIKE_MEDIA {
        // The same length, so that every place in the source stays what it was.
        known = known.replace(&format!("{name} "), &format!("{:width$}", "@media", width = name.len() + 1));
    }
    let sheet: Sheet = known.parse()?;
    let mut read = String::new();
    sheet.iter().for_each(|content| write_content(&mut read, content));
    let mut read = read.chars().filter(|c| carries_meaning(*c));
    for (at, meant) in known.char_indices().filter(|(_, c)| carries_meaning(*c)) {
        if read.next() != Some(meant) {
            bail!("{}", described(&known, at));
        }
    }
    Ok(())
}

/// Not what two writings of the same rules may differ in.
fn carries_meaning(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, ',' | ':' | ';' | '{' | '}')
}

fn described(source: &str, at: usize) -> String {
    let before = source.get(..at).unwrap_or(source);
    let line = before.matches('\n').count() + 1;
    let text = source.get(at..).unwrap_or_default().lines().next().unwrap_or_default();
    format!("line {line}: stylist's parser cannot read what begins here: {text}")
}

fn write_content(out: &mut String, content: &ScopeContent) {
    match content {
        ScopeContent::Block(block) => write_block(out, block),
        ScopeContent::Rule(rule) => write_rule(out, rule),
    }
}

fn write_block(out: &mut String, block: &Block) {
    for selector in &*block.condition {
        // The parser takes all up to the next brace for a selector, even when an earlier brace is missing.
        if selector.fragments.iter().any(|fragment| fragment.inner.contains([';', '}'])) {
            out.push(NEVER);
        }
        write_text(out, &selector.fragments);
    }
    block.content.iter().for_each(|content| write_inner(out, content));
}

fn write_rule(out: &mut String, rule: &Rule) {
    write_text(out, &rule.condition);
    rule.content.iter().for_each(|content| write_inner(out, content));
}

fn write_inner(out: &mut String, content: &RuleBlockContent) {
    match content {
        RuleBlockContent::StyleAttr(declaration) => {
            out.push_str(&declaration.key);
            write_text(out, &declaration.value);
        }
        RuleBlockContent::Rule(rule) => write_rule(out, rule),
        RuleBlockContent::Block(block) => write_block(out, block),
    }
}

fn write_text(out: &mut String, fragments: &[StringFragment]) {
    fragments.iter().for_each(|fragment| out.push_str(&fragment.inner));
}

/// The source with every comment blanked out, so that all else keeps its place.
fn without_comments(source: &str) -> String {
    let mut rest = source;
    let mut out = String::with_capacity(source.len());
    while let Some((before, comment)) = rest.split_once("/*") {
        out.push_str(before);
        let (comment, after) = comment.split_once("*/").unwrap_or((comment, ""));
        out.push_str("    ");
        out.extend(comment.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modern_css_is_read() {
        let css = r#"/* Tokens; with a { brace. */
            :host { display: block } :host([hidden]) { display: none; }
            .guard { --guard-a: #2456d6; --guard-b: color-mix(in oklab, var(--guard-a) 88%, black); --guard-c: light-dark(#fff, #000); }
            .guard, .guard * { box-sizing: border-box; }
            .guard :is(button, input):not(:focus-visible)::placeholder { font: 400 15px/1.5 "PingFang SC", sans-serif; }
            .a::before { content: "x;}"; background: url("data:image/png;base64,AA//") 0 0 / 300% 100%; }
            @media (prefers-reduced-motion: reduce) { .guard * { transition: none !important; } .b { color: red } }
            @supports (color: light-dark(red, red)) { @media print { .c { margin-block: -1px } } }
            @container (min-width: 20em) { .d { gap: 1px } }
            @keyframes spin { from { opacity: 0 } 50%, to { transform: rotate(1turn); } }
            @scope (.guard) to (.slot) { .e { color: red; } }
            @layer guard { .f { color: red } }"#;
        assert!(parse(css).is_ok(), "{:?}", parse(css));
    }

    #[test]
    fn a_mistake_is_found_where_it_is() {
        for (css, line) in [
            (".a { color: red; }\n.b color: red; }\n.c { color: red; }", 2),
            (".a { color: red; }\n.b { color red; }", 2),
            (".a { color: red; }\n\n.b { color: red;", 3),
            (".a { color: red; }\n}", 2),
            ("/* long\ncomment */\n.a { color: red; } @unknown x;", 3),
        ] {
            let error = parse(css).expect_err(css).to_string();
            assert!(error.contains(&format!("line {line}")), "{css}: {error}");
        }
    }
}
