//! The `argmap` program.

fn main() {}
