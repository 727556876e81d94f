//! Removes from a file the relations between two claims.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::list::{comments_of, without_entries};
use super::{Note, Pair};
use crate::diagnostic::Place;
use crate::edit::relocate::newline;
use crate::edit::tidy::laid_out;
use crate::map::{canonical, step_ends};
use crate::syntax::{
    Detail, Document, FileId, ItemKind, LineItem, Outweighing, Reason, RelationKind, Section, Span,
    Text, items, sections,
};

/// A file from which relations are removed.
pub(super) struct Parting<'m> {
    pub(super) pair: &'m Pair<'m>,
    pub(super) file: FileId,
    pub(super) text: &'m str,
    pub(super) document: &'m Document,
    pub(super) items: Vec<LineItem>,
    pub(super) sections: Vec<Section>,
    /// The places of the list entries to remove, by the item that they are in.
    pub(super) entries: BTreeMap<usize, BTreeSet<u32>>,
    /// Items to remove, except for their comments.
    pub(super) dropped: BTreeSet<usize>,
}

/// An undercut of a step.
#[derive(Clone, Copy)]
pub(super) struct Undercutting<'m> {
    /// The step, as the undercut names it.
    pub(super) step: &'m Text,
    /// The undercut's own id.
    pub(super) id: Option<&'m Text>,
    by: UndercutForm<'m>,
}

/// Where an undercut is written.
#[derive(Clone, Copy)]
enum UndercutForm<'m> {
    /// As an entry of the claim with this id.
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

    /// The item that contains a byte.
    fn item_at(&self, at: u32) -> Option<usize> {
        let behind = self.items.partition_point(|item| item.span.start <= at);
        behind.checked_sub(1)
    }

    fn drop_entry(&mut self, of: Span) {
        if let Some(item) = self.item_at(of.start) {
            self.entries.entry(item).or_default().insert(of.start);
        }
    }

    /// Removes a reason, an objection or an `[[undercut]]`, with the tables under it.
    fn drop_step(&mut self, reason: &Reason) {
        let Some(item) = self.item_at(reason.span.start) else {
            return;
        };
        let first = self.sections.binary_search_by_key(&item, |it| it.header);
        let Ok(first) = first else {
            // An entry of a list, in braces.
            self.drop_entry(reason.span);
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

    /// Removes what relates the two claims to each other, or one of them to itself.
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

    /// Removes what is expected of the claim `unkept`.
    pub(super) fn unexpected(&mut self, unkept: Option<&str>, notes: &mut Vec<Note>) {
        let Some(unkept) = unkept else { return };
        for (key, list) in self.document.expect.lists() {
            for id in list.iter().filter(|id| *canonical(&id.value) == *unkept) {
                self.drop_entry(id.span);
                let text = format!("dropped: `{key}` named `{}`", id.value);
                self.note(notes, id.span, text);
            }
        }
    }

    /// If a list names both claims, or one of them twice, keeps one entry and all entries that say more than the name.
    pub(super) fn once(&mut self, notes: &mut Vec<Note>) {
        let document = self.document;
        let mut lists: Vec<(&str, Vec<(&Text, bool)>)> = Vec::new();
        let mut outweighing: Vec<&Outweighing> = Vec::new();
        let plain = |texts: &'m [Text]| texts.iter().map(|it| (it, false)).collect::<Vec<_>>();
        if let Some(header) = &document.header {
            lists.push(("thesis", plain(&header.thesis)));
        }
        for question in &document.questions {
            lists.push(("answers", plain(&question.answers)));
        }
        let expect = document.expect.lists().into_iter();
        lists.extend(expect.map(|(key, list)| (key, plain(list))));
        let says_more =
            |detail: &Option<Box<Detail>>| detail.as_ref().is_some_and(|it| !it.is_empty());
        for claim in &document.claims {
            let details = claim.relations.iter().filter_map(|it| it.detail.as_ref());
            outweighing.extend(details.flat_map(|detail| &detail.outweighed_by));
            let runs = claim
                .relations
                .chunk_by(|one, other| one.kind == other.kind);
            for run in runs {
                let of = run.iter().map(|it| (&it.target, says_more(&it.detail)));
                let kind = run.first().map(|it| it.kind);
                lists.extend(kind.map(|kind| (kind.key(), of.collect())));
            }
        }
        let claims = document.claims.iter().flat_map(|claim| &claim.reasons);
        let undercuts = document.undercuts.iter().map(|it| &it.reason);
        for reason in claims.chain(undercuts) {
            if self.is_gone(reason.span) {
                continue;
            }
            let of = reason.premises.iter();
            lists.push((
                "premises",
                of.map(|it| (&it.claim, says_more(&it.detail))).collect(),
            ));
            outweighing.extend(&reason.outweighed_by);
        }
        let outweighing = outweighing.into_iter();
        lists.extend(outweighing.map(|it| ("outweighed_by", plain(&it.claims))));
        for (key, list) in lists {
            // For each name after the merge, the first entry that says more, or else the first entry.
            let mut kept: FxHashMap<String, Span> = FxHashMap::default();
            let named: Vec<_> = list
                .into_iter()
                .filter(|(text, _)| !self.is_gone(text.span))
                .filter_map(|(text, says_more)| Some((text, says_more, self.named(&text.value)?)))
                .collect();
            for (text, _, name) in named.iter().filter(|it| it.1).chain(&named) {
                kept.entry(name.clone()).or_insert(text.span);
            }
            for (text, says_more, name) in named {
                if !says_more && kept.get(&name) != Some(&text.span) {
                    self.drop_entry(text.span);
                    let text_of = format!("once now: `{key}` named both");
                    self.note(notes, text.span, text_of);
                }
            }
        }
    }

    /// What a mention of one of the two claims, or of a step from or to one of them, becomes after the merge. `None`
    /// for anything else.
    fn named(&self, name: &str) -> Option<String> {
        let became = |id: &str| canonical(&self.pair.became(id)).into_owned();
        match step_ends(name) {
            Some((from, to)) if self.pair.has(from) || self.pair.has(to) => {
                Some(format!("{} -> {}", became(from), became(to)))
            }
            Some(_) => None,
            None => self.pair.has(name).then(|| became(name)),
        }
    }

    fn is_gone(&self, span: Span) -> bool {
        self.item_at(span.start).is_some_and(|item| {
            let entries = self.entries.get(&item);
            self.dropped.contains(&item) || entries.is_some_and(|it| it.contains(&span.start))
        })
    }

    /// All undercuts, in file order, except that `[[undercut]]` tables come last.
    pub(super) fn undercuts(&self) -> Vec<Undercutting<'m>> {
        let document = self.document;
        let mut all = Vec::new();
        for claim in &document.claims {
            let relations = claim.relations.iter();
            let undercuts = relations.filter(|it| it.kind == RelationKind::Undercuts);
            all.extend(undercuts.map(|relation| Undercutting {
                step: &relation.target,
                id: relation.detail.as_ref().and_then(|it| it.id.as_ref()),
                by: UndercutForm::Claim(&claim.id.value),
            }));
        }
        all.extend(document.undercuts.iter().map(|undercut| Undercutting {
            step: &undercut.step,
            id: undercut.reason.id.as_ref(),
            by: UndercutForm::Reason(&undercut.reason),
        }));
        all
    }

    /// Removes an undercut of a step that is removed. Returns whether it had not been removed yet.
    pub(super) fn drop_undercut(
        &mut self,
        undercut: &Undercutting<'_>,
        notes: &mut Vec<Note>,
    ) -> bool {
        let step = undercut.step;
        match undercut.by {
            UndercutForm::Claim(_) if self.is_gone(step.span) => return false,
            UndercutForm::Reason(reason) if self.is_gone(reason.span) => return false,
            UndercutForm::Claim(claim) => {
                self.drop_entry(step.span);
                let text = format!("dropped: `{claim}` undercuts `{}`", step.value);
                self.note(notes, step.span, text);
            }
            UndercutForm::Reason(reason) => {
                self.drop_step(reason);
                let text = format!("dropped: an undercut of `{}`", step.value);
                self.note(notes, reason.span, text);
            }
        }
        true
    }

    /// The file without what was removed.
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
                let places = entries.iter().map(|at| at.saturating_sub(value.start));
                let written = self.text.get(value.range()).unwrap_or_default();
                if let Some(left) = without_entries(written, places.collect()) {
                    let key = self
                        .text
                        .get(item.span.start as usize..value.start as usize);
                    out.push_str(key.unwrap_or_default());
                    out.push_str(&laid_out(&left, newline, false));
                    let rest = self.text.get(value.end as usize..item.next as usize);
                    out.push_str(rest.unwrap_or_default());
                    continue;
                }
                comments = comments_of(self.text, item.span);
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
