//! A map as Kialo's text: a tree of pros and cons, numbered; see [`import`](crate::import) for how it is read.
//!
//! A claim that speaks twice is written once, and then as `-> See 1.2.`. The premises of a linked reason are pros side by side.

use std::io::{self, Write};

use super::outline::Outline;
use super::{Format, Part, Thing, one_line};
use crate::import::KIALO;

/// Kialo's text.
pub(super) struct Kialo;

impl Format for Kialo {
    fn name(&self) -> &'static str {
        KIALO
    }

    fn carried(&self) -> &'static [Thing] {
        &[Thing::Objection, Thing::Thesis, Thing::MapTitle]
    }

    fn write(&self, part: Part<'_>, out: &mut dyn Write) -> io::Result<()> {
        if let Some(title) = part.map.title() {
            write!(out, "Discussion Title: {}\n\n", one_line(title))?;
        }
        for line in Outline::new(part).lines() {
            let side = match line.is_against {
                Some(true) => "Con: ",
                Some(false) => "Pro: ",
                None => "",
            };
            let words = match line.elsewhere {
                Some(elsewhere) => format!("-> See {elsewhere}"),
                None => escaped(&one_line(part.map.text(line.claim, None))),
            };
            writeln!(out, "{} {side}{words}", line.number)?;
        }
        Ok(())
    }
}

/// As Kialo writes them: a backslash before brackets, and before backslashes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | '(' | ')' | '[' | ']') {
            out.push('\\');
        }
        out.push(character);
    }
    // What would be read as a reference, or as a side, is neither.
    for taken in ["-> See ", "Pro:", "Con:"] {
        if out.starts_with(taken) {
            out.insert(
                0,
                if taken.starts_with('-') {
                    '\\'
                } else {
                    '\u{200B}'
                },
            );
        }
    }
    out
}
