//! A map as an abstract framework: who attacks whom, for solvers (see [`crate::reason::flatten`]).
//!
//! Carried is what decides which claims stand, and a name for each argument. Not carried are wording, quotations and everything else that
//! people read, contrasts, which attack nothing, and strengths and credences; nor, of claims that rest on
//! themselves, that a circle holds nothing up: [`Flat::circular`] says how many there are.
//!
//! How an argument is named depends on what other solvers read. `af` has numbers, and the names as comments; `tgf` has the names
//! as they are; in `apx`, where a name must be a word of ASCII letters and digits, they are spelt as such. The arguments
//! are in one order in all three.

use std::fmt;
use std::io::{self, Write};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Part;
use crate::map::support::Support;
use crate::printable::printable;
use crate::reason::af::{Format, Framework};
use crate::reason::flatten::TooLarge;
use crate::reason::{Flattening, Suppositions};

/// The part of a map as an abstract framework, ready to be written.
#[derive(Debug)]
pub struct Flat {
    framework: Framework,
    format: Format,
    /// What the map calls the arguments, where the format spells that otherwise.
    called: Option<Framework>,
    circular: usize,
}

impl Flat {
    /// Flattens the part: what is not in it is as if it had never been written. Linear in the map.
    ///
    /// # Errors
    ///
    /// If it is larger than a framework can be.
    pub fn new(part: Part<'_>, format: Format) -> Result<Self, TooLarge> {
        // First, while there is nothing else in memory.
        let circular = circular(part);
        let removed = part.map.claims().filter(|&claim| !part.has(claim));
        let suppositions = Suppositions {
            removed: removed.collect(),
            ..Suppositions::default()
        };
        let flattening = Flattening::new(part.map, &suppositions)?;
        let called = flattening.framework_named(part.map, |name| printable(name).into_owned(), '#');
        let (framework, called) = match format {
            Format::Af | Format::Tgf => (called, None),
            Format::Apx => (
                flattening.framework_named(part.map, word, '_'),
                Some(called),
            ),
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

    /// Writes a table of names: how the format spells each argument, a tab, and what the map calls it; a line for each.
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

    /// Writes it.
    ///
    /// # Errors
    ///
    /// If `out` cannot be written to.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        self.format.write(&self.framework, out)
    }
}

/// A name as a word that every reader of `apx` takes: a small ASCII letter, then ASCII letters, digits and `_`.
///
/// Marks are taken off letters, steps' arrows become `_to_` and `_against_`, other marks `_`, and what has no ASCII
/// letter its code, as in `u516c`.
fn word(name: &str) -> String {
    let name = name.replace("->", "_to_").replace("-|", "_against_");
    let mut word = String::with_capacity(name.len());
    for character in name
        .nfkd()
        .filter(|&character| !is_combining_mark(character))
    {
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

/// How many claims rest on themselves by the steps of the part.
fn circular(part: Part<'_>) -> usize {
    let support = Support::along(part.map, |arc| part.has_step(arc.step));
    support.circular().count()
}
