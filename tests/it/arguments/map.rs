//! Maps from text.

use argmap::map::{ClaimId, Map};
use argmap::syntax::{File, Files};

pub(crate) fn with_map<T>(text: &str, look: impl FnOnce(&Map<'_>) -> T) -> T {
    let files = Files::from_text("map.toml", text);
    let map = Map::new(&files);
    assert!(
        map.unresolved().is_empty(),
        "{:?}\n{text}",
        map.unresolved()
    );
    look(&map)
}

pub(crate) fn id(map: &Map<'_>, claim: usize) -> ClaimId {
    map.find(&format!("c{claim}")).unwrap()
}

/// A map in as many files as there are parts, whose claims have other names: `c1` is `x-c1`.
pub(crate) fn renamed(parts: &[String]) -> Files {
    let files = parts.iter().enumerate().map(|(number, part)| {
        let name = format!("{number}.toml");
        let text = part.replace("'c", "'x-c").replace("claim.c", "claim.x-c");
        File {
            path: name.clone(),
            name,
            text,
        }
    });
    Files {
        files: files.collect(),
        ..Files::default()
    }
}
