//! Keeps the names of arguments while a text is read.

use std::borrow::Cow;
use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use super::error::ParseError;
use super::scan::TextCursor;
use crate::narrow::narrow;
use crate::nearest::nearest;
use crate::printable::printable;
use crate::reason::af::framework::Framework;

/// The arguments declared so far, and the attacks between them; an attack may come before its arguments are declared.
#[derive(Default)]
pub(super) struct DeclaredNames<'t> {
    numbers: FxHashMap<Cow<'t, str>, u32>,
    declared: Vec<Cow<'t, str>>,
    attacks: Vec<(u32, u32)>,
    early: Vec<(NameMention<'t>, NameMention<'t>)>,
}

/// A name and where it is in the text.
pub(super) struct NameMention<'t> {
    pub(super) name: Cow<'t, str>,
    pub(super) offset: usize,
}

impl<'t> DeclaredNames<'t> {
    /// Declares an argument; declaring it again changes nothing.
    pub(super) fn declare(
        &mut self,
        scan: &TextCursor<'_>,
        of: NameMention<'t>,
    ) -> Result<(), ParseError> {
        let number = narrow(self.declared.len());
        if number >= Framework::MAX_ARGUMENTS {
            let most = Framework::MAX_ARGUMENTS;
            return Err(scan.error_at(of.offset, format!("more than {most} arguments")));
        }
        if let Entry::Vacant(vacant) = self.numbers.entry(of.name) {
            self.declared.push(vacant.key().clone());
            vacant.insert(number);
        }
        Ok(())
    }

    pub(super) fn attack(&mut self, source: NameMention<'t>, target: NameMention<'t>) {
        match (
            self.numbers.get(&source.name),
            self.numbers.get(&target.name),
        ) {
            (Some(&from), Some(&to)) => self.attacks.push((from, to)),
            _ => self.early.push((source, target)),
        }
    }

    /// The framework, if all arguments that attack or are attacked have been declared.
    pub(super) fn finish(
        mut self,
        scan: &TextCursor<'_>,
        form: impl Fn(&str) -> String,
    ) -> Result<Framework, ParseError> {
        for (source, target) in &self.early {
            let from = self.number(scan, source, &form)?;
            let to = self.number(scan, target, &form)?;
            self.attacks.push((from, to));
        }
        Ok(Framework::named(self.declared, &self.attacks))
    }

    fn number(
        &self,
        scan: &TextCursor<'_>,
        of: &NameMention<'t>,
        form: &impl Fn(&str) -> String,
    ) -> Result<u32, ParseError> {
        self.numbers.get(&of.name).copied().ok_or_else(|| {
            let name = printable(&of.name);
            let way_out = nearest(&of.name, self.declared.iter().map(AsRef::as_ref)).map_or_else(
                || format!("declare it with {}", form(&name)),
                |near| format!("did you mean `{}`?", printable(near)),
            );
            scan.error_at(of.offset, format!("no argument `{name}`: {way_out}"))
        })
    }
}
