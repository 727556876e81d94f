//! Says in words why a claim stands or falls: lines that name claims, to be shown in a terminal or on a page.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::{Named, NamedStep, WhyAnswer};
use crate::map::{ClaimId, Map};
use crate::reason::explain::{Answered, Because, By, Failure, Wait};

/// What a run of words is about, so that it can be coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Tone {
    /// Nothing special.
    Plain,
    /// The name of a claim.
    Claim(ClaimId),
    /// A remark of little weight.
    Dim,
    /// Introduces what speaks for something.
    Because,
    /// Introduces what speaks against something.
    But,
    /// Says that something supports something else.
    For,
    /// Says that something attacks something else.
    Against,
    /// Says that something undercuts a step.
    Undercut,
}

/// A line of words, as runs.
#[derive(Debug, Clone, Default)]
pub struct ToldLine<'t>(Vec<(Cow<'t, str>, Tone)>);

/// One part of an explanation in words.
#[derive(Debug, Clone)]
pub enum Told<'t> {
    /// A line, indented by this many steps.
    Line(usize, ToldLine<'t>),
    /// The explanation of this claim's label belongs here, indented by this many steps.
    Why(usize, ClaimId),
}

/// Puts explanations of labels into words.
#[derive(Debug)]
pub struct Telling<'t> {
    map: &'t Map,
    /// Claims whose quotations are not trusted.
    distrusted: Vec<ClaimId>,
    /// For a full explanation: what decides the label of each of its claims.
    known: Option<FxHashMap<ClaimId, &'t Because<Named, NamedStep>>>,
}

/// Maximum number of claims and reasons named in a brief explanation.
const MOST: usize = 6;

impl<'t> Telling<'t> {
    /// For a full explanation, claim by claim.
    pub fn whole(map: &'t Map, answer: &'t WhyAnswer) -> Self {
        let entries = answer.explanation.iter();
        let supposed = answer.suppositions.iter();
        Self {
            map,
            distrusted: supposed
                .flat_map(|all| &all.distrusted)
                .map(|named| named.claim)
                .collect(),
            known: Some(
                entries
                    .map(|entry| (entry.claim.claim, &entry.because))
                    .collect(),
            ),
        }
    }

    /// For brief explanations, which name only what decides the claim itself and shorten long lists. `distrusted` must
    /// be in ascending order.
    pub fn brief(map: &'t Map, distrusted: &[ClaimId]) -> Self {
        Self {
            map,
            distrusted: distrusted.to_vec(),
            known: None,
        }
    }

    /// What decides a claim's label; `None` if this is not a full explanation, or if it does not contain the claim.
    pub fn of(&self, claim: ClaimId) -> Option<&'t Because<Named, NamedStep>> {
        self.known.as_ref()?.get(&claim).copied()
    }

    /// Says what decides the claim's label, line by line.
    pub fn tell(&self, claim: ClaimId, because: &'t Because<Named, NamedStep>) -> Vec<Told<'t>> {
        let mut told = Vec::new();
        match because {
            Because::Stands { reason, answered } => {
                match reason {
                    Some(step) => self.stand(step, &mut told),
                    None if answered.is_empty() => {
                        let ground = format!(
                            "it {}, and nothing is said against it",
                            self.by_itself(claim)
                        );
                        told.push(Told::Line(0, ToldLine::of(ground, Tone::Plain)));
                    }
                    None => {
                        let ground = format!("it {}", self.by_itself(claim));
                        told.push(Told::Line(0, ToldLine::of(ground, Tone::Plain)));
                    }
                }
                self.answers(answered, "undercuts that step", &mut told);
            }
            Because::Supposed => {
                told.push(Told::Line(
                    0,
                    ToldLine::of("so it is supposed", Tone::Plain),
                ));
            }
            Because::Defeated { by, answered } => {
                self.defeat(by, &mut told);
                self.answers(answered, "undercuts the objection", &mut told);
            }
            Because::Uncarried { failures } => {
                let said = match failures.len() {
                    0 if self.distrusted.binary_search(&claim).is_ok() => {
                        "its quotation is not proven, and nothing is said for it"
                    }
                    0 => "it is denied, and nothing is said for it",
                    1 => "the only reason for it fails:",
                    2 => "both reasons for it fail:",
                    _ => "all reasons for it fail:",
                };
                told.push(Told::Line(0, ToldLine::of(said, Tone::But)));
                self.failures(None, failures, &mut told);
            }
            Because::Circular { failures } => {
                let said = "only a circle is left to hold it up:";
                told.push(Told::Line(0, ToldLine::of(said, Tone::But)));
                self.failures(Some(claim), failures, &mut told);
            }
            Because::Waits { way, knot } => self.waits(way, knot, &mut told),
        }
        told
    }

    /// "because a and b stand".
    fn stand(&self, step: &'t NamedStep, told: &mut Vec<Told<'t>>) {
        let mut line = ToldLine::of("because", Tone::Because);
        self.list(&step.premises, &mut line);
        line.push(plural(step, "stands", "stand"), Tone::Plain);
        self.grounds(0, line, &step.premises, told);
    }

    /// Adds the line, and in a full explanation why `claims` stand.
    fn grounds(
        &self,
        depth: usize,
        mut line: ToldLine<'t>,
        claims: &'t [Named],
        told: &mut Vec<Told<'t>>,
    ) {
        if self.known.is_none() {
            told.push(Told::Line(depth, line));
            return;
        }
        let first = claims.first().map(|claim| self.ground(claim.claim));
        let is_one = claims
            .iter()
            .all(|claim| self.is_simple(claim.claim) && Some(self.ground(claim.claim)) == first);
        if is_one {
            line.push(self.unchallenged(claims.first()), Tone::Dim);
            told.push(Told::Line(depth, line));
            return;
        }
        line.push(":", Tone::Plain);
        told.push(Told::Line(depth, line));
        for named in claims {
            let mut line = ToldLine::default();
            line.claim(named);
            if self.is_simple(named.claim) {
                line.push(self.unchallenged(Some(named)), Tone::Dim);
                told.push(Told::Line(depth + 1, line));
            } else if claims.len() == 1 {
                told.push(Told::Why(depth + 1, named.claim));
            } else {
                line.push("stands", Tone::Plain);
                told.push(Told::Line(depth + 1, line));
                told.push(Told::Why(depth + 2, named.claim));
            }
        }
    }

    /// "against c, which falls".
    fn answers(
        &self,
        answered: &'t [Answered<Named, NamedStep>],
        undercuts: &'static str,
        told: &mut Vec<Told<'t>>,
    ) {
        for answer in self.few(answered) {
            let mut line = ToldLine::of("against", Tone::But);
            let (step, fails) = match answer {
                Answered::Contradiction { claim } => {
                    line.claim(claim);
                    line.push(", which contradicts it and falls", Tone::Plain);
                    self.why(0, line, claim, told);
                    continue;
                }
                Answered::Objection { step, fails } => (step, fails),
                Answered::Undercut {
                    undercut, fails, ..
                } => (undercut, fails),
            };
            let is_one = step.premises.len() == 1;
            let does = match answer {
                Answered::Objection { .. } => None,
                _ if step.outweighs => Some("would outweigh it".to_owned()),
                _ if is_one => Some(undercuts.to_owned()),
                _ => {
                    let undercut = undercuts.replacen("undercuts", "undercut", 1);
                    Some(format!("together {undercut}"))
                }
            };
            self.list(&step.premises, &mut line);
            match fails {
                Some(Failure::Premise { premise, .. }) => {
                    match (&does, is_one) {
                        (None, true) => line.push(", which falls", Tone::Plain),
                        (Some(does), true) => {
                            line.push(format!(", which {does} and falls"), Tone::Plain);
                        }
                        (None, false) => line.push("together, of which", Tone::Plain),
                        (Some(does), false) => {
                            line.push(format!(", which {does}, and of which"), Tone::Plain);
                        }
                    }
                    if !is_one {
                        line.claim(premise);
                        line.push("falls", Tone::Plain);
                    }
                    self.why(0, line, premise, told);
                }
                Some(Failure::Undercut { by, .. }) => {
                    if does.is_none() && by.outweighs {
                        line.push(", granted, but", Tone::Plain);
                        line.push("outweighed", Tone::Undercut);
                        line.push("by", Tone::Plain);
                        self.list(&by.premises, &mut line);
                    } else {
                        let what = match does {
                            None => Cow::from(", an objection that"),
                            Some(does) => format!(", which {does}, a step that").into(),
                        };
                        line.push(what, Tone::Plain);
                        self.list(&by.premises, &mut line);
                        line.push(undercut(by), Tone::Undercut);
                    }
                    self.grounds(0, line, &by.premises, told);
                }
                None => told.push(Told::Line(0, line)),
            }
        }
        self.rest(
            0,
            answered.len(),
            "more is said against it, and falls",
            told,
        );
    }

    /// Adds the line, which says that a claim falls, and in a full explanation why it does.
    fn why(&self, depth: usize, mut line: ToldLine<'t>, claim: &Named, told: &mut Vec<Told<'t>>) {
        if self.known.is_none() {
            return told.push(Told::Line(depth, line));
        }
        line.push(":", Tone::Plain);
        told.push(Told::Line(depth, line));
        told.push(Told::Why(depth + 1, claim.claim));
    }

    /// "a objects to it and stands".
    fn defeat(&self, by: &'t NamedStep, told: &mut Vec<Told<'t>>) {
        let mut line = ToldLine::default();
        self.list(&by.premises, &mut line);
        line.push(
            plural(by, "objects to it", "together object to it"),
            Tone::But,
        );
        line.push(plural(by, "and stands", "and stand"), Tone::Plain);
        self.grounds(0, line, &by.premises, told);
    }

    /// Says how reasons fail. `of` is the claim that they are for, if the reasons form a circle.
    fn failures(
        &self,
        of: Option<ClaimId>,
        failures: &'t [Failure<Named, NamedStep>],
        told: &mut Vec<Told<'t>>,
    ) {
        for failure in self.few(failures) {
            let mut line = ToldLine::default();
            match failure {
                Failure::Premise { premise, .. } if of == Some(premise.claim) => {
                    line.claim(premise);
                    line.push("is a premise of itself", Tone::Plain);
                    told.push(Told::Line(1, line));
                }
                Failure::Premise { premise, .. } => {
                    line.claim(premise);
                    line.push("falls", Tone::Plain);
                    self.why(1, line, premise, told);
                }
                Failure::Undercut { step, by } => {
                    self.list(&by.premises, &mut line);
                    line.push(undercut(by), Tone::Undercut);
                    line.push("the step from", Tone::Plain);
                    self.list(&step.premises, &mut line);
                    line.push(plural(by, "and stands", "and stand"), Tone::Plain);
                    self.grounds(1, line, &by.premises, told);
                }
            }
        }
        self.rest(1, failures.len(), "more fail", told);
    }

    /// Says on which claims the claim waits, up to a knot, and which claims wait for each other in the knot.
    fn waits(
        &self,
        way: &'t [Wait<Named, NamedStep>],
        knot: &'t [Wait<Named, NamedStep>],
        told: &mut Vec<Told<'t>>,
    ) {
        for one in self.few(way) {
            told.push(Told::Line(0, self.wait(one)));
        }
        if let [only] = knot {
            let mut line = self.wait(only);
            line.push(", and nothing decides that", Tone::Plain);
            told.push(Told::Line(0, line));
            return;
        }
        let said = if way.is_empty() {
            "it is part of a knot in which nothing decides:"
        } else {
            "which is part of a knot in which nothing decides:"
        };
        told.push(Told::Line(0, ToldLine::of(said, Tone::Undercut)));
        for one in self.few(knot) {
            told.push(Told::Line(1, self.wait(one)));
        }
        self.rest(1, knot.len(), "more wait for each other", told);
    }

    /// Says how one claim waits for another.
    fn wait(&self, wait: &'t Wait<Named, NamedStep>) -> ToldLine<'t> {
        let mut line = ToldLine::default();
        let (verb, tone) = match wait.by {
            By::Contradiction => ("contradicts", Tone::Against),
            By::Objection(_) => ("objects to", Tone::Against),
            By::Reason(_) => ("rests on", Tone::For),
            By::Undercut(_) => ("undercuts", Tone::Undercut),
            By::Undercuts(_) => ("what undercuts", Tone::Plain),
        };
        match &wait.by {
            By::Reason(_) => {
                line.claim(&wait.claim);
                line.push(verb, tone);
                line.claim(&wait.other);
                return line;
            }
            By::Undercuts(_) => {}
            By::Objection(step) => {
                line.claim(&wait.other);
                let is_other = |premise: &&Named| premise.claim != wait.other.claim;
                for (number, premise) in step.premises.iter().filter(is_other).enumerate() {
                    line.push(if number == 0 { "with" } else { "and" }, Tone::Plain);
                    line.claim(premise);
                }
            }
            _ => line.claim(&wait.other),
        }
        line.push(verb, tone);
        if let By::Undercut(step) | By::Undercuts(step) = &wait.by {
            line.push("the step from", Tone::Plain);
            self.list(&step.premises, &mut line);
            if let Some(undercut) = &step.undercuts {
                line.push("against that from", Tone::Plain);
                self.list(&undercut.premises, &mut line);
            }
            line.push("to", Tone::Plain);
        }
        match wait.by {
            By::Contradiction | By::Objection(_) if wait.claim == wait.other => {
                line.push("itself", tone);
            }
            _ => line.claim(&wait.claim),
        }
        if let By::Undercuts(_) = wait.by {
            line.push("is undercut by itself, step by step", Tone::Plain);
        }
        line
    }

    /// Adds "a, b and c".
    fn list(&self, claims: &'t [Named], line: &mut ToldLine<'t>) {
        let few = self.few(claims);
        let is_cut = few.len() < claims.len();
        for (number, claim) in few.iter().enumerate() {
            if number > 0 && number + 1 == few.len() && !is_cut {
                line.push("and", Tone::Plain);
            } else if number > 0 {
                line.push(",", Tone::Plain);
            }
            line.claim(claim);
        }
        if is_cut {
            line.push(
                format!("and {} more", claims.len() - few.len()),
                Tone::Plain,
            );
        }
    }

    /// All items, or in a brief explanation the first [`MOST`].
    fn few<'a, T>(&self, all: &'a [T]) -> &'a [T] {
        let few = all.get(..MOST).filter(|_| self.known.is_none());
        few.unwrap_or(all)
    }

    /// Says how many more there are, if a brief explanation does not list them all.
    fn rest(&self, depth: usize, count: usize, what: &str, told: &mut Vec<Told<'t>>) {
        if self.known.is_none() && count > MOST {
            let rest = format!("{} {what}", count - MOST);
            told.push(Told::Line(depth, ToldLine::of(rest, Tone::Plain)));
        }
    }

    /// Whether the claim stands by itself and nothing is said against it.
    fn is_simple(&self, claim: ClaimId) -> bool {
        matches!(
            self.of(claim),
            Some(Because::Stands { reason: None, answered }) if answered.is_empty()
        )
    }

    /// What the claim itself rests on.
    fn ground(&self, claim: ClaimId) -> &'static str {
        let written = self.map.claim(claim);
        if !written.quotes.is_empty() {
            "quoted"
        } else if written.is_assumed() {
            "assumed"
        } else {
            "given"
        }
    }

    fn unchallenged(&self, claim: Option<&Named>) -> String {
        let ground = claim.map_or("given", |named| self.ground(named.claim));
        format!("({ground}, unchallenged)")
    }

    fn by_itself(&self, claim: ClaimId) -> String {
        match self.ground(claim) {
            "given" => "stands by itself".to_owned(),
            ground => format!("is {ground}"),
        }
    }
}

impl<'t> ToldLine<'t> {
    /// The runs, each with whether a space comes before it. A claim appears as its id.
    pub fn runs(&self) -> impl Iterator<Item = (bool, &str, Tone)> {
        let runs = self.0.iter().enumerate();
        runs.map(|(number, (words, tone))| {
            let is_apart = number > 0 && !words.starts_with([',', ':']);
            (is_apart, &**words, *tone)
        })
    }

    /// The line as plain text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (is_apart, words, _) in self.runs() {
            if is_apart {
                text.push(' ');
            }
            text.push_str(words);
        }
        text
    }

    /// Adds another line to this one, after a comma unless this line ends with a colon.
    pub(crate) fn join<'a>(&mut self, other: ToldLine<'a>)
    where
        't: 'static,
    {
        let last = self.0.last();
        if last.is_some_and(|(words, _)| !words.ends_with(':')) {
            self.push(",", Tone::Plain);
        }
        let owned = |(words, tone): (Cow<'a, str>, Tone)| (Cow::Owned(words.into_owned()), tone);
        self.0.extend(other.0.into_iter().map(owned));
    }

    pub(crate) fn of(words: impl Into<Cow<'t, str>>, tone: Tone) -> Self {
        Self(vec![(words.into(), tone)])
    }

    fn push(&mut self, words: impl Into<Cow<'t, str>>, tone: Tone) {
        self.0.push((words.into(), tone));
    }

    fn claim(&mut self, named: &'t Named) {
        self.push(&*named.id, Tone::Claim(named.claim));
    }
}

/// The right form for a step with one premise or with several.
fn plural(step: &NamedStep, one: &'static str, more: &'static str) -> &'static str {
    if step.premises.len() == 1 { one } else { more }
}

/// The verb of an undercut.
fn undercut(by: &NamedStep) -> &'static str {
    plural(by, "undercuts", "together undercut")
}
