//! Writes differences as annotations on GitHub.

use argmap::answer::diff::{ClaimChange, DiffAnswer, Fate, KeyChange, TextRun, relation_words};
use argmap::diagnostic::Level;
use argmap::place::Written;
use argmap::printable::Shown;
use argmap::render::{Annotation, WorkTree};

/// One annotation for each claim whose label has changed, as a warning, and one for each claim and relation that
/// differs, as a notice.
pub(super) fn paint(answer: &DiffAnswer, tree: &WorkTree) -> Shown {
    let mut out = Shown::new();
    let mut add = |level, at: Option<&Written>, message: &str| {
        let annotation = Annotation {
            level,
            title: "argmap(diff)",
            message,
            at,
        };
        out += annotation.command(tree);
    };
    for change in &answer.labels {
        let mut message = format!(
            "`{}` is now {}, was {}: {}",
            change.claim.id,
            change.to,
            change.from,
            change.why.text()
        );
        for cause in &change.causes {
            let said = cause
                .was
                .map_or("is new".to_owned(), |was| format!("was {was}"));
            message += "\n`";
            message += &cause.claim.id;
            message += "` ";
            message += &said;
        }
        if let Some(was) = &change.was_why {
            message += "\nbefore: ";
            message += &was.text();
        }
        add(Level::Warn, Some(&change.at), &message);
    }
    for change in &answer.claims {
        add(
            Level::Note,
            place(change.change, &change.at),
            &claim(change),
        );
    }
    let steps = answer.steps.iter();
    let steps = steps.map(|step| (step.change, relation_words(step), &step.changes, &step.at));
    let links = answer.links.iter();
    let links = links.map(|link| (link.change, link.words(), &link.changes, &link.at));
    for (fate, words, changes, at) in steps.chain(links) {
        let mut message = said(fate).to_owned();
        for (word, _) in words {
            if !word.starts_with(',') {
                message.push(' ');
            }
            message += &word;
        }
        add(Level::Note, place(fate, at), &(message + &lines(changes)));
    }
    out
}

fn said(fate: Fate) -> &'static str {
    match fate {
        Fate::Added => "added:",
        Fate::Gone => "gone:",
        Fate::Changed => "changed:",
    }
}

/// Something that has been removed has no line to mark.
fn place(fate: Fate, at: &Written) -> Option<&Written> {
    (fate != Fate::Gone).then_some(at)
}

fn claim(change: &ClaimChange) -> String {
    let mut parts = vec![format!("{} `{}`", said(change.change), change.claim.id)];
    if let Some(old) = &change.renamed_from {
        parts.push(format!(
            "apparently `{old}` renamed: the wording is the same"
        ));
    }
    if let Some(file) = &change.moved_from {
        parts.push(format!("moved from {file}"));
    }
    let mut message = parts.join(", ");
    if change.change != Fate::Changed {
        message += ": ";
        message += &change.text;
    }
    message + &lines(&change.changes)
}

fn lines(changes: &[KeyChange]) -> String {
    let line =
        |change: &KeyChange| format!("\n{}: {}", change.key, TextRun::marked(&change.runs()));
    changes.iter().map(line).collect()
}
