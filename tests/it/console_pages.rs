//! What a user sees: every console block on every page under `tests/cmd` is run, and its output compared.
//!
//! A page `tests/cmd/TOPIC/NAME.md` runs in the folder `NAME.in` next to it, if there is one. Nothing that it writes
//! there is kept. `TRYCMD=overwrite cargo test --test it console_pages` updates the pages to what the program prints
//! now.

#[test]
fn pages_show_what_the_program_says() {
    trycmd::TestCases::new()
        .env("NO_COLOR", "1")
        .env("COLUMNS", "80")
        .case("tests/cmd/*/*.md")
        .case("tests/cmd/*.md");
}
