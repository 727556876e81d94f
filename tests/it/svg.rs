//! SVG pictures are valid whatever the map says, and show what it says.

use argmap::export::{Cluster, Paint, Part, Svg, around, sheets};
use argmap::layout::{Direction, Size};
use argmap::map::Map;
use argmap::query::ClaimSet;
use argmap::reason::strength::GradualSemantics;
use argmap::reason::{Suppositions, grounded, strengths};
use proptest::prelude::*;
use roxmltree::{Document, Node};

use crate::maps::{article, map_of};
use crate::random;

const SQUARE: &str = r#"
[map]
title  = "A square without cars"
thesis = ["close"]

[claim.close]
text     = "The square should be closed to cars."
premises = ["play", "blind"]

[claim.play]
text = "Children play there."

[claim.blind]
text     = "A child at play does not look out for traffic."
implicit = true

[claim.trade]
text    = "The shops would lose trade."
attacks = ["close"]

[claim.air]
text      = "The air would be cleaner."
supports  = ["close"]
contrasts = [{ claim = "trade", on = "who gains" }]

[claim.wind]
text        = "The wind brings the fumes of the ring road."
contradicts = ["air"]

[claim.fence]
text      = "A fence could keep the children off the road."
undercuts = ["play -> close"]
"#;

/// The claims in a picture, each with its rectangle: left, top, width and height.
fn claims(document: &Document<'_>) -> Vec<(String, [f64; 4])> {
    let groups = document
        .descendants()
        .filter(|node| node.attribute("class") == Some("claim"));
    let claim = |group: Node<'_, '_>| {
        let rectangles: Vec<_> = group
            .children()
            .filter(|node| node.has_tag_name("rect"))
            .collect();
        assert_eq!(rectangles.len(), 1, "one rectangle a claim");
        let number = |name| rectangles[0].attribute(name).unwrap().parse().unwrap();
        let id = group.attribute("id").unwrap().to_owned();
        (id, ["x", "y", "width", "height"].map(number))
    };
    groups.map(claim).collect()
}

/// The words drawn in a claim's box.
fn words(document: &Document<'_>, id: &str) -> String {
    let group = document
        .descendants()
        .find(|node| node.attribute("id") == Some(id))
        .unwrap();
    let lines = group.children().filter(|node| node.has_tag_name("text"));
    lines
        .filter_map(|line| line.text())
        .collect::<Vec<_>>()
        .join(" ")
}

fn legend(document: &Document<'_>) -> Vec<String> {
    let legend = document
        .descendants()
        .find(|node| node.attribute("class") == Some("legend"));
    let texts = legend.into_iter().flat_map(|legend| legend.descendants());
    let texts = texts.filter(|node| node.has_tag_name("text"));
    texts
        .filter_map(|node| node.text())
        .map(str::to_owned)
        .collect()
}

fn with_legend() -> Svg<'static> {
    Svg {
        legend: true,
        ..Svg::default()
    }
}

#[test]
fn a_small_map_is_drawn_so() {
    let map = map_of(
        r#"
        [claim.y]
        text = "It <will> rain & pour."
        [claim.a]
        text = "The clouds are dark."
        supports = ["y"]
        [claim.b]
        text = "The glass is high."
        attacks = ["y"]
        "#,
    );
    insta::assert_snapshot!("small_map", Svg::default().draw(Part::whole(&map)));
}

#[test]
fn every_claim_has_a_box_with_its_id_and_its_words() {
    let map = Map::new(&article());
    let svg = with_legend().draw(Part::whole(&map));
    let document = Document::parse(&svg).unwrap();
    let claims = claims(&document);
    assert_eq!(claims.len(), map.claim_count());
    for ((id, _), claim) in claims.iter().zip(map.claims()) {
        assert_eq!(id, map.id(claim));
        let said = words(&document, id);
        assert!(said.ends_with(map.text(claim, None)), "{said}");
    }
    assert!(!svg.contains("transform"), "places are as they are written");
}

#[test]
fn boxes_are_on_the_sheet_and_none_overlaps_another() {
    let map = Map::new(&article());
    for direction in [
        None,
        Some(Direction::Down),
        Some(Direction::Left),
        Some(Direction::Up),
    ] {
        let svg = Svg {
            direction,
            ..with_legend()
        };
        let svg = svg.draw(Part::whole(&map));
        let document = Document::parse(&svg).unwrap();
        let root = document.root_element();
        let [width, height] =
            ["width", "height"].map(|name| root.attribute(name).unwrap().parse::<f64>().unwrap());
        let claims = claims(&document);
        for (number, (id, [x, y, w, h])) in claims.iter().enumerate() {
            assert!(
                *x >= 0.0 && *y >= 0.0 && x + w <= width && y + h <= height,
                "{id}"
            );
            for (other, [left, top, across, down]) in &claims[number + 1..] {
                let apart =
                    x + w <= *left || left + across <= *x || y + h <= *top || top + down <= *y;
                assert!(apart, "{id} overlaps {other}");
            }
        }
    }
}

#[test]
fn premises_stand_to_the_right_of_the_thesis_unless_asked_otherwise() {
    let map = map_of(SQUARE);
    let place = |direction| {
        let svg = Svg {
            direction,
            ..Svg::default()
        };
        let svg = svg.draw(Part::whole(&map));
        let document = Document::parse(&svg).unwrap();
        let claims = claims(&document);
        let of = |id: &str| claims.iter().find(|(own, _)| own == id).unwrap().1;
        (of("close"), of("play"))
    };
    let (thesis, premise) = place(None);
    assert!(premise[0] > thesis[0] + thesis[2]);
    let (thesis, premise) = place(Some(Direction::Down));
    assert!(premise[1] > thesis[1] + thesis[3]);
    let (thesis, premise) = place(Some(Direction::Left));
    assert!(premise[0] + premise[2] < thesis[0]);
    let (thesis, premise) = place(Some(Direction::Up));
    assert!(premise[1] + premise[3] < thesis[1]);
}

#[test]
fn relations_say_in_words_what_they_are() {
    let map = map_of(SQUARE);
    let svg = with_legend().draw(Part::whole(&map));
    let document = Document::parse(&svg).unwrap();
    let titles: Vec<&str> = document
        .descendants()
        .filter(|node| node.has_tag_name("path"))
        .filter_map(|path| {
            path.children()
                .find(|node| node.has_tag_name("title"))?
                .text()
        })
        .collect();
    for title in [
        "play, blind together support close",
        "trade attacks close",
        "air supports close",
        "air contrasts with trade, on who gains",
        "wind contradicts air",
        "fence undercuts the step from play, blind to close",
    ] {
        assert!(titles.contains(&title), "{title}: {titles:?}");
    }
    assert_eq!(
        svg.matches("<circle").count(),
        3,
        "a junction, and two in the legend"
    );
    assert!(svg.contains(">who gains<"));
}

#[test]
fn the_legend_names_what_occurs_and_nothing_else() {
    let all = map_of(SQUARE);
    let svg = with_legend().draw(Part::whole(&all));
    let all = legend(&Document::parse(&svg).unwrap());
    assert_eq!(
        all,
        [
            "thesis: what all is about",
            "supports",
            "support only together",
            "attacks",
            "attacks the step, not the claim",
            "cannot both hold",
            "set against each other; both may hold",
            "implicit: the text does not say it",
        ]
    );
    let few = map_of("[claim.a]\ntext = 'A.'\n[claim.b]\ntext = 'B.'\nsupports = ['a']\n");
    let svg = with_legend().draw(Part::whole(&few));
    assert_eq!(
        legend(&Document::parse(&svg).unwrap()),
        ["thesis: what all is about", "supports"]
    );
    let svg = Svg::default().draw(Part::whole(&few));
    assert!(legend(&Document::parse(&svg).unwrap()).is_empty());
}

#[test]
fn a_large_deep_map_runs_the_way_that_is_easier_to_look_at() {
    let claim = |number: usize| {
        let next = number + 1;
        format!("[claim.c{number}]\ntext = 'Claim number {number}.'\nsupports = ['c{next}']\n")
    };
    let chain: String = (0..600).map(claim).collect();
    let map = map_of(&(chain + "[claim.c600]\ntext = 'The thesis.'\n"));
    let far = |direction| {
        let svg = Svg {
            direction,
            ..Svg::default()
        };
        let svg = svg.draw(Part::whole(&map));
        let document = Document::parse(&svg).unwrap();
        let side = |name: &str| {
            let side = document.root_element().attribute(name).unwrap();
            side.parse::<f64>().unwrap()
        };
        (side("width") / side("height")).ln().abs()
    };
    assert!(far(None) < far(Some(Direction::Right)) / 1.2);
}

#[test]
fn questions_have_boxes_that_their_answers_lead_to() {
    let asked = SQUARE.to_owned()
        + "[question.what]\ntext = 'What about the square?'\nanswers = ['close', 'wind']\nexclusive = true\n\
           [question.whose]\ntext = 'Who gains?'\nanswers = ['air']\n";
    let map = map_of(&asked);
    let svg = with_legend().draw(Part::whole(&map));
    let document = Document::parse(&svg).unwrap();
    let questions: Vec<String> = document
        .descendants()
        .filter(|node| node.attribute("class") == Some("question"))
        .map(|group| {
            group
                .descendants()
                .filter_map(|node| node.text())
                .map(str::trim)
                .collect()
        })
        .collect();
    assert_eq!(questions.len(), 2);
    assert!(
        questions[0].contains("What about the square?"),
        "{questions:?}"
    );
    for title in [
        "close answers what",
        "wind answers what",
        "air answers whose",
    ] {
        assert!(svg.contains(&format!("<title>{title}</title>")), "{title}");
    }
    let legend = legend(&document);
    for meaning in [
        "answers a question",
        "answers a question; only one answer can hold",
    ] {
        assert!(legend.contains(&meaning.to_owned()), "{legend:?}");
    }
    let fragment = with_legend().fragment(Part::whole(&map));
    let arrangement = fragment.arrangement;
    let boxes = &arrangement.layout.boxes;
    assert_eq!(boxes.len(), map.claim_count() + 2);
    assert_eq!(arrangement.sizes.len(), boxes.len());
    // Claims are still found.
    assert_eq!(claims(&document).len(), map.claim_count());
}

#[test]
fn labels_have_signs_and_strengths_figures() {
    let map = map_of(SQUARE);
    let labels = grounded(&map, &Suppositions::default());
    let svg = Svg {
        paint: Paint::Label(&labels),
        ..with_legend()
    };
    let svg = svg.draw(Part::whole(&map));
    let document = Document::parse(&svg).unwrap();
    assert!(legend(&document).contains(&"? undecided".to_owned()));
    let weighed = strengths(
        &map,
        GradualSemantics::QuadraticEnergy,
        &Suppositions::default(),
    );
    let svg = Svg {
        paint: Paint::Strength(&weighed),
        ..Svg::default()
    };
    let svg = svg.draw(Part::whole(&map));
    let document = Document::parse(&svg).unwrap();
    for claim in map.claims() {
        let figure = format!("{:.2}", weighed.claim(claim));
        assert!(
            words(&document, map.id(claim)).ends_with(&figure),
            "{figure}"
        );
    }
}

#[test]
fn what_is_left_out_of_a_picture_is_counted_where_it_belongs() {
    let map = map_of(SQUARE);
    let claims = ["close", "trade"].map(|id| map.find(id).unwrap());
    let claims = ClaimSet::of(&map, claims);
    let part = Part {
        map: &map,
        claims: Some(&claims),
    };
    let svg = with_legend().draw(part);
    let document = Document::parse(&svg).unwrap();
    assert!(
        words(&document, "close").ends_with("+2"),
        "the joint reason and the air"
    );
    assert!(!words(&document, "trade").contains('+'));
    assert!(legend(&document).last().unwrap().starts_with("more speaks"));
}

#[test]
fn around_a_claim_is_what_so_many_relations_lead_to() {
    let map = map_of(SQUARE);
    let near = |id: &str, relations| {
        let found = around(&map, &[map.find(id).unwrap()], relations, None);
        found.iter().map(|claim| map.id(claim)).collect::<Vec<_>>()
    };
    assert_eq!(near("wind", 0), ["wind"]);
    assert_eq!(near("wind", 1), ["air", "wind"]);
    assert_eq!(near("wind", 2), ["close", "trade", "air", "wind"]);
    assert_eq!(near("fence", 1), ["close", "play", "blind", "fence"]);
    assert_eq!(near("wind", 9).len(), 7);
}

#[test]
fn sheets_are_an_overview_and_the_main_branches() {
    let map = map_of(format!(
        "{SQUARE}\n[claim.walk]\ntext = 'Most come on foot.'\nattacks = ['trade']\n\
         [claim.apart]\ntext = 'Something else.'\n"
    ));
    let sheets = sheets(Part::whole(&map));
    let drawn = |number: usize| {
        let claims = sheets[number].claims.iter();
        claims.map(|claim| map.id(claim)).collect::<Vec<_>>()
    };
    let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["overview", "1-trade", "rest"]);
    assert!(drawn(0).contains(&"play") && drawn(0).contains(&"walk"));
    // Together with what it is contrasted with, like `argmap show --root trade`.
    assert_eq!(drawn(1), ["trade", "air", "wind", "walk"]);
    assert!(drawn(2).contains(&"apart"), "{:?}", drawn(2));
}

#[test]
fn every_claim_of_the_article_is_on_a_sheet() {
    let map = Map::new(&article());
    let sheets = sheets(Part::whole(&map));
    assert_eq!(
        sheets.len(),
        3,
        "an overview, and the two premises of the thesis"
    );
    assert!(sheets[0].claims.len() <= 40);
    for claim in map.claims() {
        assert!(sheets.iter().any(|sheet| sheet.claims.contains(claim)));
    }
}

#[test]
fn who_holds_claims_may_give_them_colours() {
    let map = map_of(
        "[speaker.opponents]\nname = 'The opponents'\n\
         [claim.a]\ntext = 'A.'\n[claim.b]\ntext = 'B.'\nby = 'opponents'\nattacks = ['a']\n",
    );
    let svg = Svg {
        paint: Paint::By,
        ..with_legend()
    };
    let svg = svg.draw(Part::whole(&map));
    assert_eq!(
        legend(&Document::parse(&svg).unwrap()).last().unwrap(),
        "The opponents"
    );
}

#[cfg(feature = "png")]
#[test]
fn a_png_has_as_many_dots_as_asked_for() {
    let map = map_of(SQUARE);
    let svg = with_legend().draw(Part::whole(&map));
    let document = Document::parse(&svg).unwrap();
    let width: f32 = document
        .root_element()
        .attribute("width")
        .unwrap()
        .parse()
        .unwrap();
    for scale in [1.0, 2.0] {
        let png = argmap::export::png(&svg, scale).unwrap();
        assert!(png.starts_with(b"\x89PNG"));
        let columns = u32::from_be_bytes(png[16..20].try_into().unwrap());
        #[expect(clippy::cast_precision_loss, reason = "a small number")]
        let columns = columns as f32;
        assert!((columns - width * scale).abs() <= 1.0, "{columns}");
    }
    assert!(argmap::export::png(&svg, 1_000.0).is_err(), "too large");
}

#[test]
fn frames_hold_what_stands_together_and_are_named() {
    let map = Map::new(&article());
    let svg = Svg {
        cluster: Some(Cluster::About),
        ..with_legend()
    };
    let svg = svg.draw(Part::whole(&map));
    let document = Document::parse(&svg).unwrap();
    let legend = legend(&document);
    let named = |name: &str| legend.iter().filter(|entry| *entry == name).count();
    // Once as a fill and once as a frame.
    assert_eq!(named("large models"), 2);
    assert_eq!(named("public blockchains"), 2);
}

#[test]
fn every_colour_has_another_in_the_dark() {
    let map = Map::new(&article());
    let labels = grounded(&map, &Suppositions::default());
    let weighed = strengths(
        &map,
        GradualSemantics::QuadraticEnergy,
        &Suppositions::default(),
    );
    let square = map_of(SQUARE);
    let asked = map_of("[claim.a]\ntext = 'A'\n[question.q]\ntext = 'Q?'\nanswers = ['a']\n");
    let labels_of_square = grounded(&square, &Suppositions::default());
    let pictures = [
        (&map, Paint::About, Some(Cluster::File)),
        (&map, Paint::Relation, Some(Cluster::Tag)),
        (&map, Paint::Label(&labels), None),
        (&map, Paint::Strength(&weighed), None),
        (&square, Paint::Label(&labels_of_square), None),
        (&asked, Paint::About, None),
    ];
    for (map, paint, cluster) in pictures {
        let svg = Svg {
            paint,
            cluster,
            ..with_legend()
        };
        let svg = svg.draw(Part::whole(map));
        let document = Document::parse(&svg).unwrap();
        let style = document
            .descendants()
            .find(|node| node.has_tag_name("style"));
        let style = style.unwrap().text().unwrap();
        for node in document.descendants() {
            for name in ["fill", "stroke"] {
                let Some(color) = node.attribute(name) else {
                    continue;
                };
                let is_known = color == "none" || style.contains(&format!("[{name}=\"{color}\"]"));
                assert!(is_known, "{color} stays as it is in the dark");
            }
        }
    }
}

#[test]
fn text_that_runs_from_right_to_left_begins_at_the_right() {
    let map = map_of(
        "[claim.a]\ntext = 'اللغة العربية تُكتب من اليمين إلى اليسار، مثل 2024.'\n[claim.b]\ntext = 'Left to right.'\nsupports = ['a']\n",
    );
    let svg = Svg::default().draw(Part::whole(&map));
    let document = Document::parse(&svg).unwrap();
    let claims = claims(&document);
    let right = claims[0].1[0] + claims[0].1[2];
    let lines = document
        .descendants()
        .filter(|node| node.attribute("text-anchor") == Some("end"));
    let lines: Vec<_> = lines.collect();
    assert!(lines.len() > 1);
    for line in lines {
        let x: f64 = line.attribute("x").unwrap().parse().unwrap();
        assert!(x > right - 20.0 && x < right);
        let text = line.text().unwrap();
        assert!(
            text.starts_with('\u{2067}') && text.ends_with('\u{2069}'),
            "{text:?}"
        );
    }
    assert!(words(&document, "b").starts_with("Left"));
}

#[test]
fn long_texts_are_cut_in_the_box_and_whole_in_the_tooltip() {
    let text = "One word after another, and no end. ".repeat(60);
    let map = map_of(format!("[claim.a]\ntext = \"{text}\"\n"));
    let svg = Svg::default().draw(Part::whole(&map));
    let document = Document::parse(&svg).unwrap();
    let words = words(&document, "a");
    assert!(words.ends_with('…') && words.len() < 500, "{words}");
    assert!(document.descendants().any(|node| {
        node.has_tag_name("title") && node.text().is_some_and(|title| title.trim() == text.trim())
    }));
}

#[test]
fn words_fit_their_boxes_by_the_widths_of_the_font() {
    // A line of capital W's is the widest of all lines with that many letters.
    let map = map_of(format!("[claim.a]\ntext = '{}'\n", "W".repeat(200)));
    let svg = Svg::default().draw(Part::whole(&map));
    let document = Document::parse(&svg).unwrap();
    let width = claims(&document)[0].1[2];
    let lines = document
        .descendants()
        .filter(|node| node.has_tag_name("text"));
    for line in lines {
        let size: f64 = line.attribute("font-size").unwrap().parse().unwrap();
        let letters = f64::from(u32::try_from(line.text().unwrap().chars().count()).unwrap());
        // This letter is 1,933 of 2,048 units wide in Liberation Sans, regular and bold.
        assert!(letters * size * 1933.0 / 2048.0 < width - 20.0);
    }
}

#[test]
fn a_map_may_have_no_claims() {
    let map = map_of("[map]\ntitle = 'Nothing'\n");
    let svg = with_legend().draw(Part::whole(&map));
    let document = Document::parse(&svg).unwrap();
    assert!(claims(&document).is_empty());
}

#[test]
fn a_page_may_lay_out_boxes_that_it_measured_itself() {
    use argmap::export::svg::Arrangement;

    let map = map_of(SQUARE);
    let size = |_| Size {
        width: 100.0,
        height: 33.0,
    };
    let arranged = Arrangement::new(Part::whole(&map), Direction::Right, size);
    assert_eq!(arranged.claims.len(), 7);
    assert_eq!(arranged.layout.boxes.len(), 7);
    assert_eq!(arranged.layout.edges.len(), arranged.ties.len());
    assert_eq!(arranged.layout.meetings.len(), 1);
}

proptest! {
    #[test]
    fn whatever_a_map_says_its_picture_is_valid_xml(
        text in random::text(30),
        title in random::text(8),
        on in random::text(8),
        subject in random::text(6),
        id in "[\\pL0-9_][-.:/+#@'\\pL]{0,12}",
    ) {
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let map = argmap::map::Map::new(&argmap::syntax::Files::from_text("map.toml", format!(
            "[map]\ntitle = {t}\n[claim.{id}]\ntext = {x}\ntitle = {t}\nabout = {s}\n\
             contrasts = [{{ claim = 'b', on = {o} }}]\n[claim.b]\ntext = {x}\ntags = [{s}]\n\
             [[claim.b.reason]]\npremises = [{i}]\nwhy = {x}\n",
            t = quoted(&title), x = quoted(&text), s = quoted(&subject), o = quoted(&on),
            i = quoted(&id), id = quoted(&id),
        )));
        for cluster in [None, Some(Cluster::About)] {
            let svg = Svg { cluster, ..with_legend() };
            let svg = svg.draw(Part::whole(&map));
            let document = Document::parse(&svg);
            prop_assert!(document.is_ok(), "{:?}\n{svg}", document.err());
            let document = document.unwrap();
            prop_assert_eq!(claims(&document).len(), map.claim_count());
            // Characters that act as commands are shown, not sent. A line that runs from right to left is isolated.
            let commands = |c: char| {
                (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{2066}' | '\u{2068}')
            };
            prop_assert!(!svg.contains(commands), "{svg:?}");
        }
    }
}
