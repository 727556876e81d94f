//! Text that is shared, not copied.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::ops::Deref;

use arcstr::Substr;
use serde::{Serialize, Serializer};

use crate::printable::Show;

/// A string, or part of one, that shares its text and keeps all of it alive. Cloning it or a part of it copies no text.
///
/// At most 4 GiB long. Files that long are never read.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SharedStr(Substr);

impl SharedStr {
    /// An empty text.
    pub const fn new() -> Self {
        Self(Substr::new())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Keeps `part`, sharing this text if it is a slice of it, otherwise as a text of its own. O(1) for a slice.
    pub(super) fn keep(&self, part: Cow<'_, str>) -> Self {
        match part {
            Cow::Borrowed(part) => match self.0.try_substr_from(part) {
                Some(part) => Self(part),
                None => part.into(),
            },
            Cow::Owned(text) => text.into(),
        }
    }
}

impl Deref for SharedStr {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for SharedStr {
    fn as_ref(&self) -> &str {
        self
    }
}

impl Borrow<str> for SharedStr {
    fn borrow(&self) -> &str {
        self
    }
}

impl From<&str> for SharedStr {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<&String> for SharedStr {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<String> for SharedStr {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl PartialEq<str> for SharedStr {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for SharedStr {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl fmt::Display for SharedStr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl fmt::Debug for SharedStr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl Serialize for SharedStr {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl Show for SharedStr {
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().show(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slice_is_kept_without_a_copy() {
        let whole = SharedStr::from("one two");
        let part = whole.keep(Cow::Borrowed(&whole[4..]));
        assert_eq!(part, "two");
        assert_eq!(part.as_ptr(), whole[4..].as_ptr());
        drop(whole);
        assert_eq!(part, "two");
    }

    #[test]
    fn what_is_no_slice_is_kept_by_itself() {
        let whole = SharedStr::from("one");
        assert_eq!(whole.keep(Cow::Borrowed("two")), "two");
        assert_eq!(whole.keep(Cow::Owned("three".to_owned())), "three");
        assert_eq!(whole.keep(Cow::Borrowed("")), "");
    }
}
