//! Paints the tree of a map.
//!
//! Lines fit the width however deep the tree is. They are written as they are drawn, so that drawing a map of any size
//! needs memory only for a piece of output, the items above the current one, and the names of the undercut steps.

use std::cell::RefCell;
use std::mem;

use argmap::map::{ClaimId, LinkId, Map, StepId, StepKind};
use argmap::printable::{Literal, Shown, printable};
use argmap::proof::Proof;
use argmap::quotes::Outcome;
use argmap::shown;
use argmap::syntax::{Polarity, Text};
use argmap::tree::{Direction, Item, ItemNode, Occurrence, Role, Tree};
use argmap::wrap;
use rustc_hash::FxHashMap;
use unicode_width::UnicodeWidthStr;

use super::CliError;
use super::output::print;
use super::paragraph::{Ink, Paragraph};

/// How a tree should look.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TreeLook<'l> {
    /// How many columns to fill.
    pub(crate) width: usize,
    /// Whether to draw structure and signs with ASCII characters only.
    pub(crate) ascii: bool,
    /// The language of the wordings.
    pub(crate) language: Option<&'l str>,
    /// Whether to show titles instead of wordings.
    pub(crate) titles: bool,
    /// Where to take the quotations from that are shown under each claim, if they are shown.
    pub(crate) quotes: Option<&'l Proof<'l>>,
    /// What else to show about claims and steps, besides what the map says.
    pub(crate) marks: Option<&'l dyn TreeMarks>,
}

/// Results about the claims and steps of a tree, shown next to them.
pub(crate) trait TreeMarks: std::fmt::Debug {
    /// The sign of a claim, shown before its id.
    fn claim(&self, claim: ClaimId) -> (&'static str, Ink);

    /// The sign of a linked step.
    fn step(&self, step: StepId) -> (&'static str, Ink);

    /// Adds what comes after a claim's text.
    fn after_text(&self, _claim: ClaimId, _text: &mut Paragraph) {}

    /// How many columns are reserved to the left of the whole tree.
    fn column(&self) -> usize {
        0
    }

    /// What is shown there next to a claim: painted, and as wide as the column.
    fn beside_claim(&self, _claim: ClaimId) -> Shown {
        Shown::new()
    }

    /// What is shown there next to a linked step.
    fn beside_step(&self, _step: StepId) -> Shown {
        Shown::new()
    }
}

/// Prints `tree`, from the first root to the last, and then what its signs mean.
pub(crate) fn print_tree(tree: &Tree<'_, '_>, look: TreeLook<'_>) -> Result<(), CliError> {
    draw(tree, look, print)
}

/// Draws `tree` and passes it to `write`, piece by piece.
fn draw(
    tree: &Tree<'_, '_>,
    look: TreeLook<'_>,
    mut write: impl FnMut(&Shown) -> Result<(), CliError>,
) -> Result<(), CliError> {
    let mut painter = TreePainter::new(tree, look);
    let mut root = 0;
    let mut was_tall = false;
    for item in tree.walk() {
        if item.level == 0 {
            let is_tall = item.parent || look.quotes.is_some();
            painter.before_root(root, is_tall || was_tall);
            was_tall = is_tall;
            root += 1;
        }
        painter.item(item);
        if painter.out.len() >= CHUNK {
            write(&painter.out)?;
            painter.out = Shown::new();
        }
    }
    painter.legend();
    write(&painter.out)
}

/// Text is passed on in pieces of about this many bytes.
const CHUNK: usize = 1 << 16;

/// How many levels to the left are still drawn when a deep tree is shifted left.
const KEPT_LEVELS: usize = 2;

/// The strokes and signs that a tree is drawn with.
#[derive(Debug)]
struct Strokes {
    /// The arm to an item that others follow, and to the last one.
    arms: [&'static str; 2],
    /// From an item to what hangs on its bracket.
    bracket: &'static str,
    /// The trunk past what hangs on a bracket, and past what hangs on a claim.
    trunks: [&'static str; 2],
    /// What comes before a sign.
    gap: &'static str,
    ellipsis: &'static str,
    quotation_marks: [&'static str; 2],
    /// In the order of [`SIGNS`].
    signs: [&'static str; 6],
}

const UNICODE: Strokes = Strokes {
    arms: ["├─", "└─"],
    bracket: "┬",
    trunks: ["│ ", "│  "],
    gap: "",
    ellipsis: "…",
    quotation_marks: ["«", "»"],
    signs: ["+", "−", "╳", "¬", "≠", "≡"],
};

const ASCII: Strokes = Strokes {
    arms: ["|-", "`-"],
    bracket: ".",
    trunks: ["| ", "|  "],
    gap: " ",
    ellipsis: "...",
    quotation_marks: ["\"", "\""],
    signs: ["+", "-", "x", "!", "<>", "=="],
};

/// How the signs are painted, and what they mean in a tree that grows downwards and in one that grows upwards.
const SIGNS: [(Ink, [&str; 2]); 6] = [
    (Ink::For, ["reason", "is a reason for"]),
    (Ink::Against, ["objection", "is an objection to"]),
    (Ink::Undercut, ["undercuts the step", "undercuts a step to"]),
    (Ink::Against, ["contradiction"; 2]),
    (Ink::Contrast, ["contrast"; 2]),
    (Ink::Contrast, ["restatement"; 2]),
];

impl Strokes {
    /// What comes before the items that hang on an item: a trunk, or as many blanks.
    fn below(&self, has_trunk: bool, is_bracket: bool) -> &'static str {
        let [of_bracket, of_claim] = self.trunks;
        match (has_trunk, is_bracket) {
            (true, true) => of_bracket,
            (true, false) => of_claim,
            (false, true) => "  ",
            (false, false) => "   ",
        }
    }
}

/// An item above the one being drawn.
#[derive(Debug, Clone, Copy)]
struct TreeLevel {
    /// How many columns it and all items above it put before what hangs on it.
    columns: usize,
    /// What it puts there: a trunk if other items follow it.
    below: &'static str,
    /// Whether anything hangs on it.
    parent: bool,
    page: TreeShift,
}

/// The leftmost level that is drawn: a deep tree is shifted left one page at a time.
#[derive(Debug, Clone, Copy, Default)]
struct TreeShift {
    level: usize,
    depth: u32,
}

struct TreePainter<'t, 'm, 'v, 'l> {
    tree: &'t Tree<'m, 'v>,
    map: &'m Map,
    /// How many columns there are to the left of the tree.
    column: usize,
    look: TreeLook<'l>,
    strokes: &'static Strokes,
    levels: Vec<TreeLevel>,
    /// Which signs have been drawn, for the legend.
    used: [bool; SIGNS.len()],
    /// The premises of steps named so far, since a step that is undercut often is named as often.
    named: RefCell<FxHashMap<StepId, Shown>>,
    /// An empty text, kept to reuse its memory for margins.
    margin: Shown,
    out: Shown,
}

/// What comes before the lines of an item.
struct Margin {
    /// How many columns come before its first line: the trunks of the items above, its arm and its sign.
    first_columns: usize,
    /// What comes before its other lines: the trunks of the items above, its own, and that of what hangs on it.
    rest: Shown,
    /// How many columns `rest` takes.
    rest_columns: usize,
}

impl<'t, 'm, 'v, 'l> TreePainter<'t, 'm, 'v, 'l> {
    fn new(tree: &'t Tree<'m, 'v>, look: TreeLook<'l>) -> Self {
        let column = look.marks.map_or(0, TreeMarks::column);
        let width = look.width.saturating_sub(column);
        Self {
            tree,
            map: tree.map(),
            column,
            look: TreeLook { width, ..look },
            strokes: if look.ascii { &ASCII } else { &UNICODE },
            levels: Vec::new(),
            used: [false; SIGNS.len()],
            named: RefCell::default(),
            margin: Shown::new(),
            out: Shown::new(),
        }
    }

    /// Separates a root's tree from the one before it, and trees that do not hang on a thesis from those that do.
    fn before_root(&mut self, root: usize, is_tall: bool) {
        let is_beyond = root == self.tree.main_roots();
        if root > 0 && (is_tall || is_beyond) {
            self.out += "\n";
        }
        if is_beyond {
            let article = if root == 1 { "the" } else { "a" };
            let text = match self.tree.beyond() {
                1 => format!("1 claim is not under {article} thesis:"),
                beyond => format!("{beyond} claims are not under {article} thesis:"),
            };
            let text = Paragraph::of(&text, Ink::Undercut);
            let width = self.look.width;
            self.lines("", &Shown::new(), 0, &text, (width, width));
            self.out += "\n";
        }
    }

    fn item(&mut self, item: Item) {
        self.levels.truncate(item.level);
        let start = self.out.len();
        match item.node {
            ItemNode::Claim(claim, role, occurrence) => {
                let (sign, style) = self.sign(role);
                let margin = self.enter(item, sign, style);
                if matches!(occurrence, Occurrence::Full | Occurrence::Cut(_)) {
                    self.claim(claim, role, occurrence, &margin);
                } else {
                    self.reference(claim, role, occurrence, &margin);
                }
                self.leave(margin.rest);
            }
            ItemNode::Step(step) => {
                let margin = self.enter(item, self.strokes.bracket, Ink::Dim);
                self.step(step, &margin);
                self.leave(margin.rest);
            }
            ItemNode::Aside(other, link, occurrence) => self.aside(other, link, occurrence),
        }
        if self.column > 0 {
            self.set_aside(start, item.node);
        }
    }

    /// Moves what has been drawn since `start` to the right of the column, and fills the column with what is shown next
    /// to the item.
    fn set_aside(&mut self, start: usize, node: ItemNode) {
        let drawn = self.out.split_off(start);
        let beside = self.look.marks.map(|marks| match node {
            ItemNode::Claim(claim, ..) | ItemNode::Aside(claim, ..) => marks.beside_claim(claim),
            ItemNode::Step(step) => marks.beside_step(step),
        });
        let blank = Shown::blanks(self.column);
        for (number, line) in drawn.split_lines().enumerate() {
            let column = beside.as_ref().filter(|_| number == 0);
            self.out += column.unwrap_or(&blank);
            self.out += line;
        }
    }

    /// Adds the item to the levels, and draws what comes before its first line.
    fn enter(&mut self, item: Item, sign: &'static str, style: Ink) -> Margin {
        let above = self.levels.last().copied();
        let page = self.page(item, above);
        let is_bracket = matches!(item.node, ItemNode::Step(_));
        let own = match (item.level, is_bracket) {
            (0, _) => 0,
            (_, true) => 2,
            (_, false) => 3,
        };
        self.levels.push(TreeLevel {
            columns: above.map_or(0, |level| level.columns) + own,
            below: self.strokes.below(!item.last && item.level > 0, is_bracket),
            parent: item.parent,
            page,
        });

        let mut first_columns = self.columns(page, item.level);
        let mut text = mem::take(&mut self.margin);
        text += self.marker(page);
        self.trunks(page, item.level, &mut text);
        Ink::Dim.paint_onto(&mut self.out, &text);
        text.clear();
        if item.level > 0 {
            let [arm, last_arm] = self.strokes.arms;
            let arm = Literal(if item.last { last_arm } else { arm });
            // Arms take two columns.
            first_columns += 3;
            if is_bracket {
                Ink::Dim.paint_onto(&mut self.out, &shown!("{}{}", arm, Literal(sign)));
                first_columns += wrap::columns(sign);
            } else {
                Ink::Dim.paint_onto(&mut self.out, &arm);
                if !sign.is_empty() {
                    self.out += self.strokes.gap;
                    style.paint_onto(&mut self.out, &Literal(sign));
                    first_columns += self.strokes.gap.len() + wrap::columns(sign);
                }
            }
            self.out += " ";
        }
        Margin {
            first_columns,
            rest_columns: self.below(page, item.level + 1, item.parent, is_bracket, &mut text),
            rest: text,
        }
    }

    /// Adds what comes before the lines below an item's first: the trunks of the levels above `level`, and the trunk of
    /// what hangs on the item. Returns how many columns that takes.
    fn below(
        &self,
        page: TreeShift,
        level: usize,
        is_parent: bool,
        is_bracket: bool,
        out: &mut Shown,
    ) -> usize {
        // A page's marker is only before the first line.
        out.push_blanks(self.marker_columns(page));
        self.trunks(page, level, out);
        *out += self.strokes.below(is_parent, is_bracket);
        self.columns(page, level) + if is_bracket { 2 } else { 3 }
    }

    /// Takes back a margin's text, to reuse its memory.
    fn leave(&mut self, mut text: Shown) {
        text.clear();
        self.margin = text;
    }

    /// The page that the item is on: that of the item above, unless that would leave too little room for text.
    fn page(&self, item: Item, above: Option<TreeLevel>) -> TreeShift {
        let Some(above) = above else {
            return TreeShift::default();
        };
        let start = above.page.level;
        let before = start
            .checked_sub(1)
            .and_then(|level| self.levels.get(level));
        let drawn = above.columns - before.map_or(0, |level| level.columns);
        if drawn <= self.look.width * 2 / 5 {
            return above.page;
        }
        TreeShift {
            level: item.level.saturating_sub(KEPT_LEVELS).max(start + 1),
            depth: item.depth,
        }
    }

    /// The marker of a page that is shifted left: how deep it begins.
    fn marker(&self, page: TreeShift) -> Shown {
        match page.level {
            0 => Shown::new(),
            _ => shown!("{}{} ", self.strokes.ellipsis, page.depth),
        }
    }

    fn marker_columns(&self, page: TreeShift) -> usize {
        if page.level == 0 {
            return 0;
        }
        let digits = page.depth.checked_ilog10().unwrap_or(0) as usize + 1;
        wrap::columns(self.strokes.ellipsis) + digits + 1
    }

    /// Adds the trunks of the levels from the page's first up to `level`.
    fn trunks(&self, page: TreeShift, level: usize, out: &mut Shown) {
        for above in self.levels.iter().take(level).skip(page.level.max(1)) {
            *out += above.below;
        }
    }

    /// How many columns the page's marker and these trunks take.
    fn columns(&self, page: TreeShift, level: usize) -> usize {
        let before = |level: usize| {
            let last = level.checked_sub(1).and_then(|last| self.levels.get(last));
            last.map_or(0, |level| level.columns)
        };
        let trunks = before(level).saturating_sub(before(page.level.max(1)));
        self.marker_columns(page) + trunks
    }

    fn sign(&mut self, role: Role) -> (&'static str, Ink) {
        let number = match role {
            Role::Root | Role::Premise(_) => return ("", Ink::Plain),
            Role::Support(_) => 0,
            Role::Objection(_) => 1,
            Role::Undercut(_) => 2,
            Role::Contradiction(_) => 3,
            Role::Contrast(_) => 4,
            Role::Restatement(_) => 5,
        };
        let mut signs = self.strokes.signs.iter().zip(SIGNS).zip(&mut self.used);
        let Some(((sign, (style, _)), used)) = signs.nth(number) else {
            return ("", Ink::Plain);
        };
        *used = true;
        (sign, style)
    }

    fn claim(&mut self, claim: ClaimId, role: Role, occurrence: Occurrence, margin: &Margin) {
        let mut body = Paragraph::default();
        if let Some(words) = self.words(claim) {
            body.push_word(words, Ink::Plain);
        }
        if let Some(marks) = self.look.marks {
            marks.after_text(claim, &mut body);
        }
        self.marks(claim, role, occurrence, &mut body);

        let head = self.head(claim, role);
        let column = margin.first_columns + head + 2;
        let width = self.look.width;
        let room = width.saturating_sub(column);
        if body.is_empty() {
            self.out += "\n";
        } else if room * 5 >= width * 2 {
            // There is enough room for the text next to the id.
            let pad = column.saturating_sub(margin.rest_columns);
            self.lines("  ", &margin.rest, pad, &body, (room, room));
        } else {
            let rest = width.saturating_sub(margin.rest_columns);
            self.lines("  ", &margin.rest, 0, &body, (room, rest));
        }
        self.notes(claim, role, margin);
    }

    /// Draws the claim's sign, if it has one, and its id. Returns how many columns they take.
    fn head(&mut self, claim: ClaimId, role: Role) -> usize {
        let mark = self.mark(|marks| marks.claim(claim));
        if mark > 0 {
            self.out += " ";
        }
        let id = self.map.id(claim);
        id_style(role).paint_onto(&mut self.out, id);
        mark + wrap::columns(&printable(id))
    }

    /// Draws a sign, if there is one. Returns how many columns it takes, including the blank that follows it.
    fn mark(&mut self, of: impl FnOnce(&dyn TreeMarks) -> (&'static str, Ink)) -> usize {
        let (sign, style) = self.look.marks.map_or(("", Ink::Plain), of);
        if sign.is_empty() {
            return 0;
        }
        style.paint_onto(&mut self.out, &Literal(sign));
        wrap::columns(sign) + 1
    }

    /// Adds the remarks that follow the claim's text, such as `(implicit)`.
    fn marks(&self, claim: ClaimId, role: Role, occurrence: Occurrence, body: &mut Paragraph) {
        let written = self.map.claim(claim);
        match role {
            Role::Contrast(link) => {
                if let Some(on) = self.map.link_on(link) {
                    body.push_word(&format!("(on {on})"), Ink::Dim);
                }
            }
            Role::Support(step) | Role::Objection(step) => self.step_marks(claim, step, body),
            Role::Undercut(step) if self.tree.direction() == Direction::Consequences => {
                if let Some(step) = self.undercut_step(step) {
                    body.push_word(&step, Ink::Dim);
                }
            }
            Role::Undercut(step) => {
                if self.map.is_outweighing(step) {
                    body.push_word("(outweighs it)", Ink::Dim);
                }
                self.step_marks(claim, step, body);
            }
            _ => {}
        }
        if let Some(by) = self.map.speakers_in_words(&written.by) {
            body.push_word(&format!("(by {by})"), Ink::Dim);
        }
        if written.is_denied() {
            body.push_whole("(denied)", Ink::But);
        }
        match (written.is_implicit(), written.is_assumed()) {
            (true, true) => body.push_whole("(implicit, assumed)", Ink::Dim),
            (true, false) => body.push_whole("(implicit)", Ink::Dim),
            (false, true) => body.push_whole("(assumed)", Ink::Dim),
            (false, false) => {}
        }
        if let Some(language) = self.look.language
            && !self.look.titles
            && self.map.wording(claim, Some(language)).is_none()
        {
            body.push_whole(&format!("(no `{language}`)"), Ink::Dim);
        }
        if let Occurrence::Cut(left_out) = occurrence {
            let at_least = if left_out.or_more { "at least " } else { "" };
            let below = match left_out.claims {
                0 if left_out.elsewhere => "everything below it is shown elsewhere".to_owned(),
                0 => return,
                1 => format!("{at_least}1 claim below"),
                count => format!("{at_least}{count} claims below"),
            };
            body.push_whole(&format!("({} {below})", self.strokes.ellipsis), Ink::Dim);
        }
    }

    fn step_marks(&self, claim: ClaimId, step: StepId, body: &mut Paragraph) {
        if self.tree.direction() == Direction::Consequences {
            debug_assert_eq!(self.map.step(step).conclusion, claim);
            if self.map.premises(step).nth(1).is_some() {
                let word = match self.map.step(step).polarity {
                    Polarity::For => "because",
                    Polarity::Against => "but",
                };
                let premises = self.list(step);
                body.push_word(&format!("({word}, together: {premises})"), Ink::Dim);
            }
        } else if let Some(scheme) = self.map.step_scheme(step) {
            body.push_whole(&format!("[{}]", scheme.value), Ink::Dim);
        }
        let speakers = |by| self.map.speakers_in_words(by);
        let holders = || speakers(&self.map.claim(claim).by);
        // Usually whoever holds a claim also argues from it, which need not be said.
        let by = speakers(self.map.step_by(step)).filter(|by| holders().as_ref() != Some(by));
        if let Some(by) = by {
            body.push_word(&format!("(argued by {by})"), Ink::Dim);
        }
    }

    /// In words, which of its conclusion's steps an undercut attacks.
    fn undercut_step(&self, undercut: StepId) -> Option<Shown> {
        let step = self.map.step(undercut).undercuts?;
        let mut named = self.named.borrow_mut();
        let premises = named.entry(step).or_insert_with(|| self.list(step));
        Some(shown!("(the step from {})", &*premises))
    }

    /// The ids of the first few of a step's premises.
    fn list(&self, step: StepId) -> Shown {
        const SHOWN: usize = 4;
        let mut premises = self.map.premises(step);
        let first = premises.by_ref().take(SHOWN);
        let mut list = Shown::join(first.map(|claim| Shown::of(self.map.id(claim))), ", ");
        let more = premises.count();
        if more > 0 {
            list += shown!(", and {} more", more);
        }
        list
    }

    /// Draws what goes below a claim: why it supports or attacks the item above, and its quotations.
    fn notes(&mut self, claim: ClaimId, role: Role, margin: &Margin) {
        let map = self.map;
        let detail = match role {
            Role::Premise(step) => map.premise_detail(step, claim),
            Role::Contradiction(link) | Role::Contrast(link) | Role::Restatement(link) => {
                map.link_detail(link)
            }
            Role::Root | Role::Support(_) | Role::Objection(_) | Role::Undercut(_) => None,
        };
        let why = match role {
            Role::Undercut(step) => map.step_why(step),
            _ => detail.and_then(|detail| detail.why.as_ref()),
        };
        let by = detail.and_then(|detail| map.speakers_in_words(&detail.by));
        if let Some(remark) = remark(why, by.as_deref()) {
            self.note(margin, &remark);
        }
        let Some(proof) = self.look.quotes else {
            return;
        };
        let [open, close] = self.strokes.quotation_marks;
        let cited = proof.of_claim(claim).iter();
        for (quote, cited) in map.claim(claim).quotes.iter().zip(cited) {
            let mut text =
                Paragraph::of(&format!("{open}{}{close}", quote.text.value), Ink::Quoted);
            match (cited.source.zip(cited.place()), cited.outcome.as_deref()) {
                (Some((source, place)), _) => {
                    let line = place.whole.start.line;
                    text.push_whole(&format!("{}:{line}", proof.path(source)), Ink::Dim);
                }
                (None, Some(Outcome::Ambiguous { total, .. })) => {
                    text.push_whole(&format!("(in {total} places)"), Ink::But);
                }
                (None, Some(_)) => text.push_whole("(not found)", Ink::But),
                (None, None) => {
                    if let Some(source) = quote.source() {
                        text.push_word(&format!("({})", source.value), Ink::Dim);
                    }
                }
            }
            self.note(margin, &text);
        }
    }

    /// Draws lines below an item's first.
    fn note(&mut self, margin: &Margin, text: &Paragraph) {
        let room = self.look.width.saturating_sub(margin.rest_columns);
        Ink::Dim.paint_onto(&mut self.out, &margin.rest);
        self.lines("", &margin.rest, 0, text, (room, room));
    }

    /// Draws a claim that is shown elsewhere: its id, as much of its label as fits the line, and where to look.
    fn reference(&mut self, claim: ClaimId, role: Role, occurrence: Occurrence, margin: &Margin) {
        let place = match occurrence {
            Occurrence::Below => "(see below)",
            _ => "(see above)",
        };
        let head = self.head(claim, role);
        let used = margin.first_columns + head + place.len() + 4;
        let room = self.look.width.saturating_sub(used);
        if room >= 8 {
            let step = match role {
                // The claim is shown above already, but not which of its steps is undercut here.
                Role::Undercut(undercut) if self.tree.direction() == Direction::Consequences => {
                    self.undercut_step(undercut)
                }
                _ => None,
            };
            let label = step
                .as_deref()
                .or(self.title(claim))
                .unwrap_or_else(|| self.text(claim));
            let label = Paragraph::of(label, Ink::Dim).line(room, self.strokes.ellipsis);
            if !label.is_empty() {
                self.out += "  ";
                self.out += label;
            }
        }
        if used > self.look.width + 2 {
            self.out += "\n";
            self.note(margin, &Paragraph::of(place, Ink::Dim));
        } else {
            self.out += "  ";
            Ink::Dim.paint_onto(&mut self.out, place);
            self.out += "\n";
        }
    }

    fn title(&self, claim: ClaimId) -> Option<&'m str> {
        self.map
            .claim(claim)
            .title
            .as_ref()
            .map(|title| &*title.value)
    }

    fn text(&self, claim: ClaimId) -> &'m str {
        self.map.text(claim, self.look.language)
    }

    /// What is shown of a claim: its text, or only its title.
    fn words(&self, claim: ClaimId) -> Option<&'m str> {
        if self.look.titles {
            self.title(claim)
        } else {
            Some(self.text(claim))
        }
    }

    fn step(&mut self, step: StepId, margin: &Margin) {
        let (word, style) = match self.map.step(step).kind() {
            StepKind::Reason => ("because", Ink::Because),
            StepKind::Objection => ("but", Ink::But),
            StepKind::Undercut if self.map.is_outweighing(step) => ("outweighed", Ink::Undercut),
            StepKind::Undercut => ("undercut", Ink::Undercut),
        };
        let mark = self.mark(|marks| marks.step(step));
        let mut head = Paragraph::default();
        let premises = self.map.premises(step).count();
        let shown = self.map.premises(step);
        let shown = shown.filter(|&it| self.tree.selects(it)).count();
        let together = if premises > 1 { ", together" } else { "" };
        head.push_word(&format!("{word}{together}"), style);
        if let Some(scheme) = self.map.step_scheme(step) {
            head.push_word(&format!("[{}]", scheme.value), Ink::Dim);
        }
        if let Some(by) = self.map.speakers_in_words(self.map.step_by(step)) {
            head.push_word(&format!("(by {by})"), Ink::Dim);
        }
        if shown < premises {
            head.push_word(&format!("({shown} of {premises} premises)"), Ink::Dim);
        }
        let room = |columns| self.look.width.saturating_sub(columns);
        let rooms = (room(margin.first_columns + mark), room(margin.rest_columns));
        let gap = if mark > 0 { " " } else { "" };
        self.lines(gap, &margin.rest, 0, &head, rooms);
        if let Some(why) = self.map.step_why(step) {
            self.note(margin, &why_paragraph(&why.value));
        }
    }

    /// Draws a line under a claim for another claim that contradicts it, restates it or is contrasted with it.
    fn aside(&mut self, other: ClaimId, link: LinkId, occurrence: Occurrence) {
        let Some(above) = self.levels.last().copied() else {
            return;
        };
        let role = Role::of_link(self.map, link);
        let (sign, style) = self.sign(role);
        let mut margin = mem::take(&mut self.margin);
        let level = self.levels.len();
        let columns = self.below(above.page, level, above.parent, false, &mut margin);
        Ink::Dim.paint_onto(&mut self.out, &margin);
        style.paint_onto(&mut self.out, &Literal(sign));
        let pad = wrap::columns(sign) + 1;
        let mut used = columns + pad;
        let mark = self.look.marks.map(|marks| marks.claim(other));
        if let Some((mark, style)) = mark.filter(|(mark, _)| !mark.is_empty()) {
            self.out += " ";
            style.paint_onto(&mut self.out, &Literal(mark));
            used += wrap::columns(mark) + 1;
        }
        let mut text = Paragraph::of(self.map.id(other), id_style(role));
        if let Some(on) = self.map.link_on(link) {
            text.push(&format!(", on {on}"), Ink::Plain);
        }
        if let Some(words) = self
            .words(other)
            .filter(|_| occurrence == Occurrence::Absent)
        {
            text.push(":", Ink::Plain);
            text.push_word(words, Ink::Dim);
        }
        let detail = self.map.link_detail(link);
        if let Some(why) = detail.and_then(|detail| detail.why.as_ref()) {
            text.push_word(&format!("(why: {})", why.value), Ink::Quoted);
        }
        let room = |columns| self.look.width.saturating_sub(columns);
        self.lines(" ", &margin, pad, &text, (room(used), room(columns + pad)));
        self.leave(margin);
    }

    /// Draws what the signs that were used mean.
    fn legend(&mut self) {
        const GAP: &str = "   ";
        let is_up = self.tree.direction() == Direction::Consequences;
        let signs = self.strokes.signs.into_iter().zip(SIGNS);
        let used = signs.zip(self.used).filter(|(_, is_used)| *is_used);
        let mut line = Shown::new();
        let mut columns = 0;
        for ((sign, (style, [down, up])), _) in used {
            let meaning = if is_up { up } else { down };
            let wide = sign.width() + 1 + meaning.width();
            if columns == 0 {
                // This is the first one.
                self.out += "\n";
            } else if columns + GAP.len() + wide > self.look.width {
                self.out += line + "\n";
                line = Shown::new();
                columns = 0;
            } else {
                line += GAP;
                columns += GAP.len();
            }
            line += shown!("{} {}", style.paint(sign), Ink::Dim.paint(meaning));
            columns += wide;
        }
        if columns > 0 {
            self.out += line + "\n";
        }
    }

    /// Draws a text wrapped to this much room on its first line and on the others. `gap` goes before the first line;
    /// `margin` and `pad` blanks go before the others.
    fn lines(
        &mut self,
        gap: &'static str,
        margin: &Shown,
        pad: usize,
        text: &Paragraph,
        (first, rest): (usize, usize),
    ) {
        for (number, line) in text.broken(first, rest).into_iter().enumerate() {
            if number > 0 {
                Ink::Dim.paint_onto(&mut self.out, margin);
                self.out.push_blanks(pad);
            } else if line.columns > 0 {
                self.out += gap;
            }
            text.paint_onto(&mut self.out, line.text);
            self.out += "\n";
        }
    }
}

/// Attackers stand out by colour, other claims by weight.
fn id_style(role: Role) -> Ink {
    match role {
        Role::Objection(_) | Role::Contradiction(_) => Ink::Against,
        Role::Undercut(_) => Ink::Undercut,
        Role::Contrast(_) | Role::Restatement(_) => Ink::Contrast,
        Role::Root | Role::Premise(_) | Role::Support(_) => Ink::Strong,
    }
}

/// What an entry says besides the claims that it connects, and who argues so.
fn remark(why: Option<&Text>, by: Option<&str>) -> Option<Paragraph> {
    let mut remark = match (why, by) {
        (Some(why), _) => why_paragraph(&why.value),
        (None, by) => return by.map(|by| Paragraph::of(&format!("argued by {by}"), Ink::Dim)),
    };
    if let Some(by) = by {
        remark.push_word(&format!("(by {by})"), Ink::Dim);
    }
    Some(remark)
}

fn why_paragraph(why: &str) -> Paragraph {
    Paragraph::of(&format!("why: {why}"), Ink::Quoted)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;
    use argmap::syntax::Files;
    use argmap::tree::View;
    use proptest::prelude::*;

    fn drawn(text: &str, look: TreeLook<'_>) -> String {
        colored::control::set_override(false);
        let files = Files::from_text("map.toml", text);
        let map = Map::new(&files);
        let mut out = String::new();
        let tree = Tree::new(&map, View::default());
        let proof = Proof::new(&map);
        let look = TreeLook {
            quotes: Some(&proof),
            ..look
        };
        draw(&tree, look, |piece| {
            out.push_str(piece);
            Ok(())
        })
        .unwrap();
        out
    }

    const LOOK: TreeLook<'_> = TreeLook {
        width: 60,
        ascii: false,
        language: None,
        titles: false,
        quotes: None,
        marks: None,
    };

    /// A map with claims `c0`, `c1`, and so on, and the relations `(from, kind, to)`.
    fn map(words: &[String], relations: &[(usize, usize, usize)]) -> String {
        const KEYS: [&str; 6] = [
            "supports",
            "attacks",
            "contradicts",
            "contrasts",
            "undercuts",
            "restates",
        ];
        let mut text = String::new();
        for (number, words) in words.iter().enumerate() {
            let _ = writeln!(
                text,
                "[claim.c{number}]\ntext = {words:?}\nquote = {words:?}"
            );
            for (kind, key) in KEYS.iter().enumerate() {
                let own = relations
                    .iter()
                    .filter(|relation| (relation.0, relation.1) == (number, kind));
                let targets = own.map(|&(_, _, to)| match kind {
                    4 => format!("\"c{} -> c{}\"", (to + 1) % words.len(), to),
                    _ => format!("\"c{to}\""),
                });
                let _ = writeln!(text, "{key} = [{}]", targets.collect::<Vec<_>>().join(", "));
            }
        }
        text
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn no_line_is_wider_than_the_terminal(
            words in prop::collection::vec("([a-zé]{1,9}|大{1,4}|👩\u{200d}👧)( ([a-zé]{1,9}|大{1,4})){0,12}", 1..14),
            relations in prop::collection::vec((0..14_usize, 0..4_usize, 0..14_usize), 0..40),
            width in 24..100_usize,
        ) {
            let text = map(&words, &relations);
            let look = TreeLook { width, ..LOOK };
            for line in drawn(&text, look).lines() {
                prop_assert!(line.width() <= width, "{} columns of {width}: {line}", line.width());
                prop_assert_eq!(line.trim_end(), line);
            }
        }

        #[test]
        fn ascii_is_all_that_is_drawn_if_asked(
            relations in prop::collection::vec((0..9_usize, 0..6_usize, 0..9_usize), 0..30),
        ) {
            let words = vec!["words of no consequence".to_owned(); 9];
            let look = TreeLook { ascii: true, ..LOOK };
            prop_assert!(drawn(&map(&words, &relations), look).is_ascii());
        }
    }

    #[test]
    fn a_chain_of_two_hundred_thousand_supports_is_drawn_in_bounded_width() {
        let mut text = String::from("[claim.c0]\ntext = \"c\"\n");
        for number in 1..200_000 {
            let _ = write!(
                text,
                "[claim.c{number}]\ntext = \"c\"\nsupports = [\"c{}\"]\n",
                number - 1
            );
        }
        let drawn = drawn(&text, LOOK);
        assert_eq!(
            drawn.lines().filter(|line| line.contains("+ c")).count(),
            199_999
        );
        assert!(drawn.lines().all(|line| line.width() <= LOOK.width));
    }

    #[test]
    fn what_commands_a_terminal_is_never_sent() {
        let text = r#"
            [claim."a\u001b[2Jb"]
            text  = "red \u001b[31m\u202e text"
            title = "\u0007"
            quote = "a\u0008"
            tags  = ["x"]
            [claim.b]
            text = "b"
            [[claim.b.reason]]
            premises = ["a\u001b[2Jb"]
            why      = "\u009b2J"
            scheme   = "\u001b]0;x"
        "#;
        let drawn = drawn(text, LOOK);
        assert!(drawn.contains(r"a\u{1b}[2Jb"), "{drawn}");
        assert!(
            drawn
                .chars()
                .all(|character| character == '\n' || !character.is_control()),
            "{drawn}"
        );
    }
}
