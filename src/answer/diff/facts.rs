//! What something says, key by key, so that it can be compared with another of its kind.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde_json::{Map as Object, Value, json};

use super::pairs::PairId;
use super::words::word_runs;
use super::{Entity, Half, KeyChange};
use crate::diagnostic::Place;
use crate::map::{ClaimId, ExpectedLabel, Map, canonical, canonical_label};
use crate::syntax::{Quote, Text, Wording, data_in_json};

/// Keys and their values, in display order. Each key occurs once.
pub(super) type Facts<'m> = Vec<Keyed<'m>>;

/// A key and its value.
type Keyed<'m> = (Cow<'static, str>, Fact<'m>);

/// The value of a key.
#[derive(Debug)]
pub(super) enum Fact<'m> {
    /// Words.
    Text(&'m str),
    /// A flag that is set.
    Set,
    /// A number.
    Number(f64),
    /// Names, in any order.
    Names(Vec<&'m str>),
    /// Claims, in any order, each with its id.
    Claims(Vec<(PairId, &'m str)>),
    /// Something with a number that both maps share, and its name.
    Numbered(u64, String),
    /// Values, in any order.
    Values(Vec<Value>),
    /// A table of the user's own data.
    Data(Value),
}

impl Fact<'_> {
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(one), Self::Text(other)) => one == other,
            (Self::Set, Self::Set) => true,
            (Self::Number(one), Self::Number(other)) => one.to_bits() == other.to_bits(),
            (Self::Names(one), Self::Names(other)) => one == other || names(one) == names(other),
            (Self::Claims(one), Self::Claims(other)) => claims(one) == claims(other),
            (Self::Numbered(one, _), Self::Numbered(other, _)) => one == other,
            (Self::Values(one), Self::Values(other)) => one == other || texts(one) == texts(other),
            (Self::Data(one), Self::Data(other)) => one == other,
            _ => false,
        }
    }

    fn value(&self) -> Value {
        match self {
            Self::Text(text) => json!(text),
            Self::Set => json!(true),
            Self::Number(number) => json!(number),
            Self::Names(names) => json!(names),
            Self::Claims(claims) => claims.iter().map(|(_, id)| json!(id)).collect(),
            Self::Numbered(_, name) => json!(name),
            Self::Values(values) => json!(values),
            Self::Data(data) => data.clone(),
        }
    }
}

fn names<'m>(names: &[&'m str]) -> Vec<Cow<'m, str>> {
    let mut names: Vec<_> = names.iter().map(|name| canonical_label(name)).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn claims(claims: &[(PairId, &str)]) -> Vec<PairId> {
    let mut numbers: Vec<_> = claims.iter().map(|(number, _)| *number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

fn texts(values: &[Value]) -> Vec<String> {
    let mut texts: Vec<_> = values.iter().map(Value::to_string).collect();
    texts.sort_unstable();
    texts
}

/// The differences: in the order of the newer facts, then the keys that only the older facts have.
pub(super) fn changes(old: &Facts<'_>, new: &Facts<'_>) -> Vec<KeyChange> {
    let is_same =
        |(one, other): (&Keyed<'_>, &Keyed<'_>)| one.0 == other.0 && one.1.is_same(&other.1);
    if old.len() == new.len() && old.iter().zip(new).all(is_same) {
        return Vec::new();
    }
    let mut left: FxHashMap<&str, &Fact<'_>> =
        old.iter().map(|(key, fact)| (&**key, fact)).collect();
    let mut changes = Vec::new();
    for (key, fact) in new {
        let before = left.remove(&**key);
        if before.is_some_and(|before| before.is_same(fact)) {
            continue;
        }
        changes.push(KeyChange {
            key: key.to_string(),
            from: before.map(Fact::value),
            to: Some(fact.value()),
            words: match (before, fact) {
                (Some(Fact::Text(before)), Fact::Text(after)) => word_runs(before, after),
                _ => Vec::new(),
            },
        });
    }
    for (key, fact) in old.iter().filter(|(key, _)| left.contains_key(&**key)) {
        changes.push(KeyChange {
            key: key.to_string(),
            from: Some(fact.value()),
            to: None,
            words: Vec::new(),
        });
    }
    changes
}

/// Pairs things by id. The results of `tell`, called for each newer thing with its older counterpart, and the older
/// things that have no newer one.
pub(super) fn by_id<'t, 'm, T>(
    old: &'t [Entity<'m>],
    new: &'t [Entity<'m>],
    tell: impl Fn(Option<&'t Entity<'m>>, &'t Entity<'m>) -> Option<T>,
) -> (Vec<T>, Vec<&'t Entity<'m>>) {
    let mut left: FxHashMap<Cow<'_, str>, &Entity<'_>> = old
        .iter()
        .map(|thing| (canonical(thing.id), thing))
        .collect();
    let told = new
        .iter()
        .filter_map(|thing| tell(left.remove(&canonical(thing.id)), thing));
    let told = told.collect();
    let gone = old
        .iter()
        .filter(|thing| left.contains_key(&canonical(thing.id)));
    (told, gone.collect())
}

/// Collects facts, leaving out what is not stated.
#[derive(Default)]
pub(super) struct Collected<'m>(pub(super) Facts<'m>);

impl<'m> Collected<'m> {
    pub(super) fn add(&mut self, key: impl Into<Cow<'static, str>>, fact: Option<Fact<'m>>) {
        self.0.extend(fact.map(|fact| (key.into(), fact)));
    }

    pub(super) fn text(&mut self, key: impl Into<Cow<'static, str>>, text: Option<&'m Text>) {
        self.add(key, text.map(|text| Fact::Text(&text.value)));
    }

    pub(super) fn names(&mut self, key: impl Into<Cow<'static, str>>, names: &'m [Text]) {
        let is_said = !names.is_empty();
        let names = names.iter().map(|name| name.value.as_ref()).collect();
        self.add(key, is_said.then_some(Fact::Names(names)));
    }

    pub(super) fn data(&mut self, key: impl Into<Cow<'static, str>>, data: Option<&toml::Table>) {
        self.add(key, data.map(|data| Fact::Data(data_in_json(data))));
    }

    fn claims(
        &mut self,
        key: &'static str,
        side: &Half<'m>,
        claims: impl Iterator<Item = ClaimId>,
    ) {
        let claims: Vec<_> = claims
            .map(|claim| (side.joint(claim), side.map.id(claim)))
            .collect();
        self.add(key, (!claims.is_empty()).then_some(Fact::Claims(claims)));
    }

    /// A wording without a language counts as one in the map's language. With `is_one`, languages are ignored.
    fn wordings(&mut self, map: &'m Map, wordings: &'m [Wording], is_one: bool) {
        for wording in wordings {
            let tag = wording.language.as_ref().map(|tag| &*tag.value);
            let tag = tag.or(map.language()).filter(|_| !is_one);
            let key: Cow<'static, str> =
                tag.map_or("text".into(), |tag| format!("text.{tag}").into());
            let fact = Fact::Text(&wording.text.value);
            if !self
                .0
                .iter()
                .rev()
                .take(FEW)
                .any(|(known, _)| *known == key)
            {
                self.add(key, Some(fact));
            }
        }
    }

    fn quotes(&mut self, quotes: &[Quote]) {
        let values = quotes.iter().map(quote).collect();
        self.add(
            "quote",
            (!quotes.is_empty()).then_some(Fact::Values(values)),
        );
    }
}

/// How many of the last keys are searched for an earlier wording in the same language. There is one if a claim has a
/// plain `text` and another in the map's language.
const FEW: usize = 32;

/// A quotation as it would be written: only its words, or a table.
fn quote(quote: &Quote) -> Value {
    let text = json!(&*quote.text.value);
    let Some(selector) = &quote.selector else {
        return text;
    };
    let mut table = Object::new();
    table.insert("text".to_owned(), text);
    for (key, said) in [
        ("source", &selector.source),
        ("prefix", &selector.prefix),
        ("suffix", &selector.suffix),
    ] {
        let said = said.as_ref().map(|said| json!(&*said.value));
        table.extend(said.map(|said| (key.to_owned(), said)));
    }
    let occurrence = match (&selector.occurrence, selector.every) {
        (_, Some(_)) => Some(json!("all")),
        (Some(number), None) => Some(json!(number.value)),
        (None, None) => None,
    };
    table.extend(occurrence.map(|said| ("occurrence".to_owned(), said)));
    Value::Object(table)
}

/// Whether each of the two claims has just one wording, and nothing says that they are in different languages.
pub(super) fn is_one_language(old: (&Map, ClaimId), new: (&Map, ClaimId)) -> bool {
    let only = |(map, claim): (&'_ Map, ClaimId)| match &*map.claim(claim).text {
        [wording] => {
            let tag = wording.language.as_ref().map(|tag| tag.value.to_string());
            Some((tag.is_none(), tag.or(map.language().map(str::to_owned))))
        }
        _ => None,
    };
    only(old)
        .zip(only(new))
        .is_some_and(|(old, new)| (old.0 && new.0) || old.1.is_none() || new.1.is_none())
}

/// What is said about a claim itself, without its relations.
pub(super) fn claim(map: &Map, claim: ClaimId, is_one_language: bool) -> Facts<'_> {
    let written = map.claim(claim);
    let mut facts = Collected::default();
    facts.text("title", written.title.as_ref());
    facts.wordings(map, &written.text, is_one_language);
    facts.quotes(&written.quotes);
    for (key, is_set) in [
        ("implicit", written.is_implicit()),
        ("assumed", written.is_assumed()),
        ("denied", written.is_denied()),
    ] {
        facts.add(key, is_set.then_some(Fact::Set));
    }
    let credence = written.credence.as_ref();
    facts.add(
        "credence",
        credence.map(|credence| Fact::Number(credence.value)),
    );
    facts.names("by", &written.by);
    facts.text("about", written.about.as_ref());
    facts.names("tags", &written.tags);
    facts.text("note", written.note.as_ref());
    facts.data("data", written.data.as_deref());
    facts.0
}

/// The questions of a map.
pub(super) fn questions<'m>(side: &Half<'m>) -> Vec<Entity<'m>> {
    let map = side.map;
    let questions = map.questions().map(|id| {
        let question = map.question(id);
        let mut facts = Collected::default();
        facts.wordings(map, &question.text, false);
        facts.quotes(&question.quotes);
        facts.claims("answers", side, map.answers(id).iter().copied());
        facts.add("exclusive", question.is_exclusive().then_some(Fact::Set));
        facts.data("data", question.data.as_deref());
        Entity {
            id: &question.id.value,
            place: map.question_place(id),
            text: map.question_text(id, None),
            facts: facts.0,
        }
    });
    questions.collect()
}

/// The sources of a map.
pub(super) fn sources<'m>(side: &Half<'m>) -> Vec<Entity<'m>> {
    let sources = side.map.sources().map(|(_, file, source)| {
        let mut facts = Collected::default();
        for (key, text) in [
            ("title", &source.title),
            ("author", &source.author),
            ("path", &source.path),
            ("language", &source.language),
            ("url", &source.url),
            ("published", &source.published),
            ("accessed", &source.accessed),
            ("sha256", &source.sha256),
        ] {
            facts.text(key, text.as_ref());
        }
        let coverage = source.coverage.as_ref();
        facts.add("coverage", coverage.map(|share| Fact::Number(share.value)));
        let ignores = source.ignores.iter().map(|ignore| {
            let reason = ignore.reason.as_ref().map(|reason| &*reason.value);
            json!({ "quote": quote(&ignore.quote), "reason": reason })
        });
        let ignores: Vec<Value> = ignores.collect();
        facts.add(
            "ignore",
            (!ignores.is_empty()).then_some(Fact::Values(ignores)),
        );
        let name = source.title.as_ref().or(source.path.as_ref());
        let place = Place {
            file,
            span: source.id.span,
        };
        Entity {
            id: &source.id.value,
            place,
            text: name.map_or("", |name| &name.value),
            facts: facts.0,
        }
    });
    sources.collect()
}

/// The speakers that a map declares.
pub(super) fn speakers<'m>(side: &Half<'m>) -> Vec<Entity<'m>> {
    let speakers = side.map.speakers().map(|(file, speaker)| {
        let mut facts = Collected::default();
        facts.text("name", speaker.name.as_ref());
        let place = Place {
            file,
            span: speaker.id.span,
        };
        Entity {
            id: &speaker.id.value,
            place,
            text: speaker.name.as_ref().map_or("", |name| &name.value),
            facts: facts.0,
        }
    });
    speakers.collect()
}

/// What is said about the map as a whole.
pub(super) fn map<'m>(side: &Half<'m>) -> Facts<'m> {
    let map = side.map;
    let mut facts = Collected::default();
    facts.add("title", map.title().map(Fact::Text));
    facts.add("language", map.language().map(Fact::Text));
    let theses: &[ClaimId] = if map.declares_thesis() {
        map.thesis()
    } else {
        &[]
    };
    facts.claims("thesis", side, theses.iter().copied());
    facts.add("source", map.default_source_name().map(Fact::Text));
    facts.data("data", map.data());
    let lints: BTreeMap<&str, &'static str> = map
        .lints()
        .map(|(_, lint)| (&*lint.rule.value, lint.level.value.name()))
        .collect();
    for (rule, level) in lints {
        facts.add(format!("lints.{rule}"), Some(Fact::Text(level)));
    }
    let places = map.conflicts().map(|(_, conflict)| {
        let at = conflict.at.as_ref();
        json!(at.map_or("the whole file", |at| &at.value))
    });
    let places: Vec<Value> = places.collect();
    facts.add(
        "conflict",
        (!places.is_empty()).then_some(Fact::Values(places)),
    );
    for (key, label) in [
        ("expect.accepted", ExpectedLabel::Accepted),
        ("expect.rejected", ExpectedLabel::Rejected),
        ("expect.undecided", ExpectedLabel::Undecided),
        (
            "expect.accepted_either_way",
            ExpectedLabel::AcceptedEitherWay,
        ),
    ] {
        let expected = map.expectations().iter();
        let expected = expected.filter(|expected| expected.label == label);
        facts.claims(key, side, expected.map(|expected| expected.claim));
    }
    facts.0
}
