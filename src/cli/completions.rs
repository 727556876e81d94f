//! `argmap completions`.

use super::{Failure, Outcome, Terminal};

/// What `argmap completions` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// Runs `argmap completions`.
pub(crate) fn run(_args: &Args, _terminal: Terminal) -> Result<Outcome, Failure> {
    Err(Failure::new("`argmap completions` is not built yet"))
}
