//! Answers what an editor asks about a place in a map, as data: what is here, what may be written here, where else it
//! is named.
//!
//! Places are bytes of a file's text; [`Grid`] turns them into an editor's lines and columns. Nothing here depends on a
//! protocol. Every place is accepted: one past the end counts as the end.

mod actions;
mod completion;
mod grid;
mod hints;
mod hover;
mod outline;
mod relations;
mod sibling;
mod thing;

pub use actions::{Draft, draft, refactorings};
pub use completion::{Completion, CompletionKind, Completions, completions};
pub use grid::{Grid, Units};
pub use hints::{Hint, hints, lenses};
pub use hover::{Hover, hover};
pub use outline::{SourceLink, Symbol, SymbolKind, find_symbols, folds, links, symbols};
pub use relations::{Neighbour, grounds, uses};
pub use thing::{NamedThing, definitions, references, thing_at};
