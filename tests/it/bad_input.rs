//! Input that cannot be read, or output that cannot be written: a clear message and the right exit code, never a panic,
//! never half a file.

#![cfg(unix)]

use std::fmt::Write;
use std::fs;
use std::io::Read;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use crate::maps::folder;
use crate::program::{Run, command, ended, run};

const GOOD: &str = "[claim.rain]\ntext = \"It rains.\"\nassumed = true\nsupports = [\"wet\"]\n\n[claim.wet]\ntext = \"The street is wet.\"\n";

/// Checks a folder with a good file and whatever `spoil` puts beside it.
fn checked_with(spoil: impl FnOnce(&Path)) -> Run {
    let folder = folder(&[("map/good.toml", GOOD)]);
    spoil(&folder.path().join("map"));
    let run = run(folder.path(), &["check", "map"]);
    assert!(
        run.shown().contains(" claims, 1 reason"),
        "the good file counts all the same: {run:?}"
    );
    run
}

#[test]
fn bytes_that_are_no_text_are_told_with_their_place() {
    let run =
        checked_with(|map| fs::write(map.join("bad.toml"), b"# fine\nx = \"\xff\"\n").unwrap());
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(
        run.shown().contains("not UTF-8") && run.shown().contains("bad.toml:2:6"),
        "{run:?}"
    );
}

#[test]
fn nul_bytes_are_told() {
    let run = checked_with(|map| fs::write(map.join("bad.toml"), b"\0\0[claim.x]\0").unwrap());
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(run.shown().contains("error[invalid-toml]"), "{run:?}");
}

#[test]
fn a_folder_named_like_a_file_is_a_folder() {
    let run = checked_with(|map| {
        fs::create_dir(map.join("x.toml")).unwrap();
        fs::write(map.join("x.toml/inner.toml"), "[claim.inner]\n").unwrap();
    });
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(run.shown().contains("map/x.toml/inner.toml:1"), "{run:?}");
}

#[test]
fn links_that_lead_nowhere_or_out_are_not_followed() {
    let run = checked_with(|map| {
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
    assert_eq!(run.code, Some(2), "{run:?}");
    for file in ["dangling.toml", "leaving.toml", "self.toml"] {
        assert!(run.shown().contains(file), "{file}: {run:?}");
    }
    assert!(
        run.shown().contains("leads out of the map's folder"),
        "{run:?}"
    );
    assert!(!run.shown().contains("secret"), "{run:?}");
}

#[test]
fn a_pipe_in_the_folder_does_not_hang() {
    let run = checked_with(|map| {
        let made = Command::new("mkfifo")
            .arg(map.join("pipe.toml"))
            .status()
            .unwrap();
        assert!(made.success());
    });
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.shown().contains("pipe.toml"), "{run:?}");
}

#[test]
fn a_file_that_may_not_be_read_is_told() {
    let mut is_open = false;
    let run = checked_with(|map| {
        let path = map.join("locked.toml");
        fs::write(&path, GOOD).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
        // Root may read everything. Then the file defines its claims a second time.
        is_open = fs::read(&path).is_ok();
    });
    if is_open {
        assert_eq!(run.code, Some(1), "{run:?}");
        assert!(run.shown().contains("error[duplicate-claim]"), "{run:?}");
    } else {
        assert_eq!(run.code, Some(2), "{run:?}");
        assert!(run.shown().contains("locked.toml"), "{run:?}");
    }
}

#[test]
fn what_is_not_there_or_empty_is_told_with_the_way_out() {
    let folder = folder(&[]);
    fs::create_dir(folder.path().join("argumentos")).unwrap();
    for (arguments, message) in [
        (&["check"][..], "no map"),
        (&["check", "argumento"], "did you mean `argumentos`?"),
        (&["show", "argumentos"], "has no map"),
        (&["check", "a\nb"], "there is no"),
    ] {
        let run = run(folder.path(), arguments);
        assert_eq!(run.code, Some(2), "{arguments:?}: {run:?}");
        assert!(run.stderr.contains(message), "{arguments:?}: {run:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let folder = folder(&[("map.toml", GOOD)]);
    let export = ["export", "dot", "map.toml", "-o", "/dev/full"];
    let exported = run(folder.path(), &export);
    assert_eq!(exported.code, Some(2), "{exported:?}");
    assert!(exported.stderr.contains("no space left"), "{exported:?}");
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let mut show = command(folder.path(), &["show", "map.toml"]);
    let shown = ended(show.stdout(full).spawn().unwrap());
    assert_eq!(shown.code, Some(2), "{shown:?}");
}

#[test]
fn an_export_that_fails_leaves_no_half_file() {
    let folder = folder(&[("map.toml", GOOD), ("old.dot", "old")]);
    for failing in [
        ["export", "dot", "map.toml", "-o", "none/new.dot"],
        ["export", "dot", "missing.toml", "-o", "old.dot"],
    ] {
        let run = run(folder.path(), &failing);
        assert_eq!(run.code, Some(2), "{run:?}");
    }
    let old = fs::read_to_string(folder.path().join("old.dot")).unwrap();
    assert_eq!(old, "old");
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 2, "no temporary file is left: {left:?}");
}

#[test]
fn nothing_is_exported_to_where_the_map_would_read_it() {
    let folder = folder(&[("map/good.toml", GOOD)]);
    for (file, code) in [
        ("map/new.toml", 2),
        ("./map/../map/new.toml", 2),
        ("map/new.json", 0),
        ("new.toml", 0),
    ] {
        let run = run(folder.path(), &["export", "json", "map", "-o", file]);
        assert_eq!(run.code, Some(code), "{file}: {run:?}");
        assert_eq!(folder.path().join(file).exists(), code == 0, "{file}");
    }
    let run = run(folder.path(), &["check", "map"]);
    assert!(run.shown().contains("2 claims, 1 reason"), "{run:?}");
}

#[test]
fn a_reader_that_goes_away_is_no_error_worth_telling() {
    let mut text = String::new();
    for number in 0..12_000 {
        let _ = write!(
            text,
            "[claim.c{number}]\ntext = \"Claim {number}.\"\nassumed = true\n"
        );
    }
    let folder = folder(&[("map.toml", &text)]);
    for arguments in [
        &["show", "map.toml"][..],
        &["export", "json", "map.toml"],
        &["query", "all()", "map.toml"],
    ] {
        let mut child = command(folder.path(), arguments).spawn().unwrap();
        let mut start = [0; 64];
        child.stdout.take().unwrap().read_exact(&mut start).unwrap();
        let run = ended(child);
        assert_eq!(run.stderr, "", "{arguments:?}");
        assert_eq!(run.code, Some(141), "{arguments:?}");
    }
}

#[test]
fn a_link_that_leads_nowhere_is_not_offered_in_its_own_stead() {
    let folder = folder(&[]);
    symlink("nowhere", folder.path().join("map.toml")).unwrap();
    let run = run(folder.path(), &["check", "map.toml"]);
    assert_eq!(run.code, Some(2));
    assert_eq!(
        run.shown(),
        "error: cannot read `map.toml`: this link points nowhere\n"
    );
}

#[test]
fn an_unreadable_file_is_exit_code_2_and_hides_no_other_finding() {
    let good = "[claim.rain]\ntext = \"It rains.\"\nassumed = true\nsupports = [\"wet\"]\n";
    let folder = folder(&[("b.toml", good)]);
    symlink("nowhere.toml", folder.path().join("a.toml")).unwrap();
    let checked = run(folder.path(), &["check", "-f", "short", "."]);
    let text = &checked.stdout;
    assert!(text.contains("error[unreadable-file]"), "{text}");
    assert!(text.contains("b.toml:4:13: error[unknown-claim]"), "{text}");
    assert_eq!(checked.code, Some(2));

    let allowed = ["check", "-q", "--allow", "unreadable-file", "."];
    let checked = run(folder.path(), &allowed);
    assert_eq!(checked.code, Some(1), "{checked:?}");
}
