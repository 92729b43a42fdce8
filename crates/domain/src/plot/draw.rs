//! From the data of a plot to its shapes.

use super::axis::{Axis, text_of};
use super::{Anchor, Drawing, FONT_SIZE, Plot, Shape};
use crate::report::PlotKind;

/// The height of the surface that lines and bars are drawn on.
const HEIGHT: f64 = 220.0;
/// The height of a row of a ranking.
const ROW: f64 = 28.0;
const BAR: f64 = 18.0;
/// How wide a letter is about.
const LETTER: f64 = 6.6;
const MARGIN: f64 = 8.0;
/// The longest name that stands beside a bar, as a share of the width.
const NAMES_SHARE: f64 = 0.4;

/// Draws a plot as wide as this.
pub fn draw(plot: &Plot, width: f64) -> Drawing {
    match plot.kind {
        PlotKind::Lines | PlotKind::Bars => upright(plot, width),
        PlotKind::Ranking => ranking(plot, width),
    }
}

/// The place of the surface between the texts.
struct Surface {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

#[expect(clippy::cast_precision_loss, reason = "a plot has few places")]
fn upright(plot: &Plot, width: f64) -> Drawing {
    let axis = Axis::of(plot);
    let labels: Vec<(f64, String)> =
        axis.steps().map(|value| (value, axis.label(value, plot))).collect();
    let widest = labels.iter().map(|(_, label)| width_of(label)).fold(0.0, f64::max);
    let top = FONT_SIZE;
    let surface =
        Surface { left: widest + MARGIN, right: width - MARGIN, top, bottom: top + HEIGHT };
    let y = |value: f64| surface.bottom - axis.share(value) * HEIGHT;
    let mut shapes = vec![];
    for (value, label) in labels {
        let y = y(value);
        shapes.push(Shape::Rule {
            from: (surface.left, y),
            to: (surface.right, y),
            is_axis: value.abs() < f64::EPSILON,
        });
        let at = (surface.left - MARGIN, y + FONT_SIZE / 3.0);
        shapes.push(Shape::Text { at, anchor: Anchor::End, text: label });
    }
    let slot = (surface.right - surface.left) / plot.labels.len().max(1) as f64;
    let middle = |place: usize| surface.left + (place as f64 + 0.5) * slot;
    shapes.extend(names_along(plot, &surface, slot));
    match plot.kind {
        PlotKind::Lines => {
            for (number, series) in plot.series.iter().enumerate() {
                shapes.extend(lines(&series.values, number, middle, y));
            }
        }
        _ => shapes.extend(bars(plot, slot, middle, y)),
    }
    for (place, label) in plot.labels.iter().enumerate() {
        shapes.push(Shape::Hover {
            at: (middle(place) - slot / 2.0, surface.top),
            width: slot,
            height: HEIGHT,
            title: title(plot, place, label),
        });
    }
    Drawing { width, height: surface.bottom + FONT_SIZE * 2.0, shapes }
}

/// As many names under the axis as there is room for, the last one among them.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a plot has few places"
)]
fn names_along(plot: &Plot, surface: &Surface, slot: f64) -> Vec<Shape> {
    let widest = plot.labels.iter().map(|label| width_of(label)).fold(0.0, f64::max) + MARGIN * 2.0;
    let every = (widest / slot).ceil().max(1.0) as usize;
    let last = plot.labels.len().saturating_sub(1);
    let named =
        plot.labels.iter().enumerate().filter(|(place, _)| (last - place).is_multiple_of(every));
    let half = widest / 2.0 - MARGIN;
    named
        .map(|(place, label)| {
            let x = surface.left + (place as f64 + 0.5) * slot;
            // A name at either end stays on the surface.
            let (x, anchor) = if x + half > surface.right + MARGIN {
                (surface.right + MARGIN, Anchor::End)
            } else if x - half < 0.0 {
                (0.0, Anchor::Start)
            } else {
                (x, Anchor::Middle)
            };
            let at = (x, surface.bottom + FONT_SIZE * 1.5);
            Shape::Text { at, anchor, text: label.clone() }
        })
        .collect()
}

/// A line through the values, broken where one is missing.
fn lines(
    values: &[Option<f64>],
    series: usize,
    x: impl Fn(usize) -> f64,
    y: impl Fn(f64) -> f64,
) -> Vec<Shape> {
    let mut shapes = vec![];
    let mut points: Vec<(f64, f64)> = vec![];
    let mut end = |points: Vec<(f64, f64)>| match points.as_slice() {
        [] => {}
        [at] => shapes.push(Shape::Dot { at: *at, series }),
        _ => shapes.push(Shape::Line { points, series }),
    };
    for (place, value) in values.iter().enumerate() {
        match value {
            Some(value) => points.push((x(place), y(*value))),
            None => end(std::mem::take(&mut points)),
        }
    }
    end(points);
    shapes
}

#[expect(clippy::cast_precision_loss, reason = "a plot has few series")]
fn bars(
    plot: &Plot,
    slot: f64,
    middle: impl Fn(usize) -> f64,
    y: impl Fn(f64) -> f64,
) -> Vec<Shape> {
    let width = (slot * 0.8 / plot.series.len().max(1) as f64).min(40.0);
    let left = -width * plot.series.len() as f64 / 2.0;
    let mut shapes = vec![];
    for (number, series) in plot.series.iter().enumerate() {
        for (place, value) in series.values.iter().enumerate() {
            let Some(value) = value.filter(|value| *value != 0.0) else { continue };
            let (zero, end) = (y(0.0), y(value));
            shapes.push(Shape::Bar {
                at: (middle(place) + left + number as f64 * width, zero.min(end)),
                width: (width - 1.0).max(0.5),
                height: (zero - end).abs().max(1.0),
                series: number,
                title: String::new(),
            });
        }
    }
    shapes
}

#[expect(clippy::cast_precision_loss, reason = "a plot has few places")]
fn ranking(plot: &Plot, width: f64) -> Drawing {
    let widest = plot.labels.iter().map(|label| width_of(label)).fold(0.0, f64::max);
    let names = widest.min(width * NAMES_SHARE);
    let values = || plot.series.iter().flat_map(|series| &series.values).flatten().copied();
    let greatest = values().fold(0.0, f64::max);
    let numbers = values().map(|value| width_of(&text_of(value, plot))).fold(0.0, f64::max);
    let room = (width - names - numbers - MARGIN * 2.0).max(1.0);
    let mut shapes = vec![];
    for (place, label) in plot.labels.iter().enumerate() {
        let top = place as f64 * ROW;
        let base = top + ROW / 2.0 + FONT_SIZE / 3.0;
        let name = shortened(label, names);
        shapes.push(Shape::Text { at: (names, base), anchor: Anchor::End, text: name });
        let value = plot.series.first().and_then(|one| one.values.get(place).copied().flatten());
        let Some(value) = value else { continue };
        let share = if greatest > 0.0 { (value / greatest).max(0.0) } else { 0.0 };
        let length = (share * room).max(1.0);
        shapes.push(Shape::Bar {
            at: (names + MARGIN, top + (ROW - BAR) / 2.0),
            width: length,
            height: BAR,
            series: 0,
            title: title(plot, place, label),
        });
        let at = (names + MARGIN * 2.0 + length, base);
        shapes.push(Shape::Text { at, anchor: Anchor::Start, text: text_of(value, plot) });
    }
    Drawing { width, height: plot.labels.len() as f64 * ROW, shapes }
}

/// What a place says to whoever points at it: `mar 2026: attive 12, disattivate 3`.
fn title(plot: &Plot, place: usize, label: &str) -> String {
    let values = plot.series.iter().filter_map(|series| {
        let value = text_of((*series.values.get(place)?)?, plot);
        Some(format!("{} {value}", series.name))
    });
    format!("{label}: {}", values.collect::<Vec<_>>().join(", "))
}

#[expect(clippy::cast_precision_loss, reason = "a text is short")]
fn width_of(text: &str) -> f64 {
    text.chars().count() as f64 * LETTER
}

/// A name that fits into a width, with dots in place of its end.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the width of a plot is small and positive"
)]
fn shortened(name: &str, width: f64) -> String {
    if width_of(name) <= width {
        return name.to_owned();
    }
    let room = (width / LETTER) as usize;
    name.chars().take(room.saturating_sub(1)).chain(['…']).collect()
}
