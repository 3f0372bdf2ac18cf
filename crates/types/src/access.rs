//! Who may call an operation, and who calls it.

use crate::SessionId;

/// Who may call an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everyone; tokens are ignored.
    Anyone,
    /// Everyone with a live token, and without one when the variable `public_reads` is on.
    Reader,
    /// Everyone with a live token.
    User,
    /// Only the author of the post.
    Owner,
}

/// The session that a genuine token names. It may have ended: the token is signed by us and has
/// not expired, but only the database knows whether its session lives, and whose it is.
///
/// Give it to `live_session` in the statement that does the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClaimedSession(SessionId);

impl ClaimedSession {
    /// The session of a token whose signature and expiry were checked.
    #[must_use]
    pub const fn of_verified_token(session: SessionId) -> Self {
        Self(session)
    }

    /// Its id.
    #[must_use]
    pub const fn id(self) -> SessionId {
        self.0
    }
}

/// Who calls an operation, as far as the request tells: [`ClaimedSession`], an option of it where
/// a token is optional, or `()` where none is looked at.
pub trait Caller: Copy + Send + Sync {
    /// From the session that the request claims; `None` where a missing claim isn't enough.
    fn from_claim(claim: Option<ClaimedSession>) -> Option<Self>;

    /// The session that is claimed.
    fn claim(self) -> Option<ClaimedSession>;
}

impl Caller for () {
    fn from_claim(_: Option<ClaimedSession>) -> Option<Self> {
        Some(())
    }

    fn claim(self) -> Option<ClaimedSession> {
        None
    }
}

impl Caller for Option<ClaimedSession> {
    fn from_claim(claim: Option<ClaimedSession>) -> Option<Self> {
        Some(claim)
    }

    fn claim(self) -> Option<ClaimedSession> {
        self
    }
}

impl Caller for ClaimedSession {
    fn from_claim(claim: Option<ClaimedSession>) -> Option<Self> {
        claim
    }

    fn claim(self) -> Option<ClaimedSession> {
        Some(self)
    }
}
