//! A drawing as SVG. The colours are those of the page, by the classes of the shapes.

use std::fmt::{self, Write};

use super::{Anchor, COLORS, Drawing, Shape};

/// The text of an `svg` element, which is hidden from screen readers: the table beside it has the same values.
pub fn svg(drawing: &Drawing) -> String {
    let mut text = String::new();
    // Writing into a String cannot fail.
    let _ = write(drawing, &mut text);
    text
}

fn write(drawing: &Drawing, to: &mut String) -> fmt::Result {
    let Drawing { width, height, shapes } = drawing;
    write!(
        to,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"plot\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         width=\"{width:.0}\" height=\"{height:.0}\" aria-hidden=\"true\">"
    )?;
    for shape in shapes {
        write_shape(shape, to)?;
    }
    to.write_str("</svg>")
}

fn write_shape(shape: &Shape, to: &mut String) -> fmt::Result {
    match shape {
        Shape::Rule { from, to: end, is_axis } => {
            let class = if *is_axis { "plot-axis" } else { "plot-grid" };
            let ((x1, y1), (x2, y2)) = (from, end);
            write!(
                to,
                "<line class=\"{class}\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>"
            )
        }
        Shape::Bar { at: (x, y), width, height, series, title } => {
            let color = series % COLORS;
            write!(
                to,
                "<rect class=\"plot-bar plot-{color}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" \
                 height=\"{height:.1}\">"
            )?;
            write_title(title, to)?;
            to.write_str("</rect>")
        }
        Shape::Line { points, series } => {
            write!(to, "<polyline class=\"plot-line plot-{}\" points=\"", series % COLORS)?;
            for (x, y) in points {
                write!(to, "{x:.1},{y:.1} ")?;
            }
            to.write_str("\"/>")
        }
        Shape::Dot { at: (x, y), series } => {
            write!(
                to,
                "<circle class=\"plot-dot plot-{}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\"/>",
                series % COLORS
            )
        }
        Shape::Text { at: (x, y), anchor, text } => {
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            write!(to, "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">")?;
            write_text(text, to)?;
            to.write_str("</text>")
        }
        Shape::Hover { at: (x, y), width, height, title } => {
            write!(
                to,
                "<rect class=\"plot-hover\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\">"
            )?;
            write_title(title, to)?;
            to.write_str("</rect>")
        }
    }
}

fn write_title(title: &str, to: &mut String) -> fmt::Result {
    if title.is_empty() {
        return Ok(());
    }
    to.write_str("<title>")?;
    write_text(title, to)?;
    to.write_str("</title>")
}

/// Names of domains and people are anybody's: nothing of them is markup.
fn write_text(text: &str, to: &mut String) -> fmt::Result {
    for character in text.chars() {
        match character {
            '&' => to.write_str("&amp;")?,
            '<' => to.write_str("&lt;")?,
            '>' => to.write_str("&gt;")?,
            '"' => to.write_str("&quot;")?,
            // XML has no way to write these.
            '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' => to.write_char('\u{fffd}')?,
            other => to.write_char(other)?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::message::Language;
    use crate::plot::{Plot, Series, draw, svg};
    use crate::report::{PlotKind, ReportUnit};

    fn plot(kind: PlotKind, labels: &[&str], values: &[Option<f64>]) -> Plot {
        Plot {
            kind,
            labels: labels.iter().map(|label| (*label).to_owned()).collect(),
            series: vec![Series { name: "Attive".into(), values: values.to_vec() }],
            unit: ReportUnit::Count,
            language: Language::It,
        }
    }

    #[test]
    fn a_line_is_broken_where_a_value_is_missing() {
        let values = [Some(1.0), Some(2.0), None, Some(3.0)];
        let text = svg(&draw(&plot(PlotKind::Lines, &["a", "b", "c", "d"], &values), 400.0));
        assert_eq!(text.matches("<polyline").count(), 1, "{text}");
        assert_eq!(text.matches("<circle").count(), 1, "{text}");
        assert!(text.contains("<title>b: Attive 2</title>"), "{text}");
        assert!(text.contains("<title>c: </title>"), "{text}");
    }

    #[test]
    fn names_are_never_markup() {
        let odd = "<script>alert(\"1\")</script>&\u{1}";
        for kind in PlotKind::ALL {
            let text = svg(&draw(&plot(kind, &[odd], &[Some(1.0)]), 700.0));
            assert!(!text.contains("<script"), "{text}");
            assert!(text.contains("&lt;script&gt;"), "{text}");
        }
    }

    #[test]
    fn every_shape_is_on_the_surface() {
        let labels: Vec<String> = (1..=31).map(|day| format!("{day:02}/03/2026")).collect();
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        let values: Vec<Option<f64>> = (0..31).map(|day| Some(f64::from(day * day))).collect();
        for kind in PlotKind::ALL {
            for width in [320.0, 760.0] {
                let drawing = draw(&plot(kind, &labels, &values), width);
                for (x, y) in drawing.shapes.iter().flat_map(super::tests::corners) {
                    let inside = (0.0..=width).contains(&x) && (0.0..=drawing.height).contains(&y);
                    assert!(inside, "{kind:?} {width}: {x} {y}");
                }
            }
        }
    }

    fn corners(shape: &super::Shape) -> Vec<(f64, f64)> {
        use super::Shape;
        match shape {
            Shape::Rule { from, to, .. } => vec![*from, *to],
            Shape::Bar { at, width, height, .. } | Shape::Hover { at, width, height, .. } => {
                vec![*at, (at.0 + width, at.1 + height)]
            }
            Shape::Line { points, .. } => points.clone(),
            Shape::Dot { at, .. } | Shape::Text { at, .. } => vec![*at],
        }
    }
}
