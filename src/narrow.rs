//! Numbers as they are kept: most counts and offsets of a map fit 32 bits, which halves what it takes.

/// The number, or the largest that 32 bits hold; no map that fits in memory comes near that.
pub(crate) fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
