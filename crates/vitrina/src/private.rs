//! What a company keeps belongs to the account that serves it: nobody else on the machine reads its files.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use rustix::fs::Mode;
use store::Db;

use crate::settings::Settings;

/// From here on, whatever this program makes is for its own account alone.
pub fn make_own() {
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
}

/// Takes from others what they could read of a company that is there, and says so: the directory, the database, the files, the
/// `file` of settings, which may hold a password, the key.
pub fn take_from_others(settings: &Settings, file: &Path) {
    if settings.database.is_none() && settings.data.join(Db::FILE).exists() {
        let beside = |end: &str| settings.data.join(format!("{}{end}", Db::FILE));
        for (path, mode) in [
            (settings.data.clone(), 0o700),
            (settings.data.join("files"), 0o700),
            (beside(""), 0o600),
            (beside("-wal"), 0o600),
            (beside("-shm"), 0o600),
        ] {
            take(&path, mode);
        }
    }
    take(file, 0o600);
    take(&crate::key::file(settings), 0o600);
}

fn take(path: &Path, mode: u32) {
    let Ok(known) = std::fs::metadata(path) else { return };
    if known.permissions().mode() & 0o077 == 0 {
        return;
    }
    let place = path.display();
    match std::fs::set_permissions(path, Permissions::from_mode(mode)) {
        Ok(()) => tracing::warn!(%place, "others on this machine could read this: they cannot any more"),
        Err(error) => {
            tracing::warn!(%place, %error, "others on this machine can read this: take it from them")
        }
    }
}
