//! Any bytes are read, checked and drawn without a panic, and every span is in its file.
#![no_main]

use argmap::check::{Levels, check};
use argmap::export::{Dot, Part, json};
use argmap::map::Map;
use argmap::syntax::Files;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let files = Files::from_stdin(bytes);
    let map = Map::new(&files);
    for finding in check(&map, &Levels::default()).diagnostics {
        for label in finding.labels {
            let file = files.file(label.place.file);
            assert!(
                file.text.get(label.place.span.range()).is_some(),
                "{}",
                finding.message
            );
        }
    }
    let part = Part::whole(&map);
    assert!(!Dot::default().draw(part).is_empty());
    let value: serde_json::Value = serde_json::from_str(&json(part)).expect("JSON");
    assert_eq!(
        value["claims"].as_array().map(Vec::len),
        Some(map.claim_count())
    );
});
