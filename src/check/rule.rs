//! What a rule is, and what it can use.

use std::fmt;
use std::sync::OnceLock;

use super::levels::Silenced;
use super::owners::Owners;
use super::registry;
use super::spelling::Names;
use super::unread::Unread;
use super::wording::on_one_line;
use crate::diagnostic::{Diagnostic, Level, Place, RuleName};
use crate::map::support::{Needs, Support, Supports};
use crate::map::{ClaimId, Map};
use crate::proof::Proof;
use crate::reason::{Labelling, Suppositions, grounded};
use crate::syntax::Lines;

/// A rule: facts about a map that its author should know of.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Rule<'r> {
    /// Its name.
    pub name: RuleName,
    /// Its level where nobody sets another.
    pub level: Level,
    /// What it finds, in one line.
    pub summary: &'r str,
    /// Its page, in Markdown: what `argmap explain` prints; its examples are run as tests.
    pub page: &'r str,
    /// Adds what it finds in a map, in the order of the files. At most linear in the map, apart from stated bounds.
    ///
    /// The level of a finding is not the rule's to set.
    pub check: &'r Check<'r>,
}

/// What a rule does: a function, or what holds the data that it needs.
pub type Check<'r> = dyn Fn(&Context<'_>, &mut Vec<Diagnostic>) + Sync + 'r;

/// What a rule does whose findings do not come from a check of a map, but from reading files or an audit.
pub(crate) fn found_elsewhere(_: &Context<'_>, _: &mut Vec<Diagnostic>) {}

impl<'r> Rule<'r> {
    /// A rule of one's own, which warns where nobody sets another level.
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

/// What rules look at: the map, and what several of them want to know of it, found out once.
#[derive(Debug)]
#[non_exhaustive]
pub struct Context<'m> {
    /// The map.
    pub map: &'m Map,
    lines: Vec<OnceLock<Lines>>,
    claim_names: OnceLock<Names<'m>>,
    support: OnceLock<Support>,
    supports: OnceLock<Supports>,
    labelling: OnceLock<Labelling>,
    proof: OnceLock<Proof<'m>>,
    silenced: OnceLock<Silenced<'m>>,
    owners: OnceLock<Owners>,
    /// The rules that are run along with argmap's.
    pub(super) own: Vec<RuleName>,
    /// What could not be read, as far as earlier stages have reported it.
    pub(super) unread: Unread,
}

impl<'m> Context<'m> {
    /// Looks at a map.
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

    /// Looks at a map whose quotations have been looked for.
    pub fn with(proof: Proof<'m>) -> Self {
        let map = proof.map();
        Self {
            proof: OnceLock::from(proof),
            ..Self::new(map)
        }
    }

    /// Whether there is a rule of this name.
    pub(super) fn has_rule(&self, name: &str) -> bool {
        registry::find(name).is_some() || self.own.iter().any(|own| own.as_str() == name)
    }

    /// The place as words spell it: `path:line`. O(log lines) apart from the first place of a file.
    pub fn spell(&self, place: Place) -> String {
        let path = on_one_line(&self.map.files().file(place.file).path);
        match self.line(place) {
            Some(line) => format!("{path}:{}", line + 1),
            None => path,
        }
    }

    /// The same with the column: `path:line:column`. O(log lines), and in the line.
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

    /// Whether a comment silences the rule's findings at the place.
    pub(super) fn is_silenced(&self, rule: RuleName, place: Place) -> bool {
        let silenced = self.silenced.get_or_init(|| Silenced::new(self.map));
        silenced.covers(self, rule, place)
    }

    /// The claim that states what is at the place. O(log statements).
    pub(super) fn owner(&self, place: Place) -> Option<ClaimId> {
        let owners = self.owners.get_or_init(|| Owners::new(self.map));
        owners.of(place)
    }

    /// The sources of the map, and what became of its quotations.
    ///
    /// [`check`](super::check()) asks before it runs rules in parallel: the proof is itself found in parallel, and a
    /// thread that waits for it may be given another rule that waits for it too.
    pub fn proof(&self) -> &Proof<'m> {
        self.proof.get_or_init(|| Proof::new(self.map))
    }

    /// The line of the place, counted from 0; none if the map has no such file.
    pub(super) fn line(&self, place: Place) -> Option<usize> {
        Some(self.lines(place)?.line_of(place.span.start))
    }

    fn lines(&self, place: Place) -> Option<&Lines> {
        let lines = self.lines.get(place.file.0 as usize)?;
        Some(lines.get_or_init(|| Lines::new(&self.map.files().file(place.file).text)))
    }

    /// The ids of all claims, for finding what a misspelt one means.
    pub(super) fn claim_names(&self) -> &Names<'m> {
        self.claim_names
            .get_or_init(|| Names::new(self.map.claims().map(|claim| self.map.id(claim))))
    }

    /// The order of support.
    pub fn support(&self) -> &Support {
        self.support.get_or_init(|| Support::new(self.map))
    }

    /// Answers what needs what; each answerer has a budget of its own.
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
