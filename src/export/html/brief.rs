//! Writes a summary for readers who read nothing else: the thesis, why it stands or falls, and what would change that.

use super::super::Part;
use super::markup::Html;
use super::outline::{MapOutline, wordings};
use super::why::{fragment, link, said};
use crate::answer::HingesAnswer;
use crate::map::{ClaimId, Map};
use crate::reason::{Label, Suppositions};

/// Maximum number of theses described, and of items in each list about one.
const MOST_THESES: usize = 5;
const MOST: usize = 6;

/// Writes the summary of a part.
pub(super) fn write(part: Part<'_>, outline: &MapOutline<'_>, out: &mut Html) {
    let theses: Vec<ClaimId> = part
        .map
        .thesis()
        .iter()
        .copied()
        .filter(|&claim| part.has(claim))
        .collect();
    for &thesis in theses.iter().take(MOST_THESES) {
        out.raw("<section class=\"brief\" aria-label=\"In short\">");
        self::thesis(part, outline, thesis, out);
        out.raw("</section>\n");
    }
    if let Some(more) = theses
        .len()
        .checked_sub(MOST_THESES)
        .filter(|&more| more > 0)
    {
        out.raw("<p class=\"byline\">")
            .number(more)
            .raw(" more theses are in the lists.</p>\n");
    }
}

fn thesis(part: Part<'_>, outline: &MapOutline<'_>, thesis: ClaimId, out: &mut Html) {
    let map = part.map;
    out.raw("<div class=\"claimed\"><h2>What is claimed</h2>");
    wordings(map, &map.claim(thesis).text, outline.language, out);
    let (label, class) = said(outline.labels.claim(thesis));
    out.raw("<p class=\"verdict\"><b class=\"v ")
        .raw(class)
        .raw("\" data-v=\"")
        .number(thesis.index())
        .raw("\">")
        .raw(label)
        .raw("</b> <span class=\"because\" data-why=\"")
        .number(thesis.index())
        .raw("\">");
    outline.reasons.why(thesis, out);
    out.raw("</span></p></div><div class=\"cards\">");
    grounds(part, outline, thesis, out);
    out.raw("<section class=\"card fall\"><div data-fall=\"")
        .number(thesis.index())
        .raw("\">");
    fall(map, &Suppositions::default(), thesis, out);
    out.raw("</div></section>");
    words(outline, thesis, out);
    out.raw("</div>");
}

/// The reasons for the thesis and the objections to it.
fn grounds(part: Part<'_>, outline: &MapOutline<'_>, thesis: ClaimId, out: &mut Html) {
    let map = part.map;
    for (head, against) in [("Why", false), ("What speaks against it", true)] {
        let reasons: Vec<_> = map.reasons_for(thesis).collect();
        let objections: Vec<_> = map.objections_to(thesis).collect();
        let steps = if against { objections } else { reasons };
        let premises: Vec<ClaimId> = steps
            .into_iter()
            .flat_map(|step| map.premises(step))
            .filter(|&claim| part.has(claim))
            .collect();
        if premises.is_empty() {
            continue;
        }
        out.raw("<section class=\"card\"><h3>")
            .raw(head)
            .raw("</h3><ul>");
        for &claim in premises.iter().take(MOST) {
            let (label, class) = said(outline.labels.claim(claim));
            out.raw("<li>");
            link(map, claim, out);
            out.raw(" <b class=\"v ")
                .raw(class)
                .raw("\" data-v=\"")
                .number(claim.index())
                .raw("\">")
                .raw(label)
                .raw("</b>");
            wordings(map, &map.claim(claim).text, outline.language, out);
            below(part, claim, out);
            out.raw("</li>");
        }
        out.raw("</ul>");
        if let Some(more) = premises.len().checked_sub(MOST).filter(|&more| more > 0) {
            out.raw("<p class=\"byline\">and ")
                .number(more)
                .raw(" more</p>");
        }
        out.raw("</section>");
    }
}

/// What the claim rests on in turn, by title.
fn below(part: Part<'_>, claim: ClaimId, out: &mut Html) {
    let map = part.map;
    let steps = map.reasons_for(claim);
    let premises: Vec<ClaimId> = steps
        .flat_map(|step| map.premises(step))
        .filter(|&premise| part.has(premise))
        .collect();
    if premises.is_empty() {
        return;
    }
    out.raw("<p class=\"byline\">because: ");
    for (number, &premise) in premises.iter().take(MOST).enumerate() {
        out.raw(if number > 0 { " · " } else { "" });
        link(map, premise, out);
    }
    if let Some(more) = premises.len().checked_sub(MOST).filter(|&more| more > 0) {
        out.raw(" · ").number(more).raw(" more");
    }
    out.raw("</p>");
}

/// What would change the thesis's label, given the suppositions.
pub(super) fn fall(map: &Map, suppositions: &Suppositions, thesis: ClaimId, out: &mut Html) {
    let answer = HingesAnswer::new(map, suppositions, thesis, MOST);
    out.raw("<h3>").raw(match answer.label {
        Label::Accepted => "What would bring it down",
        Label::Rejected => "What would raise it again",
        Label::Undecided => "What would decide it",
    });
    out.raw("</h3>");
    let alone = answer.hinges.len();
    if alone > 0 {
        if alone == 1 {
            out.raw("<p>If this claim falls:");
        } else {
            out.raw("<p>If any one of these ")
                .number(alone)
                .raw(" claims falls:");
        }
        out.raw("</p><ul class=\"short\">");
        for hinge in answer.hinges.iter().take(MOST) {
            out.raw("<li>");
            link(map, hinge.claim.claim, out);
            out.raw("</li>");
        }
        out.raw("</ul>");
        if alone > MOST {
            out.raw("<details><summary>and ")
                .number(alone - MOST)
                .raw(" more</summary><ul class=\"short\">");
            for hinge in answer.hinges.iter().skip(MOST) {
                out.raw("<li>");
                link(map, hinge.claim.claim, out);
                out.raw("</li>");
            }
            out.raw("</ul></details>");
        }
    } else if !answer.pairs.is_empty() {
        out.raw("<p>No single claim, but two together:</p><ul class=\"short\">");
        for [one, other] in answer.pairs.iter().take(MOST) {
            out.raw("<li>");
            link(map, one.claim, out);
            out.raw(" and ");
            link(map, other.claim, out);
            out.raw("</li>");
        }
        out.raw("</ul>");
    } else {
        out.raw("<p>No claim by itself, and no two together that were tried.</p>");
    }
    if answer.untried.hinges > 0 {
        out.raw("<p class=\"byline\">")
            .number(answer.untried.hinges)
            .raw(" more claims were not tried.</p>");
    }
}

/// Where the text says it.
fn words(outline: &MapOutline<'_>, thesis: ClaimId, out: &mut Html) {
    let written = outline.map.claim(thesis);
    if written.quotes.is_empty() {
        return;
    }
    out.raw("<section class=\"card\"><h3>Where the text says it</h3>");
    let quotes = written
        .quotes
        .iter()
        .zip(outline.proof.of_claim(thesis))
        .enumerate();
    for (number, (quote, cited)) in quotes.take(MOST) {
        outline.quotation(&quote.text.value, (thesis, number), cited, out);
    }
    out.raw("<p class=\"byline\">See <a")
        .attribute("href", &fragment(outline.map.id(thesis)))
        .raw(">the claim</a> in the argument.</p></section>");
}
