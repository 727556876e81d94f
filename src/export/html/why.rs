//! Why a claim stands or falls, in a sentence or a few, with links to the claims that it names.

use super::markup::Html;
use crate::map::{ClaimId, Map, StepId};
use crate::reason::Label;
use crate::reason::explain::{Answered, Because, By, Explainer, Failure, Wait};

/// Writes sentences about claims.
pub(super) struct Reasons<'r> {
    pub(super) map: &'r Map,
    pub(super) explainer: &'r Explainer<'r>,
}

/// The most ends of a sentence that are spelt out.
const MOST: usize = 6;

impl Reasons<'_> {
    /// What decides the claim's label.
    pub(super) fn why(&self, claim: ClaimId, out: &mut Html) {
        match self.explainer.because(claim) {
            Because::Stands { reason, answered } => {
                if let Some(step) = reason {
                    out.raw("Because ");
                    self.premises(step, out);
                    let is_single = self.is_single(step);
                    out.raw(if is_single {
                        " stands."
                    } else {
                        " stand, together."
                    });
                } else {
                    out.raw(self.ground(claim));
                    out.raw(if answered.is_empty() {
                        ", and nothing is said against it."
                    } else {
                        "."
                    });
                }
                self.answers(&answered, out);
            }
            Because::Supposed => {
                out.raw("So it is supposed.");
            }
            Because::Defeated { by, answered } => {
                self.premises(by, out);
                out.raw(if self.is_single(by) {
                    " objects to it, and stands."
                } else {
                    " together object to it, and stand."
                });
                self.answers(&answered, out);
            }
            Because::Uncarried { failures } => {
                out.raw(match failures.len() {
                    0 => "It is denied, and nothing is said for it.",
                    1 => "The only reason for it fails: ",
                    _ => "Every reason for it fails: ",
                });
                self.failures(&failures, out);
            }
            Because::Circular { failures } => {
                out.raw("Only a circle is left to hold it up: ");
                self.failures(&failures, out);
            }
            Because::Waits { way, knot } => {
                out.raw(if way.is_empty() {
                    "Nothing decides it: "
                } else {
                    "It waits for what nothing decides: "
                });
                let waits = way.iter().chain(&knot).take(MOST);
                for (number, wait) in waits.enumerate() {
                    out.raw(if number > 0 { "; " } else { "" });
                    self.wait(wait, out);
                }
                out.raw(".");
            }
        }
    }

    fn ground(&self, claim: ClaimId) -> &'static str {
        let written = self.map.claim(claim);
        if !written.quotes.is_empty() {
            "The text says it"
        } else if written.is_assumed() {
            "It is assumed"
        } else {
            "It is given without a reason"
        }
    }

    fn answers(&self, answered: &[Answered], out: &mut Html) {
        for answer in answered.iter().take(MOST) {
            out.raw(" Against it ");
            match *answer {
                Answered::Objection { step, fails } => {
                    self.premises(step, out);
                    self.fate(step, fails, out);
                }
                Answered::Contradiction { claim } => {
                    self.link(claim, out);
                    out.raw(" falls.");
                }
                Answered::Undercut {
                    undercut, fails, ..
                } => {
                    self.premises(undercut, out);
                    self.fate(undercut, fails, out);
                }
            }
        }
        if let Some(more) = answered.len().checked_sub(MOST).filter(|&more| more > 0) {
            out.raw(" Nor does what else is said against it stand (")
                .number(more)
                .raw(" more).");
        }
    }

    /// What becomes of a step that speaks against something.
    fn fate(&self, step: StepId, fails: Option<Failure>, out: &mut Html) {
        match fails {
            Some(Failure::Premise { .. }) if self.is_single(step) => {
                out.raw(" is brought forward, but falls.");
            }
            Some(Failure::Premise { premise, .. }) => {
                out.raw(" are brought forward, but ");
                self.link(premise, out);
                out.raw(" falls.");
            }
            Some(Failure::Undercut { by, .. }) => {
                out.raw(if self.is_single(step) {
                    " is brought forward"
                } else {
                    " are brought forward"
                });
                out.raw(if self.map.is_outweighing(by) {
                    ", but is outweighed by "
                } else {
                    ", but the step from there is undercut by "
                });
                self.premises(by, out);
                out.raw(".");
            }
            None => {
                out.raw(" does not stand.");
            }
        }
    }

    fn failures(&self, failures: &[Failure], out: &mut Html) {
        for (number, failure) in failures.iter().take(MOST).enumerate() {
            out.raw(if number > 0 { "; " } else { "" });
            match *failure {
                Failure::Premise { premise, .. } => {
                    self.link(premise, out);
                    out.raw(" falls");
                }
                Failure::Undercut { step, by } => {
                    self.premises(by, out);
                    out.raw(if self.is_single(by) {
                        " undercuts the step from "
                    } else {
                        " undercut the step from "
                    });
                    self.premises(step, out);
                }
            }
        }
        if let Some(more) = failures.len().checked_sub(MOST).filter(|&more| more > 0) {
            out.raw("; and ").number(more).raw(" more");
        }
        out.raw(if failures.is_empty() { "" } else { "." });
    }

    fn wait(&self, wait: &Wait, out: &mut Html) {
        match wait.by {
            By::Contradiction => {
                self.link(wait.other, out);
                out.raw(" contradicts ");
                self.link(wait.claim, out);
            }
            By::Objection(_) => {
                self.link(wait.other, out);
                out.raw(" objects to ");
                self.link(wait.claim, out);
            }
            By::Reason(_) => {
                self.link(wait.claim, out);
                out.raw(" rests on ");
                self.link(wait.other, out);
            }
            By::Undercut(_) => {
                self.link(wait.other, out);
                out.raw(" undercuts a step to ");
                self.link(wait.claim, out);
            }
            By::Undercuts(_) => {
                out.raw("what undercuts a step to ");
                self.link(wait.claim, out);
                out.raw(" is undercut in a circle");
            }
        }
    }

    fn is_single(&self, step: StepId) -> bool {
        self.map.premises(step).nth(1).is_none()
    }

    /// "a, b and c".
    fn premises(&self, step: StepId, out: &mut Html) {
        let count = self.map.premises(step).count();
        for (number, claim) in self.map.premises(step).enumerate() {
            if number >= MOST {
                out.raw(" and ").number(count - number).raw(" more");
                break;
            }
            out.raw(match number {
                0 => "",
                _ if number + 1 == count => " and ",
                _ => ", ",
            });
            self.link(claim, out);
        }
    }

    fn link(&self, claim: ClaimId, out: &mut Html) {
        link(self.map, claim, out);
    }
}

/// A claim's title, as a link to it.
pub(super) fn link(map: &Map, claim: ClaimId, out: &mut Html) {
    out.raw("<a")
        .attribute("href", &fragment(map.id(claim)))
        .raw(">");
    out.text(map.title_of(claim)).raw("</a>");
}

/// The address of a claim within the page (percent-encoded as RFC 3986 has it).
pub(super) fn fragment(id: &str) -> String {
    const KEPT: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'_')
        .remove(b'.')
        .remove(b'~');
    format!("#{}", percent_encoding::utf8_percent_encode(id, KEPT))
}

/// How a label is called on the page, and the class that paints it.
pub(super) fn said(label: Label) -> (&'static str, &'static str) {
    match label {
        Label::Accepted => ("✓ stands", "a"),
        Label::Rejected => ("✗ falls", "r"),
        Label::Undecided => ("? undecided", "u"),
    }
}
