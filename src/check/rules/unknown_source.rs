#![doc = include_str!("unknown_source.md")]

use crate::check::spelling::{KnownNames, Speller};
use crate::check::wording::{list, name};
use crate::check::{Context, Rule, right_name};
use crate::diagnostic::{Diagnostic, Level, Place, RuleName};
use crate::map::{ReferenceFault, Unresolved};

/// Maximum number of sources named in a message.
const NAMED: usize = 4;

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::UNKNOWN_SOURCE,
    level: Level::Deny,
    summary: "a quotation from a source that does not exist",
    page: include_str!("unknown_source.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let map = context.map;
    let is_of_source = |reference: &&Unresolved| match reference.fault {
        ReferenceFault::UnknownSource => !context.unread.defines(&reference.name),
        ReferenceFault::OtherSource { .. } => true,
        _ => false,
    };
    let mut references = map.unresolved().iter().filter(is_of_source).peekable();
    if references.peek().is_none() {
        return;
    }
    let sources = map.sources().map(|(_, file, source)| {
        let span = source.id.span;
        (source.id.value.as_ref(), Place { file, span })
    });
    let sources: Vec<(&str, Place)> = sources.collect();
    let names = KnownNames::new(sources.iter().map(|&(id, _)| id));
    let mut search = Speller::new(&names);
    let choice = choice(context, &sources);
    findings.extend(references.map(|reference| match &reference.fault {
        ReferenceFault::OtherSource { own } => other(reference, own),
        _ => unknown(context, reference, &mut search, &sources, &choice),
    }));
}

/// Reports an ignored passage that is under one source and names another.
fn other(reference: &Unresolved, own: &str) -> Diagnostic {
    let Unresolved {
        place, name: id, ..
    } = reference;
    Diagnostic::new(
        RULE.name,
        format!(
            "this ignored passage is under {}, but names the source {}",
            name(own),
            name(id)
        ),
    )
    .label(place.file, place.span, "another source")
    .note(format!("it is looked for in {}", name(own)))
    .help(format!(
        "leave `source` out, or move the passage to {}",
        name(&format!("[[source.{id}.ignore]]"))
    ))
}

fn unknown(
    context: &Context<'_>,
    reference: &Unresolved,
    search: &mut Speller<'_, '_>,
    sources: &[(&str, Place)],
    choice: &str,
) -> Diagnostic {
    let Unresolved {
        key,
        place,
        name: id,
        ..
    } = reference;
    let is_default = *key == "source";
    let subject = if is_default {
        "the map's default `source` is"
    } else {
        "this quotation is from"
    };
    let mut finding = Diagnostic::new(
        RULE.name,
        format!("{subject} {}, which is not a source of the map", name(id)),
    )
    .label(place.file, place.span, "no source has this id");
    if is_default {
        finding = finding.note("quotations that name no source are not looked for");
    }
    let near = search.nearest(id).iter();
    let near: Vec<_> = near
        .filter_map(|near| sources.get(near.number as usize).copied())
        .collect();
    if !near.is_empty() {
        let fix = |id: &str| right_name::of_string(context, *place, id);
        return right_name::did_you_mean(context, finding, &near, fix);
    }
    if choice.is_empty() {
        finding.help(format!(
            "define it: {} with its `path`",
            name(&format!("[source.{id}]"))
        ))
    } else {
        finding.help(format!("name one of {choice}, or define this one too"))
    }
}

/// The sources of the map with their places. Only the first few of many.
fn choice(context: &Context<'_>, sources: &[(&str, Place)]) -> String {
    let spell = |&(id, place): &(&str, Place)| format!("{} ({})", name(id), context.spell(place));
    let mut named: Vec<_> = sources.iter().take(NAMED).map(spell).collect();
    if sources.len() > NAMED {
        named.push(format!("{} more", sources.len() - NAMED));
    }
    list(&named)
}
