//! What is known about the terminal: whether to paint each stream, and how wide it is.

use std::io::IsTerminal;

/// The width in columns to assume without a terminal.
const DEFAULT_WIDTH: usize = 80;

/// Lines longer than this are hard to read, however wide the terminal is.
const MAX_WIDTH: usize = 110;

/// When to use colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ColorChoice {
    /// Paint what goes to a terminal
    #[default]
    Auto,
    /// Paint always
    Always,
    /// Never paint
    Never,
}

/// Whether to paint the two streams that a person reads, and the terminal's width.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terminal {
    out: bool,
    err: bool,
    width: Option<usize>,
}

impl Terminal {
    /// Reads the environment and checks the streams.
    pub(crate) fn new(choice: ColorChoice) -> Self {
        let environment = Environment::read();
        Self {
            out: environment.paints(choice, std::io::stdout().is_terminal()),
            err: environment.paints(choice, std::io::stderr().is_terminal()),
            width: terminal_size::terminal_size()
                .map(|(width, _)| width.0.into())
                .or_else(columns),
        }
    }

    /// Turns `colored` on or off as suits standard output. Returns whether it is on.
    pub(crate) fn paint_out(self) -> bool {
        colored::control::set_override(self.out);
        self.out
    }

    /// Turns `colored` on or off as suits standard error. Returns whether it is on.
    pub(crate) fn paint_err(self) -> bool {
        colored::control::set_override(self.err);
        self.err
    }

    /// How many columns to fill: the terminal's width, but at most [`MAX_WIDTH`]; [`DEFAULT_WIDTH`] if it is unknown.
    pub(crate) fn width(self) -> usize {
        self.width.unwrap_or(DEFAULT_WIDTH).clamp(20, MAX_WIDTH)
    }
}

fn columns() -> Option<usize> {
    std::env::var("COLUMNS").ok()?.parse().ok()
}

/// The environment variables that say whether to paint: <https://no-color.org>, <https://bixense.com/clicolors>.
#[expect(clippy::struct_excessive_bools, reason = "each variable is on or off")]
struct Environment {
    no_color: bool,
    clicolor: bool,
    force: bool,
    dumb: bool,
}

impl Environment {
    fn read() -> Self {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let is = |name: &str, value: &str| std::env::var_os(name).is_some_and(|is| is == value);
        Self {
            no_color: set("NO_COLOR"),
            clicolor: !is("CLICOLOR", "0"),
            force: set("CLICOLOR_FORCE") && !is("CLICOLOR_FORCE", "0"),
            dumb: is("TERM", "dumb"),
        }
    }

    fn paints(&self, choice: ColorChoice, is_terminal: bool) -> bool {
        match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto if self.no_color => false,
            ColorChoice::Auto => self.force || (is_terminal && self.clicolor && !self.dumb),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Environment = Environment {
        no_color: false,
        clicolor: true,
        force: false,
        dumb: false,
    };

    #[test]
    fn only_a_terminal_is_painted_unasked() {
        assert!(PLAIN.paints(ColorChoice::Auto, true));
        assert!(!PLAIN.paints(ColorChoice::Auto, false));
        assert!(
            !Environment {
                dumb: true,
                ..PLAIN
            }
            .paints(ColorChoice::Auto, true)
        );
        assert!(
            !Environment {
                clicolor: false,
                ..PLAIN
            }
            .paints(ColorChoice::Auto, true)
        );
    }

    #[test]
    fn the_option_overrides_the_environment_and_no_color_overrides_force() {
        let force = Environment {
            force: true,
            ..PLAIN
        };
        assert!(force.paints(ColorChoice::Auto, false));
        assert!(!force.paints(ColorChoice::Never, true));
        let both = Environment {
            no_color: true,
            ..force
        };
        assert!(!both.paints(ColorChoice::Auto, true));
        assert!(both.paints(ColorChoice::Always, false));
    }
}
