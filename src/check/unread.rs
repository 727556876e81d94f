//! The parts of a map that are missing because they could not be read or followed: they explain what else seems to be
//! missing.
//!
//! Rules that draw conclusions from what is *missing* (a claim without a reason, a thesis that nothing supports) ask
//! here first. What they would find may not be a separate fault: it may be gone once the cause is fixed. Only what
//! makes a check fail explains anything: a cause that somebody has lowered or silenced hides nothing.

use std::collections::BTreeSet;

use fixedbitset::FixedBitSet;
use rustc_hash::FxHashSet;

use super::Context;
use super::spelling::Search;
use crate::diagnostic::{Diagnostic, Level, Place, RuleName};
use crate::map::{ClaimId, Map, Repeated};
use crate::syntax::format::Name;
use crate::syntax::{About, FileId, Span};

/// What is missing, as far as findings say.
#[expect(clippy::struct_excessive_bools, reason = "each is asked for by itself")]
#[derive(Debug, Default)]
pub(super) struct Unread {
    /// Whole tables, of anything.
    tables: bool,
    /// Something on which the labels of claims depend, or how they are connected.
    bearing: bool,
    /// Claims of which something is missing, or that something missing most likely named.
    claims: FixedBitSet,
    /// Ids that are defined in what could not be read.
    ids: FxHashSet<String>,
    /// A whole file, which may define any id.
    file: bool,
    /// A relation of which it is not known what it was to name.
    nameless: bool,
    /// Where text is not valid TOML, in order.
    broken: Vec<Place>,
}

impl Unread {
    /// Whether something may be missing that the claim states, or that states something of it.
    pub(super) fn claim(&self, claim: ClaimId) -> bool {
        self.tables || self.claims.contains(claim.index())
    }

    /// Whether a relation of the claim may be missing, stated by itself or by another.
    pub(super) fn relation(&self, claim: ClaimId) -> bool {
        self.nameless || self.claim(claim)
    }

    /// Whether what is written at the place is part of text that is not valid TOML.
    pub(super) fn is_broken(&self, place: Place) -> bool {
        let after = self.broken.partition_point(|broken| {
            (broken.file, broken.span.end) <= (place.file, place.span.start)
        });
        self.broken
            .get(after)
            .is_some_and(|broken| broken.file == place.file && broken.span.start < place.span.end)
    }

    /// Whether something may be missing on which labels depend, or how claims are connected.
    pub(super) fn bearing(&self) -> bool {
        self.tables || self.bearing
    }

    /// Whether whole claims or sources may be missing.
    pub(super) fn tables(&self) -> bool {
        self.tables
    }

    /// Whether the claim or the source of this id is seen to be defined in what could not be read.
    pub(super) fn defines(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// Whether a whole file could not be read, which may define any id.
    pub(super) fn file(&self) -> bool {
        self.file
    }

    /// Notes what findings say could not be read, named or followed. Near-linear in the map and the findings.
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
        // Of two definitions of a claim the second is not part of the map, with everything that it states.
        self.tables |= map.repeats().iter().any(|repeat| {
            matches!(repeat.what, Repeated::Claim(_)) && places.contains(&repeat.second)
        });
    }

    /// Files that are not valid TOML: any of what they say may be missing.
    fn note_broken(&mut self, map: &Map, broken: &FxHashSet<FileId>) {
        for (file, written) in (0..).map(FileId).zip(&map.files().files) {
            if broken.contains(&file) {
                self.tables = true;
                self.ids.extend(defined(&written.text));
            }
        }
    }

    /// Keys and values that are not part of the documents.
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

    /// References that could not be followed: what states them, and the claims that they most likely mean.
    fn note_references(&mut self, context: &Context<'_>, places: &BTreeSet<Place>) {
        let mut search = None;
        for reference in context.map.unresolved() {
            // What is reported of a step may be reported at one of its ends.
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
                let search = search.get_or_insert_with(|| Search::new(context.claim_names()));
                for near in search.nearest(&reference.name) {
                    self.claims.insert(near.number as usize);
                }
            }
        }
    }
}

/// The ids after `claim.` and `source.` in a text that is not valid TOML.
fn defined(text: &str) -> impl Iterator<Item = String> {
    ["claim.", "source."].into_iter().flat_map(|table| {
        text.match_indices(table).filter_map(|(at, _)| {
            let rest = text.get(at + table.len()..)?;
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
