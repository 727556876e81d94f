//! Counts what one format says but another has no place for.

/// A kind of thing: what one of it is called, and what several are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct What {
    /// One of it.
    pub one: &'static str,
    /// Several.
    pub many: &'static str,
}

impl What {
    /// A kind of thing.
    pub const fn new(one: &'static str, many: &'static str) -> Self {
        Self { one, many }
    }
}

/// How many things of which kind were lost.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Losses(Vec<(What, usize)>);

impl Losses {
    /// Adds this many.
    pub fn add(&mut self, what: What, count: usize) {
        if count == 0 {
            return;
        }
        match self.0.iter_mut().find(|(other, _)| *other == what) {
            Some((_, lost)) => *lost += count,
            None => self.0.push((what, count)),
        }
    }

    /// Whether nothing was.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each kind with its number, such as `2 titles`.
    pub fn counted(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|(what, count)| {
            let word = if *count == 1 { what.one } else { what.many };
            format!("{count} {word}")
        })
    }
}
