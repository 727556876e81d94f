#![doc = include_str!("ambiguous_quote.md")]

use crate::check::elsewhere::{sources, with_elsewhere};
use crate::check::quotation_wording::{ReadQuote, TOLD_PLACES, at, citations, sourceless, subject};
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Fix, Level, RuleName};
use crate::proof::Cited;
use crate::quotes::{MAX_COUNTED, Outcome, QuotePlace};
use crate::syntax::{FileId, Quote};

/// For at most this many quotations, fixes that single out each place are worked out, since each may take a while.
const OFFERED: usize = 100;

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::AMBIGUOUS_QUOTE,
    level: Level::Deny,
    summary: "a quotation that occurs in several places",
    page: include_str!("ambiguous_quote.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let mut found = 0;
    for citation in citations(context) {
        if let Some(Outcome::Ambiguous { places, total }) = citation.cited.outcome.as_deref() {
            let offered = found < OFFERED;
            findings.push(ambiguous(context, &citation, (places, *total), offered));
            found += 1;
        }
    }
    findings.extend(
        sourceless(context)
            .filter_map(|(cited, file, quote)| in_several(context, cited, (file, quote))),
    );
}

/// The finding about a quotation that could be from any source, and is in several.
fn in_several(
    context: &Context<'_>,
    cited: &Cited,
    (file, quote): (FileId, &Quote),
) -> Option<Diagnostic> {
    let elsewhere = cited.elsewhere.as_deref()?;
    let finding = Diagnostic::new(
        RULE.name,
        format!(
            "{} stands in {}",
            subject(context, cited),
            sources(context, elsewhere)
        ),
    )
    .label(file, quote.text.span, "from which source?");
    let finding = with_elsewhere(context, finding, cited, (file, quote), elsewhere);
    Some(finding.help("name the source: `quote = { text = \"…\", source = \"…\" }`"))
}

fn ambiguous(
    context: &Context<'_>,
    citation: &ReadQuote<'_, '_>,
    (places, total): (&[QuotePlace], usize),
    offered: bool,
) -> Diagnostic {
    let times = match total {
        2 => "twice".to_owned(),
        MAX_COUNTED => format!("at least {total} times"),
        _ => format!("{total} times"),
    };
    let (subject, source) = (citation.subject(context), citation.source_name(context));
    let message = format!("{subject} stands in {source} {times}");
    let finding = citation.finding(RULE.name, message, "which of them?");
    let mut finding = citation
        .with_places(context, finding, places, total)
        .help("say which with `prefix` or `suffix`, the words directly before or after it");
    for place in places.iter().take(if offered { TOLD_PLACES } else { 0 }) {
        let text = citation.text;
        let selector = text.shortest_selector(&citation.quote.text.value, place);
        let fix = selector.and_then(|selector| citation.select(context, &selector));
        finding = finding.fixes(fix.map(|fix| Fix {
            title: format!("for {}, {}", at(place.whole.start), fix.title),
            ..fix
        }));
    }
    finding
}
