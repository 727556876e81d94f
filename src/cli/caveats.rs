//! What a reader must know about strengths, in sentences.

use argmap::answer::Caveats;
use argmap::printable::Shown;
use argmap::reason::strength::{CLAMP, GradualSemantics};

use super::bar::{CLAMPED, UNSETTLED};
use super::naming::counted;

/// The sentences, each to be shown on one or more lines.
pub(crate) fn sentences(
    caveats: &Caveats,
    semantics: GradualSemantics,
    ascii: bool,
) -> Vec<String> {
    let mut notes = Vec::new();
    if caveats.structure_alone {
        notes.push(
            "no claim has a `credence` and no step a `strength`: the numbers come from the structure of the map alone"
                .to_owned(),
        );
    }
    notes.extend(clamped(caveats, ascii));
    if caveats.unsettled > 0 {
        let (claims, figures) = match caveats.unsettled {
            1 => ("claim", "its number is"),
            _ => ("claims", "their numbers are"),
        };
        notes.push(format!(
            "{UNSETTLED} did not converge for {} {claims}: a circle did not come to rest, and {figures} where it was \
             stopped",
            caveats.unsettled
        ));
    }
    notes.extend(surprise(caveats, semantics));
    if caveats.is_linked {
        notes.push(
            "the strengths of linked premises are multiplied: argmap's own extension, because the published \
             semantics have no linked premises"
                .to_owned(),
        );
    }
    notes
}

fn clamped(caveats: &Caveats, ascii: bool) -> Option<String> {
    let counts = [
        (caveats.clamped_claims, "claim", "claims"),
        (caveats.clamped_steps, "step", "steps"),
    ];
    let all: usize = counts.iter().map(|(count, ..)| count).sum();
    let are = match all {
        0 => return None,
        1 => "is",
        _ => "are",
    };
    let clamped = counts.into_iter().filter(|(count, ..)| *count > 0);
    let clamped = clamped.map(|(count, one, many)| counted(count, one, many));
    let dots = if ascii { "..." } else { "…" };
    let (least, most) = CLAMP;
    Some(format!(
        "{CLAMPED} {} {are} clamped to {least}{dots}{most}: log-odds of 0 and 1 are infinite",
        Shown::join(clamped, " and ")
    ))
}

/// What may surprise a reader about this semantics, if it occurs in these strengths.
fn surprise(caveats: &Caveats, semantics: GradualSemantics) -> Option<String> {
    match semantics {
        GradualSemantics::LogOdds => Some(match caveats.weak_steps {
            0 => return None,
            1 => "1 step is weaker than 0.5, so it counts for the other side".to_owned(),
            many => {
                format!("{many} steps are weaker than 0.5, so they count for the other side")
            }
        }),
        GradualSemantics::Euler => Some(match caveats.unmoved {
            0 => return None,
            1 => "1 claim has a base score of 0 or 1, which nothing can move".to_owned(),
            many => format!("{many} claims have base scores of 0 or 1, which nothing can move"),
        }),
        GradualSemantics::DfQuad | GradualSemantics::QuadraticEnergy => None,
    }
}
