#![doc = include_str!("unmet_expectation.md")]

use crate::check::verdict::Verdicts;
use crate::check::wording::{name, on_one_line};
use crate::check::{Context, Info, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::map::Expectation;
use crate::reason::Label;

static INFO: Info = Info {
    name: "unmet-expectation",
    level: Level::Deny,
    summary: "a claim whose label is not the one that `[expect]` states",
    page: include_str!("unmet_expectation.md"),
};

pub(in crate::check) struct UnmetExpectation;

impl Rule for UnmetExpectation {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn check(&self, context: &Context<'_, '_>, findings: &mut Vec<Diagnostic>) {
        let map = context.map;
        if map.expectations().is_empty() {
            return;
        }
        let labelling = context.labelling();
        let unmet = map.expectations().iter();
        let mut unmet = unmet
            .filter(|expected| labelling.claim(expected.claim) != expected.label.into())
            .peekable();
        if unmet.peek().is_none() {
            return;
        }
        let verdicts = Verdicts::new(context);
        findings.extend(unmet.map(|expected| finding(context, &verdicts, *expected)));
    }
}

fn finding(
    context: &Context<'_, '_>,
    verdicts: &Verdicts<'_, '_>,
    expected: Expectation,
) -> Diagnostic {
    let map = context.map;
    let Expectation {
        claim,
        label,
        place,
    } = expected;
    let found = context.labelling().claim(claim);
    let id = name(map.id(claim));
    let message = format!("{id} is {found}: {}", verdicts.of(claim));
    let own = map.place(claim);
    Diagnostic::new(INFO.name, message)
        .label(
            place.file,
            place.span,
            format!("is expected to be {}", Label::from(label)),
        )
        .label(own.file, own.span, format!("is {found}"))
        .help(format!(
            "`argmap why {}` explains it in full; mend the argument, or what is expected of it",
            on_one_line(map.id(claim))
        ))
}
