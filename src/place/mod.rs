//! Places in files as people and editors count them, and their JSON.

mod json;
mod lines;

pub use json::{Marked, Stretch, Written};
pub use lines::{Places, Region};
