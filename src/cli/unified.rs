//! Writes changed files as a patch.

use argmap::printable::{Shown, printable_lines};
use argmap::shown;
use argmap::syntax::{File, FileId, Files, SharedStr};
use similar::{ChangeTag, TextDiff};

use super::paragraph::Ink;

/// How many lines to show around a change.
const AROUND: usize = 3;

/// The changes from the files to their new texts, in the format of `diff -u`.
pub(super) fn unified(files: &Files, changed: &[(FileId, SharedStr)]) -> Shown {
    let mut out = Shown::new();
    for (file, new) in changed {
        let file = files.file(*file);
        push(&mut out, &file.path, Some(&file.text), new);
    }
    out
}

/// Like [`unified`], for a new file.
pub(super) fn unified_new(file: &File) -> Shown {
    let mut out = Shown::new();
    push(&mut out, &file.path, None, &file.text);
    out
}

/// Adds the changes in the file at `path`, which is new if there is no old text.
fn push(out: &mut Shown, path: &str, old: Option<&str>, new: &str) {
    let diff = TextDiff::from_lines(old.unwrap_or_default(), new);
    let from = old.map_or("/dev/null", |_| path);
    *out += Ink::Strong.paint(&shown!("--- {}", from)) + "\n";
    *out += Ink::Strong.paint(&shown!("+++ {}", path)) + "\n";
    for group in diff.grouped_ops(AROUND) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else {
            continue;
        };
        let range = |start: usize, end: usize| match end - start {
            1 => format!("{}", start + 1),
            0 => format!("{start},0"),
            length => format!("{},{length}", start + 1),
        };
        let old = range(first.old_range().start, last.old_range().end);
        let new = range(first.new_range().start, last.new_range().end);
        *out += Ink::Dim.paint(&shown!("@@ -{} +{} @@", old, new)) + "\n";
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let value = change.value();
            let line = value.strip_suffix('\n').unwrap_or(value);
            // The end of a Windows line is not a character to spell out.
            let (line, end) = match line.strip_suffix('\r') {
                Some(line) if value.ends_with('\n') => (line, "\r\n"),
                _ => (line, "\n"),
            };
            let (style, sign) = match change.tag() {
                ChangeTag::Delete => (Ink::Against, "-"),
                ChangeTag::Insert => (Ink::For, "+"),
                ChangeTag::Equal => (Ink::Plain, " "),
            };
            // Tabs are kept, so that the patch can be applied.
            let line = Shown::trusted(printable_lines(line).into_owned());
            *out += style.paint(&(Shown::from(sign) + line)) + end;
            if !value.ends_with('\n') {
                *out += "\\ No newline at end of file\n";
            }
        }
    }
}
