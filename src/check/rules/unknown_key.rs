#![doc = include_str!("unknown_key.md")]

use crate::check::levels::ALL;
use crate::check::wording::name;
use crate::check::{Context, Rule, registry};
use crate::diagnostic::{Diagnostic, Fix, Level, Place, RuleName};
use crate::syntax::{FileId, Text};

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::UNKNOWN_KEY,
    level: Level::Deny,
    summary: "a key, or the name of a rule, that does not exist",
    page: include_str!("unknown_key.md"),
    check: &check,
};

/// Checks only the names of rules, which only the registry knows. Reading the files has found all other unknown keys.
fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let lints = context
        .map
        .lints()
        .map(|(file, lint)| (file, &lint.rule, "`[lints]` names"));
    let allows = context
        .map
        .allows()
        .map(|(file, allow)| (file, &allow.rule, "this comment allows"));
    let unknown = lints
        .chain(allows)
        .filter(|(_, rule, _)| rule.value != ALL && !context.has_rule(&rule.value));
    findings.extend(unknown.map(|(file, rule, names)| no_rule(file, rule, names)));
}

fn no_rule(file: FileId, rule: &Text, names: &str) -> Diagnostic {
    let finding = Diagnostic::new(
        RULE.name,
        format!("{names} {}, which is not a rule", name(&rule.value)),
    )
    .label(file, rule.span, "no rule has this name");
    let slip = registry::one_slip_away(&rule.value);
    match slip.or_else(|| registry::nearest(&rule.value)) {
        Some(near) => {
            let place = Place {
                file,
                span: rule.span,
            };
            let (title, edits) = (format!("write `{near}`"), vec![(place, near.to_owned())]);
            finding
                .help(format!("did you mean `{near}`?"))
                .fix(match slip {
                    Some(_) => Fix::certain(title, edits),
                    None => Fix::guess(title, edits),
                })
        }
        None => finding.help("`argmap explain` lists all rules"),
    }
}
