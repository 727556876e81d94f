#![doc = include_str!("merge_conflict.md")]

use crate::check::wording::{name, on_one_line};
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Fix, Level, Place, RuleName};
use crate::map::Map;
use crate::syntax::parts::{self, TableText};
use crate::syntax::{FileId, MergeConflict, Span};

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::MERGE_CONFLICT,
    level: Level::Deny,
    summary: "a place where the two sides of a merge disagree",
    page: include_str!("merge_conflict.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let map = context.map;
    for (number, document) in (0..).zip(map.documents()) {
        if document.conflicts.is_empty() {
            continue;
        }
        let lines = SideLines::new(map, FileId(number));
        for (number, conflict) in document.conflicts.iter().enumerate() {
            findings.push(finding(conflict, number, &lines));
        }
    }
}

fn finding(conflict: &MergeConflict, number: usize, lines: &SideLines<'_>) -> Diagnostic {
    let file = lines.file;
    let message = match &conflict.at {
        Some(at) => format!(
            "the two sides of a merge disagree about {}",
            name(&at.value)
        ),
        None => "the two sides of a merge disagree about this whole file".to_owned(),
    };
    let finding = Diagnostic::new(RULE.name, message)
        .help("edit the place as you want it, then remove the table `[[conflict]]`");
    let finding = match &conflict.other {
        Some(other) => finding.label(file, other.span, "what the other side has there"),
        None => finding.label(file, conflict.span, "the other side removed it"),
    };
    let finding = match &conflict.was {
        Some(was) if was.value.trim().contains('\n') => {
            finding.label(file, was.span, "what both started from")
        }
        Some(was) => finding.note(format!(
            "both started from `{}`",
            on_one_line(was.value.trim())
        )),
        None => finding.note("neither side had it before"),
    };
    let Some(line) = lines.of(conflict) else {
        return finding;
    };
    let finding = finding.label(file, line.value, "what the current side has");
    let Some(&table) = lines.conflicts.get(number) else {
        return finding;
    };
    let other = conflict.other.as_ref().map_or_else(String::new, |other| {
        format!("{}\n", other.value.trim_matches('\n'))
    });
    let edit = |span, text| (Place { file, span }, text);
    let keep = vec![edit(table, String::new())];
    let take = vec![edit(line.whole, other), edit(table, String::new())];
    finding
        .fix(Fix::guess("keep what the current side has", keep))
        .fix(Fix::guess("take what the other side has", take))
}

/// The places of the lines in a file that a merge was about.
struct SideLines<'m> {
    file: FileId,
    tables: Vec<TableText<'m>>,
    /// The `[[conflict]]` tables in order, including the blank lines above.
    conflicts: Vec<Span>,
}

/// The current side's line.
struct OwnLine {
    whole: Span,
    value: Span,
}

impl<'m> SideLines<'m> {
    fn new(map: &'m Map, file: FileId) -> Self {
        let tables = parts::tables(&map.files().file(file).text).unwrap_or_default();
        let mut conflicts = Vec::new();
        let mut start = 0;
        for table in &tables {
            let end = start + table.length() - table.tail.len();
            if table.is_array && matches!(&*table.path, [only] if only == "conflict") {
                // Comments above it stay.
                let is_blank = table.lead.trim().is_empty();
                let lead = if is_blank { 0 } else { table.lead.len() };
                conflicts.push(Span::new(start + lead, end));
            }
            start = end + table.tail.len();
        }
        Self {
            file,
            tables,
            conflicts,
        }
    }

    /// The line that the conflict is about, if exactly one has that name.
    fn of(&self, conflict: &MergeConflict) -> Option<OwnLine> {
        let at = &*conflict.at.as_ref()?.value;
        let mut found = None;
        for table in &self.tables {
            let name = table.name();
            for key in &table.keys {
                if parts::key_name(&name, key) != at {
                    continue;
                }
                let value = key.start + key.key.len();
                let line = OwnLine {
                    whole: Span::new(key.start, value + key.value.len() + key.rest.len()),
                    value: Span::new(value, value + key.value.len()),
                };
                if found.replace(line).is_some() {
                    return None;
                }
            }
        }
        found
    }
}
