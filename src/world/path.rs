//! Paths as a map writes them, and as they are shown to people.

use std::path::{Component, Path};

use super::SourceError;

/// The path, from the map's folder, of a source that a file of the map names. `file` is the path of that file from the
/// map's folder; `written` is the path that it gives, relative to its own folder. Links are not resolved.
///
/// # Errors
///
/// If `written` is empty, absolute, or has `..` or a backslash in it: a map cannot refer to anything outside its own
/// folder.
pub fn inside(file: &str, written: &str) -> Result<String, SourceError> {
    if written.is_empty() {
        return Err(SourceError::Missing);
    }
    // A map means the same on every system, so a separator of any system is rejected on all of them.
    if written.contains('\\') {
        return Err(SourceError::Backslash);
    }
    let mut path = file
        .rsplit_once('/')
        .map_or_else(String::new, |(folder, _)| folder.to_owned());
    for component in Path::new(written).components() {
        match component {
            Component::Normal(part) => {
                if !path.is_empty() {
                    path.push('/');
                }
                path.push_str(&part.to_string_lossy());
            }
            Component::CurDir => {}
            Component::ParentDir => return Err(SourceError::Parent),
            Component::RootDir | Component::Prefix(_) => return Err(SourceError::Absolute),
        }
    }
    // `a.txt/` names a folder, even if `a.txt` is a file.
    if written.ends_with('/') {
        path.push('/');
    }
    Ok(path)
}

/// A path as shown to people: with `/` between folders, and without a leading `./`.
pub(crate) fn shown(path: &Path) -> String {
    let path = match path.strip_prefix(".") {
        Ok(rest) if !rest.as_os_str().is_empty() => rest,
        _ => path,
    };
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' {
        text.into_owned()
    } else {
        text.replace(std::path::MAIN_SEPARATOR, "/")
    }
}

/// A path from the map's folder, as used for look-ups: without `./` and `//`.
pub(crate) fn plain(path: &str) -> String {
    let parts = path.split('/').filter(|part| !matches!(*part, "" | "."));
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_named_from_the_file_that_names_it() {
        let inside = |file, written| inside(file, written).unwrap();
        assert_eq!(inside("map.toml", "a.txt"), "a.txt");
        assert_eq!(inside("deep/map.toml", "./texts/a.txt"), "deep/texts/a.txt");
        assert_eq!(inside("map.toml", "a//b.txt"), "a/b.txt");
    }

    #[test]
    fn a_path_that_leaves_the_folder_is_refused() {
        let error = |written| inside("deep/map.toml", written).unwrap_err();
        assert!(matches!(error("../b.txt"), SourceError::Parent));
        assert!(matches!(error("deep/../../b.txt"), SourceError::Parent));
        assert!(matches!(error("/etc/passwd"), SourceError::Absolute));
        assert!(matches!(error("deep\\a.txt"), SourceError::Backslash));
        assert!(matches!(error(""), SourceError::Missing));
    }
}
