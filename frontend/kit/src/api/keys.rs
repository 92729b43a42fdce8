//! The `Idempotency-Key` of each request that may be sent again.
//!
//! A request whose answer was lost is sent again with the key it had, whether the app repeats it or the
//! person does: the server carries it out once. The key is kept until an answer has arrived.

use std::cell::RefCell;

use sigillo_contract::{Access, Spec};

use crate::browser;

/// How many unanswered requests are remembered; older ones are forgotten.
const MOST: usize = 20;

/// The key of a renewal of the session. It is shared by all tabs and outlives the page, since whichever
/// tab renews next sends the same cookie.
const RENEWAL: &str = "sigillo.renewal-key";

thread_local! {
    static UNANSWERED: RefCell<Unanswered> = const { RefCell::new(Unanswered(Vec::new())) };
}

/// Whose key a request has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyOwner {
    /// The request with this method, address and body.
    Request(String),
    Renewal,
}

/// The key of a request, and whose it is.
#[derive(Debug, Clone)]
pub struct Key {
    pub value: String,
    owner: KeyOwner,
}

impl Key {
    /// The key for a request of this operation; None if it takes none. A sign-in is not kept: it is
    /// repeated by typing the password again.
    pub fn of(spec: &Spec, request: impl FnOnce() -> String) -> Option<Self> {
        let is_sign_in = spec.sets_cookie && matches!(spec.access, Access::Public);
        if !spec.takes_idempotency_key() || is_sign_in {
            return None;
        }
        let owner = match spec.access {
            Access::RefreshCookie => KeyOwner::Renewal,
            _ => KeyOwner::Request(request()),
        };
        let value = match &owner {
            KeyOwner::Renewal => renewal_key(),
            KeyOwner::Request(request) => {
                UNANSWERED.with_borrow_mut(|all| all.key_of(request, draw))
            }
        };
        Some(Self { value, owner })
    }

    /// Forgets the key, once the request has an answer.
    pub fn answered(&self) {
        match &self.owner {
            KeyOwner::Renewal => browser::forget(RENEWAL),
            KeyOwner::Request(request) => {
                UNANSWERED.with_borrow_mut(|all| all.answered(request));
            }
        }
    }
}

fn renewal_key() -> String {
    browser::remembered(RENEWAL).filter(|key| !key.is_empty()).unwrap_or_else(|| {
        let key = draw();
        browser::remember(RENEWAL, &key);
        key
    })
}

/// Draws a key: 104 random bits, since only the same caller's keys must differ.
fn draw() -> String {
    let part = || {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a random number below 2^52"
        )]
        let number = (js_sys::Math::random() * 4_503_599_627_370_496.0) as u64;
        number
    };
    format!("{:013x}{:013x}", part(), part())
}

/// The keys of requests without an answer, oldest first.
struct Unanswered(Vec<(String, String)>);

impl Unanswered {
    fn key_of(&mut self, request: &str, draw: impl FnOnce() -> String) -> String {
        if let Some((_, key)) = self.0.iter().find(|(known, _)| known == request) {
            return key.clone();
        }
        let key = draw();
        if self.0.len() == MOST {
            self.0.remove(0);
        }
        self.0.push((request.to_owned(), key.clone()));
        key
    }

    fn answered(&mut self, request: &str) {
        self.0.retain(|(known, _)| known != request);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_keeps_its_key_until_it_is_answered() {
        let mut all = Unanswered(vec![]);
        let mut drawn = 0;
        let mut key_of = |all: &mut Unanswered, request: &str| {
            all.key_of(request, || {
                drawn += 1;
                drawn.to_string()
            })
        };
        assert_eq!(key_of(&mut all, "POST /notes a"), "1");
        assert_eq!(key_of(&mut all, "POST /notes a"), "1");
        assert_eq!(key_of(&mut all, "POST /notes b"), "2");
        all.answered("POST /notes a");
        assert_eq!(key_of(&mut all, "POST /notes a"), "3");
        assert_eq!(key_of(&mut all, "POST /notes b"), "2");
    }

    #[test]
    fn only_the_newest_unanswered_requests_are_remembered() {
        let mut all = Unanswered(vec![]);
        for number in 0..=MOST {
            all.key_of(&number.to_string(), || format!("key {number}"));
        }
        assert_eq!(all.0.len(), MOST);
        assert_eq!(all.key_of("0", || "another".to_owned()), "another");
    }
}
