#![doc = include_str!("idle_ignore.md")]

use std::ops::Range;

use crate::check::quotation_wording::{ReadQuote, at, citations};
use crate::check::wording::name;
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Level, PassageRole, RuleName};
use crate::map::{ClaimId, SourceId};
use crate::proof::{Cited, Entry, Proof};

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::IDLE_IGNORE,
    level: Level::Warn,
    summary: "an ignored passage that a claim also quotes",
    page: include_str!("idle_ignore.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let proof = context.proof();
    let mut quoted: Option<(SourceId, QuotedPassages)> = None;
    for citation in citations(context) {
        let Entry::Ignore(source, _) = citation.cited.entry else {
            continue;
        };
        // The passages of one source follow each other.
        if quoted.as_ref().is_none_or(|(of, _)| *of != source) {
            quoted = Some((source, QuotedPassages::new(proof, source)));
        }
        if let Some((_, quoted)) = &quoted
            && let Some(claim) = quoted.covering(citation.cited)
        {
            findings.push(idle(context, &citation, claim));
        }
    }
}

fn idle(
    context: &Context<'_>,
    citation: &ReadQuote<'_, '_>,
    (claim, number): (ClaimId, u32),
) -> Diagnostic {
    let map = context.map;
    let message = format!("this ignored passage is quoted by {}", name(map.id(claim)));
    let mut finding = citation.finding(RULE.name, message, "ignored");
    if let Some(quote) = map.claim(claim).quotes.get(number as usize) {
        finding = finding.label(map.file_of(claim), quote.text.span, "quoted");
    }
    if let Some(place) = citation.cited.place() {
        finding = finding
            .note(format!("it is at {}", at(place.whole.start)))
            .passage(citation.passage(context, &place.whole, PassageRole::Place));
    }
    finding.help("a passage either makes a claim or does not: drop one of the two")
}

/// What the claims of a map quote from one source: passages in rising order, each with its quotation.
struct QuotedPassages {
    /// Start, end, and the greatest end so far.
    stretches: Vec<(usize, usize, usize)>,
    quotations: Vec<(ClaimId, u32)>,
}

impl QuotedPassages {
    fn new(proof: &Proof<'_>, source: SourceId) -> Self {
        let mut all = Vec::new();
        for cited in proof.from(source) {
            if let Entry::Claim(claim, number) = cited.entry {
                let ranges = cited.text_ranges();
                all.extend(ranges.map(|range| (range.start, range.end, (claim, number))));
            }
        }
        all.sort_unstable();
        let mut reach = 0;
        let stretches = all.iter().map(|&(start, end, _)| {
            reach = reach.max(end);
            (start, end, reach)
        });
        Self {
            stretches: stretches.collect(),
            quotations: all.iter().map(|&(.., quotation)| quotation).collect(),
        }
    }

    /// A quotation that overlaps an ignored passage. If every place of the passage's words is ignored, only if there is
    /// an overlap at each of these places.
    fn covering(&self, ignored: &Cited) -> Option<(ClaimId, u32)> {
        let mut sharing = ignored.text_ranges().map(|range| self.sharing(&range));
        if ignored.every.is_empty() {
            return sharing.flatten().next();
        }
        let first = sharing.next()?;
        first.filter(|_| sharing.all(|quotation| quotation.is_some()))
    }

    fn sharing(&self, range: &Range<usize>) -> Option<(ClaimId, u32)> {
        // How far the passages that start before this one ends reach.
        let stretches = &self.stretches;
        let before = stretches.partition_point(|&(start, ..)| start < range.end);
        let &(_, _, reach) = stretches.get(before.checked_sub(1)?)?;
        if reach <= range.start {
            return None;
        }
        let first = stretches.partition_point(|&(_, _, reach)| reach <= range.start);
        self.quotations.get(first).copied()
    }
}
