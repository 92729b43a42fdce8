//! The session: who is signed in, and what they may do.

mod lock;
mod tokens;

use std::cell::RefCell;
use std::sync::LazyLock;

use leptos::prelude::*;
use leptos::reactive::graph::Observer;
use sigillo_contract::Operation;
use sigillo_contract::account::Account;
use sigillo_contract::document_seal::DocumentSeal;
use sigillo_contract::domain::Domain;
use sigillo_contract::operation::Nothing;
use sigillo_contract::operations::{GetMe, SignIn, SignOut};
use sigillo_contract::session::{Credentials, Me, Session};
use sigillo_domain::account::Role;
use sigillo_domain::permission::Permission;
use sigillo_kit::first_paint::EarlySignIn;
use sigillo_kit::{drafts, first_paint, preferences, unsaved};
use wasm_bindgen_futures::JsFuture;

use crate::api::{self, ApiError, Renewal};
use crate::browser;
use crate::route::Route;

pub use tokens::AccountTokens;

/// Whether somebody is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The server is being asked whether an earlier session is still valid.
    Restoring,
    /// The server could not be reached.
    Unreachable,
    SignedOut,
    SignedIn,
}

struct State {
    phase: ArcRwSignal<Phase>,
    me: ArcRwSignal<Option<Me>>,
    /// Whether the session ended while a page was open, so that the person signs in over the page.
    ended: ArcRwSignal<bool>,
    /// The account that signed in, in another tab, in the place of this page's.
    successor: ArcRwSignal<Option<Account>>,
}

static STATE: LazyLock<State> = LazyLock::new(|| State {
    phase: ArcRwSignal::new(Phase::Restoring),
    me: ArcRwSignal::new(None),
    ended: ArcRwSignal::new(false),
    successor: ArcRwSignal::new(None),
});

thread_local! {
    /// Requests that wait until the person has signed in again or has given up.
    static WAITING: RefCell<Vec<js_sys::Function>> = const { RefCell::new(Vec::new()) };
}

pub fn phase() -> Phase {
    STATE.phase.get()
}

pub fn has_ended() -> bool {
    STATE.ended.get()
}

/// The account that signed in, in another tab, in the place of this page's.
pub fn successor() -> Option<Account> {
    STATE.successor.get()
}

/// Whether the session is somebody else's: the page then sends nothing, since it would act in their name.
fn is_of_another_person() -> bool {
    STATE.successor.with_untracked(Option::is_some)
}

/// Whether a session belongs to the account whose page this is; any does before one has signed in.
fn belongs_to_page(account: &Account) -> bool {
    STATE.me.with_untracked(|me| me.as_ref().is_none_or(|me| me.account.id == account.id))
}

/// Stops the page, because somebody else has signed in.
fn stop_for(account: Account) {
    STATE.successor.set(Some(account));
}

/// Opens the panel as whoever is signed in now.
pub fn go_on_as_successor() {
    leave_to_another_person();
}

/// The signed-in account. A view that reads it is updated when it changes; code that runs once is
/// not.
fn with_me<T>(look: impl FnOnce(Option<&Me>) -> T) -> T {
    if Observer::get().is_some() {
        STATE.me.with(|me| look(me.as_ref()))
    } else {
        STATE.me.with_untracked(|me| look(me.as_ref()))
    }
}

pub fn me() -> Option<Me> {
    with_me(|me| Some(me?.clone()))
}

pub fn role() -> Option<Role> {
    with_me(|me| me.map(|me| me.role))
}

/// The seal of documents when the account was read; None for whoever may not see it.
pub fn document_seal() -> Option<DocumentSeal> {
    with_me(|me| me?.document_seal.clone())
}

/// How many changes of holder this account could decide, when it was read; None for whoever may decide none.
pub fn holder_changes_to_decide() -> Option<i64> {
    with_me(|me| me?.holder_changes_to_decide)
}

/// The domains that the account can see.
pub fn domains() -> Vec<Domain> {
    with_me(|me| me.map(|me| me.domains.clone()).unwrap_or_default())
}

/// A domain that the account can see, by name.
pub fn domain(name: &str) -> Option<Domain> {
    with_me(|me| me?.domains.iter().find(|domain| domain.name == name).cloned())
}

/// Whether the account has this permission on the mailboxes of a domain.
pub fn may_on(domain_name: &str, permission: Permission) -> bool {
    with_me(|me| {
        let domain = me.and_then(|me| me.domains.iter().find(|domain| domain.name == domain_name));
        domain.is_some_and(|domain| domain.permissions.contains(&permission))
    })
}

/// Whether the account's role may call an operation.
pub fn may<O: Operation>() -> bool {
    with_me(|me| me.is_some_and(|me| me.operations.iter().any(|id| id == O::SPEC.id)))
}

/// Continues an earlier session, if there is one.
pub async fn restore() {
    // The form of the sign-in page continues with a sign-in that was sent before the app arrived.
    if first_paint::is_signing_in() {
        return enter(Phase::SignedOut);
    }
    match tokens::renew(None).await {
        Renewal::Done if first_paint::is_signing_in() => enter(Phase::SignedOut),
        Renewal::Done => match load_me().await {
            Ok(()) => enter(Phase::SignedIn),
            Err(ApiError::Unreachable) => enter(Phase::Unreachable),
            Err(_) => enter(Phase::SignedOut),
        },
        Renewal::Refused | Renewal::AnotherPerson => enter(Phase::SignedOut),
        Renewal::Failed(_) => enter(Phase::Unreachable),
    }
}

/// The key is also in `index.html`.
const SIGNED_IN_KEY: &str = "sigillo.session";

fn enter(phase: Phase) {
    if phase != Phase::Unreachable {
        first_paint::expect_session(SIGNED_IN_KEY, phase == Phase::SignedIn);
    }
    STATE.phase.set(phase);
}

/// Reads the account, its permissions and its preferences; called again after a change of domains or of the account.
pub async fn load_me() -> Result<(), ApiError> {
    let me = api::get::<GetMe>(()).await?;
    preferences::set(me.preferences.clone());
    drafts::set_owner(&me.account.id.to_string());
    STATE.me.set(Some(me));
    Ok(())
}

/// Signs in. If a session has ended, the page continues where it was, unless somebody else signs
/// in: they must not see anything of the other account's pages.
pub async fn sign_in(credentials: &Credentials) -> Result<(), ApiError> {
    open(api::send::<SignIn>((), credentials, None).await?).await
}

/// Continues a sign-in that was sent before the app arrived.
pub async fn continue_sign_in(early: EarlySignIn) -> Result<(), ApiError> {
    open(early.answer().await?).await
}

async fn open(session: Session) -> Result<(), ApiError> {
    let before = STATE.me.with_untracked(|me| me.as_ref().map(|me| me.account.id));
    tokens::set_token(Some(session.access_token));
    if before.is_some_and(|id| id != session.account.id) {
        leave_to_another_person();
        return Ok(());
    }
    load_me().await?;
    enter(Phase::SignedIn);
    STATE.ended.set(false);
    wake(true);
    Ok(())
}

/// Signs out, here and on the server.
pub async fn sign_out() -> Result<(), ApiError> {
    match api::send::<SignOut>((), &Nothing {}, None).await {
        // A session that had already ended counts as signed out.
        Ok(_) | Err(ApiError::SessionEnded) => {
            leave();
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// Leaves the session that has ended, and goes to the first page.
pub fn leave() {
    browser::tab_remember(CHOSEN_KEY, "");
    first_paint::expect_session(SIGNED_IN_KEY, false);
    tokens::set_token(None);
    wake(false);
    unsaved::discard();
    drafts::remove_own();
    load_first_page();
}

/// Leaves the page to whoever has signed in. The drafts stay for the person who typed them.
fn leave_to_another_person() {
    unsaved::keep_drafts();
    load_first_page();
}

/// Loads a new page, so that nothing of the old session is left in memory.
fn load_first_page() {
    let _ = window().location().set_href(&Route::Home.href());
}

fn mark_ended() {
    STATE.ended.set(true);
}

/// Waits until the person has signed in again; returns false if they gave up.
async fn signed_in_again() -> bool {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        WAITING.with_borrow_mut(|waiting| waiting.push(resolve));
    });
    let answer = JsFuture::from(promise).await;
    answer.is_ok_and(|value| value.is_truthy())
}

fn wake(signed_in: bool) {
    for resolve in WAITING.take() {
        let _ = resolve.call1(&leptos::wasm_bindgen::JsValue::UNDEFINED, &signed_in.into());
    }
}

/// The domain chosen in this tab.
pub fn chosen_domain() -> Option<Domain> {
    CHOSEN.get().and_then(|name| domain(&name))
}

pub fn choose_domain(name: &str) {
    if CHOSEN.with_untracked(|chosen| chosen.as_deref() != Some(name)) {
        browser::tab_remember(CHOSEN_KEY, name);
        CHOSEN.set(Some(name.to_owned()));
    }
}

const CHOSEN_KEY: &str = "sigillo.domain";

static CHOSEN: LazyLock<ArcRwSignal<Option<String>>> =
    LazyLock::new(|| ArcRwSignal::new(browser::tab_remembered(CHOSEN_KEY)));
