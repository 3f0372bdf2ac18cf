//! Accounts and sessions.

use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::limits::{NAME_MAX, NAME_MIN, PASSWORD_MAX, PASSWORD_MIN};
use crate::text::{email, no_nul, no_nul_password, trimmed_option};
use crate::{Email, Field, Input, Kind, Password, UserId};

/// Body of [`sign_up`](crate::operation::SIGN_UP).
#[derive(Clone, Debug, Deserialize, Validate)]
pub struct SignUp {
    /// Trimmed, compared without case, unique.
    #[validate(custom(function = email))]
    pub email: Email,
    /// As it came, spaces too.
    #[validate(length(min = PASSWORD_MIN, max = PASSWORD_MAX), custom(function = no_nul_password))]
    pub password: Password,
    /// What readers see; trimmed.
    #[serde(default, deserialize_with = "trimmed_option")]
    #[validate(length(min = NAME_MIN, max = NAME_MAX), custom(function = no_nul))]
    pub name: Option<String>,
}

impl Input for SignUp {
    const FIELDS: &'static [Field] = &[
        Field::required("email", Kind::Text),
        Field::required("password", Kind::Text),
        Field::optional("name", Kind::Text),
    ];
}

/// Body of [`sign_in`](crate::operation::SIGN_IN).
///
/// A password may be shorter here than in [`SignUp`]: it is then simply not the account's,
/// and a limit that is raised one day locks nobody out.
#[derive(Clone, Debug, Deserialize, Validate)]
pub struct SignIn {
    /// Trimmed, compared without case.
    #[validate(custom(function = email))]
    pub email: Email,
    /// As it came.
    #[validate(length(min = 1, max = PASSWORD_MAX))]
    pub password: Password,
}

impl Input for SignIn {
    const FIELDS: &'static [Field] =
        &[Field::required("email", Kind::Text), Field::required("password", Kind::Text)];
}

/// An account, as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The user's id.
    pub id: UserId,
    /// In lower case.
    pub email: String,
    /// What readers see; null when none was given.
    pub name: Option<String>,
}

/// Answer of [`sign_up`](crate::operation::SIGN_UP) and [`sign_in`](crate::operation::SIGN_IN).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SignedIn {
    /// The token for `Authorization: Bearer …`.
    pub jwt: String,
    /// Whose it is.
    pub user: User,
}

/// Answer of [`me`](crate::operation::READ_ME).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Me {
    /// Who asks.
    pub user: User,
}

/// Answer of [`sign_out`](crate::operation::SIGN_OUT).
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LoggedOut {
    /// Always true.
    pub logged_out: bool,
}
