//! The database's files: nobody but their owner reads them.

use std::io;
use std::path::Path;

/// Makes the file before SQLite does, for the owner alone; SQLite gives the files beside it (`-wal`, `-shm`) the same
/// mode. A file of an older server, which everybody could read, becomes the owner's alone. The folder is left as it is.
#[cfg(unix)]
pub(super) fn keep_private(path: &Path) -> io::Result<()> {
    use std::fs::{OpenOptions, Permissions, set_permissions};
    use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};

    let owner_alone = 0o600;
    OpenOptions::new().create(true).append(true).mode(owner_alone).open(path)?;
    for suffix in ["", "-wal", "-shm"] {
        let mut file = path.as_os_str().to_owned();
        file.push(suffix);
        let Ok(metadata) = std::fs::metadata(&file) else { continue };
        if metadata.permissions().mode() & 0o077 != 0 {
            set_permissions(&file, Permissions::from_mode(owner_alone))?;
        }
    }
    Ok(())
}

/// Elsewhere a file's rights come from its folder.
#[cfg(not(unix))]
pub(super) fn keep_private(_path: &Path) -> io::Result<()> {
    Ok(())
}
