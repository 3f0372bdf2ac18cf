//! What a request was sent with.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use connectly_types::Device;
use http::{header::USER_AGENT, request::Parts};

use crate::App;

/// The device by its own account, in the header `User-Agent`; `None` when it says nothing
/// that is known.
#[derive(Clone, Copy, Debug)]
pub struct UserDevice(pub Option<Device>);

impl FromRequestParts<App> for UserDevice {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Infallible> {
        let user_agent = parts.headers.get(USER_AGENT).and_then(|value| value.to_str().ok());
        Ok(Self(user_agent.and_then(Device::from_user_agent)))
    }
}
