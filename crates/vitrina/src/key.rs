//! The key that seals second factors: in a file of its own, so that a copy of the database alone gives nobody a code.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use app::backup::KEY;
use app::identity::Vault;
use app::system::{Entropy as _, SystemEntropy};
use base16ct::lower::{decode, encode_string};

use crate::settings::Settings;

/// Where the key is: beside the data, when no place is named.
pub fn file(settings: &Settings) -> PathBuf {
    settings.key_file.clone().unwrap_or_else(|| settings.data.join(KEY))
}

/// The vault whose key is in the file of the settings; the file is made when the key is first needed.
pub fn vault(settings: &Settings) -> Vault {
    let file = file(settings);
    Vault::new(move || read_or_make(&file))
}

fn read_or_make(file: &Path) -> io::Result<[u8; 32]> {
    let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", file.display()));
    if let Some(directory) = file.parent() {
        fs::create_dir_all(directory).map_err(named)?;
    }
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(file) {
        Ok(mut made) => {
            let key = SystemEntropy.bytes();
            made.write_all(encode_string(&key).as_bytes()).and_then(|()| made.sync_all()).map_err(named)?;
            Ok(key)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let text = fs::read_to_string(file).map_err(named)?;
            let mut key = [0; 32];
            let read = decode(text.trim(), &mut key).is_ok_and(|bytes| bytes.len() == 32);
            if read {
                Ok(key)
            } else {
                Err(named(io::Error::other("it does not hold 64 hexadecimal digits")))
            }
        }
        Err(error) => Err(named(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn a_key_is_made_once_for_its_account_alone_and_read_from_then_on() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("keys").join(KEY);
        let key = read_or_make(&file).unwrap();
        assert_eq!(read_or_make(&file).unwrap(), key);
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        fs::write(&file, "ff").unwrap();
        let wrong = read_or_make(&file).unwrap_err().to_string();
        assert!(wrong.contains(KEY) && wrong.contains("64 hexadecimal digits"), "{wrong}");
    }
}
