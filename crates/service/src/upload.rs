//! Bodies that are taken as they are.

use axum::body::Body;
use connectly_types::{SentBody, UploadForm};
use http::{HeaderMap, header::CONTENT_TYPE};

use crate::{Error, body, header, json_body::is_encoded};

/// Reads a body of this form.
///
/// # Errors
/// When its headers say that it is something else, or compressed; and as for [`body::read`].
pub(crate) async fn read(
    form: &UploadForm,
    headers: &HeaderMap,
    body: Body,
) -> Result<SentBody, Error> {
    let declared = headers.get(CONTENT_TYPE).map(header::text).unwrap_or_default();
    let name = declared.split(';').next().unwrap_or_default().trim();
    let media_type = form.media_type(name).filter(|_| !is_encoded(headers));
    let media_type = media_type.ok_or(Error::NotAPicture)?;
    let bytes = body::read(headers, body, form.max, Error::PictureTooLarge).await?;
    Ok(SentBody { media_type, bytes })
}
