//! Small PDFs, whole or damaged on purpose.

use std::fmt::Write as _;
use std::io::Write as _;

/// The objects of a document of one page.
const OBJECTS: [&str; 4] = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
    "<</Length 31>>stream\nBT /F1 12 Tf (Contratto) Tj ET..\nendstream",
];

/// A document of one page, whose objects are listed in a table.
pub fn minimal() -> Vec<u8> {
    document(&OBJECTS, "")
}

/// A document of one page that is at least as long.
pub fn large(length: usize) -> Vec<u8> {
    let filler: String = ('a'..='z').cycle().take(length).collect();
    let stream = format!("<</Length {length}>>stream\n{filler}\nendstream");
    let mut objects = OBJECTS.to_vec();
    objects.push(&stream);
    document(&objects, "")
}

/// Objects numbered from 1, with their table; the first is the catalog.
pub fn document(objects: &[&str], trailer: &str) -> Vec<u8> {
    let mut text = String::from("%PDF-1.7\n");
    let mut table = String::from("0000000000 65535 f \n");
    for (index, object) in objects.iter().enumerate() {
        let _ = writeln!(table, "{:010} 00000 n ", text.len());
        let _ = write!(text, "{} 0 obj\n{object}\nendobj\n", index + 1);
    }
    let (start, size) = (text.len(), objects.len() + 1);
    let _ = write!(text, "xref\n0 {size}\n{table}trailer\n<</Size {size}/Root 1 0 R{trailer}>>\n");
    let _ = write!(text, "startxref\n{start}\n%%EOF\n");
    text.into_bytes()
}

/// An incremental update: objects with their numbers.
pub fn updated(pdf: &[u8], objects: &[(u32, &str)], root: u32) -> Vec<u8> {
    let mut bytes = pdf.to_vec();
    let previous = start(pdf);
    let mut table = String::new();
    for (id, object) in objects {
        let _ = writeln!(table, "{id} 1\n{:010} 00000 n ", bytes.len());
        bytes.extend_from_slice(format!("{id} 0 obj\n{object}\nendobj\n").as_bytes());
    }
    let at = bytes.len();
    let trailer = format!("<</Size 100/Root {root} 0 R/Prev {previous}>>");
    let end = format!("xref\n{table}trailer\n{trailer}\nstartxref\n{at}\n%%EOF\n");
    bytes.extend_from_slice(end.as_bytes());
    bytes
}

/// Where the last table is.
pub fn start(pdf: &[u8]) -> usize {
    let place = last(pdf, "startxref") + "startxref\n".len();
    let digits: String = pdf[place..]
        .iter()
        .map(|byte| char::from(*byte))
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().unwrap()
}

/// The position of a text, counted from where it is last.
#[track_caller]
pub fn last(pdf: &[u8], text: &str) -> usize {
    let position = pdf.windows(text.len()).rposition(|bytes| bytes == text.as_bytes());
    position.unwrap_or_else(|| panic!("no {text}"))
}

/// The text of the object with a number, as the last of them stands in the file.
pub fn object(pdf: &[u8], id: u32) -> String {
    let begin = format!("\n{id} 0 obj");
    let at = last(pdf, &begin) + begin.len();
    let end = pdf[at..].windows(6).position(|bytes| bytes == b"endobj").unwrap();
    String::from_utf8(pdf[at..at + end].to_vec()).unwrap().trim().to_owned()
}

/// The document of one page, with its catalog, pages and page in a stream of objects, and a stream of references.
pub fn packed() -> Vec<u8> {
    let mut numbers = String::new();
    let mut body = String::new();
    for (index, object) in OBJECTS[..3].iter().enumerate() {
        let _ = write!(numbers, "{} {} ", index + 1, body.len());
        let _ = write!(body, "{object} ");
    }
    let first = numbers.len();
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let content_at = bytes.len();
    bytes.extend_from_slice(format!("4 0 obj\n{}\nendobj\n", OBJECTS[3]).as_bytes());
    let stream_at = bytes.len();
    let data = deflated(format!("{numbers}{body}").as_bytes());
    let head = format!("/Type/ObjStm/N 3/First {first}/Filter/FlateDecode/Length {}", data.len());
    append_stream(&mut bytes, 5, &head, &data);
    let table_at = bytes.len();
    let mut rows = vec![];
    let entries = [
        (0, 0, 255),
        (2, 5, 0),
        (2, 5, 1),
        (2, 5, 2),
        (1, content_at, 0),
        (1, stream_at, 0),
        (1, table_at, 0),
    ];
    for (kind, second, third) in entries {
        rows.push(kind);
        rows.extend_from_slice(&u32::try_from(second).unwrap().to_be_bytes());
        rows.push(third);
    }
    let rows = deflated(&rows);
    let head =
        format!("/Type/XRef/W[1 4 1]/Size 7/Root 1 0 R/Filter/FlateDecode/Length {}", rows.len());
    append_stream(&mut bytes, 6, &head, &rows);
    bytes.extend_from_slice(format!("startxref\n{table_at}\n%%EOF\n").as_bytes());
    bytes
}

pub fn append_stream(bytes: &mut Vec<u8>, id: u32, head: &str, data: &[u8]) {
    bytes.extend_from_slice(format!("{id} 0 obj\n<<{head}>>stream\n").as_bytes());
    bytes.extend_from_slice(data);
    bytes.extend_from_slice(b"\nendstream\nendobj\n");
}

pub fn deflated(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(vec![], flate2::Compression::best());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}
