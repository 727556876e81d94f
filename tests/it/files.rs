//! Which files belong to a map, in which order they are read, and what is reported about those that cannot be read.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use argmap::syntax::{Files, Lines, read};
use argmap::world::Disk;
use tempfile::TempDir;

use crate::maps::{folder, write};

/// A folder `map` with these files, inside a new folder.
fn map_folder(files: &[(&str, &str)]) -> (TempDir, PathBuf) {
    let outside = folder(&[]);
    let map = outside.path().join("map");
    fs::create_dir(&map).unwrap();
    for (name, text) in files {
        write(&map, name, text);
    }
    (outside, map)
}

fn names(files: &Files) -> Vec<&str> {
    files
        .files()
        .iter()
        .map(|file| file.name.as_str())
        .collect()
}

/// The findings, without the folder's own path.
fn tell(files: &Files, outside: &Path) -> String {
    let mut out = String::new();
    for finding in files.diagnostics() {
        let place = finding.place().unwrap();
        let file = files.file(place.file);
        let at = Lines::new(&file.text).position(&file.text, place.span.start());
        writeln!(
            out,
            "{} {}:{}:{}: {}",
            finding.rule, file.name, at.line, at.column, finding.message
        )
        .unwrap();
        for help in &finding.help {
            writeln!(out, "    help: {help}").unwrap();
        }
    }
    let outside = outside.canonicalize().unwrap();
    out.replace(outside.to_str().unwrap(), "…")
}

#[test]
fn a_folder_is_read_in_name_order_with_all_that_is_in_it() {
    let (outside, map) = map_folder(&[
        ("b.toml", "b"),
        ("a.toml", "a"),
        ("B.toml", "B"),
        ("é.toml", "é"),
        ("a/z.toml", "z"),
        ("a/deep/er.toml", "er"),
        ("notes.md", "no map"),
        ("toml", "no map"),
        ("a.TOML.bak", "no map"),
        (".hidden.toml", "hidden"),
        (".git/x.toml", "hidden"),
        ("folder.toml/inside.toml", "inside"),
    ]);
    let files = Files::read(&map).unwrap();
    assert_eq!(
        names(&files),
        [
            "B.toml",
            "a/deep/er.toml",
            "a/z.toml",
            "a.toml",
            "b.toml",
            "folder.toml/inside.toml",
            "é.toml"
        ]
    );
    assert_eq!(tell(&files, outside.path()), "");
    assert_eq!(Disk::new(&map).unwrap().root(), map.canonicalize().unwrap());
    for file in files.files() {
        let stem = Path::new(&file.name).file_stem().unwrap();
        assert_eq!(file.text, stem.to_str().unwrap());
        assert_eq!(
            file.path,
            format!("{}/{}", map.to_str().unwrap(), file.name)
        );
    }
}

#[test]
fn what_gitignore_names_is_left_out() {
    let (_outside, map) = map_folder(&[
        (".gitignore", "draft*.toml\nold/\n"),
        (".ignore", "secret.toml"),
        ("a.toml", ""),
        ("draft-1.toml", ""),
        ("secret.toml", ""),
        ("old/b.toml", ""),
        ("sub/.gitignore", "c.toml\n!draft-2.toml"),
        ("sub/c.toml", ""),
        ("sub/draft-2.toml", ""),
    ]);
    assert_eq!(
        names(&Files::read(&map).unwrap()),
        ["a.toml", "sub/draft-2.toml"]
    );
}

#[test]
fn a_gitignore_above_counts_within_a_repository_only() {
    let (outside, map) = map_folder(&[("a.toml", ""), ("draft.toml", "")]);
    fs::write(outside.path().join(".gitignore"), "draft.toml").unwrap();
    assert_eq!(names(&Files::read(&map).unwrap()), ["a.toml", "draft.toml"]);
    fs::create_dir(outside.path().join(".git")).unwrap();
    assert_eq!(names(&Files::read(&map).unwrap()), ["a.toml"]);
}

#[test]
fn a_file_that_is_named_is_read_whatever_its_name() {
    let (_outside, map) = map_folder(&[(".map.txt", "[claim.a]\ntext = \"A.\"")]);
    let path = map.join(".map.txt");
    let files = Files::read(&path).unwrap();
    assert_eq!(names(&files), [".map.txt"]);
    assert_eq!(
        Disk::new(&path).unwrap().root(),
        map.canonicalize().unwrap()
    );
    let file = files.files().first().unwrap();
    assert_eq!(file.path, path.to_str().unwrap());
    assert_eq!(
        read(argmap::syntax::FileId::at(0), &file.text).claims.len(),
        1
    );
}

#[test]
fn a_map_that_is_not_there_is_told() {
    let (outside, map) = map_folder(&[("notes.md", "")]);
    let told = |path: &Path| {
        let error = Files::read(path).unwrap_err().to_string();
        error.replace(outside.path().to_str().unwrap(), "…")
    };
    assert_eq!(
        told(&map),
        "`…/map` has no map: no file in it has a name that ends in `.toml`"
    );
    assert_eq!(
        told(&outside.path().join("mpa")),
        "there is no `…/mpa`; did you mean `…/map`?"
    );
    assert_eq!(
        told(&outside.path().join("elsewhere/x")),
        "there is no `…/elsewhere/x`"
    );
}

#[test]
fn the_nearest_arguments_folder_is_found() {
    // A file named `arguments` does not count as the folder.
    let outside = folder(&[("a/b/c/arguments", "")]);
    fs::create_dir(outside.path().join("a/arguments")).unwrap();
    let deep = outside.path().join("a/b/c");
    assert_eq!(
        Disk::discover(&deep),
        Some(outside.path().join("a/arguments"))
    );
}

#[test]
fn standard_input_is_a_map_of_one_file() {
    let files = Files::from_stdin(&b"[claim.a]"[..]);
    assert_eq!(names(&files), ["<stdin>"]);
    assert!(files.world().is_none());
    assert_eq!(Files::from_stdin(&b"a\xFFb"[..]).diagnostics().len(), 1);
}

#[test]
fn what_is_no_utf_8_is_told_and_the_rest_read() {
    let (outside, map) = map_folder(&[]);
    let latin = b"[claim.a]\ntext = \"caf\xE9\"\n[claim.b]\ntext = \"B.\"\n";
    fs::write(map.join("latin.toml"), latin).unwrap();
    let wide: Vec<u8> = "[claim.c]"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    fs::write(
        map.join("wide.toml"),
        [&[0xFF, 0xFE], wide.as_slice()].concat(),
    )
    .unwrap();
    fs::write(map.join("mark.toml"), "\u{feff}[claim.d]\ntext = \"D.\"").unwrap();
    let files = Files::read(&map).unwrap();
    insta::assert_snapshot!("not_utf_8", tell(&files, outside.path()));
    let claims: Vec<String> = files
        .files()
        .iter()
        .flat_map(|file| read(argmap::syntax::FileId::at(0), &file.text).claims)
        .map(|claim| claim.text.first().unwrap().text.value.to_string())
        .collect();
    assert_eq!(claims, ["caf\u{fffd}", "B.", "D."]);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::process::Command;

    use super::*;

    #[test]
    fn links_never_lead_out_of_the_map() {
        let (outside, map) = map_folder(&[("a.toml", "a"), ("sub/b.toml", "b"), ("text.txt", "t")]);
        fs::write(outside.path().join("secret.toml"), "secret").unwrap();
        fs::create_dir(outside.path().join("secrets")).unwrap();
        fs::write(outside.path().join("secrets/s.toml"), "secret").unwrap();
        // The folder's name starts with the map folder's name.
        fs::create_dir(outside.path().join("map-2")).unwrap();
        fs::write(outside.path().join("map-2/s.toml"), "secret").unwrap();
        for (target, link) in [
            ("../secret.toml", "leaves.toml"),
            ("../secrets", "leaving-folder"),
            ("../../map-2/s.toml", "sub/leaves-too.toml"),
            ("/etc/hostname", "absolute.toml"),
            ("nowhere.toml", "dangles.toml"),
            ("loop.toml", "loop.toml"),
            (".", "again"),
            ("..", "sub/again"),
            ("sub/b.toml", "same.toml"),
            ("text.txt", "other.toml"),
            ("../secret.toml", "no-map.txt"),
            ("nowhere", "no-map-either"),
        ] {
            symlink(target, map.join(link)).unwrap();
        }
        let files = Files::read(&map).unwrap();
        let read: Vec<_> = files
            .files()
            .iter()
            .filter(|file| !file.text.is_empty())
            .collect();
        let texts: Vec<_> = read
            .iter()
            .map(|file| (file.name.as_str(), file.text.as_str()))
            .collect();
        assert_eq!(
            texts,
            [("a.toml", "a"), ("other.toml", "t"), ("sub/b.toml", "b")]
        );
        insta::assert_snapshot!("links", tell(&files, outside.path()));
    }

    #[test]
    fn a_map_may_itself_be_a_link() {
        let (outside, map) = map_folder(&[("a.toml", "a")]);
        let link = outside.path().join("link");
        symlink(&map, &link).unwrap();
        let files = Files::read(&link).unwrap();
        assert_eq!(names(&files), ["a.toml"]);
        assert_eq!(
            Disk::new(&link).unwrap().root(),
            map.canonicalize().unwrap()
        );
    }

    #[test]
    fn pipes_are_never_opened() {
        let (outside, map) = map_folder(&[("a.toml", "a")]);
        let made = Command::new("mkfifo").arg(map.join("pipe.toml")).status();
        assert!(made.unwrap().success());
        symlink("pipe.toml", map.join("linked.toml")).unwrap();
        let files = Files::read(&map).unwrap();
        insta::assert_snapshot!("pipes", tell(&files, outside.path()));
    }

    #[test]
    fn a_file_without_leave_to_read_is_told() {
        let (outside, map) = map_folder(&[
            ("a.toml", "a"),
            ("closed.toml", "c"),
            ("closed/d.toml", "d"),
        ]);
        let close = |name: &str, mode| {
            fs::set_permissions(map.join(name), fs::Permissions::from_mode(mode)).unwrap();
        };
        close("closed.toml", 0);
        close("closed", 0);
        // For some users, no file is unreadable.
        let is_closed = fs::read(map.join("closed.toml")).is_err();
        let files = Files::read(&map).unwrap();
        close("closed", 0o700);
        if is_closed {
            let told = tell(&files, outside.path());
            let refused = |name: &str| {
                told.contains(&format!(
                    "unreadable-file {name}:1:1: cannot read this file: permission denied"
                ))
            };
            assert!(refused("closed") && refused("closed.toml"), "{told}");
            assert_eq!(files.files().len(), 3);
        } else {
            assert_eq!(files.diagnostics(), []);
        }
    }

    #[test]
    fn a_file_that_is_too_long_is_never_read() {
        let (outside, map) = map_folder(&[("a.toml", "a")]);
        // All of the file is a hole.
        let file = fs::File::create(map.join("long.toml")).unwrap();
        file.set_len(argmap::world::MAX_FILE + 1).unwrap();
        let files = Files::read(&map).unwrap();
        insta::assert_snapshot!("too_long", tell(&files, outside.path()));
    }
}
