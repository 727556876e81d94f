//! The claims that an expression means, with their wordings and where they are written.

use serde::{Serialize, Serializer};

use super::{Named, Version};
use crate::map::ClaimSet;
use crate::map::{ClaimId, Map};
use crate::place::{Places, Written};
use crate::query::Query;
use crate::syntax::SharedStr;

/// What a query finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct QueryAnswer {
    /// The version of this form.
    pub version: Version<1>,
    /// The expression.
    pub query: String,
    /// What it finds, in the order of the files.
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
    /// Its wordings, as written, each with its language: `und`, as BCP 47 has it, where that is not stated. In JSON an object.
    #[serde(serialize_with = "by_language")]
    pub text: Vec<(SharedStr, SharedStr)>,
    /// The file's path as people are shown it.
    pub file: SharedStr,
    /// The line, from 1.
    pub line: u32,
}

impl QueryAnswer {
    /// What there is to say of the claims that `query` means on `map`. Linear in them and their files.
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
