//! Divides a map into sheets that can be looked at one by one: an overview, and one for each main branch.

use super::Part;
use crate::map::{ClaimId, Map};
use crate::query::ClaimSet;
use crate::tree::{Tree, View};

/// An overview goes as deep as it has no more claims than these, but one step below the thesis in any case.
const OVERVIEW: usize = 40;

/// A part of a map that is drawn by itself.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Sheet {
    /// A name for its file, without an ending: letters, digits, `-`, `_` and `.` alone.
    pub name: String,
    /// What is on it.
    pub claims: ClaimSet,
}

/// The sheets of a part: `overview`; then, numbered, what bears on each claim that speaks directly for or against a thesis and
/// of which more is said; and `rest`, if that leaves claims out. Linear in the part for each sheet.
pub fn sheets(part: Part<'_>) -> Vec<Sheet> {
    let Part { map, claims } = part;
    let view = View {
        selected: claims,
        ..View::default()
    };
    let whole = Tree::new(map, view);
    let main = whole.roots().iter().take(whole.main_roots());
    let main: Vec<ClaimId> = main.copied().collect();
    if main.is_empty() {
        return Vec::new();
    }
    let shown = |roots: &[ClaimId], depth| {
        let view = View {
            roots,
            depth,
            selected: claims,
            ..View::default()
        };
        Tree::new(map, view).claims()
    };
    let mut overview = shown(&main, Some(1));
    // What nothing is said for or against has all of its sheet on the overview.
    let is_branch = |claim: &ClaimId| {
        let mut steps = map.reasons_for(*claim).chain(map.objections_to(*claim));
        !main.contains(claim) && steps.any(|step| part.has_step(step))
    };
    let branches: Vec<ClaimId> = overview.iter().filter(is_branch).collect();
    for depth in 2.. {
        let deeper = shown(&main, Some(depth));
        if deeper.len() > OVERVIEW || deeper.len() == overview.len() {
            break;
        }
        overview = deeper;
    }
    let mut drawn = overview.clone();
    let mut sheets = vec![Sheet {
        name: "overview".to_owned(),
        claims: overview,
    }];
    let digits = branches.len().to_string().len();
    for (number, &branch) in (1..).zip(&branches) {
        let claims = shown(&[branch], None);
        drawn = drawn.union(&claims);
        sheets.push(Sheet {
            name: format!("{number:0digits$}-{}", file_name(map, branch)),
            claims,
        });
    }
    let rest = part.claims().filter(|&claim| !drawn.contains(claim));
    let rest = ClaimSet::of(map, rest);
    if !rest.is_empty() {
        sheets.push(Sheet {
            name: "rest".to_owned(),
            claims: rest,
        });
    }
    sheets
}

/// The claim's id, as a part of a file's name.
fn file_name(map: &Map, claim: ClaimId) -> String {
    const LONGEST: usize = 48;
    let plain = |letter: char| {
        if letter.is_alphanumeric() || "-_.".contains(letter) {
            letter
        } else {
            '-'
        }
    };
    map.id(claim).chars().take(LONGEST).map(plain).collect()
}
