#![doc = include_str!("unknown_source.md")]

use crate::check::spelling::{Names, Search};
use crate::check::wording::{list, name};
use crate::check::{Context, Info, Rule, replacement};
use crate::diagnostic::{Diagnostic, Level, Place};
use crate::map::{Fault, Unresolved};

/// So many sources are named in a message.
const NAMED: usize = 4;

static INFO: Info = Info {
    name: "unknown-source",
    level: Level::Deny,
    summary: "a quotation from a source that there is not",
    page: include_str!("unknown_source.md"),
};

pub(in crate::check) struct UnknownSource;

impl Rule for UnknownSource {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn check(&self, context: &Context<'_, '_>, findings: &mut Vec<Diagnostic>) {
        let map = context.map;
        let is_of_source =
            |fault: &Fault| matches!(fault, Fault::UnknownSource | Fault::UnnamedSource);
        let mut references = map
            .unresolved()
            .iter()
            .filter(|reference| is_of_source(&reference.fault))
            .peekable();
        if references.peek().is_none() {
            return;
        }
        let places: Vec<_> = map
            .sources()
            .map(|(_, file, source)| Place {
                file,
                span: source.id.span,
            })
            .collect();
        let names = Names::new(map.sources().map(|(_, _, source)| source.id.value.as_ref()));
        let mut search = Search::new(&names);
        let choice = choice(context, &places);
        findings.extend(references.map(|reference| {
            if reference.fault == Fault::UnnamedSource {
                unnamed(reference, places.len(), &choice)
            } else {
                unknown(context, reference, &mut search, &places, &choice)
            }
        }));
    }
}

fn unnamed(reference: &Unresolved, sources: usize, choice: &str) -> Diagnostic {
    let place = reference.place;
    Diagnostic::new(
        INFO.name,
        format!("this quotation names no source, and the map has {sources}"),
    )
    .label(place.file, place.span, "from which source?")
    .help(format!(
        "write `{{ text = \"…\", source = \"…\" }}` with one of {choice}"
    ))
}

fn unknown(
    context: &Context<'_, '_>,
    reference: &Unresolved,
    search: &mut Search<'_, '_>,
    places: &[Place],
    choice: &str,
) -> Diagnostic {
    let Unresolved {
        place, name: id, ..
    } = reference;
    let finding = Diagnostic::new(
        INFO.name,
        format!(
            "this quotation is from {}, which is no source of the map",
            name(id)
        ),
    )
    .label(place.file, place.span, "no source has this id");
    if let Some(near) = search.nearest(id) {
        let at = places.get(near.number as usize).copied();
        let at = at.map_or_else(String::new, |place| context.spell(place));
        let finding = finding.help(format!("did you mean {} ({at})?", name(near.name)));
        return match replacement::of_string(context, *place, near.name) {
            Some(fix) => finding.fix(fix),
            None => finding,
        };
    }
    if choice.is_empty() {
        finding.help(format!("define it: `[source.{id}]` with its `path`"))
    } else {
        finding.help(format!("name one of {choice}, or define this one too"))
    }
}

/// The sources of the map with their places, the first few of many.
fn choice(context: &Context<'_, '_>, places: &[Place]) -> String {
    let mut named: Vec<_> = context
        .map
        .sources()
        .zip(places)
        .take(NAMED)
        .map(|((_, _, source), &place)| {
            format!("{} ({})", name(&source.id.value), context.spell(place))
        })
        .collect();
    if places.len() > NAMED {
        named.push(format!("{} more", places.len() - NAMED));
    }
    list(&named)
}
