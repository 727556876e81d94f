//! Writes a map as tables in CSV (RFC 4180), for `DuckDB`, Polars, Spark, Neo4j and other programs that read it.

use std::fmt::Write;

use super::Part;
use super::tables::{ExportTable, TableCell, tables};
use crate::edit::NewFile;

/// The tables `claims.csv`, `steps.csv`, `relations.csv` and `questions.csv`. Linear in the map, apart from the search
/// for its quotations.
///
/// A relation is a premise of a step, an undercut, a contradiction, a contrast, a restatement, or an answer to a
/// question.
pub fn csv(part: Part<'_>) -> Vec<NewFile> {
    let files = tables(part).into_iter().map(|table| NewFile {
        name: format!("{}.csv", table.name),
        text: written(&table),
    });
    files.collect()
}

fn written(table: &ExportTable) -> String {
    let mut text = String::new();
    let names: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
    text.push_str(&names.join(","));
    text.push_str("\r\n");
    for row in &table.rows {
        for (number, cell) in row.iter().enumerate() {
            if number > 0 {
                text.push(',');
            }
            // Writing to a string does not fail.
            let _ = match cell {
                TableCell::Nothing => Ok(()),
                TableCell::Flag(flag) => write!(text, "{flag}"),
                TableCell::Count(count) => write!(text, "{count}"),
                TableCell::Number(number) => write!(text, "{number}"),
                TableCell::Text(field) if field.contains([',', '"', '\n', '\r']) => {
                    write!(text, "\"{}\"", field.replace('"', "\"\""))
                }
                TableCell::Text(field) => write!(text, "{field}"),
            };
        }
        text.push_str("\r\n");
    }
    text
}
