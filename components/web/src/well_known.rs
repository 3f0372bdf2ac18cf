//! `GET /.well-known/…`: what programs expect at the same path on every site (RFC 8615).

use std::time::{Duration, SystemTime};

use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use connectly_service::{App, IfNoneMatch, PublicUrl, Result};
use http::HeaderMap;

use crate::{not_found, paths, text_file};

/// The path of [`read_security`].
pub const SECURITY: &str = "/.well-known/security.txt";

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// How long the contact is valid: RFC 9116 recommends less than a year.
const DAYS: u32 = 180;

/// Where to report a vulnerability (RFC 9116); 404 if the variable `security_contact` is empty.
pub async fn read_security(
    State(app): State<App>,
    url: PublicUrl,
    condition: IfNoneMatch,
    headers: HeaderMap,
) -> Result<Response> {
    let Some(contact) = app.security_contact() else {
        return not_found::answer(&app, &condition, &headers);
    };
    let text = format!(
        "Contact: {contact}\nExpires: {}\nPreferred-Languages: en\nCanonical: {}\n",
        expiry(),
        url.at(SECURITY),
    );
    Ok(text_file::answer(text, &condition))
}

/// At midnight, so that the file changes once a day.
fn expiry() -> String {
    let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let today = since_1970.as_secs() - since_1970.as_secs() % DAY.as_secs();
    connectly_service::rfc3339(SystemTime::UNIX_EPOCH + Duration::from_secs(today) + DAY * DAYS)
}

/// Where a password manager sends a user to change the password
/// (<https://w3c.github.io/webappsec-change-password-url/>).
pub async fn change_password() -> Response {
    Redirect::to(paths::ACCOUNT).into_response()
}
