//! Writes a map as an abstract argumentation framework (which argument attacks which) for solvers; see
//! [`crate::reason::flatten`].
//!
//! It contains what decides which claims are accepted, and a name for each argument. It does not contain wording,
//! quotations and whatever else is for people to read; contrasts, which attack nothing; or strengths and credences. Nor
//! does it record that claims resting on themselves are not supported by their cycle: [`Flat::circular`] says how many
//! such claims there are.
//!
//! How an argument is named depends on what other solvers read. `af` has numbers, with the names as comments. `tgf` has
//! the names as they are. In `apx` a name must be a word of ASCII letters and digits, so names are spelt that way. The
//! arguments come in the same order in all three.

use std::fmt;
use std::io::{self, Write};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Part;
use crate::map::support::Support;
use crate::printable::printable_in_file;
use crate::reason::af::{Framework, FrameworkFormat};
use crate::reason::flatten::TooLarge;
use crate::reason::{Flattening, Suppositions};

/// A part of a map as an abstract framework, ready to be written.
#[derive(Debug)]
pub struct Flat {
    framework: Framework,
    format: FrameworkFormat,
    /// The framework with the map's names for the arguments, if the format spells them differently.
    called: Option<Framework>,
    circular: usize,
}

impl Flat {
    /// Flattens a part; whatever is not in it is treated as if it had never been written. Linear in the map.
    ///
    /// # Errors
    ///
    /// If the part is larger than a framework can be.
    pub fn new(part: Part<'_>, format: FrameworkFormat) -> Result<Self, TooLarge> {
        // Done first, while nothing else takes up memory.
        let circular = circular(part);
        let removed = part.map.claims().filter(|&claim| !part.has(claim));
        let suppositions = Suppositions {
            removed: removed.collect(),
            ..Suppositions::default()
        };
        let flattening = Flattening::new(part.map, &suppositions)?;
        let called =
            flattening.framework_named(part.map, |name| printable_in_file(name).into_owned(), '#');
        let (framework, called) = match format {
            FrameworkFormat::Af | FrameworkFormat::Tgf => (called, None),
            FrameworkFormat::Apx => {
                let spelt = flattening.framework_named(part.map, word, '_');
                (spelt, Some(called))
            }
        };
        Ok(Self {
            framework,
            format,
            called,
            circular,
        })
    }

    /// The framework.
    pub fn framework(&self) -> &Framework {
        &self.framework
    }

    /// How many claims of the part rest on themselves.
    pub fn circular(&self) -> usize {
        self.circular
    }

    /// Writes a table of names, one line for each argument: the format's spelling, a tab, and the map's name.
    ///
    /// # Errors
    ///
    /// If `out` cannot be written to.
    pub fn write_names(&self, out: &mut dyn Write) -> io::Result<()> {
        let called = self.called.as_ref().unwrap_or(&self.framework);
        let spelling = self.format.spelling(&self.framework);
        for (argument, spelt) in called.arguments().zip(spelling) {
            writeln!(out, "{spelt}\t{}", called.name(argument))?;
        }
        Ok(())
    }

    /// Writes the framework.
    ///
    /// # Errors
    ///
    /// If `out` cannot be written to.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        self.format.write(&self.framework, out)
    }
}

/// The name as a word that every reader of `apx` accepts: a lower-case ASCII letter, then ASCII letters, digits and
/// `_`.
///
/// Accents are removed, the arrows of steps become `_to_` and `_against_`, a letter without an ASCII form becomes its
/// code, such as `u516c`, and any other character becomes `_`.
fn word(name: &str) -> String {
    let name = name.replace("->", "_to_").replace("-|", "_against_");
    let mut word = String::with_capacity(name.len());
    for character in name.nfkd().filter(|&c| !is_combining_mark(c)) {
        if character.is_ascii_alphanumeric() {
            word.push(character);
        } else if character.is_alphanumeric() {
            // Writing to a string does not fail.
            let _ = fmt::Write::write_fmt(&mut word, format_args!("u{:x}", u32::from(character)));
        } else {
            word.push('_');
        }
    }
    if word.starts_with(|first: char| first.is_ascii_uppercase()) {
        let (first, rest) = word.split_at(1);
        word = first.to_ascii_lowercase() + rest;
    } else if !word.starts_with(|first: char| first.is_ascii_lowercase()) {
        word.insert(0, 'a');
    }
    word
}

/// How many claims rest on themselves through steps of the part.
fn circular(part: Part<'_>) -> usize {
    let support = Support::along(part.map, |arc| part.has_step(arc.step));
    support.circular().count()
}
