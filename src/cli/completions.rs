//! `argmap completions`: prints completions for a shell.

use clap::CommandFactory;
use clap_complete::Shell;

use super::{Cli, CliError, Status, Terminal, output};

/// What `argmap completions` takes.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Install them, for example:
  bash        argmap completions bash > ~/.local/share/bash-completion/completions/argmap
  zsh         argmap completions zsh > ~/.zfunc/_argmap        (with ~/.zfunc in $fpath)
  fish        argmap completions fish > ~/.config/fish/completions/argmap.fish
  elvish      argmap completions elvish >> ~/.config/elvish/rc.elv
  powershell  argmap completions powershell >> $PROFILE")]
pub(crate) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Runs `argmap completions`.
pub(crate) fn run(args: &Args, _terminal: Terminal) -> Result<Status, CliError> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "argmap", &mut text);
    output::write(None, &output::page(&text))?;
    Ok(Status::Fine)
}
