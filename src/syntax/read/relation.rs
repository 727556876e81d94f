//! Reads relations, reasons, objections and undercuts.

use super::{DocumentReader, OpenTable};
use crate::diagnostic::{Diagnostic, Fix, RuleName};
use crate::span::Span;
use crate::syntax::document::{
    Detail, Outweighing, Polarity, Premise, Reason, Relation, RelationKind, Text, Undercut,
};
use crate::syntax::fault::name;
use crate::syntax::format::{self, Name, Shape, Table};
use crate::syntax::tree::{TomlItem, TomlKey, TomlValue};
use crate::syntax::unread::About;

impl<'s> DocumentReader<'s> {
    pub(super) fn relations(
        &mut self,
        item: TomlItem<'s>,
        key: &format::Key,
        kind: RelationKind,
        relations: &mut Vec<Relation>,
    ) {
        if let TomlValue::Array(items) = &item.value {
            relations.reserve_exact(items.len());
        }
        self.entries(item, key, |target, detail| {
            relations.push(Relation {
                kind,
                target,
                detail,
            });
        });
    }

    pub(super) fn premises(&mut self, item: TomlItem<'s>, key: &format::Key) -> Vec<Premise> {
        let mut premises = Vec::new();
        if let TomlValue::Array(items) = &item.value {
            if items.len() == 0 {
                self.missing(
                    item.span,
                    "`premises` names no claim",
                    "a reason needs at least one premise",
                    "name the claims that together are the reason, or drop the key",
                );
                self.miss(item.span, About::Bearing, Vec::new());
            }
            premises.reserve_exact(items.len());
        }
        self.entries(item, key, |claim, detail| {
            premises.push(Premise { claim, detail });
        });
        premises
    }

    fn entries(
        &mut self,
        item: TomlItem<'s>,
        key: &format::Key,
        mut add: impl FnMut(Text, Option<Box<Detail>>),
    ) {
        match item.value {
            TomlValue::Array(mut items) => {
                while let Some((_, item)) = self.tree.next(&mut items) {
                    if let Some((name, detail)) = self.entry(item, key) {
                        add(name, detail);
                    }
                }
            }
            TomlValue::String(_) | TomlValue::Word(_) | TomlValue::Table(_) => {
                let item = self.should_be_list(item, key);
                if let Some((name, detail)) = item.and_then(|item| self.entry(item, key)) {
                    add(name, detail);
                }
            }
            _ => self.wrong_type(item, key),
        }
    }

    fn entry(
        &mut self,
        item: TomlItem<'s>,
        list: &format::Key,
    ) -> Option<(Text, Option<Box<Detail>>)> {
        let Shape::Entries(of) = list.shape else {
            return None;
        };
        let (target_name, example) = if of.has(Name::Step) {
            (Name::Step, "a -> b")
        } else {
            (Name::Claim, "some-claim")
        };
        let (span, what) = (item.span, target_name.as_str());
        let mut open = match item.value {
            TomlValue::String(value) => return Some((self.keep(value, span), None)),
            TomlValue::Word(word) => return Some((self.keep(word.into(), span), None)),
            TomlValue::Table(rest) => OpenTable::new(of, rest),
            _ => {
                let wanted = format!("a list of ids, or of tables with a `{what}`");
                self.wrong_entry(item, list, &wanted, list.example);
                return None;
            }
        };
        let mut detail = Detail::default();
        let (mut target, mut may_name) = (None, false);
        while let Some((key, item)) = self.tree.next(&mut open.rest) {
            let name = Name::parse(&key.value);
            let Some(known) = name.and_then(|name| of.key(name)) else {
                match name {
                    Some(Name::Claim) => {
                        may_name = true;
                        self.step_for_claim(&key);
                        target = self.string_like(item, what, "\"a -> b\"");
                    }
                    Some(Name::On) => self.aspect_of_no_contrast(&key),
                    // An unknown key that is like no other may have been meant to name the claim.
                    _ => {
                        let meant = self.unknown_key(&key, item, of);
                        may_name |= meant.is_none_or(|meant| meant == target_name);
                    }
                }
                continue;
            };
            match known.name {
                Name::Claim | Name::Step => {
                    may_name = true;
                    target = self.string(item, known);
                }
                Name::Why => detail.why = self.string(item, known),
                Name::Strength => detail.strength = self.share(&item, known),
                Name::By => detail.by = self.by(item, known),
                Name::Id => detail.id = self.step_id(item, known),
                Name::OutweighedBy => detail.outweighed_by = self.outweighings(item, known),
                Name::Data => {
                    let example = format!("{{ {what} = \"…\", data = {{ … }} }}");
                    detail.data = self.data(&item, &example);
                }
                Name::On => detail.on = self.string(item, known),
                _ => {}
            }
        }
        if !may_name {
            self.missing(
                span,
                format!("an entry of `{}` names no {what}", list.name.as_str()),
                format!("which {what}?"),
                format!("write `{{ {what} = \"{example}\", … }}`"),
            );
            self.miss(span, About::Bearing, Vec::new());
        }
        let target = target?;
        let detail = (!detail.is_empty()).then(|| Box::new(detail));
        Some((target, detail))
    }

    /// Reports an entry of `undercuts` that says `claim` instead of `step`.
    fn step_for_claim(&mut self, key: &TomlKey<'s>) {
        let edits = vec![(self.place(key.span), "step".to_owned())];
        let finding = Diagnostic::new(
            RuleName::UNKNOWN_KEY,
            "an undercut names a step, not a claim",
        )
        .label(self.file, key.span, "unknown key")
        .help("did you mean `step`?")
        .fix(Fix::certain("write `step`", edits));
        self.diagnostics.push(finding);
    }

    fn aspect_of_no_contrast(&mut self, key: &TomlKey<'s>) {
        let finding = Diagnostic::new(RuleName::UNKNOWN_KEY, "only a contrast has an aspect `on`")
            .label(self.file, key.span, "belongs in an entry of `contrasts`")
            .help("if the text contrasts the two, use `contrasts`; otherwise `why`");
        self.diagnostics.push(finding);
    }

    fn step_id(&mut self, item: TomlItem<'s>, key: &format::Key) -> Option<Text> {
        let id = self.string(item, key)?;
        self.check_id(&id, "a step");
        Some(id)
    }

    /// Reads what outweighs an objection: claims that do so together, or a list of such lists.
    fn outweighings(&mut self, item: TomlItem<'s>, key: &format::Key) -> Box<[Outweighing]> {
        let span = item.span;
        let TomlValue::Array(mut items) = item.value else {
            if matches!(item.value, TomlValue::String(_) | TomlValue::Word(_)) {
                let Some(item) = self.should_be_list(item, key) else {
                    return Box::default();
                };
                let claims: Vec<Text> = self.string(item, key).into_iter().collect();
                return Box::new([Outweighing { claims, span }]);
            }
            self.wrong_type(item, key);
            return Box::default();
        };
        let (mut together, mut lists) = (Vec::new(), Vec::new());
        let is_empty = items.len() == 0;
        while let Some((_, item)) = self.tree.next(&mut items) {
            let span = item.span;
            match item.value {
                TomlValue::String(value) => together.push(self.keep(value, span)),
                TomlValue::Word(word) => together.push(self.keep(word.into(), span)),
                TomlValue::Array(inner) if inner.len() == 0 => self.outweighed_by_nothing(span),
                TomlValue::Array(_) => {
                    let claims = self.strings(item, key);
                    lists.push(Outweighing { claims, span });
                }
                _ => self.wrong_entry(item, key, key.shape.wanted(), key.example),
            }
        }
        if is_empty {
            self.outweighed_by_nothing(span);
        }
        if !together.is_empty() {
            if !lists.is_empty() {
                let finding = Diagnostic::new(
                    RuleName::WRONG_TYPE,
                    "`outweighed_by` mixes ids and lists of ids",
                )
                .label(self.file, span, "together, or each by itself?")
                .help("put claims that outweigh it together into a list of their own: `[[\"a\", \"b\"], [\"c\"]]`");
                self.diagnostics.push(finding);
            }
            let claims = together;
            lists.push(Outweighing { claims, span });
        }
        lists.into()
    }

    fn outweighed_by_nothing(&mut self, span: Span) {
        self.missing(
            span,
            "`outweighed_by` names no claim",
            "by what?",
            "name the claims that together outweigh the objection, or drop the key",
        );
        self.miss(span, About::Bearing, Vec::new());
    }

    pub(super) fn reasons(
        &mut self,
        item: TomlItem<'s>,
        polarity: Polarity,
        reasons: &mut Vec<Reason>,
    ) {
        let (key, of) = match polarity {
            Polarity::For => ("reason", &format::REASON),
            Polarity::Against => ("objection", &format::OBJECTION),
        };
        let mut items = self.tables(item, key, of);
        reasons.reserve_exact(items.len());
        while let Some(item) = self.next_table(&mut items) {
            if let Some(Linked { reason, .. }) = self.linked(&item, key, of, polarity) {
                reasons.push(reason);
            }
        }
    }

    pub(super) fn undercut(&mut self, item: &TomlItem<'s>) -> Option<Undercut> {
        self.owner = None;
        let linked = self.linked(item, "undercut", &format::UNDERCUT, Polarity::Against)?;
        if !linked.set.contains(Name::Step) {
            self.missing(
                item.span,
                "`[[undercut]]` has no `step`",
                "what does it undercut?",
                "name the step, such as `step = \"a -> b\"`",
            );
            self.miss(item.span, About::Bearing, Vec::new());
        }
        Some(Undercut {
            step: linked.step?,
            reason: linked.reason,
        })
    }

    /// Reads linked premises and the keys beside them.
    fn linked(
        &mut self,
        item: &TomlItem<'s>,
        key: &str,
        of: &'static Table,
        polarity: Polarity,
    ) -> Option<Linked> {
        let span = item.span;
        let mut open = self.open(item, key, of)?;
        let mut reason = Reason {
            span,
            ..Reason::new(polarity, Vec::new())
        };
        let mut step = None;
        while let Some((key, _, item)) = self.next_key(&mut open) {
            match key.name {
                Name::Step => step = self.string(item, key),
                Name::Id => reason.id = self.step_id(item, key),
                Name::Premises => reason.premises = self.premises(item, key),
                Name::Why => reason.why = self.string(item, key),
                Name::Scheme => reason.scheme = self.string(item, key),
                Name::Strength => reason.strength = self.share(&item, key),
                Name::By => reason.by = self.by(item, key),
                Name::OutweighedBy => reason.outweighed_by = self.outweighings(item, key),
                Name::Data => reason.data = self.data(&item, of.header),
                _ => {}
            }
        }
        if !open.set.contains(Name::Premises) {
            self.missing(
                span,
                format!("{} has no `premises`", name(&self.own(of.header))),
                "what is the reason?",
                "name the claims that together are the reason: `premises = [\"some-claim\"]`",
            );
            self.miss(span, About::Bearing, Vec::new());
        }
        let set = open.set;
        Some(Linked { reason, step, set })
    }
}

/// Linked premises, the step they undercut, and the keys that were set.
struct Linked {
    reason: Reason,
    step: Option<Text>,
    set: format::NameSet,
}
