//! A server of answers about a map, as an editor or a page would hold one.
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
    /// A server of the map that these texts are.
    pub fn new(texts: &[(&str, &str)]) -> Result<Self, ReadError> {
        let workspace = Workspace::of_texts(texts.iter().copied())?;
        Ok(Self {
            workspace: RwLock::new(workspace),
        })
    }

    /// Takes over what an editor has of a file.
    pub fn edit(&self, file: &str, text: &str) {
        self.workspace
            .write()
            .expect("no thread panics")
            .set(file, text);
    }

    /// The map as it is now; it stays so however the server goes on.
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

    /// The ids of the claims that an expression means.
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
