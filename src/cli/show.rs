//! `argmap show`.

use super::{Failure, Outcome, Terminal};

/// What `argmap show` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// Runs `argmap show`.
pub(crate) fn run(_args: &Args, _terminal: Terminal) -> Result<Outcome, Failure> {
    Err(Failure::new("`argmap show` is not built yet"))
}
