//! Fixing any text adds no fault and keeps TOML valid, and fixing it again changes nothing.
#![no_main]

use std::collections::BTreeMap;
use std::convert::Infallible;

use argmap::check::{Levels, check};
use argmap::diagnostic::Diagnostic;
use argmap::edit::mend;
use argmap::map::Map;
use argmap::syntax::Files;
use libfuzzer_sys::fuzz_target;

fn findings(map: &Map) -> Result<Vec<Diagnostic>, Infallible> {
    Ok(check(map, &Levels::default()).diagnostics)
}

/// How many faults there are of each kind, including those that `check` leaves out because their cause is reported.
fn faults(text: &str) -> BTreeMap<&'static str, usize> {
    let files = Files::from_text("map.toml", text);
    let mut faults = BTreeMap::new();
    for fault in argmap::check::faults(&Map::new(&files)) {
        *faults.entry(fault.rule.as_str()).or_default() += 1;
    }
    faults
}

fuzz_target!(|input: (bool, &str)| {
    let (guess, text) = input;
    let files = Files::from_text("map.toml", text);
    let Ok(mended) = mend(&files, guess, findings);
    let new = mended.files.first().map_or(text, |(_, new)| new.as_str());
    let is_toml = |text: &str| text.parse::<toml::Table>().is_ok();
    assert!(!is_toml(text) || is_toml(new), "{new}");
    let before = faults(text);
    for (rule, count) in faults(new) {
        assert!(
            count <= before.get(rule).copied().unwrap_or(0),
            "{rule}: {new}"
        );
    }
    let Ok(again) = mend(&Files::from_text("map.toml", new), guess, findings);
    assert!(again.files.is_empty(), "{new}\n{again:?}");
});
