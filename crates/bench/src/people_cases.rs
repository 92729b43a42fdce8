//! The cases about holders: the searches of B5 and B8, and what is read and written with a holder.

use anyhow::{Context, Result};
use chrono::TimeDelta;
use serde_json::{Value, json};
use sigillo_adapters::clock::SystemClock;
use sigillo_app::Clock;
use sigillo_storage::{decode_cursor, encode_cursor};
use uuid::Uuid;

use crate::cases::{clients, measure};
use crate::client::{Client, RequestTemplate};
use crate::fixtures::ASSISTANTS;
use crate::measure::{Bounds, Series};
use crate::names::{FREQUENT, OFFICE, RARE};
use crate::panel::{DOMAINS, POSTMASTER};
use crate::people::{People, Person};
use crate::read::PAGE;
use crate::registry::{tax_code, vat_number};
use crate::report;

/// The aim for the 95th percentile of every search, with one client.
const SEARCH_AIM_MS: f64 = 50.0;
/// The aim for a creation with a holder, an address and a company: so many times a plain one at most.
const CREATION_AIM: f64 = 2.0;

/// Who is searched for: a holder who has everything, by texts that few others have.
struct Known {
    id: String,
    tax_code: String,
    phone: String,
    fax: String,
    email: String,
    legal_name: String,
    vat_number: String,
    /// Holders to read one by one, each tied to a company of one name.
    ids: Vec<String>,
    /// The cursor of a page in the middle of the list.
    middle: String,
}

async fn get(client: &Client, path: &str) -> Result<Value> {
    Ok(serde_json::from_slice(&client.get_ok(path).await?)?)
}

fn text(value: &Value, field: &str) -> Result<String> {
    Ok(value[field].as_str().with_context(|| format!("{field} of {value}"))?.to_owned())
}

impl Known {
    async fn choose(client: &Client) -> Result<Self> {
        let found = get(client, &format!("/api/v1/holders?family_name={RARE}")).await?;
        let holder = &found["items"][0];
        let id = text(holder, "id")?;
        let addresses = get(client, &format!("/api/v1/holders/{id}/addresses")).await?;
        let address = &addresses["items"][0];
        let companies = get(client, &format!("/api/v1/holders/{id}/companies")).await?;
        let company = &companies["items"][0]["company"];
        let tied = get(client, "/api/v1/holders?company_name=officine&limit=200").await?;
        let tied = tied["items"].as_array().context("holders")?;
        let first = get(client, "/api/v1/holders").await?;
        let middle: Option<Value> = decode_cursor(&text(&first, "next_cursor")?);
        let mut middle = middle.context("a cursor")?;
        middle["after"] = json!({"key": {"text": "m"}, "id": Uuid::nil()});
        Ok(Self {
            tax_code: text(holder, "tax_code")?,
            phone: text(address, "phone")?,
            fax: text(address, "fax")?,
            email: text(address, "email")?,
            legal_name: text(company, "legal_name")?,
            vat_number: text(company, "vat_number")?,
            ids: tied.iter().map(|holder| text(holder, "id")).collect::<Result<_>>()?,
            middle: encode_cursor(&middle),
            id,
        })
    }

    fn one(&self, round: usize) -> &str {
        &self.ids[round % self.ids.len()]
    }
}

/// A list with texts to search for, and the name of its row.
fn row(list: &str, filters: &[(&str, &str)]) -> (String, String) {
    let described =
        filters.iter().map(|(field, text)| format!("{} `{text}`", field.replace('_', " ")));
    let query =
        filters.iter().map(|(field, text)| format!("&{field}={}", text.replace(' ', "%20")));
    let name = format!("{list}: {}", described.collect::<Vec<_>>().join(", "));
    (name, base(list) + &query.collect::<String>())
}

fn base(list: &str) -> String {
    let domain = DOMAINS[0].name;
    match list {
        "mailboxes" => format!("/api/v1/mailboxes?limit={PAGE}&domain={domain}"),
        "mailboxes of all domains" => format!("/api/v1/mailboxes?limit={PAGE}"),
        other => format!("/api/v1/{other}?limit={PAGE}"),
    }
}

/// The searches for holders by each text, rare and frequent, at the beginning and anywhere (B5).
fn of_holders(people: &People, known: &Known) -> Vec<(String, String)> {
    let (most, least) = (People::most_frequent(), people.least_frequent());
    let (given, family) = (people.given(most), people.family(most));
    let one = |field, text| row("holders", &[(field, text)]);
    let both = |one, other| row("holders", &[one, other]);
    vec![
        one("given_name", people.given(least)),
        one("given_name", given),
        one("given_name", "ari"),
        one("given_name", "xyzxyz"),
        one("family_name", RARE),
        one("family_name", people.family(least)),
        one("family_name", family),
        one("family_name", FREQUENT),
        one("family_name", "ro"),
        one("family_name", "xyzxyz"),
        one("tax_code", &known.tax_code),
        one("tax_code", "MNT"),
        one("tax_code", "X003"),
        one("email", &known.email),
        one("email", FREQUENT),
        one("email", "example.org"),
        one("email", "xyzxyz"),
        one("phone", &known.phone),
        one("phone", "0999 12"),
        one("phone", "456"),
        one("fax", &known.fax),
        one("fax", "0998"),
        one("company_name", RARE),
        one("company_name", "officine"),
        one("company_name", "s.r.l."),
        one("vat_number", &known.vat_number),
        one("vat_number", "0012"),
        one("vat_number", "777"),
        one("mailbox", RARE),
        one("mailbox", OFFICE),
        one("mailbox", FREQUENT),
        both(("family_name", family), ("given_name", given)),
        both(("company_name", "officine"), ("family_name", family)),
        both(("phone", "0999"), ("mailbox", OFFICE)),
    ]
}

/// The filters of mailboxes by holder, company, time and creator (B8).
fn of_mailboxes(people: &People, known: &Known) -> Vec<(String, String)> {
    let (most, least) = (People::most_frequent(), people.least_frequent());
    let (given, family) = (people.given(most), people.family(most));
    let today = SystemClock.now().date_naive();
    let day = |days: i64| (today + TimeDelta::days(days)).to_string();
    let (last_year, that_day, next_year) = (day(-365), day(-500), day(365));
    let years_ago = day(-545);
    let with = |filters: &[(&str, &str)]| row("mailboxes", filters);
    let named = |name: &str, filters: &[(&str, &str)]| {
        (format!("mailboxes: {name}"), row("mailboxes", filters).1)
    };
    vec![
        with(&[("given_name", people.given(least))]),
        with(&[("given_name", given)]),
        with(&[("family_name", RARE)]),
        with(&[("family_name", people.family(least))]),
        with(&[("family_name", family)]),
        with(&[("family_name", FREQUENT)]),
        with(&[("tax_code", &known.tax_code)]),
        with(&[("tax_code", "X003")]),
        with(&[("email", &known.email)]),
        with(&[("email", FREQUENT)]),
        with(&[("email", "example.org")]),
        with(&[("company_name", RARE)]),
        with(&[("company_name", "officine")]),
        with(&[("company_name", "s.r.l.")]),
        named("created on a day", &[("created_from", &that_day), ("created_to", &that_day)]),
        named("created in the last year", &[("created_from", &last_year)]),
        named("created earlier", &[("created_to", &that_day)]),
        with(&[("created_by", ASSISTANTS[2])]),
        with(&[("created_by", ASSISTANTS[0])]),
        with(&[("created_by", POSTMASTER)]),
        named("expired long ago", &[("expires_before", &years_ago)]),
        named("expires within a month", &[("expires_before", &day(30))]),
        named("expires within a year", &[("expires_before", &next_year)]),
        named("of a holder", &[("holder", &known.id)]),
        with(&[("family_name", family), ("given_name", given)]),
        with(&[("family_name", family), ("state", "suppressed")]),
        named(
            "family name, creator, in the last year",
            &[("family_name", family), ("created_from", &last_year), ("created_by", POSTMASTER)],
        ),
        named(
            "company name, expires within a year",
            &[("company_name", "officine"), ("expires_before", &next_year)],
        ),
        with(&[("q", OFFICE), ("family_name", family)]),
        named(
            "rare creator, in the last year",
            &[("created_by", ASSISTANTS[2]), ("created_from", &last_year)],
        ),
        row("mailboxes of all domains", &[("family_name", family)]),
        row("mailboxes of all domains", &[("created_by", ASSISTANTS[2])]),
    ]
}

/// Measures the reads, prints their rows, and says which searches miss the aim.
pub async fn run(client: &Client, bounds: Bounds) -> Result<()> {
    let (people, known) = (People::new(), Known::choose(&signed_in(client).await?).await?);
    println!();
    report::heading();
    let middle = format!("{}&cursor={}", base("holders"), known.middle);
    let mut holders = vec![
        ("holders: first page".to_owned(), base("holders")),
        ("holders: page in the middle".to_owned(), middle),
    ];
    holders.extend(of_holders(&people, &known));
    let mailboxes = of_mailboxes(&people, &known);
    let number = holders.len() + mailboxes.len();
    let mut missed = vec![];
    for searches in [holders, mailboxes] {
        for (name, p95) in rows(client, searches, bounds).await? {
            if p95 >= SEARCH_AIM_MS {
                missed.push(format!("{name}: {p95:.0} ms"));
            }
        }
    }
    rows(client, others(&people, &known), bounds).await?;
    by_id(&signed_in(client).await?, &known, bounds).await?;
    println!(
        "\nSearches for holders (B5) and for mailboxes by their holders (B8) with p95 under \
         {SEARCH_AIM_MS} ms with one client: {} of {number}.",
        number - missed.len(),
    );
    for search in missed {
        println!("- over it: {search}");
    }
    println!();
    Ok(())
}

/// With a session of its own: the access token of another may have ended after the many rows before.
async fn signed_in(client: &Client) -> Result<Client> {
    let mut client = client.another().await?;
    client.sign_in().await?;
    Ok(client)
}

/// Measures requests and prints their rows; returns the 95th percentile of each with one client.
async fn rows(
    client: &Client,
    requests: Vec<(String, String)>,
    bounds: Bounds,
) -> Result<Vec<(String, f64)>> {
    let client = signed_in(client).await?;
    let clients = clients(&client).await?;
    let mut measured = vec![];
    for (name, path) in requests {
        let template = |_| RequestTemplate::get(path.clone());
        let one = measure(&name, None, &client, &clients, bounds, &template).await?;
        measured.push((name, one.percentile(95)));
    }
    Ok(measured)
}

/// What is typed into the search over everything, and the list of companies.
fn others(people: &People, known: &Known) -> Vec<(String, String)> {
    let most = People::most_frequent();
    let (given, family) = (people.given(most), people.family(most));
    let both = format!("{family} {given}");
    let typed = [family, &both, &known.tax_code, &known.phone, &known.legal_name];
    let mut others: Vec<_> = typed
        .into_iter()
        .map(|text| {
            let path = format!("/api/v1/search?q={}", text.replace(' ', "%20"));
            (format!("search `{text}`"), path)
        })
        .collect();
    others.push(("companies: first page".to_owned(), base("companies")));
    others.extend([RARE, "officine"].map(|text| row("companies", &[("q", text)])));
    others
}

async fn by_id(client: &Client, known: &Known, bounds: Bounds) -> Result<()> {
    let clients = clients(client).await?;
    for (name, part) in [("get a holder", ""), ("companies of a holder", "/companies")] {
        let path = |round| format!("/api/v1/holders/{}{part}", known.one(round));
        let template = |round| RequestTemplate::get(path(round));
        measure(name, None, client, &clients, bounds, &template).await?;
    }
    Ok(())
}

/// A new mailbox with a new holder, a new address and a new company.
pub fn creation(number: u64) -> Value {
    let people = People::new();
    let person: Person = People::most_frequent();
    json!({
        "domain": DOMAINS[0].name,
        "local_part": format!("nuova.intestata.{number}"),
        "communication_email": format!("nuova.{number}@example.org"),
        "holder": {
            "given_name": people.given(person),
            "family_name": people.family(person),
            "tax_code": tax_code(&people, person, number, 'Y'),
        },
        "address": {
            "street": "Via delle Prove",
            "number": "1",
            "locality": "Borgo di Prova",
            "province": "PZ",
            "postal_code": "85100",
            "phone": format!("0999 {:06}", number % 1_000_000),
            "email": format!("nuova.{number}@example.org"),
        },
        "company": {
            "legal_name": format!("Prove {number} S.r.l."),
            "vat_number": vat_number(number, 778),
            "role": "legale rappresentante",
        },
    })
}

/// Prints how a creation with everything compares with a plain one.
pub fn print_ratio(plain: &Series, whole: &Series) {
    let ratio = whole.percentile(50) / plain.percentile(50);
    println!(
        "\nA creation with holder, address and company takes {ratio:.2} times as long as a plain one \
         (p50 with one client; at most {CREATION_AIM} is the aim)."
    );
}
