//! Evaluates an expression on a map, giving a set of claims.

use rayon::prelude::*;
use regex::Regex;

use super::crucial::crucial;
use super::error::{ColumnFinder, QueryError};
use super::expression::{GlobPattern, Operation, Term, Threshold};
use super::function::Function;
use super::lexer::is_glob;
use super::{Query, walk};
use crate::map::ClaimSet;
use crate::map::{ClaimId, Map};
use crate::nearest::nearest;
use crate::reason::strength::SAME;
use crate::reason::{Hinges, Label, Suppositions, grounded, strengths};
use crate::syntax::Span;

pub(super) fn evaluate(
    query: &Query,
    map: &Map,
    suppositions: &Suppositions,
) -> Result<ClaimSet, QueryError> {
    let mut sets = Sets {
        map,
        suppositions,
        stack: Vec::new(),
    };
    for term in &query.terms {
        let set = match &term.operation {
            Operation::Claim(name) => match map.find(name) {
                Some(claim) => ClaimSet::of(map, [claim]),
                None => return Err(unknown_claim(query, map, name, term.span)),
            },
            Operation::Not => sets.pop().complement(),
            Operation::And => sets.pair(ClaimSet::intersection),
            Operation::Or => sets.pair(ClaimSet::union),
            Operation::Minus => sets.pair(ClaimSet::difference),
            Operation::Call(function @ (Function::Crucial | Function::Hinges)) => {
                let of = sets.pop();
                let found = match function {
                    Function::Crucial => crucial(map, &of),
                    _ => hinges(map, suppositions, &of),
                };
                found.ok_or_else(|| {
                    let name = function.name();
                    let message = format!("too many claims could be {name} here to try them all");
                    QueryError::new(&query.expression, term.span, message)
                        .help("ask it of fewer claims, or of one nearer to the leaves")
                })?
            }
            Operation::Strength(threshold) => beyond(map, suppositions, *threshold),
            Operation::Call(function) => sets.call(*function),
            Operation::Glob(_)
            | Operation::Tag(_)
            | Operation::About(_)
            | Operation::By(_)
            | Operation::Answers(_)
            | Operation::File(_)
            | Operation::Matches(_) => matching(map, term),
        };
        sets.stack.push(set);
    }
    Ok(sets.pop())
}

pub(super) fn unmatched(query: &Query, map: &Map) -> Vec<QueryError> {
    let terms = query.terms.iter();
    // Terms that can match nothing come in the order of the expression, so their columns are counted in one pass.
    let mut columns = ColumnFinder::new(&query.expression);
    terms
        .filter_map(|term| {
            let (message, help) = unmatched_term(map, term)?;
            let error = QueryError::at(term.span, columns.of(term.span), message);
            Some(match help {
                Some(help) => error.help(help),
                None => error,
            })
        })
        .collect()
}

/// The sets that no operator has used yet.
struct Sets<'m> {
    map: &'m Map,
    suppositions: &'m Suppositions,
    stack: Vec<ClaimSet>,
}

impl Sets<'_> {
    fn pop(&mut self) -> ClaimSet {
        let set = self.stack.pop();
        set.unwrap_or_else(|| ClaimSet::empty(self.map))
    }

    fn pair(&mut self, operator: impl Fn(ClaimSet, &ClaimSet) -> ClaimSet) -> ClaimSet {
        let right = self.pop();
        let left = self.pop();
        operator(left, &right)
    }

    fn call(&mut self, function: Function) -> ClaimSet {
        let (map, suppositions) = (self.map, self.suppositions);
        let labelled = |label: Label| {
            let labelling = grounded(map, suppositions);
            let claims = map.claims();
            ClaimSet::of(map, claims.filter(|&claim| labelling.claim(claim) == label))
        };
        let is_quoted = |&claim: &ClaimId| !map.claim(claim).quotes.is_empty();
        let marked = |claims: &[ClaimId]| ClaimSet::of(map, claims.iter().copied());
        match function {
            Function::All => ClaimSet::full(map),
            Function::Thesis => walk::thesis(map),
            Function::Roots => walk::roots(map),
            Function::Leaves => walk::leaves(map),
            Function::Quoted => ClaimSet::of(map, map.claims().filter(is_quoted)),
            Function::Implicit => marked(&map.flags().implicit),
            Function::Assumed => marked(&map.flags().assumed),
            Function::Denied => marked(&map.flags().denied),
            Function::Outweighed => walk::outweighed(map),
            Function::Accepted => labelled(Label::Accepted),
            Function::Rejected => labelled(Label::Rejected),
            Function::Undecided => labelled(Label::Undecided),
            Function::Premises => walk::premises(map, &self.pop()),
            Function::Conclusions => walk::conclusions(map, &self.pop()),
            Function::Grounds => walk::grounds(map, &self.pop()),
            Function::Consequences => walk::consequences(map, &self.pop()),
            Function::Bearing => walk::bearing(map, &self.pop()),
            Function::Attackers => walk::attackers(map, &self.pop()),
            Function::Attacked => walk::attacked(map, &self.pop()),
            Function::Contrasts => walk::contrasts(map, &self.pop()),
            Function::Restated => walk::restated(map, &self.pop()),
            Function::Contradictions => walk::contradictions(map, &self.pop()),
            Function::Paths => self.pair(|from, to| walk::paths(map, &from, to)),
            // `crucial` and `hinges` can fail, and the others are operations of their own.
            Function::None
            | Function::Crucial
            | Function::Hinges
            | Function::Stronger
            | Function::Weaker
            | Function::Tag
            | Function::About
            | Function::By
            | Function::Answers
            | Function::File
            | Function::Matches => ClaimSet::empty(map),
        }
    }
}

/// The claims that, falling alone, change the label of another claim of `of`; `None` if finding them would take too
/// long.
fn hinges(map: &Map, suppositions: &Suppositions, of: &ClaimSet) -> Option<ClaimSet> {
    let targets: Vec<_> = of.iter().collect();
    let tried = Hinges::new(map, suppositions, &targets).alone();
    let claims = tried.found.iter().map(|hinge| hinge.claim);
    (tried.untried == 0).then(|| ClaimSet::of(map, claims))
}

/// The claims whose strengths are above or below a bound.
fn beyond(map: &Map, suppositions: &Suppositions, threshold: Threshold) -> ClaimSet {
    let strengths = strengths(map, threshold.semantics, suppositions);
    let is_beyond = |claim| {
        let lead = strengths.claim(claim) - threshold.bound;
        let lead = if threshold.is_above { lead } else { -lead };
        lead > SAME
    };
    ClaimSet::of(map, map.claims().filter(|&claim| is_beyond(claim)))
}

/// The claims that a glob or a regular expression matches.
fn matching(map: &Map, term: &Term) -> ClaimSet {
    match &term.operation {
        Operation::Glob(glob) => select(map, |claim| glob.fits(map.id(claim))),
        Operation::Tag(glob) => select(map, |claim| {
            let mut tags = map.claim(claim).tags.iter();
            tags.any(|tag| glob.fits_label(&tag.value))
        }),
        Operation::About(glob) => select(map, |claim| {
            let about = map.claim(claim).about.as_ref();
            about.is_some_and(|about| glob.fits_label(&about.value))
        }),
        Operation::By(glob) => select(map, |claim| {
            let mut by = map.claim(claim).by.iter();
            by.any(|speaker| glob.fits_label(&speaker.value))
        }),
        Operation::Answers(glob) => {
            let questions = map.questions();
            let fitting = questions.filter(|&id| glob.fits(&map.question(id).id.value));
            ClaimSet::of(map, fitting.flat_map(|id| map.answers(id).iter().copied()))
        }
        Operation::File(glob) => {
            let files = map.files().files.iter();
            let fits: Vec<_> = files.map(|file| glob.fits(&file.name)).collect();
            select(map, |claim| {
                let file = map.file_of(claim).0 as usize;
                fits.get(file).copied().unwrap_or_default()
            })
        }
        Operation::Matches(regex) => select(map, |claim| says(map, claim, regex)),
        _ => ClaimSet::empty(map),
    }
}

fn says(map: &Map, claim: ClaimId, regex: &Regex) -> bool {
    let claim = map.claim(claim);
    let wordings = claim.text.iter().map(|wording| &wording.text);
    let mut texts = wordings.chain(&claim.title);
    texts.any(|text| regex.is_match(&text.value))
}

fn select(map: &Map, fits: impl Fn(ClaimId) -> bool + Sync) -> ClaimSet {
    let claims: Vec<_> = map.claims().collect();
    let claims = claims.into_par_iter().with_min_len(1024);
    let chosen: Vec<_> = claims.filter(|&claim| fits(claim)).collect();
    ClaimSet::of(map, chosen)
}

fn unknown_claim(query: &Query, map: &Map, name: &str, span: Span) -> QueryError {
    let error = |message: String| QueryError::new(&query.expression, span, message);
    if map.find_step(name).is_some() {
        return error(format!("`{name}` is the id of a step, not of a claim"))
            .help("sets contain claims: name a premise or the conclusion of the step");
    }
    let error = error(format!("no claim has the id `{name}`"));
    if let Some(function) = Function::named(name) {
        let signature = function.signature();
        return error.help(format!("the function is written `{signature}`"));
    }
    if let Some((left, right)) = difference(map, name) {
        return error.help(format!(
            "`-` may be part of an id: for a difference write `{left} - {right}`"
        ));
    }
    match nearest(name, map.claims().map(|claim| map.id(claim))) {
        Some(id) => error.help(format!("did you mean `{id}`?")),
        None => error.help(format!(
            "a glob may match nothing: `*{name}*`; `matches(\"{name}\")` looks in the wordings"
        )),
    }
}

/// Two ids that were written as a difference without spaces around the `-`. Looks up each split at a `-`, unless the
/// name is too long to be two ids.
fn difference<'n>(map: &Map, name: &'n str) -> Option<(&'n str, &'n str)> {
    const LONGEST: usize = 1024;
    if name.len() > LONGEST {
        return None;
    }
    let mut splits = name.match_indices('-').filter_map(|(at, _)| {
        let (left, right) = name.split_at(at);
        Some((left, right.strip_prefix('-')?))
    });
    splits.find(|&(left, right)| map.find(left).is_some() && map.find(right).is_some())
}

/// The message and the help for a term that matches no claim.
fn unmatched_term(map: &Map, term: &Term) -> Option<(String, Option<String>)> {
    let fits_none = || matching(map, term).is_empty();
    let claims = || map.claims().map(|claim| map.claim(claim));
    let meant = |pattern: &GlobPattern, known: &mut dyn Iterator<Item = &str>| {
        let plain = (!pattern.text.contains(is_glob)).then_some(&pattern.text)?;
        nearest(plain, known).map(|near| format!("did you mean `{near}`?"))
    };
    let said = match &term.operation {
        Operation::Glob(glob) if fits_none() => {
            let message = format!("no claim has an id like `{}`", glob.text);
            (message, None)
        }
        Operation::Tag(tag) if fits_none() => {
            let mut known = claims().flat_map(|claim| claim.tags.iter().map(|tag| &*tag.value));
            let message = format!("no claim has the tag `{}`", tag.text);
            (message, meant(tag, &mut known))
        }
        Operation::About(subject) if fits_none() => {
            let about = claims().filter_map(|claim| claim.about.as_ref());
            let mut known = about.map(|about| &*about.value);
            let message = format!("no claim is about `{}`", subject.text);
            (message, meant(subject, &mut known))
        }
        Operation::By(speaker) if fits_none() => {
            let mut known = claims().flat_map(|claim| claim.by.iter().map(|by| &*by.value));
            let message = format!("no claim is by `{}`", speaker.text);
            (message, meant(speaker, &mut known))
        }
        Operation::Answers(question) if fits_none() => {
            let ids = || map.questions().map(|id| &*map.question(id).id.value);
            let message = if ids().any(|id| question.fits(id)) {
                format!("no claim answers the question `{}`", question.text)
            } else {
                format!("no question has the id `{}`", question.text)
            };
            (message, meant(question, &mut ids()))
        }
        Operation::File(file) if fits_none() => {
            let names = || map.files().files.iter().map(|file| &*file.name);
            let message = format!("no file with claims has the name `{}`", file.text);
            let inside = names().find(|name| !name.is_empty() && file.text.ends_with(name));
            let help = match inside {
                Some(name) => Some(format!("files are named from the map's folder: `{name}`")),
                None => meant(file, &mut names()),
            };
            (message, help)
        }
        Operation::Matches(regex) if fits_none() => {
            let message = format!("no wording and no title matches `{regex}`");
            let help = "letter case counts; `(?i)` at the start ignores it";
            (message, Some(help.to_owned()))
        }
        Operation::Strength(Threshold { semantics, .. })
            if !strengths(map, *semantics, &Suppositions::default()).converged() =>
        {
            let message = format!("strengths by {semantics} did not converge");
            let command = format!("argmap evaluate --strength {semantics}");
            (
                message,
                Some(format!("`{command}` shows which claims these are")),
            )
        }
        _ => return None,
    };
    Some(said)
}
