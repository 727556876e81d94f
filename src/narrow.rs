//! 32-bit numbers: most counts and offsets of a map fit, which halves their size.

/// The number as `u32`, or `u32::MAX` if it is too large; no map that fits in memory comes near that.
pub(crate) fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Gives an id type its public methods: it is made from an index, and gives the index back.
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
