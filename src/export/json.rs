//! A map as JSON: all of it, in a versioned shape.
//!
//! ```json
//! {"version": 1, "map": {}, "sources": [], "claims": [], "steps": [], "undercuts": [],
//!  "contradictions": [], "contrasts": [], "lints": {}, "expect": {}}
//! ```
//!
//! Steps are reasons and objections, plain ones too; an undercut names its step by its place in `steps`. JSON has no
//! dates and no numbers that are not finite: in the user's own `data` those become strings.

use serde::Serialize;
use serde_json::{Map as Object, Value};

use super::Part;
use crate::diagnostic::{Level, Place};
use crate::map::{ClaimId, LinkId, Map, StepId, Target};
use crate::place::{Places, Stretch, Written};
use crate::printable::Shown;
use crate::proof::{Cited, Proof};
use crate::syntax::{self, Detail, FileId, Polarity, RelationKind, Spanned, Text};

/// The version of the shape.
const VERSION: u32 = 1;

/// The part of a map as JSON, with a line break at its end. Linear in the part.
pub fn json(part: Part<'_>) -> Shown {
    let places = Places::new(part.map.files());
    // Maps with other keys than strings cannot be written as JSON; there are none here.
    Shown::json(&Whole::new(part, &places)).unwrap_or_default()
}

#[derive(Serialize)]
struct Whole<'m> {
    version: u32,
    map: Header<'m>,
    sources: Vec<Source<'m>>,
    claims: Vec<Claim<'m>>,
    steps: Vec<Step<'m>>,
    undercuts: Vec<Undercut<'m>>,
    contradictions: Vec<Symmetric<'m>>,
    contrasts: Vec<Symmetric<'m>>,
    #[serde(skip_serializing_if = "Object::is_empty")]
    lints: Object<String, Value>,
    #[serde(skip_serializing_if = "Expect::is_empty")]
    expect: Expect<'m>,
}

#[derive(Serialize)]
struct Header<'m> {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'m str>,
    thesis: Vec<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'m str>,
}

#[derive(Serialize)]
struct Source<'m> {
    id: &'m str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accessed: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sha256: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<f64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ignore: Vec<Ignore<'m>>,
    #[serde(flatten)]
    at: Written,
}

#[derive(Serialize)]
struct Ignore<'m> {
    quote: Quote<'m>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'m str>,
}

#[derive(Serialize)]
struct Claim<'m> {
    id: &'m str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'m str>,
    text: Value,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    quotes: Vec<Quote<'m>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    implicit: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    assumed: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    denied: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credence: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<&'m str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Value>,
    #[serde(flatten)]
    at: Written,
}

#[derive(Serialize)]
struct Quote<'m> {
    text: &'m str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prefix: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suffix: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    occurrence: Option<Occurrence>,
    /// Whether it stands in its source, in one place; left out where no source could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    proven: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Proven<'m>>,
}

/// One place, counted from 1, or `"all"` of them.
#[derive(Serialize)]
#[serde(untagged)]
enum Occurrence {
    Number(u32),
    All(&'static str),
}

/// Where a quotation stands in its source: `start` and `end` are bytes in the file, lines and columns count from 1.
#[derive(Serialize)]
struct Proven<'m> {
    source: &'m str,
    #[serde(flatten)]
    whole: Stretch,
    tier: &'static str,
    /// How many places are meant, where it is not this one alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    places: Option<usize>,
    /// What is quoted, where an ellipsis leaves several parts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<Stretch>,
}

#[derive(Serialize)]
struct Step<'m> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'m str>,
    kind: &'static str,
    premises: Vec<Premise<'m>>,
    conclusion: &'m str,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scheme: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    strength: Option<f64>,
    #[serde(flatten)]
    at: Written,
}

#[derive(Serialize)]
struct Premise<'m> {
    claim: &'m str,
    #[serde(flatten)]
    detail: Beside<'m>,
}

#[derive(Serialize)]
struct Undercut<'m> {
    claim: &'m str,
    step: usize,
    #[serde(flatten)]
    detail: Beside<'m>,
    #[serde(flatten)]
    at: Written,
}

/// A contradiction or a contrast: the claim that states it first.
#[derive(Serialize)]
struct Symmetric<'m> {
    claims: [&'m str; 2],
    #[serde(flatten)]
    detail: Beside<'m>,
    #[serde(flatten)]
    at: Written,
}

/// What an entry says beside the claim that it names.
#[derive(Serialize, Default)]
struct Beside<'m> {
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    strength: Option<f64>,
}

#[derive(Serialize, Default)]
struct Expect<'m> {
    accepted: Vec<&'m str>,
    rejected: Vec<&'m str>,
    undecided: Vec<&'m str>,
    accepted_either_way: Vec<&'m str>,
}

impl Expect<'_> {
    fn is_empty(&self) -> bool {
        let lists = [
            &self.accepted,
            &self.rejected,
            &self.undecided,
            &self.accepted_either_way,
        ];
        lists.iter().all(|list| list.is_empty())
    }
}

impl<'m> Whole<'m> {
    fn new(part: Part<'m>, places: &Places<'m>) -> Self {
        let map = part.map;
        let proof = Proof::new(map);
        let mut numbers = rustc_hash::FxHashMap::default();
        let mut steps = Vec::new();
        for id in part.steps() {
            numbers.insert(id, steps.len());
            steps.push(step(map, id, places));
        }
        let thesis = map.thesis().iter().filter(|&&claim| part.has(claim));
        let mut whole = Self {
            version: VERSION,
            map: Header {
                title: map.title(),
                language: map.language(),
                thesis: thesis.map(|&claim| map.id(claim)).collect(),
                source: map.default_source_name(),
            },
            sources: map
                .sources()
                .map(|(id, file, written)| {
                    source(file, written, quotes(&proof, proof.ignored(id)), places)
                })
                .collect(),
            claims: part
                .claims()
                .map(|id| claim(map, id, &proof, places))
                .collect(),
            steps,
            undercuts: Vec::new(),
            contradictions: Vec::new(),
            contrasts: Vec::new(),
            lints: map
                .lints()
                .map(|(_, lint)| level(&lint.rule, &lint.level))
                .collect(),
            expect: expect(part),
        };
        for id in part.links() {
            whole.link(map, id, &numbers, places);
        }
        whole
    }

    fn link(
        &mut self,
        map: &'m Map,
        id: LinkId,
        numbers: &rustc_hash::FxHashMap<StepId, usize>,
        places: &Places<'m>,
    ) {
        let link = map.link(id);
        let detail = beside(map.link_detail(id));
        let at = places.written(map.link_place(id));
        match link.to {
            Target::Step(step) => {
                let Some(&step) = numbers.get(&step) else {
                    return;
                };
                self.undercuts.push(Undercut {
                    claim: map.id(link.from),
                    step,
                    detail,
                    at,
                });
            }
            Target::Claim(to) => {
                let claims = [map.id(link.from), map.id(to)];
                let symmetric = Symmetric { claims, detail, at };
                if link.kind == RelationKind::Contradicts {
                    self.contradictions.push(symmetric);
                } else {
                    self.contrasts.push(symmetric);
                }
            }
        }
    }
}

fn source<'m>(
    file: FileId,
    source: &'m syntax::Source,
    ignored: Vec<Quote<'m>>,
    places: &Places<'m>,
) -> Source<'m> {
    Source {
        id: &source.id.value,
        title: string(source.title.as_ref()),
        path: string(source.path.as_ref()),
        language: string(source.language.as_ref()),
        url: string(source.url.as_ref()),
        author: string(source.author.as_ref()),
        published: string(source.published.as_ref()),
        accessed: string(source.accessed.as_ref()),
        sha256: string(source.sha256.as_ref()),
        coverage: source.coverage.as_ref().map(|coverage| coverage.value),
        ignore: ignored
            .into_iter()
            .zip(&source.ignores)
            .map(|(quote, ignore)| Ignore {
                quote,
                reason: string(ignore.reason.as_ref()),
            })
            .collect(),
        at: places.written(Place {
            file,
            span: source.id.span,
        }),
    }
}

fn claim<'m>(map: &'m Map, id: ClaimId, proof: &Proof<'m>, places: &Places<'m>) -> Claim<'m> {
    let written = map.claim(id);
    let flag = |flag: &Option<Spanned<bool>>| flag.as_ref().map(|flag| flag.value);
    Claim {
        id: &written.id.value,
        title: string(written.title.as_ref()),
        text: wording(&written.text),
        quotes: quotes(proof, proof.of_claim(id)),
        implicit: flag(&written.implicit),
        assumed: flag(&written.assumed),
        denied: flag(&written.denied),
        credence: written.credence.as_ref().map(|credence| credence.value),
        about: string(written.about.as_ref()),
        tags: written.tags.iter().map(|tag| tag.value.as_ref()).collect(),
        note: string(written.note.as_ref()),
        data: written.data.as_deref().map(table),
        at: places.written(map.place(id)),
    }
}

/// A plain text is a string, one text a language an object.
fn wording(text: &[syntax::Wording]) -> Value {
    if let [
        syntax::Wording {
            language: None,
            text,
        },
    ] = text
    {
        return Value::String(text.value.to_string());
    }
    let by_language = text.iter().map(|wording| {
        let language = string(wording.language.as_ref()).unwrap_or_default();
        (
            language.to_owned(),
            Value::String(wording.text.value.to_string()),
        )
    });
    Value::Object(by_language.collect())
}

fn quotes<'m>(proof: &Proof<'m>, cited: &[Cited]) -> Vec<Quote<'m>> {
    cited
        .iter()
        .filter_map(|cited| quote(proof, cited))
        .collect()
}

fn place<'m>(proof: &Proof<'m>, cited: &Cited) -> Option<Proven<'m>> {
    let (_, source) = proof.written(cited.source?)?;
    let place = cited.place()?;
    Some(Proven {
        source: &source.id.value,
        whole: (&place.whole).into(),
        tier: place.tier.name(),
        places: (cited.place_count() > 1).then(|| cited.place_count()),
        parts: match place.parts.as_slice() {
            [_] => Vec::new(),
            parts => parts.iter().map(Into::into).collect(),
        },
    })
}

fn quote<'m>(proof: &Proof<'m>, cited: &Cited) -> Option<Quote<'m>> {
    let (_, quote) = proof.quote(cited)?;
    let selector = quote.selector.as_deref();
    let number = selector.and_then(|selector| Some(selector.occurrence.as_ref()?.value));
    let occurrence = if quote.means_every_place() {
        Some(Occurrence::All("all"))
    } else {
        number.map(Occurrence::Number)
    };
    Some(Quote {
        text: &quote.text.value,
        source: selector.and_then(|selector| string(selector.source.as_ref())),
        prefix: selector.and_then(|selector| string(selector.prefix.as_ref())),
        suffix: selector.and_then(|selector| string(selector.suffix.as_ref())),
        occurrence,
        proven: cited.outcome.is_some().then(|| cited.place().is_some()),
        place: place(proof, cited),
    })
}

fn step<'m>(map: &'m Map, id: StepId, places: &Places<'m>) -> Step<'m> {
    let step = map.step(id);
    let premise = |claim| Premise {
        claim: map.id(claim),
        detail: beside(map.premise_detail(id, claim)),
    };
    Step {
        id: map.step_name(id),
        kind: match step.polarity {
            Polarity::For => "reason",
            Polarity::Against => "objection",
        },
        premises: map.premises(id).map(premise).collect(),
        conclusion: map.id(step.conclusion),
        why: string(map.step_why(id)),
        scheme: string(map.step_scheme(id)),
        strength: map.step_strength(id).map(|strength| strength.value),
        at: places.written(map.step_place(id)),
    }
}

fn beside(detail: Option<&Detail>) -> Beside<'_> {
    detail.map_or_else(Beside::default, |detail| Beside {
        on: string(detail.on.as_ref()),
        why: string(detail.why.as_ref()),
        strength: detail.strength.as_ref().map(|strength| strength.value),
    })
}

fn level(rule: &Text, level: &Spanned<Level>) -> (String, Value) {
    (
        rule.value.to_string(),
        Value::String(level.value.name().to_owned()),
    )
}

fn expect(part: Part<'_>) -> Expect<'_> {
    use crate::map::ExpectedLabel;
    let map = part.map;
    let ids = |label| {
        let expected = map
            .expectations()
            .iter()
            .filter(move |expected| expected.label == label);
        let claims = expected
            .map(|expected| expected.claim)
            .filter(|&claim| part.has(claim));
        claims.map(|claim| map.id(claim)).collect()
    };
    Expect {
        accepted: ids(ExpectedLabel::Accepted),
        rejected: ids(ExpectedLabel::Rejected),
        undecided: ids(ExpectedLabel::Undecided),
        accepted_either_way: ids(ExpectedLabel::AcceptedEitherWay),
    }
}

fn string(text: Option<&Text>) -> Option<&str> {
    text.map(|text| text.value.as_ref())
}

fn table(table: &toml::Table) -> Value {
    Value::Object(
        table
            .iter()
            .map(|(key, value)| (key.clone(), user_value(value)))
            .collect(),
    )
}

/// The user's own value. Recursion is bounded by the nesting that reading allows.
fn user_value(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text.clone()),
        toml::Value::Integer(number) => Value::from(*number),
        toml::Value::Float(number) => serde_json::Number::from_f64(*number)
            .map_or_else(|| Value::String(number.to_string()), Value::Number),
        toml::Value::Boolean(flag) => Value::Bool(*flag),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Array(values) => Value::Array(values.iter().map(user_value).collect()),
        toml::Value::Table(entries) => table(entries),
    }
}
