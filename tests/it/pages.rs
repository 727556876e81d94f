//! Which parts of a page count as its text: exactly what its reader sees, in HTML as in Markdown.

use argmap::quotes::{Outcome, Quotation, QuotePlace, SourceKind, SourceText, Unseen};

fn load(page: &str, kind: SourceKind) -> SourceText {
    SourceText::load(page.as_bytes().to_vec(), kind).unwrap()
}

fn place(source: &SourceText, quotation: &str) -> Option<QuotePlace> {
    match source.find(&Quotation::new(quotation)) {
        Outcome::Found { place, .. } => Some(place),
        Outcome::Ambiguous { places, .. } => places.into_iter().next(),
        _ => None,
    }
}

fn proves_as(kind: SourceKind, page: &str, quotation: &str) -> bool {
    let source = load(page, kind);
    let place = place(&source, quotation);
    if let Some(place) = &place {
        assert!(source.file().get(place.whole.bytes.clone()).is_some());
    }
    place.is_some()
}

/// Asserts that `page`, as HTML, proves every quotation in `proven` and none in `unproven`.
#[track_caller]
fn html(page: &str, proven: &[&str], unproven: &[&str]) {
    check(SourceKind::Html, page, proven, unproven);
}

#[track_caller]
fn markdown(page: &str, proven: &[&str], unproven: &[&str]) {
    check(SourceKind::Markdown, page, proven, unproven);
}

/// The same in HTML, and in Markdown both inline and as an HTML block.
#[track_caller]
fn both(line: &str, proven: &[&str], unproven: &[&str]) {
    html(&format!("<p>{line}</p>"), proven, unproven);
    markdown(line, proven, unproven);
    markdown(
        &format!("- > Text.\n\n<div>\n{line}\n</div>\n\nEnd."),
        proven,
        unproven,
    );
}

#[track_caller]
fn check(kind: SourceKind, page: &str, proven: &[&str], unproven: &[&str]) {
    let text = load(page, kind).text().to_owned();
    for quotation in proven {
        assert!(
            proves_as(kind, page, quotation),
            "{quotation:?} in {page:?}: {text:?}"
        );
    }
    for quotation in unproven {
        assert!(
            !proves_as(kind, page, quotation),
            "{quotation:?} in {page:?}: {text:?}"
        );
    }
}

mod raised_and_lowered {
    use super::*;

    #[test]
    fn a_raised_digit_never_joins_the_digits_beside_it() {
        both(
            "Output rose to 45<sup>3</sup> percent on 10<sup>6</sup> plots.",
            &["45³ percent", "45^3 percent on 10⁶ plots", "on 10^6 plots"],
            &[
                "453 percent",
                "45 percent",
                "106 plots",
                "10 plots",
                "to 45",
                "on 10",
            ],
        );
        both(
            "A 10<sup>-6</sup> part",
            &["10⁻⁶ part", "10^-6 part", "10^{-6} part"],
            &["10-6 part", "10 part", "A 10"],
        );
        both(
            "A 10<sup>&minus;6</sup> part",
            &["10⁻⁶ part", "10^−6 part"],
            &["10−6 part"],
        );
        both(
            "A 1<b>0<sup>6</sup></b> part",
            &["10⁶ part"],
            &["106 part", "10 part"],
        );
        both("A 10<sup><b>6</b></sup> part", &["10⁶ part"], &["106 part"]);
        both(
            "A <a href='x'>10<sup>6</sup></a> part",
            &["10⁶ part"],
            &["106 part"],
        );
        both(
            "A 10<sup>3</sup>5 part",
            &["10³5 part"],
            &["1035 part", "10^35 part", "10³⁵ part"],
        );
        both(
            "Is 2<sup>3<sup>4</sup></sup> large",
            &["2^(3^4) large"],
            &["2^34 large", "2³⁴ large", "234 large"],
        );
        both(
            "A 10<sub>2</sub> or 5<sub>1</sub>2",
            &["10₂ or", "5₁2"],
            &["102 or", "10 or", "512"],
        );
        both(
            "A 7<span style='vertical-align:super'>2</span> is",
            &["7² is"],
            &["72 is"],
        );
    }

    #[test]
    fn whatever_raises_or_lowers_it() {
        for style in [
            "vertical-align:0.5em;font-size:70%",
            "vertical-align:40%",
            "font-size:smaller;vertical-align:text-top",
            "position:relative;top:-4pt",
            "position:relative;bottom:.4em",
            "baseline-shift:super",
        ] {
            both(
                &format!("On 10<span style='{style}'>6</span> plots"),
                &["On 10⁶ plots"],
                &["106", "On 10"],
            );
        }
        for style in [
            "vertical-align:-3px",
            "position:relative;top:3px",
            "vertical-align:bottom;font-size:8px",
        ] {
            both(
                &format!("On H<span style='{style}'>2</span>O"),
                &["On H₂O"],
                &["On HO"],
            );
        }
        both(
            "On 10<small style='vertical-align:top'>6</small> plots",
            &["10⁶"],
            &["106"],
        );
        for style in [
            "vertical-align:top",
            "vertical-align:0",
            "position:relative;left:2px",
            "vertical-align:middle",
        ] {
            both(
                &format!("On 10<span style='{style}'>6</span> plots"),
                &["On 106 plots"],
                &[],
            );
        }
        html(
            "<table><tr style='vertical-align:top'><td style='vertical-align:top;font-size:80%'>12 plots<td>7",
            &["12 plots", "7"],
            &["127"],
        );
        for tspan in [
            "baseline-shift='super'",
            "style='baseline-shift:40%'",
            "dy='-5'",
            "dy='-0.4em'",
        ] {
            let page =
                format!("<svg><text>On 10<tspan {tspan}>6</tspan></text><text>plots</text></svg>");
            html(&page, &["On 10⁶", "plots"], &["106", "On 10", "6plots"]);
        }
        html(
            "<svg><text>On 10<tspan dy='-5'>6</tspan><tspan dy='5'> plots</tspan> of it</text></svg>",
            &["On 10⁶ plots of it"],
            &["106"],
        );
    }

    #[test]
    fn what_a_reader_would_write_is_found() {
        both(
            "The 2<sup>nd</sup> of 19<sup>th</sup> rank",
            &["2nd of 19th rank"],
            &["2 of"],
        );
        both(
            "Au XIX<sup>e</sup> siècle, M<sup>me</sup> X",
            &["XIXe siècle, Mme X"],
            &[],
        );
        both(
            "As H<sub>2</sub>O and CO<sub>2</sub> are",
            &["H₂O and CO₂ are", "H_2O and CO2 are", "H2O"],
            &["HO and", "CO are"],
        );
        both(
            "An m<sup>2</sup> of V<sub>max</sub> is",
            &["m² of Vmax is", "m^2 of"],
            &["m2 of", "An m", "m of"],
        );
        both(
            "In 2<sup>n</sup> steps",
            &["2^n steps", "2ⁿ steps"],
            &["2n steps", "2 steps"],
        );
        both(
            "The ion Na<sup>+</sup> is",
            &["Na⁺ is", "Na^+ is"],
            &["Na is"],
        );
        both(
            "<sup>14</sup>C dating",
            &["¹⁴C dating"],
            &["C dating", "14C dating"],
        );
        both(
            "<sub><sup>Some small text</sup></sub> here",
            &["Some small text here"],
            &[],
        );
        markdown(
            "It is 10⁶ of it",
            &["10^6 of", "10⁶ of"],
            &["106 of", "10 of"],
        );
    }

    #[test]
    fn formulas_join_nothing() {
        html(
            "<p>So <math><msup><mn>10</mn><mn>6</mn></msup></math> of <math><mfrac><mn>1</mn><mn>2</mn></mfrac></math> \
             and <math><semantics><msub><mi>x</mi><mn>1</mn></msub><annotation>x_1 tex</annotation></semantics></math>.",
            &["So 10⁶ of 1/2 and x₁"],
            &["106", "12", "tex"],
        );
    }

    fn formula(math: &str, proven: &[&str], unproven: &[&str]) {
        let both = |list: &[&str]| {
            list.iter()
                .map(|said| format!("Use {said} of"))
                .collect::<Vec<_>>()
        };
        let (proven, unproven) = (both(proven), both(unproven));
        let proven: Vec<&str> = proven.iter().map(String::as_str).collect();
        let unproven: Vec<&str> = unproven.iter().map(String::as_str).collect();
        html(
            &format!("<p>Use <math>{math}</math> of it"),
            &proven,
            &unproven,
        );
    }

    #[test]
    fn a_fraction_joins_nothing_beside_it() {
        let half = "<mfrac><mn>1</mn><mn>2</mn></mfrac>";
        formula(&format!("<mn>3</mn>{half}"), &["3 1/2"], &["31/2"]);
        formula(&format!("{half}<mn>5</mn>"), &["1/2 5"], &["1/25"]);
        formula(&format!("{half}{half}"), &["1/2 1/2"], &["1/21/2"]);
        formula(&format!("<mrow>{half}</mrow>"), &["1/2"], &["12", "1"]);
        formula(
            "<mfrac><mrow><mn>1</mn></mrow><mrow><mn>2</mn></mrow></mfrac>",
            &["1/2"],
            &["(1)/(2)"],
        );
        formula("<msqrt><mn>2</mn></msqrt><mn>3</mn>", &["√2 3"], &["√23"]);
        formula(
            "<mn>1</mn><mspace width='1em'/><mn>2</mn>",
            &["1 2"],
            &["12"],
        );
        formula(
            "<mfrac linethickness='0'><mn>5</mn><mn>2</mn></mfrac>",
            &["5 2"],
            &["5/2", "52"],
        );
        html(
            "<p>Use 3<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>5 of",
            &["Use 3 1/2 5 of"],
            &["31/2", "1/25"],
        );
    }

    #[test]
    fn parts_of_several_parts_are_in_brackets() {
        let sum = "<mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow>";
        let half = "<mfrac><mn>1</mn><mn>2</mn></mfrac>";
        formula(
            &format!("<mfrac>{sum}<mrow><mn>2</mn><mi>c</mi></mrow></mfrac>"),
            &["(a+b)/(2c)"],
            &["a+b/2c"],
        );
        formula(
            &format!("<mfrac>{half}<mn>3</mn></mfrac>"),
            &["(1/2)/3"],
            &["1/2/3"],
        );
        formula(
            &format!("<mfrac><mn>3</mn>{half}</mfrac>"),
            &["3/(1/2)"],
            &["3/1/2"],
        );
        formula(
            &format!("<msup>{half}<mn>3</mn></msup>"),
            &["(1/2)³"],
            &["1/2³"],
        );
        formula(
            &format!("<msup><mrow>{half}</mrow><mn>3</mn></msup>"),
            &["(1/2)^3"],
            &["1/2^3"],
        );
        formula(
            &format!("<msup><mi>e</mi>{half}</msup>"),
            &["e^(1/2)"],
            &["e^1/2", "e1/2"],
        );
        formula(&format!("<msqrt>{sum}</msqrt>"), &["√(a+b)"], &["√a+b"]);
        formula(
            "<mroot><mn>8</mn><mn>3</mn></mroot>",
            &["8^(1/3)"],
            &["√8³", "√8", "8³"],
        );
        formula(
            &format!("<mroot>{sum}<mn>3</mn></mroot>"),
            &["(a+b)^(1/3)"],
            &["a+b^(1/3)"],
        );
        formula(
            "<mfrac><mrow><mi>d</mi><mi>y</mi></mrow><mrow><mi>d</mi><mi>x</mi></mrow></mfrac>",
            &["dy/dx"],
            &[],
        );
        formula(
            "<mfrac><mn>1</mn><msup><mi>x</mi><mn>2</mn></msup></mfrac>",
            &["1/x²"],
            &["1/x2"],
        );
        formula(
            "<mmultiscripts><mi>C</mi><mprescripts/><none/><mn>14</mn></mmultiscripts>",
            &[],
            &["C₁₄", "C14", "C"],
        );
        let long = "<mn>1</mn>".repeat(100);
        formula(
            &format!("<mfrac><mrow>{long}</mrow><mn>2</mn></mfrac>"),
            &[&format!("({})/2", "1".repeat(100))],
            &[],
        );
    }
}

#[test]
fn a_product_may_be_set_with_spaces_or_without() {
    for page in [
        "3 × 10<sup>6</sup>",
        "3×10<sup>6</sup>",
        "3<span style='margin:0 .2em'>×</span>10<sup>6</sup>",
    ] {
        both(
            &format!("It held {page} cells"),
            &[
                "held 3 × 10⁶ cells",
                "held 3×10⁶ cells",
                "held 3 ×10^6 cells",
            ],
            &["held 3", "10⁶ cells", "× 10⁶ cells", "held 3 10⁶ cells"],
        );
    }
    both(
        "Seen at 100× 5 times",
        &["at 100× 5 times"],
        &["at 100×5 times"],
    );
}

mod note_marks {
    use super::*;

    #[test]
    fn a_bare_raised_number_is_one_after_a_word_or_punctuation() {
        both(
            "Coal came soon<sup>2</sup> and oil.<sup>3</sup> Gas, “too”,<sup>4,5</sup> was (as we know)<sup>6</sup> here.",
            &[
                "came soon and oil. Gas, “too”, was (as we know) here",
                "soon² and oil",
                "oil.^3 Gas",
            ],
            &["soon2 and", "oil.3 Gas", "soon³ and", "came² soon"],
        );
        for exponent in [
            "5 km<sup>2</sup> wide",
            "40 metres<sup>2</sup> wide",
            "x<sup>2</sup> wide",
            "(a + b)<sup>2</sup> wide",
            "sinh<sup>2</sup> wide",
            "5%<sup>2</sup> wide",
            "σ<sup>2</sup> wide",
            "n!<sup>2</sup> wide",
            "$5.<sup>99</sup> wide",
            "PbSO<sup>4</sup> wide",
            "sigma<sup>2</sup> wide",
            "5 cm.<sup>2</sup> wide",
            "[a]<sup>2</sup> wide",
            "€<sup>2</sup> wide",
        ] {
            let skipped = exponent.split('<').next().unwrap().to_owned() + " wide";
            both(exponent, &[], &[&skipped]);
        }
    }

    #[test]
    fn one_that_links_to_a_note_is_one_always() {
        for mark in [
            "<sup><a href=\"#n1\">[1]</a></sup>",
            "<sup id=r1><a href='notes.html#n1'>1</a></sup>",
            "<a href=\"#n1\"><sup>1</sup></a>",
            "<a role=\"doc-noteref\" href='x'>1</a>",
            "<a epub:type=\"noteref\" href='x'>1</a>",
            "<sup><a role=doc-noteref href='x'>1</a></sup>",
            "<sup><a href='#cite_note-1'><span>[</span>1<span>]</span></a></sup>",
            "<sup>[1]</sup>",
        ] {
            both(
                &format!("In 1850{mark} it was 5 km{mark} away."),
                &[
                    "In 1850 it was 5 km away",
                    "1850[1] it was 5 km away",
                    "1850 it was 5 km¹ away",
                ],
                &["18501 it", "1850[2] it", "[1]1850 it"],
            );
            both(&format!("It is 45{mark}6 of"), &[], &["456 of"]);
        }
        both(
            "Since<sup><a href='#a'>*</a></sup> then<sup><a href='#b'>†</a></sup>",
            &["Since then", "Since* then†"],
            &[],
        );
        both(
            "See <a href='#two'>part 2</a> here",
            &["See part 2 here"],
            &["See here"],
        );
    }

    #[test]
    fn what_is_raised_beside_one_belongs_to_it() {
        for marks in [
            "<sup><a href='#1'>1</a></sup><sup>,</sup><sup><a href='#2'>2</a></sup>",
            "<sup><a href='#1'>1</a></sup><sup class='cite_virgule'>, </sup><sup><a href='#2'>2</a></sup>",
            "<sup>1</sup><sup>–</sup><sup>2</sup>",
            "<sup><a href='#1'>[1]</a></sup><sup>:&hairsp;23–25&hairsp;</sup>",
            "<sup><a href='#1'>[1]</a></sup><sup>: 9 </sup><sup><a href='#2'>[2]</a></sup>",
        ] {
            both(
                &format!("The town rose{marks} in May.{marks} It fell."),
                &["The town rose in May. It fell."],
                &["rose, in", "rose: ", "rose– in"],
            );
        }
        both(
            "The ratio<sup>:</sup> is 5 km<sup>2</sup><sup>,</sup> here",
            &["5 km²"],
            &["The ratio is"],
        );
    }

    #[test]
    fn a_charge_and_decimals_may_be_typed_in_a_line() {
        both(
            "The Fe<sup>2+</sup> and SO<sub>4</sub><sup>2−</sup> ions, 10<sup>6.5</sup> of them, PM<sub>2.5</sub> too",
            &[
                "The Fe^2+ and SO_4^2− ions, 10^6.5 of them",
                "The Fe²⁺ and SO4^2− ions",
                "Fe^{2+} and",
                "them, PM_2.5 too",
            ],
            &["The Fe^2", "The Fe2+ and", "and SO_4", "10^6 of", "10^6"],
        );
    }

    #[test]
    fn a_raised_currency_and_a_lowered_fraction_stand_in_the_line() {
        both(
            "It has a half-life (t<sub>1/2</sub>) of 5 h for <sup>$</sup>5.99 each or 4<sup>€</sup> here",
            &["half-life (t1/2) of", "for $5.99 each or 4€ here"],
            &["5.99 each", "or 4", "1/2) of"],
        );
    }

    #[test]
    fn a_raised_o_may_be_a_degree_sign() {
        both(
            "It was 25<sup>o</sup>C and 77 <sup>o</sup>F, the 25<sup>o</sup> Cup of No<sup>o</sup>.",
            &["was 25°C and 77 °F"],
            &["was 25", "was 25oC"],
        );
    }

    #[test]
    fn one_may_be_quoted_beside_a_power() {
        for mark in [
            "<sup>[2]</sup>",
            "<sup><a href='#n2'>[2]</a></sup>",
            "<sup><a href='#n2'>2</a></sup>",
        ] {
            both(
                &format!("An area of 5 km<sup>2</sup> was lost{mark} in 10<sup>6</sup> years."),
                &[
                    "An area of 5 km² was lost[2] in 10⁶ years",
                    "An area of 5 km^2 was lost² in 10^6 years",
                    "An area of 5 km² was lost in 10⁶ years",
                ],
                &[
                    "An area of 5 km² was lost[3] in 10⁶ years",
                    "An area of 5 km was lost[2] in 10⁶ years",
                ],
            );
        }
    }

    #[test]
    fn those_of_markdown_are_the_same() {
        markdown(
            "In 1850[^1] it came first.[^note] Then 45[^1]6.\n\n[^1]: One.\n[^note]: Two.\n",
            &[
                "In 1850 it came first. Then",
                "1850[1] it",
                "1850[^1] it came first.[note] Then",
                "1850¹ it",
            ],
            &["456", "1850[2] it"],
        );
        markdown(
            "In 1850<sup>[1](#n1)</sup> it",
            &["In 1850 it"],
            &["18501 it"],
        );
    }
}

mod hidden {
    use super::*;

    #[test]
    fn what_no_browser_shows_is_no_text() {
        for (open, close) in [
            ("<span hidden>", "</span>"),
            ("<span HIDDEN=''>", "</span>"),
            ("<i hidden>", "</i>"),
            ("<span style='display:none'>", "</span>"),
            (
                "<span style=\"color:red; DISPLAY : NONE !important\">",
                "</span>",
            ),
            ("<span style='display&colon;no&#110;e'>", "</span>"),
            ("<span style=\"visibility: hidden\">", "</span>"),
            ("<b style='visibility:collapse'>", "</b>"),
            ("<template>", "</template>"),
            ("<datalist><option>", "</datalist>"),
            ("<noscript>", "</noscript>"),
            ("<script>", "</script>"),
            ("<style>", "</style>"),
            ("<video>", "</video>"),
            ("<audio>", "</audio>"),
            ("<canvas>", "</canvas>"),
            ("<object>", "</object>"),
            ("<iframe>", "</iframe>"),
            ("<noframes>", "</noframes>"),
            ("<svg><title>", "</title></svg>"),
            ("<svg><desc>", "</desc></svg>"),
            ("<svg>", "</svg>"),
            ("<svg><g><tspan>", "</tspan></g></svg>"),
            ("<svg><text><g>", "</g></text></svg>"),
            ("<svg display=none><text>", "</text></svg>"),
            ("<svg><g display='none'><text>", "</text></g></svg>"),
            ("<svg><g visibility='hidden'><text>", "</text></g></svg>"),
            ("<math><mphantom><mtext>", "</mtext></mphantom></math>"),
            ("<math><mrow>", "</mrow></math>"),
            ("<rp>", "</rp>"),
            ("<span hidden><span>", "</span></span>"),
            ("<span hidden><b>x</b>", "</span>"),
            ("<span popover>", "</span>"),
        ] {
            both(
                &format!("The board {open}never{close} agreed."),
                &["The board agreed"],
                &["never", "board never agreed"],
            );
        }
        html(
            "<p>It <dialog><p>never</p></dialog> was",
            &["was"],
            &["never"],
        );
    }

    #[test]
    fn what_readers_open_or_see_is_text() {
        for (open, close) in [
            ("<span hidden=until-found>", "</span>"),
            ("<span hidden style='display:inline'>", "</span>"),
            ("<span aria-hidden=true>", "</span>"),
            (
                "<span style='visibility:hidden'><span style='visibility:visible'>",
                "</span></span>",
            ),
            (
                "<b style='visibility:hidden'><i style='visibility:visible'>",
                "</i></b>",
            ),
            ("<span style='display:none;display:inline'>", "</span>"),
            ("<span style='x:display:none'>", "</span>"),
            ("<button>", "</button>"),
            ("<picture>", "</picture>"),
            ("<ins>", "</ins>"),
            ("<svg><text>", "</text></svg>"),
            ("<svg><g><text><tspan><a>", "</a></tspan></text></g></svg>"),
            ("<svg hidden><text>", "</text></svg>"),
            ("<svg><foreignObject><i>", "</i></foreignObject></svg>"),
            (
                "<svg><g display='none' style='display:inline'><text>",
                "</text></g></svg>",
            ),
            (
                "<svg visibility='hidden'><text visibility='visible'>",
                "</text></svg>",
            ),
            ("<math><mtext>", "</mtext></math>"),
            ("<rt>", "</rt>"),
            ("<textarea>", "</textarea>"),
            ("<select><option>", "</select>"),
        ] {
            both(
                &format!("The board {open}never{close} agreed."),
                &["never", "agreed"],
                &[],
            );
        }
        html(
            "<details><summary>More</summary><p>within</details>",
            &["More", "within"],
            &[],
        );
        html("<dialog open>within</dialog>", &["within"], &[]);
        markdown(
            "<details>\n<summary>More</summary>\n\nwithin *it*\n\n</details>\n",
            &["More", "within it"],
            &[],
        );
    }

    #[test]
    fn it_ends_where_the_element_ends() {
        for page in [
            "<p hidden>gone<p>seen",
            "<p hidden>gone<div>seen</div>",
            "<ul><li hidden>gone<li>seen</ul>",
            "<dl><dt hidden>gone<dd>seen</dl>",
            "<table><tr><td hidden>gone<td>seen</table>",
            "<table><tr hidden><td>gone<tr><td>seen</table>",
            "<table><tbody hidden><tr><td>gone<tbody><tr><td>seen</table>",
            "<table hidden><tr><td>gone</table>seen",
            "<div><span hidden>gone</div>seen",
            "<p><span hidden>gone</p><p>seen</p>",
            "<s><span hidden>gone</s>seen",
            "<select><option hidden>gone<option label=yes>gone<option label=''>seen</select>",
            "<div hidden><p>gone</div>seen",
            "<div hidden>gone<span></div>seen",
            "<h1 hidden>gone</h2>seen",
            "<br hidden>seen<p hidden>gone",
            "<img hidden>seen",
            "<input hidden>seen",
            "<div hidden><div>gone</div>gone</div>seen",
            "<table><tr><td><div hidden>gone<tr><td>seen</table>",
            "<button hidden>gone<button>seen</button>",
            "<a hidden>gone<a>seen</a>",
            "<svg hidden><title>gone</title></svg>seen",
            "<template><div hidden>gone</template>seen",
            "<head><title>gone</title>seen",
            "<head><style>gone</style><p>seen",
            "<title>gone</title><body>seen</body>",
            "<td hidden>seen",
            "<div hidden></b></i></p>gone</div>seen",
            "<p>seen<script>if (a<b) gone()</script>",
            "<!-- <p> gone --><p>seen",
            "<svg><style>gone</style></svg><p>seen",
            "<svg><g><path/></g><p>seen",
            "<math><mi>x</mi><p>seen",
            "<video><source src=x>gone</video>seen",
            "<iframe><p>gone</p></iframe>seen",
        ] {
            html(page, &["seen"], &["gone"]);
        }
    }

    #[test]
    fn xhtml_is_read_as_xml_and_html_never_is() {
        for (page, seen) in [
            ("<script src='x'/><title/><p>seen</p>", "seen"),
            ("<p>seen <a id='x'/><![CDATA[too]]></p>", "seen too"),
            ("<div hidden=''/>seen", "seen"),
            ("<p hidden=''><div>gone</div></p>seen", "seen"),
            ("<style><![CDATA[ gone </style> ]]></style>seen", "seen"),
            ("<p>seen<br></br>too</p>", "seen too"),
            ("<p>seen <b>too <i/>here</b></p>", "seen too here"),
            ("<table><tr><td>seen</td></tr></table>", "seen"),
            ("<noscript>gone</noscript>seen", "seen"),
            (
                "<h:p xmlns:h='http://www.w3.org/1999/xhtml'>seen <h:del>gone</h:del>too</h:p>",
                "seen too",
            ),
            ("<h:p>seen</h:p><h:p hidden=''>gone</h:p><p>too</p>", "seen"),
        ] {
            for prolog in ["", "<?xml version='1.0'?>", "\u{FEFF}<?xml version='1.0'?>"] {
                let page =
                    format!("{prolog}<html xmlns='http://www.w3.org/1999/xhtml'>{page}</html>");
                check(SourceKind::Xhtml, &page, &[seen], &["gone"]);
            }
        }
        for page in [
            "<div hidden=''/>gone",
            "<script src='x'/><p>gone</p>",
            "<s/>gone",
        ] {
            html(
                &format!("<?xml version='1.0'?><html>seen {page}"),
                &["seen"],
                &["gone"],
            );
        }
    }

    #[test]
    fn a_file_is_read_as_what_its_name_says_or_else_as_what_it_begins_as() {
        let page = "\u{FEFF}<!-- saved --> <?php x ?>\n<!DOCTYPE HTML>\n<p>seen <!-- gone -->";
        let xml =
            "<?xml version='1.0'?>\n<!-- a --><html xmlns='http://www.w3.org/1999/xhtml'><p/>seen";
        let plain = "<htmlx> is no tag, nor is <!DOCTYPE html> here";
        for (name, text, kind) in [
            ("a.xhtml", "a", SourceKind::Xhtml),
            ("a.XHT", "a", SourceKind::Xhtml),
            ("a.svg", "a", SourceKind::Xhtml),
            ("a.html", xml, SourceKind::Html),
            ("a.htm", "a", SourceKind::Html),
            ("a.qmd", page, SourceKind::Markdown),
            ("a.txt", page, SourceKind::Plain),
            ("a.aspx", page, SourceKind::Html),
            ("index.php?id=5", page, SourceKind::Html),
            ("page", page, SourceKind::Html),
            (
                "page.shtml",
                "<%@ page %>\n<html lang=en>",
                SourceKind::Html,
            ),
            ("page.jsp", xml, SourceKind::Xhtml),
            ("page", "<svg xmlns=''>", SourceKind::Xhtml),
            ("paper", "%PDF-1.7", SourceKind::Pdf),
            ("notes", plain, SourceKind::Plain),
            ("notes.tex", "<!-- open", SourceKind::Plain),
            ("notes", "", SourceKind::Plain),
        ] {
            assert_eq!(
                SourceKind::of(name.as_ref(), text.as_bytes()),
                kind,
                "{name}: {text}"
            );
        }
    }

    #[test]
    fn only_the_first_child_of_semantics_and_of_an_action_is_seen() {
        for xml in ["application/xhtml+xml", "text/html", "MathML-Content"] {
            html(
                &format!(
                    "<p>It is <math><semantics><mi>x</mi><annotation-xml encoding='{xml}'><mtext>gone</mtext></annotation-xml>\
                     <annotation>gone</annotation></semantics></math> seen"
                ),
                &["It is x seen"],
                &["gone"],
            );
        }
        html(
            "<p>It is <math><semantics><mi>x</mi><annotation-xml encoding='application/xhtml+xml'><p>gone <b>too</b></p>\
             </annotation-xml></semantics></math> seen <math><maction><mn>5</mn><mtext>gone</mtext></maction></math> too.",
            &["It is x seen 5 too."],
            &["gone"],
        );
    }

    #[test]
    fn markdown_s_own_blocks_end_it_as_html_s_do() {
        markdown("a <span hidden>gone\n\nseen\n", &["seen"], &["gone"]);
        markdown(
            "<div hidden>\n\ngone *too*\n\n- gone\n\n</div>\n\nseen\n",
            &["seen"],
            &["gone", "too"],
        );
        markdown(
            "It <span\nhidden>is *gone*</span> seen",
            &["It seen"],
            &["gone"],
        );
        markdown(
            "It <script>is *gone*</script> seen",
            &["It seen"],
            &["gone"],
        );
        markdown(
            "Use <script> and <title>, then **seen**.\n\nseen too",
            &["seen", "seen too"],
            &[],
        );
        markdown(
            "a <!-- gone --> seen ![gone](x.png) b",
            &["seen b"],
            &["gone"],
        );
        markdown("> <div>\n> seen\n> too\n> </div>\n", &["seen too"], &[">"]);
    }

    #[test]
    fn a_comment_or_tag_goes_on_through_the_markdown_after_it() {
        for open in [
            "<div><!-- a",
            "<table>\n<tr><td>x</td></tr>\n<!--\n<tr>",
            "<p align=\"center\">\n<!-->-->\n<!--\n<img src=x>",
            "- <!-- a",
            "> <!-- a",
            "1. x\n   <div><!-- a -- >",
            "<div><svg><desc></desc></svg>\n<!-- a --!- >",
        ] {
            for close in ["<div>--></div>", "b <!-- --> c", "<p>a\n--!></p>"] {
                let page = format!(
                    "before\n\n{open}\n\ngone *too* --> [and](x \"y\") ![z](z) `--> code` <b>bold</b>\n\n\
                     - item\n\n| a | b |\n|---|---|\n| cell | d |\n\n{close}\n\nseen\n"
                );
                markdown(
                    &page,
                    &["before", "seen"],
                    &["gone", "too", "and", "code", "bold", "item", "cell"],
                );
            }
        }
        markdown("<div><!--\n\ngone\n\n-->\n", &[], &["gone"]);
        markdown(
            "<div title=\"a\n\ngone > 'x'\n\n<p class=\"c\">seen</p>\n",
            &["seen"],
            &["gone"],
        );
        markdown(
            "<div title='a\n\ngone \"x\" it's gone\n\nseen\n",
            &["seen"],
            &["gone"],
        );
        markdown("<div title=\"a\n\ngone [seen](x)\n", &["seen"], &["gone"]);
        markdown("<div\n\nseen\n\ntoo\n", &["seen too"], &[]);
        markdown(
            "<div hidden\n\ngone\n\n</div>\n\nseen\n",
            &["seen"],
            &["gone"],
        );
        markdown("<div></div\n\nseen\n\ntoo\n", &["seen too"], &[]);
    }

    #[test]
    fn raw_text_goes_on_through_the_markdown_after_it() {
        markdown(
            "<div><script>\n\nif (gone <b && \"x\n\n<div> \"</script>\nseen\n",
            &["seen"],
            &["gone", "x"],
        );
        markdown(
            "<div><textarea>\n\nseen *too*\n\n<div><b hidden>&amp;</b></textarea> b\n",
            &["seen too", "<b hidden>&</b> b"],
            &[],
        );
    }

    #[test]
    fn footnotes_that_the_text_does_not_lead_to_are_no_text() {
        markdown(
            "Text[^A] more[^b].\n\n[^a]: Seen one[^c].\n\n[^b]:\n    Seen two.\n\n    - item\n\n[^c]: Seen three.\n\n\
             [^a]: Gone one.\n\n[^d]: Gone two[^e]. <b hidden> <!-- </template> --> </template>\n\n\
             [^e]: Gone *three*[^d].\n\n[^f]: <div hidden>\n    Gone four.\n\nEnd.\n",
            &["Seen one", "Seen two", "item", "Seen three", "End."],
            &["Gone one", "Gone two", "Gone three", "Gone four", "Gone"],
        );
        markdown("[^a]: Gone.\n", &[], &["Gone"]);
        markdown("Text[^a] is text.\n", &["Text[^a] is text."], &[]);
    }
}

#[test]
fn ruby_is_read_without_its_readings() {
    for ruby in [
        "<ruby>表<rp>(</rp><rt>も</rt><rp>)</rp></ruby>",
        "<ruby>表<rt>も</ruby>",
        "<ruby>表<rp>(<rt>も<rp>)</ruby>",
        "<ruby><rb>表<rtc><rt>も</rtc></ruby>",
    ] {
        both(
            &format!("水が{ruby}に出て来た。"),
            &["水が表に出て来た"],
            &["も"],
        );
    }
}

#[test]
fn content_visibility_hides_blocks_and_no_parts_of_lines() {
    let hidden = "style='content-visibility: hidden'";
    both(
        &format!("It is <span {hidden}>not</span> good news."),
        &["It is not good news"],
        &["It is good news"],
    );
    both(
        "It is <span style='content-visibility: hidden; display: inline-block'>not</span> good news.",
        &["It is good news"],
        &["is not good news"],
    );
    html(
        &format!("<div {hidden}>They agreed to sell it.</div><p>They did not."),
        &["They did not."],
        &["They agreed to sell it"],
    );
}

#[test]
fn text_in_the_reverse_order_is_proven_in_neither() {
    for (open, close) in [
        ("<bdo dir=rtl>", "</bdo>"),
        ("<b><bdo dir='RTL'>", "</bdo></b>"),
        (
            "<span style='direction:rtl;unicode-bidi:bidi-override'>",
            "</span>",
        ),
    ] {
        both(
            &format!("The sum is {open}05{close} euro."),
            &["The sum is", "euro."],
            &["sum is 05", "sum is 50", "05 euro", "50 euro"],
        );
        both(
            &format!("They wrote {open}no more tolls. We agree{close} on the wall."),
            &[
                "They wrote",
                "on the wall.",
                "\u{202E}no more tolls. We agree\u{202C} on",
            ],
            &[
                "no more tolls",
                "We agree",
                "agree on the wall",
                "sllot erom on",
            ],
        );
    }
    both(
        "They wrote \u{202E}no more tolls\u{202C} on the wall.",
        &[
            "They wrote",
            "on the wall.",
            "\u{202E}no more tolls\u{202C} on",
        ],
        &["no more tolls", "more tolls on"],
    );
    for open in [
        "<span dir=rtl style='unicode-bidi:bidi-override'>",
        "<bdo style='direction:rtl'>",
    ] {
        let page = format!("<p>The sum is {open}05</span></bdo> euro.");
        html(&page, &["The sum is"], &["sum is 05"]);
    }
    both(
        "The sum is <bdo dir=ltr>05</bdo> <i dir=rtl>euro</i>.",
        &["sum is 05 euro"],
        &[],
    );
}

#[test]
fn a_line_break_after_a_hyphen_is_a_space() {
    for line in [
        "They re-\nsigned it",
        "They <b>re-</b>\nsigned it",
        "They re-\n<b>signed</b> it",
        "They re&#8208;\nsigned it",
        "They re&shy;\nsigned it",
    ] {
        let page = format!("<p>{line}</p>");
        html(&page, &[], &["They resigned it", "They re-signed it"]);
        markdown(line, &[], &["They resigned it", "They re-signed it"]);
    }
    both(
        "They re-\nsigned it",
        &["They re- signed it", "They re-\nsigned it"],
        &[],
    );
    both(
        "Of 10–\n20 and/\nor 5",
        &["10– 20 and/ or"],
        &["10–20", "and/or"],
    );
    for page in [
        "<pre>They re-\nsigned it</pre>",
        "<p>They re-<br>signed it",
        "<textarea>They re-\nsigned it</textarea>",
    ] {
        html(page, &["They resigned it", "They re-signed it"], &[]);
    }
    markdown("```\nThey re-\nsigned it\n```", &["They resigned it"], &[]);
}

#[test]
fn stray_text_of_a_table_never_joins_a_cell() {
    html(
        "<table><tr><td>the cell</td>stray<td>next</td><b>bold</b></tr>last</table>after",
        &["the cell", "stray", "next", "bold", "last", "after"],
        &[
            "cellstray",
            "straynext",
            "nextbold",
            "boldlast",
            "lastafter",
        ],
    );
    html(
        "<table>\n<tr>\n<td>a1</td>\n<td>b2 </td> <td>c3",
        &["a1 b2 c3"],
        &["a1b2", "b2c3"],
    );
}

#[test]
fn what_stands_apart_on_the_page_parts_words() {
    for page in [
        "<svg><text><tspan x='0'>one</tspan><tspan x='0' dy='1.2em'>two</tspan></text></svg>",
        "<svg><text>one<tspan y='20'>two</tspan></text></svg>",
        "<svg><text>one<tspan dy='1.2em'>two</tspan></text></svg>",
        "<svg><text>one</text><text>two</text></svg>",
        "<div style='display:flex'><span>one</span><span>two</span></div>",
        "<div style='display:inline-grid'><b>one</b><a href=x>two</a></div>",
        "<div style='display:flex'>one<i>two</i></div>",
        "<p>one<span style='float:right'>two</span></p>",
        "<p><b style='display:block'>one</b>two</p>",
        "<p>one<span style='position:absolute;left:9em'>two</span></p>",
        "<p><b style='position:fixed'>one</b>two</p>",
        "<p><span style='display:table-cell'>one</span><span style='display:table-cell'>two</span></p>",
        "<p>one<math display='block'><mtext>two</mtext></math></p>",
    ] {
        html(page, &["one", "two"], &["onetwo"]);
    }
    for page in [
        "<p><span style='float:left;font-size:300%'>O</span>nce upon",
        "<p><b style='float:left'>O</b>nce upon",
        "<div style='display:flex'><p>On<b>ce</b> upon</p></div>",
        "<div style='display:flex'><b>On<i>ce</i></b> upon</div>",
        "<p>On<span style='display:inline-block'>ce</span> upon",
        "<svg><text>On<tspan fill='red'>ce</tspan> upon</text></svg>",
    ] {
        html(page, &["Once upon"], &[]);
    }
}

#[test]
fn what_has_a_box_or_marks_of_its_own_joins_nothing_beside_it() {
    for element in [
        "button",
        "q",
        "textarea",
        "marquee",
        "span style='display:inline-block;width:3em'",
        "span style='display:inline-block;margin:0 2em'",
        "span style='margin-inline-start:1em;margin-inline-end:1em'",
        "a href=x style='padding:2px 4pt'",
        "b style='padding:1px 0.3em 2px 4em'",
        "i style='border:1px solid'",
        "code style='border-left:1px solid red;border-right:thin'",
        "select><option",
    ] {
        let name = element.split([' ', '>']).next().unwrap();
        let page = format!("Rated 1<{element}>2 reviews by 3</{name}>4 or so.");
        html(
            &format!("<p>{page}"),
            &["Rated 1 2 reviews by 3 4 or so."],
            &["12 reviews", "by 34", "Rated 12"],
        );
        for (before, within, after) in [
            ("1", ".5 of 2.", "5 or so"),
            ("in 1", ",000 to 2", ",000 or so"),
            ("by -", "5 to −", "6 or so"),
            ("from 10", "–20 to 1", "/2 or so"),
        ] {
            let page = format!("<p>It rose {before}<{element}>{within}</{name}>{after}");
            html(
                &page,
                &[&format!("It rose {before} {within} {after}")],
                &[&format!("{before}{within}"), &format!("{within}{after}")],
            );
        }
        let page = format!("It is un<{element}>like</{name}>ly.");
        html(
            &page,
            &["is un like ly."],
            &["unlike", "likely", "unlikely"],
        );
    }
    for page in [
        "<p>Rated 1<sup>st</sup><button>2 of 3</button>.",
        "<p>Rated 1<b><sup>st</sup></b><b style='padding:1em'>2 of 3</b>.",
        "<svg><text>Rated 1st<tspan dx='20'>2 of 3</tspan>.</text></svg>",
    ] {
        html(page, &["Rated 1st 2 of 3."], &["1st2"]);
    }
    for page in [
        "<p><span style='margin-right:4px;font-size:300%'>O</span>nce upon",
        "<p><b style='display:inline-block;width:1em'>O</b>nce upon",
        "<p>On<span style='padding:2px 0'>ce</span> upon",
        "<p>On<span style='margin:0 1px;border:none;padding:1px'>ce</span> upon",
        "<p>On<span style='border-radius:4px;width:50%;margin-left:auto'>ce</span> upon",
        "<p>On<span style='border-left:thin;margin:1em;margin:0'>ce</span> upon",
        "<svg><text>On<tspan dx='1 30'>ce</tspan> upon</text></svg>",
    ] {
        html(page, &["Once upon"], &[]);
    }
    both(
        "He said (<q>no</q>), and <q>never</q>. Press Ctrl+<b style='padding:4px'>5</b>.",
        &["He said (no), and never. Press Ctrl+5."],
        &[],
    );
}

#[test]
fn a_fraction_of_raised_and_lowered_digits_is_read_as_one() {
    for slash in ["/", "&frasl;", "\u{2215}"] {
        both(
            &format!(
                "Add <sup>1</sup>{slash}<sub>2</sub> cup, 3<sup>3</sup>{slash}<sub>16</sub>5 more."
            ),
            &[
                "Add 1/2 cup",
                "Add ¹/₂ cup",
                "cup, 3 3/16 5 more",
                "cup, 3³⁄₁₆5",
            ],
            &["Add 12", "33/16", "3/165", "3/1", "33", "165 more"],
        );
    }
    check(
        SourceKind::Plain,
        "Of 3¹/₂ and x¹/₂ of 2²/3",
        &["Of 3 1/2 and", "Of 3¹⁄₂ and", "x¹/₂ of", "2²/3"],
        &["31/2", "x1/2", "22/3", "2 2/3", "2/3", "and x"],
    );
}

#[test]
fn of_a_switch_only_what_is_shown_counts() {
    let seen = "<foreignObject><div>Approve the budget</div></foreignObject>";
    html(
        &format!(
            "<svg><switch>{seen}<text>Approve it...</text><text>Not</text></switch><text>End</text></svg>"
        ),
        &["Approve the budget", "End"],
        &["Approve it", "Not"],
    );
    html(
        "<svg><switch><g requiredExtensions='x:y'><text>Gone</text></g><text>Seen</text><text>Not</text></switch></svg>",
        &["Seen"],
        &["Gone", "Not"],
    );
}

#[test]
fn what_a_formula_does_not_show_makes_no_difference() {
    html(
        "<p>It takes <math><mn>2</mn><mo>\u{2062}</mo><mi>n</mi></math> steps.",
        &[
            "It takes 2n steps",
            "It takes 2\u{2062}𝑛 steps",
            "It takes 2𝑛 steps",
        ],
        &["It takes 2N steps", "It takes n steps"],
    );
    check(
        SourceKind::Plain,
        "Of \u{2068}Ann\u{2069}: 𝑥𝑦",
        &["Of Ann: xy"],
        &["Of Ann: x"],
    );
}

#[test]
fn a_table_is_not_in_what_was_left_open_in_the_paragraph_before_it() {
    let page = "<!doctype html><p>aa <s>bb<table><tr><td>cell</table>after";
    html(page, &["aa", "cell"], &["bb", "after"]);
    for page in [
        "<!doctype html><div>aa <s>bb<table><tr><td>cell</table>after</div>",
        "<!doctype html><p>aa <s>bb</p> <table><tr><td>cell</table>after",
        "<!doctype html><p>aa <s>bb<p>bb<div>bb</div>bb<table><tr><td>cell</table>after",
        "<p>aa <s>bb<table><tr><td>cell</table>after",
        "<!doctype html public '-//W3C//DTD HTML 4.01 Transitional//EN'><p>aa <s>bb<table><tr><td>cell</table>after",
    ] {
        html(page, &["aa"], &["bb", "cell", "after"]);
    }
    html(
        "<!doctype html><p>aa <b style='visibility:hidden'>bb<table><tr><td>cell</table>after</b>end",
        &["aa", "cell", "end"],
        &["bb", "after"],
    );
    html(
        "<!doctype html><div><p>aa <s>bb</div><table><tr><td>cell</table>after</s> end",
        &["aa", "cell", "end"],
        &["bb", "after"],
    );
    html(
        "<!doctype html><p>aa <s>bb<ul>bb</ul><table><tr><td>cell</table>after</s> end",
        &["aa", "cell", "end"],
        &["bb", "after"],
    );
}

#[test]
fn struck_text_is_no_text() {
    for (open, close) in [
        ("<del>", "</del>"),
        ("<s>", "</s>"),
        ("<strike>", "</strike>"),
        ("<span style='text-decoration:line-through'>", "</span>"),
    ] {
        both(
            &format!("It was {open}never{close} so."),
            &["It was so"],
            &["never", "was never so"],
        );
    }
    markdown(
        "It was ~~never *ever*~~ so.",
        &["It was so"],
        &["never", "ever"],
    );
    html("<p>a <s>gone</p><p>gone</s> seen", &["seen"], &["gone"]);
}

#[test]
fn rules_braces_and_alerts_are_read_as_they_are_shown() {
    for (page, proven, unproven) in [
        (
            "Intro.\n\n---\n## Section one\n\nWords: many.\n\n---\n## Section two\n",
            &["Section one", "Words: many.", "Section two"][..],
            &[][..],
        ),
        ("Intro.\n\n+++\na = 1\n+++\n", &["a = 1"], &[]),
        (
            "Intro.\n\n---\na: b\n\nseen\n...\n\nmore\n",
            &["a: b", "seen", "more"],
            &[],
        ),
        ("\n---\na: b\n---\n", &["a: b"], &[]),
        ("---\nWords.\n---\nSeen.\n", &["Words.", "Seen."], &[]),
        (
            "\u{FEFF}---\ngone: b\n---\nSeen.\n\n---\na: b\n---\n",
            &["Seen.", "a: b"],
            &["gone"],
        ),
        (
            "## The map f: A → {0, 1}\n\n# Use ${HOME}\n\n# Empty {}\n\nUnder {x}\n===\n",
            &["A → {0, 1}", "Use ${HOME}", "Empty {}", "Under {x}"],
            &[],
        ),
        (
            "## The *map* {#the-map}\n\nThe &amp; word {#w .c k=v}\n---\n\n> # A {.b} #\n> text {#seen}\n",
            &["The map", "The & word", "A", "text {#seen}"],
            &["the-map", "#w", "The map {", "b"],
        ),
        ("> [!NOTE]\n> seen *too*\n", &["seen too"], &["NOTE"]),
    ] {
        markdown(page, proven, unproven);
    }
}

#[test]
fn pictures_and_lines_part_words() {
    both(
        "an<img src=x>other and line<br>break",
        &["an other", "line break"],
        &["another", "linebreak"],
    );
    html(
        "a<span style='display:block'>b</span>c",
        &["a", "b", "c"],
        &["ab", "bc"],
    );
    markdown("an![x](y)other", &["an other"], &["another"]);
}

#[test]
fn where_a_quotation_stands_unseen_is_told() {
    let unseen = |page: &str, kind, quotation: &str| {
        let source = load(page, kind);
        let told = source.unseen(&Quotation::new(quotation));
        told.map(|(passage, why)| (source.file()[passage.bytes].to_owned(), why))
    };
    let told = |words: &str, why| Some((words.to_owned(), why));
    let page = "<p>It was <del>never</del> <span hidden>really</span> so, <ruby>表<rt>も</ruby>.";
    assert_eq!(
        unseen(page, SourceKind::Html, "It was never"),
        told("It was <del>never", Unseen::Struck)
    );
    assert_eq!(
        unseen(page, SourceKind::Html, "really so"),
        told("really</span> so", Unseen::Hidden)
    );
    assert_eq!(
        unseen(page, SourceKind::Html, "表も"),
        told("表<rt>も", Unseen::Reading)
    );
    assert_eq!(unseen(page, SourceKind::Html, "so It was"), None);
    assert_eq!(unseen(page, SourceKind::Html, "nowhere"), None);
    assert_eq!(
        unseen("It was ~~never~~ so", SourceKind::Markdown, "was never so"),
        told("was ~~never~~ so", Unseen::Struck)
    );
    assert_eq!(unseen("never", SourceKind::Plain, "ever"), None);
}

#[test]
fn deep_nesting_costs_no_more_than_flat() {
    let deep = |tag: &str| format!("{}<p>end", format!("<{tag}>").repeat(20_000));
    let unseen = ["ruby><rt", "s", "del"];
    for tag in [
        "div",
        "b",
        "span",
        "sup",
        "table",
        "table><tr><td",
        "svg",
        "svg><foreignobject",
        "ruby><rt",
        "ul><li",
        "a",
        "x-y",
        "select",
        "s",
        "del",
    ] {
        let page = deep(tag) + &"</b></x-y></p></div></s>".repeat(2_000);
        let source = load(&page, SourceKind::Html);
        assert!(source.text().len() < 200_000);
        let is_seen = place(&source, "end").is_some();
        assert_eq!(is_seen, !unseen.contains(&tag), "{tag}");
    }
}
