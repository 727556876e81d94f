//! Tests of the library through its public interface and, with the feature `cli`, of the program through what it prints.

#![expect(
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test may panic, outside of test functions too, and says how long it took"
)]

// Shared by the tests: arguments and what the definitions say about them, maps, random texts, blocks of pages, other
// programs, and runs of this one.
mod arguments;
mod aspic;
#[cfg(feature = "cli")]
mod audit;
#[cfg(all(feature = "cli", feature = "docx"))]
mod audit_docx;
#[cfg(all(feature = "cli", feature = "pdf"))]
mod audit_pdf;
mod blocks;
mod competition;
mod definition;
mod maps;
#[cfg(feature = "cli")]
mod program;
mod random;
mod tools;

// The structure of the code.
mod floors;

// Reading.
mod exchange;
mod files;
mod ids;
mod large;
mod layout_laws;
mod reading_laws;
mod schema;
mod svg;
mod syntax;
mod syntax_faults;
mod syntax_laws;
mod workspace;

// Source texts and quotations.
mod article;
mod nearest;
mod pages;
mod pages_laws;
mod questions;
mod quotes;
mod quotes_laws;
mod source_texts;
mod sources;

// What stands and why.
mod diff;
mod evaluation;
mod extensions;
mod flattening;
mod hinges;
mod strength;
mod strength_laws;

// Abstract frameworks.
#[cfg(feature = "cli")]
mod foreign;
mod format;
mod framework_export;
mod framework_formats;
mod frameworks;
mod iccma;

// Sets of claims and their order.
mod query;
mod query_faults;
mod query_laws;
mod thesis;
mod tree_laws;

// Rules and their fixes.
mod fix_laws;
mod graph_rules;
mod graph_rules_large;
mod merge;
mod one_slip_one_finding;
mod own_rule;
mod relocate;
mod rename;
mod rule_pages;
mod rules;
mod thesis_rules;
mod three_way;
mod three_way_laws;
mod tidy;

// Pictures and data.
mod browser;
mod engine;
mod html_page;
mod json_export;
mod peers;
mod pictures;

// The program.
#[cfg(feature = "cli")]
mod bad_input;
#[cfg(feature = "cli")]
mod ci;
#[cfg(feature = "cli")]
mod completions_and_manuals;
#[cfg(feature = "cli")]
mod console_pages;
#[cfg(feature = "cli")]
mod documents;
#[cfg(feature = "cli")]
mod editors;
#[cfg(feature = "cli")]
mod growth;
#[cfg(feature = "cli")]
mod json_page;
#[cfg(feature = "mcp")]
mod mcp;
#[cfg(feature = "cli")]
mod merge_driver;
#[cfg(feature = "cli")]
mod outputs;
#[cfg(feature = "cli")]
mod schemas;
#[cfg(feature = "cli")]
mod solve;
#[cfg(feature = "cli")]
mod view;
#[cfg(feature = "cli")]
mod watch;
