//! Writes the argument as nested lists, in which each claim is written out once with everything known about it.

use super::markup::Html;
use super::why::{Reasons, fragment, link, said};
use crate::map::{ClaimId, LinkId, Map, StepId};
use crate::proof::{Cited, Proof};
use crate::quotes::{Outcome, Tier};
use crate::reason::Labelling;
use crate::syntax::{Polarity, Wording};
use crate::tree::{Item, ItemNode, Occurrence, Role, Tree, View};

/// Maximum nesting, since browsers limit how deep elements nest. Deeper items come next to those that they hang on.
const DEEPEST: usize = 90;

/// Maps with more claims than this begin folded.
const LARGE: usize = 150;

/// What the lists are written from.
pub(super) struct MapOutline<'o> {
    pub(super) map: &'o Map,
    pub(super) proof: &'o Proof<'o>,
    pub(super) labels: &'o Labelling,
    pub(super) reasons: &'o Reasons<'o>,
    pub(super) language: Option<&'o str>,
    /// The claims to list; `None` for all of them.
    pub(super) selection: Option<&'o crate::map::ClaimSet>,
}

impl MapOutline<'_> {
    /// Writes the lists, for readers without scripts. With scripts, the page's script turns them into what it needs.
    /// Linear in the map.
    pub(super) fn write(&self, out: &mut Html) {
        let view = View {
            selected: self.selection,
            ..View::default()
        };
        let tree = Tree::new(self.map, view);
        // A large map shows its main points first; without the page's script everything is unfolded.
        let is_large = self.map.claim_count() > LARGE;
        out.raw("<noscript id=\"-outline\"><ul id=\"-tree\" class=\"tree\">\n");
        // The levels of the items that are open.
        let mut open: Vec<usize> = Vec::new();
        for item in tree.walk() {
            let level = item.level.min(DEEPEST);
            let mut is_sibling = false;
            while let Some(&last) = open.last() {
                if last < level {
                    break;
                }
                open.pop();
                is_sibling = last == level;
                out.raw("</li>");
                if !is_sibling {
                    out.raw("</ul>");
                }
            }
            if !is_sibling && !open.is_empty() {
                out.raw(if is_large && open.len() > 2 {
                    "<ul hidden=\"until-found\">"
                } else {
                    "<ul>"
                });
            }
            open.push(level);
            self.item(&item, out);
        }
        for number in (0..open.len()).rev() {
            out.raw("</li>");
            if number > 0 {
                out.raw("</ul>");
            }
        }
        out.raw("</ul></noscript>\n");
    }

    fn item(&self, item: &Item, out: &mut Html) {
        match item.node {
            ItemNode::Claim(claim, role, Occurrence::Full | Occurrence::Cut(_)) => {
                let (label, class) = said(self.labels.claim(claim));
                let (kind, sign, spoken) = self.role(role);
                out.raw("<li").attribute("class", kind);
                out.attribute("id", self.map.id(claim))
                    .raw(" data-c=\"")
                    .number(claim.index())
                    .raw("\">");
                out.raw("<div class=\"row\">");
                signed(sign, spoken, out);
                out.raw("<b class=\"v ")
                    .raw(class)
                    .raw("\">")
                    .raw(label)
                    .raw("</b> ");
                self.claim(claim, out);
                self.aspect(role, out);
                out.raw("<div class=\"more\">");
                self.more(claim, role, out);
                out.raw("</div></div>");
            }
            ItemNode::Claim(claim, role, _) => {
                let (kind, sign, spoken) = self.role(role);
                out.raw("<li class=\"see ")
                    .raw(kind)
                    .raw("\"><div class=\"row\">");
                signed(sign, spoken, out);
                link(self.map, claim, out);
                out.raw(" <i>(written out elsewhere)</i></div>");
            }
            ItemNode::Aside(claim, other, _) => {
                let (kind, sign, spoken) = self.beside(other);
                out.raw("<li class=\"see ")
                    .raw(kind)
                    .raw("\"><div class=\"row\">");
                signed(sign, spoken, out);
                link(self.map, claim, out);
                self.on(other, out);
                out.raw("</div>");
            }
            ItemNode::Step(step) => self.step(step, out),
        }
    }

    fn step(&self, step: StepId, out: &mut Html) {
        let map = self.map;
        let (kind, said) = match (map.step(step).undercuts.is_some(), map.step(step).polarity) {
            (true, _) => ("undercut", "but the step does not hold, because"),
            (false, Polarity::For) => ("for", "because"),
            (false, Polarity::Against) => ("against", "but against it"),
        };
        out.raw("<li class=\"step ")
            .raw(kind)
            .raw("\"><div class=\"row\"><b>")
            .raw(said);
        if map.premises(step).nth(1).is_some() {
            out.raw(", together");
        }
        out.raw("</b>");
        if let Some(why) = map.step_why(step) {
            out.raw(" <span class=\"warrant\">")
                .text(&why.value)
                .raw("</span>");
        }
        out.raw("</div>");
    }

    fn role(&self, role: Role) -> (&'static str, &'static str, &'static str) {
        match role {
            Role::Root => ("root", "", ""),
            Role::Premise(_) => ("premise", "•", ""),
            Role::Support(_) => ("for", "+", "because"),
            Role::Objection(_) => ("against", "−", "but against it"),
            Role::Undercut(_) => ("undercut", "⊣", "but that step is undercut:"),
            Role::Contradiction(link) | Role::Contrast(link) | Role::Restatement(link) => {
                self.beside(link)
            }
        }
    }

    fn beside(&self, link: LinkId) -> (&'static str, &'static str, &'static str) {
        use crate::syntax::RelationKind;
        match self.map.link(link).kind {
            RelationKind::Contradicts => ("against", "⇎", "contradicts"),
            RelationKind::Restates => ("same", "=", "says the same as"),
            _ => ("contrast", "≠", "in contrast to"),
        }
    }

    fn on(&self, link: LinkId, out: &mut Html) {
        if let Some(on) = self.map.link_on(link) {
            out.raw(" <i>on ").text(on).raw("</i>");
        }
    }

    fn aspect(&self, role: Role, out: &mut Html) {
        if let Role::Contrast(link) = role {
            self.on(link, out);
        }
    }

    /// A claim's title and its wordings.
    fn claim(&self, claim: ClaimId, out: &mut Html) {
        let written = self.map.claim(claim);
        // An id that stands in for a missing title is less prominent than the claim's wording.
        out.raw(if written.title.is_some() {
            "<a class=\"t\""
        } else {
            "<a class=\"t id\""
        });
        out.attribute("href", &fragment(self.map.id(claim)))
            .raw(">");
        out.text(self.map.title_of(claim)).raw("</a>");
        if written.is_implicit() {
            out.raw(" <i>(unsaid)</i>");
        }
        wordings(self.map, &written.text, self.language, out);
    }

    /// What is known about a claim besides its wording.
    fn more(&self, claim: ClaimId, role: Role, out: &mut Html) {
        let map = self.map;
        let written = map.claim(claim);
        out.raw("<p class=\"why\">");
        self.reasons.why(claim, out);
        out.raw("</p>");
        let quotes = written
            .quotes
            .iter()
            .zip(self.proof.of_claim(claim))
            .enumerate();
        for (number, (quote, cited)) in quotes {
            self.quotation(&quote.text.value, (claim, number), cited, out);
        }
        if let Role::Support(step) | Role::Objection(step) | Role::Undercut(step) = role
            && let Some(why) = map.step_why(step)
        {
            out.raw("<p class=\"note\">How it bears on the claim above: ")
                .text(&why.value)
                .raw("</p>");
        }
        if let Some(note) = &written.note {
            out.raw("<p class=\"note\">Note: ")
                .text(&note.value)
                .raw("</p>");
        }
        out.raw("<p class=\"facts\"><code>")
            .text(map.id(claim))
            .raw("</code>");
        for (is_set, word) in [
            (written.is_implicit(), "the text does not say it"),
            (written.is_assumed(), "assumed"),
            (written.is_denied(), "denied"),
        ] {
            if is_set {
                out.raw(" · ").raw(word);
            }
        }
        if let Some(about) = &written.about {
            out.raw(" · about ").text(&about.value);
        }
        if let Some(by) = map.speakers_in_words(&written.by) {
            out.raw(" · held by ").text(&by);
        }
        for tag in &written.tags {
            out.raw(" <span class=\"tag\">")
                .text(&tag.value)
                .raw("</span>");
        }
        out.raw("</p>");
    }

    /// The author's words, whether they are proven, and where they are.
    pub(super) fn quotation(
        &self,
        words: &str,
        (claim, number): (ClaimId, usize),
        cited: &Cited,
        out: &mut Html,
    ) {
        let written = cited.source.and_then(|source| self.proof.written(source));
        out.raw("<figure><blockquote dir=\"auto\"");
        if let Some(language) = written.and_then(|(_, source)| source.language.as_ref()) {
            out.attribute("lang", &language.value);
        }
        out.raw(">“").text(words).raw("”</blockquote><figcaption>");
        match (cited.place(), cited.outcome.as_deref()) {
            (Some(place), _) => {
                out.raw(match place.tier {
                    Tier::Exact => "✓ found word for word, ",
                    Tier::Typography => "✓ found, other typography, ",
                    Tier::Case => "✓ found, other capitals, ",
                });
                out.raw("<a href=\"#-q")
                    .number(claim.index())
                    .raw("-")
                    .number(number)
                    .raw("\">line ");
                out.figures(format_args!(
                    "{}, column {}",
                    place.whole.start.line, place.whole.start.column
                ))
                .raw("</a>");
            }
            (None, Some(Outcome::Ambiguous { total, .. })) => {
                out.raw("in ")
                    .number(*total)
                    .raw(" places: it is not said which is meant");
            }
            (None, Some(_)) => {
                out.raw("✗ not found there");
            }
            (None, None) => {
                out.raw("not looked for");
            }
        }
        if let Some((_, source)) = written {
            let title = source
                .title
                .as_ref()
                .map_or(&source.id.value, |title| &title.value);
            out.raw(" of <cite>").text(title).raw("</cite>");
        }
        out.raw("</figcaption></figure>");
    }
}

fn signed(sign: &'static str, spoken: &'static str, out: &mut Html) {
    if !sign.is_empty() {
        out.raw("<span class=\"s\" aria-hidden=\"true\">")
            .raw(sign)
            .raw("</span>");
    }
    if !spoken.is_empty() {
        out.raw("<span class=\"w\">").raw(spoken).raw("</span> ");
    }
}

/// The wording in each language, with all but one hidden.
pub(super) fn wordings(map: &Map, texts: &[Wording], language: Option<&str>, out: &mut Html) {
    let tag = |wording: &'_ Wording| {
        wording
            .language
            .as_ref()
            .map(|tag| tag.value.to_string())
            .or_else(|| map.language().map(str::to_owned))
    };
    let shown = texts
        .iter()
        .position(|wording| tag(wording).as_deref() == language)
        .or_else(|| {
            texts
                .iter()
                .position(|wording| tag(wording).as_deref() == map.language())
        })
        .unwrap_or(0);
    for (number, wording) in texts.iter().enumerate() {
        out.raw("<p class=\"words\" dir=\"auto\"")
            .attribute("lang", tag(wording).as_deref().unwrap_or(""));
        out.raw(if number == shown { ">" } else { " hidden>" });
        out.text(&wording.text.value).raw("</p>");
    }
}
