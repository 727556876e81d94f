//! Completions for shells, and manual pages for `man`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::maps::folder;
use crate::program::{Run, commands, run};

fn argmap(arguments: &[&str]) -> Run {
    run(Path::new("."), arguments)
}

#[test]
fn every_shell_completes_every_command() {
    let commands = commands();
    assert!(commands.len() >= 9, "{commands:?}");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = argmap(&["completions", shell]);
        assert!(output.code == Some(0), "{shell}");
        let script = output.stdout;
        let is_between = |c: char| !(c.is_ascii_alphanumeric() || c == '-');
        let words: BTreeSet<_> = script.split(is_between).collect();
        for command in &commands {
            assert!(words.contains(command.as_str()), "{shell}: {command}");
        }
    }
}

#[test]
fn shells_that_list_values_complete_the_names_of_rules() {
    for shell in ["bash", "zsh", "fish"] {
        let script = argmap(&["completions", shell]).stdout;
        assert!(script.contains("unknown-claim"), "{shell}");
    }
}

#[test]
fn every_command_has_a_page_and_the_folder_is_made() {
    let folder = folder(&[]);
    let pages = folder.path().join("share/man/man1");
    let output = argmap(&["man", pages.to_str().unwrap()]);
    assert!(output.code == Some(0), "{output:?}");
    let mut written: Vec<String> = fs::read_dir(&pages)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    written.sort();
    let mut expected: Vec<String> = commands()
        .iter()
        .map(|command| format!("argmap-{command}.1"))
        .chain(["argmap.1".to_owned()])
        .collect();
    expected.sort();
    assert_eq!(written, expected);
    let page = fs::read_to_string(pages.join("argmap-check.1")).unwrap();
    assert!(page.starts_with(".ie") || page.starts_with(".TH"), "{page}");
    assert!(page.contains("SARIF"), "{page}");
}

#[test]
fn a_folder_that_cannot_be_made_is_told() {
    let folder = folder(&[("file", "")]);
    let file = folder.path().join("file");
    let output = argmap(&["man", file.join("man1").to_str().unwrap()]);
    assert_eq!(output.code, Some(2));
    let told = output.stderr;
    assert!(told.contains("cannot create the folder"), "{told}");
}
