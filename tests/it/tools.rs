//! Other programs that some tests need.

use std::collections::BTreeSet;
use std::io::{self, ErrorKind};
use std::sync::Mutex;

use crate::competition::tell;

/// The result of starting the program `name`.
///
/// If the program does not exist, says so once for each test and returns `None`, so that the test can skip what needs
/// it. If the variable `ARGMAP_REQUIRE_TOOLS` is set, the test fails instead.
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
