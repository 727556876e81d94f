#![doc = include_str!("unknown_speaker.md")]

use crate::check::spelling::{KnownName, KnownNames, Speller};
use crate::check::wording::{either, name};
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
        let finding = Diagnostic::new(
            RULE.name,
            format!("{} is not a declared speaker", name(&reference.name)),
        )
        .label(
            reference.place.file,
            reference.place.span,
            "no speaker has this id",
        );
        let near = search.nearest(&reference.name);
        if near.is_empty() {
            findings.push(finding.help(format!(
                "declare the speaker: {}",
                name(&format!("[speaker.{}]", reference.name))
            )));
            continue;
        }
        let spell = |near: &KnownName<'_>| {
            let place = speakers.get(near.number as usize).map(|&(_, place)| place);
            let at = place.map_or_else(String::new, |place| context.spell(place));
            format!("{} ({at})", name(near.name))
        };
        let choices: Vec<String> = near.iter().map(spell).collect();
        let fixes = near.iter();
        let fixes =
            fixes.filter_map(|near| right_name::of_string(context, reference.place, near.name));
        let finding = finding.help(format!("did you mean {}?", either(&choices)));
        findings.push(fixes.fold(finding, Diagnostic::fix));
    }
}
