# The habits of the project; `just --list` names them.

# Everything that must hold before a change is pushed.
default: lint test docs

# All tests; those of pictures need Graphviz, those of the page Chromium, Node and `npm ci --prefix tests/browser`.
test:
    cargo test

# Property tests with other cases than `cargo test` tries, round after round; what they find becomes a test.
laws SECONDS='3600' SEED='':
    .ci/laws {{SECONDS}} {{SEED}}

# Whether the work of every command grows in line with the map, by instructions (needs valgrind; takes an hour).
growth SIZE='250':
    GROWTH={{SIZE}} cargo test --release --test it growth -- --ignored --nocapture

# Format and lints, as strict as CI.
lint:
    cargo fmt --check
    cargo clippy --all-targets -- -D warnings

# The documentation, with no broken link.
docs:
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --document-private-items

# Time and memory on maps of 1,000 to 1,000,000 claims, then quotations, then abstract frameworks.
bench:
    cargo bench --bench memory
    cargo bench --bench commands
    cargo bench --bench evaluation
    cargo bench --bench layout
    cargo bench --bench scale
    cargo bench --bench quotes
    cargo bench --bench solve
    cargo bench --bench lsp

# How long the page of 10,000 claims takes to open, fold and search, and `argmap view` to renew it (needs Chromium and Node).
bench-page:
    cargo bench --bench page

# Frameworks of a folder (see benches/solve.rs), and made ones of many shapes (see benches/race.rs), against another solver:
# `just race 'scalop solve -c --logging-level off'`.
race PEER:
    PEER='{{PEER}}' cargo bench --bench solve
    PEER='{{PEER}}' cargo bench --bench race

# Random input to every fuzz target, so many seconds for each (needs cargo-fuzz and a nightly toolchain).
fuzz SECONDS='600':
    for target in $(cargo +nightly fuzz list); do \
        cargo +nightly fuzz run "$target" -- -max_total_time={{SECONDS}} -timeout=20 -rss_limit_mb=3000 || exit; \
    done

# The pictures in the README; that of the page needs Chromium and Node.
picture:
    cargo run --release -- export svg -o docs/article.svg
    cargo run --release -- export html -o target/page.html
    node tests/browser/picture.mjs target/page.html docs/page.png

# What commands print now, into the cases and the pages; look at the difference before it is committed.
accept:
    INSTA_UPDATE=always TRYCMD=overwrite PAGES=overwrite cargo test

# A new rule: its code, its page and its lines in the lists, ready to be filled in.
new-rule NAME:
    #!/usr/bin/env bash
    set -euo pipefail
    name={{NAME}}
    file=${name//-/_}
    constant=$(tr a-z- A-Z_ <<< "$name")
    cd src/check
    [ ! -e "rules/$file.rs" ] || { echo "there is a rule $name already"; exit 1; }
    cat > "rules/$file.rs" <<END
    #![doc = include_str!("$file.md")]

    use crate::check::{Context, Rule};
    use crate::diagnostic::{Diagnostic, Level, RuleName};

    pub(in crate::check) static RULE: Rule<'_> = Rule {
        name: RuleName::$constant,
        level: Level::Warn,
        summary: "what it finds, in one line",
        page: include_str!("$file.md"),
        check: &check,
    };

    fn check(context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
        let _ = (context.map, findings);
    }
    END
    printf '# %s\n\nWhat it finds.\n\nWhy it matters.\n\n## Bad\n\n```toml\n```\n\n## Good\n\n```toml\n```\n\n## When to allow it\n' "$name" > "rules/$file.md"
    echo "pub(super) mod $file;" >> rules/mod.rs
    sed -i "0,/^];/s|^];|    \&rules::$file::RULE,\n];|" registry.rs
    sed -i "\$s|^}|    $constant = \"$name\",\n}|" ../diagnostic/rule_name.rs
    cargo fmt
    echo "now fill in src/check/rules/$file.rs and src/check/rules/$file.md; the page's examples are its tests"

# The library as WebAssembly for the page, built from `wasm/`; its answers are then held against the library's.
wasm:
    #!/usr/bin/env bash
    set -euo pipefail
    if ! rustc --print target-libdir --target wasm32-unknown-unknown | xargs test -d; then
        echo "the target wasm32-unknown-unknown is not installed (rustup target add wasm32-unknown-unknown): nothing is built"
        exit 0
    fi
    cargo build --release --locked --target wasm32-unknown-unknown --manifest-path wasm/Cargo.toml
    gzip -9nc wasm/target/wasm32-unknown-unknown/release/argmap_wasm.wasm > src/export/html/engine.wasm.gz
    ARGMAP_BUILT_WASM=1 cargo test --test it engine
