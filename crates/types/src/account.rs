//! Accounts, and the way into them. Operations on the own account are in `own_account.rs`.

use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::limits::{NAME_MAX, NAME_MIN, PASSWORD_MAX, PASSWORD_MIN};
#[cfg(feature = "schema")]
use crate::schema::{NO_NUL, blank};
use crate::text::{email, no_nul, no_nul_password, trimmed_option, uncommon};
use crate::visible::visible;
use crate::{Email, Fault, Field, FieldError, Input, Kind, Password, UserId};

/// Body of [`sign_up`](crate::operation::SIGN_UP).
#[derive(Clone, Debug, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignUp {
    /// The account's address, trimmed and compared without case. No other account may have it.
    #[validate(custom(function = email))]
    pub email: Email,
    /// Any text, including spaces; stored only as a hash. Not one of the most common passwords, the
    /// e-mail address or the name.
    #[validate(
        length(min = PASSWORD_MIN, max = PASSWORD_MAX),
        custom(function = no_nul_password),
        custom(function = uncommon)
    )]
    #[cfg_attr(
        feature = "schema",
        schemars(extend("pattern" = NO_NUL, "x-server-checks" = Fault::BEYOND_SCHEMAS))
    )]
    pub password: Password,
    /// What readers see; white space around it is dropped.
    #[serde(default, deserialize_with = "trimmed_option")]
    #[validate(length(min = NAME_MIN, max = NAME_MAX), custom(function = no_nul), custom(function = visible))]
    #[cfg_attr(feature = "schema", schemars(extend("x-trim" = true, "pattern" = NO_NUL, "not" = blank())))]
    pub name: Option<String>,
}

impl Input for SignUp {
    const FIELDS: &'static [Field] = &[
        Field::required("email", Kind::Text),
        Field::required("password", Kind::Text),
        Field::optional("name", Kind::Text),
    ];

    fn faults_together(&self) -> Vec<FieldError> {
        let is_personal = self.password.is_personal(self.email.as_str(), self.name.as_deref());
        is_personal.then(|| Fault::Personal.of("password")).into_iter().collect()
    }
}

/// Body of [`sign_in`](crate::operation::SIGN_IN).
///
/// A password may be shorter here than in [`SignUp`]: it is then simply wrong. If the minimum is
/// raised one day, nobody is locked out.
#[derive(Clone, Debug, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignIn {
    /// The account's address; trimmed and compared without case.
    #[validate(custom(function = email))]
    pub email: Email,
    /// The account's password.
    #[validate(length(min = 1, max = PASSWORD_MAX))]
    pub password: Password,
}

impl Input for SignIn {
    const FIELDS: &'static [Field] =
        &[Field::required("email", Kind::Text), Field::required("password", Kind::Text)];
}

/// An account as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct User {
    /// The user's id.
    pub id: UserId,
    /// In lower case.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = Email::PATTERN)))]
    pub email: String,
    /// What readers see; null when none was given.
    pub name: Option<String>,
}

/// Answer of [`sign_up`](crate::operation::SIGN_UP) and [`sign_in`](crate::operation::SIGN_IN).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignedIn {
    /// The token for `Authorization: Bearer …`.
    pub jwt: String,
    /// The token's account.
    pub user: User,
}

/// Answer of [`read_me`](crate::operation::READ_ME) and
/// [`update_me`](crate::operation::UPDATE_ME).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Me {
    /// The caller's account.
    pub user: User,
}

/// Answer of [`sign_out`](crate::operation::SIGN_OUT).
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LoggedOut {
    /// Always true.
    #[cfg_attr(feature = "schema", schemars(extend("const" = true)))]
    pub logged_out: bool,
}
