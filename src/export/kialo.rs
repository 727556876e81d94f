//! Writes a map as Kialo's text: a numbered tree of pros and cons. See [`import`](crate::import) for how it is read.
//!
//! A question with answers is above them. A claim that is used twice is written once, and after that as `-> See 1.2.`.
//! The premises of a linked reason become separate pros.

use std::io::{self, Write};

use super::outline::{OutlineEntry, ReasonOutline, unanswered};
use super::{ExportFormat, Part, Thing, lost, one_line};
use crate::import::KIALO;
use crate::losses::Losses;

/// Kialo's text.
pub(super) struct KialoExport;

impl ExportFormat for KialoExport {
    fn name(&self) -> &'static str {
        KIALO
    }

    fn carried(&self) -> &'static [Thing] {
        CARRIED
    }

    fn losses(&self, part: Part<'_>) -> Losses {
        let mut losses = lost::losses(part, CARRIED, self.name(), self.keeps());
        losses.add(Thing::Question.what(), unanswered(part));
        losses
    }

    fn write(&self, part: Part<'_>, out: &mut dyn Write) -> io::Result<()> {
        if let Some(title) = part.map.title() {
            write!(out, "Discussion Title: {}\n\n", one_line(title))?;
        }
        let mut outline = ReasonOutline::with_questions(part);
        outline.set_below(part.claims().filter_map(|claim| {
            let data = part.map.claim(claim).data.as_deref()?;
            let above = part.map.find(data.get(KIALO)?.get("below")?.as_str()?)?;
            part.has(above).then_some((claim, above))
        }));
        for line in outline.lines(true) {
            let side = match line.is_against {
                Some(true) => "Con: ",
                Some(false) => "Pro: ",
                None => "",
            };
            let words = match line.elsewhere {
                Some(elsewhere) => format!("-> See {elsewhere}"),
                None => escaped(&one_line(match line.entry {
                    OutlineEntry::Claim(claim) => part.map.text(claim, None),
                    OutlineEntry::Question(question) => part.map.question_text(question, None),
                })),
            };
            writeln!(out, "{} {side}{words}", line.number)?;
        }
        Ok(())
    }
}

/// What the format can express.
const CARRIED: &[Thing] = &[
    Thing::Objection,
    Thing::Thesis,
    Thing::MapTitle,
    Thing::Question,
];

/// Escapes text as Kialo does: a backslash before brackets and before backslashes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | '(' | ')' | '[' | ']') {
            out.push('\\');
        }
        out.push(character);
    }
    // Keeps text from being read as a reference or as a side.
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
