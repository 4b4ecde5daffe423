//! The hosted login page: the program that Trunk serves while developing, built for release into `target/page/`.
//!
//! The page's security policy allows no inline script, so the program is started by a file of its own.

use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::workspace::Workspace;
use crate::{files, fresh, report, script, setup, wasm};

/// Where the server serves the page's files.
const BASE: &str = "/login/";

/// The glue has no default address of the module, so it is given here.
const START: &str = "import start from './guard-page.js';\n\
    start({ module_or_path: new URL('./guard-page_bg.wasm', import.meta.url) });\n";

/// Sets up what builds need, and builds the page.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    setup::for_builds(workspace)?;
    build(workspace)
}

/// Builds the page unless it is up to date.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    let output = workspace.page_dir();
    fresh::unless_fresh(workspace, "page", &["index.html", "npm/src/moves.js"], &output, || {
        let stage = workspace.target("stage/page");
        wasm::page(workspace, &stage)?;
        let wasm = "guard-page_bg.wasm";
        report::step("put the hosted page together", || {
            files::empty_dir(&output)?;
            files::copy(&stage.join(wasm), &output.join(wasm))?;
            script::minify(workspace, &stage.join("guard-page.js"), &output.join("guard-page.js"))?;
            files::write(&output.join("boot.js"), START)?;
            let source = files::read_text(&workspace.path("index.html"))?;
            let (html, assets) = translate(&source).context("index.html cannot be translated")?;
            assets.iter().try_for_each(|asset| place(workspace, asset, &output))?;
            files::write(&output.join("index.html"), html)
        })?;
        report::step("compress the hosted page", || script::compress(workspace, &output))
    })
}

/// A file or folder that `index.html` asks for.
#[derive(Debug, PartialEq)]
enum Asset {
    Style(String),
    Copy(String),
}

fn place(workspace: &Workspace, asset: &Asset, output: &Path) -> Result<()> {
    match asset {
        Asset::Style(path) => script::minify(workspace, &workspace.path(path), &output.join(name(path))),
        Asset::Copy(path) => files::copy(&workspace.path(path), &output.join(name(path))),
    }
}

/// Does what Trunk does with its `<link data-trunk …>` elements: the page without them, and the files they ask for.
fn translate(source: &str) -> Result<(String, Vec<Asset>)> {
    let mut html = String::new();
    let mut assets = Vec::new();
    let mut rest = source;
    while let Some(at) = rest.find("<link") {
        let (before, link) = rest.split_at(at);
        let (tag, after) = link.split_at(link.find('>').context("a <link without its end")? + 1);
        html.push_str(before);
        rest = after;
        if !tag.contains("data-trunk") {
            html.push_str(tag);
            continue;
        }
        let rel = attribute(tag, "rel").with_context(|| format!("no rel in {tag}"))?;
        let href = || attribute(tag, "href").with_context(|| format!("no href in {tag}"));
        match rel {
            "rust" => html.push_str(&format!(r#"<script type="module" src="{BASE}boot.js"></script>"#)),
            "css" => {
                html.push_str(&format!(r#"<link rel="stylesheet" href="{BASE}{}">"#, name(href()?)));
                assets.push(Asset::Style(href()?.to_owned()));
            }
            "icon" => {
                html.push_str(&format!(r#"<link rel="icon" href="{BASE}{}">"#, name(href()?)));
                assets.push(Asset::Copy(href()?.to_owned()));
            }
            "copy-file" | "copy-dir" => assets.push(Asset::Copy(href()?.to_owned())),
            other => bail!("rel=\"{other}\" is not among rust, css, icon, copy-file and copy-dir: {tag}"),
        }
    }
    html.push_str(rest);
    if !html.contains("boot.js") {
        bail!("there is no <link data-trunk rel=\"rust\"> in it");
    }
    Ok((html, assets))
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, value) = tag.split_once(&format!(" {name}=\""))?;
    value.split_once('"').map(|(value, _)| value)
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trunks_links_become_files_below_login() -> Result<()> {
        let source = r#"<head><link rel="canonical" href="/x"><link data-trunk rel="css" href="assets/page.css" />
<link data-trunk rel="copy-dir" href="assets/img"><link data-trunk rel="rust" data-bin="guard-page" /></head>"#;
        let (html, assets) = translate(source)?;
        assert_eq!(
            html,
            r#"<head><link rel="canonical" href="/x"><link rel="stylesheet" href="/login/page.css">
<script type="module" src="/login/boot.js"></script></head>"#
        );
        assert_eq!(assets, [Asset::Style("assets/page.css".into()), Asset::Copy("assets/img".into())]);
        Ok(())
    }

    #[test]
    fn a_link_that_only_trunk_knows_is_an_error() {
        assert!(translate(r#"<link data-trunk rel="sass" href="a"><link data-trunk rel="rust">"#).is_err());
        assert!(translate("<p>no program</p>").is_err());
    }
}
