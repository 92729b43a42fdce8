//! Odd texts, queries, bodies and headers.

use rand::RngExt;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use serde_json::{Map, Value, json};
use sigillo_contract::Spec;

/// The parameters of an operation.
pub fn parameters(spec: &Spec) -> &'static [&'static str] {
    match spec.id {
        "list_mailboxes" => {
            &["domain", "q", "state", "password_state", "sort", "cursor", "limit", "count"]
        }
        "export_mailboxes" => &["format", "lang", "domain", "q", "state", "password_state", "sort"],
        "export_holders" => &["format", "lang", "family_name", "state", "sort"],
        "list_accounts" => &["role", "organization_id", "cursor", "limit"],
        _ if spec.takes_query() => &["cursor", "limit"],
        _ => &[],
    }
}

/// Values that are valid, nearly valid, or unexpected in any field.
const TEXTS: [&str; 36] = [
    "",
    " ",
    "\0",
    "a\0b",
    "a",
    "%",
    "_",
    "\\",
    "'",
    "\"",
    "' OR 1=1 --",
    "*",
    "@",
    "a@b",
    "-",
    "..",
    "pec.example.it",
    "PEC.example.it",
    "protocollo",
    "operator",
    "assistant",
    "active,disabled",
    "-created_at",
    "local_part",
    "exact",
    "csv",
    "en",
    "0",
    "-1",
    "1",
    "9223372036854775808",
    "1e9",
    "\u{10FFFF}",
    "\u{FEFF}a",
    "İ\u{0307}ß",
    "\r\nx: y",
];

/// Values that are tried alone in every place.
pub const SINGLE: [&str; 7] = ["a\0b", "\u{10FFFF}", "", "@", "%_\\", "à@è.it", LONG];
/// Longer than any field allows, shorter than the largest body.
const LONG: &str = "lungo.lungo.lungo.lungo.lungo.lungo.lungo.lungo.lungo.lungo.lungo.lungo.lungo.\
    lungo.lungo.lungo.lungo.lungo.lungo.lungo.lungo.lungo.lungo.lungo.lungo.lungo.lungo.lungo.\
    lungo.lungo.lungo.lungo.lungo.lungo.lungo.lungo.lungo.lungo.lungo.lungo.lungo.lungo.lungo.";

/// A query with one odd value.
pub fn with_parameter(spec: &Spec, name: &str, value: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if matches!(spec.id, "export_mailboxes" | "export_holders") && name != "format" {
        query.append_pair("format", "csv");
    }
    query.append_pair(name, value).finish()
}

/// The example body with one odd value, in each of its places in turn.
pub fn with_field(example: &Value, value: &str) -> Vec<Vec<u8>> {
    let fields = example.as_object().cloned().unwrap_or_default();
    let changed = |name: &String| {
        let mut fields = fields.clone();
        let odd = match &fields[name] {
            Value::Array(_) => json!([{"domain": value, "permissions": ["view"]}]),
            _ => value.into(),
        };
        fields.insert(name.clone(), odd);
        Value::Object(fields).to_string().into_bytes()
    };
    fields.keys().map(changed).collect()
}

pub fn text(random: &mut StdRng) -> String {
    match random.random_range(0..12) {
        0 => "à".repeat(random.random_range(1..400)),
        1 => (0..random.random_range(0..20)).map(|_| random.random::<char>()).collect(),
        2 => cursor(random),
        _ => (*TEXTS.choose(random).unwrap()).to_owned(),
    }
}

/// A made-up cursor.
fn cursor(random: &mut StdRng) -> String {
    let sort = ["address", "local_part", "-created_at", "state", "quota_mb"];
    let keys = [
        json!("None"),
        json!({"Text": "a\0"}),
        json!({"Text": "\u{10FFFF}"}),
        json!({"Int": i64::MIN}),
        json!({"Int": i64::MAX}),
        json!({"Time": "+262142-01-01T00:00:00Z"}),
        json!({"Time": "-262143-01-01T00:00:00Z"}),
        json!({"Time": "2026-01-01T23:59:60.999999999Z"}),
    ];
    let afters = [json!("a\0"), json!("\u{10FFFF}"), json!(i64::MIN), json!(""), json!(null)];
    let position = json!({
        "sort": sort.choose(random).unwrap(),
        "rank": random.random_range(0..=255),
        "key": keys.choose(random).unwrap(),
        "address": if random.random() { "a@pec.example.it" } else { "a\0" },
    });
    let after = json!({"after": afters.choose(random).unwrap()});
    sigillo_storage::encode_cursor(if random.random() { &position } else { &after })
}

pub fn query(random: &mut StdRng, spec: &Spec) -> String {
    const RAW: [&str; 8] = ["&&", "=", "%", "%zz&q=%ff", "q=a&q=b", "?", "limit", "q[a]=1;limit=2"];
    if random.random_ratio(1, 12) {
        return (*RAW.choose(random).unwrap()).to_owned();
    }
    let mut pairs = vec![];
    for name in parameters(spec) {
        let value = match *name {
            "cursor" => cursor(random),
            // The format is mostly valid, or no other parameter would ever be examined.
            "format" if random.random() => "csv".to_owned(),
            _ => text(random),
        };
        if random.random_ratio(1, 3) || *name == "format" {
            pairs.push(((*name).to_owned(), value));
        }
    }
    if random.random_ratio(1, 12) {
        pairs.push((text(random), text(random)));
    }
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

pub fn entity_tag(random: &mut StdRng) -> String {
    let tags = [
        "\"1\"",
        "\"2\"",
        "*",
        "",
        "1",
        "W/\"1\"",
        "\"x\"",
        "\"1\", \"2\"",
        "\"",
        "\"\"",
        "\"-1\"",
    ];
    (*tags.choose(random).unwrap()).to_owned()
}

/// The example body with something odd in it, or a body that is not JSON.
pub fn body(random: &mut StdRng, example: &Value) -> Vec<u8> {
    match random.random_range(0..10) {
        0 => example.to_string().into_bytes(),
        1 => {
            let text = example.to_string();
            text.as_bytes()[..random.random_range(0..text.len())].to_vec()
        }
        2 => (0..random.random_range(0..40)).map(|_| random.random()).collect(),
        3 => value(random, 2).to_string().into_bytes(),
        4 => [b"[".repeat(2000), b"]".repeat(2000)].concat(),
        _ => {
            let mut fields = example.as_object().cloned().unwrap_or_default();
            for _ in 0..random.random_range(1..3) {
                spoil(random, &mut fields);
            }
            Value::Object(fields).to_string().into_bytes()
        }
    }
}

fn spoil(random: &mut StdRng, fields: &mut Map<String, Value>) {
    let names: Vec<_> = fields.keys().cloned().collect();
    let Some(name) = names.choose(random) else { return };
    match random.random_range(0..8) {
        0 => drop(fields.remove(name)),
        1 => drop(fields.insert(text(random), value(random, 1))),
        2 | 3 => drop(fields.insert(name.clone(), text(random).into())),
        _ => drop(fields.insert(name.clone(), value(random, 2))),
    }
}

fn value(random: &mut StdRng, depth: u32) -> Value {
    match random.random_range(0..if depth == 0 { 7 } else { 9 }) {
        0 => Value::Null,
        1 => random.random::<bool>().into(),
        2 => (*[0, 1, -1, i64::MAX, i64::MIN, 1_048_577].choose(random).unwrap()).into(),
        3 => random.random::<f64>().into(),
        4 => 1e300.into(),
        5 | 6 => text(random).into(),
        7 => (0..random.random_range(0..3)).map(|_| value(random, depth - 1)).collect(),
        _ => {
            let pairs = random.random_range(0..3);
            (0..pairs).map(|_| (text(random), value(random, depth - 1))).collect()
        }
    }
}
