//! A map exported as an abstract framework, in any format and read back, says the same as the map itself.

use std::collections::BTreeSet;

use argmap::export::{Flat, Part};
use argmap::map::Map;
use argmap::map::support::Support;
use argmap::query::Query;
use argmap::reason::af::{Budget, Framework, FrameworkFormat, Semantics, some_extension};
use argmap::reason::{Label, Suppositions, grounded};
use proptest::prelude::*;

use crate::arguments::arguments_of;
use crate::maps::{article, map_of};

/// The part written in a format and read back.
fn read_back(flat: &Flat, format: FrameworkFormat) -> Framework {
    let mut text = Vec::new();
    flat.write(&mut text).unwrap();
    let text = String::from_utf8(text).unwrap();
    format
        .parse(&text)
        .unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Checks that the grounded extension of the framework read back has the claims that the map accepts, and, for claims
/// that it rejects, the argument that they fall.
fn tells_the_labels(part: Part<'_>, suppositions: &Suppositions) {
    let labelling = grounded(part.map, suppositions);
    let claims: Vec<_> = part.claims().collect();
    for format in FrameworkFormat::ALL {
        let flat = Flat::new(part, format).unwrap();
        let read = read_back(&flat, format);
        assert!(read.attacks().eq(flat.framework().attacks()), "{format:?}");
        let names: BTreeSet<_> = read
            .arguments()
            .map(|a| read.name(a).into_owned())
            .collect();
        assert_eq!(names.len(), read.arguments().len(), "names differ");
        let mut table = Vec::new();
        flat.write_names(&mut table).unwrap();
        let table = String::from_utf8(table).unwrap();
        let rows: Vec<_> = table
            .lines()
            .map(|row| row.split_once('\t').unwrap())
            .collect();
        let spelt = read.arguments().map(|a| read.name(a).into_owned());
        assert!(rows.iter().map(|(spelt, _)| *spelt).eq(spelt), "{format:?}");
        for (claim, (_, name)) in claims.iter().zip(&rows) {
            assert_eq!(*name, part.map.id(*claim));
        }
        let accepted = some_extension(&read, Semantics::Grounded, &Budget::unlimited());
        let accepted = accepted.unwrap().unwrap();
        // First the arguments that the claims stand, then the arguments that they fall.
        let holds = |place: usize| {
            accepted
                .binary_search(&u32::try_from(place).unwrap())
                .is_ok()
        };
        for (place, &claim) in claims.iter().enumerate() {
            let label = match (holds(place), holds(place + claims.len())) {
                (true, false) => Label::Accepted,
                (false, true) => Label::Rejected,
                (false, false) => Label::Undecided,
                (true, true) => panic!("it stands and falls"),
            };
            assert_eq!(label, labelling.claim(claim), "{}", part.map.id(claim));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn what_is_exported_stands_as_the_map_does(argument in arguments_of(7, 9)) {
        let map = &map_of(argument.toml());
        let part = Part::whole(map);
        let circular = Support::new(map).circular().count();
        let flat = Flat::new(part, FrameworkFormat::Af).unwrap();
        assert_eq!(flat.circular(), circular);
        prop_assume!(circular == 0);
        tells_the_labels(part, &Suppositions::default());
    }

    #[test]
    fn a_part_is_exported_as_if_the_rest_had_never_been_written(
        argument in arguments_of(7, 9),
        left_out in 0_usize..2,
    ) {
        let map = &map_of(argument.toml());
        let query = format!("all() - c{left_out}");
        let claims = Query::parse(&query).unwrap().evaluate(map).unwrap();
        let part = Part { map, claims: Some(&claims) };
        let removed = map.find(&format!("c{left_out}")).into_iter().collect();
        prop_assume!(Flat::new(part, FrameworkFormat::Af).unwrap().circular() == 0);
        tells_the_labels(part, &Suppositions { removed, ..Suppositions::default() });
    }
}

#[test]
fn the_article_stands_as_the_map_does() {
    let map = Map::new(&article());
    tells_the_labels(Part::whole(&map), &Suppositions::default());
}

#[test]
fn names_are_words_that_every_reader_of_apx_takes() {
    let text = "[claim.Não-é]\ntext = 'a'\nsupports = ['公理', 'a_b']\n[claim.公理]\ntext = 'b'\n\
                [claim.a_b]\ntext = 'c'\nattacks = ['a-b']\n[claim.a-b]\ntext = 'd'\n[claim.2nd]\ntext = 'e'\n";
    let map = &map_of(text);
    let flat = Flat::new(Part::whole(map), FrameworkFormat::Apx).unwrap();
    let framework = flat.framework();
    let names: Vec<_> = framework
        .arguments()
        .map(|a| framework.name(a).into_owned())
        .collect();
    let is_word = |name: &String| {
        name.starts_with(|first: char| first.is_ascii_lowercase())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    assert!(names.iter().all(is_word), "{names:?}");
    assert_eq!(
        names.join(" "),
        "nao_e u516cu7406 a_b a_b_2 a2nd not_Nao_e not_u516cu7406 not_a_b not_a_b_2 not_2nd basic_Nao_e \
         basic_a_b basic_2nd nao_e_to_u516cu7406 nao_e_to_a_b a_b_against_a_b"
    );
}

#[test]
fn a_reason_of_many_premises_is_written_in_a_size_that_grows_with_their_number() {
    let size = |premises: usize, format| {
        let ids: Vec<_> = (0..premises)
            .map(|number| format!("premise-{number:06}"))
            .collect();
        let mut text = format!("[claim.c]\ntext = 'c'\npremises = {ids:?}\n");
        for id in ids {
            text.push_str(&["[claim.", &id, "]\ntext = 'p'\n"].concat());
        }
        let map = &map_of(&text);
        let mut out = Vec::new();
        Flat::new(Part::whole(map), format)
            .unwrap()
            .write(&mut out)
            .unwrap();
        out.len()
    };
    for format in FrameworkFormat::ALL {
        let (one, two) = (size(1_000, format), size(2_000, format));
        assert!(two < one * 21 / 10, "{}: {one}, {two}", format.name());
    }
}

#[test]
fn a_step_with_a_long_name_is_told_by_its_first_premises_or_its_number() {
    let long = "x".repeat(300);
    let premises: Vec<_> = (0..40).map(|number| format!("p{number}")).collect();
    let mut text = format!(
        "[claim.c]\ntext = 'c'\n[[claim.c.reason]]\npremises = {premises:?}\n\
        [[claim.c.reason]]\npremises = {premises:?}\n[claim.{long}]\ntext = 'l'\nsupports = ['c']\n"
    );
    for id in premises {
        text.push_str(&["[claim.", &id, "]\ntext = 'p'\n"].concat());
    }
    let map = &map_of(&text);
    let flat = Flat::new(Part::whole(map), FrameworkFormat::Tgf).unwrap();
    let framework = flat.framework();
    let names = framework
        .arguments()
        .map(|a| framework.name(a).into_owned());
    let steps: Vec<_> = names
        .filter(|name| name.contains("->") || name.starts_with("step"))
        .collect();
    insta::assert_snapshot!(steps.join("\n"), @r"
    p0+p1+p2+p3+p4+p5+p6+p7+p8+p9+p10+p11+p12+p13+p14+p15+p16+p17+p18+p19+p20+p21+p22+p23+p24+p25+14-more->c
    p0+p1+p2+p3+p4+p5+p6+p7+p8+p9+p10+p11+p12+p13+p14+p15+p16+p17+p18+p19+p20+p21+p22+p23+p24+p25+14-more->c#2
    step:3
    ");
}
