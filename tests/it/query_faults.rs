//! What is wrong with an expression, where, and how to fix it.

use argmap::map::Map;
use argmap::query::{Query, QueryError};
use argmap::syntax::Files;

use crate::maps::{loose_map_of, map_of};
use crate::query::{SOCRATES, find};

fn fails(toml: &str, expression: &str) -> String {
    let map = loose_map_of(toml);
    let error = Query::parse(expression)
        .and_then(|query| query.evaluate(&map))
        .unwrap_err();
    error.to_string()
}

#[test]
fn what_no_claim_has_is_an_error_with_the_nearest() {
    insta::assert_snapshot!(fails(SOCRATES, "grounds(mortl) & leaves()"), @"column 9: no claim has the id `mortl`; did you mean `mortal`?");
    insta::assert_snapshot!(fails(SOCRATES, "man & zeus"), @r#"column 7: no claim has the id `zeus`; a glob may match nothing: `*zeus*`; `matches("zeus")` looks in the wordings"#);
    insta::assert_snapshot!(fails(SOCRATES, "mortal-man"), @"column 1: no claim has the id `mortal-man`; `-` may be part of an id: for a difference write `mortal - man`");
    insta::assert_snapshot!(fails(SOCRATES, "all-have-died- man"), @"column 16: unexpected `man`; expected `&`, `|`, `-` or the end; `-` may be part of an id: for a difference put spaces on both sides of it");
    insta::assert_snapshot!(fails(SOCRATES, "leaves & man"), @"column 1: no claim has the id `leaves`; the function is written `leaves()`");
}

#[test]
fn what_fits_nothing_is_told_with_the_nearest() {
    let map = map_of(SOCRATES);
    let told = |expression: &str| -> Vec<String> {
        let query = Query::parse(expression).unwrap();
        let unmatched = query.unmatched(&map);
        unmatched.iter().map(QueryError::to_string).collect()
    };
    insta::assert_debug_snapshot!(told("z* | tag(major)"), @r#"
    [
        "column 1: no claim has an id like `z*`",
    ]
    "#);
    insta::assert_debug_snapshot!(told("tag(mayor) | about(socrates)"), @r#"
    [
        "column 5: no claim has the tag `mayor`; did you mean `major`?",
        "column 20: no claim is about `socrates`; did you mean `Socrates`?",
    ]
    "#);
    insta::assert_debug_snapshot!(told("file(arguments/map.toml) | file(mop.toml)"), @r#"
    [
        "column 6: no file with claims has the name `arguments/map.toml`; files are named from the map's folder: `map.toml`",
        "column 33: no file with claims has the name `mop.toml`; did you mean `map.toml`?",
    ]
    "#);
    insta::assert_debug_snapshot!(told("matches(\"all MEN\")"), @r#"
    [
        "column 9: no wording and no title matches `all MEN`; letter case counts; `(?i)` at the start ignores it",
    ]
    "#);
}

fn parse_error(expression: &str) -> String {
    Query::parse(expression).unwrap_err().to_string()
}

#[test]
fn mistakes_are_told_where_they_are() {
    insta::assert_snapshot!(parse_error(""), @"column 1: the expression is empty; `all()` is every claim, `grounds(x)` what `x` rests on");
    insta::assert_snapshot!(parse_error("a &"), @"column 4: the expression ends too early; expected an id, a glob, a function, `(` or `!`");
    insta::assert_snapshot!(parse_error("& a"), @"column 1: unexpected `&`; expected an id, a glob, a function, `(` or `!`");
    insta::assert_snapshot!(parse_error("a b"), @"column 3: unexpected `b`; expected `&`, `|`, `-` or the end; join two sets with `&` (in both), `|` (in either) or `-` (only in the first)");
    insta::assert_snapshot!(parse_error("a and b"), @"column 3: unexpected `and`; expected `&`, `|`, `-` or the end; write `&` for what is in both");
    insta::assert_snapshot!(parse_error("a && b"), @"column 3: unexpected `&&`; one `&` is enough");
    insta::assert_snapshot!(parse_error("a !b"), @"column 3: unexpected `!`; expected `&`, `|`, `-` or the end; write `-`, or `& !`, for what is only in the first");
    insta::assert_snapshot!(parse_error("a, b"), @"column 2: unexpected `,`; expected `&`, `|`, `-` or the end; write `|` for what is in either");
    insta::assert_snapshot!(parse_error("(a | b"), @"column 1: this `(` is never closed; add the `)` that ends it");
    insta::assert_snapshot!(parse_error("a | b)"), @"column 6: this `)` closes nothing; expected `&`, `|`, `-` or the end");
    insta::assert_snapshot!(parse_error("()"), @"column 2: unexpected `)`; expected an id, a glob, a function, `(` or `!`");
    insta::assert_snapshot!(parse_error("«a»"), @r#"column 1: `«` has no meaning here; names take straight quotation marks: "…""#);
    insta::assert_snapshot!(parse_error("\"a"), @r#"column 1: this `"` is never closed; add the `"` that ends it"#);
    insta::assert_snapshot!(parse_error("é | a[b"), @"column 6: this `[` is never closed; add the `]` that ends it");
    insta::assert_snapshot!(parse_error("{a,b"), @"column 1: this `{` is never closed; add the `}` that ends it");
}

#[test]
fn calls_are_told_what_they_take() {
    insta::assert_snapshot!(parse_error("gronds(a)"), @"column 1: there is no function `gronds`; did you mean `grounds(x)`?");
    insta::assert_snapshot!(parse_error("frobnicate(a)"), @"column 1: there is no function `frobnicate`; there are all, none, thesis, roots, leaves, quoted, implicit, assumed, denied, outweighed, accepted, rejected, undecided, stronger, weaker, premises, conclusions, grounds, consequences, bearing, attackers, attacked, contrasts, contradictions, restated, paths, crucial, hinges, tag, about, by, answers, file, matches");
    insta::assert_snapshot!(parse_error("grounds()"), @"column 9: `grounds` takes one set, not none; write `grounds(x)`");
    insta::assert_snapshot!(parse_error("grounds(a, b)"), @"column 10: `grounds` takes one set, not more; write `grounds(a | b)` for several claims");
    insta::assert_snapshot!(parse_error("grounds(a"), @"column 8: this `(` is never closed; add the `)` that ends it");
    insta::assert_snapshot!(parse_error("paths(a)"), @"column 8: `paths` takes two sets, not one; write `paths(a, b)`");
    insta::assert_snapshot!(parse_error("paths(a b)"), @"column 9: unexpected `b`; expected `&`, `|`, `-` or `,`; join two sets with `&` (in both), `|` (in either) or `-` (only in the first)");
    insta::assert_snapshot!(parse_error("paths(a, b, c)"), @"column 11: `paths` takes two sets, not more; write `paths(a, b)`");
    insta::assert_snapshot!(parse_error("leaves(a)"), @"column 8: `leaves` takes nothing; expected `)`; to narrow it, write `leaves() & …`");
    insta::assert_snapshot!(parse_error("leaves("), @"column 8: the expression ends too early; expected `)`");
    insta::assert_snapshot!(parse_error("tag()"), @"column 5: `tag` needs an argument; expected a word, a glob, or a text in quotation marks");
    insta::assert_snapshot!(parse_error("tag(a | b)"), @"column 7: `tag` takes one name or text; expected `)`; write `tag(…) | tag(…)` for either");
    insta::assert_snapshot!(parse_error("about(large models)"), @r#"column 13: `about` takes one name or text; expected `)`; put a text of several words in quotation marks: "…""#);
    insta::assert_snapshot!(parse_error("tag(leaves())"), @"column 11: `tag` takes one name or text; expected `)`");
    insta::assert_snapshot!(parse_error("matches(\"(a\")"), @"column 9: this is not a regular expression: unclosed group");
    insta::assert_snapshot!(parse_error("tag(\"[b-a]\")"), @"column 5: `[b-a]` is not a glob: invalid range; 'b' > 'a'");
    insta::assert_snapshot!(parse_error(&format!("{}a{}", "(".repeat(300), ")".repeat(300))), @"column 257: nested more than 256 deep");
}

#[test]
fn bounds_on_strengths_are_told_what_they_take() {
    insta::assert_snapshot!(parse_error("stronger()"), @"column 10: `stronger` needs an argument; expected a number from 0 to 1; write `stronger(0.7)`");
    insta::assert_snapshot!(parse_error("stronger("), @"column 10: the expression ends too early; expected a number from 0 to 1; write `stronger(0.7)`");
    insta::assert_snapshot!(parse_error("stronger(high)"), @"column 10: `high` is not a number; expected a number from 0 to 1; write `stronger(0.7)`");
    insta::assert_snapshot!(parse_error("stronger(nan)"), @"column 10: `nan` is not a number; expected a number from 0 to 1; write `stronger(0.7)`");
    insta::assert_snapshot!(parse_error("stronger(grounds(a))"), @"column 10: `grounds` is not a number; expected a number from 0 to 1; write `stronger(0.7)`");
    insta::assert_snapshot!(parse_error("weaker(70)"), @"column 8: `70` is not from 0 to 1; for 70 per cent write `0.7`");
    insta::assert_snapshot!(parse_error("weaker(1000)"), @"column 8: `1000` is not from 0 to 1; strengths go from 0 to 1");
    insta::assert_snapshot!(parse_error("weaker(-0.3)"), @"column 8: strengths are never below 0; expected a number from 0 to 1; write `weaker(0.3)`");
    insta::assert_snapshot!(parse_error("weaker(70%)"), @"column 10: `%` has no meaning here");
    insta::assert_snapshot!(parse_error("weaker(0,7)"), @"column 10: there is no semantics `7`; with a decimal point: `weaker(0.7)`");
    insta::assert_snapshot!(parse_error("weaker(0.7"), @"column 7: this `(` is never closed; add the `)` that ends it");
    insta::assert_snapshot!(parse_error("weaker(0.7, eular)"), @"column 13: there is no semantics `eular`; did you mean `euler`?");
    insta::assert_snapshot!(parse_error("weaker(0.7, grounded)"), @"column 13: there is no semantics `grounded`; there are df-quad, quadratic-energy, euler, log-odds");
    insta::assert_snapshot!(parse_error("weaker(0.7, )"), @"column 13: unexpected `)`; expected `df-quad`, `quadratic-energy`, `euler` or `log-odds`");
    insta::assert_snapshot!(parse_error("weaker(0.7, euler, a)"), @"column 18: `weaker` takes a number, and a semantics at most; expected `)`");
    insta::assert_snapshot!(parse_error("weaker(0.7 | 0.8)"), @"column 12: `weaker` takes a number, and a semantics at most; expected `)`");
    insta::assert_snapshot!(parse_error("strong(0.7)"), @"column 1: there is no function `strong`; did you mean `stronger(0.7)`?");
}

#[test]
fn columns_count_characters_and_spans_bytes() {
    let error = Query::parse("não & ).").unwrap_err();
    assert_eq!((error.column, error.span.range()), (7, 7..8));
}

#[test]
fn expressions_of_any_length_are_read_and_faulted_in_one_pass() {
    // If any of these were quadratic, the test would never finish.
    let long = 1_000_000;
    let map = "claim.a = { text = '' }";
    assert_eq!(find(map, &("!".repeat(long) + "a")), "a");
    assert_eq!(find(map, &("a | ".repeat(long / 4) + "a")), "a");
    assert!(Query::parse(&"(".repeat(long)).is_err());
    assert!(Query::parse(&"{".repeat(long)).is_err());
    assert!(Query::parse(&format!("{}x{}", "{".repeat(long), "}".repeat(long))).is_err());
    assert!(
        Query::parse(&format!(
            "tag(\"{}x{}\")",
            "{".repeat(long),
            "}".repeat(long)
        ))
        .is_err()
    );
    assert!(fails(map, &("a".to_owned() + &"-a".repeat(long))).contains("no claim has the id"));
    let files = Files::from_text("map.toml", map);
    let query = Query::parse(&("tag(x) | ".repeat(50_000) + "none()")).unwrap();
    let unmatched = query.unmatched(&Map::new(&files));
    assert_eq!(unmatched.len(), 50_000);
    assert_eq!(
        unmatched.last().map(|last| last.column),
        Some(9 * 49_999 + 5)
    );
}

#[test]
fn globs_of_any_shape_are_globs_or_errors() {
    for nested in [1, 31, 32, 33, 300, 3_000] {
        let glob = format!("{}x{}", "{".repeat(nested), "}".repeat(nested));
        assert_eq!(Query::parse(&glob).is_ok(), nested <= 32, "{nested}");
    }
    // Either it compiles, or it is reported as too large.
    let _ = Query::parse(&"{a,b,c,d,e,f,g,h}*".repeat(20_000));
}
