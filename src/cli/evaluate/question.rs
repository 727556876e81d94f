//! Which extensions a question is about, and how to describe them.

use std::time::Duration;

use argmap::answer::{EvaluationOptions, Unanswered};
use argmap::printable::shown;
use argmap::reason::af::{self, Budget};
use argmap::reason::{Acceptance, Label};
use argmap::shown;
use clap::ValueEnum;

use crate::cli::CliError;
use crate::cli::timeout::seconds;

/// What can stand together, and what to report about it.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct QuestionArguments {
    /// Which sets of claims count as able to stand together
    ///
    /// They differ only if claims attack each other in circles. Support in a circle holds nothing up, whatever the
    /// semantics.
    #[arg(long, value_enum, default_value_t, value_name = "SEMANTICS")]
    semantics: SemanticsArg,

    /// If there are several extensions, how many of them must accept a claim
    #[arg(long, value_enum, default_value_t, value_name = "READING")]
    accept: Accept,

    /// List up to N extensions as whole sets of claims
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    extensions: Option<u32>,

    /// Give up after this time, with exit code 2
    ///
    /// Grounded labels need no search; under the other semantics a large map with many circles of attack can take forever.
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "60")]
    timeout: Duration,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum SemanticsArg {
    /// What everyone must accept: the least extension (Dung 1995)
    #[default]
    Grounded,
    /// Every set that withstands all attacks and includes everything that it defends (Dung 1995)
    Complete,
    /// Those complete ones that accept as much as possible (Dung 1995)
    Preferred,
    /// Those that leave nothing undecided; there may be none (Dung 1995)
    Stable,
    /// Those that leave as few claims and steps undecided as possible (Verheij 1996; Caminada 2006)
    SemiStable,
    /// The one that accepts the most that no other contradicts (Dung, Mancarella & Toni 2007)
    Ideal,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Accept {
    /// All of them; all must reject a claim for it to be rejected
    #[default]
    Sceptical,
    /// One; a claim is rejected if one rejects it and none accepts it
    Credulous,
}

impl QuestionArguments {
    /// The question. Its time limit starts running now.
    pub(super) fn question(&self) -> EvaluationOptions {
        let accept = match self.accept {
            Accept::Sceptical => Acceptance::Sceptical,
            Accept::Credulous => Acceptance::Credulous,
        };
        EvaluationOptions::new(self.semantics.into(), accept, Budget::lasting(self.timeout))
    }

    /// How many extensions to list, if they were asked for.
    pub(super) fn extensions(&self) -> Option<usize> {
        self.extensions
            .map(|most| usize::try_from(most).unwrap_or(usize::MAX))
    }

    /// The error that there is no answer, with what to do about it.
    pub(super) fn failure(&self, why: Unanswered) -> CliError {
        if why != Unanswered::Interrupted {
            return CliError::new(shown(why));
        }
        CliError::with_help(
            shown!(
                "no answer under {} semantics within {} s",
                af::Semantics::from(self.semantics).full_name(),
                self.timeout.as_secs_f64()
            ),
            "give it more time with `--timeout`, or use `--semantics grounded`, which needs no search",
        )
    }
}

/// What follows "is accepted", "is rejected" or "is undecided" for a claim. `None` under grounded semantics, which goes
/// without saying.
pub(super) fn among(semantics: af::Semantics, accept: Acceptance, label: Label) -> Option<String> {
    let name = semantics.full_name();
    Some(match (semantics, accept, label) {
        (af::Semantics::Grounded, ..) => return None,
        (af::Semantics::Ideal, ..) => " in the ideal extension".to_owned(),
        (_, Acceptance::Sceptical, Label::Accepted | Label::Rejected)
        | (_, Acceptance::Credulous, Label::Undecided) => {
            format!(" in every {name} extension")
        }
        (_, Acceptance::Credulous, Label::Accepted) => format!(" in some {name} extension"),
        (_, Acceptance::Credulous, Label::Rejected) => {
            format!(" in some {name} extension and accepted in none")
        }
        (_, Acceptance::Sceptical, Label::Undecided) => {
            format!(", as the {name} extensions neither all accept nor all reject it")
        }
    })
}

/// What the labels mean, in a sentence; `None` under grounded semantics.
pub(super) fn legend(semantics: af::Semantics, accept: Acceptance) -> Option<String> {
    let name = semantics.full_name();
    Some(match (semantics, accept) {
        (af::Semantics::Grounded, _) => return None,
        (af::Semantics::Ideal, _) => {
            "ideal: the most that can stand whichever preferred extension is chosen is accepted"
                .to_owned()
        }
        (_, Acceptance::Sceptical) => {
            format!(
                "{name}, sceptical: what every extension accepts or rejects is accepted or rejected"
            )
        }
        (_, Acceptance::Credulous) => format!(
            "{name}, credulous: what some extension accepts is accepted, what some rejects and none accepts is rejected"
        ),
    })
}

/// The message that there is no extension.
pub(super) fn none(semantics: af::Semantics) -> String {
    format!(
        "there is no {} extension: whatever is accepted, something is left undecided",
        semantics.full_name()
    )
}

impl From<SemanticsArg> for af::Semantics {
    fn from(semantics: SemanticsArg) -> Self {
        match semantics {
            SemanticsArg::Grounded => Self::Grounded,
            SemanticsArg::Complete => Self::Complete,
            SemanticsArg::Preferred => Self::Preferred,
            SemanticsArg::Stable => Self::Stable,
            SemanticsArg::SemiStable => Self::SemiStable,
            SemanticsArg::Ideal => Self::Ideal,
        }
    }
}
