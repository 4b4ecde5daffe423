//! Small file operations whose errors name the file.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// The text of a file.
pub(crate) fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("could not read {}", path.display()))
}

/// The bytes of a file.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("could not read {}", path.display()))
}

/// Writes a file, and the folders above it where they are missing.
pub(crate) fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("could not create {}", folder.display()))?;
    }
    fs::write(path, content).with_context(|| format!("could not write {}", path.display()))
}

/// Copies a file, or a folder with all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    if !from.is_dir() {
        return write(to, read(from)?);
    }
    for file in list(from)? {
        let relative = file.strip_prefix(from).unwrap_or(&file);
        write(&to.join(relative), read(&file)?)?;
    }
    Ok(())
}

/// Copies a file into a folder, under its own name.
pub(crate) fn copy_into(file: &Path, folder: &Path) -> Result<()> {
    let name = file.file_name().with_context(|| format!("{} is no file", file.display()))?;
    copy(file, &folder.join(name))
}

/// Makes sure that the folder exists and is empty.
pub(crate) fn empty_dir(path: &Path) -> Result<()> {
    remove_dir(path)?;
    fs::create_dir_all(path).with_context(|| format!("could not create {}", path.display()))
}

/// Removes a folder with all that is in it; one that is not there is fine.
pub(crate) fn remove_dir(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("could not remove {}", path.display()))
        }
        _ => Ok(()),
    }
}

/// Removes a file.
pub(crate) fn remove(path: &Path) -> Result<()> {
    fs::remove_file(path).with_context(|| format!("could not remove {}", path.display()))
}

/// Gives a file another name, in place of whatever had it.
pub(crate) fn rename(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).with_context(|| format!("could not move {} to {}", from.display(), to.display()))
}

/// All files in a folder and the folders below it, in a fixed order. `node_modules` is left out.
pub(crate) fn list(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).with_context(|| format!("could not list {}", folder.display()))?;
        for entry in entries {
            let path = entry.with_context(|| format!("could not list {}", folder.display()))?.path();
            if !path.is_dir() {
                found.push(path);
            } else if path.file_name().is_none_or(|name| name != "node_modules") {
                folders.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
