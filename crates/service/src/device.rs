//! The device that sent a request.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use connectly_types::Device;
use http::{HeaderMap, header::USER_AGENT, request::Parts};

use crate::{App, header::text};

/// The device according to the header `User-Agent`; `None` if that names nothing known.
#[derive(Clone, Copy, Debug)]
pub struct UserDevice(pub Option<Device>);

impl FromRequestParts<App> for UserDevice {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Infallible> {
        Ok(Self(device(&parts.headers)))
    }
}

/// From the first header that names something known, because a proxy may have added its own.
fn device(headers: &HeaderMap) -> Option<Device> {
    headers.get_all(USER_AGENT).iter().find_map(|value| Device::from_user_agent(&text(value)))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn a_device_is_known_whatever_else_the_header_says() {
        for lines in [
            &[&b"curl/8"[..]][..],
            &["Köln curl/8".as_bytes()],
            &[b"M\xfcnchen curl/8"],
            &[b"\xff", b"curl/8"],
        ] {
            let lines = lines.iter().map(|line| HeaderValue::from_bytes(line).unwrap());
            let headers = lines.map(|line| (USER_AGENT, line)).collect();
            let device = device(&headers).map(|device| device.to_string());
            assert_eq!(device.as_deref(), Some("curl"), "{headers:?}");
        }
        assert_eq!(device(&HeaderMap::new()), None);
    }
}
