//! Divides a map into sheets that can be viewed one by one: an overview, and one for each main branch.

use super::Part;
use crate::map::{ClaimId, Map};
use crate::query::ClaimSet;
use crate::tree::{Tree, View};

/// The overview goes as deep as it can with at most this many claims, but always at least one step below the thesis.
const OVERVIEW: usize = 40;

/// A part of a map that is drawn by itself.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Sheet {
    /// The name of its file, without extension: only letters, digits, `-`, `_` and `.`.
    pub name: String,
    /// The claims on it.
    pub claims: ClaimSet,
}

/// The sheets of a part. First comes `overview`. Then, numbered, one for each claim that directly supports or attacks a
/// thesis and has reasons or objections itself, with everything that bears on it. Last comes `rest`, if any claims are
/// left. Each sheet takes time linear in the map.
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
    // A claim without reasons or objections is already complete on the overview.
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

/// The claim's id, usable in a file name.
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
