//! Finds every id that a file mentions: where something is defined, and where it is referred to.

use crate::map::{canonical, step_ends};
use crate::syntax::{
    Claim, Detail, Document, Quote, Reason, RelationKind, Scan, SharedStr, Span, TableKind, Text,
    string_content,
};

/// How a mention is written, which decides how it can be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A key: part of a header, or of the dotted key before `=`.
    Key,
    /// A whole string.
    Text,
    /// One end of a string such as `"a -> y"`. Holds the span of the whole string, with its quotation marks.
    End(Span),
    /// One end of such a string that contains escapes: the mention covers the whole string, with its quotation marks.
    EscapedEnd,
}

/// A place where something is named.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mention {
    /// The kind of thing that is named.
    pub space: TableKind,
    /// The id, as written there.
    pub name: SharedStr,
    /// The place, which covers what [`Form`] describes.
    pub span: Span,
    /// How it is written.
    pub form: Form,
    /// Whether it defines what it names: the `x` of `[claim.x]` and of every other header or dotted key that adds to
    /// it, or the `id` of a step.
    pub is_definition: bool,
}

impl Mention {
    /// Whether it names the thing of this kind with this id.
    pub fn names(&self, space: TableKind, id: &str) -> bool {
        self.space == space && canonical(&self.name) == canonical(id)
    }
}

/// Everything that a file names, in the order of its text. Linear in the file, apart from sorting.
pub fn mentions(text: &str, document: &Document) -> Vec<Mention> {
    let mut found = Finder {
        text,
        mentions: Vec::new(),
    };
    let scan = Scan::new(text);
    for space in TableKind::ALL {
        for key in scan.ids(space.key()) {
            found.mentions.push(Mention {
                space,
                name: (&*key.name).into(),
                span: key.span,
                form: Form::Key,
                is_definition: true,
            });
        }
    }
    found.document(document);
    found.mentions.sort_by_key(|mention| mention.span);
    found.mentions
}

struct Finder<'t> {
    text: &'t str,
    mentions: Vec<Mention>,
}

impl Finder<'_> {
    fn document(&mut self, document: &Document) {
        if let Some(header) = &document.header {
            self.claims(&header.thesis);
            self.all(TableKind::Source, &header.source);
        }
        for source in &document.sources {
            let quotes = source.ignores.iter().map(|ignore| &ignore.quote);
            quotes.for_each(|quote| self.quote(quote));
        }
        for question in &document.questions {
            self.claims(&question.answers);
            question.quotes.iter().for_each(|quote| self.quote(quote));
        }
        for claim in &document.claims {
            self.claim(claim);
        }
        for undercut in &document.undercuts {
            self.step(&undercut.step);
            self.reason(&undercut.reason);
        }
        let expect = &document.expect;
        for claims in [
            &expect.accepted,
            &expect.rejected,
            &expect.undecided,
            &expect.accepted_either_way,
        ] {
            self.claims(claims);
        }
    }

    fn claim(&mut self, claim: &Claim) {
        claim.quotes.iter().for_each(|quote| self.quote(quote));
        self.all(TableKind::Speaker, &claim.by);
        for relation in &claim.relations {
            if relation.kind == RelationKind::Undercuts {
                self.step(&relation.target);
            } else {
                self.reference(TableKind::Claim, &relation.target);
            }
            self.detail(relation.detail.as_deref());
        }
        claim.reasons.iter().for_each(|reason| self.reason(reason));
    }

    fn reason(&mut self, reason: &Reason) {
        self.step_id(reason.id.as_ref());
        for premise in &reason.premises {
            self.reference(TableKind::Claim, &premise.claim);
            self.detail(premise.detail.as_deref());
        }
        self.all(TableKind::Speaker, &reason.by);
        for outweighing in &reason.outweighed_by {
            self.claims(&outweighing.claims);
        }
    }

    fn detail(&mut self, detail: Option<&Detail>) {
        let Some(detail) = detail else {
            return;
        };
        self.step_id(detail.id.as_ref());
        self.all(TableKind::Speaker, &detail.by);
        for outweighing in &detail.outweighed_by {
            self.claims(&outweighing.claims);
        }
    }

    fn quote(&mut self, quote: &Quote) {
        self.all(TableKind::Source, quote.source());
    }

    fn claims(&mut self, claims: &[Text]) {
        self.all(TableKind::Claim, claims);
    }

    fn all<'d>(&mut self, space: TableKind, names: impl IntoIterator<Item = &'d Text>) {
        for name in names {
            self.reference(space, name);
        }
    }

    fn reference(&mut self, space: TableKind, name: &Text) {
        self.push(space, name, false);
    }

    fn step_id(&mut self, id: Option<&Text>) {
        if let Some(id) = id {
            self.push(TableKind::Claim, id, true);
        }
    }

    fn push(&mut self, space: TableKind, name: &Text, is_definition: bool) {
        self.mentions.push(Mention {
            space,
            name: name.value.clone(),
            span: name.span,
            form: Form::Text,
            is_definition,
        });
    }

    /// A step, named by its id or by its premise and conclusion.
    fn step(&mut self, name: &Text) {
        let Some((premise, conclusion)) = step_ends(&name.value) else {
            self.reference(TableKind::Claim, name);
            return;
        };
        let written = self.text.get(name.span.range()).unwrap_or_default();
        let (content, start) = string_content(written);
        let blanks = |part: &str| part.len() - part.trim_start().len();
        let behind = name.value.find("->").map_or(0, |arrow| arrow + 2);
        let rest = name.value.get(behind..).unwrap_or_default();
        let starts = [blanks(&name.value), behind + blanks(rest)];
        for (end, before) in [premise, conclusion].into_iter().zip(starts) {
            let (span, form) = match start.filter(|_| content == *name.value) {
                Some(start) => {
                    let at = name.span.start as usize + start + before;
                    (Span::new(at, at + end.len()), Form::End(name.span))
                }
                None => (name.span, Form::EscapedEnd),
            };
            self.mentions.push(Mention {
                space: TableKind::Claim,
                name: end.into(),
                span,
                form,
                is_definition: false,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{FileId, read};

    #[test]
    fn everything_that_is_named_is_found_where_it_stands() {
        let text = r#"
[map]
thesis = ["a"]
source = "s"
[source.s]
path = "s.txt"
[speaker.p]
[claim.a]
text.en = "A"
by = "p"
undercuts = ["b -> a", "\u0062 -> a", "r"]
[[claim.a.reason]]
id = "r"
premises = [{ claim = "b", by = ["p"] }]
[question.q]
answers = ["a"]
[expect]
accepted = ['a']
"#;
        let document = read(FileId(0), &text.into());
        let told: Vec<String> = mentions(text, &document)
            .iter()
            .map(|mention| {
                let written = &text[mention.span.range()];
                let kind = if mention.is_definition {
                    "defines"
                } else {
                    "names"
                };
                let key = mention.space.key();
                format!("{kind} {key} {} as {written}", mention.name)
            })
            .collect();
        assert_eq!(
            told,
            [
                "names claim a as \"a\"",
                "names source s as \"s\"",
                "defines source s as s",
                "defines speaker p as p",
                "defines claim a as a",
                "names speaker p as \"p\"",
                "names claim b as b",
                "names claim a as a",
                "names claim b as \"\\u0062 -> a\"",
                "names claim a as \"\\u0062 -> a\"",
                "names claim r as \"r\"",
                "defines claim a as a",
                "defines claim r as \"r\"",
                "names claim b as \"b\"",
                "names speaker p as \"p\"",
                "defines question q as q",
                "names claim a as \"a\"",
                "names claim a as 'a'",
            ]
        );
    }
}
