//! Changes that an editor offers: turning words selected in a source into a claim, adding a premise to a reason,
//! splitting a reason.

use crate::diagnostic::{Fix, Place};
use crate::edit::{new_claim_id, quote_entry};
use crate::map::{Map, SourceId};
use crate::proof::{Entry, Proof};
use crate::quotes::{Outcome, Quotation};
use crate::syntax::{Claim, FileId, Reason, Span, toml_string};

/// A claim that may be added to a map.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Draft {
    /// The new claim's id.
    pub id: String,
    /// Where the claim is inserted.
    pub place: Place,
    /// The claim's table, with its text still empty.
    pub text: String,
    /// Where in `text` the wording of the claim goes.
    pub cursor: usize,
}

/// A claim that quotes `words` of a source. If they occur more than once, the occurrence that begins nearest to byte
/// `near` of the file is used. `None` if they do not occur.
///
/// It goes at the end of the file with the last claim that is quoted from before these words.
pub fn draft(proof: &Proof<'_>, source: SourceId, words: &str, near: usize) -> Option<Draft> {
    let map = proof.map();
    let text = proof.source(source).ok()?;
    let words = words.trim();
    let places = match text.find(&Quotation::new(words)) {
        Outcome::Found { place, .. } => vec![place],
        Outcome::Ambiguous { places, .. } => places,
        _ => return None,
    };
    let place = places
        .into_iter()
        .min_by_key(|place| place.whole.bytes.start.abs_diff(near))?;
    let range = place.whole.text.clone();
    let (named_in, written) = proof.written(source)?;
    let is_default =
        map.default_source_name() == Some(&*written.id.value) || map.sources().len() == 1;
    let named = (!is_default).then_some(&*written.id.value);
    let entry = quote_entry(text, range.clone(), named)?;
    let before = proof.from(source).filter_map(|cited| {
        let start = cited.place()?.whole.text.start;
        match cited.entry {
            Entry::Claim(claim, _) if start <= range.start => Some((start, map.file_of(claim))),
            _ => None,
        }
    });
    let last = before.max_by_key(|&(start, _)| start).map(|(_, file)| file);
    let with_claims = map.claims().next_back().map(|claim| map.file_of(claim));
    let file: FileId = last.or(with_claims).unwrap_or(named_in);
    let old = &map.files().file(file).text;
    let newline = if old.contains("\r\n") { "\r\n" } else { "\n" };
    let id = new_claim_id(map, text.text().get(range)?);
    let gap = if old.is_empty() {
        ""
    } else if old.ends_with('\n') {
        newline
    } else {
        &newline.repeat(2)
    };
    let head = format!("{gap}[claim.{id}]{newline}text  = \"");
    Some(Draft {
        cursor: head.len(),
        text: format!("{head}\"{newline}quote = {entry}{newline}"),
        id,
        place: Place {
            file,
            span: Span::new(old.len(), old.len()),
        },
    })
}

/// The changes offered for the reason whose table or list of premises contains a byte of a file.
pub fn refactorings(map: &Map, file: FileId, offset: usize) -> Vec<Fix> {
    let Some(document) = map.documents().get(file.0 as usize) else {
        return Vec::new();
    };
    let text = &map.files().file(file).text;
    // Whether the byte is between the start of the reason's line and the end of its last premise.
    let holds = |reason: &Reason| {
        let end = reason.premises.last().map(|premise| premise.claim.span.end);
        let line = text.get(..reason.span.start as usize).unwrap_or_default();
        let start = line.rfind('\n').map_or(0, |at| at + 1);
        end.is_some_and(|end| start <= offset && offset <= end as usize + 1)
    };
    let found = document.claims.iter().find_map(|claim| {
        let reason = claim.reasons.iter().find(|reason| holds(reason))?;
        Some((claim, reason))
    });
    let Some((claim, reason)) = found else {
        return Vec::new();
    };
    let premised = Premised {
        map,
        file,
        claim,
        reason,
    };
    let offered = [premised.supplied(), premised.split()];
    offered.into_iter().flatten().collect()
}

/// A reason with its premises in a list.
struct Premised<'m> {
    map: &'m Map,
    file: FileId,
    claim: &'m Claim,
    reason: &'m Reason,
}

impl Premised<'_> {
    fn text(&self) -> &str {
        &self.map.files().file(self.file).text
    }

    fn at(&self, start: usize, end: usize) -> Place {
        let span = Span::new(start, end);
        Place {
            file: self.file,
            span,
        }
    }

    /// The line break that the file uses.
    fn newline(&self) -> &'static str {
        if self.text().contains("\r\n") {
            "\r\n"
        } else {
            "\n"
        }
    }

    /// Text to add at the end of the file, after a blank line, and where.
    fn at_end(&self, lines: &[String]) -> (Place, String) {
        let (text, newline) = (self.text(), self.newline());
        let gap = if text.ends_with('\n') { 1 } else { 2 };
        let added = newline.repeat(gap) + &lines.join(newline) + newline;
        (self.at(text.len(), text.len()), added)
    }

    /// Adds a premise that the text leaves unstated, with its wording still to be written.
    fn supplied(&self) -> Option<Fix> {
        let premise = self.reason.premises.last()?;
        let last = premise.claim.span.range().end;
        // A premise in braces has more text after it.
        let rest = self.text().get(last..)?.trim_start();
        if premise.detail.is_some() || !rest.starts_with([',', ']', '#']) {
            return None;
        }
        let owner = &self.claim.id.value;
        let id = new_claim_id(self.map, &format!("{owner} premise"));
        let claim = [
            format!("[claim.{id}]"),
            "text     = \"What this reason takes for granted.\"".to_owned(),
            "implicit = true".to_owned(),
        ];
        let edits = vec![
            (self.at(last, last), format!(", {}", toml_string(&id))),
            self.at_end(&claim),
        ];
        Some(Fix::guess(
            "add a premise that the text leaves unstated",
            edits,
        ))
    }

    /// Splits the reason into one reason per premise, each sufficient by itself.
    fn split(&self) -> Option<Fix> {
        let Reason {
            premises,
            short: true,
            span,
            ..
        } = self.reason
        else {
            return None;
        };
        let (start, end) = (span.range().start, premises.last()?.claim.span.range().end);
        let text = self.text();
        let close = text.get(end..)?.find(']')? + end + 1;
        let list = text.get(start..close)?;
        // Comments, and anything entries say besides the claim, would be lost. An inline table cannot have a header.
        let id = self.claim.id.span.range();
        let before = text.get(..id.start)?;
        let is_header = before.rsplit('\n').next()?.trim_start().starts_with('[');
        if premises.len() < 2 || list.contains(['#', '{']) || !is_header {
            return None;
        }
        let line = text.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
        let rest = text.get(close..)?;
        let next = close + rest.find('\n').map_or(rest.len(), |at| at + 1);
        let is_alone =
            text.get(line..start)?.trim().is_empty() && text.get(close..next)?.trim().is_empty();
        if !is_alone {
            return None;
        }
        let owner = text.get(id)?;
        let mut lines = Vec::new();
        for premise in premises {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.push(format!("[[claim.{owner}.reason]]"));
            lines.push(format!(
                "premises = [{}]",
                toml_string(&premise.claim.value)
            ));
        }
        let edits = vec![(self.at(line, next), String::new()), self.at_end(&lines)];
        Some(Fix::guess(
            "split this reason into one for each premise",
            edits,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{FixOutcome, apply};
    use crate::syntax::Files;

    /// What a text becomes with each of the changes offered at `|`.
    fn offered(text: &str) -> Vec<(String, String)> {
        let offset = text.find('|').unwrap();
        let files = Files::from_text("map.toml", text.replacen('|', "", 1));
        let map = Map::new(&files);
        let offers = refactorings(&map, FileId(0), offset);
        let changed = |fix: &Fix| {
            let edited = apply(&files, [fix]);
            assert_eq!(edited.outcomes, [FixOutcome::Made]);
            (fix.title.clone(), edited.files[0].1.to_string())
        };
        offers.iter().map(changed).collect()
    }

    const MAP: &str = "[claim.x]\ntext = \"X.\"\npremises = [\"|a\", \"b\"]\n\n[claim.a]\ntext = \"A.\"\n[claim.b]\ntext = \"B.\"\n";

    #[test]
    fn a_reason_is_given_a_premise_or_split() {
        let offers = offered(MAP);
        let (title, supplied) = &offers[0];
        assert!(title.starts_with("add"));
        assert!(
            supplied.contains("premises = [\"a\", \"b\", \"x-premise\"]"),
            "{supplied}"
        );
        assert!(supplied.contains("\n\n[claim.x-premise]\n"), "{supplied}");
        let (_, split) = &offers[1];
        assert!(!split.contains("[\"a\", \"b\"]"), "{split}");
        assert!(split.ends_with("\n\n[[claim.x.reason]]\npremises = [\"a\"]\n\n[[claim.x.reason]]\npremises = [\"b\"]\n"), "{split}");
        let map = Map::new(&Files::from_text("map.toml", split.as_str()));
        assert_eq!(map.reason_count(), 2);
    }

    #[test]
    fn nothing_is_offered_that_would_lose_something() {
        let titles = |text: &str| -> Vec<String> {
            offered(text).into_iter().map(|(title, _)| title).collect()
        };
        assert_eq!(titles(&MAP.replace("\"b\"]", "\"b\" # why\n]")).len(), 1);
        assert_eq!(
            titles(&MAP.replace("\"b\"]", "{ claim = \"b\", why = \"w\" }]")).len(),
            0
        );
        assert_eq!(titles(&MAP.replace(", \"b\"", "")).len(), 1);
        assert_eq!(titles("|[claim.a]\ntext = \"A.\"\n").len(), 0);
    }
}
