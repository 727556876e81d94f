//! The program's output, for every command and in every format: no text in it acts as a command, one rule decides the
//! exit code, and no input file is overwritten.

#![cfg(unix)]

use std::fmt::Write;
use std::fs;
use std::path::Path;

use unicode_width::UnicodeWidthStr;

use crate::maps::{folder, write};
use crate::program::{Run, command, ended, run, run_with_input};

/// What a name, a text or an argument may contain.
const HOSTILE: &str = "x\u{1b}[31m\n::error::a\r::warning::b \u{9b}2J\u{202e}\u{2066}\u{200f}\u{61c}\u{2028}\
                       ##[error]c\u{85}\u{7f}\t::notice title=d::e";

fn code(folder: &Path, arguments: &[&str]) -> i32 {
    run(folder, arguments).code.unwrap()
}

/// A string in TOML with every character escaped.
fn toml(text: &str) -> String {
    let mut spelt = String::from("\"");
    for character in text.chars() {
        let _ = write!(spelt, "\\U{:08X}", u32::from(character));
    }
    spelt + "\""
}

/// A map whose ids, texts, titles, keys, tags and file names are all hostile.
fn hostile_map(folder: &Path) {
    let h = toml(HOSTILE);
    let word = |number: u32| toml(&format!("{HOSTILE}{number}"));
    let long = toml(&format!("{} {HOSTILE} ::error::z", "word ".repeat(40)));
    let map = format!(
        "[map]\ntitle = {h}\nlanguage = {h}\nthesis = [{one}, {h}]\n\
         [lints]\n{h} = \"deny\"\n\
         [map.data.argdown]\nfrontmatter = {h}\nheading = {heading}\n\
         relations = [{{ from = {one}, relation = {h}, to = {h} }}]\n\
         [source.{h}]\npath = {path}\ntitle = {h}\n[[source.{h}.ignore]]\nquote = {h}\nreason = {h}\n\
         [claim.{one}]\ntitle = {h}\ntext = {long}\nquote = {{ text = {h}, source = {h} }}\nabout = {h}\ntags = [{h}]\n\
         note = {h}\ndata.argdown = {{ heading = {heading}, text = {h}, members = [{h}], data = {{ x = {h}, {h} = 1 }} }}\n\
         contrasts = [{{ claim = {two}, on = {h} }}]\ncontradicts = [{two}]\n\
         [[claim.{one}.reason]]\npremises = [{two}, {three}]\nwhy = {h}\nscheme = {h}\nid = {h}\n\
         data.argdown = {{ argument = {h}, text = {h}, tags = [{h}], members = [{h}], inference = {{ uses = [{h}] }} }}\n\
         [claim.{two}]\ntext.{h} = {long}\nquote = \"not there at all\"\nabout = \"b\"\nattacks = [{three}, {h}]\n{h} = 1\n\
         [claim.{three}]\ntext = {h}\nsupports = [{one}, \"nothing\"]\nundercuts = [{h}]\n\
         [expect]\naccepted = [{two}, {h}]\n",
        one = word(1),
        two = word(2),
        three = word(3),
        heading = toml(&format!("# {HOSTILE}\n## ::error::{HOSTILE}")),
        path = toml(&format!("{HOSTILE}.txt")),
    );
    write(folder, &format!("{HOSTILE}.toml"), &map);
    write(folder, "twice.toml", &map);
    let broken = format!("[{HOSTILE}\n{HOSTILE} = {HOSTILE}\nkey\n= \"{HOSTILE}");
    write(folder, "broken.toml", &broken);
    let other = "claim = 1\n[claim.d]\ntext = 1\n::error::x\n##[error]y\n";
    write(folder, "::error::c.toml", other);
    let source = format!("{HOSTILE} is what it says. {HOSTILE} and more of it ::error::z.\n");
    write(folder, &format!("{HOSTILE}.txt"), &source);
}

/// Whether a character would act as a command to whatever shows it.
fn commands(character: char) -> bool {
    matches!(
        character,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    ) || (character.is_control() && !"\n\t".contains(character))
}

/// Whether a character only orders what is beside it.
fn only_orders(character: char) -> bool {
    matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}')
}

fn is_harmless(arguments: &[&str], run: &Run) {
    assert!(!run.shown().is_empty(), "{arguments:?}");
    let is_github = arguments.contains(&"github");
    let is_export = arguments.first() == Some(&"export");
    for text in [&run.stdout, &run.stderr] {
        for line in text.lines() {
            // Formats for programs and pages keep the marks that text from right to left needs.
            let is_kept = |mark| is_export && only_orders(mark);
            let raw = line.chars().filter(|&it| commands(it) && !is_kept(it));
            let raw: Vec<char> = raw.collect();
            assert!(raw.is_empty(), "{arguments:?}: {raw:?} in {line:?}");
            let start = line.trim_start();
            let own = is_github && start.contains("title=argmap(");
            assert!(own || !line.contains("##[error"), "{arguments:?}: {line:?}");
            // `:::` comes before a path if only ASCII signs are used.
            let after = start.strip_prefix("::").unwrap_or_default();
            let begins = after.starts_with(|first: char| first.is_ascii_alphabetic());
            assert!(own || !begins, "{arguments:?}: {line:?}");
        }
    }
}

#[test]
fn nothing_of_a_map_commands_what_shows_it() {
    let folder = folder(&[]);
    let folder = folder.path();
    let map = &*format!("{HOSTILE}/map");
    hostile_map(&folder.join(map));
    let one = &*format!("{HOSTILE}1");
    let all: &[&[&str]] = &[
        &["check", map],
        &["check", map, "--ascii"],
        &["check", map, "-f", "short"],
        &["check", map, "-f", "json"],
        &["check", map, "-f", "sarif"],
        &["check", map, "-f", "github"],
        &["check", map, "--quiet"],
        &["show", map],
        &["show", map, "--quotes", "--titles"],
        &["show", map, "--up"],
        &["show", map, "--width", "24"],
        &["evaluate", map],
        &["evaluate", map, "-f", "json"],
        &[
            "evaluate",
            map,
            "--semantics",
            "preferred",
            "--extensions",
            "3",
        ],
        &["evaluate", map, "--strength", "df-quad"],
        &["evaluate", map, "--deny", one],
        &["move", one, "new.toml", map, "--dry-run"],
        &["extract", one, "-o", "new.toml", "--map", map, "--dry-run"],
        &["merge", one, "c", map, "--dry-run"],
        &["fmt", "--diff", map],
        &["fmt", "--check", map],
        &["why", one, map],
        &["why", one, map, "--width", "24"],
        &["why", one, map, "-f", "json"],
        &["hinges", one, map],
        &["hinges", one, map, "--strength", "df-quad"],
        &["hinges", one, map, "-f", "json"],
        &["coverage", map],
        &["coverage", map, "--annotate"],
        &["coverage", map, "--fail-under", "0.99"],
        &["coverage", map, "--format", "json"],
        &["quote", "find", "is what", map],
        &["quote", "find", "is what", map, "--format", "json"],
        &["quote", "find", "is when it said", map],
        &["quote", "pin", map, "--dry-run"],
        &["contrasts", map],
        &["contrasts", map, "--width", "24"],
        &["contrasts", map, "-f", "json"],
        &["stats", map],
        &["stats", map, "-f", "json"],
        &["query", "all()", map],
        &["query", "all()", map, "-f", "ids"],
        &["query", "all()", map, "-f", "tree"],
        &["query", "all()", map, "-f", "json"],
        &["query", "nothing", map],
        &["export", "dot", map],
        &["export", "dot", map, "--legend", "--cluster", "tag"],
        &["export", "dot", map, "--cluster", "file", "--titles"],
        &["export", "json", map],
        &["export", "svg", map],
        &["export", "html", map],
        &["export", "argdown", map],
        &["export", "kialo", map],
        &["export", "markdown", map],
        &["export", "mermaid", map],
        &["export", "graphml", map],
        &["export", "latex", map],
        &["export", "ltac", map],
        &["export", "arguebuf", map],
        &["export", "aif", map],
        &["export", "xaif", map],
        &["export", "af", map],
        &["export", "tgf", map],
        &[
            "export",
            "apx",
            map,
            "--names",
            "names.txt",
            "-o",
            "framework",
        ],
        &["check", map, "--fix"],
    ];
    for arguments in all {
        let run = run(folder, arguments);
        is_harmless(arguments, &run);
        // A file that cannot be read completely is not changed.
        let refuses = ["move", "extract", "merge", "fmt"].contains(&arguments[0]);
        let code = if refuses || arguments.contains(&"nothing") {
            2
        } else {
            1
        };
        assert_eq!(run.code, Some(code), "{arguments:?}: {run:?}");
    }
    let names = fs::read_to_string(folder.join("names.txt")).unwrap();
    let commands = |it| commands(it) && !only_orders(it);
    assert!(!names.chars().any(commands), "{names:?}");
}

#[test]
fn no_argument_commands_what_shows_its_fault() {
    let folder = folder(&[]);
    let folder = folder.path();
    write(folder, "arguments/m.toml", "[claim.a]\ntext = \"A.\"\n");
    write(folder, HOSTILE, "p af 1\n\u{1b}[31m\n");
    write(folder, "names.apx", "arg(\u{9b}).\natt(a,\u{1b}).");
    let h = HOSTILE;
    let quoted = &*format!("\"{h}\"");
    let all: &[&[&str]] = &[
        &[h],
        &["check", h],
        &["check", "--deny", h],
        &["check", "--select", h],
        &["check", "-f", h],
        &["check", &format!("--{h}")],
        &["check", "--color", h],
        &["show", "--root", h],
        &["show", "--lang", h],
        &["show", "--width", h],
        &["show", "--depth", h],
        &["evaluate", "--semantics", h],
        &["evaluate", "--deny", h],
        &["evaluate", "--timeout", h, "--semantics", "preferred"],
        &["why", h],
        &["hinges", h],
        &["explain", h],
        &["query", h],
        &["query", quoted],
        &["query", &format!("tag({quoted}) & file({quoted})")],
        &["query", &format!("matches({quoted})")],
        &["coverage", "--fail-under", h],
        &["quote", "find", h],
        &["quote", h],
        &["contrasts", "--lang", h],
        &["export", h],
        &["export", "json", "-o", &format!("{h}/none/x")],
        &["export", "dot", "--rankdir", h],
        &["init", "--from", &format!("{h}none"), h],
        &["man", &format!("{h}/x")],
        &["completions", h],
        &["solve", "-p", h, "-f", h],
        &["solve", "-p", "SE-GR", "-f", h],
        &["solve", "-p", "SE-GR", "-f", &format!("{h}none")],
        &["solve", "-p", "DC-GR", "-f", "names.apx", "-a", h],
        &["help", h],
    ];
    for arguments in all {
        let run = run(folder, arguments);
        is_harmless(arguments, &run);
        let code = match arguments {
            ["check", file] if *file == h => 1,
            ["query", set] if set.starts_with("tag(") => 0,
            _ => 2,
        };
        assert_eq!(run.code, Some(code), "{arguments:?}: {run:?}");
    }
}

#[test]
fn exit_codes_follow_one_rule() {
    let folder = folder(&[]);
    let folder = folder.path();
    let sound = "[map]\nthesis = [\"a\"]\n[source.s]\npath = \"s.txt\"\n\
                 [claim.a]\ntext = \"A.\"\nquote = \"one two three four\"\n";
    write(folder, "s.txt", "one two three four five six.\n");
    write(folder, "sound.toml", sound);
    write(
        folder,
        "faulty.toml",
        &format!("{sound}suports = [\"a\"]\n"),
    );
    write(folder, "text.txt", "One sentence. And another one.\n");
    write(folder, "x.apx", "arg(a).\narg(b).\natt(a,b).\n");
    let code = |arguments: &[&str]| code(folder, arguments);
    let commands: &[&[&str]] = &[
        &["check"],
        &["show"],
        &["stats"],
        &["evaluate"],
        &["evaluate", "-f", "json"],
        &["why", "a"],
        &["hinges", "a"],
        &["contrasts"],
        &["query", "all()"],
        &["query", "none()"],
        &["coverage"],
        &["coverage", "--format", "json"],
        &["export", "dot"],
        &["export", "json"],
        &["export", "af"],
        &["quote", "find", "two three"],
        &["quote", "pin", "--dry-run"],
    ];
    for command in commands {
        let on = |map: &str| code(&[command, &[map][..]].concat());
        assert_eq!(on("sound.toml"), 0, "{command:?}");
        assert_eq!(on("faulty.toml"), 1, "{command:?}");
        assert_eq!(on("missing.toml"), 2, "{command:?}");
    }
    // The answer is no.
    assert_eq!(code(&["quote", "find", "seven", "sound.toml"]), 1);
    assert_eq!(code(&["coverage", "sound.toml", "--fail-under", "1"]), 1);
    // A source cannot be read.
    write(
        folder,
        "sourceless.toml",
        &sound.replace("s.txt", "none.txt"),
    );
    assert_eq!(code(&["coverage", "sourceless.toml"]), 2);
    assert_eq!(code(&["quote", "find", "two", "sourceless.toml"]), 2);
    // Wrong usage, and commands that are not about a map.
    assert_eq!(code(&["why", "b", "sound.toml"]), 2);
    assert_eq!(code(&["query", "a &", "sound.toml"]), 2);
    assert_eq!(code(&["shew"]), 2);
    assert_eq!(code(&[]), 2);
    assert_eq!(code(&["explain", "unfound-quote"]), 0);
    assert_eq!(code(&["explain", "nothing-of-the-kind"]), 2);
    let solve = |file: &str| code(&["solve", "-p", "DC-GR", "-f", file, "-a", "b"]);
    assert_eq!(solve("x.apx"), 0);
    assert_eq!(solve("none.apx"), 2);
    assert_eq!(solve("."), 2);
    assert_eq!(code(&["init", "--from", "text.txt", "new"]), 0);
    assert_eq!(code(&["init", "--from", "none.txt", "other"]), 2);
}

#[test]
#[cfg(target_os = "linux")]
fn what_cannot_be_printed_fails_with_a_message() {
    let commands: &[&[&str]] = &[
        &["--help"],
        &["-h"],
        &["--version"],
        &["check", "--help"],
        &["help", "show"],
        &["completions", "bash"],
        &["explain"],
        &["solve", "--problems"],
    ];
    for arguments in commands {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let mut printing = command(Path::new("."), arguments);
        let printed = ended(printing.stdout(full).spawn().unwrap());
        assert_eq!(printed.code, Some(2), "{arguments:?}");
        let expected = "error: cannot write to standard output: no space left on device\n";
        assert_eq!(printed.stderr, expected, "{arguments:?}");
    }
}

#[test]
fn an_export_never_goes_over_what_it_is_read_from() {
    let folder = folder(&[]);
    let folder = folder.path();
    let map = "[source.s]\npath = \"s.txt\"\n[claim.a]\ntext = \"A.\"\nquote = \"Some text.\"\n";
    write(folder, "arguments/m.toml", map);
    write(folder, "arguments/s.txt", "Some text.\n");
    let link = |to: &str, at: &str| std::os::unix::fs::symlink(to, folder.join(at)).unwrap();
    fs::hard_link(folder.join("arguments/m.toml"), folder.join("hard.toml")).unwrap();
    link("arguments/s.txt", "link.txt");
    link("target.json", "dangling.json");
    let inputs = [
        "arguments/m.toml",
        "arguments/s.txt",
        "hard.toml",
        "link.txt",
        "./arguments/../arguments/s.txt",
    ];
    for over in inputs {
        for option in ["-o", "--names"] {
            let exported = run(folder, &["export", "apx", option, over]);
            assert_eq!(exported.code, Some(2), "{option} {over}");
            let told = exported.stderr;
            let is_source = over.contains("txt");
            let what = if is_source {
                "which is a source of the map"
            } else {
                "which is part of the map"
            };
            assert!(told.contains(what), "{told}");
        }
    }
    let now = fs::read_to_string(folder.join("arguments/m.toml")).unwrap();
    assert_eq!(now, map);
    // One file with two names.
    write(folder, "out.apx", "");
    fs::hard_link(folder.join("out.apx"), folder.join("out.txt")).unwrap();
    let both = ["export", "apx", "-o", "out.apx", "--names", "out.txt"];
    assert_eq!(code(folder, &both), 2);
    // A link that leads nowhere is written through.
    assert_eq!(code(folder, &["export", "json", "-o", "dangling.json"]), 0);
    assert!(folder.join("dangling.json").is_symlink());
    let written = fs::read_to_string(folder.join("target.json")).unwrap();
    assert!(written.contains("\"A.\""));
}

#[test]
fn annotations_name_files_from_the_root_of_the_repository() {
    let folder = folder(&[]);
    let folder = folder.path();
    fs::create_dir_all(folder.join(".git")).unwrap();
    let map = "[claim.a]\ntext = \"\u{1f600}\"\nsuports = [\"a\"]\n";
    write(folder, "arguments/m é.toml", map);
    write(folder, "sub/deep/x", "");
    for from in ["", "sub", "sub/deep", "arguments"] {
        let told = |format: &str| run(&folder.join(from), &["check", "-f", format]).stdout;
        let github = told("github");
        assert!(github.contains("file=arguments/m é.toml,"), "{github}");
        let sarif = told("sarif");
        let uri = "\"uri\": \"arguments/m%20%C3%A9.toml\"";
        assert!(
            sarif.contains(uri) && !sarif.contains("\"uri\": \".."),
            "{sarif}"
        );
    }
}

/// A map with ids, words and texts that do not fit on any line.
fn wide_map(folder: &Path) {
    let mut map = String::from("[source.s]\npath = \"s.txt\"\n");
    for number in 0..12 {
        let _ = write!(
            map,
            "[claim.{}]\ntext = \"{} 大型模型 {} 👩\u{200d}👧\"\nquote = \"{} there\"\nsupports = [\"{}\"]\n{} = 1\n",
            wide_id(number),
            "Unbreakable".repeat(12),
            "大型".repeat(50),
            "the words which are not".repeat(5),
            wide_id((number + 1) % 12),
            "key".repeat(40),
        );
    }
    write(folder, "m.toml", &map);
    let source = "the words which are not here at all ".repeat(30) + &"Unbreakable".repeat(30);
    write(folder, "s.txt", &source);
}

fn wide_id(number: usize) -> String {
    format!("{}-{number}", "an-id-of-many-words".repeat(6))
}

#[test]
fn what_is_told_fits_eighty_columns() {
    let folder = folder(&[]);
    let folder = folder.path();
    wide_map(folder);
    let id = &*wide_id(3);
    let commands: &[&[&str]] = &[
        &["check", "m.toml"],
        &["check", "m.toml", "--ascii"],
        &["why", id, "m.toml"],
        &["why", id, "m.toml", "--deny", id],
        &["coverage", "m.toml"],
        &["coverage", "m.toml", "--annotate"],
        &["coverage", "m.toml", "--fail-under", "0.9"],
        &["hinges", id, "m.toml"],
        &["contrasts", "m.toml"],
        &["stats", "m.toml"],
        &["quote", "find", "the words which were not here", "m.toml"],
    ];
    let mut wide = Vec::new();
    for arguments in commands {
        let shown = run(folder, arguments).shown();
        let lines = shown.lines().filter(|line| line.width() > 80);
        wide.extend(lines.map(|line| format!("{arguments:?}: {line}")));
    }
    assert!(wide.is_empty(), "{}", wide.join("\n"));
}

#[test]
fn a_change_of_a_long_line_marks_every_cut() {
    let folder = folder(&[]);
    let folder = folder.path();
    let words = "people of the town have always put far too much weight upon riches and upon speed";
    let source = format!("Long ago the {words}, and more than that.\n");
    write(folder, "s.txt", &source);
    let map =
        format!("[source.s]\npath = \"s.txt\"\n[claim.x]\ntext = \"x\"\nquote = \"The {words}\"\n");
    write(folder, "m.toml", &map);
    let told = run(folder, &["check", "m.toml"]).stdout;
    let lines = told
        .lines()
        .filter(|line| line.starts_with("5 - ") || line.starts_with("5 + "));
    let lines: Vec<&str> = lines.collect();
    let [old, new] = lines.as_slice() else {
        panic!("{told}");
    };
    assert!(old.contains("\"The people"), "{told}");
    assert!(new.contains("\"the people"), "{told}");
    for line in [old, new] {
        assert!(line.ends_with('…') && line.width() <= 80, "{told}");
    }
}

#[test]
fn no_format_for_people_sends_what_a_map_made_up_to_steer_the_terminal() {
    let map = "[claim.rain]\ntext = \"\\u001b]0;title\\u0007\"\nsupports = [\"\u{1b}[2Jwet\\u202e\"]\n# \u{1b}[31m \u{9b}0m\n";
    let folder = folder(&[]);
    for format in ["human", "short", "github"] {
        let arguments = ["check", "-f", format, "-"];
        let text = run_with_input(folder.path(), &arguments, map.as_bytes()).stdout;
        assert!(text.contains("error"), "{format}: {text}");
        let steers = |character: char| {
            character != '\n' && (character.is_control() || character == '\u{202e}')
        };
        assert!(!text.contains(steers), "{format}: {text:?}");
    }
}
