#![doc = include_str!("fallen_thesis.md")]

use rustc_hash::FxHashSet;

use crate::check::verdict::Verdicts;
use crate::check::wording::{name, on_one_line};
use crate::check::{Context, Info, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::map::ClaimId;
use crate::reason::Label;

static INFO: Info = Info {
    name: "fallen-thesis",
    level: Level::Warn,
    summary: "a thesis that is not accepted",
    page: include_str!("fallen_thesis.md"),
};

pub(in crate::check) struct FallenThesis;

impl Rule for FallenThesis {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn check(&self, context: &Context<'_, '_>, findings: &mut Vec<Diagnostic>) {
        let map = context.map;
        let expected: FxHashSet<_> = map.expectations().iter().map(|is| is.claim).collect();
        let theses = map.thesis_or_root().into_iter();
        // What the author expects of the thesis is either so, or is found unmet.
        let mut fallen = theses
            .filter(|thesis| !expected.contains(thesis))
            .filter(|&thesis| context.labelling().claim(thesis) != Label::Accepted)
            .peekable();
        if fallen.peek().is_some() {
            let verdicts = Verdicts::new(context);
            findings.extend(fallen.map(|thesis| finding(context, &verdicts, thesis)));
        }
    }
}

fn finding(context: &Context<'_, '_>, verdicts: &Verdicts<'_, '_>, thesis: ClaimId) -> Diagnostic {
    let map = context.map;
    let label = context.labelling().claim(thesis);
    let (id, verdict) = (name(map.id(thesis)), verdicts.of(thesis));
    let own = map.place(thesis);
    Diagnostic::new(INFO.name, format!("the thesis {id} is {label}: {verdict}"))
        .label(own.file, own.span, format!("is {label}"))
        .help(format!(
            "`argmap why {}` explains it in full; answer what speaks against it, or say under `[expect]` that it \
             is to be {label}",
            on_one_line(map.id(thesis))
        ))
}
