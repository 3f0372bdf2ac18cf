//! Accounts, and the way into them. Operations on the own account are in `own_account.rs`.

use serde::{Deserialize, Serialize};

use crate::{Email, Fault, FieldError, Name, NewPassword, Password, UserId, input::input};
#[cfg(feature = "schema")]
use crate::{Handle, PictureAddress, limits::LINKS_MAX};

input! {
    /// Body of [`sign_up`](crate::operation::SignUp).
    pub struct SignUp {
        /// The account's address, trimmed and compared without case. No other account may have it.
        pub email: Email,
        /// Any text, including spaces; stored only as a hash. Not one of the most common passwords,
        /// the e-mail address or the name.
        pub password: NewPassword,
        /// What readers see; white space around it is dropped.
        pub name: Option<Name>,
    }
    faults_together: personal_password
}

fn personal_password(input: &SignUp) -> Vec<FieldError> {
    let name = input.name.as_ref().map(Name::as_str);
    let is_personal = input.password.is_personal(input.email.as_str(), name);
    is_personal.then(|| Fault::Personal.of("password")).into_iter().collect()
}

input! {
    /// Body of [`sign_in`](crate::operation::SignIn).
    ///
    /// A password may be shorter here than in [`SignUp`]: it is then simply wrong. If the minimum
    /// is raised one day, nobody is locked out.
    pub struct SignIn {
        /// The account's address; trimmed and compared without case.
        pub email: Email,
        /// The account's password.
        pub password: Password,
    }
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
    /// The user's page is at `/@` and this. It is made from the name at first.
    #[cfg_attr(feature = "schema", schemars(with = "Handle"))]
    pub handle: String,
    /// What the user says to readers; null if nothing.
    pub bio: Option<String>,
    /// The user's other pages.
    #[cfg_attr(feature = "schema", schemars(length(max = LINKS_MAX)))]
    pub links: Vec<String>,
    /// The address of a picture; null if there is none.
    #[cfg_attr(feature = "schema", schemars(with = "Option<PictureAddress>"))]
    pub picture: Option<String>,
}

/// Answer of [`sign_up`](crate::operation::SignUp) and [`sign_in`](crate::operation::SignIn).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignedIn {
    /// The token for `Authorization: Bearer …`.
    pub jwt: String,
    /// The token's account.
    pub user: User,
}

/// Answer of [`read_me`](crate::operation::ReadMe) and
/// [`update_me`](crate::operation::UpdateMe).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Me {
    /// The caller's account.
    pub user: User,
}

/// Answer of [`sign_out`](crate::operation::SignOut).
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LoggedOut {
    /// Always true.
    #[cfg_attr(feature = "schema", schemars(extend("const" = true)))]
    pub logged_out: bool,
}
