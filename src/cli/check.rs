//! `argmap check`: checks a map against the rules, and applies fixes.

use std::path::Path;

use argmap::check::{Levels, Report};
use argmap::diagnostic::{Level, RuleName};
use argmap::edit;
use argmap::map::Map;
use argmap::printable::Shown;
use argmap::render::{self, WorkTree};
use argmap::syntax::Files;

use super::human::{self, ReportLook};
use super::levels::LevelOptions;
use super::load::{self, MapArgument};
use super::select::SelectArgument;
use super::{CliError, Status, Terminal, git, mending, output, watch};

/// What `argmap check` takes.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXIT_CODES)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command"
)]
pub(crate) struct Args {
    #[command(flatten)]
    map: MapArgument,

    /// The output format
    #[arg(short, long, value_enum, default_value_t, value_name = "FORMAT")]
    format: CheckFormat,

    #[command(flatten)]
    levels: LevelOptions,

    #[command(flatten)]
    select: SelectArgument,

    /// Print only the last line, with the counts
    #[arg(short, long, conflicts_with = "format")]
    quiet: bool,

    /// Check again whenever a file of the map changes, until stopped with Ctrl-C
    #[arg(short, long)]
    watch: bool,

    /// Make the changes that are certain, then check again
    ///
    /// For example, correct one wrong letter in a key, or add the brackets of a list. A change that is shown after
    /// `perhaps` is a guess, and is left to you. No change adds a fault to the map. Comments and layout stay as they are;
    /// a file is written whole or not at all.
    #[arg(long, conflicts_with = "watch")]
    fix: bool,

    /// With --fix, also make a guess where a finding has just one, and list them
    ///
    /// For example, replace an unknown id by the nearest one. Look at each: a guess may be wrong.
    #[arg(long, requires = "fix")]
    guess: bool,

    /// Draw with ASCII characters only
    #[arg(long)]
    ascii: bool,
}

const EXIT_CODES: &str = "\
Exit codes: 0 no findings of level deny; 1 such findings; 2 a file of the map could not be read, or bad usage.

The rules and what they find: `argmap explain`. A comment `# argmap: allow(RULE)` on a line, or by itself on the line above, \
silences a rule there; `[lints]` in the map sets levels for everyone, and the options here override it.";

/// How findings are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum CheckFormat {
    /// For people: the lines, what is wrong there, and how to fix it
    #[default]
    Human,
    /// One line each: path:line:column: error[rule]: message
    Short,
    /// One JSON object, versioned
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// GitHub workflow commands: annotations on a pull request
    Github,
}

/// Runs `argmap check`.
pub(crate) fn run(args: &Args, terminal: Terminal) -> Result<Status, CliError> {
    let levels = args.levels.levels()?;
    if args.watch {
        let path = args.map.path()?;
        if path == Path::new("-") {
            return Err(CliError::with_help(
                "standard input cannot be watched",
                "name the map's folder or file",
            ));
        }
        let separated = matches!(args.format, CheckFormat::Human | CheckFormat::Short);
        let mut workspace = None;
        return watch::watch(&path, separated, terminal, || {
            let workspace = load::refreshed(&mut workspace, &path)?;
            let checked = args.checked(workspace.map(), workspace.check(&levels), terminal)?;
            Ok(checked.text)
        });
    }
    if args.fix {
        args.fix(&levels, terminal)?;
    }
    let checked = args.check(&levels, terminal)?;
    output::print(&checked.text)?;
    Ok(checked.outcome)
}

/// The result of a check.
struct Checked {
    text: Shown,
    outcome: Status,
}

impl Args {
    /// Applies the fixes that findings offer, and reports on standard error how many there were, along with each guess.
    fn fix(&self, levels: &Levels, terminal: Terminal) -> Result<(), CliError> {
        let files = self.map.files()?;
        if files.world().is_none() {
            return Err(CliError::with_help(
                "a map from standard input cannot be changed",
                "name the map's folder or file",
            ));
        }
        let mended = edit::mend(&files, self.guess, |map| {
            let selection = self.select.set(map)?;
            let mut report = argmap::check::check(map, levels);
            if let Some(claims) = &selection {
                report.restrict(map, claims);
            }
            Ok(report.diagnostics)
        })?;
        output::write_edited(&files, &mended.files)?;
        terminal.paint_err();
        output::print_error(&mending::told(&mended, &files));
        Ok(())
    }

    fn check(&self, levels: &Levels, terminal: Terminal) -> Result<Checked, CliError> {
        let map = Map::new(&self.map.files()?);
        self.checked(&map, argmap::check::check(&map, levels), terminal)
    }

    /// The result for a map's report, for the selected claims only.
    fn checked(
        &self,
        map: &Map,
        mut report: Report,
        terminal: Terminal,
    ) -> Result<Checked, CliError> {
        let unreadable = is_unreadable(&report);
        if let Some(claims) = self.select.set(map)? {
            report.restrict(map, &claims);
        }
        Ok(Checked {
            text: self.render(&report, map.files(), terminal),
            outcome: match report.summary.deny {
                _ if unreadable => Status::Unreadable,
                0 => Status::Fine,
                _ => Status::Findings,
            },
        })
    }

    /// The repository that contains the map.
    fn work_tree(&self) -> WorkTree {
        let path = self.map.path();
        path.map_or_else(|_| WorkTree::default(), |path| git::work_tree(&path))
    }

    fn render(&self, report: &Report, files: &Files, terminal: Terminal) -> Shown {
        let look = ReportLook {
            paint: terminal.paint_out(),
            ascii: self.ascii,
            width: terminal.width(),
        };
        match self.format {
            _ if self.quiet => human::summary(report.summary),
            CheckFormat::Human => human::human(report, files, look),
            CheckFormat::Short => render::short(report, files),
            CheckFormat::Json => render::json(report, files),
            CheckFormat::Sarif => render::sarif(report, files, &self.work_tree()),
            CheckFormat::Github => render::github(report, files, &self.work_tree()),
        }
    }
}

/// Whether a file could not be read at all, and its finding has not been set to a lower level.
fn is_unreadable(report: &Report) -> bool {
    report
        .diagnostics
        .iter()
        .any(|finding| finding.rule == RuleName::UNREADABLE_FILE && finding.level == Level::Deny)
}
