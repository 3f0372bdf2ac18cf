//! Requests to an object store with S3's interface: to keep a file, read it and delete it. Pure: anyone who
//! makes a request also sends it.
//!
//! Buckets are addressed by path, as in `https://store.example/bucket/key`, which every store understands.

// A panic here ends every request of its instance.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod signature;

use std::fmt;
use std::time::SystemTime;

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Uri, header};
use signature::{Keys, Scope, Signature, sha256};

/// Payload hash of a request whose body isn't signed.
const UNSIGNED: &str = "UNSIGNED-PAYLOAD";

/// A bucket of an object store. `Debug` hides the keys.
#[derive(Clone)]
pub struct Bucket {
    /// `https://store.example:9000`
    endpoint: String,
    /// `store.example:9000`
    authority: String,
    is_https: bool,
    name: String,
    region: String,
    keys: Keys,
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bucket").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Bucket {
    /// The bucket of this name. The endpoint is a server, such as `https://store.example:9000`.
    ///
    /// # Errors
    /// What is wrong with the endpoint or the name.
    pub fn new(
        endpoint: &str,
        region: &str,
        name: &str,
        (access_key, secret_key): (&str, &str),
    ) -> Result<Self, String> {
        let endpoint = endpoint.trim_end_matches('/');
        let uri: Uri = endpoint.parse().map_err(|error| format!("{endpoint:?}: {error}"))?;
        let is_https = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(format!("{endpoint:?} has to begin with https:// or http://")),
        };
        let authority = uri.authority().map(http::uri::Authority::as_str).unwrap_or_default();
        if uri.path() != "/" || uri.query().is_some() || authority.contains('@') {
            return Err(format!("{endpoint:?} has to be a server, without a path"));
        }
        let is_plain = |character: char| {
            character.is_ascii_lowercase()
                || character.is_ascii_digit()
                || ".-_".contains(character)
        };
        if !(1..=255).contains(&name.len()) || !name.chars().all(is_plain) {
            return Err(format!("{name:?} is no name of a bucket"));
        }
        Ok(Self {
            endpoint: endpoint.to_owned(),
            authority: without_default_port(authority, is_https).to_owned(),
            is_https,
            name: name.to_owned(),
            region: region.to_owned(),
            keys: Keys { access: access_key.to_owned(), secret: secret_key.to_owned() },
        })
    }

    /// The request that keeps a file under a key. A key consists of letters, digits and `-._/`, so that a
    /// path can have it as it is.
    ///
    /// # Errors
    /// When the key isn't such a one.
    pub fn put(
        &self,
        key: &str,
        media_type: &str,
        file: Bytes,
        now: SystemTime,
    ) -> Result<Request<Bytes>, String> {
        let media_type = HeaderValue::try_from(media_type).map_err(|error| error.to_string())?;
        let mut request = self.request(Method::PUT, key, file, now)?;
        request.headers_mut().insert(header::CONTENT_TYPE, media_type);
        Ok(request)
    }

    /// The request that reads the file under a key.
    ///
    /// # Errors
    /// As for [`put`](Self::put).
    pub fn get(&self, key: &str, now: SystemTime) -> Result<Request<Bytes>, String> {
        self.request(Method::GET, key, Bytes::new(), now)
    }

    /// The request that deletes the file under a key.
    ///
    /// # Errors
    /// As for [`put`](Self::put).
    pub fn delete(&self, key: &str, now: SystemTime) -> Result<Request<Bytes>, String> {
        self.request(Method::DELETE, key, Bytes::new(), now)
    }

    fn request(
        &self,
        method: Method,
        key: &str,
        body: Bytes,
        now: SystemTime,
    ) -> Result<Request<Bytes>, String> {
        let path = format!("/{}/{key}", self.name);
        let time = basic_time(now);
        // Over https nobody changes a body on its way, and hashing it takes a guest long.
        let hash = if self.is_https { UNSIGNED.to_owned() } else { sha256(&body) };
        let headers = [
            ("host", self.authority.as_str()),
            ("x-amz-content-sha256", &hash),
            ("x-amz-date", &time),
        ];
        let signature = Signature {
            keys: &self.keys,
            scope: Scope { time: &time, region: &self.region, service: "s3" },
            method: method.as_str(),
            path: &path,
            headers: &headers,
            hash: &hash,
        };
        let authorization = signature.authorization();
        let has_length = method != Method::GET;
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.endpoint))
            .header(header::AUTHORIZATION, authorization)
            .header("x-amz-content-sha256", &hash)
            .header("x-amz-date", &time);
        // Without it, a host sends the body in chunks, even an empty one, and stores refuse that.
        if has_length {
            request = request.header(header::CONTENT_LENGTH, body.len());
        }
        request.body(body).map_err(|error| error.to_string())
    }
}

/// The authority as the header `Host` has it.
fn without_default_port(authority: &str, is_https: bool) -> &str {
    let port = if is_https { ":443" } else { ":80" };
    authority.strip_suffix(port).unwrap_or(authority)
}

/// ISO 8601 without punctuation: `20130524T000000Z`.
fn basic_time(time: SystemTime) -> String {
    let time = humantime::format_rfc3339_seconds(time).to_string();
    time.chars().filter(|character| !"-:".contains(*character)).collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn bucket(endpoint: &str) -> Result<Bucket, String> {
        Bucket::new(endpoint, "us-east-1", "pictures", ("access", "secret"))
    }

    #[test]
    fn an_endpoint_is_a_server() {
        for good in ["https://store.example", "http://127.0.0.1:9000", "https://store.example/"] {
            assert!(bucket(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "store.example",
            "ftp://store",
            "https://store/path",
            "https://a:b@store",
            "https://",
        ] {
            assert!(bucket(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_request_names_bucket_and_key_in_its_path() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_369_353_600);
        let store = bucket("http://store:9000").unwrap();
        let request = store.put("a/b.png", "image/png", "file".into(), now).unwrap();
        assert_eq!(request.uri(), "http://store:9000/pictures/a/b.png");
        assert_eq!(request.headers()["content-type"], "image/png");
        assert_eq!(request.headers()["content-length"], "4");
        assert_eq!(request.headers()["x-amz-date"], "20130524T000000Z");
        assert_eq!(request.headers()["x-amz-content-sha256"], sha256(b"file"));
        let authorization = request.headers()["authorization"].to_str().unwrap();
        let begin = "AWS4-HMAC-SHA256 Credential=access/20130524/us-east-1/s3/aws4_request,\
                     SignedHeaders=host;x-amz-content-sha256;x-amz-date,Signature=";
        assert!(authorization.starts_with(begin), "{authorization}");
        assert!(store.get("not a path", now).is_err());
    }

    #[test]
    fn a_body_is_not_signed_over_https() {
        let request = bucket("https://store").unwrap().get("a", SystemTime::now()).unwrap();
        assert_eq!(request.headers()["x-amz-content-sha256"], UNSIGNED);
    }

    #[test]
    fn the_secret_is_not_shown() {
        let shown = format!("{:?}", bucket("https://store").unwrap());
        assert!(!shown.contains("secret"), "{shown}");
    }
}
