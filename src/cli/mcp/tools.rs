//! Defines the tools: for each, the command that answers it, and its parameters.

use rmcp::model::{JsonObject, Tool, ToolAnnotations};
use serde_json::{Map, Value, json};

use super::root::Root;
use ArgPlace::{Behind, Flag, Input};
use ValueKind::{Names, NewPath, Number, Path, Paths, Switch, Text, Texts};

/// A tool.
pub(super) struct CommandTool {
    name: &'static str,
    about: &'static str,
    command: &'static [&'static str],
    takes: &'static [Parameter],
}

/// A parameter of a tool.
struct Parameter {
    name: &'static str,
    about: &'static str,
    is_needed: bool,
    kind: ValueKind,
    place: ArgPlace,
}

/// The kind of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ValueKind {
    Text,
    Texts,
    Number,
    Switch,
    /// A path of something that exists.
    Path,
    Paths,
    /// A path of something to create; only if the server may write.
    NewPath,
    /// Names, each with the path that it stands for.
    Names,
}

/// Where the command takes a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ArgPlace {
    /// After the options.
    Behind,
    /// As the value of this option, which is repeated for each value.
    Flag(&'static str),
    /// On standard input, with `-` as its name.
    Input,
}

/// A command to run.
pub(super) struct Call {
    pub(super) arguments: Vec<String>,
    pub(super) input: String,
}

const fn may(
    name: &'static str,
    about: &'static str,
    kind: ValueKind,
    place: ArgPlace,
) -> Parameter {
    Parameter {
        name,
        about,
        is_needed: false,
        kind,
        place,
    }
}

const fn needed(
    name: &'static str,
    about: &'static str,
    kind: ValueKind,
    place: ArgPlace,
) -> Parameter {
    let is_needed = true;
    Parameter {
        is_needed,
        ..may(name, about, kind, place)
    }
}

/// The map that a tool is about. If it is left out, the default map is used.
const MAP: Parameter = may(
    "map",
    "the map's folder or file; without it, the folder `arguments` if there is one, otherwise the whole folder of the server",
    Path,
    Behind,
);
const DENY: Parameter = may(
    "deny",
    "ids of claims: suppose that they fall",
    Texts,
    Flag("--deny"),
);
const ASSUME: Parameter = may(
    "assume",
    "ids of claims: suppose that they stand by themselves",
    Texts,
    Flag("--assume"),
);
const WITHOUT: Parameter = may(
    "without",
    "ids of claims: suppose that they had never been written",
    Texts,
    Flag("--without"),
);
const DISTRUST: Parameter = may(
    "distrust_unproven",
    "suppose that claims with an unproven quotation do not stand by themselves",
    Switch,
    Flag("--distrust=unproven"),
);
const SELECT: Parameter = may(
    "select",
    "only the claims that match this expression",
    Text,
    Flag("--select"),
);

static TOOLS: [CommandTool; 10] = [
    CommandTool {
        name: "guide",
        about: "How to get from a text to a clean map of its argument: read it before you write or fix one.",
        command: &["guide"],
        takes: &[],
    },
    CommandTool {
        name: "check",
        about: "Checks a map: every mistake, where it is, and how to fix it, as JSON. Quotations are looked for in their sources.",
        command: &["check", "--format=json"],
        takes: &[MAP],
    },
    CommandTool {
        name: "show",
        about: "Shows a map as a tree, from its thesis down to its grounds.",
        command: &["show"],
        takes: &[
            MAP,
            may("root", "ids of claims to start with", Texts, Flag("--root")),
            may("depth", "how many claims deep", Number, Flag("--depth")),
            may(
                "up",
                "from claims to what they are used for",
                Switch,
                Flag("--up"),
            ),
            may(
                "quotes",
                "with the quotations, and where they are",
                Switch,
                Flag("--quotes"),
            ),
            SELECT,
            DISTRUST,
        ],
    },
    CommandTool {
        name: "query",
        about: "Finds claims by an expression of sets, such as `leaves() & grounds(thesis())`, as JSON.",
        command: &["query", "--format=json"],
        takes: &[needed("expression", "the expression", Text, Behind), MAP],
    },
    CommandTool {
        name: "evaluate",
        about: "Evaluates a map: which claims are accepted, rejected or undecided once every objection has been heard, as JSON; with \
            suppositions, what they change.",
        command: &["evaluate", "--format=json"],
        takes: &[MAP, SELECT, DENY, ASSUME, WITHOUT, DISTRUST],
    },
    CommandTool {
        name: "why",
        about: "Explains why a claim is accepted, rejected or undecided, as JSON.",
        command: &["why", "--format=json"],
        takes: &[
            needed("claim", "the claim's id", Text, Behind),
            MAP,
            DENY,
            ASSUME,
            WITHOUT,
            DISTRUST,
        ],
    },
    CommandTool {
        name: "hinges",
        about: "Finds the claims whose fall would take the thesis, or another claim, down, as JSON.",
        command: &["hinges", "--format=json"],
        takes: &[
            needed("claim", "the claim's id", Text, Behind),
            MAP,
            DENY,
            ASSUME,
            WITHOUT,
            DISTRUST,
        ],
    },
    CommandTool {
        name: "find_quote",
        about: "Finds where words are in the sources of a map, and the entry that quotes each place; if nowhere, the nearest passage \
            and what differs, as JSON.",
        command: &["quote", "find", "--format=json"],
        takes: &[
            needed(
                "text",
                "the words; `[…]` stands for what is left out",
                Text,
                Behind,
            ),
            MAP,
            may(
                "all",
                "every place, however exactly the words match",
                Switch,
                Flag("--all"),
            ),
        ],
    },
    CommandTool {
        name: "coverage",
        about: "Shows how much of each source a map quotes, sentence by sentence, and what it leaves out, as JSON.",
        command: &["coverage", "--format=json"],
        takes: &[MAP],
    },
    CommandTool {
        name: "audit",
        about: "Audits answers: whether the words that they quote are in the sources, as JSON. Give the text of an answer, or the \
            paths of answers in Markdown, HTML, DOCX or a service's JSON. It proves words, not that anything follows from them.",
        command: &["audit", "--format=json"],
        takes: &[
            may(
                "text",
                "an answer in Markdown: “words” [1], > block quotations with — NAME",
                Text,
                Input,
            ),
            may("answers", "paths of answers", Paths, Behind),
            needed(
                "sources",
                "paths of folders with sources, or of sources",
                Paths,
                Flag("--sources"),
            ),
            may(
                "names",
                "what the answers call a source, and its path: {\"0\": \"paper.txt\"}",
                Names,
                Flag("--source"),
            ),
            may(
                "output",
                "where to write a map of the answers: a new folder",
                NewPath,
                Flag("--output"),
            ),
        ],
    },
];

/// The tool with this name.
pub(super) fn find(name: &str) -> Option<&'static CommandTool> {
    TOOLS.iter().find(|tool| tool.name == name)
}

/// The tools, as a client sees them.
pub(super) fn listed(may_write: bool) -> Vec<Tool> {
    let described = TOOLS.iter().map(|tool| {
        let writes = may_write && tool.takes.iter().any(|taken| taken.kind == NewPath);
        let hints =
            ToolAnnotations::from_raw(None, Some(!writes), Some(false), Some(!writes), Some(false));
        let schema = tool.schema(may_write);
        Tool::new(tool.name, tool.about, schema).with_annotations(hints)
    });
    described.collect()
}

impl CommandTool {
    fn takes(&self, may_write: bool) -> impl Iterator<Item = &'static Parameter> {
        let taken = self.takes.iter();
        taken.filter(move |taken| may_write || taken.kind != NewPath)
    }

    /// The schema of the tool's parameters.
    fn schema(&self, may_write: bool) -> JsonObject {
        let texts = json!({ "type": "array", "items": { "type": "string" } });
        let mut properties = Map::new();
        for parameter in self.takes(may_write) {
            let mut schema = match parameter.kind {
                Text | Path | NewPath => {
                    json!({ "type": "string" })
                }
                Texts | Paths => texts.clone(),
                Number => json!({ "type": "integer", "minimum": 0 }),
                Switch => json!({ "type": "boolean" }),
                Names => {
                    json!({ "type": "object", "additionalProperties": { "type": "string" } })
                }
            };
            if let Some(schema) = schema.as_object_mut() {
                schema.insert("description".to_owned(), parameter.about.into());
            }
            properties.insert(parameter.name.to_owned(), schema);
        }
        let needed = self.takes(may_write).filter(|taken| taken.is_needed);
        let needed: Vec<&str> = needed.map(|taken| taken.name).collect();
        let mut schema = Map::new();
        schema.insert("type".to_owned(), "object".into());
        schema.insert("properties".to_owned(), Value::Object(properties));
        schema.insert("required".to_owned(), needed.into());
        schema.insert("additionalProperties".to_owned(), false.into());
        schema
    }

    /// The command that answers a call with these arguments.
    ///
    /// # Errors
    ///
    /// A description of what is wrong with the arguments.
    pub(super) fn call(
        &self,
        arguments: &JsonObject,
        root: &Root,
        may_write: bool,
    ) -> Result<Call, String> {
        let known = |name: &String| self.takes(may_write).any(|taken| taken.name == *name);
        if let Some(other) = arguments.keys().find(|name| !known(name)) {
            let names: Vec<&str> = self.takes(may_write).map(|taken| taken.name).collect();
            return Err(format!(
                "`{}` takes no `{other}`; it takes {}",
                self.name,
                if names.is_empty() {
                    "nothing".to_owned()
                } else {
                    names.join(", ")
                }
            ));
        }
        let mut call = Call {
            arguments: self.command.iter().map(|&word| word.to_owned()).collect(),
            input: String::new(),
        };
        let mut behind: Vec<String> = Vec::new();
        for parameter in self.takes(may_write) {
            let value = arguments
                .get(parameter.name)
                .filter(|value| !value.is_null());
            let values = match value {
                Some(value) => parameter.values(value, root)?,
                None if parameter.is_needed => {
                    return Err(format!("`{}` needs `{}`", self.name, parameter.name));
                }
                None if parameter.name == MAP.name => vec![root.default_map()],
                None => continue,
            };
            match parameter.place {
                Behind => behind.extend(values),
                Flag(option) if parameter.kind == Switch => {
                    call.arguments
                        .extend(values.first().map(|_| option.to_owned()));
                }
                Flag(option) => {
                    let options = values.iter().map(|value| format!("{option}={value}"));
                    call.arguments.extend(options);
                }
                Input => {
                    call.input = values.concat();
                    behind.push("-".to_owned());
                }
            }
        }
        if self.takes.iter().any(|taken| taken.place == Input) && behind.is_empty() {
            return Err(format!("`{}` needs `text` or `answers`", self.name));
        }
        if !behind.is_empty() {
            call.arguments.push("--".to_owned());
            call.arguments.extend(behind);
        }
        Ok(call)
    }
}

impl Parameter {
    /// The values in the form that the command takes; none for a switch that is off.
    fn values(&self, value: &Value, root: &Root) -> Result<Vec<String>, String> {
        let wrong = |what: &str| format!("`{}` must be {what}", self.name);
        let text = || value.as_str().ok_or_else(|| wrong("a string"));
        let texts = || {
            let all = value.as_array().ok_or_else(|| wrong("an array"))?;
            let texts = all
                .iter()
                .map(|value| value.as_str().ok_or_else(|| wrong("an array of strings")));
            texts.collect::<Result<Vec<&str>, String>>()
        };
        Ok(match self.kind {
            Text => vec![text()?.to_owned()],
            Texts => texts()?.into_iter().map(str::to_owned).collect(),
            Number => {
                let number = value.as_u64().ok_or_else(|| wrong("a whole number"))?;
                vec![number.to_string()]
            }
            Switch => {
                let is_on = value.as_bool().ok_or_else(|| wrong("true or false"))?;
                is_on.then(String::new).into_iter().collect()
            }
            Path => vec![root.inside(text()?)?],
            Paths => texts()?
                .into_iter()
                .map(|path| root.inside(path))
                .collect::<Result<_, _>>()?,
            NewPath => vec![root.new_inside(text()?)?],
            Names => {
                let names = value.as_object().ok_or_else(|| wrong("an object"))?;
                let pairs = names.iter().map(|(name, path)| {
                    let path = path.as_str().ok_or_else(|| wrong("an object of paths"))?;
                    Ok(format!("{name}={}", root.inside(path)?))
                });
                pairs.collect::<Result<_, String>>()?
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(name: &str, arguments: &Value, may_write: bool) -> Result<Vec<String>, String> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.txt"), "A").unwrap();
        let root = Root::new(folder.path()).ok().unwrap();
        let tool = find(name).unwrap();
        let call = tool.call(arguments.as_object().unwrap(), &root, may_write)?;
        Ok(call.arguments)
    }

    #[test]
    fn what_a_client_says_is_never_an_option() {
        let found = call(
            "why",
            &json!({ "claim": "--help", "deny": ["--x", "y"] }),
            false,
        );
        let expected = [
            "why",
            "--format=json",
            "--deny=--x",
            "--deny=y",
            "--",
            "--help",
            ".",
        ];
        assert_eq!(found.unwrap(), expected);
    }

    #[test]
    fn an_answer_may_be_a_text_or_files() {
        let sources = json!({ "text": "A", "sources": ["a.txt"], "names": { "0": "a.txt" } });
        assert_eq!(
            call("audit", &sources, false).unwrap(),
            [
                "audit",
                "--format=json",
                "--sources=a.txt",
                "--source=0=a.txt",
                "--",
                "-"
            ]
        );
    }

    #[test]
    fn wrong_arguments_are_told_of() {
        for (name, arguments, expected) in [
            ("why", json!({}), "`why` needs `claim`"),
            (
                "guide",
                json!({ "x": 1 }),
                "`guide` takes no `x`; it takes nothing",
            ),
            ("check", json!({ "map": 1 }), "`map` must be a string"),
            (
                "check",
                json!({ "map": ".." }),
                "`..` is outside the server's folder",
            ),
            (
                "show",
                json!({ "depth": -1 }),
                "`depth` must be a whole number",
            ),
            (
                "audit",
                json!({ "sources": ["a.txt"] }),
                "`audit` needs `text` or `answers`",
            ),
        ] {
            assert_eq!(call(name, &arguments, false), Err(expected.to_owned()));
        }
        let writing = json!({ "text": "A", "sources": ["a.txt"], "output": "map" });
        assert!(call("audit", &writing, false).is_err());
        assert!(
            call("audit", &writing, true)
                .unwrap()
                .contains(&"--output=map".to_owned())
        );
    }

    #[test]
    fn every_tool_s_schema_lists_what_it_takes() {
        for tool in listed(true) {
            let schema = &tool.input_schema;
            let properties = schema["properties"].as_object().unwrap();
            for needed in schema["required"].as_array().unwrap() {
                assert!(properties.contains_key(needed.as_str().unwrap()));
            }
        }
    }
}
