//! Takes out of a file what relates two claims to each other.

use std::collections::{BTreeMap, BTreeSet};

use super::list::{List, comments_of};
use super::{Note, Pair};
use crate::diagnostic::Place;
use crate::edit::relocate::newline;
use crate::edit::tidy::laid_out;
use crate::map::canonical;
use crate::syntax::{
    Detail, Document, FileId, Item, ItemKind, Reason, RelationKind, Section, Span, Text, items,
    sections,
};

/// A file from which relations are taken.
pub(super) struct Parting<'m> {
    pub(super) pair: &'m Pair<'m>,
    pub(super) file: FileId,
    pub(super) text: &'m str,
    pub(super) document: &'m Document,
    pub(super) items: Vec<Item>,
    pub(super) sections: Vec<Section>,
    /// Places in lists whose entries go, by the item that the list is in.
    pub(super) entries: BTreeMap<usize, BTreeSet<u32>>,
    /// Items that go, but for their comments.
    pub(super) dropped: BTreeSet<usize>,
}

/// What undercuts a step.
#[derive(Clone, Copy)]
pub(super) struct Undercutting<'m> {
    /// The step, as it is named there.
    pub(super) step: &'m Text,
    /// Its own id.
    pub(super) id: Option<&'m Text>,
    by: By<'m>,
}

/// Where an undercut is written.
#[derive(Clone, Copy)]
enum By<'m> {
    /// As an entry of the claim of this id.
    Claim(&'m str),
    /// As an `[[undercut]]`.
    Reason(&'m Reason),
}

impl<'m> Parting<'m> {
    pub(super) fn new(pair: &'m Pair<'m>, file: FileId, document: &'m Document) -> Self {
        let text = &pair.map.files().file(file).text;
        let items = items(text);
        Self {
            pair,
            file,
            text,
            document,
            sections: sections(text, &items),
            items,
            entries: BTreeMap::new(),
            dropped: BTreeSet::new(),
        }
    }

    pub(super) fn changes(&self) -> bool {
        !self.entries.is_empty() || !self.dropped.is_empty()
    }

    fn note(&self, notes: &mut Vec<Note>, span: Span, text: String) {
        let file = self.file;
        let place = Some(Place { file, span });
        notes.push(Note { text, place });
    }

    /// The item in which a byte stands.
    fn item_at(&self, at: u32) -> Option<usize> {
        let behind = self.items.partition_point(|item| item.span.start <= at);
        behind.checked_sub(1)
    }

    fn drop_entry(&mut self, of: Span) {
        if let Some(item) = self.item_at(of.start) {
            self.entries.entry(item).or_default().insert(of.start);
        }
    }

    /// Drops a reason, an objection or an `[[undercut]]`, with the tables under it.
    fn drop_step(&mut self, reason: &Reason) {
        let Some(item) = self.item_at(reason.span.start) else {
            return;
        };
        let first = self.sections.binary_search_by_key(&item, |it| it.header);
        let Ok(first) = first else {
            self.dropped.insert(item);
            return;
        };
        let path = self.sections.get(first).map(|it| it.path.clone());
        let path = path.unwrap_or_default();
        let under = self.sections.get(first + 1..).unwrap_or_default().iter();
        let under = under.take_while(|it| it.path.len() > path.len() && it.path.starts_with(&path));
        let ends = std::iter::once(first).chain(first + 1..first + 1 + under.count());
        for section in ends {
            if let Some(section) = self.sections.get(section) {
                self.dropped.extend(section.header..section.end);
            }
        }
    }

    /// Takes out what relates the two to each other, or one to itself.
    pub(super) fn between(&mut self, gone: &mut Vec<String>, notes: &mut Vec<Note>) {
        let document = self.document;
        for claim in document
            .claims
            .iter()
            .filter(|it| self.pair.has(&it.id.value))
        {
            for relation in &claim.relations {
                if relation.kind != RelationKind::Undercuts && self.pair.has(&relation.target.value)
                {
                    self.drop_entry(relation.target.span);
                    let (key, target) = (relation.kind.key(), &relation.target.value);
                    let text = format!("dropped: `{}` {key} `{target}`", claim.id.value);
                    self.note(notes, relation.target.span, text);
                }
            }
            for reason in &claim.reasons {
                let mut premises = reason.premises.iter();
                let Some(premise) = premises.find(|it| self.pair.has(&it.claim.value)) else {
                    continue;
                };
                self.drop_step(reason);
                gone.extend(reason.id.iter().map(|id| canonical(&id.value).into_owned()));
                let text = format!(
                    "dropped: a{} {} of `{}` with the premise `{}`",
                    if reason.polarity.name().starts_with('o') {
                        "n"
                    } else {
                        ""
                    },
                    reason.polarity.name(),
                    claim.id.value,
                    premise.claim.value
                );
                self.note(notes, reason.span, text);
            }
        }
    }

    /// Where a list names both, or one of them twice, leaves one entry, that which says most.
    pub(super) fn once(&mut self, notes: &mut Vec<Note>) {
        let document = self.document;
        let mut lists: Vec<(&str, Vec<(&Text, bool)>)> = Vec::new();
        let plain = |texts: &'m [Text]| texts.iter().map(|it| (it, false)).collect::<Vec<_>>();
        if let Some(header) = &document.header {
            lists.push(("thesis", plain(&header.thesis)));
        }
        for question in &document.questions {
            lists.push(("answers", plain(&question.answers)));
        }
        let expect = &document.expect;
        lists.push(("accepted", plain(&expect.accepted)));
        lists.push(("rejected", plain(&expect.rejected)));
        lists.push(("undecided", plain(&expect.undecided)));
        lists.push(("accepted_either_way", plain(&expect.accepted_either_way)));
        let says_more = |detail: &Option<Box<Detail>>| detail.is_some();
        for claim in document
            .claims
            .iter()
            .filter(|it| !self.pair.has(&it.id.value))
        {
            for run in claim
                .relations
                .chunk_by(|one, other| one.kind == other.kind)
            {
                let of = run.iter().map(|it| (&it.target, says_more(&it.detail)));
                let kind = run.first().map(|it| it.kind);
                if let Some(kind) = kind.filter(|kind| *kind != RelationKind::Undercuts) {
                    lists.push((kind.key(), of.collect()));
                }
            }
        }
        let claims = document.claims.iter().flat_map(|claim| &claim.reasons);
        let undercuts = document.undercuts.iter().map(|it| &it.reason);
        for reason in claims.chain(undercuts) {
            let of = reason.premises.iter();
            lists.push((
                "premises",
                of.map(|it| (&it.claim, says_more(&it.detail))).collect(),
            ));
            for outweighing in &reason.outweighed_by {
                lists.push(("outweighed_by", plain(&outweighing.claims)));
            }
        }
        for (key, list) in lists {
            let both: Vec<_> = list
                .iter()
                .filter(|it| self.pair.has(&it.0.value))
                .collect();
            let kept = both.iter().position(|it| it.1).unwrap_or(0);
            for (number, (text, _)) in both.iter().enumerate() {
                if number != kept && !self.is_gone(text.span) {
                    self.drop_entry(text.span);
                    let text_of = format!("once now: `{key}` named both");
                    self.note(notes, text.span, text_of);
                }
            }
        }
    }

    fn is_gone(&self, span: Span) -> bool {
        self.item_at(span.start).is_some_and(|item| {
            let entries = self.entries.get(&item);
            self.dropped.contains(&item) || entries.is_some_and(|it| it.contains(&span.start))
        })
    }

    /// All that undercuts a step, in the order of the file but for `[[undercut]]`, which comes last.
    pub(super) fn undercuts(&self) -> Vec<Undercutting<'m>> {
        let document = self.document;
        let mut all = Vec::new();
        for claim in &document.claims {
            let relations = claim.relations.iter();
            let undercuts = relations.filter(|it| it.kind == RelationKind::Undercuts);
            all.extend(undercuts.map(|relation| Undercutting {
                step: &relation.target,
                id: relation.detail.as_ref().and_then(|it| it.id.as_ref()),
                by: By::Claim(&claim.id.value),
            }));
        }
        all.extend(document.undercuts.iter().map(|undercut| Undercutting {
            step: &undercut.step,
            id: undercut.reason.id.as_ref(),
            by: By::Reason(&undercut.reason),
        }));
        all
    }

    /// Takes out what undercuts a step that is gone; whether it was there still.
    pub(super) fn drop_undercut(
        &mut self,
        undercut: &Undercutting<'_>,
        notes: &mut Vec<Note>,
    ) -> bool {
        let step = undercut.step;
        match undercut.by {
            By::Claim(_) if self.is_gone(step.span) => return false,
            By::Reason(reason) if self.is_gone(reason.span) => return false,
            By::Claim(claim) => {
                self.drop_entry(step.span);
                let text = format!("dropped: `{claim}` undercuts `{}`", step.value);
                self.note(notes, step.span, text);
            }
            By::Reason(reason) => {
                self.drop_step(reason);
                let text = format!("dropped: an undercut of `{}`", step.value);
                self.note(notes, reason.span, text);
            }
        }
        true
    }

    /// The file without what was taken out.
    pub(super) fn text_left(&self) -> String {
        let newline = newline(self.text);
        let mut out = String::with_capacity(self.text.len());
        out.push_str(if self.text.starts_with('\u{feff}') {
            "\u{feff}"
        } else {
            ""
        });
        let mut skips_blanks = false;
        for (number, item) in self.items.iter().enumerate() {
            let raw = self.text.get(item.span.start as usize..item.next as usize);
            let raw = raw.unwrap_or_default();
            let is_blank = matches!(item.kind, ItemKind::Blank);
            if skips_blanks && is_blank {
                continue;
            }
            skips_blanks = false;
            let value = match &item.kind {
                ItemKind::Entry { value, .. } => *value,
                _ => item.span,
            };
            let comments;
            if self.dropped.contains(&number) {
                comments = comments_of(self.text, item.span);
                skips_blanks = comments.is_empty() && (out.is_empty() || out.ends_with("\n\n"));
            } else if let Some(entries) = self.entries.get(&number) {
                let list = List::new(self.text, value);
                let going: BTreeSet<usize> = (0..list.values.len())
                    .filter(|&at| {
                        let span = list.values.get(at).copied().unwrap_or_default();
                        let mut starts = entries.range(span.start..span.end);
                        starts.next().is_some()
                    })
                    .collect();
                if going.len() == list.values.len() {
                    comments = comments_of(self.text, item.span);
                } else {
                    let key = self
                        .text
                        .get(item.span.start as usize..value.start as usize);
                    out.push_str(key.unwrap_or_default());
                    let new = format!("[{}]", list.inner(&going));
                    out.push_str(&laid_out(&new, newline, false));
                    let rest = self.text.get(value.end as usize..item.next as usize);
                    out.push_str(rest.unwrap_or_default());
                    continue;
                }
            } else {
                out.push_str(raw);
                continue;
            }
            for comment in comments {
                out.push_str(comment);
                out.push_str(newline);
            }
        }
        out
    }
}
