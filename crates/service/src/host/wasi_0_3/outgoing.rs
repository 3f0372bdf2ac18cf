//! An answer as the host takes it.

use axum::body::Body;
use http_body::Body as _;
use http_body_util::BodyExt as _;

use super::sdk::wasip3::{
    http::types::{ErrorCode, Fields, Response, Trailers},
    wit_bindgen::{self, FutureWriter, StreamWriter},
    wit_future, wit_stream,
};
use crate::host::message;

/// The end of a body, with the fields that follow it.
type End = Result<Option<Trailers>, ErrorCode>;

/// Gives an answer to the host. Its body is written after that, beside other requests.
///
/// # Errors
/// The host's text, when it refuses a header or the status.
pub(super) fn answer(response: http::Response<Body>) -> Result<Response, ErrorCode> {
    let (parts, body) = response.into_parts();
    let headers = Fields::from_list(&message::entries(&parts.headers))
        .map_err(|error| internal(error.to_string()))?;
    let (end_writer, end) = wit_future::new(broken_off);
    let (writer, contents) = if body.is_end_stream() {
        (None, None)
    } else {
        let (writer, contents) = wit_stream::new();
        (Some(writer), Some(contents))
    };
    let (response, _sent) = Response::new(headers, contents, end);
    if parts.status != http::StatusCode::OK {
        let refused = |()| internal("the host refuses the status".to_owned());
        response.set_status_code(parts.status.as_u16()).map_err(refused)?;
    }
    // What fails from here on is the client's connection.
    wit_bindgen::spawn(write(body, writer, end_writer));
    Ok(response)
}

/// Writes a body, and then its end. If the end is written beside the last piece, Spin 4.1 sends the
/// answer's head alone, and a client may take 40 ms to ask for more.
async fn write(mut body: Body, writer: Option<StreamWriter<u8>>, end: FutureWriter<End>) {
    let Some(mut writer) = writer else {
        let _ = end.write(Ok(None)).await;
        return;
    };
    while let Some(frame) = body.frame().await {
        // Dropping `end` tells the host that the body is not complete.
        let Ok(frame) = frame else { return };
        let Ok(data) = frame.into_data() else { continue };
        if !writer.write_all(data.into()).await.is_empty() {
            return;
        }
    }
    drop(writer);
    let _ = end.write(Ok(None)).await;
}

/// What the host reads of a body whose writer was dropped.
fn broken_off() -> End {
    Err(internal("the body broke off".to_owned()))
}

fn internal(log: String) -> ErrorCode {
    ErrorCode::InternalError(Some(log))
}
