//! Labels the claims of a map given as a string: `cargo run --example label_text`.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "an example prints"
)]

use argmap::map::Map;
use argmap::reason::{Suppositions, grounded};
use argmap::syntax::Files;

const MAP: &str = r#"
[claim.square]
text     = "The square should be closed to cars."
premises = ["children", "traffic"]

[claim.children]
text = "Children play there every day."

[claim.traffic]
text = "A playing child does not look out for traffic."

[claim.trade]
text    = "Shops would lose their customers."
attacks = ["square"]

[claim.on-foot]
text    = "Nine out of ten customers come on foot."
attacks = ["trade"]
"#;

fn main() {
    let files = Files::from_text("square.toml", MAP);
    let map = Map::new(&files);
    for finding in map.reading_diagnostics() {
        eprintln!("{}", finding.message);
    }

    println!("as it is written:");
    print(&map, &Suppositions::default());

    let on_foot = map.find("on-foot");
    println!("if nobody came on foot:");
    print(
        &map,
        &Suppositions {
            denied: on_foot.into_iter().collect(),
            ..Suppositions::default()
        },
    );
}

fn print(map: &Map, suppositions: &Suppositions) {
    let labels = grounded(map, suppositions);
    for claim in map.claims() {
        println!(
            "  {:<9} {}",
            labels.claim(claim).name(),
            map.text(claim, None)
        );
    }
}
