//! Writes the visible content of a page: text, line and block breaks, and superscripts and subscripts, which are
//! written only once it is known what follows them.

use std::ops::Range;

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

    /// The rendering that `text` should be added to; `linked` says whether it is a link to a place on a page.
    pub(super) fn before(&mut self, text: &str, linked: bool) -> &mut Rendering {
        if let Some((run, _)) = &mut self.run {
            run.linked |= linked;
        } else {
            self.write_ended(text);
        }
        self.target()
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

    pub(super) fn start_script(&mut self, script: Script, at: usize) {
        let Some((run, depth)) = &mut self.run else {
            self.write_ended("");
            self.run = Some((ScriptRun::new(script), 1));
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
        if let Some((run, depth)) = self.run.take() {
            self.run = Some((ScriptRun::new(run.script), depth));
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
