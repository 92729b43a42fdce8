//! The cells that are shown beside the headings of a file.

use sigillo_domain::import::HIDDEN;

/// The number of cells that are shown for each column.
const SAMPLES: usize = 3;
/// The longest cell that is shown, in characters.
const SAMPLE_CHARS: usize = 60;

/// Collects the first different cells of each column. It is given cells as they are stored, so that
/// it cannot show what is not.
pub(super) struct Samples(Vec<Vec<String>>);

impl Samples {
    pub fn new(columns: usize) -> Self {
        Self(vec![vec![]; columns])
    }

    pub fn add(&mut self, cells: &[String]) {
        for (samples, cell) in self.0.iter_mut().zip(cells) {
            if samples.len() < SAMPLES && !cell.trim().is_empty() && cell != HIDDEN {
                let shown: String = cell.chars().take(SAMPLE_CHARS).collect();
                if !samples.contains(&shown) {
                    samples.push(shown);
                }
            }
        }
    }

    /// The samples of each column.
    pub fn into_columns(self) -> Vec<Vec<String>> {
        self.0
    }
}
