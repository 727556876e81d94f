//! Programs next to argmap that some tests need.

use std::collections::BTreeSet;
use std::io::{self, ErrorKind};
use std::sync::Mutex;

use crate::competition::tell;

/// The result of starting the program `name`.
///
/// Where there is no such program, that is said, once for each test, and nothing is given, so that the test can leave
/// out what needs it; if the variable `ARGMAP_REQUIRE_TOOLS` is set, the test fails.
pub(crate) fn started<T>(name: &str, result: io::Result<T>) -> Option<T> {
    static SKIPPED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    match result {
        Ok(started) => Some(started),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let required = std::env::var_os("ARGMAP_REQUIRE_TOOLS").is_some();
            assert!(!required, "there is no `{name}`, and it is required");
            let thread = std::thread::current();
            let test = thread.name().unwrap_or_default();
            if SKIPPED.lock().unwrap().insert(format!("{test} {name}")) {
                tell(&format!("{test}: skipped, for there is no `{name}`"));
            }
            None
        }
        Err(error) => panic!("{name}: {error}"),
    }
}
