//! The subcommands: each one's name, its help in one line, and the module that runs it.

use clap::{ArgMatches, Args, FromArgMatches, Subcommand, error::ErrorKind};

#[cfg(feature = "mcp")]
use super::mcp;
use super::{CliError, Status, Terminal};
use super::{
    audit, check, completions, contrasts, coverage, diff, evaluate, explain, export, extract, fmt,
    guide, hinges, import, init, lsp, man, merge, merge_driver, query, quote, relocate, rename,
    schema, show, solve, stats, view, why,
};

/// The name of a subcommand: its module's name, unless another is given.
macro_rules! called {
    ($module:ident) => {
        stringify!($module)
    };
    ($module:ident $called:literal) => {
        $called
    };
}

/// Defines the subcommands, one per line: help, name and module. clap learns a subcommand's arguments only when it is
/// called or described, which is why this does not use clap's derive.
macro_rules! commands {
    ($(#[doc = $about:literal] $(#[$attribute:meta])* $name:ident = $module:ident $(as $called:literal)?),* $(,)?) => {
        /// A subcommand with its arguments.
        #[derive(Debug)]
        pub(super) enum Command {
            $($(#[$attribute])* $name($module::Args)),*
        }

        impl Command {
            /// Runs it.
            pub(super) fn run(&self, terminal: Terminal) -> Result<Status, CliError> {
                match self {
                    $($(#[$attribute])* Self::$name(args) => $module::run(args, terminal)),*
                }
            }
        }

        impl Subcommand for Command {
            fn augment_subcommands(mut command: clap::Command) -> clap::Command {
                $($(#[$attribute])* {
                    let about = $about.trim_start();
                    let subcommand = clap::Command::new(written(called!($module $($called)?))).about(about);
                    command = command.subcommand(subcommand.defer(|subcommand| {
                        $module::Args::augment_args(subcommand).about($about.trim_start())
                    }));
                })*
                command
            }

            fn augment_subcommands_for_update(command: clap::Command) -> clap::Command {
                Self::augment_subcommands(command)
            }

            fn has_subcommand(name: &str) -> bool {
                let names: &[&str] = &[$($(#[$attribute])* called!($module $($called)?)),*];
                names.iter().any(|known| written(known) == name)
            }
        }

        impl FromArgMatches for Command {
            fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
                let (name, matches) = matches.subcommand().unzip();
                let name = name.unwrap_or_default().replace('-', "_");
                match (name.as_str(), matches) {
                    $($(#[$attribute])* (called!($module $($called)?), Some(matches)) => {
                        $module::Args::from_arg_matches(matches).map(Self::$name)
                    })*
                    _ => Err(clap::Error::new(ErrorKind::MissingSubcommand)),
                }
            }

            fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
                *self = Self::from_arg_matches(matches)?;
                Ok(())
            }
        }
    };
}

/// A module's name, as it is written on the command line.
fn written(module: &str) -> String {
    module.replace('_', "-")
}

commands! {
    /// Check a map: every mistake, where it is, and how to fix it
    Check = check,
    /// Show a map as a tree, from the thesis down to its grounds
    Show = show,
    /// View a map in a browser, updated whenever a file changes
    View = view,
    /// Evaluate a map: which claims are accepted, once every objection has been heard
    Evaluate = evaluate,
    /// Explain why a claim is accepted, rejected or undecided
    Why = why,
    /// Find the claims that the thesis, or another claim, hangs on
    Hinges = hinges,
    /// Show how much of each source is quoted, and what is left out
    Coverage = coverage,
    /// Audit the answers of language models: are the words that they quote in the sources?
    Audit = audit,
    /// Start a map from a text: its sentences, ready to become claims
    Init = init,
    /// Find words in the sources, and pin the map to them
    Quote = quote,
    /// Show what the text contrasts with what, as a table
    Contrasts = contrasts,
    /// Count what is in a map
    Stats = stats,
    /// Find claims by an expression, such as `leaves() & grounds(thesis())`
    Query = query,
    /// Compare two versions of a map: what was changed, what no longer stands, and why
    Diff = diff,
    /// Merge two versions of a map file by ids and keys, for git
    MergeDriver = merge_driver,
    /// Change the id of a claim, a step, a source, a speaker or a question, everywhere
    Rename = rename,
    /// Put a claim, a source, a speaker or a question into another file of the map
    Move = relocate as "move",
    /// Put claims, and what belongs only to them, into a file of their own
    Extract = extract,
    /// Make two claims that say the same into one
    Merge = merge,
    /// Format map files, and keep their comments
    Fmt = fmt,
    /// Turn files in another format into a map
    Import = import,
    /// Write a map in another format
    Export = export,
    /// Solve a problem of an abstract argumentation framework
    Solve = solve,
    /// Explain a rule: what it finds, why it matters, and examples
    Explain = explain,
    /// Serve an editor: findings as you type, completion, and more
    Lsp = lsp,
    /// Print the JSON Schema of map files, for editors
    Schema = schema,
    /// Print how to get from a text to a clean map, for language models and people
    Guide = guide,
    /// Serve agents: checks, queries, quotations and audits as tools of the Model Context Protocol
    #[cfg(feature = "mcp")]
    Mcp = mcp,
    /// Print completions for a shell
    Completions = completions,
    /// Write the manual pages
    Man = man,
}
