#![doc = include_str!("unknown_speaker.md")]

use crate::check::spelling::{KnownNames, Speller};
use crate::check::wording::name;
use crate::check::{Context, Rule, right_name};
use crate::diagnostic::{Diagnostic, Level, Place, RuleName};
use crate::map::{ReferenceFault, Unresolved};

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::UNKNOWN_SPEAKER,
    level: Level::Deny,
    summary: "a `by` that names no declared speaker",
    page: include_str!("unknown_speaker.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let map = context.map;
    let is_speaker = |reference: &&Unresolved| {
        reference.fault == ReferenceFault::UnknownSpeaker
            && !context.unread.defines(&reference.name)
    };
    let mut references = map.unresolved().iter().filter(is_speaker).peekable();
    if references.peek().is_none() {
        return;
    }
    let speakers: Vec<(&str, Place)> = map
        .speakers()
        .map(|(file, speaker)| {
            let span = speaker.id.span;
            (speaker.id.value.as_ref(), Place { file, span })
        })
        .collect();
    let names = KnownNames::new(speakers.iter().map(|&(id, _)| id));
    let mut search = Speller::new(&names);
    for reference in references {
        let Place { file, span } = reference.place;
        let message = format!("{} is not a declared speaker", name(&reference.name));
        let finding =
            Diagnostic::new(RULE.name, message).label(file, span, "no speaker has this id");
        let near = search.nearest(&reference.name).iter();
        let near: Vec<_> = near
            .filter_map(|near| speakers.get(near.number as usize).copied())
            .collect();
        findings.push(if near.is_empty() {
            let table = name(&format!("[speaker.{}]", reference.name));
            finding.help(format!("declare the speaker: {table}"))
        } else {
            let fix = |id: &str| right_name::of_string(context, reference.place, id);
            right_name::did_you_mean(context, finding, &near, fix)
        });
    }
}
