//! `argmap view`: serves the page of a map on this machine only, and updates it whenever a file changes.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use argmap::check::Levels;
use argmap::export::{Page, Part};
use argmap::printable::Shown;
use argmap::shown;

use super::human::{self, ReportLook};
use super::load::{self, MapArgument};
use super::serve::PageServer;
use super::show::language;
use super::{CliError, Status, Terminal, output, watch};

/// What `argmap view` takes.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
The page is served on the loopback address: only this machine can reach it. It updates itself when a file of the map changes, \
and keeps what is folded, how far you have scrolled and what you suppose. Stop it with Ctrl-C.

Examples:
  argmap view                    the map in `arguments/`
  argmap view --no-open --port 8000
                                 the address stays the same, and no browser is opened")]
pub(crate) struct Args {
    #[command(flatten)]
    map: MapArgument,

    /// Print the address, and do not open a browser
    #[arg(long)]
    no_open: bool,

    /// The port to listen on; without it, a free one
    #[arg(
        long,
        value_name = "PORT",
        default_value_t = 0,
        hide_default_value = true
    )]
    port: u16,

    /// The language to show first, such as `pt`
    #[arg(long, value_name = "TAG", value_parser = language)]
    lang: Option<String>,
}

/// The width of findings on the page, in columns.
const WIDTH: usize = 100;

/// Runs `argmap view`.
pub(crate) fn run(args: &Args, terminal: Terminal) -> Result<Status, CliError> {
    let path = args.map.path()?;
    if path == Path::new("-") {
        return Err(CliError::with_help(
            "standard input cannot be viewed",
            "name the map's folder or file, or write a page: `argmap export html - -o map.html`",
        ));
    }
    let server = Arc::new(PageServer::bind(args.port)?);
    let mut workspace = None;
    let mut is_open = false;
    watch::watch(&path, false, terminal, || {
        let workspace = load::refreshed(&mut workspace, &path)?;
        let report = workspace.check(&Levels::default());
        colored::control::set_override(false);
        let look = ReportLook {
            paint: false,
            ascii: false,
            width: WIDTH,
        };
        let findings = (!report.diagnostics.is_empty())
            .then(|| human::human(&report, workspace.map().files(), look));
        let page = Page {
            language: args.lang.as_deref(),
            findings: findings.as_ref(),
            live: Some(server.next()),
            ..Page::default()
        };
        server.show(page.draw(Part::whole(workspace.map()), &workspace.proof()));
        if !is_open {
            is_open = true;
            server.start();
            output::print(&shown!("{} (stop with Ctrl-C)\n", server.address()))?;
            if !args.no_open {
                open(&server.address());
            }
        }
        Ok::<Shown, CliError>(human::summary(report.summary))
    })
}

/// Opens an address in the user's browser, if possible.
fn open(address: &str) {
    let (program, arguments): (_, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("explorer", &[])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(arguments).arg(address);
    let silent = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    if let Ok(mut child) = silent.spawn() {
        std::thread::spawn(move || child.wait());
    }
}
