//! Any text is either a framework or an error. A framework that is read and written can be read again.
#![no_main]

use argmap::reason::af::{Framework, FrameworkFormat};
use libfuzzer_sys::fuzz_target;

/// The names of the arguments.
fn names(framework: &Framework) -> Vec<String> {
    let names = framework.arguments();
    names
        .map(|argument| framework.name(argument).into_owned())
        .collect()
}

fuzz_target!(|text: &str| {
    // A header such as `p af 9999999` makes a framework too large to be worth reading.
    let is_large = |word: &str| word.len() > 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    if text.split_ascii_whitespace().any(is_large) {
        return;
    }
    for format in FrameworkFormat::ALL {
        let Ok(framework) = format.parse(text) else {
            continue;
        };
        for other in FrameworkFormat::ALL {
            let mut written = Vec::new();
            other
                .write(&framework, &mut written)
                .expect("memory can be written to");
            let written = String::from_utf8(written).expect("what is written is text");
            let again = other
                .parse(&written)
                .expect("what is written is read again");
            assert!(again.attacks().eq(framework.attacks()));
            let expected = match other {
                // Quotation marks are not part of a name.
                FrameworkFormat::Apx => names(&framework),
                FrameworkFormat::Af | FrameworkFormat::Tgf => other.spelling(&framework),
            };
            assert_eq!(names(&again), expected);
        }
    }
});
