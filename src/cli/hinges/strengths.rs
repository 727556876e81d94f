//! How far falls move a claim's strength, in words and as JSON.

use std::fmt::Write;

use argmap::map::{ClaimId, Map};
use argmap::printable::Shown;
use argmap::query::ClaimSet;
use argmap::reason::strength::Semantics;
use argmap::reason::{Moves, Suppositions, strengths};
use serde_json::{Value, json};

use super::{INDENT, counted, entry, says};
use crate::cli::Failure;
use crate::cli::bar::Bars;
use crate::cli::evaluate::scope::Scope;
use crate::cli::evaluate::strengths::{Weighed, rounded};
use crate::cli::naming::id;
use crate::cli::output::to_json;
use crate::cli::paragraph::{Paragraph, Style};
use crate::cli::suppose::supposed_as_json;
use crate::cli::tree::Look;

/// What moves the strength of one claim.
pub(super) struct Moved<'f> {
    map: &'f Map,
    suppositions: &'f Suppositions,
    target: ClaimId,
    /// Its strength in the map as it is.
    before: f64,
    found: Moves,
}

impl<'f> Moved<'f> {
    pub(super) fn new(
        map: &'f Map,
        semantics: Semantics,
        suppositions: &'f Suppositions,
        target: ClaimId,
    ) -> Self {
        let found = Moves::new(map, semantics, suppositions, target);
        let before = if suppositions.is_empty() {
            found.strengths.claim(target)
        } else {
            strengths(map, semantics, &Suppositions::default()).claim(target)
        };
        Self {
            map,
            suppositions,
            target,
            before,
            found,
        }
    }

    pub(super) fn tell(&self, most: usize, look: Look<'_>) -> Shown {
        let strengths = &self.found.strengths;
        let bars = Bars::new(strengths, look.ascii, look.width);
        let part = self.found.upstream.iter().copied().chain([self.target]);
        let part = ClaimSet::of(self.map, part);
        let weighed = Weighed {
            scope: Scope {
                map: self.map,
                selected: Some(&part),
                suppositions: self.suppositions,
                look,
            },
            strengths,
            bars,
        };
        let mut head = Paragraph::default();
        if self.map.thesis().contains(&self.target) {
            head.push_word("the thesis", Style::Plain);
        }
        head.push_word(&id(self.map, self.target), Style::Strong);
        if bars.shows(strengths.claim(self.target) - self.before) {
            let was = format!("(was {})", bars.figure(self.before));
            head.push_whole(&was, Style::Dim);
        }
        let bar = bars.of_claim(strengths, self.target);
        let mut text = weighed.beside(bar, bars.columns() + 2, &head);
        text += says(self.map, self.target, look);
        text += self.moves(bars, most, look);
        text += "\n";
        text += self.summary(bars, most, look);
        for note in weighed.notes() {
            text += Paragraph::of(&note, Style::Dim).block(look.width, 0, INDENT);
        }
        text
    }

    /// The falls that move it most.
    fn moves(&self, bars: Bars, most: usize, look: Look<'_>) -> Shown {
        let from = self.found.strengths.claim(self.target);
        let found = &self.found.moves.found;
        let shown = found.iter().filter(|fall| bars.shows(fall.to - from));
        let mut text = Shown::new();
        for fall in shown.take(most) {
            let difference = fall.to - from;
            let style = if difference > 0.0 {
                Style::Because
            } else {
                Style::But
            };
            let difference = bars.difference(difference);
            let left = format!("{difference} to {}", bars.figure(fall.to));
            let column = INDENT + left.chars().count() + 2;
            let left = Shown::blanks(INDENT) + style.paint(&left) + "  ";
            text += entry(self.map, fall.claim, &left, column, look);
        }
        if text.is_empty() {
            return text;
        }
        let said = Paragraph::of("moved, if one of these falls, by:", Style::Plain);
        Shown::from("\n") + said.block(look.width, 0, INDENT) + text
    }

    fn summary(&self, bars: Bars, most: usize, look: Look<'_>) -> Shown {
        let from = self.found.strengths.claim(self.target);
        let moves = &self.found.moves;
        let shown = moves.found.iter().filter(|fall| bars.shows(fall.to - from));
        let shown = shown.count();
        let semantics = self.found.strengths.semantics();
        let upstream = self.found.upstream.len();
        let mut said = match (moves.found.len(), upstream) {
            (_, 0) => format!("by {semantics}: it depends on no other claim"),
            (count, 1) => format!("by {semantics}: {count} of 1 claim that it depends on moves it"),
            (count, _) => {
                format!(
                    "by {semantics}: {count} of the {upstream} claims that it depends on move it"
                )
            }
        };
        if shown < moves.found.len() {
            let unseen = moves.found.len() - shown;
            let _ = write!(said, ", {unseen} by less than figures show");
        }
        if shown > most {
            let are = if most == 1 { "is" } else { "are" };
            let _ = write!(said, "; {most} {are} listed, `--limit` asks for more");
        }
        let mut text = Paragraph::of(&said, Style::Plain).block(look.width, 0, INDENT);
        if moves.untried > 0 {
            let untried = counted(moves.untried, "claim was", "claims were");
            let note =
                format!("there may be more: {untried} not tried, for it would take too long");
            text += Paragraph::of(&note, Style::Dim).block(look.width, 0, INDENT);
        }
        text
    }

    pub(super) fn json(&self) -> Result<Shown, Failure> {
        let strengths = &self.found.strengths;
        let from = rounded(strengths.claim(self.target));
        let moves = self.found.moves.found.iter().map(|fall| {
            json!({
                "claim": self.map.id(fall.claim),
                "from": from,
                "to": rounded(fall.to),
            })
        });
        let mut answer = json!({
            "version": 1,
            "semantics": strengths.semantics().name(),
            "target": self.map.id(self.target),
            "strength": from,
            "settled": strengths.is_settled(self.target),
            "hinges": moves.collect::<Vec<_>>(),
            "untried": { "hinges": self.found.moves.untried },
        });
        if let (false, Some(answer)) = (self.suppositions.is_empty(), answer.as_object_mut()) {
            let supposed = supposed_as_json(self.map, self.suppositions);
            answer.insert("was".to_owned(), Value::from(rounded(self.before)));
            answer.insert("suppositions".to_owned(), supposed);
        }
        to_json(&answer)
    }
}
