//! Tests of HTML pages that need no browser.

use argmap::export::{Page, Part};
use argmap::map::Map;
use argmap::proof::Proof;
use proptest::prelude::*;

use crate::maps::{article, loose_map_of, map_of};
use crate::random;

fn page(map: &Map) -> String {
    Page::default().draw(Part::whole(map), &Proof::new(map))
}

/// The tags of a page with their attributes, as a browser's tokenizer reads them. Tags in the text of the script are
/// left out.
fn tags(page: &str) -> Vec<(String, Vec<(String, String)>)> {
    let (before, script) = page.split_once("<script>\"use strict\"").unwrap();
    let (_, after) = script.split_once("</script>").unwrap();
    let page = &format!("{before}<script></script>{after}");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let tokens = html5gum::Tokenizer::new(page).filter_map(|token| match token {
        Ok(html5gum::Token::StartTag(tag)) => {
            let attributes = tag.attributes.iter();
            let attributes = attributes.map(|(name, value)| (text(name), text(value)));
            Some((text(&tag.name), attributes.collect()))
        }
        _ => None,
    });
    tokens.collect()
}

#[test]
fn every_claim_of_the_article_is_written_out_once() {
    let map = Map::new(&article());
    let page = page(&map);
    let ids: Vec<String> = tags(&page)
        .into_iter()
        .filter(|(name, _)| name == "li")
        .filter_map(|(_, attributes)| attributes.into_iter().find(|(name, _)| name == "id"))
        .map(|(_, id)| id)
        .collect();
    let mut listed = ids.clone();
    listed.sort();
    let mut claims: Vec<String> = map.claims().map(|claim| map.id(claim).to_owned()).collect();
    claims.sort();
    assert_eq!(listed, claims);
    assert!(
        page.contains("class=\"pane\" id=\"-text\"")
            && page.contains("class=\"pane\" id=\"-picture\"")
    );
}

#[test]
fn a_map_without_sources_has_no_text_pane() {
    let page = page(&map_of("[claim.wet]\ntext = \"It is wet.\""));
    assert!(!page.contains("class=\"pane\" id=\"-text\""));
    assert!(
        page.contains("class=\"pane\" id=\"-argument\"")
            && page.contains("class=\"pane\" id=\"-picture\"")
    );
}

/// Browsers cut off lists that nest too deeply. A chain must stay one argument, and take time linear in its length.
#[test]
fn a_long_chain_does_not_nest_without_end() {
    use std::fmt::Write;
    let mut text = String::from("[claim.c0]\ntext = \"c\"\n");
    for number in 1..3_000 {
        let before = number - 1;
        let _ = writeln!(
            text,
            "[claim.c{number}]\ntext = \"c\"\nsupports = [\"c{before}\"]"
        );
    }
    let page = page(&map_of(&text));
    let (mut depth, mut deepest) = (0_usize, 0);
    for (at, _) in page
        .match_indices("<ul")
        .chain(page.match_indices("</ul"))
        .collect::<std::collections::BTreeMap<_, _>>()
    {
        if page[at..].starts_with("</") {
            depth -= 1;
        } else {
            depth += 1;
        }
        deepest = deepest.max(depth);
    }
    assert_eq!(depth, 0);
    assert!((50..=100).contains(&deepest), "{deepest}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Whatever a map says, the page has only its own tags: no text starts a new one.
    #[test]
    fn no_text_is_markup(words in random::text(8), id in "[\\pL0-9_][-.:/+#@'\\pL]{0,12}") {
        let words = format!("</script></style><!--\u{2028}<b onclick=x>{words}");
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let (said, named) = (quoted(&words), quoted(&id));
        let map = loose_map_of(format!(
            "[map]\ntitle = {said}\nthesis = [{named}]\n[claim.{named}]\ntext = {said}\ntitle = {said}\n\
             note = {said}\ntags = [{said}]\nabout = {said}\nby = [{said}]\nquote = {said}\n\
             [claim.b]\ntext.{said} = {said}\nattacks = [{{ claim = {named}, why = {said} }}]\n\
             contrasts = [{{ claim = {named}, on = {said} }}]\n"
        ));
        let page = page(&map);
        let tags = tags(&page);
        for (name, attributes) in &tags {
            let is_own = attributes.iter().all(|(attribute, _)| !attribute.starts_with("on"));
            prop_assert!(is_own, "{name}");
        }
        let count = |wanted: &str| tags.iter().filter(|(name, _)| name == wanted).count();
        // Its own three, the one with the map's files, and the engine.
        prop_assert_eq!(count("script"), 5);
        prop_assert_eq!(count("style"), 1);
        prop_assert_eq!(page.matches("<ul").count(), page.matches("</ul>").count());
        prop_assert_eq!(page.matches("<li").count() - page.matches("<link").count(), page.matches("</li>").count());
    }
}
