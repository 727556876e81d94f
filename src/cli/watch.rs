//! Does something again whenever a file changes.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use argmap::printable::Shown;
use argmap::shown;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::{CliError, Status, Terminal, output};

/// Editors write a file in several steps, so the map is read only after this long without a change.
const QUIET: Duration = Duration::from_millis(60);

/// The map is read this long after the first change, however busy the folder is.
const PATIENCE: Duration = Duration::from_secs(1);

/// Clears the screen and the scrollback, and moves to the first line.
const CLEAR: &str = "\u{1b}[2J\u{1b}[3J\u{1b}[H";

/// Separates two texts if there is no screen to clear.
const SEPARATOR: &str = "────────────────────\n";

/// How often to look for a map that has gone, as nothing reports that it is back.
const RETURN: Duration = Duration::from_millis(300);

/// Prints what `text` returns, and again whenever a change below `path` makes it return something else. If the first
/// call fails, the whole watch fails. Later failures are reported, and the watch goes on until no one reads its output
/// any more.
pub(crate) fn watch(
    path: &Path,
    separated: bool,
    terminal: Terminal,
    mut text: impl FnMut() -> Result<Shown, CliError>,
) -> Result<Status, CliError> {
    let (sender, changes) = channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        // An error may hide a change.
        if event.as_ref().map_or(true, is_change) {
            let _ = sender.send(());
        }
    })
    .map_err(|error| cannot_watch(path, &error))?;
    follow(&mut watcher, path)?;
    let mut last = None;
    loop {
        let next = text();
        let shown = match &next {
            Ok(text) => text.clone(),
            Err(_) if last.is_none() => return next.map(|_| Status::Fine),
            Err(failure) => shown!("{}", format!("{failure:?}")),
        };
        if last.as_ref() != Some(&shown) {
            print(next, separated, last.is_some(), terminal)?;
            last = Some(shown);
        }
        wait(&changes, path);
        // A folder that has been replaced is not the one that was watched.
        let _ = follow(&mut watcher, path);
    }
}

fn print(
    text: Result<Shown, CliError>,
    separated: bool,
    again: bool,
    terminal: Terminal,
) -> Result<(), CliError> {
    if separated && std::io::stdout().is_terminal() {
        output::print(&CLEAR.into())?;
    } else if separated && again {
        output::print(&SEPARATOR.into())?;
    }
    match text {
        Ok(text) => output::print(&text),
        Err(failure) => {
            output::tell(&failure, terminal);
            Ok(())
        }
    }
}

/// A file is watched through its folder, because editors replace files.
fn follow(watcher: &mut RecommendedWatcher, path: &Path) -> Result<(), CliError> {
    let (folder, mode) = if path.is_dir() {
        (path, RecursiveMode::Recursive)
    } else {
        let parent = path
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty());
        (
            parent.unwrap_or(Path::new(".")),
            RecursiveMode::NonRecursive,
        )
    };
    watcher
        .watch(folder, mode)
        .map_err(|error| cannot_watch(path, &error))
}

fn cannot_watch(path: &Path, error: &notify::Error) -> CliError {
    CliError::new(shown!("cannot watch `{}`: {}", path, error.to_string()))
}

/// Reading must not count as a change, because the map itself is read.
fn is_change(event: &Event) -> bool {
    !matches!(event.kind, EventKind::Access(_))
}

/// Waits for a change, and then until no more changes come or it has taken too long.
fn wait(changes: &Receiver<()>, path: &Path) {
    while !path.exists() {
        std::thread::sleep(RETURN);
        if path.exists() {
            return;
        }
    }
    if changes.recv().is_err() {
        return;
    }
    let first = Instant::now();
    while first.elapsed() < PATIENCE {
        match changes.recv_timeout(QUIET) {
            Ok(()) => {}
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
        }
    }
}
