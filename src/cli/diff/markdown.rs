//! Writes differences in Markdown, for a comment or a job summary.

use std::fmt::Write;

use argmap::answer::diff::{DiffAnswer, Fate, KeyChange, TextRun, relation_words};
use argmap::answer::{ToldLine, Tone};
use argmap::printable::{Shown, printable};

/// The whole comparison, as lists.
pub(super) fn paint(answer: &DiffAnswer) -> Shown {
    let mut out = String::new();
    let counted = answer.counted();
    line(
        &mut out,
        &format!(
            "**From {} to {}:** {counted}",
            escaped(&answer.old),
            escaped(&answer.new)
        ),
    );
    heading(&mut out, "What stands", answer.labels.len());
    for change in &answer.labels {
        let mut why = words(&change.why);
        let causes = change.causes.iter().map(|cause| {
            let said = cause
                .was
                .map_or("is new".to_owned(), |was| format!("was {was}"));
            format!("{} {said}", id(&cause.claim.id))
        });
        let causes: Vec<_> = causes.collect();
        if !causes.is_empty() {
            let _ = write!(why, " ({})", causes.join("; "));
        }
        if let Some(was) = &change.was_why {
            let _ = write!(why, "; before: {}", words(was));
        }
        let (claim, from, to) = (id(&change.claim.id), change.from, change.to);
        line(
            &mut out,
            &format!("- {claim} is now **{to}**, was {from}: {why}"),
        );
    }
    heading(&mut out, "Claims", answer.claims.len());
    for change in &answer.claims {
        let mut said = format!("- {} {}", fate(change.change), id(&change.claim.id));
        if let Some(label) = change.label {
            let verb = if change.change == Fate::Gone {
                "was"
            } else {
                "is"
            };
            let _ = write!(said, ", which {verb} {label}");
        }
        if let Some(old) = &change.renamed_from {
            let _ = write!(
                said,
                ", apparently {} renamed: the wording is the same",
                id(old)
            );
        }
        if let (Some(from), Some(to)) = (&change.moved_from, &change.moved_to) {
            let _ = write!(said, ", moved from {} to {}", escaped(from), escaped(to));
        }
        if change.change != Fate::Changed && !change.text.is_empty() {
            let _ = write!(said, ": {}", escaped(&change.text));
        }
        line(&mut out, &said);
        changes(&mut out, "  ", &change.changes);
    }
    heading(
        &mut out,
        "Relations",
        answer.steps.len() + answer.links.len(),
    );
    let steps = answer.steps.iter();
    let steps = steps.map(|step| (step.change, relation_words(step), &step.changes));
    let links = answer.links.iter();
    let links = links.map(|link| (link.change, link.words(), &link.changes));
    for (change, words, more) in steps.chain(links) {
        let mut said = format!("- {}", fate(change));
        for (word, is_id) in words {
            let word = if is_id { id(&word) } else { escaped(&word) };
            let blank = if word.starts_with(',') { "" } else { " " };
            let _ = write!(said, "{blank}{word}");
        }
        line(&mut out, &said);
        changes(&mut out, "  ", more);
    }
    for (title, things) in [
        ("Questions", &answer.questions),
        ("Sources", &answer.sources),
        ("Speakers", &answer.speakers),
    ] {
        heading(&mut out, title, things.len());
        for thing in things {
            let mut said = format!("- {} {}", fate(thing.change), id(&thing.id));
            if thing.change != Fate::Changed && !thing.text.is_empty() {
                let _ = write!(said, ": {}", escaped(&thing.text));
            }
            line(&mut out, &said);
            changes(&mut out, "  ", &thing.changes);
        }
    }
    heading(&mut out, "The map as a whole", answer.map.len());
    changes(&mut out, "", &answer.map);
    // Every part has been made safe.
    Shown::trusted(out)
}

fn heading(out: &mut String, title: &str, count: usize) {
    if count > 0 {
        let _ = writeln!(out, "\n#### {title}\n");
    }
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Added => "added:",
        Fate::Gone => "gone:",
        Fate::Changed => "changed:",
    }
}

fn changes(out: &mut String, indent: &str, changes: &[KeyChange]) {
    for change in changes {
        let mut said = format!("{indent}- {}: ", escaped(&change.key));
        for run in change.runs() {
            let _ = match run {
                TextRun::Equal(words) => write!(said, "{}", spaced(&words)),
                TextRun::Gone(words) => write!(said, "<del>{}</del>", spaced(&words)),
                TextRun::Added(words) => write!(said, "<ins>{}</ins>", spaced(&words)),
            };
        }
        line(out, &said);
    }
}

/// A line of explanation, with the claims that it names in bold.
fn words(line: &ToldLine<'_>) -> String {
    let mut text = String::new();
    for (is_apart, words, tone) in line.runs() {
        let blank = if is_apart { " " } else { "" };
        let words = match tone {
            Tone::Claim(_) => id(words),
            _ => escaped(words),
        };
        let _ = write!(text, "{blank}{words}");
    }
    text
}

fn id(id: &str) -> String {
    format!("**{}**", escaped(id))
}

/// Text on one line, escaped so that Markdown shows it as it is: nothing in it is markup, mentions anyone or links
/// anywhere.
fn escaped(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    spaced(&words.join(" "))
}

/// Like [`escaped`], but keeps the blanks at the ends.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in printable(text).chars() {
        match c {
            '@' | '#' => {
                // An invisible character keeps a name from becoming a mention, and a number from becoming a link.
                let _ = write!(out, "{c}&#8203;");
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            c if c.is_ascii_punctuation()
                && !matches!(
                    c,
                    ',' | '.' | ';' | ':' | '\'' | '"' | '/' | '?' | '%' | '-' | '(' | ')'
                ) =>
            {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}
