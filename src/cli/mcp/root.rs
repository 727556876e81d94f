//! The folder that the server was given, and the checks that no path leaves it.

use std::path::{Path, PathBuf};

use argmap::shown;

use crate::cli::CliError;

/// A folder, by its real path.
pub(super) struct Root(PathBuf);

impl Root {
    pub(super) fn new(folder: &Path) -> Result<Self, CliError> {
        let real = folder
            .canonicalize()
            .map_err(|error| CliError::new(shown!("cannot open `{}`: {}", folder, error)))?;
        if !real.is_dir() {
            return Err(CliError::new(shown!("`{}` is not a folder", folder)));
        }
        Ok(Self(real))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// The map to use if none is named.
    pub(super) fn default_map(&self) -> String {
        let usual = self.0.join("arguments").is_dir();
        if usual { "arguments" } else { "." }.to_owned()
    }

    /// The path of something that exists, relative to the folder. If it is a folder, everything in it is checked too.
    pub(super) fn inside(&self, path: &str) -> Result<String, String> {
        let real = self.0.join(path).canonicalize();
        let real = real.map_err(|error| format!("cannot open `{path}`: {error}"))?;
        let seen = self.seen(&real, path)?;
        self.check_links(&real)?;
        Ok(seen)
    }

    /// The path of something to create, relative to the folder.
    pub(super) fn new_inside(&self, path: &str) -> Result<String, String> {
        let whole = self.0.join(path);
        if whole.symlink_metadata().is_ok() {
            return self.inside(path);
        }
        let (Some(name), Some(parent)) = (whole.file_name(), whole.parent()) else {
            return Err(format!("`{path}` names nothing that could be created"));
        };
        let parent = parent.canonicalize();
        let parent = parent.map_err(|error| format!("cannot create `{path}`: {error}"))?;
        self.seen(&parent.join(name), path)
    }

    fn seen(&self, real: &Path, path: &str) -> Result<String, String> {
        let inside = real
            .strip_prefix(&self.0)
            .map_err(|_| format!("`{path}` is outside the server's folder"))?;
        let inside = inside.to_str();
        let inside = inside.ok_or_else(|| format!("`{path}` is not written in UTF-8"))?;
        Ok(if inside.is_empty() { "." } else { inside }.to_owned())
    }

    /// Fails if there are links that lead out. Links to folders are not followed anyway.
    fn check_links(&self, real: &Path) -> Result<(), String> {
        let mut folders = vec![real.to_owned()];
        while let Some(folder) = folders.pop() {
            let Ok(entries) = folder.read_dir() else {
                continue;
            };
            for entry in entries.flatten() {
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                    Ok(kind) if kind.is_symlink() => {
                        let leads = entry.path().canonicalize();
                        if leads.is_ok_and(|leads| leads.is_file() && !leads.starts_with(&self.0)) {
                            let name = entry.path();
                            let name = name.strip_prefix(&self.0).unwrap_or(&name);
                            return Err(format!(
                                "`{}` is a link out of the server's folder",
                                name.display()
                            ));
                        }
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_out() {
        let outer = tempfile::tempdir().unwrap();
        let inner = outer.path().join("in");
        std::fs::create_dir_all(inner.join("map")).unwrap();
        std::fs::write(outer.path().join("secret.txt"), "A").unwrap();
        std::fs::write(inner.join("map/a.toml"), "").unwrap();
        let root = Root::new(&inner).ok().unwrap();
        assert_eq!(root.inside("map").as_deref(), Ok("map"));
        assert_eq!(
            root.inside("map/../map/a.toml").as_deref(),
            Ok("map/a.toml")
        );
        assert_eq!(root.inside(".").as_deref(), Ok("."));
        assert_eq!(root.new_inside("new").as_deref(), Ok("new"));
        for path in [
            "..",
            "../secret.txt",
            "/",
            "map/../../secret.txt",
            "none",
            "",
        ] {
            let real = root.inside(path);
            assert!(path.is_empty() || real.is_err(), "{path}: {real:?}");
        }
        for path in ["../new", "/new", "none/new", ".."] {
            assert!(root.new_inside(path).is_err(), "{path}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(outer.path().join("secret.txt"), inner.join("map/link"))
                .unwrap();
            assert!(root.inside("map/link").is_err());
            assert!(root.inside("map").is_err());
            assert!(root.new_inside("map/link").is_err());
        }
    }
}
