//! Arguments as code: you write arguments as TOML; argmap assembles them into a graph and checks them like a program.
//!
//! This is the library behind the `argmap` program. The program adds command-line arguments, colours and exit codes;
//! everything else is here. `docs/format.md` describes the file format, and `docs/evaluation.md` how a map is
//! evaluated.
//!
//! # A tour
//!
//! Data flows through these modules in order; each knows only those before it.
//!
//! 1. [`world`] provides files and sources: from a [disk](world::Disk), or from [texts in memory](world::Texts).
//! 2. [`syntax`] reads a file into a [`Document`](syntax::Document): what it says, with the place of each value.
//!    Reading never fails: whatever cannot be read becomes a finding, and the rest is read.
//! 3. [`map`] assembles documents into a [`Map`](map::Map): numbered claims, steps and links, and a petgraph graph of
//!    them. [`mentions`] lists everything that a file names, and where.
//! 4. [`quotes`] finds quoted words in a source text; [`proof`] does so for every quotation in a map.
//! 5. [`reason`] works out which claims are accepted and which are rejected, and [why](reason::explain); [`query`]
//!    finds sets of claims.
//! 6. [`check`](mod@check) runs the rules over all of these and returns [diagnostics](diagnostic). [`render`] writes
//!    them for other programs, and [`edit`] applies their fixes.
//! 7. [`export`] writes pictures and data; [`tree`] puts a map in reading order; [`wrap`] breaks text into lines.
//! 8. [`schema`] describes the format to other editors, as JSON Schema.
//! 9. [`audit`] checks the answers of language models against their sources.
//! 10. [`answer`] has the results of the program's commands as data: structs that `serde` turns into JSON.
//! 11. [`editor`] answers an editor's questions about a place in a file: what is there, and what may be written there.
//!
//! A [`Workspace`](workspace::Workspace) ties them together for programs that keep a map open while it changes, such as
//! an editor, a file watcher or a web page.
//!
//! # Examples
//!
//! Reads a map, checks it, and labels its claims:
//!
//! ```
//! use argmap::check::{Levels, check};
//! use argmap::map::Map;
//! use argmap::reason::{Label, Suppositions, grounded};
//! use argmap::syntax::Files;
//!
//! let files = Files::from_text("picnic.toml", r#"
//!     [map]
//!     thesis = ["picnic"]
//!
//!     [claim.picnic]
//!     text = "There will be a picnic."
//!
//!     [claim.rain]
//!     text    = "It rains."
//!     assumed = true
//!     attacks = ["picnic"]
//! "#);
//! let map = Map::new(&files);
//!
//! let report = check(&map, &Levels::default());
//! assert_eq!(report.summary.deny, 0);
//!
//! let labels = grounded(&map, &Suppositions::default());
//! let picnic = map.find("picnic").expect("it is in the map");
//! assert_eq!(labels.claim(picnic), Label::Rejected);
//! ```
//!
//! The folder `examples` has more: checking a folder, labelling a map from a string, finding quotations in a text, and
//! writing a rule of your own.
//!
//! # Features
//!
//! - `cli` (on by default): what only the program needs. If you use only the library, turn it off with
//!   `default-features = false`, and add `docx` if you need it.
//! - `docx` (on by default): answers that are Word documents.
//! - `mcp`: the program's server for agents (Model Context Protocol).
//! - `pdf`: sources that are PDF files.
//! - `png`: pictures as PNG.
//! - `parquet`: tables as Parquet.

pub mod answer;
pub mod audit;
pub mod check;
mod components;
pub mod diagnostic;
pub mod edit;
pub mod editor;
pub mod export;
pub mod import;
pub mod layout;
pub mod losses;
pub mod map;
pub mod mentions;
mod narrow;
pub mod nearest;
pub mod place;
pub mod printable;
pub mod proof;
pub mod query;
pub mod quotes;
pub mod reason;
pub mod render;
mod rows;
mod sat;
pub mod schema;
mod signs;
mod span;
pub mod syntax;
pub mod tree;
pub mod workspace;
pub mod world;
pub mod wrap;
