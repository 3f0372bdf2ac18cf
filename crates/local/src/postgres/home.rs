//! The folder that Postgres runs in.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::workspace;

/// For clones in a place that only root can enter, such as `/root`.
const SHARED: &str = "/var/lib/connectly";

/// The project's data folder. If root runs Postgres as another user that cannot enter the clone, a
/// folder outside of it.
pub fn home() -> PathBuf {
    let root = workspace::root();
    if !rustix::process::geteuid().is_root() || root.ancestors().all(everyone_can_enter) {
        return workspace::data_dir();
    }
    Path::new(SHARED).join(name_of(root))
}

/// A different name for each clone.
fn name_of(path: &Path) -> String {
    utf8_percent_encode(&path.to_string_lossy(), NON_ALPHANUMERIC).to_string()
}

fn everyone_can_enter(folder: &Path) -> bool {
    folder.metadata().is_ok_and(|metadata| metadata.permissions().mode() & 0o001 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_clones_have_two_names() {
        assert_eq!(name_of(Path::new("/root/app")), "%2Froot%2Fapp");
        assert_ne!(name_of(Path::new("/root/a-b")), name_of(Path::new("/root/a/b")));
    }

    #[test]
    fn a_private_folder_is_found_out() {
        let folder = std::env::temp_dir().join(format!("connectly-home-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for (mode, expected) in [(0o755, true), (0o711, true), (0o750, false), (0o700, false)] {
            let permissions = std::fs::Permissions::from_mode(mode);
            std::fs::set_permissions(&folder, permissions).unwrap();
            assert_eq!(everyone_can_enter(&folder), expected, "{mode:o}");
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}
