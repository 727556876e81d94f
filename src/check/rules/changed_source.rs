#![doc = include_str!("changed_source.md")]

use crate::check::quotation_wording::source_name;
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Level, RuleName};
use crate::quotes::SourceText;
use crate::syntax::{FileId, Text};

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::CHANGED_SOURCE,
    level: Level::Deny,
    summary: "a source that is no longer the copy that was pinned",
    page: include_str!("changed_source.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let proof = context.proof();
    for (id, file, source) in proof.sources() {
        if let (Ok(text), Some(pinned)) = (proof.source(id), &source.sha256) {
            let name = source_name(context, id);
            findings.extend(changed(&name, text, file, pinned));
        }
    }
}

fn changed(source: &str, text: &SourceText, file: FileId, pinned: &Text) -> Option<Diagnostic> {
    let digest = text.sha256();
    if pinned.value.eq_ignore_ascii_case(digest) {
        return None;
    }
    let message = format!("the source {source} is not the copy that was pinned");
    let finding = Diagnostic::new(RULE.name, message)
        .label(file, pinned.span, "the text has another SHA-256 now")
        .note(format!("its SHA-256 is `{digest}`"));
    Some(match text.same_but_for(&pinned.value) {
        Some(differs) => finding
            .note(format!("only {differs} changed; the words are the same"))
            .help("`argmap quote pin` updates the pin"),
        None => finding.help(
            "see what has changed in it and whether the claims still follow; `argmap quote pin` then updates the pin",
        ),
    })
}
