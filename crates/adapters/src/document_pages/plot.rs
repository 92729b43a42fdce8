//! Plots on paper. Their texts are drawn with those of the page; their lines and surfaces are operators of PDF, since
//! genpdf fills no surfaces.

use std::fmt::Write;

use sigillo_domain::plot::{Anchor, COLORS, Drawing, FONT_SIZE, Shape};

use super::rows::{Placed, Row};
use super::style::{Color, MARGIN, MM_PER_POINT, PAGE_HEIGHT, PLOT, TEXT_WIDTH};
use super::typeface::Typeface;

/// The width of a drawing that fills the page.
pub const WIDTH: f64 = 560.0;

/// The colours of the series.
const SERIES: [Color; COLORS] =
    [(0, 102, 204), (207, 95, 0), (0, 128, 85), (122, 67, 176), (178, 34, 74), (92, 111, 130)];
const GRID: Color = (205, 214, 223);
const AXIS: Color = (84, 101, 119);

pub fn color_of(series: usize) -> Color {
    SERIES[series % COLORS]
}

/// The millimetres of a unit of the drawing.
const SCALE: f64 = TEXT_WIDTH / WIDTH;

/// A row that holds a plot.
pub fn row(drawing: Drawing, typeface: &Typeface) -> Row {
    let texts = drawing.shapes.iter().filter_map(|shape| {
        let Shape::Text { at: (x, y), anchor, text } = shape else { return None };
        let run = typeface.run(text, PLOT);
        let width = typeface.width(&run.text, PLOT);
        let left = match anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => width / 2.0,
            Anchor::End => width,
        };
        Some(Placed { x: (x * SCALE - left).max(0.0), baseline: y * SCALE, line: vec![run] })
    });
    Row {
        gap: 2.0,
        height: (drawing.height + FONT_SIZE / 2.0) * SCALE,
        texts: texts.collect(),
        plot: Some(drawing),
        ..Row::default()
    }
}

/// The operators that draw the lines and surfaces of a plot whose top is so far below that of the page.
pub fn operators(drawing: &Drawing, top: f64) -> String {
    let mut text = String::from("q\n");
    for shape in &drawing.shapes {
        // Writing into a String cannot fail.
        let _ = write_shape(shape, top, &mut text);
    }
    text + "Q\n"
}

fn write_shape(shape: &Shape, top: f64, to: &mut String) -> std::fmt::Result {
    let points = |(x, y): (f64, f64)| {
        let (x, y) = (MARGIN + x * SCALE, PAGE_HEIGHT - top - y * SCALE);
        format!("{:.2} {:.2}", x / MM_PER_POINT, y / MM_PER_POINT)
    };
    match shape {
        Shape::Rule { from, to: end, is_axis } => {
            let color = components(if *is_axis { AXIS } else { GRID });
            writeln!(to, "{color} RG 0.5 w {} m {} l S", points(*from), points(*end))
        }
        Shape::Bar { at: (x, y), width, height, series, .. } => {
            let corner = points((*x, y + height));
            let [width, height] = [width, height].map(|length| length * SCALE / MM_PER_POINT);
            let color = components(color_of(*series));
            writeln!(to, "{color} rg {corner} {width:.2} {height:.2} re f")
        }
        Shape::Line { points: line, series } => {
            write!(to, "{} RG 1.2 w", components(color_of(*series)))?;
            for (place, point) in line.iter().enumerate() {
                let operator = if place == 0 { 'm' } else { 'l' };
                write!(to, " {} {operator}", points(*point))?;
            }
            writeln!(to, " S")
        }
        Shape::Dot { at: (x, y), series } => {
            let corner = points((x - 2.0, y + 2.0));
            let side = 4.0 * SCALE / MM_PER_POINT;
            let color = components(color_of(*series));
            writeln!(to, "{color} rg {corner} {side:.2} {side:.2} re f")
        }
        Shape::Text { .. } | Shape::Hover { .. } => Ok(()),
    }
}

fn components((red, green, blue): Color) -> String {
    let [red, green, blue] = [red, green, blue].map(|one| f64::from(one) / 255.0);
    format!("{red:.3} {green:.3} {blue:.3}")
}
