//! The same id in several spellings.

use argmap::diagnostic::Level;
use argmap::map::{Map, canonical};
use argmap::query::Query;
use argmap::syntax::Files;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use crate::maps::{checked, map_of};

const NFC: &str = "caf\u{e9}";
const NFD: &str = "cafe\u{301}";

fn messages(text: &str) -> Vec<(&'static str, String)> {
    let errors = checked(text).diagnostics.into_iter();
    errors
        .filter(|finding| finding.level == Level::Deny)
        .map(|finding| (finding.rule.as_str(), finding.message))
        .collect()
}

#[test]
fn a_reference_in_another_spelling_is_the_same_id() {
    let text = format!(
        "[map]\nthesis = [\"{NFD}\"]\nsource = \"{NFD}-text\"\n\
         [source.\"{NFC}-text\"]\npath = \"a.txt\"\n[source.b]\npath = \"b.txt\"\n\
         [claim.\"{NFC}\"]\ntext = \"C.\"\nimplicit = true\n\
         [[claim.\"{NFC}\".reason]]\nid = \"r{NFD}\"\npremises = [\"x{NFC}\", \"y\"]\n\
         [claim.\"x{NFD}\"]\ntext = \"X.\"\nimplicit = true\n\
         [claim.y]\ntext = \"Y.\"\nimplicit = true\n\
         [claim.u]\ntext = \"U.\"\nimplicit = true\nundercuts = [\"r{NFC}\"]\n\
         [claim.v]\ntext = \"V.\"\nimplicit = true\nundercuts = [\"x{NFC} -> {NFD}\"]\n\
         [expect]\naccepted = [\"y\"]\nrejected = []\n"
    );
    let map = map_of(text);
    assert_eq!(map.unresolved(), []);
    assert_eq!(map.repeats(), []);
    let claim = map.find(NFD).unwrap();
    assert_eq!(map.id(claim), NFC, "shown as written");
    assert_eq!(map.thesis()[0], claim);
    assert!(map.find_step(&format!("r{NFC}")).is_some());
    let query = Query::parse(&format!("\"{NFD}\"")).unwrap();
    assert_eq!(query.evaluate(&map).unwrap().len(), 1);
    let query = Query::parse("cafe\u{301}*").unwrap();
    assert_eq!(query.evaluate(&map).unwrap().len(), 1);
}

#[test]
fn an_id_in_two_spellings_is_given_twice() {
    let claim = |id: &str| format!("[claim.\"{id}\"]\ntext = \"C.\"\nassumed = true\n");
    let text = format!("{}{}", claim(NFC), claim(NFD));
    let found = messages(&text);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, "duplicate-claim");
    let source = |id: &str| format!("[source.\"{id}\"]\npath = \"a.txt\"\n");
    let found = messages(&format!("{}{}", source(NFD), source(NFC)));
    assert!(
        found.iter().any(|(rule, _)| *rule == "duplicate-claim"),
        "{found:?}"
    );
    let text = format!(
        "{}[[claim.b.reason]]\nid = \"{NFD}\"\npremises = [\"{NFC}\"]\n[claim.b]\ntext = \"B.\"\n",
        claim(NFC)
    );
    assert!(
        messages(&text)
            .iter()
            .any(|(rule, _)| *rule == "duplicate-claim")
    );
    let text = format!(
        "{}[claim.b]\ntext = \"B.\"\npremises = [\"{NFC}\", \"{NFD}\"]\n",
        claim(NFC)
    );
    let files = Files::from_text("map.toml", text);
    assert_eq!(
        Map::new(&files).repeats().len(),
        1,
        "one premise, named twice"
    );
}

proptest! {
    #[test]
    fn every_spelling_of_an_id_finds_its_claim(id in "[a-zàéîõü가-힣ά-ώ]{1,8}") {
        let (nfc, nfd): (String, String) = (id.nfc().collect(), id.nfd().collect());
        prop_assert_eq!(canonical(&nfc), canonical(&nfd));
        for (own, other) in [(&nfc, &nfd), (&nfd, &nfc)] {
            let map = map_of(format!("[claim.\"{own}\"]\ntext = \"C.\""));
            let found = map.find(other);
            prop_assert_eq!(found.map(|claim| map.id(claim)), Some(own.as_str()));
        }
    }
}
