//! Paths as editors write them.

use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// The characters that are not escaped, because they have no special meaning in any part of a path.
const SPELT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// The path of the file that a URI names.
pub(super) fn to_path(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    let path = rest.strip_prefix("localhost").unwrap_or(rest);
    let path = path.split(['#', '?']).next().unwrap_or_default();
    if !path.starts_with('/') {
        return None;
    }
    let path = percent_decode_str(path).decode_utf8().ok()?;
    // `/C:/…` on Windows.
    let drive = path.as_bytes().get(2) == Some(&b':');
    let path = if cfg!(windows) && drive {
        path.trim_start_matches('/')
    } else {
        &*path
    };
    Some(PathBuf::from(path))
}

/// The URI of a file.
pub(super) fn of_path(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = if cfg!(windows) {
        format!("/{}", text.replace('\\', "/"))
    } else {
        text.into_owned()
    };
    format!("file://{}", utf8_percent_encode(&text, SPELT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_come_back_as_they_went() {
        for path in ["/a/b.toml", "/with blank/é#?.toml", "/100%/x"] {
            let uri = of_path(Path::new(path));
            assert!(uri.starts_with("file:///"), "{uri}");
            assert_eq!(to_path(&uri), Some(PathBuf::from(path)));
        }
        assert_eq!(to_path("file:///a%20b"), Some(PathBuf::from("/a b")));
        assert_eq!(to_path("untitled:Untitled-1"), None);
    }
}
