//! What a rule is, and what it can look at.

use std::fmt;
use std::sync::OnceLock;

use super::levels::Silenced;
use super::owners::Owners;
use super::registry;
use super::spelling::KnownNames;
use super::unread::Unread;
use super::wording::on_one_line;
use crate::diagnostic::{Diagnostic, Level, Place, RuleName};
use crate::map::support::{Needs, Support, Supports};
use crate::map::{ClaimId, Map};
use crate::proof::Proof;
use crate::reason::{Labelling, Suppositions, grounded};
use crate::syntax::Lines;

/// A rule: something about a map that its author should know.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Rule<'r> {
    /// The rule's name.
    pub name: RuleName,
    /// The rule's level, if nobody sets another.
    pub level: Level,
    /// What the rule finds, in one line.
    pub summary: &'r str,
    /// The rule's page, in Markdown. `argmap explain` prints it, and its examples run as tests.
    pub page: &'r str,
    /// Adds what the rule finds in a map, in file order. At most linear in the map, except for stated bounds.
    ///
    /// Rules do not set the levels of their findings.
    pub check: &'r Check<'r>,
}

/// What a rule does: a function, or a closure with the data that it needs.
pub type Check<'r> = dyn Fn(&Context<'_>, &mut Vec<Diagnostic>) + Sync + 'r;

/// The check of a rule whose findings do not come from checking a map, but from reading files or from an audit.
pub(crate) fn found_elsewhere(_: &Context<'_>, _: &mut Vec<Diagnostic>) {}

impl<'r> Rule<'r> {
    /// A rule of your own. It warns if nobody sets another level.
    pub const fn new(
        name: RuleName,
        summary: &'r str,
        page: &'r str,
        check: &'r Check<'r>,
    ) -> Self {
        Self {
            name,
            level: Level::Warn,
            summary,
            page,
            check,
        }
    }
}

impl fmt::Debug for Rule<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Rule").field(&self.name).finish()
    }
}

/// What rules look at: the map, and facts about it that several rules need, each computed once.
#[derive(Debug)]
#[non_exhaustive]
pub struct Context<'m> {
    /// The map.
    pub map: &'m Map,
    lines: Vec<OnceLock<Lines>>,
    claim_names: OnceLock<KnownNames<'m>>,
    support: OnceLock<Support>,
    supports: OnceLock<Supports>,
    labelling: OnceLock<Labelling>,
    proof: OnceLock<Proof<'m>>,
    silenced: OnceLock<Silenced<'m>>,
    owners: OnceLock<Owners>,
    /// The rules that run along with argmap's own.
    pub(super) own: Vec<RuleName>,
    /// What could not be read, as far as the findings of earlier stages tell.
    pub(super) unread: Unread,
}

impl<'m> Context<'m> {
    /// Prepares to check a map.
    pub fn new(map: &'m Map) -> Self {
        let files = map.files().files.len();
        Self {
            map,
            lines: std::iter::repeat_with(OnceLock::new).take(files).collect(),
            claim_names: OnceLock::new(),
            proof: OnceLock::new(),
            silenced: OnceLock::new(),
            owners: OnceLock::new(),
            own: Vec::new(),
            unread: Unread::default(),
            support: OnceLock::new(),
            supports: OnceLock::new(),
            labelling: OnceLock::new(),
        }
    }

    /// Prepares to check a map whose quotations have already been searched for.
    pub fn with(proof: Proof<'m>) -> Self {
        let map = proof.map();
        Self {
            proof: OnceLock::from(proof),
            ..Self::new(map)
        }
    }

    /// Whether there is a rule with this name.
    pub(super) fn has_rule(&self, name: &str) -> bool {
        registry::find(name).is_some() || self.own.iter().any(|own| own.as_str() == name)
    }

    /// The place as shown in text: `path:line`. O(log lines), except for the first place in a file.
    pub fn spell(&self, place: Place) -> String {
        let path = on_one_line(&self.map.files().file(place.file).path);
        match self.line(place) {
            Some(line) => format!("{path}:{}", line + 1),
            None => path,
        }
    }

    /// The same with the column: `path:line:column`. O(log lines + length of the line).
    pub(super) fn point(&self, place: Place) -> String {
        let file = self.map.files().file(place.file);
        let path = on_one_line(&file.path);
        match self.lines(place) {
            Some(lines) => {
                let at = lines.position(&file.text, place.span.start);
                format!("{path}:{}:{}", at.line, at.column)
            }
            None => path,
        }
    }

    /// Whether a comment silences this rule's findings at the place.
    pub(super) fn is_silenced(&self, rule: RuleName, place: Place) -> bool {
        let silenced = self.silenced.get_or_init(|| Silenced::new(self.map));
        silenced.covers(self, rule, place)
    }

    /// The claim that states what is at the place. O(log statements).
    pub(super) fn owner(&self, place: Place) -> Option<ClaimId> {
        let owners = self.owners.get_or_init(|| Owners::new(self.map));
        owners.of(place)
    }

    /// The sources of the map, and the results of searching them for its quotations.
    ///
    /// [`check`](super::check()) calls this before it runs rules in parallel. The search is itself parallel: a thread
    /// that waits for it may be given another rule that waits for it too.
    pub fn proof(&self) -> &Proof<'m> {
        self.proof.get_or_init(|| Proof::new(self.map))
    }

    /// The line of the place, counted from 0; `None` if the map has no such file.
    pub(super) fn line(&self, place: Place) -> Option<usize> {
        Some(self.lines(place)?.line_of(place.span.start))
    }

    fn lines(&self, place: Place) -> Option<&Lines> {
        let lines = self.lines.get(place.file.0 as usize)?;
        Some(lines.get_or_init(|| Lines::new(&self.map.files().file(place.file).text)))
    }

    /// The ids of all claims, to find which one a misspelt id means.
    pub(super) fn claim_names(&self) -> &KnownNames<'m> {
        self.claim_names
            .get_or_init(|| KnownNames::new(self.map.claims().map(|claim| self.map.id(claim))))
    }

    /// The order of support.
    pub fn support(&self) -> &Support {
        self.support.get_or_init(|| Support::new(self.map))
    }

    /// Answers questions about what claims need. Each has a work budget of its own.
    pub(super) fn needs(&self) -> Needs<'_> {
        let supports = self.supports.get_or_init(|| Supports::new(self.map));
        Needs::new(self.map, self.support(), supports)
    }

    /// The grounded labelling of the map.
    pub fn labelling(&self) -> &Labelling {
        self.labelling
            .get_or_init(|| grounded(self.map, &Suppositions::default()))
    }
}
