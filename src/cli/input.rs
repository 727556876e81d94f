//! Reads whole files that the command line names.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use argmap::printable::Shown;
use argmap::shown;

use super::CliError;

/// Maximum size of a file that the command line names: 1 GiB.
const LONGEST: u64 = 1 << 30;

/// The bytes of a file or, for `-`, of standard input.
///
/// The file may be a pipe. Reading fails after [`LONGEST`] bytes, so that endless input such as `/dev/zero` does not
/// hang.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, CliError> {
    read_up_to(path, LONGEST)
}

fn read_up_to(path: &Path, longest: u64) -> Result<Vec<u8>, CliError> {
    let cannot = |why: Shown| CliError::new(shown!("cannot read `{}`: {}", name(path), why));
    let mut bytes = Vec::new();
    let taken = if path == Path::new("-") {
        io::stdin().lock().take(longest + 1).read_to_end(&mut bytes)
    } else {
        if path.is_dir() {
            return Err(cannot("it is a folder".into()));
        }
        File::open(path).and_then(|file| file.take(longest + 1).read_to_end(&mut bytes))
    };
    taken.map_err(|error| cannot(shown!("{}", error)))?;
    if bytes.len() as u64 > longest {
        return Err(cannot(shown!("it is longer than {} MiB", longest >> 20)));
    }
    Ok(bytes)
}

/// The name to show for a file from the command line.
pub(crate) fn name(path: &Path) -> Shown {
    if path == Path::new("-") {
        "<stdin>".into()
    } else {
        shown!("{}", path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_is_given_up() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "a".repeat((1 << 20) + 1)).unwrap();
        let Err(CliError::Message { text, .. }) = read_up_to(file.path(), 1 << 20) else {
            panic!("it is read");
        };
        assert!(text.ends_with("it is longer than 1 MiB"), "{text}");
        assert!(read_up_to(file.path(), (1 << 20) + 1).is_ok());
    }
}
