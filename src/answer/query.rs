//! The claims that a query finds, with their wordings and where they are written.

use serde::{Serialize, Serializer};

use super::{Named, Version};
use crate::map::ClaimSet;
use crate::map::{ClaimId, Map};
use crate::place::{Places, Written};
use crate::query::Query;
use crate::syntax::SharedStr;

/// The result of a query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct QueryAnswer {
    /// The version of this answer's format.
    pub version: Version<1>,
    /// The query's expression.
    pub query: String,
    /// The claims that it finds, in file order.
    pub claims: Vec<QueriedClaim>,
}

/// A claim that a query finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct QueriedClaim {
    /// The claim.
    pub id: Named,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<SharedStr>,
    /// Its wordings, as written, each with its language: the stated one, or else the map's, or else `und` (BCP 47). An
    /// object in JSON.
    #[serde(serialize_with = "by_language")]
    pub text: Vec<(SharedStr, SharedStr)>,
    /// The file's path, as shown to people.
    pub file: SharedStr,
    /// The line, counted from 1.
    pub line: u32,
}

impl QueryAnswer {
    /// Describes the claims that `query` finds in `map`. Linear in the claims and their files.
    pub fn new(query: &Query, map: &Map, claims: &ClaimSet) -> Self {
        let places = Places::new(map.files());
        let claims = claims.iter();
        Self {
            version: Version,
            query: query.expression().to_owned(),
            claims: claims
                .map(|claim| QueriedClaim::new(map, claim, &places))
                .collect(),
        }
    }
}

impl QueriedClaim {
    fn new(map: &Map, claim: ClaimId, places: &Places<'_>) -> Self {
        let Written { file, line, .. } = places.written(map.place(claim));
        let written = map.claim(claim);
        let wordings = written.text.iter().map(|wording| {
            let stated = wording.language.as_ref().map(|tag| tag.value.clone());
            let language = stated.unwrap_or_else(|| map.language().unwrap_or("und").into());
            (language, wording.text.value.clone())
        });
        Self {
            id: Named::new(map, claim),
            title: written.title.as_ref().map(|title| title.value.clone()),
            text: wordings.collect(),
            file,
            line,
        }
    }
}

fn by_language<S: Serializer>(
    wordings: &[(SharedStr, SharedStr)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(wordings.iter().map(|(language, text)| (language, text)))
}
