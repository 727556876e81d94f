//! Writes a map as a Lightweight Text Assurance Case (LTAC 1.1, <https://www.argevide.com/documents/ltac.txt>): an
//! indented list of claims, strategies and contexts, for assurance case tools.
//!
//! An assumed claim below another claim is an assumption if there are no reasons for it or objections to it. A
//! quotation is a context of its claim. A step is a strategy if it has several premises, or if something is said about
//! it. Objections have the option `iscounter`. Assumed claims that are not assumptions have the option `assumed`. Both
//! options are those of extended LTAC 1.5 (<https://github.com/david-a-wheeler/verocase>). A question is a context of
//! the claims that answer it. A claim that is used twice is written once, and after that as a link. Claims that lead to
//! no other claim begin separate arguments.

use std::io::{self, Write};

use rustc_hash::{FxHashMap, FxHashSet};

use super::outline::{roots, unanswered};
use super::{ExportFormat, Part, Thing, lost, one_line};
use crate::losses::Losses;
use crate::map::{ClaimId, QuestionId, StepId};
use crate::syntax::Polarity;

/// LTAC.
pub(super) struct Ltac;

/// What the format can express.
const CARRIED: &[Thing] = &[
    Thing::Assumed,
    Thing::Quotation,
    Thing::Linked,
    Thing::StepId,
    Thing::Objection,
    Thing::Question,
];

impl ExportFormat for Ltac {
    fn name(&self) -> &'static str {
        "ltac"
    }

    fn carried(&self) -> &'static [Thing] {
        CARRIED
    }

    fn losses(&self, part: Part<'_>) -> Losses {
        let mut losses = lost::losses(part, CARRIED, self.name(), self.keeps());
        losses.add(Thing::Question.what(), unanswered(part));
        losses
    }

    fn write(&self, part: Part<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut page = LtacPage::new(part);
        for (number, claim) in roots(part).into_iter().enumerate() {
            page.argument(claim, number == 0, out)?;
        }
        // The rest can be reached only through cycles.
        for claim in part.claims() {
            if !page.written.contains(&claim) {
                page.argument(claim, page.written.is_empty(), out)?;
            }
        }
        Ok(())
    }
}

/// Something to be written below something else.
#[derive(Clone, Copy)]
enum LtacItem {
    Claim(ClaimId, bool),
    Strategy(StepId),
}

struct LtacPage<'m> {
    part: Part<'m>,
    /// The reasons for and objections to each claim.
    steps: FxHashMap<ClaimId, Vec<StepId>>,
    written: FxHashSet<ClaimId>,
    asked: FxHashSet<QuestionId>,
}

impl<'m> LtacPage<'m> {
    fn new(part: Part<'m>) -> Self {
        let mut steps: FxHashMap<ClaimId, Vec<StepId>> = FxHashMap::default();
        for step in part.steps() {
            let conclusion = part.map.step(step).conclusion;
            steps.entry(conclusion).or_default().push(step);
        }
        Self {
            part,
            steps,
            written: FxHashSet::default(),
            asked: FxHashSet::default(),
        }
    }

    /// Writes a claim and everything below it.
    fn argument(&mut self, root: ClaimId, is_first: bool, out: &mut dyn Write) -> io::Result<()> {
        if self.written.contains(&root) {
            return Ok(());
        }
        if !is_first {
            writeln!(out)?;
        }
        let mut open = vec![(LtacItem::Claim(root, false), 0)];
        while let Some((element, depth)) = open.pop() {
            let indent = "  ".repeat(depth);
            let below = match element {
                LtacItem::Claim(claim, is_counter) => self.claim(claim, is_counter, depth, out)?,
                LtacItem::Strategy(step) => {
                    writeln!(out, "{indent}- {}", self.strategy(step))?;
                    let premises = self.part.map.premises(step);
                    premises
                        .map(|premise| LtacItem::Claim(premise, false))
                        .collect()
                }
            };
            open.extend(below.into_iter().rev().map(|element| (element, depth + 1)));
        }
        Ok(())
    }

    /// Writes a claim with its contexts; returns what is below it.
    fn claim(
        &mut self,
        claim: ClaimId,
        is_counter: bool,
        depth: usize,
        out: &mut dyn Write,
    ) -> io::Result<Vec<LtacItem>> {
        let map = self.part.map;
        let indent = "  ".repeat(depth);
        let id = identifier(map.id(claim));
        let options = |is_assumed: bool| match (is_assumed, is_counter) {
            (true, true) => " {assumed, iscounter}",
            (true, false) => " {assumed}",
            (false, true) => " {iscounter}",
            (false, false) => "",
        };
        if !self.written.insert(claim) {
            writeln!(out, "{indent}- Link {id}{}", options(false))?;
            return Ok(Vec::new());
        }
        let written = map.claim(claim);
        let steps = self.steps.get(&claim).map_or(&[][..], Vec::as_slice);
        let is_assumption = written.is_assumed() && steps.is_empty() && depth > 0;
        let kind = if is_assumption { "Assumption" } else { "Claim" };
        let options = options(written.is_assumed() && !is_assumption);
        let text = statement(map.text(claim, None));
        writeln!(out, "{indent}- {kind} {id}: {text}{options}")?;
        for quote in &written.quotes {
            let words = one_line(&quote.text.value);
            writeln!(out, "{indent}  - Context: “{words}”")?;
        }
        for &question in map.questions_of(claim) {
            let id = identifier(&format!("question {}", map.question(question).id.value));
            if self.asked.insert(question) {
                let text = statement(map.question_text(question, None));
                writeln!(out, "{indent}  - Context {id}: {text}")?;
            } else {
                writeln!(out, "{indent}  - Link {id}")?;
            }
        }
        let below = steps.iter().map(|&step| {
            let mut premises = map.premises(step);
            let is_plain = map.step_name(step).is_none()
                && map.step_why(step).is_none()
                && map.step_scheme(step).is_none();
            match (premises.next(), premises.next()) {
                (Some(premise), None) if is_plain => {
                    LtacItem::Claim(premise, map.step(step).polarity == Polarity::Against)
                }
                _ => LtacItem::Strategy(step),
            }
        });
        Ok(below.collect())
    }

    /// The text of a strategy: its warrant, or else its scheme.
    fn strategy(&self, step: StepId) -> String {
        let map = self.part.map;
        // No claim's id contains a space, so this name is free.
        let id = map.step_name(step).map(identifier);
        let id = id.unwrap_or_else(|| format!("step {}", step.index() + 1));
        let is_against = map.step(step).polarity == Polarity::Against;
        let said = map.step_why(step).or(map.step_scheme(step));
        let said = said.map_or_else(|| "Together".to_owned(), |said| statement(&said.value));
        let options = if is_against { " {iscounter}" } else { "" };
        format!("Strategy {id}: {said}{options}")
    }
}

/// An id that LTAC allows: a colon would end it, and a circumflex would refer to something elsewhere.
fn identifier(id: &str) -> String {
    one_line(id).replace([':', '^'], "-")
}

/// A text whose end cannot be read as an option or a reference.
fn statement(text: &str) -> String {
    let mut text = one_line(text);
    if text.ends_with('}') {
        text.push_str(" {}");
    } else if text.ends_with(')') {
        text.push_str(" ()");
    }
    text
}
