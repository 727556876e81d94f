//! Runs a rule of your own together with argmap's rules: `cargo run --example own_rule`.
//!
//! The rule finds claims that are worded as questions. A question is neither true nor false.
#![expect(clippy::print_stdout, reason = "an example prints")]

use argmap::check::{Context, Levels, Rule, check_with};
use argmap::diagnostic::{Diagnostic, RuleName};
use argmap::map::Map;
use argmap::proof::Proof;
use argmap::render;
use argmap::syntax::Files;

const QUESTION: RuleName = RuleName::new("question");

static RULE: Rule<'_> = Rule::new(
    QUESTION,
    "a claim that is worded as a question",
    "# question\n\nA claim is true or false, and a question is neither.\n",
    &check,
);

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let map = context.map;
    for claim in map.claims() {
        if map.text(claim, None).ends_with('?') {
            let place = map.place(claim);
            let message = format!("the text of `{}` is a question", map.id(claim));
            let finding = Diagnostic::new(QUESTION, message)
                .label(place.file, place.span, "neither true nor false")
                .help("write the answer that the author gives or means");
            findings.push(finding);
        }
    }
}

const MAP: &str = r#"
[claim.wet]
text = "The street is wet."

[claim.rain]
text     = "Has it rained?"
supports = ["wet"]

# argmap: allow(question)
[claim.hose]
text     = "Who left the hose on?"
supports = ["wet"]
"#;

fn main() {
    let files = Files::from_text("street.toml", MAP);
    let map = Map::new(&files);
    let report = check_with(Proof::new(&map), &Levels::default(), &[&RULE]);
    print!("{}", render::short(&report, &files));
}
