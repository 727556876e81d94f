//! Lets Zed start `argmap lsp` for TOML files.

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{self as zed, Command, LanguageServerId, Result, Worktree};

struct Argmap;

impl zed::Extension for Argmap {
    fn new() -> Self {
        Self
    }

    /// The command in the settings (`lsp.argmap.binary`), or `argmap lsp` with the `argmap` on the user's path.
    fn language_server_command(
        &mut self,
        id: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Command> {
        let own = LspSettings::for_worktree(id.as_ref(), worktree)?.binary;
        let (path, arguments, env) =
            own.map_or_else(Default::default, |own| (own.path, own.arguments, own.env));
        let command = path
            .or_else(|| worktree.which("argmap"))
            .ok_or("`argmap` is not on the path: install it, or set `lsp.argmap.binary.path`")?;
        let mut all_env = worktree.shell_env();
        all_env.extend(env.unwrap_or_default());
        Ok(Command {
            command,
            args: arguments.unwrap_or_else(|| vec!["lsp".to_owned()]),
            env: all_env,
        })
    }
}

zed::register_extension!(Argmap);
