//! Arguments as code: an argument written down as TOML, assembled into a graph, checked like a program.

pub mod check;
pub mod contrasts;
pub mod diagnostic;
pub mod edit;
pub mod export;
pub mod map;
pub mod nearest;
pub mod printable;
pub mod proof;
pub mod query;
pub mod quotes;
pub mod reason;
pub mod render;
pub mod stats;
pub mod syntax;
pub mod tree;
pub mod workspace;
pub mod world;
