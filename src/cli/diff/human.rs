//! Writes differences for people.

use argmap::answer::diff::{
    ClaimChange, DiffAnswer, Fate, KeyChange, LabelChange, LinkChange, StepChange, TextRun,
    ThingChange, relation_words,
};
use argmap::printable::Shown;

use super::super::label::style;
use super::super::paragraph::{Ink, Paragraph};
use super::super::why;

/// How far the details of a thing are indented.
const INDENT: usize = 4;

/// The whole comparison: first the labels that have changed, then what changed them.
pub(super) fn paint(answer: &DiffAnswer, width: usize, is_coloured: bool) -> Shown {
    let painter = DiffPainter { width, is_coloured };
    let mut out = Shown::new();
    let mut head = Paragraph::of(
        &format!("From {} to {}:", answer.old, answer.new),
        Ink::Strong,
    );
    head.push_word(&answer.counted(), Ink::Plain);
    out += head.block(width, 0, 2);
    painter.section("What stands", &answer.labels, &mut out, DiffPainter::label);
    painter.section("Claims", &answer.claims, &mut out, DiffPainter::claim);
    if !answer.steps.is_empty() || !answer.links.is_empty() {
        painter.heading("Relations", &mut out);
        for step in &answer.steps {
            painter.step(step, &mut out);
        }
        for link in &answer.links {
            painter.link(link, &mut out);
        }
    }
    painter.section("Questions", &answer.questions, &mut out, DiffPainter::thing);
    painter.section("Sources", &answer.sources, &mut out, DiffPainter::thing);
    painter.section("Speakers", &answer.speakers, &mut out, DiffPainter::thing);
    if !answer.map.is_empty() {
        painter.heading("The map as a whole", &mut out);
        painter.changes(&answer.map, 2, &mut out);
    }
    out
}

struct DiffPainter {
    width: usize,
    is_coloured: bool,
}

impl DiffPainter {
    fn heading(&self, title: &str, out: &mut Shown) {
        *out += "\n";
        *out += Paragraph::of(title, Ink::Strong).block(self.width, 0, 0);
    }

    fn section<T>(
        &self,
        title: &str,
        all: &[T],
        out: &mut Shown,
        one: impl Fn(&Self, &T, &mut Shown),
    ) {
        if all.is_empty() {
            return;
        }
        self.heading(title, out);
        for thing in all {
            one(self, thing, out);
        }
    }

    /// Adds a line for a thing, with a sign for what happened to it in the margin.
    fn head(&self, fate: Fate, line: &Paragraph, out: &mut Shown) {
        let (sign, style) = match fate {
            Fate::Added => ("+", Ink::For),
            Fate::Gone => ("-", Ink::Against),
            Fate::Changed => ("~", Ink::Undercut),
        };
        let left = style.paint(sign) + " ";
        *out += line.beside(&left, 2, self.width, INDENT);
    }

    fn label(&self, change: &LabelChange, out: &mut Shown) {
        let mut line = Paragraph::of(&change.claim.id, Ink::Strong);
        line.push_word("is now", Ink::Plain);
        line.push_word(change.to.name(), style(change.to));
        line.push(", was", Ink::Plain);
        line.push_word(change.from.name(), Ink::Plain);
        *out += line.block(self.width, 2, INDENT);
        let mut why = why::paragraph(&change.why);
        for (number, cause) in change.causes.iter().enumerate() {
            why.push_word(if number == 0 { "(" } else { ";" }, Ink::Dim);
            why.push(&cause.claim.id, Ink::Strong);
            let said = cause
                .was
                .map_or("is new".to_owned(), |was| format!("was {was}"));
            why.push_word(&said, Ink::Dim);
        }
        if !change.causes.is_empty() {
            why.push(")", Ink::Dim);
        }
        *out += why.block(self.width, INDENT, INDENT + 2);
        if let Some(was) = &change.was_why {
            let mut line = Paragraph::of("until now:", Ink::Dim);
            line.append(why::paragraph(was));
            *out += line.block(self.width, INDENT, INDENT + 2);
        }
    }

    fn claim(&self, change: &ClaimChange, out: &mut Shown) {
        let mut line = Paragraph::of(&change.claim.id, Ink::Strong);
        if let Some(label) = change.label {
            line.push_word(
                if change.change == Fate::Gone {
                    "was"
                } else {
                    "is"
                },
                Ink::Plain,
            );
            line.push_word(label.name(), style(label));
        }
        if let Some(old) = &change.renamed_from {
            line.push_word("seems to be", Ink::Plain);
            line.push_word(old, Ink::Strong);
            line.push_word("renamed: the wording is the same", Ink::Plain);
            if change.moved_from.is_some() {
                line.push(";", Ink::Plain);
            }
        }
        if let (Some(from), Some(to)) = (&change.moved_from, &change.moved_to) {
            line.push_whole(&format!("moved from {from} to {to}"), Ink::Plain);
        }
        if change.change == Fate::Added {
            line.push_whole(
                &format!("in {}:{}", change.at.file, change.at.line),
                Ink::Dim,
            );
        }
        self.head(change.change, &line, out);
        if change.change != Fate::Changed {
            self.text(&change.text, change.change, out);
        }
        self.changes(&change.changes, INDENT, out);
    }

    fn text(&self, text: &str, fate: Fate, out: &mut Shown) {
        if text.is_empty() {
            return;
        }
        let style = match fate {
            Fate::Added => Ink::Because,
            Fate::Gone => Ink::But,
            Fate::Changed => Ink::Plain,
        };
        *out += Paragraph::of(text, style).block(self.width, INDENT, INDENT);
    }

    fn step(&self, change: &StepChange, out: &mut Shown) {
        self.relation(change.change, &relation_words(change), &change.changes, out);
    }

    fn link(&self, change: &LinkChange, out: &mut Shown) {
        self.relation(change.change, &change.words(), &change.changes, out);
    }

    /// A relation in words, some of which are ids.
    fn relation(
        &self,
        fate: Fate,
        words: &[(String, bool)],
        changes: &[KeyChange],
        out: &mut Shown,
    ) {
        let mut line = Paragraph::default();
        for (word, is_id) in words {
            let style = if *is_id { Ink::Strong } else { Ink::Plain };
            if word.starts_with(',') {
                line.push(word, style);
            } else {
                line.push_word(word, style);
            }
        }
        self.head(fate, &line, out);
        self.changes(changes, INDENT, out);
    }

    fn thing(&self, change: &ThingChange, out: &mut Shown) {
        self.head(change.change, &Paragraph::of(&change.id, Ink::Strong), out);
        if change.change != Fate::Changed {
            self.text(&change.text, change.change, out);
        }
        self.changes(&change.changes, INDENT, out);
    }

    fn changes(&self, changes: &[KeyChange], indent: usize, out: &mut Shown) {
        for change in changes {
            let mut line = Paragraph::of(&format!("{}:", change.key), Ink::Dim);
            line.push(" ", Ink::Plain);
            let mut is_gone = false;
            for run in change.runs() {
                // Keep deleted words apart from the new words that follow them.
                if std::mem::replace(&mut is_gone, matches!(run, TextRun::Gone(_)))
                    && self.is_coloured
                {
                    line.push(" ", Ink::Plain);
                }
                let (words, style) = match run {
                    TextRun::Equal(words) => (words, Ink::Plain),
                    TextRun::Gone(words) if self.is_coloured => (words, Ink::Gone),
                    TextRun::Added(words) if self.is_coloured => (words, Ink::For),
                    TextRun::Gone(words) => (format!("[-{words}-]"), Ink::Plain),
                    TextRun::Added(words) => (format!("{{+{words}+}}"), Ink::Plain),
                };
                line.push(&words, style);
                if words.ends_with(char::is_whitespace) {
                    line.push(" ", Ink::Plain);
                }
            }
            *out += line.block(self.width, indent, indent + 2);
        }
    }
}
