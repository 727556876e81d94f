//! A server that answers questions about a map, as an editor or a page might have one.
#![forbid(unsafe_code)]

use std::sync::{Arc, RwLock};

use argmap::check::{Levels, Report};
use argmap::map::Map;
use argmap::query::Query;
use argmap::reason::{Label, Suppositions, grounded};
use argmap::workspace::Workspace;
use argmap::world::ReadError;

/// Owns a workspace, and answers from any thread.
#[derive(Debug)]
pub struct Server {
    workspace: RwLock<Workspace>,
}

impl Server {
    /// A server for the map in these texts.
    pub fn new(texts: &[(&str, &str)]) -> Result<Self, ReadError> {
        let workspace = Workspace::of_texts(texts.iter().copied())?;
        Ok(Self {
            workspace: RwLock::new(workspace),
        })
    }

    /// Sets a file's text to what an editor has.
    pub fn edit(&self, file: &str, text: &str) {
        self.workspace
            .write()
            .expect("no thread panics")
            .set(file, text);
    }

    /// The current map. Later edits do not change it.
    pub fn map(&self) -> Arc<Map> {
        Arc::clone(self.workspace.read().expect("no thread panics").map())
    }

    /// What a check finds.
    pub fn report(&self) -> Report {
        let workspace = self.workspace.read().expect("no thread panics");
        workspace.check(&Levels::default())
    }

    /// The label of a claim.
    pub fn label(&self, claim: &str) -> Option<Label> {
        let map = self.map();
        let labels = grounded(&map, &Suppositions::default());
        map.find(claim).map(|claim| labels.claim(claim))
    }

    /// The ids of the claims that an expression selects.
    pub fn query(&self, expression: &str) -> Option<Vec<String>> {
        let map = self.map();
        let claims = Query::parse(expression).ok()?.evaluate(&map).ok()?;
        Some(
            claims
                .iter()
                .map(|claim| map.id(claim).to_owned())
                .collect(),
        )
    }
}
