//! Rate limits.

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RateLimit {
    /// Signing up, by address.
    SignUp,
    /// Signing in with a wrong password, by account and address.
    SignIn,
    /// Signing in with a wrong password, by address.
    SignInByAddress,
    /// Repeating the password wrongly while signed in, by user.
    PasswordCheck,
    /// Changing something, by user.
    Writing,
    /// Hashing passwords, everyone together.
    Hashing,
}

impl RateLimit {
    /// Each of them.
    pub const ALL: [Self; 6] = [
        Self::SignUp,
        Self::SignIn,
        Self::SignInByAddress,
        Self::PasswordCheck,
        Self::Writing,
        Self::Hashing,
    ];

    /// The variable of `spin.toml` that sets it.
    #[must_use]
    pub const fn variable(self) -> &'static str {
        match self {
            Self::SignUp => "limit_sign_up",
            Self::SignIn => "limit_sign_in",
            Self::SignInByAddress => "limit_sign_in_by_address",
            Self::PasswordCheck => "limit_password_check",
            Self::Writing => "limit_writing",
            Self::Hashing => "limit_hashing",
        }
    }
}
