//! `argmap stats`.

use super::{Failure, Outcome, Terminal};

/// What `argmap stats` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// Runs `argmap stats`.
pub(crate) fn run(_args: &Args, _terminal: Terminal) -> Result<Outcome, Failure> {
    Err(Failure::new("`argmap stats` is not built yet"))
}
