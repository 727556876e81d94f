//! Draws frames around claims that have something in common and are next to each other.

use std::fmt::Write;

use rustc_hash::FxHashMap;

use super::super::picture::{ClaimGroup, FRAMES};
use super::arrange::Arrangement;
use super::draw::MARGIN;
use super::pen::{SvgPen, number};
use crate::layout::{Point, Size};

/// The distance between a frame and what it contains.
const DISTANCE: f64 = 6.0;
/// Boxes farther apart than this have separate frames.
const TOGETHER: f64 = 44.0;

/// A frame; frames with the same name have the same colour.
pub(super) struct NamedFrame {
    pub(super) name: String,
    pub(super) color: &'static str,
    corner: Point,
    size: Size,
}

/// The frames of the named groups. One frame surrounds boxes of a group that are directly below each other.
pub(super) fn frames(arrangement: &Arrangement, groups: &[ClaimGroup<'_>]) -> Vec<NamedFrame> {
    let mut group_of = FxHashMap::default();
    for (number, group) in groups.iter().enumerate() {
        group_of.extend(group.claims.iter().map(|&claim| (claim, number)));
    }
    let boxes = arrangement.layout.boxes.iter().zip(&arrangement.sizes);
    let mut boxes: Vec<(Point, Size, Option<usize>)> = boxes
        .enumerate()
        .map(|(number, (&corner, &size))| {
            let claim = arrangement.claims.get(number);
            let group = claim.and_then(|claim| group_of.get(claim).copied());
            (corner, size, group)
        })
        .collect();
    boxes.sort_by(|a, b| a.0.x.total_cmp(&b.0.x).then(a.0.y.total_cmp(&b.0.y)));
    let colors = FRAMES.iter().copied().cycle();
    let named = groups.iter().filter_map(|group| group.name);
    let colors: FxHashMap<&str, &'static str> = named.zip(colors).collect();
    let mut frames: Vec<(NamedFrame, usize)> = Vec::new();
    let mut last = None;
    for (corner, size, group) in boxes {
        let name = group
            .and_then(|group| groups.get(group))
            .and_then(|group| group.name);
        let (Some(group), Some(name)) = (group, name) else {
            last = None;
            continue;
        };
        if let Some((frame, of)) = frames.last_mut()
            && last == Some(group)
            && *of == group
            && (frame.corner.x - corner.x).abs() < 0.5
            && corner.y - frame.corner.y - frame.size.height < TOGETHER
        {
            frame.size.height = corner.y + size.height - frame.corner.y;
            frame.size.width = frame.size.width.max(size.width);
        } else {
            let frame = NamedFrame {
                name: name.to_owned(),
                color: colors.get(name).copied().unwrap_or_default(),
                corner,
                size,
            };
            frames.push((frame, group));
        }
        last = Some(group);
    }
    frames.into_iter().map(|(frame, _)| frame).collect()
}

impl NamedFrame {
    pub(super) fn write(&self, pen: &mut SvgPen) {
        const ROUND: f64 = 10.0;
        let x = self.corner.x + MARGIN - DISTANCE;
        let y = self.corner.y + MARGIN - DISTANCE;
        let across = self.size.width + 2.0 * DISTANCE - 2.0 * ROUND;
        let down = self.size.height + 2.0 * DISTANCE - 2.0 * ROUND;
        let corner = |x: f64, y: f64| format!("a{ROUND} {ROUND} 0 0 1 {x} {y}");
        let _ = write!(
            pen.out,
            "<path fill=\"none\" stroke=\"{}\" stroke-width=\"1.5\" d=\"M{} {}h{}{}v{}{}h{}{}v{}{}Z\">",
            self.color,
            number(x + ROUND),
            number(y),
            number(across),
            corner(ROUND, ROUND),
            number(down),
            corner(-ROUND, ROUND),
            number(-across),
            corner(-ROUND, -ROUND),
            number(-down),
            corner(ROUND, -ROUND),
        );
        pen.title(&self.name);
        pen.close("</path>");
    }
}
