//! Any text is either a query or an error that points into it.
#![no_main]

use argmap::map::Map;
use argmap::query::Query;
use argmap::syntax::Files;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let files = Files::from_text(
        "map.toml",
        "[claim.a]\ntext = 'A'\nsupports = ['b']\n[claim.b]\ntext = 'B'\n",
    );
    let map = Map::new(&files);
    if let Ok(query) = Query::parse(text) {
        let _ = query.evaluate(&map);
    }
});
