//! Other programs accept what argmap exports for them.
//!
//! If such a program is missing, its test says so and passes, unless the variable `ARGMAP_REQUIRE_TOOLS` is set.

use std::collections::BTreeSet;
use std::io::{Error, ErrorKind};
use std::path::Path;
use std::process::{Command, Output};

use argmap::export::{self, Part};
use argmap::map::Map;
use argmap::syntax::Files;

use crate::exchange::{map_of, read, samples, written};
use crate::tools::started;

/// The article's map, a map with every key, and the maps imported from samples of other formats, each with its name.
fn maps() -> Vec<(String, Map)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = ["arguments", "tests/fixtures/every-key.toml"];
    let own = own.map(|path| {
        (
            path.to_owned(),
            Map::new(&Files::read(&root.join(path)).unwrap()),
        )
    });
    let others = samples().into_iter().filter_map(|sample| {
        let text = std::fs::read_to_string(&sample.path).unwrap();
        let path = sample.path.to_str().unwrap().to_owned();
        let imported = read(&sample.format, &path, &text).ok()?;
        Some((path, map_of(&imported.toml())))
    });
    own.into_iter()
        .chain(others)
        .filter(|(_, map)| map.claim_count() > 0)
        .collect()
}

/// What Python prints; `None` if the module is missing.
pub(crate) fn python(
    module: &str,
    program: &str,
    arguments: &[&str],
    folder: &Path,
) -> Option<String> {
    let run = |program: &str, arguments: &[&str]| {
        let mut python = Command::new("python3");
        python
            .args(["-c", program])
            .args(arguments)
            .current_dir(folder)
            .output()
    };
    let has = run(&format!("import {module}"), &[]);
    let has = has.and_then(|output| {
        let missing = || Error::from(ErrorKind::NotFound);
        output.status.success().then_some(()).ok_or_else(missing)
    });
    started(&format!("{module} for Python"), has)?;
    Some(printed(&run(program, arguments).unwrap(), module))
}

fn printed(output: &Output, what: &str) -> String {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{what}: {errors}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn argdown_s_own_tool_reads_every_claim() {
    let folder = tempfile::tempdir().unwrap();
    let maps = maps();
    for (number, (_, map)) in maps.iter().enumerate() {
        let file = folder.path().join(format!("{number}.argdown"));
        std::fs::write(file, written("argdown", map)).unwrap();
    }
    let mut argdown = Command::new("argdown");
    argdown
        .args(["json", "*.argdown", "read"])
        .current_dir(&folder);
    let Some(output) = started("argdown", argdown.output()) else {
        return;
    };
    let printed = printed(&output, "argdown");
    for (number, (name, map)) in maps.iter().enumerate() {
        let read = folder.path().join(format!("read/{number}.json"));
        let read = std::fs::read_to_string(read);
        let read = read.unwrap_or_else(|error| panic!("{name}: {error}\n{printed}"));
        let whole: serde_json::Value = serde_json::from_str(&read).unwrap();
        let group = |group: &str| -> BTreeSet<String> {
            let group = whole[group].as_object();
            group
                .into_iter()
                .flatten()
                .map(|(title, _)| title.clone())
                .collect()
        };
        let said = &group("statements") | &group("arguments");
        for claim in map.claims() {
            let title = map
                .claim(claim)
                .title
                .as_ref()
                .map_or("", |title| &title.value);
            let names = [map.id(claim), title];
            assert!(
                names.iter().any(|name| said.contains(*name)),
                "{name}: {names:?}\n{read}"
            );
        }
    }
}

#[test]
fn arguebuf_reads_every_node_and_edge() {
    const PROGRAM: &str = "
import sys, arguebuf
for path in sys.argv[1:]:
    graph = arguebuf.load.file(path)
    print(len(graph.atom_nodes), len(graph.scheme_nodes), len(graph.edges))
";
    let folder = tempfile::tempdir().unwrap();
    let mut expected = Vec::new();
    let mut names = Vec::new();
    for (number, (name, map)) in maps().into_iter().enumerate() {
        let out = written("arguebuf", &map);
        let whole: serde_json::Value = serde_json::from_str(&out).unwrap();
        let nodes = whole["nodes"].as_object().unwrap();
        let atoms = nodes
            .values()
            .filter(|node| node.get("atom").is_some())
            .count();
        let edges = whole["edges"].as_object().unwrap().len();
        expected.push((name, format!("{atoms} {} {edges}", nodes.len() - atoms)));
        names.push(format!("{number}.json"));
        std::fs::write(folder.path().join(format!("{number}.json")), out).unwrap();
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let Some(printed) = python("arguebuf", PROGRAM, &names, folder.path()) else {
        return;
    };
    let lines = printed.lines().map(str::to_owned);
    let found: Vec<(String, String)> = expected
        .iter()
        .map(|(name, _)| name.clone())
        .zip(lines)
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn verocase_finds_nothing_wrong_with_an_assurance_case() {
    let folder = tempfile::tempdir().unwrap();
    let (_, map) = maps().swap_remove(0);
    let out = written("ltac", &map);
    std::fs::write(folder.path().join("case.ltac"), &out).unwrap();
    std::fs::write(folder.path().join("case.md"), "").unwrap();
    let mut verocase = Command::new("verocase");
    verocase.args(["--ltac", "case.ltac", "--validate", "--error"]);
    if let Some(output) = started("verocase", verocase.current_dir(&folder).output()) {
        printed(&output, &out);
    }
}

/// The block of code after a line on the page about other formats.
fn block(line: &str) -> String {
    let page = include_str!("../../docs/exchange.md");
    let (_, after) = page.split_once(&format!("\n{line}\n\n```")).unwrap();
    let (_, code) = after.split_once('\n').unwrap();
    code.split_once("```").unwrap().0.to_owned()
}

#[test]
fn the_loaders_of_the_page_run() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("tables")).unwrap();
    let (_, map) = maps().swap_remove(0);
    for table in export::csv(Part::whole(&map)) {
        std::fs::write(folder.path().join("tables").join(table.name), table.text).unwrap();
    }
    let premises: usize = map.steps().map(|step| map.premises(step).count()).sum();
    let sql =
        "import sys, duckdb\nprint(sum(row[1] for row in duckdb.sql(sys.argv[1]).fetchall()))";
    if let Some(printed) = python("duckdb", sql, &[&block("DuckDB:")], folder.path()) {
        assert_eq!(printed.trim(), premises.to_string());
    }
    let code = format!("{}\nprint(claims.height)", block("Polars:"));
    if let Some(printed) = python("polars", &code, &[], folder.path()) {
        assert_eq!(printed.trim(), map.claim_count().to_string());
    }
}

#[test]
fn spark_counts_the_claims_by_the_command_of_the_page() {
    const START: &str = "
from pyspark.sql import SparkSession
spark = SparkSession.builder.master('local[1]').config('spark.ui.enabled', 'false').getOrCreate()
spark.sparkContext.setLogLevel('OFF')
";
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("tables")).unwrap();
    let (_, map) = maps().swap_remove(1);
    for table in export::csv(Part::whole(&map)) {
        std::fs::write(folder.path().join("tables").join(table.name), table.text).unwrap();
    }
    let code = format!(
        "{START}{}\nprint('claims:', claims.count())",
        block("Spark:")
    );
    if let Some(printed) = python("pyspark", &code, &[], folder.path()) {
        let counted = format!("claims: {}", map.claim_count());
        assert!(printed.lines().any(|line| line == counted), "{printed}");
    }
}

#[test]
fn the_command_for_neo4j_is_cypher() {
    // The grammar of openCypher covers everything except how rows are loaded.
    const PROGRAM: &str = "
import sys
from antlr4 import InputStream, CommonTokenStream
from antlr4_cypher import CypherLexer, CypherParser
for query in sys.argv[1:]:
    parser = CypherParser(CommonTokenStream(CypherLexer(InputStream(query))))
    parser.script()
    print(parser.getNumberOfSyntaxErrors())
";
    let load = regex::Regex::new(r"LOAD CSV WITH HEADERS FROM 'file:///\w+\.csv' AS row").unwrap();
    let code = block("Neo4j, with the files in its import folder:");
    assert_eq!(load.find_iter(&code).count(), 2);
    let code = load.replace_all(&code, "UNWIND rows AS row");
    let queries: Vec<&str> = code
        .split_inclusive(';')
        .filter(|query| query.ends_with(';'))
        .collect();
    let folder = tempfile::tempdir().unwrap();
    if let Some(printed) = python("antlr4_cypher", PROGRAM, &queries, folder.path()) {
        assert_eq!(printed, "0\n0\n");
    }
}

#[test]
fn mermaid_draws_every_box_and_every_line() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let script = root.join("target/peers/node_modules/mermaid/dist/mermaid.min.js");
    let found = script.exists().then_some(());
    if started(
        "mermaid",
        found.ok_or_else(|| Error::from(ErrorKind::NotFound)),
    )
    .is_none()
    {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut arguments = vec![script.to_str().unwrap().to_owned()];
    let mut expected = Vec::new();
    let is_box = regex::Regex::new(r"^  (c\d+\[|s\d+\(\(|q\d+\{\{)").unwrap();
    let is_line =
        regex::Regex::new(r#"^  [csq]\d+(\(\(" "\)\))? (-->|--x|---|-\.|x--x|<-\.)"#).unwrap();
    for (number, (name, map)) in maps().into_iter().enumerate() {
        // Mermaid is slow, and draws no more than 500 lines by default.
        if number > 1 && map.claim_count() > 40 {
            continue;
        }
        let chart = written("mermaid", &map);
        let count = |what: &regex::Regex| chart.lines().filter(|line| what.is_match(line)).count();
        expected.push((name, format!("{} {}", count(&is_box), count(&is_line))));
        let path = folder.path().join(format!("{number}.mmd"));
        std::fs::write(&path, chart).unwrap();
        arguments.push(path.to_str().unwrap().to_owned());
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let Some(output) = crate::browser::browse("mermaid.mjs", &arguments) else {
        return;
    };
    let printed = String::from_utf8(output.stdout).unwrap();
    let names = expected.iter().map(|(name, _)| name.clone());
    let found: Vec<(String, String)> = names.zip(printed.lines().map(str::to_owned)).collect();
    assert_eq!(found, expected);
}

#[cfg(feature = "parquet")]
#[test]
fn duckdb_finds_the_same_in_parquet_as_in_csv() {
    const PROGRAM: &str = "
import duckdb
for table in ['claims', 'steps', 'relations', 'questions']:
    csv, parquet = (duckdb.sql(f\"SELECT * FROM '{table}.{end}'\").fetchall() for end in ['csv', 'parquet'])
    assert csv == parquet, (table, csv, parquet)
    print(len(parquet))
";
    let folder = tempfile::tempdir().unwrap();
    let (_, map) = maps().swap_remove(0);
    let part = Part::whole(&map);
    for table in export::csv(part) {
        std::fs::write(folder.path().join(table.name), table.text).unwrap();
    }
    for table in export::parquet(part).unwrap() {
        std::fs::write(folder.path().join(table.name), table.bytes).unwrap();
    }
    if let Some(printed) = python("duckdb", PROGRAM, &[], folder.path()) {
        let rows: Vec<&str> = printed.lines().collect();
        assert_eq!(
            rows[..2],
            [map.claim_count(), map.step_count()].map(|count| count.to_string())
        );
    }
}

#[test]
fn editors_that_check_toml_by_a_schema_accept_what_is_a_map_and_tell_what_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/every-key.toml");
    let map = argmap::schema::directive() + &std::fs::read_to_string(path).unwrap();
    let schema = argmap::schema::schema().to_string();
    std::fs::write(folder.path().join(argmap::schema::FILE_NAME), schema).unwrap();
    std::fs::write(folder.path().join("map.toml"), &map).unwrap();
    std::fs::write(
        folder.path().join("wrong.toml"),
        map.replace("credence  = 0.625", "credense  = 0.625"),
    )
    .unwrap();
    for (tool, arguments) in [
        ("taplo", ["lint", "--no-auto-config"]),
        ("tombi", ["lint", "--offline"]),
    ] {
        let lint = |file: &str| {
            let mut command = Command::new(tool);
            command
                .args(arguments)
                .arg(file)
                .current_dir(&folder)
                .output()
        };
        let Some(good) = started(tool, lint("map.toml")) else {
            continue;
        };
        let told = String::from_utf8_lossy(&good.stderr).into_owned();
        assert!(
            good.status.success() && !told.contains("Warning"),
            "{tool}: {told}"
        );
        let wrong = lint("wrong.toml").unwrap();
        let told = String::from_utf8_lossy(&wrong.stderr);
        assert!(
            !wrong.status.success() && told.contains("credense"),
            "{tool}: {told}"
        );
    }
}
