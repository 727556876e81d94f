//! A map's files and changes to them in, the changed texts out: comments and layout kept to the byte where nothing is
//! to change, each change made whole or not at all, and none that would add a fault.

mod apply;
mod begin;
mod mend;
mod pin;
mod select;
mod splice;
mod uncover;

pub use apply::{Edited, Outcome, apply};
pub use begin::{NewFile, NewFiles, begin};
pub use mend::{Change, Mended, mend};
pub use pin::{Pin, Pins, pins};
pub use select::{name_source, select};
