//! The command line: one file a subcommand, and what they share.
//!
//! The only place that knows clap, colours, terminals and exit codes (`docs/exit-codes.md`).

mod audit;
mod bar;
mod caveats;
mod check;
mod completed;
mod completions;
mod contrasts;
mod coverage;
mod evaluate;
mod excerpt;
mod explain;
mod export;
mod expression;
mod file;
mod guide;
mod hinges;
mod human;
mod import;
mod init;
mod input;
mod label;
mod levels;
mod load;
mod look;
mod lsp;
mod man;
#[cfg(feature = "mcp")]
mod mcp;
mod mending;
mod naming;
mod output;
mod page;
mod paragraph;
mod patch;
mod query;
mod quote;
mod rename;
mod schema;
mod select;
mod serve;
mod show;
mod solve;
mod stats;
mod suppose;
mod terminal;
mod timeout;
mod tree;
mod unified;
mod usage;
mod view;
mod watch;
mod why;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub(crate) use output::{Failure, Outcome};
pub(crate) use terminal::{ColorChoice, Terminal};

/// Arguments as code: write an argument down as TOML, then check, show, query and export it.
#[derive(Debug, Parser)]
#[command(
    name = "argmap",
    version,
    propagate_version = true,
    max_term_width = 100,
    after_help = "Without a MAP, the folder `arguments/` is read: here, or in the nearest parent folder that has one.\n\n\
        Exit codes: 0 all is well; 1 the map has errors, or the answer is no; 2 could not run, or not on all of it."
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,

    /// When to use colour
    ///
    /// `auto` paints what goes to a terminal, unless `NO_COLOR` is set or `CLICOLOR` is 0; `CLICOLOR_FORCE`
    /// paints whatever it goes to.
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    color: ColorChoice,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check a map: every mistake, where it stands, and the way out
    Check(check::Args),
    /// Show a map as a tree, from the thesis down to its grounds
    Show(show::Args),
    /// View a map in a browser, renewed whenever a file changes
    View(view::Args),
    /// Evaluate a map: which claims are accepted, once every objection has had its say
    Evaluate(evaluate::Args),
    /// Explain why a claim is accepted, rejected or undecided
    Why(why::Args),
    /// Find what the thesis, or another claim, hangs on
    Hinges(hinges::Args),
    /// Show how much of each source is quoted, and what is left out
    Coverage(coverage::Args),
    /// Audit the answers of language models: do the words that they quote stand in the sources?
    Audit(audit::Args),
    /// Begin a map from a text: its sentences, as claims-to-be
    Init(init::Args),
    /// Find words in the sources, and pin the map to them
    Quote(quote::Args),
    /// Show what the text sets against what, as a table
    Contrasts(contrasts::Args),
    /// Count what a map holds
    Stats(stats::Args),
    /// Find claims by an expression, such as `leaves() & grounds(thesis())`
    Query(query::Args),
    /// Give a claim, a step, a source, a speaker or a question another id, everywhere
    Rename(rename::Args),
    /// Make a map of files in another format
    Import(import::Args),
    /// Write a map in another format
    Export(export::Args),
    /// Solve a problem of an abstract argumentation framework
    Solve(solve::Args),
    /// Explain a rule: what it finds, why it matters, and examples
    Explain(explain::Args),
    /// Serve an editor: findings as one types, completion, and more
    Lsp(lsp::Args),
    /// Print the JSON Schema of map files, for editors
    Schema(schema::Args),
    /// Print how to get from a text to a clean map, for language models and people
    Guide(guide::Args),
    /// Serve agents: checks, queries, quotations and audits as tools of the Model Context Protocol
    #[cfg(feature = "mcp")]
    Mcp(mcp::Args),
    /// Print completions for a shell
    Completions(completions::Args),
    /// Write the manual pages
    Man(man::Args),
}

/// Reads the command line and runs what it asks for.
pub(crate) fn run() -> ExitCode {
    let arguments = solve::spelt_out(std::env::args_os());
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => return usage::exit(&error, &arguments),
    };
    let terminal = Terminal::new(cli.color);
    let result = match &cli.command {
        Command::Check(args) => check::run(args, terminal),
        Command::Show(args) => show::run(args, terminal),
        Command::View(args) => view::run(args, terminal),
        Command::Evaluate(args) => evaluate::run(args, terminal),
        Command::Why(args) => why::run(args, terminal),
        Command::Hinges(args) => hinges::run(args, terminal),
        Command::Coverage(args) => coverage::run(args, terminal),
        Command::Audit(args) => audit::run(args, terminal),
        Command::Init(args) => init::run(args, terminal),
        Command::Quote(args) => quote::run(args, terminal),
        Command::Contrasts(args) => contrasts::run(args, terminal),
        Command::Stats(args) => stats::run(args, terminal),
        Command::Query(args) => query::run(args, terminal),
        Command::Rename(args) => rename::run(args, terminal),
        Command::Import(args) => import::run(args, terminal),
        Command::Export(args) => export::run(args, terminal),
        Command::Solve(args) => solve::run(args, terminal),
        Command::Explain(args) => explain::run(args, terminal),
        Command::Lsp(args) => lsp::run(args),
        Command::Schema(args) => schema::run(args),
        Command::Guide(args) => guide::run(args),
        #[cfg(feature = "mcp")]
        Command::Mcp(args) => mcp::run(args, terminal),
        Command::Completions(args) => completions::run(args, terminal),
        Command::Man(args) => man::run(args, terminal),
    };
    output::exit(result, terminal)
}
