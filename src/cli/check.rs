//! `argmap check`.

use super::{Failure, Outcome, Terminal};

/// What `argmap check` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// Runs `argmap check`.
pub(crate) fn run(_args: &Args, _terminal: Terminal) -> Result<Outcome, Failure> {
    Err(Failure::new("`argmap check` is not built yet"))
}
