//! The axis of values: round steps, from zero or below to at least the greatest value.

use super::Plot;
use crate::number_text::decimal_text;
use crate::report::{ReportUnit, ReportValue, size_step, value_text};

/// The number of steps that an axis has at most.
const STEPS: f64 = 5.0;

pub(super) struct Axis {
    pub low: f64,
    pub high: f64,
    step: f64,
    /// What the values are divided by to be written, and the name of that.
    scale: (f64, &'static str),
}

impl Axis {
    pub fn of(plot: &Plot) -> Self {
        let values = || plot.series.iter().flat_map(|series| &series.values).flatten().copied();
        let high = values().fold(0.0, f64::max);
        let low = values().fold(0.0, f64::min);
        let scale = match plot.unit {
            ReportUnit::Bytes => size_step(high.max(-low)),
            _ => (1.0, ""),
        };
        let step = round_step((high - low) / scale.0 / STEPS) * scale.0;
        let step = match plot.unit {
            // Half a mailbox is nothing.
            ReportUnit::Count => step.max(1.0),
            _ => step,
        };
        let (low, high) = ((low / step).floor() * step, (high / step).ceil() * step);
        Self { low, high: if high > low { high } else { low + step }, step, scale }
    }

    /// The values of the steps, from the lowest.
    pub fn steps(&self) -> impl Iterator<Item = f64> {
        let (low, high, step) = (self.low, self.high, self.step);
        (0_u32..)
            .map(move |place| low + f64::from(place) * step)
            .take_while(move |value| *value <= high + step / 2.0)
    }

    /// How far up a value is: 0 at the lowest, 1 at the highest.
    pub fn share(&self, value: f64) -> f64 {
        (value - self.low) / (self.high - self.low)
    }

    /// What stands at a step of the axis.
    pub fn label(&self, value: f64, plot: &Plot) -> String {
        let (scale, name) = self.scale;
        let decimals = usize::from((self.step / scale).fract() > 1e-9);
        let number = decimal_text(value / scale, decimals, plot.language);
        match plot.unit {
            ReportUnit::Bytes => format!("{number} {name}"),
            ReportUnit::Percent => format!("{number}%"),
            _ => number,
        }
    }
}

/// A value of the plot as its table has it.
pub(super) fn text_of(value: f64, plot: &Plot) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "a count is a whole number")]
    let value = match plot.unit {
        ReportUnit::Count => ReportValue::Integer(value.round() as i64),
        _ => ReportValue::Decimal(value),
    };
    value_text(&value, plot.unit, plot.language)
}

/// The least of 1, 2 and 5 by a power of ten that is not below this.
fn round_step(least: f64) -> f64 {
    if !(least.is_finite() && least > 0.0) {
        return 1.0;
    }
    let power = 10_f64.powf(least.log10().floor());
    let factor =
        [1.0, 2.0, 5.0, 10.0].into_iter().find(|factor| factor * power >= least * 0.999_999);
    factor.unwrap_or(10.0) * power
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Language;
    use crate::plot::Series;
    use crate::report::PlotKind;

    fn labels(values: &[f64], unit: ReportUnit) -> Vec<String> {
        let values = values.iter().copied().map(Some).collect();
        let series = vec![Series { name: String::new(), values }];
        let language = Language::It;
        let plot = Plot { kind: PlotKind::Bars, labels: vec![], series, unit, language };
        let axis = Axis::of(&plot);
        axis.steps().map(|value| axis.label(value, &plot)).collect()
    }

    #[test]
    fn steps_are_round() {
        assert_eq!(labels(&[3.0, 17.0], ReportUnit::Count), ["0", "5", "10", "15", "20"]);
        assert_eq!(labels(&[1.0], ReportUnit::Count), ["0", "1"]);
        assert_eq!(labels(&[4000.0], ReportUnit::Count), ["0", "1.000", "2.000", "3.000", "4.000"]);
        assert_eq!(
            labels(&[0.9], ReportUnit::Percent),
            ["0,0%", "0,2%", "0,4%", "0,6%", "0,8%", "1,0%"]
        );
        let two_gb = 2.0 * 1_073_741_824.0;
        assert_eq!(
            labels(&[two_gb], ReportUnit::Bytes),
            ["0,0 GB", "0,5 GB", "1,0 GB", "1,5 GB", "2,0 GB"]
        );
        assert_eq!(labels(&[-3.0, 4.0], ReportUnit::Count), ["-4", "-2", "0", "2", "4"]);
    }

    #[test]
    fn nothing_still_has_an_axis() {
        assert_eq!(labels(&[], ReportUnit::Count), ["0", "1"]);
        assert_eq!(labels(&[0.0, 0.0], ReportUnit::Percent), ["0%", "1%"]);
    }
}
