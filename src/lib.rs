//! Arguments as code: an argument that is written down as TOML, assembled into a graph, checked like a program.
//!
//! This is the library behind the program `argmap`. The program adds arguments, colours and exit codes; everything that it knows
//! comes from here. The format of the files is described in `docs/format.md`, the evaluation in `docs/evaluation.md`.
//!
//! # A tour
//!
//! Text goes up through floors, and each knows only those below it.
//!
//! 1. [`world`] is where files and sources come from: a [disk](world::Disk), or [texts in memory](world::Texts).
//! 2. [`syntax`] reads a file into a [`Document`](syntax::Document): what it says, each value with its place. Reading never
//!    fails: what cannot be read is a finding, and the rest is there.
//! 3. [`map`] assembles documents into a [`Map`](map::Map): claims, steps and links by number, and a petgraph graph of them.
//!    [`mentions`] is everything that a file names, where it is.
//! 4. [`quotes`] looks for words in a source text; [`proof`] does so for everything that a map quotes.
//! 5. [`reason`] says what stands and what falls, and [why](reason::explain); [`query`] finds sets of claims.
//! 6. [`check`](mod@check) runs the rules over all of these and gives [diagnostics](diagnostic), which [`render`] writes for other
//!    programs and [`edit`] can fix.
//! 7. [`export`] writes pictures and data; [`tree`] is the order in which a person reads a map, [`wrap`] breaks
//!    text into lines.
//! 8. [`schema`] says the same of the format to other editors, as JSON Schema.
//! 9. [`audit`] holds the answers of language models against their sources.
//! 10. [`answer`] has what the program's commands answer, as data: structs that `serde` makes JSON of.
//! 11. [`editor`] answers what an editor asks about a place: what may be written there, and what is there.
//!
//! A [`Workspace`](workspace::Workspace) ties them together for whoever keeps a map while it changes: an editor, a watch, a
//! page.
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
//! More are in the folder `examples`: checking a folder, labelling a map from a string, looking for quotations in a
//! text, and a rule of one's own.
//!
//! # Features
//!
//! - `cli` (on unless turned off): what only the program needs. A library user turns it off with `default-features = false`.
//! - `pdf`: sources that are PDF.

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
