//! The signs and colours of labels.

use argmap::map::{ClaimId, StepId};
use argmap::reason::{EitherWay, Label, Labelling, MOST_CONFLICTS};

use super::paragraph::{Ink, Paragraph};
use super::tree::TreeMarks;

/// Labels as signs, next to the claims and the linked steps of a tree.
#[derive(Debug)]
pub(crate) struct LabelMarks<'l> {
    /// The labels to show.
    pub(crate) labelling: &'l Labelling,
    /// Whether to use only ASCII signs.
    pub(crate) ascii: bool,
}

impl TreeMarks for LabelMarks<'_> {
    fn claim(&self, claim: ClaimId) -> (&'static str, Ink) {
        let label = self.labelling.claim(claim);
        (sign(label, self.ascii), style(label))
    }

    fn step(&self, step: StepId) -> (&'static str, Ink) {
        let label = self.labelling.step(step);
        (sign(label, self.ascii), style(label))
    }
}

/// Labels as signs, along with a remark next to the claims that are not trusted.
#[derive(Debug)]
pub(crate) struct DistrustMarks<'l> {
    /// The labels to show.
    pub(crate) labels: LabelMarks<'l>,
    /// The claims that are not trusted, in order.
    pub(crate) distrusted: &'l [ClaimId],
}

impl TreeMarks for DistrustMarks<'_> {
    fn claim(&self, claim: ClaimId) -> (&'static str, Ink) {
        self.labels.claim(claim)
    }

    fn step(&self, step: StepId) -> (&'static str, Ink) {
        self.labels.step(step)
    }

    fn after_text(&self, claim: ClaimId, text: &mut Paragraph) {
        if self.distrusted.binary_search(&claim).is_ok() {
            text.push_whole("(its quotation is not proven)", Ink::Against);
        }
    }
}

/// The label's sign.
pub(crate) fn sign(label: Label, ascii: bool) -> &'static str {
    match (label, ascii) {
        (Label::Accepted, false) => "✓",
        (Label::Rejected, false) => "✗",
        (Label::Undecided, false) => "?",
        (Label::Accepted, true) => "[ok]",
        (Label::Rejected, true) => "[no]",
        (Label::Undecided, true) => "[??]",
    }
}

/// The label's colour.
pub(crate) fn style(label: Label) -> Ink {
    match label {
        Label::Accepted => Ink::For,
        Label::Rejected => Ink::Against,
        Label::Undecided => Ink::Undercut,
    }
}

/// What follows "is undecided" for a claim, given what is known about it; `None` if it depends on the extension.
pub(crate) fn in_words(found: EitherWay) -> Option<String> {
    Some(match found {
        EitherWay::Accepted => {
            ", but it stands either way: every preferred extension accepts it".to_owned()
        }
        EitherWay::Rejected => {
            ", but it falls either way: every preferred extension rejects it".to_owned()
        }
        EitherWay::Neither => return None,
        EitherWay::Unknown => format!(
            "; whether it stands either way is not known, because the search was given up after {MOST_CONFLICTS} conflicts"
        ),
    })
}
