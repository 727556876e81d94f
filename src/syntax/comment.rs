//! Comments addressed to argmap: `# argmap: allow(rule, other-rule)`.

use rustc_hash::FxHashMap;

use super::document::Allow;
use super::shared::SharedStr;
use crate::diagnostic::{Diagnostic, RuleName};
use crate::narrow::narrow;
use crate::span::{FileId, Lines, Span, Spanned};

/// Reads the comments at `comments`, which are in the order of the text.
///
/// A comment after a value applies to its own line. A comment on a line by itself also applies to the next line that is
/// not such a comment.
pub(super) fn read(
    file: FileId,
    text: &SharedStr,
    comments: &[Span],
    allows: &mut Vec<Allow>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if comments.is_empty() {
        return;
    }
    let lines = Lines::new(text);
    let is_alone = |span: &Span| {
        let line = lines.line_span(text, lines.line_of(span.start));
        let before = text.get(line.start as usize..span.start as usize);
        before.is_some_and(|before| before.trim().is_empty())
    };
    // For each line that is such a comment, the next one that is not.
    let mut alone: FxHashMap<usize, usize> = FxHashMap::default();
    for span in comments.iter().rev().filter(|span| is_alone(span)) {
        let line = lines.line_of(span.start);
        let next = alone.get(&(line + 1)).copied().unwrap_or(line + 1);
        alone.insert(line, next);
    }
    for span in comments {
        let line = lines.line_of(span.start);
        let target = alone.get(&line).copied().unwrap_or(line);
        let Some(rules) = rules(text, *span) else {
            continue;
        };
        match rules {
            Ok(rules) => allows.extend(rules.into_iter().map(|rule| Allow {
                rule,
                line: narrow(line),
                target: narrow(target),
            })),
            Err(()) => diagnostics.push(
                Diagnostic::new(
                    RuleName::UNKNOWN_KEY,
                    "this comment says nothing that argmap understands",
                )
                .label(file, *span, "expected `argmap: allow(rule)`")
                .help("write it like this: `# argmap: allow(unsupported-claim)`"),
            ),
        }
    }
}

/// The rules that a comment allows; `None` if the comment is not addressed to argmap.
fn rules(text: &SharedStr, span: Span) -> Option<Result<Vec<super::Text>, ()>> {
    let comment = text.get(span.range())?;
    let spoken = comment
        .trim_start_matches('#')
        .trim_start()
        .strip_prefix("argmap:")?;
    let list = spoken
        .trim()
        .strip_prefix("allow")
        .and_then(|rest| rest.trim_start().strip_prefix('('))
        .and_then(|rest| rest.split_once(')'))
        .map(|(list, _)| list);
    let Some(list) = list.filter(|list| !list.trim().is_empty()) else {
        return Some(Err(()));
    };
    let offset = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    let rule = |part| {
        let part: &str = str::trim(part);
        let start = offset(part);
        Spanned {
            value: text.keep(part.into()),
            span: Span::new(start, start + part.len()),
        }
    };
    Some(Ok(list
        .split(',')
        .map(rule)
        .filter(|rule| !rule.value.is_empty())
        .collect()))
}
