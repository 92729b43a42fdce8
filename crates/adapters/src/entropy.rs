//! The operating system's randomness.

use rand::TryRng;
use rand::rngs::SysRng;
use sigillo_app::Entropy;

#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    /// # Panics
    /// Panics if the operating system gives no random bytes: without them tokens could be guessed.
    fn fill(&self, bytes: &mut [u8]) {
        SysRng.try_fill_bytes(bytes).expect("the operating system gives random bytes");
    }
}
