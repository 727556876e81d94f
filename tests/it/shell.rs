//! Completions and manual pages: what a shell and `man` are given.

use std::fs;
use std::process::{Command, Output};

fn argmap(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_argmap"))
        .args(arguments)
        .output()
        .unwrap()
}

/// The names of the commands, as the program's own help lists them.
fn commands() -> Vec<String> {
    let help = String::from_utf8(argmap(&["-h"]).stdout).unwrap();
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let listed = listed.take_while(|line| !line.is_empty());
    let names = listed.filter_map(|line| line.split_whitespace().next());
    names
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_shell_completes_every_command() {
    let commands = commands();
    assert!(commands.len() >= 9, "{commands:?}");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = argmap(&["completions", shell]);
        assert!(output.status.success(), "{shell}");
        let script = String::from_utf8(output.stdout).unwrap();
        for command in &commands {
            assert!(script.contains(command.as_str()), "{shell}: {command}");
        }
    }
}

#[test]
fn shells_that_list_values_complete_the_names_of_rules() {
    for shell in ["bash", "zsh", "fish"] {
        let script = String::from_utf8(argmap(&["completions", shell]).stdout).unwrap();
        assert!(script.contains("unknown-claim"), "{shell}");
    }
}

#[test]
fn every_command_has_a_page_and_the_folder_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("share/man/man1");
    let output = argmap(&["man", pages.to_str().unwrap()]);
    assert!(output.status.success(), "{output:?}");
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
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let output = argmap(&["man", file.join("man1").to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("cannot make the folder"), "{told}");
}
