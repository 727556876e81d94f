//! What another crate can do with the library.

use argmap::map::Map;
use argmap::reason::Label;
use argmap::syntax::Document;
use argmap::workspace::Workspace;
use outside::Server;

const SQUARE: &str = "[map]\nthesis = [\"square\"]\n\n[source.letter]\npath = \"letter.txt\"\n\n[claim.square]\n\
                      text = \"The square should be closed to cars.\"\nquote = \"should be closed to cars\"\n";
const TRADE: &str = "[claim.trade]\ntext = \"Shops would lose customers.\"\nassumed = true\nattacks = [\"square\"]\n";
const LETTER: &str = "The square should be closed to cars.";

fn server() -> Server {
    Server::new(&[("square.toml", SQUARE), ("letter.txt", LETTER)]).unwrap()
}

#[test]
fn what_a_server_keeps_can_be_kept_and_sent() {
    fn can_be_kept_and_sent<T: Send + Sync + 'static>() {}
    can_be_kept_and_sent::<Map>();
    can_be_kept_and_sent::<Document>();
    can_be_kept_and_sent::<Workspace>();
    can_be_kept_and_sent::<Server>();
}

#[test]
fn it_answers_from_several_threads_while_the_map_changes() {
    let server = server();
    let before = server.map();
    assert_eq!(server.label("square"), Some(Label::Accepted));
    std::thread::scope(|threads| {
        for _ in 0..3 {
            threads.spawn(|| {
                for _ in 0..50 {
                    // Before the edit or after it, never in between.
                    let found = server.query("all()").unwrap();
                    assert!(matches!(found.len(), 1 | 2), "{found:?}");
                    assert_eq!(server.report().summary.proven, 1);
                }
            });
        }
        threads.spawn(|| server.edit("trade.toml", TRADE));
    });
    assert_eq!(server.label("square"), Some(Label::Rejected));
    assert_eq!(before.claim_count(), 1);
}

#[test]
fn a_source_that_lies_outside_is_refused_in_memory_too() {
    let server = server();
    server.edit(
        "square.toml",
        &SQUARE.replace("letter.txt", "../letter.txt"),
    );
    let report = server.report();
    let rules: Vec<String> = report
        .diagnostics
        .iter()
        .map(|finding| finding.rule.to_string())
        .collect();
    assert!(
        rules.iter().any(|rule| rule == "missing-source"),
        "{rules:?}"
    );
    assert_eq!(report.summary.proven, 0);
}
