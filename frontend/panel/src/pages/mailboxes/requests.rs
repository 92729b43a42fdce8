//! The requests of the mailbox list.

use chrono::NaiveDate;
use sigillo_contract::job::MailboxSelection;
use sigillo_contract::mailbox::{ExportQuery, MailboxQuery};
use sigillo_contract::operations::ListMailboxes;
use sigillo_contract::panel_page::{EVERY, not_cancelled};
use sigillo_domain::id::{PlanId, ResellerId};
use sigillo_domain::mailbox::{MailboxPart, MailboxState};
use sigillo_domain::mailbox_list::Sort;
use sigillo_domain::service_term::{ENDING_SOON, ServiceRequest};
use sigillo_kit::list_view::{ListView, PageRequest};
use sigillo_kit::routes::with_query;

use crate::api::{self, ApiError};
use crate::i18n::lang;
use crate::route::{Route, key};

/// The query keys of the filters that only this list has.
pub const PASSWORD: &str = "password";
pub const FILL: &str = "fill";
pub const PLAN: &str = "piano";
pub const RESELLER: &str = "rivenditore";

pub const FAMILY_NAME: &str = "cognome";
pub const GIVEN_NAME: &str = "nome";
pub const TAX_CODE: &str = "codice-fiscale";
pub const EMAIL: &str = "email";
pub const COMPANY_NAME: &str = "ragione-sociale";
pub const CREATED_FROM: &str = "inserite-dal";
pub const CREATED_TO: &str = "inserite-al";
pub const CREATED_BY: &str = "inserite-da";
pub const ENTRY: &str = "inserimento";
pub const MANAGED_BY: &str = "gestite-da";
pub const ACTIVATED: &str = "attivate";
pub const TROUBLE: &str = "da-sistemare";
pub const EXPIRES_BEFORE: &str = "scadono-prima-del";
pub const NOT_OPENED_SINCE: &str = "non-aperte-dal";
pub const REQUEST: &str = "richiesta";
pub const REM_READINESS: &str = "pronta-rem";
const HOLDER: &str = "titolare";

pub const FILTERS: &[&str] = &[
    key::DOMAIN,
    key::STATE,
    PASSWORD,
    FILL,
    PLAN,
    RESELLER,
    FAMILY_NAME,
    GIVEN_NAME,
    TAX_CODE,
    EMAIL,
    COMPANY_NAME,
    CREATED_FROM,
    CREATED_TO,
    CREATED_BY,
    ENTRY,
    MANAGED_BY,
    ACTIVATED,
    TROUBLE,
    EXPIRES_BEFORE,
    NOT_OPENED_SINCE,
    REQUEST,
    REM_READINESS,
    HOLDER,
];

/// The value of the filter of states that finds the cancelled mailboxes too; without a filter they
/// are left out.
pub const EVERY_STATE: &str = EVERY;

/// The value of the filter of states that finds the mailboxes whose service runs.
pub const IN_SERVICE: &str = "active,disabled";

/// The address of the list of the mailboxes that end soon, and of which nothing was requested.
pub fn list_of_ending(today: NaiveDate) -> String {
    let before = (today + ENDING_SOON).to_string();
    let request = ServiceRequest::None.as_str();
    let filters = [
        (key::DOMAIN, EVERY_DOMAIN),
        (key::STATE, IN_SERVICE),
        (EXPIRES_BEFORE, &before),
        (REQUEST, request),
    ];
    with_query(Route::Mailboxes, &filters)
}

/// The value of the filter of domains that lists the mailboxes of all of them.
pub const EVERY_DOMAIN: &str = EVERY;

/// Where the text of the search box is looked for.
const SEARCHED: &str = "address,communication_email,note";

/// The domain whose mailboxes are listed, or [`EVERY_DOMAIN`].
pub fn domain_of(view: &ListView) -> String {
    view.filter(key::DOMAIN).unwrap_or_default()
}

/// The address of the list of all mailboxes that have a plan.
pub fn list_of_plan(id: PlanId) -> String {
    with_query(Route::Mailboxes, &[(key::DOMAIN, EVERY_DOMAIN), (PLAN, &id.to_string())])
}

/// The address of the list of all mailboxes that a reseller sold.
pub fn list_of_reseller(id: ResellerId) -> String {
    with_query(Route::Mailboxes, &[(key::DOMAIN, EVERY_DOMAIN), (RESELLER, &id.to_string())])
}

pub fn href(view: &ListView) -> String {
    view.href(Route::Mailboxes)
}

/// The order in the address; None, for the default order, if it is missing or invalid.
fn sort_of(view: &ListView) -> Option<Sort> {
    Sort::parse(&view.sort).ok()
}

/// The order of the rows, with the default in place of a missing one.
pub fn order_of(view: &ListView) -> String {
    sort_of(view).unwrap_or_default().to_string()
}

pub fn query(view: &ListView, request: PageRequest) -> MailboxQuery {
    let sort = request.sort.and(sort_of(view));
    let search_in = request.q.is_some().then(|| SEARCHED.to_owned());
    MailboxQuery {
        domain: view.filter(key::DOMAIN).filter(|domain| domain != EVERY_DOMAIN),
        q: request.q,
        search_in,
        state: states_of(view),
        password_state: view.filter(PASSWORD),
        fill: view.filter(FILL),
        plan: view.filter(PLAN),
        reseller: view.filter(RESELLER),
        holder: view.filter(HOLDER).and_then(|id| id.parse().ok()),
        family_name: view.filter(FAMILY_NAME),
        given_name: view.filter(GIVEN_NAME),
        tax_code: view.filter(TAX_CODE),
        email: view.filter(EMAIL),
        company_name: view.filter(COMPANY_NAME),
        created_from: day(view, CREATED_FROM),
        created_to: day(view, CREATED_TO),
        created_by: view.filter(CREATED_BY),
        entry: view.filter(ENTRY),
        managed_by: view.filter(MANAGED_BY),
        activated: view.filter(ACTIVATED).and_then(|answer| answer.parse().ok()),
        trouble: view.filter(TROUBLE),
        expires_before: day(view, EXPIRES_BEFORE),
        not_opened_since: day(view, NOT_OPENED_SINCE),
        request: view.filter(REQUEST),
        rem_readiness: view.filter(REM_READINESS),
        sort: sort.map(|sort| sort.to_string()),
        cursor: request.cursor,
        limit: request.limit,
        count: request.count,
        ..MailboxQuery::default()
    }
}

fn day(view: &ListView, key: &str) -> Option<NaiveDate> {
    view.filter(key)?.parse().ok()
}

/// The query for the rows, which also asks for the status of the mail host.
pub fn query_with_host(view: &ListView, request: PageRequest) -> MailboxQuery {
    let include = Some(MailboxPart::MailHost.as_str().to_owned());
    MailboxQuery { include, ..query(view, request) }
}

/// The states of the mailboxes that are listed; None for all.
fn states_of(view: &ListView) -> Option<String> {
    match view.filter(key::STATE) {
        None => Some(not_cancelled()),
        Some(state) => (state != EVERY_STATE).then_some(state),
    }
}

/// The view with the cancelled mailboxes alone; None if its filter of states decides otherwise.
pub fn of_cancelled(view: &ListView) -> Option<ListView> {
    let cancelled = MailboxState::Cancelled.as_str().to_owned();
    view.filter(key::STATE).is_none().then(|| view.clone().with_filter(key::STATE, cancelled))
}

/// The request for the whole list as a file.
pub fn export(view: &ListView, format: &str) -> ExportQuery {
    export_of(filters(view), view, format)
}

/// The request for all mailboxes that [`selection`] selects, in the order of the list, as a file.
pub fn export_matching(view: &ListView, format: &str) -> ExportQuery {
    export_of(selection(view), view, format)
}

fn export_of(list: MailboxSelection, view: &ListView, format: &str) -> ExportQuery {
    ExportQuery {
        format: format.to_owned(),
        separator: None,
        lang: Some(lang().code().to_owned()),
        domain: list.domain,
        q: list.q,
        search_in: list.search_in,
        communication_email: list.communication_email,
        note: list.note,
        state: list.state,
        password_state: list.password_state,
        fill: list.fill,
        plan: list.plan,
        reseller: list.reseller,
        holder: list.holder,
        given_name: list.given_name,
        family_name: list.family_name,
        tax_code: list.tax_code,
        email: list.email,
        company_name: list.company_name,
        created_from: list.created_from,
        created_to: list.created_to,
        created_by: list.created_by,
        entry: list.entry,
        managed_by: list.managed_by,
        activated: list.activated,
        trouble: list.trouble,
        expires_before: list.expires_before,
        not_opened_since: list.not_opened_since,
        request: list.request,
        rem_readiness: list.rem_readiness,
        sort: sort_of(view).map(|sort| sort.to_string()),
    }
}

/// The filters of the list.
pub fn filters(view: &ListView) -> MailboxSelection {
    let list = query(view, view.count_request());
    MailboxSelection {
        domain: list.domain,
        q: list.q,
        search_in: list.search_in,
        communication_email: list.communication_email,
        note: list.note,
        state: list.state,
        password_state: list.password_state,
        fill: list.fill,
        plan: list.plan,
        reseller: list.reseller,
        holder: list.holder,
        given_name: list.given_name,
        family_name: list.family_name,
        tax_code: list.tax_code,
        email: list.email,
        company_name: list.company_name,
        created_from: list.created_from,
        created_to: list.created_to,
        created_by: list.created_by,
        entry: list.entry,
        managed_by: list.managed_by,
        activated: list.activated,
        trouble: list.trouble,
        expires_before: list.expires_before,
        not_opened_since: list.not_opened_since,
        request: list.request,
        rem_readiness: list.rem_readiness,
    }
}

/// The selection of all mailboxes that the list finds and that can be changed: a cancelled one cannot.
pub fn selection(view: &ListView) -> MailboxSelection {
    let mut selection = filters(view);
    selection.state.get_or_insert_with(not_cancelled);
    selection
}

/// The number of mailboxes that [`selection`] selects.
pub async fn count_selectable(view: ListView) -> Result<i64, ApiError> {
    let state = selection(&view).state;
    let query = MailboxQuery { state, ..query(&view, view.count_request()) };
    let page = api::list::<ListMailboxes>((), &query).await?;
    Ok(page.total.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use sigillo_kit::router::Query;

    use super::*;

    fn view(query: &str) -> ListView {
        ListView::read(&Query::of(query), FILTERS)
    }

    #[test]
    fn the_request_follows_the_address() {
        let view = view(
            "dominio=pec.example.it&q=a&stato=active&password=expired&fill=over&ordina=-state&pagina=2&da=x",
        );
        let query = query(&view, view.page_request());
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            query,
            MailboxQuery {
                domain: text("pec.example.it"),
                q: text("a"),
                search_in: text(SEARCHED),
                state: text("active"),
                password_state: text("expired"),
                fill: text("over"),
                sort: text("-state"),
                cursor: text("x"),
                limit: Some(50),
                count: None,
                ..MailboxQuery::default()
            }
        );
    }

    #[test]
    fn list_export_and_bulk_change_have_the_same_filters() {
        let holder = sigillo_domain::id::HolderId::from_u128(7);
        let address = format!(
            "dominio=tutti&stato=tutti&cognome=rossi&nome=ada&codice-fiscale=RSS&email=a%40b&\
             ragione-sociale=acque&inserite-dal=2026-01-02&inserite-al=2026-02-03&inserite-da=rosa&\
             inserimento=direct&gestite-da=ugo&attivate=true&da-sistemare=unapplied_effect&\
             scadono-prima-del=ieri&non-aperte-dal=2026-03-04&titolare={holder}"
        );
        let view = view(&address);
        let text = |text: &str| Some(text.to_owned());
        let selected = MailboxSelection {
            family_name: text("rossi"),
            given_name: text("ada"),
            tax_code: text("RSS"),
            email: text("a@b"),
            company_name: text("acque"),
            created_from: NaiveDate::from_ymd_opt(2026, 1, 2),
            created_to: NaiveDate::from_ymd_opt(2026, 2, 3),
            created_by: text("rosa"),
            entry: text("direct"),
            managed_by: text("ugo"),
            activated: Some(true),
            trouble: text("unapplied_effect"),
            expires_before: None,
            not_opened_since: NaiveDate::from_ymd_opt(2026, 3, 4),
            holder: Some(holder),
            ..MailboxSelection::default()
        };
        assert_eq!(filters(&view), selected);
        let exported = ExportQuery {
            format: "csv".into(),
            lang: Some(lang().code().to_owned()),
            family_name: text("rossi"),
            given_name: text("ada"),
            tax_code: text("RSS"),
            email: text("a@b"),
            company_name: text("acque"),
            created_from: NaiveDate::from_ymd_opt(2026, 1, 2),
            created_to: NaiveDate::from_ymd_opt(2026, 2, 3),
            created_by: text("rosa"),
            entry: text("direct"),
            managed_by: text("ugo"),
            activated: Some(true),
            trouble: text("unapplied_effect"),
            not_opened_since: NaiveDate::from_ymd_opt(2026, 3, 4),
            holder: Some(holder),
            ..ExportQuery::default()
        };
        assert_eq!(export(&view, "csv"), exported);
    }

    #[test]
    fn a_selection_does_not_depend_on_order_or_page() {
        let selected = selection(&view("dominio=pec.example.it&q=a&pagina=2&da=x&ordina=state"));
        assert_eq!(selected, selection(&view("dominio=pec.example.it&q=a")));
        assert_eq!(selected.q.as_deref(), Some("a"));
    }

    #[test]
    fn a_selection_leaves_cancelled_mailboxes_out_unless_a_state_is_asked_for() {
        let state = |address: &str| selection(&view(address)).state.unwrap();
        assert_eq!(state("q=a"), "pending_activation,active,disabled,suppressed");
        assert_eq!(state("q=a&stato=tutti"), "pending_activation,active,disabled,suppressed");
        assert_eq!(state("q=a&stato=active"), "active");
    }

    #[test]
    fn all_domains_are_listed_without_a_filter() {
        let view = view("dominio=tutti");
        assert_eq!(query(&view, view.page_request()).domain, None);
        assert_eq!(selection(&view).domain, None);
    }

    #[test]
    fn cancelled_mailboxes_are_listed_and_exported_only_if_asked_for() {
        let states = |address: &str| {
            let view = view(address);
            assert_eq!(query(&view, view.page_request()).state, filters(&view).state);
            filters(&view).state
        };
        assert_eq!(states("q=a").as_deref(), Some("pending_activation,active,disabled,suppressed"));
        assert_eq!(states("stato=tutti"), None);
        assert_eq!(states("stato=cancelled").as_deref(), Some("cancelled"));
        let cancelled = of_cancelled(&view("q=a")).unwrap();
        assert_eq!(href(&cancelled), "/caselle?stato=cancelled&q=a");
        assert_eq!(of_cancelled(&view("stato=tutti")), None);
    }

    #[test]
    fn an_invalid_order_means_the_default_order() {
        let (wrong, none) = (view("ordina=colore"), view(""));
        assert_eq!(order_of(&wrong), order_of(&none));
        assert_eq!(query(&wrong, wrong.page_request()).sort, None);
    }
}
