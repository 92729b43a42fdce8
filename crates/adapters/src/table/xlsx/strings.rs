//! The texts that cells share.

use quick_xml::events::Event;

use super::xml::{Part, push_entity, without_escapes};
use crate::table::Options;
use crate::table::error::TableError;

#[derive(Debug, Default)]
pub struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    pub fn read(part: &mut Part<'_, '_>, options: &Options) -> Result<Self, TableError> {
        let mut strings = Self::default();
        let mut one = String::new();
        // Inside `rPh` stands how the text is spoken.
        let (mut in_text, mut in_reading) = (false, false);
        // As many as there can be cells.
        let most = options.max_rows.saturating_add(1).saturating_mul(options.max_columns);
        loop {
            match part.next()? {
                Event::Start(start) => match start.local_name().as_ref() {
                    "si" => one.clear(),
                    "rPh" => in_reading = true,
                    "t" => in_text = !in_reading,
                    _ => {}
                },
                Event::End(end) => match end.local_name().as_ref() {
                    "si" => strings.push(&one),
                    "rPh" => in_reading = false,
                    "t" => in_text = false,
                    _ => {}
                },
                Event::Text(text) if in_text => one.push_str(&text.xml10_content()),
                Event::CData(text) if in_text => one.push_str(&text.xml10_content()),
                Event::GeneralRef(entity) if in_text => push_entity(&mut one, &entity)?,
                Event::Eof => return Ok(strings),
                _ => {}
            }
            if strings.ends.len() > most {
                return Err(TableError::TooManyRows { max: options.max_rows });
            }
        }
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(without_escapes(text).as_deref().unwrap_or(text));
        self.ends.push(self.text.len());
    }

    pub fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some(&self.text[start..end])
    }
}
