//! The data of streams: as they are, or compressed by Flate, with or without a predictor.

use std::io::Read;

use flate2::read::ZlibDecoder;

use super::file::Fault;
use super::object::{Dictionary, Object};
use crate::ber::Malformed;
use crate::work::{Exhausted, Work};

/// No stream of objects or references is as long as this.
const MAX_STREAM: usize = 32 * 1024 * 1024;
/// Columns of a table of objects are a few bytes wide.
const MAX_COLUMNS: usize = 1 << 16;

/// The data of a stream, decompressed, as far as the file's allowance goes.
pub(super) fn decode(dictionary: &Dictionary, data: &[u8], work: &Work) -> Result<Vec<u8>, Fault> {
    let is_compressed = match only(dictionary.get("Filter")) {
        None => false,
        Some(Object::Name(name)) if name == b"FlateDecode" || name == b"Fl" => true,
        Some(_) => return Err(Malformed.into()),
    };
    if !is_compressed {
        work.inflate(data.len())?;
        return Ok(data.to_vec());
    }
    // What comes out may be nothing, and reading still takes its time.
    work.objects(data.len() / 1024)?;
    let allowance = work.inflatable().min(MAX_STREAM);
    let mut decoded = vec![];
    let limit = u64::try_from(allowance).unwrap_or(u64::MAX).saturating_add(1);
    // What comes before a fault of the data counts, as it does for the programs that show the file.
    let _ = ZlibDecoder::new(data).take(limit).read_to_end(&mut decoded);
    if decoded.len() > allowance {
        work.inflate(allowance)?;
        return Err(Exhausted.into());
    }
    work.inflate(decoded.len())?;
    match only(dictionary.get("DecodeParms")) {
        Some(Object::Dictionary(parameters)) => unpredict(decoded, parameters),
        _ => Ok(decoded),
    }
}

/// The one value, which may stand in an array.
fn only(value: Option<&Object>) -> Option<&Object> {
    match value {
        Some(Object::Array(values)) if values.len() <= 1 => values.first(),
        Some(Object::Null) => None,
        other => other,
    }
}

/// Undoes the predictors of PNG, with which tables of objects are written.
fn unpredict(data: Vec<u8>, parameters: &Dictionary) -> Result<Vec<u8>, Fault> {
    let number = |name: &str, default: i64| parameters.integer(name).unwrap_or(default);
    if number("Predictor", 1) == 1 {
        return Ok(data);
    }
    let is_bytes = number("Colors", 1) == 1 && number("BitsPerComponent", 8) == 8;
    let columns = usize::try_from(number("Columns", 1)).unwrap_or(0);
    if number("Predictor", 1) < 10 || !is_bytes || !(1..=MAX_COLUMNS).contains(&columns) {
        return Err(Malformed.into());
    }
    let mut rows = Vec::with_capacity(data.len());
    let mut above = vec![0; columns];
    for row in data.chunks_exact(columns + 1) {
        let (kind, row) = (row[0], &row[1..]);
        let mut current = Vec::with_capacity(columns);
        for (column, byte) in row.iter().enumerate() {
            let left = if column == 0 { 0 } else { current[column - 1] };
            let corner = if column == 0 { 0 } else { above[column - 1] };
            current.push(byte.wrapping_add(predicted(kind, left, above[column], corner)?));
        }
        rows.extend_from_slice(&current);
        above = current;
    }
    Ok(rows)
}

fn predicted(kind: u8, left: u8, up: u8, corner: u8) -> Result<u8, Malformed> {
    Ok(match kind {
        0 => 0,
        1 => left,
        2 => up,
        3 => left.midpoint(up),
        4 => {
            let (a, b, c) = (i16::from(left), i16::from(up), i16::from(corner));
            let [from_left, from_up, from_corner] = [b - c, a - c, a + b - 2 * c].map(i16::abs);
            if from_left <= from_up && from_left <= from_corner {
                left
            } else if from_up <= from_corner {
                up
            } else {
                corner
            }
        }
        _ => return Err(Malformed),
    })
}
