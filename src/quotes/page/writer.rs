//! Writes the visible content of a page: text, line and block breaks, and superscripts and subscripts, which are
//! written only once it is known what follows them.

use std::ops::Range;

use super::super::boundary::is_sign;
use super::super::fold::{is_dash, is_script};
use super::super::layout::Rendering;
use super::super::script::{Script, ScriptRun};

/// A rendering being written.
#[derive(Debug, Default)]
pub(super) struct RenderingWriter {
    rendering: Rendering,
    /// The superscript or subscript being read, and how deeply such elements are nested.
    run: Option<(ScriptRun, usize)>,
    /// A superscript or subscript that was read but not written yet, because its form depends on what follows.
    ended: Option<ScriptRun>,
    /// How many runs began.
    runs: u32,
    /// The brackets that are open around parts of a formula, the innermost last.
    brackets: Vec<Bracket>,
    /// What must separate the text written last from what comes next, and where in the file it ended.
    due: Option<(Due, usize)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Due {
    /// A space, if what meets would read as one.
    Gap,
    /// The end of a block.
    Block,
}

/// A bracket that was opened around a part of a formula.
#[derive(Debug)]
struct Bracket {
    /// The number of the run that it is in, or 0, and where in its text.
    run: u32,
    at: usize,
    /// How many numbers, names and signs were read in it.
    tokens: usize,
}

/// A part of a formula that is put in brackets if it has several parts itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FormulaPart {
    Numerator,
    Denominator,
    /// What a root is taken of.
    Root,
}

impl RenderingWriter {
    pub(super) fn finish(mut self) -> Rendering {
        if let Some((run, _)) = self.run.take() {
            self.end_run(run);
        }
        self.write_ended("");
        self.rendering
    }

    /// The text written so far.
    pub(super) fn text(&self) -> &str {
        &self.rendering.text
    }

    /// Whether the text from the byte `from` on is only the first letter of a word, which may be written large.
    pub(super) fn is_initial(&self, from: usize) -> bool {
        const LONG: usize = 12;
        let text = self.rendering.text.get(from..).unwrap_or("");
        let letters = || text.chars().filter(|c| c.is_alphabetic()).count();
        text.len() <= LONG && letters() == 1 && !text.contains(|c: char| c.is_numeric())
    }

    /// The rendering that `text` should be added to; `linked` says whether it is a link to a place on a page.
    pub(super) fn before(&mut self, text: &str, linked: bool) -> &mut Rendering {
        if let Some((run, _)) = &mut self.run {
            run.linked |= linked;
        } else {
            self.write_ended(text);
        }
        if self.due.is_some() {
            self.separate(text);
        }
        self.target()
    }

    /// Separates what was written last from `text`, if that is due.
    fn separate(&mut self, text: &str) {
        match self.due {
            Some((Due::Block, at)) if !text.trim().is_empty() => self.end_block(at),
            Some((Due::Gap, at)) if !text.is_empty() => {
                self.due = None;
                let target = self.target();
                if would_join(&target.text, text) {
                    target.part(" ", at);
                }
            }
            _ => {}
        }
    }

    /// Adds the mark of the note `label`, written in `span` of the file.
    pub(super) fn note(&mut self, label: &str, span: Range<usize>) {
        if let Some((run, _)) = &mut self.run {
            run.linked = true;
            run.said.unit(label, span);
            return;
        }
        self.write_ended("");
        let mut run = ScriptRun::new(Script::Raised);
        run.linked = true;
        run.said.unit(&format!("[{label}]"), span);
        self.ended = Some(run);
    }

    /// Adds a sign that is drawn on the page but not written in the file.
    pub(super) fn sign(&mut self, sign: &str, at: usize) {
        self.before(sign, false).unit(sign, at..at);
    }

    /// Keeps what was written apart from the digits and letters that may come next: they are not seen as one word.
    pub(super) fn gap(&mut self, at: usize) {
        if self.run.is_none() {
            self.write_ended("");
        }
        self.due = self.due.or(Some((Due::Gap, at)));
    }

    /// Keeps the table cell that ended from text that comes before the next cell.
    pub(super) fn end_cell(&mut self, at: usize) {
        self.due = Some((Due::Block, at));
    }

    /// Opens a bracket around a part of a formula.
    pub(super) fn open_bracket(&mut self, at: usize) {
        self.sign("(", at);
        let run = self.run_number();
        let at = self.target().text.len().saturating_sub(1);
        let tokens = 0;
        self.brackets.push(Bracket { run, at, tokens });
    }

    /// Counts a number, name or sign of a formula.
    pub(super) fn token(&mut self) {
        let run = self.run_number();
        if let Some(bracket) = self.brackets.last_mut().filter(|open| open.run == run) {
            bracket.tokens += 1;
        }
    }

    /// Closes the innermost bracket around a part of a formula, or takes it away if the part needs none.
    pub(super) fn close_bracket(&mut self, part: FormulaPart, at: usize) {
        let Some(bracket) = self.brackets.pop() else {
            return;
        };
        if self.run.is_none() {
            self.write_ended(")");
        }
        let same = bracket.run == self.run_number();
        let target = self.target();
        let said = target
            .text
            .get(bracket.at..)
            .and_then(|said| said.strip_prefix('('));
        let needless = said.is_some_and(|said| is_simple(part, said, bracket.tokens))
            && !target.marks.is_after(bracket.at);
        if same && needless {
            target.remove_bracket(bracket.at);
        } else {
            self.sign(")", at);
        }
        let outer = self.brackets.last_mut();
        if let Some(outer) = outer.filter(|outer| outer.run == bracket.run) {
            outer.tokens += bracket.tokens.max(1);
        }
    }

    /// The number of the superscript or subscript being read, or 0.
    fn run_number(&self) -> u32 {
        if self.run.is_some() { self.runs } else { 0 }
    }

    fn start_run(&mut self, script: Script, depth: usize) {
        self.runs = self.runs.saturating_add(1);
        self.run = Some((ScriptRun::new(script), depth));
    }

    pub(super) fn start_script(&mut self, script: Script, at: usize) {
        match self.due.take() {
            Some((Due::Block, at)) => self.end_block(at),
            Some((Due::Gap, at)) => self.part(" ", at),
            None => {}
        }
        let Some((run, depth)) = &mut self.run else {
            self.write_ended("");
            self.start_run(script, 1);
            return;
        };
        *depth += 1;
        run.linked |= script == Script::Reference;
        let sign = if script == Script::Lowered { "_" } else { "^" };
        let said = &mut run.said;
        if script != Script::Reference && said.text.ends_with(char::is_alphanumeric) {
            let at = said.layout.file_range(0..said.text.len()).end.max(at);
            said.unit(sign, at..at);
        }
    }

    pub(super) fn end_script(&mut self) {
        self.due = self.due.filter(|&(due, _)| due == Due::Block);
        if let Some((run, depth)) = self.run.take() {
            if depth > 1 {
                self.run = Some((run, depth - 1));
            } else {
                self.end_run(run);
            }
        }
    }

    pub(super) fn part(&mut self, space: &str, at: usize) {
        self.before("", false).part(space, at);
        self.due = None;
    }

    /// Ends the line at `range` of the file.
    pub(super) fn end_line(&mut self, range: Range<usize>) {
        self.break_run();
        self.rendering.end_line(range);
    }

    pub(super) fn end_block(&mut self, at: usize) {
        self.break_run();
        self.rendering.end_block(at);
    }

    /// Writes the superscript or subscript read so far, because a new line begins.
    fn break_run(&mut self) {
        self.due = None;
        if let Some((run, depth)) = self.run.take() {
            self.start_run(run.script, depth);
            self.end_run(run);
        }
        self.write_ended("");
    }

    fn end_run(&mut self, run: ScriptRun) {
        if !run.said.text.is_empty() {
            self.write_ended("");
            self.ended = Some(run);
        }
    }

    fn write_ended(&mut self, next: &str) {
        if let Some(run) = self.ended.take() {
            run.write(&mut self.rendering, next);
        }
    }

    fn target(&mut self) -> &mut Rendering {
        match &mut self.run {
            Some((run, _)) => &mut run.said,
            None => &mut self.rendering,
        }
    }
}

/// Whether `left` and `right`, one after the other, would read as one word, number or product.
fn would_join(left: &str, right: &str) -> bool {
    let (mut before, mut after) = (left.chars().rev(), right.chars());
    let (Some(last), Some(first)) = (before.next(), after.next()) else {
        return false;
    };
    let ends = |c: char| c.is_alphanumeric() || matches!(c, ')' | ']' | '}');
    let begins = |c: char| c.is_alphanumeric() || matches!(c, '(' | '[' | '{' | '√');
    if ends(last) && begins(first) {
        return true;
    }
    // `1` and `.5`, `1.` and `5`, `-` and `5`.
    let divides = |c: char| matches!(c, '.' | ',' | ':' | '/' | '\'' | '’') || is_dash(c);
    let (to_last, next) = (before.next(), after.next());
    let is_digit = |c: Option<char>| c.is_some_and(char::is_numeric);
    last.is_numeric() && divides(first) && is_digit(next)
        || first.is_numeric()
            && (divides(last) && is_digit(to_last)
                || is_sign(last) && !to_last.is_some_and(char::is_alphanumeric))
}

/// Whether `said`, a `part` of a formula with this number of tokens, needs no brackets. Long parts keep them.
fn is_simple(part: FormulaPart, said: &str, tokens: usize) -> bool {
    const LONG: usize = 40;
    let plain = |c: char| match c {
        '√' => part != FormulaPart::Root,
        c if is_script(c) => part != FormulaPart::Root,
        c => c.is_alphanumeric() || matches!(c, '.' | ','),
    };
    // The `dx` of `dy/dx`.
    let differential = || said.len() == 2 && said.starts_with('d');
    said.len() <= LONG
        && said.chars().all(plain)
        && (part == FormulaPart::Numerator || tokens <= 1 || differential())
}
