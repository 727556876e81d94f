//! Shows how far falls move a claim's strength, in words.

use std::fmt::Write;

use argmap::answer::{MovesAnswer, Shift, Strength};
use argmap::printable::Shown;

use super::{HingePage, INDENT};
use crate::cli::bar::Bars;
use crate::cli::caveats;
use crate::cli::naming::{counted, name};
use crate::cli::paragraph::{Ink, Paragraph};

/// What moves a claim's strength, with at most `most` claims listed.
pub(super) fn paint(page: HingePage<'_>, answer: &MovesAnswer, most: usize) -> Shown {
    let bars = Bars::new(&answer.strengths, page.look.ascii, page.look.width);
    let moves = answer
        .hinges
        .iter()
        .filter(|fall| bars.shows(distance(fall)));
    let moves: Vec<_> = moves.collect();
    let mut text = head(page, answer, bars);
    text += falls(page, &moves, bars, most);
    text += "\n";
    text += summary(page, answer, moves.len(), most);
    for note in caveats::sentences(&answer.caveats, answer.semantics, page.look.ascii) {
        text += page.note(&note);
    }
    text
}

fn distance(fall: &Shift<Strength>) -> f64 {
    fall.to.0 - fall.from.0
}

/// The claim, its strength and its wording.
fn head(page: HingePage<'_>, answer: &MovesAnswer, bars: Bars) -> Shown {
    let mut head = Paragraph::default();
    if page.is_thesis(&answer.target) {
        head.push_word("the thesis", Ink::Plain);
    }
    head.push_word(&name(&answer.target), Ink::Strong);
    if let Some(was) = answer
        .was
        .filter(|was| bars.shows(answer.strength.0 - was.0))
    {
        let was = format!("(was {})", bars.figure(was.0));
        head.push_whole(&was, Ink::Dim);
    }
    let bar = bars.of_claim(&answer.strengths, answer.target.claim) + "  ";
    let column = bars.columns() + 2;
    head.beside(&bar, column, page.look.width, column) + page.says(&answer.target)
}

/// The falls that move the strength most.
fn falls(page: HingePage<'_>, moves: &[&Shift<Strength>], bars: Bars, most: usize) -> Shown {
    let mut text = Shown::new();
    for fall in moves.iter().take(most) {
        let difference = distance(fall);
        let style = if difference > 0.0 {
            Ink::Because
        } else {
            Ink::But
        };
        let difference = bars.difference(difference);
        let left = format!("{difference} to {}", bars.figure(fall.to.0));
        let column = INDENT + left.chars().count() + 2;
        let left = Shown::blanks(INDENT) + style.paint(&left) + "  ";
        text += page.entry(&fall.claim, &left, column);
    }
    if text.is_empty() {
        return text;
    }
    let said = Paragraph::of("moved, if one of these falls, by:", Ink::Plain);
    Shown::from("\n") + page.lines(&said) + text
}

fn summary(page: HingePage<'_>, answer: &MovesAnswer, shown: usize, most: usize) -> Shown {
    let semantics = answer.semantics;
    let count = answer.hinges.len();
    let mut said = match answer.upstream {
        0 => format!("by {semantics}: it depends on no other claim"),
        1 => format!("by {semantics}: {count} of 1 claim that it depends on moves it"),
        upstream => {
            format!("by {semantics}: {count} of the {upstream} claims that it depends on move it")
        }
    };
    if shown < count {
        let unseen = count - shown;
        let _ = write!(said, ", {unseen} by less than the numbers show");
    }
    if shown > most {
        let are = if most == 1 { "is" } else { "are" };
        let _ = write!(said, "; {most} {are} listed, use `--limit` for more");
    }
    let mut text = page.lines(&Paragraph::of(&said, Ink::Plain));
    if answer.untried.hinges > 0 {
        let untried = counted(answer.untried.hinges, "claim was", "claims were");
        text += page.note(&format!(
            "there may be more: {untried} not tried, because it would take too long"
        ));
    }
    text
}
