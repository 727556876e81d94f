//! Writes a map as one page for a browser: the argument as lists that fold, the text with its marked passages, and the
//! picture.
//!
//! The page is plain HTML that contains everything itself: it can be printed and searched, and needs no script. Its
//! script adds folding, search and navigation. It requests nothing from the network, and a policy in the page forbids
//! it to; only a page that is served asks its own server for changes.

mod brief;
mod digest;
mod markup;
mod outline;
mod sources;
mod suppose;
mod why;

use std::io::{self, Write};

use super::picture::Paint;
use super::{Part, Svg};
use crate::answer::{Contrasts, CoverageAnswer, Telling};
use crate::map::{ClaimId, ClaimSet, Map};
use crate::printable::Shown;
use crate::proof::Proof;
use crate::reason::explain::Explainer;
use crate::reason::{Labelling, Suppositions, grounded};
use crate::syntax::{Polarity, RelationKind};
use crate::tree::{Tree, View};
use markup::{Html, PageParts};
use outline::MapOutline;
pub use suppose::{SupposedByNumber, Supposing};
use why::{Reasons, link, said};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// Marks early that scripts run, so that nothing is laid out that the page's script folds.
const EARLY: &str = "document.documentElement.classList.add(\"js\")";
/// Shows everything if the browser is too old for the page's script.
const LATE: &str = "if(!document.querySelector(\".tools\")||document.querySelector(\".tools\").hidden){document.documentElement.className=\"\";[].slice.call(document.querySelectorAll(\"noscript\")).forEach(function(kept){kept.outerHTML=kept.textContent})}";

/// The library as WebAssembly, compressed with gzip; `just wasm` builds it from `wasm/`. That build itself contains no
/// engine.
#[cfg(not(target_arch = "wasm32"))]
const ENGINE: &[u8] = include_bytes!("engine.wasm.gz");
#[cfg(target_arch = "wasm32")]
const ENGINE: &[u8] = &[];

/// Maximum number of claims in the picture. Of a larger map it shows those nearest to the thesis.
const MOST_DRAWN: usize = 20_000;

/// How many rows one part of a table has.
const ROWS: usize = 100;

/// Options for the page of a map.
#[derive(Debug, Clone, Copy, Default)]
pub struct Page<'p> {
    /// The language that is shown first.
    pub language: Option<&'p str>,
    /// What a check of the map found, if that should be shown.
    pub findings: Option<&'p Shown>,
    /// The number of the page, if it is served. The server sends the number that it currently serves at `/changes`
    /// (server-sent events). If that is another one, the page reloads its content.
    pub live: Option<u64>,
    /// Whether to leave out the map's files and the WebAssembly library, with which readers can suppose that claims
    /// fall.
    pub fixed: bool,
}

impl Page<'_> {
    /// Writes the page of a part of a map. `proof` must belong to the map. O(n log n) in the map and its sources.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub fn write(&self, part: Part<'_>, proof: &Proof<'_>, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.draw(part, proof).as_bytes())
    }

    /// The page of a part of a map, as [`write`](Self::write) writes it.
    pub fn draw(&self, part: Part<'_>, proof: &Proof<'_>) -> String {
        let map = part.map;
        let nothing = Suppositions::default();
        let labels = grounded(map, &nothing);
        let explainer = Explainer::new(map, &nothing, &labels);
        let reasons = Reasons {
            map,
            explainer: &explainer,
            telling: &Telling::brief(map, &[]),
        };
        let outline = MapOutline {
            map,
            proof,
            labels: &labels,
            reasons: &reasons,
            language: self.language.or(map.language()),
            selection: part.claims,
        };
        let picture = PagePicture::new(part, self.language);
        let style = style();
        let mut page = Html::with_capacity(1 << 16);
        self.head(map, &style, &mut page);
        self.tools(map, proof, &mut page);
        page.raw("<main>\n");
        if let Some(findings) = self.findings {
            page.raw("<section class=\"findings\" aria-label=\"Findings\"><h2>What <code>argmap check</code> finds</h2><pre tabindex=\"0\">");
            page.text(findings).raw("</pre></section>\n");
        }
        brief::write(part, &outline, &mut page);
        page.raw("<div class=\"panes\">\n<section class=\"pane\" id=\"-argument\" aria-labelledby=\"-h1\"><h2 id=\"-h1\">The argument</h2>");
        signs(part, &mut page);
        outline.write(&mut page);
        page.raw("</section>\n");
        Self::sources(map, proof, &mut page);
        picture.write(&mut page);
        page.raw("</div>\n");
        contrasts(part, &labels, self.language, &mut page);
        questions(part, &outline, &mut page);
        page.raw("</main>\n<footer>");
        page.raw("Written by <a rel=\"noreferrer\" href=\"https://crates.io/crates/argmap-cli\">argmap</a>: ");
        page.number(part.claims().count())
            .raw(" claims, ")
            .number(map.reason_count())
            .raw(" reasons. ");
        page.raw("“Stands” and “falls” are what the map itself concludes once every objection has been heard, not a verdict on the world.</footer>\n");
        if !self.fixed && !ENGINE.is_empty() {
            engine(map, &mut page);
        }
        page.raw("<script>")
            .code(SCRIPT)
            .raw("</script>\n<script>")
            .code(LATE)
            .raw("</script>\n</body>\n</html>\n");
        page.into_string()
    }

    fn head(&self, map: &Map, style: &str, page: &mut Html) {
        page.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src '");
        page.code(&digest::source_hash(style)).raw("'; script-src");
        for script in [EARLY, SCRIPT, LATE] {
            page.raw(" '").code(&digest::source_hash(script)).raw("'");
        }
        page.raw(" 'wasm-unsafe-eval'; base-uri 'none'; form-action 'none'");
        page.raw(if self.live.is_some() {
            "; connect-src 'self'"
        } else {
            ""
        });
        page.raw("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"generator\" content=\"argmap\">\n<link rel=\"icon\" href=\"data:,\">\n<title>");
        page.text(map.title().unwrap_or("An argument"))
            .raw("</title>\n<style>")
            .code(style)
            .raw("</style>\n<script>")
            .code(EARLY)
            .raw("</script>\n</head>\n<body");
        if let Some(number) = self.live {
            page.raw(" data-live=\"")
                .figures(format_args!("{number}"))
                .raw("\"");
        }
        page.raw(">\n");
    }

    /// The head of the page. What works only with the page's script is hidden until it runs.
    fn tools(&self, map: &Map, proof: &Proof<'_>, page: &mut Html) {
        page.raw("<a class=\"skip\" href=\"#-argument\">Skip to the argument</a>\n<header><h1 dir=\"auto\">");
        page.text(map.title().unwrap_or("An argument"))
            .raw("</h1>\n<div class=\"tools\" hidden>");
        page.raw("<div class=\"find\"><input id=\"-find\" type=\"search\" placeholder=\"Search the claims\" aria-label=\"Search the claims\" autocomplete=\"off\" role=\"combobox\" aria-expanded=\"false\" aria-controls=\"-found\" aria-autocomplete=\"list\"><ul id=\"-found\" role=\"listbox\" aria-label=\"Claims found\" hidden></ul></div>");
        let mut languages: Vec<&str> = Vec::new();
        for claim in map.claims() {
            for wording in &map.claim(claim).text {
                let tag = wording
                    .language
                    .as_ref()
                    .map(|tag| &*tag.value)
                    .or(map.language());
                if let Some(tag) =
                    tag.filter(|tag| !languages.contains(tag) && languages.len() < 100)
                {
                    languages.push(tag);
                }
            }
        }
        if languages.len() > 1 {
            let shown = self.language.or(map.language());
            page.raw("<label>Language <select id=\"-language\">");
            for tag in languages {
                page.raw("<option").attribute("value", tag);
                page.raw(if Some(tag) == shown {
                    " selected>"
                } else {
                    ">"
                });
                page.text(tag).raw("</option>");
            }
            page.raw("</select></label>");
        }
        let unproven = proof.unproven_claims();
        if !self.fixed && !unproven.is_empty() {
            page.raw("<button type=\"button\" id=\"-distrust\" aria-pressed=\"false\" title=\"Claims whose quotations are not found in the text do not stand by themselves\" data-claims=\"");
            for (number, claim) in unproven.iter().enumerate() {
                page.raw(if number > 0 { " " } else { "" })
                    .number(claim.index());
            }
            page.raw("\">Distrust what is not proven</button>");
        }
        page.raw("<button type=\"button\" id=\"-unfold\">Unfold all</button><button type=\"button\" id=\"-fold\">Fold</button><button type=\"button\" id=\"-plain\" aria-pressed=\"false\" title=\"Nested lists for a screen reader, instead of a tree\">Plain list</button></div></header>\n");
        page.raw("<div id=\"-supposed\" class=\"supposed\" role=\"status\" aria-live=\"polite\" hidden></div>\n");
    }

    fn sources(map: &Map, proof: &Proof<'_>, page: &mut Html) {
        let covered = CoverageAnswer::new(proof);
        if covered.sources.is_empty() {
            return;
        }
        page.raw("<section class=\"pane\" id=\"-text\" aria-labelledby=\"-h2\"><h2 id=\"-h2\">The text</h2><div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"The text, with what the claims quote\">");
        for source in &covered.sources {
            sources::write(map, proof, source, page);
        }
        page.raw("</div></section>\n");
    }
}

/// What the page needs for suppositions: the library, and the map's files.
fn engine(map: &Map, page: &mut Html) {
    #[derive(serde::Serialize)]
    struct MapFiles<'m> {
        files: Vec<(&'m str, &'m str)>,
    }
    let files = map.files().files.iter();
    let given = MapFiles {
        files: files.map(|file| (&*file.name, &*file.text)).collect(),
    };
    page.raw("<script type=\"application/json\" id=\"-files\">")
        .json(&given)
        .raw("</script>\n");
    page.raw("<script type=\"application/octet-stream\" id=\"-engine\">");
    page.code(&digest::base64(ENGINE)).raw("</script>\n");
}

/// The style of every page. It is always the same, since a page whose content is reloaded keeps the style that it has.
fn style() -> String {
    let dark = super::svg::dark_rules();
    format!("{STYLE}@media screen and (prefers-color-scheme: dark) {{\n{dark}}}\n")
}

/// The picture of a part, as far as a page can show it.
struct PagePicture {
    elements: String,
    size: (f64, f64),
    claims: Vec<ClaimId>,
    left_out: usize,
}

impl PagePicture {
    fn new(part: Part<'_>, language: Option<&str>) -> Self {
        let count = part.claims().count();
        let near = (count > MOST_DRAWN).then(|| nearest(part));
        let drawn = Part {
            claims: near.as_ref().or(part.claims),
            ..part
        };
        let svg = Svg {
            language,
            paint: Paint::Relation,
            legend: false,
            ..Svg::default()
        };
        let fragment = svg.fragment(drawn);
        Self {
            size: (fragment.size.width, fragment.size.height),
            claims: fragment.arrangement.claims,
            left_out: count - near.map_or(count, |near| near.len()),
            elements: fragment.elements,
        }
    }

    fn write(&self, page: &mut Html) {
        page.raw("<section class=\"pane\" id=\"-picture\" aria-labelledby=\"-h3\"><h2 id=\"-h3\">The picture</h2>");
        if self.left_out > 0 {
            page.raw("<p class=\"byline\">The ")
                .number(self.claims.len());
            page.raw(" claims nearest to the thesis; ")
                .number(self.left_out)
                .raw(" more are in the lists.</p>");
        }
        let (width, height) = self.size;
        page.raw("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"The picture\"><noscript id=\"-drawn\"><svg class=\"map\" role=\"img\" aria-label=\"The same claims, with arrows from each to what it bears on\" font-family=\"Arial, Helvetica, 'Liberation Sans', Arimo, sans-serif\" viewBox=\"0 0 ");
        page.figures(format_args!("{width} {height}")).raw("\">");
        // In the lists an element's id is the claim's id, so here a claim has its number instead. Escaped text contains
        // no tags.
        let mut groups = self.elements.split("<g id=\"");
        page.drawn(groups.next().unwrap_or_default());
        for (group, claim) in groups.zip(&self.claims) {
            page.raw("<g data-c=\"")
                .number(claim.index())
                .raw("\" data-id=\"")
                .drawn(group);
        }
        page.raw("</svg></noscript></div></section>\n");
    }
}

/// The claims nearest to the thesis, as many whole levels of them as can be drawn; at least the thesis itself.
fn nearest(part: Part<'_>) -> ClaimSet {
    let mut found = ClaimSet::of(part.map, part.map.thesis().iter().copied().take(MOST_DRAWN));
    for depth in 1..64 {
        let view = View {
            roots: part.map.thesis(),
            selected: part.claims,
            depth: Some(depth),
            ..View::default()
        };
        let next = Tree::new(part.map, view).claims();
        if next.len() > MOST_DRAWN || next.len() == found.len() {
            break;
        }
        found = next;
    }
    found
}

/// What the signs before claims mean, for those that occur.
fn signs(part: Part<'_>, page: &mut Html) {
    let map = part.map;
    let has_step = |polarity| part.steps().any(|step| map.step(step).polarity == polarity);
    let has_link = |kind| part.links().any(|link| map.link(link).kind == kind);
    let signs = [
        (
            has_step(Polarity::For),
            "for",
            "+",
            "speaks for what it is under",
        ),
        (
            has_step(Polarity::Against),
            "against",
            "−",
            "speaks against it",
        ),
        (
            part.undercuts().next().is_some(),
            "undercut",
            "⊣",
            "undercuts a step",
        ),
        (
            has_link(RelationKind::Contradicts),
            "against",
            "⇎",
            "contradicts it",
        ),
        (
            has_link(RelationKind::Contrasts),
            "contrast",
            "≠",
            "is contrasted with it",
        ),
        (
            has_link(RelationKind::Restates),
            "same",
            "=",
            "says the same",
        ),
    ];
    if signs.iter().all(|(occurs, ..)| !occurs) {
        return;
    }
    page.raw("<p class=\"key-line\">");
    for (_, class, sign, meaning) in signs.into_iter().filter(|(occurs, ..)| *occurs) {
        page.raw("<span class=\"")
            .raw(class)
            .raw("\"><b class=\"s\">")
            .raw(sign)
            .raw("</b> ")
            .raw(meaning)
            .raw("</span> ");
    }
    page.raw("</p>\n");
}

/// The contrasts between claims, as tables.
fn contrasts(part: Part<'_>, labels: &Labelling, language: Option<&str>, page: &mut Html) {
    let map = part.map;
    let contrasts = Contrasts::new(map, part.claims, language);
    if contrasts.contrasts.is_empty() {
        return;
    }
    page.raw("<section class=\"contrasts\" aria-labelledby=\"-h4\"><h2 id=\"-h4\">What is set against what</h2><div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Contrasts\">");
    let two = vec!["one side".into(), "the other".into()];
    let mut parts = PageParts::default();
    for (aspects, heads) in [
        (&contrasts.by_subject, &contrasts.subjects),
        (&contrasts.others, &two),
    ] {
        if aspects.is_empty() {
            continue;
        }
        let begin = |parts: &mut PageParts, page: &mut Html| {
            parts.begin(page);
            page.raw("<table><thead><tr><th scope=\"col\">on</th>");
            for head in heads {
                page.raw("<th scope=\"col\">").text(head).raw("</th>");
            }
            page.raw("</tr></thead><tbody>\n");
        };
        let mut rows = 0;
        begin(&mut parts, page);
        for aspect in aspects {
            for row in &aspect.rows {
                if rows == ROWS {
                    rows = 0;
                    page.raw("</tbody></table>");
                    begin(&mut parts, page);
                }
                rows += 1;
                page.raw("<tr><th scope=\"row\">")
                    .text(aspect.on.as_deref().unwrap_or("—"))
                    .raw("</th>");
                let mut cells = row.iter().peekable();
                for column in 0..heads.len() {
                    page.raw("<td>");
                    while let Some(&(_, claim)) = cells.next_if(|(at, _)| *at == column) {
                        page.raw("<p class=\"cell\">");
                        link(map, claim, page);
                        let (label, class) = said(labels.claim(claim));
                        page.raw(" <b class=\"v ")
                            .raw(class)
                            .raw("\" data-v=\"")
                            .number(claim.index())
                            .raw("\">")
                            .raw(label)
                            .raw("</b></p>");
                        outline::wordings(
                            map,
                            &map.claim(claim).text,
                            language.or(map.language()),
                            page,
                        );
                    }
                    page.raw("</td>");
                }
                page.raw("</tr>\n");
            }
        }
        page.raw("</tbody></table>");
    }
    parts.end(page);
    page.raw("</div></section>\n");
}

/// The questions, each with its answers.
fn questions(part: Part<'_>, outline: &MapOutline<'_>, page: &mut Html) {
    let map = part.map;
    let mut questions = part.questions().peekable();
    if questions.peek().is_none() {
        return;
    }
    page.raw("<section aria-labelledby=\"-h5\" class=\"questions\"><h2 id=\"-h5\">Questions</h2>");
    let mut parts = PageParts::default();
    for (number, id) in questions.enumerate() {
        if number % ROWS == 0 {
            parts.begin(page);
        }
        let question = map.question(id);
        page.raw("<div class=\"question\">");
        outline::wordings(map, &question.text, outline.language, page);
        page.raw(if question.is_exclusive() {
            "<p class=\"byline\">One answer at most holds.</p><ul>"
        } else {
            "<ul>"
        });
        for claim in part.answers(id) {
            let (label, class) = said(outline.labels.claim(claim));
            page.raw("<li><b class=\"v ")
                .raw(class)
                .raw("\" data-v=\"")
                .number(claim.index())
                .raw("\">")
                .raw(label)
                .raw("</b> ");
            link(map, claim, page);
            page.raw("</li>");
        }
        page.raw("</ul></div>");
    }
    parts.end(page);
    page.raw("</section>\n");
}
