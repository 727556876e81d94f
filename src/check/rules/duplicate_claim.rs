#![doc = include_str!("duplicate_claim.md")]

use rustc_hash::FxHashSet;

use crate::check::wording::name;
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Level, Place, RuleName};
use crate::map::{Map, Repeat, Repeated};
use crate::syntax::{FileId, TableKind};

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::DUPLICATE_CLAIM,
    level: Level::Deny,
    summary: "one id for two claims, steps, sources or speakers",
    page: include_str!("duplicate_claim.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let map = context.map;
    let is_defined = |what: &Repeated| matches!(what, Repeated::Claim(_));
    let steps = if map.repeats().iter().any(|repeat| is_defined(&repeat.what)) {
        step_ids(map)
    } else {
        FxHashSet::default()
    };
    for repeat in map.repeats() {
        let Some(words) = RepeatWords::of(repeat, &steps) else {
            continue;
        };
        let Repeat { first, second, .. } = *repeat;
        let message = format!("{}, first at {}", words.message, context.point(first));
        findings.push(
            Diagnostic::new(RULE.name, message)
                .label(second.file, second.span, words.again)
                .label(first.file, first.span, words.before)
                .note(words.note)
                .help(words.help),
        );
    }
}

/// The places where steps are given ids.
fn step_ids(map: &Map) -> FxHashSet<Place> {
    let documents = (0..).map(FileId).zip(map.documents());
    let places = documents.flat_map(|(file, document)| {
        let spans = document.step_ids().map(|id| id.span);
        spans.map(move |span| Place { file, span })
    });
    places.collect()
}

/// The words about one repetition.
struct RepeatWords {
    message: String,
    again: &'static str,
    before: &'static str,
    note: &'static str,
    help: &'static str,
}

impl RepeatWords {
    fn of(repeat: &Repeat, steps: &FxHashSet<Place>) -> Option<Self> {
        let are_steps = [repeat.first, repeat.second].map(|place| steps.contains(&place));
        let words = match &repeat.what {
            Repeated::Claim(id) => {
                let id = name(id);
                match are_steps {
                    [false, false] => Self {
                        message: format!("the claim {id} is defined again"),
                        again: "defined again here",
                        before: "first defined here",
                        note: "only the first definition is part of the map",
                        help: "give one of them another id, or merge the two",
                    },
                    [true, true] => Self {
                        message: format!("a step has the id {id} again"),
                        again: "given again here",
                        before: "first given here",
                        note: "an undercut of this id means the first one",
                        help: "give one of them another id",
                    },
                    _ => Self {
                        message: format!("{id} is the id of a step and of a claim"),
                        again: "the id of a step",
                        before: "the id of a claim",
                        note: "claims and steps share one set of ids, so that every reference is clear",
                        help: "give the step another id",
                    },
                }
            }
            Repeated::Table(TableKind::Speaker, id) => Self {
                message: format!("the speaker {} is declared again", name(id)),
                again: "declared again here",
                before: "first declared here",
                note: "the name in the first declaration counts",
                help: "drop one of the two, or give one of them another id",
            },
            Repeated::Table(TableKind::Question, id) => Self {
                message: format!("the question {} is defined again", name(id)),
                again: "defined again here",
                before: "first defined here",
                note: "only the first one counts, with its answers",
                help: "put all answers into one, or give one of them another id",
            },
            Repeated::Table(_, id) => Self {
                message: format!("the source {} is defined again", name(id)),
                again: "defined again here",
                before: "first defined here",
                note: "quotations are looked for only in the first one",
                help: "give one of them another id, and name it in the quotations from it",
            },
            Repeated::Header(key) => Self {
                message: format!("the map's `{key}` is stated again"),
                again: "stated again here",
                before: "first stated here",
                note: "only the first one counts; a map has one title, one language, one default source",
                help: "drop one of the two",
            },
            Repeated::Relation(..)
            | Repeated::Answer(..)
            | Repeated::Undercut(..)
            | Repeated::Premise(..)
            | Repeated::Outweighing(_) => return None,
        };
        Some(words)
    }
}
