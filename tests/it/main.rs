//! Tests of the library by what it makes public and, with the feature `cli`, of the program by what it prints.

#![expect(
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test may panic, outside of test functions too, and says how long it took"
)]

// What tests begin from: arguments and what the definitions say of them, maps, random texts,
// blocks of pages, runs of the program.
mod arguments;
mod blocks;
mod competition;
mod definition;
mod maps;
#[cfg(feature = "cli")]
mod program;
mod random;
mod tools;

// Reading.
mod files;
mod large;
mod reading_laws;
mod syntax;
mod workspace;

// Source texts and quotations.
mod pages;
mod pages_laws;
mod quotes;
mod quotes_laws;

// What stands, and why.
mod evaluation;
mod extensions;
mod flat;
mod frameworks;
mod hinges;
mod iccma;
mod semantics;
mod strength;

// Sets and orders of claims.
mod query;
mod thesis;
mod tree_laws;

// Rules and their fixes.
mod article;
mod consequences;
mod fix_laws;
mod graph_rules;
mod own_rule;
mod rule_pages;
mod rules;
mod sources;

// Pictures and data.
mod export;

// The program.
#[cfg(feature = "cli")]
mod bad_input;
#[cfg(feature = "cli")]
mod check;
#[cfg(feature = "cli")]
mod cli;
#[cfg(feature = "cli")]
mod documents;
#[cfg(feature = "cli")]
mod growth;
#[cfg(feature = "cli")]
mod json_page;
#[cfg(feature = "cli")]
mod outputs;
#[cfg(feature = "cli")]
#[cfg(feature = "cli")]
mod schemas;
#[cfg(feature = "cli")]
mod shell;
#[cfg(feature = "cli")]
mod solve;
#[cfg(feature = "cli")]
mod watch;
