//! Writes a map as JSON: everything in it, in a versioned format.
//!
//! ```json
//! {"version": 1, "map": {}, "sources": [], "speakers": [], "questions": [], "claims": [], "steps": [],
//!  "contradictions": [], "contrasts": [], "restatements": [], "conflicts": [], "lints": {}, "expect": {}}
//! ```
//!
//! Steps are reasons, objections and undercuts, including plain ones. An undercut refers to its step by that step's
//! index in `steps`. JSON has no dates and no non-finite numbers; in the user's own `data` these become strings.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;
use serde_json::{Map as Object, Value};

use super::Part;
use crate::diagnostic::Place;
use crate::map::{ClaimId, ExpectedLabel, LinkId, Map, QuestionId, SourceId, StepId, StepKind};
use crate::place::{Places, Stretch};
use crate::printable::{Each, Shown, write_json};
use crate::proof::{Cited, Proof, quotation};
use crate::syntax::{
    self, Detail, File, FileId, MergeConflict, Position, RelationKind, Span, Spanned, Text,
    data_in_json,
};

/// The version of the format.
const VERSION: u32 = 1;

/// Writes a part of a map as JSON, item by item, with a line break at the end. Linear in the map, apart from the search
/// for its quotations.
///
/// # Errors
///
/// Those of `out`.
pub fn write(part: Part<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_json(&Whole::new(part), out)
}

/// A part of a map as JSON, with a line break at the end. Linear in the map, apart from the search for its quotations.
pub fn json(part: Part<'_>) -> Shown {
    // Only maps with keys that are not strings cannot be written as JSON, and there are none here.
    Shown::json(&Whole::new(part)).unwrap_or_default()
}

/// What the JSON is made from while it is being written.
struct Whole<'m> {
    part: Part<'m>,
    map: &'m Map,
    proof: Proof<'m>,
    places: Places<'m>,
    /// The files' paths as JSON strings, each escaped once.
    paths: Vec<Box<RawValue>>,
    /// The index of each of the map's steps among the steps of the part.
    numbers: Vec<Option<usize>>,
}

/// Where something is written: a [`Written`](crate::place::Written) with its path in JSON.
#[derive(serde::Serialize)]
struct JsonPlace<'m> {
    file: Option<&'m RawValue>,
    line: u32,
    column: u32,
}

#[derive(serde::Serialize)]
struct JsonHeader<'m> {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'m str>,
    thesis: Vec<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Value>,
}

#[derive(serde::Serialize)]
struct JsonSource<'m> {
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
    ignore: Vec<JsonIgnore<'m>>,
    #[serde(flatten)]
    at: JsonPlace<'m>,
}

#[derive(serde::Serialize)]
struct JsonIgnore<'m> {
    quote: JsonQuote<'m>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'m str>,
}

#[derive(serde::Serialize)]
struct JsonSpeaker<'m> {
    id: &'m str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'m str>,
    #[serde(flatten)]
    at: JsonPlace<'m>,
}

#[derive(serde::Serialize)]
struct JsonQuestion<'m, Quotes, Answers> {
    id: &'m str,
    text: JsonWording<'m>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quotes: Option<Quotes>,
    answers: Answers,
    exclusive: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Value>,
    #[serde(flatten)]
    at: JsonPlace<'m>,
}

#[derive(serde::Serialize)]
struct JsonClaim<'m, Quotes> {
    id: &'m str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'m str>,
    text: JsonWording<'m>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quotes: Option<Quotes>,
    #[serde(skip_serializing_if = "Option::is_none")]
    implicit: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    assumed: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    denied: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credence: Option<f64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    by: Vec<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<&'m str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Value>,
    #[serde(flatten)]
    at: JsonPlace<'m>,
}

/// A plain text is a string; a text in several languages is an object with one entry for each language.
#[derive(serde::Serialize)]
#[serde(untagged)]
enum JsonWording<'m> {
    Plain(&'m str),
    ByLanguage(Object<String, Value>),
}

#[derive(serde::Serialize)]
struct JsonQuote<'m> {
    text: &'m str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prefix: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suffix: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    occurrence: Option<JsonOccurrence>,
    /// Whether it was found in its source at a definite place; left out if no source could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    proven: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Proven<'m>>,
}

/// The number of one occurrence, counted from 1, or `"all"`.
#[derive(serde::Serialize)]
#[serde(untagged)]
enum JsonOccurrence {
    Number(u32),
    All(&'static str),
}

/// Where a quotation is in its source. `start` and `end` are byte offsets in the file; lines and columns are counted
/// from 1.
#[derive(serde::Serialize)]
struct Proven<'m> {
    source: &'m str,
    #[serde(flatten)]
    whole: Stretch,
    tier: &'static str,
    /// How many places are meant, if more than this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    places: Option<usize>,
    /// The quoted parts, if an ellipsis divides the quotation.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<Stretch>,
}

#[derive(serde::Serialize)]
struct ExportedStep<'m, Premises> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'m str>,
    kind: StepKind,
    premises: Premises,
    #[serde(skip_serializing_if = "Option::is_none")]
    conclusion: Option<&'m str>,
    /// The index in `steps` of the step that it undercuts.
    #[serde(skip_serializing_if = "Option::is_none")]
    undercuts: Option<usize>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    outweighs: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scheme: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    strength: Option<f64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    by: Vec<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Value>,
    #[serde(flatten)]
    at: JsonPlace<'m>,
}

#[derive(serde::Serialize)]
struct JsonPremise<'m> {
    claim: &'m str,
    #[serde(flatten)]
    detail: JsonDetail<'m>,
}

/// A contradiction, a contrast or a restatement; the claim that states it comes first.
#[derive(serde::Serialize)]
struct Symmetric<'m> {
    claims: [&'m str; 2],
    #[serde(flatten)]
    detail: JsonDetail<'m>,
    #[serde(flatten)]
    at: JsonPlace<'m>,
}

/// Where the two sides of a merge disagree.
#[derive(serde::Serialize)]
struct JsonConflict<'m> {
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    other: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    was: Option<&'m str>,
    #[serde(flatten)]
    place: JsonPlace<'m>,
}

/// What an entry says in addition to the claim that it names.
#[derive(serde::Serialize, Default)]
struct JsonDetail<'m> {
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    strength: Option<f64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    by: Vec<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Value>,
}

#[derive(serde::Serialize, Default, PartialEq, Eq)]
struct JsonExpect<'m> {
    accepted: Vec<&'m str>,
    rejected: Vec<&'m str>,
    undecided: Vec<&'m str>,
    accepted_either_way: Vec<&'m str>,
}

impl<'m> Whole<'m> {
    fn new(part: Part<'m>) -> Self {
        let map = part.map;
        let mut numbers = vec![None; map.all_steps().len()];
        for (number, step) in part.steps().chain(part.undercuts()).enumerate() {
            if let Some(slot) = numbers.get_mut(step.index()) {
                *slot = Some(number);
            }
        }
        Self {
            part,
            map,
            proof: Proof::new(map),
            places: Places::new(map.files()),
            paths: map.files().files().iter().map(path).collect(),
            numbers,
        }
    }

    fn at(&self, place: Place) -> JsonPlace<'_> {
        let Position { line, column } = self.places.position(place.file, place.span.start);
        JsonPlace {
            file: self.paths.get(place.file.index()).map(AsRef::as_ref),
            line,
            column,
        }
    }

    fn at_span(&self, file: FileId, span: Span) -> JsonPlace<'_> {
        self.at(Place { file, span })
    }

    fn header(&self) -> JsonHeader<'_> {
        let thesis = self.map.thesis().iter();
        let thesis = thesis.filter(|&&claim| self.part.has(claim));
        JsonHeader {
            title: self.map.title(),
            language: self.map.language(),
            thesis: thesis.map(|&claim| self.map.id(claim)).collect(),
            source: self.map.default_source_name(),
            data: self.map.data().map(data_in_json),
        }
    }

    fn source(&self, (id, file, source): (SourceId, FileId, &'m syntax::Source)) -> JsonSource<'_> {
        let ignored = self.proof.ignored(id).iter();
        let ignored = ignored.filter_map(|cited| self.quote(cited));
        let ignore = |(quote, ignore): (_, &'m syntax::Ignore)| JsonIgnore {
            quote,
            reason: string(ignore.reason.as_ref()),
        };
        JsonSource {
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
            ignore: ignored.zip(&source.ignores).map(ignore).collect(),
            at: self.at_span(file, source.id.span),
        }
    }

    fn conflict<'p>(&'p self, (file, conflict): (FileId, &'p MergeConflict)) -> JsonConflict<'p> {
        JsonConflict {
            at: string(conflict.at.as_ref()),
            other: string(conflict.other.as_ref()),
            was: string(conflict.was.as_ref()),
            place: self.at_span(file, conflict.span),
        }
    }

    fn speaker(&self, (file, speaker): (FileId, &'m syntax::Speaker)) -> JsonSpeaker<'_> {
        JsonSpeaker {
            id: &speaker.id.value,
            name: string(speaker.name.as_ref()),
            at: self.at_span(file, speaker.id.span),
        }
    }

    fn question(&self, id: QuestionId) -> JsonQuestion<'_, impl Serialize, impl Serialize> {
        let written = self.map.question(id);
        JsonQuestion {
            id: &written.id.value,
            text: wording(&written.text),
            quotes: self.quotes(self.proof.of_question(id)),
            answers: Each(move || self.part.answers(id).map(|claim| self.map.id(claim))),
            exclusive: written.is_exclusive(),
            data: written.data.as_deref().map(data_in_json),
            at: self.at(self.map.question_place(id)),
        }
    }

    fn claim(&self, id: ClaimId) -> JsonClaim<'_, impl Serialize> {
        let written = self.map.claim(id);
        let flag = |flag: &Option<Spanned<bool>>| flag.as_ref().map(|flag| flag.value);
        JsonClaim {
            id: &written.id.value,
            title: string(written.title.as_ref()),
            text: wording(&written.text),
            quotes: self.quotes(self.proof.of_claim(id)),
            implicit: flag(&written.implicit),
            assumed: flag(&written.assumed),
            denied: flag(&written.denied),
            credence: written.credence.as_ref().map(|credence| credence.value),
            by: texts(&written.by),
            about: string(written.about.as_ref()),
            tags: texts(&written.tags),
            note: string(written.note.as_ref()),
            data: written.data.as_deref().map(data_in_json),
            at: self.at(self.map.place(id)),
        }
    }

    fn step(&self, id: StepId) -> ExportedStep<'_, impl Serialize> {
        let map = self.map;
        let step = map.step(id);
        let words = map.step_words(id);
        let premise = move |claim| JsonPremise {
            claim: map.id(claim),
            detail: beside(map.premise_detail(id, claim)),
        };
        ExportedStep {
            id: string(words.id),
            kind: step.kind(),
            premises: Each(move || map.premises(id).map(premise)),
            conclusion: step.undercuts.is_none().then(|| map.id(step.conclusion)),
            undercuts: step
                .undercuts
                .and_then(|other| self.numbers.get(other.index()).copied().flatten()),
            outweighs: map.is_outweighing(id),
            why: string(words.why),
            scheme: string(words.scheme),
            strength: words.strength.map(|strength| strength.value),
            by: texts(words.by),
            data: words.data.map(data_in_json),
            at: self.at(map.step_place(id)),
        }
    }

    /// The link, if it is of this kind.
    fn symmetric(&self, id: LinkId, kind: RelationKind) -> Option<Symmetric<'_>> {
        let link = self.map.link(id);
        (link.kind == kind).then(|| Symmetric {
            claims: [self.map.id(link.from), self.map.id(link.to)],
            detail: beside(self.map.link_detail(id)),
            at: self.at(self.map.link_place(id)),
        })
    }

    fn lints(&self) -> Object<String, Value> {
        let lints = self.map.lints();
        let lint = |(_, lint): (_, &syntax::Lint)| {
            (lint.rule.value.to_string(), lint.level.value.name().into())
        };
        lints.map(lint).collect()
    }

    fn expect(&self) -> JsonExpect<'_> {
        let ids = |label| {
            let expected = self.map.expectations().iter();
            let expected = expected.filter(|expected| expected.label == label);
            let claims = expected.map(|expected| expected.claim);
            let claims = claims.filter(|&claim| self.part.has(claim));
            claims.map(|claim| self.map.id(claim)).collect()
        };
        JsonExpect {
            accepted: ids(ExpectedLabel::Accepted),
            rejected: ids(ExpectedLabel::Rejected),
            undecided: ids(ExpectedLabel::Undecided),
            accepted_either_way: ids(ExpectedLabel::AcceptedEitherWay),
        }
    }

    /// The quotations, made as they are written; none if there are none.
    fn quotes<'p>(&'p self, cited: &'p [Cited]) -> Option<impl Serialize + 'p> {
        let quotes = Each(move || cited.iter().filter_map(|cited| self.quote(cited)));
        (!cited.is_empty()).then_some(quotes)
    }

    fn quote(&self, cited: &Cited) -> Option<JsonQuote<'_>> {
        let (_, quote) = self.proof.quote(cited)?;
        let words = quotation(quote);
        let occurrence = if quote.means_every_place() {
            Some(JsonOccurrence::All("all"))
        } else {
            words.occurrence.map(JsonOccurrence::Number)
        };
        Some(JsonQuote {
            text: words.text,
            source: string(quote.source()),
            prefix: words.prefix,
            suffix: words.suffix,
            occurrence,
            proven: cited.outcome.is_some().then(|| cited.place().is_some()),
            place: self.proven(cited),
        })
    }

    fn proven(&self, cited: &Cited) -> Option<Proven<'_>> {
        let (_, source) = self.proof.written(cited.source?)?;
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
}

impl Serialize for Whole<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { part, map, .. } = *self;
        let symmetric =
            |kind| Each(move || part.links().filter_map(move |id| self.symmetric(id, kind)));
        let mut whole = serializer.serialize_map(None)?;
        whole.serialize_entry("version", &VERSION)?;
        whole.serialize_entry("map", &self.header())?;
        let sources = Each(|| map.sources().map(|source| self.source(source)));
        whole.serialize_entry("sources", &sources)?;
        let speakers = Each(|| map.speakers().map(|speaker| self.speaker(speaker)));
        whole.serialize_entry("speakers", &speakers)?;
        let questions = Each(|| part.questions().map(|id| self.question(id)));
        whole.serialize_entry("questions", &questions)?;
        whole.serialize_entry("claims", &Each(|| part.claims().map(|id| self.claim(id))))?;
        let steps = Each(|| part.steps().chain(part.undercuts()).map(|id| self.step(id)));
        whole.serialize_entry("steps", &steps)?;
        whole.serialize_entry("contradictions", &symmetric(RelationKind::Contradicts))?;
        whole.serialize_entry("contrasts", &symmetric(RelationKind::Contrasts))?;
        whole.serialize_entry("restatements", &symmetric(RelationKind::Restates))?;
        let conflicts = Each(|| map.conflicts().map(|conflict| self.conflict(conflict)));
        if map.conflicts().next().is_some() {
            whole.serialize_entry("conflicts", &conflicts)?;
        }
        let lints = self.lints();
        if !lints.is_empty() {
            whole.serialize_entry("lints", &lints)?;
        }
        let expect = self.expect();
        if expect != JsonExpect::default() {
            whole.serialize_entry("expect", &expect)?;
        }
        whole.end()
    }
}

/// The file's path as a string in JSON.
fn path(file: &File) -> Box<RawValue> {
    let path = Shown::json(&file.path).unwrap_or_default();
    RawValue::from_string(path.trimmed().into_string()).unwrap_or_default()
}

fn wording(text: &[syntax::Wording]) -> JsonWording<'_> {
    if let [
        syntax::Wording {
            language: None,
            text,
        },
    ] = text
    {
        return JsonWording::Plain(&text.value);
    }
    let by_language = text.iter().map(|wording| {
        let language = string(wording.language.as_ref()).unwrap_or_default();
        (language.to_owned(), (*wording.text.value).into())
    });
    JsonWording::ByLanguage(by_language.collect())
}

fn beside(detail: Option<&Detail>) -> JsonDetail<'_> {
    detail.map_or_else(JsonDetail::default, |detail| JsonDetail {
        on: string(detail.on.as_ref()),
        why: string(detail.why.as_ref()),
        strength: detail.strength.as_ref().map(|strength| strength.value),
        by: texts(&detail.by),
        data: detail.data.as_deref().map(data_in_json),
    })
}

fn string(text: Option<&Text>) -> Option<&str> {
    text.map(|text| text.value.as_ref())
}

fn texts(texts: &[Text]) -> Vec<&str> {
    texts.iter().map(|text| text.value.as_ref()).collect()
}
