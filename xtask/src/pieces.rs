//! The pieces of the widget that lie in the folders of methods and factors: style sheets and texts.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use serde_json::{Map, Value};

use crate::files;
use crate::workspace::Workspace;

/// The folders that hold a method or a factor each.
const FOLDERS: &[&str] = &["src/methods", FACTORS];
const FACTORS: &str = "src/factors";

/// The style sheets of all methods and factors, each with the name of the part that draws what they are of.
pub(crate) fn style(workspace: &Workspace) -> Result<Vec<(String, PathBuf)>> {
    let is_sheet = |path: &PathBuf| path.extension().is_some_and(|suffix| suffix == "css");
    let sheets = all(workspace)?.into_iter().filter(is_sheet);
    let factors = workspace.path(FACTORS);
    sheets
        .map(|path| {
            let folder = path.parent().and_then(Path::file_name).context("a style sheet in no folder")?;
            // All factors are one part; each method is one of its own.
            let part =
                if path.starts_with(&factors) { "factors".into() } else { folder.to_string_lossy().into_owned() };
            Ok((part, path))
        })
        .collect()
}

/// Writes the texts of the frame, of all methods and of all factors into one file a language.
pub(crate) fn write_locales(workspace: &Workspace, output: &Path) -> Result<()> {
    let pieces = all(workspace)?;
    for frame in files::list(&workspace.path("assets/locales"))? {
        let name = frame.file_name().context("a locale without a name")?;
        let of_language = pieces.iter().filter(|path| path.file_name() == Some(name));
        let mut texts = Map::new();
        for path in std::iter::once(&frame).chain(of_language) {
            let more: Map<String, Value> = serde_json::from_str(&files::read_text(path)?)
                .with_context(|| format!("{} is no object of texts", path.display()))?;
            for (key, text) in more {
                ensure!(texts.insert(key.clone(), text).is_none(), "`{key}` stands twice: again in {}", path.display());
            }
        }
        let texts = serde_json::to_string(&texts)?;
        let file = output.join(name);
        // Parcel makes a script of whatever ends in `.json`; package.json leads it to this one.
        files::write(&file.with_extension("txt"), &texts)?;
        files::write(&file, texts)?;
    }
    Ok(())
}

fn all(workspace: &Workspace) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for folder in FOLDERS {
        found.extend(files::list(&workspace.path(folder))?);
    }
    found.sort();
    Ok(found)
}
