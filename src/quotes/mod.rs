//! Finds where a quotation is in a source text, and how exactly.
//!
//! The promise: a quotation that is not in its source is never called found. Three tiers ([`Tier`]) say what may
//! differ; the tightest one that matches is reported. Digits, signs, units, currency and words are the same on every
//! tier.
//!
//! Sources are plain text, Markdown, HTML and PDF ([`SourceKind`]); offsets are exact in the file on disk, even if the
//! match was not literal ([`Passage`]). This module knows nothing about maps.
//!
//! ```
//! use argmap::quotes::{SourceKind, Outcome, Quotation, SourceText, Tier};
//!
//! let file = "The “base layer”\r\nis rebuilt over and over.";
//! let source = SourceText::load(file.into(), SourceKind::Plain)?;
//! let Outcome::Found { place, .. } = source.find(&Quotation::new("\"base layer\" is rebuilt"))
//! else { panic!("it is there") };
//! assert_eq!(place.tier, Tier::Typography);
//! assert_eq!(file.get(place.whole.bytes), Some("“base layer”\r\nis rebuilt"));
//! assert!(matches!(source.find(&Quotation::new("base layer is built")), Outcome::NotFound { .. }));
//! # Ok::<(), argmap::quotes::LoadError>(())
//! ```

mod align;
mod approximate;
mod boundary;
mod chain;
mod coverage;
mod difference;
mod doubt;
mod find;
mod fold;
mod grams;
mod hits;
mod html;
mod layout;
mod literal;
mod markdown;
mod measure;
mod nearest;
mod outline;
mod page;
#[cfg(feature = "pdf")]
mod pdf;
mod reversed;
mod script;
mod selector;
mod sentences;
mod source;
mod unfinished;
mod unseen;
mod whereabouts;
mod words;

pub use coverage::{
    Coverage, CoveredSentence, Covering, LeftOut, Share, coverage, covered_sentences,
};
pub use difference::{SignChange, look_alike};
pub use doubt::Doubt;
pub use find::{Every, MAX_COUNTED, MAX_GAP, MAX_PLACES, Outcome, Quotation, QuotePlace, Tier};
pub use layout::BlockEnd;
pub use nearest::{MAX_DIFFERENCE, Nearest, WordChange};
pub use outline::Outline;
pub use page::Unseen;
pub(crate) use page::look_of;
pub(crate) use script::{Script, carries_note, raised, within_line};

pub use selector::PlaceSelector;
pub use source::{LoadError, MAX_SOURCE, Offsets, Passage, SourceKind, SourceText};
pub use whereabouts::Whereabouts;
pub use words::word_count;
