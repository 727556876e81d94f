//! Changes a map's files. Where nothing changes, comments and layout stay the same, byte for byte. Each change is made
//! completely or not at all, and no change is made that would add a fault.

mod apply;
mod begin;
mod mend;
mod merge;
mod new_fault;
mod pin;
mod relocate;
mod rename;
mod splice;
mod three_way;
mod tidy;
mod uncover;

pub use apply::{Edited, FixOutcome, apply};
pub use begin::{NewFile, NewFiles, begin};
pub(crate) use begin::{new_claim_id, quote_entry};
pub use mend::{Change, Mended, mend};
pub use merge::{Keep, MergeError, Merging, Note, merge};
pub use new_fault::NewFault;
pub use pin::{Pin, Pins, pins};
pub use relocate::{Moving, Relocation, RelocationError, relocate};
pub use rename::{RenameError, Renaming, name_span, rename};
pub use three_way::{Merged, three_way};
pub use tidy::{Tidied, tidy, tidy_file, tidy_files};
