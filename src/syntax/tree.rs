//! TOML text as a tree of values with spans.
