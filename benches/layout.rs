//! The cost of a layout, how many edges cross compared with Graphviz, the shape of pictures, and how much moves if one
//! claim is removed: `cargo bench --bench layout`.
//!
//! Crossings are counted on the curves themselves, each cut into short straight pieces. If Graphviz is installed, it
//! draws the same maps in the direction that argmap asks it for. The maps are the article's, those in the folder `MAPS`
//! if that variable is set (each file or folder in it is a map), and generated ones that are the same on every run.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints, and may fail"
)]

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use argmap::export::{Dot, Part, Svg};
use argmap::layout::{LayoutEdge, LayoutGraph, Options, Piece, Point, Size, layout};
use argmap::map::{ClaimId, Map};
use argmap::query::ClaimSet;
use argmap::syntax::Files;

/// How many straight pieces a curve is cut into.
const PIECES: u32 = 16;

fn main() {
    times();
    let maps = maps();
    shapes(&maps);
    crossings(&maps);
    moves(&maps);
}

/// `SplitMix64` (Steele, Lea & Flood 2014): the same numbers on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % bound.max(1) as u64).expect("it is below the bound")
    }
}

fn number(number: usize) -> u32 {
    u32::try_from(number).expect("a small number")
}

fn times() {
    println!("seconds of one layout, the best of five");
    let bushy = |claims: usize| tree(claims, Random::below);
    let deep = |claims: usize| tree(claims, |random, at| at - 1 - random.below(at.min(4)));
    let star = |claims: usize| tree(claims, |_, _| 0);
    for claims in [1_000, 10_000] {
        time(&format!("bushy, {claims}"), &bushy(claims));
        time(&format!("deep, {claims}"), &deep(claims));
        time(&format!("star, {claims}"), &star(claims));
        time(&format!("chain with long edges, {claims}"), &chain(claims));
    }
}

/// A graph of `claims` boxes. Each leads to an earlier one, and one in eight to a second one too.
fn tree(claims: usize, parent: impl Fn(&mut Random, usize) -> usize) -> LayoutGraph {
    let mut random = Random(7);
    let mut graph = boxes(claims);
    for at in 1..claims {
        let to = parent(&mut random, at);
        graph
            .edges
            .push(LayoutEdge::leading(number(at), number(to)));
        if random.below(8) == 0 {
            let to = random.below(at);
            graph
                .edges
                .push(LayoutEdge::leading(number(at), number(to)));
        }
    }
    graph
}

/// A chain, in which one box in five also leads to any earlier one.
fn chain(claims: usize) -> LayoutGraph {
    let mut random = Random(11);
    let mut graph = boxes(claims);
    for at in 1..claims {
        graph
            .edges
            .push(LayoutEdge::leading(number(at), number(at - 1)));
        if random.below(5) == 0 {
            let to = random.below(at);
            graph
                .edges
                .push(LayoutEdge::leading(number(at), number(to)));
        }
    }
    graph
}

fn boxes(claims: usize) -> LayoutGraph {
    let size = Size {
        width: 214.0,
        height: 69.0,
    };
    LayoutGraph {
        boxes: vec![size; claims],
        edges: Vec::new(),
        first: vec![0],
    }
}

fn time(name: &str, graph: &LayoutGraph) {
    let once = || {
        let start = Instant::now();
        std::hint::black_box(layout(graph, &Options::default()));
        start.elapsed().as_secs_f64()
    };
    let best = (0..5).map(|_| once()).fold(f64::INFINITY, f64::min);
    println!("{name:<32} {best:>8.4}");
}

/// A map and its name.
struct Named {
    name: String,
    map: Map,
}

fn maps() -> Vec<Named> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = vec![root.join("arguments")];
    if let Some(folder) = std::env::var_os("MAPS") {
        let entries = std::fs::read_dir(folder).expect("the folder of MAPS");
        let mut more: Vec<PathBuf> = entries
            .map(|entry| entry.expect("an entry").path())
            .collect();
        more.sort();
        paths.extend(more);
    }
    let read = |path: PathBuf| Named {
        name: path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        map: Map::new(&Files::read(&path).expect("a map")),
    };
    let mut maps: Vec<Named> = paths.into_iter().map(read).collect();
    for claims in [100, 1_000] {
        for is_deep in [false, true] {
            let kind = if is_deep { "deep" } else { "bushy" };
            let text = generated(claims, is_deep);
            maps.push(Named {
                name: format!("{kind} {claims}"),
                map: Map::new(&Files::from_text("map.toml", text)),
            });
        }
    }
    maps
}

/// A map with the usual relations: mostly a tree, with some claims used twice, some objections and some contrasts.
fn generated(claims: usize, is_deep: bool) -> String {
    let mut random = Random(claims as u64 + u64::from(is_deep));
    let mut text = String::from("[map]\nthesis = ['c0']\n");
    for at in 0..claims {
        let _ = writeln!(
            text,
            "[claim.c{at}]\ntext = 'What claim number {at} has to say about the matter at hand, in a sentence.'"
        );
        if at == 0 {
            continue;
        }
        let near = |random: &mut Random| {
            if is_deep {
                at - 1 - random.below(at.min(3))
            } else {
                random.below(at)
            }
        };
        let to = near(&mut random);
        let key = if random.below(6) == 0 {
            "attacks"
        } else {
            "supports"
        };
        let _ = writeln!(text, "{key} = ['c{to}']");
        if random.below(12) == 0 {
            let other = near(&mut random);
            if other != to {
                let key = if key == "attacks" {
                    "supports"
                } else {
                    "attacks"
                };
                let _ = writeln!(text, "{key} = ['c{other}']");
            }
        }
        if random.below(12) == 0 {
            let _ = writeln!(text, "contrasts = ['c{}']", near(&mut random));
        }
    }
    text
}

/// The number of claims in the longest chain of steps. In circles, the search stops after a bounded number of rounds.
fn longest(map: &Map) -> usize {
    let mut depth = vec![1_usize; map.claim_count()];
    for _ in 0..map.claim_count().min(400) {
        let mut is_changed = false;
        for step in map.steps() {
            let to = map.step(step).conclusion.index();
            for premise in map.premises(step) {
                let longer = depth[to] + 1;
                if depth[premise.index()] < longer && longer <= map.claim_count() {
                    depth[premise.index()] = longer;
                    is_changed = true;
                }
            }
        }
        if !is_changed {
            break;
        }
    }
    depth.into_iter().max().unwrap_or(0)
}

fn shapes(maps: &[Named]) {
    println!("\nshapes: claims, longest chain, width, height, width to height, seconds of the SVG");
    for Named { name, map } in maps {
        let start = Instant::now();
        let svg = Svg::default();
        let picture = svg.fragment(Part::whole(map));
        let seconds = start.elapsed().as_secs_f64();
        let Size { width, height } = picture.size;
        println!(
            "{name:<44} {:>6} {:>4} {width:>7.0} {height:>7.0} {:>6.2} {seconds:>8.4}",
            map.claim_count(),
            longest(map),
            width / height
        );
    }
}

fn crossings(maps: &[Named]) {
    println!("\ncrossings as drawn: argmap, Graphviz, ratio (of one more each)");
    let (mut product, mut count, mut worst) = (0.0_f64, 0_u32, 0.0_f64);
    for Named { name, map } in maps {
        let picture = Svg::default().fragment(Part::whole(map));
        let layout = &picture.arrangement.layout;
        let meetings = layout.meetings.iter().map(|meeting| &meeting.course);
        let courses = layout.edges.iter().flatten().chain(meetings);
        let courses = courses.map(|course| {
            let pieces = course.pieces.iter().map(|piece| match *piece {
                Piece::Line(to) | Piece::Gap(to) => vec![to],
                Piece::Curve(a, b, to) => vec![a, b, to],
            });
            points(course.start, pieces)
        });
        let own = crossed(&courses.collect::<Vec<_>>());
        let Some(courses) = graphviz(&Dot::default().draw(Part::whole(map))) else {
            println!("{name:<44} {own:>8}   (no Graphviz)");
            continue;
        };
        let other = crossed(&courses);
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        let ratio = (own + 1) as f64 / (other + 1) as f64;
        println!("{name:<44} {own:>8} {other:>8} {ratio:>8.2}");
        product += ratio.ln();
        count += 1;
        worst = worst.max(ratio);
    }
    if count > 0 {
        println!(
            "geometric mean {:.2}, worst {worst:.2}",
            (product / f64::from(count)).exp()
        );
    }
}

/// Points along lines and cubic curves.
fn points(start: Point, pieces: impl Iterator<Item = Vec<Point>>) -> Vec<Point> {
    let mut points = vec![start];
    let mut from = start;
    for piece in pieces {
        if let [a, b, to] = piece[..] {
            for part in 1..=PIECES {
                let t = f64::from(part) / f64::from(PIECES);
                let u = 1.0 - t;
                let on = |p: f64, q: f64, r: f64, s: f64| {
                    u * u * u * p + 3.0 * u * u * t * q + 3.0 * u * t * t * r + t * t * t * s
                };
                points.push(Point {
                    x: on(from.x, a.x, b.x, to.x),
                    y: on(from.y, a.y, b.y, to.y),
                });
            }
            from = to;
        } else {
            from = piece[0];
            points.push(from);
        }
    }
    points
}

/// How many times courses cross.
fn crossed(courses: &[Vec<Point>]) -> usize {
    let mut pieces: Vec<(usize, Point, Point)> = Vec::new();
    for (number, course) in courses.iter().enumerate() {
        pieces.extend(course.windows(2).map(|pair| (number, pair[0], pair[1])));
    }
    let left = |piece: &(usize, Point, Point)| piece.1.x.min(piece.2.x);
    pieces.sort_by(|a, b| left(a).total_cmp(&left(b)));
    let side = |p: Point, q: Point, r: Point| (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
    let mut count = 0;
    for (number, &(course, a, b)) in pieces.iter().enumerate() {
        let right = a.x.max(b.x);
        let (top, bottom) = (a.y.min(b.y), a.y.max(b.y));
        for &(other, c, d) in pieces[number + 1..]
            .iter()
            .take_while(|piece| left(piece) <= right)
        {
            let is_near = c.y.max(d.y) >= top && c.y.min(d.y) <= bottom;
            if other != course
                && is_near
                && side(a, b, c) * side(a, b, d) < 0.0
                && side(c, d, a) * side(c, d, b) < 0.0
            {
                count += 1;
            }
        }
    }
    count
}

/// The courses of the edges as drawn by Graphviz; `None` if Graphviz is not installed.
fn graphviz(dot: &str) -> Option<Vec<Vec<Point>>> {
    let child = Command::new("dot")
        .arg("-Tplain")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut child = child.ok()?;
    let mut input = child.stdin.take().expect("it is piped");
    let text = dot.to_owned();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("it ends").expect("it is read");
    let plain = String::from_utf8_lossy(&output.stdout);
    let edges = plain.lines().filter(|line| line.starts_with("edge "));
    let course = |line: &str| {
        // Names may contain blanks. The number of points is the first number that is followed by so many points.
        let words: Vec<&str> = line.split_whitespace().collect();
        let numbers = |from: usize, count: usize| -> Option<Vec<f64>> {
            words
                .get(from..from + 2 * count)?
                .iter()
                .map(|word| word.parse().ok())
                .collect()
        };
        let found = (3..words.len()).find_map(|at| {
            let count: usize = words[at].parse().ok()?;
            (count >= 4 && count % 3 == 1).then(|| numbers(at + 1, count))?
        });
        let found = found.expect("the points of an edge");
        let found: Vec<Point> = found
            .chunks(2)
            .map(|pair| Point {
                x: pair[0],
                y: pair[1],
            })
            .collect();
        points(found[0], found[1..].chunks(3).map(<[Point]>::to_vec))
    };
    Some(edges.map(course).collect())
}

fn moves(maps: &[Named]) {
    println!(
        "\nwhat moves when a claim is taken away that nothing leads to and that is linked with no other: units, the mean of all other \
         boxes; of some two dozen such claims the median and the largest; for how many the boxes become wider or narrower"
    );
    for Named { name, map } in maps {
        let all = Svg::default().fragment(Part::whole(map)).arrangement;
        let claims: Vec<ClaimId> = map.claims().collect();
        // Without a linked premise, its whole reason would be lost.
        let is_kept = |claim: &ClaimId| {
            map.reasons_for(*claim).next().is_some()
                || map.objections_to(*claim).next().is_some()
                || map
                    .uses(*claim)
                    .any(|step| map.premises(step).nth(1).is_some())
        };
        let leaves: Vec<ClaimId> = claims
            .iter()
            .copied()
            .filter(|claim| !is_kept(claim))
            .collect();
        let (mut means, mut turns) = (Vec::new(), 0);
        for &gone in leaves.iter().step_by((leaves.len() / 24).max(1)) {
            let left = ClaimSet::of(map, claims.iter().copied().filter(|&claim| claim != gone));
            let part = Part {
                map,
                claims: Some(&left),
            };
            let picture = Svg::default().fragment(part).arrangement;
            let (mut total, mut count) = (0.0, 0_u32);
            let mut is_other = false;
            for (number, (claim, place)) in
                picture.claims.iter().zip(&picture.layout.boxes).enumerate()
            {
                let before = all.layout.boxes[claim.index()];
                total += (before.x - place.x).abs() + (before.y - place.y).abs();
                count += 1;
                let width = all.sizes[claim.index()].width - picture.sizes[number].width;
                is_other |= width.abs() > 1.0;
            }
            means.push(total / f64::from(count.max(1)));
            turns += u32::from(is_other);
        }
        means.sort_by(f64::total_cmp);
        if let (Some(&median), Some(&largest)) = (means.get(means.len() / 2), means.last()) {
            println!(
                "{name:<44} {median:>8.1} {largest:>8.1} {turns:>3} of {}",
                means.len()
            );
        }
    }
}
