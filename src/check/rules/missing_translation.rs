#![doc = include_str!("missing_translation.md")]

use rustc_hash::FxHashMap;

use crate::check::wording::{list, name, on_one_line};
use crate::check::{Context, Rule};
use crate::diagnostic::{Diagnostic, Level, RuleName};
use crate::map::{ClaimId, Map};
use crate::syntax::Wording;

pub(in crate::check) static RULE: Rule<'_> = Rule {
    name: RuleName::MISSING_TRANSLATION,
    level: Level::Warn,
    summary: "a claim that lacks a language which most claims have",
    page: include_str!("missing_translation.md"),
    check: &check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let map = context.map;
    let usual = Usual::of(map);
    // For each usual language, the last claim that has it.
    let mut last = vec![None; usual.languages.len()];
    for claim in usual.claims(map) {
        for number in usual.spoken(map, claim) {
            if let Some(last) = last.get_mut(number) {
                *last = Some(claim);
            }
        }
        let languages = usual.languages.iter().zip(&last);
        let lacking = languages.filter(|(_, last)| **last != Some(claim));
        let missing: Vec<_> = lacking.map(|(language, _)| language).collect();
        if !missing.is_empty() && !context.unread.claim(claim) {
            findings.push(untranslated(map, claim, &missing, &usual));
        }
    }
}

/// The languages that more than half of a map's claims with text have, and how many claims have each.
struct Usual<'m> {
    /// The language of a plain `text`, if the map gives it.
    plain: Option<&'m str>,
    /// In the order in which the map first uses them, each with the number of claims that have it.
    languages: Vec<(&'m str, usize)>,
    numbers: FxHashMap<&'m str, usize>,
    /// How many claims have any text.
    worded: usize,
}

impl<'m> Usual<'m> {
    fn of(map: &'m Map) -> Self {
        let mut all = Self {
            plain: map.language(),
            languages: Vec::new(),
            numbers: FxHashMap::default(),
            worded: 0,
        };
        let mut last = Vec::new();
        for claim in map.claims() {
            let wordings = &map.claim(claim).text;
            all.worded += usize::from(!wordings.is_empty());
            for wording in wordings {
                let Some(language) = all.language_of(wording) else {
                    continue;
                };
                let number = *all.numbers.entry(language).or_insert_with(|| {
                    all.languages.push((language, 0));
                    last.push(None);
                    all.languages.len() - 1
                });
                let entry = all.languages.get_mut(number).zip(last.get_mut(number));
                if let Some(((_, count), last)) = entry
                    && last.replace(claim) != Some(claim)
                {
                    *count += 1;
                }
            }
        }
        let half = all.worded / 2;
        all.languages.retain(|&(_, count)| count > half);
        let numbers = all.languages.iter().map(|&(language, _)| language).zip(0..);
        all.numbers = numbers.collect();
        all
    }

    /// The claims that have a text; none at all if each of them has every usual language.
    fn claims(&self, map: &'m Map) -> impl Iterator<Item = ClaimId> + use<'m> {
        let mut languages = self.languages.iter();
        let complete = languages.all(|&(_, count)| count == self.worded);
        map.claims()
            .take(if complete { 0 } else { usize::MAX })
            .filter(|&claim| !map.claim(claim).text.is_empty())
    }

    /// The numbers of the usual languages that a claim is worded in.
    fn spoken(&self, map: &'m Map, claim: ClaimId) -> impl Iterator<Item = usize> {
        let wordings = map.claim(claim).text.iter();
        wordings
            .filter_map(|wording| self.language_of(wording))
            .filter_map(|language| self.numbers.get(language).copied())
    }

    fn language_of(&self, wording: &'m Wording) -> Option<&'m str> {
        match &wording.language {
            Some(language) => Some(language.value.as_ref()),
            None => self.plain,
        }
    }
}

fn untranslated(
    map: &Map,
    claim: ClaimId,
    missing: &[&(&str, usize)],
    usual: &Usual<'_>,
) -> Diagnostic {
    let languages: Vec<_> = missing.iter().map(|(language, _)| name(language)).collect();
    let place = map.place(claim);
    let mut wordings = map.claim(claim).text.iter();
    let plain = wordings.any(|wording| wording.language.is_none());
    let message = format!(
        "{} has no text in {}",
        name(map.id(claim)),
        list(&languages)
    );
    let mut finding =
        Diagnostic::new(RULE.name, message).label(place.file, place.span, "not translated");
    for ((_, count), language) in missing.iter().zip(&languages) {
        let worded = usual.worded;
        finding = finding.note(format!(
            "{count} of {worded} claims are worded in {language}"
        ));
    }
    let key = |(language, _): &&(&str, usize)| format!("`text.{} = \"…\"`", on_one_line(language));
    let keys = list(&missing.iter().map(key).collect::<Vec<_>>());
    match (plain, usual.plain) {
        (false, _) => finding.help(format!("add {keys}")),
        (true, Some(own)) => finding.help(format!(
            "turn the plain `text` into `text.{}`, and add {keys}",
            on_one_line(own)
        )),
        (true, None) => finding.help(
            "say with `language` in `[map]` what language a plain `text` is in, or write one text per language",
        ),
    }
}
