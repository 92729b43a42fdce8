//! Plots: one pure function from data to shapes, which the pages write as SVG and documents draw on paper.

mod axis;
mod draw;
mod svg;

use crate::message::Language;
use crate::report::{PlotKind, ReportUnit};

pub use draw::draw;
pub use svg::svg;

/// The data of a plot.
#[derive(Debug, Clone, PartialEq)]
pub struct Plot {
    pub kind: PlotKind,
    /// The names along the axis, in order.
    pub labels: Vec<String>,
    pub series: Vec<Series>,
    /// How the values are written.
    pub unit: ReportUnit,
    pub language: Language,
}

/// A value for each label of a plot; None where there is none.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    pub name: String,
    pub values: Vec<Option<f64>>,
}

/// Shapes on a surface, from the top left corner, in the order in which they are drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    pub width: f64,
    pub height: f64,
    pub shapes: Vec<Shape>,
}

/// A part of a drawing. The number of a series chooses its colour.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A line of the grid, or the axis.
    Rule {
        from: (f64, f64),
        to: (f64, f64),
        is_axis: bool,
    },
    Bar {
        at: (f64, f64),
        width: f64,
        height: f64,
        series: usize,
        title: String,
    },
    Line {
        points: Vec<(f64, f64)>,
        series: usize,
    },
    /// A value that stands alone, between two that are missing.
    Dot {
        at: (f64, f64),
        series: usize,
    },
    Text {
        at: (f64, f64),
        anchor: Anchor,
        text: String,
    },
    /// A stretch of the axis that says its values to whoever points at it.
    Hover {
        at: (f64, f64),
        width: f64,
        height: f64,
        title: String,
    },
}

/// Which end of a text its place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// The size of the texts of a plot.
pub const FONT_SIZE: f64 = 12.0;
/// The number of colours; further series begin again with the first.
pub const COLORS: usize = 6;

impl Plot {
    /// Whether there is anything to draw.
    pub fn is_empty(&self) -> bool {
        !self.series.iter().flat_map(|series| &series.values).any(Option::is_some)
    }
}
