//! Which extensions are asked for, and how one label is read out of all of them.

use std::ops::ControlFlow;
use std::time::Duration;

use argmap::map::Map;
use argmap::printable::shown;
use argmap::reason::af::{self, Budget};
use argmap::reason::{Extensions, Label, Labelling, Reading, Suppositions, grounded};
use argmap::shown;
use clap::ValueEnum;

use crate::cli::Failure;
use crate::cli::timeout::seconds;

/// What can stand together, and what is to be told of it.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct QuestionArguments {
    /// Which sets of claims count as able to stand together
    ///
    /// They differ only where claims attack each other in circles. Support in a circle holds nothing up, whatever the
    /// semantics.
    #[arg(long, value_enum, default_value_t, value_name = "SEMANTICS")]
    semantics: Semantics,

    /// Where there are several extensions, how many of them must accept a claim
    #[arg(long, value_enum, default_value_t, value_name = "READING")]
    accept: Accept,

    /// List up to N extensions, whole, as sets of claims
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    extensions: Option<u32>,

    /// Give up after so long, with exit code 2
    ///
    /// Grounded labels take no searching; under the other semantics a large map with many circles of attack can take for ever.
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "60")]
    timeout: Duration,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Semantics {
    /// What must be accepted whoever weighs it: the least extension (Dung 1995)
    #[default]
    Grounded,
    /// Every set that stands against all that attacks it, and leaves out nothing that it defends (Dung 1995)
    Complete,
    /// Those of them that accept as much as can be (Dung 1995)
    Preferred,
    /// Those that leave nothing undecided; there may be none (Dung 1995)
    Stable,
    /// Those that leave as little undecided as can be, of claims and of steps (Verheij 1996; Caminada 2006)
    SemiStable,
    /// The one that accepts the most that no other contradicts (Dung, Mancarella & Toni 2007)
    Ideal,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Accept {
    /// All of them, and to be rejected, all must reject it
    #[default]
    Sceptical,
    /// One; to be rejected, one must reject it and none accept it
    Credulous,
}

impl QuestionArguments {
    /// The question; time begins to run.
    pub(super) fn question(&self) -> Question {
        Question {
            semantics: self.semantics,
            accept: self.accept,
            timeout: self.timeout,
            budget: Budget::lasting(self.timeout),
        }
    }

    /// How many extensions to list, if they are to be.
    pub(super) fn extensions(&self) -> Option<usize> {
        self.extensions
            .map(|most| usize::try_from(most).unwrap_or(usize::MAX))
    }
}

/// What is asked of extensions, and the time there is for it.
#[derive(Debug)]
pub(super) struct Question {
    semantics: Semantics,
    accept: Accept,
    timeout: Duration,
    budget: Budget,
}

/// The extensions of a map, as far as they were found.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) extensions: Vec<Labelling>,
    /// Whether there are more.
    pub(super) more: bool,
    /// Whether time was up before all was known.
    pub(super) late: bool,
    /// What is accepted in each of them anyway.
    pub(super) grounded: Labelling,
}

impl Found {
    /// Whether time was up before anything was found.
    pub(super) fn is_vain(&self) -> bool {
        self.late && self.extensions.is_empty()
    }
}

impl Question {
    /// A label for every claim and step; none if there is no extension.
    pub(super) fn labels(
        &self,
        map: &Map,
        suppositions: &Suppositions,
    ) -> Result<Option<Labelling>, Failure> {
        if self.semantics == Semantics::Grounded {
            return Ok(Some(grounded(map, suppositions)));
        }
        let reading = match self.accept {
            Accept::Sceptical => Reading::Sceptical,
            Accept::Credulous => Reading::Credulous,
        };
        let extensions = extensions(map, suppositions)?;
        let labels = extensions.labels(self.semantics.into(), reading, &self.budget);
        labels.map_err(|_| self.late())
    }

    /// At most so many extensions.
    pub(super) fn find(
        &self,
        map: &Map,
        suppositions: &Suppositions,
        most: usize,
    ) -> Result<Found, Failure> {
        let all = extensions(map, suppositions)?;
        let mut found = Vec::new();
        let mut more = false;
        let ended = all.for_each(self.semantics.into(), None, &self.budget, |extension| {
            more = found.len() == most;
            if more {
                return ControlFlow::Break(());
            }
            found.push(extension);
            ControlFlow::Continue(())
        });
        Ok(Found {
            extensions: found,
            more,
            late: ended.is_err(),
            grounded: all.grounded().clone(),
        })
    }

    /// That there was not time enough.
    pub(super) fn late(&self) -> Failure {
        let time = self.timeout.as_secs_f64();
        Failure::with_help(
            shown!(
                "no answer under {} semantics within {} s",
                self.semantics(),
                time
            ),
            "give it more time with `--timeout`, or take `--semantics grounded`, which needs no searching",
        )
    }

    /// Whether it is what must be accepted, whoever weighs it.
    pub(super) fn is_grounded(&self) -> bool {
        self.semantics == Semantics::Grounded
    }

    /// The name of the semantics.
    pub(super) fn semantics(&self) -> String {
        name(&self.semantics)
    }

    /// The name of the reading.
    pub(super) fn accept(&self) -> String {
        name(&self.accept)
    }

    /// What follows "is accepted", "is rejected" or "is undecided" of a claim; nothing under grounded semantics, which is taken for granted.
    pub(super) fn among(&self, label: Label) -> Option<String> {
        let semantics = self.semantics();
        Some(match (self.semantics, self.accept, label) {
            (Semantics::Grounded, ..) => return None,
            (Semantics::Ideal, ..) => " in the ideal extension".to_owned(),
            (_, Accept::Sceptical, Label::Accepted | Label::Rejected)
            | (_, Accept::Credulous, Label::Undecided) => {
                format!(" in every {semantics} extension")
            }
            (_, Accept::Credulous, Label::Accepted) => format!(" in some {semantics} extension"),
            (_, Accept::Credulous, Label::Rejected) => {
                format!(" in some {semantics} extension and accepted in none")
            }
            (_, Accept::Sceptical, Label::Undecided) => {
                format!(", as the {semantics} extensions neither all accept nor all reject it")
            }
        })
    }

    /// What labels mean, in a sentence; nothing under grounded semantics.
    pub(super) fn legend(&self) -> Option<String> {
        let semantics = self.semantics();
        Some(match (self.semantics, self.accept) {
            (Semantics::Grounded, _) => return None,
            (Semantics::Ideal, _) => {
                "ideal: accepted is the most that can stand whichever preferred extension is chosen"
                    .to_owned()
            }
            (_, Accept::Sceptical) => {
                format!(
                    "{semantics}, sceptical: accepted or rejected is what every extension accepts or rejects"
                )
            }
            (_, Accept::Credulous) => format!(
                "{semantics}, credulous: accepted is what some extension accepts, rejected what some rejects and none \
                 accepts"
            ),
        })
    }

    /// That there is no extension.
    pub(super) fn none(&self) -> String {
        format!(
            "there is no {} extension: whatever is accepted, something is left undecided",
            self.semantics()
        )
    }
}

fn extensions(map: &Map, suppositions: &Suppositions) -> Result<Extensions, Failure> {
    Extensions::new(map, suppositions).map_err(|error| Failure::new(shown(error)))
}

fn name(value: &impl ValueEnum) -> String {
    let value = value.to_possible_value();
    value.map_or_else(String::new, |value| value.get_name().to_owned())
}

impl From<Semantics> for af::Semantics {
    fn from(semantics: Semantics) -> Self {
        match semantics {
            Semantics::Grounded => Self::Grounded,
            Semantics::Complete => Self::Complete,
            Semantics::Preferred => Self::Preferred,
            Semantics::Stable => Self::Stable,
            Semantics::SemiStable => Self::SemiStable,
            Semantics::Ideal => Self::Ideal,
        }
    }
}
