//! Files in other formats. Each can be made as large as wanted in one particular way.

/// A format, the way in which the file is large, and a function that makes a file of a given size.
pub(crate) type Foreign = (&'static str, &'static str, fn(usize) -> String);

/// `size` items, separated by commas.
pub(crate) fn list(size: usize, each: impl Fn(usize) -> String) -> String {
    let items: Vec<String> = (0..size).map(each).collect();
    items.join(", ")
}

/// `size` texts, one after the other.
pub(crate) fn texts(size: usize, each: impl Fn(usize) -> String) -> String {
    (0..size).map(each).collect()
}

/// How deep a file is that has about the usual length for this size. Each of its lines has a number or indent as long
/// as its depth.
fn depth(size: usize) -> usize {
    size.isqrt() * 4
}

/// A node of AIF without its id.
fn node(kind: &str, text: &str) -> String {
    format!("\"type\":\"{kind}\",\"text\":\"{text}\"")
}

/// Nodes and the edges between them, by number, as AIF.
fn aif(nodes: &[String], edges: &[(usize, usize)]) -> String {
    let edges = list(edges.len(), |number| {
        let (from, to) = edges[number];
        format!("{{\"edgeID\":\"e{number}\",\"fromID\":{from},\"toID\":{to}}}")
    });
    let nodes = list(nodes.len(), |number| {
        format!("{{\"nodeID\":{number},{}}}", nodes[number])
    });
    format!("{{\"nodes\":[{nodes}],\"edges\":[{edges}]}}")
}

/// Files that once took more work than in proportion to their length, or might.
pub(crate) const FOREIGN: [Foreign; 24] = [
    ("kialo", "theses", |size| {
        texts(size, |n| format!("{}. Thesis {n}\n", n + 1))
    }),
    ("kialo", "a question and its answers", |size| {
        "1. What?\n".to_owned() + &texts(size, |n| format!("1.{}. Answer {n}\n", n + 1))
    }),
    ("kialo", "references to references", |size| {
        let first = texts(size, |n| format!("1.{}. Pro: -> See 1.{}.\n", n + 1, n + 2));
        format!("1. Thesis\n{first}1.{}. Pro: The last\n", size + 1)
    }),
    ("kialo", "a deep outline", |size| {
        let line = |n| format!("1.{} Pro: Claim {n}\n", "1.".repeat(n + 1));
        "1. Thesis\n".to_owned() + &texts(depth(size), line)
    }),
    ("argdown", "headings without claims", |size| {
        texts(size, |n| format!("# Chapter {n}\n\n")) + "The end.\n"
    }),
    ("argdown", "brackets on one line", |size| {
        format!("A text: {}\n", "[a](b) ".repeat(size))
    }),
    ("argdown", "signs that nothing ends", |size| {
        format!("a {}\n\nb\n", "< [ {x ".repeat(size))
    }),
    ("argdown", "comments that nothing ends", |size| {
        format!("a {}\n\nb\n", "/* <!- ".repeat(size))
    }),
    ("argdown", "a deep list of relations", |size| {
        let line = |n| format!("{}+ Claim {n}\n", " ".repeat(n + 1));
        "[a]: A.\n".to_owned() + &texts(depth(size), line)
    }),
    ("argdown", "premises of one inference", |size| {
        let premises = texts(size, |n| format!("({}) Premise {n}.\n", n + 1));
        let uses = list(size, |n| (n + 1).to_string());
        format!("{premises}-- {{uses: [{uses}]}} --\n({}) End.\n", size + 1)
    }),
    ("argdown", "inferences in a row", |size| {
        let step = |n| format!("----\n({}) Then {n}.\n", n + 2);
        "(1) First.\n".to_owned() + &texts(size, step)
    }),
    ("argdown", "tags of one statement", |size| {
        format!("[a]: A.{}\n", texts(size, |n| format!(" #tag-{n}")))
    }),
    ("argdown", "members of one statement", |size| {
        let member = |n| format!("[a]: In words of number {n}. #t{n} {{k{n}: 1}}\n\n");
        texts(size, member)
    }),
    ("aif", "premises of one step", |size| {
        let mut nodes = vec![node("RA", "RA")];
        let mut edges = Vec::new();
        for n in 1..=size {
            nodes.push(node("I", &format!("Claim {n}")));
            edges.push(if n == 1 { (0, 1) } else { (n, 0) });
        }
        aif(&nodes, &edges)
    }),
    ("aif", "speakers of one claim", |size| {
        let mut nodes = vec![node("I", "Claim")];
        let mut edges = Vec::new();
        for n in 0..size {
            nodes.push(node("L", &format!("Speaker {n} : Claim")));
            nodes.push(node("YA", "Asserting"));
            edges.push((2 * n + 1, 2 * n + 2));
            edges.push((2 * n + 2, 0));
        }
        aif(&nodes, &edges)
    }),
    ("aif", "keys of one node", |size| {
        let keys = list(size, |n| format!("\"k{n}\":{n}"));
        aif(&[format!("{},{keys}", node("I", "Claim"))], &[])
    }),
    ("aif", "answers to one question", |size| {
        let about = ",\"argmap\":{\"question\":\"q\"}";
        let mut nodes = vec![node("L", "What?") + about];
        let mut edges = Vec::new();
        for n in 0..size {
            nodes.push(node("YA", "Pure Questioning"));
            nodes.push(node("I", &format!("Answer {n}")));
            edges.push((0, 2 * n + 1));
            edges.push((2 * n + 1, 2 * n + 2));
        }
        aif(&nodes, &edges)
    }),
    ("aif", "claims that say the same", |size| {
        aif(&vec![node("I", "The same"); size], &[])
    }),
    ("arguebuf", "references to one text", |size| {
        let nodes = list(size, |n| {
            let reference = format!("{{\"text\":\"é\",\"resource\":\"r\",\"offset\":{n}}}");
            format!("\"n{n}\":{{\"atom\":{{\"text\":\"Claim {n}\",\"reference\":{reference}}}}}")
        });
        let resource = "{\"r\":{\"text\":\"A word é.\"}}";
        format!("{{\"nodes\":{{{nodes}}},\"resources\":{resource}}}")
    }),
    ("gsn", "nodes that support one", |size| {
        let names = list(size, |n| format!("G{n}"));
        let nodes = texts(size, |n| format!("G{n}: {{text: Goal {n}}}\n"));
        format!("All: {{text: All, supportedBy: [{names}]}}\n{nodes}")
    }),
    ("carneades", "arguments for one statement", |size| {
        let statements = texts(size, |n| format!("  s{n}: Statement {n}\n"));
        let argument = |n| format!("  a{n}: {{premises: [s{n}], conclusion: s}}\n");
        let arguments = texts(size, argument);
        format!("statements:\n  s: All\n{statements}arguments:\n{arguments}")
    }),
    ("sadface", "atoms and a scheme", |size| {
        let atom = |n| format!("{{\"id\":\"a{n}\",\"type\":\"atom\",\"text\":\"Atom {n}\"}}");
        let edge = |n, from, to| {
            format!("{{\"id\":\"e{n}\",\"source_id\":\"{from}\",\"target_id\":\"{to}\"}}")
        };
        let atoms = list(size, atom);
        let edges = list(size, |n| match n {
            0 => edge(0, "s".to_owned(), "a0".to_owned()),
            n => edge(n, format!("a{n}"), "s".to_owned()),
        });
        let scheme = "{\"id\":\"s\",\"type\":\"scheme\",\"name\":\"support\"}";
        format!("{{\"nodes\":[{atoms},{scheme}],\"edges\":[{edges}]}}")
    }),
    ("arggraph", "joints of joints", |size| {
        // Each joint says twice as much as the one before.
        let edge = |n, k| {
            let to = n + 1;
            format!("<edge id=\"c{n}-{k}\" src=\"e{n}\" trg=\"e{to}\" type=\"seg\"/>")
        };
        let edges = texts(size, |n| edge(n, 0) + &edge(n, 1));
        let unit = "<adu id=\"a\" type=\"pro\"/>";
        format!("<arggraph><edu id=\"e0\">A.</edu>{edges}{unit}</arggraph>")
    }),
    ("brat", "spans", |size| {
        texts(size, |n| format!("T{n}\tClaim {n} {}\tClaim {n}\n", n + 7))
    }),
];
