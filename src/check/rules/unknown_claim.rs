#![doc = include_str!("unknown_claim.md")]

use crate::check::{Context, Info, Rule};
use crate::diagnostic::{Diagnostic, Level};
use crate::map::Fault;
use crate::nearest::nearest;

static INFO: Info = Info {
    name: "unknown-claim",
    level: Level::Deny,
    summary: "a reference to a claim that there is not",
    page: include_str!("unknown_claim.md"),
};

pub(in crate::check) struct UnknownClaim;

impl Rule for UnknownClaim {
    fn info(&self) -> &'static Info {
        &INFO
    }

    fn check(&self, context: &Context<'_, '_>, findings: &mut Vec<Diagnostic>) {
        let map = context.map;
        for reference in map.unresolved() {
            let (key, name) = (reference.key, &reference.name);
            if reference.fault != Fault::UnknownClaim {
                continue;
            }
            let mut finding = Diagnostic::new(
                INFO.name,
                format!("`{key}` names `{name}`, which is no claim"),
            )
            .label(
                reference.place.file,
                reference.place.span,
                "no claim has this id",
            );
            if let Some(near) = nearest(name, map.claims().map(|claim| map.id(claim))) {
                finding = finding.help(format!("did you mean `{near}`?"));
            }
            findings.push(finding);
        }
    }
}
