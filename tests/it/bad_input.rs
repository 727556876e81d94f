//! What cannot be read or written: a clear message and the right exit code, never a panic, never half a file.

#![cfg(unix)]
use std::fmt::Write;
use std::fs;
use std::io::Read;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Output, Stdio};

const GOOD: &str = "[claim.rain]\ntext = \"It rains.\"\nassumed = true\nsupports = [\"wet\"]\n\n[claim.wet]\ntext = \"The street is wet.\"\n";

fn argmap(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_argmap"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env("COLUMNS", "80")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn told(output: &Output) -> String {
    let told = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(!told.contains("panicked"), "{told}");
    told
}

/// Checks a folder that holds a good file and what `spoil` puts beside it.
fn checked(spoil: impl Fn(&Path)) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    let map = folder.path().join("map");
    fs::create_dir(&map).unwrap();
    fs::write(map.join("good.toml"), GOOD).unwrap();
    spoil(&map);
    let output = argmap(folder.path(), &["check", "map"]);
    let told = told(&output);
    assert!(
        told.contains(" claims, 1 reason"),
        "the good file counts all the same: {told}"
    );
    (output.status.code(), told)
}

#[test]
fn bytes_that_are_no_text_are_told_with_their_place() {
    let (code, told) =
        checked(|map| fs::write(map.join("bad.toml"), b"# fine\nx = \"\xff\"\n").unwrap());
    assert_eq!(code, Some(1), "{told}");
    assert!(
        told.contains("not UTF-8") && told.contains("bad.toml:2:6"),
        "{told}"
    );
}

#[test]
fn nul_bytes_are_told() {
    let (code, told) = checked(|map| fs::write(map.join("bad.toml"), b"\0\0[claim.x]\0").unwrap());
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("error[invalid-toml]"), "{told}");
}

#[test]
fn a_folder_named_like_a_file_is_a_folder() {
    let (code, told) = checked(|map| {
        fs::create_dir(map.join("x.toml")).unwrap();
        fs::write(map.join("x.toml/inner.toml"), "[claim.inner]\n").unwrap();
    });
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("map/x.toml/inner.toml:1"), "{told}");
}

#[test]
fn links_that_lead_nowhere_or_out_are_not_followed() {
    let (code, told) = checked(|map| {
        fs::write(
            map.parent().unwrap().join("outside.toml"),
            "[claim.secret]\ntext = \"S\"\n",
        )
        .unwrap();
        symlink("nowhere", map.join("dangling.toml")).unwrap();
        symlink("../outside.toml", map.join("leaving.toml")).unwrap();
        symlink(".", map.join("circle")).unwrap();
        symlink("self.toml", map.join("self.toml")).unwrap();
    });
    assert_eq!(code, Some(2), "{told}");
    for file in ["dangling.toml", "leaving.toml", "self.toml"] {
        assert!(told.contains(file), "{file}: {told}");
    }
    assert!(told.contains("leads out of the map's folder"), "{told}");
    assert!(!told.contains("secret"), "{told}");
}

#[test]
fn a_pipe_in_the_folder_does_not_hang() {
    let (code, told) = checked(|map| {
        let made = Command::new("mkfifo")
            .arg(map.join("pipe.toml"))
            .status()
            .unwrap();
        assert!(made.success());
    });
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("pipe.toml"), "{told}");
}

#[test]
fn a_file_that_may_not_be_read_is_told() {
    let mut is_root = false;
    let (code, told) = checked(|map| {
        let path = map.join("locked.toml");
        fs::write(&path, GOOD).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
        fs::write(map.join("free.toml"), "").unwrap();
    });
    // Root may read everything: then the file is there, and defines its claims again.
    if told.contains("duplicate-claim") {
        is_root = true;
    }
    assert_eq!(code, Some(if is_root { 1 } else { 2 }), "{told}");
    assert!(is_root || told.contains("locked.toml"), "{told}");
}

#[test]
fn what_is_not_there_or_empty_is_told_with_the_way_out() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("argumentos")).unwrap();
    for (arguments, message) in [
        (&["check"][..], "no map"),
        (&["check", "argumento"], "did you mean `argumentos`?"),
        (&["show", "argumentos"], "holds no map"),
        (&["check", "a\nb"], "there is no"),
    ] {
        let output = argmap(folder.path(), arguments);
        let told = told(&output);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {told}");
        assert!(told.contains(message), "{arguments:?}: {told}");
    }
}

#[test]
fn a_full_disk_fails_and_leaves_no_half_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("map.toml"), GOOD).unwrap();
    if Path::new("/dev/full").exists() {
        let output = argmap(
            folder.path(),
            &["export", "dot", "map.toml", "-o", "/dev/full"],
        );
        assert_eq!(output.status.code(), Some(2));
        assert!(told(&output).contains("no space left"), "{}", told(&output));
        let full = fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let printing = Command::new(env!("CARGO_BIN_EXE_argmap"))
            .args(["show", "map.toml"])
            .current_dir(folder.path())
            .stdout(full)
            .output()
            .unwrap();
        assert_eq!(printing.status.code(), Some(2));
    }
    // A folder that is not there: nothing is written, and what is there stays as it is.
    fs::write(folder.path().join("old.dot"), "old").unwrap();
    let output = argmap(
        folder.path(),
        &["export", "dot", "map.toml", "-o", "none/new.dot"],
    );
    assert_eq!(output.status.code(), Some(2), "{}", told(&output));
    let output = argmap(
        folder.path(),
        &["export", "dot", "missing.toml", "-o", "old.dot"],
    );
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        fs::read_to_string(folder.path().join("old.dot")).unwrap(),
        "old"
    );
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 2, "no temporary file is left: {left:?}");
}

#[test]
fn a_reader_that_goes_away_is_no_error_worth_telling() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = String::new();
    for number in 0..20_000 {
        let _ = write!(
            text,
            "[claim.c{number}]\ntext = \"Claim {number}.\"\nassumed = true\n"
        );
    }
    fs::write(folder.path().join("map.toml"), text).unwrap();
    for arguments in [
        &["show", "map.toml"][..],
        &["export", "json", "map.toml"],
        &["query", "all()", "map.toml"],
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_argmap"))
            .args(arguments)
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut start = [0; 64];
        child.stdout.take().unwrap().read_exact(&mut start).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(told(&output).is_empty(), "{arguments:?}: {}", told(&output));
        assert_ne!(output.status.code(), Some(101));
    }
}

#[test]
fn every_prefix_of_the_articles_map_is_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("arguments");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let text = fs::read_to_string(path).unwrap();
        for (end, _) in text.char_indices().step_by(7) {
            let prefix = text.get(..end).unwrap();
            let files = argmap::syntax::Files::from_text("prefix.toml", prefix);
            let map = argmap::map::Map::new(&files);
            let report = argmap::check::check(&map, &argmap::check::Levels::default());
            assert_eq!(report.summary.claims, map.claim_count());
        }
    }
}

#[test]
fn a_link_that_leads_nowhere_is_not_offered_in_its_own_stead() {
    let folder = tempfile::tempdir().unwrap();
    symlink("nowhere", folder.path().join("map.toml")).unwrap();
    let output = argmap(folder.path(), &["check", "map.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        told(&output),
        "error: cannot read `map.toml`: this link leads nowhere\n"
    );
}
