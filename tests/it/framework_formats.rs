//! The formats of abstract frameworks, and the names of problems.

use argmap::reason::af::{Framework, FrameworkFormat, ParseError, Problem};
use insta::assert_snapshot;
use proptest::prelude::*;

use crate::frameworks::frameworks;
use crate::random;

fn names() -> impl Strategy<Value = Vec<String>> {
    prop::collection::btree_set("[a-z0-9#%\"\\\\(), .é\n\r\t\u{feff}-]{0,4}", 0..6)
        .prop_map(|names| names.into_iter().collect())
}

fn written(framework: &Framework, format: FrameworkFormat) -> String {
    let mut out = Vec::new();
    format.write(framework, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn formats_are_told_by_name_or_beginning() {
    let of = |path: &str, text| FrameworkFormat::of(path.as_ref(), text);
    assert_eq!(of("x.tgf", "p af 1"), FrameworkFormat::Tgf);
    assert_eq!(of("x.APX", ""), FrameworkFormat::Apx);
    assert_eq!(of("x.txt", "# a comment\np af 1"), FrameworkFormat::Af);
    assert_eq!(of("x", "% a comment\n arg(a)."), FrameworkFormat::Apx);
    assert_eq!(of("x", "1\n2\n#\n1 2"), FrameworkFormat::Tgf);
}

#[test]
fn formats_are_read_with_their_liberties() {
    let af = "# made by hand\r\n\r\np af 2\r\n 1\t2 \r\n# the end\r\n2 2";
    let framework = FrameworkFormat::Af.parse(af).unwrap();
    assert_eq!(framework.attacks().collect::<Vec<_>>(), [(0, 1), (1, 1)]);
    let apx = "att( a , \"b c\" ) .% early\narg(a).arg(\"b c\"). arg(a).";
    let framework = FrameworkFormat::Apx.parse(apx).unwrap();
    assert_eq!(framework.argument_count(), 2);
    assert_eq!(framework.name(1), "b c");
    assert_eq!(framework.attacks().collect::<Vec<_>>(), [(0, 1)]);
    let tgf = "a the first\nb\n#\na b attacks\nb a";
    let framework = FrameworkFormat::Tgf.parse(tgf).unwrap();
    assert_eq!(framework.find("b"), Some(1));
    assert_eq!(framework.attacks().collect::<Vec<_>>(), [(0, 1), (1, 0)]);
}

#[test]
fn formats_are_written_with_names_beside_numbers_where_they_must() {
    let framework = Framework::named(["thesis", "an objection"], &[(1, 0)]);
    assert_snapshot!(written(&framework, FrameworkFormat::Af), @r"
    p af 2
    # 1 thesis
    # 2 an objection
    2 1
    ");
    assert_snapshot!(written(&framework, FrameworkFormat::Apx), @r#"
    arg(thesis).
    arg("an objection").
    att("an objection",thesis).
    "#);
    assert_snapshot!(written(&framework, FrameworkFormat::Tgf), @r"
    1 thesis
    2 an objection
    #
    2 1
    ");
}

#[test]
fn errors_say_where_what_was_expected_and_what_stands_there() {
    let error =
        |format: FrameworkFormat, text: &str| -> ParseError { format.parse(text).unwrap_err() };
    let af = |text| error(FrameworkFormat::Af, text).to_string();
    assert_snapshot!(af(""), @"1:1: expected the line `p af N`, where N is the number of arguments, found the end of the file");
    assert_snapshot!(af("p cnf 3 4"), @"1:3: expected the line `p af N`, where N is the number of arguments, found `cnf`");
    assert_snapshot!(af("p af many"), @"1:6: expected the number of arguments, at most 1048576 in a file as short as this, found `many`");
    assert_snapshot!(af("p af 67108864"), @"1:6: expected the number of arguments, at most 1048576 in a file as short as this, found `67108864`");
    // A longer file may have more arguments.
    let long = format!("p af 1048577\n# {}\n", "x".repeat(1 << 20));
    assert_eq!(
        FrameworkFormat::Af.parse(&long).unwrap().argument_count(),
        1_048_577
    );
    assert_snapshot!(af("p af 3\n1 4\n"), @"2:3: expected an argument, from 1 to 3, found `4`");
    assert_snapshot!(af("p af 3\n1 0\n"), @"2:3: expected an argument, from 1 to 3, found `0`");
    assert_snapshot!(af("p af 3\n# c\n1\n"), @"3:2: expected an argument, from 1 to 3, found the end of the line");
    assert_snapshot!(af("p af 3\n1 2 3\n"), @"2:5: expected the end of the line, found `3`");
    assert_snapshot!(af("p af 3\n1 -2\n"), @"2:3: expected an argument, from 1 to 3, found `-2`");
    let apx = |text| error(FrameworkFormat::Apx, text).to_string();
    assert_snapshot!(apx("arg(a)\narg(b)."), @"1:7: expected `.`, found the end of the line");
    assert_snapshot!(apx("argument(a)."), @"1:1: expected `arg(…).` or `att(…,…).`, found `argument`");
    assert_snapshot!(apx("arg()."), @"1:5: expected the name of an argument, found `)`");
    assert_snapshot!(apx("arg(été). att(été,eté)."), @"1:19: no argument `eté`: did you mean `été`?");
    assert_snapshot!(apx("arg(a).\natt(a,zebra)."), @"2:7: no argument `zebra`: declare it with `arg(zebra).`");
    assert_snapshot!(apx("arg(\"a)."), @"1:5: this quoted name has no end");
    let tgf = |text| error(FrameworkFormat::Tgf, text).to_string();
    assert_snapshot!(tgf("a\nb\n"), @"3:1: expected a line `#` between the arguments and the attacks, found the end of the file");
    assert_snapshot!(tgf("a\n#\na\n"), @"3:2: expected the argument that is attacked, found the end of the line");
    assert_snapshot!(tgf("a\n#\na c\n"), @"3:3: no argument `c`: declare it with a line `c` before the line `#`");
}

#[test]
fn problems_are_read_as_they_are_written() {
    for problem in Problem::all() {
        assert_eq!(problem.to_string().parse(), Ok(problem));
        assert_eq!(problem.to_string().to_lowercase().parse(), Ok(problem));
    }
    let error = |name: &str| name.parse::<Problem>().unwrap_err().to_string();
    assert_snapshot!(error("preferred"), @"there is no problem `preferred`: a problem is one of SE, DC, DS, EE, CE and one of GR, CO, PR, ST, SST, STG, ID, such as `DC-PR`");
    assert_snapshot!(error("DC-PRF"), @"there is no problem `DC-PRF`: did you mean `DC-PR`?");
    assert_snapshot!(error("DCPR"), @"there is no problem `DCPR`: did you mean `DC-PR`?");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn what_is_written_is_read_back(framework in frameworks()) {
        for format in FrameworkFormat::ALL {
            let read = format.parse(&written(&framework, format)).unwrap();
            prop_assert!(read.attacks().eq(framework.attacks()));
            prop_assert!(read.arguments().all(|a| read.name(a) == framework.name(a)));
        }
    }

    #[test]
    fn names_survive_where_the_format_can_hold_them(names in names()) {
        let size = u32::try_from(names.len()).unwrap();
        let attacks: Vec<_> = (0..size).map(|a| (a, (a + 1) % size)).collect();
        let framework = Framework::named(&names, &attacks);
        for format in FrameworkFormat::ALL {
            let read = format.parse(&written(&framework, format)).unwrap();
            prop_assert!(read.attacks().eq(framework.attacks()));
            if format == FrameworkFormat::Apx {
                prop_assert_eq!(&read, &framework);
                continue;
            }
            let names: Vec<_> = read.arguments().map(|a| read.name(a).into_owned()).collect();
            prop_assert_eq!(names, format.spelling(&framework));
        }
    }

    #[test]
    fn no_text_makes_a_parser_panic(
        text in prop_oneof![random::text(20), "[afp argt(),.#%\"\\\\0-9é\r\n-]{0,60}"]
    ) {
        for format in FrameworkFormat::ALL {
            if let Err(error) = format.parse(&text) {
                prop_assert!(error.offset() <= text.len());
            }
        }
    }
}
