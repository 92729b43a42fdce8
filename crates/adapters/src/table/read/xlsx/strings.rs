//! The shared strings: texts that several cells refer to.

use quick_xml::events::Event;
use sigillo_app::table::{ReadError, ReadOptions};

use super::xml::{Part, push_entity, without_escapes};

#[derive(Debug, Default)]
pub struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    pub fn read(part: &mut Part<'_, '_>, options: &ReadOptions) -> Result<Self, ReadError> {
        let mut strings = Self::default();
        let mut one = String::new();
        // An `rPh` holds the phonetic reading of the text.
        let (mut in_text, mut in_phonetic) = (false, false);
        // A workbook cannot need more shared strings than cells.
        let most = options.max_rows.saturating_add(1).saturating_mul(options.max_columns);
        loop {
            match part.next()? {
                Event::Start(start) => match start.local_name().as_ref() {
                    "si" => one.clear(),
                    "rPh" => in_phonetic = true,
                    "t" => in_text = !in_phonetic,
                    _ => {}
                },
                Event::End(end) => match end.local_name().as_ref() {
                    "si" => strings.push(&one),
                    "rPh" => in_phonetic = false,
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
                return Err(ReadError::TooManyRows { max: options.max_rows });
            }
        }
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(without_escapes(text).as_deref().unwrap_or(text));
        self.ends.push(self.text.len());
    }

    pub fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).map_or(0, |previous| self.ends[previous]);
        Some(&self.text[start..end])
    }
}
