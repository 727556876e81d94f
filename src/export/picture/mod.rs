//! What all pictures of a map have in common, whatever draws them: the text in a box, its sign and its colours, which
//! steps have a junction, which claims share a frame, and what a legend has to explain.

mod legend;

use std::borrow::Cow;
use std::collections::hash_map::Entry;

use rustc_hash::{FxHashMap, FxHashSet};

pub(super) use legend::Legend;

use super::Part;
use crate::map::{ClaimId, StepId, canonical_label};
use crate::reason::{Label, Labelling, Strengths};
use crate::syntax::Polarity;

/// What decides the fill colour of claims.
#[derive(Debug, Clone, Copy, Default)]
pub enum Paint<'o> {
    /// Their subject: one colour for each subject.
    #[default]
    About,
    /// What they do in the first step that has them as a premise: support its conclusion, attack it, or undercut a step.
    Relation,
    /// Their label (accepted, rejected or undecided): one colour and sign for each.
    Label(&'o Labelling),
    /// Their strength: the stronger the darker, with the number.
    Strength(&'o Strengths),
    /// The first speaker who holds them: one colour for each speaker.
    By,
    /// Nothing: all claims look the same.
    Nothing,
}

/// What decides which claims share a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cluster {
    /// Their subject.
    About,
    /// The file that contains them.
    File,
    /// Their first tag.
    Tag,
}

pub(super) const FOR: &str = "#2e7d32";
pub(super) const AGAINST: &str = "#c62828";
pub(super) const UNDERCUT: &str = "#b26a00";
pub(super) const CONTRAST: &str = "#1565c0";
pub(super) const INK: &str = "#263238";
pub(super) const FAINT: &str = "#607d8b";
/// The fill of a claim that has no other.
pub(super) const FILL: &str = "#f7f8f9";

/// Fills for subjects, in the order in which the subjects appear; after the last fill they repeat.
pub(super) const FILLS: [&str; 6] = [
    "#e3eefb", "#fdeeda", "#e6f4e6", "#f5e6f7", "#fbe7e6", "#e2f3f2",
];

/// Fills by strength: below one fifth, below two fifths, and so on.
const STRENGTHS: [&str; 5] = ["#f7f8f9", "#e4edf6", "#cfe0f1", "#b8d2ea", "#9fc3e2"];

/// Each colour with its counterpart in dark mode; white is the background.
pub(super) const DARK: [(&str, &str); 23] = [
    ("#ffffff", "#0d1117"),
    (INK, "#e6edf3"),
    (FAINT, "#8b9aa5"),
    (FOR, "#6cc070"),
    (AGAINST, "#ff8a80"),
    (UNDERCUT, "#f0b24a"),
    (CONTRAST, "#79b8ff"),
    (FILL, "#1a2027"),
    ("#e3eefb", "#182b42"),
    ("#fdeeda", "#3a2c17"),
    ("#e6f4e6", "#18331d"),
    ("#f5e6f7", "#33203a"),
    ("#fbe7e6", "#3f2020"),
    ("#e2f3f2", "#153432"),
    ("#e0f2e0", "#18331d"),
    ("#f9dedc", "#3f2020"),
    ("#fff0d0", "#3d2f10"),
    ("#e4edf6", "#1c2a38"),
    ("#cfe0f1", "#20364c"),
    ("#b8d2ea", "#244361"),
    ("#9fc3e2", "#285178"),
    ("#dde3e7", "#2b343c"),
    ("#6a1b9a", "#ce93d8"),
];

/// Border colours for frames, in the order in which the frames' names appear; after the last one they repeat.
pub(super) const FRAMES: [&str; 6] = [CONTRAST, UNDERCUT, FOR, "#6a1b9a", AGAINST, INK];

/// How a claim looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ClaimLook {
    pub(super) fill: &'static str,
    pub(super) border: &'static str,
}

const PLAIN: ClaimLook = ClaimLook {
    fill: FILL,
    border: FAINT,
};

/// The sign for a label, and how claims with that label look.
const fn label_look(label: Label) -> (&'static str, ClaimLook) {
    let (sign, fill, border) = match label {
        Label::Accepted => ("✓", "#e0f2e0", FOR),
        Label::Rejected => ("✗", "#f9dedc", AGAINST),
        Label::Undecided => ("?", "#fff0d0", UNDERCUT),
    };
    (sign, ClaimLook { fill, border })
}

/// The colour of a step's arrow.
pub(super) const fn color(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::For => FOR,
        Polarity::Against => AGAINST,
    }
}

/// What a claim does in the first step that has it as a premise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ClaimRole {
    Supports,
    Attacks,
    Undercuts,
}

impl ClaimRole {
    const ALL: [Self; 3] = [Self::Supports, Self::Attacks, Self::Undercuts];

    const fn look(self) -> (&'static str, ClaimLook) {
        let (meaning, fill, border) = match self {
            Self::Supports => ("supports", "#e6f4e6", FOR),
            Self::Attacks => ("attacks", "#fbe7e6", AGAINST),
            Self::Undercuts => ("undercuts a step", "#fff0d0", UNDERCUT),
        };
        (meaning, ClaimLook { fill, border })
    }
}

/// The words in a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BoxWords<'p> {
    /// A sign before the text.
    pub(super) sign: Option<Cow<'static, str>>,
    /// The title, unless it is the only text in the box.
    pub(super) title: Option<&'p str>,
    pub(super) text: &'p str,
}

/// Claims that share a frame, or all those without a frame.
pub(super) struct ClaimGroup<'p> {
    pub(super) name: Option<&'p str>,
    pub(super) claims: Vec<ClaimId>,
    pub(super) junctions: Vec<StepId>,
}

/// A part of a map as something to draw.
pub(super) struct Picture<'p> {
    pub(super) part: Part<'p>,
    pub(super) language: Option<&'p str>,
    /// Whether to show only titles, without the wording.
    pub(super) titles: bool,
    pub(super) paint: Paint<'p>,
    /// The fill for each subject.
    fills: FxHashMap<Cow<'p, str>, &'static str>,
    /// What each claim does in the first step that has it as a premise; empty if that is not painted.
    roles: FxHashMap<ClaimId, ClaimRole>,
    /// The steps that are undercut.
    undercut: FxHashSet<StepId>,
}

impl<'p> Picture<'p> {
    pub(super) fn new(
        part: Part<'p>,
        language: Option<&'p str>,
        titles: bool,
        paint: Paint<'p>,
    ) -> Self {
        let undercut = part
            .undercuts()
            .filter_map(|id| part.map.step(id).undercuts);
        let mut picture = Self {
            part,
            language,
            titles,
            paint,
            fills: FxHashMap::default(),
            roles: FxHashMap::default(),
            undercut: undercut.collect(),
        };
        match paint {
            Paint::About | Paint::By => picture.fills = picture.fills(),
            Paint::Relation => picture.roles = picture.roles(),
            Paint::Label(_) | Paint::Strength(_) | Paint::Nothing => {}
        }
        picture
    }

    /// The text in the claim's box: the title and the wording, or one of them, or else the id.
    pub(super) fn words(&self, claim: ClaimId) -> BoxWords<'p> {
        let map = self.part.map;
        let title = map.claim(claim).title.as_ref();
        let title = title.map(|title| title.value.as_ref());
        let wording = map.text(claim, self.language);
        let sign = self.sign(claim);
        if self.titles || wording.is_empty() {
            return BoxWords {
                sign,
                title: None,
                text: title.unwrap_or_else(|| map.id(claim)),
            };
        }
        BoxWords {
            sign,
            title,
            text: wording,
        }
    }

    /// The claim's sign, if the paint has signs.
    pub(super) fn sign(&self, claim: ClaimId) -> Option<Cow<'static, str>> {
        match self.paint {
            Paint::Label(labelling) => Some(label_look(labelling.claim(claim)).0.into()),
            Paint::Strength(strengths) => Some(format!("{:.2}", strengths.claim(claim)).into()),
            Paint::About | Paint::By | Paint::Relation | Paint::Nothing => None,
        }
    }

    /// The claim's colours.
    pub(super) fn look(&self, claim: ClaimId) -> ClaimLook {
        let look = match self.paint {
            Paint::About | Paint::By => {
                let subject = self.subject(claim);
                let fill = subject.and_then(|subject| self.fills.get(&*canonical_label(subject)));
                ClaimLook {
                    fill: fill.copied().unwrap_or(FILL),
                    ..PLAIN
                }
            }
            Paint::Relation => self.roles.get(&claim).map_or(PLAIN, |role| role.look().1),
            Paint::Label(labelling) => label_look(labelling.claim(claim)).1,
            Paint::Strength(strengths) => ClaimLook {
                fill: strength_fill(strengths.claim(claim)),
                ..PLAIN
            },
            Paint::Nothing => PLAIN,
        };
        // A thesis has a dark border, unless the border already has another meaning.
        if look.border == FAINT && self.is_thesis(claim) {
            return ClaimLook {
                border: INK,
                ..look
            };
        }
        look
    }

    pub(super) fn is_thesis(&self, claim: ClaimId) -> bool {
        self.part.map.thesis().contains(&claim)
    }

    /// Whether the step has a point where its premises meet, or where undercuts end.
    pub(super) fn has_junction(&self, step: StepId) -> bool {
        self.part.map.premises(step).nth(1).is_some() || self.undercut.contains(&step)
    }

    /// How many reasons and objections of the claim are not in the picture.
    pub(super) fn hidden(&self, claim: ClaimId) -> usize {
        if self.part.claims.is_none() {
            return 0;
        }
        let map = self.part.map;
        let steps = map.reasons_for(claim).chain(map.objections_to(claim));
        steps.filter(|&step| !self.part.has_step(step)).count()
    }

    /// What decides the claim's colour: its subject, or the first speaker who holds it.
    fn subject(&self, claim: ClaimId) -> Option<&'p str> {
        let map = self.part.map;
        let written = map.claim(claim);
        match self.paint {
            Paint::By => written.by.first().map(|by| map.speaker_name(by)),
            _ => written.about.as_ref().map(|about| about.value.as_ref()),
        }
    }

    /// A fill for each subject.
    fn fills(&self) -> FxHashMap<Cow<'p, str>, &'static str> {
        let mut fills = FxHashMap::default();
        let mut colours = FILLS.iter().copied().cycle();
        for claim in self.part.claims() {
            if let Some(subject) = self.subject(claim)
                && let Entry::Vacant(subject) = fills.entry(canonical_label(subject))
                && let Some(fill) = colours.next()
            {
                subject.insert(fill);
            }
        }
        fills
    }

    fn roles(&self) -> FxHashMap<ClaimId, ClaimRole> {
        let map = self.part.map;
        let mut roles = FxHashMap::default();
        for step in self.part.steps() {
            let role = match map.step(step).polarity {
                Polarity::For => ClaimRole::Supports,
                Polarity::Against => ClaimRole::Attacks,
            };
            for premise in map.premises(step) {
                roles.entry(premise).or_insert(role);
            }
        }
        for undercut in self.part.undercuts() {
            for premise in map.premises(undercut) {
                roles.entry(premise).or_insert(ClaimRole::Undercuts);
            }
        }
        for thesis in map.thesis() {
            roles.remove(thesis);
        }
        roles
    }

    /// The claims grouped by what they are framed by, in the order in which the groups first appear. Each group has the
    /// junctions of the steps that lead to its claims.
    pub(super) fn groups(&self, cluster: Cluster) -> Vec<ClaimGroup<'p>> {
        let map = self.part.map;
        let mut places = FxHashMap::default();
        let mut place_of = FxHashMap::default();
        let mut groups: Vec<ClaimGroup<'p>> = Vec::new();
        for claim in self.part.claims() {
            let written = map.claim(claim);
            let name = match cluster {
                Cluster::About => written.about.as_ref().map(|about| about.value.as_ref()),
                Cluster::File => Some(map.files().file(map.file_of(claim)).name.as_str()),
                Cluster::Tag => written.tags.first().map(|tag| tag.value.as_ref()),
            };
            let key = match cluster {
                Cluster::File => name.map(Cow::Borrowed),
                Cluster::About | Cluster::Tag => name.map(canonical_label),
            };
            let place = *places.entry(key).or_insert_with(|| {
                groups.push(ClaimGroup {
                    name,
                    claims: Vec::new(),
                    junctions: Vec::new(),
                });
                groups.len() - 1
            });
            if let Some(group) = groups.get_mut(place) {
                group.claims.push(claim);
            }
            place_of.insert(claim, place);
        }
        let steps = self.part.steps().chain(self.part.undercuts());
        for step in steps.filter(|&step| self.has_junction(step)) {
            let place = place_of.get(&map.step(step).conclusion);
            if let Some(group) = place.and_then(|&place| groups.get_mut(place)) {
                group.junctions.push(step);
            }
        }
        groups
    }
}

fn strength_fill(strength: f64) -> &'static str {
    let steps = STRENGTHS.iter().zip([0.2, 0.4, 0.6, 0.8, f64::INFINITY]);
    let mut steps = steps.filter(|&(_, up_to)| strength < up_to);
    steps.next().map_or(FILL, |(fill, _)| fill)
}
