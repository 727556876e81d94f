//! A value for each argument, with lookups that cannot fail.

/// A dense table from argument to value; an index outside it reads as the default and cannot be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ArgumentTable<T>(Vec<T>);

impl<T> From<Vec<T>> for ArgumentTable<T> {
    fn from(values: Vec<T>) -> Self {
        Self(values)
    }
}

impl<T: Copy + Default> ArgumentTable<T> {
    pub(super) fn new(length: usize) -> Self {
        Self::filled(length, T::default())
    }

    pub(super) fn filled(length: usize, value: T) -> Self {
        Self(vec![value; length])
    }

    pub(super) fn at(&self, index: u32) -> T {
        self.0.get(index as usize).copied().unwrap_or_default()
    }

    pub(super) fn set(&mut self, index: u32, value: T) {
        if let Some(slot) = self.0.get_mut(index as usize) {
            *slot = value;
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, T)> {
        (0..).zip(self.0.iter().copied())
    }
}

impl ArgumentTable<u32> {
    /// Adds one; returns the value before.
    pub(super) fn increment(&mut self, index: u32) -> u32 {
        let before = self.at(index);
        self.set(index, before + 1);
        before
    }

    /// Subtracts one, unless the value is 0; returns the value after.
    pub(super) fn decrement(&mut self, index: u32) -> u32 {
        let left = self.at(index).saturating_sub(1);
        self.set(index, left);
        left
    }
}

impl ArgumentTable<bool> {
    /// Marks `index`; returns whether it was unmarked before.
    pub(super) fn mark(&mut self, index: u32) -> bool {
        let fresh = !self.at(index);
        self.set(index, true);
        fresh
    }

    /// The marked indices, ascending.
    pub(super) fn marked(&self) -> Vec<u32> {
        self.iter()
            .filter_map(|(index, marked)| marked.then_some(index))
            .collect()
    }

    pub(super) fn of(length: usize, members: &[u32]) -> Self {
        let mut table = Self::new(length);
        for &member in members {
            table.set(member, true);
        }
        table
    }
}
