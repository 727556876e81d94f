//! Shows which falls change a claim's label, in words.

use std::fmt::Write;

use argmap::answer::HingesAnswer;
use argmap::printable::Shown;
use argmap::reason::Label;

use super::{HingePage, INDENT};
use crate::cli::label::{sign, style};
use crate::cli::naming::{counted, list, name};
use crate::cli::paragraph::{Ink, Paragraph};
use crate::cli::suppose::was;

/// What a claim's label depends on, where `most_pairs` pairs were asked for.
pub(super) fn paint(page: HingePage<'_>, answer: &HingesAnswer, most_pairs: usize) -> Shown {
    let mut text = head(page, answer);
    for label in [Label::Rejected, Label::Undecided, Label::Accepted] {
        text += falls(page, answer, label);
    }
    text += lines_of_support(page, answer);
    text += together(page, answer);
    text += "\n";
    text += summary(page, answer, most_pairs);
    text
}

/// The claim, its label and its wording.
fn head(page: HingePage<'_>, answer: &HingesAnswer) -> Shown {
    let label = answer.label;
    let mut head = Paragraph::of(sign(label, page.look.ascii), style(label));
    if page.is_thesis(&answer.target) {
        head.push_word("the thesis", Ink::Plain);
    }
    head.push_word(&name(&answer.target), Ink::Strong);
    head.push_word("is", Ink::Plain);
    head.push_word(label.name(), style(label));
    was(answer.was.unwrap_or(label), label, &mut head);
    page.lines(&head) + page.says(&answer.target)
}

/// The claims whose fall gives the claim this label.
fn falls(page: HingePage<'_>, answer: &HingesAnswer, label: Label) -> Shown {
    let hinges = answer.hinges.iter().filter(|hinge| hinge.to == label);
    let hinges: Vec<_> = hinges.map(|hinge| &hinge.claim).collect();
    let when = match hinges.len() {
        0 => return Shown::new(),
        1 => "if this claim falls:",
        _ => "if any of these falls:",
    };
    let mut heading = Paragraph::of(sign(label, page.look.ascii), style(label));
    heading.push_word(label.name(), style(label));
    heading.push_word(when, Ink::Plain);
    let mut text = Shown::from("\n") + page.lines(&heading);
    for claim in hinges {
        text += page.entry(claim, &Shown::blanks(INDENT), INDENT);
    }
    text
}

/// The claims that all support for the claim passes through.
fn lines_of_support(page: HingePage<'_>, answer: &HingesAnswer) -> Shown {
    let crucial = answer.crucial.as_deref().unwrap_or_default();
    if crucial.is_empty() {
        return Shown::new();
    }
    let mut line = Paragraph::of("all support passes through", Ink::For);
    list(crucial, &mut line);
    Shown::from("\n") + page.lines(&line)
}

/// The pairs of claims whose fall changes the label only together.
fn together(page: HingePage<'_>, answer: &HingesAnswer) -> Shown {
    if answer.pairs.is_empty() {
        return Shown::new();
    }
    let mut said = Paragraph::of("no longer", Ink::Plain);
    said.push_word(answer.label.name(), style(answer.label));
    said.push_word(
        "if both of these fall (one alone is not enough):",
        Ink::Plain,
    );
    let mut text = Shown::from("\n") + page.lines(&said);
    for pair in &answer.pairs {
        let mut line = Paragraph::default();
        list(pair, &mut line);
        text += line.block(page.look.width, INDENT, 2 * INDENT);
    }
    text
}

fn summary(page: HingePage<'_>, answer: &HingesAnswer, most_pairs: usize) -> Shown {
    let mut said = format!(
        "{} among {}",
        counted(answer.hinges.len(), "hinge", "hinges"),
        counted(answer.others, "other claim", "other claims"),
    );
    if most_pairs > 0 && answer.label != Label::Undecided {
        let pairs = counted(answer.pairs.len(), "pair", "pairs");
        let _ = write!(said, ", {pairs}");
    }
    let mut text = page.lines(&Paragraph::of(&said, Ink::Plain));
    if answer.untried.hinges > 0 {
        let untried = counted(answer.untried.hinges, "claim was", "claims were");
        text += page.note(&format!(
            "there may be more hinges: {untried} not tried, because it would take too long"
        ));
    }
    if answer.untried.pairs > 0 {
        let untried = counted(answer.untried.pairs, "claim was", "claims were");
        let why = if answer.pairs.len() == most_pairs {
            "use `--pairs` for more"
        } else {
            "it would take too long"
        };
        text += page.note(&format!(
            "there may be more pairs: {untried} not tried with all others; {why}"
        ));
    }
    text
}
