//! Compares two versions of a map by what they say, not by how it is written; given as folders, files or git revisions.

use argmap::answer::diff::{Compared, Fate, TextRun, relation_words};
use argmap::answer::{DiffAnswer, ToldLine};
use argmap::map::Map;
use argmap::syntax::Files;
use proptest::prelude::*;

use crate::arguments::arguments_of;
use crate::maps::{article, files, loose_map_of};

fn compared(old: &Map, new: &Map) -> DiffAnswer {
    let side = |name, map| Compared { name, map };
    DiffAnswer::new(side("old", old), side("new", new))
}

fn diff(old: &str, new: &str) -> DiffAnswer {
    compared(&loose_map_of(old), &loose_map_of(new))
}

/// What changed in the relations, in words.
fn relations(answer: &DiffAnswer) -> Vec<String> {
    let words = |words: Vec<(String, bool)>| -> String {
        let words: Vec<_> = words.into_iter().map(|(word, _)| word).collect();
        words.join(" ").replace(" ,", ",")
    };
    let steps = answer.steps.iter();
    let steps = steps.map(|step| (step.change, words(relation_words(step))));
    let links = answer.links.iter();
    let links = links.map(|link| (link.change, words(link.words())));
    let fate = |fate| match fate {
        Fate::Added => "+",
        Fate::Gone => "-",
        Fate::Changed => "~",
    };
    steps
        .chain(links)
        .map(|(change, words)| format!("{} {words}", fate(change)))
        .collect()
}

const RAIN: &str = "[map]\nlanguage = \"en\"\nthesis = [\"picnic\"]\n[claim.picnic]\ntext = \"There will be a picnic.\"\n\
    premises = [\"food\", \"sun\"]\n[claim.food]\ntext = \"There is food.\"\n[claim.sun]\ntext = \"The sun shines.\"\n\
    [claim.rain]\ntext = \"It rains.\"\nattacks = [{ claim = \"sun\", strength = 0.5 }]\n[claim.roof]\ntext = \"There is a roof.\"\nundercuts = [\"rain -> sun\"]\n";

#[test]
fn how_a_map_is_written_is_no_difference() {
    let other = "# The same, otherwise.\nclaim.roof = { text.en = 'There is a roof.', undercuts = [{ step = \"rain->sun\" }] }\n\
        [claim.sun]\ntext.en = \"\"\"\nThe sun shines.\"\"\"\n[[claim.sun.objection]]\npremises = [\"rain\"]\nstrength = 0.5\n\
        [claim.rain]\ntext.en = \"It rains.\"\n[claim.food]\ntext = \"There is food.\"\nsupports = []\ntags = []\ndenied = false\n\
        [claim.picnic]\ntext = \"There will be a picnic.\"\n[[claim.picnic.reason]]\npremises = [\"sun\", \"food\"]\n\
        [map]\nthesis = [\"picnic\"]\nlanguage = \"en\"\n";
    let answer = diff(RAIN, other);
    assert!(answer.is_empty(), "{answer:#?}");
    assert_eq!(answer.counted(), "nothing differs");
}

#[test]
fn claims_are_added_gone_reworded_renamed_and_moved() {
    let old = files([
        (
            "a.toml",
            "[claim.a]\ntext = \"It rains a lot.\"\ntags = [\"x\", \"y\"]\n[claim.b]\ntext = \"B.\"\n",
        ),
        (
            "b.toml",
            "[claim.c]\ntext = \"Dry.\"\n[claim.d]\ntext = \"D.\"\n",
        ),
    ]);
    let new = files([
        (
            "a.toml",
            "[claim.a]\ntext = \"It snows a lot.\"\ntags = [\"z\", \"x\"]\n[claim.d]\ntext = \"D.\"\n",
        ),
        (
            "b.toml",
            "[claim.dry]\ntext = \"Dry.\"\n[claim.e]\ntext = \"E.\"\n",
        ),
    ]);
    let answer = compared(&Map::new(&old), &Map::new(&new));
    let told: Vec<String> = answer
        .claims
        .iter()
        .map(|claim| {
            let changes: Vec<_> = claim
                .changes
                .iter()
                .map(|change| format!("{}: {}", change.key, TextRun::marked(&change.runs())))
                .collect();
            format!(
                "{:?} {} {:?} {:?} {}",
                claim.change,
                claim.claim.id,
                claim.renamed_from.as_deref(),
                claim.moved_from,
                changes.join("; ")
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "Changed a None None text: It [-rains-]{+snows+} a lot.; tags: [-y-] {+z+}",
            "Changed d None Some(\"b.toml\") ",
            "Changed dry Some(\"c\") None ",
            "Added e None None ",
            "Gone b None None ",
        ]
    );
    assert_eq!(
        answer.counted(),
        "1 claim added, 1 claim gone, 1 claim reworded, 1 claim renamed, 1 claim moved"
    );
}

#[test]
fn a_claim_that_is_renamed_is_the_same_wherever_it_is_named() {
    let renamed = RAIN
        .replace("rain", "downpour")
        .replace("It downpours", "It rains");
    let answer = diff(RAIN, &renamed);
    assert_eq!(answer.counted(), "1 claim renamed", "{answer:#?}");
    // If the wording differs too, nothing shows that it is the same claim.
    let answer = diff(RAIN, &renamed.replace("It rains.", "It pours."));
    assert_eq!(answer.summary.claims_renamed, 0);
    assert_eq!(
        (answer.summary.claims_added, answer.summary.claims_gone),
        (1, 1)
    );
}

#[test]
fn steps_keep_what_they_are_where_one_thing_of_them_changes() {
    let old = "[claim.y]\ntext = \"Y\"\npremises = [\"a\", \"b\"]\n[claim.a]\ntext = \"A\"\n[claim.b]\ntext = \"B\"\n\
        [claim.c]\ntext = \"C\"\nsupports = [\"y\"]\ncontrasts = [{ claim = \"a\", on = \"price\" }]\n[claim.d]\ntext = \"D\"\nundercuts = [\"a -> y\"]\n";
    let roles = old
        .replace("supports = [\"y\"]", "attacks = [\"y\"]")
        .replace("price", "cost");
    assert_eq!(
        relations(&diff(old, &roles)),
        [
            "~ c attacks y",
            "~ c contrasts a"
                .replace("contrasts", "contrasts with")
                .as_str()
        ]
    );
    let premises = old.replace("[\"a\", \"b\"]", "[\"a\", \"c\"]");
    // The undercut of the step stays.
    assert_eq!(
        relations(&diff(old, &premises)),
        ["~ a and c together support y"]
    );
    let gone = old.replace("undercuts = [\"a -> y\"]", "");
    assert_eq!(
        relations(&diff(old, &gone)),
        ["- d undercuts the step from a and b to y"]
    );
    assert_eq!(
        relations(&diff(&gone, old)),
        ["+ d undercuts the step from a and b to y"]
    );
    let strength = old.replace(
        "supports = [\"y\"]",
        "supports = [{ claim = \"y\", strength = 0.5, why = \"W\" }]",
    );
    let answer = diff(old, &strength);
    let keys: Vec<_> = answer.steps[0]
        .changes
        .iter()
        .map(|change| &*change.key)
        .collect();
    assert_eq!(keys, ["why", "strength"]);
}

#[test]
fn labels_that_change_are_told_with_their_causes_first() {
    let dry = RAIN.replace("undercuts = [\"rain -> sun\"]", "");
    let answer = diff(RAIN, &dry);
    let told: Vec<String> = answer
        .labels
        .iter()
        .map(|change| {
            let causes: Vec<_> = change.causes.iter().map(|cause| &*cause.claim.id).collect();
            format!(
                "{} {} {}: {} {causes:?} {:?}",
                change.claim.id,
                change.from,
                change.to,
                change.why.text(),
                change.was_why.as_ref().map(ToldLine::text)
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "sun accepted rejected: rain objects to it and stands [] Some(\"it stands by itself, against rain, an objection that roof undercuts\")",
            "picnic accepted rejected: the only reason for it fails: sun falls [\"sun\"] None",
        ]
    );
}

#[test]
fn a_way_down_to_a_knot_is_not_told_once_for_each_claim_on_it() {
    let chain = |knot: &str| {
        let size = 300;
        let links = (0..size).map(|n| {
            let next = n + 1;
            format!("[claim.x{n}]\ntext = \"X{n}\"\nattacks = [\"x{next}\"]\n")
        });
        let end = format!(
            "[claim.x{size}]\ntext = \"X\"\n[claim.k]\ntext = \"K\"\ncontradicts = [\"x0\"]\n{knot}"
        );
        links.collect::<Vec<_>>().concat() + &end
    };
    let answer = diff(&chain("denied = true\n"), &chain(""));
    assert_eq!(answer.summary.labels, 302);
    // The knot comes before what waits for it.
    let first: Vec<_> = answer
        .labels
        .iter()
        .take(3)
        .map(|change| &*change.claim.id)
        .collect();
    assert_eq!(first, ["x0", "k", "x1"]);
    let longest = answer.labels.iter().map(|change| change.why.text().len());
    assert!(longest.max().unwrap() < 100);
}

#[test]
fn sources_questions_speakers_and_the_map_itself_are_compared() {
    let old = "[map]\ntitle = \"Old\"\n[source.s]\npath = \"s.txt\"\n[speaker.p]\nname = \"P\"\n[question.q]\ntext = \"Q?\"\nanswers = [\"a\"]\n\
        [claim.a]\ntext = \"A\"\n[claim.b]\ntext = \"B\"\n[lints]\nno-thesis = \"warn\"\n";
    let new = "[map]\ntitle = \"New\"\n[source.s]\npath = \"s.txt\"\nurl = \"https://example.org\"\n[question.q]\ntext = \"Q?\"\nanswers = [\"a\", \"b\"]\n\
        [claim.a]\ntext = \"A\"\n[claim.b]\ntext = \"B\"\n[lints]\nno-thesis = \"deny\"\n[expect]\naccepted = [\"a\"]\n";
    let answer = diff(old, new);
    let keys: Vec<_> = answer.map.iter().map(|change| &*change.key).collect();
    assert_eq!(keys, ["title", "lints.no-thesis", "expect.accepted"]);
    assert_eq!(answer.speakers[0].change, Fate::Gone);
    assert_eq!(
        TextRun::marked(&answer.sources[0].changes[0].runs()),
        "{+https://example.org+}"
    );
    assert_eq!(
        TextRun::marked(&answer.questions[0].changes[0].runs()),
        "{+b+}"
    );
    assert_eq!(answer.counted(), "6 other changes");
}

#[test]
fn the_article_and_nothing_differ_in_all_that_the_article_says() {
    let (article, nothing) = (Map::new(&article()), Map::new(&Files::default()));
    assert!(compared(&article, &article).is_empty());
    let answer = compared(&nothing, &article);
    assert_eq!(answer.summary.claims_added, article.claim_count());
    assert_eq!(
        answer.summary.relations_added,
        article.all_steps().len() + article.links().len()
    );
    let back = compared(&article, &nothing);
    assert_eq!(back.summary.claims_gone, article.claim_count());
    assert_eq!(back.summary.relations_gone, answer.summary.relations_added);
}

proptest! {
    #[test]
    fn nothing_differs_from_itself_and_the_way_back_undoes_the_way_there(
        one in arguments_of(8, 8), other in arguments_of(8, 8),
    ) {
        let (old, new) = (loose_map_of(one.toml()), loose_map_of(other.toml()));
        prop_assert!(compared(&old, &old).is_empty());
        let (there, back) = (compared(&old, &new).summary, compared(&new, &old).summary);
        prop_assert_eq!(there.labels, back.labels);
        prop_assert_eq!((there.claims_added, there.claims_gone), (back.claims_gone, back.claims_added));
        prop_assert_eq!(there.claims_changed, back.claims_changed);
        prop_assert_eq!(
            there.relations_added + old.all_steps().len() + old.links().len(),
            there.relations_gone + new.all_steps().len() + new.links().len()
        );
    }

    #[test]
    fn the_order_of_claims_is_no_difference(argument in arguments_of(8, 8)) {
        let mut claims = argument.claims_as_toml();
        let old = loose_map_of(claims.concat());
        claims.reverse();
        let new = loose_map_of(claims.concat());
        prop_assert!(compared(&old, &new).is_empty());
    }
}

/// Tests with the program and git.
#[cfg(feature = "cli")]
mod program {
    use std::path::Path;
    use std::process::Command;

    use tempfile::TempDir;

    use crate::maps::{folder, write};
    use crate::program::{Run, run};
    use crate::tools::started;

    /// Runs git in a folder; `None` if git is not installed.
    fn git(folder: &Path, arguments: &[&str]) -> Option<String> {
        let mut git = Command::new("git");
        git.args([
            "-c",
            "user.name=A",
            "-c",
            "user.email=a@example.org",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(arguments)
        .current_dir(folder);
        let output = started("git", git.output())?;
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        Some(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    const MAP: &str = "[claim.a]\ntext = \"It rains.\"\n";

    /// A repository with two commits and a branch. The folder of its map has blanks and accented letters in its name.
    fn repository() -> Option<TempDir> {
        let folder = folder(&[
            ("ça va/arguments/é b.toml", MAP),
            ("other.toml", "[claim.x]\ntext = \"X\"\n"),
        ]);
        let at = folder.path();
        git(at, &["init", "-q"])?;
        git(at, &["add", "."])?;
        git(at, &["commit", "-qm", "one"])?;
        git(at, &["branch", "topic"])?;
        write(
            at,
            "ça va/arguments/é b.toml",
            "[claim.a]\ntext = \"It snows.\"\n[claim.b]\ntext = \"B\"\nattacks = [\"a\"]\n",
        );
        git(at, &["commit", "-qam", "two"])?;
        Some(folder)
    }

    fn diff(at: &Path, arguments: &[&str]) -> Run {
        run(at, &[&["diff"], arguments].concat())
    }

    #[test]
    fn revisions_are_read_from_git_wherever_one_stands() {
        let Some(folder) = repository() else { return };
        let above = folder.path().join("ça va");
        let inside = above.join("arguments");
        for at in [&above, &inside] {
            assert!(
                diff(at, &[]).stdout.contains("nothing differs"),
                "{:?}",
                diff(at, &[])
            );
            for one in [
                &["HEAD~1"][..],
                &["HEAD~1", "HEAD"],
                &["HEAD~1..HEAD"],
                &["topic"],
                &["topic..main"],
                &["topic..."],
                &["HEAD~1.."],
            ] {
                let told = diff(at, one);
                assert!(
                    told.stdout.contains("text: It [-rains-]{+snows+}."),
                    "{one:?} {told:?}"
                );
                assert!(
                    told.stdout.contains("a is now rejected, was accepted"),
                    "{told:?}"
                );
                assert_eq!(told.code, Some(0));
            }
        }
        let told = diff(folder.path(), &["main..topic", "--", "ça va/arguments"]);
        assert!(told.stdout.contains("[-snows-]{+rains+}"), "{told:?}");
        let told = diff(
            &inside,
            &["HEAD~1", "HEAD", "--", "../../other.toml", "é b.toml"],
        );
        assert!(
            told.stdout.contains("1 claim added, 1 claim reworded"),
            "{told:?}"
        );
        // A single path is compared with itself in the last commit.
        write(folder.path(), "other.toml", "[claim.x]\ntext = \"Y\"\n");
        let told = diff(folder.path(), &["other.toml"]);
        assert!(told.stdout.contains("text: [-X-]{+Y+}"), "{told:?}");
        let told = diff(folder.path(), &["HEAD", "other.toml", "--exit-code"]);
        assert_eq!(told.code, Some(1));
        // New files count even if git does not track them yet.
        write(&above, "arguments/new.toml", "[claim.new]\ntext = \"N\"\n");
        assert!(
            diff(&above, &[])
                .stdout
                .contains("+ new is accepted in arguments/new.toml:1")
        );
    }

    #[test]
    fn what_is_no_part_of_the_map_on_disk_is_no_part_of_a_revision() {
        let claim = |id: &str| format!("[claim.{id}]\ntext = \"{id}\"\n");
        let names = [
            "map/one.toml",
            "map/drafts/two.toml",
            "map/drafts/kept.toml",
            "map/sub/old-three.toml",
            "map/sub/old-kept.toml",
            "map/sub/deep/old-four.toml",
            "map/.hidden/five.toml",
            "map/out/six.toml",
            "map/out/deep/seven.toml",
            "drafts/eight.toml",
        ];
        let claims: Vec<_> = (b'a'..)
            .map(|id| claim(&char::from(id).to_string()))
            .take(names.len())
            .collect();
        let rules = [
            (".gitignore", "# none\nmap\n/map/out/\n\n"),
            ("map/.ignore", "drafts/*\n!kept.toml\n"),
            ("map/.gitignore", "!drafts\n"),
            ("map/sub/.gitignore", "old-*\n!old-kept.toml\n\\[\n"),
        ];
        let texts = names.into_iter().zip(claims.iter().map(String::as_str));
        let files: Vec<_> = texts.chain(rules).collect();
        let folder = folder(&files);
        let at = folder.path();
        let Some(_) = git(at, &["init", "-q"]) else {
            return;
        };
        git(at, &["add", "-f", "."]).unwrap();
        git(at, &["commit", "-qm", "one"]).unwrap();
        for path in [
            "map",
            "map/drafts",
            "map/drafts/two.toml",
            "map/sub",
            "map/out",
            ".",
        ] {
            let told = diff(at, &["HEAD", "--", path]);
            let same = "From HEAD to the files as they are now: nothing differs\n";
            assert_eq!(told.stdout, same, "{path}: {told:?}");
        }
        // Nor is it there to be gone or added.
        git(at, &["rm", "-qrf", "."]).unwrap();
        git(at, &["commit", "-qm", "nothing"]).unwrap();
        let told = diff(at, &["HEAD~1", "HEAD", "--", "map"]);
        assert!(told.stdout.contains("3 claims gone"), "{told:?}");
    }

    #[test]
    fn what_is_no_revision_is_named_with_what_may_be_meant() {
        let Some(folder) = repository() else { return };
        let at = &folder.path().join("ça va");
        let told = |arguments: &[&str]| {
            let told = diff(at, arguments);
            assert_eq!(told.code, Some(2), "{told:?}");
            assert_eq!(told.stdout, "");
            told.stderr
        };
        assert!(told(&["topc"]).contains(
            "`topc` is neither a revision of this repository nor a path\n  help: did you mean `topic`?"
        ));
        assert!(told(&["topc..main"]).contains("did you mean `topic`?"));
        assert!(
            told(&["no\u{1b}[31mne", "HEAD"]).contains("`no\\u{1b}[31mne` is neither a revision")
        );
        assert!(
            told(&["--", "../.."]).contains("outside"),
            "{}",
            told(&["--", "../.."])
        );
        // Words that begin with a dash never reach git as options.
        for option in ["--output=x", "-O", "--upload-pack=x"] {
            assert!(
                told(&["--", option]).contains("there is no map"),
                "{}",
                told(&["--", option])
            );
            told(&[&format!("{option}..HEAD")]);
        }
        assert!(!at.join("x").exists());
        write(at, "topic", "");
        assert!(told(&["topic"]).contains("`topic` is a path and a revision"));
        assert!(
            told(&["HEAD~1", "arguments", "--", "arguments"])
                .contains("argmap diff REVISION -- PATH")
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_map_behind_a_link_and_one_in_a_bare_repository_are_read_too() {
        use std::os::unix::fs::symlink;
        let Some(folder) = repository() else { return };
        let at = folder.path();
        symlink("ça va/arguments", at.join("arguments")).unwrap();
        symlink("arguments/é b.toml", at.join("one.toml")).unwrap();
        symlink("/", at.join("out")).unwrap();
        git(at, &["add", "."]).unwrap();
        git(at, &["commit", "-qm", "links"]).unwrap();
        let same = "From HEAD to the files as they are now: nothing differs\n";
        for arguments in [&[][..], &["--", "one.toml"], &["--", "arguments/é b.toml"]] {
            assert_eq!(diff(at, arguments).stdout, same, "{arguments:?}");
        }
        assert!(
            diff(at, &["--", "out/nowhere"])
                .stderr
                .contains("there is no map in HEAD")
        );
        let bare = at.join("bare");
        git(at, &["clone", "-q", "--bare", ".", "bare"]).unwrap();
        // `HEAD` is a file here, but before `--` it is still a revision.
        let told = diff(&bare, &["HEAD~2", "HEAD", "--", "ça va/arguments"]);
        let added = "+ b is accepted in ça va/arguments/é b.toml:3\n";
        assert!(told.stdout.contains(added), "{told:?}");
        assert_eq!(told.stderr, "");
    }

    #[test]
    fn without_a_repository_folders_can_be_compared_all_the_same() {
        let folder = folder(&[("old/a.toml", MAP), ("new/b.toml", MAP), ("none/c.txt", "")]);
        let at = folder.path();
        let told = diff(at, &["old", "new"]);
        assert_eq!((told.code, &*told.stderr), (Some(0), ""));
        assert!(told.stdout.contains("nothing differs"), "{told:?}");
        assert_eq!(
            diff(at, &["old", "new/b.toml", "--exit-code"]).code,
            Some(0)
        );
        let told = diff(at, &["HEAD", "new"]);
        assert_eq!(told.code, Some(2));
        assert!(
            told.stderr.contains("this is not a git repository")
                || told.stderr.contains("the program `git`"),
            "{told:?}"
        );
        assert_eq!(diff(at, &["old", "none"]).code, Some(2));
        for sides in [["old", "nwe"], ["nwe", "old"]] {
            let told = diff(at, &sides);
            assert_eq!(told.code, Some(2));
            assert!(
                told.stderr
                    .starts_with("error: there is no folder or file `nwe`")
                    || told.stderr.contains("the program `git`"),
                "{told:?}"
            );
        }
    }

    #[test]
    fn without_git_that_is_said() {
        let folder = folder(&[("arguments/a.toml", MAP), ("new/a.toml", MAP)]);
        let mut command = crate::program::command(folder.path(), &["diff"]);
        let told = crate::program::ended(command.env("PATH", folder.path()).spawn().unwrap());
        assert_eq!(told.code, Some(2));
        assert!(
            told.stderr.contains("the program `git` is missing"),
            "{told:?}"
        );
        let mut command = crate::program::command(folder.path(), &["diff", "arguments", "new"]);
        let told = crate::program::ended(command.env("PATH", folder.path()).spawn().unwrap());
        assert_eq!((told.code, &*told.stderr), (Some(0), ""));
    }

    #[test]
    fn a_map_that_is_not_there_yet_is_compared_as_an_empty_one() {
        let Some(folder) = repository() else { return };
        write(folder.path(), "later/a.toml", MAP);
        let told = diff(folder.path(), &["HEAD", "--", "later"]);
        assert!(told.stdout.contains("1 claim added"), "{told:?}");
        assert!(
            told.stderr
                .contains("warning: there is no map in HEAD; it is compared as an empty one"),
            "{told:?}"
        );
        assert_eq!(told.code, Some(0));
    }

    #[test]
    fn what_cannot_be_read_is_said_and_the_rest_is_compared() {
        let broken = format!("{MAP}suports = [\"b\"]\n[claim");
        let folder = folder(&[
            ("old/a.toml", &*broken),
            ("new/a.toml", &MAP.replace("rains", "snows")),
        ]);
        let told = diff(folder.path(), &["old", "new"]);
        assert_eq!(told.code, Some(1));
        assert!(
            told.stderr.contains("warning: the map of old has"),
            "{told:?}"
        );
        assert!(told.stdout.contains("[-rains-]{+snows+}"), "{told:?}");
    }

    #[test]
    fn text_of_maps_steers_no_output() {
        let nasty = "[claim.nasty]\ntext = \"::error::x \\u001b[31m\\u202e @all #1 <img src=x> | **b** `c`\"\n[claim.a]\ntext = \"A\"\n";
        let folder = folder(&[
            ("old/a.toml", "[claim.a]\ntext = \"A\"\n"),
            ("new/a.toml", nasty),
        ]);
        for format in ["human", "json", "github", "markdown"] {
            let told = diff(folder.path(), &["old", "new", "--format", format]);
            assert!(!told.stdout.contains(['\u{1b}', '\u{202e}']), "{told:?}");
            assert!(
                told.stdout
                    .lines()
                    .all(|line| !line.trim_start().starts_with("::error")),
                "{told:?}"
            );
        }
        let told = diff(folder.path(), &["old", "new", "--format", "markdown"]).stdout;
        assert!(
            !told.contains("<img") && !told.contains("@all") && !told.contains("**b**"),
            "{told}"
        );
    }
}
