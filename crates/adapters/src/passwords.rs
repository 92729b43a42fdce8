//! Password hashing with argon2id.

use std::sync::Arc;

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use async_trait::async_trait;
use sigillo_app::Passwords;
use tokio::sync::Semaphore;

/// Upper bound on concurrent hashes. Each takes 19 MiB and a core, and a flood of sign-ins must
/// leave some of both for other requests.
const AT_ONCE: usize = 4;

/// argon2id, by default with the first configuration that OWASP recommends: 19 MiB, 2 passes, 1
/// lane.
pub struct Argon2Passwords {
    argon2: Argon2<'static>,
    /// The hash that is verified when there is no account, so that the answer takes equally long.
    decoy: String,
    places: Arc<Semaphore>,
}

impl Argon2Passwords {
    pub fn new() -> Option<Self> {
        Self::with(Params::default())
    }

    /// The cheapest parameters that argon2 allows, for passwords that protect nothing, such as
    /// those of tests.
    pub fn cheapest() -> Option<Self> {
        Self::with(Params::new(8, 1, 1, None).ok()?)
    }

    fn with(params: Params) -> Option<Self> {
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let decoy = hash(&argon2, "nobody's password")?;
        Some(Self { argon2, decoy, places: Arc::new(Semaphore::new(AT_ONCE)) })
    }

    async fn off_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Argon2<'static>) -> T + Send + 'static,
    ) -> Option<T> {
        let argon2 = self.argon2.clone();
        let _place = self.places.acquire().await.ok()?;
        tokio::task::spawn_blocking(move || work(&argon2)).await.ok()
    }
}

fn hash(argon2: &Argon2<'_>, password: &str) -> Option<String> {
    argon2.hash_password(password.as_bytes()).ok().map(|hash| hash.to_string())
}

#[async_trait]
impl Passwords for Argon2Passwords {
    async fn hash(&self, password: &str) -> Option<String> {
        let password = password.to_owned();
        self.off_thread(move |argon2| hash(argon2, &password)).await?
    }

    async fn verify(&self, password: &str, hash: Option<&str>) -> bool {
        let known = hash.is_some();
        let hash = hash.unwrap_or(&self.decoy).to_owned();
        let password = password.to_owned();
        let verified = self.off_thread(move |argon2| {
            PasswordHash::new(&hash)
                .is_ok_and(|hash| argon2.verify_password(password.as_bytes(), &hash).is_ok())
        });
        verified.await.unwrap_or(false) && known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_hash_verifies_only_its_own_password() {
        let passwords = Argon2Passwords::with(Params::new(8, 1, 1, None).unwrap()).unwrap();
        let hash = passwords.hash("una frase lunga").await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$"), "{hash}");
        assert!(passwords.verify("una frase lunga", Some(&hash)).await);
        assert!(!passwords.verify("una frase corta", Some(&hash)).await);
        assert!(!passwords.verify("nobody's password", None).await);
    }
}
