#![doc = include_str!("lone_answer.md")]

use crate::check::wording::name;
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Level, Place, RuleName};

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::LONE_ANSWER,
    level: Level::Warn,
    summary: "an exclusive question with fewer than two answers",
    page: include_str!("lone_answer.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let map = context.map;
    for id in map.questions() {
        let question = map.question(id);
        let (Some(exclusive), answers) = (&question.exclusive, map.answers(id)) else {
            continue;
        };
        // Answers that are not claims, or are listed again, have findings of their own.
        if !exclusive.value || question.answers.len() > 1 {
            continue;
        }
        let place = Place {
            file: map.question_place(id).file,
            span: exclusive.span,
        };
        let (how_many, label) = match answers {
            [] => ("no answer", "there is nothing to exclude"),
            _ => ("one answer", "there is no other answer to exclude"),
        };
        let message = format!(
            "the exclusive question {} has {how_many}",
            name(&question.id.value)
        );
        let finding = Diagnostic::new(RULE.name, message)
            .label(place.file, place.span, label)
            .help("list the claims that answer it, such as `answers = [\"yes\", \"no\"]`, or drop `exclusive`");
        findings.push(finding);
    }
}
