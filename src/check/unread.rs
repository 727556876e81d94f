//! The parts of a map that are missing because they could not be read or resolved. They explain why other things seem
//! to be missing.
//!
//! Rules that draw conclusions from something *missing* (a claim without a reason, a thesis without support) ask here
//! first. What they would find may not be a separate fault, but disappear once the cause is fixed. Only findings that
//! make a check fail count as an explanation: a cause that someone has lowered or silenced hides nothing.

use std::collections::BTreeSet;

use fixedbitset::FixedBitSet;
use rustc_hash::FxHashSet;

use super::Context;
use super::spelling::Speller;
use crate::diagnostic::{Diagnostic, Level, Place, RuleName};
use crate::map::{ClaimId, Map, Repeated};
use crate::syntax::format::Name;
use crate::syntax::{About, FileId, Span};

/// What is missing, as far as findings tell.
#[expect(clippy::struct_excessive_bools, reason = "each is asked for by itself")]
#[derive(Debug, Default)]
pub(super) struct Unread {
    /// Whether whole tables of any kind may be missing.
    tables: bool,
    /// Whether something is missing that affects the labels of claims or how they are connected.
    bearing: bool,
    /// The claims that lack something, or that something missing most likely named.
    claims: FixedBitSet,
    /// The ids defined in text that could not be read.
    ids: FxHashSet<String>,
    /// Whether a whole file is missing, which may define any id.
    file: bool,
    /// Whether a relation is missing whose intended target is unknown.
    nameless: bool,
    /// The places where text is not valid TOML, in order.
    broken: Vec<Place>,
}

impl Unread {
    /// Whether something may be missing that the claim states, or that is stated about it.
    pub(super) fn claim(&self, claim: ClaimId) -> bool {
        self.tables || self.claims.contains(claim.index())
    }

    /// Whether a relation of the claim may be missing, whether stated by the claim or by another.
    pub(super) fn relation(&self, claim: ClaimId) -> bool {
        self.nameless || self.claim(claim)
    }

    /// Whether the place is in text that is not valid TOML.
    pub(super) fn is_broken(&self, place: Place) -> bool {
        let after = self.broken.partition_point(|broken| {
            (broken.file, broken.span.end) <= (place.file, place.span.start)
        });
        self.broken
            .get(after)
            .is_some_and(|broken| broken.file == place.file && broken.span.start < place.span.end)
    }

    /// Whether something may be missing that affects labels or how claims are connected.
    pub(super) fn bearing(&self) -> bool {
        self.tables || self.bearing
    }

    /// Whether whole claims or sources may be missing.
    pub(super) fn tables(&self) -> bool {
        self.tables
    }

    /// Whether the text that could not be read seems to define a claim or source with this id.
    pub(super) fn defines(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// Whether a whole file could not be read. It may define any id.
    pub(super) fn file(&self) -> bool {
        self.file
    }

    /// Records what, according to the findings, could not be read, named or resolved. Near-linear in the map and the
    /// findings.
    pub(super) fn note(&mut self, context: &Context<'_>, told: &[Diagnostic]) {
        let map = context.map;
        let grave = told.iter().filter(|finding| finding.level == Level::Deny);
        let mut places = BTreeSet::new();
        let mut broken = FxHashSet::default();
        for finding in grave {
            match (finding.rule, finding.place()) {
                (RuleName::UNREADABLE_FILE, _) => (self.tables, self.file) = (true, true),
                (RuleName::INVALID_TOML, Some(place)) => {
                    broken.insert(place.file);
                    self.broken.push(place);
                }
                (_, Some(place)) => {
                    places.insert(place);
                }
                _ => {}
            }
        }
        if places.is_empty() && broken.is_empty() {
            return;
        }
        self.claims.grow(map.claim_count());
        self.note_broken(map, &broken);
        self.note_values(context, &places);
        self.note_references(context, &places);
        // If a claim is defined twice, the second definition and everything it states are not part of the map.
        self.tables |= map.repeats().iter().any(|repeat| {
            matches!(repeat.what, Repeated::Claim(_)) && places.contains(&repeat.second)
        });
    }

    /// Records files that are not valid TOML: anything in them may be missing.
    fn note_broken(&mut self, map: &Map, broken: &FxHashSet<FileId>) {
        for (file, written) in (0..).map(FileId).zip(&map.files().files) {
            if broken.contains(&file) {
                self.tables = true;
                self.ids.extend(defined(&written.text));
            }
        }
    }

    /// Records keys and values that did not become part of the documents.
    fn note_values(&mut self, context: &Context<'_>, places: &BTreeSet<Place>) {
        let map = context.map;
        for (file, document) in (0..).map(FileId).zip(map.documents()) {
            for unread in &document.unread {
                let place = Place {
                    file,
                    span: unread.span,
                };
                if !places.contains(&place) {
                    continue;
                }
                let mut named = unread
                    .names
                    .iter()
                    .filter_map(|name| map.find(name))
                    .peekable();
                match unread.about {
                    About::Table => {
                        self.tables = true;
                        self.ids
                            .extend(unread.names.iter().map(ToString::to_string));
                    }
                    About::Bearing => {
                        self.bearing = true;
                        self.nameless |= unread.names.is_empty();
                    }
                    About::Anything => self.bearing |= named.peek().is_some(),
                    About::Detail => {}
                }
                for claim in named.chain(context.owner(place)) {
                    self.claims.insert(claim.index());
                }
            }
        }
    }

    /// Records references that could not be resolved: the claims that state them, and those that they most likely mean.
    fn note_references(&mut self, context: &Context<'_>, places: &BTreeSet<Place>) {
        let mut search = None;
        for reference in context.map.unresolved() {
            // A finding about a step may be at one of the step's ends.
            let Place { file, span } = reference.place;
            let end = Place {
                file,
                span: Span {
                    start: span.end,
                    end: span.end,
                },
            };
            let mut within = places
                .range(reference.place..end)
                .chain(places.get(&reference.place));
            if within.next().is_none() {
                continue;
            }
            if let Some(owner) = context.owner(reference.place) {
                self.claims.insert(owner.index());
            }
            if Name::parse(reference.key).is_some_and(|key| key.about() == About::Bearing) {
                self.bearing = true;
                let search = search.get_or_insert_with(|| Speller::new(context.claim_names()));
                for near in search.nearest(&reference.name) {
                    self.claims.insert(near.number as usize);
                }
            }
        }
    }
}

/// The ids in text that is not valid TOML: those after `claim` and `source`, with a dot or another mark between, and
/// those that a key `id` gives.
fn defined(text: &str) -> impl Iterator<Item = String> {
    const MARKS: &[char] = &['.', '_', '-', ':', '/', '+'];
    let keys = [
        ("claim", MARKS),
        ("source", MARKS),
        ("\nid", &[' ', '='] as &[char]),
    ];
    keys.into_iter().flat_map(move |(key, marks)| {
        text.match_indices(key).filter_map(move |(at, _)| {
            let rest = text.get(at + key.len()..)?.strip_prefix(marks)?;
            let rest = rest.trim_start_matches([' ', '=']);
            let id = match rest.chars().next()? {
                mark @ ('"' | '\'') => rest.get(1..)?.split([mark, '\n']).next()?,
                _ => rest
                    .split(|mark: char| !(mark.is_alphanumeric() || matches!(mark, '-' | '_')))
                    .next()?,
            };
            Some(id.to_owned())
        })
    })
}
