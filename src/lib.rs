//! Arguments as code: arguments are written as TOML, assembled into a graph, and checked like a program.
//!
//! This is the library behind the program `argmap`. The program adds arguments, colours and exit codes; everything
//! else is here. `docs/format.md` describes the format of the files, `docs/evaluation.md` the evaluation.
//!
//! # A tour
//!
//! Data flows upwards through these modules, and each knows only those before it.
//!
//! 1. [`world`] is where files and sources come from: a [disk](world::Disk), or [texts in memory](world::Texts).
//! 2. [`syntax`] reads a file into a [`Document`](syntax::Document): what it says, each value with its place. Reading never
//!    fails: whatever cannot be read becomes a finding, and the rest is read.
//! 3. [`map`] assembles documents into a [`Map`](map::Map): numbered claims, steps and links, and a petgraph graph of them.
//!    [`mentions`] lists everything that a file names, and where.
//! 4. [`quotes`] looks for words in a source text; [`proof`] does so for everything that a map quotes.
//! 5. [`reason`] says what stands and what falls, and [why](reason::explain); [`query`] finds sets of claims.
//! 6. [`check`](mod@check) runs the rules over all of these and gives [diagnostics](diagnostic), which [`render`] writes for other
//!    programs and [`edit`] can fix.
//! 7. [`export`] writes pictures and data; [`tree`] puts a map in reading order; [`wrap`] breaks text into lines.
//! 8. [`schema`] describes the format to other editors, as JSON Schema.
//! 9. [`audit`] checks the answers of language models against their sources.
//! 10. [`answer`] has the answers of the program's commands as data: structs that `serde` turns into JSON.
//! 11. [`editor`] answers what an editor asks about a place: what is there, and what may be written there.
//!
//! A [`Workspace`](workspace::Workspace) ties them together for anyone who keeps a map while it changes: an editor, a
//! watch, a page.
//!
//! # Examples
//!
//! Read a map, check it, and see what stands:
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
//! The folder `examples` has more: checking a folder, labelling a map from a string, looking for quotations in a
//! text, and a rule of your own.
//!
//! # Features
//!
//! - `cli` (on by default): what only the program needs. Users of the library turn it off with `default-features =
//!   false`.
//! - `pdf`: sources in PDF.

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
