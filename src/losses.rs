//! Counts what one format says but another cannot express.

/// A kind of thing, with its name in the singular and the plural.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct What {
    /// The singular.
    pub one: &'static str,
    /// The plural.
    pub many: &'static str,
}

impl What {
    /// Creates a kind of thing.
    pub const fn new(one: &'static str, many: &'static str) -> Self {
        Self { one, many }
    }
}

/// How many things of each kind were lost.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Losses(Vec<(What, usize)>);

impl Losses {
    /// Adds `count` things of a kind.
    pub fn add(&mut self, what: What, count: usize) {
        if count == 0 {
            return;
        }
        match self.0.iter_mut().find(|(other, _)| *other == what) {
            Some((_, lost)) => *lost += count,
            None => self.0.push((what, count)),
        }
    }

    /// Whether nothing was lost.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each kind with its count, such as `2 titles`.
    pub fn counted(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|(what, count)| {
            let word = if *count == 1 { what.one } else { what.many };
            format!("{count} {word}")
        })
    }
}
