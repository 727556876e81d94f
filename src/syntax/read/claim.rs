//! Reads claims and questions, with their texts and quotations.

use rustc_hash::FxHashSet;

use super::value::Citing;
use super::{DocumentReader, OpenTable};
use crate::diagnostic::{Diagnostic, RuleName};
use crate::span::Span;
use crate::syntax::document::{
    Claim, Polarity, Question, Quote, Reason, RelationKind, Selector, Text, Wording,
};
use crate::syntax::fault::name;
use crate::syntax::format::{self, Name};
use crate::syntax::tree::{Children, TableOrigin, TomlItem, TomlKey, TomlValue};
use crate::syntax::unread::About;

impl<'s> DocumentReader<'s> {
    pub(super) fn claim(&mut self, id: TomlKey<'s>, item: &TomlItem<'s>) -> Option<Claim> {
        let (id, mut open) = self.open_owner(id, item, &format::CLAIM)?;
        let mut claim = Claim {
            span: item.span,
            ..Claim::new(id)
        };
        let (mut relations, mut reasons) = (Vec::new(), Vec::new());
        while let Some((key, span, item)) = self.next_key(&mut open) {
            match key.name {
                Name::Text => claim.text = self.wordings(item, key, &claim.id).into(),
                Name::Title => claim.title = self.string(item, key),
                Name::Quote => claim.quotes = self.quotes(item, key, Citing::Claim).into(),
                Name::Implicit => claim.implicit = self.boolean(&item, key),
                Name::Assumed => claim.assumed = self.boolean(&item, key),
                Name::Denied => claim.denied = self.boolean(&item, key),
                Name::Credence => claim.credence = self.share(&item, key),
                Name::By => claim.by = self.by(item, key),
                Name::About => claim.about = self.string(item, key),
                Name::Tags => claim.tags = self.strings(item, key).into(),
                Name::Note => claim.note = self.string(item, key),
                Name::Data => claim.data = self.data(&item, "[claim.ID.data]"),
                Name::Premises => {
                    let premises = self.premises(item, key);
                    reasons.reserve_exact(1);
                    reasons.push(Reason {
                        span,
                        short: true,
                        ..Reason::new(Polarity::For, premises)
                    });
                }
                Name::Reason => self.reasons(item, Polarity::For, &mut reasons),
                Name::Objection => self.reasons(item, Polarity::Against, &mut reasons),
                _ => {
                    if let Some(kind) = relation(key.name) {
                        self.relations(item, key, kind, &mut relations);
                    }
                }
            }
        }
        if !self.sets(&open, Name::Text) {
            self.missing(
                claim.id.span,
                format!("claim {} has no `text`", name(&claim.id.value)),
                "what does it claim?",
                SAY_IT,
            );
        }
        claim.relations = relations.into();
        claim.reasons = reasons.into();
        Some(claim)
    }

    pub(super) fn question(&mut self, id: TomlKey<'s>, item: &TomlItem<'s>) -> Option<Question> {
        let (id, mut open) = self.open_owner(id, item, &format::QUESTION)?;
        let mut question = Question {
            span: item.span,
            ..Question::new(id)
        };
        while let Some((key, _, item)) = self.next_key(&mut open) {
            match key.name {
                Name::Text => question.text = self.wordings(item, key, &question.id).into(),
                Name::Quote => question.quotes = self.quotes(item, key, Citing::Claim).into(),
                Name::Answers => question.answers = self.strings(item, key).into(),
                Name::Exclusive => question.exclusive = self.boolean(&item, key),
                Name::Data => question.data = self.data(&item, "[question.ID.data]"),
                _ => {}
            }
        }
        if !self.sets(&open, Name::Text) {
            self.missing(
                question.id.span,
                format!("question {} has no `text`", name(&question.id.value)),
                "what does it ask?",
                ASK_IT,
            );
        }
        Some(question)
    }

    fn wordings(&mut self, item: TomlItem<'s>, key: &format::Key, id: &Text) -> Vec<Wording> {
        let span = item.span;
        let one = |text| {
            vec![Wording {
                language: None,
                text,
            }]
        };
        match item.value {
            TomlValue::String(value) => {
                let text = self.keep(value, span);
                if self.is_written(&text, id) {
                    one(text)
                } else {
                    Vec::new()
                }
            }
            TomlValue::Word(word) => one(self.keep(word.into(), span)),
            TomlValue::Table(table) => self.translations(table, span, key, id),
            _ => {
                self.wrong_type(item, key);
                Vec::new()
            }
        }
    }

    /// Reads a text given per language.
    fn translations(
        &mut self,
        mut table: Children,
        span: Span,
        key: &format::Key,
        id: &Text,
    ) -> Vec<Wording> {
        let is_header = table.origin == TableOrigin::Header;
        if table.len() == 0 {
            self.no_text(id, span);
        }
        let mut wordings = Vec::with_capacity(table.len());
        let mut respelt = false;
        while let Some((language, item)) = self.tree.next(&mut table) {
            let own = self.owner.as_ref().map(|(of, _)| *of);
            let of_claim =
                Name::parse(&language.value).filter(|&name| own.is_some_and(|own| own.has(name)));
            if let Some(of_claim) = of_claim.filter(|_| is_header) {
                self.swallowed(&language, of_claim, item);
                continue;
            }
            let written = self.keep(language.value, language.span);
            let language = self.language_tag(written.clone());
            respelt |= language.value != written.value;
            let Some(text) = self.string_like(item, key.name.as_str(), "\"…\"") else {
                continue;
            };
            if self.is_written(&text, id) {
                wordings.push(Wording {
                    language: Some(language),
                    text,
                });
            }
        }
        // TOML knows that the same key is set again only if it is spelt the same.
        if respelt {
            let mut seen = FxHashSet::default();
            wordings.retain(|wording| {
                let language = wording.language.as_ref();
                let again = language.filter(|tag| !seen.insert(tag.value.clone()));
                again.is_none_or(|language| {
                    self.same_language(language);
                    false
                })
            });
        }
        wordings
    }

    fn same_language(&mut self, again: &Text) {
        let finding = Diagnostic::new(
            RuleName::UNKNOWN_KEY,
            format!("the language {} has two texts", name(&again.value)),
        )
        .label(self.file, again.span, "the same language again")
        .help("keep one of the two: letter case makes no difference in a language tag");
        self.diagnostics.push(finding);
    }

    fn is_written(&mut self, text: &Text, id: &Text) -> bool {
        let written = !text.value.trim().is_empty();
        if !written {
            self.no_text(id, text.span);
        }
        written
    }

    fn no_text(&mut self, id: &Text, span: Span) {
        let is_question = self
            .owner
            .as_ref()
            .is_some_and(|(of, _)| of.has(Name::Answers));
        let (owner, label, help) = if is_question {
            ("question", "nothing is asked here", ASK_IT)
        } else {
            ("claim", "nothing is claimed here", SAY_IT)
        };
        let message = format!("the `text` of {owner} {} is empty", name(&id.value));
        self.missing(span, message, label, help);
    }

    /// Reports a key of the claim that is under the header of its `text`.
    fn swallowed(&mut self, key: &TomlKey<'s>, of_claim: Name, item: TomlItem<'s>) {
        let message = format!("`text` has no language {}", name(&key.value));
        let finding = Diagnostic::new(RuleName::UNKNOWN_KEY, message)
            .label(self.file, key.span, "not here")
            .note(super::finding::LAST_HEADER)
            .help(self.put_above(&key.value));
        self.diagnostics.push(finding);
        self.lose(key.span, About::of(Some(of_claim)), item);
    }

    pub(super) fn quotes(
        &mut self,
        item: TomlItem<'s>,
        key: &format::Key,
        citing: Citing,
    ) -> Vec<Quote> {
        let TomlValue::Array(mut items) = item.value else {
            return self.quote(item, key, citing).into_iter().collect();
        };
        let mut quotes = Vec::with_capacity(items.len());
        while let Some((_, item)) = self.tree.next(&mut items) {
            quotes.extend(self.quote(item, key, citing));
        }
        quotes
    }

    fn quote(&mut self, item: TomlItem<'s>, key: &format::Key, citing: Citing) -> Option<Quote> {
        let span = item.span;
        let (text, selector) = match item.value {
            TomlValue::String(value) => (self.keep(value, span), None),
            TomlValue::Word(word) => (self.keep(word.into(), span), None),
            TomlValue::Table(rest) => {
                self.quote_table(OpenTable::new(&format::QUOTE, rest), span, citing)?
            }
            _ => {
                self.wrong_type(item, key);
                return None;
            }
        };
        if text.value.trim().is_empty() {
            self.missing(
                text.span,
                "a quotation of nothing",
                "no words here",
                "quote the author's own words, or mark the claim `implicit = true`",
            );
            self.miss(text.span, About::Detail, Vec::new());
            return None;
        }
        Some(Quote {
            text,
            span,
            selector,
        })
    }

    fn quote_table(
        &mut self,
        mut open: OpenTable,
        span: Span,
        citing: Citing,
    ) -> Option<(Text, Option<Box<Selector>>)> {
        let mut selector = Selector::default();
        let mut text = None;
        while let Some((key, _, item)) = self.next_key(&mut open) {
            match key.name {
                Name::Text => text = self.string(item, key),
                Name::Source => selector.source = self.string(item, key),
                Name::Prefix => selector.prefix = self.string(item, key),
                Name::Suffix => selector.suffix = self.string(item, key),
                Name::Occurrence => self.occurrence(&item, key, citing, &mut selector),
                _ => {}
            }
        }
        if !open.set.contains(Name::Text) {
            self.missing(
                span,
                "a quotation without its `text`",
                "which words?",
                "write `{ text = \"the author's own words\" }`",
            );
            self.miss(span, About::Detail, Vec::new());
        }
        Some((text?, Some(Box::new(selector))))
    }
}

const ASK_IT: &str = "ask it in a sentence, such as `text = \"Does it rain?\"`";
const SAY_IT: &str = "say it in a sentence that is true or false, such as `text = \"It rains.\"`";

/// The relation that a key states, if any.
const fn relation(key: Name) -> Option<RelationKind> {
    Some(match key {
        Name::Supports => RelationKind::Supports,
        Name::Attacks => RelationKind::Attacks,
        Name::Undercuts => RelationKind::Undercuts,
        Name::Contradicts => RelationKind::Contradicts,
        Name::Contrasts => RelationKind::Contrasts,
        Name::Restates => RelationKind::Restates,
        _ => return None,
    })
}
