//! `Idempotency-Key`: a repeated POST is carried out once and gets the same reply each time.

use std::future::Future;
use std::pin::pin;
use std::time::{Duration, Instant};

use actix_web::body::{BoxBody, to_bytes};
use actix_web::cookie::Cookie;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse};
use sigillo_app::idempotency::{
    self, CallerIdentity, Claim, KeptReply, Lease, RENEW_EVERY, RequestIdentity,
};
use sigillo_app::{own_mailbox, sessions};
use sigillo_contract::operations::{SignIn, SignInMailbox};
use sigillo_contract::session::Session;
use sigillo_contract::{Access, Operation};
use sigillo_domain::{Code, Fault, FaultCode};

use crate::call::{self, state};
use crate::client_address::client_address;
use crate::cookie::ApiCookie;
use crate::failure::Failure;
use crate::{Http, payload, trace_id};

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// Longest key, in characters.
const LONGEST_KEY: usize = 255;
/// How long a repeat waits for the reply to the first request.
const WAIT_TIMEOUT: Duration = Duration::from_secs(3);
const POLL_INTERVAL: Duration = Duration::from_millis(50);
/// `Retry-After` of a repeat that waited in vain, in seconds.
const RETRY_REPEAT_AFTER: i64 = 2;

/// What to do with a request that has a key.
enum Decision {
    CarryOut(Held),
    Replay(KeptReply),
    /// There is nothing to recognise a repeat by, or the reply will not be kept: the request is handled as
    /// if it had no key.
    PassOn,
}

/// A request that this server carries out, and whose reply it keeps.
struct Held {
    http: Data<Http>,
    identity: RequestIdentity,
    lease: Lease,
}

/// The middleware of every POST.
pub(crate) async fn once<O: Operation>(
    mut request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    if !request.headers().contains_key(KEY) {
        return next.call(request).await;
    }
    match decide::<O>(&mut request).await {
        Ok(Decision::CarryOut(held)) => finish(held, request, next).await,
        Ok(Decision::Replay(reply)) => Ok(request.into_response(replay(reply))),
        Ok(Decision::PassOn) => next.call(request).await,
        Err(failure) => Ok(request.error_response(failure)),
    }
}

async fn decide<O: Operation>(request: &mut ServiceRequest) -> Result<Decision, Failure> {
    let http = state(request.request())?;
    let Some(caller) = caller::<O>(request.request(), &http).await? else {
        return Ok(Decision::PassOn);
    };
    let key = key(request.headers())?;
    let mut reading = http.app.reply_keys.read(&caller, key, O::SPEC.id, request.path());
    let body = request.take_payload();
    let limit = O::SPEC.max_body;
    let body = if O::SPEC.is_streamed {
        let folder = &http.settings.temporary_files;
        payload::spool(body, request.headers(), limit, folder, |piece| reading.piece(piece)).await?
    } else {
        let each = |piece: &[u8]| reading.piece(piece);
        payload::again(payload::gather(body, request.headers(), limit, each).await?)
    };
    request.set_payload(body);

    let identity = reading.end();
    let address = client_address(request.request(), &http.settings.trusted_proxies);
    let mut counted_at = O::SPEC.counts_attempts().then_some(address);
    let began = Instant::now();
    loop {
        match idempotency::claim(&http.app, &identity, address, counted_at.take()).await? {
            Claim::NotKept => return Ok(Decision::PassOn),
            Claim::First(lease) => return Ok(Decision::CarryOut(Held { http, identity, lease })),
            Claim::Again(reply) => {
                if !opened_session_has_ended::<O>(&http, &reply).await? {
                    return Ok(Decision::Replay(reply));
                }
                idempotency::forget(&http.app, &identity).await?;
            }
            Claim::UnderWay if began.elapsed() < WAIT_TIMEOUT => {
                tokio::time::sleep(POLL_INTERVAL).await;
            }
            Claim::UnderWay => {
                return Err(Failure::new(Code::RequestInProgress).retry_after(RETRY_REPEAT_AFTER));
            }
        }
    }
}

/// Whether the reply is to a sign-in whose session has ended since: its tokens would be of no use.
async fn opened_session_has_ended<O: Operation>(
    http: &Http,
    reply: &KeptReply,
) -> Result<bool, Failure> {
    let outcome = match O::SPEC.id {
        id if id == SignIn::SPEC.id => {
            let Ok(session) = serde_json::from_slice::<Session>(&reply.body) else {
                return Ok(false);
            };
            sessions::authenticate(&http.app, &session.access_token).await.map(|_| ())
        }
        id if id == SignInMailbox::SPEC.id => {
            let name = ApiCookie::Mailbox.name(http.settings.secure_cookie);
            let cookies = reply.headers.iter().filter(|(header, _)| header == "set-cookie");
            let mut cookies = cookies.filter_map(|(_, text)| Cookie::parse(text.as_str()).ok());
            let Some(cookie) = cookies.find(|cookie| cookie.name() == name) else {
                return Ok(false);
            };
            own_mailbox::authenticate(&http.app, cookie.value()).await.map(|_| ())
        }
        _ => return Ok(false),
    };
    match outcome {
        Ok(()) => Ok(false),
        Err(error) if error.code() == Code::Unauthenticated => Ok(true),
        Err(error) => Err(error.into()),
    }
}

/// The caller that the key belongs to.
async fn caller<O: Operation>(
    request: &HttpRequest,
    http: &Http,
) -> Result<Option<CallerIdentity>, Failure> {
    let named = |name: String| CallerIdentity { name, ..CallerIdentity::default() };
    Ok(match O::SPEC.access {
        Access::Public => Some(CallerIdentity { is_anonymous: true, ..named("nobody".to_owned()) }),
        // The cookie works once, so a repeated request with it comes from the same caller. Whoever made
        // one up is refused, and nothing is kept.
        Access::RefreshCookie => ApiCookie::Refresh
            .of(request, http.settings.secure_cookie)
            .map(|token| named(format!("refresh:{token}"))),
        Access::Visit => Some(named(format!("visit:{}", call::visit(request, http).await?))),
        Access::MailboxUser => {
            let owner = call::owner(request, http).await?;
            Some(named(format!("mailbox:{}", owner.mailbox_id())))
        }
        Access::SignedIn
        | Access::Jobs
        | Access::Views
        | Access::Mailboxes(_)
        | Access::AccountManagers
        | Access::Operators => {
            let session = call::authenticate(request, http).await?;
            let permissions = session.permissions();
            let name = format!("account:{}", session.account_id());
            Some(CallerIdentity { permissions, ..named(name) })
        }
    })
}

pub(crate) fn key(headers: &HeaderMap) -> Result<&str, Failure> {
    let mut values = headers.get_all(KEY);
    let value = values.next().map(HeaderValue::as_bytes).unwrap_or_default();
    let fault = if value.is_empty() {
        FaultCode::Required
    } else if value.len() > LONGEST_KEY {
        FaultCode::TooLong
    } else if values.next().is_some() || !value.iter().all(u8::is_ascii_graphic) {
        // Two headers of one name count as one, with a comma and a space between the values.
        FaultCode::InvalidCharacters
    } else {
        return Ok(str::from_utf8(value).unwrap_or_default());
    };
    Err(Failure::invalid(vec![Fault::new("Idempotency-Key", fault)]))
}

/// Carries out the request even if the client disconnects, since it will repeat the request.
async fn finish(
    held: Held,
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let work = trace_id::carried_on(async move {
        let response = held.carry_out(next.call(request)).await?;
        held.settle(response).await
    });
    match actix_web::rt::spawn(work).await {
        Ok(response) => response,
        Err(error) => match error.try_into_panic() {
            // The panic continues as if the task had not been spawned.
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(Failure::new(Code::Internal).into()),
        },
    }
}

impl Held {
    /// Renews the lease as long as the work takes.
    async fn carry_out<T>(&self, work: impl Future<Output = T>) -> T {
        let mut work = pin!(idempotency::carry_out(&self.identity, self.lease, work));
        loop {
            match tokio::time::timeout(RENEW_EVERY, work.as_mut()).await {
                Ok(outcome) => return outcome,
                Err(_) => self.renew().await,
            }
        }
    }

    async fn renew(&self) {
        if let Err(error) = idempotency::renew(&self.http.app, &self.identity, self.lease).await {
            tracing::warn!(%error, "the lease of a request could not be renewed");
        }
    }

    async fn settle(
        self,
        response: ServiceResponse<BoxBody>,
    ) -> Result<ServiceResponse<BoxBody>, Error> {
        let (request, response) = response.into_parts();
        let (response, body) = response.into_parts();
        let body = to_bytes(body).await.map_err(|_| Failure::new(Code::Internal))?;
        let text = |(name, value): (&HeaderName, &HeaderValue)| {
            Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
        };
        let reply = KeptReply {
            status: response.status().as_u16(),
            headers: response.headers().iter().filter_map(text).collect(),
            body: body.to_vec(),
        };
        let kept = idempotency::settle(&self.http.app, &self.identity, self.lease, &reply).await;
        if let Err(error) = kept {
            // The work is done, and the client must learn that.
            tracing::error!(%error, "a reply could not be kept for its Idempotency-Key");
        }
        Ok(ServiceResponse::new(request, response.set_body(BoxBody::new(body))))
    }
}

fn replay(reply: KeptReply) -> HttpResponse {
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::OK);
    let mut response = HttpResponse::build(status);
    for (name, value) in &reply.headers {
        response.append_header((name.as_str(), value.as_str()));
    }
    response.insert_header((REPLAYED, "true"));
    response.body(reply.body)
}
