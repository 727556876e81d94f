//! Laws that every layout keeps, whatever the graph.

use argmap::layout::{
    Bond, Course, Direction, Layout, LayoutEdge, LayoutGraph, Options, Piece, Point, Size, layout,
};
use proptest::collection::vec;
use proptest::prelude::*;

fn size() -> impl Strategy<Value = Size> {
    (20..260_u32, 10..140_u32).prop_map(|(width, height)| Size {
        width: f64::from(width),
        height: f64::from(height),
    })
}

fn bond() -> impl Strategy<Value = Bond> {
    let label = prop::option::of(size());
    prop_oneof![
        6 => Just(Bond::Leads { meeting: None }),
        3 => (0..3_u32).prop_map(|meeting| Bond::Leads { meeting: Some(meeting) }),
        1 => label.prop_map(|label| Bond::Beside { label }),
    ]
}

/// Graphs of all kinds: sparse and dense, with circles, with edges from a box to itself and to boxes that do not exist.
fn graph() -> impl Strategy<Value = LayoutGraph> {
    (1..40_usize, 0..3_usize).prop_flat_map(|(boxes, density)| {
        let end = 0..u32::try_from(boxes).unwrap() + u32::from(boxes % 7 == 0);
        let edge = (end.clone(), end.clone(), bond());
        let edge = edge.prop_map(|(from, to, bond)| LayoutEdge { from, to, bond });
        let first = vec(0..u32::try_from(boxes).unwrap(), 0..3);
        (
            vec(size(), boxes),
            vec(edge, 0..=boxes * density + 2),
            first,
        )
            .prop_map(|(boxes, edges, first)| LayoutGraph {
                boxes,
                edges,
                first,
            })
    })
}

/// Trees: every box except the first leads to one before it.
fn tree() -> impl Strategy<Value = LayoutGraph> {
    (2..60_usize).prop_flat_map(|boxes| {
        let edges: Vec<_> = (1..u32::try_from(boxes).unwrap())
            .map(|from| (0..from).prop_map(move |to| LayoutEdge::leading(from, to)))
            .collect();
        (vec(size(), boxes), edges).prop_map(|(boxes, edges)| LayoutGraph {
            boxes,
            edges,
            first: vec![0],
        })
    })
}

fn options() -> impl Strategy<Value = Options> {
    let direction = prop_oneof![
        Just(Direction::Right),
        Just(Direction::Down),
        Just(Direction::Left),
        Just(Direction::Up),
    ];
    let reach = prop::option::of((50..3_000_u32).prop_map(f64::from));
    (direction, reach).prop_map(|(direction, reach)| Options { direction, reach })
}

/// Points along a course, close together.
pub(crate) fn points(course: &Course) -> Vec<Point> {
    const PARTS: u32 = 24;
    let mut points = vec![course.start];
    let mut from = course.start;
    for piece in &course.pieces {
        for part in 1..=PARTS {
            let t = f64::from(part) / f64::from(PARTS);
            let u = 1.0 - t;
            let on = |a: f64, b: f64, c: f64, d: f64| {
                u * u * u * a + 3.0 * u * u * t * b + 3.0 * u * t * t * c + t * t * t * d
            };
            points.push(match *piece {
                Piece::Line(to) | Piece::Gap(to) => Point {
                    x: from.x + (to.x - from.x) * t,
                    y: from.y + (to.y - from.y) * t,
                },
                Piece::Curve(a, b, to) => Point {
                    x: on(from.x, a.x, b.x, to.x),
                    y: on(from.y, a.y, b.y, to.y),
                },
            });
        }
        from = piece.end();
    }
    points
}

/// How many times courses cross, apart from where they share an end.
pub(crate) fn crossings(courses: &[Vec<Point>]) -> usize {
    let crosses = |a: Point, b: Point, c: Point, d: Point| {
        let side =
            |p: Point, q: Point, r: Point| (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
        side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
    };
    let mut count = 0;
    for (number, one) in courses.iter().enumerate() {
        for other in &courses[number + 1..] {
            for pair in one.windows(2) {
                for across in other.windows(2) {
                    count += usize::from(crosses(pair[0], pair[1], across[0], across[1]));
                }
            }
        }
    }
    count
}

fn overlap(a: (Point, Size), b: (Point, Size)) -> bool {
    let apart = |from: f64, length: f64, other: f64, of_other: f64| {
        from + length <= other + 1e-6 || other + of_other <= from + 1e-6
    };
    !apart(a.0.x, a.1.width, b.0.x, b.1.width) && !apart(a.0.y, a.1.height, b.0.y, b.1.height)
}

fn is_inside(point: Point, corner: Point, size: Size) -> bool {
    let within = |at: f64, from: f64, length: f64| at > from + 0.01 && at < from + length - 0.01;
    within(point.x, corner.x, size.width) && within(point.y, corner.y, size.height)
}

fn check(graph: &LayoutGraph, drawn: &Layout) -> Result<(), TestCaseError> {
    let boxes: Vec<_> = drawn
        .boxes
        .iter()
        .copied()
        .zip(graph.boxes.iter().copied())
        .collect();
    prop_assert_eq!(boxes.len(), graph.boxes.len());
    for (number, &one) in boxes.iter().enumerate() {
        prop_assert!(one.0.x >= -1e-6 && one.0.y >= -1e-6);
        prop_assert!(one.0.x + one.1.width <= drawn.size.width + 1e-6);
        prop_assert!(one.0.y + one.1.height <= drawn.size.height + 1e-6);
        for &other in &boxes[number + 1..] {
            prop_assert!(!overlap(one, other), "{one:?} overlaps {other:?}");
        }
    }
    prop_assert_eq!(drawn.edges.len(), graph.edges.len());
    let count = u32::try_from(boxes.len()).unwrap();
    let stubs = drawn.meetings.iter().map(|meeting| &meeting.course);
    for (course, edge) in drawn.edges.iter().zip(&graph.edges) {
        prop_assert_eq!(course.is_some(), edge.from < count && edge.to < count);
    }
    for course in drawn.edges.iter().flatten().chain(stubs) {
        for point in points(course) {
            for &(corner, size) in &boxes {
                prop_assert!(
                    !is_inside(point, corner, size),
                    "{point:?} of {course:?} is in {corner:?}"
                );
            }
            let is_on_sheet = point.x > -1.0
                && point.y > -1.0
                && point.x < drawn.size.width + 1.0
                && point.y < drawn.size.height + 1.0;
            prop_assert!(
                is_on_sheet,
                "{point:?} is off the sheet of {:?}",
                drawn.size
            );
        }
    }
    // Nothing overlaps a label.
    for (number, (course, edge)) in drawn.edges.iter().zip(&graph.edges).enumerate() {
        let label = course.as_ref().and_then(|course| course.label);
        let (Some(middle), Bond::Beside { label: Some(size) }) = (label, edge.bond) else {
            continue;
        };
        let corner = Point {
            x: middle.x - size.width / 2.0,
            y: middle.y - size.height / 2.0,
        };
        for &other in &boxes {
            prop_assert!(!overlap((corner, size), other), "a label is on a box");
        }
        let others = drawn.edges.iter().enumerate();
        for (_, other) in others.filter(|(other, _)| *other != number) {
            for point in other.iter().flat_map(points) {
                prop_assert!(!is_inside(point, corner, size), "a label is on an edge");
            }
        }
    }
    // Edges begin and end at their boxes, or where they meet another edge.
    let touches = |point: Point, number: u32| {
        let (corner, size) = boxes[number as usize];
        let near = |at: f64, from: f64, length: f64| at > from - 0.01 && at < from + length + 0.01;
        near(point.x, corner.x, size.width) && near(point.y, corner.y, size.height)
    };
    let meets = |point: Point, number: u32| {
        let mut meetings = drawn.meetings.iter().filter(|meeting| meeting.to == number);
        meetings.any(|meeting| meeting.at == point && touches(meeting.course.end(), number))
    };
    for (course, edge) in drawn.edges.iter().zip(&graph.edges) {
        let Some(course) = course else { continue };
        prop_assert!(touches(course.start, edge.from), "{course:?} of {edge:?}");
        let end = course.end();
        prop_assert!(
            touches(end, edge.to) || meets(end, edge.to),
            "{course:?} of {edge:?}"
        );
    }
    Ok(())
}

proptest! {
    #[test]
    fn no_box_overlaps_another_and_no_edge_passes_through_one(graph in graph(), options in options()) {
        let drawn = layout(&graph, &options);
        check(&graph, &drawn)?;
        prop_assert_eq!(&drawn, &layout(&graph, &options), "the same graph, the same drawing");
    }

    #[test]
    fn in_a_tree_no_edge_crosses_another(graph in tree(), options in options()) {
        let drawn = layout(&graph, &options);
        check(&graph, &drawn)?;
        let courses: Vec<_> = drawn.edges.iter().flatten().map(points).collect();
        prop_assert_eq!(crossings(&courses), 0);
    }

    #[test]
    fn what_leads_to_a_box_stands_behind_it_where_nothing_circles(graph in tree()) {
        let drawn = layout(&graph, &Options::default());
        for edge in &graph.edges {
            let (from, to) = (edge.from as usize, edge.to as usize);
            prop_assert!(drawn.boxes[from].x > drawn.boxes[to].x + graph.boxes[to].width);
        }
    }
}

#[test]
fn long_edges_beyond_the_budget_run_outside_all_boxes() {
    let small = Size {
        width: 60.0,
        height: 20.0,
    };
    let count = 120_u32;
    let mut edges: Vec<LayoutEdge> = (1..count)
        .map(|from| LayoutEdge::leading(from, from - 1))
        .collect();
    // So many long edges that giving each a bend on every rank would be quadratic.
    edges.extend((60..count).map(|from| LayoutEdge::leading(from, from - 60)));
    let graph = LayoutGraph {
        boxes: vec![small; count as usize],
        edges,
        first: vec![0],
    };
    let drawn = layout(&graph, &Options::default());
    check(&graph, &drawn).unwrap();
    let lowest = drawn
        .boxes
        .iter()
        .map(|corner| corner.y + 20.0)
        .fold(0.0, f64::max);
    let outside = drawn.edges.iter().flatten();
    let outside = outside.filter(|course| points(course).iter().any(|point| point.y > lowest));
    assert!(outside.count() > 5);
}
