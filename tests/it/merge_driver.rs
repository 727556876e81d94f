//! Tests `argmap merge-driver` the way git calls it.

use std::fs;
use std::path::Path;
use std::process::Command;

use argmap::edit::three_way;
use argmap::map::Map;
use argmap::syntax::Files;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use tempfile::TempDir;

use crate::maps::{article, folder, write};
use crate::program::run;
use crate::three_way::{Branches, branches, fault};
use crate::tools::started;

/// Runs git in a folder, with the driver. Returns what it prints and whether it succeeded; `None` if git is not installed.
fn git(folder: &Path, arguments: &[&str]) -> Option<(String, bool)> {
    let driver = format!(
        "merge.argmap.driver='{}' merge-driver %O %A %B %P",
        env!("CARGO_BIN_EXE_argmap")
    );
    let mut git = Command::new("git");
    for setting in [
        "user.name=A",
        "user.email=a@example.org",
        "init.defaultBranch=main",
        "core.autocrlf=false",
        &driver,
    ] {
        git.args(["-c", setting]);
    }
    let output = git.args(arguments).current_dir(folder).output();
    let output = started("git", output)?;
    let said = [output.stdout, output.stderr].concat();
    Some((
        String::from_utf8_lossy(&said).into_owned(),
        output.status.success(),
    ))
}

/// The same, for commands that must succeed.
#[track_caller]
fn done(folder: &Path, arguments: &[&str]) -> Option<String> {
    let (said, is_well) = git(folder, arguments)?;
    assert!(is_well, "{arguments:?}: {said}");
    Some(said)
}

/// A repository whose map files are merged by the driver.
fn repository(files: &[(&str, &str)]) -> Option<TempDir> {
    let folder = folder(files);
    write(
        folder.path(),
        ".gitattributes",
        "arguments/**/*.toml merge=argmap\n",
    );
    done(folder.path(), &["init", "-q"])?;
    done(folder.path(), &["add", "."])?;
    done(folder.path(), &["commit", "-qm", "base"])?;
    Some(folder)
}

/// Commits these files on a new branch that starts at the first commit.
fn branch(folder: &Path, name: &str, files: &[(String, &str)]) -> Option<()> {
    done(folder, &["checkout", "-q", "-b", name, "main"])?;
    for (path, text) in files {
        write(folder, path, text);
    }
    done(folder, &["commit", "-qam", name, "--allow-empty"])?;
    Some(())
}

/// The files that git leaves for people to merge.
fn unmerged(folder: &Path) -> Option<Vec<String>> {
    let listed = done(folder, &["diff", "--name-only", "--diff-filter=U"])?;
    Some(listed.lines().map(str::to_owned).collect())
}

#[test]
fn git_merges_two_hundred_pairs_of_branches_and_nothing_is_lost() {
    const ROUNDS: usize = 10;
    const FILES: usize = 20;
    let mut runner = TestRunner::deterministic();
    let (mut clean, mut disputed, mut both) = (0, 0, 0);
    for _ in 0..ROUNDS {
        let pairs: Vec<Branches> = (0..FILES)
            .map(|_| branches().new_tree(&mut runner).unwrap().current())
            .collect();
        let path = |number: usize| format!("arguments/part {}/é {number}.toml", number % 3);
        let named = |text: fn(&Branches) -> &str| -> Vec<(String, &str)> {
            (0..).map(path).zip(pairs.iter().map(text)).collect()
        };
        let base = named(|pair| &pair.base);
        let base: Vec<(&str, &str)> = base
            .iter()
            .map(|(path, text)| (path.as_str(), *text))
            .collect();
        let Some(folder) = repository(&base) else {
            return;
        };
        let at = folder.path();
        branch(at, "theirs", &named(|pair| &pair.theirs));
        branch(at, "ours", &named(|pair| &pair.ours));
        let (said, is_clean) = git(at, &["merge", "-q", "-m", "both", "theirs"]).unwrap();
        let left = git(
            at,
            &[
                "-c",
                "core.quotepath=false",
                "diff",
                "--name-only",
                "--diff-filter=U",
            ],
        )
        .unwrap()
        .0;
        assert_eq!(is_clean, left.is_empty(), "{said}");
        for (number, pair) in pairs.iter().enumerate() {
            let text = fs::read_to_string(at.join(path(number))).unwrap();
            let merged = three_way(&pair.base, &pair.ours, &pair.theirs).unwrap();
            // If only one side changed a file, git takes that side without calling the driver.
            if pair.base != pair.ours && pair.base != pair.theirs && pair.ours != pair.theirs {
                both += 1;
                assert_eq!(text, merged.text, "{said}");
            }
            let is_left = left
                .lines()
                .any(|left| left.trim_matches('"') == path(number));
            assert_eq!(
                is_left,
                !merged.conflicts.is_empty(),
                "{number} {left}\n{said}"
            );
            assert_eq!(fault(pair, &text, !is_left), None, "{text}");
            if is_left {
                disputed += 1;
                assert!(text.contains("[[conflict]]"), "{text}");
                assert!(
                    said.contains(&format!(
                        "in `{}` the two sides disagree about `",
                        path(number)
                    )),
                    "{said}"
                );
            } else {
                clean += 1;
            }
        }
    }
    assert_eq!(clean + disputed, ROUNDS * FILES);
    assert!(
        clean > 100 && disputed > 5 && both > 100,
        "{clean} {disputed} {both}"
    );
}

#[test]
fn two_branches_of_the_article_become_one_map() {
    let files = article();
    let texts: Vec<(String, &str)> = files
        .files()
        .iter()
        .map(|file| (format!("arguments/{}", file.name), &*file.text))
        .collect();
    let base: Vec<(&str, &str)> = texts
        .iter()
        .map(|(path, text)| (path.as_str(), *text))
        .collect();
    let Some(folder) = repository(&base) else {
        return;
    };
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("arguments/article.pt.txt");
    fs::copy(source, folder.path().join("arguments/article.pt.txt")).unwrap();
    let text = |name: &str| {
        let of = texts
            .iter()
            .find(|(path, _)| path == &format!("arguments/{name}"));
        of.unwrap().1
    };
    let map = Map::new(&files);
    let claim = |file: &str, number: usize| {
        let mut of_file = map
            .claims()
            .filter(|&claim| files.file(map.file_of(claim)).name == file);
        map.id(of_file.nth(number).unwrap()).to_owned()
    };
    let (first, second) = (claim("differences.toml", 0), claim("differences.toml", 1));
    let header = format!("[claim.{first}]\n");
    let noted = format!("{header}note = \"looked at again\"\n");
    let added = |id: &str, rest: &str| {
        format!(
            "\n[claim.{id}]\ntext.en  = \"Added.\"\ntext.pt  = \"Acrescentada.\"\nimplicit = true\nassumed  = true\n{rest}"
        )
    };
    let ours = text("differences.toml").replacen(&header, &noted, 1)
        + &added("ours", &format!("supports = [\"{first}\"]\n"));
    let theirs = format!(
        "{}{}\n[[claim.{first}.reason]]\npremises = [\"theirs\", \"{second}\"]\nwhy      = \"together\"\n",
        text("differences.toml"),
        added("theirs", "")
    );
    branch(
        folder.path(),
        "theirs",
        &[("arguments/differences.toml".to_owned(), &theirs)],
    );
    branch(
        folder.path(),
        "ours",
        &[("arguments/differences.toml".to_owned(), &ours)],
    );
    let said = done(folder.path(), &["merge", "-q", "-m", "both", "theirs"]).unwrap();
    assert_eq!(unmerged(folder.path()).unwrap(), [""; 0], "{said}");
    let merged = Map::new(&Files::read(&folder.path().join("arguments")).unwrap());
    assert_eq!(merged.claim_count(), map.claim_count() + 2);
    assert_eq!(merged.step_count(), map.step_count() + 2);
    assert!(merged.claim(merged.find(&first).unwrap()).note.is_some());
    assert_eq!((merged.unresolved(), merged.repeats()), (&[][..], &[][..]));
    let now = fs::read_to_string(folder.path().join("arguments/differences.toml")).unwrap();
    assert_eq!(now, ours + &theirs[text("differences.toml").len()..]);
}

#[test]
fn what_is_no_toml_is_merged_by_lines_as_git_does() {
    let base = "# one\n\n\n\n\n\n# two\n[claim\n";
    let Some(folder) = repository(&[("arguments/a.toml", base)]) else {
        return;
    };
    let at = folder.path();
    let file = |text: String| [("arguments/a.toml".to_owned(), text.leak() as &str)];
    branch(at, "theirs", &file(base.replace("two", "second")));
    branch(at, "ours", &file(base.replace("one", "first")));
    let said = done(at, &["merge", "-m", "both", "theirs"]).unwrap();
    assert!(
        said.contains(
            "warning: `arguments/a.toml` is not valid TOML on one side, or uses the name `conflict` for something else, so its lines were merged"
        ),
        "{said}"
    );
    let text = fs::read_to_string(at.join("arguments/a.toml")).unwrap();
    assert_eq!(text, base.replace("one", "first").replace("two", "second"));
    branch(at, "another", &file(base.replace("one", "1st")));
    let (said, is_clean) = git(at, &["merge", "-m", "both", "ours"]).unwrap();
    assert!(!is_clean, "{said}");
    let text = fs::read_to_string(at.join("arguments/a.toml")).unwrap();
    assert!(
        text.contains("<<<<<<< current\n# 1st\n=======\n# first\n>>>>>>> other\n"),
        "{text}"
    );
}

#[test]
fn a_path_may_look_like_an_option() {
    let folder = folder(&[("base", ""), ("ours", "a = 1\n"), ("theirs", "a = 2\n")]);
    for path in ["-x.toml", "--help.toml", "-"] {
        let told = run(
            folder.path(),
            &["merge-driver", "base", "ours", "theirs", path],
        );
        assert_eq!(told.code, Some(1), "{told:?}");
        assert!(
            told.stderr.contains(&format!("in `{path}` the two")),
            "{told:?}"
        );
        write(folder.path(), "ours", "a = 1\n");
    }
}

#[test]
fn what_cannot_be_read_is_an_error_and_nothing_is_written() {
    let folder = folder(&[("base", ""), ("ours", "[claim.a]\ntext = \"A\"\n")]);
    let told = run(
        folder.path(),
        &["merge-driver", "base", "ours", "none", "map.toml"],
    );
    assert_eq!(told.code, Some(2));
    assert!(told.stderr.contains("cannot read `none`"), "{told:?}");
    assert_eq!(
        fs::read_to_string(folder.path().join("ours")).unwrap(),
        "[claim.a]\ntext = \"A\"\n"
    );
}
