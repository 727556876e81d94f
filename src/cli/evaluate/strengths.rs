//! How far each claim stands, as people and programs read it.

use std::fmt::Write;

use argmap::map::{ClaimId, StepId};
use argmap::printable::Shown;
use argmap::reason::strength::{CLAMP, SAME, Semantics, base_score};
use argmap::reason::{Strengths, Suppositions, strengths};
use argmap::shown;
use serde_json::{Value, json};

use super::scope::Scope;
use crate::cli::Failure;
use crate::cli::bar::{Bars, CLAMPED, UNSETTLED};
use crate::cli::naming::counted;
use crate::cli::output::to_json;
use crate::cli::paragraph::{Paragraph, Style};

/// The strengths of a map, or of what is selected of it.
pub(crate) struct Weighed<'f> {
    pub(crate) scope: Scope<'f>,
    pub(crate) strengths: &'f Strengths,
    pub(crate) bars: Bars,
}

/// A claim whose strength a supposition moves.
struct Move {
    claim: ClaimId,
    from: f64,
    to: f64,
}

impl Weighed<'_> {
    pub(super) fn print_tree(&self, depth: Option<u32>) -> Result<(), Failure> {
        self.scope
            .print_tree(depth, &self.verdict(None), || self.summary())
    }

    /// How strong the thesis is, in a line for each; and what it was, or what it begins from.
    fn verdict(&self, before: Option<&Strengths>) -> Shown {
        let scope = &self.scope;
        let column = self.bars.columns() + 2;
        let lines = scope.theses().map(|claim| {
            let mut line = Paragraph::of("the thesis", Style::Plain);
            line.push_word(&scope.id(claim), Style::Strong);
            let (word, figure) = before.map_or_else(
                || {
                    (
                        "base score",
                        base_score(scope.map, claim, scope.suppositions),
                    )
                },
                |before| ("was", before.claim(claim)),
            );
            let aside = format!("({word} {})", self.bars.figure(figure));
            line.push_whole(&aside, Style::Dim);
            self.beside(self.bars.of_claim(self.strengths, claim), column, &line)
        });
        lines.collect()
    }

    /// A paragraph beside something that takes all but two of these columns.
    pub(crate) fn beside(&self, left: Shown, column: usize, text: &Paragraph) -> Shown {
        text.beside(&(left + "  "), column, self.scope.look.width, column)
    }

    /// How many claims are on which side of one half, by which semantics, and all that is to be known of the figures.
    fn summary(&self) -> Shown {
        let claims = || self.scope.claims();
        let strength = |claim| self.strengths.claim(claim);
        let above = claims().filter(|&claim| strength(claim) > 0.5 + SAME);
        let below = claims().filter(|&claim| strength(claim) < 0.5 - SAME);
        let (above, below) = (above.count(), below.count());
        let between = claims().count() - above - below;
        let semantics = self.strengths.semantics();
        let mut line = Paragraph::of(&format!("by {semantics}:"), Style::Plain);
        line.push_word(&format!("{above} above 0.5,"), Style::Because);
        line.push_word(&format!("{below} below,"), Style::But);
        line.push_word(&format!("{between} at it"), Style::Plain);
        let mut text = self.scope.wrapped(&line);
        for note in self.notes() {
            text += self.scope.hanging(&Paragraph::of(&note, Style::Dim), 0, 2);
        }
        text.trimmed()
    }

    /// What a reader of the figures must be told.
    pub(crate) fn notes(&self) -> Vec<String> {
        let (scope, strengths) = (&self.scope, self.strengths);
        let (least, most) = CLAMP;
        let mut notes = Vec::new();
        if !scope.map.is_weighed() {
            notes.push(
                "no claim has a `credence` and no step a `strength`: the figures come from the structure of the map alone"
                    .to_owned(),
            );
        }
        let claims = scope.claims().filter(|&claim| strengths.is_clamped(claim));
        let steps = scope
            .steps()
            .filter(|&step| strengths.is_step_clamped(step));
        let counts = [
            (claims.count(), "claim", "claims"),
            (steps.count(), "step", "steps"),
        ];
        let dots = if scope.look.ascii { "..." } else { "…" };
        let clamped = counts.iter().filter(|(count, ..)| *count > 0);
        let clamped = clamped.map(|&(count, one, many)| counted(count, one, many));
        let clamped: Vec<Shown> = clamped.collect();
        if !clamped.is_empty() {
            let all: usize = counts.iter().map(|(count, ..)| count).sum();
            let are = if all == 1 { "is" } else { "are" };
            notes.push(format!(
                "{CLAMPED} {} {are} clamped to {least}{dots}{most}: log-odds of 0 and 1 are infinite",
                Shown::join(clamped, " and ")
            ));
        }
        let unsettled = scope.claims().filter(|&claim| !strengths.is_settled(claim));
        let unsettled = unsettled.count();
        if unsettled > 0 {
            let (claims, figures) = match unsettled {
                1 => ("claim", "its figure is"),
                _ => ("claims", "their figures are"),
            };
            notes.push(format!(
                "{UNSETTLED} did not converge for {unsettled} {claims}: a circle did not come to rest, and {figures} \
                 where it was stopped"
            ));
        }
        notes.extend(self.caveat());
        let mut steps = scope.steps();
        if steps.any(|step| scope.map.premises(step).nth(1).is_some()) {
            notes.push(
                "the strengths of linked premises are multiplied: an extension of argmap's own, for the semantics as \
                 published know no linked premises"
                    .to_owned(),
            );
        }
        notes
    }

    /// What surprises in the figures of this semantics, where there is such a figure.
    fn caveat(&self) -> Option<String> {
        let scope = &self.scope;
        match self.strengths.semantics() {
            Semantics::LogOdds => {
                let weak = |&step: &StepId| self.strengths.step(step) < 0.5 - SAME;
                Some(match scope.steps().filter(weak).count() {
                    0 => return None,
                    1 => "1 step is weaker than 0.5, so it counts for the other side".to_owned(),
                    many => {
                        format!(
                            "{many} steps are weaker than 0.5, so they count for the other side"
                        )
                    }
                })
            }
            Semantics::Euler => {
                let base = |claim| base_score(scope.map, claim, scope.suppositions);
                let is_end = |&claim: &ClaimId| base(claim) <= 0.0 || base(claim) >= 1.0;
                Some(match scope.claims().filter(is_end).count() {
                    0 => return None,
                    1 => "1 claim has a base score of 0 or 1, which nothing moves".to_owned(),
                    many => {
                        format!("{many} claims have base scores of 0 or 1, which nothing moves")
                    }
                })
            }
            Semantics::DfQuad | Semantics::QuadraticEnergy => None,
        }
    }

    /// What the suppositions change.
    pub(super) fn changes(&self) -> Shown {
        let scope = &self.scope;
        let before = self.before();
        let moves = self.moves(&before);
        let (shown, small): (Vec<_>, Vec<_>) = moves
            .into_iter()
            .partition(|change| self.bars.shows(change.to - change.from));
        let mut text = scope.supposed();
        text += "\n";
        let verdict = self.verdict(Some(&before)) + &scope.lost_theses();
        text += &verdict;
        if !verdict.is_empty() {
            text += "\n";
        }
        let of = scope.claims().count();
        let mut said = match shown.len() {
            0 if scope.selected.is_some() => "no strength moves of what is selected".to_owned(),
            0 => "no strength moves".to_owned(),
            1 => format!("1 of {of} strengths moves"),
            many => format!("{many} of {of} strengths move, most first"),
        };
        if !small.is_empty() {
            let _ = write!(said, ", and {} by less than figures show", small.len());
        }
        if !shown.is_empty() {
            said.push(':');
        }
        text += scope.wrapped(&Paragraph::of(&said, Style::Plain));
        for change in &shown {
            let difference = change.to - change.from;
            let style = if difference > 0.0 {
                Style::Because
            } else {
                Style::But
            };
            let figure = self.bars.difference(difference);
            let column = 2 + figure.chars().count() + 2 + self.bars.columns() + 2;
            let left = shown!(
                "  {}  {}",
                style.paint(&figure),
                self.bars.of_claim(self.strengths, change.claim)
            );
            let mut line = Paragraph::of(&scope.id(change.claim), Style::Strong);
            let was = format!("(was {})", self.bars.figure(change.from));
            line.push_whole(&was, Style::Dim);
            text += self.beside(left, column, &line);
        }
        text += "\n";
        text += self.summary();
        text += "\n";
        text
    }

    /// The strengths of the map as it is.
    fn before(&self) -> Strengths {
        let semantics = self.strengths.semantics();
        strengths(self.scope.map, semantics, &Suppositions::default())
    }

    /// The claims whose strengths differ from those before, by more than rounding: those that differ most first, then in the
    /// order of the files.
    fn moves(&self, before: &Strengths) -> Vec<Move> {
        let moves = self.scope.claims().map(|claim| Move {
            claim,
            from: before.claim(claim),
            to: self.strengths.claim(claim),
        });
        let distance = |change: &Move| rounded((change.to - change.from).abs());
        let mut moves: Vec<_> = moves.filter(|change| distance(change) > 0.0).collect();
        moves.sort_by(|a, b| distance(b).total_cmp(&distance(a)));
        moves
    }

    pub(super) fn json(&self) -> Result<Shown, Failure> {
        let (scope, strengths) = (&self.scope, self.strengths);
        let map = scope.map;
        let claims = scope.claims().map(|claim| {
            let found = json!({
                "base": rounded(base_score(map, claim, scope.suppositions)),
                "strength": rounded(strengths.claim(claim)),
                "clamped": strengths.is_clamped(claim),
                "settled": strengths.is_settled(claim),
            });
            (map.id(claim).to_owned(), found)
        });
        let steps = scope.steps_as_json(|step| {
            json!({
                "strength": rounded(strengths.step(step)),
                "clamped": strengths.is_step_clamped(step),
                "settled": strengths.is_step_settled(step),
            })
        });
        let semantics = strengths.semantics();
        let clamp = (semantics == Semantics::LogOdds).then_some([CLAMP.0, CLAMP.1]);
        let mut answer = json!({
            "version": 1,
            "semantics": semantics.name(),
            "clamp": clamp,
            "converged": strengths.converged(),
            "structure_alone": !map.is_weighed(),
            "claims": claims.collect::<serde_json::Map<_, _>>(),
            "steps": steps,
        });
        if let (false, Some(answer)) = (scope.suppositions.is_empty(), answer.as_object_mut()) {
            let moves = self.moves(&self.before()).into_iter().map(|change| {
                json!({
                    "claim": map.id(change.claim),
                    "from": rounded(change.from),
                    "to": rounded(change.to),
                })
            });
            let moves: Vec<_> = moves.collect();
            answer.insert("suppositions".to_owned(), scope.supposed_as_json());
            answer.insert("changes".to_owned(), Value::from(moves));
        }
        to_json(&answer)
    }
}

/// To six digits after the point: the same on every machine, whose logarithms may differ in the last bit.
pub(crate) fn rounded(strength: f64) -> f64 {
    (strength * 1e6).round() / 1e6
}
