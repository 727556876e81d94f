//! A workspace always says what the map would say if it were read again, and reads no more than it must.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use argmap::check::{Levels, check};
use argmap::map::Map;
use argmap::render;
use argmap::syntax::Files;
use argmap::workspace::Workspace;
use argmap::world::Texts;
use proptest::prelude::*;

use crate::maps::{folder, write};

const SOURCE: &str = "[source.s]\npath = \"s.txt\"\n";
const RAIN: &str =
    "[claim.rain]\ntext = \"It rains.\"\nquote = \"It rains\"\nsupports = [\"wet\"]\n";
const WET: &str = "[claim.wet]\ntext = \"It is wet.\"\nquote = \"All is wet\"\n";

/// What a check of the map prints.
fn report(workspace: &Workspace) -> String {
    let report = workspace.check(&Levels::default());
    render::json(&report, workspace.map().files()).to_string()
}

#[test]
fn one_file_changed_is_one_file_read_and_one_quotation_changed_is_one_searched() {
    let mut workspace = Workspace::of_texts([
        ("a.toml", SOURCE),
        ("b.toml", RAIN),
        ("c.toml", WET),
        ("s.txt", "It rains. All is wet."),
    ])
    .unwrap();
    assert_eq!(workspace.check(&Levels::default()).summary.proven, 2);
    assert_eq!((workspace.reads(), workspace.searches()), (3, 2));

    workspace.set("b.toml", RAIN.replace("It rains\"", "It pours\""));
    assert_eq!(workspace.check(&Levels::default()).summary.proven, 1);
    assert_eq!((workspace.reads(), workspace.searches()), (4, 3));

    // Asking again, or setting the same text again, costs nothing.
    workspace.set("c.toml", WET);
    workspace.refresh().unwrap();
    assert_eq!(workspace.check(&Levels::default()).summary.proven, 1);
    assert_eq!((workspace.reads(), workspace.searches()), (4, 3));
}

#[test]
fn a_source_that_changes_is_searched_again() {
    let folder = folder(&[
        ("map.toml", &format!("{SOURCE}{WET}")),
        ("s.txt", "All is wet."),
    ]);
    let mut workspace = Workspace::open(folder.path()).unwrap();
    assert_eq!(workspace.check(&Levels::default()).summary.proven, 1);
    write(folder.path(), "s.txt", "All is dry.");
    workspace.refresh().unwrap();
    assert_eq!(workspace.check(&Levels::default()).summary.proven, 0);
    fs::remove_file(folder.path().join("s.txt")).unwrap();
    assert_eq!(workspace.check(&Levels::default()).summary.deny, 1);
}

#[test]
fn files_on_disk_that_change_come_or_go_are_noticed() {
    let folder = folder(&[("map.toml", WET), ("rain.toml", RAIN)]);
    let old = SystemTime::now() - Duration::from_secs(60);
    for name in ["map.toml", "rain.toml"] {
        let file = fs::File::options()
            .write(true)
            .open(folder.path().join(name));
        file.unwrap().set_modified(old).unwrap();
    }
    let mut workspace = Workspace::open(folder.path()).unwrap();
    assert_eq!(workspace.map().claim_count(), 2);
    write(
        folder.path(),
        "snow.toml",
        "[claim.snow]\ntext = \"It snows.\"",
    );
    workspace.refresh().unwrap();
    assert_eq!((workspace.map().claim_count(), workspace.reads()), (3, 3));
    fs::remove_file(folder.path().join("rain.toml")).unwrap();
    workspace.refresh().unwrap();
    assert_eq!((workspace.map().claim_count(), workspace.reads()), (2, 3));
}

#[cfg(unix)]
#[test]
fn files_whose_names_are_no_text_are_told_apart() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = folder(&[("map.toml", WET)]);
    for (name, id) in [(b"\xE9.toml", "one"), (b"\xE8.toml", "two")] {
        let text = format!("[claim.{id}]\ntext = \"This is {id}.\"");
        fs::write(folder.path().join(OsStr::from_bytes(name)), text).unwrap();
    }
    let mut workspace = Workspace::open(folder.path()).unwrap();
    workspace.refresh().unwrap();
    assert_eq!((workspace.map().claim_count(), workspace.reads()), (3, 3));
}

#[cfg(unix)]
#[test]
fn a_source_that_comes_to_lead_out_of_the_folder_proves_nothing_more() {
    use std::os::unix::fs::symlink;
    let map = format!("{SOURCE}{WET}");
    let folder = folder(&[
        ("map/map.toml", &map),
        ("map/in.txt", "All is wet."),
        ("out.txt", "All is wet."),
    ]);
    let link = folder.path().join("map/s.txt");
    symlink("in.txt", &link).unwrap();
    let old = SystemTime::now() - Duration::from_secs(60);
    for name in ["map/in.txt", "out.txt"] {
        let file = fs::File::options()
            .write(true)
            .open(folder.path().join(name));
        file.unwrap().set_modified(old).unwrap();
    }
    let workspace = Workspace::open(&folder.path().join("map")).unwrap();
    assert_eq!(workspace.check(&Levels::default()).summary.proven, 1);
    fs::remove_file(&link).unwrap();
    symlink("../out.txt", &link).unwrap();
    let report = workspace.check(&Levels::default());
    assert_eq!((report.summary.proven, report.summary.deny), (0, 1));
}

#[test]
fn names_are_the_same_however_they_are_spelt() {
    let mut workspace = Workspace::of_texts([("./a//b.toml", WET)]).unwrap();
    workspace.set("a/./b.toml", RAIN);
    assert_eq!(workspace.map().claim_count(), 1);
    workspace.remove("./a/b.toml");
    assert_eq!(workspace.map().claim_count(), 0);
    workspace.release("a/b.toml").unwrap();
    assert!(workspace.map().find("wet").is_some());
}

#[test]
fn a_map_that_is_gone_is_said_and_the_last_one_stays() {
    let folder = folder(&[("map/map.toml", WET)]);
    let mut workspace = Workspace::open(&folder.path().join("map")).unwrap();
    fs::remove_file(folder.path().join("map/map.toml")).unwrap();
    let error = workspace.refresh().unwrap_err().to_string();
    assert!(error.contains("has no map"), "{error}");
    assert_eq!(workspace.map().claim_count(), 1);
    write(&folder.path().join("map"), "map.toml", RAIN);
    workspace.refresh().unwrap();
    assert!(workspace.map().find("rain").is_some());
}

#[test]
fn a_map_that_was_given_stays_as_it_is() {
    struct Server {
        workspace: Workspace,
    }
    let mut server = Server {
        workspace: Workspace::of_texts([("map.toml", WET)]).unwrap(),
    };
    let before: Arc<Map> = Arc::clone(server.workspace.map());
    server.workspace.set("map.toml", RAIN);
    let server = &server;
    std::thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(move || assert!(server.workspace.map().find("rain").is_some()));
        }
    });
    assert!(before.find("wet").is_some());
}

/// What happens to a workspace.
#[derive(Debug, Clone)]
enum Event {
    Set(&'static str, String),
    Remove(&'static str),
    Release(&'static str),
    Refresh,
}

fn event() -> impl Strategy<Value = Event> {
    let name = prop::sample::select(vec!["a.toml", "a/b.toml", "c.toml", "new.toml"]);
    let text = prop::sample::select(vec![
        SOURCE.to_owned(),
        RAIN.to_owned(),
        WET.to_owned(),
        format!("{SOURCE}{WET}"),
        // Faults with fixes, and a table that is offered as a claim only if no other claim has its id.
        "[claim.dry]\ntxt = \"It is dry.\"\n[wet]\ntext = \"Wet.\"\n".to_owned(),
        "[claim.\n# argmap: allow(no-such-rule)\n[claim.x]\nsupports = \"wet\"".to_owned(),
        String::new(),
    ]);
    prop_oneof![
        4 => (name.clone(), text).prop_map(|(name, text)| Event::Set(name, text)),
        2 => name.clone().prop_map(Event::Remove),
        1 => name.prop_map(Event::Release),
        1 => Just(Event::Refresh),
    ]
}

proptest! {
    #[test]
    fn whatever_happened_it_says_what_is_said_of_the_same_texts_anew(
        events in prop::collection::vec(event(), 1..12),
    ) {
        let world = [("a.toml", SOURCE), ("c.toml", WET), ("s.txt", "It rains. All is wet.")];
        let mut workspace = Workspace::of_texts(world).unwrap();
        let mut set: BTreeMap<&str, Option<String>> = BTreeMap::new();
        for event in events {
            match event {
                Event::Set(name, text) => {
                    workspace.set(name, text.as_str());
                    set.insert(name, Some(text));
                }
                Event::Remove(name) => {
                    workspace.remove(name);
                    set.insert(name, None);
                }
                Event::Release(name) => {
                    workspace.release(name).unwrap();
                    set.remove(name);
                }
                Event::Refresh => workspace.refresh().unwrap(),
            }
            let mut texts = BTreeMap::from(world.map(|(name, text)| (name, text.to_owned())));
            for (name, text) in &set {
                match text {
                    Some(text) => texts.insert(name, text.clone()),
                    None => texts.remove(name),
                };
            }
            let files = Files::of(Arc::new(Texts::new(texts))).unwrap();
            let anew = check(&Map::new(&files), &Levels::default());
            prop_assert_eq!(report(&workspace), render::json(&anew, &files).to_string());
        }
    }
}
