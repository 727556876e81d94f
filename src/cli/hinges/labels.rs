//! Which falls change a claim's label, in words and as JSON.

use std::fmt::Write;

use argmap::map::{ClaimId, Map};
use argmap::printable::Shown;
use argmap::query::{ClaimSet, crucial};
use argmap::reason::hinges::Tried;
use argmap::reason::{Hinge, Hinges, Label, Suppositions};
use serde_json::{Value, json};

use super::{INDENT, counted, entry, says};
use crate::cli::Failure;
use crate::cli::label::{sign, style};
use crate::cli::naming::{id, list};
use crate::cli::output::to_json;
use crate::cli::paragraph::{Paragraph, Style};
use crate::cli::suppose::{supposed_as_json, was};
use crate::cli::tree::Look;

/// What one claim hangs on.
pub(super) struct Found<'f> {
    map: &'f Map,
    suppositions: &'f Suppositions,
    target: ClaimId,
    /// Its label in the map as it is.
    before: Label,
    label: Label,
    hinges: Tried<Hinge>,
    /// The claims through which every line of support passes, but for the claim itself; none if that is not known.
    crucial: Option<Vec<ClaimId>>,
    pairs: Tried<[ClaimId; 2]>,
    /// How many pairs were asked for.
    most_pairs: usize,
}

impl<'f> Found<'f> {
    pub(super) fn new(
        map: &'f Map,
        suppositions: &'f Suppositions,
        target: ClaimId,
        [before, label]: [Label; 2],
        most_pairs: usize,
    ) -> Self {
        let search = Hinges::new(map, suppositions, &[target]);
        // Crucial is what the map says of support, whatever is supposed.
        let set = suppositions
            .is_empty()
            .then(|| crucial(map, &ClaimSet::of(map, [target])))
            .flatten();
        let crucial = set.map(|set| set.iter().filter(|&claim| claim != target).collect());
        let pairs = match most_pairs {
            0 => Tried {
                found: Vec::new(),
                untried: 0,
            },
            most => search.pairs(most),
        };
        Self {
            map,
            suppositions,
            target,
            before,
            label,
            hinges: search.alone(),
            crucial,
            pairs,
            most_pairs,
        }
    }

    pub(super) fn tell(&self, look: Look<'_>) -> Shown {
        let mut text = self.head(look);
        for label in [Label::Rejected, Label::Undecided, Label::Accepted] {
            text += self.falls(label, look);
        }
        text += self.lines_of_support(look);
        text += self.together(look);
        text += "\n";
        text += self.summary(look);
        text
    }

    /// The claim, its label and its wording.
    fn head(&self, look: Look<'_>) -> Shown {
        let mut head = Paragraph::of(sign(self.label, look.ascii), style(self.label));
        if self.map.thesis().contains(&self.target) {
            head.push_word("the thesis", Style::Plain);
        }
        head.push_word(&id(self.map, self.target), Style::Strong);
        head.push_word("is", Style::Plain);
        head.push_word(self.label.name(), style(self.label));
        was(self.before, self.label, &mut head);
        head.block(look.width, 0, INDENT) + &says(self.map, self.target, look)
    }

    /// The claims whose fall gives the claim this label.
    fn falls(&self, label: Label, look: Look<'_>) -> Shown {
        let hinges = self.hinges.found.iter().filter(|hinge| hinge.to == label);
        let hinges: Vec<_> = hinges.map(|hinge| hinge.claim).collect();
        let when = match hinges.len() {
            0 => return Shown::new(),
            1 => "if this claim falls:",
            _ => "if any of these falls:",
        };
        let mut heading = Paragraph::of(sign(label, look.ascii), style(label));
        heading.push_word(label.name(), style(label));
        heading.push_word(when, Style::Plain);
        let mut text = Shown::from("\n") + heading.block(look.width, 0, INDENT);
        for claim in hinges {
            text += entry(self.map, claim, &Shown::blanks(INDENT), INDENT, look);
        }
        text
    }

    /// What all support of the claim has in common.
    fn lines_of_support(&self, look: Look<'_>) -> Shown {
        let Some(crucial) = self.crucial.as_ref().filter(|crucial| !crucial.is_empty()) else {
            return Shown::new();
        };
        let mut line = Paragraph::of("every line of support passes through", Style::For);
        list(self.map, crucial, &mut line);
        Shown::from("\n") + line.block(look.width, 0, INDENT)
    }

    /// The pairs.
    fn together(&self, look: Look<'_>) -> Shown {
        if self.pairs.found.is_empty() {
            return Shown::new();
        }
        let mut said = Paragraph::of("no longer", Style::Plain);
        said.push_word(self.label.name(), style(self.label));
        said.push_word(
            "if both of these fall (one alone is not enough):",
            Style::Plain,
        );
        let mut text = Shown::from("\n") + said.block(look.width, 0, INDENT);
        for pair in &self.pairs.found {
            let mut line = Paragraph::default();
            list(self.map, pair, &mut line);
            text += line.block(look.width, INDENT, 2 * INDENT);
        }
        text
    }

    fn summary(&self, look: Look<'_>) -> Shown {
        let there = self.map.claim_count() - self.suppositions.removed.len();
        let others = there.saturating_sub(1);
        let mut said = format!(
            "{} among {}",
            counted(self.hinges.found.len(), "hinge", "hinges"),
            counted(others, "other claim", "other claims"),
        );
        if self.most_pairs > 0 && self.label != Label::Undecided {
            let pairs = counted(self.pairs.found.len(), "pair", "pairs");
            let _ = write!(said, ", {pairs}");
        }
        let mut text = Paragraph::of(&said, Style::Plain).block(look.width, 0, INDENT);
        let mut note = |note: &str| {
            text += Paragraph::of(note, Style::Dim).block(look.width, 0, INDENT);
        };
        if self.hinges.untried > 0 {
            let untried = counted(self.hinges.untried, "claim was", "claims were");
            note(&format!(
                "there may be more hinges: {untried} not tried, for it would take too long"
            ));
        }
        if self.pairs.untried > 0 {
            let untried = counted(self.pairs.untried, "claim was", "claims were");
            let why = if self.pairs.found.len() == self.most_pairs {
                "`--pairs` asks for more"
            } else {
                "it would take too long"
            };
            note(&format!(
                "there may be more pairs: {untried} not tried with all others; {why}"
            ));
        }
        text
    }

    pub(super) fn json(&self) -> Result<Shown, Failure> {
        let id = |claim: ClaimId| self.map.id(claim);
        let ids = |claims: &[ClaimId]| claims.iter().map(|&claim| id(claim)).collect::<Vec<_>>();
        let hinges = self.hinges.found.iter().map(|hinge| {
            json!({
                "claim": id(hinge.claim),
                "from": self.label.name(),
                "to": hinge.to.name(),
            })
        });
        let pairs = self.pairs.found.iter().map(|pair| ids(pair));
        let mut answer = json!({
            "version": 1,
            "semantics": "grounded",
            "target": id(self.target),
            "label": self.label.name(),
            "hinges": hinges.collect::<Vec<_>>(),
            "crucial": self.crucial.as_deref().map(ids),
            "pairs": pairs.collect::<Vec<_>>(),
            "untried": { "hinges": self.hinges.untried, "pairs": self.pairs.untried },
        });
        if let (false, Some(answer)) = (self.suppositions.is_empty(), answer.as_object_mut()) {
            let supposed = supposed_as_json(self.map, self.suppositions);
            answer.insert("was".to_owned(), Value::from(self.before.name()));
            answer.insert("suppositions".to_owned(), supposed);
        }
        to_json(&answer)
    }
}
