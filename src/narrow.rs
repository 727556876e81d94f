//! Numbers in 32 bits: most counts and offsets of a map fit, which halves their size.

/// The number, or the largest that 32 bits hold; no map that fits in memory comes near that.
pub(crate) fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Gives an id, which is a number, what is public of it: it is made of an index and gives it back.
macro_rules! index {
    ($id:ty) => {
        impl $id {
            /// The one with this number, counted from 0.
            pub fn at(index: usize) -> Self {
                Self($crate::narrow::narrow(index))
            }

            /// The number, counted from 0, for indexing.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}
pub(crate) use index;
