//! How the work of each command grows with the map. Work is counted in instructions by valgrind, so that the numbers
//! are the same on a busy machine.

use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::competition::tell;
use crate::foreign::{FOREIGN, Foreign, list, texts};
use crate::maps::write;
use crate::program::{commands, words};
use crate::tools::started;

/// A map of a given size, with the texts beside it.
type Shape = fn(usize) -> Vec<(String, String)>;

const THESIS: &str = "[map]\nthesis = [\"y\"]\n[claim.y]\ntext = \"Y\"\n";

/// A map with the thesis and one statement for each number.
fn alone(size: usize, each: impl Fn(usize) -> String) -> Vec<(String, String)> {
    let said: String = (0..size).map(each).collect();
    vec![("map.toml".to_owned(), THESIS.to_owned() + &said)]
}

/// The same, with one source that has one statement for each number.
fn beside(
    (size, name): (usize, &str),
    source: impl Fn(usize) -> String,
    each: impl Fn(usize) -> String,
) -> Vec<(String, String)> {
    let mut files = alone(size, each);
    let text = (0..size).map(source).collect();
    add(&mut files, &format!("[source.s]\npath = \"{name}\"\n"));
    files.push((name.to_owned(), text));
    files
}

/// Adds a text to the map.
fn add(files: &mut [(String, String)], text: &str) {
    files[0].1.push_str(text);
}

const SHAPES: [(&str, Shape); 27] = [
    ("premises of one step", |size| {
        let premises = list(size, |n| format!("\"x{n}\""));
        let mut files = alone(size, |n| format!("[claim.x{n}]\ntext = \"X\"\n"));
        add(
            &mut files,
            &format!("[[claim.y.reason]]\npremises = [{premises}]\n"),
        );
        files
    }),
    ("headers without `claim.`", |size| {
        alone(size, |n| {
            format!("[x{n}]\ntext = \"X\"\nsupports = [\"y\"]\n")
        })
    }),
    ("quotations that name none of as many sources", |size| {
        let mut files = alone(size, |n| {
            format!(
                "[source.s{n}]\npath = \"s{n}.txt\"\n[claim.x{n}]\ntext = \"X\"\nsupports = [\"y\"]\nquote = \"the words of number {n}\"\n"
            )
        });
        files.extend((0..size).map(|n| {
            (
                format!("s{n}.txt"),
                format!("Here, the words of number {n} end."),
            )
        }));
        files
    }),
    ("claims on one line", |size| {
        let claims = list(size, |n| {
            format!("x{n} = {{ text = \"X\", supports = [\"y\"], suports = [\"z{n}\"] }}")
        });
        let map = format!("map.thesis = [\"y\"]\nclaim = {{ y.text = \"Y\", {claims} }}\n");
        vec![("map.toml".to_owned(), map)]
    }),
    ("supports of one claim", |size| {
        alone(size, |n| {
            format!("[claim.x{n}]\ntext = \"X\"\nsupports = [\"y\"]\n")
        })
    }),
    ("attacks on one claim", |size| {
        alone(size, |n| {
            format!("[claim.x{n}]\ntext = \"X\"\nattacks = [\"y\"]\n")
        })
    }),
    ("undercuts of one step", |size| {
        let mut files = alone(size, |n| {
            format!("[claim.u{n}]\ntext = \"U\"\nundercuts = [\"x -> y\"]\n")
        });
        add(&mut files, "[claim.x]\ntext = \"X\"\nsupports = [\"y\"]\n");
        files
    }),
    ("contradictions of one claim", |size| {
        alone(size, |n| {
            format!("[claim.x{n}]\ntext = \"X\"\ncontradicts = [\"y\"]\n")
        })
    }),
    ("contrasts of one claim", |size| {
        alone(size, |n| {
            format!(
                "[claim.x{n}]\ntext = \"X\"\nabout = \"a{n}\"\ncontrasts = [{{ claim = \"y\", on = \"o{n}\" }}]\n"
            )
        })
    }),
    ("reasons that share a premise", |size| {
        let mut files = alone(size, |n| {
            format!(
                "[claim.x{n}]\ntext = \"X\"\n[[claim.y.reason]]\npremises = [\"x\", \"x{n}\"]\n"
            )
        });
        add(&mut files, "[claim.x]\ntext = \"X\"\n");
        files
    }),
    ("a chain of supports", |size| {
        let mut files = alone(size, |n| {
            format!("[claim.x{n}]\ntext = \"X\"\nsupports = [\"x{}\"]\n", n + 1)
        });
        add(
            &mut files,
            &format!("[claim.x{size}]\ntext = \"X\"\nsupports = [\"y\"]\n"),
        );
        files
    }),
    ("a chain of attacks", |size| {
        let mut files = alone(size, |n| {
            format!("[claim.x{n}]\ntext = \"X\"\nattacks = [\"x{}\"]\n", n + 1)
        });
        add(
            &mut files,
            &format!("[claim.x{size}]\ntext = \"X\"\nattacks = [\"y\"]\n"),
        );
        files
    }),
    ("a ladder of supports", |size| {
        let mut files = alone(size, |n| {
            let above = n + 1;
            let supports = format!("supports = [\"a{above}\", \"b{above}\"]");
            format!(
                "[claim.a{n}]\ntext = \"A\"\n{supports}\n[claim.b{n}]\ntext = \"B\"\n{supports}\n"
            )
        });
        let last = "text = \"L\"\nsupports = [\"y\"]\n";
        add(
            &mut files,
            &format!("[claim.a{size}]\n{last}[claim.b{size}]\n{last}"),
        );
        files
    }),
    ("circles of support", |size| {
        alone(size, |n| {
            format!(
                "[claim.a{n}]\ntext = \"A\"\nsupports = [\"b{n}\", \"y\"]\n[claim.b{n}]\ntext = \"B\"\nsupports = [\"a{n}\"]\n"
            )
        })
    }),
    ("one circle of support", |size| {
        let mut files = alone(size, |n| {
            format!("[claim.x{n}]\ntext = \"X\"\nsupports = [\"x{}\"]\n", n + 1)
        });
        add(
            &mut files,
            &format!("[claim.x{size}]\ntext = \"X\"\nsupports = [\"x0\", \"y\"]\n"),
        );
        files
    }),
    ("pairs that contradict each other", |size| {
        alone(size, |n| {
            format!(
                "[claim.a{n}]\ntext = \"A\"\nsupports = [\"y\"]\n[claim.b{n}]\ntext = \"B\"\ncontradicts = [\"a{n}\"]\n"
            )
        })
    }),
    ("names that no claim has", |size| {
        alone(size, |n| {
            format!("[claim.the-claim-{n}]\ntext = \"X\"\nsupports = [\"the-clam-{n}\"]\n")
        })
    }),
    ("keys that there are not", |size| {
        alone(size, |n| format!("k{n} = \"v\"\n"))
    }),
    ("tags", |size| {
        alone(size, |n| {
            format!("[claim.x{n}]\ntext = \"X\"\nsupports = [\"y\"]\ntags = [\"t{n}\", \"t\"]\n")
        })
    }),
    ("comments that allow", |size| {
        alone(size, |n| {
            format!("[claim.x{n}] # argmap: allow(isolated-claim, no-rule-{n})\ntext = \"X\"\n")
        })
    }),
    ("comments that allow, one below the other", |size| {
        let mut files = alone(size, |_| "# argmap: allow(isolated-claim)\n".to_owned());
        add(&mut files, "[claim.x]\ntext = \"X\"\n");
        files
    }),
    ("files", |size| {
        let mut files = alone(0, |_| String::new());
        files.extend((0..size).map(|n| {
            (
                format!("f{n}.toml"),
                format!("[claim.x{n}]\ntext = \"X\"\nsupports = [\"y\"]\n"),
            )
        }));
        files
    }),
    ("quotations from one source", |size| {
        beside(
            (size, "s.txt"),
            |n| format!("Here are the words of number {n}. "),
            |n| {
                format!(
                    "[claim.x{n}]\ntext = \"X\"\nsupports = [\"y\"]\nquote = \"the Words of number {n}\"\n"
                )
            },
        )
    }),
    ("quotations that stand in many places", |size| {
        beside(
            (size, "s.txt"),
            |n| format!("And the same words {} again. ", n % 10),
            |n| {
                format!(
                    "[claim.x{n}]\ntext = \"X\"\nsupports = [\"y\"]\nquote = \"the same words {}\"\n",
                    n % 10
                )
            },
        )
    }),
    ("passages that are ignored", |size| {
        beside(
            (size, "s.txt"),
            |n| format!("Here are the words of number {n}. "),
            |n| {
                format!(
                    "[[source.s.ignore]]\nquote = \"the words of number {n}\"\nreason = \"r\"\n"
                )
            },
        )
    }),
    ("a page of names and cells", |size| {
        beside(
            (size, "s.html"),
            |n| format!("<x{n}><b>a</b><ul><li><sup>{n}</sup><table><tr><td><i>word<td>b"),
            |_| String::new(),
        )
    }),
    ("a page in Markdown", |size| {
        beside(
            (size, "s.md"),
            |n| format!("- [a](#b) *c* `d`[^{n}] ~~e~~ <sup>{n}</sup>\n\n[^{n}]: note\n\n"),
            |_| String::new(),
        )
    }),
];

/// Command lines that work on any of the maps. Formats that are written as outlines (`kialo`, `ltac`, `markdown`) have
/// a number or an indent on each line that grows with the depth.
const LINES: [&str; 43] = [
    "check",
    "check --format json",
    "check --format sarif",
    "check --format short",
    "check --format github",
    "check --fix",
    "show",
    "evaluate",
    "evaluate --format json",
    "evaluate --strength df-quad",
    "evaluate --semantics preferred",
    "why y",
    "why --format json y",
    "coverage",
    "coverage --format json",
    "contrasts",
    "contrasts --format json",
    "stats",
    "stats --format json",
    "query 'bearing(thesis()) | crucial(thesis()) | leaves() | matches(\"x\")'",
    "query --format json all()",
    "export dot",
    "export json",
    "export af",
    "export apx",
    "export tgf",
    "export argdown",
    "export aif",
    "export arguebuf",
    "export mermaid",
    "export graphml",
    "export latex",
    "quote find 'the words of number 1'",
    "quote find 'nothing of this sort'",
    "quote pin --dry-run",
    "rename y z --dry-run",
    "move y new.toml --dry-run",
    "extract --select leaves() -o new.toml --dry-run",
    "merge y x --keep y --dry-run",
    "merge y x0 --keep y --dry-run",
    "fmt --check",
    "init --from arguments/s.txt new",
    "init --from arguments/s.html new",
];

/// How many instructions the program takes in a folder; `None` if valgrind is not installed.
fn instructions(folder: &TempDir, line: &str) -> Option<u64> {
    let mut valgrind = Command::new("valgrind");
    valgrind
        .args([
            "--tool=cachegrind",
            "--cache-sim=no",
            "--cachegrind-out-file=/dev/null",
        ])
        .arg(env!("CARGO_BIN_EXE_argmap"))
        .args(words(line))
        .current_dir(folder.path())
        .env("RAYON_NUM_THREADS", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let child = started("valgrind", valgrind.spawn())?;
    let output = child.wait_with_output().unwrap();
    assert!(
        matches!(output.status.code(), Some(0..=2)),
        "{line}: {}",
        output.status
    );
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    let count = told
        .lines()
        .rev()
        .find_map(|line| line.split_once("I   refs:"));
    let count: String = count
        .unwrap()
        .1
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    Some(count.parse().unwrap())
}

/// Describes the excess if a command's work grows faster than a map of this shape; `None` if it does not.
fn excess((name, shape): (&str, Shape), line: &str, size: usize) -> Option<String> {
    let work = |size| {
        let folder = TempDir::new().unwrap();
        for (name, text) in shape(size) {
            write(folder.path(), &format!("arguments/{name}"), &text);
        }
        let mut sources = words(line)
            .into_iter()
            .filter(|word| word.starts_with("arguments/"));
        if !sources.all(|source| folder.path().join(source).exists()) {
            return None;
        }
        instructions(&folder, line)
    };
    let (few, many) = (work(size)?, work(size * 4)?);
    // Four times as much, plus some for sorting.
    let is_in_line = many <= few * 5;
    (!is_in_line).then(|| format!("`{line}`, {name}: {few} instructions, then {many}"))
}

#[test]
fn what_once_took_more_than_in_line_with_the_map_does_so_no_longer() {
    let excesses = SHAPES[..4]
        .iter()
        .filter_map(|&shape| excess(shape, "check --format short", 100));
    assert_eq!(excesses.collect::<Vec<_>>(), [""; 0]);
}

/// Describes the excess if an import's work grows faster than the file; `None` if it does not.
fn import_excess((format, name, file): Foreign, size: usize) -> Option<String> {
    let work = |size| {
        let folder = TempDir::new().unwrap();
        write(folder.path(), "file", &file(size));
        instructions(&folder, &format!("import {format} file"))
    };
    let (few, many) = (work(size)?, work(size * 4)?);
    let is_in_line = many <= few * 5;
    (!is_in_line).then(|| format!("{format}, {name}: {few} instructions, then {many}"))
}

#[test]
fn imports_that_once_took_more_than_in_line_with_the_file_do_so_no_longer() {
    let named = [
        "references to references",
        "headings without claims",
        "joints of joints",
    ];
    let once = FOREIGN.iter().filter(|(_, name, _)| named.contains(name));
    let excesses = once.filter_map(|&foreign| import_excess(foreign, 400));
    assert_eq!(excesses.collect::<Vec<_>>(), [""; 0]);
}

#[test]
#[ignore = "counts the instructions of 48 runs: `just growth`"]
fn every_import_takes_work_in_line_with_the_file() {
    let size = std::env::var("GROWTH").map_or(1000, |size| size.parse().unwrap());
    let excesses = FOREIGN
        .iter()
        .filter_map(|&foreign| import_excess(foreign, size));
    assert_eq!(
        excesses.inspect(|excess| tell(excess)).collect::<Vec<_>>(),
        [""; 0]
    );
}

/// An answer in Markdown that cites in every way, `size` times each.
fn marked(size: usize) -> String {
    let marks = |n| {
        format!(
            "In May {n}: “It did not rise in May” [{n}].[^n{n}] See Smith (2020) “and words of no source at all”. "
        )
    };
    let note = |n| format!("\n[^n{n}]: “The sea rose by 3 mm a year” — The Tides of May\n");
    let said = texts(size, marks);
    let block = "> She would pay for new gauges.\n>\n".repeat(size);
    let listed = texts(size, |n| format!("{n}. tides.txt\n"));
    let notes = texts(size, note);
    format!("{said}\n\n> The mayor has promised:\n>\n{block}\n## Sources\n\n{listed}{notes}")
}

/// The same as a service's answer in JSON.
fn cited(size: usize) -> String {
    let parts = list(size, |n| {
        format!(
            "{{\"type\":\"text\",\"text\":\"Sentence “of some words, as all say” {n}. \",\"citations\":[{{\"type\":\"char_location\",\"cited_text\":\"It did not rise in May\",\"document_index\":0}}]}}"
        )
    });
    format!("{{\"content\":[{parts}]}}")
}

#[test]
fn an_audit_takes_work_in_line_with_the_answer() {
    let work = |name: &str, answer: String| {
        let folder = TempDir::new().unwrap();
        let source = "The Tides of May\n\nThe sea rose by 3 mm a year. It did not rise in May.\n";
        write(folder.path(), "sources/tides.txt", source);
        write(folder.path(), name, &answer);
        instructions(
            &folder,
            &format!("audit {name} --sources sources --source 0=sources/tides.txt"),
        )
    };
    for (name, answer) in [("a.md", marked as fn(usize) -> String), ("a.json", cited)] {
        let counted = work(name, answer(60)).zip(work(name, answer(240)));
        let Some((few, many)) = counted else { return };
        assert!(many <= few * 5, "{name}: {few} instructions, then {many}");
    }
}

/// Describes the excess if a comparison's work grows faster than the maps; `None` if it does not.
fn diff_excess(
    (name, shape): (&str, Shape),
    change: fn(&str) -> String,
    size: usize,
) -> Option<String> {
    let work = |size| {
        let folder = TempDir::new().unwrap();
        for (name, text) in shape(size) {
            write(folder.path(), &format!("older/{name}"), &text);
            write(folder.path(), &format!("newer/{name}"), &change(&text));
        }
        instructions(&folder, "diff older newer")
    };
    let (few, many) = (work(size)?, work(size * 4)?);
    let is_in_line = many <= few * 5;
    (!is_in_line).then(|| format!("{name}: {few} instructions, then {many}"))
}

/// Changes to a map: every claim is reworded, renamed or removed, or every support becomes an attack.
const CHANGES: [fn(&str) -> String; 4] = [
    |text| text.replace("text = \"", "text = \"Now: "),
    |text| text.replace("claim.x", "claim.z").replace("\"x", "\"z"),
    |_| THESIS.to_owned(),
    |text| text.replace("supports =", "attacks ="),
];

#[test]
fn a_comparison_takes_work_in_line_with_the_maps() {
    let named = [
        "premises of one step",
        "supports of one claim",
        "undercuts of one step",
        "reasons that share a premise",
        "a chain of supports",
    ];
    let shapes = SHAPES.iter().filter(|(name, _)| named.contains(name));
    let pairs = shapes.zip(CHANGES.iter().cycle());
    let excesses = pairs.filter_map(|(&shape, &change)| diff_excess(shape, change, 100));
    assert_eq!(excesses.collect::<Vec<_>>(), [""; 0]);
}

#[test]
#[ignore = "counts the instructions of 200 runs: `just growth`"]
fn every_comparison_takes_work_in_line_with_the_maps() {
    let size = std::env::var("GROWTH").map_or(250, |size| size.parse().unwrap());
    let pairs = SHAPES
        .iter()
        .flat_map(|&shape| CHANGES.map(|change| (shape, change)));
    let excesses = pairs.filter_map(|(shape, change)| diff_excess(shape, change, size));
    assert_eq!(
        excesses.inspect(|excess| tell(excess)).collect::<Vec<_>>(),
        [""; 0]
    );
}

#[test]
fn a_merge_takes_work_in_line_with_the_files() {
    type Side = fn(usize) -> String;
    let sides: [(&str, [Side; 3]); 5] = [
        (
            "claims that each side adds",
            [
                |_| String::new(),
                |size| texts(size, |n| format!("[claim.o{n}]\ntext = \"O\"\n")),
                |size| texts(size, |n| format!("[claim.t{n}]\ntext = \"T\"\n")),
            ],
        ),
        (
            "claims about which the sides disagree",
            [
                |size| texts(size, |n| format!("[claim.c{n}]\ntext = \"B\"\n")),
                |size| texts(size, |n| format!("[claim.c{n}]\ntext = \"O\"\n")),
                |size| texts(size, |n| format!("[claim.c{n}]\ntext = \"T\"\n")),
            ],
        ),
        (
            "reasons for one claim",
            [
                |size| {
                    texts(size, |n| {
                        format!("[[claim.c.reason]]\npremises = [\"x\", \"x{n}\"]\n")
                    })
                },
                |size| {
                    texts(size, |n| {
                        format!("[[claim.c.reason]]\npremises = [\"x\", \"y{n}\"]\n")
                    })
                },
                |size| {
                    texts(size, |n| {
                        format!("[[claim.c.reason]]\npremises = [\"x\", \"x{n}\"]\nwhy = \"W\"\n")
                    })
                },
            ],
        ),
        (
            "claims that one side takes away and the other changes",
            [
                |size| texts(size, |n| format!("[claim.c{n}]\ntext = \"B\"\n")),
                |_| String::new(),
                |size| texts(size, |n| format!("[claim.c{n}]\ntext = \"T\"\n")),
            ],
        ),
        (
            "entries of one list",
            [
                |_| "[claim.c]\ntags = [\n]\n".to_owned(),
                |size| {
                    format!(
                        "[claim.c]\ntags = [\n{}]\n",
                        texts(size, |n| format!("  \"o{n}\", # c\n"))
                    )
                },
                |size| {
                    format!(
                        "[claim.c]\ntags = [\n{}]\n",
                        texts(size, |n| format!("  \"t{n}\",\n"))
                    )
                },
            ],
        ),
    ];
    for (name, sides) in sides {
        let work = |size| {
            let folder = TempDir::new().unwrap();
            for (file, side) in ["base", "ours", "theirs"].into_iter().zip(sides) {
                write(folder.path(), file, &side(size));
            }
            instructions(&folder, "merge-driver base ours theirs map.toml")
        };
        let counted = work(100).zip(work(400));
        let Some((few, many)) = counted else { return };
        assert!(many <= few * 5, "{name}: {few} instructions, then {many}");
    }
}

/// Every command is counted, or listed here with the reason why not.
#[test]
fn no_command_is_forgotten() {
    // `hinges` tries claims one by one, up to a bound that its page gives.
    const BOUNDED: [&str; 1] = ["hinges"];
    const OF_NO_MAP: [&str; 6] = ["solve", "explain", "schema", "guide", "completions", "man"];
    // These have tests of their own.
    const COUNTED_APART: [&str; 4] = ["audit", "diff", "import", "merge-driver"];
    // These run until they are stopped. Benchmarks measure them.
    const SERVERS: [&str; 3] = ["view", "lsp", "mcp"];
    let left_out = [&BOUNDED[..], &OF_NO_MAP, &COUNTED_APART, &SERVERS].concat();
    for command in commands() {
        let mut lines = LINES.iter().map(|line| words(line)[0]);
        let is_counted = lines.any(|line| line == command);
        assert!(is_counted || left_out.contains(&&*command), "{command}");
    }
}

#[test]
#[ignore = "counts the instructions of 2,300 runs: `just growth`"]
fn every_command_takes_work_in_line_with_the_map() {
    let size = std::env::var("GROWTH").map_or(250, |size| size.parse().unwrap());
    let mut excesses = Vec::new();
    for shape in SHAPES {
        for line in LINES {
            let excess = excess(shape, line, size);
            excesses.extend(excess.inspect(|excess| tell(excess)));
        }
    }
    assert_eq!(excesses, [""; 0]);
}
