//! The `argmap` program: reads the command line, calls the library, paints and prints.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
